"""What the functions that read a page share: its words, where links lead, and what could not be carried."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, TypeAlias

from clinanswer.errors import InvalidNodeError, Problem, ReadError
from clinanswer.html._context import CLAIM, REFERENCE, SECTION
from clinanswer.model._fields import optional_language
from clinanswer.model._text import text as checked_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

    from clinanswer.html._words import Words

__all__ = [
    "BLOCK_TAGS",
    "MEDIA",
    "STRUCK",
    "Reading",
    "Report",
    "Reporter",
    "cut",
    "elements",
    "formula_text",
    "is_details",
    "text_before",
    "words_of",
]

Report: TypeAlias = "list[Problem] | Callable[[Problem], object] | None"
"""Where a reader's problems go: a list that they are appended to, a function that is called with each, or nowhere."""

MEDIA: Final = {
    "audio": "a sound",
    "canvas": "a drawing",
    "embed": "an embedded object",
    "iframe": "an embedded page",
    "object": "an embedded object",
    "video": "a video",
}
"""What no document holds, whatever stands in it for browsers that cannot show it."""

BLOCK_TAGS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
     "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
     "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "search", "section", "summary",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)  # fmt: skip
"""The elements that stand on lines of their own, or in cells: no word goes on from one into the next."""

STRUCK: Final = frozenset({"del", "s", "strike"})
"""The elements whose words a page shows as no longer said."""

_SCRIPTS: Final = {"msub": "_", "munder": "_", "msup": "^", "msubsup": "_^", "munderover": "_^"}
"""How the parts of a formula are marked that stand below or above the first."""
_UNPRINTED: Final = frozenset({"annotation", "annotation-xml", "mphantom", "none", "mprescripts"})
_INVISIBLE: Final = dict.fromkeys(range(0x2061, 0x2065), " ")
"""Application, times, separator and plus that are not printed."""
_SINGLE: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?|[^\W\d_]+|\([^()]*\)")

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


class Reporter:
    """Passes problems on; with `strict`, the first loss is an error."""

    def __init__(self, report: Report, *, strict: bool) -> None:
        self._tell: Callable[[Problem], object] | None = report.append if isinstance(report, list) else report
        self._strict = strict

    def lost(self, problem: Problem) -> None:
        """Something that the document does not carry."""
        if self._strict:
            raise ReadError(problem)
        if self._tell is not None:
            self._tell(problem)


class Reading:
    """One page while its visible part is read."""

    def __init__(self, words: Words, reporter: Reporter, prefix: str = "", *, foreign: bool = False) -> None:
        self.words = words
        self.foreign = foreign
        """Whether the page is somebody else's: then `b`, `i` and `small` hold words of the text like any other."""
        self.prefix = prefix
        self.reporter = reporter
        self.taken: dict[str, set[str]] = {CLAIM: set(), SECTION: set(), REFERENCE: set()}
        self.labels: dict[str, str] = {}
        """The reference of each printed citation number."""
        self._steps: dict[HtmlElement, str] = {}

    def lost(self, element: HtmlElement, message: str, code: str = "not-carried") -> None:
        """Report what the document does not carry."""
        self.reporter.lost(Problem(self.path(element), code, message, element.sourceline))

    def path(self, element: HtmlElement) -> str:
        """Where an element stands, as an XPath. All siblings are counted at once: one by one takes quadratic time."""
        parent = element.getparent()
        if parent is None:
            return f"/{element.tag!s}"
        if element not in self._steps:
            several = {tag for tag, count in Counter(each.tag for each in parent).items() if count > 1}
            counted: Counter[object] = Counter()
            for each in parent:
                counted[each.tag] += 1
                step = str(each.tag)
                self._steps[each] = f"{step}[{counted[each.tag]}]" if each.tag in several else step
        return f"{self.path(parent)}/{self._steps[element]}"

    def text(self, text: str) -> str:
        """Text as the model holds it; characters that no document can hold are dropped, and reported."""
        try:
            return checked_text(text)
        except InvalidNodeError as error:
            self.reporter.lost(Problem("$", "character", f"{error.reason}: dropped"))
            kept = (character for character in text.replace("\r\n", "\n").replace("\r", "\n") if _allowed(character))
            return "".join(kept)

    def language(self, tag: str | None) -> str | None:
        """A language that a page states, or None when it is none that a document can hold."""
        try:
            return optional_language(tag or None)
        except InvalidNodeError as error:
            self.reporter.lost(Problem("$", "language", f"{error.reason}; the language is left out"))
            return None

    def inside(self, element: HtmlElement, *kinds: str) -> str | None:
        """What a link to a place of one of the `kinds` in the page names, or None for any other element."""
        if element.tag != "a" or self.foreign:
            return None
        href = element.get("href") or ""
        if not href.startswith("#"):
            return None
        rest = href[1:].removeprefix(self.prefix)
        return next((rest.removeprefix(kind) for kind in kinds if rest.startswith(kind)), None)

    def anchored(self, element: HtmlElement, kind: str) -> str | None:
        """What an element's own id names, if it is of `kind`. Some sanitizers put a prefix of theirs before ids."""
        _, found, name = (element.get("id") or "").partition(self.prefix + kind)
        return name if found else None

    def name(self, kind: str, name: str | None) -> str | None:
        """The id that a generated anchor names: None where the page made it up, or where it stands twice."""
        if name is None or not _NAME.fullmatch(name) or name in self.taken[kind]:
            return None
        self.taken[kind].add(name)
        return name


def _allowed(character: str) -> bool:
    try:
        checked_text(character)
    except InvalidNodeError:
        return False
    return True


def elements(element: HtmlElement) -> Iterator[HtmlElement]:
    """The child elements: the parser has left comments and processing instructions out."""
    return iter(element)


def words_of(element: HtmlElement) -> str:
    """The text in an element at every depth, comments left out."""
    return "".join(element.xpath(".//text()[not(parent::script or parent::style)]"))


def formula_text(element: HtmlElement) -> str:
    """MathML as a line of text in which no two numbers run together: `1/2`, `10^5`, `x_1`, `√(a + b)`.

    https://www.w3.org/TR/mathml-core/. What is not known is a row: its parts with spaces between them.
    """
    tag = str(element.tag)
    parts = [each for each in element if each.tag not in _UNPRINTED]
    if tag in {"semantics", "maction"} and parts:
        return formula_text(parts[0])
    if tag in {"mfrac", "mroot"} and len(parts) == 2:
        one, other = map(_operand, parts)
        if tag == "mroot":
            return f"{one}^(1/{other})"
        stacked = re.match(r"\s*0(?![.\d]*[1-9])", element.get("linethickness") or "")
        return f"({one} choose {other})" if stacked else f"{one}/{other}"
    if tag in _SCRIPTS and len(parts) == len(_SCRIPTS[tag]) + 1:
        marked = zip(_SCRIPTS[tag], map(_operand, parts[1:]), strict=True)
        return _operand(parts[0]) + "".join(mark + script for mark, script in marked if script)
    between = {"mtable": "; ", "mfenced": ", "}.get(tag, " ")
    row = between.join(
        filter(None, map(_printed, (element.text, *(each for part in parts for each in (part, part.tail)))))
    )
    if tag == "mfenced":
        return f"{element.get('open', '(')}{row}{element.get('close', ')')}"
    return f"√({row})" if tag == "msqrt" else row


def _printed(part: HtmlElement | str | None) -> str:
    """A part of a formula, or the text beside it, in one line."""
    if part is None or isinstance(part, str):
        return " ".join((part or "").translate(_INVISIBLE).split())
    return formula_text(part)


def _operand(element: HtmlElement) -> str:
    """A part of a fraction or script, in parentheses where it is more than one number or word."""
    words = formula_text(element)
    return words if not words or _SINGLE.fullmatch(words) else f"({words})"


def is_details(page: Reading, element: HtmlElement) -> bool:
    """Whether an element holds the facts about a claim, which are read with the claim."""
    return element.tag == "details" and not page.foreign and element.find("./summary/b") is not None


def cut(element: HtmlElement) -> None:
    """Take an element out of its parent, with the one space before it or, where nothing is before it, after it."""
    head, tail = text_before(element), element.tail or ""
    text = head.removesuffix(" ") + tail if head else tail.removeprefix(" ")
    before, parent = element.getprevious(), next(element.iterancestors())
    if before is None:
        parent.text = text
    else:
        before.tail = text
    parent.remove(element)


def text_before(element: HtmlElement) -> str:
    """The text between an element and the one before it, or the beginning of its parent."""
    before = element.getprevious()
    return (next(element.iterancestors()).text if before is None else before.tail) or ""
