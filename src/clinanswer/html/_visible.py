"""Reads a page by its visible part alone: what is left when a sanitizer has taken the data block away.

The parts of the page are found by their headings: a section's begins with a link to itself, which holds its number; the
others say what they are by an id or a role or, where these are gone, in words of the page. So the outline can be
restored where `section` elements, ids and classes are gone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve

from clinanswer.errors import Problem
from clinanswer.html._about_reading import Facts, read_facts, read_linked, read_stages
from clinanswer.html._block_reading import (
    HEADINGS,
    box_kind,
    box_title,
    notice_kind,
    only_own_words,
    read_block,
    read_blocks,
)
from clinanswer.html._context import MISSING, REFERENCE, SECTION
from clinanswer.html._details_reading import whole
from clinanswer.html._inline_reading import INLINE_TAGS, read_phrases, read_pieces, read_title
from clinanswer.html._reading import Reading, cut, words_of
from clinanswer.html._reference_reading import read_references
from clinanswer.model import (
    Block,
    ClinicalAnswer,
    Disclaimer,
    Notice,
    NoticeKind,
    Paragraph,
    Phrases,
    Pico,
    Provenance,
    Question,
    QuestionKind,
    Reference,
    RelatedQuestion,
    Review,
    ReviewStatus,
    Section,
    SectionRole,
    plain_text,
)
from clinanswer.model._text import shorten

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

__all__ = ["is_preview", "read_visible"]

_WRAPPERS: Final = frozenset({"html", "body", "article", "main", "header", "hgroup", "footer", "div", "section"})
_SKIPPED: Final = frozenset({"head", "nav", "script", "style", "template", "noscript", "svg", "button"})
_WIDTH: Final = 80
_PARTS: Final = ("question", "review", "answer", "references", "related-questions", "about")
_ROLES: Final = {"doc-abstract": "answer", "doc-bibliography": "references"}
_ANCHORS: Final = {
    **{key: key for key in ("question", "review", "answer", "references", "about")},
    "answer-h": "answer",
    "references-h": "references",
    "related": "related-questions",
}
_DISCLAIMER: Final = re.compile(r"disclaimer-[0-9]+")


class _Part:
    """A part of the page: its element and heading, if it has them, and what stands in it."""

    def __init__(self, element: HtmlElement | None, heading: HtmlElement | None, level: int) -> None:
        self.element = element
        self.heading = heading
        self.level = level
        """How deep a part is that only its heading begins; 0 for one with an element of its own."""
        self.content: list[Piece] = []


def read_visible(page: Reading, root: HtmlElement) -> ClinicalAnswer:
    """The document that the visible part of a page shows."""
    outline = _Outline(page)
    outline.visit(root)
    reader = _Parts(page)
    reader.take(outline.top)
    return reader.document(page.language(_language(root)))


def _language(root: HtmlElement) -> str | None:
    article = next(root.iter("article"), None)
    return None if article is None else article.get("lang")


Piece: TypeAlias = "str | HtmlElement | _Part"
"""What a part holds."""


class _Outline:
    """Puts what a page holds into parts."""

    def __init__(self, page: Reading) -> None:
        self.page = page
        self.top = _Part(None, None, 0)
        self.title: HtmlElement | None = None
        self._open = [self.top]

    def visit(self, element: HtmlElement) -> None:
        self._text(element.text)
        for child in element:
            if child.tag not in _SKIPPED:
                self._child(child)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if text and text.strip():
            self._open[-1].content.append(text)

    def _child(self, element: HtmlElement) -> None:
        if element.tag in HEADINGS:
            self._heading(element)
        elif element.tag == "section" or (element.tag == "div" and self.page.anchored(element, SECTION) is not None):
            part = _Part(element, None, 0)
            self._open[-1].content.append(part)
            self._open.append(part)
            self.visit(element)
            while self._open.pop() is not part:
                pass
        elif element.tag in _WRAPPERS and not _is_block(self.page, element):
            self.visit(element)
        else:
            self._open[-1].content.append(element)

    def _heading(self, element: HtmlElement) -> None:
        current = self._open[-1]
        if current.element is not None and current.heading is None and not current.content:
            current.heading = element
            return
        level = _level(self.page, element)
        while self._open[-1].level >= level > 0:
            self._open.pop()
        part = _Part(None, element, level)
        self._open[-1].content.append(part)
        if level:
            self._open.append(part)


def _is_block(page: Reading, element: HtmlElement) -> bool:
    """Whether an element is one block: a box, the region in which a table scrolls, or the preview of a reference."""
    if element.tag != "div":
        return False
    table = [each.tag for each in element] == ["table"]
    return table or box_kind(page, element) is not None or is_preview(page, element)


def _level(page: Reading, heading: HtmlElement) -> int:
    """How deep the part is that a heading begins: by the number of a section, else 1; 0 for the title of the page."""
    if heading.tag == "h1":
        return 0
    link = _permalink(page, heading)
    if link is None:
        return 1
    return words_of(link).count(".") + 1 if words_of(link)[:1].isdigit() else HEADINGS.index(str(heading.tag)) or 1


def _permalink(page: Reading, heading: HtmlElement) -> HtmlElement | None:
    first = next(iter(heading), None)
    return first if first is not None and page.inside(first, SECTION) is not None else None


def is_preview(page: Reading, element: HtmlElement) -> bool:
    """Whether an element is what a button beside a citation shows: an entry of the list, and a link to it."""
    paragraphs = element.findall("./p/a")
    return element.tag == "div" and bool(paragraphs) and page.inside(paragraphs[-1], REFERENCE, MISSING) is not None


def _nothing(_: HtmlElement) -> None:
    """Nothing is read of a part that holds facts alone."""


class _Parts:
    """Reads the parts into the fields of a document."""

    def __init__(self, page: Reading) -> None:
        self.page = page
        self.facts = Facts()
        self.title: Phrases | None = None
        self.question: str | None = None
        self.answer: list[Block] = []
        self.sections: list[Section] = []
        self.references: list[HtmlElement] = []
        self.related: list[RelatedQuestion] = []
        self.disclaimers: list[Disclaimer] = []
        self.notices: list[Notice] = []
        # What each part holds that is read here; lists of facts and notices are read wherever they stand.
        self.readers: dict[str, tuple[str, Callable[[HtmlElement], None]]] = {
            "question": ("p", self.ask),
            "review": ("ol", lambda each: read_stages(page, each, self.facts)),
            "references": ("ol", self.references.append),
            "related-questions": ("ul", self.ask_also),
        }

    def take(self, top: _Part) -> None:
        """Everything in the outline."""
        if not any(isinstance(each, _Part) for each in top.content):
            # A sanitizer that takes headings away leaves one run of blocks.
            self.answer += self.blocks([each for each in top.content if not self.aside(each)])
            return
        loose: list[Piece] = []
        for each in top.content:
            if isinstance(each, _Part):
                self.between(loose)
                loose = []
                self.part(each)
            elif not self.aside(each):
                loose.append(each)
        self.between(loose)

    def between(self, loose: list[Piece]) -> None:
        """What stands where the page has no text: it is kept as a section without a title, and reported."""
        blocks = self.blocks(loose)
        if blocks:
            shown = shorten(" ".join(plain_text(blocks).split()), _WIDTH)
            element = next((each for each in loose if not isinstance(each, str | _Part)), None)
            message = f"{shown!r} stands outside every part of the page; it is kept as a section without a title"
            if element is None:
                self.page.reporter.lost(Problem("$", "not-carried", message))
            else:
                self.page.lost(element, message)
            self.sections.append(Section((), blocks))

    def part(self, part: _Part) -> None:
        """One part, by its heading."""
        page, heading = self.page, part.heading
        if heading is not None and heading.tag == "h1" and self.title is None:
            self.title = read_title(page, heading, page.words["clinical-answer"])
            self.between(part.content)
        elif heading is None or _permalink(page, heading) is not None:
            self.sections.append(self.section(part))
        else:
            key = self.key(part, heading)
            if key is None:
                title = read_title(page, heading, page.words["disclaimer"])
                content = [each for each in part.content if not self.is_notice(each)]
                self.disclaimers.append(Disclaimer(self.blocks(content), title=title))
            else:
                self.named(key, [each for each in part.content if not self.aside(each)])

    def key(self, part: _Part, heading: HtmlElement) -> str | None:
        """Which part of the page it is: by its role or id, else by the words of its heading. None for a disclaimer."""
        for element in (heading,) if part.element is None else (part.element, heading):
            name = (element.get("id") or "").removeprefix("user-content-").removeprefix(self.page.prefix)
            if _DISCLAIMER.fullmatch(name):
                return None
            if key := _ROLES.get(element.get("role") or "") or _ANCHORS.get(name):
                return key
        return self.page.words.key(words_of(heading), _PARTS)

    def named(self, key: str, content: list[Piece]) -> None:
        """A part that says which it is. What cannot stand in it stands outside."""
        if key == "answer":
            self.answer += self.blocks(content)
            return
        tag, read = self.readers.get(key, ("", _nothing))
        loose: list[Piece] = []
        for each in content:
            if isinstance(each, _Part):
                self.between(loose)
                loose = []
                self.part(each)
            elif not isinstance(each, str) and each.tag == tag and (key != "question" or self.question is None):
                read(each)
            else:
                loose.append(each)
        self.between(loose)

    def aside(self, each: Piece) -> bool:
        """Whether something is a notice, a list of facts or what the page says of its own accord; it is read here."""
        if isinstance(each, str | _Part):
            return False
        words = self.page.words
        kind = notice_kind(self.page, each)
        if kind is not None:
            self.notices.append(self.notice(kind, each))
            return True
        if each.tag == "dl" and (first := next(iter(each), None)) is not None and first.tag == "div":
            read_facts(self.page, each, self.facts)
            return True
        if is_preview(self.page, each):
            return True
        said = words_of(each).strip()
        if each.tag == "p":
            state = said == words["stage-unknown"] or words.value("status", said, ReviewStatus) is not None
            return only_own_words(self.page, each) or (state and [child.tag for child in each] == ["i"])
        return each.tag == "a" and said == words["skip"]

    def ask(self, element: HtmlElement) -> None:
        """The question, and what kind it is."""
        small = next(element.iterchildren("small", reversed=True), None)
        kind = None if small is None else self.page.words.value("question", words_of(small), QuestionKind)
        if small is not None and kind is not None:
            self.facts.kind = kind
            cut(small)
        self.question = whole(self.page, element)

    def ask_also(self, element: HtmlElement) -> None:
        """Related questions."""
        for item in element.iterfind("./li"):
            text, url = read_linked(self.page, item)
            self.related.append(RelatedQuestion(text, url=url))

    def notice(self, kind: NoticeKind, element: HtmlElement) -> Notice:
        """A notice from its box."""
        title = box_title(self.page, element)
        url = None
        last = next(element.iterchildren("p", reversed=True), None)
        label = None if last is None else last.find("./b")
        if last is not None and label is not None and words_of(label) == "URL":
            text, href = read_linked(self.page, last)
            url = href or text
            element.remove(last)
        return Notice(kind, read_blocks(self.page, element), title=title, url=url)

    def section(self, part: _Part) -> Section:
        """A section with its subsections."""
        page, heading = self.page, part.heading
        link = None if heading is None else _permalink(page, heading)
        name = role = None
        if link is not None:
            name = page.name(SECTION, page.inside(link, SECTION))
        elif part.element is not None:
            name = page.name(SECTION, page.anchored(part.element, SECTION))
        if part.element is not None:
            shown = part.element.get("data-role")
            role = SectionRole(shown) if shown in set(SectionRole) else None
        title = () if heading is None else read_phrases(page, heading)
        sections = tuple(self.section(each) for each in part.content if isinstance(each, _Part))
        return Section(title, self.own_blocks(part), sections, id=name, role=role)

    def own_blocks(self, part: _Part) -> list[Block]:
        """The blocks of a part, without those of the parts in it."""
        return self.blocks([each for each in part.content if not isinstance(each, _Part) and not self.is_notice(each)])

    def is_notice(self, each: Piece) -> bool:
        return not isinstance(each, str | _Part) and notice_kind(self.page, each) is not None and self.aside(each)

    def blocks(self, content: list[Piece]) -> list[Block]:
        """Blocks; text and inline elements that stand beside them are paragraphs of their own."""
        found: list[Block] = []
        run: list[str | HtmlElement] = []

        def end_run() -> None:
            if run and (line := read_pieces(self.page, run)):
                found.append(Paragraph(line))
            run.clear()

        for each in content:
            if isinstance(each, str) or (not isinstance(each, _Part) and each.tag in INLINE_TAGS):
                run.append(each)
            else:
                end_run()
                found += self.section_blocks(each) if isinstance(each, _Part) else read_block(self.page, each)
        end_run()
        return found

    def section_blocks(self, part: _Part) -> list[Block]:
        """The blocks of a part that stands where only blocks can: its heading is a paragraph."""
        title = () if part.heading is None else read_phrases(self.page, part.heading)
        return [*([Paragraph(title)] if title else []), *self.blocks(part.content)]

    def document(self, language: str | None) -> ClinicalAnswer:
        """The document of what was read."""
        facts, fields = self.facts, self.facts.fields
        references: list[Reference] = []
        for each in self.references:
            references += read_references(self.page, each)
        provenance = facts.provenance
        if facts.models:
            provenance = evolve(provenance or Provenance(), models=tuple(facts.models))
        pico = Pico(**facts.pico) if facts.pico else None
        return ClinicalAnswer(
            Question(self.question or "", kind=facts.kind, pico=pico),
            title=self.title or (),
            answer=self.answer,
            sections=self.sections,
            references=references,
            related_questions=self.related,
            disclaimers=self.disclaimers,
            notices=self.notices,
            review=Review(facts.events, stages=facts.stages),
            provenance=provenance,
            language=language,
            **fields,
        )
