"""Dates as pages print them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

__all__ = ["DATE", "read_date", "write_date"]

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
DATE: Final = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+\d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
)
"""The pattern of a date, in lower or upper case."""


def read_date(printed: str) -> dt.date | None:
    """The date, or None when it is none or when day and month could be exchanged (03/04/2026)."""
    numbers = [int(part) for part in re.findall(r"\d+", printed)]
    name = re.search(rf"\b{_MONTH}", printed, re.IGNORECASE)
    if name and len(numbers) == 2:
        stem = name[0].lower()[:3]
        month = next(position for position, full in enumerate(_MONTHS, 1) if full.startswith(stem))
        return _date(numbers[1], month, numbers[0])
    if name or len(numbers) != 3:
        return None
    first, second, third = numbers
    if first > 31:
        return _date(first, second, third)
    if first <= 12 and second <= 12 and first != second:
        return None
    return _date(third, second, first) if first > 12 else _date(third, first, second)


def write_date(date: dt.date) -> str:
    """The date as pages print it: February 20, 2026."""
    return f"{_MONTHS[date.month - 1].capitalize()} {date.day}, {date.year:04}"


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
