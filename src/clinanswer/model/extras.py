"""`Extras`: the frozen, hashable JSON object that carries what an application adds to a node."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final, Self, TypeAlias

from clinanswer.errors import InvalidNodeError
from clinanswer.model._text import text, type_name

__all__ = ["EMPTY", "Extras", "JsonValue", "number_text", "to_extras"]

JsonValue: TypeAlias = "str | bool | int | float | tuple[JsonValue, ...] | Extras | None"
"""What an `Extras` holds, at any depth. Lists become tuples, objects become `Extras`."""

_MAX_INTEGER: Final = 2**53
_MAX_DEPTH: Final = 16


class Extras(Mapping[str, "JsonValue"]):
    """An immutable JSON object: strings, booleans, None, integers within 2**53, finite floats, lists, objects.

    Keys are in the order of RFC 8785 (by UTF-16 code unit) and a float without a fraction is the integer of the same
    value, so equal objects have one text. `True` and `1` are different values, as they are in JSON.

    Raises:
        InvalidNodeError: a value that JSON cannot hold, or more than 16 levels.
    """

    __slots__ = ("_hash", "_items", "_key")
    _items: dict[str, JsonValue]
    _key: tuple[object, ...]
    _hash: int

    def __new__(cls, members: Mapping[str, Any] | None = None) -> Self:
        """Freeze `members`, at every depth."""
        return cls._frozen({} if members is None else members, 1)

    @classmethod
    def _frozen(cls, members: Mapping[str, Any], depth: int) -> Self:
        extras = object.__new__(cls)
        items = _members(members, depth)
        key = tuple((name, _typed(value)) for name, value in items.items())
        for slot, value in (("_items", items), ("_key", key), ("_hash", hash(key))):
            object.__setattr__(extras, slot, value)
        return extras

    def __getitem__(self, name: str) -> JsonValue:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Extras):
            return self._key == other._key
        if isinstance(other, Mapping):
            try:
                return self == Extras(other)
            except InvalidNodeError:
                return False
        return NotImplemented

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Extras({self._items!r})" if self._items else "Extras()"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Extras is immutable: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Extras is immutable: cannot delete {name!r}")

    def __reduce__(self) -> tuple[type[Extras], tuple[dict[str, Any]]]:
        return (Extras, (self._items,))


def to_extras(value: Mapping[str, Any] | None) -> Extras:
    """`value` as an `Extras`; None is the empty object."""
    if type(value) is Extras:
        return value
    if value is None:
        return EMPTY
    if not isinstance(value, Mapping):
        raise InvalidNodeError(f"expected a JSON object (a dict), got {type_name(value)}")
    return Extras(value) if value else EMPTY


def number_text(value: float) -> str:
    """A finite number in the one text form of RFC 8785, section 3.2.2.3 (ECMAScript's `Number::toString`)."""
    if isinstance(value, int):
        return str(value)
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent_text = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent_text or "0")  # where the decimal point stands in `digits`
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    if 0 < point <= 21:
        body = digits.ljust(point, "0") if len(digits) <= point else f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        body = "0." + "0" * -point + digits
    else:
        power = point - 1
        head = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        body = f"{head}e{'+' if power > 0 else '-'}{abs(power)}"
    return sign + body


def _members(members: Mapping[str, Any], depth: int) -> dict[str, JsonValue]:
    if depth > _MAX_DEPTH:
        raise InvalidNodeError(f"extras are nested more than {_MAX_DEPTH} levels deep")
    items: dict[str, JsonValue] = {}
    for name, value in members.items():
        if not isinstance(name, str):
            raise InvalidNodeError(f"a key of a JSON object is text, got {type_name(name)}")
        key = text(name)
        if key in items:
            raise InvalidNodeError(f"the key {key!r} stands twice")
        items[key] = _value(value, depth + 1)
    return dict(sorted(items.items(), key=lambda item: item[0].encode("utf-16-be")))


def _value(value: object, depth: int) -> JsonValue:
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, int):
        if abs(value) > _MAX_INTEGER:
            raise InvalidNodeError(f"the integer {value} is beyond 2**53, which JSON cannot hold exactly; use text")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidNodeError(f"{value} is not a JSON number")
        return int(value) if value.is_integer() and abs(value) <= _MAX_INTEGER else float(value)
    if isinstance(value, Mapping):
        return Extras._frozen(value, depth)  # noqa: SLF001  (its own class)
    if isinstance(value, list | tuple):
        if depth > _MAX_DEPTH:
            raise InvalidNodeError(f"extras are nested more than {_MAX_DEPTH} levels deep")
        return tuple(_value(item, depth + 1) for item in value)
    raise InvalidNodeError(f"{type_name(value)} is not a JSON value")


def _typed(value: JsonValue) -> object:
    """The value with what tells `True` from `1` and a list from an object."""
    if isinstance(value, tuple):
        return (tuple, *map(_typed, value))
    return (type(value), value)


EMPTY: Final = Extras()
