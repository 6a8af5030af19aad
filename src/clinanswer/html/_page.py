"""The whole page: head, title, question, panel, answer, sections, references and what follows them."""

from __future__ import annotations

import json
from typing import Final

from clinanswer._json import to_json
from clinanswer.html._about import about_rows, head_rows, linked, pico_rows, rows
from clinanswer.html._blocks import blocks, box
from clinanswer.html._context import OWN, SECTION, Options, Writing
from clinanswer.html._head import head
from clinanswer.html._inline import inlines
from clinanswer.html._markup import escape, json_escape, words_in
from clinanswer.html._references import references
from clinanswer.html._review import review_panel
from clinanswer.model import ClinicalAnswer, Disclaimer, Notice, NoticeKind, Section, SectionRole
from clinanswer.model.blocks import claims_in

__all__ = ["DATA_ID", "render"]

DATA_ID: Final = "clinanswer-data"
"""The id of the element that holds the document as JSON."""

_CAUTION: Final = (NoticeKind.EDUCATIONAL, NoticeKind.REVIEW_PENDING, NoticeKind.AI_GENERATED)
_CLOSING: Final = (NoticeKind.PERSONALIZATION, NoticeKind.FOLLOW_UP)
_SAFETY: Final = (SectionRole.PITFALLS, SectionRole.SIDE_EFFECTS, SectionRole.WHEN_TO_SEEK_CARE)


def render(doc: ClinicalAnswer, options: Options) -> str:
    """The page, or the article alone, with the document in its data block."""
    page = Writing(doc, options)
    out = page.out
    _article(page)
    data = json_escape(to_json(doc))
    if options.fragment:
        return f'{_root(page)}\n<div class="ca-page">\n{"".join(out)}{_data(page, data)}</div>\n</div>\n'
    words = page.words
    return (
        f"<!DOCTYPE html>\n{_root(page)}\n{head(page, data)}<body>\n"
        f'<a class="ca-skip" href="#{page.prefix}answer">{escape(words["skip"])}</a>\n'
        f'<div class="ca-page">\n<main>\n{"".join(out)}</main>\n'
        f'<footer class="ca-foot"><p><small>{escape(words["generated"])}</small></p></footer>\n</div>\n'
        f"{_data(page, data)}</body>\n</html>\n"
    )


def _root(page: Writing) -> str:
    tag = "div" if page.options.fragment else "html"
    theme = "" if page.options.theme == "auto" else f' data-theme="{page.options.theme}"'
    return f'<{tag} class="ca" lang="{escape(page.lang)}" dir="{page.dir}"{theme}>'


def _data(page: Writing, data: str) -> str:
    changed = page.options.changed()
    options = f' data-options="{escape(json.dumps(changed, ensure_ascii=False))}"' if changed else ""
    return f'<script type="application/json" id="{page.prefix}{DATA_ID}"{options}>{data}</script>\n'


def _article(page: Writing) -> None:
    doc, out, prefix = page.doc, page.out, page.prefix
    lang = "" if doc.language is None else f' lang="{escape(doc.language)}"'
    out.append(f'<article class="ca-doc" id="{prefix}document"{lang}>\n')
    _opening(page)
    _answer(page)
    contents = len(out)
    out.append("")
    for position, section in enumerate(doc.sections, 1):
        _section(page, section, (position,), 2)
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
    doc, out, words, prefix = page.doc, page.out, page.words, page.prefix
    title = doc.title
    out.append(
        f'<header class="ca-head">\n<p class="ca-eyebrow"><small>{escape(words["clinical-answer"])}</small></p>\n'
    )
    page.here = (f"{prefix}title", words_in(title))
    heading = inlines(page, title)
    if not words_in(title).strip():
        heading += f" <small>{escape(words['clinical-answer'])}</small>"
    out.append(f'<h1 id="{prefix}title">{heading}</h1>\n')
    out.append(f'<div class="ca-question">\n<h2 id="{prefix}question">{escape(words["question"])}</h2>\n')
    kind = (
        ""
        if doc.question.kind is None
        else f' <small class="ca-chip">{escape(words[f"question.{doc.question.kind}"])}</small>'
    )
    out.append(f"<p><bdi>{escape(doc.question.text)}</bdi>{kind}</p>\n")
    if doc.question.pico is not None:
        out.append(rows(page, pico_rows(doc.question.pico), "ca-facts"))
    out.append("</div>\n")
    _panel(page)
    out.append("</header>\n")


def _panel(page: Writing) -> None:
    """What must be known before reading: cautions, review status, age, the board."""
    out = page.out
    page.area, page.base = "", "N"
    out.append('<div class="ca-panel">\n')
    _notices(page, _CAUTION)
    review_panel(page)
    out.append('<div class="ca-cell">\n')
    out.append(rows(page, head_rows(page), "ca-facts"))
    _notices(page, (NoticeKind.BOARD,))
    out.append("</div>\n</div>\n")
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
        page.out.append(f'<p class="ca-more"><b>URL</b> {linked(node.url, node.url)}</p>\n{closing}')


def _answer(page: Writing) -> None:
    doc, out, words, prefix = page.doc, page.out, page.words, page.prefix
    name = words["answer"]
    single = sum(1 for _ in claims_in(doc.answer)) == 1
    page.area, page.single, page.base, page.count = name, single, "", 0
    page.here = (f"{prefix}answer", name)
    kind = "ca-brief ca-single" if single else "ca-brief"
    out.append(f'<section class="{kind}" id="{prefix}answer" role="doc-abstract" aria-labelledby="{prefix}answer-h">\n')
    out.append(f'<h2 id="{prefix}answer-h">{escape(name)}</h2>\n')
    blocks(page, doc.answer)
    out.append("</section>\n")
    page.area = ""


def _section(page: Writing, node: Section, number: tuple[int, ...], level: int) -> None:
    """A section. A heading is one level below the nearest heading above it, whatever the depth of the section."""
    out, prefix = page.out, page.prefix
    shown = ".".join(map(str, number))
    anchor = f"{prefix}{SECTION}{node.id or OWN + shown}"
    name = f"{page.words['section']} {shown}"
    role = "" if node.role is None else f' data-role="{node.role}"'
    kind = "ca-sec ca-safety" if node.role in _SAFETY else "ca-sec"
    element = "section" if node.title else "div"  # a section element without a heading is none to assistive technology
    out.append(f'<{element} class="{kind}" id="{anchor}"{role}>\n')
    page.here = (anchor, name)
    page.base, page.count = f"{shown}.", 0
    if node.title:
        tag = f"h{min(level, 6)}"
        mark = shown if page.options.numbers == "section" else "§"
        permalink = f'<a class="ca-secn" href="#{anchor}" aria-label="{escape(name)}">{mark}</a>'
        heading = inlines(page, node.title)
        out.append(f"<{tag}>{permalink} {heading}</{tag}>\n")
        page.toc.append(f"{len(number)} {anchor} {escape(words_in(node.title))}")
        level += 1
    blocks(page, node.blocks)
    # Subsections go on where the section's own claims end, so that no number names a claim and a section.
    first = page.count + 1 if page.options.numbers == "section" else 1
    for position, section in enumerate(node.sections, first):
        _section(page, section, (*number, position), level)
    out.append(f"</{element}>\n")


def _contents(page: Writing) -> str:
    """The table of contents: sections and subsections, then the parts that follow."""
    words, prefix = page.words, page.prefix
    name = escape(words["contents"])
    items = []
    for entry in page.toc:
        depth, anchor, title = entry.split(" ", 2)
        if depth in {"1", "2"}:
            below = ' class="ca-sub"' if depth == "2" else ""
            items.append(f'<li{below}><a href="#{anchor}">{title.strip() or anchor}</a></li>\n')
    if page.labels:
        items.append(f'<li><a href="#{prefix}references">{escape(words["references"])}</a></li>\n')
    if page.doc.related_questions:
        items.append(f'<li><a href="#{prefix}related">{escape(words["related-questions"])}</a></li>\n')
    return (
        f'<nav class="ca-toc" aria-label="{name}">\n<details>\n<summary>{name}</summary>\n'
        f"<ul>\n{''.join(items)}</ul>\n</details>\n</nav>\n"
    )


def _closing(page: Writing) -> None:
    doc, out, words, prefix = page.doc, page.out, page.words, page.prefix
    if doc.related_questions:
        out.append(
            f'<section class="ca-end" id="{prefix}related">\n<h2>{escape(words["related-questions"])}</h2>\n<ul>\n'
        )
        for question in doc.related_questions:
            out.append(f"<li>{linked(question.text, question.url)}</li>\n")
        out.append("</ul>\n</section>\n")
    page.base, page.count = "D", 0
    for position, disclaimer in enumerate(doc.disclaimers, 1):
        _disclaimer(page, disclaimer, f"{prefix}disclaimer-{position}")
    page.base, page.count = "F", 0
    _notices(page, _CLOSING)
    facts = rows(page, about_rows(page), "ca-facts")
    if facts:
        out.append(
            f'<section class="ca-end ca-about" id="{prefix}about">\n'
            f"<h2>{escape(words['about'])}</h2>\n{facts}</section>\n"
        )


def _disclaimer(page: Writing, node: Disclaimer, anchor: str) -> None:
    out = page.out
    name = page.words["disclaimer"]
    page.here = (anchor, name)
    out.append(f'<section class="ca-disc" id="{anchor}">\n')
    out.append(f"<h2>{inlines(page, node.title) or f'<small>{escape(name)}</small>'}</h2>\n")
    blocks(page, node.blocks)
    out.append("</section>\n")
