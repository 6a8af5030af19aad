"""Tables (`table-wrap`, in the XHTML table model) and figures (`fig`)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.jats import _make as make
from clinanswer.jats._claims import only_claim, read_claim, read_inlines, write_claim, write_inlines
from clinanswer.jats._context import child_of, has_words, text_in
from clinanswer.jats._inline import BREAK_MARKUP, read_phrases, write_phrases
from clinanswer.jats._names import (
    CLAIM,
    CONTENT_TYPE,
    FIGURE_PREFIX,
    HREF,
    HREF_KEY,
    ID,
    SPECIFIC_USE,
    TABLE_PREFIX,
    TITLE,
    P,
)
from clinanswer.jats._xml import attribute, optional, wrap
from clinanswer.model import Cell, Figure, Paragraph, Row, Table

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clinanswer.jats._context import Reading, Writing
    from clinanswer.model import Block, Blocks, Inlines, Phrases

TABLE_WRAP: Final = "table-wrap"
TABLE_FOOT: Final = "table-wrap-foot"
TABLE: Final = "table"
CAPTION: Final = "caption"
THEAD: Final = "thead"
TBODY: Final = "tbody"
TR: Final = "tr"
TH: Final = "th"
TD: Final = "td"
COLSPAN: Final = "colspan"
ROWSPAN: Final = "rowspan"
ALIGN: Final = "align"
ALIGNMENTS: Final = frozenset({"left", "center", "right", "justify"})
FIG: Final = "fig"
GRAPHIC: Final = "graphic"
ALT_TEXT: Final = "alt-text"
MIMETYPE: Final = "mimetype"
MIME_SUBTYPE: Final = "mime-subtype"
NO_ALT: Final = "null"
"""What JATS4R asks for as the alternative text of a decorative image: https://jats4r.org/accessibility"""
_DECORATIVE: Final = "decorative"
_SCOPES: Final = MappingProxyType({THEAD: "col", TBODY: "row"})


def write_table(table: Table, notes: str, out: Writing) -> str:
    """A table; `notes` is the markup of the blocks below it."""
    caption = wrap(CAPTION, wrap(TITLE, write_phrases(table.caption, out, BREAK_MARKUP))) if table.caption else ""
    head = _write_rows(THEAD, table.header, out) if table.header else ""
    body = _write_rows(TBODY, table.rows, out)
    inner = caption + wrap(TABLE, head + body) + (wrap(TABLE_FOOT, notes) if notes else "")
    return wrap(TABLE_WRAP, inner, attribute(ID, out.new_id(TABLE_PREFIX)))  # some tools skip tables without an id


def read_table(element: _Element, notes: Blocks, reading: Reading) -> Block | None:
    """What `write_table` wrote; `notes` are the blocks of its foot."""
    title = element.find(f"{CAPTION}/{TITLE}")
    table = child_of(element, TABLE)
    if table is None:
        reading.lose(element, "no-table", f"this {TABLE_WRAP} holds no {TABLE}; it is left out")
        return None
    return reading.block(
        element,
        lambda: Table(
            _read_rows(child_of(table, TBODY), reading),
            header=_read_rows(child_of(table, THEAD), reading),
            caption=() if title is None else read_phrases(title, reading),
            notes=notes,
        ),
    )


def write_figure(figure: Figure, out: Writing) -> str:
    """An image with its caption."""
    caption = wrap(CAPTION, wrap(P, write_phrases(figure.caption, out))) if figure.caption else ""
    media = ""
    if figure.media_type is not None:
        kind, _, subtype = figure.media_type.partition("/")
        media = attribute(MIMETYPE, kind) + attribute(MIME_SUBTYPE, subtype)
    decorative = attribute(SPECIFIC_USE, _DECORATIVE) if figure.alt == "" else ""
    alternative = optional(ALT_TEXT, NO_ALT if decorative else figure.alt)
    graphic = wrap(GRAPHIC, alternative, attribute(HREF, figure.src) + media + decorative)
    return wrap(FIG, caption + graphic, attribute(ID, out.new_id(FIGURE_PREFIX)))


def read_figure(element: _Element, reading: Reading) -> Block | None:
    """What `write_figure` wrote. The caption of an image that the model cannot hold becomes a paragraph."""
    paragraph = element.find(f"{CAPTION}/{P}")
    caption: Phrases = () if paragraph is None else read_phrases(paragraph, reading)
    graphic = child_of(element, GRAPHIC)
    if graphic is None:
        reading.lose(element, "no-image", "this figure holds no image; its caption is kept")
        return Paragraph(caption) if caption else None
    alt = text_in(graphic, ALT_TEXT)
    media = (graphic.get(MIMETYPE), graphic.get(MIME_SUBTYPE))
    try:
        return Figure(
            graphic.get(HREF_KEY) or "",
            alt="" if graphic.get(SPECIFIC_USE) == _DECORATIVE else alt,
            caption=caption,
            media_type="/".join(filter(None, media)) if all(media) else None,
        )
    except InvalidNodeError as error:
        reading.lose(graphic, "image", f"{error}; the image is left out, its caption kept")
        return Paragraph(caption) if caption else None


def _write_rows(group: str, rows: tuple[Row, ...], out: Writing) -> str:
    scope = _SCOPES[group]
    lines = [wrap(TR, "".join([_write_cell(cell, scope, out) for cell in row.cells])) for row in rows]
    return wrap(group, "".join(lines))


def _read_rows(group: _Element | None, reading: Reading) -> tuple[Row, ...]:
    if group is None:
        return ()
    return tuple(Row(tuple(_read_cell(cell, reading) for cell in row)) for row in group)


def _write_cell(cell: Cell, scope: str, out: Writing) -> str:
    attributes = f' scope="{scope}"' if cell.header else ""
    if cell.align is not None:
        attributes += f' {ALIGN}="{cell.align}"'
    if cell.colspan > 1:
        attributes += f' {COLSPAN}="{cell.colspan}"'
    if cell.rowspan > 1:
        attributes += f' {ROWSPAN}="{cell.rowspan}"'
    only = only_claim(cell.content)
    # A claim as a paragraph: more tools show its words than those of `named-content` in a cell.
    inner = write_inlines(cell.content, out, BREAK_MARKUP) if only is None else write_claim(only, out, P)
    return wrap(TH if cell.header else TD, inner, attributes)


def _read_cell(element: _Element, reading: Reading) -> Cell:
    align = element.get(ALIGN)
    only = element[0] if len(element) == 1 else None
    if (
        only is not None
        and only.tag == P
        and only.get(CONTENT_TYPE) == CLAIM
        and not (has_words(element.text) or has_words(only.tail))
    ):
        claim = read_claim(only, reading)
        content: Inlines = (claim,)
        depth = claim._depth  # noqa: SLF001
    else:
        content, depth = read_inlines(element, reading)
    return make.cell(
        content,
        depth,
        header=element.tag == TH,
        colspan=_span(element, COLSPAN),
        rowspan=_span(element, ROWSPAN),
        align=align if align in ALIGNMENTS else None,  # type: ignore[arg-type]  # mypy does not narrow by frozenset
    )


def _span(element: _Element, name: str) -> int:
    value = element.get(name)
    if value is None:
        return 1
    if not value.strip().isdecimal() or len(value) > 9:
        raise InvalidNodeError(f"{name} is {value!r}; it must be a whole number from 1")
    return int(value)
