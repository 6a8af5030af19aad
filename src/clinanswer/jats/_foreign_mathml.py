"""Presentation MathML as a line of text: what a formula says to those who read it as words."""

from __future__ import annotations

import re
from itertools import cycle
from typing import TYPE_CHECKING, Final

from clinanswer.jats._foreign_context import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml.etree import _Element

__all__ = ["grouped", "math_text"]

# How the parts after the base are marked; "¯" is above it.
_SCRIPT_MARKS: Final[Mapping[str, str]] = {
    "msub": "_",
    "msup": "^",
    "msubsup": "_^",
    "munder": "_",
    "mover": "¯",
    "munderover": "_¯",
}
_TABLES: Final[Mapping[str, str]] = {"mtable": "; ", "mtr": " ", "mlabeledtr": " "}
_FIRST_ONLY: Final = frozenset({"semantics", "maction"})
_GROUPS: Final = frozenset({"mrow", "mstyle", "mpadded", "mtd"})
_UNPRINTED: Final = frozenset({"mphantom", "annotation", "annotation-xml", "maligngroup", "malignmark"})
_ZERO: Final = re.compile(r"\s{0,9}0+(?:\.0*)?[a-z%]*\s{0,9}")
# Application, times, separator and plus that are not printed.
_INVISIBLE: Final = dict.fromkeys(range(0x2061, 0x2065), " ")
_INFIX: Final = frozenset("=≠<>≤≥≪≫≈≅≃∼~≡∝±∓+-−–×÷·⋅∗*→⇒↔⇔∈∉⊂⊆∩∪∧∨")
_BEFORE_SIGNS: Final = ("(", "[", "{", "|", ",", ";", "/", *(f"{sign} " for sign in sorted(_INFIX)), *sorted(_INFIX))
_ENDS: Final = frozenset(")%")
_BEGINS: Final = frozenset("√∑∏∫")
_SINGLE: Final = re.compile(r"[-−+]?(?:[0-9]+(?:[.,·][0-9]+)*%?|[^\W\d_])")
_ACCENTS: Final[Mapping[str, str]] = {
    **dict.fromkeys("¯‾―−_", "\u0304"),
    **dict.fromkeys("^ˆ", "\u0302"),
    **dict.fromkeys("~˜∼", "\u0303"),
    **dict.fromkeys("→⃗", "\u20d7"),
    **dict.fromkeys("˙.", "\u0307"),
}
# What is raised by itself.
_RAISED: Final[Mapping[str, str]] = {**{mark: mark for mark in "′″‴°†‡"}, "'": "′", "∘": "°"}


def math_text(element: _Element) -> str:
    """Presentation MathML as a line of text, which says the same: `1/2`, `10^5`, `√(a + b)`.

    https://www.w3.org/TR/mathml-core/. Elements that are not known are rows: their parts side by side, numbers apart.
    """
    tag = local(element)
    parts = [each for each in element if local(each) not in _UNPRINTED]
    if not parts:
        return " ".join("".join(element.itertext()).translate(_INVISIBLE).split()) if len(element) == 0 else ""
    if tag in _FIRST_ONLY:
        return math_text(parts[0])
    if tag == "mfrac" and len(parts) == 2:
        if _ZERO.fullmatch(element.get("linethickness") or ""):
            return f"({math_text(parts[0])} choose {math_text(parts[1])})"
        return f"{_operand(parts[0])}/{_operand(parts[1])}"
    if tag == "mroot" and len(parts) == 2:
        return f"{_operand(parts[0])}^(1/{_operand(parts[1])})"
    if tag == "msqrt":
        return f"√{_operand(parts[0]) if len(parts) == 1 else grouped(_row(element, parts))}"
    if tag in _SCRIPT_MARKS:
        return _scripted(parts[0], zip(_SCRIPT_MARKS[tag], parts[1:], strict=False))
    if tag == "mmultiscripts":
        return _multiscripts(parts)
    if tag == "mfenced":
        return f"{element.get('open', '(')}{', '.join(map(math_text, parts))}{element.get('close', ')')}"
    if tag == "apply":  # content MathML: an operator and what it applies to
        return f"{math_text(parts[0]) or local(parts[0])}({', '.join(map(math_text, parts[1:]))})"
    if tag in _TABLES:
        return _TABLES[tag].join(filter(None, map(math_text, parts)))
    return _row(element, parts)


def _row(element: _Element, parts: Sequence[_Element]) -> str:
    """Operators with spaces, a sign at its number, letters and numbers as close as they can stand unmistaken."""
    row = " ".join((element.text or "").split())
    signed = False
    last = ("", "")
    for part in parts:
        words = math_text(part)
        if not words:
            continue
        signs = words in _INFIX and (not row or row.endswith(_BEFORE_SIGNS))
        if words in _INFIX and not signs:
            row += f" {words} "
        else:
            row += words if signed or not _parted(row, last, (local(part), words)) else f" {words}"
        signed = signs
        last = (local(part), words)
        if tail := " ".join((part.tail or "").split()):
            row += f" {tail} "
    return row.strip(" ")


def _parted(row: str, last: tuple[str, str], part: tuple[str, str]) -> bool:
    """Whether a part would run into what stands before: two numbers, two words, a fraction behind a number."""
    (last_tag, last_words), (tag, words) = last, part
    if row.endswith((",", ";")):
        return not (row[-2:-1].isdecimal() and words[0].isdecimal())
    if not (row[-1:].isalnum() or row[-1:] in _ENDS) or not (words[0].isalnum() or words[0] in _BEGINS):
        return False
    after_factor = last_tag == "mn" or (last_tag == "mi" and len(last_words) == 1)
    return not (after_factor and tag == "mi" and len(words) == 1)  # 2x, xy


def _operand(element: _Element, words: str | None = None) -> str:
    """A part of a fraction, root or script, in parentheses where it is more than one number or word."""
    words = math_text(element) if words is None else words
    while len(element) == 1 and local(element) in _GROUPS:
        element = element[0]
    return words if len(element) == 0 and " " not in words else grouped(words)


def grouped(words: str) -> str:
    """Words in parentheses, unless they are one number or letter, or stand in parentheses."""
    if _SINGLE.fullmatch(words) or (words[:1] == "(" and words[-1:] == ")" and not set("()") & set(words[1:-1])):
        return words
    return f"({words})"


def _scripted(base: _Element | None, scripts: Iterable[tuple[str, _Element]]) -> str:
    """A base with what is raised (`^`), lowered (`_`) or above it (`¯`)."""
    words = "" if base is None else _operand(base)
    for mark, part in scripts:
        script = math_text(part)
        if mark == "¯" and script in _ACCENTS and len(words) == 1:
            words += _ACCENTS[script]
        elif mark != "_" and script in _RAISED:
            words += _RAISED[script]
        elif script:
            words += f"{mark.replace('¯', '^')}{_operand(part, script)}"
    return words


def _multiscripts(parts: Sequence[_Element]) -> str:
    """A base with pairs of scripts behind it and, after `mprescripts`, before it: `^14C`."""
    base, *scripts = parts
    place = next((place for place, part in enumerate(scripts) if local(part) == "mprescripts"), len(scripts))
    before = zip(cycle("_^"), scripts[place + 1 :], strict=False)
    after = zip(cycle("_^"), scripts[:place], strict=False)
    return _scripted(None, before) + _scripted(base, after)
