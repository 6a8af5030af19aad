"""Other people's articles, NLM 2.3 to JATS 1.4: the whole, in order.

https://jats.nlm.nih.gov/archiving/. The abstract is the short answer; body and back matter become sections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinanswer.jats._foreign_blocks import make_section, read_flow, read_section, read_sections, section_title
from clinanswer.jats._foreign_context import Foreign, local
from clinanswer.jats._foreign_front import is_conflict, read_front, read_notes, read_stub
from clinanswer.jats._foreign_inline import read_phrases
from clinanswer.jats._foreign_references import read_references
from clinanswer.jats._names import SEC
from clinanswer.jats._references import REF_LIST
from clinanswer.model import ClinicalAnswer, Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from clinanswer.model import Block

__all__ = ["read_article"]

# Parts of the back matter that are sections here, with their titles where they print none.
_BACK: Final[Mapping[str, str]] = {
    "ack": "Acknowledgements",
    "app": "Appendix",
    "bio": "Biography",
    "glossary": "Glossary",
    "notes": "Notes",
    "fn-group": "Footnotes",
    SEC: "",
}


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
        for each in front:
            if local(each) in _BACK and (section := read_section(each, reading, _BACK[local(each)])):
                sections.append(section)
    for each in root:
        sections += _read_rest(each, reading)
    fields["sections"] = sections
    if kept := reading.kept | ({"other": reading.other} if reading.other else {}):
        fields["extras"] = {"jats": kept}
    return ClinicalAnswer("", **fields)  # type: ignore[arg-type]  # the constructor checks them


def _read_body(body: _Element, reading: Foreign) -> list[Section]:
    """The sections of the body; blocks outside any section are a section without a title."""
    title = section_title(body, reading)
    blocks = read_flow(body, reading)
    loose = [make_section(body, reading, title, blocks)] if blocks or title else []
    return [*loose, *read_sections(body, reading)]


def _read_back(back: _Element, fields: dict[str, object], reading: Foreign) -> list[Section]:
    sections: list[Section] = []
    for each in back:
        tag = local(each)
        if tag in {REF_LIST, "title", "label"}:
            continue
        if tag == "app-group":
            sections += filter(None, (read_section(app, reading, _BACK["app"]) for app in each if local(app) == "app"))
        elif tag == "fn-group":
            sections += _read_footnotes(each, fields, reading)
        elif tag in _BACK:
            sections += filter(None, (read_section(each, reading, _BACK[tag]),))
        else:
            reading.lose(each, "unknown-element", f"{tag} has no place in the back matter; its text is a section")
            sections += filter(None, (read_section(each, reading),))
    return sections


def _read_footnotes(group: _Element, fields: dict[str, object], reading: Foreign) -> list[Section]:
    """The footnotes as a section; those about conflicts of interest have a field."""
    blocks: list[Block] = []
    for note in group:
        if local(note) in {"label", "title"}:
            continue
        if is_conflict(note) and "conflicts_of_interest" not in fields:
            fields["conflicts_of_interest"] = reading.words(note)
            continue
        label = note.find("label")
        blocks += read_flow(note, reading, start=[*read_phrases(label, reading), " "] if label is not None else ())
    title = section_title(group, reading) or _BACK["fn-group"]
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
        blocks += read_flow(body, reading)
        sections += read_sections(body, reading)
    if back is not None:
        sections += _read_back(back, {"conflicts_of_interest": None}, reading)
    for each in element:
        sections += _read_rest(each, reading)
    return [make_section(element, reading, title or tag.replace("-", " ").capitalize(), blocks, sections)]


def _part(element: _Element, *names: str) -> _Element | None:
    return next((each for each in element if local(each) in names), None)
