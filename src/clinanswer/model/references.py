"""The works that claims cite."""

from __future__ import annotations

import calendar
from collections.abc import Iterable

from attrs import field, frozen

from clinanswer.errors import InvalidNodeError
from clinanswer.model._fields import NODE, identifier, many, optional_language
from clinanswer.model._node import Node
from clinanswer.model.extras import EMPTY, Extras, to_extras
from clinanswer.model.inline import Phrases, to_phrases
from clinanswer.model.people import Agent, to_agents
from clinanswer.model.vocabularies import ReferenceKind, ReferenceStatus


def to_references(value: Iterable[Reference]) -> tuple[Reference, ...]:
    """References."""
    return many(value, Reference)


@frozen(**NODE)
class PartialDate(Node):
    """A date of which at least the year (1 to 9999) is known. `literal` is the date as printed.

    Raises:
        InvalidNodeError: no such month or day, or a day without a month.
    """

    year: int
    month: int | None = None
    day: int | None = None
    season: str | None = None
    circa: bool = field(default=False, kw_only=True)
    literal: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if problem := date_problem(self.year, self.month, self.day):
            raise InvalidNodeError(problem[1], f"PartialDate.{problem[0]}")


@frozen(**NODE)
class Reference(Node):
    """A cited work. `text` is the citation as printed; `id` is what citations name.

    Identifiers are kept as their source gives them; the checker says which are malformed.
    """

    id: str = field(converter=identifier)
    kind: ReferenceKind | None = field(default=None, kw_only=True)
    title: Phrases = field(default=(), kw_only=True, converter=to_phrases)
    authors: tuple[Agent, ...] = field(default=(), kw_only=True, converter=to_agents)
    editors: tuple[Agent, ...] = field(default=(), kw_only=True, converter=to_agents)
    container_title: str | None = field(default=None, kw_only=True)
    container_title_short: str | None = field(default=None, kw_only=True)
    issued: PartialDate | None = field(default=None, kw_only=True)
    accessed: PartialDate | None = field(default=None, kw_only=True)
    volume: str | None = field(default=None, kw_only=True)
    issue: str | None = field(default=None, kw_only=True)
    pages: str | None = field(default=None, kw_only=True)
    edition: str | None = field(default=None, kw_only=True)
    publisher: str | None = field(default=None, kw_only=True)
    place: str | None = field(default=None, kw_only=True)
    doi: str | None = field(default=None, kw_only=True)
    pmid: str | None = field(default=None, kw_only=True)
    pmcid: str | None = field(default=None, kw_only=True)
    isbn: str | None = field(default=None, kw_only=True)
    issn: str | None = field(default=None, kw_only=True)
    nct: str | None = field(default=None, kw_only=True)
    url: str | None = field(default=None, kw_only=True)
    language: str | None = field(default=None, kw_only=True, converter=optional_language)
    status: ReferenceStatus | None = field(default=None, kw_only=True)
    text: str | None = field(default=None, kw_only=True)
    extras: Extras = field(default=EMPTY, kw_only=True, converter=to_extras)

    @property
    def is_unresolved(self) -> bool:
        """Whether nothing tells which work this is: no title, no printed citation, no identifier, no address."""
        return not (self.title or self.text or self.doi or self.pmid or self.pmcid or self.isbn or self.nct or self.url)

    def _repr_html_(self) -> str:
        from clinanswer.notebook import html

        return html(self)


def date_problem(year: int, month: int | None, day: int | None) -> tuple[str, str] | None:
    """The part of a date that is wrong and why, or None."""
    if not 1 <= year <= 9999:
        return "year", f"expected a year from 1 to 9999, got {year}"
    if month is None:
        return None if day is None else ("day", "a day needs a month")
    if not 1 <= month <= 12:
        return "month", f"expected a month from 1 to 12, got {month}"
    if day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return "day", f"{year}-{month:02} has no day {day}"
    return None
