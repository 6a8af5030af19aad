"""Reads other people's HTML: headings, paragraphs, lists, definitions, tables, quotations, images and links.

The title is the page's `h1`, or else its `title`; other headings begin sections, nested by their level. Nothing is a
claim or a reference, because such a page does not say what is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.html._block_reading import HEADINGS, read_block
from clinanswer.html._inline_reading import INLINE_TAGS, WRAPPING, is_formula, read_phrases, read_pieces
from clinanswer.html._reading import BLOCK_TAGS, MEDIA, elements, words_of
from clinanswer.model import Block, ClinicalAnswer, Paragraph, Phrases, Section, plain_text
from clinanswer.model.inline import to_phrases

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from clinanswer.html._reading import Reading

__all__ = ["read_lenient"]

_WRAPPERS: Final = frozenset(
    {"html", "head", "body", "main", "article", "section", "div", "header", "hgroup", "center", "details"}
)
_LEFT_OUT: Final = {
    "nav": "navigation",
    "footer": "the page's footer",
    "aside": "what stands aside",
    "form": "a form",
    "svg": "a drawing",
    "dialog": "a dialog",
    "button": "a button",
    "noscript": "what is shown where no script runs",
}
_SILENT: Final = frozenset({"title", "script", "style", "template", "link", "meta"})

_BESIDE: Final = _SILENT | {"head"}
_FURNITURE: Final = frozenset({"header", "nav", "footer"})

_KNOWN: Final = (
    _WRAPPERS | _LEFT_OUT.keys() | _SILENT | BLOCK_TAGS | INLINE_TAGS | MEDIA.keys()
    | {"applet", "base", "col", "colgroup", "dir", "frame", "frameset", "img", "listing", "marquee", "noframes",
       "optgroup", "param", "picture", "plaintext", "source", "track", "xmp"}
)  # fmt: skip
"""The elements of HTML; all others stand in a line, unless they hold blocks."""
_UNSEEN: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\s*(?:!\s*important\s*)?(?:;|$)",
    re.IGNORECASE,
)
_ROWS: Final = frozenset({"thead", "tbody", "tfoot"})
_TABLE_CONTENT: Final = {
    "table": _ROWS | {"caption", "colgroup", "col", "tr"},
    **dict.fromkeys(_ROWS, frozenset({"tr"})),
    "tr": frozenset({"td", "th"}),
}
"""What a table and its parts may hold."""


class _Open:
    """A section while it is read."""

    def __init__(self, level: int, title: Phrases) -> None:
        self.level = level
        self.title = title
        self.blocks: list[Block] = []
        self.sections: list[Section] = []

    def closed(self) -> Section:
        return Section(self.title, self.blocks, self.sections)


class _Reader:
    def __init__(self, page: Reading) -> None:
        self.page = page
        self.title: Phrases = ()
        self.open = [_Open(0, ())]
        self.run: list[str | HtmlElement] = []

    def visit(self, element: HtmlElement) -> None:
        """What an element holds, in order."""
        if element.text:
            self.run.append(element.text)
        for child in element:
            self.take(child)
            if child.tail:
                self.run.append(child.tail)

    def take(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in MEDIA:
            self.page.lost(element, f"{MEDIA[tag]} is left out")
            self.run.append("")
        elif tag in _LEFT_OUT:
            self.run.append("")
            if words_of(element).strip():
                self.page.lost(element, f"{_LEFT_OUT[tag]} is left out")
        elif tag in INLINE_TAGS:
            self.run.append(element)
        elif tag not in _SILENT:
            self.end_run()
            if tag in HEADINGS:
                self.heading(element)
            elif tag in _WRAPPERS and any(_has_heading(each) for each in elements(element)):
                self.visit(element)
                self.end_run()
            else:
                self.open[-1].blocks += read_block(self.page, element)

    def leave_out_beside(self, chosen: HtmlElement) -> None:
        """Report what stands outside the part of the page that is read, save what every page of a site has.

        A heading there is the title of the page, if the part has none.
        """
        read = None
        if next(chosen.iter("h1"), None) is None:
            read = next(filter(_stands_in_the_page, chosen.getroottree().iter("h1")), None)
            self.title = () if read is None else read_phrases(self.page, read)
        for inside in (chosen, *chosen.iterancestors()):
            for each in (*inside.itersiblings(preceding=True), *inside.itersiblings()):
                furniture = each.tag in _FURNITURE and next(each.iter("h1"), None) is None
                if each.tag not in _BESIDE and not furniture and _words_beside(each, read).strip():
                    self.page.lost(each, "it stands beside the article, and is left out")

    def heading(self, element: HtmlElement) -> None:
        words = read_phrases(self.page, element)
        level = HEADINGS.index(element.tag) + 1
        if level == 1 and not self.title and len(self.open) == 1:
            self.title = words
            return
        self.close(level)
        self.open.append(_Open(level, words))

    def close(self, level: int) -> None:
        """Close what is open at `level` and below."""
        while len(self.open) > 1 and self.open[-1].level >= level:
            section = self.open.pop().closed()
            self.open[-1].sections.append(section)

    def end_run(self) -> None:
        """Text and inline elements that stand beside blocks are a paragraph of their own."""
        if any(not isinstance(piece, str) or piece.strip() for piece in self.run):
            content = read_pieces(self.page, self.run)
            self.open[-1].blocks += [Paragraph(content)] if content else []
        self.run.clear()


def _has_heading(element: HtmlElement) -> bool:
    return element.tag in HEADINGS or next(element.iter(*HEADINGS), None) is not None


def _stands_in_the_page(heading: HtmlElement) -> bool:
    return not any(each.tag in _LEFT_OUT for each in heading.iterancestors())


def _words_beside(element: HtmlElement, read: HtmlElement | None) -> str:
    """The words in an element; in one that holds the heading that is read, those beside it and beside navigation."""
    words = words_of(element)
    if read is not None and (element is read or element in read.iterancestors()):
        for each in (read, *element.iter("nav")):
            words = words.replace(words_of(each), "", 1)
    return words


def _leave_out_hidden(page: Reading, root: HtmlElement) -> None:
    """Empty what a browser does not show, though its text stands in the page."""
    for whole in root.xpath("/html|/html/body"):
        if _is_hidden(whole):  # until a script shows it
            page.lost(whole, "the page is hidden as a whole; it is read all the same")
    marked = root.xpath(
        "//*[@hidden or @popover or @style or self::dialog][not(self::html or self::head or self::body)]"
    )
    found = [each for each in marked if _is_hidden(each)]
    hidden = set(found)
    for each in [each for each in found if hidden.isdisjoint(each.iterancestors())]:
        if words_of(each).strip():
            page.lost(each, "it is hidden, and left out")
        page.path(each)  # before the tree changes: it is kept, as are those of all beside it
        kept = " " if "visibility" in (each.get("style") or "").lower() else ""  # its place stays free
        each.clear(keep_tail=True)
        each.tag = "template"
        each.tail = kept + (each.tail or "")


def _is_hidden(element: HtmlElement) -> bool:
    """Whether an element is not shown, and is no formula that screen readers say in place of a picture."""
    attributes = element.attrib
    by_style = _UNSEEN.search(element.get("style") or "") is not None
    if by_style and _says_formula(element):
        return False
    closed = element.tag == "dialog" and "open" not in attributes
    return by_style or closed or "hidden" in attributes or "popover" in attributes


def _says_formula(element: HtmlElement) -> bool:
    """Whether an element holds a formula with a picture right behind it, which is not for screen readers."""
    shown = None if element.tail else element.getnext()
    return shown is not None and shown.get("aria-hidden") == "true" and is_formula(element)


def _name_unknown(page: Reading, root: HtmlElement) -> None:
    """Make each element that HTML does not know, or that only wraps, a `div` where it holds blocks, else a `span`."""
    holders: set[HtmlElement] = set()
    for block in root.iter(*BLOCK_TAGS):
        for each in block.iterancestors():
            if each in holders:
                break
            holders.add(each)
    inner = {each for outer in root.iter("math", "svg") for each in outer.iterdescendants()}
    for each in list(root.iter("*")):
        unknown = each.tag not in _KNOWN and each not in inner
        if each in holders and (unknown or each.tag in WRAPPING):
            page.path(each)
            each.tag = "div"
        elif unknown and (words_of(each).strip() or next(each.iter("img"), None) is None):
            page.path(each)
            each.tag = "span"


def _put_before(page: Reading, table: HtmlElement) -> None:
    """Put what cannot stand in a table before it, as browsers do ("foster parenting", WHATWG HTML 13.2.6.1).

    So is every caption but the first, and that of a table without cells.
    """
    rows = [each for part in table for each in (part, *(part if part.tag in _ROWS else ()))]
    captioned = not any(cell.tag in _TABLE_CONTENT["tr"] for row in rows if row.tag == "tr" for cell in row)

    def put(part: HtmlElement) -> None:
        nonlocal captioned
        allowed = _TABLE_CONTENT[str(part.tag)]
        put_text(part.text)
        part.text = None
        for each in list(part):
            tail, each.tail = each.tail, None
            if each.tag not in allowed | _SILENT or (each.tag == "caption" and captioned):
                put_before(each)
            elif each.tag in {*_ROWS, "tr"}:
                put(each)
            captioned |= each.tag == "caption"
            put_text(tail)

    def put_text(text: str | None) -> None:
        if text and text.strip():
            words = table.makeelement("p")
            words.text = text
            put_before(words)

    def put_before(element: HtmlElement) -> None:
        page.path(table if element.getparent() is None else element)
        around = table.makeelement("div")
        table.addprevious(around)
        around.append(element)

    put(table)


def _join_captions(page: Reading, figure: HtmlElement) -> None:
    """Make all captions of a figure one, each on lines of its own."""
    captions = figure.findall("./figcaption")
    for each in captions[1:]:
        page.path(each)
        each.tag = "div"
        captions[0].append(each)


def read_lenient(page: Reading, root: HtmlElement) -> ClinicalAnswer:
    """The document that other people's page holds."""
    _leave_out_hidden(page, root)
    _name_unknown(page, root)
    for table in list(root.iter("table")):
        _put_before(page, table)
    for figure in root.iter("figure"):
        _join_captions(page, figure)
    reader = _Reader(page)
    mains = list(root.iter("main")) or list(root.iter("article"))
    chosen = mains[0] if len(mains) == 1 else root
    reader.leave_out_beside(chosen)
    reader.visit(chosen)
    reader.end_run()
    reader.close(0)
    title = reader.title
    if not title:
        named = next(root.iter("title"), None)
        title = () if named is None else to_phrases(page.text(" ".join(words_of(named).split())))
    words = " ".join(plain_text(title).split())
    whole = reader.open[0]
    return ClinicalAnswer(
        words if words.endswith(("?", "？", "؟")) else "",
        title=title,
        answer=whole.blocks,
        sections=whole.sections,
        language=page.language(root.get("lang")),
    )
