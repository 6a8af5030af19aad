"""Bytes to an element tree, safely: bounded in size and depth, without network, DTD or entity declarations."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from clinanswer._limits import MAX_BYTES, MAX_NODES, input_bytes, too_many_nodes
from clinanswer.errors import Problem, ReadError
from clinanswer.jats._characters import named_characters
from clinanswer.model._text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import XMLParser, _Element

__all__ = ["may_be_odd", "parse", "too_deep"]

_DECLARED_ENCODING: Final = re.compile(rb"""<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_NAMED: Final = re.compile(rb"&(?!#|amp;|lt;|gt;|quot;|apos;)")
_SKIPPED_OR_NAMED: Final = re.compile(r"<!--|<!\[CDATA\[|<\?|&([A-Za-z][A-Za-z0-9.]{0,60});")
_ENDS: Final = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_ENTITY: Final = b"<!ENTITY"
_MIN_NODE: Final = len("<a/>")
_SIGNS: Final = (b"\x7f", b"\xef", b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
_C1: Final = b"\xc2"
_LAST_C1: Final = b"\x9f"


def parse(data: str | bytes, *, max_bytes: int = MAX_BYTES, max_nodes: int = MAX_NODES) -> tuple[_Element, bytes]:
    """The root of an XML document, without comments and processing instructions, and the text that was parsed.

    Raises:
        ReadError: too long, too deep or too many nodes; not well-formed; entity declarations; an unknown named
            character. All but the size with its line.
    """
    raw = _utf8(data, max_bytes)
    if _ENTITY in raw:
        _refuse_declarations(raw)
    if b"&" in raw and _NAMED.search(raw):
        raw = _resolve_names(raw.decode()).encode()
    root = _root(raw)
    if len(raw) >= max_nodes * _MIN_NODE and (count := int(root.xpath("count(//*)"))) > max_nodes:
        raise too_many_nodes(count, max_nodes)
    return root, raw


def may_be_odd(raw: bytes) -> bool:
    """Whether there may be characters that no text of the model holds, or a CR.

    In most files there are none, which a few searches show, and their readers need not look at every text. The signs
    are DEL, C1 (in UTF-8 from C2 80 to C2 9F), what begins noncharacters, and references to characters.
    """
    return (
        any(sign in raw for sign in _SIGNS)
        or any(following <= _LAST_C1 for following in _after(_C1, raw))
        or b"#" in _after(b"&", raw)
    )


def _after(sign: bytes, raw: bytes) -> Iterator[bytes]:
    """The byte after each `sign`, a single byte, which is the quickest to search for."""
    place = raw.find(sign)
    while place >= 0:
        yield raw[place + 1 : place + 2]
        place = raw.find(sign, place + 1)


def _utf8(data: str | bytes, max_bytes: int) -> bytes:
    """The input in UTF-8, from the encoding that an XML declaration names where it names one."""
    if isinstance(data, bytes | bytearray) and data.startswith((b"\xff\xfe", b"\xfe\xff")) and len(data) <= max_bytes:
        try:
            data = data.decode("utf-16")  # its mark says so, and XML may be written in it
        except ValueError:
            raise _refusal("encoding", "the file is not in UTF-16, which its first bytes announce", 1) from None
    declared = _DECLARED_ENCODING.match(data) if isinstance(data, bytes | bytearray) else None
    name = declared[1].decode() if declared else "utf-8"
    if name.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"} and len(data) <= max_bytes:
        try:
            data = data.decode(name)  # type: ignore[union-attr]  # only bytes declare an encoding
        except LookupError:
            raise _refusal(
                "encoding", f"the declared encoding {name!r} is not known; save the file as UTF-8", 1
            ) from None
        except ValueError:
            raise _refusal("encoding", f"the file is not in {name}, its declared encoding", 1) from None
    return input_bytes(data, max_bytes=max_bytes)


def _root(raw: bytes) -> _Element:
    from lxml import etree

    try:
        return etree.fromstring(raw, _parser())
    except etree.XMLSyntaxError as error:
        message = (error.msg or "no XML").split(", line ")[0]
        if "xcessive depth" in message:
            raise too_deep(error.lineno) from None
        if "esource limit" in message:
            raise _refusal(
                "too-big", "a text or attribute is longer than 10 MB, which XML readers refuse; divide it", error.lineno
            ) from None
        raise _refusal("not-well-formed", f"not well-formed XML: {message.strip()}", error.lineno) from None


@cache
def _parser() -> XMLParser:
    """One parser for all: making it takes as long as reading a small file. lxml locks it while it is in use."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )


def _refuse_declarations(raw: bytes) -> None:
    """Refuse entity declarations in the internal subset; in a comment or CDATA the same words are only words."""
    try:
        internal = _root(raw).getroottree().docinfo.internalDTD
        declares = internal is not None and any(True for _ in internal.iterentities())
    except ReadError:  # declarations that the parser refuses by itself, such as cyclic ones
        declares = 0 <= raw.find(b"<!DOCTYPE") < raw.index(_ENTITY)
    if declares:
        raise _refusal(
            "entity-declaration",
            "the document type declares entities, which are not read; resolve them first",
            raw.count(b"\n", 0, raw.index(_ENTITY)) + 1,
        )


def _resolve_names(text: str) -> str:
    """The text with every named character as a character reference; CDATA, comments and instructions as they are."""
    characters = named_characters()
    parts: list[str] = []
    done = 0
    while (found := _SKIPPED_OR_NAMED.search(text, done)) is not None:
        name = found[1]
        if name is None:
            end = text.find(_ENDS[found[0]], found.end())
            if end < 0:  # not well-formed: the parser says so
                break
            parts.append(text[done:end])
            done = end
            continue
        if name in _PREDEFINED:
            parts.append(text[done : found.end()])
        else:
            if name not in characters:
                raise _refusal(
                    "unknown-entity",
                    f"the named character &{shorten(name)}; is not known; write the character itself",
                    text.count("\n", 0, found.start()) + 1,
                )
            parts.append(text[done : found.start()])
            parts += [f"&#{ord(character)};" for character in characters[name]]
        done = found.end()
    return "".join(parts) + text[done:]


def too_deep(line: int | None) -> ReadError:
    """The error of an article whose elements are nested too deep, about there."""
    return _refusal("too-deep", "the elements are nested too deep; at most 200 levels are read", line)


def _refusal(code: str, message: str, line: int | None) -> ReadError:
    return ReadError(Problem("/", code, message, line))


_PREDEFINED: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
