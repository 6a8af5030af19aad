"""`extras` as `custom-meta` elements: one for each value, named by its JSON Pointer, with no JSON inside.

`meta-name` is the pointer (RFC 6901), `vocab-term` the JSON type, `xlink:href` the node that the value belongs to (none
for the document). A container has no element of its own unless it is empty, or is an object whose keys look like the
positions of a list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._context import NO_EXTRAS, text_in
from clinanswer.jats._names import CUSTOM_META, HREF, HREF_KEY, META_NAME, META_VALUE, SPECIFIC_USE, VOCAB, VOCAB_TERM
from clinanswer.jats._xml import attribute, leaf, wrap
from clinanswer.model import Extras
from clinanswer.model._text import shorten
from clinanswer.model.extras import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from clinanswer.jats._context import Reading
    from clinanswer.model import JsonValue

EXTRAS: Final = "extras"
_JSON_TYPE: Final = "json-type"
_STRING: Final = "string"
_NUMBER: Final = "number"
_BOOLEAN: Final = "boolean"
_NULL: Final = "null"
_OBJECT: Final = "object"
_ARRAY: Final = "array"
_TRUE: Final = "true"
_FALSE: Final = "false"
_INTEGER: Final = re.compile(r"-?[0-9]{1,400}", re.ASCII)
_REAL: Final = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?(e[+-]?[0-9]{1,4})?", re.ASCII)
_MAX_EXACT: Final = 2**53
_MAX_STEPS: Final = 20


def write_extras(extras: Extras, owner: str | None) -> str:
    """The `custom-meta` elements of the extras of the node whose id is `owner`, or of the document."""
    if extras is NO_EXTRAS:
        return ""
    target = attribute(HREF, None if owner is None else f"#{owner}")
    return "".join(
        [
            wrap(
                CUSTOM_META,
                leaf(META_NAME, pointer) + leaf(META_VALUE, words),
                f' {VOCAB}="{_JSON_TYPE}" {VOCAB_TERM}="{kind}" {SPECIFIC_USE}="{EXTRAS}"{target}',
            )
            for pointer, kind, words in _rows(extras)
        ]
    )


def read_extras(elements: list[_Element], reading: Reading) -> dict[str, Extras]:
    """The extras by the id of the node that they belong to; the document's under the empty id."""
    trees: dict[str, dict[str, _Branch]] = {}
    for element in elements:
        owner = (element.get(HREF_KEY) or "").removeprefix("#")
        pointer = text_in(element, META_NAME) or ""
        steps = pointer.split("/")[1:]
        if not pointer.startswith("/") or len(steps) > _MAX_STEPS:
            reading.refuse(element, "extras", f"{shorten(pointer)!r} is not a JSON Pointer to a value")
            continue
        branches = trees.setdefault(owner, {})
        branch = None
        for step in steps:
            branch = branches.setdefault(step.replace("~1", "/").replace("~0", "~"), _Branch())
            branches = branch.below
        if branch is not None:
            branch.element = element
    found: dict[str, Extras] = {}
    for owner, tree in trees.items():
        try:
            found[owner] = Extras({name: branch.value() for name, branch in tree.items()})
        except InvalidNodeError as error:
            reading.refuse(elements[0], "extras", f"{error}")
    return found


def _rows(value: JsonValue, pointer: str = "") -> Iterator[tuple[str, str, str]]:
    """Pointer, type and text of every value that has an element."""
    match value:
        case Extras():
            if pointer and (not value or _looks_like_list(value)):
                yield pointer, _OBJECT, ""
            for name, member in value.items():
                yield from _rows(member, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
        case tuple():
            if not value:
                yield pointer, _ARRAY, ""
            for position, item in enumerate(value):
                yield from _rows(item, f"{pointer}/{position}")
        case str():
            yield pointer, _STRING, value
        case bool():
            yield pointer, _BOOLEAN, _TRUE if value else _FALSE
        case None:
            yield pointer, _NULL, ""
        case _:
            yield pointer, _NUMBER, number_text(value)


def _looks_like_list(names: Extras | dict[str, _Branch]) -> bool:
    """Whether the keys are the positions 0, 1, … in any order."""
    return bool(names) and set(names) == {str(position) for position in range(len(names))}


class _Branch:
    """A value being put together: its element, if any, and what is below it."""

    __slots__ = ("below", "element")

    def __init__(self) -> None:
        self.element: _Element | None = None
        self.below: dict[str, _Branch] = {}

    def value(self) -> object:
        kind = None if self.element is None else self.element.get(VOCAB_TERM)
        if self.below:
            if kind != _OBJECT and _looks_like_list(self.below):
                return [self.below[str(position)].value() for position in range(len(self.below))]
            return {name: branch.value() for name, branch in self.below.items()}
        words = "" if self.element is None else text_in(self.element, META_VALUE) or ""
        if kind == _NUMBER:
            return _number(words)
        return {_OBJECT: {}, _ARRAY: [], _NULL: None, _BOOLEAN: words.strip() == _TRUE}.get(kind or "", words)


def _number(words: str) -> int | float:
    words = words.strip()
    if _INTEGER.fullmatch(words):
        whole = int(words)
        return whole if abs(whole) <= _MAX_EXACT else float(words)
    if _REAL.fullmatch(words):
        return float(words)
    raise InvalidNodeError(f"{shorten(words)!r} is not a number")
