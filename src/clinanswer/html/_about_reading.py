"""Reads what `_about` and `_review` write: the facts about a document that are not its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from clinanswer.html._dates import read_date
from clinanswer.html._details_reading import bare, facts, optional, whole
from clinanswer.html._reading import cut, elements, words_of
from clinanswer.model import (
    AiUse,
    Audience,
    Contributor,
    ContributorRole,
    DocumentRelation,
    Identifier,
    Model,
    Organization,
    Person,
    PolicyLink,
    Provenance,
    QuestionKind,
    RelatedDocument,
    ReviewEvent,
    ReviewStatus,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from clinanswer.html._reading import Reading

__all__ = ["Facts", "read_facts", "read_linked", "read_stages"]

_DATES: Final = {
    "updated": "updated",
    "published": "published",
    "created": "created",
    "literature-through": "literature_through",
    "expires": "expires",
}
_TEXTS: Final = {
    "version": "version",
    "license": "license",
    "copyright": "copyright",
    "funding": "funding",
    "conflicts": "conflicts_of_interest",
}
_PICO: Final = ("population", "intervention", "comparator", "timeframe", "setting")
_ROLES: Final = {"contributor": None, **{f"role.{role}": role for role in ContributorRole}}
_STATES: Final = ("step-done", "step-current", "step-todo")
_KEYS: Final = (
    *_DATES, *_TEXTS, *_PICO, *_ROLES, "outcomes", "policy", "audience", "publisher", "history", "ai", "model",
    "keywords",
    "identifier", "related-document",
)  # fmt: skip


class Facts:
    """The facts of a page, as the fields of a document and of its parts."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.pico: dict[str, Any] = {}
        self.kind: QuestionKind | None = None
        self.events: list[ReviewEvent] = []
        self.stages: list[str] = []
        self.provenance: Provenance | None = None
        self.models: list[Model] = []

    def add(self, name: str, value: object) -> None:
        """One more of what there may be several of."""
        self.fields.setdefault(name, []).append(value)


def read_facts(page: Reading, element: HtmlElement, found: Facts) -> None:
    """The rows of one list of facts."""
    for key, value in facts(page, element, _KEYS):
        if key in _DATES:
            date = read_date(words_of(value))
            if date is None:
                page.lost(value, f"{words_of(value)!r} is not a date")
            else:
                found.fields[_DATES[key]] = date
        elif key in _TEXTS:
            found.fields[_TEXTS[key]] = read_linked(page, value)[0]
        elif key in _PICO:
            found.pico[key] = whole(page, value)
        elif key in _ROLES:
            found.add("contributors", Contributor(Person(literal=whole(page, value)), role=_ROLES[key]))
        else:
            _other(page, key, value, found)


def _other(page: Reading, key: str, value: HtmlElement, found: Facts) -> None:
    words = page.words
    match key:
        case "outcomes":
            found.pico.setdefault("outcomes", []).append(whole(page, value))
        case "policy":
            text, url = read_linked(page, value)
            found.fields["editorial_policy"] = PolicyLink(text, url=url)
        case "audience":
            named = (words.value("audience", words_of(each), Audience) for each in value.iter("i"))
            found.fields["audience"] = tuple(filter(None, named))
        case "publisher":
            text, url = read_linked(page, value)
            found.fields["publisher"] = Organization(text, url=url)
        case "history":
            found.events += _event(page, value)
        case "ai":
            use = words.value("ai-use", bare(page, value, "i"), AiUse)
            found.provenance = Provenance(use or AiUse.UNKNOWN)
        case "model":
            found.models.append(_model(page, value))
        case "keywords":
            found.fields["keywords"] = [page.text(words_of(each)) for each in value.iter("bdi")]
        case "identifier":
            found.add("identifiers", Identifier(bare(page, value, place=1), bare(page, value)))
        case _:
            found.fields.setdefault("related_documents", []).extend(_related(page, value))


def read_linked(page: Reading, element: HtmlElement) -> tuple[str, str | None]:
    """Words and the address that they lead to."""
    link = next((each for each in element.iter("a")), None)
    if link is None:
        small = element.find("./small")
        bdi = next(element.iter("bdi"), None)
        if bdi is None:
            return page.text(words_of(element)), None
        return page.text(words_of(bdi)), None if small is None else page.text(words_of(small))
    if link.find("./small") is not None:
        return "", link.get("href")
    return page.text(words_of(link)), link.get("href")


def read_stages(page: Reading, element: HtmlElement, found: Facts) -> None:
    """The steps of the review."""
    for item in elements(element):
        if item.tag == "li":
            state = next(item.iterchildren("small", reversed=True), None)
            if state is not None and page.words.key(words_of(state), _STATES) is not None:
                cut(state)
            found.stages.append(whole(page, item))


def _event(page: Reading, element: HtmlElement) -> list[ReviewEvent]:
    status = page.words.value("status", bare(page, element, "i"), ReviewStatus)
    if status is None:
        page.lost(element, f"{words_of(element)!r} names no review status")
        return []
    date, by = optional(page, element, "time"), optional(page, element, "bdi")
    return [
        ReviewEvent(
            status,
            date=None if date is None else read_date(date),
            by=None if by is None else Contributor(Person(literal=by)),
            note=optional(page, element, "q"),
        )
    ]


def _model(page: Reading, element: HtmlElement) -> Model:
    return Model(bare(page, element), version=optional(page, element, "i"), vendor=optional(page, element, "small"))


def _related(page: Reading, element: HtmlElement) -> list[RelatedDocument]:
    relation = page.words.value("relation-to", bare(page, element, "i"), DocumentRelation)
    link, name = next(element.iter("a"), None), element.find("./b")
    title, url = read_linked(page, element) if link is not None or element.find("./bdi") is not None else ("", None)
    if relation is None or (url is None and name is None):
        page.lost(element, "a related document that is not known by relation and address or id")
        return []
    return [RelatedDocument(relation, None if name is None else words_of(name), url, title=title or None)]
