"""From a line with its citation groups to claims: sentences, and what each of them cites."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from clinanswer.model import Citation, Cite, Claim, Inline, Inlines, Phrase
from clinanswer.text._citations import Citations, Span
from clinanswer.text._words import ABBREVIATIONS, NUMBER_ABBREVIATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinanswer.text._report import Reporter

__all__ = ["ClaimMaker", "Claims", "sentences"]

Claims: TypeAlias = Literal["all", "cited", "none"]
"""Which statements become claims: every one, those with citations, or none."""

_END: Final = re.compile(r"[.!?…]+[\"”’»)\]]*")
_NEXT: Final = re.compile(r"(\s+)[\"“‘«(\[]*[A-ZÀ-ÖØ-Þ0-9\u0370-\u1fff\u2c00-\uffef]")
_INITIALS: Final = re.compile(r"(?:[A-Z]\.)+[A-Z]", re.ASCII)
# A single capital that ends a sentence ("vitamin D. The…") rather than standing for a name ("J. Smith").
_LETTERED: Final = frozenset(
    "vitamin vitamins hepatitis type group grade class influenza protein factor category level and or".split()  # noqa: SIM905  (as prose it can be read)
)
_LOOK_BACK: Final = 60


class ClaimMaker:
    """Makes the content of paragraphs, list items and table cells; numbers the claims `c1`, `c2`, … as it goes."""

    def __init__(self, citations: Citations, claims: Claims, reporter: Reporter) -> None:
        self._citations = citations
        self._claims = claims
        self._reporter = reporter
        self._count = 0
        self.cited: dict[int, int] = {}
        """Every number that was cited, with the line where it was first."""

    def spans(self, text: str, line: int) -> list[Span]:
        """The citation groups of a text that stands on this line; unclear decisions are reported."""
        return self._citations.find(
            text, lambda code, message: self._reporter.unclear(code, message, line, "$..citations")
        )

    def has_citation(self, text: str) -> bool:
        """Whether the text holds a citation group. Says nothing of how clear that is."""
        return bool(self._citations.find(text))

    def paragraph(self, text: str, line: int) -> Inlines:
        """One claim a sentence."""
        spans = self.spans(text, line)
        return self._inlines(text, spans, sentences(text, spans), line)

    def item(self, text: str, line: int) -> Inlines:
        """One claim; one a sentence when several of the sentences carry their own citations."""
        spans = self.spans(text, line)
        parts = sentences(text, spans) if len(spans) > 1 else [(0, len(text))]
        starts = [span.start for span in spans]
        cited = sum(1 for start, end in parts if bisect_left(starts, start) < bisect_left(starts, end))
        return self._inlines(text, spans, parts if cited > 1 else [(0, len(text))], line)

    def reference_cell(self, text: str, line: int) -> Inlines | None:
        """The content of a cell that holds nothing but citation numbers, or None when it holds more."""
        spans = self.spans(f"x {text}" if text[:1].isdigit() else f"x{text}", line)
        bare = Citations(self._citations.listed, max(self._citations.highest, 999), marked=False)
        spans = spans or bare.find(f"x. {text}")
        return tuple(self._cite(span, line) for span in spans) or None

    def _inlines(self, text: str, spans: Sequence[Span], parts: Sequence[tuple[int, int]], line: int) -> Inlines:
        content: list[Inline] = []
        starts = [span.start for span in spans]
        last = 0
        for start, end in parts:
            if start > last:
                content.append(text[last:start])
            content += self._statement(
                text, spans[bisect_left(starts, start) : bisect_left(starts, end)], start, end, line
            )
            last = end
        return tuple(content)

    def _statement(self, text: str, spans: Sequence[Span], start: int, end: int, line: int) -> tuple[Inline, ...]:
        content: list[Phrase] = []
        for span in spans:
            if text[start : span.start]:
                content.append(text[start : span.start])
            content.append(self._cite(span, line))
            start = span.end
        if text[start:end]:
            content.append(text[start:end])
        wanted = self._claims == "all" or (self._claims == "cited" and spans)
        words = any(isinstance(part, str) and part.strip() for part in content)
        if not (wanted and words):
            return tuple(content)
        self._count += 1
        return (Claim(tuple(content), id=f"c{self._count}"),)

    def _cite(self, span: Span, line: int) -> Cite:
        for number in span.numbers:
            self.cited.setdefault(number, line)
        return Cite(tuple(Citation(str(number)) for number in span.numbers))


def sentences(text: str, spans: Sequence[Span] = ()) -> list[tuple[int, int]]:
    """Where each sentence begins and ends. The citation groups after a sentence's punctuation belong to it."""
    found: list[tuple[int, int]] = []
    start = place = 0
    for mark in _END.finditer(text):
        end = mark.end()
        while place < len(spans) and spans[place].start < end:
            place += 1
        while place < len(spans) and spans[place].start == end:
            end = spans[place].end
            place += 1
        after = _NEXT.match(text, end)
        if mark.start() < start or after is None or (end == mark.end() and _goes_on(text, mark, after)):
            continue
        found.append((start, end))
        start = after.end(1)
    return [*found, (start, len(text))]


def _goes_on(text: str, mark: re.Match[str], after: re.Match[str]) -> bool:
    """Whether a full stop is an abbreviation's, so that the sentence goes on after it."""
    if mark[0] != ".":
        return False
    before = text[max(0, mark.start() - _LOOK_BACK) : mark.start()].split()
    word = before[-1].lstrip('("“[') if before else ""
    lower = word.lower()
    if lower in ABBREVIATIONS:
        return True
    if after[0][-1].isdigit() and lower in NUMBER_ABBREVIATIONS:
        return True
    if len(word) == 1 and word.isupper():
        return (before[-2].lower() if len(before) > 1 else "") not in _LETTERED
    return bool(_INITIALS.fullmatch(word))
