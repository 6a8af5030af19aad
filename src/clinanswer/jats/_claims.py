"""Claims, and all that is said of a claim beside its words and citations.

A claim is `named-content`, or the `p` that it fills. `p` has no vocabulary attributes, so ratings are always nested
`named-content` elements at the end. They read as sentences of their own (". Certainty: low (ADA: A)."), because most
readers of JATS print them as they stand. Verifications are sections of the back matter, with the verifier as a
contributor.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from clinanswer.jats import _make as make
from clinanswer.jats._context import NO_EXTRAS, child_of
from clinanswer.jats._dates import to_date
from clinanswer.jats._inline import PHRASE_READERS, STYLED_BREAK, read_content, write_phrase, write_phrases
from clinanswer.jats._names import (
    CLAIM,
    CLAIM_PREFIX,
    CONTENT_TYPE,
    CUSTOM_TYPE,
    GRADE,
    GRADE_URI,
    ID,
    NAMED_CONTENT,
    REF_TYPE,
    RID,
    SEC,
    SEC_META,
    SEC_TYPE,
    SPECIFIC_USE,
    TITLE,
    VOCAB,
    VOCAB_IDENTIFIER,
    VOCAB_TERM,
    VOCAB_TERM_IDENTIFIER,
    XREF,
    P,
)
from clinanswer.jats._people import read_contributors, write_contributor_group
from clinanswer.jats._xml import attribute, leaf, optional, wrap
from clinanswer.model import (
    Certainty,
    CertaintyDomain,
    CertaintyLevel,
    Claim,
    ClaimKind,
    Code,
    Direction,
    Rating,
    Recommendation,
    Stance,
    Strength,
    Verdict,
    Verification,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from clinanswer.jats._context import Reading, Writing
    from clinanswer.jats._inline import Reader
    from clinanswer.model import Inline, Inlines

CERTAINTY: Final = "evidence-certainty"
RECOMMENDATION: Final = "recommendation"
_NATIVE: Final = "native-rating"
_DOMAIN: Final = "certainty-domain"
_RATIONALE: Final = "rationale"
_POPULATION: Final = "population"
_CODE: Final = "code"
VERIFICATIONS: Final = "claim-verifications"
_VERIFICATION: Final = "verification"
_DATE: Final = "date"
_VERIFIED: Final = "verified-claim"
_SCORE: Final = "score"
_NOTE: Final = "note"

_KIND: Final = "kind-"
_STANCE: Final = "stance-"
_KINDS: Final = MappingProxyType({f"{_KIND}{kind}": kind for kind in ClaimKind})
_STANCES: Final = MappingProxyType({f"{_STANCE}{stance}": stance for stance in Stance})
_LEVELS: Final = MappingProxyType({level.value: level for level in CertaintyLevel})
_DOMAINS: Final = MappingProxyType({domain.value: domain for domain in CertaintyDomain})
_STRENGTHS: Final = MappingProxyType({strength.value: strength for strength in Strength})
_DIRECTIONS: Final = MappingProxyType({direction.value: direction for direction in Direction})
_VERDICTS: Final = MappingProxyType({verdict.value: verdict for verdict in Verdict})
_SAID: Final = frozenset({CERTAINTY, RECOMMENDATION, _POPULATION, _CODE})
IS_CLAIM: Final = f' {CONTENT_TYPE}="{CLAIM}"'
_GRADE_STRENGTHS: Final = frozenset({Strength.STRONG, Strength.CONDITIONAL})


# ------------------------------------------------------------------------------------------------ inlines


def write_inlines(content: Inlines, out: Writing, line_break: str = STYLED_BREAK) -> str:
    """Phrases and claims."""
    markup = ""
    for node in content:
        markup += write_claim(node, out) if isinstance(node, Claim) else write_phrase(node, out, line_break)
    return markup


def read_inlines(element: _Element, reading: Reading) -> tuple[tuple[Inline, ...], int]:
    """The phrases and claims in an element, and how deep they are nested."""
    return read_content(element, reading, _INLINE_READERS)


# ------------------------------------------------------------------------------------------------- claims


def only_claim(content: Inlines) -> Claim | None:
    """The claim that is all of a paragraph or cell, or None."""
    only = content[0] if len(content) == 1 else None
    return only if type(only) is Claim else None


def write_claim(claim: Claim, out: Writing, tag: str = NAMED_CONTENT) -> str:
    """A claim that is part of a line, or, as a `p`, all of it."""
    name, use, inner = claim_markup(claim, out)
    return f"<{tag}{IS_CLAIM}{name}{use}>{inner}</{tag}>"


def claim_markup(claim: Claim, out: Writing) -> tuple[str, str, str]:
    """The attribute with a claim's id, the one with its kind and stance, and its words with what is said of it."""
    name = "" if claim.id is None else f' {ID}="{CLAIM_PREFIX}{claim.id}"'
    if claim.extras is not NO_EXTRAS or claim.verifications:
        name = _write_details(claim, name, out)
    use = "" if claim.kind is None and claim.stance is None else attribute(SPECIFIC_USE, _uses(claim))
    inner = write_phrases(claim.content, out)
    if claim.certainty is None and claim.recommendation is None and claim.population is None and not claim.codes:
        return name, use, inner
    return name, use, inner + _write_ratings(claim)


def _write_details(claim: Claim, name: str, out: Writing) -> str:
    """Leave the extras and verifications of a claim with `out`: the attribute with the id that they refer to."""
    extras, verifications = claim.extras, claim.verifications
    if not extras and not verifications:
        return name
    owner = out.nameless_claim_id() if claim.id is None else f"{CLAIM_PREFIX}{claim.id}"
    if extras:
        out.extras.append((owner, extras))
    out.verifications += [(owner, each) for each in verifications]
    return f' {ID}="{owner}"'


def read_claim(element: _Element, reading: Reading, name: str | None = None) -> Claim:
    """The claim that an element is. `name` is its id where that stands on another element."""
    if name is None:
        name = element.get(ID)
    content, depth = read_content(element, reading, _CLAIM_READERS)
    uses = element.get(SPECIFIC_USE)
    own = name[len(CLAIM_PREFIX) :] if name is not None and name.startswith(CLAIM_PREFIX) else None
    reading.claims.append(own)
    if not reading.said and uses is None and not reading.has_details:
        return make.claim(content, depth, own)
    said, reading.said = reading.said, []
    fields: dict[str, Any] = {}
    for each in said:
        kind = each.get(CONTENT_TYPE)
        if kind == CERTAINTY:
            fields["certainty"] = _read_certainty(each, reading)
        elif kind == RECOMMENDATION:
            fields["recommendation"] = _read_recommendation(each, reading)
        elif kind == _POPULATION:
            fields["population"] = each.get(VOCAB_TERM) or None
        else:
            fields["codes"] = (*fields.get("codes", ()), read_code(each))
    for use in (uses or "").split():
        if use.startswith(_STANCE):
            fields["stance"] = reading.term(element, "stance", _STANCES, use)
        else:
            fields["kind"] = reading.term(element, "claim kind", _KINDS, use)
    if name is not None:
        fields["verifications"] = reading.verifications.get(name, ())
        fields["extras"] = reading.extras.get(name, NO_EXTRAS)
    return make.claim(content, depth, own, fields)


def _uses(claim: Claim) -> str:
    kind = "" if claim.kind is None else f"{_KIND}{claim.kind}"
    stance = "" if claim.stance is None else f"{_STANCE}{claim.stance}"
    return f"{kind} {stance}".strip()


# ------------------------------------------------------------------------------------------------ ratings


def _write_ratings(claim: Claim) -> str:
    said = ""
    if claim.certainty is not None:
        said += _write_certainty(claim.certainty, "." if _needs_stop(claim) else "")
    if claim.recommendation is not None:
        said += _write_recommendation(claim.recommendation, "." if _needs_stop(claim) and not said else "")
    if claim.population is not None:
        stop = "." if _needs_stop(claim) and not said else ""
        attributes = _kind(_POPULATION) + attribute(VOCAB_TERM, claim.population)
        said += leaf(NAMED_CONTENT, f"{stop} Population: {claim.population}.", attributes)
    return said + "".join([write_code(NAMED_CONTENT, code, "", _kind(_CODE)) for code in claim.codes])


def _needs_stop(claim: Claim) -> bool:
    return not claim.text.endswith((".", "!", "?", ":", ";", "…", "。"))


def _write_certainty(certainty: Certainty, stop: str) -> str:
    level = certainty.level
    graded = "" if level is None else _grade(level)
    reasons = [_write_domain(domain) for domain in certainty.domains]
    words = None if level is None else level.replace("-", " ")
    inner = _sentence("Certainty", words, [*_native(certainty.native), *reasons, *_rationale(certainty.rationale)])
    return wrap(NAMED_CONTENT, stop + inner, _kind(CERTAINTY) + graded)


def _read_certainty(element: _Element, reading: Reading) -> Certainty | None:
    domains = (
        reading.term(each, "certainty domain", _DOMAINS, each.get(VOCAB_TERM)) for each in _said(element, _DOMAIN)
    )
    return reading.build(
        element,
        lambda: Certainty(
            reading.term(element, "certainty", _LEVELS, element.get(VOCAB_TERM)),
            native=_read_native(element),
            domains=[domain for domain in domains if domain is not None],
            rationale=_read_rationale(element),
        ),
    )


def _write_recommendation(recommendation: Recommendation, stop: str) -> str:
    strength, direction = recommendation.strength, recommendation.direction
    if strength is None:
        rated = ""
    else:
        rated = _grade(strength) if strength in _GRADE_STRENGTHS else attribute(VOCAB_TERM, strength)
    words = " ".join(word.replace("-", " ") for word in (strength, direction) if word is not None) or None
    details = [*_native(recommendation.native), *_rationale(recommendation.rationale)]
    attributes = _kind(RECOMMENDATION) + rated + attribute(SPECIFIC_USE, direction)
    return wrap(NAMED_CONTENT, stop + _sentence("Recommendation", words, details), attributes)


def _read_recommendation(element: _Element, reading: Reading) -> Recommendation | None:
    return reading.build(
        element,
        lambda: Recommendation(
            reading.term(element, "strength", _STRENGTHS, element.get(VOCAB_TERM)),
            reading.term(element, "direction", _DIRECTIONS, element.get(SPECIFIC_USE)),
            native=_read_native(element),
            rationale=_read_rationale(element),
        ),
    )


def _sentence(name: str, words: str | None, details: list[str]) -> str:
    """A sentence such as " Certainty: low (ADA: A; imprecision).", from markup."""
    more = "; ".join(details)
    if words is None:
        return f" {name}: {more}." if more else ""
    return f" {name}: {words} ({more})." if more else f" {name}: {words}."


def _native(rating: Rating | None) -> list[str]:
    if rating is None:
        return []
    attributes = _kind(_NATIVE) + attribute(VOCAB, rating.system) + attribute(VOCAB_TERM, rating.value)
    return [leaf(NAMED_CONTENT, f"{rating.system}: {rating.value}", attributes)]


def _read_native(element: _Element) -> Rating | None:
    for each in _said(element, _NATIVE):
        return Rating(each.get(VOCAB) or "", each.get(VOCAB_TERM) or "")
    return None


def _write_domain(domain: CertaintyDomain) -> str:
    return leaf(NAMED_CONTENT, domain.replace("-", " "), _kind(_DOMAIN) + _grade(domain))


def _rationale(words: str | None) -> list[str]:
    return [] if words is None else [leaf(NAMED_CONTENT, words, _kind(_RATIONALE))]


def _read_rationale(element: _Element) -> str | None:
    for each in _said(element, _RATIONALE):
        return each.text
    return None


def _said(element: _Element, kind: str) -> list[_Element]:
    return [each for each in element.iterchildren(NAMED_CONTENT) if each.get(CONTENT_TYPE) == kind]


def _kind(kind: str) -> str:
    return f' {CONTENT_TYPE}="{kind}"'


def _grade(term: str) -> str:
    return f' {VOCAB}="{GRADE}" {VOCAB_IDENTIFIER}="{GRADE_URI}" {VOCAB_TERM}="{term}"'


# -------------------------------------------------------------------------------------------------- codes


def write_code(tag: str, code: Code, words: str, attributes: str = "") -> str:
    """A code of a terminology, as an element with vocabulary attributes."""
    attributes += attribute(VOCAB, code.system) + attribute(VOCAB_TERM_IDENTIFIER, code.code)
    return leaf(tag, words, attributes + attribute(VOCAB_TERM, code.display))


def read_code(element: _Element) -> Code:
    """What `write_code` wrote."""
    return Code(element.get(VOCAB_TERM_IDENTIFIER) or "", system=element.get(VOCAB), display=element.get(VOCAB_TERM))


# ------------------------------------------------------------------------------------------ verifications


def write_verifications(out: Writing) -> str:
    """The section of the back matter that holds the verifications of all claims; nothing without any."""
    if not out.verifications:
        return ""
    sections = "".join([_write_verification(name, each) for name, each in out.verifications])
    return wrap(SEC, leaf(TITLE, "Verification of claims") + sections, attribute(SEC_TYPE, VERIFICATIONS))


def read_verifications(section: _Element, reading: Reading) -> None:
    """Note the verifications, for the claims to find."""
    for element in section.iterchildren(SEC):
        link = element.find(f"{P}/{XREF}")
        name = None if link is None else link.get(RID)
        verification = _read_verification(element, reading)
        if verification is not None and name:
            reading.verifications[name] = (*reading.verifications.get(name, ()), verification)


def _write_verification(name: str, verification: Verification) -> str:
    verdict = verification.verdict
    link = (
        f'<{XREF} {REF_TYPE}="other" {CUSTOM_TYPE}="{CLAIM}" {RID}="{name}">{name.removeprefix(CLAIM_PREFIX)}</{XREF}>'
    )
    by = () if verification.by is None else (verification.by,)
    return wrap(
        SEC,
        (wrap(SEC_META, write_contributor_group(by)) if by else "")
        + leaf(TITLE, f"Verdict: {verdict.replace('-', ' ')}")
        + wrap(P, f"Claim {link}", _kind(_VERIFIED))
        + optional(P, None if verification.date is None else verification.date.isoformat(), _kind(_DATE))
        + optional(P, verification.score, _kind(_SCORE))
        + optional(P, verification.note, _kind(_NOTE)),
        attribute(SEC_TYPE, _VERIFICATION) + attribute(SPECIFIC_USE, verdict),
    )


def _read_verification(element: _Element, reading: Reading) -> Verification | None:
    verdict = _VERDICTS.get(element.get(SPECIFIC_USE) or "")
    if verdict is None:
        reading.lose(element, "unknown-value", "a verification without a known verdict is left out")
        return None
    said = {each.get(CONTENT_TYPE): each.text for each in element.iterchildren(P)}
    by = read_contributors(child_of(element, SEC_META), reading)
    day = said.get(_DATE)
    return reading.build(
        element,
        lambda: Verification(
            verdict,
            by=by[0] if by else None,
            date=None if day is None else to_date(day),
            score=said.get(_SCORE),
            note=said.get(_NOTE),
        ),
    )


def _note_said(element: _Element, reading: Reading) -> str | None:
    """What is said of a claim is no part of its words: it is left for the claim's reader."""
    if element.get(CONTENT_TYPE) not in _SAID:
        return _unknown(element, reading)
    reading.said.append(element)
    return None


def _read_named_content(element: _Element, reading: Reading) -> Claim | str:
    return read_claim(element, reading) if element.get(CONTENT_TYPE) == CLAIM else _unknown(element, reading)


def _unknown(element: _Element, reading: Reading) -> str:
    reading.lose(element, "unknown-element", "this named-content is not known; its text is kept")
    return "".join(element.itertext())


_CLAIM_READERS: Final[Mapping[str, Reader]] = {**PHRASE_READERS, NAMED_CONTENT: _note_said}
_INLINE_READERS: Final[Mapping[str, Reader]] = {**PHRASE_READERS, NAMED_CONTENT: _read_named_content}
