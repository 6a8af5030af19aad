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
    r"(?:\b(?:al|approx|art|ca|cap|cf|ch|Dr|Dra|e\.g|ed|eds|Eq|Eqs|etc|[Ff]ig|[Ff]igs|i\.e|incl|Jr|Mr|Mrs|Ms|no|No|Nr|p|pp|"
    r"Prof|Ref|Refs|resp|Sec|Sect|sp|spp|Sr|St|Suppl|[Tt]ab|var|[Vv]ol|vs)|\b[A-Z])\.$"
)
_NEAR: Final = 12
"""How many characters before a full stop tell whether it is that of an abbreviation."""


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
        before = _last_words(sentence)  # "et al" may stand in italics, its full stop after them
        for found in _END.finditer(rest):
            end = found.end()
            near = rest[max(start, end - _NEAR) : end]
            if _ABBREVIATED.search(near if end - start > _NEAR else before + near):
                continue
            sentence.append(rest[start:end])
            yield sentence
            sentence, before = [], ""
            start = end
        sentence.append(rest[start:])
    if sentence:
        yield sentence


def _last_words(sentence: list[Phrase]) -> str:
    """The end of what stands before, enough to know an abbreviation by."""
    return phrase_text(sentence[-1:])[-_NEAR:] if sentence and not isinstance(sentence[-1], Cite) else ""


def _ended(sentence: list[Phrase]) -> bool:
    """Whether what stands before the citations at the end ends with a full stop."""
    words = phrase_text([next((node for node in reversed(sentence) if not isinstance(node, Cite)), "")])
    return bool(_STOP.search(words)) and not _ABBREVIATED.search(words[-_NEAR:])


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
