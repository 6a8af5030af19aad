"""Reads what `_blocks` writes, and whatever else a page has that the model can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.html._context import MISSING, REFERENCE
from clinanswer.html._inline_reading import INLINE_TAGS, read_inlines, read_phrases, read_pieces
from clinanswer.html._reading import MEDIA, elements, words_of
from clinanswer.model import (
    Block,
    Callout,
    CalloutKind,
    Cell,
    Definition,
    DefinitionList,
    Figure,
    Inline,
    List,
    ListItem,
    NoticeKind,
    Paragraph,
    Phrases,
    Quote,
    Row,
    Table,
)
from clinanswer.model.blocks import grid_problem
from clinanswer.model.inline import to_phrases

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from clinanswer.html._reading import Reading

__all__ = ["HEADINGS", "box_parts", "notice_kind", "only_own_words", "read_block", "read_blocks"]

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_ALIGN: Final = re.compile(r"\bca-(left|center|right|justify)\b")
_SKIPPED: Final = frozenset(
    {"script", "style", "svg", "nav", "template", "noscript", "button", "head", "title", "meta", "link"}
)
_MAX_SPAN: Final = 1000
_TABLE_PARTS: Final = frozenset({"thead", "tbody", "tfoot"})


def read_blocks(page: Reading, element: HtmlElement) -> list[Block]:
    """The blocks in an element. Text that stands beside blocks is a paragraph of its own."""
    found: list[Block] = []
    run: list[str | HtmlElement] = [element.text] if element.text else []

    def end_run() -> None:
        if any(not isinstance(piece, str) or piece.strip() for piece in run):
            content = read_pieces(page, run)
            if content:
                found.append(Paragraph(content))
        run.clear()

    for child in element:
        if child.tag in INLINE_TAGS:
            run.append(child)
        elif child.tag not in _SKIPPED:
            end_run()
            found += read_block(page, child)
        if child.tail:
            run.append(child.tail)
    end_run()
    return found


def read_block(page: Reading, element: HtmlElement) -> list[Block]:
    """The blocks that one block-level element is or holds."""
    match element.tag:
        case "p":
            return [] if not page.foreign and only_own_words(element) else [Paragraph(read_inlines(page, element))]
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
        case "details" if not page.foreign and element.find("./summary/b") is not None:
            return []  # the facts about a claim, which has read them
        case "div" if (parts := box_parts(page, element)) is not None:
            return _callout(page, element, *parts)
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            page.lost(element, "a heading where no section can begin; its words are kept as a paragraph")
            return [Paragraph(read_inlines(page, element))]
        case tag if tag in MEDIA:
            page.lost(element, f"{MEDIA[tag]} is left out")
            return []
        case _:
            return read_blocks(page, element)


def only_own_words(element: HtmlElement) -> bool:
    """Whether all that a paragraph holds is what the page says of its own accord, in `small`."""
    children = list(elements(element))
    if not children or (element.text or "").strip() or any((each.tail or "").strip() for each in children):
        return False
    return all(each.tag == "small" for each in children)


def box_parts(page: Reading, element: HtmlElement) -> tuple[str, HtmlElement] | None:
    """For a box, the words that say its kind and the paragraph that they begin."""
    first = next(elements(element), None)
    if first is None or first.tag != "p" or page.foreign:
        return None
    label = next((each for each in elements(first) if each.tag != "svg"), None)
    return (words_of(label), first) if label is not None and label.tag == "b" else None


def notice_kind(page: Reading, element: HtmlElement) -> NoticeKind | None:
    """The kind of notice that a box is, or None when it is none."""
    parts = box_parts(page, element) if element.tag == "div" else None
    return None if parts is None else page.words.value("notice", parts[0], NoticeKind)


def _callout(page: Reading, element: HtmlElement, label: str, heading: HtmlElement) -> list[Block]:
    kind = page.words.value("callout", label, CalloutKind)
    title = read_phrases(page, heading)
    element.remove(heading)
    content = read_blocks(page, element)
    if kind is None:
        page.lost(element, f"a box of a kind that is not known ({label!r}); its words are kept")
        return [*([Paragraph(title)] if title else []), *content]
    if not content:
        page.lost(element, "a box without content is left out")
        return []
    return [Callout(kind, content, title=title)]


def _list(page: Reading, element: HtmlElement) -> list[Block]:
    items = []
    for child in elements(element):
        content = read_blocks(page, child) if child.tag == "li" else read_block(page, child)
        if content:
            items.append(ListItem(content))
    if not items:
        return []
    ordered = element.tag == "ol"
    start = element.get("start") or ""
    return [List(items, ordered=ordered, start=int(start) if ordered and re.fullmatch(r"-?\d{1,9}", start) else 1)]


def _definitions(page: Reading, element: HtmlElement) -> list[Block]:
    items: list[Definition] = []
    terms: list[Phrases] = []
    for each in element.iter("dt", "dd"):
        if next(each.iterancestors("dl")) is not element:
            continue
        if each.tag == "dt":
            terms.append(read_phrases(page, each))
        else:
            term = terms.pop(0) if terms else ()
            items.append(Definition(term, read_blocks(page, each)))
    items += [Definition(term, ()) for term in terms]
    return [DefinitionList(items)] if items else []


def _figure(page: Reading, element: HtmlElement) -> list[Block]:
    """An image, a quotation with its source, or a table with its notes."""
    caption = element.find("./figcaption")
    if (quote := element.find("./blockquote")) is not None:
        return _quote(page, quote, caption)
    if (table := next(element.iter("table"), None)) is not None:
        return _table(page, table, [] if caption is None else read_blocks(page, caption))
    words = () if caption is None else read_phrases(page, caption)
    image = next(element.iter("img"), None)
    if image is not None:
        return _image(page, image, words)
    link = element.find("./p/a")
    if link is not None and (label := link.find("./b")) is not None and words_of(label) == page.words["image"]:
        shown = None if link.find("./small") is not None else page.text((label.tail or "").removeprefix(" "))
        return _image_at(page, element, link.get("href") or "", shown, words)
    return read_blocks(page, element)


def _image(page: Reading, element: HtmlElement, caption: Phrases) -> list[Block]:
    alt = element.get("alt")
    shown = None if alt is None or alt == page.words["no-alt"] else page.text(alt)
    return _image_at(page, element, element.get("src") or "", shown, caption)


def _image_at(page: Reading, element: HtmlElement, src: str, alt: str | None, caption: Phrases) -> list[Block]:
    try:
        return [Figure(src, alt=alt, caption=caption)]
    except InvalidNodeError as error:
        page.lost(element, f"an image that a document cannot hold ({error.reason}); its words are kept")
        words = caption or to_phrases(alt or "")
        return [Paragraph(words)] if words else []


def _quote(page: Reading, element: HtmlElement, caption: HtmlElement | None) -> list[Block]:
    content = read_blocks(page, element)
    attribution: Phrases = ()
    ref = None
    if caption is not None:
        for small in caption.iterfind("./small"):
            named = (page.inside(each, REFERENCE, MISSING) for each in small.iter("a"))
            ref = next(filter(None, named), None)
        attribution = read_phrases(page, caption)
    if not content:
        return [Paragraph(attribution)] if attribution else []
    return [Quote(content, attribution=attribution, ref=ref)]


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
    """A cell. Blocks in it, which the writer never puts there, are read as lines of text, parted by spaces."""
    align = _ALIGN.search(element.get("class") or "")
    content: list[Inline] = list(read_inlines(page, element))
    return Cell(
        content,
        header=element.tag == "th",
        colspan=_span(element.get("colspan")),
        rowspan=_span(element.get("rowspan")),
        align=None if align is None else align[1],  # type: ignore[arg-type]  # the pattern has the four words
    )


def _span(value: str | None) -> int:
    return min(int(value), _MAX_SPAN) if value and re.fullmatch(r"[1-9]\d{0,5}", value) else 1
