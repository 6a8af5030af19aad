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


def plain_makers(
    extras: Callable[[Extras], object],
    sections: Callable[[tuple[m.Section, ...], Callable[[m.Section], object]], list[object]] | None = None,
) -> Mapping[type, Callable[[Any], Any]]:
    """The functions, by class; `extras` makes an `Extras` plain, and `sections` those of a document if it is given."""
    names: dict[str, Any] = {"plain_extras": extras, "plain_sections": sections}
    lines = [line for shape in SHAPES.values() for line in _function(shape, names, own_sections=sections is not None)]
    compile_functions(lines, names, "plain values")
    makers = {cls: names[f"plain_{cls.__name__}"] for cls in SHAPES}
    names["by_class"] = makers
    return makers


def _function(shape: Shape, names: dict[str, Any], *, own_sections: bool) -> list[str]:
    lines = [f"def plain_{shape.cls.__name__}(node):"]
    members = [f"'format': {FORMAT!r}, 'version': {VERSION}"] if shape.cls is m.ClinicalAnswer else []
    members += [f"'type': {shape.tag!r}"] if shape.tag else []
    for field in shape.required:
        lines.append(f"    {field.name} = node.{field.name}")
        members.append(f"{field.key!r}: {_many(field, field.name, names)}")
    lines.append(f"    plain = {{{', '.join(members)}}}")
    for field in shape.optional:
        lines += [
            f"    value = node.{field.name}",
            f"    if {differs(shape, field, names)}:",
            f"        plain[{field.key!r}] = {_many(field, 'value', names)}",
        ]
        if own_sections and shape.cls is m.ClinicalAnswer and field.kinds == (m.Section,):
            lines[-1] = f"        plain[{field.key!r}] = plain_sections(value, plain_Section)"
    return [*lines, "    return plain"]


def _many(field: Field, value: str, names: dict[str, Any]) -> str:
    """The expression for the plain value of a field. Most lists hold one item, and a comprehension costs a call."""
    if field.is_content:
        one = f"{value}[0] if type({value}[0]) is str else [by_class[type({value}[0])]({value}[0])]"
        many = f"[part if type(part) is str else by_class[type(part)](part) for part in {value}]"
        return f"(({one}) if len({value}) == 1 else {many})"
    if field.many:
        one, each = _one(field, f"{value}[0]", names), _one(field, "part", names)
        return f"([{one}] if len({value}) == 1 else [{each} for part in {value}])"
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
