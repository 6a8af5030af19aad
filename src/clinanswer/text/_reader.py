"""`from_text`: the text of an answer page, as it comes out of a browser or a scraper, to a document."""

from __future__ import annotations

import re
from typing import Final, Literal

from attrs import define

from clinanswer._limits import input_text
from clinanswer.errors import Problem, ReadError
from clinanswer.model import (
    Block,
    ClinicalAnswer,
    Disclaimer,
    Notice,
    NoticeKind,
    Paragraph,
    Reference,
    RelatedQuestion,
)
from clinanswer.text._body import Heading, Unit, join_lines, read_units
from clinanswer.text._citations import Citations, survey
from clinanswer.text._claims import ClaimMaker, Claims
from clinanswer.text._headings import Draft, arrange
from clinanswer.text._lines import Line, marker_of, page_lines, shown
from clinanswer.text._notices import Front, is_front_line, unglue
from clinanswer.text._references import entries, read_reference
from clinanswer.text._report import Report, Reporter
from clinanswer.text._title import is_bare, take_title

__all__ = ["from_text"]

_TAIL: Final = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "related",
            (
                r"(?:related|similar|other|more|frequently asked|further)(?: \w+)? questions|"
                r"people also ask(?:ed)?|questions others ask(?:ed)?"
            ),
        ),
        (
            "references",
            (
                r"(?:key |cited |selected )?references?(?: list| and sources| cited)?|reference list|"
                r"sources(?: and references| cited)?|bibliography|citations|works cited|"
                r"literature(?: cited)?|evidence sources"
            ),
        ),
        ("disclaimer", r"(?:[\w-]+ ){0,4}disclaimer(?:s| of liability)?|(?:important )?legal notice|important notice"),
        (
            "follow-up",
            (
                r"(?:do you )?have (?:a |any |another |more )?(?:follow[- ]?up )?questions?\??|"
                r"ask (?:a |another )?follow[- ]?up questions?\??|still have questions\?"
            ),
        ),
    )
)
_INLINE_DISCLAIMER: Final = re.compile(r"((?:[\w-]+ ){0,3}disclaimer)\s*:\s*(?=\S)", re.IGNORECASE)
_QUESTION_LABEL: Final = re.compile(r"(?:clinical |your |the )?question\s*:?", re.IGNORECASE)


@define
class _Zone:
    """A part of the page's tail: its kind, the line that heads it, and its lines."""

    kind: str
    head: Line
    lines: list[Line]


def from_text(
    data: str | bytes,
    *,
    claims: Claims = "all",
    sections: Literal["auto", "flat"] = "auto",
    report: Report = None,
    strict: bool = False,
) -> ClinicalAnswer:
    """The document that a page's text prints, word for word.

    Args:
        data: The text, or its UTF-8 bytes.
        claims: Every statement of the answer and of the sections is a claim (`"all"`), or those with citations
            (`"cited"`), or none.
        sections: Headings that have nothing under them get the headings after them that belong there by their roles
            (`"auto"`), or every section stands at the top (`"flat"`): page text does not say.
        report: A list or function that receives a `Problem` for each decision that was not clear and each loss.
        strict: Make the first loss an error.

    Raises:
        ReadError: no text, not UTF-8, too long; with `strict`, something that the document could not carry.
    """
    reporter = Reporter(report, strict=strict)
    lines = unglue(page_lines(input_text(data), reporter))
    if not lines:
        raise ReadError(Problem("$.question", "no-question", "the text is empty; its first line must be the question"))
    return _document(lines, claims, reporter, flat=sections == "flat")


def _document(lines: list[Line], claims: Claims, reporter: Reporter, *, flat: bool) -> ClinicalAnswer:
    start = _question_end(lines)
    body, zones = _zones(lines[start:])
    front = Front(reporter)
    listed = {
        entry.number: entry
        for zone in zones
        if zone.kind == "references"
        for entry in entries(zone.lines, reporter)
        if entry.number is not None
    }
    body = join_lines(_without_front(body, front), reporter)
    citations = survey((line.text for line in body), listed)
    maker = ClaimMaker(citations, claims, reporter)
    title, body = take_title(body, front, maker, reporter)
    answer, drafts = _drafts(read_units(body, maker, reporter))
    related, disclaimers = _tail(zones, front, reporter)
    known = {number: read_reference(entry) for number, entry in listed.items()}
    return ClinicalAnswer(
        _question(lines[:start], reporter),
        title=title,
        answer=answer,
        sections=arrange(drafts, reporter, flat=flat),
        references=_references(known, maker.cited, reporter),
        related_questions=related,
        disclaimers=disclaimers,
        notices=front.notices,
        review=front.review,
        contributors=front.contributors,
        editorial_policy=front.policy,
        published=front.published,
        updated=front.updated,
    )


def _question_end(lines: list[Line]) -> int:
    """The question ends at the first line of the notice area, or else with its first line."""
    first = 1 if not _QUESTION_LABEL.fullmatch(lines[0].text) or len(lines) == 1 else 2
    end = first
    while end < len(lines) and not lines[end].gap and not is_front_line(lines[end]) and _tail_kind(lines[end]) is None:
        end += 1
    # Lines that stand together at the top are one question only when the notice area follows them.
    return end if end < len(lines) and is_front_line(lines[end]) else first


def _question(lines: list[Line], reporter: Reporter) -> str:
    if len(lines) > 1 and _QUESTION_LABEL.fullmatch(lines[0].text):
        reporter.unclear("label", f"{shown(lines[0].text)} only names what follows it", lines[0].number, "$.question")
        lines = lines[1:]
    words = lines[0].text
    for line in lines[1:]:
        words += f" {line.text}" if line.text[0].islower() else f"\n{line.text}"  # a wrapped line, or one of its own
    return words


def _tail_kind(line: Line) -> str | None:
    text = line.text.rstrip(":").rstrip()
    if line.indent or len(text) > 80:
        return None
    return next((kind for kind, pattern in _TAIL if pattern.fullmatch(text)), None)


def _zones(lines: list[Line]) -> tuple[list[Line], list[_Zone]]:
    """The lines of the body, and the zones of the tail: each begins with a heading that is known there."""
    body: list[Line] = []
    zones: list[_Zone] = []
    for line in lines:
        labelled = _INLINE_DISCLAIMER.match(line.text[:80]) if line.indent == 0 else None
        if kind := _tail_kind(line):
            zones.append(_Zone(kind, line, []))
        elif labelled:
            rest = Line(line.number, 0, line.text[labelled.end() :])
            zones.append(_Zone("disclaimer", Line(line.number, 0, labelled[1]), [rest]))
        elif zones:
            zones[-1].lines.append(line)
        else:
            body.append(line)
    return body, zones


def _without_front(lines: list[Line], front: Front) -> list[Line]:
    """The lines of the article. The notice area ends at the first text or list with no notice shortly after it."""
    pending: list[Line] = []  # not known: notices, when more of the notice area follows, else the title
    for position, line in enumerate(lines):
        place = len(front.notices)
        if front.take(line):
            front.keep(pending, place)
            pending = []
        elif is_bare(line) or any(map(is_front_line, lines[position + 1 : position + 4])):
            pending.append(line)
        else:
            rest = [each for each in lines[position:] if not (each.gap and front.take_fact(each))]
            return pending + rest
    return pending


def _drafts(units: list[Unit]) -> tuple[tuple[Block, ...], list[Draft]]:
    """The blocks of the answer, which stand before the first heading, and the sections."""
    answer: list[Block] = []
    drafts: list[tuple[Heading, list[Block]]] = []
    for unit in units:
        if isinstance(unit, Heading):
            drafts.append((unit, []))
        else:
            (drafts[-1][1] if drafts else answer).append(unit)
    return tuple(answer), [Draft(head.text, tuple(blocks), head.line) for head, blocks in drafts]


def _tail(
    zones: list[_Zone], front: Front, reporter: Reporter
) -> tuple[tuple[RelatedQuestion, ...], tuple[Disclaimer, ...]]:
    """Related questions and disclaimers; the follow-up goes to the notices."""
    related: list[RelatedQuestion] = []
    disclaimers: list[Disclaimer] = []
    plain = ClaimMaker(Citations(frozenset(), 0, marked=True), "none", reporter)
    for zone in zones:
        if zone.kind == "references":
            continue
        lines = [line for line in zone.lines if not front.take_fact(line)]
        if zone.kind == "related":
            for line in lines:
                marker = marker_of(line.text)
                related.append(RelatedQuestion(line.text[marker.end if marker else 0 :]))
            continue
        units = read_units(lines, plain, reporter)
        blocks = tuple(Paragraph(unit.text) if isinstance(unit, Heading) else unit for unit in units)
        if zone.kind == "disclaimer":
            disclaimers.append(Disclaimer(blocks, title=zone.head.text))
        else:
            front.notices.append(Notice(NoticeKind.FOLLOW_UP, blocks, title=zone.head.text))
    return tuple(related), tuple(disclaimers)


def _references(known: dict[int, Reference], cited: dict[int, int], reporter: Reporter) -> tuple[Reference, ...]:
    """The references of the list, then an unresolved one for each number that is cited and not in it."""
    missing = sorted(set(cited) - set(known))
    if missing:
        names = ", ".join(map(str, missing))
        reporter.unclear(
            "reference-unresolved",
            f"the page does not print what it cites as {names}",
            cited[missing[0]],
            "$.references",
        )
    return (*known.values(), *(Reference(str(number)) for number in missing))
