"""Documents to JSON text: one function a class, its source made from the shapes and compiled on first use.

A function returns the text of its node and appends nothing anywhere; the text of a node's children is joined in. The
output is canonical: keys in the order of the fields, fields at their default left out, no white space, numbers in
the text form of RFC 8785, letters as they are.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import Any, Final

from attrs import NOTHING

import clinanswer.model as m
from clinanswer._json._shapes import FORMAT, SHAPES, VERSION, Field, Shape
from clinanswer.model.extras import JsonValue, number_text

__all__ = ["write_document", "write_node"]

_HEAD: Final = f'"format":"{FORMAT}","version":{VERSION}'


def write_document(doc: m.ClinicalAnswer) -> str:
    """The canonical text of a document."""
    text = write_node(doc)
    return text


def write_node(node: object) -> str:
    """The canonical text of a node."""
    return _writers()[type(node)](node)


@functools.cache
def _writers() -> Mapping[type, Callable[[Any], str]]:
    """The functions, by class."""
    names: dict[str, Any] = {"quote": encode_basestring, "write_extras": _extras, "write_content": None}
    for shape in SHAPES.values():
        names[f"write_{shape.cls.__name__}"] = None
    source: list[str] = []
    for shape in SHAPES.values():
        source += _source(shape, names)
    exec("\n".join(source), names)  # noqa: S102  (our own text, made from the model's classes)
    writers = {cls: names[f"write_{cls.__name__}"] for cls in SHAPES}
    names["by_class"] = {str: encode_basestring, **writers}
    return writers


def _source(shape: Shape, names: dict[str, Any]) -> list[str]:
    lines = [f"def write_{shape.cls.__name__}(node):"]
    required = [field for field in shape.fields if field.required]
    optional = [field for field in shape.fields if not field.required]
    head = _HEAD if shape.cls is m.ClinicalAnswer else f'"type":"{shape.tag}"' if shape.tag else ""
    parts = [repr("{" + head)]
    separator = "," if head else ""
    for field in required:
        parts += [repr(f'{separator}"{field.key}":'), _text_of(field, f"node.{field.name}", names)]
        separator = ","
    lines.append(f"    text = {' + '.join(parts)}")
    always = bool(separator)
    for field in optional:
        default = _default(field, shape, names)
        lines.append(f"    value = node.{field.name}")
        lines.append(f"    if {default}:")
        lines.append(f"""        text += {f',"{field.key}":'!r} + {_text_of(field, 'value', names)}""")
    # An object without a required key begins with the comma of its first key, which is then cut off.
    lines.append("    return text + '}'" if always else "    return '{' + text[2:] + '}'")
    return lines


def _default(field: Field, shape: Shape, names: dict[str, Any]) -> str:
    """The test of whether `value` differs from the default."""
    if field.default is None:
        return "value is not None"
    if field.default is True or field.default is False:
        return f"value is not {field.default}"
    if not field.default and field.default != 0:
        return "value"
    name = f"default_{shape.cls.__name__}_{field.name}"
    names[name] = field.default
    return f"value != {name}"


def _text_of(field: Field, value: str, names: dict[str, Any]) -> str:
    """The expression for the text of a value."""
    if field.many:
        kind = field.kinds[0]
        if field.is_content:
            return f"(quote({value}[0]) if len({value}) == 1 and type({value}[0]) is str else '[' + ','.join([by_class[type(part)](part) for part in {value}]) + ']')"
        one = _text_of_one(field, "part", names)
        return f"'[' + ','.join([{one} for part in {value}]) + ']'"
    return _text_of_one(field, value, names)


def _text_of_one(field: Field, value: str, names: dict[str, Any]) -> str:
    kind = field.kinds[0]
    if len(field.kinds) > 1:
        return f"by_class[type({value})]({value})"
    if kind in SHAPES:
        return f"write_{kind.__name__}({value})"
    if field.choices is not None:
        name = f"words_{id(kind)}"
        names[name] = {word: f'"{word}"' for word in field.choices}
        return f"{name}[{value}]"
    if kind is str:
        return f"quote({value})"
    if kind is bool:
        return f"('true' if {value} else 'false')"
    if kind is int:
        return f"str({value})"
    if kind is m.Extras:
        return f"write_extras({value})"
    return f"'\"' + {value}.isoformat() + '\"'"


def _extras(value: JsonValue) -> str:
    match value:
        case str():
            return encode_basestring(value)
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case int() | float():
            return number_text(value)
        case tuple():
            return f"[{','.join(map(_extras, value))}]"
        case _:
            return "{" + ",".join(f"{encode_basestring(key)}:{_extras(item)}" for key, item in value.items()) + "}"
