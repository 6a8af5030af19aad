"""The document: a clinical question, its answer, and all that belongs to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from clinanswer.errors import InvalidNodeError
from clinanswer.model._fields import NODE, many, optional_identifier, optional_language, terms, texts
from clinanswer.model._node import Node
from clinanswer.model._text import shorten, type_name
from clinanswer.model.blocks import Blocks, Disclaimer, Notice, Section, claims_in, to_blocks, to_sections
from clinanswer.model.extras import EMPTY, Extras, to_extras
from clinanswer.model.inline import Claim, Phrases, phrase_text, to_phrases
from clinanswer.model.people import (
    Code,
    Contributor,
    Identifier,
    Organization,
    to_codes,
    to_contributors,
    to_identifiers,
)
from clinanswer.model.references import Reference, to_references
from clinanswer.model.review import Review
from clinanswer.model.vocabularies import AiUse, Audience, DocumentRelation, QuestionKind


def to_outcomes(value: Iterable[str]) -> tuple[str, ...]:
    """Outcomes."""
    return texts(value)


def to_keywords(value: Iterable[str]) -> tuple[str, ...]:
    """Keywords."""
    return texts(value)


def to_audience(value: Iterable[Audience]) -> tuple[Audience, ...]:
    """Audiences."""
    return terms(value, Audience)


def to_models(value: Iterable[Model]) -> tuple[Model, ...]:
    """Language models."""
    return many(value, Model)


def to_question(value: str | Question) -> Question:
    """A question; a `str` is its text."""
    if isinstance(value, Question):
        return value
    if isinstance(value, str):
        return Question(value)
    raise InvalidNodeError(f"expected a question or its text, got {type_name(value)}")


def to_related_questions(value: Iterable[RelatedQuestion]) -> tuple[RelatedQuestion, ...]:
    """Related questions."""
    return many(value, RelatedQuestion)


def to_related_documents(value: Iterable[RelatedDocument]) -> tuple[RelatedDocument, ...]:
    """Related documents."""
    return many(value, RelatedDocument)


def to_disclaimers(value: Iterable[Disclaimer]) -> tuple[Disclaimer, ...]:
    """Disclaimers."""
    return many(value, Disclaimer)


def to_notices(value: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices."""
    return many(value, Notice)


@frozen(**NODE)
class Pico(Node):
    """A clinical question taken apart: population, intervention, comparator, outcomes; time frame and setting."""

    population: str | None = None
    intervention: str | None = None
    comparator: str | None = None
    outcomes: tuple[str, ...] = field(default=(), converter=to_outcomes)
    timeframe: str | None = None
    setting: str | None = None


@frozen(**NODE)
class Question(Node):
    """The clinical question in one text, with its kind and its PICO parts."""

    text: str
    kind: QuestionKind | None = field(default=None, kw_only=True)
    pico: Pico | None = field(default=None, kw_only=True)


@frozen(**NODE)
class RelatedQuestion(Node):
    """Another question that a reader of this answer may have."""

    text: str
    url: str | None = field(default=None, kw_only=True)


@frozen(**NODE)
class RelatedDocument(Node):
    """Another document and how this one relates to it; it is named by `id`, by `url`, or by both.

    Raises:
        InvalidNodeError: neither `id` nor `url`.
    """

    relation: DocumentRelation
    id: str | None = field(default=None, converter=optional_identifier)
    url: str | None = None
    title: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.id is None and self.url is None:
            raise InvalidNodeError("a related document needs an id or a url", "RelatedDocument.id")


@frozen(**NODE)
class PolicyLink(Node):
    """The link to the publisher's editorial policy, as printed; its address may be lost."""

    text: str
    url: str | None = field(default=None, kw_only=True)


@frozen(**NODE)
class Model(Node):
    """A language model that took part in writing the answer."""

    name: str
    version: str | None = field(default=None, kw_only=True)
    vendor: str | None = field(default=None, kw_only=True)


@frozen(**NODE)
class Provenance(Node):
    """How the document came to be: the use of AI, and the response or page from which it was imported."""

    ai: AiUse = AiUse.UNKNOWN
    models: tuple[Model, ...] = field(default=(), kw_only=True, converter=to_models)
    generated: dt.datetime | None = field(default=None, kw_only=True)
    provider: str | None = field(default=None, kw_only=True)
    response_id: str | None = field(default=None, kw_only=True)
    source_uri: str | None = field(default=None, kw_only=True)
    source_digest: str | None = field(default=None, kw_only=True)
    importer: str | None = field(default=None, kw_only=True)


@frozen(**NODE)
class ClinicalAnswer(Node):
    """A short article that answers one clinical question.

    Raises:
        InvalidNodeError: an id that stands twice among the references, the sections or the claims.
    """

    question: Question = field(converter=to_question)
    title: Phrases = field(default=(), kw_only=True, converter=to_phrases)
    answer: Blocks = field(default=(), kw_only=True, converter=to_blocks)
    sections: tuple[Section, ...] = field(default=(), kw_only=True, converter=to_sections)
    references: tuple[Reference, ...] = field(default=(), kw_only=True, converter=to_references)
    related_questions: tuple[RelatedQuestion, ...] = field(default=(), kw_only=True, converter=to_related_questions)
    disclaimers: tuple[Disclaimer, ...] = field(default=(), kw_only=True, converter=to_disclaimers)
    notices: tuple[Notice, ...] = field(default=(), kw_only=True, converter=to_notices)
    review: Review = field(default=Review(), kw_only=True)
    provenance: Provenance | None = field(default=None, kw_only=True)
    id: str | None = field(default=None, kw_only=True, converter=optional_identifier)
    identifiers: tuple[Identifier, ...] = field(default=(), kw_only=True, converter=to_identifiers)
    url: str | None = field(default=None, kw_only=True)
    language: str | None = field(default=None, kw_only=True, converter=optional_language)
    audience: tuple[Audience, ...] = field(default=(), kw_only=True, converter=to_audience)
    keywords: tuple[str, ...] = field(default=(), kw_only=True, converter=to_keywords)
    codes: tuple[Code, ...] = field(default=(), kw_only=True, converter=to_codes)
    contributors: tuple[Contributor, ...] = field(default=(), kw_only=True, converter=to_contributors)
    publisher: Organization | None = field(default=None, kw_only=True)
    editorial_policy: PolicyLink | None = field(default=None, kw_only=True)
    version: str | None = field(default=None, kw_only=True)
    created: dt.date | None = field(default=None, kw_only=True)
    published: dt.date | None = field(default=None, kw_only=True)
    updated: dt.date | None = field(default=None, kw_only=True)
    literature_through: dt.date | None = field(default=None, kw_only=True)
    expires: dt.date | None = field(default=None, kw_only=True)
    license: str | None = field(default=None, kw_only=True)
    copyright: str | None = field(default=None, kw_only=True)
    funding: str | None = field(default=None, kw_only=True)
    conflicts_of_interest: str | None = field(default=None, kw_only=True)
    related_documents: tuple[RelatedDocument, ...] = field(default=(), kw_only=True, converter=to_related_documents)
    extras: Extras = field(default=EMPTY, kw_only=True, converter=to_extras)

    def __attrs_post_init__(self) -> None:
        if problem := duplicate_problem(self):
            raise InvalidNodeError(problem[1], f"ClinicalAnswer.{problem[0]}")

    def __repr__(self) -> str:
        """One line: what is asked and how much there is."""
        words = shorten(phrase_text(self.title) or self.question.text, 70)
        parts = (
            (sum(1 for _ in all_sections(self.sections)), "sections"),
            (sum(1 for _ in all_claims(self)), "claims"),
            (len(self.references), "references"),
        )
        return f"<ClinicalAnswer {words!r}: {', '.join(f'{count} {name}' for count, name in parts)}>"

    def _repr_html_(self) -> str:
        from clinanswer.notebook import html

        return html(self)

    def __rich__(self) -> object:
        """What rich prints for the document (https://rich.readthedocs.io/en/stable/protocol.html)."""
        from clinanswer.notebook import renderable

        return renderable(self)


def all_sections(sections: Iterable[Section]) -> Iterator[Section]:
    """Every section at every depth, in document order."""
    for section in sections:
        yield section
        yield from all_sections(section.sections)


def all_claims(doc: ClinicalAnswer) -> Iterator[Claim]:
    """Every claim of the document: answer, sections, disclaimers, notices."""
    yield from claims_in(doc.answer)
    for section in all_sections(doc.sections):
        yield from claims_in(section.blocks)
    for disclaimer in doc.disclaimers:
        yield from claims_in(disclaimer.blocks)
    for notice in doc.notices:
        yield from claims_in(notice.blocks)


def duplicate_problem(doc: ClinicalAnswer) -> tuple[str, str] | None:
    """The field in which an id stands twice within its kind and what to do, or None."""
    parts: tuple[tuple[str, str, Iterable[str | None]], ...] = (
        ("references", "reference", (reference.id for reference in doc.references)),
        ("sections", "section", (section.id for section in all_sections(doc.sections))),
        ("answer", "claim", (claim.id for claim in claims_in(doc.answer))),
        ("sections", "claim", (c.id for s in all_sections(doc.sections) for c in claims_in(s.blocks))),
        ("disclaimers", "claim", (claim.id for part in doc.disclaimers for claim in claims_in(part.blocks))),
        ("notices", "claim", (claim.id for part in doc.notices for claim in claims_in(part.blocks))),
    )
    seen: set[tuple[str, str]] = set()
    for field_name, kind, ids in parts:
        for each in ids:
            if each is None:
                continue
            if (kind, each) in seen:
                return field_name, f"the {kind} id {each!r} is used twice; give one of them another"
            seen.add((kind, each))
    return None
