# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of every page that hipgait writes. Each check returns what is wrong, as sentences; none: an empty list."""
import html
import os
import pathlib
import re
import subprocess

PAPERS_CM = {"A4": (21.0, 29.7), "Letter": (21.59, 27.94)}
POINTS_CM = 72 / 2.54
WIDTHS = (360, 768, 1280)
SERIOUS = ("serious", "critical")
TAB, ENTER = "\ue004", "\ue007"

# Shared by the scripts below: what a person would call the figure, for the message.
NAME = "const name = f => (f.closest('figure, td, section')?.textContent || f.outerHTML).trim().slice(0, 60);"


def picture_folder():
    """Where pictures are left for people to look at: pages/ in the folder of the build."""
    folder = pathlib.Path(os.environ.get("HIPGAIT_BUILD", "build/dev")) / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def unfold(b):
    b.run("for (const d of document.querySelectorAll('details')) d.open = true")


def silence(b, path):
    """Opened: nothing in the console, and nothing asked for but the page."""
    b.requests()
    b.log()
    b.open(path)
    asked = b.requests()
    own = pathlib.Path(path).resolve().as_uri()
    return ([f"console: {line}" for line in b.log()] + [f"asked for {a}" for a in asked if a != own] +
            ([] if own in asked else ["the log of requests does not work"]))


def figures(b):
    """Every figure is an image with a title and a description, or decoration that is hidden; its texts are inside it."""
    return b.run(NAME + """
        const text = e => e && e.textContent.trim(), wrong = [];
        for (const f of document.querySelectorAll('svg')) {
          if (f.getAttribute('aria-hidden') === 'true') continue;
          const role = f.getAttribute('role'), links = f.querySelector('a');
          if (role !== (links ? 'group' : 'img')) wrong.push(`figure with role ${role}: ${name(f)}`);
          if (!text(f.querySelector(':scope > title'))) wrong.push(`figure without title: ${name(f)}`);
          if (!text(f.querySelector(':scope > desc'))) wrong.push(`figure without desc: ${name(f)}`);
          const named = (f.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id));
          if (!named.length || !named.every(e => e && f.contains(e))) wrong.push(`figure with another's title: ${name(f)}`);
          const box = f.getBoundingClientRect(), labels = [...f.querySelectorAll('text')].filter(t => text(t));
          const at = labels.map(t => t.getBoundingClientRect());
          for (let i = 0; box.width && i < at.length; i++)
            for (let k = 0; k < i; k++)     // a box is a little higher than what is written in it
              if (Math.min(at[i].right, at[k].right) - Math.max(at[i].left, at[k].left) > 1 &&
                  Math.min(at[i].bottom, at[k].bottom) - Math.max(at[i].top, at[k].top) > 0.35 * at[i].height)
                wrong.push(`text over text: "${text(labels[k])}" and "${text(labels[i])}" in ${name(f)}`);
          for (const t of labels) {
            const r = t.getBoundingClientRect();
            if (box.width && (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 ||
                              r.bottom > box.bottom + 1)) wrong.push(`text beyond its figure: "${text(t)}" in ${name(f)}`);
          }
        }
        return wrong""")


def structure(b):
    """Language, headings in order, heads of tables, ids that are there once, links that lead somewhere."""
    return b.run("""
        const wrong = [], d = document;
        if (!/^[a-z]{2,3}$/.test(d.documentElement.lang)) wrong.push(`lang is "${d.documentElement.lang}"`);
        if (!d.title.trim()) wrong.push('no title');
        if (d.querySelectorAll('main').length !== 1) wrong.push('not one main');
        let last = 0;
        for (const h of d.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
          const level = +h.tagName[1];
          if (level > last + 1) wrong.push(`h${level} below h${last}: ${h.textContent}`);
          if (!h.textContent.trim()) wrong.push(`empty h${level}`);
          last = level;
        }
        if (d.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
        for (const t of d.querySelectorAll('table')) {
          const heads = [...t.querySelectorAll('th')], where = t.textContent.trim().slice(0, 60);
          if (!heads.length) wrong.push(`table without th: ${where}`);
          for (const th of heads)
            if (!['col', 'row', 'colgroup', 'rowgroup'].includes(th.getAttribute('scope')))
              wrong.push(`th without scope: "${th.textContent}" in ${where}`);
        }
        const ids = [...d.querySelectorAll('[id]')].map(e => e.id), seen = new Set();
        for (const id of ids) { if (seen.has(id)) wrong.push(`id twice: ${id}`); seen.add(id); }
        for (const a of d.querySelectorAll('a[href^="#"]'))
          if (!seen.has(decodeURIComponent(a.getAttribute('href').slice(1))))
            wrong.push(`link to nowhere: ${a.getAttribute('href')}`);
        return wrong""")


def width(b, pixels):
    """At this width nothing makes the page scroll sideways; what is wider scrolls in a box of its own."""
    b.resize(pixels)
    wide = b.run("""
        const most = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= most) return [];
        const boxed = e => { for (let p = e.parentElement; p; p = p.parentElement)
                               if (getComputedStyle(p).overflowX !== 'visible') return true; return false; };
        return [`the page is ${document.documentElement.scrollWidth} px wide`].concat(
          [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > most + 1 && !boxed(e))
            .slice(0, 3).map(e => e.outerHTML.slice(0, 90)))""")
    return [f"at {pixels} px: {what}" for what in wide]


def schemes(b):
    """The colour schemes that the page has an own look for."""
    dark = b.run("""return [...document.styleSheets].some(s => [...s.cssRules].some(
        r => r.media && r.media.mediaText.includes('prefers-color-scheme')))""")
    return ("light", "dark") if dark else ("light",)


def accessibility(b, pixels=1280, unfolded=True):
    """What axe-core calls serious or critical, in every colour scheme of the page, folded parts open or not. Contrast is
    looked at where the page is wide: no colour depends on the width."""
    wrong = []
    b.resize(pixels)
    if unfolded:
        unfold(b)
    for scheme in schemes(b):
        b.media(prefers_color_scheme=scheme)
        wrong += [f"axe, {pixels} px, {scheme}: {rule} in {where[:120]}"
                  for rule, where in b.accessibility(SERIOUS, contrast=pixels >= 1000)]
    b.media()
    return wrong


def skip_link(b):
    """The first thing that Tab reaches leads to the main part."""
    b.keys(TAB)
    href = b.run("const a = document.activeElement; return a.matches('a.skip') && a.getAttribute('href')")
    if not href:
        return ["the first Tab does not reach the skip link"]
    seen = b.run("const r = document.activeElement.getBoundingClientRect(); return r.left >= 0 && r.width > 0")
    b.keys(ENTER)
    there = b.run("const e = document.querySelector(arguments[0]);"
                  "return !!e && location.hash === arguments[0] && e.getBoundingClientRect().top < innerHeight", href)
    return ([] if seen else ["the skip link has the focus but is not to be seen"]) + (
        [] if there else [f"the skip link does not lead to {href}"])


def folding(b, key):
    """Tab reaches a folded part, and `key` opens it, where there are any."""
    if not b.run("return document.querySelectorAll('details:not([open])').length"):
        return []
    for _ in range(80):
        b.keys(TAB)
        if b.run("return document.activeElement.matches('details:not([open]) > summary')"):
            b.keys(key)
            opened = b.run("return document.activeElement.parentElement.open")
            return [] if opened else ["a folded part does not open by the keyboard"]
    return ["Tab does not reach a folded part"]


def hidden_text(b, apart="none"):
    """What a person cannot get to see: neither shown nor in a part that unfolds; less what is in elements `apart`."""
    unfold(b)
    return b.run("""
        const wrong = [], main = document.querySelector('main');
        const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
        for (let n; (n = walker.nextNode());) {
          const e = n.parentElement;
          if (!n.data.trim() || e.closest('script, style, title, desc, option') || e.closest(arguments[0])) continue;
          const range = document.createRange();
          range.selectNodeContents(n);
          if (!range.getClientRects().length) wrong.push(`not shown: "${n.data.trim().slice(0, 60)}"`);
        }
        return wrong.slice(0, 5)""", apart)


def words(pdf):
    """Pages of a PDF: (width, height, {word: (x0, y0, x1, y1)}), in points."""
    text = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True, timeout=120).stdout
    pages = []
    for page in re.split(r"<page ", text)[1:]:
        width, height = (float(x) for x in re.match(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
        found = re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', page)
        pages.append((width, height, {html.unescape(w[4]): tuple(map(float, w[:4])) for w in found}))
    return pages


# A tiny word in opposite corners of each figure that is printed, and at both ends of page one. They move nothing.
MARK = """
    const marks = [], shown = e => e.getClientRects().length && e.getBoundingClientRect().width;
    const ns = 'http://www.w3.org/2000/svg';
    for (const f of document.querySelectorAll('svg[role]')) {
      if (!shown(f)) continue;
      const v = f.viewBox.baseVal, i = marks.length;
      for (const [end, x, y] of [['a', v.x, v.y + 3], ['z', v.x + v.width, v.y + v.height - 1]]) {
        const t = document.createElementNS(ns, 'text');
        t.textContent = `Q${i}${end}Q`;
        const look = {x, y, 'text-anchor': end === 'z' ? 'end' : 'start', style: 'font:3px sans-serif;fill:#000'};
        for (const [k, w] of Object.entries(look)) t.setAttribute(k, w);
        f.append(t);
      }
      marks.push([(f.querySelector('title') || f).textContent.trim().slice(0, 60), v.height / v.width]);
    }
    const one = document.getElementById('page-one');
    if (one) for (const [where, word] of [['prepend', 'QpageoneaQ'], ['append', 'QpageonezQ']]) {
      const s = document.createElement('span');
      s.textContent = word;
      s.style.cssText = 'position:absolute;font:2px sans-serif';
      one[where](s);
    }
    return marks"""


def printed(b, path, paper, landscape=False, margin_cm=1.0):
    """Printed: no figure is cut by the end of a page or by the margin, and page one is one page. Leaves marks in the
    page; open it again afterwards."""
    b.media("print")
    marks = b.run(MARK)
    b.media()
    b.print(path, PAPERS_CM[paper], landscape)
    pages, wrong = words(path), []
    least = margin_cm * POINTS_CM

    def place(word):
        found = [(n, page[2][word]) for n, page in enumerate(pages) if word in page[2]]
        return found[0] if len(found) == 1 else (None, None)

    for i, (name, ratio) in enumerate(marks):
        (first, a), (last, z) = place(f"Q{i}aQ"), place(f"Q{i}zQ")
        if first is None or last is None:
            wrong.append(f"{paper}: not to be found on paper: {name}")
        elif first != last:
            wrong.append(f"{paper}: cut between pages {first + 1} and {last + 1}: {name}")
        else:
            across, high = pages[first][0], pages[first][1]
            if min(a[0], a[1]) < least or z[2] > across - least or z[3] > high - least:
                wrong.append(f"{paper}: beyond the margin of page {first + 1}: {name}")
            if abs((z[3] - a[1]) / (z[2] - a[0]) / ratio - 1) > 0.1:
                wrong.append(f"{paper}: not in its proportions on page {first + 1}: {name}")
    (begin, _), (end, _) = place("QpageoneaQ"), place("QpageonezQ")
    if b.run("return !!document.getElementById('page-one')") and not (begin == end == 0):
        wrong.append(f"{paper}: page one is not one page")
    return wrong, len(pages), len(marks)


def pictures(b, path, name, folded=True):
    """The page at three widths, as PNG, where a person can look at it."""
    b.open(path)
    if not folded:
        unfold(b)
    for pixels in WIDTHS:
        b.resize(pixels)
        b.picture(picture_folder() / f"{name}-{pixels}.png", whole=True)


def paper_pictures(pdf, name):
    """The pages of a PDF as PNG beside them."""
    for old in picture_folder().glob(f"{name}-pdf-*.png"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", "80", "-png", pdf, picture_folder() / f"{name}-pdf"], check=True, timeout=120)
