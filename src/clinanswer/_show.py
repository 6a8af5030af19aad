"""A document in the terminal: with styles where rich is installed and the terminal has them, plain else."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Final, assert_never

from attrs import frozen

from clinanswer._walk import index, iter_claims
from clinanswer.model import (
    Block,
    Callout,
    ClinicalAnswer,
    DefinitionList,
    Figure,
    List,
    Paragraph,
    Quote,
    ReviewStatus,
    Section,
    Table,
    plain_text,
)
from clinanswer.text import BlockWriter, write_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["STYLES", "Row", "rows", "show"]

_MAX_WIDTH: Final = 100
STYLES: Final = {
    "question": "italic",
    "title": "bold",
    "heading": "bold cyan",
    "quiet": "dim",
    "warning": "yellow",
    "text": "",
}


@frozen
class Row:
    """A line to show, not yet broken: its style, its indentation, and what stands before its first line."""

    text: str
    style: str = "text"
    indent: int = 0
    marker: str = ""


def show(doc: ClinicalAnswer, *, plain: bool = False) -> None:
    """Print the document, as wide as the terminal but at most 100 columns."""
    width = min(shutil.get_terminal_size((_MAX_WIDTH, 24)).columns, _MAX_WIDTH)
    put = _plain_printer if plain or not sys.stdout.isatty() else _styled_printer()
    for row in rows(doc):
        for line in _broken(row, width):
            put(line, row.style)


def rows(doc: ClinicalAnswer) -> Iterator[Row]:
    """Everything that is shown of a document."""
    writer = BlockWriter(reference.id for reference in doc.references)
    yield Row(doc.question.text, "question")
    yield Row("")
    if doc.title:
        yield Row(plain_text(doc.title), "title")
    yield from _facts(doc)
    for notice in doc.notices:
        yield Row(" — ".join(plain_text(notice).splitlines()), "quiet")
    yield Row("")
    yield from _blocks(doc.answer, writer, 0)
    for section in doc.sections:
        yield from _section(section, writer, 0)
    if doc.references:
        yield Row("")
        yield Row("References", "heading")
    for reference in doc.references:
        entry = write_entry(reference)
        marker = f"{writer.label(reference.id)}. "
        yield Row(entry or "unresolved: the source does not print it", "text" if entry else "warning", 0, marker)
    if doc.related_questions:
        yield Row("")
        yield Row("Related questions", "heading")
    for question in doc.related_questions:
        yield Row(question.text, marker="• ")
    for disclaimer in doc.disclaimers:
        yield Row("")
        yield Row(plain_text(disclaimer.title) or "Disclaimer", "heading")
        yield from _blocks(disclaimer.blocks, writer, 0)


def _facts(doc: ClinicalAnswer) -> Iterator[Row]:
    claims = list(iter_claims(doc))
    uncited = len(index(doc).uncited)
    status = doc.review.status
    said = "not stated" if status is ReviewStatus.UNKNOWN else status.replace("-", " ")
    updated = f" · updated {doc.updated}" if doc.updated else ""
    yield Row(f"Review: {said}{updated}", "quiet" if status is ReviewStatus.APPROVED else "warning")
    counts = f"{len(claims)} claims · {len(doc.references)} references"
    yield Row(f"{counts} · {uncited} claims without a citation" if uncited else counts, "quiet")


def _section(section: Section, writer: BlockWriter, level: int) -> Iterator[Row]:
    yield Row("")
    yield Row(plain_text(section.title), "heading", 2 * level)
    yield from _blocks(section.blocks, writer, 2 * level)
    for below in section.sections:
        yield from _section(below, writer, level + 1)


def _blocks(blocks: Iterable[Block], writer: BlockWriter, indent: int) -> Iterator[Row]:
    for block in blocks:
        match block:
            case Paragraph(content):
                yield Row(writer.inline(content), indent=indent)
            case List(items):
                for number, item in enumerate(items, block.start):
                    yield from _item(f"{number}. " if block.ordered else "• ", item.blocks, writer, indent)
            case DefinitionList(items):
                for definition in items:
                    yield Row(writer.inline(definition.term), "title", indent)
                    yield from _blocks(definition.blocks, writer, indent + 2)
            case Table():
                yield from (Row(line, indent=indent) for line in writer.lines((block,)) if line)
            case Callout(kind, inner):
                yield Row(f"{kind.upper()} {plain_text(block.title)}", "warning", indent)
                yield from _blocks(inner, writer, indent + 2)
            case Quote(inner):
                yield from _blocks(inner, writer, indent + 4)
                yield Row(f"— {plain_text(block.attribution)}", "quiet", indent + 4)
            case Figure():
                yield Row(f"Figure: {plain_text(block)} ({block.src[:80]})", "quiet", indent)
            case _:
                assert_never(block)


def _item(marker: str, blocks: Iterable[Block], writer: BlockWriter, indent: int) -> Iterator[Row]:
    """A list item: its marker stands before the first line of what it holds."""
    inner = _blocks(blocks, writer, indent + len(marker))
    for row in inner:
        yield Row(row.text, row.style, indent, marker + row.marker) if marker else row
        marker = ""


def _broken(row: Row, width: int) -> list[str]:
    lead = " " * row.indent
    lines: list[str] = []
    for part in row.text.split("\n"):
        first = lead + (row.marker if not lines else " " * len(row.marker))
        lines += textwrap.wrap(
            part,
            max(width, len(first) + 20),
            initial_indent=first,
            subsequent_indent=lead + " " * len(row.marker),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [first.rstrip()]
    return lines


def _plain_printer(line: str, _style: str) -> None:
    print(line)


def _styled_printer() -> Callable[[str, str], None]:
    try:
        from rich.console import Console
        from rich.text import Text
    except ImportError:  # the extra is not installed, and not needed
        return _plain_printer
    console = Console(highlight=False)

    def put(line: str, style: str) -> None:
        text = Text(line, STYLES[style])
        text.highlight_regex(r"\[[\d, ]+\]", "blue")
        console.print(text, soft_wrap=True)

    return put
