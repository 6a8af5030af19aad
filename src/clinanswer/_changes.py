"""What `diff` gives: `Change` and `Diff`, and how they read in a terminal and as HTML."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from html import escape
from typing import Final, overload

from attrs import field, frozen

from clinanswer.checks._hidden import visible

__all__ = ["Change", "Diff", "Kind"]


class Kind(StrEnum):
    """What happened to a claim, or to what stands outside claims."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    CITATIONS = "citations changed"
    MOVED = "moved"
    CHANGED = "changed"


_HOW: Final[dict[str, str]] = {Kind.CITATIONS: "cited anew"}
"""How the summary says what happened to claims, where the kind alone would be no English."""


@frozen
class Change:
    """One change. `what` names what changed ("claim", "reference", "title", ...), `where` is its id, if it has one.

    `path` is its place in the new document, for what was removed in the old one, where `old_path` always leads. `old`
    and `new` are the words before and after, or the citations, or the places.
    """

    kind: Kind
    what: str
    path: str
    old_path: str | None = field(default=None, kw_only=True)
    where: str | None = field(default=None, kw_only=True)
    old: str | None = field(default=None, kw_only=True)
    new: str | None = field(default=None, kw_only=True)

    def __str__(self) -> str:
        where = f" {self.where}" if self.where else ""
        words = " → ".join(f"{each!r}" for each in (self.old, self.new) if each is not None)
        return f"{self.path}: {self.what}{where} {self.kind}{': ' if words else ''}{words}"


@frozen
class Diff(Sequence[Change]):
    """The changes from one version of a document to another; empty exactly when the two are equal."""

    changes: tuple[Change, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        return self.changes[index]

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def claims(self) -> tuple[Change, ...]:
        """The changes of claims."""
        return tuple(change for change in self.changes if change.what == "claim")

    @property
    def summary(self) -> str:
        """How many changes of each kind there are, in words."""
        if not self.changes:
            return "no changes"
        counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        for change in self.changes:
            counts[("claim", change.kind) if change.what == "claim" else ("other change", "")] += 1
        return ", ".join(
            f"{count} {what}{'' if count == 1 else 's'} {_HOW.get(kind, kind)}".strip()
            for (what, kind), count in counts.items()
        )

    def to_text(self, *, color: bool = False) -> str:
        """The changes for a terminal: words taken out as `[-…-]`, put in as `{+…+}`, or in red and green."""
        lines = []
        for change in self.changes:
            where = f" {change.where}" if change.where else ""
            lines += [f"{change.kind}: {change.what}{where}", f"  --> {change.path}"]
            if change.kind is Kind.MOVED:
                lines.append(f"   | from {change.old_path}")
            said = "".join(_marked(piece, color=color) for piece in _pieces(change))
            if said:
                lines.append(f"   | {visible(said) if not color else said}".replace("\n", "\n   | "))
            lines.append("")
        return "\n".join([*lines, f"{self.summary}\n"])

    def to_html(self) -> str:
        """The changes as an HTML fragment: a list, with `ins` and `del` for words."""
        items = []
        for change in self.changes:
            where = f" <code>{escape(change.where)}</code>" if change.where else ""
            said = "".join(_tagged(piece) for piece in _pieces(change))
            moved = f" from <code>{escape(change.old_path or '')}</code>" if change.kind is Kind.MOVED else ""
            items.append(
                f"<li><p><strong>{escape(change.kind)}</strong>: {escape(change.what)}{where} "
                f"<code>{escape(change.path)}</code>{moved}</p>{f'<p>{said}</p>' if said else ''}</li>"
            )
        body = f"<ol>{''.join(items)}</ol>" if items else ""
        return f'<div class="ca-diff"><p>{escape(self.summary)}</p>{body}</div>'

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Diff {self.summary}>"

    def _repr_html_(self) -> str:
        return self.to_html()


# ---------------------------------------------------------------------------------------------------- words


def _pieces(change: Change) -> list[tuple[str, str]]:
    """The words of a change as pieces that are `equal`, `delete` or `insert`."""
    if change.kind is Kind.CHANGED and change.what == "claim":
        return [("equal", change.new or "")]
    old, new = (re.findall(r"\s+|\w+|[^\w\s]", each or "") for each in (change.old, change.new))
    pieces: list[tuple[str, str]] = []
    for _, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a1:a2]), "".join(new[b1:b2])
        if gone == come:
            pieces.append(("equal", gone))
        else:
            pieces += [(tag, words) for tag, words in (("delete", gone), ("insert", come)) if words]
    return pieces


_MARKS: Final = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}
_COLORS: Final = {"equal": ("", ""), "delete": ("\x1b[31m", "\x1b[0m"), "insert": ("\x1b[32m", "\x1b[0m")}
_TAGS: Final = {"equal": ("", ""), "delete": ("<del>", "</del>"), "insert": ("<ins>", "</ins>")}


def _marked(piece: tuple[str, str], *, color: bool) -> str:
    before, after = (_COLORS if color else _MARKS)[piece[0]]
    return f"{before}{visible(piece[1])}{after}"


def _tagged(piece: tuple[str, str]) -> str:
    before, after = _TAGS[piece[0]]
    return f"{before}{escape(piece[1])}{after}"
