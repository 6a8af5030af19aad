"""Tables and figures of other people's articles, made to fit the model's grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._blocks import ATTRIB
from clinanswer.jats._foreign_claims import with_claims
from clinanswer.jats._foreign_context import collapse, local, words_of
from clinanswer.jats._foreign_inline import phrases, read_phrases, token, tokens
from clinanswer.jats._names import HREF_KEY, TITLE, P
from clinanswer.jats._tables import (
    ALIGN,
    ALIGNMENTS,
    ALT_TEXT,
    CAPTION,
    COLSPAN,
    MIME_SUBTYPE,
    MIMETYPE,
    NO_ALT,
    ROWSPAN,
    TABLE,
    TD,
    TH,
    THEAD,
    TR,
)
from clinanswer.model import Cell, Figure, LineBreak, Paragraph, Row, Strong, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from clinanswer.jats._foreign_citations import Token
    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Block, Blocks, Inline, Phrase

__all__ = ["caption", "read_figure", "read_tables"]

_MAX_SPAN: Final = 1000
_MAX_GRID: Final = 250_000
_LABEL: Final = "label"
_GRAPHIC: Final = "graphic"
# Of the OASIS table model, which JATS takes too: https://www.oasis-open.org/specs/tm9901.html
_ROW, _ENTRY, _COLSPEC, _SPANSPEC = "row", "entry", "colspec", "spanspec"
_ROWS: Final = frozenset({TR, _ROW})
_CELLS: Final = frozenset({TD, TH, _ENTRY})
_IN_TABLE: Final = frozenset({TR, _ROW, _COLSPEC, _SPANSPEC, THEAD, "tbody", "tfoot"})
_IN_CELL: Final = frozenset(
    {"p", "list", "list-item", "disp-quote", "def-list", "def-item", "term", "def", "verse-line"}
)


def caption(element: _Element, reading: Foreign) -> list[Phrase]:
    """Label, title and text of a caption in one line (`Table 1. Doses. Per day.`)."""
    line: list[Token] = []
    label = element.find(_LABEL)
    if label is not None:
        line += [*read_phrases(label, reading), " "]
    for each in element.iterchildren(CAPTION):
        line += [reading.text(collapse(each.text or ""), each)]
        for part in each:
            if local(part) not in {TITLE, P}:
                reading.lose(part, "unknown-element", f"{local(part)} has no place in a caption; its text is kept")
            line += [*read_phrases(part, reading), " ", reading.text(collapse(part.tail or ""), each)]
    return phrases(line, reading)


# ------------------------------------------------------------------------------------------------- tables


def read_tables(element: _Element, notes: Blocks, reading: Foreign) -> list[Block]:
    """The tables in a `table-wrap`; its caption goes with the first, its notes with the last."""
    words = caption(element, reading)
    found = [each for each in element.iter() if local(each) == TABLE and (each is element or _outermost(each, element))]
    if not found:
        reading.lose(element, "no-table", "a table that is an image or formula is left out, its words kept")
        images = [block for each in images_of(element) for block in _image_words(each, reading)]
        return [*([Paragraph(with_claims(words, reading, whole=False))] if words else []), *images, *notes]
    for graphic in element.iter():
        if local(graphic) == _GRAPHIC and _outermost(graphic, element):
            reading.lose(graphic, "image", "the image of a table is left out beside the table itself")
            if words_of(graphic):
                reading.keep(graphic, "the words of the image of a table")
    grids = []
    lines: list[Block] = []
    for each in found:
        grid = _groups(each, reading)
        if grid is None:
            reading.lose(each, "too-big", f"a table of more than {_MAX_GRID:,} places is kept as lines of text")
            rows_in = (row for row in each.iter() if local(row) in _ROWS)
            lines += [Paragraph(line) for row in rows_in if (line := " ".join(filter(None, map(reading.words, row))))]
            continue
        header, rows = grid
        if header or rows:
            grids.append((each, header if rows else (), rows or header))
        else:
            reading.lose(each, "empty-table", "a table without rows is left out")
    blocks: list[Block] = []
    for position, (each, header, rows) in enumerate(grids):
        first, last = position == 0, position == len(grids) - 1
        made = reading.block(
            each,
            lambda rows=rows, header=header, first=first, last=last: Table(  # type: ignore[misc]
                rows, header=header, caption=words if first else (), notes=notes if last else ()
            ),
        )
        blocks += () if made is None else (made,)
    return [*blocks, *lines] if blocks else [*([Paragraph(words)] if words else []), *lines, *notes]


def _outermost(element: _Element, wrap: _Element) -> bool:
    """Whether no table stands between an element and what wraps it."""
    between = next(each for each in element.iterancestors() if each is wrap or local(each) == TABLE)
    return between is wrap


def _groups(table: _Element, reading: Foreign) -> tuple[tuple[Row, ...], tuple[Row, ...]] | None:
    """The header rows and the body rows, every one as wide as the widest. No cell reaches out of its row group.

    None for a table that would cover more places than any that people read.
    """
    heads: list[list[_Element]] = []
    bodies: list[list[_Element]] = [[]]
    feet: list[list[_Element]] = []
    columns: dict[str, int] = {}
    spans: dict[str, _Element] = {}
    for group in _row_groups(table, reading):
        tag = local(group)
        if tag == _COLSPEC:
            columns.setdefault(group.get("colname") or f"#{len(columns)}", len(columns))
        elif tag == _SPANSPEC:
            spans[group.get("spanname") or ""] = group
        elif tag in _ROWS:
            bodies[-1].append(group)
        else:
            kind = heads if tag == THEAD else feet if tag == "tfoot" else bodies
            kind.append(_rows_of(group))
    parts = (heads, [*bodies, *feet])
    cells = [[[_cells(row, columns, spans, reading) for row in rows] for rows in groups] for groups in parts]
    listed = [row for groups in cells for rows in groups for row in rows]
    if sum(wide * tall for row in listed for _, wide, tall in row) > _MAX_GRID:
        return None
    grids = [[_place(rows) for rows in groups] for groups in cells]
    width = max((wide for placed in grids for _, wide in placed), default=0)
    if width * len(listed) > _MAX_GRID:
        return None
    header, rows = (tuple(row for placed, _ in groups for row in _filled(placed, width)) for groups in grids)
    if len(header) + len(rows) < sum(map(len, [*heads, *bodies, *feet])):
        reading.lose(table, "empty-row", "table rows without cells are left out")
    return header, rows


def _row_groups(table: _Element, reading: Foreign) -> Iterator[_Element]:
    """Groups, rows and column definitions, of XHTML tables and of OASIS tables (in `tgroup`)."""
    for each in table:
        tag = local(each)
        if tag == "tgroup":
            yield from _row_groups(each, reading)
        elif tag in _IN_TABLE:
            yield each
        elif tag not in {"col", "colgroup"}:
            reading.keep(each, f"{tag} of a table")


def _rows_of(group: _Element) -> list[_Element]:
    """The rows of a group; cells without a row, which no table may have, are the first."""
    loose = [group] if any(local(each) in _CELLS for each in group) else []
    return [*loose, *(each for each in group if local(each) in _ROWS)]


def _cells(
    row: _Element, columns: dict[str, int], spans: dict[str, _Element], reading: Foreign
) -> list[tuple[Cell, int, int]]:
    """The cells of a row, each with the columns and rows that it claims to cover."""
    cells = []
    for element in row:
        if local(element) in _ROWS | {_COLSPEC}:
            continue
        if local(element) not in _CELLS:
            reading.keep(element, f"{local(element)} of a table row")
            continue
        align = element.get(ALIGN)
        cell = Cell(
            _cell_content(element, reading),
            header=local(element) == TH,
            align=align if align in ALIGNMENTS else None,  # type: ignore[arg-type]  # mypy does not narrow by frozenset
        )
        wide, tall = _span(element.get(COLSPAN) or "1"), _span(element.get(ROWSPAN) or "1")
        if local(element) == _ENTRY:
            span = spans.get(element.get("spanname") or "", element)
            first, last = columns.get(span.get("namest") or ""), columns.get(span.get("nameend") or "")
            wide = last - first + 1 if first is not None and last is not None and first < last else 1
            tall = _span(element.get("morerows") or "0", least=0) + 1
        cells.append((cell, wide, tall))
    return cells


def _span(value: str, *, least: int = 1) -> int:
    return min(max(int(value), least), _MAX_SPAN) if value.strip().isdecimal() and len(value) < 9 else least


def _place(rows: list[list[tuple[Cell, int, int]]]) -> tuple[list[list[tuple[int, Cell, int, int]]], int]:
    """Every cell at its column with spans that overlap nothing, and the width of the whole.

    Rows that have no cell of their own go: the model has no such rows. Spans that reach over them shrink.
    """
    rows = [row for row in rows if row]
    placed: list[list[tuple[int, Cell, int, int]]] = []
    below: dict[int, int] = {}  # column -> how many rows a cell from above still covers
    width = 0
    for number, row in enumerate(rows):
        covered = set(below)
        below = {column: left - 1 for column, left in below.items() if left > 1}
        line = []
        column = 0
        for cell, colspan, rowspan in row:
            while column in covered:
                column += 1
            wide = next((wide for wide in range(1, colspan) if column + wide in covered), colspan)
            tall = min(rowspan, len(rows) - number)
            line.append((column, cell, wide, tall))
            if tall > 1:
                below.update(dict.fromkeys(range(column, column + wide), tall - 1))
            column += wide
        placed.append(line)
        width = max(width, column, *(each + 1 for each in covered))
    return placed, width


def _filled(placed: list[list[tuple[int, Cell, int, int]]], width: int) -> tuple[Row, ...]:
    """Rows of one width: gaps become empty cells."""
    rows = []
    below: dict[int, int] = {}
    for line in placed:
        covered = set(below)
        below = {column: left - 1 for column, left in below.items() if left > 1}
        cells: list[Cell] = []
        column = 0
        for start, cell, wide, tall in [*line, (width, None, 0, 0)]:
            while column < start:
                if column in covered:
                    column += 1
                    continue
                gap = next((gap for gap in range(1, start - column) if column + gap in covered), start - column)
                gap = min(gap, _MAX_SPAN)
                cells.append(Cell((), colspan=gap))
                column += gap
            if cell is not None:
                cells.append(Cell(cell.content, header=cell.header, align=cell.align, colspan=wide, rowspan=tall))
                column += wide
                if tall > 1:
                    below.update(dict.fromkeys(range(start, start + wide), tall - 1))
        rows.append(Row(cells))
    return tuple(rows)


def _cell_content(element: _Element, reading: Foreign) -> list[Inline]:
    """The text of a cell in one line; paragraphs and list items in it are parted by breaks."""
    return with_claims(phrases(_flat(element, reading), reading), reading, whole=True)


def _flat(element: _Element, reading: Foreign) -> list[Token]:
    if not any(local(child) in _IN_CELL for child in element):
        return tokens(element, reading)
    line: list[Token] = []
    for part in _parts(element, reading):
        content = phrases(part, reading)
        if content:
            line += [*([LineBreak()] if line else []), *content]
    return line


def _parts(element: _Element, reading: Foreign) -> Iterator[list[Token]]:
    """The lines of a cell: its paragraphs and items, and the runs of text between them."""
    run: list[Token] = [reading.text(collapse(element.text or ""), element)]
    for child in element:
        tag = local(child)
        if tag in _IN_CELL:
            yield run
            run = []
            if tag != "p":
                reading.lose(child, "in-cell", f"{tag} in a table cell is kept as lines of text")
            yield _flat(child, reading)
        else:
            run += token(child, reading)
        run.append(reading.text(collapse(child.tail or ""), element))
    yield run


# ------------------------------------------------------------------------------------------------ figures


def read_figure(element: _Element, reading: Foreign) -> list[Block]:
    """A figure. Its image can be kept only as a web address; its caption stays in any case."""
    words = caption(element, reading)
    graphic, *others = images_of(element) or (None,)
    for other in others:
        reading.lose(other, "image", "another image of a figure is left out")
    alt = next((each for part in (graphic, element) if part is not None for each in part.iterchildren(ALT_TEXT)), None)
    alternative = reading.words(alt)
    shown: list[Block] = []
    if graphic is not None:
        media = (graphic.get(MIMETYPE), graphic.get(MIME_SUBTYPE))
        try:
            shown = [
                Figure(
                    graphic.get(HREF_KEY) or "",
                    alt="" if alternative == NO_ALT else alternative,
                    caption=words,
                    media_type="/".join(filter(None, media)) if all(media) else None,
                )
            ]
        except InvalidNodeError:
            reading.lose(graphic, "image", "an image without a web address is left out, its caption kept")
    else:
        reading.lose(element, "no-image", "a figure without an image is kept as its caption")
    if not shown:
        line = _with_strong_label(words, element, reading)
        shown = [Paragraph(with_claims(line, reading, whole=False))] if line else []
        shown += [Paragraph(alternative)] if alternative and alternative != NO_ALT else []
    for each in element.iterchildren(ALT_TEXT):
        if each is not alt:
            reading.keep(each, "another alternative text of a figure")
    if graphic is not None:
        shown += _image_words(graphic, reading, read=alt)
    for other in others:
        shown += _image_words(other, reading)
    return shown


def images_of(element: _Element) -> list[_Element]:
    """The images directly in a figure or table, or in alternatives there."""
    own = (each for child in element for each in (child if local(child) == "alternatives" else (child,)))
    return [each for each in own if local(each) in {_GRAPHIC, "media"}]


def _image_words(image: _Element, reading: Foreign, read: _Element | None = None) -> list[Block]:
    """What an image says of itself, apart from what was `read`: caption, text that stands for it, attribution."""
    words = caption(image, reading)
    blocks: list[Block] = [Paragraph(with_claims(words, reading, whole=False))] if words else []
    for each in image:
        if local(each) in {ALT_TEXT, ATTRIB} and each is not read:
            reading.lose(each, "unknown-element", f"{local(each)} has no place; its text is a paragraph")
            content = read_phrases(each, reading)
            blocks += [Paragraph(content)] if content else []
        elif local(each) not in {ALT_TEXT, _LABEL, CAPTION}:
            reading.keep(each, f"{local(each)} of an image")
    return blocks


def _with_strong_label(words: list[Phrase], element: _Element, reading: Foreign) -> list[Phrase]:
    """A caption that stands without its figure, with the label in bold."""
    printed = reading.words(element.find(_LABEL))
    if printed and words and isinstance(words[0], str) and words[0].startswith(printed):
        return [Strong(printed), words[0][len(printed) :], *words[1:]]
    return words
