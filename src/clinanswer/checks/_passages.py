"""Whether a source holds a quotation word for word, and if not, where it says something near it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from typing import Final, NamedTuple

__all__ = ["Nearest", "Source"]

# A number with its sign and its decimals, a word with the hyphens in it (and the line breaks behind them), a sign that
# changes what a number says. Spaces, quotation marks and other punctuation are no tokens.
_TOKEN: Final = re.compile(
    r"(?:(?<![\w)])[-−])?\d+(?:[.,·]\d+)*|[^\W\d_]+(?:['’ʼ\u00ad]*(?:[-‐‑]\s*|–)[^\W\d_]+|['’ʼ\u00ad]+[^\W\d_]+)*"
    r"|[%‰<>≤≥=±°+×/$€£]|[^\W_]"
)
_INSIDE: Final = re.compile(r"[\s'’ʼ\u00ad‐‑–—-]+")
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-‐‑–](?=[^\W\d_])")
_INITIAL: Final = re.compile(r"\[(\w)\](?=\w)")  # "[T]he": a capital that the quotation made small, or the reverse
_ELISION: Final = re.compile(r"\[?\s?(?:…|\.\s?\.\s?\.)\s?\]?")
_LEAST: Final = 0.5
"""The share of words that the nearest passage must have in common with the quotation to be worth showing."""


class Nearest(NamedTuple):
    """The passage of a source that comes nearest to a quotation: its place, its words, and how they differ."""

    start: int
    end: int
    text: str
    differences: tuple[tuple[str, str], ...]


class Source:
    """The text of a work, taken apart once for all the quotations from it."""

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self._spans, self._tokens = _tokens(text)
        self._joined = _joined(self._tokens)
        self._parted: Source | None = None

    def holds(self, quote: str) -> bool:
        """Whether the words and numbers of `quote` stand in the source, in order, without a gap that is not marked.

        A hyphen may part a line or a word, or be a space in the other text: "well-tolerated" is "well tolerated".
        """
        if self._has(quote):
            return True
        if self._parted is None:
            self._parted = Source(_HYPHEN.sub(" ", self.text))
        return self._parted._has(_HYPHEN.sub(" ", quote))  # noqa: SLF001 (it is one of us)

    def _has(self, quote: str) -> bool:
        at = 0
        pieces = [tokens for piece in _ELISION.split(quote) if (tokens := _tokens(piece)[1])]
        for tokens in pieces:
            found = self._joined.find(_joined(tokens), at)
            if found < 0:
                return False
            at = found + len(_joined(tokens)) - 1
        return bool(pieces)

    def nearest(self, quote: str) -> Nearest | None:
        """The passage that has most words in common with `quote`, if that is at least half of them."""
        wanted = _tokens(quote)[1]
        size = len(wanted)
        if not size or not self._tokens:
            return None
        start = self._best_window(wanted)
        window = self._tokens[start : start + size + size // 4 + 2]
        matcher = SequenceMatcher(None, window, wanted, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        if sum(block.size for block in blocks) < _LEAST * size:
            return None
        first, last = start + blocks[0].a, start + blocks[-1].a + blocks[-1].size
        begin, end = self._spans[first][0], self._spans[last - 1][1]
        passage = self._tokens[first:last]
        differences = tuple(
            (" ".join(passage[a1:a2]), " ".join(wanted[b1:b2]))
            for tag, a1, a2, b1, b2 in SequenceMatcher(None, passage, wanted, autojunk=False).get_opcodes()
            if tag != "equal"
        )
        return Nearest(begin, end, " ".join(self.text[begin:end].split()), differences)

    def _best_window(self, wanted: list[str]) -> int:
        """Where the window of the quotation's length begins that shares most tokens with it."""
        size = len(wanted)
        missing = Counter(wanted)  # how many of each token the window still lacks; below zero: has too many
        shared = best = position = 0
        for end, token in enumerate(self._tokens):
            if token in missing:
                shared += missing[token] > 0
                missing[token] -= 1
            if end >= size and (gone := self._tokens[end - size]) in missing:
                missing[gone] += 1
                shared -= missing[gone] > 0
            if shared > best:
                best, position = shared, max(0, end - size + 1)
        return position


def _tokens(text: str) -> tuple[list[tuple[int, int]], list[str]]:
    spans: list[tuple[int, int]] = []
    tokens: list[str] = []
    for found in _TOKEN.finditer(_INITIAL.sub(r"\1", text) if "[" in text else text):
        spans.append(found.span())
        word = unicodedata.normalize("NFC", _INSIDE.sub("", found[0])).casefold()
        tokens.append("-" + word.lstrip("−") if found[0][0] in "-−" else word)
    return spans, tokens


def _joined(tokens: list[str]) -> str:
    return "\0" + "\0".join(tokens) + "\0"
