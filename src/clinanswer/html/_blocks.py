"""Blocks: paragraphs, lists, tables, boxes, quotes and figures (read by `_block_reading`).

A box (callout, notice) begins with a paragraph whose first words, in `b`, say its kind; a table with notes, a
quotation with an attribution and an image are a `figure`. So each is known without classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from clinanswer.html._details import details
from clinanswer.html._inline import inlines, write_inlines
from clinanswer.html._markup import escape, link
from clinanswer.model import (
    Block,
    Callout,
    CalloutKind,
    Cell,
    Claim,
    DefinitionList,
    Figure,
    List,
    ListItem,
    Notice,
    NoticeKind,
    Paragraph,
    Quote,
    Row,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinanswer.html._context import Writing

__all__ = ["blocks", "box", "icon"]

_ICONS: Final = {
    "alert": "M12 3.5 1.8 20.5h20.4zM12 10v5M12 17.6v.1",
    "stop": "M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zM8.5 8.5l7 7M15.5 8.5l-7 7",
    "info": "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM12 11v6M12 7v.1",
    "tip": "M9 17.5h6M10 21h4M12 2.5a6.5 6.5 0 0 0-3.6 12c.8.6 1.1 1.6 1.1 3h5c0-1.4.3-2.4 1.1-3A6.5 6.5 0 0 0 12 2.5z",
    "gap": "M9 9a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 2.2M12 17.6v.1M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19z",
}
_ICON_OF: Final[dict[CalloutKind | NoticeKind, str]] = {
    CalloutKind.NOTE: "info",
    CalloutKind.TIP: "tip",
    CalloutKind.CAUTION: "alert",
    CalloutKind.WARNING: "alert",
    CalloutKind.CONTRAINDICATION: "stop",
    CalloutKind.EMERGENCY: "stop",
    CalloutKind.EVIDENCE_GAP: "gap",
    NoticeKind.EDUCATIONAL: "alert",
    NoticeKind.REVIEW_PENDING: "alert",
    NoticeKind.AI_GENERATED: "alert",
}


def icon(name: str) -> str:
    """A small drawing that the words beside it make unnecessary."""
    attributes = 'class="ca-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"'
    return f'<svg {attributes}><path d="{_ICONS[name]}"/></svg>'


def blocks(page: Writing, content: Iterable[Block]) -> None:
    """Write blocks."""
    for node in content:
        match node:
            case Paragraph():
                paragraph(page, node)
            case List():
                _list(page, node)
            case DefinitionList():
                _definitions(page, node)
            case Table():
                _table(page, node)
            case Callout():
                name = page.words[f"callout.{node.kind}"]
                box(page, node, name, f'class="ca-box" data-kind="{node.kind}" role="note"')
            case Quote():
                _quote(page, node)
            case Figure():
                _figure(page, node)
            case _:
                assert_never(node)


def paragraph(page: Writing, node: Paragraph) -> None:
    """Write a paragraph, and below it what else is known about its claims."""
    content, out = node.content, page.out
    out.append('<p class="ca-one">' if len(content) == 1 and type(content[0]) is Claim else "<p>")
    write_inlines(page, content)
    out.append("</p>\n")
    if page.untold and (told := _told(page)):
        out.append(f"{told}\n")


def _told(page: Writing) -> str:
    """What is known about the claims just written, beyond what stands in the line."""
    told = "".join([details(page, node, number) for node, number in page.untold])
    page.untold.clear()
    return told


def box(page: Writing, node: Callout | Notice, name: str, attributes: str) -> None:
    """Write a box: its kind in words, its title, its blocks."""
    drawing = icon(_ICON_OF[node.kind]) if node.kind in _ICON_OF else ""
    words = f" <span>{inlines(page, node.title)}</span>" if node.title else ""
    page.out.append(f'<div {attributes}>\n<p class="ca-kind">{drawing}<b{page.own_lang}>{name}</b>{words}</p>\n')
    blocks(page, node.blocks)
    page.out.append("</div>\n")


def _list(page: Writing, node: List) -> None:
    if node.ordered:
        start = "" if node.start == 1 else f' start="{node.start}"'
        page.out.append(f'<ol class="ca-list"{start}>\n')
        _items(page, node.items)
        page.out.append("</ol>\n")
    else:
        page.out.append('<ul class="ca-list">\n')
        _items(page, node.items)
        page.out.append("</ul>\n")


def _items(page: Writing, items: Iterable[ListItem]) -> None:
    out = page.out
    for item in items:
        content = item.blocks
        first = content[0]
        lead = type(first) is Paragraph and len(first.content) > 0 and type(first.content[0]) is Claim
        out.append('<li class="ca-item">' if lead else "<li>")
        if len(content) > 1:
            _item_blocks(page, item, lead=lead)
        elif type(first) is Paragraph:
            paragraph(page, first)
        else:
            blocks(page, content)
        out.append("</li>\n")


def _item_blocks(page: Writing, item: ListItem, *, lead: bool) -> None:
    """An item with more than one block: the claims of lists below a claim are numbered under it (3.1a, 3.1b)."""
    blocks(page, item.blocks[:1])
    below = (page.last, 0, not page.letters, page.by_section)
    for block in item.blocks[1:]:
        if lead and type(block) is List:
            outside = (page.base, page.count, page.letters, page.nested)
            page.base, page.count, page.letters, page.nested = below
            blocks(page, (block,))
            below = (page.base, page.count, page.letters, page.nested)
            page.base, page.count, page.letters, page.nested = outside
        else:
            blocks(page, (block,))


def _definitions(page: Writing, node: DefinitionList) -> None:
    page.out.append('<dl class="ca-terms">\n')
    for item in node.items:
        page.out.append(f"<dt>{inlines(page, item.term)}</dt>\n<dd>")
        blocks(page, item.blocks)
        page.out.append("</dd>\n")
    page.out.append("</dl>\n")


def _table(page: Writing, node: Table) -> None:
    page.tables += 1
    out = page.out
    anchor = f"{page.prefix}table-{page.tables}"
    named, lang = f'aria-labelledby="{anchor}"', ""
    if not node.caption:
        named, lang = f'aria-label="{page.words["table"]} {page.tables}"{page.own_lang}', page.text_lang
    if node.notes:
        out.append('<figure class="ca-noted">\n')
    out.append(f'<div class="ca-scroll" role="region" {named} tabindex="0">\n<table{lang}>\n')
    if node.caption:
        out.append(f'<caption id="{anchor}">{inlines(page, node.caption)}</caption>\n')
    if node.header:
        out.append("<thead>\n")
        _rows(page, node.header, heads=True)
        out.append("</thead>\n")
    out.append("<tbody>\n")
    _rows(page, node.rows, heads=False)
    out.append("</tbody>\n</table>\n</div>\n")
    if node.notes:
        out.append("<figcaption>\n")
        blocks(page, node.notes)
        out.append("</figcaption>\n</figure>\n")


def _rows(page: Writing, rows: Iterable[Row], *, heads: bool) -> None:
    for row in rows:
        page.out.append("<tr>\n")  # cells on lines of their own: without tags, numbers must not run together
        for cell in row.cells:
            _cell(page, cell, heads=heads)
        page.out.append("</tr>\n")


def _cell(page: Writing, node: Cell, *, heads: bool) -> None:
    """A cell. Every cell of a header row heads its column; one without words would head it with nothing."""
    words = inlines(page, node.content)
    tag, attributes = "td", ""
    if (heads or node.header) and words.strip():
        wide, tag = (node.colspan, "th") if heads else (node.rowspan, "th")
        attributes = f' scope="{("colgroup" if wide > 1 else "col") if heads else ("rowgroup" if wide > 1 else "row")}"'
    if node.colspan > 1:
        attributes += f' colspan="{node.colspan}"'
    if node.rowspan > 1:
        attributes += f' rowspan="{node.rowspan}"'
    if node.align is not None:
        attributes += f' class="ca-{node.align}"'
    below = _told(page) if page.untold else ""
    page.out.append(f"<{tag}{attributes}>{words}{below}</{tag}>\n")


def _quote(page: Writing, node: Quote) -> None:
    out = page.out
    noted = bool(node.attribution) or node.ref is not None
    out.append('<figure class="ca-quote">\n<blockquote>\n' if noted else '<blockquote class="ca-quote">\n')
    blocks(page, node.blocks)
    out.append("</blockquote>\n")
    if noted:
        source = ""
        if node.ref is not None:
            source = f" <small{page.own_lang}>{page.words['source']} {page.cite(node.ref)}</small>"
        out.append(f"<figcaption>{inlines(page, node.attribution)}{source}</figcaption>\n</figure>\n")


def _figure(page: Writing, node: Figure) -> None:
    """An image. One that lies elsewhere is linked, unless embedded: opening the page asks nobody for anything."""
    out = page.out
    words, own = page.words, page.own_lang
    out.append('<figure class="ca-figure">\n')
    data = node.src[:5].lower() == "data:"
    page.data_images |= data
    if data or page.options.images == "embed":
        alt = f'{words["no-alt"]}"{own}' if node.alt is None else f'{escape(node.alt)}"'
        out.append(f'<img src="{escape(node.src)}" alt="{alt}>\n')
    else:
        alt = f"<small{own}>{words['no-alt']}</small>" if node.alt is None else escape(node.alt)
        name = words["image"]
        out.append(f"<p>{link(node.src, f'<b{own}>{name}</b> {alt}')}</p>\n")
    if node.caption:
        out.append(f"<figcaption>{inlines(page, node.caption)}</figcaption>\n")
    out.append("</figure>\n")
