"""Telling citation numbers from numbers that belong to the sentence.

Three things decide: where a number stands (after the sentence's own punctuation, at the end of the line), which word
stands before it ("stage 3", "of 5", "5 mg 2"), and the document's own run of citation numbers (1, 2, 3, … without a
gap, or those of its reference list). Brackets and superscripts leave less to decide, and a page that uses them is
taken to use nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from attrs import frozen

from clinanswer.text._words import (  # fmt: skip
    ABBREVIATIONS,
    ARTICLES,
    BEFORE_NUMBERS,
    COUNTED_AGE,
    NUMBER_ABBREVIATIONS,
    NUMBERED,
    QUANTIFIERS,
    UNITS,
    UNITS_SQUARED,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

__all__ = ["SUPER_DIGITS", "Citations", "Span", "lone_run", "survey"]

_SUPER: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SUPER_DIGITS: Final = str.maketrans(_SUPER, "0123456789")
_LIST: Final = r"\d{1,3}(?:\s?[,;]\s?\d{1,3}|\s?[-–‑−]\s?\d{1,3})*"
_INSIDE: Final = rf"\[(?:\^|[Rr]efs?\.?)?\s?{_LIST}\s?\]"
_BRACKETED: Final = re.compile(rf"\s*(?:{_INSIDE}(?:\s?[,;]\s?{_INSIDE})*|【\s?{_LIST}\s?】)")
_PARENTHESES: Final = re.compile(rf"\s+\({_LIST}\)(?=[.,;:]?(?:\s*\Z|\s+[A-ZÀ-ÖØ-Þ]))|(?<=[.!?])\s*\({_LIST}\)")
_NOT_PRINTED: Final = re.compile(r"[^\d,;–‑−-]+")
_RAISED: Final = re.compile(rf"\s*([{_SUPER}]{{1,3}}(?:(?:\s?[,˒‚ʼ⁻–-]\s?|\s)[{_SUPER}]{{1,3}})*)(?![{_SUPER}])")
# A bare run must be followed by white space or the end, with at most some punctuation between: "6-12%" is none. Before
# it stands white space or punctuation, or the letters of the word that it was raised from.
_BARE: Final = re.compile(
    r"(?:(?<=\s)|(?<=[.!?;:,\"”’)\]])|(?<=[a-z]{3})|(?<=\sit)|(?<=\sus))(\d{1,3}(?:\s?[,;]\s?\d{1,3}|[-–‑]\d{1,3})*)(?=[.!?:;,)\"”]*(?:\s|$))"
)
_SEPARATOR: Final = re.compile(r"\s?[,;˒‚ʼ]\s?|(?<=\d)\s(?=\d)")
_RANGE: Final = re.compile(r"\s?[-–‑−⁻]\s?")
_SENTENCE_START: Final = re.compile(r"\s+[\"“‘«(\[]*[A-ZÀ-ÖØ-Þ]")
_ENDED: Final = re.compile(r"[.!?…][\"”’»)\]]*\s*\Z")
_UNIT_START: Final = re.compile(r"\s+(?:Days?|Weeks?|Months?|Years?|Hours?|Minutes?|Patients?)\b")
_TAIL: Final = 120  # how much of the text before a number is looked at
_MAX_RANGE: Final = 50


class _Shape(Enum):
    """How sure the position of a bare number makes it a citation."""

    AFTER = auto()  # after the sentence's own punctuation: nothing else can stand there
    PLAIN = auto()  # at the end of a sentence, after an ordinary word
    DOUBTFUL = auto()  # as PLAIN, but it could be read otherwise
    NOUN = auto()  # after a noun that takes numbers
    INSIDE = auto()  # inside a sentence
    TEXT = auto()  # after a word that leads up to a number, or in no position for a citation


@frozen
class Span:
    """A printed group of citations: where it stands, with the white space before it, and its numbers."""

    start: int
    end: int
    numbers: tuple[int, ...]


@frozen
class _Bare:
    """A bare run of numbers and what its position says."""

    span: Span
    printed: str
    shape: _Shape


@frozen
class Citations:
    """What the whole page says about its citation numbers. Made by `survey`."""

    listed: frozenset[int]
    """The numbers of the reference list; empty when the page has none."""
    highest: int
    """The highest number of the page's run, or of its list."""
    marked: bool
    """Whether citations are printed in brackets or raised, so that a bare number is none."""
    parentheses: bool = False
    """Whether they are printed in parentheses, which everywhere else hold quantities."""

    def plausible(self, numbers: Iterable[int]) -> bool:
        """Whether the numbers can be citations in this document."""
        return all(number in self.listed if self.listed else 0 < number <= self.highest for number in numbers)

    def find(self, text: str, unclear: Callable[[str, str], None] | None = None) -> list[Span]:
        """The citation groups of a line or paragraph, in order; `unclear` hears a code and what was decided."""
        tell = unclear or (lambda _code, _message: None)
        found: list[Span] = []
        marked = _marked_spans(text, parentheses=self.parentheses)
        for span in marked:
            if self.listed and not self.plausible(span.numbers):
                tell("citation-unlisted", f"{text[span.start : span.end].strip()} names no entry of the reference list")
        starts = [span.start for span in marked]
        for bare in _bare_runs(text):
            before = bisect_right(starts, bare.span.end) - 1
            inside = before >= 0 and bare.span.start < marked[before].end
            if not inside and self._accept(bare, text, tell):
                found.append(bare.span)
        return sorted([*marked, *found], key=lambda span: span.start)

    def _accept(self, bare: _Bare, text: str, tell: Callable[[str, str], None]) -> bool:
        plausible = self.plausible(bare.span.numbers)
        context = _context(text, bare)
        if self.marked:
            if plausible and bare.shape in {_Shape.AFTER, _Shape.PLAIN}:
                tell("citation-bare", f"{context} is taken for text: this page prints its citations in another way")
            return False
        match bare.shape:
            case _Shape.AFTER:
                if not plausible and self.listed:
                    tell("citation-unlisted", f"{context} names no entry of the reference list")
                return True
            case _Shape.PLAIN if plausible:
                return True
            case _Shape.PLAIN if self.listed and any(self.plausible([number]) for number in bare.span.numbers):
                tell("citation-unlisted", f"{context} names what is no entry of the reference list")
                return True
            case _Shape.PLAIN:
                tell("citation-or-number", f"{context} is taken for text: it is outside the page's citation numbers")
            case _Shape.DOUBTFUL if plausible:
                tell("citation-or-number", f"{context} is taken for a citation")
                return True
            case _Shape.NOUN | _Shape.INSIDE if plausible:
                tell("citation-or-number", f"{context} is taken for part of the sentence")
            case _:
                pass
        return False


def survey(texts: Iterable[str], listed: Collection[int] = ()) -> Citations:
    """What the body's lines, read together, say about the page's citation numbers."""
    marked, after, runs, in_parentheses = [], 0, [], []
    for text in texts:
        marked += [max(span.numbers) for span in _marked_spans(text)]
        in_parentheses += [span.numbers for span in _spans_of(_PARENTHESES, text)]
        for bare in _bare_runs(text):
            if bare.shape is _Shape.AFTER:
                after = max(after, *bare.span.numbers)
            if bare.shape in {_Shape.AFTER, _Shape.PLAIN}:
                runs.append(bare.span.numbers)
    highest = _highest(runs)
    if not (marked or highest or after) and len(in_parentheses) > 2 and (last := _highest(in_parentheses)):
        return Citations(frozenset(listed), last, marked=True, parentheses=True)
    plain = sum(1 for numbers in runs if min(numbers) >= 1 and max(numbers) <= max(highest, after, *listed, 0))
    highest = max(highest, after)
    is_marked = bool(marked) and len(marked) >= plain
    return Citations(frozenset(listed), max([highest, *marked]) if is_marked else highest, is_marked)


def _highest(runs: Iterable[tuple[int, ...]]) -> int:
    """The last number of a run 1, 2, 3, … without a gap; 0 when there is none."""
    highest = 0
    for numbers in sorted(runs, key=lambda run: (min(run), max(run))):
        if min(numbers) <= highest + 1 and max(numbers) <= highest + len(numbers) + (3 if len(numbers) > 1 else 0):
            highest = max(highest, *numbers)
    return highest


def lone_run(text: str) -> bool:
    """Whether a line holds nothing but a group of citations."""
    return bool(re.fullmatch(rf"(?:[,;]\s?)?{_LIST}[,;]?|[,;]|(?:\[\s?{_LIST}\s?\]\s?)+", text))


def _numbers(printed: str) -> tuple[int, ...] | None:
    """`1, 3-5` as 1, 3, 4, 5, each once; None when it is no list of citations (0, a range that runs backwards)."""
    numbers: list[int] = []
    for part in _SEPARATOR.split(printed):
        ends = [int(end) for end in _RANGE.split(part)]
        if len(ends) > 2 or min(ends) < 1 or (len(ends) == 2 and not 0 < ends[1] - ends[0] <= _MAX_RANGE):
            return None
        numbers += range(ends[0], ends[-1] + 1)
    return tuple(dict.fromkeys(numbers))


def _spans_of(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """The groups of citations that a pattern finds, but for ranges of quantities ("95% CI [1-2]")."""
    for found in pattern.finditer(text):
        numbers = _numbers(_NOT_PRINTED.sub("", found[0].replace("],", ",").replace("];", ";")))
        before = text[max(0, found.start() - 12) : found.start()].lower().rstrip(":, ")
        if numbers and not before.endswith((" ci", " iqr", " range", "(ci", "(iqr", "(range")):
            yield Span(found.start(), found.end(), numbers)


def _marked_spans(text: str, *, parentheses: bool = False) -> list[Span]:
    """Citations in brackets and superscripts; in parentheses where the page has them there."""
    spans = list(_spans_of(_BRACKETED, text)) if "[" in text or "【" in text else []
    if parentheses:
        spans += _spans_of(_PARENTHESES, text)
    if not text.isascii():
        for found in _RAISED.finditer(text):
            numbers = _numbers(found[1].translate(SUPER_DIGITS))
            if numbers and _is_raised_citation(text, found):
                spans.append(Span(found.start(), found.end(), numbers))
    return sorted(spans, key=lambda span: span.start)


def _is_raised_citation(text: str, found: re.Match[str]) -> bool:
    """Not a power (m², 10⁹), a charge (Ca²⁺), a statistic (I²) or a nuclide (¹⁸F)."""
    before, after = text[max(0, found.start() - _TAIL) : found.start()], text[found.end() : found.end() + 1]
    if not before or (after and (after.isalnum() or after in "⁺⁻ᵐ")):
        return False
    words = re.split(r"[\s/·(]", before)
    single = found[0] in {"²", "³"}
    if before[-1].isdigit():  # of a number that a noun takes, nobody makes a power: "stage 3²"
        return words[-1] != "10" and (not single or (len(words) > 1 and words[-2].lower() in NUMBERED))
    if before[-1] in "⁻⁺^":
        return False
    return not (single and words[-1].lower() in UNITS_SQUARED)


def _bare_runs(text: str) -> list[_Bare]:
    """Every bare run of numbers that stands where a citation could."""
    runs: list[_Bare] = []
    for found in _BARE.finditer(text):
        numbers = _numbers(found[1])
        if numbers is None:
            continue
        shape = _shape(text, found)
        if shape is not _Shape.TEXT:
            before = text[max(0, found.start() - _TAIL) : found.start()]
            start = found.start() - len(before) + len(before.rstrip())
            runs.append(_Bare(Span(start, found.end(), numbers), found[1], shape))
    return runs


def _shape(text: str, found: re.Match[str]) -> _Shape:
    before = text[max(0, found.start() - _TAIL) : found.start()]
    after = text[found.end() : found.end() + _TAIL]
    starts_next = not after.strip() or bool(_SENTENCE_START.match(after))
    if ended := _ENDED.search(before):
        word = before[: ended.start()].split()[-1:]
        if not word or not starts_next or _UNIT_START.match(after) or _is_abbreviated(word[0], before[ended.start()]):
            return _Shape.TEXT
        glued = found.start() > 0 and not text[found.start() - 1].isspace()
        return (
            _Shape.TEXT if glued and not re.search(r"[^\W\d]{2}[)\"”]?[.!?]|%[.!?]|[\"”)]\Z", before) else _Shape.AFTER
        )
    raised = before[-1:].islower() or re.search(r"[a-z][:)”]\Z", before)  # from a word, and lowered by copying
    if found.start() and not (text[found.start() - 1].isspace() or raised):
        return _Shape.TEXT
    if not after.strip():
        return _by_word(before, found[1])
    ending = re.match(r"[.!?;:)\"”]+", after)
    if ending and ending[0][0] in ".!?;:":
        rest = after[ending.end() :]
        clause = ending[0][0] in ";:" and not re.match(r"\s+\d", rest)
        # A number may still follow: the citation comes after the sentence's own punctuation first ("stage 3. 2").
        return _by_word(before, found[1]) if not rest.strip() or clause or _SENTENCE_START.match(rest) else _Shape.TEXT
    if after[0] == "," and len(_SEPARATOR.split(found[1])) > 1 and re.match(r",\s+(?!and\b|or\b)[a-z]", after):
        return _Shape.DOUBTFUL if _by_word(before, found[1]) is _Shape.PLAIN else _Shape.INSIDE
    if after[0] == "," and re.match(r",\s+[a-z]", after) and _by_word(before, found[1]) is _Shape.PLAIN:
        return _Shape.INSIDE
    return _Shape.TEXT


def _by_word(before: str, run: str) -> _Shape:
    """What the words before a run at the end of a sentence make of it."""
    words = before.split()
    if not words or words[-1][-1] in "=<>≥≤±×~+/–-≈$£€#(":
        return _Shape.TEXT
    if words[-1][-1] in ')]"”’':
        return _Shape.PLAIN
    word = words[-1].rstrip(",;").lower()
    if words[-1].lower() in BEFORE_NUMBERS or word in BEFORE_NUMBERS:
        return _Shape.TEXT
    several = len(_SEPARATOR.split(run)) > 1 or bool(_RANGE.search(run))
    noun = word if word in NUMBERED else re.split(r"[-‑–/]", word)[-1]
    if noun in NUMBERED:
        previous = words[-2].lower().strip("(,;") if len(words) > 1 else ""
        if re.search(r"\d", previous) and not re.search(r"[a-z]", previous):
            return _Shape.PLAIN  # "for 6 weeks 2": the noun is a unit
        if noun in UNITS and previous in QUANTIFIERS | ARTICLES:
            return _Shape.PLAIN
        plural = noun.endswith("s") and noun not in {"class", "ccs"}  # "in late stages 2" numbers no stage
        if (plural and not several) or previous in QUANTIFIERS or (noun == "age" and previous in COUNTED_AGE):
            return _Shape.DOUBTFUL
        return _Shape.NOUN
    return _Shape.DOUBTFUL if words[-1][-1] in ",;" else _Shape.PLAIN


def _is_abbreviated(word: str, mark: str) -> bool:
    word = word.lower().lstrip('("“[')
    return mark == "." and (word in ABBREVIATIONS or word in NUMBER_ABBREVIATIONS)


def _context(text: str, bare: _Bare) -> str:
    lead = text[max(0, bare.span.start - 40) : bare.span.start]
    return f"{bare.printed!r} after “{lead if bare.span.start <= 40 else '…' + lead}”"
