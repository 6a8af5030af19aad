"""What text may hold: the one normalisation and refusal of characters, and how messages show a value."""

from __future__ import annotations

import re
from typing import Final

from clinanswer.errors import InvalidNodeError

__all__ = ["FORBIDDEN", "optional_text", "shorten", "text", "type_name"]

# What is left of Unicode without C0 (but tab, LF and CR, which is normalised away), DEL and C1, surrogates and
# noncharacters. A class of what is allowed, because most text is decided by its first ranges.
_ALLOWED: Final = "\t\n\r -~\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd" + "".join(
    f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 17)
)
FORBIDDEN: Final = re.compile(f"[^{_ALLOWED}]")


def text(value: str) -> str:
    """The text with CR and CRLF as LF.

    Raises:
        InvalidNodeError: not a `str`, or a character that XML or HTML cannot carry.
    """
    if type(value) is not str:
        if not isinstance(value, str):
            raise InvalidNodeError(f"expected text, got {type_name(value)}")
        value = str.__str__(value)  # an exact `str`: a subclass would not survive a round trip
    if value.isprintable():  # true of most text, and much cheaper than the search
        return value
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    if bad := FORBIDDEN.search(value):
        raise InvalidNodeError(
            f"character U+{ord(bad[0]):04X} at position {bad.start()} cannot be carried by XML or HTML; remove it"
        )
    return value


def optional_text(value: str | None) -> str | None:
    """As `text`; empty text is no text."""
    return None if value is None else text(value) or None


def shorten(value: str, width: int = 60) -> str:
    """At most `width` characters of `value`, for messages and `repr`."""
    return value if len(value) <= width else value[: width - 1] + "…"


def type_name(value: object) -> str:
    """The kind of a value, as messages name it."""
    return "text" if type(value) is str else "nothing (None)" if value is None else type(value).__name__
