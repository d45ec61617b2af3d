/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one script of a page, for comfort alone: folded parts open where a link leads into them, and
 * a button opens all (paper shows what is open). It takes no text but one from the page, as text.
 * The page's policy allows these bytes by their hash and nothing else. It must not contain "</".
 */
#include "report/html.h"

const char hg__html_script[] =
    "(function(){\"use strict\";var d=document,all=d.querySelectorAll(\"details\");"
    "function open(e){for(;e;e=e.parentElement)if(e.tagName===\"DETAILS\")e.open=true}"
    "function follow(){var e=location.hash.length>1&&d.getElementById(location.hash.slice(1));"
    "if(e){open(e);e.scrollIntoView()}}"
    "addEventListener(\"hashchange\",follow);follow();"
    "var nav=d.querySelector(\"nav\");if(nav&&all.length){var b=d.createElement(\"button\");"
    "b.type=\"button\";b.textContent=nav.getAttribute(\"data-expand\");"
    "b.addEventListener(\"click\",function(){all.forEach(function(e){e.open=true})});"
    "nav.appendChild(b)}})();";
