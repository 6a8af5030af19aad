"""How much input a reader takes, and the one way in which every reader turns its input into text or UTF-8."""

from __future__ import annotations

from typing import Final

from clinanswer.errors import Problem, ReadError

__all__ = ["MAX_BYTES", "MAX_NODES", "input_bytes", "input_text", "too_many_nodes"]

MAX_BYTES: Final = 20_000_000
"""The size of an input in UTF-8 that a reader takes unless it is told otherwise."""
MAX_NODES: Final = 1_000_000
"""The number of nodes in an input that a reader takes unless it is told otherwise."""

_BOM: Final = "\ufeff"
# How the first bytes of text in other encodings look. UTF-32 stands before UTF-16, whose mark its own begins with.
_OTHER_ENCODINGS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def input_text(data: str | bytes, *, max_bytes: int = MAX_BYTES, bom: bool = True) -> str:
    """The input of a reader as text: a `str` as it is, bytes as UTF-8. A leading byte order mark is taken off.

    Raises:
        ReadError: more than `max_bytes` in UTF-8, not UTF-8, half of a surrogate pair; a byte order mark unless `bom`.
        TypeError: neither `str` nor `bytes`.
    """
    if isinstance(data, bytes | bytearray):
        _check_size(len(data), max_bytes)
        text = _decode(bytes(data))
    elif isinstance(data, str):
        text = data
        _check_size(len(text) if text.isascii() else len(_encode(text)), max_bytes)
    else:
        raise TypeError(f"expected str or bytes, got {type(data).__name__}")
    if text.startswith(_BOM):
        if not bom:
            raise _refusal("bom", "the input begins with a byte order mark; save it as UTF-8 without one")
        return text[1:]
    return text


def input_bytes(data: str | bytes, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The input of a reader as UTF-8, for a parser that takes bytes. A leading byte order mark is taken off.

    Raises:
        ReadError, TypeError: as `input_text`.
    """
    if isinstance(data, str):
        raw = _encode(data)
        _check_size(len(raw), max_bytes)
    else:
        input_text(data, max_bytes=max_bytes)
        raw = bytes(data)
    return raw.removeprefix(_BOM.encode())


def too_many_nodes(count: int, max_nodes: int = MAX_NODES) -> ReadError:
    """The error of an input that holds `count` nodes."""
    return _refusal("too-many-nodes", f"the input holds {count:,} nodes; at most {max_nodes:,} are read")


def _check_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise _refusal("too-big", f"the input is {size:,} bytes long; at most {max_bytes:,} are read")


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        found = f"U+{ord(text[error.start]):04X} at position {error.start}"
        raise _refusal(
            "encoding", f"{found} is half of a surrogate pair, which is no character; remove it", line
        ) from None


def _decode(data: bytes) -> str:
    for mark, name in _OTHER_ENCODINGS:
        if data.startswith(mark):
            raise _refusal("encoding", f"the input is {name}; save it as UTF-8")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02X} at position {error.start}"
        raise _refusal("encoding", f"{found} is not UTF-8; save the input as UTF-8", line) from None


def _refusal(code: str, message: str, line: int | None = None) -> ReadError:
    return ReadError(Problem("$", code, message, line))
