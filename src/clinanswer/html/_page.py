"""The whole page: head, title, question, panel, answer, sections, references and what follows them."""

from __future__ import annotations

import json
from typing import Final

import clinanswer
from clinanswer._json import to_json
from clinanswer.html._about import about_rows, head_rows, linked, pico_rows, rows
from clinanswer.html._blocks import blocks, box, icon
from clinanswer.html._context import OWN, SAFETY, SECTION, Options, Writing, language_mark
from clinanswer.html._head import head
from clinanswer.html._inline import inlines
from clinanswer.html._markup import escape, json_escape, sound, words_in
from clinanswer.html._references import references
from clinanswer.html._review import review_panel
from clinanswer.model import ClinicalAnswer, Disclaimer, Notice, NoticeKind, Section
from clinanswer.model.blocks import claims_in

__all__ = ["DATA_ID", "RELEASE", "render"]

DATA_ID: Final = "clinanswer-data"
"""The id of the element that holds the document as JSON."""
RELEASE: Final = clinanswer.__version__
"""Which release writes a page: another has other words of its own, and another stylesheet."""

_CAUTION: Final = (NoticeKind.EDUCATIONAL, NoticeKind.REVIEW_PENDING, NoticeKind.AI_GENERATED)
_CLOSING: Final = (NoticeKind.PERSONALIZATION, NoticeKind.FOLLOW_UP)
_CONTENTS_DEPTH: Final = 2
_GUTTER: Final = 5
"""How many characters of a section's number have room beside its title; a longer one stands in the line."""
_BELOW: Final = ' class="ca-sub"'


def render(doc: ClinicalAnswer, options: Options) -> str:
    """The page, or the article alone, with the document in its data block."""
    page = Writing(doc, options)
    data = json_escape(to_json(doc))
    _article(page)
    article = "".join(page.out)
    if options.fragment:
        return f'{_root(page)}\n<div class="ca-page">\n{article}{_data(page, data)}</div>\n</div>\n'
    words, own = page.words, language_mark(page.words, page.lang)
    return (
        f"<!DOCTYPE html>\n{_root(page)}\n{head(page, data)}<body>\n"
        f'<a class="ca-skip" href="#{page.prefix}answer"{own}>{words["skip"]}</a>\n'
        f'<div class="ca-page">\n<main>\n{article}</main>\n'
        f'<footer class="ca-foot"><p><small{own}>{words["generated"]}</small></p></footer>\n</div>\n'
        f"{_data(page, data)}</body>\n</html>\n"
    )


def _root(page: Writing) -> str:
    tag = "div" if page.options.fragment else "html"
    theme = "" if page.options.theme == "auto" else f' data-theme="{page.options.theme}"'
    return f'<{tag} class="ca" lang="{escape(page.lang)}" dir="{page.dir}"{theme}>'


def _data(page: Writing, data: str) -> str:
    changed = page.options.changed()
    options = f' data-options="{escape(json.dumps(changed, ensure_ascii=False))}"' if changed else ""
    return (
        f'<script type="application/json" id="{page.prefix}{DATA_ID}" data-release="{RELEASE}"{options}>'
        f"{data}</script>\n"
    )


def _article(page: Writing) -> None:
    doc, out, prefix = page.doc, page.out, page.prefix
    lang = "" if doc.language is None else f' lang="{escape(doc.language)}"'
    out.append(f'<article class="ca-doc" id="{prefix}document"{lang}>\n')
    _opening(page)
    _answer(page)
    contents = len(out)
    out.append("")
    for position, section in enumerate(doc.sections, 1):
        _section(page, section, str(position), 1)
    # What stands below the references may cite, so it is written first, and put after them.
    body, page.out = page.out, []
    _closing(page)
    closing, page.out = page.out, body
    references(page)
    body += closing
    if len(doc.sections) > 1:
        body[contents] = _contents(page)
    body.append("</article>\n")


def _opening(page: Writing) -> None:
    doc, words, own, prefix = page.doc, page.words, page.own_lang, page.prefix
    said = escape(words_in(doc.title))
    page.here = (f"{prefix}title", said)
    title = inlines(page, doc.title)
    if not said.strip():
        title += f" <small{own}>{words['clinical-answer']}</small>"
    question = doc.question
    kind = "" if question.kind is None else f' <small class="ca-chip"{own}>{words[f"question.{question.kind}"]}</small>'
    pico = "" if question.pico is None else rows(page, pico_rows(question.pico))
    page.out.append(
        f'<header class="ca-head">\n<p class="ca-eyebrow"><small{own}>{words["clinical-answer"]}</small></p>\n'
        f'<h1 id="{prefix}title">{title}</h1>\n'
        f'<div class="ca-question">\n<h2 id="{prefix}question"{own}>{words["question"]}</h2>\n'
        f"<p><bdi>{escape(question.text)}</bdi>{kind}</p>\n{pico}</div>\n"
    )
    _panel(page)
    page.out.append("</header>\n")


def _panel(page: Writing) -> None:
    """What must be known before reading: cautions, review status, age, the board."""
    out = page.out
    page.area, page.base = "", "N"
    out.append('<div class="ca-panel">\n')
    _notices(page, _CAUTION)
    review_panel(page)
    facts = rows(page, head_rows(page))
    if facts or any(notice.kind is NoticeKind.BOARD for notice in page.doc.notices):
        out.append(f'<div class="ca-cell">\n{facts}')
        _notices(page, (NoticeKind.BOARD,))
        out.append("</div>\n")
    out.append("</div>\n")
    _notices(page, (NoticeKind.OTHER,))


def _notices(page: Writing, kinds: tuple[NoticeKind, ...]) -> None:
    for notice in page.doc.notices:
        if notice.kind in kinds:
            page.notices += 1
            _notice(page, notice, f"{page.prefix}notice-{page.notices}")


def _notice(page: Writing, node: Notice, anchor: str) -> None:
    name = page.words[f"notice.{node.kind}"]
    page.here = (anchor, name)
    attributes = f'class="ca-notice ca-{node.kind}" id="{anchor}" role="note"'
    box(page, node, name, attributes)
    if node.url is not None:
        # Before the box closes: its address is part of it.
        closing = page.out.pop()
        shown = linked(node.url, node.url if sound(node.url) else None)
        page.out.append(f'<p class="ca-more"><b>URL</b> {shown}</p>\n{closing}')


def _answer(page: Writing) -> None:
    answer, name, anchor = page.doc.answer, page.words["answer"], f"{page.prefix}answer"
    single = sum([1 for _ in claims_in(answer)]) == 1
    page.area, page.single, page.base, page.count = name, single, "", 0
    page.here = (anchor, name)
    kind = "ca-brief ca-single" if single else "ca-brief"
    page.out.append(
        f'<section class="{kind}" id="{anchor}" role="doc-abstract" aria-labelledby="{anchor}-h">\n'
        f'<h2 id="{anchor}-h"{page.own_lang}>{name}</h2>\n'
    )
    blocks(page, answer)
    page.out.append("</section>\n")
    page.area = ""


def _section(page: Writing, node: Section, number: str, depth: int, above: int = 1) -> None:
    """A section, `depth` sections deep. Its heading is one level below the one `above`, whatever its depth."""
    out, title = page.out, node.title
    anchor = f"{page.prefix}{SECTION}{node.id or OWN + number}"
    name = f"{page.words['section']} {number}"
    page.here = (anchor, name)
    page.base, page.count = f"{number}.", 0
    role = "" if node.role is None else f' data-role="{node.role}"'
    kind = "ca-sec ca-safety" if node.role in SAFETY else "ca-sec"
    if title:
        heading = inlines(page, title)
        if node.role in SAFETY:
            heading = icon("alert") + heading
        level = min(above + 1, 6)
        mark = number if page.by_section else "§"
        place = "ca-secn" if len(mark) <= _GUTTER else "ca-secn ca-long"
        out.append(
            f'<section class="{kind}" id="{anchor}"{role}>\n<h{level}><a class="{place}" href="#{anchor}"'
            f'{page.own_lang} aria-label="{name}">{mark}</a> {heading}</h{level}>\n'
        )
        page.toc.append((depth, anchor, escape(words_in(title)).strip()))
        above += 1
    else:  # a section element without a heading is none to assistive technology
        out.append(f'<div class="{kind}" id="{anchor}"{role}>\n')
    blocks(page, node.blocks)
    # Subsections go on where the section's own claims end, so that no number names a claim and a section.
    first = page.count + 1 if page.by_section else 1
    for position, section in enumerate(node.sections, first):
        _section(page, section, f"{number}.{position}", depth + 1, above)
    out.append("</section>\n" if title else "</div>\n")


def _contents(page: Writing) -> str:
    """The table of contents: sections and subsections, then the parts that follow."""
    words, own, prefix = page.words, page.own_lang, page.prefix
    items = [
        f'<li{_BELOW if depth > 1 else ""}><a href="#{anchor}">{title or anchor}</a></li>\n'
        for depth, anchor, title in page.toc
        if depth <= _CONTENTS_DEPTH
    ]
    if page.labels:
        items.append(f'<li><a href="#{prefix}references"{own}>{words["references"]}</a></li>\n')
    if page.doc.related_questions:
        items.append(f'<li><a href="#{prefix}related"{own}>{words["related-questions"]}</a></li>\n')
    for position, disclaimer in enumerate(page.doc.disclaimers, 1):
        title = escape(words_in(disclaimer.title)).strip()
        name = f">{title}" if title else f"{own}>{words['disclaimer']}"
        items.append(f'<li><a href="#{prefix}disclaimer-{position}"{name}</a></li>\n')
    name = words["contents"]
    return (
        f'<nav class="ca-toc"{own} aria-label="{name}">\n<details>\n<summary>{name}</summary>\n'
        f"<ul{page.text_lang}>\n{''.join(items)}</ul>\n</details>\n</nav>\n"
    )


def _closing(page: Writing) -> None:
    doc, out, words, own, prefix = page.doc, page.out, page.words, page.own_lang, page.prefix
    if doc.related_questions:
        items = "".join([f"<li>{linked(each.text, each.url)}</li>\n" for each in doc.related_questions])
        out.append(
            f'<section class="ca-end" id="{prefix}related">\n<h2{own}>{words["related-questions"]}</h2>\n<ul>\n'
            f"{items}</ul>\n</section>\n"
        )
    page.base, page.count = "D", 0
    for position, disclaimer in enumerate(doc.disclaimers, 1):
        _disclaimer(page, disclaimer, f"{prefix}disclaimer-{position}")
    page.base, page.count = "F", 0
    _notices(page, _CLOSING)
    if facts := rows(page, about_rows(page)):
        out.append(
            f'<section class="ca-end ca-about" id="{prefix}about">\n<h2{own}>{words["about"]}</h2>\n{facts}</section>\n'
        )


def _disclaimer(page: Writing, node: Disclaimer, anchor: str) -> None:
    name = page.words["disclaimer"]
    page.here = (anchor, name)
    title = inlines(page, node.title) or f"<small{page.own_lang}>{name}</small>"
    page.out.append(f'<section class="ca-disc" id="{anchor}">\n<h2>{title}</h2>\n')
    blocks(page, node.blocks)
    page.out.append("</section>\n")
