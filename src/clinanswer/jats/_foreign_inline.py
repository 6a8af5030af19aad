"""Lines of text in other people's articles: formatting, links, and citations in all the ways they are printed.

A citation may be a link around a number, around words ("Imbeault et al., 2017"), or around nothing; it may name several
references, stand in brackets or raised, and a dash between two may mean all those between. What comes out is always a
`Cite` after the words, without its brackets; words that are linked stay words.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._foreign_context import collapse, local, words_of
from clinanswer.jats._inline import BIBR
from clinanswer.jats._names import EXT_LINK, HREF_KEY, REF_TYPE, RID, XREF
from clinanswer.model import Citation, Cite, Emphasis, LineBreak, Link, Strong, Subscript, Superscript
from clinanswer.model._fields import MAX_DEPTH, link_problem
from clinanswer.model.inline import cites_in, phrase_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Phrase

__all__ = ["INLINE", "Token", "formula_text", "phrases", "read_phrases", "tokens"]

_FORMATTING: Final[Mapping[str, type[Strong | Emphasis | Subscript | Superscript]]] = {
    "bold": Strong,
    "italic": Emphasis,
    "sub": Subscript,
    "sup": Superscript,
}
_LABEL: Final = re.compile(r"[A-Za-z]{0,2}[0-9]{1,4}[a-z]?")
_RANGE: Final = re.compile(r"([0-9]{1,4})\s*[-‐‑‒–—−]\s*([0-9]{1,4})")
_LABELS: Final = re.compile(r"[0-9]{1,4}[a-z]?(\s*[,;\-‐‑‒–—−]\s*[0-9]{1,4}[a-z]?)*")
_BETWEEN: Final = re.compile(r"\s*[,;]\s*")
_YEARS: Final = re.compile(r"(?<![0-9])(1[5-9]|20)[0-9]{2}")
# Between the links of one group, brackets around each of them or around all: "1, 2", "[1],[2]", "[1]–[3]".
_SEPARATOR: Final = re.compile(r"(?:\s*[,;])?\s*|\s*\](?:\s*[,;])?\s*\[\s*|\s*\)(?:\s*[,;])?\s*\(\s*")
_DASH: Final = re.compile(r"\s*(?:\]\s*[-‐‑‒–—−]\s*\[|[-‐‑‒–—−])\s*")
_OPENING: Final = re.compile(r"\s*([\[(])\s*$")
_CLOSING: Final = re.compile(r"\s*([\])])")
_CLOSES: Final = {"[": "]", "(": ")"}
_PUNCTUATION: Final = "[](){}.,;: \u00a0"
_ONLY_CITED: Final = re.compile(r"[\s\[\](),;\-‐‑‒–—−]*")
_TEX: Final = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
# Formatting that the model has not: the words stay, and each is reported.
_PLAIN: Final = frozenset(
    {"monospace", "overline", "roman", "sans-serif", "sc", "strike", "underline", "fixed-case", "abbrev"}
)
# Blocks, which stand apart from the words beside them even where a line is all that there may be.
_BLOCKS: Final = frozenset(
    {
        "p",
        "title",
        "label",
        "list",
        "list-item",
        "def-list",
        "def-item",
        "term",
        "def",
        "table",
        "tr",
        "td",
        "th",
        "sec",
    }
)
# Not part of the running text, or without any.
_SILENT: Final = frozenset({"index-term", "index-term-range-end", "milestone-start", "milestone-end", "x"})
MAX_EXPANDED: Final = 100
"""How many references a printed range may stand for."""


@frozen
class Mark:
    """A citation before it is put into its group."""

    refs: tuple[str, ...]
    last: str


Token: TypeAlias = "str | Mark | Phrase"  # noqa: S105  (a token of text)


def read_phrases(element: _Element, reading: Foreign) -> list[Phrase]:
    """The phrases in an element, white space of mark-up collapsed and taken off both ends."""
    return phrases(tokens(element, reading), reading)


def tokens(element: _Element, reading: Foreign) -> list[Token]:
    """What stands in an element, citations still apart."""
    found: list[Token] = []
    _add(found, element.text, element, reading)
    for child in element:
        found += token(child, reading)
        _add(found, child.tail, element, reading)
    return found


def token(element: _Element, reading: Foreign) -> list[Token]:
    """What one element in a line stands for."""
    tag = local(element)
    reader = _READERS.get(tag)
    if reader is not None:
        return reader(element, reading)
    if tag in _SILENT:
        if words_of(element):
            reading.lose(element, "dropped", f"{tag} is no part of the running text and is left out")
        return []
    code = "formatting" if tag in _PLAIN else "unknown-element"
    reading.lose(element, code, f"{tag} has no place; its text is kept")
    inner = tokens(element, reading)
    return [" ", *inner, " "] if tag in _BLOCKS else inner


def phrases(found: list[Token], reading: Foreign, *, trim: bool = True) -> list[Phrase]:
    """Tokens as phrases: citations in groups, spaces single."""
    line: list[Phrase] = []
    found = _joined(found)
    position = 0
    while position < len(found):
        node = found[position]
        if not isinstance(node, Mark):
            line += (node,) if node != "" else ()
            position += 1
            continue
        refs = list(node.refs)
        last = node.last
        position += 1
        while (step := _next_mark(found, position)) is not None:
            separator, mark = step
            refs += _between(last, mark.refs[0], reading) if _DASH.fullmatch(separator) else ()
            refs += mark.refs
            last = mark.last
            position += 2 if separator else 1
        if position < len(found) and isinstance(following := found[position], str):
            found[position] = _without_brackets(line, following)
        _strip_end(line)
        line.append(Cite([Citation(ref) for ref in refs]))
    if trim:
        _strip_end(line)
        if line and isinstance(line[0], str) and not (stripped := line[0].lstrip(" ")):
            line.pop(0)
        elif line and isinstance(line[0], str):
            line[0] = stripped
    return line


# ---------------------------------------------------------------------------------------------- citations


def _read_xref(element: _Element, reading: Foreign) -> list[Token]:
    kind = element.get(REF_TYPE)
    names = (element.get(RID) or "").split()
    if kind != BIBR and not (names and all(name in reading.parts for name in names)):
        reading.lose(element, "link", f"a link to {kind or 'a part'} of the article is not kept, its text is")
        return tokens(element, reading)
    inner = tokens(element, reading)
    refs = tuple(ref for name in names for ref in reading.parts.get(name) or (reading.reference_id(name),))
    if not refs:
        reading.lose(element, "citation", "a citation without a target is kept as text")
        return inner
    printed = words_of(element)
    bare = printed.strip(_PUNCTUATION)
    numbered = _numbered(bare, reading)
    if len(refs) <= 2 and len(numbered) > len(refs) and refs[0] in numbered:
        refs = numbered  # the target names the first, or the first and last, of what is printed
    mark = Mark(refs, refs[-1])
    if not _is_label(bare, refs, numbered, reading):
        return [*inner, mark]
    # Brackets that open or close inside the link belong to the group: "[1", "3]", "[1]".
    start = printed.find(bare)
    before, after = (printed[:start], printed[start + len(bare) :]) if bare else ("", "")
    if before.count("[") == after.count("]") and before.count("(") == after.count(")"):
        return [mark]
    return [token for token in (before.strip(" .,"), mark, after.strip(" ")) if token]


def _is_label(bare: str, refs: tuple[str, ...], numbered: tuple[str, ...], reading: Foreign) -> bool:
    """Whether a link prints what a citation is printed as anyway: the label or the numbers of what it cites.

    A year is one only where it is the label: "Smith (2001)" with a link around the year goes on saying it.
    """
    if not bare or numbered == refs:
        return True
    if bare == reading.labels.get(refs[0]):
        return " " not in bare
    return bool(_LABEL.fullmatch(bare) or _LABELS.fullmatch(bare)) and not _YEARS.search(bare)


def _numbered(bare: str, reading: Foreign) -> tuple[str, ...]:
    """The references whose labels are printed ("1", "1, 2", "1–3"); none when one of the labels is unknown."""
    if not _LABELS.fullmatch(bare):
        return ()
    found: list[str | None] = []
    for part in _BETWEEN.split(bare):
        limits = _RANGE.fullmatch(part)
        first, last = (int(limits[1]), int(limits[2])) if limits else (0, 0)
        labels = [str(each) for each in range(first, min(last, first + MAX_EXPANDED) + 1)] if limits else [part]
        found += [reading.by_label.get(label) for label in labels] or [None]
    return tuple(ref for ref in found if ref is not None) if None not in found else ()


def _next_mark(found: list[Token], position: int) -> tuple[str, Mark] | None:
    """The separator and the mark that go on with the group, if they do."""
    if position >= len(found):
        return None
    node = found[position]
    if isinstance(node, Mark):
        return "", node
    following = found[position + 1] if position + 1 < len(found) else None
    if isinstance(node, str) and isinstance(following, Mark) and (_SEPARATOR.fullmatch(node) or _DASH.fullmatch(node)):
        return node, following
    return None


def _between(first: str, last: str, reading: Foreign) -> list[str]:
    """The references in the list between two, for "1–3"."""
    start, end = reading.places.get(first), reading.places.get(last)
    if start is None or end is None or end - start > MAX_EXPANDED:
        return []
    return reading.order[start + 1 : end]


def _without_brackets(line: list[Phrase], following: str) -> str:
    """Take the brackets around a group off: the opening one from the line, the closing one from what follows."""
    words = line[-1] if line else None
    if not isinstance(words, str) or not (opening := _OPENING.search(words)):
        return following
    closing = _CLOSING.match(following)
    if closing is None or closing[1] != _CLOSES[opening[1]]:
        return following
    line[-1] = words[: opening.start()]
    return following[closing.end() :]


# ----------------------------------------------------------------------------- formatting, links, formulas


def _read_formatting(element: _Element, reading: Foreign) -> list[Token]:
    """Formatted text. Citations that are raised or in italics are citations."""
    inner = tokens(element, reading)
    if any(isinstance(node, Mark) for node in inner) and all(
        isinstance(node, Mark) or (isinstance(node, str) and _ONLY_CITED.fullmatch(node)) for node in inner
    ):
        return inner
    content = phrases(inner, reading, trim=False)
    if not content:
        return []
    try:
        return [_FORMATTING[local(element)](content)]
    except InvalidNodeError:
        reading.lose(element, "too-deep", f"more than {MAX_DEPTH} levels of formatting; the text is kept")
        return list(content)


def _read_link(element: _Element, reading: Foreign) -> list[Token]:
    target = (element.get(HREF_KEY) or words_of(element)).strip()
    if local(element) == "email":
        target = f"mailto:{target}"
    elif element.get("ext-link-type") == "doi" and target.startswith("10."):
        target = f"https://doi.org/{target}"
    content = phrases(tokens(element, reading), reading, trim=False) or [reading.text(target, element)]
    if link_problem(target) is None:
        try:
            return [Link(content, target)]
        except InvalidNodeError:
            return [Link(phrase_text(content), target), *cites_in(content)]
    reading.lose(element, "link", "the target of a link is no http, https or mailto address; the text is kept")
    return list(content)


def _read_break(_element: _Element, _reading: Foreign) -> list[Token]:
    return [LineBreak()]


def _read_formula(element: _Element, reading: Foreign) -> list[Token]:
    reading.lose(element, "formula", "a formula is kept as its text")
    words = reading.text(formula_text(element), element)
    return [words] if words else []


def formula_text(element: _Element) -> str:
    """The text of a formula: of its MathML where there is one, else of its TeX, else all there is."""
    for child in element.iter():
        if local(child) == "math":
            return collapse("".join(child.itertext())).strip()
    for child in element.iter():
        if local(child) == "tex-math":
            source = "".join(child.itertext())
            body = _TEX.search(source)
            return collapse(body[1] if body else source).strip(" $")
    return words_of(element)


def _read_image(element: _Element, reading: Foreign) -> list[Token]:
    reading.lose(element, "image", "an image in a line of text is left out, its text kept")
    words = reading.words(element)
    return [words] if words else []


def _read_compound(element: _Element, reading: Foreign) -> list[Token]:
    """Something with parts of its own, such as a citation in the running text: the words of the parts, in order."""
    reading.lose(element, "compound", f"{local(element)} in a line of text is kept as its words")
    return _parts_of(element, reading)


def _parts_of(element: _Element, reading: Foreign) -> list[Token]:
    line: list[Token] = []
    _add(line, element.text, element, reading)
    for child in element:
        inner = token(child, reading) if local(child) in _READERS else _parts_of(child, reading)
        line += [*inner, "" if child.tail and child.tail.strip() else " "]
        _add(line, child.tail, element, reading)
    return line


def _read_footnote(element: _Element, reading: Foreign) -> list[Token]:
    reading.lose(element, "footnote", "a footnote stands in parentheses where it was referred to")
    inner = phrases([part for child in element for part in [*tokens(child, reading), " "]], reading)
    return [" (", *inner, ")"] if inner else []


def _read_alternatives(element: _Element, reading: Foreign) -> list[Token]:
    """The first of several forms of the same thing that holds text."""
    forms = sorted(
        element, key=lambda child: (local(child) not in {"math", "textual-form"}, local(child) != "tex-math")
    )
    best = next((child for child in forms if words_of(child)), None)
    if best is None:
        reading.lose(element, "image", "alternatives without text are left out")
        return []
    return _read_formula(best, reading) if local(best) in {"math", "tex-math"} else token(best, reading)


# --------------------------------------------------------------------------------------------------- text


def _add(found: list[Token], words: str | None, element: _Element, reading: Foreign) -> None:
    if words:
        found.append(reading.text(collapse(words), element))


def _joined(found: list[Token]) -> list[Token]:
    """The tokens with adjacent texts as one, in a time that grows with their length."""
    joined: list[Token] = []
    for is_text, group in groupby(found, key=lambda node: isinstance(node, str)):
        run = list(group)
        joined += [collapse("".join(run))] if is_text else run  # type: ignore[arg-type]  # the key says what they are
    return joined


def _strip_end(line: list[Phrase]) -> None:
    if line and isinstance(last := line[-1], str):
        stripped = last.rstrip(" ")
        if stripped:
            line[-1] = stripped
        else:
            line.pop()


_READERS: Final[Mapping[str, Callable[[_Element, Foreign], list[Token]]]] = {
    "bold": _read_formatting,
    "italic": _read_formatting,
    "sub": _read_formatting,
    "sup": _read_formatting,
    XREF: _read_xref,
    EXT_LINK: _read_link,
    "uri": _read_link,
    "email": _read_link,
    "break": _read_break,
    "inline-formula": _read_formula,
    "math": _read_formula,
    "tex-math": _read_formula,
    "chem-struct": _read_image,
    "inline-graphic": _read_image,
    "inline-media": _read_image,
    "graphic": _read_image,
    "media": _read_image,
    "private-char": _read_image,
    "fn": _read_footnote,
    "alternatives": _read_alternatives,
    **dict.fromkeys(
        ("element-citation", "mixed-citation", "nlm-citation", "citation", "supplementary-material", "funding-source"),
        _read_compound,
    ),
}
INLINE: Final = frozenset(_READERS)
"""The elements that stand in a line and are known, whatever they hold."""
