"""The fast ways in and out of JSON text: with msgspec (the extra `fast`) where it is installed, else without.

Both give the same text and the same documents; a test holds them equal. What a fast reader does not take is read, or
refused, by the thorough one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import clinanswer.model as m
from clinanswer._json._converter import shared_converter
from clinanswer._json._plain import plain_makers
from clinanswer._json._reader import FALLBACK, readers
from clinanswer._json._syntax import parse_strictly
from clinanswer._json._text import extras_text, text_makers
from clinanswer.errors import ReadError

__all__ = ["read_text", "write_text"]

MANY: Final = 20
"""From so many sections on, the plain values of one are made text before those of the next are made: memory that was
just used is the fastest."""

ReadText: TypeAlias = Callable[[str | bytes], m.ClinicalAnswer | None]
WriteText: TypeAlias = Callable[[m.ClinicalAnswer], str]


def read_text(data: str | bytes) -> m.ClinicalAnswer | None:
    """The document, or None when the thorough reader has to look at the text."""
    return _reader()(data)


def write_text(doc: m.ClinicalAnswer) -> str:
    """The canonical text of a document."""
    return _writer()(doc)


@functools.cache
def _reader() -> ReadText:
    try:
        import msgspec
    except ImportError:
        return plain_text_reader()
    return typed_text_reader(msgspec)


@functools.cache
def _writer() -> WriteText:
    try:
        import msgspec
    except ImportError:
        return text_makers()[m.ClinicalAnswer]
    return plain_value_writer(msgspec)


def plain_text_reader() -> ReadText:
    """The reader that needs the standard library alone."""
    structure = shared_converter().structure

    def read_plain(data: str | bytes) -> m.ClinicalAnswer | None:
        try:
            plain = parse_strictly(data if isinstance(data, str) else data.decode())
            return structure(plain, m.ClinicalAnswer)
        except (ValueError, RecursionError, ReadError):
            return None

    return read_plain


def typed_text_reader(msgspec: Any) -> ReadText:
    """The reader that lets msgspec check keys and types."""
    from clinanswer._json._structs import STRUCTS

    read = readers(STRUCTS)[m.ClinicalAnswer]
    read_plain = plain_text_reader()
    decode = msgspec.json.Decoder(STRUCTS[m.ClinicalAnswer]).decode
    encode = msgspec.json.Encoder().encode
    without_space = functools.partial(msgspec.json.format, indent=-1)

    def read_typed(data: str | bytes) -> m.ClinicalAnswer | None:
        try:
            given = data.encode() if isinstance(data, str) else data
            typed = decode(given)
            # msgspec keeps the last of a repeated key; then its own text of what it read is another, as it is where
            # the keys stand in another order. The standard library tells the two apart.
            canonical = encode(typed)
            if canonical != given and canonical != without_space(given):
                return read_plain(data)
            doc: m.ClinicalAnswer = read(typed, [])
        except (*FALLBACK, msgspec.DecodeError):
            return None
        return doc

    return read_typed


def plain_value_writer(msgspec: Any) -> WriteText:
    """The writer that makes plain values, of which msgspec makes text."""
    encode = msgspec.json.Encoder().encode

    def extras(value: m.Extras) -> object:
        return msgspec.Raw(extras_text(value).encode())

    def sections(sections: tuple[m.Section, ...], make: Callable[[m.Section], object]) -> list[object]:
        if len(sections) < MANY:
            return [make(section) for section in sections]
        return [msgspec.Raw(encode(make(section))) for section in sections]

    make = plain_makers(extras, sections)[m.ClinicalAnswer]

    def write_plain(doc: m.ClinicalAnswer) -> str:
        text: str = encode(make(doc)).decode()
        return text

    return write_plain
