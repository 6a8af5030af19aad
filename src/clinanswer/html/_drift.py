"""Where a page and its data differ: in the document that is read of each, by path, and in the words that are shown.

The two documents tell what a difference means. Not all that a page shows is part of a document, though: its own words,
printed numbers, what somebody put where nothing is read. So the words of the page are compared too, with those of the
page that is written of the data. What hides words, runs or loads something, and where links lead, no word tells: it is
compared by itself. White space is never a difference.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from attrs import fields

from clinanswer.errors import Problem
from clinanswer.html._context import CLAIM, SECTION
from clinanswer.html._reading import BLOCK_TAGS, STRUCK
from clinanswer.model import Node, plain_text
from clinanswer.model._text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from clinanswer.html._reading import Reading

__all__ = [
    "Change",
    "Marks",
    "Shown",
    "active",
    "changes",
    "collapse",
    "decoded",
    "differences",
    "link_differences",
    "mark_differences",
    "policy_difference",
    "unread",
    "word_differences",
]

_WIDTH: Final = 80


def differences(shown: object, written: object, path: str = "$") -> Iterator[Problem]:
    """A problem for each place where `shown` is not `written`, as deep as the two have the same shape."""
    if _same(shown, written):
        return
    if isinstance(shown, Node) and type(shown) is type(written):
        for attribute in fields(type(shown)):  # type: ignore[arg-type]  # every node is an attrs class
            if attribute.init:
                name = attribute.name
                yield from differences(getattr(shown, name), getattr(written, name), f"{path}.{name}")
    elif isinstance(shown, tuple) and isinstance(written, tuple):
        yield from _of_sequences(shown, written, path)
    else:
        yield Problem(path, "drift", f"the page shows {_words(shown)}, but its data says {_words(written)}")


def _same(one: object, other: object) -> bool:
    """Whether two parts of documents are equal but for white space: how much, and where a text begins or ends."""
    if one == other:
        return True
    if isinstance(one, str | None) and isinstance(other, str | None):  # a blank text is read as none
        return decoded(one or "").split() == decoded(other or "").split()
    if isinstance(one, tuple) and isinstance(other, tuple):
        here, there = _filled(one), _filled(other)
        return len(here) == len(there) and all(map(_same, here, there))
    if isinstance(one, Node) and type(one) is type(other):
        names = [each.name for each in fields(type(one)) if each.init]  # type: ignore[arg-type]  # as above
        return all(_same(getattr(one, name), getattr(other, name)) for name in names)
    return False


_ENCODED: Final = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")


def decoded(address: str) -> str:
    """An address with the letters that are not ASCII as such: programs that write a page again percent-encode them."""
    return _ENCODED.sub(lambda found: unquote(found[0]), address) if "%" in address else address


def _filled(content: tuple[object, ...]) -> list[object]:
    return [each for each in content if not isinstance(each, str) or each.strip()]


def _of_sequences(shown: tuple[object, ...], written: tuple[object, ...], path: str) -> Iterator[Problem]:
    """What is equal at both ends is passed over, so that one thing more or less does not shift all that follows."""
    start = 0
    while start < min(len(shown), len(written)) and _same(shown[start], written[start]):
        start += 1
    end = 0
    while end < min(len(shown), len(written)) - start and _same(shown[-1 - end], written[-1 - end]):
        end += 1
    here, there = shown[start : len(shown) - end], written[start : len(written) - end]
    for position, (one, other) in enumerate(zip(here, there, strict=False), start):
        yield from differences(one, other, f"{path}[{position}]")
    common = min(len(here), len(there))
    for position, one in enumerate(here[common:], start + common):
        yield Problem(f"{path}[{position}]", "drift", f"the page shows {_words(one)}, which its data does not have")
    for position, other in enumerate(there[common:], start + common):
        yield Problem(f"{path}[{position}]", "drift", f"the page does not show {_words(other)}, which its data has")


def _words(value: object) -> str:
    if value is None or value == ():
        return "nothing"
    if isinstance(value, str | Node):
        return repr(shorten(plain_text(value), _WIDTH)) if plain_text(value) else type(value).__name__
    return repr(shorten(str(value), _WIDTH))


_WORD: Final = re.compile(r"\w+|[^\w\s]")
_PART: Final = re.compile(r"\S+")
_COUNTED: Final = re.compile(r"[A-Z]?\d[\d.a-z]*|[a-z]{1,2}|[§•]", re.ASCII)
"""The number of a claim or section, or what stands in its place."""
_UNSHOWN: Final = STRUCK | {"head", "script", "style", "template"}
_NUMBER: Final = "#"
_FEW: Final = 64
"""How many words are compared each with each."""
_BEFORE: Final = 5
"""How many words tell where a difference is."""
_ROUNDS: Final = 10
"""How often what lies between words that stand once in both is searched for more of them."""


class Shown:
    """The words of a page in order: what is between white space, marks apart; and the description of an image."""

    def __init__(self, page: Reading, root: HtmlElement) -> None:
        self.page = page
        self.words: list[str] = []
        self.spans: list[tuple[int, int]] = []
        """Where each word stands in the text."""
        self.numbers: set[int] = set()
        """Which of the words are numbers of claims and sections, as the page counts them."""
        self._starts: list[int] = []
        self._elements: list[HtmlElement] = []
        texts: list[str] = []
        run: list[str] = []
        length = 0
        for element, text in _texts(root):
            self._starts.append(length)
            self._elements.append(element)
            length += len(text)
            texts.append(text)
            if _is_name(page, element):
                self._add_words(_WORD, "".join(run), length - len(text))
                run.clear()
                first = len(self.words)
                self._add_words(_PART, text, length)
                named = range(first, len(self.words))
                self.numbers.update(place for place in named if _COUNTED.fullmatch(self.words[place]))
            else:
                run.append(text)
        self._add_words(_WORD, "".join(run), length)
        self.text = "".join(texts)

    def _add_words(self, pattern: re.Pattern[str], text: str, end: int) -> None:
        """The words of a run of text that ends at a place."""
        start = end - len(text)
        for found in pattern.finditer(text):
            self.words.append(found[0])
            self.spans.append((start + found.start(), start + found.end()))

    def uncounted(self) -> list[str]:
        """The words, all numbers of claims and sections being the same."""
        return [_NUMBER if place in self.numbers else word for place, word in enumerate(self.words)]

    def element(self, place: int) -> HtmlElement:
        """The element that holds a word."""
        start = self.spans[place][0] if place < len(self.spans) else len(self.text)
        return self._elements[max(bisect_right(self._starts, start) - 1, 0)]

    def between(self, start: int, end: int) -> str:
        """The text from one word to before another, on one line."""
        if start >= end:
            return ""
        return " ".join(self.text[self.spans[start][0] : self.spans[end - 1][1]].split())

    def place(self, change: Change) -> str:
        """Where a change is, in words."""
        before = self.between(max(change.start - _BEFORE, 0), change.start)
        return f"after {before!r}" if before else "at its beginning"


def _is_name(page: Reading, element: HtmlElement) -> bool:
    """Whether an element names a claim or a section, as a rule by its number: `1.2`, `Section 3`."""
    if element.tag == "b":
        parent = element.getparent()
        return parent is not None and parent.tag == "summary"
    return page.inside(element, CLAIM, SECTION) is not None


def _texts(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Each piece of text with the element that it stands in; blocks are parted by spaces."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        block = element.tag in BLOCK_TAGS or element.tag == "br"
        if event == "start":
            if element.tag in _UNSHOWN:
                walk.skip_subtree()
                continue
            if block:
                yield element, " "
            yield element, element.get("alt") or "" if element.tag == "img" else element.text or ""
        else:
            if block:
                yield element, " "
            parent = element.getparent()
            if element.tail and parent is not None and element is not root:
                yield parent, element.tail


_SPACE: Final = re.compile(r"[ \t\n\r\f]+")


def collapse(root: HtmlElement) -> None:
    """Make white space one space, and none where a line begins or ends, as a browser does before it shows a text."""
    kept = {each for pre in root.iter("pre") for each in pre.iter()}
    for element in root.iter():
        if element in kept or element.tag in _UNSHOWN:
            continue
        ends = element.tag in BLOCK_TAGS
        element.text = _collapsed(element.text, begins=ends, ends=_breaks(next(iter(element), None), otherwise=ends))
        for child in element:
            after = _breaks(child.getnext(), otherwise=ends)
            child.tail = _collapsed(child.tail, begins=_breaks(child, otherwise=False), ends=after)


def _breaks(element: HtmlElement | None, *, otherwise: bool) -> bool:
    return otherwise if element is None else element.tag in BLOCK_TAGS or element.tag == "br"


def _collapsed(text: str | None, *, begins: bool, ends: bool) -> str | None:
    if not text:
        return text
    text = _SPACE.sub(" ", text)
    text = text.removeprefix(" ") if begins else text
    return text.removesuffix(" ") if ends else text


class Change(NamedTuple):
    """Words of one page that stand where another has others, or none."""

    start: int
    end: int
    other_start: int
    other_end: int


def changes(words: list[str], others: list[str]) -> list[Change]:
    """Where two rows of words differ, in order. The time is that of the words, not of their square.

    The words that stand once in both hold the two together (a patience diff); what lies between is compared again.
    """
    found: list[Change] = []
    left = [(0, len(words), 0, len(others), _ROUNDS)]
    while left:
        start, end, other_start, other_end, rounds = left.pop()
        while start < end and other_start < other_end and words[start] == others[other_start]:
            start, other_start = start + 1, other_start + 1
        while start < end and other_start < other_end and words[end - 1] == others[other_end - 1]:
            end, other_end = end - 1, other_end - 1
        here, there = words[start:end], others[other_start:other_end]
        if not here and not there:
            continue
        if max(len(here), len(there)) <= _FEW:
            found += [
                Change(start + i, start + j, other_start + k, other_start + m)
                for tag, i, j, k, m in SequenceMatcher(None, here, there, autojunk=False).get_opcodes()
                if tag != "equal"
            ]
            continue
        common = _common(here, there) if rounds else []
        if not common:
            found.append(Change(start, end, other_start, other_end))
            continue
        base, other_base = start, other_start
        for place, other in [*common, (len(here), len(there))]:
            left.append((start, base + place, other_start, other_base + other, rounds - 1))
            start, other_start = base + place, other_base + other
    return sorted(found)


def _common(words: list[str], others: list[str]) -> list[tuple[int, int]]:
    """The longest row of words that stand once in both, in the same order in both: their places."""
    once, once_there = Counter(words), Counter(others)
    places = {word: place for place, word in enumerate(others) if once_there[word] == 1}
    pairs = [(place, places[word]) for place, word in enumerate(words) if once[word] == 1 and word in places]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        length = bisect_left(ends, other)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [other]
        last[length : length + 1] = [number]
    row: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def word_differences(shown: Shown, written: Shown, found: list[Change]) -> Iterator[Problem]:
    """A problem for each place where the words of a page are not those of the page that is written of its data."""
    for change in found:
        here = shown.between(change.start, change.end)
        there = written.between(change.other_start, change.other_end)
        place = shown.place(change)
        if not there:
            message = f"{place} the page shows {shorten(here, _WIDTH)!r}, which its data does not have"
        elif not here:
            message = f"{place} the page does not show {shorten(there, _WIDTH)!r}, which its data has"
        else:
            message = f"{place} the page shows {shorten(here, _WIDTH)!r}, but its data says {shorten(there, _WIDTH)!r}"
        element = shown.element(change.start)
        yield Problem(shown.page.path(element), "drift", message, element.sourceline)


def unread(found: list[Change], shown: Shown, read: Shown) -> list[Change]:
    """Those changes that are not in the document that was read of the page: its own page, `read`, differs there too.

    That page counts claims and sections anew, so their numbers are left out of account.
    """
    missed: set[int] = set()
    for change in changes(shown.uncounted(), read.uncounted()):
        missed.update(range(change.start, change.end + 1))
    return [each for each in found if not missed.isdisjoint(range(each.start, each.end + 1))]


_ACTIVE: Final = frozenset(
    {"applet", "area", "audio", "base", "bdo", "canvas", "datalist", "embed", "font", "form", "frame", "frameset",
     "iframe", "input", "marquee", "math", "noscript", "object", "rp", "select", "slot", "textarea", "video"}
)  # fmt: skip
"""Elements that no release writes, which run or load something, or show their words otherwise than they stand."""
_DATA_TYPES: Final = frozenset({"application/json", "application/ld+json"})
_CONTROLS: Final = re.compile(r"[\x00-\x20]+")
"""What browsers leave out of an address."""
_POLICY: Final = "content-security-policy"
_TELLING: Final = ("aria-hidden", "dir", "inert")
"""Attributes that change what is shown of an element's words, or to whom."""
_HIDING: Final = "ca-skip"
"""The class of what the stylesheet hides until it has the focus."""
_ADDRESSES: Final = ("action", "data", "formaction", "href", "ping", "poster", "src", "srcset", "xlink:href")


def active(page: Reading, place: HtmlElement) -> Iterator[Problem]:
    """A problem for each element that runs or loads something, or turns words round, which no release writes."""
    for element in place.iter():
        tag = str(element.tag)
        found = (
            tag in _ACTIVE
            or (tag == "script" and (element.get("type") or "").lower() not in _DATA_TYPES)
            or (tag == "meta" and (element.get("http-equiv") or _POLICY).lower() != _POLICY)
            or (tag not in {"svg", "path"} and next(element.iterancestors("svg"), None) is not None)
        )
        if found:
            message = (
                f"an element that no page of clinanswer has ({tag!r}): what it shows or does, the text does not tell"
            )
            yield Problem(page.path(element), "drift", message, element.sourceline)
        for name, value in element.items():
            if name.lower().startswith("on") or (name in _ADDRESSES and _is_script(value)):
                message = f"an element that runs a script ({name!r}): what it does, the text does not tell"
                yield Problem(page.path(element), "drift", message, element.sourceline)


def _is_script(address: str) -> bool:
    return _CONTROLS.sub("", address).lower().startswith("javascript:")


class Marks:
    """What a page says beside its words: what may hide them, and where its links lead."""

    def __init__(self, root: HtmlElement) -> None:
        self.kinds: dict[tuple[str, ...], list[tuple[HtmlElement, str]]] = {}
        """The elements of each kind that has a meaning to the stylesheet or to browsers, and the words of each."""
        self.links: list[tuple[HtmlElement, str, str]] = []
        """Each element that leads or loads somewhere, its words, and the address."""
        for element in root.iter():
            words = ""
            kinds = list(_kinds(element))
            addresses = [address for name in _ADDRESSES if (address := element.get(name)) is not None]
            if kinds or addresses:
                words = " ".join("".join(element.itertext()).split()) if element.tag in {"a", "span"} else ""
            for kind in kinds:
                self.kinds.setdefault(kind, []).append((element, words))
            self.links += [(element, words, decoded(each.strip())) for each in addresses]

    def count(self, kind: tuple[str, ...]) -> int:
        """How many elements are of a kind."""
        return len(self.kinds.get(kind, ()))

    def pairs(self) -> set[tuple[str, str]]:
        """The words and address of each link."""
        return {(words, address) for _, words, address in self.links}


def _kinds(element: HtmlElement) -> Iterator[tuple[str, ...]]:
    tag = str(element.tag)
    classes = sorted(each for each in (element.get("class") or "").split() if each.startswith("ca-"))
    if _HIDING in classes:
        yield tag, "class", _HIDING, " ".join("".join(element.itertext()).split())
    elif classes:
        yield tag, "class", " ".join(classes)
    if tag == "details":
        yield (tag,)
    for name in _TELLING:
        if (value := element.get(name)) is not None:
            yield tag, name, value


def mark_differences(page: Reading, shown: Marks, written: Marks) -> Iterator[tuple[tuple[str, ...], Problem]]:
    """A problem, with the kind, for each kind of element of which a page has more than the page of its data."""
    for kind, elements in shown.kinds.items():
        others = written.kinds.get(kind, [])
        if len(elements) > len(others):
            known = {words for _, words in others}
            element = next((each for each, words in elements if words not in known), elements[-1][0])
            said = shorten(" ".join(kind[:3]), _WIDTH)
            message = f"an element that this release does not write here ({said!r}); it may hide words"
            yield kind, Problem(page.path(element), "drift", message, element.sourceline)


def policy_difference(page: Reading, shown: HtmlElement, written: HtmlElement) -> Iterator[Problem]:
    """A problem where a page may load more than what was written, because it lacks the policy that was."""
    if not set(_policies(written)) <= set(_policies(shown)):
        message = "the page's Content-Security-Policy is not the one that was written"
        yield Problem(page.path(shown), "drift", message, shown.sourceline)


def _policies(root: HtmlElement) -> Iterator[str]:
    for each in root.iter("meta"):
        if (each.get("http-equiv") or "").lower() == _POLICY:
            yield each.get("content") or ""


def link_differences(page: Reading, shown: Marks, written: Marks) -> Iterator[tuple[tuple[str, str], Problem]]:
    """A problem, with the words and address, for each link that the page of the data does not have.

    Where the words alone are others, or a place in the page is linked to once more, the words tell it.
    """
    pairs = written.pairs()
    known = {words for words, _ in pairs}
    addresses = {address for _, address in pairs}
    for element, words, address in shown.links:
        if address in addresses and (words not in known or (words, address) in pairs or address.startswith("#")):
            continue
        message = f"{shorten(words, _WIDTH)!r} leads to {shorten(address, _WIDTH)!r}, which its data does not say"
        yield (words, address), Problem(page.path(element), "drift", message, element.sourceline)
