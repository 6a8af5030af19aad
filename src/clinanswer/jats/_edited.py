"""Articles that were changed after `to_jats` wrote them: nothing that was put into them is passed over in silence.

The mark of an article holds a checksum of the rest, by which one that was changed is known. It is read as others are,
and then written again: what stands in the file and not in what is written now has no place in a document, is reported,
and kept.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from attrs import evolve

from clinanswer.jats._document import is_about_file_or_journal, read_document, to_jats
from clinanswer.jats._foreign_context import kind_path
from clinanswer.jats._names import DAY, HREF_KEY, MONTH, REFERENCE_PREFIX, RID, TITLE, XREF
from clinanswer.jats._parse import parse
from clinanswer.jats._review import STATUS_WORDS
from clinanswer.model import Extras

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from lxml.etree import _Element

    from clinanswer.jats._context import Reading
    from clinanswer.model import ClinicalAnswer, JsonValue

__all__ = ["read_edited"]

_KEPT: Final = "jats"
_OTHER: Final = "other"
_LABEL: Final = "label"
_WORD: Final = re.compile(r"\w+")
_MOST_SEARCHED: Final = 1000
"""How many texts are searched for in all that is new, which takes time for each."""


def read_edited(root: _Element, mark: _Element, reading: Reading) -> ClinicalAnswer:
    """The document in a changed article, with words that have no place in `extras["jats"]["other"]`, by path.

    Raises:
        ReadError: as `read_document`.
    """
    _remove_indents(root)
    doc = read_document(root, mark, reading)
    written, _ = parse(to_jats(doc))
    _compare_numbers(doc, root, reading)
    return _keep_unread(doc, root, written, reading)


def _remove_indents(root: _Element) -> None:
    """Take away the white space that tools put between elements: a line break before each and after the last.

    Between two words one space is left, which is what a browser would show.
    """
    for element in root.iter():
        children = element[:]
        if not children or not _is_indent(element.text) or not all(_is_indent(each.tail) for each in children):
            continue
        element.text = None
        for child in children:
            following = child.getnext()
            parted = following is None or not (_last_letter(child) and _first_letter(following))
            child.tail = None if parted else " "


def _is_indent(text: str | None) -> bool:
    return text is not None and "\n" in text and text.isspace()


def _first_letter(element: _Element) -> bool:
    """Whether the text of an element begins with a letter or digit."""
    return next((text[0].isalnum() for text in element.itertext() if not text.isspace()), False)


def _last_letter(element: _Element) -> bool:
    """Whether it ends with one; what stands in it is looked at from its end."""
    last: _Element | None = element
    text = None
    while last is not None and (text is None or text.isspace()):
        element, last = last, (last[-1] if len(last) else None)
        text = element.text if last is None else last.tail
    return text is not None and text[-1].isalnum()


def _compare_numbers(doc: ClinicalAnswer, root: _Element, reading: Reading) -> None:
    """Report printed numbers of citations that are not those of their references, where these are numbered."""
    numbers = {f"{REFERENCE_PREFIX}{each.id}": each.id for each in doc.references}
    if not all(map(str.isdecimal, numbers.values())):
        return  # they are numbered by their places, and all change when one is put between
    wrong = [
        each
        for each in root.iter(XREF)
        if (number := numbers.get(each.get(RID) or "")) is not None
        and (each.text or "").strip().isdecimal()
        and (each.text or "").strip() != number
    ]
    if wrong:
        message = f"a citation is printed as {wrong[0].text!r} and leads to {wrong[0].get(RID)!r}, which is cited"
        reading.lose(wrong[0], "citation-label", message + _times(wrong))


def _keep_unread(doc: ClinicalAnswer, root: _Element, written: _Element, reading: Reading) -> ClinicalAnswer:
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
        message = "this has no place in a document; its text is kept in extras"
        reading.lose(elements[0], "unread", message + _times(elements))
    return evolve(doc, extras=_with_other(doc.extras, kept)) if kept else doc


def _times(elements: list[_Element]) -> str:
    return "" if len(elements) == 1 else f" ({len(elements)} times)"


def _is_told(element: _Element, told: AbstractSet[_Element], parents: AbstractSet[_Element | None]) -> bool:
    """Whether an element was told of already: itself, what it stands in, a child of it, or of the section it heads."""
    heads = element.getparent() if element.tag == TITLE else element
    return heads in parents or not told.isdisjoint((element, *element.iterancestors()))


def _unread(root: _Element, written: _Element) -> Iterator[tuple[_Element, str, bool]]:
    """The texts of an article that are not in what was written again, and the elements that they stand in.

    A text that was written otherwise (parted by other elements, say) has its words among those that are new there. With
    each of the rest it is said whether its letters stand there together with others.
    """
    pieces = Counter((kind_path(element), words) for element, words in _texts(written))
    left: list[tuple[_Element, str]] = []
    for element, words in _texts(root):
        piece = (kind_path(element), words)
        if pieces[piece]:
            pieces[piece] -= 1
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
    """Every text that has a letter or a digit, and every address, in order, with the element that it stands in."""
    if address := element.get(HREF_KEY):
        yield element, address
    if element.text and _WORD.search(element.text) and not _is_made(element, element.text):
        words = " ".join(element.text.split())
        yield element, words.lstrip("0") if element.tag in {MONTH, DAY} else words
    for child in element:
        if not is_about_file_or_journal(child):
            yield from _texts(child)
        if child.tail and _WORD.search(child.tail):
            yield element, " ".join(child.tail.split())


def _is_made(element: _Element, words: str) -> bool:
    """Whether words are made from the rest of the document, and are none of its own."""
    if element.tag in {_LABEL, XREF}:
        return words.strip().isdecimal()
    return words in STATUS_WORDS


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
