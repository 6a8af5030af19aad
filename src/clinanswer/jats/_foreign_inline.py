"""Lines of text in other people's articles: formatting, links, and citations in all the ways they are printed.

A citation may be a link around a number, around words ("Imbeault et al., 2017"), or around nothing; it may name several
references, stand in brackets or raised, and a dash between two may mean all those between. What comes out is always a
`Cite` after the words, without its brackets; words that are linked stay words.

Formulas become lines of text that say the same: a fraction is `1/2`, never `12`, and behind a number `1 1/2`, never
`11/2`.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve, frozen

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._foreign_context import collapse, local, words_of
from clinanswer.jats._foreign_mathml import grouped, math_text
from clinanswer.jats._inline import BIBR
from clinanswer.jats._names import EXT_LINK, HREF_KEY, REF_TYPE, RID, XREF
from clinanswer.model import Citation, Cite, Emphasis, LineBreak, Link, Strong, Subscript, Superscript
from clinanswer.model._fields import MAX_DEPTH, link_problem
from clinanswer.model._text import shorten
from clinanswer.model.inline import FORMATTING, cites_in, phrase_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lxml.etree import _Element

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Phrase

__all__ = ["INLINE", "SEAMLESS", "Token", "formula_text", "phrases", "read_phrases", "tokens"]

_FORMATTING: Final[Mapping[str, type[Strong | Emphasis | Subscript | Superscript]]] = {
    "bold": Strong,
    "italic": Emphasis,
    "sub": Subscript,
    "sup": Superscript,
}
_DASHES: Final = "-‐‑‒–—−"  # first in a set of characters, where the hyphen stands for itself
_LABEL: Final = re.compile(r"[A-Za-z]{0,2}[0-9]{1,4}[a-z]?")
_NUMBERS: Final = re.compile(rf"[0-9]{{1,4}}[a-z]?(?:(?: ?[{_DASHES},;&] ?(?:and )?| (?:and )?)[0-9]{{1,4}}[a-z]?)*")
_NUMBER_OR_DASH: Final = re.compile(rf"[0-9]{{1,4}}[a-z]?|[{_DASHES}]")
_YEARS: Final = re.compile(r"(?<![0-9])(1[5-9]|20)[0-9]{2}")
# Between the links of one group, brackets around each of them or around all: "1, 2", "[1],[2]", "[1]–[3]". White space
# is taken out before. "and" counts inside one pair of brackets only; elsewhere it may join two statements.
_SEPARATOR: Final = re.compile(r"[,;]?|\][,;]?\[|\)[,;]?\(")
_AND: Final = re.compile(r"[,;]?(?:and|&)")
_DASH: Final = re.compile(rf"[{_DASHES}]|\][{_DASHES}]\[")
_MAX_SEPARATOR: Final = 20
_CLOSES: Final = {"[": "]", "(": ")"}
# Where in the source, printed behind the number: "[1, p. 23]".
_LOCATOR: Final = re.compile(
    rf"\s{{0,2}}[,:]?\s{{0,2}}((?:pp?|pages?|ch|chapters?|sec|sections?|§§?)\.?\s{{0,2}}[0-9]{{1,6}}[a-z]?"
    rf"(?:\s{{0,2}}[{_DASHES},.]\s{{0,2}}[0-9]{{1,6}}[a-z]?){{0,5}})\s{{0,2}}(?=[\]);])",
    re.IGNORECASE,
)
# Numbers without a link beside one with: "[1–3]" with a link around the 1.
_UNLINKED_AFTER: Final = re.compile(
    rf"((?:\s{{0,2}}[{_DASHES},;]\s{{0,2}}[0-9]{{1,4}}[a-z]?){{1,99}})\s{{0,2}}(?=\]|$)"
)
_UNLINKED_BEFORE: Final = re.compile(rf"\[\s{{0,2}}((?:[0-9]{{1,4}}[a-z]?\s{{0,2}}[{_DASHES},;]\s{{0,2}}){{1,99}})$")
_PUNCTUATION: Final = "[](){}.,;: \u00a0"
_ONLY_CITED: Final = re.compile(rf"(?:[{_DASHES}\s\[\](),;&]|and\b)*")
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
MAX_EXPANDED: Final = 100
"""How many references a printed range may stand for."""
MAX_PRINTED: Final = 1_000
"""How many references the numbers in one link may stand for."""


@frozen
class Mark:
    """A citation before it is put into its group."""

    refs: tuple[str, ...]
    printed: bool = True
    """Whether it prints anything. One that does not may repeat a reference of a range: it is cited once."""


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
    if tag in _BLOCKS:
        return [" ", *inner, " "]
    return inner if tag in SEAMLESS or not inner else [EDGE, *inner, EDGE]


def phrases(found: list[Token], reading: Foreign, *, trim: bool = True) -> list[Phrase]:
    """Tokens as phrases: citations in groups, spaces single."""
    line: list[Phrase] = []
    found = _with_unlinked(_joined(found), reading)
    position = 0
    while position < len(found):
        node = found[position]
        if isinstance(node, Mark):
            position = _read_group(node, found, position + 1, line, reading)
        else:
            line += (node,) if node != "" else ()
            position += 1
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
    printed = words_of(element)
    bare = printed.strip(_PUNCTUATION)
    numbers = _numbers(bare)
    if _YEARS.search(bare) and [reading.by_label.get(number) for number in numbers] != _linked(names, reading):
        numbers = ()
    refs = _refs(names, bare, numbers, reading)
    if not refs:
        reading.lose(element, "citation", "a citation without a target is kept as text")
        return inner
    mark = Mark(refs, printed=bool(bare))
    if not _is_label(bare, refs, numbers, reading):
        return [*inner, mark]
    if bare and {reading.number_of(ref) for ref in refs} != set(numbers or [bare]):
        message = f"a citation printed as {shorten(bare)!r} is printed by the places of its references in the list"
        reading.lose(element, "citation-label", message)
    # Brackets that open or close inside the link belong to the group: "[1", "3]", "[1]".
    start = printed.find(bare)
    before, after = (printed[:start], printed[start + len(bare) :]) if bare else ("", "")
    if before.count("[") == after.count("]") and before.count("(") == after.count(")"):
        return [mark]
    return [token for token in (before.strip(" .,"), mark, after.strip(" ")) if token]


def _is_label(bare: str, refs: tuple[str, ...], numbers: Sequence[str], reading: Foreign) -> bool:
    """Whether a link prints what a citation is printed as anyway: the label or the numbers of what it cites.

    A year is one only where it is the label: "Smith (2001)" with a link around the year goes on saying it.
    """
    if not bare or numbers:
        return True
    if bare == reading.labels.get(refs[0]):
        return " " not in bare
    return bool(_LABEL.fullmatch(bare) or _NUMBERS.fullmatch(_without_inner(bare))) and not _YEARS.search(bare)


def _without_inner(bare: str) -> str:
    """A list of numbers without the brackets around each: "1], [2" is "1, 2"."""
    return " ".join(bare.replace("][", ",").replace("[", " ").replace("]", " ").split())


def _numbers(bare: str) -> tuple[str, ...]:
    """The numbers that are printed ("1", "2, 3 and 4", "1–3"); none where there is more, or a range has no sense."""
    bare = _without_inner(bare)
    if not _NUMBERS.fullmatch(bare):
        return ()
    found: list[str] = []
    through = False
    for part in _NUMBER_OR_DASH.findall(bare):
        if part in _DASHES:
            through = True
            continue
        if through:
            first, last = found[-1], part
            if not (first.isdecimal() and last.isdecimal() and 0 < int(last) - int(first) <= MAX_EXPANDED):
                return ()
            found += map(str, range(int(first) + 1, int(last)))
        found.append(part)
        through = False
        if len(found) > MAX_PRINTED:
            return ()
    return tuple(found)


def _linked(names: Iterable[str], reading: Foreign) -> list[str]:
    """The references of the list that a link names."""
    return [ref for name in names for ref in reading.parts.get(name, ())]


def _refs(names: list[str], bare: str, numbers: Sequence[str], reading: Foreign) -> tuple[str, ...]:
    """The references that a link cites, each once: those that it names, and those whose numbers it prints besides.

    A reference that is not in the list has the id that is printed for it: the number is all that is said of it.
    """
    label = bare if _LABEL.fullmatch(bare) and not _YEARS.search(bare) else None
    printed: Sequence[str | None] = numbers if len(numbers) == len(names) else [label] * len(names)
    linked = _linked(names, reading)
    if not linked and 0 < len(names) <= 2 and len(names) < len(numbers):
        reading.missing_id(names[0], numbers[0])
        reading.missing_id(names[-1], numbers[-1])
        return tuple(dict.fromkeys(reading.missing_id(None, number) for number in numbers))
    refs = [
        ref
        for name, number in zip(names, printed, strict=True)
        for ref in reading.parts.get(name) or (reading.missing_id(name, number),)
    ]
    if 0 < len(refs) <= 2 and len(refs) < len(numbers):
        numbered = [_labelled(number, refs[0], reading) for number in numbers]
        if refs[0] in numbered:  # the target names the first, or the first and last, of what is printed
            refs = [ref or reading.missing_id(None, number) for ref, number in zip(numbered, numbers, strict=True)]
    return tuple(dict.fromkeys(refs))


def _labelled(label: str, near: str, reading: Foreign) -> str | None:
    """The reference with this label: where several lists count from 1, the one in the list of a reference `near`."""
    own = reading.labels.get(near, "")
    if label.isdecimal() and own.isdecimal() and near in reading.places:
        place = reading.places[near] + int(label) - int(own)
        ref = reading.order[place] if 0 <= place < len(reading.order) else ""
        if reading.labels.get(ref) == label:
            return ref
    return reading.by_label.get(label)


def _with_unlinked(found: list[Token], reading: Foreign, *, raised: bool = False) -> list[Token]:
    """The tokens, numbers without a link that belong to a group with links ("[1–3]") as marks too.

    The group ends at its bracket or, when it is `raised`, at the end.
    """
    result: list[Token] = []
    for position, node in enumerate(found):
        if not isinstance(node, str):
            result.append(node)
            continue
        words = node
        if position and isinstance(found[position - 1], Mark) and (after := _UNLINKED_AFTER.match(words)):
            closed = words[after.end() :]
            if (closed or raised) and (marks := _marks(after[1], reading)):
                result += marks
                words = closed
        opening = words.rfind("[")
        before = _UNLINKED_BEFORE.match(words, opening) if opening >= 0 else None
        follows = position + 1 < len(found) and isinstance(found[position + 1], Mark)
        if before and follows and (marks := _marks(before[1], reading)):
            result += [words[: opening + 1], *marks]
            reading.told.append(node)
        else:
            result.append(words)
            reading.told += [node] if words != node else []
    return result


def _marks(words: str, reading: Foreign) -> list[Token]:
    """The printed numbers as marks, what stands between them as it is; nothing when one is no label of the list."""
    parts = [part for part in re.split(r"([0-9]{1,4}[a-z]?)", words) if part]
    marks: list[Token] = []
    for part in parts:
        ref = reading.by_label.get(part)
        if ref is None and part[0].isdecimal():
            return []
        marks.append(part if ref is None else Mark((ref,)))
    return marks


def _read_group(mark: Mark, found: list[Token], position: int, line: list[Phrase], reading: Foreign) -> int:
    """Add the group of citations that begins with a mark to the line; the position of what follows the group."""
    words = line[-1].rstrip() if line and isinstance(line[-1], str) else ""
    bracketed = words.endswith(("[", "("))
    cited = [Citation(ref) for ref in mark.refs]
    before = set(mark.refs)
    while True:
        if bracketed and position < len(found) and isinstance(following := found[position], str):
            cited[-1], found[position] = _with_locator(cited[-1], following, reading)
        if (step := _next_mark(found, position, bracketed=bracketed)) is None:
            break
        separator, following_mark, position = step
        reading.told += [separator] if separator else []
        between = _between(mark.refs[-1], following_mark.refs[0], reading) if _DASH.fullmatch(separator) else []
        named = [ref for ref in following_mark.refs if following_mark.printed or ref not in before]
        cited += [Citation(ref) for ref in (*between, *named)]
        before.update(between, named)
        mark = following_mark
    if position < len(found) and isinstance(following := found[position], str):
        found[position] = _without_brackets(line, following)
    _strip_end(line)
    line.append(Cite(cited))
    return position


def _next_mark(found: list[Token], position: int, *, bracketed: bool) -> tuple[str, Mark, int] | None:
    """The separator and the mark that go on with the group, and the position after them; None where it ends."""
    separator = ""
    for place in range(position, len(found)):
        node = found[place]
        if isinstance(node, Mark):
            words = "".join(separator.split())
            goes_on = _SEPARATOR.fullmatch(words) or _DASH.fullmatch(words) or (bracketed and _AND.fullmatch(words))
            return (words, node, place + 1) if goes_on else None
        if not isinstance(node, (str, *FORMATTING)) or cites_in([node]):
            return None
        separator += phrase_text([node])
        if len(separator) > _MAX_SEPARATOR:
            return None
    return None


def _with_locator(citation: Citation, following: str, reading: Foreign) -> tuple[Citation, str]:
    """The citation with the page that is printed behind it, and what is printed behind that."""
    found = _LOCATOR.match(following)
    if found is None:
        return citation, following
    reading.told.append(following)
    return evolve(citation, locator=found[1]), following[found.end() :]


def _between(first: str, last: str, reading: Foreign) -> list[str]:
    """The references in the list between two, for "1–3"."""
    start, end = reading.places.get(first), reading.places.get(last)
    if start is None or end is None or end - start > MAX_EXPANDED:
        return []
    return reading.order[start + 1 : end]


def _without_brackets(line: list[Phrase], following: str) -> str:
    """Take the brackets around a group off: the opening one from the line, the closing one from what follows."""
    words = line[-1].rstrip() if line and isinstance(line[-1], str) else ""
    rest = following.lstrip()
    if rest[:1] != _CLOSES.get(words[-1:], " "):
        return following
    line[-1] = words[:-1].rstrip()
    return rest[1:]


# ----------------------------------------------------------------------------- formatting, links, formulas


def _read_formatting(element: _Element, reading: Foreign) -> list[Token]:
    """Formatted text. Citations that are raised or in italics are citations."""
    inner = tokens(element, reading)
    if any(isinstance(node, Mark) for node in inner):
        cited = _with_unlinked(_joined(inner), reading, raised=local(element) == "sup")
        if all(isinstance(node, Mark) or (isinstance(node, str) and _ONLY_CITED.fullmatch(node)) for node in cited):
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
