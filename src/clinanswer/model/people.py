"""Who made, published or checked a document, and the codes and identifiers by which others know things."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from attrs import field, frozen

from clinanswer.model._fields import NODE, many, texts
from clinanswer.model._node import Node
from clinanswer.model.vocabularies import ContributorRole


def to_affiliations(value: Iterable[str]) -> tuple[str, ...]:
    """Affiliations, as printed."""
    return texts(value)


def to_agents(value: Iterable[Agent]) -> tuple[Agent, ...]:
    """Authors or editors."""
    return many(value, (Person, Organization))


def to_codes(value: Iterable[Code]) -> tuple[Code, ...]:
    """Codes of a terminology."""
    return many(value, Code)


def to_contributors(value: Iterable[Contributor]) -> tuple[Contributor, ...]:
    """Contributors."""
    return many(value, Contributor)


def to_identifiers(value: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Identifiers in other systems."""
    return many(value, Identifier)


@frozen(**NODE)
class Person(Node):
    """A person's name in parts, as CSL has them, or whole in `literal`. `orcid` is an ORCID iD."""

    family: str | None = None
    given: str | None = None
    particles: str | None = None
    suffix: str | None = None
    literal: str | None = None
    orcid: str | None = None
    affiliations: tuple[str, ...] = field(default=(), converter=to_affiliations)


@frozen(**NODE)
class Organization(Node):
    """An organisation. `ror` is its Research Organization Registry id (https://ror.org)."""

    name: str
    ror: str | None = field(default=None, kw_only=True)
    url: str | None = field(default=None, kw_only=True)


@frozen(**NODE)
class Software(Node):
    """A program that contributed, such as a language model. It is never an author."""

    name: str
    version: str | None = None
    vendor: str | None = None


@frozen(**NODE)
class Contributor(Node):
    """Who did what for the document."""

    who: Person | Organization | Software
    role: ContributorRole | None = field(default=None, kw_only=True)


@frozen(**NODE)
class Code(Node):
    """A code of a terminology (SNOMED CT, MeSH, RxNorm, LOINC, ICD-10). `system` is its URI or name."""

    code: str
    system: str | None = field(default=None, kw_only=True)
    display: str | None = field(default=None, kw_only=True)


@frozen(**NODE)
class Identifier(Node):
    """The document's identifier in another system."""

    system: str
    value: str


Agent: TypeAlias = Person | Organization
"""Who can be an author or editor."""
