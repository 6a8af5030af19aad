"""Documents to JSON text without any help from outside: one function a class, made from the shapes.

The text is canonical: keys in the order of the fields, fields at their default left out, no white space, numbers in
the form of RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785), and no escapes but those that JSON demands.
"""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

import clinanswer.model as m
from clinanswer._json._generate import compile_functions, differs
from clinanswer._json._shapes import FORMAT, SHAPES, VERSION, Field, Shape
from clinanswer.model.extras import JsonValue, number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["extras_text", "text_makers"]


def text_makers() -> Mapping[type, Callable[[Any], str]]:
    """The functions, by class."""
    names: dict[str, Any] = {"quote": encode_basestring, "extras_text": extras_text}
    lines = [line for shape in SHAPES.values() for line in _function(shape, names)]
    compile_functions(lines, names, "text")
    makers = {cls: names[f"text_{cls.__name__}"] for cls in SHAPES}
    names["by_class"] = {str: encode_basestring, **makers}
    return makers


def extras_text(value: JsonValue) -> str:
    """The text of an `Extras`, or of a value in one."""
    match value:
        case str():
            return encode_basestring(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(value)
        case tuple():
            return f"[{','.join(map(extras_text, value))}]"
        case _:
            return "{" + ",".join(f"{encode_basestring(key)}:{extras_text(item)}" for key, item in value.items()) + "}"


def _function(shape: Shape, names: dict[str, Any]) -> list[str]:
    head = [f'"format":"{FORMAT}","version":{VERSION}'] if shape.cls is m.ClinicalAnswer else []
    head += [f'"type":"{shape.tag}"'] if shape.tag else []
    lines = [f"def text_{shape.cls.__name__}(node):"]
    parts = [repr(",".join(head))] if head else []
    for position, field in enumerate(shape.required):
        comma = "," if head or position else ""
        lines.append(f"    {field.name} = node.{field.name}")
        parts += [repr(f'{comma}"{field.key}":'), _many(field, field.name, names)]
    lines.append(f"    text = {' + '.join(parts) or repr('')}")
    for field in shape.optional:
        key = f',"{field.key}":'
        lines += [
            f"    value = node.{field.name}",
            f"    if {differs(shape, field, names)}:",
            f"        text += {key!r} + {_many(field, 'value', names)}",
        ]
    # Without a member that is always there, the first one brings the comma that parts it from the one before.
    return [*lines, f"    return '{{' + text{'' if parts else '[1:]'} + '}}'"]


def _many(field: Field, value: str, names: dict[str, Any]) -> str:
    """The expression for the text of a field's value. Most lists hold one item, and a comprehension costs a call."""
    if field.is_content:
        one = f"quote({value}[0]) if type({value}[0]) is str else '[' + by_class[type({value}[0])]({value}[0]) + ']'"
        many = f"'[' + ','.join([by_class[type(part)](part) for part in {value}]) + ']'"
        return f"(({one}) if len({value}) == 1 else {many})"
    if field.many:
        one, each = _one(field, f"{value}[0]", names), _one(field, "part", names)
        return f"('[' + ({one} if len({value}) == 1 else ','.join([{each} for part in {value}])) + ']')"
    return _one(field, value, names)


def _one(field: Field, value: str, names: dict[str, Any]) -> str:
    kind = field.kinds[0]
    if len(field.kinds) > 1:
        return f"by_class[type({value})]({value})"
    if kind in SHAPES:
        return f"text_{kind.__name__}({value})"
    if field.choices is not None:
        words = f"words_{field.vocabulary_name}"
        names[words] = {word: f'"{word}"' for word in field.choices}
        return f"{words}[{value}]"
    if kind is str:
        return f"quote({value})"
    if kind is bool:
        return f"('true' if {value} else 'false')"
    if kind is int:
        return f"str({value})"
    return f"extras_text({value})" if kind is m.Extras else f"""('"' + {value}.isoformat() + '"')"""
