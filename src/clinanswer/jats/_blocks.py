"""Blocks and sections.

What is not a paragraph stands in a `p` of its own where the tag set takes only paragraphs (`def`, `list-item`,
`abstract`), and lists do so everywhere: a `p` without text around one block is that block. A paragraph that is exactly
one claim is `p content-type="claim"`; when it opens a list item, its id is the item's.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, assert_never

from clinanswer.errors import InvalidNodeError
from clinanswer.jats import _make as make
from clinanswer.jats._claims import (
    IS_CLAIM,
    claim_markup,
    only_claim,
    read_claim,
    read_inlines,
    write_claim,
    write_inlines,
)
from clinanswer.jats._context import child_of, has_words
from clinanswer.jats._inline import (
    BREAK_MARKUP,
    QUOTE_SOURCE,
    read_phrases,
    write_phrases,
    write_reference_link,
)
from clinanswer.jats._names import (
    CLAIM,
    CONTENT_TYPE,
    ID,
    LIST,
    LIST_ITEM,
    SEC,
    SEC_META,
    SEC_TYPE,
    SECTION_PREFIX,
    SPECIFIC_USE,
    TITLE,
    UNTITLED,
    XREF,
    P,
)
from clinanswer.jats._tables import FIG, TABLE_FOOT, TABLE_WRAP, read_figure, read_table, write_figure, write_table
from clinanswer.jats._xml import text, wrap
from clinanswer.model import (
    Callout,
    CalloutKind,
    Cite,
    Claim,
    Definition,
    DefinitionList,
    Figure,
    List,
    ListItem,
    Paragraph,
    Quote,
    Section,
    SectionRole,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml.etree import _Element

    from clinanswer.jats._context import Reading, Writing
    from clinanswer.model import Block, Blocks, Phrases

_LIST_TYPE: Final = "list-type"
_BULLET: Final = "bullet"
_ORDER: Final = "order"
_START: Final = "start-"
DEF_LIST: Final = "def-list"
DEF_ITEM: Final = "def-item"
TERM: Final = "term"
DEF: Final = "def"
BOXED_TEXT: Final = "boxed-text"
DISP_QUOTE: Final = "disp-quote"
ATTRIB: Final = "attrib"
FN: Final = "fn"

CALLOUT_KINDS: Final = MappingProxyType({kind.value: kind for kind in CalloutKind})
_CONCLUSIONS: Final = "conclusions"
_BOTTOM_LINE: Final = SectionRole.BOTTOM_LINE.value
# The bottom line is what JATS calls the conclusions; every other role is its own section type.
_SEC_TYPES: Final = MappingProxyType(
    {role: role.value for role in SectionRole} | {SectionRole.BOTTOM_LINE: _CONCLUSIONS}
)
_IS_CLAIM_ITEM: Final = f' {SPECIFIC_USE}="{CLAIM}"'
_CLOSE_SEC: Final = f"</{SEC}>"
_ROLES: Final = MappingProxyType({sec_type: role for role, sec_type in _SEC_TYPES.items()})


_IN_ITEMS: Final = (Paragraph, List, DefinitionList)
"""What a list item takes as it is; elsewhere, `write_block` wraps the lists among them."""


# ------------------------------------------------------------------------------------------------- blocks


def write_blocks(blocks: Blocks, out: Writing) -> str:
    """Blocks where every one of them is legal: sections, callouts, quotations."""
    return "".join([write_block(block, out) for block in blocks])


def write_wrapped(blocks: Blocks, out: Writing, *, bare: bool = False) -> str:
    """Blocks where only paragraphs are legal, and, when `bare`, lists."""
    return "".join(
        [
            write_block(block, out, bare=bare) if isinstance(block, _IN_ITEMS) else wrap(P, write_block(block, out))
            for block in blocks
        ]
    )


def write_block(block: Block, out: Writing, *, bare: bool = False) -> str:
    """One block. `bare` leaves out the paragraph around a list."""
    match block:
        case Paragraph():
            return _write_paragraph(block, out)
        case List():
            return _write_list(block, out) if bare else wrap(P, _write_list(block, out))
        case DefinitionList():
            return _write_definitions(block, out) if bare else wrap(P, _write_definitions(block, out))
        case Table(notes=notes):
            footnotes = [wrap(FN, write_wrapped((note,), out)) for note in notes]
            return write_table(block, "".join(footnotes), out)
        case Callout():
            return _write_callout(block, out)
        case Quote():
            return _write_quote(block, out)
        case Figure():
            return write_figure(block, out)
        case _:
            assert_never(block)


def read_blocks(
    element: _Element | Sequence[_Element], reading: Reading, others: list[_Element] | None = None
) -> list[Block]:
    """The blocks in an element. Its `title`, `sec` and the like go to `others`: they belong to whoever reads it."""
    blocks: list[Block] = []
    for child in element[:]:
        tag: str = child.tag  # type: ignore[assignment]  # the parser leaves elements only
        try:
            if tag == P:
                _read_p(child, blocks, reading)
            elif (reader := _READERS.get(tag)) is not None:
                block = reader(child, reading)
                if block is not None:
                    blocks.append(block)
            elif tag not in _NOT_BLOCKS:
                reading.lose(child, "unknown-element", f"{tag} is not known here; its text is kept")
                if words := " ".join("".join(child.itertext()).split()):
                    blocks.append(Paragraph(words))
            elif others is not None:
                others.append(child)
        except InvalidNodeError as error:
            reading.refuse(child, "invalid", f"{error}")
    return blocks


# --------------------------------------------------------------------------------------------- paragraphs


def _write_paragraph(paragraph: Paragraph, out: Writing) -> str:
    only = only_claim(paragraph.content)
    return wrap(P, write_inlines(paragraph.content, out)) if only is None else write_claim(only, out, P)


def _read_p(element: _Element, blocks: list[Block], reading: Reading) -> None:
    """A paragraph, or the block that it wraps; what is mixed is taken apart."""
    if element.get(CONTENT_TYPE) == CLAIM:
        blocks.append(make.claim_paragraph(read_claim(element, reading)))
        return
    children = element[:]
    if not children or children[0].tag not in _READERS:
        blocks.append(make.paragraph(*read_inlines(element, reading)))
        return
    mixed = has_words(element.text)
    for child in children:
        reader = _READERS.get(child.tag)  # type: ignore[arg-type]  # the parser leaves elements only
        if reader is not None and (block := reader(child, reading)) is not None:
            blocks.append(block)
        mixed = mixed or reader is None or has_words(child.tail)
    if mixed:
        reading.lose(element, "mixed", "text beside the block in this paragraph is left out")


# -------------------------------------------------------------------------------------------------- lists


def _write_list(items: List, out: Writing) -> str:
    start = f' {SPECIFIC_USE}="{_START}{items.start}"' if items.start != 1 else ""
    markup = f'<{LIST} {_LIST_TYPE}="{_ORDER if items.ordered else _BULLET}"{start}>'
    for item in items.items:
        markup += _write_item(item, out)
    return f"{markup}</{LIST}>"


def _read_list(element: _Element, reading: Reading) -> Block | None:
    start = element.get(SPECIFIC_USE)
    items = [each for item in element[:] if item.tag == LIST_ITEM and (each := _read_item(item, reading)) is not None]
    number = 1 if start is None else _whole(start.removeprefix(_START))
    try:
        return make.list_of(items, ordered=element.get(_LIST_TYPE) == _ORDER, start=number)
    except InvalidNodeError as error:
        return reading.not_a_block(element, error)


def _write_item(item: ListItem, out: Writing) -> str:
    first = item.blocks[0]
    content = first.content if type(first) is Paragraph else ()
    only = content[0] if len(content) == 1 else None
    if type(only) is not Claim:
        return wrap(LIST_ITEM, write_wrapped(item.blocks, out, bare=True))
    name, use, inner = claim_markup(only, out)
    rest = write_wrapped(item.blocks[1:], out, bare=True) if len(item.blocks) > 1 else ""
    return f"<{LIST_ITEM}{name}{_IS_CLAIM_ITEM}><{P}{IS_CLAIM}{use}>{inner}</{P}>{rest}</{LIST_ITEM}>"


def _read_item(element: _Element, reading: Reading) -> ListItem | None:
    if element.get(SPECIFIC_USE) == CLAIM and len(element):
        claim = read_claim(element[0], reading, element.get(ID) or "")
        blocks: list[Block] = [make.claim_paragraph(claim)]
        if len(element) > 1:
            blocks += read_blocks(element[1:], reading)
    else:
        blocks = read_blocks(element, reading)
    if not blocks:
        reading.lose(element, "empty-item", "an item without content is left out")
        return None
    return make.item(blocks)


def _write_definitions(definitions: DefinitionList, out: Writing) -> str:
    return wrap(DEF_LIST, "".join([_write_definition(item, out) for item in definitions.items]))


def _write_definition(definition: Definition, out: Writing) -> str:
    meaning = wrap(DEF, write_wrapped(definition.blocks, out)) if definition.blocks else ""
    return wrap(DEF_ITEM, wrap(TERM, write_phrases(definition.term, out)) + meaning)


def _read_definitions(element: _Element, reading: Reading) -> Block | None:
    items = [_read_definition(item, reading) for item in element if item.tag == DEF_ITEM]
    return reading.block(element, lambda: DefinitionList(filter(None, items)))


def _read_definition(element: _Element, reading: Reading) -> Definition | None:
    term, meaning = child_of(element, TERM), child_of(element, DEF)
    return reading.build(
        element,
        lambda: Definition(
            () if term is None else read_phrases(term, reading),
            () if meaning is None else read_blocks(meaning, reading),
        ),
    )


# ------------------------------------------------------------------------------------ callouts, quotations


def _write_callout(callout: Callout, out: Writing) -> str:
    section = write_titled(callout.title, callout.kind, write_blocks(callout.blocks, out), out)
    return wrap(BOXED_TEXT, section, f' {CONTENT_TYPE}="{callout.kind}"')


def _read_callout(element: _Element, reading: Reading) -> Block | None:
    kind = reading.term(element, "callout kind", CALLOUT_KINDS, element.get(CONTENT_TYPE) or "")
    section = child_of(element, SEC)
    inside = element if section is None else section
    blocks = read_blocks(inside, reading)
    return reading.block(element, lambda: Callout(kind or CalloutKind.NOTE, blocks, title=read_title(inside, reading)))


def _write_quote(quote: Quote, out: Writing) -> str:
    source = ""
    blocks = write_blocks(quote.blocks, out)
    words = write_phrases(quote.attribution, out)
    if quote.ref is not None:
        source = f" [{write_reference_link(quote.ref, out, QUOTE_SOURCE)}]"
    return wrap(DISP_QUOTE, blocks + (wrap(ATTRIB, words + source) if words or source else ""))


def _read_quote(element: _Element, reading: Reading) -> Block | None:
    attribution: Phrases = ()
    ref = None
    attrib = child_of(element, ATTRIB)
    if attrib is not None:
        attribution = read_phrases(attrib, reading)
        last = attrib[-1] if len(attrib) else None
        if last is not None and last.tag == XREF and last.get(SPECIFIC_USE) == QUOTE_SOURCE:
            source = next((node for node in reversed(attribution) if isinstance(node, Cite)), None)
            if source is not None:
                ref = source.citations[-1].ref
                attribution = tuple(node for node in attribution if node is not source)
    blocks = read_blocks(element, reading)
    return reading.block(element, lambda: Quote(blocks, attribution=attribution, ref=ref))


# ----------------------------------------------------------------------------------------------- sections


def write_section(section: Section, out: Writing) -> str:
    """A section with its subsections."""
    role, use = section.role, ""
    attributes = "" if section.id is None else f' {ID}="{SECTION_PREFIX}{section.id}"'
    if role is not None:
        attributes += f' {SEC_TYPE}="{_SEC_TYPES[role]}"'
        use = _BOTTOM_LINE if role is SectionRole.BOTTOM_LINE else ""
    markup = _open_titled(section.title, role or "section", out, attributes, use)
    for block in section.blocks:
        markup += write_block(block, out)
    for each in section.sections:
        markup += write_section(each, out)
    return markup + _CLOSE_SEC


def read_section(element: _Element, reading: Reading) -> Section | None:
    """What `write_section` wrote."""
    name, sec_type = element.get(ID), element.get(SEC_TYPE)
    if name is not None:
        name = name.removeprefix(SECTION_PREFIX)
        reading.sections.append(name)
    others: list[_Element] = []
    blocks = read_blocks(element, reading, others)
    title: Phrases = ()
    sections: list[Section] = []
    for each in others:
        if each.tag == TITLE:
            title = read_title_of(element, each, reading)
        elif each.tag == SEC and (section := read_section(each, reading)) is not None:
            sections.append(section)
    role = None if sec_type is None else reading.term(element, "section type", _ROLES, sec_type)
    try:
        return make.section(title, blocks, sections, name, role)
    except InvalidNodeError as error:
        reading.refuse(element, "invalid", f"{error}")
        return None


def role_of_type(sec_type: str | None) -> SectionRole | None:
    """The role that a section type stands for, in any article."""
    return _ROLES.get((sec_type or "").lower())


def write_titled(title: Phrases, kind: str, inner: str, out: Writing, *, attributes: str = "", use: str = "") -> str:
    """A `sec` with its title, or else with one made up from its kind, since the Publishing tag set wants one."""
    return f"{_open_titled(title, kind, out, attributes, use)}{inner}{_CLOSE_SEC}"


def _open_titled(title: Phrases, kind: str, out: Writing, attributes: str, use: str) -> str:
    if title:
        heading = write_phrases(title, out, BREAK_MARKUP)
    else:
        heading = text(kind.replace("-", " ").capitalize())
        use = f"{use} {UNTITLED}".lstrip()
    if use:
        attributes += f' {SPECIFIC_USE}="{use}"'
    return f"<{SEC}{attributes}><{TITLE}>{heading}</{TITLE}>"


def read_title(element: _Element, reading: Reading) -> Phrases:
    """The title of a `sec` that `write_titled` wrote."""
    title = child_of(element, TITLE)
    return () if title is None else read_title_of(element, title, reading)


def read_title_of(element: _Element, title: _Element, reading: Reading) -> Phrases:
    """The words of a title; none when they were made up."""
    return () if UNTITLED in (element.get(SPECIFIC_USE) or "") else read_phrases(title, reading)


def _whole(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        return 1


def _read_table(element: _Element, reading: Reading) -> Block | None:
    foot = child_of(element, TABLE_FOOT)
    notes: list[Block] = []
    for child in () if foot is None else foot:
        notes += read_blocks(child if child.tag == FN else (child,), reading)
    return read_table(element, tuple(notes), reading)


_READERS: Final[Mapping[str, Callable[[_Element, Reading], Block | None]]] = {
    LIST: _read_list,
    DEF_LIST: _read_definitions,
    TABLE_WRAP: _read_table,
    BOXED_TEXT: _read_callout,
    DISP_QUOTE: _read_quote,
    FIG: read_figure,
}
_NOT_BLOCKS: Final = frozenset({TITLE, SEC, SEC_META, ATTRIB})
