"""Block content (paragraphs, lists, tables, callouts, …) and the sections that hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from attrs import Factory, field, frozen

from clinanswer.errors import InvalidNodeError
from clinanswer.model._fields import (
    NODE,
    depth_of,
    image_source,
    many,
    nest,
    optional_alt,
    optional_identifier,
    optional_media_type,
    positive,
    some,
)
from clinanswer.model._node import Node
from clinanswer.model._text import type_name
from clinanswer.model.inline import Claim, Inlines, Phrases, to_inlines, to_phrases
from clinanswer.model.vocabularies import CalloutKind, NoticeKind, SectionRole

Alignment: TypeAlias = Literal["left", "center", "right", "justify"]
"""How the text of a table cell is set."""

_ALIGNMENTS: Final = ("left", "center", "right", "justify")
_MAX_SPAN: Final = 1000


def to_blocks(value: BlocksLike) -> Blocks:
    """Block content; a `str` or a claim becomes a paragraph of it."""
    if isinstance(value, BLOCK_CLASSES):
        return (value,)
    if isinstance(value, str | Claim):
        return () if value == "" else (Paragraph(value),)
    try:
        given = value if type(value) is tuple else tuple(value)
    except TypeError:
        raise InvalidNodeError(f"expected text, a claim, a block, or several, got {type_name(value)}") from None
    if all(isinstance(block, BLOCK_CLASSES) for block in given):
        return given  # type: ignore[return-value]
    return tuple(_to_block(item, position) for position, item in enumerate(given) if item != "")


def to_some_blocks(value: BlocksLike) -> Blocks:
    """As `to_blocks`; there must be one."""
    return some(to_blocks(value), "it needs at least one block")


def to_items(value: Iterable[ListItem]) -> tuple[ListItem, ...]:
    """One or more list items."""
    return some(many(value, ListItem), "a list needs an item")


def to_definitions(value: Iterable[Definition]) -> tuple[Definition, ...]:
    """One or more definitions."""
    return some(many(value, Definition), "a definition list needs a definition")


def to_cells(value: Iterable[Cell]) -> tuple[Cell, ...]:
    """One or more cells."""
    return some(many(value, Cell), "a row needs a cell")


def to_rows(value: Iterable[Row]) -> tuple[Row, ...]:
    """One or more rows."""
    return some(many(value, Row), "a table needs a row")


def to_header(value: Iterable[Row]) -> tuple[Row, ...]:
    """Header rows, or none."""
    return many(value, Row)


def to_sections(value: Iterable[Section]) -> tuple[Section, ...]:
    """Sections."""
    return many(value, Section)


def to_alignment(value: Alignment | None) -> Alignment | None:
    """An alignment, or None."""
    if value is not None and value not in _ALIGNMENTS:
        raise InvalidNodeError(f"{value!r} is not an alignment; use one of: {', '.join(_ALIGNMENTS)}")
    return value


def to_span(value: int) -> int:
    """How many columns or rows a cell covers, from 1 to 1000 (HTML's limit for columns)."""
    if positive(value) > _MAX_SPAN:
        raise InvalidNodeError(f"a cell spans at most {_MAX_SPAN}, got {value}")
    return value


def to_start(value: int) -> int:
    """The number of a list's first item, which browsers hold in 32 bits."""
    if type(value) is not int or not -(2**31) <= value < 2**31:
        raise InvalidNodeError(f"expected a whole number within 32 bits, got {value!r}")
    return value


_BLOCKS_DEPTH: Final[int] = Factory(lambda node: depth_of(node.blocks), takes_self=True)
_NESTED_BLOCKS: Final[int] = Factory(lambda node: nest(node, "blocks"), takes_self=True)


def table_depth(table: Table) -> int:
    """A table nests only around its notes, which alone can hold another table."""
    flat = max(map(depth_of, (table.rows, table.header, table.caption)))
    return max(flat, nest(table, "notes")) if table.notes else flat


_TABLE_DEPTH: Final[int] = Factory(table_depth, takes_self=True)
_NESTED_ITEMS: Final[int] = Factory(lambda node: nest(node, "items"), takes_self=True)


@frozen(**NODE)
class Paragraph(Node):
    """A paragraph of text and claims."""

    content: Inlines = field(converter=to_inlines)
    _depth: int = field(init=False, eq=False, default=Factory(lambda self: depth_of(self.content), takes_self=True))


@frozen(**NODE)
class ListItem(Node):
    """One item of a list: one or more blocks."""

    blocks: Blocks = field(converter=to_some_blocks)
    _depth: int = field(init=False, eq=False, default=_BLOCKS_DEPTH)


@frozen(**NODE)
class List(Node):
    """A list, with bullets or, when `ordered`, with numbers that begin at `start` (any whole number)."""

    items: tuple[ListItem, ...] = field(converter=to_items)
    ordered: bool = field(default=False, kw_only=True)
    start: int = field(default=1, kw_only=True, converter=to_start)
    _depth: int = field(init=False, eq=False, default=_NESTED_ITEMS)


@frozen(**NODE)
class Definition(Node):
    """A term and what it means."""

    term: Phrases = field(converter=to_phrases)
    blocks: Blocks = field(converter=to_blocks)
    _depth: int = field(
        init=False,
        eq=False,
        default=Factory(lambda self: max(depth_of(self.term), depth_of(self.blocks)), takes_self=True),
    )


@frozen(**NODE)
class DefinitionList(Node):
    """Terms with their definitions."""

    items: tuple[Definition, ...] = field(converter=to_definitions)
    _depth: int = field(init=False, eq=False, default=_NESTED_ITEMS)


@frozen(**NODE)
class Cell(Node):
    """One cell of a table; it may cover several columns and rows."""

    content: Inlines = field(converter=to_inlines)
    header: bool = field(default=False, kw_only=True)
    colspan: int = field(default=1, kw_only=True, converter=to_span)
    rowspan: int = field(default=1, kw_only=True, converter=to_span)
    align: Alignment | None = field(default=None, kw_only=True, converter=to_alignment)
    _depth: int = field(init=False, eq=False, default=Factory(lambda self: depth_of(self.content), takes_self=True))


@frozen(**NODE)
class Row(Node):
    """One row of a table."""

    cells: tuple[Cell, ...] = field(converter=to_cells)
    _depth: int = field(init=False, eq=False, default=Factory(lambda self: depth_of(self.cells), takes_self=True))


@frozen(**NODE)
class Table(Node):
    """A table: body `rows`, `header` rows above them, a caption, and notes below.

    Raises:
        InvalidNodeError: rows of different width, cells that overlap, or a cell that reaches below its group of rows.
    """

    rows: tuple[Row, ...] = field(converter=to_rows)
    header: tuple[Row, ...] = field(default=(), kw_only=True, converter=to_header)
    caption: Phrases = field(default=(), kw_only=True, converter=to_phrases)
    notes: Blocks = field(default=(), kw_only=True, converter=to_blocks)
    _depth: int = field(init=False, eq=False, default=_TABLE_DEPTH)

    def __attrs_post_init__(self) -> None:
        if problem := grid_problem(self.header, self.rows):
            raise InvalidNodeError(problem[1], f"Table.{problem[0]}")


@frozen(**NODE)
class Callout(Node):
    """A boxed text that stands out from the running text."""

    kind: CalloutKind
    blocks: Blocks = field(converter=to_some_blocks)
    title: Phrases = field(default=(), kw_only=True, converter=to_phrases)
    _depth: int = field(
        init=False, eq=False, default=Factory(lambda self: nest(self, "blocks", "title"), takes_self=True)
    )


@frozen(**NODE)
class Quote(Node):
    """Another's words. `ref` is the `Reference.id` of their source."""

    blocks: Blocks = field(converter=to_some_blocks)
    attribution: Phrases = field(default=(), kw_only=True, converter=to_phrases)
    ref: str | None = field(default=None, kw_only=True, converter=optional_identifier)
    _depth: int = field(
        init=False,
        eq=False,
        default=Factory(lambda self: nest(self, "blocks", "attribution"), takes_self=True),
    )


@frozen(**NODE)
class Figure(Node):
    """An image, by https address or as a `data:image/…` URL. `alt` None is unknown, `""` decorative."""

    src: str = field(converter=image_source)
    alt: str | None = field(default=None, kw_only=True, converter=optional_alt)
    caption: Phrases = field(default=(), kw_only=True, converter=to_phrases)
    media_type: str | None = field(default=None, kw_only=True, converter=optional_media_type)
    _depth: int = field(init=False, eq=False, default=Factory(lambda self: depth_of(self.caption), takes_self=True))


@frozen(**NODE)
class Section(Node):
    """A titled part of the answer, with blocks and then subsections."""

    title: Phrases = field(default=(), converter=to_phrases)
    blocks: Blocks = field(default=(), converter=to_blocks)
    sections: tuple[Section, ...] = field(default=(), converter=to_sections)
    id: str | None = field(default=None, kw_only=True, converter=optional_identifier)
    role: SectionRole | None = field(default=None, kw_only=True)
    _depth: int = field(
        init=False,
        eq=False,
        default=Factory(lambda self: nest(self, "title", "blocks", "sections"), takes_self=True),
    )

    def _repr_html_(self) -> str:
        from clinanswer.notebook import html

        return html(self)


@frozen(**NODE)
class Disclaimer(Node):
    """What limits the answer's use or its publisher's liability."""

    blocks: Blocks = field(converter=to_blocks)
    title: Phrases = field(default=(), kw_only=True, converter=to_phrases)
    _depth: int = field(init=False, eq=False, default=_BLOCKS_DEPTH)


@frozen(**NODE)
class Notice(Node):
    """What the page tells its reader about itself: its board, its purpose, a pending review."""

    kind: NoticeKind
    blocks: Blocks = field(converter=to_blocks)
    title: Phrases = field(default=(), kw_only=True, converter=to_phrases)
    url: str | None = field(default=None, kw_only=True)
    _depth: int = field(init=False, eq=False, default=_BLOCKS_DEPTH)


Block: TypeAlias = Paragraph | List | DefinitionList | Table | Callout | Quote | Figure
"""What stands on lines of its own."""
Blocks: TypeAlias = tuple[Block, ...]
BlocksLike: TypeAlias = str | Claim | Block | Iterable[str | Claim | Block]
"""What a constructor takes for blocks: a `str` or claim (a paragraph of it), one block, or several."""

BLOCK_CLASSES: Final = (Paragraph, List, DefinitionList, Table, Callout, Quote, Figure)


def grid_problem(header: tuple[Row, ...], rows: tuple[Row, ...]) -> tuple[str, str] | None:
    """The part of a table (`header[0]`, `rows[2].cells[1]`) whose spans or width are wrong and why, or None."""
    width: int | None = None
    for name, group in (("header", header), ("rows", rows)):
        below: dict[int, int] = {}  # column -> how many rows a cell from above still covers
        for position, row in enumerate(group):
            place = f"{name}[{position}]"
            if below or any(cell.rowspan > 1 for cell in row.cells):
                covered = set(below)
                below = {column: left - 1 for column, left in below.items() if left > 1}
                if overlap := _place_cells(row, covered, below):
                    return f"{place}{overlap}", "the cell overlaps one that reaches down from a row above"
                if len(covered) != max(covered) + 1:
                    return place, "the row leaves a column empty beside a cell that reaches down from a row above"
                columns = len(covered)
            else:  # as most rows are: nothing reaches into it or out of it
                columns = sum(cell.colspan for cell in row.cells)
            if width is None:
                width = columns
            elif width != columns:
                return place, f"the row is {columns} columns wide, the rows above it {width}"
        if below:
            return f"{name}[{len(group) - 1}]", "a cell's rowspan reaches below the last row"
    return None


def _place_cells(row: Row, covered: set[int], below: dict[int, int]) -> str | None:
    """Put a row's cells into the free columns and note what they cover below; the result is a cell that overlaps."""
    column = 0
    for number, cell in enumerate(row.cells):
        while column in covered:
            column += 1
        columns = range(column, column + cell.colspan)
        if not covered.isdisjoint(columns):
            return f".cells[{number}]"
        covered.update(columns)
        if cell.rowspan > 1:
            below.update(dict.fromkeys(columns, cell.rowspan - 1))
        column += cell.colspan
    return None


def claims_in(blocks: Blocks) -> Iterator[Claim]:
    """Every claim in block content, in document order."""
    for block in blocks:
        match block:
            case Paragraph(content):
                yield from (node for node in content if isinstance(node, Claim))
            case List(items):
                for item in items:
                    yield from claims_in(item.blocks)
            case DefinitionList(items):
                for definition in items:
                    yield from claims_in(definition.blocks)
            case Table():
                for row in (*block.header, *block.rows):
                    for cell in row.cells:
                        yield from (node for node in cell.content if isinstance(node, Claim))
                yield from claims_in(block.notes)
            case Callout() | Quote():
                yield from claims_in(block.blocks)
            case Figure():
                pass


def _to_block(item: object, position: int) -> Block:
    if isinstance(item, BLOCK_CLASSES):
        return item
    if isinstance(item, str | Claim):
        return Paragraph(item)
    raise InvalidNodeError(f"expected text, a claim or a block, got {type_name(item)}", f"[{position}]")
