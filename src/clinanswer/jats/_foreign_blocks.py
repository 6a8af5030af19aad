"""Blocks of other people's articles, in order; what has no place is kept as its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._blocks import (
    ATTRIB,
    BOXED_TEXT,
    CALLOUT_KINDS,
    DEF,
    DEF_ITEM,
    DEF_LIST,
    DISP_QUOTE,
    FN,
    TERM,
    role_of_type,
)
from clinanswer.jats._foreign_claims import with_claims
from clinanswer.jats._foreign_context import collapse, local
from clinanswer.jats._foreign_inline import INLINE, SEAMLESS, formula_text, phrases, read_phrases, token
from clinanswer.jats._foreign_references import LIST_TITLES
from clinanswer.jats._foreign_tables import caption, read_figure, read_tables
from clinanswer.jats._names import CONTENT_TYPE, ID, LIST, LIST_ITEM, SEC, SEC_META, SEC_TYPE, TITLE, P
from clinanswer.jats._references import REF_LIST
from clinanswer.jats._tables import ALT_TEXT, CAPTION, FIG, TABLE, TABLE_FOOT, TABLE_WRAP
from clinanswer.model import (
    MAX_DEPTH,
    Callout,
    CalloutKind,
    Definition,
    DefinitionList,
    LineBreak,
    List,
    ListItem,
    Paragraph,
    Quote,
    Section,
    Strong,
    plain_text,
)
from clinanswer.model.inline import to_phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lxml.etree import _Element

    from clinanswer.jats._foreign_citations import Token
    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Block, Phrase, PhrasesLike, SectionRole

__all__ = ["PART_TITLES", "make_section", "read_flow", "read_parts", "read_section", "section_title"]

LABEL: Final = "label"
_NOTES: Final = "fn-group"
_NUMBER: Final = re.compile(r"[(\[]?([0-9]{1,4})[)\].:]?")
_BULLETS: Final = frozenset("•◦▪‣·–—-*○●■□✓")
# What the reader of the element around takes care of, or the reader of references.
_TAKEN: Final = frozenset({TITLE, LABEL, SEC, CAPTION, REF_LIST})
# What says something of a part and is not among its words.
_ABOUT: Final = frozenset({"object-id", "permissions", ALT_TEXT, "long-desc", SEC_META})
# Containers that mean nothing by themselves.
_GROUPS: Final = frozenset(
    {"fig-group", "table-wrap-group", "disp-formula-group", "floats-group", "block-alternatives"}
)
_PARAGRAPHS: Final = frozenset(
    {P, "verse-line", ATTRIB, "notes", "statement", "speech", "ack", "address", "bio", REF_LIST}
)
# Where there is running text; elsewhere unknown elements are blocks, which stand apart from what is beside them.
_LINES: Final = frozenset({P, ATTRIB})
PART_TITLES: Final[Mapping[str, str]] = {
    "ack": "Acknowledgements",
    "app": "Appendix",
    "bio": "Biography",
    "glossary": "Glossary",
    "notes": "Notes",
    _NOTES: "Footnotes",
    SEC: "",
}
"""Parts that are sections in the back matter or after sections, with their titles where they print none."""


def read_flow(
    element: _Element,
    reading: Foreign,
    *,
    whole: bool = False,
    start: Iterable[Token] = (),
    nested: bool = False,
    run: tuple[str | None, list[_Element]] | None = None,
) -> list[Block]:
    """The blocks in an element: runs of text and inline elements as paragraphs, blocks as themselves.

    `whole` makes a paragraph one claim (a bullet); `start` stands before the first words (the label of an item).
    `nested` reads sections too, as blocks; without it they are left to the caller. A `run` is the text and the
    children to read when that is not all.
    """
    words, children = (element.text, element) if run is None else run
    blocks: list[Block] = []
    line: list[Token] = list(start)

    def end_line() -> None:
        content = phrases(line, reading)
        line.clear()
        if content:
            blocks.append(Paragraph(with_claims(content, reading, whole=whole)))

    def add_text(words: str | None) -> None:
        if words:
            line.append(reading.text(collapse(words), element))

    add_text(words)
    for child in children:
        tag = local(child)
        if tag == P:
            labelled = bool(start) and not blocks  # the label goes before the words, not on a line of its own
            before = list(line) if labelled else []
            if labelled:
                line.clear()
            else:
                end_line()
            blocks += read_flow(child, reading, whole=whole, start=before)
        elif tag in _READERS:
            end_line()
            blocks += _READERS[tag](child, reading)
        elif tag in _GROUPS or (nested and tag == SEC):
            end_line()
            blocks += _as_blocks(child, reading)
        elif tag == ATTRIB:
            end_line()
            blocks += _read_attribution(child, reading)
        elif tag in _ABOUT:
            reading.keep(child, f"{tag} of a part")
        elif tag not in _TAKEN:
            line += _inline_or_blocks(child, reading, blocks, end_line)
        add_text(child.tail)
    end_line()
    return blocks


def _read_attribution(element: _Element, reading: Foreign) -> list[Block]:
    """Who said it or made it, as a paragraph; only a quotation has a field for that, and reads it itself."""
    if local(element.getparent()) == DISP_QUOTE:  # type: ignore[arg-type]  # it stands in something
        return []
    reading.lose(element, "unknown-element", "attrib has no place; its text is a paragraph")
    return read_flow(element, reading)


def _inline_or_blocks(
    element: _Element, reading: Foreign, blocks: list[Block], end_line: Callable[[], None]
) -> list[Token]:
    """An element that is not known as a block: by what is in it."""
    if _holds_blocks(element):
        end_line()
        reading.lose(element, "unknown-element", f"{local(element)} has no place; what is in it is kept")
        blocks += _as_blocks(element, reading)
        return []
    found = token(element, reading)
    in_line = local(element) in INLINE | SEAMLESS or local(next(element.iterancestors())) in _LINES
    return found if in_line else [" ", *found, " "]


def _holds_blocks(element: _Element) -> bool:
    """Whether there are blocks in an unknown element; those in a footnote, which stands in a line, do not count."""
    if local(element) in INLINE:
        return False
    return any(local(each) in _READERS or local(each) in _PARAGRAPHS or _holds_blocks(each) for each in element)


# ----------------------------------------------------------------------------------------------- sections


def read_section(element: _Element, reading: Foreign, title: str = "") -> Section | None:
    """A `sec`, or another part with blocks and sections; `title` where it has none of its own.

    None for one that says nothing, or holds a list of references under the usual title and nothing more.
    """
    own = section_title(element, reading)
    heading = own or ([title] if title else [])
    grouped = local(element) == _NOTES
    blocks, sections = (_read_notes(element, reading), []) if grouped else read_parts(element, reading)
    if not blocks and not sections:
        lists = element.find(REF_LIST) is not None
        if not own or (lists and plain_text(own).strip(" .:").lower() in LIST_TITLES):
            return None
    name = reading.new_id("section", element.get(ID))
    return make_section(
        element, reading, heading, blocks, sections, name=name, role=role_of_type(element.get(SEC_TYPE))
    )


def read_parts(element: _Element, reading: Foreign) -> tuple[list[Block], list[Section]]:
    """The blocks of an element and its sections, in order.

    The model has blocks only before the sections: what stands between or after them is a section of its own.
    """
    children = list(element)
    start = next((place for place, each in enumerate(children) if local(each) in _SECTIONS), len(children))
    blocks = read_flow(element, reading, run=(element.text, children[:start]))
    sections: list[Section] = []
    run: tuple[str | None, list[_Element]] = (None, [])
    for child in children[start:]:
        if local(child) in PART_TITLES:
            sections += _loose(element, run, reading)
            sections += filter(None, (read_section(child, reading, PART_TITLES[local(child)]),))
            run = (child.tail, [])
        else:
            run[1].append(child)
    return blocks, [*sections, *_loose(element, run, reading)]


def _loose(element: _Element, run: tuple[str | None, list[_Element]], reading: Foreign) -> list[Section]:
    """What stands between or after sections, as a section without a title."""
    blocks = read_flow(element, reading, run=run)
    return [make_section(element, reading, "", blocks)] if blocks else []


def make_section(
    element: _Element,
    reading: Foreign,
    title: PhrasesLike,
    blocks: list[Block],
    sections: list[Section] | None = None,
    *,
    name: str | None = None,
    role: SectionRole | None = None,
) -> Section:
    """A section; of what is nested too deep for it, the text."""
    try:
        return Section(title, blocks, sections or (), id=name, role=role)
    except InvalidNodeError as error:
        reading.lose(element, "too-deep", f"{error}; of what is nested too deep, the text is kept")
    kept = [Paragraph(plain_text(block)) if block._depth >= MAX_DEPTH else block for block in blocks]  # noqa: SLF001
    for section in sections or ():
        kept += [Paragraph(words) for words in plain_text(section).split("\n") if words]
    return Section(plain_text(to_phrases(title)), kept, id=name, role=role)


def section_title(element: _Element, reading: Foreign) -> list[Phrase]:
    """The label and title of a part, in one line."""
    parts = [each for each in element if local(each) in {LABEL, TITLE}]
    if local(element) in {LIST, DEF_LIST, TABLE_WRAP, FIG}:
        parts = [each for each in parts if local(each) == TITLE]
    line: list[Token] = []
    for part in parts:
        line += [*read_phrases(part, reading), " "]
    return phrases(line, reading)


def _as_blocks(element: _Element, reading: Foreign) -> list[Block]:
    """A section or other part where none may be: its title or caption as a paragraph, then its blocks."""
    blocks: list[Block] = []
    if element.find(CAPTION) is not None:
        if words := caption(element, reading):
            blocks.append(Paragraph(with_claims(words, reading, whole=False)))
    elif heading := section_title(element, reading):
        blocks.append(Paragraph(Strong(heading)))
    return [*blocks, *read_flow(element, reading, nested=True)]


# -------------------------------------------------------------------------------------------------- lists


def _read_list(element: _Element, reading: Foreign) -> list[Block]:
    """A list. Numbers that are printed as labels become its numbering.

    Other labels stay before their item, and the list is without numbers, which would stand beside them.
    """
    heading = section_title(element, reading)
    items = [each for each in element if local(each) == LIST_ITEM]
    labels = [reading.words(item.find(LABEL)) or "" for item in items]
    numbers = [int(found[1]) for label in labels if (found := _NUMBER.fullmatch(label))]
    start, ordered = 1, (element.get("list-type") or "").split("-")[0] in {"order", "alpha", "roman", "ordered"}
    if numbers and numbers == list(range(numbers[0], numbers[0] + len(items))):
        start, ordered, labels = numbers[0], True, []
    elif all(not label or label in _BULLETS for label in labels):
        labels = []
    else:
        ordered = False
    read: list[ListItem] = []
    for position, item in enumerate(items):
        label = labels[position] if labels else ""
        title = _item_title(item, reading)
        blocks: list[Block] = [Paragraph(Strong(title))] if title else []
        blocks += read_flow(item, reading, whole=True, start=[f"{label} "] if label else [])
        if blocks:
            read.append(ListItem(blocks))
        else:
            reading.lose(item, "empty-item", "an item without content is left out")
    found_list = reading.block(element, lambda: List(read, ordered=ordered, start=start)) if read else None
    before: list[Block] = [Paragraph(Strong(heading))] if heading else []
    return [*before, *([found_list] if found_list is not None else [])]


def _item_title(item: _Element, reading: Foreign) -> list[Phrase]:
    title = item.find(TITLE)
    return [] if title is None else read_phrases(title, reading)


def _read_definitions(element: _Element, reading: Foreign) -> list[Block]:
    heading = section_title(element, reading)
    definitions = []
    for item in element:
        if local(item) == DEF_ITEM:
            terms: list[Token] = []
            for term in item:
                if local(term) in {LABEL, TERM}:
                    terms += [*read_phrases(term, reading), " "]
            blocks = [block for meaning in item if local(meaning) == DEF for block in read_flow(meaning, reading)]
            definitions.append(Definition(phrases(terms, reading), blocks))
        elif local(item) not in {TITLE, LABEL}:
            definitions.append(Definition((), read_flow(item, reading)))
    found = reading.block(element, lambda: DefinitionList(definitions)) if definitions else None
    before: list[Block] = [Paragraph(Strong(heading))] if heading else []
    return [*before, *([found] if found is not None else [])]


# ---------------------------------------------------------------------- tables, boxes, quotations, formulas


def _read_table(element: _Element, reading: Foreign) -> list[Block]:
    notes: list[Block] = []
    for foot in element.iterchildren(TABLE_FOOT):
        notes += _read_notes_group(foot, reading)
    return [*read_tables(element, tuple(notes), reading), *_rest(element, reading)]


def _read_notes(foot: _Element, reading: Foreign) -> list[Block]:
    """Notes, each with its mark, without the title above them."""
    notes: list[Block] = []
    for each in foot:
        if local(each) == _NOTES:
            notes += _read_notes_group(each, reading)
        elif local(each) in {FN, P}:
            label = reading.words(each.find(LABEL))
            notes += read_flow(each, reading, start=[f"{label} "] if label else [])
        elif local(each) == ATTRIB:
            notes += _read_attribution(each, reading)
        elif local(each) not in {LABEL, TITLE}:
            notes += read_flow(each, reading)
    return notes


def _read_notes_group(element: _Element, reading: Foreign) -> list[Block]:
    heading = section_title(element, reading)
    return [*([Paragraph(Strong(heading))] if heading else []), *_read_notes(element, reading)]


def _read_box(element: _Element, reading: Foreign) -> list[Block]:
    """A boxed text; a box that holds one section and nothing else has that section's title."""
    title = caption(element, reading) if element.find(CAPTION) is not None else section_title(element, reading)
    parts = [each for each in element if local(each) not in _ABOUT]
    alone = not title and len(parts) == 1 and local(parts[0]) == SEC and not (element.text or "").strip()
    blocks = read_flow(element, reading, nested=not alone)
    if alone:
        title = section_title(parts[0], reading)
        blocks = [*read_flow(parts[0], reading, nested=True), *blocks]
    if not blocks:
        return [Paragraph(Strong(title))] if title else []
    kind = CALLOUT_KINDS.get(element.get(CONTENT_TYPE) or "", CalloutKind.NOTE)
    box = reading.block(element, lambda: Callout(kind, blocks, title=title))
    return [] if box is None else [box]


def _read_quote(element: _Element, reading: Foreign) -> list[Block]:
    heading = section_title(element, reading)
    blocks: list[Block] = [Paragraph(Strong(heading))] if heading else []
    blocks += read_flow(element, reading)
    line: list[Token] = []
    for attrib in element.iterchildren(ATTRIB):
        line += [*read_phrases(attrib, reading), " "]
    attribution = phrases(line, reading)
    if not blocks:
        return [Paragraph(attribution)] if attribution else []
    quote = reading.block(element, lambda: Quote(blocks, attribution=attribution))
    return [] if quote is None else [quote]


def _read_formula(element: _Element, reading: Foreign) -> list[Block]:
    reading.lose(element, "formula", "a formula is kept as its text")
    label = element.find(LABEL)
    number = reading.words(label)
    words = reading.text(formula_text(element), element)
    if number and words.startswith(number):
        words = words[len(number) :].strip()
    line = " ".join(filter(None, (words, number)))
    return [Paragraph(line)] if line else []


def _read_code(element: _Element, reading: Foreign) -> list[Block]:
    """Preformatted text: its lines are kept apart."""
    reading.lose(element, "formatting", f"{local(element)} is kept as lines of text")
    lines = reading.text("".join(element.itertext()), element).strip("\n").split("\n")
    content: list[Phrase] = []
    for number, each in enumerate(lines):
        content += [LineBreak(), each] if number else [each]
    return [Paragraph(content)] if any(lines) else []


def _read_verse(element: _Element, reading: Foreign) -> list[Block]:
    blocks: list[Block] = [Paragraph(Strong(heading))] if (heading := section_title(element, reading)) else []
    content: list[Phrase] = []
    for each in element:
        if local(each) in {"verse-line", ATTRIB}:
            content += [LineBreak(), *read_phrases(each, reading)] if content else read_phrases(each, reading)
        elif local(each) == "verse-group":
            blocks += [Paragraph(content)] if content else []
            content = []
            blocks += _read_verse(each, reading)
    return [*blocks, Paragraph(content)] if content else blocks


def _read_material(element: _Element, reading: Foreign) -> list[Block]:
    """Supplementary material and media: their words."""
    reading.lose(element, "material", f"{local(element)} is kept as its caption")
    words = caption(element, reading)
    return [*([Paragraph(words)] if words else []), *read_flow(element, reading)]


def _read_bare_table(element: _Element, reading: Foreign) -> list[Block]:
    return read_tables(element, (), reading)


def _read_figure(element: _Element, reading: Foreign) -> list[Block]:
    return [*read_figure(element, reading), *_rest(element, reading)]


def _rest(element: _Element, reading: Foreign) -> list[Block]:
    """What a figure or table holds beside itself: figures within a figure, text, attribution."""
    blocks: list[Block] = []
    for each in element:
        tag = local(each)
        if tag in _OF_FLOAT or (tag == ALT_TEXT and local(element) == FIG):
            continue
        if tag in _ABOUT:
            reading.keep(each, f"{tag} of a {local(element)}")
        elif tag == ATTRIB:
            blocks += _read_attribution(each, reading)
        elif tag in _READERS:
            blocks += _READERS[tag](each, reading)
        else:
            blocks += _as_blocks(each, reading)
    return blocks


# What is a section wherever it stands.
_SECTIONS: Final = frozenset({SEC, "app"})
# What the readers of figures and tables take care of, or what is no text.
_OF_FLOAT: Final = frozenset({TABLE, LABEL, CAPTION, "graphic", "media", "alternatives", TABLE_FOOT})
_READERS: Final[Mapping[str, Callable[[_Element, Foreign], list[Block]]]] = {
    LIST: _read_list,
    DEF_LIST: _read_definitions,
    TABLE_WRAP: _read_table,
    FIG: _read_figure,
    BOXED_TEXT: _read_box,
    DISP_QUOTE: _read_quote,
    "disp-formula": _read_formula,
    "preformat": _read_code,
    "code": _read_code,
    "verse-group": _read_verse,
    "supplementary-material": _read_material,
    "media": _read_material,
    _NOTES: _read_notes_group,
    TABLE: _read_bare_table,
}
