"""JSON text to plain values, with what JSON forbids or leaves open kept visible for the reader that reports it."""

from __future__ import annotations

import json
from typing import Any, Final

from clinanswer.errors import Problem, ReadError

__all__ = ["MAX_DIGITS", "Repeated", "Unreadable", "parse"]

MAX_DIGITS: Final = 400
"""The longest integer that is looked at: no double has more digits, and turning digits to a number is quadratic."""


class Unreadable:
    """A number that JSON does not have (NaN), or that is too long to be read."""

    def __init__(self, text: str) -> None:
        self.text = text


class Repeated(dict[str, Any]):
    """An object in which keys stand more than once; it holds the last value of each."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.keys_repeated = tuple(dict.fromkeys(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]


def parse(text: str) -> Any:
    """The value that JSON text stands for.

    Raises:
        ReadError: not JSON; the problem says the line and column.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {_reason(error)}, at column {error.colno}"
        raise ReadError(Problem("$", "syntax", message, error.lineno)) from None
    except RecursionError:
        raise ReadError(Problem("$", "too-deep", "the JSON is nested too deeply to be a document")) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else Repeated(pairs)


def _integer(digits: str) -> int | Unreadable:
    return int(digits) if len(digits) <= MAX_DIGITS else Unreadable(digits)


def _reason(error: json.JSONDecodeError) -> str:
    reason = error.msg[:1].lower() + error.msg[1:]
    if error.msg == "Extra data":
        return "there is something after its end"
    if error.pos >= len(error.doc):
        return f"{reason}, but the text ends"
    return reason


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_constant=Unreadable)
