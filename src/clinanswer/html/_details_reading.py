"""Reads what `_details` writes: what is known about a claim beyond its words and chips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from clinanswer.html._context import MISSING, REFERENCE
from clinanswer.html._dates import read_date
from clinanswer.html._reading import words_of
from clinanswer.model import (
    Certainty,
    CertaintyDomain,
    Citation,
    Cite,
    Claim,
    Contributor,
    Person,
    Phrase,
    Phrases,
    Rating,
    Recommendation,
    Verdict,
    Verification,
)
from clinanswer.model.inline import FORMATTING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from clinanswer.html._reading import Reading

__all__ = ["bare", "facts", "optional", "read_details", "whole"]

_KEYS = (
    "population", "native-certainty", "domains", "rationale", "native-strength", "strength-rationale", "quote",
    "verdict",
)  # fmt: skip


def facts(page: Reading, element: HtmlElement, keys: tuple[str, ...]) -> Iterator[tuple[str, HtmlElement]]:
    """The rows of a list of facts: the key of each label, and the element of its value."""
    key = None
    for each in element.iter("dt", "dd"):
        if each.tag == "dt":
            key = page.words.key(words_of(each), keys)
            if key is None:
                page.lost(each, f"{words_of(each)!r} is not a fact that a document holds here")
        elif key is not None:
            yield key, each


def bare(page: Reading, element: HtmlElement, tag: str = "bdi", place: int = 0) -> str:
    """The text of the nth `tag` in an element, or all its text where there is none."""
    found = list(element.iter(tag))
    return page.text(words_of(found[place] if place < len(found) else element))


def whole(page: Reading, element: HtmlElement) -> str:
    """The text of the one `bdi` in an element, or all its text where there is more beside it."""
    found, said = next(element.iter("bdi"), None), words_of(element)
    return page.text(said if found is None or words_of(found).strip() != said.strip() else words_of(found))


def optional(page: Reading, element: HtmlElement, tag: str) -> str | None:
    """The text of the first `tag` in an element, or None where there is none."""
    found = next(element.iter(tag), None)
    return None if found is None else page.text(words_of(found))


def read_details(page: Reading, node: Claim, link: HtmlElement) -> Claim:
    """The claim with the facts below the paragraph or in the cell of `link`, which is the claim's number."""
    shown = words_of(link)
    for element in _candidates(link):
        number = "".join(words_of(each) for each in element.iterfind("./summary/b"))
        if _is_number(number, shown):
            return _with_facts(page, node, element)
    return node


def _is_number(number: str, shown: str) -> bool:
    """Whether a claim's number is shown as `shown`: whole, its last part alone (of 3.1a below 3.1), or not at all."""
    if shown in (number, "•"):
        return True
    before = number.removesuffix(shown)
    return before != number and before[-1:].isalnum() and before[-1].isalpha() != shown[:1].isalpha()


def _candidates(link: HtmlElement) -> Iterator[HtmlElement]:
    place = next((each for each in link.iterancestors("p", "td", "th")), None)
    if place is None:
        return
    if place.tag != "p":
        yield from place.iterfind("./details")
        return
    for each in place.itersiblings():
        if each.tag != "details":
            return
        yield each


def _with_facts(page: Reading, node: Claim, element: HtmlElement) -> Claim:
    certainty: dict[str, Any] = {}
    advised: dict[str, Any] = {}
    checks: list[Verification] = []
    quotes: list[tuple[str, str]] = []
    for key, value in facts(page, element, _KEYS):
        match key:
            case "population":
                node = evolve(node, population=whole(page, value))
            case "native-certainty":
                certainty["native"] = _rating(page, value)
            case "domains":
                named = (page.words.value("domain", words_of(each), CertaintyDomain) for each in value.iter("i"))
                certainty["domains"] = tuple(filter(None, named))
            case "rationale":
                certainty["rationale"] = whole(page, value)
            case "native-strength":
                advised["native"] = _rating(page, value)
            case "strength-rationale":
                advised["rationale"] = whole(page, value)
            case "quote":
                quotes += _quote(page, value)
            case _:
                checks.append(_verification(page, value))
    if certainty:
        node = evolve(node, certainty=evolve(node.certainty or Certainty(), **certainty))
    if advised:
        node = evolve(node, recommendation=evolve(node.recommendation or Recommendation(), **advised))
    return evolve(node, verifications=tuple(checks), content=_with_quotes(node.content, quotes))


def _rating(page: Reading, element: HtmlElement) -> Rating:
    return Rating(bare(page, element, place=1), bare(page, element))


def _verification(page: Reading, element: HtmlElement) -> Verification:
    by, date = optional(page, element, "bdi"), optional(page, element, "time")
    return Verification(
        page.words.value("verdict", bare(page, element, "i"), Verdict) or Verdict.UNCLEAR,
        by=None if by is None else Contributor(Person(literal=by)),
        date=None if date is None else read_date(date),
        score=optional(page, element, "small"),
        note=optional(page, element, "q"),
    )


def _quote(page: Reading, element: HtmlElement) -> list[tuple[str, str]]:
    links = (page.inside(each, REFERENCE, MISSING) for each in element.iter("a"))
    return [(ref, bare(page, element, "q")) for ref in links if ref is not None]


def _with_quotes(content: Phrases, quotes: list[tuple[str, str]]) -> Phrases:
    """The content with each quotation at a citation of its reference, in the order in which they are listed."""
    left = list(quotes)

    def cited(citation: Citation) -> Citation:
        if not left or left[0][0] != citation.ref:
            return citation
        return evolve(citation, quote=left.pop(0)[1])

    def phrase(node: Phrase) -> Phrase:
        if isinstance(node, Cite):
            return Cite(tuple(map(cited, node.citations)))
        return evolve(node, content=tuple(map(phrase, node.content))) if isinstance(node, FORMATTING) else node

    return tuple(map(phrase, content)) if quotes else content
