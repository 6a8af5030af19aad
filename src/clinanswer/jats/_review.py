"""The document's history and notices: `pub-history`, `history`, and the section of the body that tells of them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from clinanswer.jats import _make as make
from clinanswer.jats._blocks import read_blocks, read_title, write_blocks, write_titled
from clinanswer.jats._context import child_of, text_in
from clinanswer.jats._dates import read_date, write_date
from clinanswer.jats._names import (
    ARTICLE_VERSION,
    ARTICLE_VERSION_TYPE,
    CONTENT_TYPE,
    DATE,
    EXT_LINK,
    HREF,
    HREF_KEY,
    SEC,
    SEC_META,
    SEC_TYPE,
    SPECIFIC_USE,
    TITLE,
    P,
)
from clinanswer.jats._people import read_contributors, write_contributor_group
from clinanswer.jats._xml import attribute, leaf, optional, text, wrap
from clinanswer.model import Notice, NoticeKind, PolicyLink, ReviewEvent, ReviewStatus
from clinanswer.model._fields import depth_of

if TYPE_CHECKING:
    import datetime as dt

    from lxml.etree import _Element

    from clinanswer.jats._context import Reading, Writing
    from clinanswer.model import ClinicalAnswer

PUB_HISTORY: Final = "pub-history"
HISTORY: Final = "history"
EVENT: Final = "event"
EVENT_TYPE: Final = "event-type"
EVENT_DESC: Final = "event-desc"
DATE_TYPE: Final = "date-type"
NOTES: Final = "notes"
REVIEW_NOTICE: Final = "review-notice"
_REVIEW: Final = "review"
_NOTE: Final = "note"
_DIGEST: Final = "content-digest"
_NOTICE: Final = "notice-"
_NOTICE_URL: Final = "notice-url"
_POLICY: Final = "editorial-policy"
_GENERATED_STATUS: Final = "generated-status"

# The dates that are events of the document's history.
_DATES: Final = MappingProxyType(
    {
        "created": "created",
        "last-updated": "updated",
        "literature-through": "literature_through",
        "expires": "expires",
    }
)
_STATUSES: Final = MappingProxyType({status.value: status for status in ReviewStatus})
_NOTICES: Final = MappingProxyType({f"{_NOTICE}{kind}": kind for kind in NoticeKind})


# ------------------------------------------------------------------------------------------------ history


def write_history(doc: ClinicalAnswer) -> str:
    """`history`, made from the first submission and the last approval, and `pub-history`."""
    dates = events = ""
    for name, field in _DATES.items():
        if (date := getattr(doc, field)) is not None:
            events += wrap(EVENT, write_date(DATE, date), f' {EVENT_TYPE}="{name}"')
    if doc.review.events:
        received = next((e.date for e in doc.review.events if e.status is ReviewStatus.SUBMITTED and e.date), None)
        approvals = (e.date for e in reversed(doc.review.events) if e.status is ReviewStatus.APPROVED and e.date)
        dates = write_date(DATE, received, f' {DATE_TYPE}="received"')
        dates += write_date(DATE, next(approvals, None), f' {DATE_TYPE}="accepted"')
        events += "".join(map(_write_event, doc.review.events))
    return (wrap(HISTORY, dates) if dates else "") + (wrap(PUB_HISTORY, events) if events else "")


def read_history(histories: list[_Element], reading: Reading) -> tuple[dict[str, dt.date], list[ReviewEvent]]:
    """The dates by their fields, and the review's events. `history` repeats what stands in `pub-history`."""
    dates: dict[str, dt.date] = {}
    events: list[ReviewEvent] = []
    for element in (event for history in histories for event in history.iterchildren(EVENT)):
        kind = element.get(EVENT_TYPE) or ""
        if kind == _REVIEW:
            if event := _read_event(element, reading):
                events.append(event)
        elif kind in _DATES:
            if date := _date_in(element, reading):
                dates[_DATES[kind]] = date
        else:
            reading.lose(element, "event", f"an event of type {kind!r} has no place; it is left out")
    return dates, events


def _write_event(event: ReviewEvent) -> str:
    by = "" if event.by is None else wrap(SEC_META, write_contributor_group((event.by,)))
    notes = by + optional(P, event.note, f' {CONTENT_TYPE}="{_NOTE}"')
    return wrap(
        EVENT,
        leaf(EVENT_DESC, status_words(event.status))
        + optional(ARTICLE_VERSION, event.digest, f' {ARTICLE_VERSION_TYPE}="{_DIGEST}"')
        + write_date(DATE, event.date)
        + (wrap(NOTES, notes, ' notes-type="reviewer"') if notes else ""),
        f' {EVENT_TYPE}="{_REVIEW}" {SPECIFIC_USE}="{event.status}"',
    )


def _read_event(element: _Element, reading: Reading) -> ReviewEvent | None:
    status = reading.term(element, "review status", _STATUSES, element.get(SPECIFIC_USE) or "")
    if status is None:
        return None
    by = read_contributors(element.find(f"{NOTES}/{SEC_META}"), reading)
    date = _date_in(element, reading)
    return reading.build(
        element,
        lambda: ReviewEvent(
            status,
            date=date,
            by=by[0] if by else None,
            note=element.findtext(f"{NOTES}/{P}"),
            digest=text_in(element, ARTICLE_VERSION),
        ),
    )


def _date_in(element: _Element, reading: Reading) -> dt.date | None:
    date = child_of(element, DATE)
    return None if date is None else reading.build(date, lambda: read_date(date))


def status_words(status: ReviewStatus) -> str:
    """A status as people read it."""
    return "Not stated" if status is ReviewStatus.UNKNOWN else status.replace("-", " ").capitalize()


def _status_sentence(status: ReviewStatus) -> str:
    return f"Review status: {status_words(status).lower()}."


STATUS_WORDS: Final = frozenset(
    words for status in ReviewStatus for words in (status_words(status), _status_sentence(status))
)
"""All that is ever said of a status."""


# ------------------------------------------------------------------------------------------------ notices


def write_review_notice(doc: ClinicalAnswer, out: Writing) -> str:
    """The section that tells readers where the review stands, with the editorial policy and the notices."""
    inner = leaf(P, _status_sentence(doc.review.status), f' {CONTENT_TYPE}="{_GENERATED_STATUS}"')
    if doc.editorial_policy is not None:
        policy = doc.editorial_policy
        link = wrap(EXT_LINK, text(policy.text), f' {SPECIFIC_USE}="{_POLICY}"' + attribute(HREF, policy.url))
        inner += wrap(P, link)
    inner += "".join([_write_notice(notice, out) for notice in doc.notices])
    return wrap(SEC, leaf(TITLE, "About this article") + inner, f' {SEC_TYPE}="{REVIEW_NOTICE}"')


def read_review_notice(section: _Element, reading: Reading) -> tuple[PolicyLink | None, list[Notice]]:
    """What `write_review_notice` wrote, but for the status: that is computed."""
    policy = None
    notices: list[Notice] = []
    for each in section[:]:
        if each.tag == SEC:
            notices += filter(None, (_read_notice(each, reading),))
        elif (link := child_of(each, EXT_LINK)) is not None:
            words, url = "".join(link.itertext()), link.get(HREF_KEY)
            policy = make.filled(PolicyLink, words, url or None)
    return policy, notices


def _write_notice(notice: Notice, out: Writing) -> str:
    blocks = write_blocks(notice.blocks, out)
    if notice.url is not None:
        link = leaf(EXT_LINK, notice.url, ' ext-link-type="uri"' + attribute(HREF, notice.url))
        blocks += wrap(P, link, f' {CONTENT_TYPE}="{_NOTICE_URL}"')
    kind = "notice" if notice.kind is NoticeKind.OTHER else notice.kind
    return write_titled(notice.title, kind, blocks, out, attributes=f' {SEC_TYPE}="{_NOTICE}{notice.kind}"')


def _read_notice(element: _Element, reading: Reading) -> Notice | None:
    kind = reading.term(element, "notice kind", _NOTICES, element.get(SEC_TYPE) or "") or NoticeKind.OTHER
    children = element[:]
    last = children[-1] if children else None
    url = None
    if last is not None and last.tag == P and last.get(CONTENT_TYPE) == _NOTICE_URL:
        link = children.pop().find(EXT_LINK)
        url = None if link is None else link.get(HREF_KEY)
    blocks = tuple(read_blocks(children, reading))
    title = reading.build(element, lambda: read_title(element, reading))
    return make.filled(Notice, kind, blocks, title or (), url or None, depth_of(blocks))
