"""Phrases (formatted text, links, citation groups) and claims: everything that stands in a line of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, TypeAlias, TypeVar

from attrs import Factory, evolve, field, frozen

from clinanswer.errors import InvalidNodeError
from clinanswer.model._fields import (
    NESTED,
    NODE,
    depth_of,
    href,
    identifier,
    many,
    optional_identifier,
    some,
    terms,
)
from clinanswer.model._node import Node
from clinanswer.model._text import text, type_name
from clinanswer.model.extras import EMPTY, Extras, to_extras
from clinanswer.model.people import Code, Contributor, to_codes
from clinanswer.model.vocabularies import (
    CertaintyDomain,
    CertaintyLevel,
    ClaimKind,
    Direction,
    Relation,
    Stance,
    Strength,
    Verdict,
)

T = TypeVar("T")


def to_phrases(value: PhrasesLike) -> Phrases:
    """Formatted text in its normal form: adjacent text merged, empty text dropped."""
    return _content(value, PHRASE_CLASSES, "phrase")


def to_inlines(value: InlinesLike) -> Inlines:
    """As `to_phrases`, with claims."""
    return _content(value, _INLINE_CLASSES, "phrase or claim")


def to_link_text(value: PhrasesLike) -> Phrases:
    """As `to_phrases`, without links and citation groups at any depth."""
    content = to_phrases(value)
    _refuse_in_link(content)
    return content


def to_citations(value: Iterable[Citation]) -> tuple[Citation, ...]:
    """One or more citations."""
    return some(many(value, Citation), "a citation group needs a citation")


def to_claim_content(value: PhrasesLike) -> Phrases:
    """The words of a claim; there must be some."""
    return some(to_phrases(value), "a claim needs words")


def to_domains(value: Iterable[CertaintyDomain]) -> tuple[CertaintyDomain, ...]:
    """GRADE domains."""
    return terms(value, CertaintyDomain)


def to_verifications(value: Iterable[Verification]) -> tuple[Verification, ...]:
    """Verifications of a claim."""
    return many(value, Verification)


@frozen(**NODE)
class Strong(Node):
    """Words of strong importance (HTML `strong`, JATS `bold`)."""

    content: Phrases = field(converter=to_phrases)
    _depth: int = field(init=False, eq=False, default=NESTED)


@frozen(**NODE)
class Emphasis(Node):
    """Stressed words (HTML `em`, JATS `italic`)."""

    content: Phrases = field(converter=to_phrases)
    _depth: int = field(init=False, eq=False, default=NESTED)


@frozen(**NODE)
class Subscript(Node):
    """Text below the line (CO₂)."""

    content: Phrases = field(converter=to_phrases)
    _depth: int = field(init=False, eq=False, default=NESTED)


@frozen(**NODE)
class Superscript(Node):
    """Text above the line (m²)."""

    content: Phrases = field(converter=to_phrases)
    _depth: int = field(init=False, eq=False, default=NESTED)


@frozen(**NODE)
class Link(Node):
    """Words that lead to `href`: http or https with a sound host and port, or mailto. No link or citation inside."""

    content: Phrases = field(converter=to_link_text)
    href: str = field(converter=href)
    _depth: int = field(init=False, eq=False, default=NESTED)


@frozen(**NODE)
class LineBreak(Node):
    """A line break inside a line of text."""


@frozen(**NODE)
class Citation(Node):
    """One reference cited at one place. `ref` is a `Reference.id`, which may be missing from the list (check CC02).

    `locator` is where in the source (`p. 12`), `quote` the source's own words.
    """

    ref: str = field(converter=identifier)
    relation: Relation | None = field(default=None, kw_only=True)
    locator: str | None = field(default=None, kw_only=True)
    quote: str | None = field(default=None, kw_only=True)
    extras: Extras = field(default=EMPTY, kw_only=True, converter=to_extras)


@frozen(**NODE)
class Cite(Node):
    """One printed group of citations, `[1, 3]`. The space before it is not stored: every format writes one."""

    citations: tuple[Citation, ...] = field(converter=to_citations)


@frozen(**NODE)
class Rating(Node):
    """A source's own grade in its own system (`ADA`, `A`), never mapped silently to GRADE."""

    system: str
    value: str


@frozen(**NODE)
class Certainty(Node):
    """How sure the evidence is. `level` is GRADE's; `native` the source's own grade; `domains` the reasons."""

    level: CertaintyLevel | None = None
    native: Rating | None = field(default=None, kw_only=True)
    domains: tuple[CertaintyDomain, ...] = field(default=(), kw_only=True, converter=to_domains)
    rationale: str | None = field(default=None, kw_only=True)


@frozen(**NODE)
class Recommendation(Node):
    """How strongly, and which way, an intervention is recommended."""

    strength: Strength | None = None
    direction: Direction | None = None
    native: Rating | None = field(default=None, kw_only=True)
    rationale: str | None = field(default=None, kw_only=True)


@frozen(**NODE)
class Verification(Node):
    """Somebody's (or some software's) verdict on whether the cited sources bear a claim out."""

    verdict: Verdict
    by: Contributor | None = field(default=None, kw_only=True)
    date: dt.date | None = field(default=None, kw_only=True)
    score: str | None = field(default=None, kw_only=True)
    note: str | None = field(default=None, kw_only=True)


@frozen(**NODE)
class Claim(Node):
    """A statement with its own words and its own citations."""

    content: Phrases = field(converter=to_claim_content)
    id: str | None = field(default=None, kw_only=True, converter=optional_identifier)
    kind: ClaimKind | None = field(default=None, kw_only=True)
    certainty: Certainty | None = field(default=None, kw_only=True)
    recommendation: Recommendation | None = field(default=None, kw_only=True)
    stance: Stance | None = field(default=None, kw_only=True)
    population: str | None = field(default=None, kw_only=True)
    codes: tuple[Code, ...] = field(default=(), kw_only=True, converter=to_codes)
    verifications: tuple[Verification, ...] = field(default=(), kw_only=True, converter=to_verifications)
    extras: Extras = field(default=EMPTY, kw_only=True, converter=to_extras)
    _depth: int = field(init=False, eq=False, default=Factory(lambda self: depth_of(self.content), takes_self=True))

    @property
    def text(self) -> str:
        """The claim's words, without its citation groups, stripped."""
        return phrase_text(self.content).strip()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of the claim, in order."""
        return tuple(citation for cite in cites_in(self.content) for citation in cite.citations)

    @property
    def refs(self) -> tuple[str, ...]:
        """The ids of the references that the claim cites, each once, in order of first citation."""
        return tuple(dict.fromkeys(citation.ref for citation in self.citations))

    def with_text(self, content: PhrasesLike) -> Claim:
        """The claim in other words: its citation groups follow the new words."""
        return evolve(self, content=(*to_phrases(content), *cites_in(self.content)))

    def _repr_html_(self) -> str:
        from clinanswer.notebook import html

        return html(self)


Phrase: TypeAlias = str | Strong | Emphasis | Subscript | Superscript | Link | LineBreak | Cite
"""What formatted text is made of."""
Phrases: TypeAlias = tuple[Phrase, ...]
Inline: TypeAlias = Phrase | Claim
"""What the text of a paragraph or table cell is made of."""
Inlines: TypeAlias = tuple[Inline, ...]
PhrasesLike: TypeAlias = Phrase | Iterable[Phrase]
"""What a constructor takes for phrases: a `str`, one phrase, or several."""
InlinesLike: TypeAlias = Inline | Iterable[Inline]
"""As `PhrasesLike`, with claims."""

FORMATTING: Final = (Strong, Emphasis, Subscript, Superscript)
PHRASE_CLASSES: Final = (str, *FORMATTING, Link, LineBreak, Cite)
_INLINE_CLASSES: Final = (*PHRASE_CLASSES, Claim)


def cite(*refs: str | Citation) -> Cite:
    """A citation group: `cite("1", "3")`, or of `Citation`s where one needs a locator or a quote."""
    return Cite(tuple(ref if isinstance(ref, Citation) else Citation(ref) for ref in refs))


def claim(
    content: PhrasesLike,
    refs: Iterable[str | Citation] = (),
    *,
    id: str | None = None,
    kind: ClaimKind | None = None,
    certainty: Certainty | None = None,
    recommendation: Recommendation | None = None,
) -> Claim:
    """A claim whose citations, if any, stand in one group at its end: `claim("Start low.", ["1", "3"])`."""
    cited = (refs,) if isinstance(refs, str) else tuple(refs)
    words = to_phrases(content)
    return Claim(
        (*words, cite(*cited)) if cited else words,
        id=id,
        kind=kind,
        certainty=certainty,
        recommendation=recommendation,
    )


def phrase_text(content: Iterable[Inline]) -> str:
    """The words of phrases and claims: citation groups left out, a line break as LF."""
    words: list[str] = []
    for node in content:
        if isinstance(node, str):
            words.append(node)
        elif isinstance(node, LineBreak):
            words.append("\n")
        elif not isinstance(node, Cite):
            words.append(phrase_text(node.content))
    return "".join(words)


def cites_in(content: Iterable[Inline]) -> tuple[Cite, ...]:
    """Every citation group in phrases and claims, in order."""
    found: list[Cite] = []
    for node in content:
        if isinstance(node, Cite):
            found.append(node)
        elif not isinstance(node, str | LineBreak):
            found += cites_in(node.content)
    return tuple(found)


def _content(value: object, allowed: tuple[type[T], ...], wanted: str) -> tuple[T, ...]:
    if isinstance(value, allowed):
        value = (value,)
    try:
        given: tuple[object, ...] = value if type(value) is tuple else tuple(value)  # type: ignore[arg-type]
    except TypeError:
        raise InvalidNodeError(f"expected text, a {wanted}, or several, got {type_name(value)}") from None
    merged: list[object] = []
    run: list[str] = []  # texts side by side, joined at once: adding one to another copies both
    for position, node in enumerate(given):
        if isinstance(node, str):
            try:
                words = text(node)
            except InvalidNodeError as error:
                raise InvalidNodeError(error.reason, f"[{position}]") from None
            if words:
                run.append(words)
        elif isinstance(node, allowed):
            merged += _joined(run)
            merged.append(node)
            run = []
        else:
            raise InvalidNodeError(f"expected text or a {wanted}, got {type_name(node)}", f"[{position}]")
    merged += _joined(run)
    if len(merged) == len(given) and all(map(_same, merged, given)):
        return given  # type: ignore[return-value]
    return tuple(merged)  # type: ignore[arg-type]


def _joined(run: list[str]) -> list[str]:
    return ["".join(run)] if len(run) > 1 else run


def _refuse_in_link(content: Phrases) -> None:
    for node in content:
        if isinstance(node, Link | Cite):
            raise InvalidNodeError(f"a link cannot hold a {type_name(node)}; place it before or after the link")
        if isinstance(node, FORMATTING):
            _refuse_in_link(node.content)


def _same(one: object, other: object) -> bool:
    return one is other
