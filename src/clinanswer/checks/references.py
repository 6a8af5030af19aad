"""CR: the reference list, reference by reference and against itself. CR04 to CR06 are in `identifiers`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import evolve

from clinanswer.checks._edit import edit
from clinanswer.checks._facts import NOWHERE, Facts, Place
from clinanswer.checks._ids import NAMES, canonical, normal
from clinanswer.checks._rule import Fix, Hit, Severity, rule
from clinanswer.checks._urls import canonical_url, clean_url, host_of, is_tracked, redirector
from clinanswer.checks._vocabulary import vocabulary
from clinanswer.model import (
    ClaimKind,
    ClinicalAnswer,
    Organization,
    Reference,
    ReferenceKind,
    ReferenceStatus,
    Relation,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = [
    "circular", "duplicate", "impossible_year", "never_cited", "probable_duplicate", "redirecting_url", "retracted",
    "unresolved", "weak_support",
]  # fmt: skip

_WORDS: Final = 3
"""How many words a title has that is not one of many of its kind: "Editorial", "Reply to letters"."""
_NO_LETTERS: Final = bytes(code for code in range(256) if code > 127 or not chr(code).isalnum())
_FIRST_YEAR: Final = 1800
_GONE: Final = (ReferenceStatus.RETRACTED, ReferenceStatus.WITHDRAWN, ReferenceStatus.SUPERSEDED)
_WEAK: Final = (ReferenceKind.PREPRINT, ReferenceKind.CASE_REPORT, ReferenceKind.WEB)
_UNIQUE: Final = ("doi", "pmid", "pmcid")
"""The identifiers that no two works share, as the chapters of a book do its ISBN."""
_NO_SUPPORT: Final = (Relation.DISPUTES, Relation.BACKGROUND, Relation.MENTIONS)


@rule("CR01")
def never_cited(facts: Facts) -> Iterator[Hit]:
    """A reference is never cited.

    A list longer than what was used makes an answer look better founded than it is (AMA Manual of Style, 11th ed.,
    3.6: every reference is cited in the text).

    Fires:
        ClinicalAnswer("?", answer="Start low.", references=[Reference("1", title="Dosing")])

    Silent:
        ClinicalAnswer("?", answer=[claim("Start low.", ["1"])], references=[Reference("1", title="Dosing")])
    """
    for position, reference in enumerate(facts.doc.references):
        if reference.id not in facts.cited:
            yield Hit(
                _place(position), f"reference {reference.id!r} is never cited; cite it or take it out", reference.id
            )


@rule("CR02", Severity.ERROR)
def duplicate(facts: Facts) -> Iterator[Hit]:
    """Two references are the same work: they share a DOI, PMID, PMCID or address.

    One study counted twice inflates the evidence (Cochrane Handbook, 4.6.2: multiple reports of one study). Spellings
    of an identifier, letter case of a DOI, `http` or `https`, `www.`, fragments and tracking parameters do not matter.

    Fires:
        ClinicalAnswer("?", references=[Reference("1", doi="10.5555/AB"), Reference("2", doi="doi:10.5555/ab")])

    Silent:
        ClinicalAnswer("?", references=[Reference("1", doi="10.5555/ab"), Reference("2", doi="10.5555/abc")])
    """
    for position, (first, name) in _duplicates(facts).items():
        reference, other = facts.doc.references[position], facts.doc.references[first]
        shared = "address" if name == "url" else NAMES[name]
        message = f"reference {reference.id!r} is {other.id!r} again: they have the same {shared}; cite one of them"
        yield Hit(_place(position), message, reference.id)


def _duplicates(facts: Facts) -> dict[int, tuple[int, str]]:
    """The positions of references that an earlier one repeats: the position of that one, and what they share."""
    references = facts.doc.references
    named = [(at, name, normal(name, plain)) for at, name, _, plain in facts.identifiers if name in _UNIQUE]
    named += [
        (position, "url", canonical_url(reference.url))
        for position, reference in enumerate(references)
        if reference.url
    ]
    seen: dict[tuple[str, str], int] = {}
    found: dict[int, tuple[int, str]] = {}
    for position, name, value in named:
        first = seen.setdefault((name, value), position)
        same_page = name == "url" and _different(references[position], references[first])
        if first != position and position not in found and not same_page:
            found[position] = (first, name)
    return dict(sorted(found.items()))


def _different(one: Reference, other: Reference) -> bool:
    """Whether two references are told apart by an identifier that each has."""
    for name in _UNIQUE:
        left, right = getattr(one, name), getattr(other, name)
        if left and right and canonical(name, left) != canonical(name, right):
            return True
    return False


@rule("CR03")
def probable_duplicate(facts: Facts) -> Iterator[Hit]:
    """Two references are probably the same work: same title in the same container.

    As CR02, for lists without identifiers. Titles are compared without case and punctuation; numbers count ("Part 1"
    and "Part 2", the 2019 and the 2023 update are different works), and so do different DOIs, years and volumes.
    Titles of one or two words ("Editorial") never count.

    Fires:
        ClinicalAnswer("?", references=[Reference("1", title="Statins in old age", container_title="J Test"),
            Reference("2", title="Statins in Old Age.", container_title="J. Test")])

    Silent:
        ClinicalAnswer("?", references=[Reference("1", title="Statins in old age: part 1", container_title="J Test"),
            Reference("2", title="Statins in old age: part 2", container_title="J Test")])
    """
    references = facts.doc.references
    if len(references) < 2:
        return
    certain: Mapping[int, tuple[int, str]] | None = None
    seen: dict[tuple[str, ...], list[int]] = {}
    for position, words in _shared_titles(facts.titles):
        reference = references[position]
        same = seen.setdefault(words, [])
        for first in same[:10]:
            if _alike(reference, references[first]):
                certain = _duplicates(facts) if certain is None else certain
                if position not in certain:
                    message = f"reference {reference.id!r} is probably {references[first].id!r} again: same title"
                    yield Hit(_place(position), message, reference.id)
                break
        same.append(position)


def _shared_titles(titles: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The positions and words of titles of three words or more that have the plain letters of another: few do."""
    letters = [title.casefold().encode().translate(None, _NO_LETTERS) for title in titles]
    if len(set(letters)) < len(letters):
        alike: dict[bytes, list[int]] = {}
        for position, key in enumerate(letters):
            alike.setdefault(key, []).append(position)
        for positions in alike.values():
            for position in positions if len(positions) > 1 else ():
                words = _key_words(titles[position])
                if len(words) >= _WORDS:
                    yield position, words


def _key_words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", text.casefold()))


def _alike(one: Reference, other: Reference) -> bool:
    """Whether nothing tells two references with the same title apart, and their containers agree."""
    if _different(one, other) or (one.kind and other.kind and one.kind is not other.kind):
        return False
    for name in ("volume", "issue", "edition", "pages"):
        left, right = getattr(one, name), getattr(other, name)
        if left and right and _key_words(left) != _key_words(right):
            return False
    if one.issued and other.issued and one.issued.year != other.issued.year:
        return False
    containers = [
        {_key_words(name) for name in (each.container_title, each.container_title_short) if name}
        for each in (one, other)
    ]
    return not all(containers) or not containers[0].isdisjoint(containers[1])


# What must be known of each kind of work, so that a reader can find it. One of the names in each group is enough.
_CONTAINED: Final = (
    ("title",),
    ("container_title", "container_title_short", "doi", "pmid", "pmcid"),
    ("issued", "doi", "pmid", "pmcid"),
)
_PUBLISHED: Final = (
    ("title",),
    ("publisher", "authors", "container_title", "doi", "isbn", "url"),
    ("issued", "doi", "isbn", "pmid", "url"),
)
_ONLINE: Final = (("title",), ("url", "doi", "pmid"))
_NEEDS: Final[Mapping[ReferenceKind, tuple[tuple[str, ...], ...]]] = {
    **dict.fromkeys(
        (ReferenceKind.ARTICLE, ReferenceKind.REVIEW, ReferenceKind.SYSTEMATIC_REVIEW, ReferenceKind.TRIAL,
         ReferenceKind.CASE_REPORT, ReferenceKind.CHAPTER, ReferenceKind.CONFERENCE),
        _CONTAINED,
    ),
    **dict.fromkeys(
        (ReferenceKind.BOOK, ReferenceKind.GUIDELINE, ReferenceKind.REPORT, ReferenceKind.THESIS,
         ReferenceKind.DRUG_LABEL),
        _PUBLISHED,
    ),
    **dict.fromkeys((ReferenceKind.WEB, ReferenceKind.DATASET, ReferenceKind.PREPRINT), _ONLINE),
    ReferenceKind.REGISTRY_ENTRY: (("nct", "url"),),
    ReferenceKind.LEGISLATION: (("title",),),
}  # fmt: skip
_SAID: Final = {
    "container_title": "what it appeared in", "issued": "year", "nct": "registration number", "publisher": "publisher",
    "title": "title", "url": "address",
}  # fmt: skip


@rule("CR07")
def unresolved(facts: Facts) -> Iterator[Hit]:
    """A reference is unresolved, or lacks what its kind needs to be found.

    A number without a work behind it cannot be checked by anybody (NLM, Citing Medicine: what each kind of work
    needs, https://www.ncbi.nlm.nih.gov/books/NBK7256/). A citation as printed is enough, and an identifier stands for
    container and year. In an approved document it is an error.

    Fires:
        ClinicalAnswer("?", references=[Reference("1")])

    Silent:
        ClinicalAnswer("?", references=[Reference("1", text="Alder A. Statins in old age. J Test. 2020;1:1-9.")])
    """
    severity = Severity.ERROR if facts.approved else None
    for position, reference in enumerate(facts.doc.references):
        if reference.is_unresolved:
            message = f"reference {reference.id!r} is unresolved: nothing tells which work it is"
            yield Hit(_place(position), message, reference.id, severity=severity)
        elif reference.kind is not None and reference.kind in _NEEDS and not (reference.text or "").strip():
            lacking = [
                _SAID[names[0]]
                for names in _NEEDS[reference.kind]
                if not any(getattr(reference, name) for name in names)
            ]
            if lacking:
                message = f"reference {reference.id!r} ({reference.kind}) lacks its {' and its '.join(lacking)}"
                yield Hit(_place(position), message, reference.id, severity=severity)


@rule("CR08")
def redirecting_url(facts: Facts) -> Iterator[Hit]:
    """The address of a reference leads through a redirector, or carries tracking parameters.

    Grounding redirects and short links expire and hide where they lead; `utm_source` and its like make one page look
    like two (RFC 3986, section 6: equivalence). The fix takes tracking parameters off, and a redirector where the
    address that it leads to is written in it.

    Fires:
        ClinicalAnswer("?", references=[Reference("1", url="https://example.org/a?utm_source=openai")])

    Silent:
        ClinicalAnswer("?", references=[Reference("1", url="https://doi.org/10.5555/12345678")])
    """
    for position, reference in enumerate(facts.doc.references):
        url = reference.url
        if url is None:
            continue
        through = redirector(url)
        if through is None and not ("?" in url and is_tracked(url)):
            continue
        clean = clean_url(url)
        said = f"goes through {through}" if through else "carries tracking parameters"
        advice = "find the address that it leads to" if clean is None else f"use {clean}"
        fix = None if clean is None else Fix(f"use {clean}", _setting(position, "url", url, clean))
        message = f"the address of reference {reference.id!r} {said}; {advice}"
        yield Hit((_place(position), "url", -1), message, reference.id, fix, url, (0, len(url)))


@rule("CR09", Severity.ERROR)
def retracted(facts: Facts) -> Iterator[Hit]:
    """A reference has been retracted, withdrawn or superseded.

    What rests on it can harm patients (ICMJE Recommendations, section III.A: retracted articles are not to be cited but
    to discuss the retraction; COPE Retraction Guidelines).

    Fires:
        ClinicalAnswer("?", references=[Reference("1", title="Beta-blockers", status=ReferenceStatus.RETRACTED)])

    Silent:
        ClinicalAnswer("?", references=[Reference("1", title="Beta-blockers", status=ReferenceStatus.CORRECTED)])
    """
    for position, reference in enumerate(facts.doc.references):
        if reference.status is not None and reference.status in _GONE:
            message = f"reference {reference.id!r} has been {reference.status}; cite what stands, or say so in the text"
            yield Hit((_place(position), "status", -1), message, reference.id)


@rule("CR10", Severity.ERROR)
def impossible_year(facts: Facts) -> Iterator[Hit]:
    """A reference was issued in the future, or before 1800.

    No work that a claim can cite has such a year: it was mistyped or invented (of 178 references that a model gave, 69
    could not be found: Bhattacharyya et al., Cureus 2023;15:e39238).

    Fires:
        ClinicalAnswer("?", references=[Reference("1", title="Statins", issued=PartialDate(2062))])

    Silent:
        ClinicalAnswer("?", references=[Reference("1", title="Statins", issued=PartialDate(2026))])
    """
    for position, reference in enumerate(facts.doc.references):
        if reference.issued is None:
            continue
        year = reference.issued.year
        if year > facts.today.year or year < _FIRST_YEAR:
            when = "in the future" if year > facts.today.year else f"before {_FIRST_YEAR}"
            message = f"reference {reference.id!r} is dated {year}, {when}"
            yield Hit((_place(position), "issued", -1), message, reference.id)


@rule("CR11")
def weak_support(facts: Facts) -> Iterator[Hit]:
    """A recommendation rests on preprints, case reports or web pages alone.

    None of them is evidence enough to act on: a preprint has not been reviewed, a case report has no comparison, a
    web page may have neither (OCEBM Levels of Evidence, 2011; ICMJE Recommendations, section III.D). Citations that
    dispute the claim or stand for background do not support it.

    Fires:
        ClinicalAnswer("?", answer=[claim("Give it.", ["1"], kind=ClaimKind.RECOMMENDATION)],
            references=[Reference("1", kind=ReferenceKind.PREPRINT, title="A preprint", doi="10.5555/1")])

    Silent:
        ClinicalAnswer("?", answer=[claim("Give it.", ["1", "2"], kind=ClaimKind.RECOMMENDATION)],
            references=[Reference("1", kind=ReferenceKind.PREPRINT, title="A preprint", doi="10.5555/1"),
                Reference("2", kind=ReferenceKind.GUIDELINE, title="A guideline", doi="10.5555/2")])
    """
    for words in facts.special:
        claim = words.claim
        if claim is None or (claim.kind is not ClaimKind.RECOMMENDATION and claim.recommendation is None):
            continue
        refs = dict.fromkeys(citation.ref for citation in words.support if citation.relation not in _NO_SUPPORT)
        kinds = {facts.references[ref].kind if ref in facts.references else None for ref in refs}
        if kinds and kinds.issubset(_WEAK):
            what = " and ".join(sorted(f"a {str(kind).replace('-', ' ')}" for kind in kinds)).replace(
                "a web", "a web page"
            )
            message = f"the recommendation rests on {what} alone; cite stronger evidence, or say how weak it is"
            yield Hit(words.place, message, words.where, text=words.text)


@rule("CR12")
def circular(facts: Facts) -> Iterator[Hit]:
    """A reference was published by the document's own publisher.

    A publisher that cites itself gives evidence in a circle (Greenberg, How citation distortions create unfounded
    authority, BMJ 2009;339:b2680).

    Fires:
        ClinicalAnswer("?", publisher=Organization("Example Health"),
            references=[Reference("1", title="Our summary", publisher="Example Health, Inc.")])

    Silent:
        ClinicalAnswer("?", publisher=Organization("Example Health"),
            references=[Reference("1", title="A guideline", publisher="Example Health Organization")])
    """
    publisher = facts.doc.publisher
    name = _organisation(publisher.name) if publisher else ()
    hosts = {host_of(facts.doc.url), host_of(publisher.url if publisher else None)} - {""}
    for position, reference in enumerate(facts.doc.references):
        if reference.kind is ReferenceKind.SELF_SUMMARY:
            message = f"reference {reference.id!r} is a summary by this document's own maker; cite what it summarises"
        elif (name and reference.publisher and _organisation(reference.publisher) == name) or _own_page(
            reference, hosts, name
        ):
            message = f"reference {reference.id!r} was published by this document's own publisher; cite its sources"
        else:
            continue
        yield Hit(_place(position), message, reference.id)


_EDGES: Final = "[]()“”‘’«»\"' .!?"
_FORM: Final = vocabulary(
    "the inc ltd llc gmbh plc co corp corporation company limited ag sa bv",
)


def _organisation(name: str) -> tuple[str, ...]:
    return tuple(word for word in _key_words(name) if word not in _FORM)


def _own_page(reference: Reference, hosts: set[str], name: tuple[str, ...]) -> bool:
    """Whether a web page without a publisher of its own lies on the document's own host."""
    if reference.publisher or reference.doi or reference.pmid or not (name or hosts):
        return False
    by_itself = any(
        isinstance(each, Organization) and name and _organisation(each.name) == name for each in reference.authors
    )
    return by_itself or host_of(reference.url) in hosts


def _place(position: int) -> Place:
    return (NOWHERE, "references", position)


def _setting(position: int, name: str, old: str, new: str) -> Callable[[ClinicalAnswer], ClinicalAnswer]:
    """A change of one field of a reference, where it still is what it was."""

    def change(reference: object) -> object:
        if isinstance(reference, Reference) and getattr(reference, name) == old:
            return evolve(reference, **{name: new})  # type: ignore[arg-type]  # a field of text
        return reference

    return lambda doc: edit(doc, _place(position), change)
