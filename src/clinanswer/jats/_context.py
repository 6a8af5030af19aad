"""What a writer and a reader carry along: generated ids and labels on the way out, problems and look-ups in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from clinanswer.errors import InvalidNodeError, Problem, ReadError
from clinanswer.jats._names import CITATION_PREFIX, NAMELESS_CLAIM_PREFIX
from clinanswer.model import Claim, Paragraph
from clinanswer.model._text import shorten, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lxml.etree import _Element

    from clinanswer.jats._journal import Journal
    from clinanswer.jats._names import TagSet
    from clinanswer.model import Block, Citation, Cite, Extras, Reference, Verification

__all__ = ["Reading", "Writing", "by_tag", "child_of", "has_words", "place", "text_in"]

T = TypeVar("T")

NO_EXTRAS: Final = Claim((" ",)).extras
"""The extras that nodes have by default: to compare with it is faster than to ask how many there are."""
MAX_PROBLEMS: Final = 200
"""How many problems an error or report lists, so that a hostile file does not make millions."""


class Writing:
    """The state of one `to_jats`: what the body makes necessary in the front and back matter."""

    __slots__ = (
        "_counts",
        "_labels",
        "_numbered",
        "citations",
        "extras",
        "journal",
        "links",
        "missing",
        "tag_set",
        "verifications",
    )

    def __init__(self, references: Iterable[Reference], tag_set: TagSet, journal: Journal | None) -> None:
        self.tag_set = tag_set
        self.journal = journal
        ids = [reference.id for reference in references]
        # References are labelled as they were numbered, or else by their place in the list.
        self._numbered = all(map(str.isdigit, ids))
        self._labels = {each: each if self._numbered else str(place) for place, each in enumerate(ids, 1)}
        self._counts: dict[str, int] = {}
        self.missing: dict[str, str] = {}
        self.links: dict[str, str] = {}
        """The markup of a citation that says nothing but its reference, by that."""
        self.citations: list[tuple[str, str, Citation]] = []
        self.verifications: list[tuple[str, Verification]] = []
        self.extras: list[tuple[str, Extras]] = []

    def new_id(self, prefix: str) -> str:
        """An id that no user's id can be."""
        number = self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}{number}"

    def label(self, ref: str) -> str:
        """What is printed for a reference. One that is not in the list is noted, for the writer to make an entry of."""
        label = self._labels.get(ref)
        if label is None:
            label = self._labels[ref] = ref if self._numbered else str(len(self._labels) + 1)
            self.missing[ref] = label
        return label

    def citation_id(self, citation: Citation) -> str | None:
        """The id of a citation about which the back matter says more, or None."""
        extras = citation.extras
        if citation.locator is None and citation.quote is None and (extras is NO_EXTRAS or not extras):
            return None
        name = self.new_id(CITATION_PREFIX)
        if citation.locator is not None or citation.quote is not None:
            self.citations.append((name, self.label(citation.ref), citation))
        if citation.extras:
            self.extras.append((name, citation.extras))
        return name

    def nameless_claim_id(self) -> str:
        """The id of a claim that has none of its own but is referred to."""
        return self.new_id(NAMELESS_CLAIM_PREFIX)


class Reading:
    """The state of one `from_jats`: what was refused, what was lost, and what the front and back say of the body."""

    __slots__ = (
        "added",
        "citations",
        "claims",
        "errors",
        "extras",
        "has_details",
        "lost",
        "lost_elements",
        "order",
        "plain",
        "said",
        "sections",
        "verifications",
    )

    def __init__(self) -> None:
        self.errors: list[Problem] = []
        self.lost: list[Problem] = []
        self.lost_elements: list[_Element] = []
        self.citations: dict[str, tuple[str | None, str | None]] = {}
        self.extras: dict[str, Extras] = {}
        self.verifications: dict[str, tuple[Verification, ...]] = {}
        self.said: list[_Element] = []
        """What stands in the claim that is being read about it."""
        self.claims: list[str | None] = []
        self.plain: dict[str | None, Cite] = {}
        """The groups of one citation that says nothing but its reference, by the targets of the links."""
        self.order: list[str] = []
        """The ids of the references, in the order of their list."""
        self.added: dict[str, str] = {}
        """Those of entries that an editor added, by the ids of their elements."""
        self.has_details = False
        """Whether anything is said elsewhere of citations or nodes."""
        self.sections: list[str | None] = []

    def check_texts(self, root: _Element) -> None:
        """Bring every text in a tree into its normal form. Readers take texts as they are after this.

        Raises:
            ReadError: characters that no text may hold.
        """
        for element in root.iter():
            try:
                element.text = element.text and text(element.text)
                element.tail = element.tail and text(element.tail)
                for name, value in element.items():
                    element.set(name, text(value))
            except InvalidNodeError as error:
                self.refuse(element, "invalid", f"{error}")
        self.finish()

    def between(self, first: str, last: str) -> list[str]:
        """The references that stand between two in the list."""
        places = {ref: place for place, ref in enumerate(self.order)}
        return self.order[places.get(first, 0) + 1 : places.get(last, 0)] if first in places else []

    def lose(self, element: _Element, code: str, message: str) -> None:
        """Note what cannot be carried.

        Raises:
            ReadError: so much was lost that this is not what `to_jats` wrote any more.
        """
        problem = Problem(place(element), code, message, element.sourceline)
        if len(self.lost) == MAX_PROBLEMS:
            reason = f"more than {MAX_PROBLEMS} things in this file are not known; it was changed beyond reading"
            raise ReadError([Problem("/", "too-many-losses", reason), problem])
        self.lost.append(problem)
        self.lost_elements.append(element)

    def refuse(self, element: _Element, code: str, message: str) -> None:
        """Note what makes the whole file unreadable."""
        if len(self.errors) < MAX_PROBLEMS:
            self.errors.append(Problem(place(element), code, message, element.sourceline))

    def build(self, element: _Element, make: Callable[[], T]) -> T | None:
        """What `make` returns; None, and a problem noted, when a constructor refuses."""
        try:
            return make()
        except InvalidNodeError as error:
            self.refuse(element, "invalid", f"{error}")
            return None

    def block(self, element: _Element, make: Callable[[], Block]) -> Block | None:
        """As `build`; what no document can hold (an empty list, spans that overlap) is lost, its words kept."""
        try:
            return make()
        except InvalidNodeError as error:
            return self.not_a_block(element, error)

    def not_a_block(self, element: _Element, error: InvalidNodeError) -> Paragraph | None:
        """The words of a block that a constructor refused."""
        if self.errors:  # the file is refused: what is missing here need not be told
            return None
        self.lose(element, "invalid-block", f"{error}; only its text is kept")
        words = " ".join("".join(element.itertext()).split())
        return self.build(element, lambda: Paragraph(words)) if words else None

    def term(self, element: _Element, name: str, table: Mapping[str, T], value: str | None) -> T | None:
        """The member of a vocabulary that `value` names; one that is not known is noted as lost."""
        if value is None:
            return None
        member = table.get(value)
        if member is None:
            self.lose(element, "unknown-value", f"{name} {shorten(value)!r} is not known; it is left out")
        return member

    def finish(self) -> None:
        """Raise when anything was refused."""
        if self.errors:
            raise ReadError(self.errors)


def child_of(element: _Element, tag: str) -> _Element | None:
    """The first child with this tag; `iterchildren` takes three times as long, and `find`, which takes paths, ten."""
    for each in element:
        if each.tag == tag:
            return each
    return None


def text_in(element: _Element, tag: str) -> str | None:
    """The text at the beginning of the first child with this tag; None without one."""
    for each in element:
        if each.tag == tag:
            return each.text or ""
    return None


def has_words(text: str | None) -> bool:
    """Whether a text is more than the white space that a tool puts between elements."""
    return bool(text) and not text.isspace()  # type: ignore[union-attr]  # None is false


def by_tag(element: _Element) -> dict[str, list[_Element]]:
    """The children by their tags."""
    found: dict[str, list[_Element]] = {}
    for each in element[:]:
        found.setdefault(each.tag, []).append(each)  # type: ignore[arg-type]  # the parser leaves elements only
    return found


def place(element: _Element) -> str:
    """The path of an element (`/article/body/sec[2]/p[1]`)."""
    return element.getroottree().getpath(element)
