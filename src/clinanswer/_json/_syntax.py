"""JSON text to plain values, with what JSON forbids or leaves open kept visible for the reader that reports it."""

from __future__ import annotations

import json
from typing import Any, Final

from clinanswer.errors import Problem, ReadError

__all__ = ["MAX_DIGITS", "Repeated", "Unreadable", "parse", "parse_strictly"]

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
        ReadError: not JSON; its problem has the line and column.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise ReadError(
            Problem("$", "syntax", f"this is not JSON: {_reason(error)}", error.lineno, error.colno)
        ) from None
    except RecursionError:
        raise ReadError(Problem("$", "too-deep", "the JSON is nested too deeply to be a document")) from None


def parse_strictly(text: str) -> Any:
    """As `parse`, for those who know what to do with a refusal: a `ValueError` or `RecursionError` without a place."""
    return _STRICT_DECODER.decode(text)


def _strict_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice")
    return members


def _strict_constant(name: str) -> object:
    raise ValueError(name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else Repeated(pairs)


def _integer(digits: str) -> int | Unreadable:
    return int(digits) if len(digits) <= MAX_DIGITS else Unreadable(digits)


# What the standard library says, which differs a little between its versions, and what we say.
_REASONS: Final = {
    "Expecting value": "a value is missing",
    "Expecting property name": "a key in double quotes is missing",
    "Expecting ':'": "the colon after the key is missing",
    "Expecting ','": "a comma or the closing bracket is missing",
    "Illegal trailing comma": "a comma stands before the closing bracket",
    "Extra data": "there is more after its end",
    "Unterminated string": "the text that begins here has no end",
    "Invalid control character": "a text holds a control character, which must be written as an escape",
    "Invalid \\": "a backslash begins no escape that JSON knows",
}


def _reason(error: json.JSONDecodeError) -> str:
    return next((ours for theirs, ours in _REASONS.items() if error.msg.startswith(theirs)), error.msg)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_constant=Unreadable)
_STRICT_DECODER: Final = json.JSONDecoder(object_pairs_hook=_strict_object, parse_constant=_strict_constant)
