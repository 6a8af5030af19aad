"""The lines that blocks are in page text, and the numbers that their citations are printed with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, assert_never

from clinanswer.model import (
    Block,
    Callout,
    Cite,
    Claim,
    DefinitionList,
    Figure,
    Inline,
    LineBreak,
    List,
    Paragraph,
    Quote,
    Row,
    Table,
)
from clinanswer.text._headings import is_title_case
from clinanswer.text._lines import Line
from clinanswer.text._title import is_bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["BlockWriter", "flat"]

_INDENT: Final = "  "
_BREAK: Final = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_WHITE: Final = re.compile(r"\s")
_NAMED_TABLE: Final = re.compile(r"table \d", re.IGNORECASE)  # a heading that the table after it takes for its caption
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


def flat(text: str) -> str:
    """The text on one line. Spaces that do not break, and those of other widths, stay as they are."""
    return _BREAK.sub(" ", text).strip()


class BlockWriter:
    """Writes blocks; knows the printed number of every reference."""

    def __init__(self, references: Iterable[str]) -> None:
        ids = list(references)
        named = all(map(_NUMBER.fullmatch, ids))
        self._labels = {ref: ref if named else str(place) for place, ref in enumerate(ids, 1)}
        self._named = named

    def label(self, ref: str) -> str:
        """The number of a reference; one that is not in the list gets the next that is free."""
        if ref not in self._labels:
            own = self._named and _NUMBER.fullmatch(ref)
            self._labels[ref] = ref if own else str(max(map(int, self._labels.values()), default=0) + 1)
            self._named = self._named and bool(own)
        return self._labels[ref]

    def lines(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Blocks at the top: a blank line after each. What would read as a heading is indented."""
        for block in blocks:
            for line in self._block(block):
                yield _INDENT + line if _reads_as_heading(line) else line
            yield ""

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(content):
                yield self.inline(content)
            case List(items):
                for number, item in enumerate(items, block.start):
                    yield from self._item(f"{number}. " if block.ordered else "• ", item.blocks)
            case DefinitionList(items):
                for definition in items:
                    yield from self._item(f"• {self.inline(definition.term)} ", definition.blocks)
            case Table():
                if caption := self.inline(block.caption):
                    yield caption if _NAMED_TABLE.match(caption) else _INDENT + caption
                yield from self._table(block)
                yield from self._inner(block.notes)
            case Callout(kind, blocks):
                title = self.inline(block.title)
                yield _INDENT + kind.value.replace("-", " ").capitalize() + (f": {title}" if title else "")
                yield ""
                yield from self._inner(blocks)
            case Quote(blocks):
                yield from self._inner(blocks)
                if source := self._source(block):
                    yield f"{_INDENT}— {source}"
            case Figure():
                yield _INDENT + " ".join(filter(None, ("Figure:", flat(block.alt or ""), self.inline(block.caption))))
            case _:
                assert_never(block)

    def _inner(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self._block(block)
            yield ""

    def _item(self, marker: str, blocks: Iterable[Block]) -> Iterator[str]:
        """A list item: what follows its first line is indented below it."""
        lead: str | None = _INDENT + marker
        for block in blocks:
            if isinstance(block, Paragraph) and lead is None:
                yield ""  # or it would read as the end of the paragraph before it
            for line in self._block(block):
                if lead is not None:
                    yield lead + line.strip()
                    lead = None
                else:
                    yield _INDENT + line if line else ""
        if lead is not None:
            yield lead

    def _source(self, quote: Quote) -> str:
        number = f"[{self.label(quote.ref)}]" if quote.ref else ""
        return f"{self.inline(quote.attribution)} {number}".strip()

    def _table(self, table: Table) -> Iterator[str]:
        """Cells between bars, or between tabs where a cell holds a bar. The rule says where the header ends."""
        header, body = self._grid(table.header), self._grid(table.rows)
        barred = not any("|" in cell for row in (*header, *body) for cell in row)
        rule = [["---"] * len(body[0])]
        for row in (*header, *rule, *body) if barred else (*header, *body):
            yield f"| {' | '.join(row)} |" if barred else "\t".join(row)

    def _grid(self, rows: tuple[Row, ...]) -> list[list[str]]:
        """The words of every column of every row: those of a cell that covers several stand in the first."""
        below: dict[int, int] = {}  # column -> how many rows a cell from above still covers
        grid: list[list[str]] = []
        for row in rows:
            words: dict[int, str] = {column: "" for column, left in below.items() if left}
            below = {column: left - 1 for column, left in below.items() if left > 1}
            column = 0
            for cell in row.cells:
                while column in words:
                    column += 1
                words[column] = self.inline(cell.content)
                for covered in range(column, column + cell.colspan):
                    words.setdefault(covered, "")
                    if cell.rowspan > 1:
                        below[covered] = cell.rowspan - 1
            grid.append([words[column] for column in sorted(words)])
        return grid

    def inline(self, content: Iterable[Inline]) -> str:
        """Phrases and claims on one line, each group of citations after the word that it touches."""
        words: list[str] = []
        waiting: list[str] = []  # groups that wait for the end of the word, or of the claim
        for piece in self._pieces(content):
            if isinstance(piece, Cite):
                waiting.append(f" [{', '.join(self.label(citation.ref) for citation in piece.citations)}]")
                continue
            space = _WHITE.search(piece)
            if waiting and (space or piece is _EDGE):
                at = space.start() if space else 0
                words += [piece[:at], *waiting, piece[at:]]
                waiting.clear()
            else:
                words.append(piece)
        return flat("".join([*words, *waiting]))

    def _pieces(self, content: Iterable[Inline]) -> Iterator[str | Cite]:
        for node in content:
            if isinstance(node, str | Cite):
                yield node
            elif isinstance(node, LineBreak):
                yield "\n"
            elif isinstance(node, Claim):
                yield _EDGE
                yield from self._pieces(node.content)
                yield _EDGE
            else:
                yield from self._pieces(node.content)


_EDGE: Final = ""
"""Where a claim begins and ends. Text in a document is never empty."""


def _reads_as_heading(line: str) -> bool:
    if not line.strip() or line.startswith((_INDENT, "|")) or _NAMED_TABLE.match(line) or not is_bare(Line(0, 0, line)):
        return False
    return "[" not in line or is_title_case(line)
