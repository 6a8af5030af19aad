"""`Node`, the base of every class of the model: what all nodes share beside their fields."""

from __future__ import annotations

from typing import Final

from attrs import NOTHING, fields

from clinanswer.model._text import shorten

__all__ = ["Node"]

_SHOWN: Final = 60


class Node:
    """A part of a document: immutable, equal by value, hashable, picklable."""

    __slots__ = ()

    def __repr__(self) -> str:
        """One line: the fields that differ from their default, long ones shortened."""
        shown = []
        for attribute in fields(type(self)):  # type: ignore[arg-type]  # its subclasses are attrs classes
            value = getattr(self, attribute.name)
            if attribute.init and (attribute.default is NOTHING or value != attribute.default):
                shown.append(f"{attribute.name}={_short(value)}")
        return f"{type(self).__name__}({', '.join(shown)})"


def _short(value: object) -> str:
    if isinstance(value, str):
        return repr(shorten(str.__str__(value), _SHOWN))
    if isinstance(value, tuple):
        words = "".join(part if isinstance(part, str) else "" for part in value)
        if len(value) == 1 and isinstance(value[0], str):
            return _short(words)
        if (
            value
            and len(text := ", ".join(_short(part) if isinstance(part, str) else repr(part) for part in value))
            <= _SHOWN
        ):
            return f"({text})"
        return f"({len(value)} items)"
    text = repr(value)
    return text if len(text) <= _SHOWN or not isinstance(value, Node) else f"{type(value).__name__}(…)"
