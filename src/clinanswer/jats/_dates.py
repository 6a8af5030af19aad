"""Dates: complete ones as `date` elements, partial ones as they stand in citations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._names import DAY, ISO_DATE, MONTH, YEAR
from clinanswer.jats._xml import wrap
from clinanswer.model._text import shorten

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_date", "to_date", "to_moment", "write_date"]


def write_date(tag: str, date: dt.date | None, attributes: str = "") -> str:
    """A complete date: zero-padded parts, and the whole in ISO 8601. Nothing for None."""
    if date is None:
        return ""
    iso = date.isoformat()
    year, month, day = iso.split("-")
    parts = f"<{DAY}>{day}</{DAY}><{MONTH}>{month}</{MONTH}><{YEAR}>{year}</{YEAR}>"
    return wrap(tag, parts, f'{attributes} {ISO_DATE}="{iso}"')


def read_date(element: _Element) -> dt.date:
    """What `write_date` wrote.

    Raises:
        InvalidNodeError: not a complete date.
    """
    iso = element.get(ISO_DATE)
    if iso is not None:
        return to_date(iso[:10])
    parts = (element.findtext(tag) or "" for tag in (YEAR, MONTH, DAY))
    year, month, day = (part.strip().zfill(2) for part in parts)
    return to_date(f"{year}-{month}-{day}")


def to_date(value: str) -> dt.date:
    """A date in ISO 8601 (`2026-02-20`).

    Raises:
        InvalidNodeError: anything else.
    """
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise InvalidNodeError(f"{shorten(value)!r} is not a date such as 2026-02-20") from None


def to_moment(value: str) -> dt.datetime:
    """A date and time in ISO 8601.

    Raises:
        InvalidNodeError: anything else.
    """
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        raise InvalidNodeError(f"{shorten(value)!r} is not a date and time such as 2026-02-20T10:00:00+00:00") from None
