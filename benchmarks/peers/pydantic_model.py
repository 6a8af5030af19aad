"""The document model in pydantic 2, as strict as ours and of the same JSON shape.

Made from the same table as our own reader and writer, so that the two cannot come to differ. Content that is one
string stays a string here, which spares pydantic the work of turning it into a tuple; characters are not checked.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Union

import pydantic
from attrs import NOTHING

import clinanswer.model as m
from clinanswer._json._shapes import FORMAT, SHAPES, Field, Shape

CONFIG = pydantic.ConfigDict(extra="forbid", strict=True, frozen=True)


def _item(field: Field, models: dict[type, str]) -> str:
    nodes = [models[kind] for kind in field.kinds if kind in models]
    if not nodes:
        kind = field.kinds[0]
        if kind is m.Extras:
            return "dict[str, Any]"
        if field.choices is not None:
            return f"Literal[{', '.join(map(repr, field.choices))}]"
        return {str: "str", int: "int", bool: "bool", dt.date: "dt.date", dt.datetime: "dt.datetime"}[kind]
    tagged = len(nodes) > 1
    union = f"Annotated[Union[{', '.join(nodes)}], pydantic.Field(discriminator='type')]" if tagged else nodes[0]
    return f"Union[str, {union}]" if str in field.kinds else union


def _annotation(field: Field, models: dict[type, str]) -> str:
    item = _item(field, models)
    if field.is_content:
        return f"Union[str, tuple[{item}, ...]]"
    if field.many:
        return f"tuple[{item}, ...]"
    return f"Union[{item}, None]" if field.nullable else item


def _default(field: Field) -> object:
    if field.default is NOTHING:
        return ...
    if field.many or field.default is None or isinstance(field.default, bool | int | str):
        return field.default
    return None


def _model(shape: Shape, models: dict[type, str]) -> type[pydantic.BaseModel]:
    fields: dict[str, Any] = {}
    if shape.tag:
        fields["type"] = (Literal[shape.tag], ...)  # type: ignore[valid-type]
    if shape.cls is m.ClinicalAnswer:
        fields["format"] = (Literal[FORMAT], ...)  # type: ignore[valid-type]
        fields["version"] = (Literal[1], ...)
    for field in shape.fields:
        default = _default(field)
        annotation = _annotation(field, models)
        if default is None and not field.nullable:
            annotation = f"Union[{annotation}, None]"
        fields[field.key] = (annotation, default)
    return pydantic.create_model(models[shape.cls], __config__=CONFIG, __module__=__name__, **fields)


def _models() -> dict[str, type[pydantic.BaseModel]]:
    names = {cls: cls.__name__ for cls in SHAPES}
    made = {names[shape.cls]: _model(shape, names) for shape in SHAPES.values()}
    space = {
        **made,
        "Annotated": Annotated,
        "Any": Any,
        "Literal": Literal,
        "Union": Union,
        "dt": dt,
        "pydantic": pydantic,
    }
    for model in made.values():
        model.model_rebuild(_types_namespace=space)
    return made


MODELS = _models()
Document = MODELS["ClinicalAnswer"]


def read(data: str | bytes) -> pydantic.BaseModel:
    """The document for JSON, strictly."""
    return Document.model_validate_json(data)


def write(doc: pydantic.BaseModel) -> str:
    """The JSON of a document, fields at their default left out."""
    return doc.model_dump_json(exclude_defaults=True)
