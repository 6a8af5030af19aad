"""CT: text that is not what its author wrote, or not what its reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.checks._edit import edit
from clinanswer.checks._facts import Facts, Place, Words, reference_words
from clinanswer.checks._hidden import hidden_character, may_hide
from clinanswer.checks._language import is_right_to_left
from clinanswer.checks._rule import Fix, Hit, Severity, rule
from clinanswer.model import Citation, Cite, Claim, ClinicalAnswer, Inline, LineBreak, Link

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

__all__ = ["hidden_characters", "leftovers"]

_STRAY: Final = re.compile(r"(?<=[\w)\]%’'\"”])[ \u00a0\u202f]+(?=\.(?:\s(?!\s*\.)|$))")
_LEADING: Final = re.compile(r"[ \u00a0\u202f]+(?=\.(?:\s|$))")
_BARE: Final = re.compile(r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\](?!-?[A-Za-z\d(])")
# "95% CI [1, 3]", "in the range [0, 1]", "x[3]", "Aβ[1-42]", "a mean of 63 years [12]": the sentence's own brackets.
_OWN_BRACKETS: Final = re.compile(
    r"\b(?:[Mm]ean|[Mm]edian|[Aa]verage)\b[^.;]{0,60}\d\s?(?:[a-zA-Z%²³/]{1,8})?\s$"
    r"|\b[a-z]+[A-Z]\w*$|[^\W\d_a-zA-Z]\w*$"
    r"|\b(?:vector|matrix|array|set|sequence|list|tuple) $"
    r"|(?:\b(?:CI|CrI|IQR|SD|SE|range|ranging|interval|median|mean|between|from|to|[A-Za-z]|is|was|of)|[=∈(,:]|\d\s?%?|\])"
    r"[\s:,=]*$",
)
_MACHINE: Final = re.compile(
    r"【[^】]{0,40}】|\ue200.*?\ue201|[\ue200-\ue206]|:?contentReference\[oaicite:\d+\](?:\{index=\d+\})?|\[oaicite:\d+\]"
    r"|\bcite(?:turn\d+\w+\d+)+|\bturn\d+(?:search|view|news|fetch)\d+"
    r"|&(?:amp|lt|gt|nbsp|quot|#\d{2,5}|#x[\dA-Fa-f]{2,5});|</?(?:sup|sub|b|i|em|strong|span|div|p)>|<br ?/?>"
)


_TURN: Final = re.compile(rb"turn\d")


@rule("CT01")
def leftovers(facts: Facts) -> Iterator[Hit]:
    """A leftover of an import stands in the text: a bare `[3]`, a space before a full stop, a replacement character.

    Such text was damaged on its way (U+FFFD stands for a character that was lost: Unicode, section 23.8), and a bare
    number is a citation that no program can follow. Also: citation marks of language models, HTML entities and tags.

    The fix is allowed to touch a claim's words: it takes the stray space out, and makes a citation of `[3]` where each
    of its numbers is a reference's id. It restores no lost character and removes no tag: those need a look.

    Fires:
        ClinicalAnswer("?", answer=[claim("Start low [3] .")])

    Silent:
        ClinicalAnswer("?", answer=[claim("Risk ratio 0.8 (95% CI [0.6, 1.1]) for [18F]FDG; dose .5 ...", ["3"])])
    """
    signs = facts.signs
    if facts.stray or "[" in signs or "\u00a0" in signs or "\u202f" in signs:
        known = facts.references
        for words in facts.everything:
            text = words.text
            if "[" in text or " ." in text or "\u00a0." in text or "\u202f." in text:
                yield from _repairable(words, known)
    if (
        "&" in signs
        or "<" in signs
        or "【" in signs
        or not facts.printable
        or _TURN.search(facts.whole)
        or ("[" in signs and b"oaicite" in facts.whole)
    ):
        for words in facts.everything:
            if found := _machine_mark(words.text):
                message = (
                    f"{found[0]!r} is a leftover of markup or of a language model; replace it by what it stood for"
                )
                yield Hit(words.place, message, words.where, text=words.text, span=found.span())
    if "\ufffd" in signs:
        yield from (_lost(words.place, words.text, words.where) for words in facts.everything if "\ufffd" in words.text)
    if "\ufffd" in facts.beside:
        for position, reference in enumerate(facts.doc.references):
            if "\ufffd" in (text := reference_words(reference)):
                yield _lost(f"$.references[{position}]", text, reference.id)
        if "\ufffd" in facts.doc.question.text:
            yield _lost("$.question.text", facts.doc.question.text, None)


def _machine_mark(text: str) -> re.Match[str] | None:
    if "&" in text or "<" in text or "【" in text or "cite" in text or "turn" in text or not text.isprintable():
        return _MACHINE.search(text)
    return None


def _lost(place: Place | str, text: str, where: str | None) -> Hit:
    at = text.index("\ufffd")
    message = "a character was lost here (U+FFFD); look it up in the source"
    return Hit(place, message, where, text=text, span=(at, at + 1))


def _repairable(words: Words, known: Container[str]) -> Iterator[Hit]:
    """What a fix can repair. It lies within one `str`, so that the space before a citation group does not count."""
    for place, node, follows in _strings(words.content, words.place, words.field):
        stray = _STRAY.search(node) or (_LEADING.match(node) if follows else None)
        bare = None if words.quoted else next(_bare_markers(node), None)
        if stray is None and bare is None:
            continue

        def apply(
            doc: ClinicalAnswer, place: Place = place, node: str = node, *, follows: bool = follows
        ) -> ClinicalAnswer:
            return edit(doc, place, lambda now: mend(node, known, follows=follows) if now == node else now)

        if stray is not None:
            at = words.text.find(node) + stray.start()
            message = "a space stands before the full stop"
            fix = Fix("take the space out", apply)
            yield Hit(words.place, message, words.where, fix, words.text, (at, at + len(stray[0]) + 1))
        if bare is not None:
            at = words.text.find(node) + bare.start()
            refs = _numbers(bare[1])
            fix_or_none = Fix(f"cite {', '.join(refs)}", apply) if all(ref in known for ref in refs) else None
            message = f"{bare[0]!r} is a citation in words only, which leads nowhere; cite the reference"
            yield Hit(words.place, message, words.where, fix_or_none, words.text, (at, at + len(bare[0])))


def mend(text: str, known: Container[str], *, follows: bool = False) -> tuple[Inline, ...]:
    """The text without stray spaces, and with citations for the bare markers whose numbers are all `known`."""
    text = _STRAY.sub("", text)
    if follows:
        text = _LEADING.sub("", text)
    pieces: list[Inline] = []
    done = 0
    for marker in _bare_markers(text):
        refs = _numbers(marker[1])
        if all(ref in known for ref in refs):
            pieces += [text[done : marker.start()].removesuffix(" "), Cite(tuple(map(Citation, refs)))]
            done = marker.end()
    return (*pieces, text[done:])


def _bare_markers(text: str) -> Iterator[re.Match[str]]:
    for found in _BARE.finditer(text):
        if not _OWN_BRACKETS.search(text, max(0, found.start() - 80), found.start()):
            yield found


def _numbers(marker: str) -> list[str]:
    """The numbers of `1, 3-5`."""
    numbers: list[str] = []
    for part in re.split(r"[,;]", marker):
        first, _, last = re.sub(r"\s", "", part).replace("–", "-").partition("-")
        if last and int(first) < int(last) <= int(first) + 20:
            numbers += [str(number) for number in range(int(first), int(last) + 1)]
        else:
            numbers += filter(None, (first, last))
    return numbers


def _strings(content: tuple[Inline, ...], place: Place, name: str) -> Iterator[tuple[Place, str, bool]]:
    """The pieces of text in phrases, outside links: the place of each, and whether it follows a citation group."""
    for position, node in enumerate(content):
        here: Place = (place, name, position)
        if isinstance(node, str):
            yield here, node, position > 0 and isinstance(content[position - 1], Cite)
        elif not isinstance(node, Claim | Cite | LineBreak | Link):
            yield from _strings(node.content, here, "content")


@rule("CT02", Severity.ERROR)
def hidden_characters(facts: Facts) -> Iterator[Hit]:
    r"""Hidden characters make the text read otherwise than it is.

    Bidirectional overrides show words in another order than programs read them, invisible characters split or carry
    words that no reader sees (Unicode Technical Report 36; CVE-2021-42574). Marks and joiners are fine in the scripts
    that need them, and emoji keep theirs.

    Fires:
        ClinicalAnswer("?", answer=["Give 5\u202e01 mg"])

    Silent:
        ClinicalAnswer("?", answer=["می\u200cخواهم"], language="fa")
    """
    texts: list[tuple[Place | str, str, str | None]] = []
    if may_hide(facts.signs, printable=facts.printable):
        texts += [(words.place, words.text, words.where) for words in facts.everything]
    if texts or may_hide(facts.beside):
        texts += _other_texts(facts)
    right_to_left = is_right_to_left(facts.doc.language)
    for place, text, where in texts:
        found = hidden_character(text, right_to_left=right_to_left)
        if found is not None:
            at, name = found
            message = f"U+{ord(text[at]):04X} ({name}) is invisible and changes what is read; take it out"
            yield Hit(place, message, where, text=text, span=(at, at + 1))


def _other_texts(facts: Facts) -> Iterator[tuple[Place | str, str, str | None]]:
    """What a reader sees of the document beside the words of its body, its disclaimers and its notices."""
    doc = facts.doc
    yield "$.question.text", doc.question.text, None
    for words, citation in facts.quoting:
        yield words.place, citation.quote or "", words.where
    for figure, place in facts.figures:
        if figure.alt:
            yield (place, "alt", -1), figure.alt, None
    for number, question in enumerate(doc.related_questions):
        yield f"$.related_questions[{number}].text", question.text, None
    for number, reference in enumerate(doc.references):
        if reference.title or reference.text:
            yield f"$.references[{number}]", reference_words(reference), reference.id
        if reference.container_title:
            yield f"$.references[{number}].container_title", reference.container_title, reference.id
