"""`resolve`: what a list of works tells about references of which too little is known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve, fields

from clinanswer.checks._ids import canonical
from clinanswer.errors import Problem
from clinanswer.model import ClinicalAnswer, Reference, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["resolve"]

Told: TypeAlias = Callable[[Problem], object] | list[Problem]
"""What is told how each reference was matched: a function, or a list that is added to."""

_IDENTIFIERS: Final = ("doi", "pmid", "pmcid")
_LEAST: Final = 4
"""How many words a title has that is looked for in a printed citation: fewer stand in many."""


def resolve(doc: ClinicalAnswer, items: Iterable[Reference], *, report: Told | None = None) -> ClinicalAnswer:
    """The document with its references filled from `items`, a list of works.

    A reference is matched by DOI, PMID or PMCID; by its title, or a title that stands in its printed citation; and,
    when nothing is known of it, by its id or the item's label (`extras["label"]`). Only what it lacks is filled in:
    what it has, and its id, stays. Where several different items match, none is taken.

    Args:
        doc: The document.
        items: The works, as references. The importers read them from reference files.
        report: Receives a `Problem` for each reference that was filled (`resolved`), for which several items match
            (`ambiguous`), or that stays unresolved (`unmatched`).
    """
    known = _Known(items)
    told: list[Problem] = []
    references = []
    for position, reference in enumerate(doc.references):
        path = f"$.references[{position}]"
        found, by = known.matches(reference)
        filled = _filled(reference, found[0]) if len(found) == 1 else reference
        references.append(filled)
        if len(found) > 1:
            names = ", ".join(repr(each.id) for each in found)
            told.append(
                Problem(path, "ambiguous", f"reference {reference.id!r}: {names} all match by {by}; none is taken")
            )
        elif filled is not reference:
            message = f"reference {reference.id!r} is filled from {found[0].id!r}, matched by {by}"
            told.append(Problem(path, "resolved", message))
        elif reference.is_unresolved:
            told.append(Problem(path, "unmatched", f"reference {reference.id!r} stays unresolved: no item matches it"))
    if report is not None:
        for problem in told:
            report.append(problem) if isinstance(report, list) else report(problem)
    same = all(one is other for one, other in zip(references, doc.references, strict=True))
    return doc if same else evolve(doc, references=references)


class _Known:
    """The items, to be looked up."""

    def __init__(self, items: Iterable[object]) -> None:
        self._by: defaultdict[tuple[str, str], list[Reference]] = defaultdict(list)
        self._titles: list[tuple[str, Reference]] = []
        for item in items:
            if not isinstance(item, Reference):
                kind = type(item).__name__
                raise TypeError(f"expected references, got {kind}; read the list with one of the importers first")
            for key in _keys(item, label=item.extras.get("label")):
                self._by[key].append(item)
            title = _words(plain_text(item.title))
            if title.count(" ") >= _LEAST + 1:
                self._titles.append((title, item))

    def matches(self, reference: Reference) -> tuple[list[Reference], str]:
        """The different items that match in the surest way in which any does, and which way that is."""
        for kind, value in _keys(reference, label=None):
            if kind == "id" and not reference.is_unresolved:
                continue
            found = self._by.get((kind, value))
            if found:
                return _different(found), {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID"}.get(kind, kind)
        if reference.text and not reference.title:
            text = _words(reference.text)
            found = [item for title, item in self._titles if title in text]
            if found:
                return _different(found), "the title in its printed citation"
        return [], ""


def _keys(reference: Reference, *, label: object) -> Iterator[tuple[str, str]]:
    """What a reference can be found by, the surest first."""
    for name in _IDENTIFIERS:
        value = getattr(reference, name)
        if value:
            yield name, canonical(name, value)
    title = _words(plain_text(reference.title))
    if title.strip():
        yield "title", title
    yield "id", reference.id
    if isinstance(label, str | int):
        yield "id", str(label).strip("[]. ")


def _words(text: str) -> str:
    """The words of a text alone, so that one that stands in another does so whole: ` gout in old age `."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return f" {' '.join(words)} "


def _different(items: list[Reference]) -> list[Reference]:
    """The items, each once, whatever their ids."""
    return list({evolve(item, id="x"): item for item in reversed(items)}.values())[::-1]


def _filled(reference: Reference, item: Reference) -> Reference:
    lacking = {
        each.name: getattr(item, each.name)
        for each in fields(Reference)
        if each.name not in {"id", "extras"} and not getattr(reference, each.name) and getattr(item, each.name)
    }
    return evolve(reference, **lacking) if lacking else reference
