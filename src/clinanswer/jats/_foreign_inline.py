"""Lines of text in other people's articles: formatting, links, formulas, and citations (`_foreign_citations`).

A citation may be a link around a number, around words ("Imbeault et al., 2017"), or around nothing; it may name several
references, stand in brackets or raised, and a dash between two may mean all those between. What comes out is always a
`Cite` after the words, without its brackets; words that are linked stay words.

Formulas become lines of text that say the same: a fraction is `1/2`, never `12`, and behind a number `1 1/2`, never
`11/2`.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._foreign_citations import ONLY_CITED, Mark, Token, read_group, read_link, strip_end, with_unlinked
from clinanswer.jats._foreign_context import collapse, local, words_of
from clinanswer.jats._foreign_mathml import grouped, math_text
from clinanswer.jats._names import EXT_LINK, HREF_KEY, XREF
from clinanswer.model import Emphasis, LineBreak, Link, Strong, Subscript, Superscript
from clinanswer.model._fields import MAX_DEPTH, link_problem
from clinanswer.model.inline import cites_in, phrase_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml.etree import _Element

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Phrase

__all__ = ["INLINE", "SEAMLESS", "formula_text", "phrases", "read_phrases", "tokens"]

_FORMATTING: Final[Mapping[str, type[Strong | Emphasis | Subscript | Superscript]]] = {
    "bold": Strong,
    "italic": Emphasis,
    "sub": Subscript,
    "sup": Superscript,
}
_TEX_BEGIN: Final = "\\begin{document}"
_TEX_END: Final = "\\end{document}"
_SCRIPTS: Final[Mapping[str, str]] = {"sup": "^", "sub": "_"}
_MATHEMATICS: Final = frozenset({"math", "tex-math"})
_FORMULAS: Final = frozenset({"inline-formula", "disp-formula", "chem-struct"})
# Formatting that the model has not: the words stay, and each is reported.
_PLAIN: Final = frozenset(
    {"monospace", "overline", "roman", "sans-serif", "sc", "strike", "underline", "fixed-case", "abbrev"}
)
SEAMLESS: Final = _PLAIN | {"named-content", "styled-content", "target"}
"""Elements without a place that may hold a part of a word or of a number."""
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
EDGE: Final = "\0"
"""Where a formula or an unknown element begins or ends: a token that no text may hold. Digits do not meet there."""
_MEETING_DIGITS: Final = re.compile(rf"(?<=\d){EDGE}+(?=\d)")
# Not part of the running text, or without any.
_SILENT: Final = frozenset({"index-term", "index-term-range-end", "milestone-start", "milestone-end"})


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
    if tag in _BLOCKS:
        return [" ", *inner, " "]
    return inner if tag in SEAMLESS or not inner else [EDGE, *inner, EDGE]


def phrases(found: list[Token], reading: Foreign, *, trim: bool = True) -> list[Phrase]:
    """Tokens as phrases: citations in groups, spaces single."""
    line: list[Phrase] = []
    found = with_unlinked(_joined(found), reading)
    position = 0
    while position < len(found):
        node = found[position]
        if isinstance(node, Mark):
            position = read_group(node, found, position + 1, line, reading)
        else:
            line += (node,) if node != "" else ()
            position += 1
    if trim:
        strip_end(line)
        if line and isinstance(line[0], str) and not (stripped := line[0].lstrip(" ")):
            line.pop(0)
        elif line and isinstance(line[0], str):
            line[0] = stripped
    return line


# ---------------------------------------------------------------------------------------------- citations


def _read_xref(element: _Element, reading: Foreign) -> list[Token]:
    return read_link(element, tokens(element, reading), reading)


# ----------------------------------------------------------------------------- formatting, links, formulas


def _read_formatting(element: _Element, reading: Foreign) -> list[Token]:
    """Formatted text. Citations that are raised or in italics are citations."""
    inner = tokens(element, reading)
    if any(isinstance(node, Mark) for node in inner):
        cited = with_unlinked(_joined(inner), reading, raised=local(element) == "sup")
        if all(isinstance(node, Mark) or (isinstance(node, str) and ONLY_CITED.fullmatch(node)) for node in cited):
            reading.told += [node for node in cited if isinstance(node, str)]
            return [node.replace("and", ",") if isinstance(node, str) else node for node in cited]
    content = phrases(inner, reading, trim=False)
    if not content:
        return []
    try:
        return _with_edges(inner, [_FORMATTING[local(element)](content)])
    except InvalidNodeError:
        reading.lose(element, "too-deep", f"more than {MAX_DEPTH} levels of formatting; the text is kept")
        return _with_edges(inner, content)


def _read_link(element: _Element, reading: Foreign) -> list[Token]:
    target = (element.get(HREF_KEY) or words_of(element)).strip()
    if local(element) == "email":
        target = f"mailto:{target}"
    elif element.get("ext-link-type") == "doi" and target.startswith("10."):
        target = f"https://doi.org/{target}"
    inner = tokens(element, reading)
    content = phrases(inner, reading, trim=False) or [reading.text(target, element)]
    if link_problem(target) is None:
        try:
            return _with_edges(inner, [Link(content, target)])
        except InvalidNodeError:
            return _with_edges(inner, [Link(phrase_text(content), target), *cites_in(content)])
    reading.lose(element, "link", "the target of a link is no http, https or mailto address; the text is kept")
    return _with_edges(inner, content)


def _read_break(_element: _Element, _reading: Foreign) -> list[Token]:
    return [LineBreak()]


def _read_formula(element: _Element, reading: Foreign) -> list[Token]:
    reading.lose(element, "formula", "a formula is kept as its text")
    found = _formula(element, reading)
    return _with_edges([EDGE], found) if found else []


def _with_edges(inner: Sequence[Token], made: Sequence[Token]) -> list[Token]:
    """What was made of the tokens in an element, between the edges that these begin and end with.

    What is raised or lowered has none before it: it belongs to what it stands behind, as in 10 with a raised 5.
    """
    script = len(made) == 1 and isinstance(made[0], (Superscript, Subscript))
    before = inner[:1] if inner[:1] == [EDGE] and not script else []
    return [*before, *made, *(inner[-1:] if inner[-1:] == [EDGE] else [])]


def _formula(element: _Element, reading: Foreign) -> list[Token]:
    """A formula in a line: its formatting stays, its MathML and TeX become text."""
    if local(element) in _MATHEMATICS:
        words = reading.text(formula_text(element), element)
        return [EDGE, words, EDGE] if words else []
    found: list[Token] = []
    _add(found, element.text, element, reading)
    for child in element:
        if local(child) in _MATHEMATICS:
            found += _formula(child, reading) if _is_best(child) else ()
        else:
            found += token(child, reading)
        _add(found, child.tail, element, reading)
    return found


def formula_text(element: _Element) -> str:
    """A formula as text: its label, if it has one, and then what it says, in the order in which it stands.

    Of several forms of the same, MathML is taken before TeX. Raised text is `10^5`, as it is in MathML: beside the 10
    it would be another number.
    """
    return _clean(_formula_words(element))


def _clean(words: str) -> str:
    return collapse(_apart(words)).strip(" ")


def _formula_words(element: _Element) -> str:
    """The words of a formula, with edges where the numbers of its parts might meet."""
    tag = local(element)
    if tag == "math":
        return math_text(element)
    if tag == "tex-math":
        return _tex_text("".join(element.itertext()))
    if tag == "alternatives":
        best = _best_form(element)
        return "" if best is None else _formula_words(best)
    parts = [element.text or ""]
    for child in element:
        tag = local(child)
        words = _formula_words(child) if _is_best(child) else ""
        if tag in _SCRIPTS:
            words = f"{_SCRIPTS[tag]}{grouped(script)}{EDGE}" if (script := _clean(words)) else ""
        elif tag not in SEAMLESS and tag not in _FORMATTING:
            words = f"{EDGE}{words}{EDGE}"
        parts += [words, " " if tag in _BLOCKS else "", child.tail or ""]
    return "".join(parts)


def _is_best(element: _Element) -> bool:
    """Whether a part of a formula is no TeX beside the same in MathML."""
    parent = element.getparent()
    return local(element) != "tex-math" or parent is None or all(local(each) != "math" for each in parent)


def _tex_text(source: str) -> str:
    """The TeX of a formula without the document around it."""
    _, begun, body = source.partition(_TEX_BEGIN)
    body, ended, _ = body.partition(_TEX_END)
    return collapse(body if begun and ended else source).strip(" $")


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
    found: list[Token] = []
    _add(found, element.text, element, reading)
    for child in element:
        found += [*tokens(child, reading), " "]
        _add(found, child.tail, element, reading)
    inner = phrases(found, reading)
    return [" (", *inner, ")"] if inner else []


def _read_alternatives(element: _Element, reading: Foreign) -> list[Token]:
    """The first of several forms of the same thing that holds text."""
    best = _best_form(element)
    if best is None:
        reading.lose(element, "image", "alternatives without text are left out")
        return []
    if local(best) in _MATHEMATICS and local(element.getparent()) in _FORMULAS:  # type: ignore[arg-type]
        return _formula(best, reading)
    return token(best, reading)


def _best_form(element: _Element) -> _Element | None:
    """Of several forms of the same thing the first that holds text, MathML before TeX before images."""
    forms = sorted(
        element, key=lambda child: (local(child) not in {"math", "textual-form"}, local(child) != "tex-math")
    )
    return next((child for child in forms if words_of(child)), None)


# --------------------------------------------------------------------------------------------------- text


def _add(found: list[Token], words: str | None, element: _Element, reading: Foreign) -> None:
    if words:
        found.append(reading.text(collapse(words), element))


def _joined(found: list[Token]) -> list[Token]:
    """The tokens with adjacent texts as one and without edges, in a time that grows with their length."""
    joined: list[Token] = []
    for is_text, group in groupby(found, key=lambda node: isinstance(node, str)):
        run = list(group)
        joined += ["".join(run)] if is_text else run  # type: ignore[arg-type]  # the key says what they are
    for place, node in enumerate(joined):
        if isinstance(node, str):
            beside = (joined[place - 1 : place], joined[place + 1 : place + 2]) if EDGE in node else ([], [])
            joined[place] = collapse(_apart(node, *map(_printed, beside)))
    return joined


def _apart(words: str, before: str = "", after: str = "") -> str:
    """Text without its edges, with a space where two digits meet at one; `before` and `after` stand beside the text."""
    line = _MEETING_DIGITS.sub(" ", f"{before[-1:]}{words}{after[:1]}").replace(EDGE, "")
    return line[len(before[-1:]) : len(line) - len(after[:1])]


def _printed(found: list[Token]) -> str:
    return phrase_text([node for node in found if not isinstance(node, Mark)])


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
    "x": tokens,  # punctuation that is printed
    "fn": _read_footnote,
    "alternatives": _read_alternatives,
    **dict.fromkeys(
        ("element-citation", "mixed-citation", "nlm-citation", "citation", "supplementary-material", "funding-source"),
        _read_compound,
    ),
}
INLINE: Final = frozenset(_READERS)
"""The elements that stand in a line and are known, whatever they hold."""
