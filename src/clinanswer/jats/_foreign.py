"""Other people's articles, NLM 2.3 to JATS 1.4: the whole, in order.

https://jats.nlm.nih.gov/archiving/. The abstract is the short answer; body and back matter become sections.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import attrs

from clinanswer.jats._foreign_blocks import (
    PART_TITLES,
    make_section,
    read_flow,
    read_parts,
    read_section,
    section_title,
)
from clinanswer.jats._foreign_context import Foreign, collapse, local
from clinanswer.jats._foreign_front import ABSTRACTS, add_conflicts, is_conflict, read_front, read_notes, read_stub
from clinanswer.jats._foreign_inline import INLINE, SEAMLESS, read_phrases
from clinanswer.jats._foreign_references import LIST_TITLES, read_references
from clinanswer.jats._inline import BIBR
from clinanswer.jats._journal import JOURNAL_META
from clinanswer.jats._names import DAY, MONTH, REF_TYPE, XREF, YEAR
from clinanswer.jats._references import REF_LIST, SEASON
from clinanswer.jats._tables import NO_ALT
from clinanswer.model import ClinicalAnswer, Section
from clinanswer.model._node import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from clinanswer.model import Block

__all__ = ["read_article"]

# Letters and digits apart, since a formula may stand close behind a letter: "C1/2", where the article has "C" alone.
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_MARK_WORD: Final = re.compile(r"\w+")
_EDGES: Final = " \t\r\n()[].,;:-–"
_AT_ONCE: Final = 1000
"""How many texts are taken apart at once: quick for an article, and little memory for the largest."""
_OF_IDENTIFIERS: Final = frozenset({"http", "https", "www", "org", "dx", "doi", "orcid", "pmid"})
# Formulas and dates are read by their parts.
_TOLD: Final = frozenset({"{http://www.w3.org/1998/Math/MathML}math", "math", "tex-math", YEAR, MONTH, DAY, SEASON})
_TOLD_OR_MARKS: Final = _TOLD | {"label", "sup", XREF}
_MARK: Final = 12
"""How long numbers and single letters may be that are but a mark, as of affiliations ("1,a")."""
_IN_LINE: Final = INLINE | SEAMLESS
# Titles and texts that are left out because they say nothing of their own, or are reported without their words.
_UNSAID: Final = ("", *LIST_TITLES, *ABSTRACTS, NO_ALT, "et al")
_IDS: Final = frozenset({"id", "ref", "align", "_depth"})


def read_article(root: _Element, reading: Foreign) -> ClinicalAnswer:
    """The document in an article that `to_jats` did not write. It states no question: that is empty."""
    front, body, back = (_part(root, tag) for tag in ("front", "body", "back"))
    fields: dict[str, object] = {"language": reading.language(root)}
    # First the reference list: citations need its order and labels.
    lists = [each for each in root.iter(REF_LIST) if local(each.getparent()) != REF_LIST]  # type: ignore[arg-type]
    fields["references"] = read_references(lists, reading)
    sections: list[Section] = []
    if front is not None:
        sections += read_front(front, fields, reading)
    if body is not None:
        sections += _read_body(body, reading)
    if back is not None:
        sections += _read_back(back, fields, reading)
    if front is not None:
        notes = read_notes(front.find("article-meta"), reading)
        if notes:
            sections.append(make_section(front, reading, "Author notes", notes))
        sections += _read_front_parts(front, reading)
    for each in root:
        sections += _read_rest(each, reading)
    fields["sections"] = sections
    _keep_unsaid(root, fields, reading)
    if kept := reading.kept | ({"other": reading.other} if reading.other else {}):
        fields["extras"] = {"jats": kept}
    return ClinicalAnswer("", **fields)  # type: ignore[arg-type]  # the constructor checks them


def _read_front_parts(front: _Element, reading: Foreign) -> list[Section]:
    """What stands in the front beside the metadata: notes, biographies, lists."""
    if front.find("article-meta") is None:
        return []
    sections: list[Section] = []
    for each in front:
        tag = local(each)
        if tag in PART_TITLES:
            sections += filter(None, (read_section(each, reading, PART_TITLES[tag]),))
        elif tag not in {"article-meta", JOURNAL_META} and (blocks := read_flow(front, reading, run=(None, [each]))):
            sections.append(make_section(front, reading, "", blocks))
    return sections


def _read_body(body: _Element, reading: Foreign) -> list[Section]:
    """The sections of the body; blocks outside any section are a section without a title."""
    title = section_title(body, reading)
    blocks, sections = read_parts(body, reading)
    loose = [make_section(body, reading, title, blocks)] if blocks or title else []
    return [*loose, *sections]


def _read_back(back: _Element, fields: dict[str, object] | None, reading: Foreign) -> list[Section]:
    sections: list[Section] = []
    for each in back:
        tag = local(each)
        if tag in {"title", "label"}:
            reading.keep(each, f"{tag} of the back matter")
        elif tag == "app-group":
            sections += _read_appendices(each, reading)
        elif tag == "fn-group":
            sections += _read_footnotes(each, fields, reading)
        elif tag in PART_TITLES:
            sections += filter(None, (read_section(each, reading, PART_TITLES[tag]),))
        elif tag != REF_LIST:
            reading.lose(each, "unknown-element", f"{tag} has no place in the back matter; its text is a section")
            sections += filter(None, (read_section(each, reading),))
    return sections


def _read_appendices(group: _Element, reading: Foreign) -> list[Section]:
    """The appendices, in a section of their group where that has a title; what stands beside them is a section."""
    title = section_title(group, reading)
    blocks, sections = read_parts(group, reading)
    if title:
        return [make_section(group, reading, title, blocks, sections)]
    return [*([make_section(group, reading, "", blocks)] if blocks else []), *sections]


def _read_footnotes(group: _Element, fields: dict[str, object] | None, reading: Foreign) -> list[Section]:
    """The footnotes as a section; those about conflicts of interest have a field in an article of its own."""
    blocks: list[Block] = []
    if fields is not None:
        add_conflicts(group, fields, reading)
    for note in group:
        if local(note) in {"label", "title"} or (fields is not None and is_conflict(note)):
            continue
        label = note.find("label")
        blocks += read_flow(note, reading, start=[*read_phrases(label, reading), " "] if label is not None else ())
    title = section_title(group, reading) or PART_TITLES["fn-group"]
    return [make_section(group, reading, title, blocks)] if blocks else []


def _read_rest(element: _Element, reading: Foreign) -> list[Section]:
    """Floating tables and figures, and the articles within an article (decision letters, replies)."""
    tag = local(element)
    if tag == "floats-group":
        blocks = read_flow(element, reading)
        return [make_section(element, reading, "Tables and figures", blocks)] if blocks else []
    if tag in {"front", "front-stub", "body", "back"}:
        return []
    if tag == "processing-meta":
        reading.keep(element, tag)
        return []
    if tag not in {"sub-article", "response"}:
        reading.lose(element, "unknown-element", f"{tag} has no place in an article; its text is a section")
        return [*filter(None, (read_section(element, reading),))]
    reading.lose(element, "sub-article", f"{tag} is kept as a section")
    front, body, back = (_part(element, *names) for names in (("front-stub", "front"), ("body",), ("back",)))
    title, blocks, sections = read_stub(front, reading) if front is not None else ([], [], [])
    if body is not None:
        found, parts = read_parts(body, reading)
        blocks += found
        sections += parts
    if back is not None:
        sections += _read_back(back, None, reading)
    for each in element:
        sections += _read_rest(each, reading)
    return [make_section(element, reading, title or tag.replace("-", " ").capitalize(), blocks, sections)]


# ------------------------------------------------------------------------------------------ what nobody read


def _keep_unsaid(root: _Element, fields: dict[str, object], reading: Foreign) -> None:
    """The net under all readers: text of the article that is nowhere in what was read is kept, and reported.

    Texts that are not there as they stand are compared by neighbouring words, so that what is told in another place or
    form is not kept again. What is lost and says the same as another part is not found.
    """
    read = [*_texts([*fields.values(), reading.kept, *reading.other.values(), *reading.told, *_UNSAID])]
    found = list(_not_as_it_stands(root, {text.strip(_EDGES) for text in read}))
    missing = _missing([text for element, _ in found for text in _own_texts(element)], read)
    found = [each for each in found if missing and _lost_texts(each[0], missing)]
    # Parts of a line may have been read in one: "H" and "2" as "H2".
    lines = {line: "".join(line.itertext()) for line in dict.fromkeys(line for _, line in found) if line is not None}
    missing_in_lines = _missing(lines.values(), read)
    told = {line for line, text in lines.items() if missing_in_lines.isdisjoint(_steps(text))}
    for element, line in found:
        if line in told:
            continue
        words = " ".join(_lost_texts(element, missing))
        if element is line:
            told.add(line)
            words = lines[line]
        reading.keep(element, f"words of {local(element)} that are nowhere else", words)


def _not_as_it_stands(root: _Element, read: set[str]) -> Iterator[tuple[_Element, _Element | None]]:
    """The elements with a text that was not read as it stands, each with the outermost line that it stands in."""
    waiting: list[tuple[_Element, _Element | None]] = [(root, None)]
    while waiting:
        element, line = waiting.pop()
        if element.tag in _TOLD_OR_MARKS and _is_told_otherwise(element):
            continue
        children = list(element)
        if line is None and all(each.tag in _IN_LINE for each in children):
            line = element
        for text in (element.text, *[each.tail for each in children]):
            if text and text.strip(_EDGES) not in read and collapse(text).strip(_EDGES) not in read:
                yield element, line
                break
        waiting += [(each, line) for each in reversed(children)]


def _is_told_otherwise(element: _Element) -> bool:
    """Whether the text of an element has its own reader, which says what is lost, or is but a mark of a link."""
    if element.tag in _TOLD or (element.tag == XREF and element.get(REF_TYPE) == BIBR):
        return True
    mark = ""
    for words in element.itertext():
        mark += words
        if len(mark) > _MARK:
            return False
    return all(len(word) == 1 or word.isdecimal() for word in _MARK_WORD.findall(mark))


def _own_texts(element: _Element) -> list[str]:
    """The texts that stand directly in an element."""
    return [text for text in (element.text, *(each.tail for each in element)) if text and not text.isspace()]


def _lost_texts(element: _Element, missing: set[str | tuple[str, str]]) -> list[str]:
    return [text for text in _own_texts(element) if not missing.isdisjoint(_steps(text))]


def _missing(texts: Iterable[str], read: list[str]) -> set[str | tuple[str, str]]:
    """What there is of `texts` and not in what was read: words beside each other, or words that stand alone."""
    missing = {step for text in texts for step in _steps(text)}
    if missing:
        for start in range(0, len(read), _AT_ONCE):
            # The last text of those before is there again: a text may have been read in two.
            words = _words("\n".join(read[max(start - 1, 0) : start + _AT_ONCE]))
            missing.difference_update(words)
            missing.difference_update(pairwise(words))
    return missing


def _steps(text: str) -> Iterable[str | tuple[str, str]]:
    """What must be found of a text: each word beside the next, or the only one."""
    words = _words(text)
    return pairwise(words) if len(words) > 1 else words


def _words(text: str) -> list[str]:
    """Words and numbers in lower case, without those by which identifiers are marked or not."""
    words = _WORD.findall(text.lower())
    return words if _OF_IDENTIFIERS.isdisjoint(words) else [word for word in words if word not in _OF_IDENTIFIERS]


def _texts(values: list[object]) -> Iterator[str]:
    """All texts in parts of a document, in order; ids and names of kinds are none."""
    waiting = values[::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if not isinstance(value, Enum):
                yield value
        elif isinstance(value, Node):
            waiting += reversed([getattr(value, name) for name in _fields_with_text(type(value))])  # type: ignore[arg-type]  # a class
        elif isinstance(value, Mapping):
            waiting += reversed([part for item in value.items() for part in item])
        elif isinstance(value, list | tuple):
            waiting += reversed(value)


@cache
def _fields_with_text(node: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(node) if field.name not in _IDS)


def _part(element: _Element, *names: str) -> _Element | None:
    return next((each for each in element if local(each) in names), None)
