"""CR04 to CR06: the identifiers of references and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinanswer.checks._facts import NOWHERE, Facts, Place
from clinanswer.checks._ids import NAMES, canonical, id_in_url, malformed
from clinanswer.checks._rule import Fix, Hit, Severity, rule
from clinanswer.checks.references import _place, _setting
from clinanswer.model import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["disagreeing_url", "malformed_identifier", "prefixed_identifier"]


@rule("CR04", Severity.ERROR, needs=("idutils",))
def malformed_identifier(facts: Facts) -> Iterator[Hit]:
    """An identifier is malformed: a DOI, PMID, PMCID, NCT number, ISBN, ISSN or ORCID iD.

    It leads nowhere, or with one wrong digit to another work. Syntax and check digits are checked as their standards
    have them (ISO 26324, ISO 2108, ISO 3297, ISO 27729, ClinicalTrials.gov) by the library idutils, the `checks` extra.

    Fires:
        ClinicalAnswer("?", references=[Reference("1", isbn="978-0-306-40615-8")])

    Silent:
        ClinicalAnswer("?", references=[Reference("1", isbn="978-0-306-40615-7", issn="0378-5955", doi="10.5555/1")])
    """
    for position, name, value, plain in facts.identifiers:
        if reason := malformed(name, plain):
            message = f"{value!r} is no {NAMES[name]}: {reason}"
            ref = facts.doc.references[position].id
            yield Hit((_place(position), name, -1), message, ref, text=value, span=(0, len(value)))
    for place, orcid, where in _orcids(facts):
        if reason := malformed("orcid", orcid.strip()):
            message = f"{orcid!r} is no {NAMES['orcid']}: {reason}"
            yield Hit((place, "orcid", -1), message, where, text=orcid, span=(0, len(orcid)))


def _orcids(facts: Facts) -> Iterator[tuple[Place, str, str | None]]:
    """The ORCID iDs of the people who wrote, edited or reviewed the document and its references."""
    doc = facts.doc
    for position, reference in enumerate(doc.references):
        written = len(reference.authors)
        for number, agent in enumerate((*reference.authors, *reference.editors)):
            if type(agent) is Person and agent.orcid:
                name, at = ("authors", number) if number < written else ("editors", number - written)
                yield (_place(position), name, at), agent.orcid, reference.id
    for position, contributor in enumerate(doc.contributors):
        if isinstance(contributor.who, Person) and contributor.who.orcid:
            yield ((NOWHERE, "contributors", position), "who", -1), contributor.who.orcid, None
    review: Final[Place] = (NOWHERE, "review", -1)
    for position, event in enumerate(doc.review.events):
        if event.by is not None and isinstance(event.by.who, Person) and event.by.who.orcid:
            by: Place = ((review, "events", position), "by", -1)
            yield (by, "who", -1), event.by.who.orcid, None


@rule("CR05", Severity.INFO)
def prefixed_identifier(facts: Facts) -> Iterator[Hit]:
    """An identifier carries its name or an address.

    `doi:10.5555/1`, `https://doi.org/10.5555/1` and `10.5555/1` are one work, which programs take for three (JATS4R,
    Citations: identifiers are given bare). The fix takes off what stands before it. ORCID iDs are addresses by their
    own standard, and stay.

    Fires:
        ClinicalAnswer("?", references=[Reference("1", doi="https://doi.org/10.5555/12345678")])

    Silent:
        ClinicalAnswer("?", references=[Reference("1", doi="10.5555/12345678", pmcid="PMC1234567")])
    """
    for position, name, value, plain in facts.identifiers:
        if plain and plain != value:
            fix = Fix(f"write {plain}", _setting(position, name, value, plain))
            message = f"the {NAMES[name]} {value!r} is written with more than itself; write {plain!r}"
            where = facts.doc.references[position].id
            yield Hit((_place(position), name, -1), message, where, fix, value, (0, len(value)))


@rule("CR06", Severity.ERROR)
def disagreeing_url(facts: Facts) -> Iterator[Hit]:
    """The identifier and the address of a reference lead to different works.

    One of them is wrong, and readers who follow it read another paper (a common fault of generated references:
    Walters and Wilder, Sci Rep 2023;13:14045). Read from the addresses of doi.org, PubMed, PMC and ClinicalTrials.gov,
    and of publishers that write the DOI into theirs.

    Fires:
        ClinicalAnswer("?", references=[Reference("1", doi="10.5555/1234", url="https://doi.org/10.5555/9999")])

    Silent:
        ClinicalAnswer("?", references=[Reference("1", doi="10.5555/1234",
            url="https://journal.example/doi/full/10.5555/1234")])
    """
    for position, reference in enumerate(facts.doc.references):
        if not reference.url or (found := id_in_url(reference.url)) is None:
            continue
        name, there = found
        given = getattr(reference, name)
        if given and not _agree(name, canonical(name, given), there):
            url = reference.url
            message = f"the {NAMES[name]} is {given}, but the address leads to {there}"
            yield Hit((_place(position), "url", -1), message, reference.id, text=url, span=(0, len(url)))


def _agree(name: str, here: str, there: str) -> bool:
    if name == "doi":  # addresses go on behind a DOI in ways that cannot all be known
        return here == there or there.startswith(here) or (here.startswith(there) and "/" in there)
    return here == there
