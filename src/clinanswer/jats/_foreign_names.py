"""Names and dates in other people's articles, whole or in parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._foreign_context import local, words_of
from clinanswer.jats._names import DAY, ISO_DATE, MONTH, YEAR
from clinanswer.jats._people import GIVEN_NAMES, NAME, NAME_ALTERNATIVES, STRING_NAME, SUFFIX, SURNAME
from clinanswer.jats._references import DATE_IN_CITATION, SEASON, STRING_DATE
from clinanswer.model import PartialDate, Person

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clinanswer.jats._foreign_context import Foreign

__all__ = ["read_name", "read_partial_date"]

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR: Final = re.compile(r"(?<![0-9])(1[0-9]{3}|20[0-9]{2})(?![0-9])")


def read_name(element: _Element, reading: Foreign) -> Person | None:
    """A `name`, a `string-name`, the first of `name-alternatives`, or `anonymous`."""
    tag = local(element)
    if tag == NAME_ALTERNATIVES:
        forms = [each for each in element if local(each) in {NAME, STRING_NAME}]
        for each in forms[1:]:
            reading.keep(each, "another form of a name")
        return read_name(forms[0], reading) if forms else None
    if tag == "anonymous":
        return Person(literal=reading.words(element) or "Anonymous")
    parts = {name: reading.words(element.find(name)) for name in (SURNAME, GIVEN_NAMES, SUFFIX, "prefix")}
    if parts["prefix"]:
        reading.lose(element, "name-prefix", "no field for the title before a name; its text is kept")
    words = reading.words(element) or ""
    named = "".join(filter(None, parts.values()))
    if not parts[SURNAME] or (tag == STRING_NAME and _letters(words) != _letters(named) and len(words) > len(named)):
        if not parts[SURNAME] and parts[GIVEN_NAMES] and tag == NAME:
            return Person(given=parts[GIVEN_NAMES], suffix=parts[SUFFIX])
        return Person(literal=words) if words else None
    return Person(family=parts[SURNAME], given=parts[GIVEN_NAMES], suffix=parts[SUFFIX])


def _letters(words: str) -> list[str]:
    """The letters of a name, in no order: `string-name` may print the given names first."""
    return sorted(letter for letter in words if letter.isalnum())


def read_partial_date(element: _Element) -> PartialDate | None:
    """The date whose parts are in an element, or in a `date` or `string-date` in it; None without a year."""
    inner = next((each for each in element if local(each) in {"date", STRING_DATE}), None)
    source = element if element.find(YEAR) is not None or inner is None else inner
    year_element = source.find(YEAR)
    printed = words_of(year_element) if year_element is not None else ""
    iso = element.get(ISO_DATE) or source.get(ISO_DATE) or ""
    found = _YEAR.search(printed) or _YEAR.search(iso)
    if found is None and year_element is None and local(source) in {STRING_DATE, DATE_IN_CITATION}:
        found = _YEAR.search(words_of(source))
    if found is None:
        return None
    month, day = _month(source.findtext(MONTH)), _day(source.findtext(DAY))
    if month is None and re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", iso):
        month, day = int(iso[5:7]), int(iso[8:10] or 0) or None
    literal = printed if printed and printed != found[1] else None
    if local(source) in {STRING_DATE, DATE_IN_CITATION} and year_element is None:
        literal = words_of(source)
    season = source.findtext(SEASON)
    for parts in ((month, day if month else None), (month, None), (None, None)):
        try:
            return PartialDate(int(found[1]), *parts, " ".join(season.split()) if season else None, literal=literal)
        except InvalidNodeError:
            continue
    return None


def _month(words: str | None) -> int | None:
    words = (words or "").strip().lower()
    if words.isdecimal() and len(words) < 3:
        return int(words)
    return _MONTHS.index(words[:3]) + 1 if words[:3] in _MONTHS else None


def _day(words: str | None) -> int | None:
    words = (words or "").strip()
    return int(words) if words.isdecimal() and len(words) < 3 else None
