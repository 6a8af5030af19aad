"""Statements of other people's articles as claims: sentences of paragraphs, whole bullets and table cells."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import evolve

from clinanswer.model import Cite, Claim, LineBreak, Link
from clinanswer.model.inline import FORMATTING, cites_in, phrase_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Inline, Phrase

__all__ = ["sentences", "with_claims"]

# The stops of sentences: of Latin, Greek, Cyrillic; Arabic, Urdu, Devanagari, Armenian, Ethiopic; Chinese and Japanese,
# behind which no space is needed.
_WIDE: Final = "。！？｡．"
_STOPS: Final = f".!?…؟۔।॥։።{_WIDE}"
_CLOSERS: Final = "\"'”’»)]」』）】》"
_OPENERS: Final = "\"'“‘„«([¿¡「『（【《"
_CITE: Final = "\0"
"""What stands for a citation group in a line: a character that no text may hold."""
_END: Final = re.compile(rf"[{re.escape(_STOPS)}]+[{re.escape(_CLOSERS)}]*{_CITE}*")
_NEXT: Final = re.compile(rf"\s+[{re.escape(_OPENERS)}]*(?=[^\s{_CITE}])")
_NEXT_WIDE: Final = re.compile(rf"\s*[{re.escape(_OPENERS)}]*(?=[^\s{_CITE}])")
# What begins a sentence without a capital: mRNA, pH, p53, n-3, β-blockers, "p < 0.05", "≥65 years".
_TERM: Final = re.compile(
    r"[a-z]{1,5}[A-Z]|[a-z]{1,3}[0-9]|[a-z][-‐‑–][A-Za-z0-9]|[α-ω]{1,2}(?:[-‐‑–0-9A-Z]|\s[A-Za-z])"
    r"|[a-z]\s?[<>=≤≥]|[<>≤≥≈~±+−$€£]\s?[0-9]"
)
# Words whose full stop ends no sentence, in the languages of medical articles.
_ABBREVIATED: Final = frozenset(
    """approx Approx ca Ca cf Cf e.g E.g eg eq eqs Eq Eqs fig figs Fig Figs i.e I.e ie incl ref refs Ref Refs sect Sect
    suppl Suppl tab Tab vol vols Vol Vols v vs Vs Dr Dra Drs Mr Mrs Ms Prof Profs St Mt Capt Rev Hon Gen Univ Dept ed
    eds Ed Eds p pp pt viz resp var subsp ssp cv conc Conc bzw ggf vgl Vgl z.B z.T Abb bspw sog d.h u.a u.ä u.U i.d.R
    p.ej núm págs pág
    рис Рис табл Табл см См стр им напр ср Ср проф Проф акад доц гл π.χ βλ κ κα κ.ά Δρ Εικ""".split()  # noqa: SIM905  (as prose it can be read)
)
# Those that lead up to a number, and are words or ends besides: "No. 5", but "Does it help? No. It harms."
_BEFORE_NUMBERS: Final = frozenset(
    """no No nos Nos nr Nr art Art min max cap sec Sec ch Ch chap Chap est Est n № Jan Feb Mar Apr Jun Jul Aug Sep Sept
    Oct Nov Dec Jän Mär Okt Dez janv févr avr juil sept oct nov déc""".split()  # noqa: SIM905
)
# Those that may end a sentence too: they do before a word that no name begins with.
_MAY_END: Final = frozenset("al sp spp ser inj Inj Cap Inc Ltd Co Corp Jr Sr".split())  # noqa: SIM905
# Letters that are printed with spaces between them too, as those of German are ("z. B.", "s. c.").
_SPACED: Final = frozenset(
    "z.B z.T d.h u.a u.ä u.U i.d.R i.e e.g s.c i.v i.m i.p p.o a.m p.m b.i.d t.i.d q.i.d".split()  # noqa: SIM905
)
_STARTERS: Final = frozenset(
    """The This These Those It Its They Their We Our He She His Her You There Here In On At For From With Without After
    Before During When While Where Which What Who How Why If Although Though Because Since As An And But Or So Thus
    Hence However Therefore Moreover Furthermore Nevertheless Conversely Overall Both Each All Most Many Some Such No
    Not Do Does Is Are Was Were Has Have Had Can Could May Should Patients Among Of To By Then Die Der Diese Dieser Es
    Wir Eine Nach Danach""".split()  # noqa: SIM905
)
# What is named by a letter, so that the letter ends a sentence: "vitamin D. Avoid", not "J. Smith".
_LETTERED: Final = frozenset(
    """vitamin vitamins hepatitis hepatitides type types group groups grade grades class classes stage stages factor
    factors protein proteins category categories level levels influenza subtype subtypes strain strains phase arm arms
    panel panels part parts plan plans option options cohort cohorts step appendix table tables figure figures box
    section sections child-pugh child apolipoprotein immunoglobulin coenzyme cyclosporin cyclosporine ciclosporin toxin
    toxins streptococcus streptococci serogroup serogroups haemophilia hemophilia drug drugs treatment treatments trial
    trials study studies site sites patient patients case cases sample samples model models criterion""".split()  # noqa: SIM905
)
# After these, and after words of one or two letters ("by", "of"), a letter is the initial of a name or of a genus.
_BEFORE_NAMES: Final = frozenset(
    """the and for with from like than per see via between among versus both author authors colleague professor doctor
    investigator reviewer editor nurse statistician bacterium bacteria species genus pathogen organism isolate isolates
    von van der den del und""".split()  # noqa: SIM905
)
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.[-‐])?[^\W\d_]")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_LETTERS: Final = re.compile(r"\b(?:[^\W\d_]\.\s){0,2}[^\W\d_]\Z")
_LETTER: Final = re.compile(r"([^\W\d_])\.")
_LISTED: Final = re.compile(r"[A-Z],?")
_WORD: Final = re.compile(r"[^\s.,;:!?]+")
_LOOK_BACK: Final = 60
"""How many characters before a full stop tell what it is."""
_LOOK_BACK_FOR_BRACKETS: Final = 200
_LOOK_AHEAD: Final = 30
_NO_STOPS: Final = dict.fromkeys(map(ord, _STOPS), " ")


def with_claims(content: list[Phrase], reading: Foreign, *, whole: bool) -> list[Inline]:
    """The content with its statements as claims, as the reader was asked for.

    `whole` content (a bullet, a table cell) is one claim, unless several of its sentences carry citations of their own.
    """
    if reading.mode == "none" or not phrase_text(content).strip():
        return list(content)
    parts = list(sentences(content))
    if whole and sum(1 for part in parts if cites_in(part)) < 2:
        parts = [content]
    result: list[Inline] = []
    for part in parts:
        if reading.mode == "all" or cites_in(part):
            result += _claim(part, reading)
        else:
            result += part
    return result


def sentences(content: Sequence[Phrase]) -> Iterator[list[Phrase]]:
    """The sentences of a line, each with the citations that follow its full stop; the space after it begins the next.

    Formatting that holds the end of a sentence is parted there; a link stays whole.
    """
    words = _flat(content)
    ends = set(_ends(words))
    place = 0
    for node in content:
        place += len(_flat([node]))
        if isinstance(node, LineBreak):
            ends.add(place)
    yield from filter(None, _parted(content, sorted(ends), 0))


def _flat(content: Iterable[Phrase]) -> str:
    """The line as one text: a character for each citation group, no stops within links."""
    words: list[str] = []
    for node in content:
        if isinstance(node, str):
            words.append(node)
        elif isinstance(node, Cite):
            words.append(_CITE)
        elif isinstance(node, LineBreak):
            words.append("\n")
        elif isinstance(node, Link):
            linked = _flat(node.content)
            inside = linked.rstrip(_STOPS + _CLOSERS)
            words.append(inside.translate(_NO_STOPS) + linked[len(inside) :])
        else:
            words.append(_flat(node.content))
    return "".join(words)


def _parted(content: Sequence[Phrase], ends: Sequence[int], place: int) -> list[list[Phrase]]:
    """The content, which begins at `place`, in the parts between the ends."""
    parts: list[list[Phrase]] = [[]]
    position = bisect_right(ends, place)
    for node in content:
        length = len(_flat([node]))
        last = bisect_left(ends, place + length, position)
        cuts = ends[position:last]
        pieces: list[Phrase] = [node]
        if cuts and isinstance(node, str):
            limits = [0, *(end - place for end in cuts), length]
            pieces = [node[start:end] for start, end in pairwise(limits)]
        elif cuts and isinstance(node, FORMATTING):
            pieces = [evolve(node, content=inner) for inner in _parted(node.content, cuts, place)]
        parts[-1].append(pieces[0])
        parts += [[piece] for piece in pieces[1:]]
        place += length
        position = last
        if position < len(ends) and ends[position] == place:
            parts.append([])
            position += 1
    return parts


def _ends(words: str) -> Iterator[int]:
    """Where sentences end in a line, behind the citations after their full stops."""
    start = 0
    for stop in _END.finditer(words):
        wide = stop[0][0] in _WIDE
        following = (_NEXT_WIDE if wide else _NEXT).match(words, stop.end())
        if following is None or not (_begins_wide if wide else _begins)(words, following.end()):
            continue
        if stop[0].rstrip(_CITE) != "." or not _goes_on(words, start, stop.start(), following.end()):
            yield stop.end()
            start = stop.end()


def _begins(words: str, place: int) -> bool:
    """Whether a sentence may begin here: with a capital, a number, a letter that has no case, or a term."""
    first = words[place]
    return (first.isalpha() and not first.islower()) or first.isdecimal() or _TERM.match(words, place) is not None


def _begins_wide(words: str, place: int) -> bool:
    """The same behind a wide stop: with anything, but for other stops and the digits of a decimal number."""
    return words[place] not in _STOPS + _CLOSERS and not (words[place - 1] == "．" and words[place].isdecimal())


def _goes_on(words: str, start: int, stop: int, following: int) -> bool:
    """Whether a full stop is that of an abbreviation, an initial or the number of an item."""
    before = words[max(start, stop - _LOOK_BACK) : stop].split()
    quoted = before[-1].rpartition(_CITE)[2] if before else ""
    word = quoted.lstrip(_OPENERS)
    next_word = "".join(_WORD.findall(words[following : following + _LOOK_AHEAD])[:1])
    if words[following].isdecimal() and _in_brackets(words, stop):
        return True
    if letters := _spaced(words, stop, following):
        return letters not in _SPACED or letters in _ABBREVIATED or next_word not in _STARTERS
    if word.isdecimal():
        return len(word) < 3 and (len(before) == 1 or before[-2].endswith((":", ";")))
    if word in _BEFORE_NUMBERS:
        return any(map(str.isdecimal, next_word))
    if word in _ABBREVIATED:
        return True
    if next_word in _STARTERS:
        return False
    if _DOTTED.fullmatch(word):
        return not word.islower() or next_word[:1].islower()
    return word in _MAY_END or (
        bool(_INITIAL.fullmatch(word)) and _is_initial(word, before[:-1] if word == quoted else [])
    )


def _in_brackets(words: str, place: int) -> bool:
    """Whether a bracket is open before a place: "(N Engl J Med. 2012;1:1–9)" is no two sentences."""
    before = words[max(0, place - _LOOK_BACK_FOR_BRACKETS) : place]
    return max(map(before.rfind, "([")) > max(map(before.rfind, ")]"))  # "[0, 5)" is closed


def _spaced(words: str, stop: int, following: int) -> str:
    """The letters before a full stop, without the spaces between them, when they are an abbreviation or begin one.

    That is "z" and then "z.B" at the stops of "z. B."; "" for letters that are something else.
    """
    found = _LETTERS.search(words, max(0, stop - _LOOK_BACK), stop)
    letters = "".join(found[0].split()) if found else ""
    if letters in _SPACED:
        return letters
    more = _LETTER.match(words, following)
    return letters if more and any(each.startswith(f"{letters}.{more[1]}") for each in _SPACED) else ""


def _is_initial(letter: str, before: Sequence[str]) -> bool:
    """Whether a letter is the initial of a name or genus ("by J. Smith") rather than a name itself ("vitamin D")."""
    if letter.islower():
        return False
    if not before or not letter.isupper():  # at the beginning; a letter of a script without case
        return True
    previous = before[-1].lstrip(_OPENERS)
    if previous in {"and", "or", "to"} and len(before) > 1:
        return not _LISTED.fullmatch(before[-2])  # "hepatitis B and C"
    if previous.lower() in _BEFORE_NAMES or (len(previous) < 3 and previous.islower()):
        return True
    if previous.lower() in _LETTERED or _LISTED.fullmatch(previous):
        return False
    return previous.endswith((".", ",", ";", ":", _CITE)) or (previous[:1].isupper() and not previous.isupper())


def _claim(part: list[Phrase], reading: Foreign) -> list[Inline]:
    """The sentence as a claim, with the space around it and breaks at its end left outside."""
    before: list[Inline] = []
    after: list[Inline] = []
    inner = list(part)
    while inner and isinstance(inner[-1], LineBreak):
        after.insert(0, inner.pop())
    while inner and isinstance(inner[0], LineBreak):
        before.append(inner.pop(0))
    if inner and isinstance(inner[0], str):
        words = inner[0].lstrip()
        if words != inner[0]:
            before.append(inner[0][: len(inner[0]) - len(words)])
            inner[0] = words
    if inner and isinstance(inner[-1], str):
        words = inner[-1].rstrip()
        if words != inner[-1]:
            after.insert(0, inner[-1][len(words) :])
            inner[-1] = words
    inner = [node for node in inner if node != ""]
    if not phrase_text(inner).strip():
        return [*before, *inner, *after]
    return [*before, Claim(inner, id=reading.claim_id()), *after]
