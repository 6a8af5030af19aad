"""Which questions of a list ask again what an earlier one asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.checks._vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["repeats"]

_LONG: Final = 8
"""How many words with a meaning what is asked must have, for two that share half of them to be one question."""
_FEW: Final = 200
"""How many earlier questions a long one is compared with, so that the cost stays linear."""
_TELLS: Final = 8
"""How long a word is that few questions share by chance."""
_MARKS: Final = ".,;:?!()[]“”\"'‘’-\u2011"
# Of plain text: marks to spaces, capitals to small letters.
_PLAIN: Final = bytes(
    32 if chr(code) in _MARKS else ord(chr(code).lower()) if code < 128 else code for code in range(256)
)
_ASKS: Final = vocabulary(
    "what which why how when where who should would could can do does did is are was will has have may",
)
_EMPTY: Final = vocabulary(
    "a an the of in on at to for and or is are be been was were has had have do does did this that these those",
    "with by from as it its such than there which what will would can could should",
    "may his her he she their they him i my me",
)  # "not", "when" and "after" are not among them: they change what is asked
_TELLING: Final = vocabulary(
    "adult adults child children infant infants neonate neonates newborn pregnant pregnancy man men woman women",
    "male female boy girl elderly older young first second third initial recurrent acute chronic oral intravenous",
    "topical without not avoid stop start mild moderate severe upper lower left right type stage low",
    "high",
)  # a question that has one of them is not the question that has another


def repeats(texts: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The numbers of the texts that repeat an earlier one, each with the number of that one."""
    given = list(texts)
    exact: dict[frozenset[str], list[int]] = {}  # the short ones, by their words
    telling: list[tuple[int, set[str]]] = []  # the long ones, with their long words
    asked: dict[int, tuple[frozenset[str], list[str]]] = {}  # of those that had to be compared: what, of whom
    for number, text in enumerate(given):
        if text.count(" ") + 1 < 2 * _LONG:
            alike = exact.setdefault(frozenset(_words(text)) - _EMPTY, [])
            first = next((other for other in alike[:10] if _content(given[other]) == _content(text)), None)
            if first is not None:
                yield number, first
            alike.append(number)
            continue
        long = {word for word in text.split() if len(word) >= _TELLS}
        for other, others in telling[-_FEW:]:
            if 3 * len(long & others) >= len(long) and not long.isdisjoint(others):
                for each in (number, other):
                    if each not in asked:
                        asked[each] = _asked(given[each])
                if _content(text) == _content(given[other]) or _same(asked[number], asked[other]):
                    yield number, other
                    break
        telling.append((number, long))


def _same(one: tuple[frozenset[str], list[str]], other: tuple[frozenset[str], list[str]]) -> bool:
    (asked, of_whom), (others, of_others) = one, other
    if of_whom != of_others or min(len(asked), len(others)) < _LONG or 2 * len(asked & others) < len(asked | others):
        return False
    return not any(word in _TELLING or word[0].isdigit() for word in asked ^ others)


_OF_WHOM: Final = re.compile(
    r" (?:in|for|of|among) (?:a |an |the )?(?:\w+ ){0,2}?(?:patients?|adults?|people|children|wom[ae]n|m[ae]n)"
    r" (?:with|who)\b"
)


def _asked(text: str) -> tuple[frozenset[str], list[str]]:
    """What a question asks, from the clause that asks (after a case that it tells first), and of whom it asks it."""
    text = text.lower()
    case = _OF_WHOM.search(text)
    words = text[: case.start()].split() if case else text.split()
    of_whom = _content(text[case.start() :]) if case else []
    for number, word in enumerate(words):
        if word in _ASKS:
            before = words[: number - 1 if words[number - 1] in {"and", "then"} else number]
            if number == 0 or (before and before[-1][-1] in ",;:."):
                return frozenset(_content(" ".join(words[number:]))), of_whom
    return frozenset(_content(" ".join(words))), of_whom


def _content(text: str) -> list[str]:
    """The words of a text in small letters, without its marks and the words that carry no meaning."""
    return [word for word in _words(text) if word not in _EMPTY]


def _words(text: str) -> list[str]:
    if text.isascii():
        return text.encode().translate(_PLAIN).decode().split()
    text = text.lower()
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return text.split()
