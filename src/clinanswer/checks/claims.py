"""CC: claims and what they rest on. CC06, which reads sources, is in `quotes`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from clinanswer.checks._rule import Hit, Severity, rule
from clinanswer.model import CertaintyLevel, ReferenceKind, Relation, Stance, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinanswer.checks._facts import Facts

__all__ = [
    "citation_in_heading", "discordant_recommendation", "disputed", "hidden_disagreement", "meaningless_rating",
    "missing_reference", "same_reference_twice", "single_source", "uncited",
]  # fmt: skip

_AGAINST: Final = Relation.DISPUTES
_FOR: Final = (Relation.SUPPORTS, Relation.AUTHORITY)
_BESIDE: Final = (Relation.BACKGROUND, Relation.MENTIONS)
_MOST: Final = 0.6
_ENOUGH: Final = 3
_DESERVE_IT: Final = (ReferenceKind.GUIDELINE, ReferenceKind.DRUG_LABEL)


@rule("CC01")
def uncited(facts: Facts) -> Iterator[Hit]:
    """A claim has no citation, neither its own nor one inherited from the list item above it.

    That every statement can be followed to its source is what a clinical answer promises (HONcode, principle 4:
    attribution; ICMJE Recommendations, section IV.A.3.g). In an approved document it is an error.

    Fires:
        ClinicalAnswer("?", answer=[claim("Massage alone does not restore sensation.")])

    Silent:
        ClinicalAnswer("?", answer=[claim("Massage alone does not restore sensation.", ["1"])])
    """
    for words in facts.uncited:
        yield Hit(
            words.place,
            "the claim has no citation; cite its source, or mark it as what it is (text, not a claim)",
            words.where,
            text=words.text,
            severity=Severity.ERROR if facts.approved else None,
        )


@rule("CC02", Severity.ERROR)
def missing_reference(facts: Facts) -> Iterator[Hit]:
    """A citation names a reference that is not in the list.

    A source that nobody can look up verifies nothing (JATS4R, Citations: every `xref` has its `ref`).

    Fires:
        ClinicalAnswer("?", answer=[claim("Start low.", ["2"])], references=[Reference("1")])

    Silent:
        ClinicalAnswer("?", answer=[claim("Start low.", ["1"])], references=[Reference("1")])
    """
    known = facts.references
    if facts.cited <= known.keys():
        return
    for words in facts.claims:
        for ref in dict.fromkeys(citation.ref for citation in words.own if citation.ref not in known):
            message = f"the claim cites {ref!r}, which is not in the reference list"
            yield Hit(words.place, message, words.where or ref, text=words.text)
    for citation, place in facts.loose:
        if citation.ref not in known:
            yield Hit(place, f"{citation.ref!r} is cited here, but is not in the reference list", citation.ref)


@rule("CC03", Severity.INFO)
def same_reference_twice(facts: Facts) -> Iterator[Hit]:
    """A claim cites the same passage of the same reference twice.

    A number printed twice looks like two sources (AMA Manual of Style, 11th ed., 3.6: each is cited once per
    statement). Citations with locators or quotes of their own are different passages, and do not count.

    Fires:
        ClinicalAnswer("?", answer=[claim("Start low.", ["1", "1"])])

    Silent:
        ClinicalAnswer("?", answer=[claim("Low.", [Citation("1", locator="p. 3"), Citation("1", locator="p. 9")])])
    """
    for words in facts.several:
        if len({(c.ref, c.locator, c.quote) for c in words.own}) < len(words.own):
            passages = Counter((c.ref, c.locator, c.quote) for c in words.own)
            for (ref, _, _), count in passages.items():
                if count > 1:
                    message = f"the claim cites reference {ref!r} {count} times"
                    yield Hit(words.place, message, words.where or ref, text=words.text)


@rule("CC04", Severity.ERROR)
def disputed(facts: Facts) -> Iterator[Hit]:
    """Every citation of a claim that says how it bears on it disputes it, and the claim is not marked contested.

    Such a claim says the opposite of its source (CiTO: `disagreesWith`). Citations for background or mention do not
    speak for it; one whose relation is not given might.

    Fires:
        ClinicalAnswer("?", answer=[claim("Massage helps.", [Citation("1", relation=Relation.DISPUTES)])])

    Silent:
        ClinicalAnswer("?", answer=[Claim(("Massage helps.", cite(Citation("1", relation=Relation.DISPUTES))),
            stance=Stance.CONTESTED)])
    """
    for words in facts.disputed:
        relations = {citation.relation for citation in words.own}
        if relations.difference(_BESIDE) == {_AGAINST} and not _contested(words.claim):
            yield Hit(
                words.place,
                "every source that is cited for the claim disputes it; reword the claim, or mark it contested",
                words.where,
                text=words.text,
            )


@rule("CC05")
def hidden_disagreement(facts: Facts) -> Iterator[Hit]:
    """A claim is both supported and disputed by its citations, and not marked contested.

    Readers see one row of numbers and take it for agreement (GRADE: inconsistency must be shown,
    https://book.gradepro.org/).

    Fires:
        ClinicalAnswer("?", answer=[claim("Massage helps.",
            [Citation("1", relation=Relation.SUPPORTS), Citation("2", relation=Relation.DISPUTES)])])

    Silent:
        ClinicalAnswer("?", answer=[claim("Massage helps.",
            [Citation("1", relation=Relation.SUPPORTS), Citation("2", relation=Relation.QUALIFIES)])])
    """
    for words in facts.disputed:
        relations = {citation.relation for citation in words.own}
        if not relations.isdisjoint(_FOR) and not _contested(words.claim):
            yield Hit(
                words.place,
                "sources both support and dispute the claim; mark it contested and say how they differ",
                words.where,
                text=words.text,
            )


@rule("CC08")
def citation_in_heading(facts: Facts) -> Iterator[Hit]:
    """A citation stands in a heading.

    A heading states nothing that a source could bear out: it is unclear which claim is meant (AMA Manual of Style,
    11th ed., 3.6). Cite at the statement.

    Fires:
        ClinicalAnswer("?", sections=[Section(["Dosing", cite("1")], "Start low.")])

    Silent:
        ClinicalAnswer("?", sections=[Section("Dosing", [claim("Start low.", ["1"])])])
    """
    for words, place in facts.headings:
        if words.own:
            refs = ", ".join(dict.fromkeys(citation.ref for citation in words.own))
            message = f"the heading cites {refs}; move the citation to the statement that it bears out"
            yield Hit((place, words.field, -1), message, text=words.text)


@rule("CC09", Severity.INFO)
def single_source(facts: Facts) -> Iterator[Hit]:
    """One reference alone carries over 60 % of the cited claims.

    An answer that rests on one source repeats that source's errors; a guideline or a drug label may deserve it, a
    single study does not. Claims that other references bear out too do not count for it, nor do one or two claims.

    Fires:
        ClinicalAnswer("?", answer=[claim("One.", ["1"]), claim("Two.", ["1"]), claim("Three.", ["1"]),
            claim("Four.", ["2"])])

    Silent:
        ClinicalAnswer("?", answer=[claim("One.", ["1"]), claim("Two.", ["1", "2"]), claim("Three.", ["1", "3"]),
            claim("Four.", ["1"])])
    """
    cited = len(facts.claims) - len(facts.uncited)
    ref = max(facts.alone, key=facts.alone.__getitem__, default="")
    most = facts.alone.get(ref, 0)
    if most < _ENOUGH or most <= _MOST * cited:
        return
    reference = facts.references.get(ref)
    if reference is None or reference.kind not in _DESERVE_IT:
        position = next((i for i, reference in enumerate(facts.doc.references) if reference.id == ref), None)
        place = "$.references" if position is None else f"$.references[{position}]"
        share = round(100 * most / cited)
        message = (
            f"reference {ref!r} alone carries {most} of {cited} cited claims ({share} %); look for a second source"
        )
        yield Hit(place, message, ref)


@rule("CC10")
def meaningless_rating(facts: Facts) -> Iterator[Hit]:
    """A grade has no grading system, or a certainty is given for a claim without a citation.

    "Grade A" is the best in one system and means something else in the next (Atkins et al., Systems for grading the
    quality of evidence, BMC Health Serv Res 2004;4:38), and certainty is a judgement of evidence: there is none here.

    Fires:
        ClinicalAnswer("?", answer=[claim("Start low.", ["1"], certainty=Certainty(native=Rating(" ", "A")))])

    Silent:
        ClinicalAnswer("?", answer=[claim("Start low.", ["1"], certainty=Certainty(native=Rating("ADA", "A")))])
    """
    for words in facts.special:
        claim = words.claim
        if claim is None or (claim.certainty is None and claim.recommendation is None):
            continue
        for name, rated in (("certainty", claim.certainty), ("recommendation", claim.recommendation)):
            if rated is not None and rated.native is not None and not rated.native.system.strip():
                message = f"the grade {rated.native.value!r} names no grading system; say whose it is"
                yield Hit((words.place, name, -1), message, words.where, text=words.text)
        if claim.certainty is not None and not words.support:
            message = "a certainty of evidence is given, but no evidence is cited"
            yield Hit((words.place, "certainty", -1), message, words.where, text=words.text)


@rule("CC11")
def discordant_recommendation(facts: Facts) -> Iterator[Hit]:
    """A strong recommendation rests on low or very low certainty, without a rationale.

    GRADE calls it discordant and allows it in five situations, which must be named (Andrews et al., GRADE guidelines
    15, J Clin Epidemiol 2013;66:726).

    Fires:
        ClinicalAnswer("?", answer=[claim("Give oxygen.", ["1"], certainty=Certainty(CertaintyLevel.LOW),
            recommendation=Recommendation(Strength.STRONG))])

    Silent:
        ClinicalAnswer("?", answer=[claim("Give oxygen.", ["1"], certainty=Certainty(CertaintyLevel.LOW),
            recommendation=Recommendation(Strength.STRONG, rationale="Life-threatening situation."))])
    """
    for words in facts.special:
        claim = words.claim
        if (
            claim is not None
            and claim.recommendation is not None
            and claim.recommendation.strength is Strength.STRONG
            and not (claim.recommendation.rationale or "").strip()
            and claim.certainty is not None
            and claim.certainty.level in {CertaintyLevel.LOW, CertaintyLevel.VERY_LOW}
        ):
            level = claim.certainty.level.replace("-", " ")
            message = f"a strong recommendation on {level} certainty needs a rationale; give it, or make it conditional"
            yield Hit((words.place, "recommendation", -1), message, words.where, text=words.text)


def _contested(claim: object) -> bool:
    return getattr(claim, "stance", None) is Stance.CONTESTED
