"""The fast readers: one function a class, its source made from the shapes and compiled on first use.

They know the spellings that the writer uses, and raise `Unusual` (or what Python raises by itself for a value of the
wrong type) at anything else, which the caller gives to the thorough reader: only that one says what is wrong. There
are two sets: one reads plain values (dicts), the other the typed values that msgspec makes, whose types need no check.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import clinanswer.model as m
from clinanswer._json._generate import compile_functions, default_of, indent
from clinanswer._json._shapes import DATE, FORMAT, MOMENT, SHAPES, TAGS, VERSION, Field, Shape
from clinanswer._json._syntax import parse_strictly
from clinanswer.errors import InvalidNodeError
from clinanswer.model._fields import identifier, optional_identifier
from clinanswer.model._text import optional_text, text
from clinanswer.model._trusted import NESTING, blank
from clinanswer.model.inline import to_claim_content, to_inlines, to_phrases

__all__ = ["FALLBACK", "Unusual", "readers"]

Reader: TypeAlias = Callable[[Any, list[object]], Any]


class Unusual(Exception):  # noqa: N818  (never leaves this package)
    """Something that the thorough reader has to look at."""


FALLBACK: Final = (Unusual, InvalidNodeError, AttributeError, KeyError, TypeError, ValueError, RecursionError)
"""What a fast reader raises at anything unusual."""

# Where an id stands, and how it goes into the list in which ids must be different: each class by itself.
_UNIQUE: Final = {m.Claim: "value", m.Section: "(value,)", m.Reference: "(value, 0)"}
# The phrases without a depth.
_FLAT: Final = frozenset((m.Cite, m.LineBreak))
# Tests that tell, at a fraction of the price, that a conversion would return the value as it is.
_IS_ID: Final = "value.isalnum() and value.isascii() and len(value) < 65"
_FINE: Final[Mapping[Callable[[Any], Any], str]] = {
    text: "value.isprintable()",
    optional_text: "value and value.isprintable()",
    identifier: _IS_ID,
    optional_identifier: _IS_ID,
}
_SCALARS: Final = {dt.date: "read_date", dt.datetime: "read_moment", m.Extras: "read_extras"}


def readers(structs: Mapping[type, type] | None = None) -> Mapping[type, Reader]:
    """The functions, by class of the model: for plain values, or for those of the classes `structs`.

    Each takes the value and a list to which it adds the ids that must be different.
    """
    names: dict[str, Any] = {
        "Extras": m.Extras,
        "FLAT": _FLAT,
        "MAX_DEPTH": m.MAX_DEPTH,
        "Unusual": Unusual,
        "merge": to_inlines,
        "read_date": _date,
        "read_extras": _extras,
        "read_moment": _moment,
        "text": text,
    }
    made = _Maker(names, typed=structs is not None)
    lines = [*made.content()]
    for shape in SHAPES.values():
        lines += made.function(shape)
    compile_functions(lines, names, "readers of plain values" if structs is None else "readers of typed values")
    functions = {cls: names[f"read_{cls.__name__}"] for cls in SHAPES}
    for kinds, name in made.unions.items():
        names[name] = {
            TAGS[kind] if structs is None else structs[kind]: functions[kind] for kind in kinds if kind is not str
        }
    return functions


class _Maker:
    """Writes the functions' source, and puts what it needs into `names`."""

    def __init__(self, names: dict[str, Any], *, typed: bool) -> None:
        self.typed = typed
        self.names = names
        self.unions: dict[tuple[Any, ...], str] = {}

    def content(self) -> list[str]:
        """The function for a list of texts and phrases; it gives the tuple and its depth."""
        return [
            "def read_content(parts, ids, readers):",
            *([] if self.typed else ["    if type(parts) is not list: raise Unusual"]),
            "    content = []",
            "    depth = 0",
            "    after_text = False",
            "    for part in parts:",
            "        if type(part) is str:",
            "            if after_text or not part: raise Unusual",
            "            if not part.isprintable(): part = text(part)",
            "            after_text = True",
            "        else:",
            f"            part = readers[{self.kind('part')}](part, ids)",
            "            if type(part) not in FLAT and part._depth > depth: depth = part._depth",
            "            after_text = False",
            "        content.append(part)",
            "    return tuple(content), depth",
        ]

    def function(self, shape: Shape) -> list[str]:
        """The function for a class."""
        name = shape.cls.__name__
        self.names |= {name: shape.cls, f"blank_{name}": blank(shape.cls)}
        lines = [f"def read_{name}(source, ids):"]
        if not self.typed:
            if not shape.required:  # else the look-up of a required key refuses what is no object
                lines.append("    if type(source) is not dict: raise Unusual")
            # How many optional keys are still to come. What is left at the end are keys that the class does not have.
            lines.append(f"    rest = len(source) - {len(shape.keys) - len(shape.optional)}")
            if shape.cls is m.ClinicalAnswer:
                lines += [
                    f"    if source['format'] != {FORMAT!r}: raise Unusual",
                    f"    if type(source['version']) is not int or source['version'] != {VERSION}: raise Unusual",
                ]
        lines.append(f"    node = blank_{name}()")
        nests = NESTING.get(shape.cls, ())
        has_depth = hasattr(shape.cls, "_depth")
        if has_depth:
            lines.append(f"    depth = {int(bool(nests) and shape.cls is not m.Table)}")
        for field in shape.fields:
            lines += indent(self.field(shape, field))
            if has_depth:
                lines += indent(self.depth(shape, field, int(field.name in nests)))
        if not self.typed:
            lines.append("    if rest: raise Unusual")
        if has_depth:
            if nests:
                lines.append("    if depth > MAX_DEPTH: raise Unusual")
            lines.append("    node._depth = depth")
        lines.append(f"    node.__class__ = {name}")
        if shape.cls is m.ClinicalAnswer:
            lines.append("    if len(set(ids)) != len(ids): raise Unusual")
        elif hasattr(shape.cls, "__attrs_post_init__"):
            lines.append("    node.__attrs_post_init__()")
        return [*lines, "    return node"]

    def field(self, shape: Shape, field: Field) -> list[str]:
        """The lines that set a field."""
        read = self.read(shape, field)
        prepare = ["below = 0"] if field.is_content else []
        default = default_of(shape, field, self.names)
        if self.typed:
            lines = [f"value = source.{field.key}"]
            if field.required:
                lines += read
            elif field.many:
                lines += ["if value:", *indent(read), "else:", "    value = ()"]
            elif type(field.default) in (bool, int):
                lines += read
            elif read:
                otherwise = [] if field.default is None else ["else:", f"    value = {default}"]
                lines += ["if value is not None:", *indent(read), *otherwise]
        elif field.required:
            lines = [f"value = source[{field.key!r}]", *read]
        else:
            guarded = ["if value is not None:", *indent(read)] if field.nullable else read
            present = [f"value = source[{field.key!r}]", "rest -= 1", *(guarded if read else [])]
            lines = [f"if rest and {field.key!r} in source:", *indent(present), "else:", f"    value = {default}"]
        return [*prepare, *lines, f"node.{field.name} = value"]

    def read(self, shape: Shape, field: Field) -> list[str]:
        """The lines that turn the JSON value `value` into the model's."""
        if field.is_content:
            lines = self._content(shape, field)
        elif field.many:
            lines = self._many(shape, field)
        else:
            lines = self._one(shape, field)
        if field.many and field.needs_one:
            lines += ["if not value: raise Unusual"]
        if shape.cls in _UNIQUE and field.name == "id":
            lines += [f"ids.append({_UNIQUE[shape.cls]})"]
        return lines

    def depth(self, shape: Shape, field: Field, more: int) -> list[str]:
        """The lines that make `depth` cover a field; the content's own is in `below`."""
        plus = " + 1" if more else ""
        if field.is_content:
            return [f"if below{plus} > depth: depth = below{plus}"]
        if field.many and hasattr(field.kinds[0], "_depth"):
            lines = ["for child in value:", f"    if child._depth{plus} > depth: depth = child._depth{plus}"]
            return ["if value and not depth: depth = 1", *lines] if shape.cls is m.Table and more else lines
        return []

    def _content(self, shape: Shape, field: Field) -> list[str]:
        plain = field.convert in (to_phrases, to_inlines, to_claim_content)
        return [
            "if type(value) is str:",
            "    value = (value,) if value and value.isprintable() else merge(value)",
            "else:",
            f"    value, below = read_content(value, ids, {self.union(field)})",
            *([] if plain else [f"value = {self.convert(shape, field)}(value)"]),
        ]

    def _many(self, shape: Shape, field: Field) -> list[str]:
        kind = field.kinds[0]
        check = [] if self.typed else ["if type(value) is not list: raise Unusual"]
        if len(field.kinds) > 1:
            each = f"{self.union(field)}[{self.kind('each')}](each, ids)"
        elif kind in SHAPES:
            each = f"read_{kind.__name__}(each, ids)"
        elif field.choices is not None and not self.typed:
            each = f"{self.words(field)}[each]"
        elif field.choices is not None:
            return ["value = tuple(value)"]
        else:
            return [*check, f"value = {self.convert(shape, field)}(value)"]
        # Most lists of blocks hold one; a comprehension costs a call.
        one = each.replace("each", "value[0]")
        return [*check, f"value = ({one},) if len(value) == 1 else tuple([{each} for each in value])"]

    def _one(self, shape: Shape, field: Field) -> list[str]:
        kind = field.kinds[0]
        if len(field.kinds) > 1:
            return [f"value = {self.union(field)}[{self.kind('value')}](value, ids)"]
        if kind in SHAPES:
            alone = kind in TAGS and not self.typed  # it has its type all the same
            check = [f"if value['type'] != {TAGS[kind]!r}: raise Unusual"] if alone else []
            return [*check, f"value = read_{kind.__name__}(value, ids)"]
        if field.choices is not None:
            return [] if self.typed else [f"value = {self.words(field)}[value]"]
        if kind is str:
            return self._text(shape, field)
        if kind is bool:
            return [] if self.typed else ["if value is not True and value is not False: raise Unusual"]
        if kind is int:
            check = [] if self.typed else ["if type(value) is not int: raise Unusual"]
            return [*check, f"value = {self.convert(shape, field)}(value)"]
        return [f"value = {_SCALARS[kind]}(value)"]

    def _text(self, shape: Shape, field: Field) -> list[str]:
        unless = _FINE.get(field.convert)
        convert = f"value = {self.convert(shape, field)}(value)"
        return [convert] if unless is None else [f"if not ({unless}): {convert}"]

    def convert(self, shape: Shape, field: Field) -> str:
        """The name of the model's conversion of a field."""
        name = f"convert_{shape.cls.__name__}_{field.name}"
        self.names[name] = field.convert
        return name

    def words(self, field: Field) -> str:
        """The name of a vocabulary's table."""
        name = f"words_{field.vocabulary_name}"
        self.names[name] = field.choices
        return name

    def kind(self, value: str) -> str:
        """The expression for what tells a value's class."""
        return f"type({value})" if self.typed else f"{value}['type']"

    def union(self, field: Field) -> str:
        """The name of the table of readers for the classes that may stand in a field."""
        return self.unions.setdefault(field.kinds, f"union_{len(self.unions)}")


def _date(value: str) -> dt.date:
    if not DATE.fullmatch(value):  # fromisoformat takes more spellings than the format has
        raise Unusual
    return dt.date.fromisoformat(value)


def _moment(value: str) -> dt.datetime:
    if not MOMENT.fullmatch(value):
        raise Unusual
    return dt.datetime.fromisoformat(value)


def _extras(value: Any) -> m.Extras:
    plain = value if type(value) is dict else parse_strictly(bytes(value).decode())  # msgspec leaves them unparsed
    if type(plain) is not dict:
        raise Unusual
    return m.Extras(plain)
