"""Which questions of a list ask again what an earlier one asks."""

from __future__ import annotations

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
    "with by from as it its such than there which what who whom whose where why how will would can could should",
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
    exact: dict[frozenset[str], int] = {}  # the words of the short ones
    telling: list[tuple[int, set[str]]] = []  # the long ones, with their long words
    asked: dict[int, frozenset[str]] = {}  # of the texts that had to be compared, what they ask
    for number, text in enumerate(given):
        words = text.split()
        if len(words) < 2 * _LONG:
            first = exact.setdefault(_content(text), number)
            if first != number:
                yield number, first
            continue
        long = {word for word in words if len(word) >= _TELLS}
        for other, others in telling[-_FEW:]:
            if 3 * len(long & others) >= len(long) and not long.isdisjoint(others):
                for each in (number, other):
                    if each not in asked:
                        asked[each] = _asked(given[each])
                if _same(asked[number], asked[other]):
                    yield number, other
                    break
        telling.append((number, long))


def _same(asked: frozenset[str], others: frozenset[str]) -> bool:
    if min(len(asked), len(others)) < _LONG or 2 * len(asked & others) < len(asked | others):
        return False
    return not any(word in _TELLING or word[0].isdigit() for word in asked ^ others)


def _asked(text: str) -> frozenset[str]:
    """What a question asks after the case that it tells: from the first clause that begins like a question."""
    words = text.lower().split()
    for number, word in enumerate(words):
        if word in _ASKS:
            before = words[: number - 1 if words[number - 1] in {"and", "then"} else number]
            if number == 0 or (before and before[-1][-1] in ",;:."):
                return _content(" ".join(words[number:]))
    return _content(text)


def _content(text: str) -> frozenset[str]:
    """The words of a text in small letters, without its marks and the words that carry no meaning."""
    if text.isascii():
        text = text.encode().translate(_PLAIN).decode()
    else:
        text = text.lower()
        for mark in _MARKS:
            text = text.replace(mark, " ")
    return frozenset(text.split()) - _EMPTY
