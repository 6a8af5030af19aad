"""Details in English text that tell who a patient is."""

from __future__ import annotations

import re
from typing import Final

from clinanswer.checks._vocabulary import holds_any

__all__ = ["identifying_detail", "may_identify"]

_MONTHS: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE: Final = (
    rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTHS},?[ -]\d{{4}}|{_MONTHS} \d{{1,2}}(?:st|nd|rd"
    rf"|th)?,? \d{{4}})(?!\d)"
)
_ONE: Final = r"(?:[Pp]atient|man|woman|boy|girl|child|infant|mother|father|[Hh]e|[Ss]he|Mrs?|Ms)"
_KINDS: Final = (
    (
        "a date of birth",
        ("DOB", "D.O.B", "of birth", "irth date", "irthdate", " born"),
        re.compile(
            rf"\b(?:DOB|D\.O\.B\.?|[Dd]ate of birth|[Bb]irth ?date)(?: is| was)?\s?[:=]?\s*\(?{_DATE}"
            rf"|\b{_ONE}\b\.?(?! and)[^.;]{{0,60}}\bborn(?: on)?(?: the)? {_DATE}"
        ),
    ),
    (
        "a record number",
        (
            "MRN",
            "ecord n",
            "ospital n",
            "NHS n",
            "tient ID",
            "tient n",
            "tient N",
            "SSN",
            "ocial ",
            "nsurance ",
            "hart n",
        ),
        re.compile(
            r"\b(?:MRN|[Mm]edical record(?: number| no\.?)?|[Hh]ospital (?:number|no\.?)|[Pp]atient (?:ID|[Nn]umber"
            r"|no\.?)"
            r"|NHS (?:number|no\.?)|SSN|[Ss]ocial [Ss]ecurity(?: [Nn]umber| no\.?)?|[Ii]nsurance (?:number|ID|no\.?)"
            r"|[Cc]hart (?:number|no\.?))(?: is| was)?\s?[:#=]?\s*[A-Z]{0,3}-?\d[\d -]{4,}\d"
        ),
    ),
    (
        "a telephone number",
        ("phone", "mobile", "cell "),
        re.compile(
            r"\b(?:(?:[Pp]atient|[Mm]other|[Ff]ather|[Ww]ife|[Hh]usband|[Cc]aregiver)['’]s|[Hh]is|[Hh]er|[Tt]heir"
            r"|[Mm]y)"
            r"(?: home| mobile| cell| work)? (?:tele)?(?:phone|mobile|cell)(?: number)?(?: is| was)?\s?:?\s*"
            r"\+?[\d(][\d() .-]{6,}\d"
        ),
    ),
    (
        "a name",
        (" name",),
        re.compile(
            r"\b(?:[Pp]atient(?:['’]s)?|[Mm]y|[Hh]is|[Hh]er) (?:full )?name(?: is| was|:)"
            r" [A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)+"
        ),
    ),
)


# Every digit as 0, a slash as itself, all else as a space: in this picture of a text a long number is found at once.
_PICTURE: Final = bytes(48 if chr(code) in "0123456789" else 47 if code == 47 else 32 for code in range(256))
_NAMED: Final = re.compile(rb"name(?: is| was|:) [A-Z]")
_LONG: Final = b"0000"
_IN_GROUPS: Final = b"00 00"
_DATE_END: Final = b"0/00"
_SIGNS: Final = tuple(sign for _, signs, _ in _KINDS for sign in signs)


def may_identify(text: str, data: bytes, signs: str) -> bool:
    """Whether a text may hold such a detail: a name given as one, or a long number with words that go with it.

    `data` is the text in UTF-8; `signs` is the text, or what is left of it when letters and spaces are taken out: more
    digits are side by side then, never fewer, and it is seen sooner that none are.
    """
    if _NAMED.search(data):
        return True
    picture = signs.encode("latin-1", "replace").translate(_PICTURE)
    if _LONG not in picture and _DATE_END not in picture:
        return False
    picture = text.encode("latin-1", "replace").translate(_PICTURE)
    return any(_near(text, picture, number) for number in (_LONG, _IN_GROUPS, _DATE_END))


def _near(text: str, picture: bytes, number: bytes) -> bool:
    at = picture.find(number)
    while at >= 0:
        around = text[max(0, at - 90) : at]
        if holds_any(around, _SIGNS):
            return True
        at = picture.find(number, at + len(number))
    return False


def identifying_detail(text: str) -> tuple[str, tuple[int, int]] | None:
    """The first detail of a text that identifies a patient: what it is, and where."""
    for kind, signs, pattern in _KINDS:
        if holds_any(text, signs) and (found := pattern.search(text)):
            return kind, found.span()
    return None
