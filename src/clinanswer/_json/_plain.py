"""Documents to plain values (dicts, lists, text, numbers): one function a class, made from the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import clinanswer.model as m
from clinanswer._json._generate import compile_functions, differs
from clinanswer._json._shapes import FORMAT, SHAPES, VERSION, Field, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clinanswer.model.extras import Extras

__all__ = ["plain_makers"]


def plain_makers(extras: Callable[[Extras], object]) -> Mapping[type, Callable[[Any], Any]]:
    """The functions, by class; `extras` is what makes an `Extras` plain."""
    names: dict[str, Any] = {"plain_extras": extras}
    lines = [line for shape in SHAPES.values() for line in _function(shape, names)]
    compile_functions(lines, names, "plain values")
    makers = {cls: names[f"plain_{cls.__name__}"] for cls in SHAPES}
    names["by_class"] = makers
    return makers


def _function(shape: Shape, names: dict[str, Any]) -> list[str]:
    members = [f"'format': {FORMAT!r}, 'version': {VERSION}"] if shape.cls is m.ClinicalAnswer else []
    members += [f"'type': {shape.tag!r}"] if shape.tag else []
    members += [f"{field.key!r}: {_many(field, f'node.{field.name}', names)}" for field in shape.required]
    lines = [f"def plain_{shape.cls.__name__}(node):", f"    plain = {{{', '.join(members)}}}"]
    for field in shape.optional:
        lines += [
            f"    value = node.{field.name}",
            f"    if {differs(shape, field, names)}:",
            f"        plain[{field.key!r}] = {_many(field, 'value', names)}",
        ]
    return [*lines, "    return plain"]


def _many(field: Field, value: str, names: dict[str, Any]) -> str:
    """The expression for the plain value of a field."""
    if field.is_content:
        parts = f"[part if type(part) is str else by_class[type(part)](part) for part in {value}]"
        return f"({value}[0] if len({value}) == 1 and type({value}[0]) is str else {parts})"
    if field.many:
        return f"[{_one(field, 'part', names)} for part in {value}]"
    return _one(field, value, names)


def _one(field: Field, value: str, names: dict[str, Any]) -> str:
    kind = field.kinds[0]
    if len(field.kinds) > 1:
        return f"by_class[type({value})]({value})"
    if kind in SHAPES:
        return f"plain_{kind.__name__}({value})"
    if field.choices is not None:
        words = f"words_{field.vocabulary_name}"
        names[words] = {word: word for word in field.choices}
        return f"{words}[{value}]"
    if kind in (str, bool, int):
        return value
    return f"plain_extras({value})" if kind is m.Extras else f"{value}.isoformat()"
