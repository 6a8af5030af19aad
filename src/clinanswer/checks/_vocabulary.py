"""Vocabularies written as running text, which is how they can be read, and the quickest look for signs in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["holds_any", "vocabulary"]


def vocabulary(*texts: str) -> frozenset[str]:
    """The words of some texts."""
    return frozenset(word for text in texts for word in text.split())


def holds_any(text: str, signs: Iterable[str]) -> bool:
    """Whether one of the signs stands in the text."""
    for sign in signs:  # noqa: SIM110 (any() takes twice as long, and this is asked of every sentence)
        if sign in text:
            return True
    return False
