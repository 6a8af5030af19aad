"""The editorial review of a document: what happened, and where that leaves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import field, frozen

from clinanswer.model._fields import NODE, many, texts
from clinanswer.model._node import Node
from clinanswer.model.people import Contributor
from clinanswer.model.vocabularies import ReviewStatus


def to_events(value: Iterable[ReviewEvent]) -> tuple[ReviewEvent, ...]:
    """Review events, oldest first."""
    return many(value, ReviewEvent)


def to_stages(value: Iterable[str]) -> tuple[str, ...]:
    """The steps of the review as the page prints them."""
    return texts(value)


@frozen(**NODE)
class ReviewEvent(Node):
    """One step of the review. `digest` is the digest of the content that was approved (`clinanswer.digest`)."""

    status: ReviewStatus
    date: dt.date | None = field(default=None, kw_only=True)
    by: Contributor | None = field(default=None, kw_only=True)
    note: str | None = field(default=None, kw_only=True)
    digest: str | None = field(default=None, kw_only=True)


@frozen(**NODE)
class Review(Node):
    """The history of a document's review, oldest event first, and the stages that its page prints."""

    events: tuple[ReviewEvent, ...] = field(default=(), converter=to_events)
    stages: tuple[str, ...] = field(default=(), kw_only=True, converter=to_stages)

    @property
    def status(self) -> ReviewStatus:
        """The status after the last event; `unknown` when there is none."""
        return self.events[-1].status if self.events else ReviewStatus.UNKNOWN
