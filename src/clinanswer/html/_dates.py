"""Dates as a page prints them: `20 February 2026` in English, `2026-02-20` in other languages; and read again."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from clinanswer.html._words import MONTHS, Words

if TYPE_CHECKING:
    from clinanswer.model import PartialDate

__all__ = ["date_text", "partial_date_text", "read_date"]

_ENGLISH: Final = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def date_text(words: Words, date: dt.date) -> str:
    """A date in a `time` element."""
    iso = date.isoformat()
    shown = f"{date.day} {MONTHS[date.month - 1]} {iso[:4]}" if words.language == "en" else iso
    return f'<time datetime="{iso}">{shown}</time>'


def read_date(text: str) -> dt.date | None:
    """The date that `date_text` printed, or None when the text is not one."""
    try:
        if found := _ENGLISH.fullmatch(text.strip()):
            return dt.date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
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
        text += f" {MONTHS[date.month - 1][:3]}"
    elif date.season is not None:
        text += f" {date.season}"
    return text if date.day is None else f"{text} {date.day}"
