"""Page text as lines: line ends, indentation, list markers. Everything else reads lines, never the raw text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from clinanswer._limits import MAX_NODES, too_many_nodes
from clinanswer.model._text import FORBIDDEN

if TYPE_CHECKING:
    from clinanswer.text._report import Reporter

__all__ = ["NO_LINE", "Line", "Marker", "marker_of", "page_lines", "shown"]

_LINE_ENDS: Final = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_INVISIBLE: Final = "\ufeff\u200b\u2060"  # what scrapers leave at the ends of lines
_TAB: Final = 4
_BULLET: Final = re.compile(r"([•◦‣▪▫●○■□·∙⁃➢➤►▶]|[-*–+o](?=\s))\s*(?=\S)")
_NUMBER: Final = re.compile(r"\(?(\d{1,3}|[a-z]|[ivx]{2,5})[.)]\s+(?=\S)")
_LONE_MARKER: Final = re.compile(r"[•◦‣▪▫●○■□·∙⁃➢➤►▶*–-]|\(?\d{1,3}[.)]")
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


@frozen
class Line:
    """A line without its indentation (in columns); `number` counts from 1; a blank line has the text `""`.

    `gap` says whether a blank line, or nothing, stands before it; `tabs` counts the tabs of the indentation, which in a
    table are empty cells.
    """

    number: int
    indent: int
    text: str
    gap: bool = False
    tabs: int = 0


NO_LINE: Final = Line(0, 0, "")


@frozen
class Marker:
    """How a list item begins: its bullet, or its number; and where its text begins in the line."""

    bullet: str
    number: int | None
    end: int


def page_lines(text: str, reporter: Reporter) -> list[Line]:
    """The lines of the page that are not blank, their common indentation taken off.

    A line that holds a bullet or number alone is one with the line after it, as browsers copy some lists.

    Raises:
        ReadError: too many lines; with a strict reporter, a character that no document may hold.
    """
    raw = _LINE_ENDS.split(text)
    if len(raw) > MAX_NODES:
        raise too_many_nodes(len(raw))
    lines: list[Line] = []
    gap = True
    for number, content in enumerate(raw, 1):
        clean = content if content.isprintable() else _clean(content, number, reporter)
        line = _line(number, clean, gap=gap)
        if not line.text:
            gap = True
        elif lines and not gap and _LONE_MARKER.fullmatch(lines[-1].text) and marker_of(line.text) is None:
            lines[-1] = evolve(lines[-1], text=f"{lines[-1].text} {line.text}")
        else:
            lines.append(line)
            gap = False
    margin = min((line.indent for line in lines), default=0)
    return [evolve(line, indent=line.indent - margin) for line in lines] if margin else lines


def marker_of(text: str) -> Marker | None:
    """The list marker with which a line's text begins: a bullet, `1.`, `(1)`, `a)`, `ii.`; or None."""
    if found := _BULLET.match(text):
        return Marker(found[1], None, found.end())
    if found := _NUMBER.match(text):
        label = found[1]
        if label.isdigit():
            return Marker("1", int(label), found.end())
        if len(label) > 1:
            return Marker("i", _ROMAN.index(label) + 1, found.end()) if label in _ROMAN else None
        return Marker("a", ord(label) - ord("a") + 1, found.end())
    return None


def shown(text: str, width: int = 70) -> str:
    """The text as messages quote it: at most `width` characters."""
    return repr(text if len(text) <= width else text[: width - 1] + "…")


def _line(number: int, content: str, *, gap: bool) -> Line:
    text = content.strip()
    if text and (text[0] in _INVISIBLE or text[-1] in _INVISIBLE):
        text = text.strip(_INVISIBLE + " \t\u00a0")
    if not text:
        return Line(number, 0, "")
    lead = content[: content.index(text)].strip(_INVISIBLE)
    return Line(number, len(lead.expandtabs(_TAB)), text, gap, lead.count("\t"))


def _clean(content: str, number: int, reporter: Reporter) -> str:
    clean, count = FORBIDDEN.subn("", content)
    if count:
        reporter.lost(
            "character",
            f"{count} of its characters can be carried by no format and are left out; clean the text before it is read",
            number,
        )
    return clean
