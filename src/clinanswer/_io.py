"""`read` and `write`: documents in files, the format told by the suffix, or else by the content."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import contextmanager
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, TypeAlias, cast, get_args

from clinanswer._limits import MAX_BYTES
from clinanswer.errors import ClinAnswerError, ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from clinanswer.model import ClinicalAnswer

__all__ = [
    "FORMATS",
    "PACKED",
    "SUFFIXES",
    "Format",
    "UsageError",
    "format_of",
    "format_of_path",
    "is_lines",
    "read",
    "read_bytes",
    "read_bytes_as",
    "render",
    "replacing",
    "takes_report",
    "write",
    "write_bytes",
]

Format: TypeAlias = Literal["json", "html", "jats", "text"]
"""The formats that `read` and `write` know, by name."""

FORMATS: Final[tuple[Format, ...]] = get_args(Format)
_MODULES: Final[Mapping[Format, str]] = MappingProxyType(
    {"json": "_json", "html": "html", "jats": "jats", "text": "text"}
)
SUFFIXES: Final[Mapping[str, Format]] = MappingProxyType(
    {
        ".json": "json",
        ".html": "html",
        ".htm": "html",
        ".xml": "jats",
        ".nxml": "jats",
        ".jats": "jats",
        ".txt": "text",
        ".text": "text",
    }
)
"""The format that a file name's suffix stands for."""

_JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})
PACKED: Final = frozenset({".gz", ".zst"})
"""The suffixes of packed JSON Lines."""

# How the content of each format begins, white space aside. HTML stands before JATS: XHTML has an XML declaration too.
_BEGINNINGS: Final[tuple[tuple[Format, re.Pattern[bytes]], ...]] = (
    ("json", re.compile(rb"\{")),
    (
        "html",
        re.compile(
            rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|div|main)\b",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    ("jats", re.compile(rb"<(\?xml|!doctype\s+article|!--|article\b)", re.IGNORECASE)),
    ("html", re.compile(rb"<(!doctype|article|section|p|h1)\b", re.IGNORECASE)),
)
_LOOK_AT: Final = 1000


class UsageError(ClinAnswerError):
    """What is asked for cannot be done, whatever the input holds: a file name or an option is wrong."""


def read(path: str | os.PathLike[str], *, format: Format | None = None, **options: object) -> ClinicalAnswer:
    """The document in a file.

    Args:
        path: The file.
        format: Its format; when it is not given the suffix tells it, or else the content.
        options: What the reader of the format takes, such as `report=` and `strict=`.

    Raises:
        ReadError: the file cannot be read as this format; `source` names the file.
        OSError: the file cannot be opened.
    """
    data = read_bytes(path)
    return read_bytes_as(data, format or format_of_path(path) or format_of(data), os.fspath(path), **options)


def write(
    doc: ClinicalAnswer, path: str | os.PathLike[str], *, format: Format | None = None, **options: object
) -> None:
    """Write a document to a file, whole or not at all: until it is written, what was there before stays.

    Args:
        doc: The document.
        path: The file. Its folder must exist.
        format: The format; when it is not given the suffix tells it.
        options: What the writer of the format takes, such as `fragment=` for HTML.

    Raises:
        ClinAnswerError: the suffix stands for no format.
        OSError: the file cannot be written; nothing is left behind.
    """
    chosen = format or format_of_path(path)
    if chosen is None:
        suffixes = ", ".join(SUFFIXES)
        raise UsageError(f"{os.fspath(path)}: the suffix stands for no format; use one of {suffixes}, or format=")
    write_bytes(path, render(doc, chosen, **options).encode())


def format_of_path(path: str | os.PathLike[str]) -> Format | None:
    """The format that the suffix of a path stands for, or None."""
    return SUFFIXES.get(Path(path).suffix.lower())


def is_lines(path: Path) -> bool:
    """Whether a path is that of a JSON Lines file, packed or not."""
    inner = path.with_suffix("") if path.suffix.lower() in PACKED else path
    return inner.suffix.lower() in _JSON_LINES


def format_of(data: bytes) -> Format:
    """The format that the first bytes of a content look like; page text when they look like no other."""
    start = data[:_LOOK_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((name for name, pattern in _BEGINNINGS if pattern.match(start)), "text")


def read_bytes_as(data: bytes, format: Format, source: str, **options: object) -> ClinicalAnswer:
    """The document that these bytes hold in this format; errors name the source.

    Raises:
        ReadError: they hold none.
    """
    reader = _function("from", format)
    try:
        return cast("ClinicalAnswer", reader(data, **options))
    except ReadError as error:
        raise type(error)(error.problems, source) from error.__cause__


def render(doc: ClinicalAnswer, format: Format, **options: object) -> str:
    """The document in a format."""
    return cast("str", _function("to", format)(doc, **options))


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The content of a file, or so much of it that a reader refuses it as too long."""
    with Path(path).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file whole or not at all: see `replacing`."""
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A new file beside `path`, to be written to, which takes its name at the end, or is taken away on an error.

    Raises:
        OSError: it cannot be written.
    """
    target = Path(os.path.realpath(path))  # a symbolic link stays one
    beside = target.with_name(f".{target.name[:200]}.{secrets.token_hex(6)}.tmp")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(descriptor)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def takes_report(format: Format) -> bool:
    """Whether the reader of a format may lose something, and so takes `report=` and `strict=`."""
    return "report" in signature(_function("from", format)).parameters


def _function(direction: Literal["from", "to"], format: Format) -> Callable[..., object]:
    if format not in _MODULES:
        raise UsageError(f"{format!r} is not a format; use one of {', '.join(FORMATS)}")
    module = f"clinanswer.{_MODULES[format]}"
    function: Callable[..., object] = getattr(import_module(module), f"{direction}_{format}")
    return function
