/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scripts of the cohort page, for comfort: the table sorts, filters and shows its first trials
 * only, so that thousands open at once. Without them the page is the whole table. The page's policy
 * allows these bytes by their hashes and nothing else. They must not contain "</"; texts come from
 * attributes of the page and go in as text. Rows that are not shown leave the document: it is the
 * size of a page that makes it slow.
 */
#include "report/cohort_parts.h"

const char hg__cohort_first[] = "document.documentElement.className=\"js\"";

const char hg__cohort_script[] =
    "(function(){\"use strict\";var d=document,t=d.getElementById(\"trials-table\");if(!t)return;"
    "var "
    "body=t.tBodies[0],rows=[].slice.call(body.rows),heads=[].slice.call(t.tHead.rows[0].cells),"
    "form=d.getElementById(\"trials-filter\"),said=d.getElementById(\"trials-shown\"),"
    "more=d.getElementById(\"trials-more\"),all=d.getElementById(\"trials-all\"),"
    "step=100,most=step,column=-1,down=false,list=rows;\n"
    /* a cell's value: what the page says it is, else a number, else its text */
    "function value(r,c){var e=r.cells[c],v=e.getAttribute(\"data-v\");"
    "if(v===null)v=e.textContent.trim();var n=parseFloat(v);"
    "return v===\"\"||v===\"\\u2013\"?null:/^-?[0-9.]+(e[-+]?[0-9]+)?$/.test(v)&&isFinite(n)?n:v}\n"
    "function names(r){return r.n||(r.n=[0,1,2].map(function(c){return r.cells[c].textContent})"
    ".join(\" \").toLowerCase())}\n"
    "function wanted(){var f=form.elements,parts=f.text.value.toLowerCase().split(/\\s+/)"
    ".filter(Boolean);return rows.filter(function(r){var a=r.dataset;"
    "return(!f.quality.value||a.quality===f.quality.value)"
    "&&(!f.band.value||+a.band>=+f.band.value)"
    "&&(!f.flags.value||a.flags===f.flags.value)"
    "&&(!f.asymmetry.value||+a.asymmetry>=+f.asymmetry.value)"
    "&&(!f.outlier.checked||a.outlier===\"1\")"
    "&&parts.every(function(p){return names(r).indexOf(p)>=0})})}\n"
    /* what has no value comes last in either direction; equal ones stay as they were */
    "function sorted(l){if(column<0)return l;var k=l.map(function(r,i){"
    "return{r:r,v:value(r,column),i:i}});k.sort(function(a,b){"
    "if(a.v===null||b.v===null)return(a.v===null)-(b.v===null)||a.i-b.i;"
    "var c=typeof a.v===\"number\"&&typeof b.v===\"number\"?a.v-b.v:"
    "String(a.v).localeCompare(String(b.v),undefined,{numeric:true});"
    "return(down?-c:c)||a.i-b.i});return k.map(function(x){return x.r})}\n"
    "function draw(){var n=Math.min(most,list.length);"
    "body.replaceChildren.apply(body,list.slice(0,n));body.dataset.ready=\"\";"
    "said.textContent=said.dataset.text.replace(\"{n}\",n).replace(\"{m}\",list.length)"
    ".replace(\"{all}\",rows.length);more.hidden=all.hidden=n>=list.length}\n"
    "function update(){list=sorted(wanted());draw()}\n"
    "heads.forEach(function(h,c){var b=h.querySelector(\"button\");if(!b)return;"
    "b.addEventListener(\"click\",function(){"
    "if(column===c)down=!down;else{column=c;down=h.dataset.first===\"down\"}"
    "heads.forEach(function(x,i){if(x.hasAttribute(\"aria-sort\"))x.setAttribute(\"aria-sort\","
    "i!==c?\"none\":down?\"descending\":\"ascending\")});most=step;update()})});\n"
    "form.addEventListener(\"input\",function(){most=step;update()});"
    "form.addEventListener(\"submit\",function(e){e.preventDefault()});"
    "form.addEventListener(\"reset\",function(){setTimeout(function(){most=step;update()})});\n"
    "more.addEventListener(\"click\",function(){var at=most;most+=step;draw();"
    "var r=body.rows[at],a=r&&r.querySelector(\"a\");if(a)a.focus()});"
    "all.addEventListener(\"click\",function(){most=Infinity;draw()});\n"
    "addEventListener(\"beforeprint\",function(){body.replaceChildren.apply(body,list)});"
    "addEventListener(\"afterprint\",draw);update()})();";
