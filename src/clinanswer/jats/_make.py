"""The nodes that an article has many of, built past the constructors, whose checks cost more than all the reading.

Each function takes what its class takes and gives the same node or the same refusal: anything unusual goes to the
constructor. Lines come from `_inline.read_content`, in their normal form and with their depth; other texts are looked
through here. A test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import NOTHING, fields

from clinanswer.model import (
    MAX_DEPTH,
    Citation,
    Cite,
    Claim,
    ClinicalAnswer,
    Extras,
    List,
    ListItem,
    Organization,
    Paragraph,
    PartialDate,
    Person,
    Reference,
    Section,
)
from clinanswer.model._fields import identifier, optional_identifier, optional_language
from clinanswer.model._text import optional_text, text
from clinanswer.model._trusted import blank
from clinanswer.model.answer import to_keywords
from clinanswer.model.people import to_affiliations
from clinanswer.model.references import date_problem

if TYPE_CHECKING:
    from clinanswer.model import Block, Inline, Phrases, Relation, SectionRole

__all__ = [
    "citation",
    "cite",
    "claim",
    "claim_paragraph",
    "document",
    "item",
    "list_of",
    "organization",
    "paragraph",
    "partial_date",
    "person",
    "reference",
    "section",
]

_NO_EXTRAS: Final = Extras()
_Citation: Final[Any] = blank(Citation)
_Cite: Final[Any] = blank(Cite)
_Claim: Final[Any] = blank(Claim)
_Paragraph: Final[Any] = blank(Paragraph)
_ListItem: Final[Any] = blank(ListItem)
_List: Final[Any] = blank(List)
_Section: Final[Any] = blank(Section)
_Person: Final[Any] = blank(Person)
_Organization: Final[Any] = blank(Organization)
_PartialDate: Final[Any] = blank(PartialDate)
_Reference: Final[Any] = blank(Reference)
_ClinicalAnswer: Final[Any] = blank(ClinicalAnswer)


def citation(ref: str, relation: Relation | None) -> Citation:
    """A citation of which nothing more is said."""
    node = _Citation()
    node.ref = identifier(ref)
    node.relation = relation
    node.locator = node.quote = None
    node.extras = _NO_EXTRAS
    node.__class__ = Citation
    return node  # type: ignore[no-any-return]


def cite(citations: list[Citation]) -> Cite:
    """A group of one citation or more."""
    node = _Cite()
    node.citations = tuple(citations)
    node.__class__ = Cite
    return node  # type: ignore[no-any-return]


def claim(content: tuple[Inline, ...], depth: int, name: str | None) -> Claim:
    """A claim of which nothing is said but its words, citations and id."""
    if not content:
        return Claim(())
    node = _Claim()
    node.content = content
    node._depth = depth  # noqa: SLF001
    node.id = optional_identifier(name)
    node.kind = node.certainty = node.recommendation = node.stance = node.population = None
    node.codes = node.verifications = ()
    node.extras = _NO_EXTRAS
    node.__class__ = Claim
    return node  # type: ignore[no-any-return]


def paragraph(content: tuple[Inline, ...], depth: int) -> Paragraph:
    """A paragraph."""
    node = _Paragraph()
    node.content = content
    node._depth = depth  # noqa: SLF001
    node.__class__ = Paragraph
    return node  # type: ignore[no-any-return]


def claim_paragraph(only: Claim) -> Paragraph:
    """The paragraph that a claim fills."""
    node = _Paragraph()
    node.content = (only,)
    node._depth = only._depth  # noqa: SLF001
    node.__class__ = Paragraph
    return node  # type: ignore[no-any-return]


def item(blocks: list[Block]) -> ListItem:
    """An item of one block or more."""
    node = _ListItem()
    node.blocks = tuple(blocks)
    node._depth = blocks[0]._depth if len(blocks) == 1 else max([each._depth for each in blocks])  # noqa: SLF001
    node.__class__ = ListItem
    return node  # type: ignore[no-any-return]


def list_of(items: list[ListItem], *, ordered: bool, start: int) -> List:
    """A list of one item or more."""
    depth = 1 + max([each._depth for each in items], default=MAX_DEPTH)  # noqa: SLF001
    if depth > MAX_DEPTH or start != 1:
        return List(items, ordered=ordered, start=start)
    node = _List()
    node.items = tuple(items)
    node.ordered = ordered
    node.start = start
    node._depth = depth  # noqa: SLF001
    node.__class__ = List
    return node  # type: ignore[no-any-return]


def section(
    title: Phrases, blocks: list[Block], sections: list[Section], name: str | None, role: SectionRole | None
) -> Section:
    """A section whose title is a text, or nothing."""
    depth = 1 + max([each._depth for each in (*blocks, *sections)], default=0)  # noqa: SLF001
    if depth > MAX_DEPTH or len(title) > 1 or (title and type(title[0]) is not str):
        return Section(title, blocks, sections, id=name, role=role)
    node = _Section()
    node.title = title
    node.blocks = tuple(blocks)
    node.sections = tuple(sections)
    node.id = optional_identifier(name)
    node.role = role
    node._depth = depth  # noqa: SLF001
    node.__class__ = Section
    return node  # type: ignore[no-any-return]


def person(values: dict[str, Any]) -> Person:
    """A person; texts may be empty, and hold what they will."""
    node = _Person()
    get = values.get
    node.family = _words(get("family"))
    node.given = _words(get("given"))
    node.particles = _words(get("particles"))
    node.suffix = _words(get("suffix"))
    node.literal = _words(get("literal"))
    node.orcid = _words(get("orcid"))
    affiliations = get("affiliations")
    node.affiliations = to_affiliations(affiliations) if affiliations else ()
    node.__class__ = Person
    return node  # type: ignore[no-any-return]


def organization(name: str, ror: str | None = None, url: str | None = None) -> Organization:
    """An organisation."""
    node = _Organization()
    node.name = name if name.isprintable() else text(name)
    node.ror = _words(ror)
    node.url = _words(url)
    node.__class__ = Organization
    return node  # type: ignore[no-any-return]


def partial_date(
    year: int, month: int | None, day: int | None, season: str | None, *, circa: bool, literal: str | None
) -> PartialDate:
    """A date of which the year is known."""
    if date_problem(year, month, day):
        return PartialDate(year, month, day)
    node = _PartialDate()
    node.year = year
    node.month = month
    node.day = day
    node.season = _words(season)
    node.circa = circa
    node.literal = _words(literal)
    node.__class__ = PartialDate
    return node  # type: ignore[no-any-return]


def _words(value: str | None) -> str | None:
    """An optional text, which most often needs no look."""
    return value if value is None or (value and value.isprintable()) else optional_text(value)


def reference(name: str, values: dict[str, Any]) -> Reference:
    """A reference; texts may be empty, and hold what they will."""
    for field in _REFERENCE_TEXTS.intersection(values):
        values[field] = _words(values[field])
    node = _Reference()
    get = values.get
    node.id = identifier(name)
    node.kind = get("kind")
    node.title = get("title", ())
    node.authors = get("authors", ())
    node.editors = get("editors", ())
    node.container_title = get("container_title")
    node.container_title_short = get("container_title_short")
    node.issued = get("issued")
    node.accessed = get("accessed")
    node.volume = get("volume")
    node.issue = get("issue")
    node.pages = get("pages")
    node.edition = get("edition")
    node.publisher = get("publisher")
    node.place = get("place")
    node.doi = get("doi")
    node.pmid = get("pmid")
    node.pmcid = get("pmcid")
    node.isbn = get("isbn")
    node.issn = get("issn")
    node.nct = get("nct")
    node.url = get("url")
    node.language = optional_language(get("language"))
    node.status = get("status")
    node.text = get("text")
    node.extras = get("extras", _NO_EXTRAS)
    node.__class__ = Reference
    return node  # type: ignore[no-any-return]


def document(values: dict[str, Any], claims: list[str | None], sections: list[str | None]) -> ClinicalAnswer:
    """A document; `claims` and `sections` are the ids in it.

    Raises:
        InvalidNodeError: a value that the constructor refuses.
    """
    ids = ([each for each in claims if each], [each for each in sections if each], [r.id for r in values["references"]])
    if any(len(set(each)) < len(each) for each in ids):
        return ClinicalAnswer(**values)
    for field in _DOCUMENT_TEXTS.intersection(values):
        values[field] = optional_text(values[field])
    for field, convert in _DOCUMENT_CONVERTERS.items():
        if values.get(field) is not None:
            values[field] = convert(values[field])
    node = _ClinicalAnswer()
    for name, default in _DOCUMENT_FIELDS:
        value = values.get(name, default)
        setattr(node, name, tuple(value) if type(value) is list else value)
    node.__class__ = ClinicalAnswer
    return node  # type: ignore[no-any-return]


_REFERENCE_TEXTS: Final = frozenset(
    each.name for each in fields(Reference) if str(each.type) == "str | None" and each.name != "language"
)
_DOCUMENT_CONVERTERS: Final[dict[str, Any]] = {
    "id": optional_identifier,
    "language": optional_language,
    "keywords": to_keywords,
}
_DOCUMENT_TEXTS: Final = frozenset(
    each.name
    for each in fields(ClinicalAnswer)
    if str(each.type) == "str | None" and each.name not in _DOCUMENT_CONVERTERS
)
_DOCUMENT_FIELDS: Final = tuple(
    (each.name, None if each.default is NOTHING else each.default) for each in fields(ClinicalAnswer)
)
