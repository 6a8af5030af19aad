"""CC06: whether quotations stand in the sources that they are taken from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinanswer._walk import locate
from clinanswer.checks._facts import Facts, Words, path_of
from clinanswer.checks._passages import Source
from clinanswer.checks._rule import Hit, Severity, rule
from clinanswer.model import Citation, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["quote_not_found"]


@rule("CC06", Severity.ERROR, needs=("sources",))
def quote_not_found(facts: Facts) -> Iterator[Hit]:
    r"""A quotation is not found in the text of its source.

    A fabricated quotation is the worst of citations: it looks checked (ALCOA, FDA Data Integrity and Compliance
    guidance, 2018: records are original and accurate). White space, hyphenation, ligatures, quotation marks and letter
    case do not matter, "…" may leave words out; changed words and changed numbers do. Sources are given by reference
    id: `check(doc, sources={"1": "..."})`.

    Fires:
        (ClinicalAnswer("?", answer=[claim("It helps.", [Citation("1", quote="It helped in 5 of 60.")])]),
            {"1": "It helped in 50 of 60."})

    Silent:
        (ClinicalAnswer("?", answer=[claim("It helps.", [Citation("1", quote="It helped in 50 of 60.")])]),
            {"1": "We found that it “helped” us. It\n helped in 50 of 60."})
    """
    if not facts.sources:
        return
    read: dict[str, Source] = {}
    for words, citation in facts.quoting:
        if citation.ref in facts.sources:
            source = read.setdefault(citation.ref, Source(facts.sources[citation.ref]))
            quote = citation.quote or ""
            if not source.holds(quote):
                place = _path(words, citation)
                yield Hit(place, _message(citation.ref, source, quote), words.where or citation.ref, text=quote)
    for block, where in facts.quotes:
        if block.ref is not None and block.ref in facts.sources:
            source = read.setdefault(block.ref, Source(facts.sources[block.ref]))
            quote = plain_text(block.blocks)
            if not source.holds(quote):
                yield Hit(where, _message(block.ref, source, quote), block.ref, text=quote)


def _message(ref: str, source: Source, quote: str) -> str:
    near = source.nearest(quote)
    if near is None:
        return f"the quotation is not in the source of reference {ref!r}, nor anything near it"
    changes = "; ".join(_change(there, here) for there, here in near.differences[:3])
    place = f"characters {near.start} to {near.end}"
    told = f": {changes}" if changes else ""
    return f"the quotation is not in the source of reference {ref!r}; nearest is {near.text!r} ({place}){told}"


def _change(there: str, here: str) -> str:
    if not here:
        return f"the quotation leaves out {there!r}"
    return f"the source has no {here!r}" if not there else f"{there!r} there is {here!r} here"


def _path(words: Words, citation: Citation) -> str:
    """The path of the citation; of the words, where it stands outside a claim."""
    base = path_of(words.place)
    if words.claim is None:
        return base
    return next(path for path, node in locate(words.claim, base) if node is citation)
