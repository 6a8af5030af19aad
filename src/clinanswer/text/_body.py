"""The body of a page, between its title and its tail: headings, paragraphs, lists and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import define, evolve, frozen

from clinanswer.model import Block, List, ListItem, Paragraph
from clinanswer.text._citations import lone_run
from clinanswer.text._headings import is_title_case, looks_like_heading
from clinanswer.text._lines import Line, Marker, marker_of, shown
from clinanswer.text._tables import read_table, table_end

if TYPE_CHECKING:
    from clinanswer.text._claims import ClaimMaker
    from clinanswer.text._report import Reporter

__all__ = ["Heading", "Unit", "join_lines", "read_units"]

MAX_LIST_DEPTH: Final = 10
"""How deep lists nest; with the sections around them they stay within what a document may hold."""

_INNER_BULLETS: Final = frozenset("◦▪▫○□o–⁃∙·")
_FINAL: Final = frozenset(".!?:;…")
_WRAPPED: Final = 50  # a line shorter than this was not broken for want of room


@frozen
class Heading:
    """A line that heads a section, or is the title."""

    text: str
    line: int


Unit: TypeAlias = "Heading | Block"


@define
class _Item:
    """A list item while the list is read."""

    text: str
    line: int
    marker: Marker
    indent: int
    more: list[Line]
    below: list[_Item]


def join_lines(lines: list[Line], reporter: Reporter) -> list[Line]:
    """The lines, those joined that a scraper has parted: citation numbers on lines of their own, wrapped sentences."""
    joined: list[Line] = []
    after_run = False
    for line in lines:
        last = joined[-1] if joined else None
        run = lone_run(line.text)
        if last is not None and not line.gap and "\t" not in last.text and run:
            parted = line.text[0] in "[,;" or last.text[-1] in ",;" or not after_run
            between = "" if line.text[0] in ",;" else " " if parted else ", "
            joined[-1] = evolve(last, text=f"{last.text}{between}{line.text}")
        elif last is not None and not line.gap and _is_wrapped(last, line):
            joined[-1] = evolve(last, text=f"{last.text} {line.text}")
            reporter.unclear("line-joined", f"{shown(line.text)} goes on with the line before it", line.number)
        else:
            joined.append(line)
            run = False
        after_run = run
    return joined


def read_units(lines: list[Line], maker: ClaimMaker, reporter: Reporter) -> list[Unit]:
    """Headings and blocks in the order of the page."""
    units: list[Unit] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        end = table_end(lines, position)
        if end > position:
            _add_table(units, lines[position:end], maker, reporter)
            position = end
        elif _starts_item(lines, position):
            end = position + 1
            while end < len(lines) and (_starts_item(lines, end) or _continues_item(lines, end)):
                end += 1
            units += _lists(_outline(lines[position:end], reporter), maker)
            position = end
        else:
            units.append(_line_unit(line, maker, reporter))
            position += 1
    return units


def _line_unit(line: Line, maker: ClaimMaker, reporter: Reporter) -> Unit:
    heading = line.indent == 0 and looks_like_heading(line.text) and not maker.has_citation(line.text)
    if heading:
        if line.text[-1] in ":?":
            reporter.unclear("heading", f"{shown(line.text)} is taken for a heading", line.number, "$.sections")
        return Heading(line.text.rstrip(":").rstrip(), line.number)
    if line.indent == 0 and line.text[-1] not in _FINAL and not maker.has_citation(line.text):
        reporter.unclear("heading", f"{shown(line.text)} is too long for a heading", line.number, "$.sections")
    return Paragraph(maker.paragraph(line.text, line.number))


def _add_table(units: list[Unit], lines: list[Line], maker: ClaimMaker, reporter: Reporter) -> None:
    table = read_table(lines, maker, reporter)
    if table is None:
        reporter.lost("table-empty", "a table without words is left out", lines[0].number)
        return
    last = units[-1] if units else None
    if isinstance(last, Heading) and last.text.lower().startswith("table ") and last.text[6:7].isdigit():
        units[-1] = evolve(table, caption=last.text)
    else:
        units.append(table)


def _starts_item(lines: list[Line], position: int) -> bool:
    """Whether the line begins a list item, and is no numbered heading ("2. Dosing" between blank lines)."""
    line = lines[position]
    marker = marker_of(line.text)
    if marker is None:
        return False
    if marker.number is None or line.indent or not line.gap or position + 1 == len(lines):
        return True
    following = lines[position + 1]
    below = marker_of(following.text)
    goes_on = below is not None and below.number == marker.number + 1 and following.indent == 0
    heads = not goes_on and (below is not None or not looks_like_heading(following.text))
    return not (following.gap and heads and looks_like_heading(line.text) and is_title_case(line.text))


def _continues_item(lines: list[Line], position: int) -> bool:
    """Whether a line without marker belongs to the list item before it: it is indented."""
    line = lines[position]
    return line.indent > 0 and marker_of(line.text) is None and table_end(lines, position) == position


def _is_wrapped(last: Line, line: Line) -> bool:
    """Whether the line is the rest of a sentence that was broken for want of room."""
    marker = marker_of(last.text)
    same = line.indent == last.indent or marker is not None
    broken = len(last.text) >= _WRAPPED and last.text[-1] not in _FINAL and line.text[0].islower()
    return same and broken and marker_of(line.text) is None and "\t" not in last.text + line.text


def _outline(lines: list[Line], reporter: Reporter) -> list[_Item]:
    """The items of a run of list lines, nested by indentation, and by their bullets where that does not tell."""
    top: list[_Item] = []
    stack: list[_Item] = []
    for line in lines:
        marker = marker_of(line.text)
        if marker is None:
            stack[-1].more.append(line)
            continue
        item = _Item(line.text[marker.end :], line.number, marker, line.indent, [], [])
        while stack and not _is_below(item, stack[-1], stack):
            stack.pop()
        if len(stack) == MAX_LIST_DEPTH:
            reporter.lost(
                "list-depth", f"the list nests more than {MAX_LIST_DEPTH} levels; the deepest are made one", line.number
            )
            stack.pop()
        (stack[-1].below if stack else top).append(item)
        stack.append(item)
    return top


def _is_below(item: _Item, above: _Item, stack: list[_Item]) -> bool:
    if item.indent != above.indent:
        return item.indent > above.indent
    if item.marker.bullet == above.marker.bullet:
        return False
    if any(other.indent == item.indent and other.marker.bullet == item.marker.bullet for other in stack):
        return False
    inner = item.marker.bullet in _INNER_BULLETS and above.marker.bullet not in _INNER_BULLETS
    return inner or (item.marker.number is None and above.marker.number is not None)


def _lists(items: list[_Item], maker: ClaimMaker) -> list[Block]:
    """One list for each run of items of one kind, numbered or not."""
    lists: list[Block] = []
    run: list[_Item] = []
    for item in items:
        if run and _is_numbered(item) != _is_numbered(run[-1]):
            lists.append(_list(run, maker))
            run = []
        run.append(item)
    if run:
        lists.append(_list(run, maker))
    return lists


def _list(items: list[_Item], maker: ClaimMaker) -> List:
    first = items[0].marker
    start = 1 if first.number is None else first.number
    if first.bullet == "a" and len(items) > 1 and items[1].marker.bullet == "i":
        start = 1  # i. ii. iii.
    return List([_list_item(item, maker) for item in items], ordered=_is_numbered(items[0]), start=start)


def _list_item(item: _Item, maker: ClaimMaker) -> ListItem:
    words = item.text
    while item.more and not item.more[0].gap:
        words = f"{words} {item.more.pop(0).text}"
    blocks: list[Block] = [Paragraph(maker.item(words, item.line))]
    blocks += [Paragraph(maker.item(line.text, line.number)) for line in item.more]
    return ListItem([*blocks, *_lists(item.below, maker)])


def _is_numbered(item: _Item) -> bool:
    return item.marker.number is not None
