"""Where two documents differ, named by path: what a page shows against what its data says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import fields

from clinanswer.errors import Problem
from clinanswer.model import Node, plain_text
from clinanswer.model._text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["differences"]

_WIDTH: Final = 80


def differences(shown: object, written: object, path: str = "$") -> Iterator[Problem]:
    """A problem for each place where `shown` is not `written`, as deep as the two have the same shape."""
    if shown == written:
        return
    if isinstance(shown, Node) and type(shown) is type(written):
        for attribute in fields(type(shown)):  # type: ignore[arg-type]  # every node is an attrs class
            if attribute.init:
                name = attribute.name
                yield from differences(getattr(shown, name), getattr(written, name), f"{path}.{name}")
    elif isinstance(shown, tuple) and isinstance(written, tuple):
        yield from _of_sequences(shown, written, path)
    else:
        yield Problem(path, "drift", f"the page shows {_words(shown)}, but its data says {_words(written)}")


def _of_sequences(shown: tuple[object, ...], written: tuple[object, ...], path: str) -> Iterator[Problem]:
    """What is equal at both ends is passed over, so that one thing more or less does not shift all that follows."""
    start = 0
    while start < min(len(shown), len(written)) and shown[start] == written[start]:
        start += 1
    end = 0
    while end < min(len(shown), len(written)) - start and shown[-1 - end] == written[-1 - end]:
        end += 1
    here, there = shown[start : len(shown) - end], written[start : len(written) - end]
    for position, (one, other) in enumerate(zip(here, there, strict=False), start):
        yield from differences(one, other, f"{path}[{position}]")
    common = min(len(here), len(there))
    for position, one in enumerate(here[common:], start + common):
        yield Problem(f"{path}[{position}]", "drift", f"the page shows {_words(one)}, which its data does not have")
    for position, other in enumerate(there[common:], start + common):
        yield Problem(f"{path}[{position}]", "drift", f"the page does not show {_words(other)}, which its data has")


def _words(value: object) -> str:
    if value is None or value == ():
        return "nothing"
    if isinstance(value, str | Node):
        return repr(shorten(plain_text(value), _WIDTH)) if plain_text(value) else type(value).__name__
    return repr(shorten(str(value), _WIDTH))
