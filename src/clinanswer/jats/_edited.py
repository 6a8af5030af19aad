"""What was put into an article after `to_jats` wrote it: found by writing again what was read, and kept.

The mark of an article says how long the rest of it was. Where it is as long still, it is as it was written, and nothing
is left to look for.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from attrs import evolve

from clinanswer.jats._document import is_about_file_or_journal, to_jats
from clinanswer.jats._foreign_context import kind_path
from clinanswer.jats._names import TITLE
from clinanswer.jats._parse import parse
from clinanswer.jats._review import STATUS_WORDS
from clinanswer.model import Extras

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from lxml.etree import _Element

    from clinanswer.jats._context import Reading
    from clinanswer.model import ClinicalAnswer, JsonValue

__all__ = ["keep_unread"]

_KEPT: Final = "jats"
_OTHER: Final = "other"
_NUMBERED: Final = frozenset({"label", "xref"})
"""Their numbers are made anew."""
_WORD: Final = re.compile(r"\w+")
_MOST_SEARCHED: Final = 1000
"""How many texts are searched for in all that is new, which takes time for each."""


def keep_unread(doc: ClinicalAnswer, root: _Element, reading: Reading) -> ClinicalAnswer:
    """The document, with words that its readers passed over in `extras["jats"]["other"]`, by path, and reported."""
    written, _ = parse(to_jats(doc))
    told = set(reading.lost_elements)
    parents = {each.getparent() for each in told}
    kept: dict[str, list[str]] = {}
    unknown: dict[str, list[_Element]] = {}
    for element, words, elsewhere in _unread(root, written):
        known = _is_told(element, told, parents)
        if known and elsewhere:
            continue
        path = kind_path(element)
        kept.setdefault(path, []).append(words)
        if not known:
            unknown.setdefault(path, []).append(element)
    for elements in unknown.values():
        times = "" if len(elements) == 1 else f" ({len(elements)} times)"
        reading.lose(elements[0], "unread", f"this has no place in a document; its text is kept in extras{times}")
    return evolve(doc, extras=_with_other(doc.extras, kept)) if kept else doc


def _is_told(element: _Element, told: AbstractSet[_Element], parents: AbstractSet[_Element | None]) -> bool:
    """Whether an element was told of already: itself, what it stands in, a child of it, or of the section it heads."""
    heads = element.getparent() if element.tag == TITLE else element
    return heads in parents or not told.isdisjoint((element, *element.iterancestors()))


def _unread(root: _Element, written: _Element) -> Iterator[tuple[_Element, str, bool]]:
    """The texts of an article that are not in what was written again, and the elements that they stand in.

    A text that was written otherwise (parted by other elements, say) has its words among those that are new there. With
    each of the rest it is said whether its letters stand there together with others.
    """
    pieces = Counter((element.tag, words) for element, words in _texts(written))
    left: list[tuple[_Element, str]] = []
    for element, words in _texts(root):
        if pieces[element.tag, words]:
            pieces[element.tag, words] -= 1
        else:
            left.append((element, words))
    new = [words for (_, words), count in pieces.items() for _ in range(count)]
    spare = Counter(word for words in new for word in _WORD.findall(words))
    letters = " ".join("".join(_WORD.findall(words)) for words in new)
    searched = 0
    for element, words in left:
        wanted = Counter(_WORD.findall(words))
        if all(spare[word] >= count for word, count in wanted.items()):
            for word, count in wanted.items():
                spare[word] -= count
            continue
        searched += 1
        yield element, words, searched <= _MOST_SEARCHED and "".join(_WORD.findall(words)) in letters


def _texts(element: _Element) -> Iterator[tuple[_Element, str]]:
    """Every text that has a letter or a digit, on one line, in order, with the element that it stands in."""
    if element.text and _WORD.search(element.text) and not _is_made(element.tag, element.text):
        yield element, " ".join(element.text.split())
    for child in element:
        if not is_about_file_or_journal(child):
            yield from _texts(child)
        if child.tail and _WORD.search(child.tail):
            yield element, " ".join(child.tail.split())


def _is_made(tag: object, words: str) -> bool:
    """Whether words are made from the rest of the document, and are none of its own."""
    return (tag in _NUMBERED and words.strip().isdecimal()) or words in STATUS_WORDS


def _with_other(extras: Extras, kept: Mapping[str, list[str]]) -> Extras:
    """The extras with more texts beside those that are kept there already."""
    jats = extras.get(_KEPT)
    before: dict[str, JsonValue] = dict(jats) if isinstance(jats, Extras) else {}
    other = before.get(_OTHER)
    texts: dict[str, object] = dict(other) if isinstance(other, Extras) else {}
    for path, words in kept.items():
        known = texts.get(path, ())
        texts[path] = [*(known if isinstance(known, tuple) else ()), *words]
    return Extras({**extras, _KEPT: {**before, _OTHER: texts}})
