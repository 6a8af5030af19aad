"""Dates as a page prints them, `20 February 2026` in the words of its language, and read again."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from clinanswer.html._words import LANGUAGES

if TYPE_CHECKING:
    from clinanswer.html._words import Words
    from clinanswer.model import PartialDate

__all__ = ["MONTHS", "date_text", "partial_date_text", "read_date"]

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""The months in references, which are in the Vancouver style whatever the page's language."""
_NAMED: Final = {says[f"month.{month}"]: month for says in LANGUAGES.values() for month in range(1, 13)}
_SPOKEN: Final = re.compile(r"(\d{1,2}) (\w+) (\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def date_text(words: Words, date: dt.date, lang: str = "") -> str:
    """A date in a `time` element, which has the attribute `lang` where its words need one."""
    iso = date.isoformat()
    return f'<time datetime="{iso}"{lang}>{date.day} {words[f"month.{date.month}"]} {iso[:4]}</time>'


def read_date(text: str) -> dt.date | None:
    """The date that `date_text` printed in any language, or one in the ISO form; None when the text is neither."""
    try:
        if (found := _SPOKEN.fullmatch(text.strip())) and found[2] in _NAMED:
            return dt.date(int(found[3]), _NAMED[found[2]], int(found[1]))
        if found := _ISO.fullmatch(text.strip()):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return None


def partial_date_text(date: PartialDate) -> str:
    """A reference's date in one line: as printed if that is known, else year, season or month, and day."""
    if date.literal is not None:
        return date.literal
    text = f"c. {date.year}" if date.circa else str(date.year)
    if date.month is not None:
        text += f" {MONTHS[date.month - 1]}"
    elif date.season is not None:
        text += f" {date.season}"
    return text if date.day is None else f"{text} {date.day}"
