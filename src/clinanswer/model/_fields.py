"""What a field may hold: the conversions and refusals that every constructor of the model shares.

`NODE` is what each class of the model passes to `attrs.frozen`. Its field transformer gives every field without a
converter of its own one that checks the declared type, and lets a refusal say which class and field it comes from.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlsplit

from attrs import Attribute, Factory

from clinanswer.errors import InvalidNodeError
from clinanswer.model._text import optional_text, shorten, text, type_name
from clinanswer.model.extras import to_extras

T = TypeVar("T")

MAX_DEPTH: Final = 16
"""How many nesting nodes (phrases, lists, definitions, callouts, quotes, sections) one path may hold."""

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_MEDIA_TYPE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}")
_LANGUAGE: Final = re.compile(  # well-formed in the sense of BCP 47 (RFC 5646, section 2.1)
    r"""(?: (?: [a-z]{2,3}(?:-[a-z]{3}){0,3} | [a-z]{4,8} )     # language, extended language
            (?: -[a-z]{4} )?                                    # script
            (?: -(?:[a-z]{2}|[0-9]{3}) )?                       # region
            (?: -(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}) )*          # variants
            (?: -[0-9a-wy-z](?:-[a-z0-9]{2,8})+ )*              # extensions
            (?: -x(?:-[a-z0-9]{1,8})+ )?                        # private use
        | x(?:-[a-z0-9]{1,8})+                                  # private use alone
        | en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)
        | sgn-(?:be-fr|be-nl|ch-de) )""",  # the grandfathered tags that the grammar above does not cover
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_URL_UNSAFE: Final = re.compile(r"[\s<>\"\\^`{|}\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HOST: Final = re.compile(r"(?:[^\W]|[^\W][\w-]{0,61}[^\W])(?:\.(?:[^\W]|[^\W][\w-]{0,61}[^\W]))*\.?")


def optional_alt(value: str | None) -> str | None:
    """As `text`; here the empty string has a meaning of its own (a decorative image)."""
    return None if value is None else text(value)


def identifier(value: str) -> str:
    """An id: a letter or digit, then up to 63 letters, digits, dots, hyphens and underscores (ASCII)."""
    if type(value) is str and value.isalnum() and value.isascii() and len(value) < 65:  # as most, and a cheap look
        return value
    value = text(value)
    if not _ID.fullmatch(value):
        raise InvalidNodeError(
            f"{shorten(value)!r} is not an id: use a letter or digit, then at most 63 of A-Z a-z 0-9 . _ -"
        )
    return value


def optional_identifier(value: str | None) -> str | None:
    """As `identifier`, or None."""
    return None if value is None else identifier(value)


def optional_language(value: str | None) -> str | None:
    """A well-formed BCP 47 language tag (https://www.rfc-editor.org/info/bcp47), or None."""
    if value is None:
        return None
    value = text(value)
    if not _LANGUAGE.fullmatch(value):
        raise InvalidNodeError(f"{shorten(value)!r} is not a BCP 47 language tag, such as 'en' or 'pt-BR'")
    return value


def optional_media_type(value: str | None) -> str | None:
    """A media type as in RFC 6838 (`image/png`), or None."""
    if value is None:
        return None
    value = text(value)
    if not _MEDIA_TYPE.fullmatch(value):
        raise InvalidNodeError(f"{shorten(value)!r} is not a media type, such as 'image/png'")
    return value


def link_problem(url: str) -> str | None:
    """Why `url` must not be made a link, or None when it may: http or https with a sound host and port, or mailto."""
    if not url.isprintable() or _URL_UNSAFE.search(url):
        return 'it holds white space, a control character, or one of < > " \\ ^ ` { | }'
    scheme, colon, rest = url.partition(":")
    if not colon or scheme.lower() not in {"http", "https", "mailto"}:
        return "it does not begin with http:, https: or mailto:"
    if scheme.lower() == "mailto":
        return None if rest.strip("/?#&=") else "it names no address"
    if not rest.startswith("//"):
        return "two slashes must follow the scheme"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        return f"its host or port is malformed ({error})"
    if "@" in parts.netloc:
        return "it holds a user name before the host, as forged links do"
    if port == 0 or parts.netloc.endswith(":"):
        return "its port is malformed"
    if not host.isascii():
        try:
            host.encode("idna")
        except UnicodeError:
            return "its host is not a domain name"
    if not (parts.netloc.startswith("[") or _HOST.fullmatch(host)):
        return "its host is not a domain name"
    return None


def href(value: str) -> str:
    """The target of a link: see `link_problem`."""
    value = text(value)
    if problem := link_problem(value):
        raise InvalidNodeError(f"{shorten(value)!r} cannot be a link: {problem}")
    return value


def image_source(value: str) -> str:
    """The source of a figure: an https address or a `data:image/…` URL."""
    value = text(value)
    if value[:5].lower() == "data:":
        if re.match(r"data:image/[a-z0-9.+-]+[;,]", value, re.IGNORECASE) and not _URL_UNSAFE.search(value):
            return value
        raise InvalidNodeError("a data: URL must be an image (data:image/…) without white space or quotes")
    if problem := link_problem(value):
        raise InvalidNodeError(f"{shorten(value)!r} cannot be an image source: {problem}")
    if not value.lower().startswith("https:"):
        raise InvalidNodeError(f"{shorten(value)!r} cannot be an image source: use https or a data:image/… URL")
    return value


def positive(value: int) -> int:
    """A whole number from 1."""
    value = _integer(value)
    if value < 1:
        raise InvalidNodeError(f"expected a whole number from 1, got {value}")
    return value


def many(value: Iterable[T], kind: type[T] | tuple[type[T], ...]) -> tuple[T, ...]:
    """A tuple whose every item is of `kind`; the very tuple that was given when it is already so."""
    if isinstance(value, str | bytes):
        raise InvalidNodeError(f"expected several {_kind(kind)}, got one {type_name(value)}; put it into a tuple")
    try:
        items = value if type(value) is tuple else tuple(value)
    except TypeError:
        raise InvalidNodeError(f"expected several {_kind(kind)}, got {type_name(value)}; put it into a tuple") from None
    for position, item in enumerate(items):
        if not isinstance(item, kind):
            raise InvalidNodeError(f"expected {_kind(kind)}, got {type_name(item)}", f"[{position}]")
    return items


def some(items: tuple[T, ...], otherwise: str) -> tuple[T, ...]:
    """The items, of which there must be one."""
    if not items:
        raise InvalidNodeError(otherwise)
    return items


def texts(value: Iterable[str]) -> tuple[str, ...]:
    """A tuple of texts; empty ones are dropped."""
    given = many(value, str)
    items = tuple(clean for item in given if (clean := text(item)))
    return given if all(a is b for a, b in zip(given, items, strict=False)) and len(given) == len(items) else items


def terms(value: Iterable[T], vocabulary: type[T]) -> tuple[T, ...]:
    """A tuple of vocabulary members, which may be given by value (`"high"`)."""
    if isinstance(value, str):
        raise InvalidNodeError(f"expected several {vocabulary.__name__}, got one text; put it into a tuple")
    items = tuple(cast("T", _term(item, vocabulary)) for item in value)
    return many(value if items == value and all(type(item) is vocabulary for item in value) else items, vocabulary)


def depth_of(content: Iterable[object]) -> int:
    """How many nesting nodes the deepest path below `content` holds."""
    return max((getattr(node, "_depth", 0) for node in content), default=0)


def nest(node: object, *names: str) -> int:
    """The depth of a nesting node whose content is in the fields `names`.

    Raises:
        InvalidNodeError: more than `MAX_DEPTH`.
    """
    depth = 1 + max(depth_of(getattr(node, name)) for name in names)
    if depth > MAX_DEPTH:
        reason = f"nested {depth} levels deep; at most {MAX_DEPTH} are allowed"
        raise InvalidNodeError(reason, f"{type(node).__name__}.{names[0]}")
    return depth


NESTED: Final[int] = Factory(lambda node: nest(node, "content"), takes_self=True)
"""The default of `_depth` in a nesting node whose children are its `content`."""


def _kind(kind: type | tuple[type, ...]) -> str:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return " or ".join("text" if each is str else each.__name__ for each in kinds)


def _term(value: object, vocabulary: type) -> object:
    if type(value) is vocabulary:
        return value
    if isinstance(value, str) and issubclass(vocabulary, StrEnum):
        try:
            return vocabulary(str.__str__(value))
        except ValueError:
            allowed = ", ".join(vocabulary)
            raise InvalidNodeError(
                f"{shorten(value)!r} is not a {vocabulary.__name__}; use one of: {allowed}"
            ) from None
    raise InvalidNodeError(f"expected a {vocabulary.__name__}, got {type_name(value)}")


def _integer(value: object) -> int:
    if type(value) is not int:
        raise InvalidNodeError(f"expected a whole number, got {type_name(value)}")
    return value


def _flag(value: object) -> bool:
    if type(value) is not bool:
        raise InvalidNodeError(f"expected True or False, got {type_name(value)}")
    return value


def _date(value: object) -> dt.date:
    if type(value) is not dt.date:  # a datetime is a date to Python, but its time of day would be lost
        raise InvalidNodeError(f"expected a datetime.date, got {type_name(value)}")
    return value


def _moment(value: object) -> dt.datetime:
    if not isinstance(value, dt.datetime):
        raise InvalidNodeError(f"expected a datetime.datetime, got {type_name(value)}")
    offset = value.utcoffset()  # a fixed offset is what text can hold; a time zone's rules are not
    zone = None if offset is None else dt.UTC if not offset else dt.timezone(offset)
    return dt.datetime(
        value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond, zone
    )


_CONVERTERS: Final[dict[str, Callable[[Any], object]]] = {
    "str": text,
    "int": _integer,
    "bool": _flag,
    "dt.date": _date,
    "dt.datetime": _moment,
    "Extras": to_extras,
}


def _converter(declared: str, module: str) -> Callable[[Any], object]:
    """The converter for a declared type, whose names are looked up in the class's module."""
    if declared == "str | None":
        return optional_text
    if declared.endswith(" | None"):
        required = _converter(declared.removesuffix(" | None"), module)
        return lambda value: None if value is None else required(value)
    if declared in _CONVERTERS:
        return _CONVERTERS[declared]
    names = vars(sys.modules[module])
    kinds = tuple(names[name] for name in declared.split(" | "))
    if issubclass(kinds[0], StrEnum):
        return lambda value: _term(value, kinds[0])

    def instance(value: object) -> object:
        if not isinstance(value, kinds):
            raise InvalidNodeError(f"expected {_kind(kinds)}, got {type_name(value)}")
        return value

    return instance


def _name_fields(owner: type, attributes: list[Attribute[Any]]) -> list[Attribute[Any]]:
    """Give each field the converter of its declared type, and each converter the field's name for its refusals."""

    def named(attribute: Attribute[Any]) -> Attribute[Any]:
        if not attribute.init:
            return attribute
        declared = cast("Callable[[Any], object] | None", attribute.converter)
        inner = declared or _converter(str(attribute.type), owner.__module__)

        def convert(value: object) -> object:
            try:
                return inner(value)
            except InvalidNodeError as error:
                place = f"{owner.__name__}.{attribute.name}"
                raise InvalidNodeError(error.reason, f"{place}{error.field or ''}") from None

        metadata = {**attribute.metadata, "convert": inner}  # readers that know the type call it themselves
        return attribute.evolve(converter=convert, metadata=metadata)

    return [named(attribute) for attribute in attributes]


NODE: Final[dict[str, Any]] = {"field_transformer": _name_fields, "repr": False, "weakref_slot": False}
"""The arguments of `attrs.frozen` for every class of the model."""
