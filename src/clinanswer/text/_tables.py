"""Tables as pages print them: cells between tabs, or between upright bars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.model import Cell, Row, Table
from clinanswer.text._lines import Line, marker_of

if TYPE_CHECKING:
    from clinanswer.text._claims import ClaimMaker
    from clinanswer.text._report import Reporter

__all__ = ["read_table", "table_end"]

_RULE: Final = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_REFERENCES: Final = re.compile(
    r"(references?|refs?\.?|sources?|citations?|(supporting )?evidence|stud(y|ies))", re.IGNORECASE
)
_VALUE: Final = re.compile(r"[\d.,]+\s?(%|mg|g|mL|kg)?")


def table_end(lines: list[Line], start: int) -> int:
    """Where the table that begins at a line ends; `start` itself when none begins there."""
    end = start
    if separator := _separator(lines[start]):
        while end < len(lines) and (end == start or not lines[end].gap) and _separator(lines[end]) == separator:
            end += 1
    return end if end - start > 1 else start


def read_table(lines: list[Line], maker: ClaimMaker, reporter: Reporter) -> Table | None:
    """The table that these lines print; None when they hold nothing but rules."""
    separator = _separator(lines[0])
    rules = [at for at, line in enumerate(lines) if _RULE.fullmatch(line.text)]
    rows = [(line, _cells(line, separator)) for at, line in enumerate(lines) if at not in rules]
    _drop_margins([cells for _, cells in rows])
    width = max((len(cells) for _, cells in rows), default=0)
    if not width:
        return None
    for line, cells in rows:
        if len(cells) != width:
            reporter.unclear(
                "table-width", f"{width - len(cells)} empty cells added to a row of {len(cells)}", line.number
            )
            cells.extend([""] * (width - len(cells)))
    headed = len(rows) > 1 and (0 not in rules if rules else _is_header(rows[0][1], maker))
    names = rows[0][1] if headed else [""] * width
    if headed and not rules:
        reporter.unclear("table-header", "the table's first row is taken for its header", rows[0][0].number)
    labelled = headed and not names[0]  # nothing above them: the first column names the rows
    body = tuple(
        Row(
            tuple(
                _cell(cell, names[at], line.number, maker, label=labelled and at == 0) for at, cell in enumerate(cells)
            )
        )
        for line, cells in rows[headed:]
    )
    header = (Row(tuple(Cell(name, header=True) for name in names)),) if headed else ()
    return Table(body, header=header)


def _separator(line: Line) -> str | None:
    """What parts the cells of a line: a tab, a bar, or nothing."""
    text = line.text
    if text[0] == "|" or " | " in text:
        return "|"
    marker = marker_of(text)
    return "\t" if "\t" in text[marker.end if marker else 0 :] else None


def _cells(line: Line, separator: str | None) -> list[str]:
    """The cells. A tab before the first words may be indentation or the end of an empty cell: see `_drop_margins`."""
    text = line.text.removeprefix("|").removesuffix("|") if separator == "|" else "\t" * line.tabs + line.text
    return [cell.strip() for cell in text.split(separator)]


def _drop_margins(rows: list[list[str]]) -> None:
    """Take off the columns before the first and after the last that holds words."""
    filled = [[at for at, cell in enumerate(cells) if cell] for cells in rows]
    first = min((each[0] for each in filled if each), default=0)
    last = max((each[-1] for each in filled if each), default=-1)
    for cells in rows:
        cells[:] = cells[first : last + 1]


def _is_header(cells: list[str], maker: ClaimMaker) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(
        not (_VALUE.fullmatch(cell) or cell.endswith(".") or maker.has_citation(cell)) for cell in filled
    )


def _cell(text: str, name: str, line: int, maker: ClaimMaker, *, label: bool) -> Cell:
    if label:
        return Cell(text, header=True)
    if _REFERENCES.fullmatch(name) and (content := maker.reference_cell(text, line)):
        return Cell(content)
    return Cell(maker.item(text, line) if text else ())
