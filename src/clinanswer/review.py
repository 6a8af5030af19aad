"""The editorial review: which step is possible from which status, and the functions that take one.

Each function returns a new document with one more `ReviewEvent`; none changes the content. The table `STEPS` is the
whole workflow.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from attrs import evolve

from clinanswer._digest import digest
from clinanswer.errors import ReviewError
from clinanswer.model import Contributor, ReviewEvent, ReviewStatus

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from clinanswer.model import ClinicalAnswer, Organization, Person, Software

__all__ = ["STEPS", "amend", "approve", "possible", "reject", "request_changes", "retract", "submit", "withdraw"]

_S = ReviewStatus
_UNDER_REVIEW: Final = (_S.SUBMITTED, _S.UNDER_REVIEW)

STEPS: Final[Mapping[str, Mapping[ReviewStatus, ReviewStatus]]] = MappingProxyType(
    {
        "submit": dict.fromkeys((_S.UNKNOWN, _S.DRAFT, _S.CHANGES_REQUESTED, _S.REJECTED, _S.WITHDRAWN), _S.SUBMITTED),
        "approve": dict.fromkeys(_UNDER_REVIEW, _S.APPROVED),
        "request_changes": dict.fromkeys(_UNDER_REVIEW, _S.CHANGES_REQUESTED),
        "reject": dict.fromkeys(_UNDER_REVIEW, _S.REJECTED),
        "withdraw": dict.fromkeys(
            (_S.UNKNOWN, _S.DRAFT, *_UNDER_REVIEW, _S.CHANGES_REQUESTED, _S.APPROVED), _S.WITHDRAWN
        ),
        "retract": dict.fromkeys((_S.APPROVED, _S.WITHDRAWN), _S.RETRACTED),
        # An amended document is where it was, but for an approved one: its approval covered other words.
        "amend": {
            **{status: status for status in (_S.DRAFT, *_UNDER_REVIEW, _S.CHANGES_REQUESTED)},
            _S.APPROVED: _S.UNDER_REVIEW,
        },
    }
)
"""By the name of each step, the statuses from which it can be taken, and the status to which it leads."""


def submit(
    doc: ClinicalAnswer,
    *,
    by: Contributor | Person | Organization | Software | None,
    on: dt.date | None,
    note: str | None = None,
) -> ClinicalAnswer:
    """Submit a document for review: a draft, one of unknown status, or again after changes, rejection or withdrawal.

    Raises:
        ReviewError: it cannot be submitted from its status, or `on` is before the last event.
    """
    return _step("submit", doc, by, on, note)


def approve(
    doc: ClinicalAnswer,
    *,
    by: Contributor | Person | Organization | Software | None,
    on: dt.date | None,
    note: str | None = None,
) -> ClinicalAnswer:
    """Approve a submitted document. The event holds the digest of its content (`clinanswer.digest`).

    Any later change of that content makes check CW02 fire; a change of anything else does not.

    Raises:
        ReviewError: it is not submitted or under review, or `on` is before the last event.
    """
    return _step("approve", doc, by, on, note)


def request_changes(
    doc: ClinicalAnswer,
    *,
    by: Contributor | Person | Organization | Software | None,
    on: dt.date | None,
    note: str | None = None,
) -> ClinicalAnswer:
    """Ask for changes in a submitted document; `note` says which.

    Raises:
        ReviewError: it is not submitted or under review, or `on` is before the last event.
    """
    return _step("request_changes", doc, by, on, note)


def reject(
    doc: ClinicalAnswer,
    *,
    by: Contributor | Person | Organization | Software | None,
    on: dt.date | None,
    note: str | None = None,
) -> ClinicalAnswer:
    """Reject a submitted document; `note` says why.

    Raises:
        ReviewError: it is not submitted or under review, or `on` is before the last event.
    """
    return _step("reject", doc, by, on, note)


def withdraw(
    doc: ClinicalAnswer,
    *,
    by: Contributor | Person | Organization | Software | None,
    on: dt.date | None,
    note: str | None = None,
) -> ClinicalAnswer:
    """Take a document back, published or not; `note` says why (check CW03 asks for it).

    Raises:
        ReviewError: it was rejected, withdrawn or retracted before, or `on` is before the last event.
    """
    return _step("withdraw", doc, by, on, note)


def retract(
    doc: ClinicalAnswer,
    *,
    by: Contributor | Person | Organization | Software | None,
    on: dt.date | None,
    note: str | None = None,
) -> ClinicalAnswer:
    """Declare an approved or withdrawn document wrong, for good; `note` says why (check CW03 asks for it).

    Raises:
        ReviewError: it was never approved or withdrawn, or `on` is before the last event.
    """
    return _step("retract", doc, by, on, note)


def amend(
    doc: ClinicalAnswer,
    *,
    by: Contributor | Person | Organization | Software | None,
    on: dt.date | None,
    note: str | None = None,
) -> ClinicalAnswer:
    """Record that the content of a document has been changed; an approved one goes back under review.

    Raises:
        ReviewError: it is not a draft, in review or approved, or `on` is before the last event.
    """
    return _step("amend", doc, by, on, note)


def possible(doc: ClinicalAnswer) -> tuple[str, ...]:
    """The names of the steps that can be taken from the status of a document."""
    return tuple(name for name, leads in STEPS.items() if doc.review.status in leads)


def _step(
    name: str,
    doc: ClinicalAnswer,
    by: Contributor | Person | Organization | Software | None,
    on: dt.date | None,
    note: str | None,
) -> ClinicalAnswer:
    status = doc.review.status
    if status not in STEPS[name]:
        steps = possible(doc)
        then = f"possible from there: {', '.join(steps)}" if steps else "nothing is possible from there"
        raise ReviewError(f"cannot {name.replace('_', ' ')}: the document's review status is {status}; {then}")
    dates = [event.date for event in doc.review.events if event.date is not None]
    if on is not None and dates and on < max(dates):
        raise ReviewError(
            f"cannot {name.replace('_', ' ')} on {on}: the last event is of {max(dates)}; use that or later"
        )
    event = ReviewEvent(
        STEPS[name][status],
        date=on,
        by=by if by is None or isinstance(by, Contributor) else Contributor(by),
        note=note,
        digest=digest(doc) if name == "approve" else None,
    )
    return evolve(doc, review=evolve(doc.review, events=(*doc.review.events, event)))
