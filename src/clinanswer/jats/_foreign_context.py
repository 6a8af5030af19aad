"""What the readers of other people's articles share: losses counted by path, text made fit for the model, ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from clinanswer.errors import InvalidNodeError, Problem
from clinanswer.jats._context import Reading
from clinanswer.jats._names import LANG_KEY
from clinanswer.model._fields import optional_language
from clinanswer.model._text import text as checked_text

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ClaimMode", "Foreign", "collapse", "local", "words_of"]

ClaimMode: TypeAlias = Literal["none", "cited", "all"]

_SPACE: Final = re.compile(r"[ \t\r\n]+")
_BAD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef]")
_NOT_ID: Final = re.compile(r"[^A-Za-z0-9._-]+")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


class Foreign(Reading):
    """The state of reading one article of others.

    Losses are counted by the path of tags without positions: an article has hundreds of the same kind.
    """

    __slots__ = (
        "_claims",
        "_ids",
        "_losses",
        "_missing",
        "_names",
        "_numbered",
        "by_label",
        "kept",
        "labels",
        "mode",
        "order",
        "other",
        "parts",
        "places",
        "told",
    )

    def __init__(self, mode: ClaimMode) -> None:
        super().__init__()
        self.mode = mode
        self.kept: dict[str, object] = {}
        """What the article says that the model has no field for; it goes into extras."""
        self.other: dict[str, list[str]] = {}
        """Of that, what has no name of its own: texts by the path of their element."""
        self.order: list[str] = []
        """The ids of the references in the order of the list."""
        self.places: dict[str, int] = {}
        """Their places in it."""
        self.labels: dict[str, str] = {}
        """The printed labels of references, by id."""
        self.by_label: dict[str, str] = {}
        """The references by their printed labels, the first of each."""
        self.parts: dict[str, tuple[str, ...]] = {}
        """The references that one `ref` gave, by its name in the file."""
        self.told: list[str] = []
        """Texts with words that are no text of the document, because citations say the same ("and", "p. 12")."""
        self._losses: dict[tuple[str, str], tuple[int, int | None, str]] = {}
        self._claims = 0
        self._ids: dict[str, dict[str, int]] = {}
        self._names: dict[str, str] = {}
        self._missing: dict[str, str] = {}
        self._numbered: bool | None = None

    def lose(self, element: _Element, code: str, message: str) -> None:
        """Count what cannot be carried; the first of its kind gives line and words."""
        key = (kind_path(element), code)
        count, line, first = self._losses.get(key, (0, element.sourceline, message))
        self._losses[key] = (count + 1, line, first)

    def keep(self, element: _Element, what: str, words: str | None = None) -> None:
        """Report what the model has no field for; its text goes into the document's extras, under its path."""
        words = self.text(" ".join((words or " ".join(element.itertext())).split()), element)
        self.lose(element, "metadata", f"no field for {what}" + ("; its text is kept in extras" if words else ""))
        if words:
            self.other.setdefault(kind_path(element), []).append(words)

    def losses(self) -> list[Problem]:
        """One problem for each path, with a count."""
        return [
            Problem(path, code, message if count == 1 else f"{message} ({count} times)", line)
            for (path, code), (count, line, message) in self._losses.items()
        ]

    def text(self, words: str, element: _Element) -> str:
        """Text without the characters that no document can hold."""
        if words.isprintable():
            return words
        try:
            return checked_text(words)
        except InvalidNodeError:
            self.lose(element, "character", "a control character is left out")
            return "".join(
                character for character in words if not _BAD.match(character) and ord(character) & 0xFFFE != 0xFFFE
            )

    def language(self, element: _Element) -> str | None:
        """The language that an element states."""
        try:
            return optional_language(element.get(LANG_KEY))
        except InvalidNodeError:
            self.lose(element, "language", "a malformed language tag is left out")
            return None

    def words(self, element: _Element | None) -> str | None:
        """The text of an element in one line; None when there is none."""
        return None if element is None else self.text(words_of(element), element) or None

    def reference_id(self, name: str) -> str:
        """The id of the reference that is called `name` in the file: the same wherever it fits."""
        made = self._names.get(name)
        if made is None:
            made = self._names[name] = self.new_id("reference", name) or "r"
        return made

    def missing_id(self, name: str | None, label: str | None) -> str:
        """The id of a reference that is cited but in no list: what is printed for it where that is free.

        `name` is what the file calls it, if it does; what has the same label is the same reference.
        """
        made = self._names.get(name or "")
        if made is None:
            made = self._missing.get(label or "") or self.new_id("reference", label or name) or "r"
            self._missing |= {label: made} if label else {}
            self._names |= {name: made} if name else {}
        return made

    def number_of(self, ref: str) -> str:
        """What the document prints for a reference: ids that are all numbers, else places in the list."""
        if self._numbered is None:
            self._numbered = all(map(str.isdigit, self.order))
        return ref if self._numbered or ref not in self.places else str(self.places[ref] + 1)

    def new_id(self, kind: str, name: str | None) -> str | None:
        """An id for a node of a kind: the file's own where it fits and is free."""
        if not name:
            return None
        taken = self._ids.setdefault(kind, {})
        made = base = name if _ID.fullmatch(name) else (_NOT_ID.sub("-", name).strip("._-") or "r")[:56]
        while made in taken:
            taken[base] += 1
            made = f"{base[:54]}.{taken[base]}"
        taken[made] = 1
        return made

    def claim_id(self) -> str:
        """The next of `c1`, `c2`, and so on."""
        self._claims += 1
        return f"c{self._claims}"


def kind_path(element: _Element) -> str:
    """The tags down to an element, those repeated by nesting once (`/article/body/sec/p/xref`)."""
    tags = [local(element)]
    for ancestor in element.iterancestors():
        tag = local(ancestor)
        if tag != tags[-1]:
            tags.append(tag)
    return "/" + "/".join(reversed(tags))


def local(element: _Element) -> str:
    """The tag without its namespace."""
    tag: str = element.tag  # type: ignore[assignment]  # the parser leaves elements only
    return tag.rpartition("}")[2]


def collapse(words: str) -> str:
    """White space of mark-up as single spaces; other spaces (no-break, thin) are text."""
    return _SPACE.sub(" ", words)


def words_of(element: _Element) -> str:
    """All text in an element, in one line."""
    return collapse("".join(element.itertext())).strip(" ")
