"""What the functions that read a page share: its words, where links lead, and what could not be carried."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from clinanswer.errors import InvalidNodeError, Problem, ReadError
from clinanswer.html._context import CLAIM, REFERENCE, SECTION
from clinanswer.model._fields import optional_language
from clinanswer.model._text import text as checked_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

    from clinanswer.html._words import Words

__all__ = ["MEDIA", "Reading", "Report", "Reporter", "elements", "words_of"]

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

    def lost(self, element: HtmlElement, message: str, code: str = "not-carried") -> None:
        """Report what the document does not carry."""
        path = element.getroottree().getpath(element)
        self.reporter.lost(Problem(path, code, message, element.sourceline))

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
