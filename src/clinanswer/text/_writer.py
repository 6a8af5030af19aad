"""`to_text`: a document as page text, in the form that `from_text` reads.

Citations are printed in brackets, which no reader takes for quantities. A group stands after the word that it touches,
punctuation included, so that every word of a claim stays whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinanswer.model import (
    ClinicalAnswer,
    ContributorRole,
    Disclaimer,
    Notice,
    NoticeKind,
    Review,
    ReviewEvent,
    Section,
    plain_text,
)
from clinanswer.text._blocks import BlockWriter, flat
from clinanswer.text._dates import write_date
from clinanswer.text._references import agent_name, write_entry
from clinanswer.text._status import stage_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["to_text"]

_CREDITS: Final = {
    ContributorRole.AUTHOR: "Written by",
    ContributorRole.EDITOR: "Edited by",
    ContributorRole.REVIEWER: "Reviewed by",
    ContributorRole.MEDICAL_REVIEWER: "Medically reviewed by",
}


def to_text(doc: ClinicalAnswer) -> str:
    """The document as page text: question, notices, status, title, answer, sections, and what follows them.

    What page text has no place for (formatting, addresses of links, metadata) is not in it; every word of every claim
    and its citations are. A citation's number is its reference's id where all ids are numbers, else its place in the
    list of references.
    """
    blocks = BlockWriter(reference.id for reference in doc.references)
    follow_ups = [notice for notice in doc.notices if notice.kind is NoticeKind.FOLLOW_UP]
    parts = [flat(doc.question.text), "", *_front(doc, blocks), flat(plain_text(doc.title)), ""]
    parts += blocks.lines(doc.answer)
    for section in doc.sections:
        parts += _section(section, blocks)
    if doc.related_questions:
        parts += ["", "Related Questions", "", *(flat(each.text) for each in doc.related_questions)]
    for disclaimer in doc.disclaimers:
        parts += _titled(disclaimer, "Disclaimer", blocks)
    for notice in follow_ups:
        parts += _titled(notice, "Have a follow-up question?", blocks)
    entries = ((blocks.label(each.id), write_entry(each)) for each in doc.references)
    if printed := [f"{label}. {flat(entry)}" for label, entry in entries if entry]:
        parts += ["", "References", "", *printed]
    return "".join(f"{line}\n" for line in _without_double_gaps(parts))


def _front(doc: ClinicalAnswer, blocks: BlockWriter) -> Iterator[str]:
    """The notice area. The personalization stands last in it, as pages have it."""
    later = (NoticeKind.PERSONALIZATION, NoticeKind.FOLLOW_UP)
    for notice in doc.notices:
        if notice.kind not in later:
            yield from _notice(notice, blocks)
    yield from _review(doc.review)
    yield ""
    for contributor in doc.contributors:
        if contributor.role in _CREDITS:
            yield f"{_CREDITS[contributor.role]} {flat(agent_name(contributor.who))}"
    if doc.published:
        yield f"Published: {write_date(doc.published)}"
    if doc.updated:
        yield f"Last updated: {write_date(doc.updated)}"
    if doc.editorial_policy:
        yield flat(doc.editorial_policy.text)
    yield ""
    for notice in doc.notices:
        if notice.kind is NoticeKind.PERSONALIZATION:
            yield from _notice(notice, blocks)
    yield ""


def _notice(notice: Notice, blocks: BlockWriter) -> Iterator[str]:
    if notice.title:
        yield flat(plain_text(notice.title))
    yield from (line.strip() for line in blocks.lines(notice.blocks) if line)


def _review(review: Review) -> Iterator[str]:
    """The stages; where events say which have been reached, the others are marked as still ahead."""
    if not (review.stages or review.events):
        return
    yield "Article Review Status"
    printed = [flat(stage) for stage in review.stages]
    reached = [(name, event) for event in review.events if (name := stage_name(event.status, printed))]
    others = [name for name, _ in reached if name not in printed]
    for stage in dict.fromkeys([*printed, *others]):
        events = [event for name, event in reached if name == stage]
        yield from (f"✓ {stage}{_by_and_date(event)}" for event in events)
        if not events:
            yield f"○ {stage}" if reached else stage


def _by_and_date(event: ReviewEvent) -> str:
    by = f" by {flat(agent_name(event.by.who))}" if event.by else ""
    return by + (f" on {write_date(event.date)}" if event.date else "")


def _section(section: Section, blocks: BlockWriter) -> Iterator[str]:
    yield ""
    yield flat(plain_text(section.title))
    yield ""
    yield from blocks.lines(section.blocks)
    for below in section.sections:
        yield from _section(below, blocks)


def _titled(node: Disclaimer | Notice, title: str, blocks: BlockWriter) -> Iterator[str]:
    yield ""
    yield flat(plain_text(node.title)) or title
    yield ""
    yield from blocks.lines(node.blocks)


def _without_double_gaps(lines: Iterable[str]) -> Iterator[str]:
    """The lines with one blank line where several would stand, and none at the end."""
    first, gap = True, False
    for line in lines:
        if not line.strip():
            gap = True
            continue
        if gap and not first:
            yield ""
        yield line
        first, gap = False, False
