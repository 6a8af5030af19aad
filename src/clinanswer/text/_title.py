"""The title: the last bare line before the answer, when the page prints one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.text._headings import is_section_name, is_title_case, looks_like_heading, role_of
from clinanswer.text._lines import Line, marker_of, shown

if TYPE_CHECKING:
    from clinanswer.text._claims import ClaimMaker
    from clinanswer.text._notices import Front
    from clinanswer.text._report import Reporter

__all__ = ["is_bare", "take_title"]

_ANSWER_LABEL: Final = re.compile(r"(?:the )?(?:short |quick |direct |brief )?answer\s*:?", re.IGNORECASE)
_MAX_STRAY: Final = 3  # so many sentences before a title are taken for notices; more are the answer of a page without


def is_bare(line: Line) -> bool:
    """Whether a line could be a title or heading, citations aside."""
    if line.indent or marker_of(line.text) or "\t" in line.text or " | " in line.text:
        return False
    return looks_like_heading(line.text) or (line.text[-1] == "?" and looks_like_heading(line.text[:-1]))


def take_title(lines: list[Line], front: Front, maker: ClaimMaker, reporter: Reporter) -> tuple[str, list[Line]]:
    """The title, `""` when there is none, and the lines of the answer and the sections."""
    count = 0
    while count < len(lines) and _is_head(lines[count], maker):
        count += 1
    heads, rest = lines[:count], lines[count:]
    for line in heads:
        if _ANSWER_LABEL.fullmatch(line.text):
            reporter.unclear("label", f"{shown(line.text)} only names what follows it", line.number, "$.answer")
    heads = [line for line in heads if not _ANSWER_LABEL.fullmatch(line.text)]
    if not heads:
        return _title_after_strays(rest, front, maker, reporter)
    sections: list[Line] = []
    if rest and not marker_of(rest[0].text):  # a text follows: the answer, or the text of a section
        while heads and is_section_name(heads[-1].text):
            sections.insert(0, heads.pop())
    else:  # a list follows, which belongs to a section, unless there is but one head
        first = 0 if is_section_name(heads[0].text) else 1
        heads, sections = heads[:first], heads[first:]
    if not heads:
        _report_missing(sections[0], reporter)
        return "", [*sections, *rest]
    front.keep(heads[:-1], len(front.notices))
    return heads[-1].text, [*sections, *rest]


def _title_after_strays(
    lines: list[Line], front: Front, maker: ClaimMaker, reporter: Reporter
) -> tuple[str, list[Line]]:
    """The title that stands after sentences without citations, before the first cited paragraph."""
    strays = 0
    while strays < len(lines) and not (_is_head(lines[strays], maker) or marker_of(lines[strays].text)):
        strays += 1
    if 0 < strays <= _MAX_STRAY and strays + 1 < len(lines) and not marker_of(lines[strays].text):
        head, following = lines[strays], lines[strays + 1]
        cited = any(maker.has_citation(line.text) for line in lines[:strays])
        answers = maker.has_citation(following.text) and not marker_of(following.text)
        if answers and not cited and role_of(head.text) is None:
            front.keep(lines[:strays], len(front.notices))
            return head.text, lines[strays + 1 :]
    before = front.take_back(lambda line: is_bare(line) and is_title_case(line.text) and " " in line.text)
    if before:  # the title stands before the notices
        return before.text, lines
    if lines:
        _report_missing(lines[0], reporter)
    return "", lines


def _is_head(line: Line, maker: ClaimMaker) -> bool:
    return is_bare(line) and (is_title_case(line.text) or not maker.has_citation(line.text))


def _report_missing(line: Line, reporter: Reporter) -> None:
    reporter.unclear("title-missing", "no title stands before the answer", line.number, "$.title")
