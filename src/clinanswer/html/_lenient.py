"""Reads other people's HTML: headings, paragraphs, lists, definitions, tables, quotations, images and links.

The title is the page's `h1`, or else its `title`; other headings begin sections, nested by their level. Nothing is a
claim or a reference, because such a page does not say what is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinanswer.html._block_reading import HEADINGS, read_block
from clinanswer.html._inline_reading import INLINE_TAGS, read_phrases, read_pieces
from clinanswer.html._reading import MEDIA, elements, words_of
from clinanswer.model import Block, ClinicalAnswer, Paragraph, Phrases, Section, plain_text
from clinanswer.model.inline import to_phrases

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from clinanswer.html._reading import Reading

__all__ = ["read_lenient"]

_WRAPPERS: Final = frozenset(
    {"html", "body", "main", "article", "section", "div", "header", "hgroup", "center", "details"}
)
_LEFT_OUT: Final = {
    "nav": "navigation",
    "footer": "the page's footer",
    "aside": "what stands aside",
    "form": "a form",
    "math": "a formula",
    "svg": "a drawing",
    "dialog": "a dialog",
    "button": "a button",
    "noscript": "what is shown where no script runs",
}
_SILENT: Final = frozenset({"head", "title", "script", "style", "template", "link", "meta"})

_FURNITURE: Final = frozenset({"header", "nav", "footer"})


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
        elif tag in _LEFT_OUT:
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
        """Report what stands outside the part of the page that is read, save what every page of a site has."""
        for inside in (chosen, *chosen.iterancestors()):
            for each in (*inside.itersiblings(preceding=True), *inside.itersiblings()):
                if each.tag not in _SILENT | _FURNITURE and words_of(each).strip():
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
            self.open[-1].blocks.append(Paragraph(read_pieces(self.page, self.run)))
        self.run.clear()


def _has_heading(element: HtmlElement) -> bool:
    return element.tag in HEADINGS or next(element.iter(*HEADINGS), None) is not None


def read_lenient(page: Reading, root: HtmlElement) -> ClinicalAnswer:
    """The document that other people's page holds."""
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
