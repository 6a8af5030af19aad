"""The nodes that an article has many of, built past the constructors, whose checks cost more than all the reading.

Each function takes what its class takes and gives the same node or the same refusal: anything unusual goes to the
constructor. Texts come in their normal form (`Reading.check_texts`), or empty; lines from `_inline.read_content`, with
their depth. A test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from attrs import NOTHING, fields

from clinanswer.model import (
    MAX_DEPTH,
    Cell,
    Citation,
    Cite,
    Claim,
    ClinicalAnswer,
    Disclaimer,
    Extras,
    List,
    ListItem,
    Notice,
    Organization,
    Paragraph,
    PartialDate,
    Person,
    PolicyLink,
    Reference,
    RelatedQuestion,
    Section,
)
from clinanswer.model._fields import identifier, optional_identifier, optional_language
from clinanswer.model._trusted import blank
from clinanswer.model.answer import to_keywords
from clinanswer.model.inline import FORMATTING
from clinanswer.model.people import to_affiliations
from clinanswer.model.references import date_problem

if TYPE_CHECKING:
    from clinanswer.model import (
        Block,
        Inline,
        Phrases,
        Relation,
        SectionRole,
    )
    from clinanswer.model.blocks import Alignment

T = TypeVar("T")

__all__ = [
    "cell",
    "citation",
    "cite",
    "claim",
    "claim_paragraph",
    "document",
    "filled",
    "formatting",
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
_BLANKS: Final[dict[type, Any]] = {
    kind: blank(kind) for kind in (*FORMATTING, Cell, Disclaimer, Notice, PolicyLink, RelatedQuestion)
}
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


def filled(kind: type[T], *values: object) -> T:
    """A node of a class of which an article has few, from the values of all its fields (the depth is the last).

    They are such as the constructor would leave as they are.
    """
    node = _BLANKS[kind]()
    for name, value in zip(node.__slots__, values, strict=True):
        setattr(node, name, value)
    node.__class__ = kind
    return node  # type: ignore[no-any-return]


def formatting(kind: type[T], content: tuple[Inline, ...], depth: int) -> T:
    """Strong, emphasised, lowered or raised words."""
    return filled(kind, content, depth + 1) if depth < MAX_DEPTH else kind(content)  # type: ignore[call-arg]


def claim(content: tuple[Inline, ...], depth: int, name: str | None, said: dict[str, Any] | None = None) -> Claim:
    """A claim; `said` is what is said of it beside its words, citations and id."""
    if not content:
        return Claim(())
    node = _Claim()
    node.content = content
    node._depth = depth  # noqa: SLF001
    node.id = None if name is None else identifier(name)
    node.kind = node.certainty = node.recommendation = node.stance = node.population = None
    node.codes = node.verifications = ()
    node.extras = _NO_EXTRAS
    if said:
        for field, value in said.items():
            setattr(node, field, value)
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


def cell(
    content: tuple[Inline, ...], depth: int, *, header: bool, colspan: int, rowspan: int, align: Alignment | None
) -> Cell:
    """A table cell; spans are whole numbers."""
    if colspan < 1 or rowspan < 1:
        return Cell(content, colspan=colspan, rowspan=rowspan)
    return filled(Cell, content, header, colspan, rowspan, align, depth)


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
    node.id = None if name is None else identifier(name)
    node.role = role
    node._depth = depth  # noqa: SLF001
    node.__class__ = Section
    return node  # type: ignore[no-any-return]


def person(values: dict[str, Any]) -> Person:
    """A person."""
    node = _Person()
    get = values.get
    node.family = get("family") or None
    node.given = get("given") or None
    node.particles = get("particles") or None
    node.suffix = get("suffix") or None
    node.literal = get("literal") or None
    node.orcid = get("orcid") or None
    affiliations = get("affiliations")
    node.affiliations = to_affiliations(affiliations) if affiliations else ()
    node.__class__ = Person
    return node  # type: ignore[no-any-return]


def organization(name: str, ror: str | None = None, url: str | None = None) -> Organization:
    """An organisation."""
    node = _Organization()
    node.name = name
    node.ror = ror or None
    node.url = url or None
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
    node.season = season or None
    node.circa = circa
    node.literal = literal or None
    node.__class__ = PartialDate
    return node  # type: ignore[no-any-return]


def reference(name: str, values: dict[str, Any]) -> Reference:
    """A reference."""
    node = _Reference()
    get = values.get
    node.id = identifier(name)
    node.kind = get("kind")
    node.title = get("title", ())
    node.authors = get("authors", ())
    node.editors = get("editors", ())
    node.container_title = get("container_title") or None
    node.container_title_short = get("container_title_short") or None
    node.issued = get("issued")
    node.accessed = get("accessed")
    node.volume = get("volume") or None
    node.issue = get("issue") or None
    node.pages = get("pages") or None
    node.edition = get("edition") or None
    node.publisher = get("publisher") or None
    node.place = get("place") or None
    node.doi = get("doi") or None
    node.pmid = get("pmid") or None
    node.pmcid = get("pmcid") or None
    node.isbn = get("isbn") or None
    node.issn = get("issn") or None
    node.nct = get("nct") or None
    node.url = get("url") or None
    language = get("language")
    node.language = None if language is None else optional_language(language)
    node.status = get("status")
    node.text = get("text") or None
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
        values[field] = values[field] or None
    for field, convert in _DOCUMENT_CONVERTERS.items():
        if values.get(field) is not None:
            values[field] = convert(values[field])
    node = _ClinicalAnswer()
    for name, default in _DOCUMENT_FIELDS:
        value = values.get(name, default)
        setattr(node, name, tuple(value) if type(value) is list else value)
    node.__class__ = ClinicalAnswer
    return node  # type: ignore[no-any-return]


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
