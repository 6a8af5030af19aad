"""Citations in other people's articles, in all the ways they are printed: from links and numbers to groups.

A link around a number is a mark; marks with nothing but separators between them are one group, a dash means all those
between, and brackets and numbers without a link belong to it too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve, frozen

from clinanswer.jats._foreign_context import words_of
from clinanswer.jats._inline import BIBR
from clinanswer.jats._names import REF_TYPE, RID
from clinanswer.model import Citation, Cite
from clinanswer.model._text import shorten
from clinanswer.model.inline import FORMATTING, cites_in, phrase_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Phrase

__all__ = ["ONLY_CITED", "Mark", "Token", "read_group", "read_link", "strip_end", "with_unlinked"]

_DASHES: Final = "-‐‑‒–—−"  # first in a set of characters, where the hyphen stands for itself
_LABEL: Final = re.compile(r"[A-Za-z]{0,2}[0-9]{1,4}[a-z]?")
_NUMBERS: Final = re.compile(rf"[0-9]{{1,4}}[a-z]?(?:(?: ?[{_DASHES},;&] ?(?:and )?| (?:and )?)[0-9]{{1,4}}[a-z]?)*")
_NUMBER_OR_DASH: Final = re.compile(rf"[0-9]{{1,4}}[a-z]?|[{_DASHES}]")
_YEARS: Final = re.compile(r"(?<![0-9])(1[5-9]|20)[0-9]{2}")
# Between the links of one group, brackets around each of them or around all: "1, 2", "[1],[2]", "[1]–[3]". White space
# is taken out before. "and" counts inside one pair of brackets only; elsewhere it may join two statements.
_SEPARATOR: Final = re.compile(r"[,;]?|\][,;]?\[|\)[,;]?\(")
_AND: Final = re.compile(r"[,;]?(?:and|&)")
_DASH: Final = re.compile(rf"[{_DASHES}]|\][{_DASHES}]\[")
_MAX_SEPARATOR: Final = 20
_CLOSES: Final = {"[": "]", "(": ")"}
# Where in the source, printed behind the number: "[1, p. 23]".
_LOCATOR: Final = re.compile(
    rf"\s{{0,2}}[,:]?\s{{0,2}}((?:pp?|pages?|ch|chapters?|sec|sections?|§§?)\.?\s{{0,2}}[0-9]{{1,6}}[a-z]?"
    rf"(?:\s{{0,2}}[{_DASHES},.]\s{{0,2}}[0-9]{{1,6}}[a-z]?){{0,5}})\s{{0,2}}(?=[\]);])",
    re.IGNORECASE,
)
# Numbers without a link beside one with: "[1–3]" with a link around the 1.
_UNLINKED_AFTER: Final = re.compile(
    rf"((?:\s{{0,2}}[{_DASHES},;]\s{{0,2}}[0-9]{{1,4}}[a-z]?){{1,99}})\s{{0,2}}(?=\]|$)"
)
_UNLINKED_BEFORE: Final = re.compile(rf"\[\s{{0,2}}((?:[0-9]{{1,4}}[a-z]?\s{{0,2}}[{_DASHES},;]\s{{0,2}}){{1,99}})$")
_PUNCTUATION: Final = "[](){}.,;: \u00a0"
ONLY_CITED: Final = re.compile(rf"(?:[{_DASHES}\s\[\](),;&]|and\b)*")
"""All that stands in text of which nothing is left but citations."""
MAX_EXPANDED: Final = 100
"""How many references a printed range may stand for."""
MAX_PRINTED: Final = 1_000
"""How many references the numbers in one link may stand for."""


@frozen
class Mark:
    """A citation before it is put into its group."""

    refs: tuple[str, ...]
    printed: bool = True
    """Whether it prints anything. One that does not may repeat a reference of a range: it is cited once."""


Token: TypeAlias = "str | Mark | Phrase"  # noqa: S105  (a token of text)


def read_link(element: _Element, inner: list[Token], reading: Foreign) -> list[Token]:
    """What an `xref` around the tokens `inner` is: a citation, words with a citation behind them, or words."""
    kind = element.get(REF_TYPE)
    names = (element.get(RID) or "").split()
    if kind != BIBR and not (names and all(name in reading.parts for name in names)):
        reading.lose(element, "link", f"a link to {kind or 'a part'} of the article is not kept, its text is")
        return inner
    printed = words_of(element)
    bare = printed.strip(_PUNCTUATION)
    numbers = _numbers(bare)
    if _YEARS.search(bare) and [reading.by_label.get(number) for number in numbers] != _linked(names, reading):
        numbers = ()
    refs = _refs(names, bare, numbers, reading)
    if not refs:
        reading.lose(element, "citation", "a citation without a target is kept as text")
        return inner
    mark = Mark(refs, printed=bool(bare))
    if not _is_label(bare, refs, numbers, reading):
        return [*inner, mark]
    if bare and {reading.number_of(ref) for ref in refs} != set(numbers or [bare]):
        message = f"a citation printed as {shorten(bare)!r} is printed by the places of its references in the list"
        reading.lose(element, "citation-label", message)
    # Brackets that open or close inside the link belong to the group: "[1", "3]", "[1]".
    start = printed.find(bare)
    before, after = (printed[:start], printed[start + len(bare) :]) if bare else ("", "")
    if before.count("[") == after.count("]") and before.count("(") == after.count(")"):
        return [mark]
    return [token for token in (before.strip(" .,"), mark, after.strip(" ")) if token]


def _is_label(bare: str, refs: tuple[str, ...], numbers: Sequence[str], reading: Foreign) -> bool:
    """Whether a link prints what a citation is printed as anyway: the label or the numbers of what it cites.

    A year is one only where it is the label: "Smith (2001)" with a link around the year goes on saying it.
    """
    if not bare or numbers:
        return True
    if bare == reading.labels.get(refs[0]):
        return " " not in bare
    return bool(_LABEL.fullmatch(bare) or _NUMBERS.fullmatch(_without_inner(bare))) and not _YEARS.search(bare)


def _without_inner(bare: str) -> str:
    """A list of numbers without the brackets around each: "1], [2" is "1, 2"."""
    return " ".join(bare.replace("][", ",").replace("[", " ").replace("]", " ").split())


def _numbers(bare: str) -> tuple[str, ...]:
    """The numbers that are printed ("1", "2, 3 and 4", "1–3"); none where there is more, or a range has no sense."""
    bare = _without_inner(bare)
    if not _NUMBERS.fullmatch(bare):
        return ()
    found: list[str] = []
    through = False
    for part in _NUMBER_OR_DASH.findall(bare):
        if part in _DASHES:
            through = True
            continue
        if through:
            first, last = found[-1], part
            if not (first.isdecimal() and last.isdecimal() and 0 < int(last) - int(first) <= MAX_EXPANDED):
                return ()
            found += map(str, range(int(first) + 1, int(last)))
        found.append(part)
        through = False
        if len(found) > MAX_PRINTED:
            return ()
    return tuple(found)


def _linked(names: Iterable[str], reading: Foreign) -> list[str]:
    """The references of the list that a link names."""
    return [ref for name in names for ref in reading.parts.get(name, ())]


def _refs(names: list[str], bare: str, numbers: Sequence[str], reading: Foreign) -> tuple[str, ...]:
    """The references that a link cites, each once: those that it names, and those whose numbers it prints besides.

    A reference that is not in the list has the id that is printed for it: the number is all that is said of it.
    """
    label = bare if _LABEL.fullmatch(bare) and not _YEARS.search(bare) else None
    printed: Sequence[str | None] = numbers if len(numbers) == len(names) else [label] * len(names)
    linked = _linked(names, reading)
    if not linked and 0 < len(names) <= 2 and len(names) < len(numbers):
        reading.missing_id(names[0], numbers[0])
        reading.missing_id(names[-1], numbers[-1])
        return tuple(dict.fromkeys(reading.missing_id(None, number) for number in numbers))
    refs = [
        ref
        for name, number in zip(names, printed, strict=True)
        for ref in reading.parts.get(name) or (reading.missing_id(name, number),)
    ]
    if 0 < len(refs) <= 2 and len(refs) < len(numbers):
        numbered = [_labelled(number, refs[0], reading) for number in numbers]
        if refs[0] in numbered:  # the target names the first, or the first and last, of what is printed
            refs = [ref or reading.missing_id(None, number) for ref, number in zip(numbered, numbers, strict=True)]
    return tuple(dict.fromkeys(refs))


def _labelled(label: str, near: str, reading: Foreign) -> str | None:
    """The reference with this label: where several lists count from 1, the one in the list of a reference `near`."""
    own = reading.labels.get(near, "")
    if label.isdecimal() and own.isdecimal() and near in reading.places:
        place = reading.places[near] + int(label) - int(own)
        ref = reading.order[place] if 0 <= place < len(reading.order) else ""
        if reading.labels.get(ref) == label:
            return ref
    return reading.by_label.get(label)


def with_unlinked(found: list[Token], reading: Foreign, *, raised: bool = False) -> list[Token]:
    """The tokens, numbers without a link that belong to a group with links ("[1–3]") as marks too.

    The group ends at its bracket or, when it is `raised`, at the end.
    """
    result: list[Token] = []
    for position, node in enumerate(found):
        if not isinstance(node, str):
            result.append(node)
            continue
        words = node
        if position and isinstance(found[position - 1], Mark) and (after := _UNLINKED_AFTER.match(words)):
            closed = words[after.end() :]
            if (closed or raised) and (marks := _marks(after[1], reading)):
                result += marks
                words = closed
        opening = words.rfind("[")
        before = _UNLINKED_BEFORE.match(words, opening) if opening >= 0 else None
        follows = position + 1 < len(found) and isinstance(found[position + 1], Mark)
        if before and follows and (marks := _marks(before[1], reading)):
            result += [words[: opening + 1], *marks]
            reading.told.append(node)
        else:
            result.append(words)
            reading.told += [node] if words != node else []
    return result


def _marks(words: str, reading: Foreign) -> list[Token]:
    """The printed numbers as marks, what stands between them as it is; nothing when one is no label of the list."""
    parts = [part for part in re.split(r"([0-9]{1,4}[a-z]?)", words) if part]
    marks: list[Token] = []
    for part in parts:
        ref = reading.by_label.get(part)
        if ref is None and part[0].isdecimal():
            return []
        marks.append(part if ref is None else Mark((ref,)))
    return marks


def read_group(mark: Mark, found: list[Token], position: int, line: list[Phrase], reading: Foreign) -> int:
    """Add the group of citations that begins with a mark to the line; the position of what follows the group."""
    words = line[-1].rstrip() if line and isinstance(line[-1], str) else ""
    bracketed = words.endswith(("[", "("))
    cited = [Citation(ref) for ref in mark.refs]
    before = set(mark.refs)
    while True:
        if bracketed and position < len(found) and isinstance(following := found[position], str):
            cited[-1], found[position] = _with_locator(cited[-1], following, reading)
        if (step := _next_mark(found, position, bracketed=bracketed)) is None:
            break
        separator, following_mark, position = step
        reading.told += [separator] if separator else []
        between = _between(mark.refs[-1], following_mark.refs[0], reading) if _DASH.fullmatch(separator) else []
        named = [ref for ref in following_mark.refs if following_mark.printed or ref not in before]
        cited += [Citation(ref) for ref in (*between, *named)]
        before.update(between, named)
        mark = following_mark
    if position < len(found) and isinstance(following := found[position], str):
        found[position] = _without_brackets(line, following)
    strip_end(line)
    line.append(Cite(cited))
    return position


def _next_mark(found: list[Token], position: int, *, bracketed: bool) -> tuple[str, Mark, int] | None:
    """The separator and the mark that go on with the group, and the position after them; None where it ends."""
    separator = ""
    for place in range(position, len(found)):
        node = found[place]
        if isinstance(node, Mark):
            words = "".join(separator.split())
            goes_on = _SEPARATOR.fullmatch(words) or _DASH.fullmatch(words) or (bracketed and _AND.fullmatch(words))
            return (words, node, place + 1) if goes_on else None
        if not isinstance(node, (str, *FORMATTING)) or cites_in([node]):
            return None
        separator += phrase_text([node])
        if len(separator) > _MAX_SEPARATOR:
            return None
    return None


def _with_locator(citation: Citation, following: str, reading: Foreign) -> tuple[Citation, str]:
    """The citation with the page that is printed behind it, and what is printed behind that."""
    found = _LOCATOR.match(following)
    if found is None:
        return citation, following
    reading.told.append(following)
    return evolve(citation, locator=found[1]), following[found.end() :]


def _between(first: str, last: str, reading: Foreign) -> list[str]:
    """The references in the list between two, for "1–3"."""
    start, end = reading.places.get(first), reading.places.get(last)
    if start is None or end is None or end - start > MAX_EXPANDED:
        return []
    return reading.order[start + 1 : end]


def _without_brackets(line: list[Phrase], following: str) -> str:
    """Take the brackets around a group off: the opening one from the line, the closing one from what follows."""
    words = line[-1].rstrip() if line and isinstance(line[-1], str) else ""
    rest = following.lstrip()
    if rest[:1] != _CLOSES.get(words[-1:], " "):
        return following
    line[-1] = words[:-1].rstrip()
    return rest[1:]


def strip_end(line: list[Phrase]) -> None:
    """Take the white space at the end of a line off."""
    if line and isinstance(last := line[-1], str):
        stripped = last.rstrip(" ")
        if stripped:
            line[-1] = stripped
        else:
            line.pop()
