"""Statements of other people's articles as claims: sentences of paragraphs, whole bullets and table cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.model import Cite, Claim, LineBreak
from clinanswer.model.inline import cites_in, phrase_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Inline, Phrase

__all__ = ["sentences", "with_claims"]

_END: Final = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9À-Þ])")
_STOP: Final = re.compile(r"[.!?]+[\"'”’)\]]*$")
_NEXT: Final = re.compile(r"\s+[\"'“‘(\[]?[A-Z0-9À-Þ]")
# Words whose full stop ends no sentence: abbreviations of scientific English, and initials.
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:al|approx|ca|cf|Dr|e\.g|Eq|Eqs|etc|Fig|Figs|i\.e|incl|no|No|Prof|pp|Ref|Refs|resp|Sect|sp|spp|St|Suppl|Tab|"
    r"var|vol|vs)|\b[A-Z])\.$"
)


def with_claims(content: list[Phrase], reading: Foreign, *, whole: bool) -> list[Inline]:
    """The content with its statements as claims, as the reader was asked for.

    `whole` content (a bullet, a table cell) is one claim, unless several of its sentences carry citations of their own.
    """
    if reading.mode == "none" or not phrase_text(content).strip():
        return list(content)
    parts = list(sentences(content))
    if whole and sum(1 for part in parts if cites_in(part)) < 2:
        parts = [content]
    result: list[Inline] = []
    for part in parts:
        if reading.mode == "all" or cites_in(part):
            result += _claim(part, reading)
        else:
            result += part
    return result


def sentences(content: list[Phrase]) -> Iterator[list[Phrase]]:
    """The sentences of a line, each with the citations that follow its full stop and the space after it."""
    sentence: list[Phrase] = []
    for position, node in enumerate(content):
        if not isinstance(node, str):
            sentence.append(node)
            if isinstance(node, LineBreak):
                yield sentence
                sentence = []
            continue
        rest = node
        previous = content[position - 1] if position else None
        if isinstance(previous, Cite) and _ended(sentence) and _NEXT.match(rest):
            yield sentence
            sentence = []
        start = 0
        for found in _END.finditer(rest):
            if _ABBREVIATED.search(rest, start, found.end()):
                continue
            sentence.append(rest[start : found.end()])
            yield sentence
            sentence = []
            start = found.end()
        if rest[start:]:
            sentence.append(rest[start:])
    if sentence:
        yield sentence


def _ended(sentence: list[Phrase]) -> bool:
    """Whether what stands before the citations at the end ends with a full stop."""
    words = next((node for node in reversed(sentence) if not isinstance(node, Cite)), None)
    return isinstance(words, str) and bool(_STOP.search(words)) and not _ABBREVIATED.search(words)


def _claim(part: list[Phrase], reading: Foreign) -> list[Inline]:
    """The sentence as a claim, with the space around it and breaks at its end left outside."""
    before: list[Inline] = []
    after: list[Inline] = []
    inner = list(part)
    while inner and isinstance(inner[-1], LineBreak):
        after.insert(0, inner.pop())
    while inner and isinstance(inner[0], LineBreak):
        before.append(inner.pop(0))
    if inner and isinstance(inner[0], str):
        words = inner[0].lstrip()
        if words != inner[0]:
            before.append(inner[0][: len(inner[0]) - len(words)])
            inner[0] = words
    if inner and isinstance(inner[-1], str):
        words = inner[-1].rstrip()
        if words != inner[-1]:
            after.insert(0, inner[-1][len(words) :])
            inner[-1] = words
    inner = [node for node in inner if node != ""]
    if not phrase_text(inner).strip():
        return [*before, *inner, *after]
    return [*before, Claim(inner, id=reading.claim_id()), *after]
