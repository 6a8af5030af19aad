"""Changing one node of a document at its path: what every fix is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, cast

from attrs import evolve

if TYPE_CHECKING:
    from clinanswer.checks._facts import Place
    from clinanswer.model import ClinicalAnswer, Node

__all__ = ["edit"]

Edit: TypeAlias = Callable[[object], object]
"""From what stands at a place to what shall stand there; a tuple in place of one item takes its place in the row."""


def edit(doc: ClinicalAnswer, place: Place, change: Edit) -> ClinicalAnswer:
    """The document with `change` applied to what stands at `place`; the same document if nothing stands there."""
    steps: list[tuple[str, int]] = []
    here: Place | None = place
    while here is not None and here[0] is not None:
        here, name, position = here
        steps.append((name, position))
    return cast("ClinicalAnswer", _edit(doc, steps, change))


def _edit(node: object, steps: list[tuple[str, int]], change: Edit) -> object:
    if not steps:
        return change(node)
    (name, position), deeper = steps[-1], steps[:-1]
    old = getattr(node, name, None)
    if position < 0:
        new = _edit(old, deeper, change)
    else:
        if not isinstance(old, tuple) or position >= len(old):
            return node
        item = _edit(old[position], deeper, change)
        if item is old[position]:
            return node
        new = (*old[:position], *(item if isinstance(item, tuple) else (item,)), *old[position + 1 :])
    return node if new is old else evolve(cast("Node", node), **{name: new})  # type: ignore[misc]
