"""Reads what `_blocks` writes, and whatever else a page has that the model can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import evolve

from clinanswer.errors import InvalidNodeError
from clinanswer.html._context import MISSING, REFERENCE
from clinanswer.html._inline_reading import INLINE_TAGS, flat, read_inlines, read_phrases, read_pieces
from clinanswer.html._markup import punycode, sound
from clinanswer.html._reading import MEDIA, cut, elements, is_details, text_before, words_of
from clinanswer.model import (
    Block,
    Callout,
    CalloutKind,
    Cell,
    Definition,
    DefinitionList,
    Figure,
    LineBreak,
    List,
    ListItem,
    NoticeKind,
    Paragraph,
    Phrase,
    Phrases,
    Quote,
    Row,
    Strong,
    Table,
)
from clinanswer.model.blocks import grid_problem
from clinanswer.model.inline import FORMATTING, to_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from clinanswer.html._reading import Reading

__all__ = ["HEADINGS", "box_kind", "box_title", "notice_kind", "only_own_words", "read_block", "read_blocks"]

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_ALIGN: Final = re.compile(r"\bca-(left|center|right|justify)\b")
_SKIPPED: Final = frozenset(
    {"script", "style", "svg", "nav", "template", "noscript", "button", "head", "title", "meta", "link"}
)
_TELLING: Final = frozenset({"svg", "nav", "noscript", "button"})
"""Those of them that may have words."""
_MAX_SPAN: Final = 1000
_TABLE_PARTS: Final = frozenset({"thead", "tbody", "tfoot"})


def read_blocks(page: Reading, element: HtmlElement) -> list[Block]:
    """The blocks in an element. Text that stands beside blocks is a paragraph of its own."""
    found: list[Block] = []
    for part in _parts(page, element):
        found += _paragraph(page, part) if isinstance(part, list) else read_block(page, part)
    return found


def _parts(page: Reading, element: HtmlElement) -> Iterator[list[str | HtmlElement] | HtmlElement]:
    """What an element holds: blocks, and between them runs of text and inline elements."""
    run: list[str | HtmlElement] = [element.text] if element.text else []
    for child in element:
        if child.tag in INLINE_TAGS:
            run.append(child)
        elif child.tag not in _SKIPPED:
            yield run
            yield child
            run = []
        elif child.tag in _TELLING and words_of(child).strip():
            page.lost(child, f"the words of {child.tag!r} are left out")
        if child.tail:
            run.append(child.tail)
    yield run


def _paragraph(page: Reading, run: list[str | HtmlElement]) -> list[Block]:
    """A run as a paragraph; nothing when there are no words in it."""
    if all(isinstance(piece, str) and not piece.strip() for piece in run):
        return []
    content = read_pieces(page, run)
    return [Paragraph(content)] if content else []


def read_block(page: Reading, element: HtmlElement) -> list[Block]:
    """The blocks that one block-level element is or holds."""
    match element.tag:
        case "p":
            return [] if only_own_words(page, element) else [Paragraph(read_inlines(page, element))]
        case "ul" | "ol":
            return _list(page, element)
        case "dl":
            return _definitions(page, element)
        case "table":
            return _table(page, element, [])
        case "figure":
            return _figure(page, element)
        case "blockquote":
            return _quote(page, element, None)
        case "img":
            return _image(page, element, ())
        case "pre":
            return _preformatted(page, element)
        case "details" if is_details(page, element):
            return []  # the claim has read them
        case "div" if (kind := box_kind(page, element)) is not None:
            return _callout(page, element, kind)
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            page.lost(element, "a heading where no section can begin; its words are kept as a paragraph")
            return [Paragraph(read_inlines(page, element))]
        case tag if tag in MEDIA:
            page.lost(element, f"{MEDIA[tag]} is left out")
            return []
        case _:
            return read_blocks(page, element)


def _preformatted(page: Reading, element: HtmlElement) -> list[Block]:
    """Preformatted text, line by line. A line end right after the tag is none (WHATWG HTML 13.1.2.5)."""
    if element.text:
        element.text = element.text.removeprefix("\n")
    blocks = read_blocks(page, element)
    return [Paragraph(_broken(flat(each.content))) if isinstance(each, Paragraph) else each for each in blocks]


def _broken(content: Iterable[Phrase]) -> Phrases:
    """The content with a line break for each line end in its text, save one at the end, which shows nothing."""
    found: list[Phrase] = []
    for node in content:
        if isinstance(node, str):
            lines = [(LineBreak(), line) for line in node.split("\n")]
            found += [part for line in lines for part in line][1:]
        elif isinstance(node, FORMATTING):
            found.append(evolve(node, content=_broken(node.content)))
        else:
            found.append(node)
    if found[-2:] == [LineBreak(), ""]:
        found = found[:-2]
    return to_phrases(found)


def only_own_words(page: Reading, element: HtmlElement) -> bool:
    """Whether all that a paragraph holds is what the page says above its title or at its end, in `small`."""
    if page.foreign or [each.tag for each in element] != ["small"]:
        return False
    return words_of(element).strip() in {page.words["clinical-answer"], page.words["generated"]}


def box_kind(page: Reading, element: HtmlElement) -> CalloutKind | NoticeKind | str | None:
    """The kind that a box says in the `b` with which its first paragraph begins, None for anything else.

    Of a kind that is not known, what it says is given, where the role of the element shows that it is a box.
    """
    heading = next(elements(element), None)
    if heading is None or heading.tag != "p" or page.foreign:
        return None
    label = next((each for each in elements(heading) if each.tag != "svg" or text_before(each).strip()), None)
    if label is None or label.tag != "b" or text_before(label).strip():
        return None
    said = words_of(label)
    known = page.words.value("callout", said, CalloutKind) or page.words.value("notice", said, NoticeKind)
    return known or (said if element.get("role") == "note" else None)


def notice_kind(page: Reading, element: HtmlElement) -> NoticeKind | None:
    """The kind of notice that a box is, or None when it is none."""
    kind = box_kind(page, element) if element.tag == "div" else None
    return kind if isinstance(kind, NoticeKind) else None


def box_title(page: Reading, element: HtmlElement) -> Phrases:
    """The title of a box, whose first paragraph is taken out: what it says after its kind."""
    heading = next(elements(element))
    cut(next(each for each in elements(heading) if each.tag == "b"))
    title = read_phrases(page, heading)
    cut(heading)
    return title


def _callout(page: Reading, element: HtmlElement, kind: CalloutKind | NoticeKind | str) -> list[Block]:
    if not isinstance(kind, CalloutKind):
        page.lost(element, f"a box of a kind that is not known ({str(kind)!r}); its words are kept")
        return read_blocks(page, element)
    title = box_title(page, element)
    content = read_blocks(page, element)
    if not content:
        page.lost(element, "a box without content: its words are kept as a paragraph")
        return [Paragraph([Strong(page.words[f"callout.{kind}"]), " ", *title])]
    return [Callout(kind, content, title=title)]


def _list(page: Reading, element: HtmlElement) -> list[Block]:
    """A list. What stands in it beside its items is an item of its own."""
    ordered = element.tag == "ol"
    items: list[ListItem] = []
    start = _number(element.get("start"))
    for part in _parts(page, element):
        if isinstance(part, list):
            content = _paragraph(page, part)
        elif part.tag == "li":
            content = read_blocks(page, part)
            value = _number(part.get("value")) if ordered else None
            if value is not None and not items:
                start = value
            elif value is not None and value != (1 if start is None else start) + len(items):
                page.lost(
                    part, f"the item's own number ({value}) is left out; it is counted on from the item before it"
                )
        else:
            content = read_block(page, part)
        if content:
            items.append(ListItem(content))
    if not items:
        return []
    if ordered and element.get("reversed") is not None:
        page.lost(element, "a list that counts down: it is read as one that counts up")
    return [List(items, ordered=ordered, start=1 if start is None or not ordered else start)]


def _number(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"-?\d{1,9}", value, re.ASCII) else None


def _definitions(page: Reading, element: HtmlElement) -> list[Block]:
    """A list of terms. What stands in it beside terms and their definitions is a definition without a term."""
    items: list[Definition] = []
    term: Phrases | None = None
    for part in _terms(page, element):
        if isinstance(part, list):
            blocks = _paragraph(page, part)
        elif part.tag == "dt":
            if term is not None:
                items.append(Definition(term, ()))
            term = read_phrases(page, part)
            continue
        else:
            blocks = read_blocks(page, part) if part.tag == "dd" else read_block(page, part)
        if blocks or (not isinstance(part, list) and part.tag == "dd"):
            items.append(Definition(term or (), blocks))
            term = None
    if term is not None:
        items.append(Definition(term, ()))
    return [DefinitionList(items)] if items else []


def _terms(page: Reading, element: HtmlElement) -> Iterator[list[str | HtmlElement] | HtmlElement]:
    """What a list of terms holds; a `div` may group them."""
    for part in _parts(page, element):
        if not isinstance(part, list) and part.tag == "div":
            yield from _terms(page, part)
        else:
            yield part


def _figure(page: Reading, element: HtmlElement) -> list[Block]:
    """An image, a quotation with its source, or a table with its notes. What holds more than one is read in order."""
    caption = element.find("./figcaption")
    shown = [each for each in element if each.tag not in _SKIPPED and each.tag != "figcaption"]
    words = [] if caption is None else [caption]
    if len(shown) == 1 and not (element.text or "").strip() and not any((each.tail or "").strip() for each in element):
        if shown[0].tag == "blockquote":
            return _quote(page, shown[0], caption)
        tables = list(shown[0].iter("table"))
        if tables and words_of(tables[0]).strip() == words_of(shown[0]).strip():
            return _table(page, tables[0], [] if caption is None else read_blocks(page, caption))
        images = list(shown[0].iter("img"))
        if len(images) == 1 and not words_of(shown[0]).strip():
            return _image(page, images[0], _caption(page, words))
        if (link := _linked_image(page, shown[0])) is not None:
            return _image_at(page, element, *link, _caption(page, words))
    return read_blocks(page, element)


def _caption(page: Reading, captions: list[HtmlElement]) -> Phrases:
    return read_phrases(page, captions[0]) if captions else ()


def _linked_image(page: Reading, element: HtmlElement) -> tuple[str, str | None] | None:
    """Where an image lies that the page only links, and its description; None for anything else."""
    link = next(iter(element), None)
    label = None if link is None else next(iter(link), None)
    if link is None or link.tag != "a" or label is None or label.tag != "b" or page.foreign:
        return None
    href, beside = link.get("href") or "", words_of(element).removeprefix(words_of(link)).strip()
    if words_of(label) != page.words["image"] or (beside and not (sound(href) and beside == f"({punycode(href)})")):
        return None
    small = link.find("./small")
    if small is not None and words_of(small) == page.words["no-alt"]:
        return href, None
    return href, page.text(words_of(link).removeprefix(words_of(label)).removeprefix(" "))


def _image(page: Reading, element: HtmlElement, caption: Phrases) -> list[Block]:
    alt = element.get("alt")
    shown = None if alt is None or alt == page.words["no-alt"] else page.text(alt)
    return _image_at(page, element, element.get("src") or "", shown, caption)


def _image_at(page: Reading, element: HtmlElement, src: str, alt: str | None, caption: Phrases) -> list[Block]:
    try:
        return [Figure(src, alt=alt, caption=caption)]
    except InvalidNodeError as error:
        page.lost(element, f"an image that a document cannot hold ({error.reason}); its words are kept")
        words = (to_phrases(alt or ""), caption)
        return [Paragraph(each) for each in words if each]


def _quote(page: Reading, element: HtmlElement, caption: HtmlElement | None) -> list[Block]:
    content = read_blocks(page, element)
    attribution: Phrases = ()
    ref = None
    if caption is not None:
        ref = _source(page, caption)
        attribution = read_phrases(page, caption)
    if not content:
        return [Paragraph(attribution)] if attribution else []
    try:
        return [Quote(content, attribution=attribution, ref=ref)]
    except InvalidNodeError as error:
        page.lost(element, f"the source of a quotation is left out ({error.reason})")
        return [Quote(content, attribution=attribution)]


def _source(page: Reading, caption: HtmlElement) -> str | None:
    """The reference that a quotation is said to be from, at the end of its caption, where that is taken out."""
    small = next(caption.iterchildren("small", reversed=True), None)
    link = None if small is None else small.find("./a")
    ref = None if link is None else page.inside(link, REFERENCE, MISSING)
    if small is None or ref is None or words_of(small) != f"{page.words['source']} {words_of(small[0])}":
        return None
    cut(small)
    return ref


def _table(page: Reading, element: HtmlElement, notes: list[Block]) -> list[Block]:
    caption = element.find("./caption")
    header: list[Row] = []
    rows: list[Row] = []
    for group in elements(element):
        for each in elements(group) if group.tag in _TABLE_PARTS else (group,):
            if each.tag == "tr":
                cells = [_cell(page, cell) for cell in elements(each) if cell.tag in {"td", "th"}]
                if cells:
                    (header if group.tag == "thead" else rows).append(Row(cells))
    if not rows:
        rows, header = header, []
    if not rows:
        return notes
    words = () if caption is None else read_phrases(page, caption)
    if problem := grid_problem(tuple(header), tuple(rows)):
        page.lost(element, f"a table whose cells fit no grid ({problem[1]}); spans are dropped and short rows filled")
        header, rows = _even(header, rows)
    return [Table(rows, header=header, caption=words, notes=notes)]


def _even(header: list[Row], rows: list[Row]) -> tuple[list[Row], list[Row]]:
    width = max(len(row.cells) for row in (*header, *rows))

    def fill(row: Row) -> Row:
        cells = [Cell(cell.content, header=cell.header, align=cell.align) for cell in row.cells]
        return Row([*cells, *(Cell("") for _ in range(width - len(cells)))])

    return list(map(fill, header)), list(map(fill, rows))


def _cell(page: Reading, element: HtmlElement) -> Cell:
    """A cell. Blocks in it, which the writer never puts there, are read as lines of text."""
    align = _ALIGN.search(element.get("class") or "")
    return Cell(
        read_inlines(page, element),
        header=element.tag == "th",
        colspan=_span(element.get("colspan")),
        rowspan=_span(element.get("rowspan")),
        align=None if align is None else align[1],  # type: ignore[arg-type]  # the pattern has the four words
    )


def _span(value: str | None) -> int:
    return min(int(value), _MAX_SPAN) if value and re.fullmatch(r"[1-9]\d{0,5}", value) else 1
