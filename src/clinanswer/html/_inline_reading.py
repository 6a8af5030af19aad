"""Reads what `_inline` writes: phrases and claims.

A claim is known by the link to itself with which it begins and a citation by where its link leads; spans, classes and
ids may all be gone. What the page said of its own accord is known by its words and by where it stands: the labels of a
claim at its end, a relation in a citation group, the host after a link. It is not part of the text, nor is the one
space that was written before it, before a citation group, or after a number. All else in `small`, `b` and `i` is text,
which editors put there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import evolve

from clinanswer.errors import InvalidNodeError
from clinanswer.html._context import CLAIM, MISSING, REFERENCE, SECTION
from clinanswer.html._details_reading import read_details
from clinanswer.html._inline import TAGS, advice
from clinanswer.html._markup import punycode
from clinanswer.html._reading import BLOCK_TAGS, MEDIA, STRUCK, formula_text, is_details, text_before, words_of
from clinanswer.model import (
    Certainty,
    CertaintyLevel,
    Citation,
    Cite,
    Claim,
    ClaimKind,
    Direction,
    Emphasis,
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
    Strong,
    plain_text,
)
from clinanswer.model._text import shorten
from clinanswer.model.inline import to_inlines, to_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from clinanswer.html._reading import Reading

__all__ = [
    "INLINE_TAGS",
    "WRAPPING",
    "Piece",
    "flat",
    "is_formula",
    "read_inlines",
    "read_phrases",
    "read_pieces",
    "read_title",
]

_FORMATTING: Final = {**{tag: kind for kind, tag in TAGS.items()}, "b": Strong, "i": Emphasis}
_IGNORED: Final = frozenset({"script", "style", "template"})
_WORDLESS: Final = frozenset({"svg", "button", "noscript"})
"""What holds no words in a page of ours, and what other pages have in it is no text of theirs."""
_FIELDS: Final = frozenset({"input", "select", "textarea", "datalist"})
_STYLED: Final = frozenset(
    {"abbr", "acronym", "bdi", "bdo", "big", "cite", "code", "dfn", "font", "ins", "kbd", "mark", "nobr", "q", "samp",
     "small", "tt", "u", "var", "wbr"}
)  # fmt: skip
"""Elements that change how words look or are taken, and part nothing: a number may go on from one into the next."""
WRAPPING: Final = _STYLED | frozenset(
    {"area", "basefont", "data", "label", "map", "meter", "output", "progress", "rb", "rp", "rt", "rtc", "ruby", "slot",
     "span", "time"}
)  # fmt: skip
"""The elements of a line that give their content as it is."""
INLINE_TAGS: Final = WRAPPING | _WORDLESS | _FIELDS | STRUCK | frozenset({*_FORMATTING, "a", "br", "math"})
"""The elements that stand in a line of text: phrasing content (WHATWG HTML 3.2.5.2.5) but images and media, which may
be blocks, and what was phrasing content once."""
_KNOWN: Final = frozenset({*_FORMATTING, "small", "a", "br"})

Piece: TypeAlias = "str | HtmlElement | None"
"""What a line is made of: text, elements, and None where a block in it begins or ends.

Empty text stands where numbers must not run together: something is left out there, or two things meet.
"""
_WIDTH: Final = 80
_BLANK: Final = frozenset(" \n\t\u200b")
_APART: Final = ""
_NUMBER_ENDS: Final = re.compile(r"\d[.,]?\Z")
_NUMBER_BEGINS: Final = re.compile(r"[.,]?\d")


def read_phrases(page: Reading, element: HtmlElement) -> Phrases:
    """The phrases in an element. A claim in it, which the writer never puts there, gives its words."""
    return flat(read_inlines(page, element))


def read_title(page: Reading, element: HtmlElement, own: str) -> Phrases:
    """The phrases of a heading. Where they have no words the page says `own`, in `small`, after a space."""
    pieces = list(_pieces(page, element))
    filled = [place for place, piece in enumerate(pieces) if not isinstance(piece, str) or piece.strip()]
    last = pieces[filled[-1]] if filled else None
    if last is not None and not isinstance(last, str) and last.tag == "small" and words_of(last) == own:
        before = pieces[: filled[-1]]
        if before and isinstance(before[-1], str):
            before[-1] = before[-1].removesuffix(" ")
        title = flat(_line(page, before))
        if not plain_text(title).strip():
            return title
    return flat(_line(page, pieces))


def read_inlines(page: Reading, element: HtmlElement) -> Inlines:
    """The phrases and claims in an element."""
    return _line(page, _pieces(page, element))


def read_pieces(page: Reading, pieces: Iterable[str | HtmlElement]) -> Inlines:
    """The phrases and claims in a run of text and elements."""
    return _line(
        page, (each for piece in pieces for each in ((piece,) if isinstance(piece, str) else _opened(page, piece)))
    )


def _line(page: Reading, pieces: Iterable[Piece], *, span: bool = False) -> Inlines:
    line = _Line(page, span=span)
    for piece in pieces:
        line.take(piece)
    return line.finish()


def flat(nodes: Iterable[Inline]) -> Phrases:
    """The phrases of a line in which no claim can stand: one that does gives its words."""
    found: list[Phrase] = []
    for node in nodes:
        found += node.content if isinstance(node, Claim) else (node,)
    return to_phrases(found)


def _pieces(page: Reading, element: HtmlElement) -> Iterator[Piece]:
    """The text and elements in an element."""
    if element.text:
        yield element.text
    for child in element:
        yield from _opened(page, child)
        if child.tail:
            yield child.tail


def _opened(page: Reading, child: HtmlElement) -> Iterator[Piece]:
    """An element of a line. Wrappers give their content, but a claim's span stays."""
    tag = child.tag
    if _neighbours(page, child):
        yield _APART
    if (formula := _copied_formula(child)) is not None:
        if set(words_of(child)) - set(words_of(formula)) - _BLANK:
            page.lost(child, "what is shown for the eye in place of a formula is left out")
        yield _APART
    elif tag == "math":
        if text := formula_text(child):
            page.lost(child, "a formula is kept as its text")
            yield from (_APART, text, _APART)
    elif tag in MEDIA:
        page.lost(child, f"{MEDIA[tag]} is left out")
        yield _APART
    elif tag == "img":
        page.lost(child, "an image cannot stand in a line of text; what describes it is kept in its place")
        yield from (_APART, child.get("alt") or _APART, _APART)
    elif tag in STRUCK:
        page.lost(child, "words that are struck out are left out")
    elif tag in _WORDLESS:
        if words_of(child).strip():
            page.lost(child, f"the words of {tag!r} are left out")
        yield _APART
    elif tag in _FIELDS:
        if child.get("type", "").lower() != "hidden":
            value = " ".join((child.get("value") or words_of(child)).split())
            page.lost(child, f"a field of a form is left out, with {shorten(value, _WIDTH)!r} in it")
            yield _APART
    elif tag in {"rt", "rtc"}:
        yield _APART
        yield from _pieces(page, child)
        yield _APART
    elif tag in _KNOWN or _claim_link(page, child) is not None:
        parted = next(child.iter("img", "math", *_WORDLESS, *_FIELDS, *MEDIA), None) is not None
        yield from (_APART, child, _APART) if parted else (child,)
    elif tag in BLOCK_TAGS and not is_details(page, child):
        yield None
        yield from _pieces(page, child)
        yield None
    elif tag not in _IGNORED and tag != "details":
        yield from _pieces(page, child)


def is_formula(element: HtmlElement) -> bool:
    """Whether an element is a formula, or has no words but those of one."""
    formula = next(element.iter("math"), None)
    return formula is not None and words_of(element).strip() == words_of(formula).strip()


def _copied_formula(element: HtmlElement) -> HtmlElement | None:
    """The formula that an element touches and says again for the eye, being hidden from screen readers."""
    if element.get("aria-hidden") != "true":
        return None
    before = None if text_before(element) else element.getprevious()
    after = None if element.tail else element.getnext()
    return next((each for each in (before, after) if each is not None and is_formula(each)), None)


def _neighbours(page: Reading, element: HtmlElement) -> bool:
    """Whether an element of somebody else's page touches another, and neither is mere formatting.

    What a style puts beside each other, or shows one of alone (`<span class="sr-only">5</span><span>5</span>`), is two.
    """
    before = element.getprevious()
    if not page.foreign or before is None or before.tail:
        return False
    return not {before.tag, element.tag} & (_STYLED | _FORMATTING.keys() | STRUCK)


def _claim_link(page: Reading, element: HtmlElement) -> HtmlElement | None:
    """The link with which a claim's span begins."""
    first = next(iter(element), None)
    if element.tag != "span" or first is None or (element.text or "").strip():
        return None
    return first if page.inside(first, CLAIM) is not None else None


class _Line:
    """A line while it is read: its nodes so far, the citation group that is open, and the claim that is."""

    def __init__(self, page: Reading, *, span: bool) -> None:
        self.page = page
        self.span = span
        """Whether the line is the span of a claim: then that is where the claim ends."""
        self.nodes: list[Inline] = []
        self.group: list[Citation] = []
        self.claim: HtmlElement | None = None
        self.before: list[Inline] = []
        self.labels: list[tuple[str, dict[str, Any]]] = []
        """What may be the labels of the open claim, until it is certain that nothing follows them."""
        self.gap = ""
        """White space after the labels."""
        self.skip_space = False
        self.broken = False
        self.apart = False
        """Whether a number that comes next must not run into one before."""

    def take(self, piece: Piece) -> None:
        if piece is None:
            self.end_labels()
            self.close_group()
            self.broken = True
        elif isinstance(piece, str):
            if self.labels and not piece.strip():
                self.gap += piece
            else:
                self.end_labels()
                self.text(piece)
        elif (label := self.label(piece)) is not None:
            space = self.gap or (" " if self.drop_end(" ") else "")
            self.labels.append((space + words_of(piece), label))
            self.gap = ""
        else:
            self.end_labels()
            self.element(piece)

    def finish(self) -> Inlines:
        self.close_group()
        self.end_claim()
        return to_inlines(self.nodes)

    def text(self, text: str) -> None:
        if not text:
            self.apart = not self.group
            return
        text = self.page.text(text)
        if self.skip_space:
            text = text.removeprefix(" ")
            self.skip_space = False
        if self.group:
            inside, closing, rest = text.partition("]")
            if not closing and not inside.strip(" ,"):
                return
            self.close_group()
            text = inside + rest if inside.strip(" ,") else rest
        if self.broken:
            text = text.lstrip()
        if text:
            self.end_block()
            self.keep_apart(text)
            last = self.nodes[-1] if self.nodes else None
            if isinstance(last, str):  # so that what was written before a citation group is found at one end
                self.nodes[-1] = last + text
            else:
                self.nodes.append(text)

    def add(self, nodes: Iterable[Inline]) -> None:
        """Put nodes behind those so far."""
        added = tuple(nodes)
        self.keep_apart(plain_text(added))
        self.nodes += added

    def keep_apart(self, words: str) -> None:
        """A space between numbers where something is left out: `5` and `10 mg` must not be `510 mg`."""
        if not self.apart or not words:
            return
        self.apart = False
        before = next((each for each in map(_words, reversed(self.nodes)) if each), "")
        if _NUMBER_ENDS.search(before[-2:]) and _NUMBER_BEGINS.match(words):
            self.nodes.append(" ")

    def end_block(self) -> None:
        """Between blocks that stand where only a line can, the line is broken: `5` and `10 mg` must not be `510 mg`."""
        if not self.broken:
            return
        self.broken = False
        if self.nodes and isinstance(self.nodes[-1], str):
            self.nodes[-1] = self.nodes[-1].rstrip()
        if any(self.nodes):
            self.nodes.append(LineBreak())

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

    def about_citation(self, element: HtmlElement) -> bool:
        """Whether an element says something about the citation before it: where in the work, or how it stands to it."""
        words = self.page.text(words_of(element))
        if element.tag == "small" and self.group[-1].locator is None:
            self.group[-1] = evolve(self.group[-1], locator=words)
            return True
        if element.tag == "i" and (relation := self.page.words.value("relation", words, Relation)):
            self.group[-1] = evolve(self.group[-1], relation=relation)
            return True
        return False

    def close_group(self) -> None:
        if self.group:
            self.nodes.append(Cite(tuple(self.group)))
            self.group = []

    def drop_end(self, end: str) -> bool:
        """Take what the writer put before something off the text so far."""
        if self.nodes and isinstance(self.nodes[-1], str) and self.nodes[-1].endswith(end):
            self.nodes[-1] = self.nodes[-1].removesuffix(end)
            return True
        return False

    def element(self, element: HtmlElement) -> None:
        page, tag = self.page, element.tag
        ref = page.inside(element, REFERENCE, MISSING)
        if ref is not None:
            self.end_block()
            self.cite(element, ref)
            return
        if self.group and self.about_citation(element):
            return
        self.close_group()
        self.end_block()
        if tag in _FORMATTING:
            self.add([_FORMATTING[tag](read_phrases(page, element))])
        elif tag == "br":
            self.add([LineBreak()])
        elif tag == "small":
            if self.is_host(words_of(element)):
                self.drop_end(" ")
            else:
                self.add(read_inlines(page, element))
        elif tag == "span":
            self.end_claim()
            self.nodes += _line(page, _pieces(page, element), span=True)
        elif page.inside(element, CLAIM) is not None:  # its span is gone: it ends where the next claim begins
            self.end_claim()
            self.claim, self.before, self.nodes = element, self.nodes, []
            self.skip_space = True
        elif page.inside(element, SECTION) is not None:
            self.skip_space = True
        elif (element.get("href") or "#").startswith("#"):
            self.add(read_phrases(page, element))
        else:
            self.add(_link(page, element))

    def is_host(self, words: str) -> bool:
        """Whether words in `small` are the host of the link just read, in ASCII, as the writer shows it."""
        link = self.nodes[-2] if len(self.nodes) > 1 and self.nodes[-1] == " " else None
        host = punycode(link.href) if isinstance(link, Link) else None
        return host is not None and words == f"({host})"

    def label(self, element: HtmlElement) -> dict[str, Any] | None:
        """What an element says about the open claim, if it has the form of a label."""
        if self.claim is None or self.group or element.tag != "small":
            return None
        return _label(self.page, words_of(element))

    def end_labels(self) -> None:
        """Something follows what may be labels. In a claim's span they were words; else the claim ends with them."""
        if not self.labels:
            return
        if self.span:
            words = "".join(text for text, _ in self.labels) + self.gap
            self.labels = []
        else:
            words = self.gap
            self.end_claim()
        self.gap = ""
        self.text(words)

    def end_claim(self) -> None:
        if self.claim is not None:
            said = {name: value for _, label in self.labels for name, value in label.items()}
            self.nodes = [*self.before, *_claim(self.page, self.claim, self.nodes, said)]
            self.claim = None
            self.labels = []


def _words(node: Inline) -> str:
    """The words of a node; a citation ends a number, though it has none."""
    return node if isinstance(node, str) else "]" if isinstance(node, Cite) else plain_text((node,))


def _link(page: Reading, element: HtmlElement) -> Phrases:
    href = element.get("href") or ""
    content: Phrases = ()
    if [each.tag for each in element] != ["small"] or words_of(element) != href:  # what a link without words shows
        content = tuple(node for node in read_phrases(page, element) if not isinstance(node, Link | Cite))
    try:
        return (Link(content, href),)
    except InvalidNodeError as error:
        page.lost(element, f"not a link that a document can hold ({error.reason}); its words are kept")
        return content


def _claim(page: Reading, link: HtmlElement, content: list[Inline], said: dict[str, Any]) -> list[Inline]:
    phrases = flat(content)
    if not phrases:
        page.lost(link, "a claim without words is left out")
        return []
    return [read_details(page, Claim(phrases, id=page.name(CLAIM, page.inside(link, CLAIM)), **said), link)]


def _label(page: Reading, word: str) -> dict[str, Any] | None:
    """The field of a claim that one of its labels fills, or None when no label says `word`."""
    words = page.words
    if level := words.value("certainty", word, CertaintyLevel):
        return {"certainty": Certainty(level)}
    if kind := words.value("kind", word, ClaimKind):
        return {"kind": kind}
    if stance := words.value("stance", word, Stance):
        return {"stance": stance}
    for strength in (None, *Strength):
        for direction in (None, *Direction):
            advised = Recommendation(strength, direction)
            if advice(words, advised) == word:
                return {"recommendation": advised}
    return None
