"""Phrases: formatted text, links, line breaks and citation groups.

Citations are printed in literal brackets with one `xref` each, ` [<xref>1</xref>, <xref>2</xref>]`: bare numbers
read as quantities ("5 mg 2"), and without brackets one group of two could not be told from two groups.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from clinanswer.jats import _make as make
from clinanswer.jats._context import NO_EXTRAS
from clinanswer.jats._names import (
    EXT_LINK,
    HREF,
    HREF_KEY,
    ID,
    REF_TYPE,
    REFERENCE_PREFIX,
    RID,
    SPECIFIC_USE,
    STYLED_CONTENT,
    XREF,
)
from clinanswer.jats._xml import attribute, text
from clinanswer.model import (
    Citation,
    Cite,
    Emphasis,
    Extras,
    LineBreak,
    Link,
    Relation,
    Strong,
    Subscript,
    Superscript,
)
from clinanswer.model._fields import depth_of
from clinanswer.model.inline import phrase_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

    from clinanswer.jats._context import Reading, Writing
    from clinanswer.model import Inline, Phrase, Phrases

Formatting: TypeAlias = Strong | Emphasis | Subscript | Superscript

_FORMATTING: Final[Mapping[type[Formatting], str]] = MappingProxyType(
    {Strong: "bold", Emphasis: "italic", Subscript: "sub", Superscript: "sup"}
)
_FORMATTED: Final[Mapping[str, type[Formatting]]] = MappingProxyType({tag: kind for kind, tag in _FORMATTING.items()})
_OPEN: Final = MappingProxyType({kind: (f"<{tag}>", f"</{tag}>") for kind, tag in _FORMATTING.items()})
RELATIONS: Final = MappingProxyType({relation.value: relation for relation in Relation})

BIBR: Final = "bibr"
BREAK: Final = "break"
BREAK_MARKUP: Final = f"<{BREAK}/>"
"""Legal in titles and table cells."""
STYLED_BREAK: Final = f'<{STYLED_CONTENT} style-type="line-break"> </{STYLED_CONTENT}>'
"""Legal everywhere; `break` is not in `p`, `named-content`, `term`, `attrib`, nor, in Publishing, in formatting."""
QUOTE_SOURCE: Final = "quote-source"
"""The `specific-use` of the link from a quotation to its source."""
_LINE_BREAK_NODE: Final = LineBreak()

_OPENING: Final = " ["
_BETWEEN: Final = ", "
_CLOSING: Final = "]"
_DASHES: Final = frozenset("-‐‑–—")
_IN_LINE: Final = frozenset(
    {
        "abbrev", "ext-link", "monospace", "named-content", "overline", "roman", "sans-serif", "sc", "strike",
        "styled-content", "target", "underline", "uri", "x",
    }
)  # fmt: skip
"""Elements that are not ours and whose text stands in the line as it is; other text is kept apart from numbers."""


def write_phrases(content: Phrases, out: Writing, line_break: str = STYLED_BREAK) -> str:
    """Phrases. `line_break` is the markup of a break that stands directly in the element that is written."""
    markup = ""
    for node in content:  # here is where writing spends its time
        if type(node) is str:
            markup += text(node) if "&" in node or "<" in node or ">" in node else node
        elif type(node) is Cite:
            markup += write_cite(node, out)
        else:
            markup += write_phrase(node, out, line_break)
    return markup


def write_phrase(node: Phrase, out: Writing, line_break: str = STYLED_BREAK) -> str:
    """One phrase."""
    match node:
        case str():
            return text(node)
        case Cite():
            return write_cite(node, out)
        case Strong() | Emphasis() | Subscript() | Superscript():
            start, end = _OPEN[type(node)]
            return f"{start}{write_phrases(node.content, out)}{end}"
        case Link(content, href):
            target = attribute(HREF, href)
            return f'<{EXT_LINK} ext-link-type="uri"{target}>{write_phrases(content, out)}</{EXT_LINK}>'
        case LineBreak():
            return line_break
        case _:
            assert_never(node)


def write_reference_link(ref: str, out: Writing, use: str | None = None, name: str | None = None) -> str:
    """The link to a reference."""
    more = attribute(SPECIFIC_USE, use) + attribute(ID, name)
    return f'<{XREF} {REF_TYPE}="{BIBR}" {RID}="{REFERENCE_PREFIX}{ref}"{more}>{text(out.label(ref))}</{XREF}>'


def write_cite(group: Cite, out: Writing) -> str:
    """A citation group. What the same plain citation was written as before is written again."""
    markup = _OPENING
    for citation in group.citations:
        ref = citation.ref
        if not (citation.relation is citation.locator is citation.quote is None and citation.extras is NO_EXTRAS):
            link = write_reference_link(ref, out, citation.relation, out.citation_id(citation))
        elif (known := out.links.get(ref)) is not None:
            link = known
        else:
            link = out.links[ref] = write_reference_link(ref, out)
        markup += link if markup is _OPENING else _BETWEEN + link
    return markup + _CLOSING


Reader: TypeAlias = "Callable[[_Element, Reading], Inline | None]"
"""Reads one element in a line of text. None: it adds nothing to the text."""


def read_phrases(element: _Element, reading: Reading) -> tuple[Phrase, ...]:
    """The phrases in an element, in their normal form."""
    if not len(element):
        words = element.text
        return (words,) if words else ()
    return read_content(element, reading, PHRASE_READERS)[0]  # type: ignore[return-value]  # they make phrases


def read_content(element: _Element, reading: Reading, readers: Mapping[str, Reader]) -> tuple[tuple[Inline, ...], int]:
    """What stands in an element, each child read by its reader, in its normal form, and how deep it is nested.

    The text of a child without a reader is kept.
    """
    content: list[Inline] = []
    depth = 0
    group: list[Citation] = []
    ranges: list[int] = []
    if words := element.text:
        content.append(words)
    for child in element[:]:  # a slice is quicker than an iterator
        tag: str = child.tag  # type: ignore[assignment]  # the parser leaves elements only
        tail = child.tail
        if tag == XREF and (cited := read_citation(child, reading)) is not None:
            if tail == _BETWEEN:
                group += cited.citations
                continue
            if tail and tail[0] == _CLOSING:
                if content and type(last := content[-1]) is str and last[-1] == _OPENING[-1]:
                    _take_opening_off(content, last)
                    tail = tail[1:]
            elif tail and tail.strip() in _DASHES:
                group += cited.citations
                ranges.append(len(group))
                continue
            if group:
                content.append(_group([*group, *cited.citations], ranges, reading))
                group = []
            else:
                content.append(cited)
            if tail:
                content.append(tail)
            continue
        if group:
            content.append(_group(group, ranges, reading))
            group = []
        if tag == XREF:
            reading.lose(child, "unknown-element", "a link that is no citation is not known here; its text is kept")
            add_text(content, child.text)
        elif (reader := readers.get(tag)) is None:
            reading.lose(child, "unknown-element", f"{tag} is not known here; its text is kept")
            if tag in _IN_LINE:
                inside, deep = read_content(child, reading, readers)
                depth = max(depth, deep)
                for inner in inside:
                    add(content, inner)
            else:
                tail = _add_apart(content, _foreign_text(child), tail)
        elif (node := reader(child, reading)) is not None:
            add(content, node)
            depth = max(depth, depth_of((node,)))
        if tail:
            add_text(content, tail)
    if group:
        content.append(_group(group, ranges, reading))
    return tuple(content), depth


def _group(citations: list[Citation], ranges: list[int], reading: Reading) -> Cite:
    """A group; `ranges` are the places before which a dash stood, and all references between are cited.

    Nobody but an editor writes a dash.
    """
    while ranges:
        place = ranges.pop()
        if place < len(citations):
            citations[place:place] = [
                make.citation(ref, None) for ref in reading.between(citations[place - 1].ref, citations[place].ref)
            ]
    return make.cite(citations)


def _foreign_text(element: _Element) -> str:
    """What an element says that is not ours (a formula, a footnote), as it is read in other people's articles."""
    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.jats._foreign_inline import phrases, token

    return phrase_text(phrases(token(element, Foreign("none")), Foreign("none")))


def _add_apart(content: list[Inline], words: str, following: str | None) -> str | None:
    """Add text that must not run into what stands before it or behind it, which is the result."""
    last = content[-1] if content else ""
    if words and (not isinstance(last, str) or last[-1:].isalnum()):
        words = f" {words}"
    add_text(content, words)
    return f" {following}" if words and following and following[0].isalnum() else following


def add_text(content: list[Inline], words: str | None) -> None:
    """Add text at the end of a line."""
    if words:
        if content and type(content[-1]) is str:
            content[-1] += words
        else:
            content.append(words)


def add(content: list[Inline], node: Inline) -> None:
    """Add a node at the end of a line."""
    if isinstance(node, str):
        add_text(content, node)
    else:
        content.append(node)


def read_citation(element: _Element, reading: Reading) -> Cite | None:
    """A citation, as a group of one, with what the back matter says of it; None when the link is none.

    Plain ones of one reference are one node.

    Raises:
        InvalidNodeError: no document can hold it, as of every reader of parts of a line.
    """
    rid = element.get(RID)
    use = element.get(SPECIFIC_USE)
    name = element.get(ID) if reading.has_details else None
    plain = use is None and name is None
    if plain and (known := reading.plain.get(rid)) is not None:
        return known
    refs = [] if rid is None else [ref for each in rid.split() if (ref := _reference_of(each, reading)) is not None]
    if not refs:
        return None
    relation = None if use is None or use == QUOTE_SOURCE else reading.term(element, "relation", RELATIONS, use)
    if name is None:
        group = make.cite([make.citation(ref, relation) for ref in refs])
        if plain:
            reading.plain[rid] = group
        return group
    locator, quote = reading.citations.get(name, (None, None))
    extras = reading.extras.get(name, Extras())
    return make.cite([Citation(ref, relation=relation, locator=locator, quote=quote, extras=extras) for ref in refs])


def _reference_of(rid: str, reading: Reading) -> str | None:
    """The id of the reference that a link names: behind our prefix, or that of an entry which an editor added."""
    if rid.startswith(REFERENCE_PREFIX):
        return rid[len(REFERENCE_PREFIX) :]
    return reading.added.get(rid)


def _take_opening_off(content: list[Inline], words: str) -> None:
    """Take the bracket before a group, and the space before it, off the text at the end."""
    words = words[: -len(_OPENING)] if words.endswith(_OPENING) else words[:-1]
    if words:
        content[-1] = words
    else:
        del content[-1]


def _read_formatting(element: _Element, reading: Reading) -> Formatting:
    kind = _FORMATTED[element.tag]  # type: ignore[index]  # the parser leaves elements only
    return make.formatting(kind, *read_content(element, reading, PHRASE_READERS))


def _read_link(element: _Element, reading: Reading) -> Link:
    target = element.get(HREF_KEY) or ""
    return Link(read_phrases(element, reading), target)


def _read_break(_element: _Element, _reading: Reading) -> LineBreak:
    return _LINE_BREAK_NODE


PHRASE_READERS: Final[Mapping[str, Reader]] = {
    **dict.fromkeys(_FORMATTED, _read_formatting),
    EXT_LINK: _read_link,
    BREAK: _read_break,
    STYLED_CONTENT: _read_break,
}
