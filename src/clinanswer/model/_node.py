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

    def __init_subclass__(cls) -> None:
        """Keep the model closed: formats look classes up by their exact type."""
        if Node not in cls.__bases__:
            raise TypeError(f"{cls.__bases__[0].__name__} cannot be subclassed; what you add belongs in extras")

    def __repr__(self) -> str:
        """One line: the fields that differ from their default, long ones shortened."""
        shown = []
        for attribute in fields(type(self)):  # type: ignore[arg-type]  # its subclasses are attrs classes
            value = getattr(self, attribute.name)
            if attribute.init and (attribute.default is NOTHING or value != attribute.default):
                shown.append(f"{attribute.name}={_short(value)}")
        return f"{type(self).__name__}({', '.join(shown)})"


def _short(value: object) -> str:
    """The value's `repr` where it is short, else its outline."""
    if isinstance(value, str):
        return repr(shorten(str.__str__(value), _SHOWN))
    if isinstance(value, tuple):
        if len(value) == 1 and isinstance(value[0], str):
            return _short(value[0])
        outlines = (map(_short, value), map(_outline, value))
        texts = (f"({', '.join(parts)})" for parts in outlines)
        return next((text for text in texts if len(text) <= _SHOWN), f"({len(value)} items)")
    text = repr(value)
    return text if len(text) <= _SHOWN else _outline(value)


def _outline(value: object) -> str:
    return f"{type(value).__name__}(…)" if isinstance(value, Node) else repr(value)
