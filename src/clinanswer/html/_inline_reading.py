"""Reads what `_inline` writes: phrases and claims.

A claim is known by the link to itself with which it begins and a citation by where its link leads; spans, classes and
ids may all be gone. What the page said of its own accord (`small`, `b`, `i`) is not part of the text, nor is the one
space that was written before it, before a citation group, or after a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import evolve

from clinanswer.errors import InvalidNodeError
from clinanswer.html._context import CLAIM, MISSING, REFERENCE, SECTION
from clinanswer.html._details_reading import read_details
from clinanswer.html._inline import TAGS, advice
from clinanswer.html._reading import MEDIA, words_of
from clinanswer.model import (
    Certainty,
    CertaintyLevel,
    Citation,
    Cite,
    Claim,
    ClaimKind,
    Direction,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Phrase,
    Phrases,
    Recommendation,
    Relation,
    Stance,
    Strength,
)
from clinanswer.model.inline import to_inlines, to_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from clinanswer.html._reading import Reading

__all__ = ["INLINE_TAGS", "read_inlines", "read_phrases"]

_FORMATTING: Final = {tag: kind for kind, tag in TAGS.items()}
_OWN: Final = frozenset({"small", "b", "i"})
_IGNORED: Final = frozenset({"script", "style", "svg", "button", "details", "template", "noscript", "path"})
INLINE_TAGS: Final = frozenset(
    {*_FORMATTING, *_OWN, "a", "br", "span", "bdi", "cite", "q", "time", "code", "mark", "abbr"}
)
"""The elements that stand in a line of text."""

Piece = "str | HtmlElement"


def read_phrases(page: Reading, element: HtmlElement) -> Phrases:
    """The phrases in an element. A claim in it, which the writer never puts there, gives its words."""
    flat: list[Phrase] = []
    for node in read_inlines(page, element):
        flat += node.content if isinstance(node, Claim) else (node,)
    return to_phrases(flat)


def read_inlines(page: Reading, element: HtmlElement) -> Inlines:
    """The phrases and claims in an element."""
    return read_pieces(page, _pieces(page, element))


def read_pieces(page: Reading, pieces: Iterable[str | HtmlElement]) -> Inlines:
    """The phrases and claims in a run of text and elements."""
    line = _Line(page)
    for piece in pieces:
        line.take(piece)
    return line.finish()


def _pieces(page: Reading, element: HtmlElement) -> Iterator[str | HtmlElement]:
    """The text and elements in an element. Wrappers give their content, but a claim's span stays."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag in MEDIA:
            page.lost(child, f"{MEDIA[child.tag]} is left out")
        elif child.tag == "img":
            page.lost(child, "an image cannot stand in a line of text; what describes it is kept in its place")
            yield child.get("alt") or ""
        elif child.tag not in _IGNORED:
            if child.tag in _KNOWN or _claim_link(page, child) is not None:
                yield child
            else:
                yield from _pieces(page, child)
        if child.tail:
            yield child.tail


_KNOWN: Final = frozenset({*_FORMATTING, *_OWN, "a", "br"})


def _claim_link(page: Reading, element: HtmlElement) -> HtmlElement | None:
    """The link with which a claim's span begins."""
    first = next(iter(element), None)
    if element.tag != "span" or first is None or (element.text or "").strip():
        return None
    return first if page.inside(first, CLAIM) is not None else None


class _Line:
    """A line while it is read: its nodes so far, the citation group that is open, and the claim that is."""

    def __init__(self, page: Reading) -> None:
        self.page = page
        self.nodes: list[Inline] = []
        self.said: list[str] = []
        self.group: list[Citation] = []
        self.claim: HtmlElement | None = None
        self.before: list[Inline] = []
        self.skip_space = False

    def take(self, piece: str | HtmlElement) -> None:
        if isinstance(piece, str):
            self.text(piece)
            return
        ref = self.page.inside(piece, REFERENCE, MISSING)
        if ref is not None:
            self.cite(piece, ref)
        elif self.group and piece.tag in _OWN:
            self.about_citation(piece)
        else:
            self.close_group()
            self.element(piece)

    def finish(self) -> Inlines:
        self.close_group()
        self.end_claim()
        return to_inlines(self.nodes)

    def text(self, text: str) -> None:
        text = self.page.text(text)
        if self.skip_space:
            text = text.removeprefix(" ")
            self.skip_space = False
        if self.group:
            inside, closing, text = text.partition("]")
            if not closing and not inside.strip(" ,"):
                return
            text = text if closing else inside
            self.close_group()
        if text:
            last = self.nodes[-1] if self.nodes else None
            if isinstance(last, str):  # so that what was written before a citation group is found at one end
                self.nodes[-1] = last + text
            else:
                self.nodes.append(text)

    def cite(self, element: HtmlElement, ref: str) -> None:
        try:
            citation = Citation(ref)
        except InvalidNodeError as error:
            self.page.lost(element, f"a citation of something that is no reference id ({error.reason})")
            return
        if not self.group:
            self.drop_end("[")
            self.drop_end(" ")
        self.group.append(citation)
        self.page.labels.setdefault(words_of(element), ref)

    def about_citation(self, element: HtmlElement) -> None:
        words = self.page.text(words_of(element))
        if element.tag == "small":
            self.group[-1] = evolve(self.group[-1], locator=words)
        elif relation := self.page.words.value("relation", words, Relation):
            self.group[-1] = evolve(self.group[-1], relation=relation)

    def close_group(self) -> None:
        if self.group:
            self.nodes.append(Cite(tuple(self.group)))
            self.group = []

    def drop_end(self, end: str) -> None:
        """Take what the writer put before something off the text so far."""
        if self.nodes and isinstance(self.nodes[-1], str) and self.nodes[-1].endswith(end):
            self.nodes[-1] = self.nodes[-1].removesuffix(end)

    def element(self, element: HtmlElement) -> None:
        page, tag = self.page, element.tag
        if page.foreign and tag in _OWN:
            tag = {"b": "strong", "i": "em"}.get(tag, tag)
        if tag in _FORMATTING:
            self.nodes.append(_FORMATTING[tag](read_phrases(page, element)))
        elif page.foreign and tag == "small":
            self.nodes += read_phrases(page, element)
        elif tag == "br":
            self.nodes.append(LineBreak())
        elif tag == "b":
            self.skip_space = True
        elif tag in _OWN:
            self.drop_end(" ")
            self.said.append(words_of(element))
        elif tag == "span":
            self.end_claim()
            self.nodes += _span(page, element)
        elif page.inside(element, CLAIM) is not None:  # its span is gone: it ends where the next claim begins
            self.end_claim()
            self.claim, self.before, self.nodes, self.said = element, self.nodes, [], []
            self.skip_space = True
        elif page.inside(element, SECTION) is not None:
            self.skip_space = True
        elif (element.get("href") or "").startswith("#"):
            self.nodes += read_phrases(page, element)
        else:
            self.nodes += _link(page, element)

    def end_claim(self) -> None:
        if self.claim is not None:
            self.nodes = [*self.before, *_claim(self.page, self.claim, self.nodes, self.said)]
            self.claim = None


def _link(page: Reading, element: HtmlElement) -> Phrases:
    content = tuple(node for node in read_phrases(page, element) if not isinstance(node, Link | Cite))
    try:
        return (Link(content, element.get("href") or ""),)
    except InvalidNodeError as error:
        page.lost(element, f"not a link that a document can hold ({error.reason}); its words are kept")
        return content


def _span(page: Reading, element: HtmlElement) -> list[Inline]:
    """A claim from its span."""
    line = _Line(page)
    for piece in _pieces(page, element):
        line.take(piece)
    return list(line.finish())


def _claim(page: Reading, link: HtmlElement, content: list[Inline], said: list[str]) -> list[Inline]:
    words: list[Phrase] = []
    for node in content:
        words += node.content if isinstance(node, Claim) else (node,)
    phrases = to_phrases(words)
    if not phrases:
        page.lost(link, "a claim without words is left out")
        return []
    node = Claim(phrases, id=page.name(CLAIM, page.inside(link, CLAIM)))
    for word in said:
        node = _with_chip(page, node, word)
    return [read_details(page, node, link)]


def _with_chip(page: Reading, node: Claim, word: str) -> Claim:
    """The claim with what one of its labels says."""
    words = page.words
    if level := words.value("certainty", word, CertaintyLevel):
        return evolve(node, certainty=Certainty(level))
    if kind := words.value("kind", word, ClaimKind):
        return evolve(node, kind=kind)
    if stance := words.value("stance", word, Stance):
        return evolve(node, stance=stance)
    for strength in (None, *Strength):
        for direction in (None, *Direction):
            advised = Recommendation(strength, direction)
            if advice(words, advised) == word:
                return evolve(node, recommendation=advised)
    return node
