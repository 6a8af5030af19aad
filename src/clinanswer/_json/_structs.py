"""The shapes as msgspec structs: with the extra `fast`, msgspec checks keys and types while it parses."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

import clinanswer.model as m
from clinanswer._json._shapes import FORMAT, SHAPES, VERSION, Field, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["STRUCTS"]


def _struct(shape: Shape) -> type:
    fields: list[Any] = []
    if shape.cls is m.ClinicalAnswer:
        fields += [("format", Literal[FORMAT]), ("version", Literal[VERSION])]
    for field in shape.fields:
        fields.append((field.key, _type(field)) if field.required else (field.key, _type(field), _default(field)))
    return msgspec.defstruct(
        shape.cls.__name__,
        fields,
        module=__name__,
        tag=shape.tag,
        tag_field="type" if shape.tag else None,
        kw_only=True,
        omit_defaults=True,
        forbid_unknown_fields=True,
        gc=False,
    )


def _type(field: Field) -> str:
    """The annotation of a field, in names that this module has."""
    one = " | ".join(map(_name, field.kinds))
    if field.is_content:
        return f"str | list[{one}]"
    if field.many:
        return f"list[{one}]"
    return f"{one} | None" if field.nullable else one


def _name(kind: Any) -> str:
    if kind in SHAPES or kind in (str, bool, int):
        return str(kind.__name__)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return f"m.{kind.__name__}"
    # Dates stay text: our own reader takes exactly the spellings of this format. Extras are parsed by our own parser.
    return {m.Alignment: "m.Alignment", m.Extras: "msgspec.Raw"}.get(kind, "str")


def _default(field: Field) -> Any:
    """What stands for an absent key: the model's own default, or None for a node, which the annotation rules out."""
    return field.default if field.choices is not None or type(field.default) in (bool, int, tuple) else None


STRUCTS: Final[Mapping[type, type]] = {cls: _struct(shape) for cls, shape in SHAPES.items()}
"""The struct classes, by class of the model."""
for _made in STRUCTS.values():
    setattr(sys.modules[__name__], _made.__name__, _made)  # where msgspec looks up the names in the annotations
