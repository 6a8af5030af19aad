"""The reader that defines the format: it takes every legal spelling and finds every fault, each with its place.

The fast readers hand over to it whatever they do not know at once. Legality itself is the model's: every value goes
through the conversion of its field, every node through its constructor.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from typing import TYPE_CHECKING, Any, Final

import clinanswer.model as m
from clinanswer._json._positions import step
from clinanswer._json._shapes import DATE, FORMAT, MOMENT, SHAPES, TAGS, VERSION, Field, Shape
from clinanswer._json._syntax import Repeated, Unreadable
from clinanswer._json._upgrades import upgrade
from clinanswer.errors import InvalidNodeError, Problem, ReadError, VersionError
from clinanswer.model._text import shorten
from clinanswer.model._trusted import NESTING
from clinanswer.model.extras import number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["MAX_PROBLEMS", "read_node"]

MAX_PROBLEMS: Final = 1000
"""How many faults of one input are reported; a file that has more is not a file with mistakes."""

_BAD: Final = object()
"""What stands for a value in which there was a fault."""


def read_node(cls: type[Any], value: object) -> Any:
    """The node of class `cls` for a plain JSON value; a document may be of this version or an older one.

    Raises:
        ReadError: with every fault.
        VersionError: written by a newer clinanswer.
    """
    if cls is not m.ClinicalAnswer:
        return _read(cls, value, [])
    problems = list(_head_problems(value))
    if isinstance(value, dict) and not problems:
        value = upgrade(value)
    return _read(m.ClinicalAnswer, value, problems)


def _read(cls: type[Any], value: object, problems: list[Problem]) -> Any:
    reader = _Reader(problems, whole=cls is m.ClinicalAnswer)
    try:
        node = reader.one((cls,), value, "$", 0)
    except _TooManyProblems:
        node = _BAD
    if problems:
        raise ReadError(problems)
    return node


def _head_problems(value: object) -> Iterator[Problem]:
    """What is wrong with the keys `format` and `version`. A file of another kind or the future ends it."""
    if not isinstance(value, dict):
        return
    if "format" not in value:
        yield Problem("$", "missing-key", f"a document needs the key 'format', which must be {FORMAT!r}")
    elif value["format"] != FORMAT:
        message = f"expected the text {FORMAT!r}, found {_found(value['format'])}; this is no clinanswer document"
        raise ReadError(Problem("$.format", "not-a-document", message))
    version = value.get("version")
    if "version" not in value:
        yield Problem("$", "missing-key", f"a document needs the key 'version', which is {VERSION} today")
    elif isinstance(version, bool) or not isinstance(version, int | float) or version < 1 or version % 1:
        message = f"expected a whole number (the newest version is {VERSION}), found {_found(version)}"
        yield Problem("$.version", "wrong-type", message)
    elif version > VERSION:
        found = shorten(str(version), 30)
        message = f"version {found} was written by a newer clinanswer; this one reads up to {VERSION}: update it"
        raise VersionError(Problem("$.version", "newer-version", message))


class _TooManyProblems(Exception):  # noqa: N818  (not an error of the caller's: it ends the search)
    pass


class _Reader:
    """One reading: the faults found so far, and where each id was first used."""

    def __init__(self, problems: list[Problem], *, whole: bool) -> None:
        self.problems = problems
        self._whole = whole  # ids must differ within a document, not within a part of one
        self._ids: dict[tuple[type, str], str] = {}

    def fault(self, path: str, code: str, message: str) -> object:
        """Note a fault; the result stands for the value."""
        self.problems.append(Problem(path, code, message))
        if len(self.problems) > MAX_PROBLEMS:
            message = f"there are more than {MAX_PROBLEMS} faults; the rest is not listed"
            self.problems[-1] = Problem("$", "too-many-problems", message)
            raise _TooManyProblems
        return _BAD

    def node(self, shape: Shape, value: object, path: str, level: int) -> Any:
        """The node for an object, or `_BAD`; `level` nesting nodes stand around it."""
        if not isinstance(value, dict):
            return self.fault(path, "wrong-type", f"expected {_a(shape.cls)} (an object), found {_found(value)}")
        deeper = NESTING.get(shape.cls, ())
        if deeper and "notes" not in deeper and level == m.MAX_DEPTH:
            return self.too_deep(path, level + 1)
        self.keys(shape, value, path)
        fields: dict[str, Any] = {}
        for field in shape.fields:
            if field.key in value:
                within = level + (field.name in deeper)
                fields[field.name] = self.field(field, value[field.key], path + step(field.key), within)
        incomplete = any(field.key not in value for field in shape.required)
        if incomplete or any(each is _BAD for each in fields.values()):
            return _BAD
        if shape.cls is m.ClinicalAnswer and self.problems:  # its own refusal, ids used twice, is reported already
            return _BAD
        try:  # an unknown or repeated key does not hide what is wrong with the rest
            node = shape.cls(**fields)
        except InvalidNodeError as error:
            place = (error.field or "").partition(".")[2]
            return self.fault(f"{path}.{place}" if place else path, "invalid-value", error.reason)
        return node

    def keys(self, shape: Shape, value: dict[str, Any], path: str) -> None:
        """Report keys that are unknown, repeated or missing, and an id that was used before."""
        for key in (key for key in value if key not in shape.keys):
            hint = _did_you_mean(key, shape.keys)
            self.fault(path + step(key), "unknown-key", f"unknown key {_quoted(key)} in {_a(shape.cls)}{hint}")
        self.repeated(value, path)
        for field in shape.fields:
            if field.required and field.key not in value:
                self.fault(path, "missing-key", f"{_a(shape.cls)} needs the key {field.key!r}")
        name = value.get("id")
        if self._whole and shape.cls in _UNIQUE and isinstance(name, str):
            first = self._ids.setdefault((shape.cls, name), path)
            if first != path:
                kind = _noun(shape.cls)
                message = f"the {kind} id {_quoted(name)} is used twice, first at {first}; give one of them another"
                self.fault(path + ".id", "duplicate-id", message)

    def repeated(self, value: dict[str, Any], path: str) -> None:
        for key in value.keys_repeated if isinstance(value, Repeated) else ():
            self.fault(path + step(key), "duplicate-key", f"the key {_quoted(key)} stands twice in its object")

    def field(self, field: Field, value: object, path: str, level: int) -> Any:
        """The value of a field, or `_BAD`."""
        if value is None and field.nullable:
            return None
        if field.many:
            plain = self.many(field, value, path, level)
        elif field.choices is not None:
            return self.choice(field.choices, value, path)
        else:
            plain = self.one(field.kinds, value, path, level)
        if plain is _BAD:
            return _BAD
        try:
            return field.convert(plain)
        except InvalidNodeError as error:
            place = "" if isinstance(value, str) else error.field or ""  # content written as one text has no items
            return self.fault(path + place, "invalid-value", error.reason)

    def many(self, field: Field, value: object, path: str, level: int) -> Any:
        if field.is_content and isinstance(value, str):
            return self.one((str,), value, path, level)
        if not isinstance(value, list):
            wanted = f"text or a list of {_several(field)}" if field.is_content else f"a list of {_several(field)}"
            return self.fault(path, "wrong-type", f"expected {wanted}, found {_found(value)}")
        if field.name == "notes" and value and level > m.MAX_DEPTH:
            return self.too_deep(path, level)
        choices = field.choices
        items = []
        for position, each in enumerate(value):
            place = f"{path}[{position}]"
            if choices is not None:
                items.append(self.choice(choices, each, place))
            else:
                items.append(self.one(field.kinds, each, place, level))
        return _BAD if any(item is _BAD for item in items) else items

    def one(self, kinds: tuple[Any, ...], value: object, path: str, level: int) -> Any:
        """A value of one of the classes `kinds`."""
        if kinds[0] in _SCALARS and (len(kinds) == 1 or isinstance(value, str)):
            return _SCALARS[kinds[0]](self, value, path)
        if len(kinds) == 1 and kinds[0] not in TAGS:
            return self.node(SHAPES[kinds[0]], value, path, level)
        tags = {TAGS[kind]: kind for kind in kinds if kind is not str}
        if not isinstance(value, dict):
            text = "text or " if str in kinds else ""
            return self.fault(path, "wrong-type", f"expected {text}an object with a 'type', found {_found(value)}")
        if "type" not in value:
            message = f"the key 'type' is missing; it says what this is: {_listed(tags)}"
            return self.fault(path, "missing-type", message)
        tag = value["type"]
        if not isinstance(tag, str):
            return self.fault(f"{path}.type", "wrong-type", f"expected text, found {_found(tag)}")
        if tag in tags:
            return self.node(SHAPES[tags[tag]], value, path, level)
        if tag in _ALL_TAGS:
            message = f"{_a(_ALL_TAGS[tag])} cannot stand here; here may stand: {_listed(tags)}"
            return self.fault(f"{path}.type", "misplaced-type", message)
        hint = _did_you_mean(tag, tags) or f"; known here are: {_listed(tags)}"
        return self.fault(f"{path}.type", "unknown-type", f"unknown type {_quoted(tag)}{hint}")

    def choice(self, choices: Mapping[str, Any], value: object, path: str) -> Any:
        if not isinstance(value, str):
            return self.fault(path, "wrong-type", f"expected one of {_listed(choices)}, found {_found(value)}")
        if value in choices:
            return choices[value]
        hint = _did_you_mean(value, choices) or f"; use one of: {_listed(choices)}"
        return self.fault(path, "unknown-value", f"unknown value {_quoted(value)}{hint}")

    def too_deep(self, path: str, level: int) -> object:
        message = f"nested {level} levels deep; at most {m.MAX_DEPTH} are allowed"
        return self.fault(path, "too-deep", message)

    def text(self, value: object, path: str) -> Any:
        return value if isinstance(value, str) else self.wrong("text", value, path)

    def flag(self, value: object, path: str) -> Any:
        return value if isinstance(value, bool) else self.wrong("true or false", value, path)

    def integer(self, value: object, path: str) -> Any:
        if isinstance(value, float) and value.is_integer():  # JSON has one kind of number: 1.0 is 1
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self.wrong("a whole number", value, path)

    def date(self, value: object, path: str) -> Any:
        if isinstance(value, str) and DATE.fullmatch(value):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                return self.fault(path, "invalid-value", f"{value!r} is no date of the calendar")
        return self.wrong("a date as 2026-12-31", value, path)

    def moment(self, value: object, path: str) -> Any:
        if isinstance(value, str) and MOMENT.fullmatch(value):
            try:
                return dt.datetime.fromisoformat(value)
            except ValueError:
                return self.fault(path, "invalid-value", f"{value!r} is no date of the calendar")
        return self.wrong("a date and time as 2026-12-31T23:59:00+00:00", value, path)

    def extras(self, value: object, path: str) -> Any:
        if not isinstance(value, dict):
            return self.wrong("an object", value, path)
        return self.json_value(value, path, 1)

    def json_value(self, value: object, path: str, level: int) -> Any:
        """Any JSON value that an `Extras` may hold; what is too deep is left for `Extras` to refuse."""
        match value:
            case dict() if level <= m.MAX_DEPTH:
                self.repeated(value, path)
                members = {k: self.json_value(v, path + step(k), level + 1) for k, v in value.items()}
                return _BAD if any(member is _BAD for member in members.values()) else members
            case list() if level <= m.MAX_DEPTH:
                items = [self.json_value(v, f"{path}[{position}]", level + 1) for position, v in enumerate(value)]
                return _BAD if any(item is _BAD for item in items) else items
            case Unreadable():
                return self.wrong("a number", value, path)
            case float() if not math.isfinite(value):
                return self.fault(path, "invalid-value", "the number is too large for a double; write it as text")
            case int() if abs(value) > 2**53:
                # RFC 8785 writes a large double without a fraction as an integer: that one is no integer of ours.
                if (double := _double(value)) is not None and number_text(double) == str(value):
                    return double
                message = (
                    f"the integer {shorten(str(value), 30)} is beyond 2**53 and would lose digits; write it as text"
                )
                return self.fault(path, "invalid-value", message)
            case _:
                return value

    def wrong(self, wanted: str, value: object, path: str) -> object:
        return self.fault(path, "wrong-type", f"expected {wanted}, found {_found(value)}")


_SCALARS: Final[dict[Any, Callable[[_Reader, object, str], Any]]] = {
    str: _Reader.text,
    bool: _Reader.flag,
    int: _Reader.integer,
    dt.date: _Reader.date,
    dt.datetime: _Reader.moment,
    m.Extras: _Reader.extras,
}
_ALL_TAGS: Final = {tag: cls for cls, tag in TAGS.items()}
_UNIQUE: Final = frozenset((m.Claim, m.Section, m.Reference))


def _double(value: int) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def _noun(cls: type) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cls.__name__).lower()


def _a(cls: type) -> str:
    noun = _noun(cls)
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"


def _several(field: Field) -> str:
    if field.is_content:
        return "texts and objects"
    if field.kinds == (str,):
        return "texts"
    return "words" if field.choices is not None else "objects"


def _found(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f"the text {_quoted(value)}"
        case int() | float():
            return f"the number {shorten(repr(value), 30)}"
        case Unreadable():
            return f"{shorten(value.text, 30)}, which JSON cannot hold"
        case list():
            return "a list"
        case _:
            return "an object"


def _quoted(text: str) -> str:
    return repr(shorten(text))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word[:100].lower().replace(" ", "_"), known, 1)
    return f"; did you mean {near[0]!r}?" if near else ""
