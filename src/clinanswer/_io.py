"""`read` and `write`: documents in files, the format told by the suffix, or else by the content."""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, TypeAlias, cast, get_args

from attrs import frozen

from clinanswer._limits import MAX_BYTES
from clinanswer.errors import ClinAnswerError, Problem, ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from clinanswer.jats._journal import Journal
    from clinanswer.jats._names import TagSet
    from clinanswer.model import ClinicalAnswer

__all__ = [
    "FORMATS",
    "GUESSED",
    "PACKED",
    "STDIN",
    "SUFFIXES",
    "Format",
    "ReaderOptions",
    "Sections",
    "UsageError",
    "WriterOptions",
    "format_of",
    "format_of_path",
    "in_options",
    "is_lines",
    "read",
    "read_bytes",
    "read_bytes_as",
    "read_input",
    "read_with_losses",
    "render",
    "replacing",
    "takes_report",
    "told",
    "told_format",
    "untold",
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

STDIN: Final = "-"
GUESSED: Final = "format-guessed"
"""The code of the note that the format of an input could only be guessed."""
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
# How files begin that are no text, and what they are.
_NO_TEXT: Final[Mapping[bytes, str]] = MappingProxyType(
    {
        b"%PDF-": "a PDF",
        b"PK\x03\x04": "a zip archive, as .docx, .odt and .epub are",
        b"\xd0\xcf\x11\xe0": "an old Office file, as .doc is",
        b"{\\rtf": "an RTF file",
        b"\x89PNG": "an image",
        b"\xff\xd8\xff": "an image",
        b"GIF8": "an image",
        b"II*\x00": "an image",
        b"MM\x00*": "an image",
        b"RIFF": "an image or a sound",
        b"\x1f\x8b": "packed with gzip",
        b"\x28\xb5\x2f\xfd": "packed with zstd",
    }
)
_NO_TEXT_BEGINNINGS: Final = tuple(_NO_TEXT)
_OPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pass lenient=True": "use --lenient",
        "id_prefix=": "--id-prefix",
        'sections="flat"': "--sections flat",
    }
)
"""What messages call the arguments of readers, and what these are called on the command line."""
_RANDOM: Final = 6
"""How many random bytes tell a file that is being written from all others."""

Sections: TypeAlias = Literal["auto", "flat"]
"""Whether page text gets its sections nested by their roles, or all at the top."""


class UsageError(ClinAnswerError):
    """What is asked for cannot be done, whatever the input holds: a file name or an option is wrong."""


@frozen
class ReaderOptions:
    """How documents of any format are read. What a format does not have is no matter to its reader."""

    strict: bool = False
    lenient: bool = False
    id_prefix: str | None = None
    sections: Sections = "auto"

    def of(self, format: Format) -> dict[str, object]:
        """The arguments for the reader of a format."""
        options: dict[str, object] = {}
        if format == "html":
            options = {"lenient": self.lenient, "id_prefix": self.id_prefix}
        elif format == "text":
            options = {"sections": self.sections}
        return {**options, "strict": self.strict} if takes_report(format) else options


@frozen
class WriterOptions:
    """How documents are written. What a format does not have is no matter to its writer."""

    tag_set: TagSet | None = None
    journal: Journal | None = None

    def of(self, format: Format) -> dict[str, object]:
        """The arguments for the writer of a format."""
        return {"tag_set": self.tag_set, "journal": self.journal} if format == "jats" else {}


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
    data = read_bytes(path, cast("int", options.get("max_bytes", MAX_BYTES)))
    return read_bytes_as(data, format or format_of_path(path) or format_of(data), os.fspath(path), **options)


def write(
    doc: ClinicalAnswer, path: str | os.PathLike[str], *, format: Format | None = None, **options: object
) -> None:
    """Write a document to a file, whole or not at all: until it is written, what was there before stays.

    A device, a pipe or a terminal stays what it is, and is written to.

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
    return _begins_as(data) or "text"


def _begins_as(data: bytes) -> Format | None:
    start = data[:_LOOK_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((name for name, pattern in _BEGINNINGS if pattern.match(start)), None)


def read_input(
    path: str, format: Format | None, reading: ReaderOptions, report: list[Problem], *, decisions: bool = False
) -> tuple[str, ClinicalAnswer]:
    """An input of the command line, a file or `-` for standard input: what it is called, and its document.

    Args:
        path: The input.
        format: Its format, when it was said.
        reading: How to read it.
        report: Receives what is lost, and first of all a format that could only be guessed.
        decisions: Report also the decisions of the reader of page text by which nothing is lost.

    Raises:
        ReadError: it cannot be read as this format.
        OSError: it cannot be opened.
    """
    name = "standard input" if path == STDIN else path
    if format is None and is_lines(Path(path)):
        raise UsageError(f"{path}: JSON Lines hold many documents, and one is needed; convert makes a file of each")
    data = sys.stdin.buffer.read() if path == STDIN else read_bytes(path)
    known = format or told_format(data, path, report)
    if decisions and takes_report(known):
        return name, read_bytes_as(data, known, name, **reading.of(known), report=report)
    doc, losses = read_with_losses(data, known, name, reading)
    report.extend(losses)
    return name, doc


def told_format(data: bytes, path: str, report: list[Problem]) -> Format:
    """The format that the suffix or the content tells; that it could only be guessed is reported."""
    known = format_of_path(path) or _begins_as(data)
    if known is None:
        report.append(Problem("$", GUESSED, f"{untold(Path(path))}; it is taken for page text (--from says otherwise)"))
    return known or "text"


def read_with_losses(
    data: bytes, format: Format, source: str, reading: ReaderOptions
) -> tuple[ClinicalAnswer, tuple[Problem, ...]]:
    """A document, and what its reader says of it when something was lost, a loss first.

    The reader of page text also reports decisions by which nothing is lost: there, a loss is what it refuses if strict.

    Raises:
        ReadError: the bytes hold no document in this format.
    """
    options = reading.of(format)
    if not takes_report(format) or reading.strict:
        return read_bytes_as(data, format, source, **options), ()
    first: tuple[Problem, ...] = ()
    if format == "text":
        try:
            return read_bytes_as(data, format, source, **{**options, "strict": True}), ()
        except ReadError as error:
            first = error.problems
    reported: list[Problem] = []
    doc = read_bytes_as(data, format, source, **options, report=reported)
    return doc, (*first, *(problem for problem in reported if problem not in first))


def untold(path: Path) -> str:
    """Why a file name does not tell the format of what is in it."""
    return f"the suffix {path.suffix} stands for no format" if path.suffix else "no suffix tells the format"


def told(source: str, problems: Iterable[Problem]) -> list[str]:
    """Problems of an input as the command line says them, a line each: the file, the line and the place in it."""
    return [
        f"{source}{'' if each.line is None else f':{each.line}'}:{'' if each.path == '$' else f' {each.path}:'}"
        f" {in_options(each.message)} [{each.code}]"
        for each in problems
    ]


def in_options(message: str) -> str:
    """A message of the library for somebody at the command line, who has options, not arguments."""
    for argument, option in _OPTIONS.items():
        message = message.replace(argument, option)
    return message


def read_bytes_as(data: bytes, format: Format, source: str, **options: object) -> ClinicalAnswer:
    """The document that these bytes hold in this format; errors name the source.

    Raises:
        ReadError: they hold none.
    """
    if data.startswith(_NO_TEXT_BEGINNINGS):
        what = next(what for beginning, what in _NO_TEXT.items() if data.startswith(beginning))
        message = f"the input is {what}, and not read; save what it holds as text, HTML, JATS or JSON"
        raise ReadError(Problem("$", "not-text", message), source)
    limit = cast("int", options.get("max_bytes", MAX_BYTES))
    if len(data) > limit:  # the reader would tell the length of what was read, which is cut off
        message = f"the input is longer than {limit:,} bytes, the most that are read"
        raise ReadError(Problem("$", "too-big", message), source)
    reader = _function("from", format)
    try:
        return cast("ClinicalAnswer", reader(data, **options))
    except ReadError as error:
        raise type(error)(error.problems, source) from error.__cause__


def render(doc: ClinicalAnswer, format: Format, **options: object) -> str:
    """The document in a format."""
    return cast("str", _function("to", format)(doc, **options))


def read_bytes(path: str | os.PathLike[str], max_bytes: int | None = None) -> bytes:
    """The content of a file, or so much of it that a reader refuses it as too long."""
    with Path(path).open("rb") as file:
        return file.read((MAX_BYTES if max_bytes is None else max_bytes) + 1)


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file whole or not at all: see `replacing`."""
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A new file beside `path`, to be written to, which takes its name at the end, or is taken away on an error.

    What is there and no regular file, such as a device or a pipe, is written to itself: a file in its place would be
    read by nobody.

    Raises:
        OSError: it cannot be written; `filename` is that of `path`, or of its folder if there is none.
    """
    target = Path(os.path.realpath(path))  # a symbolic link stays one
    if Path(path).exists() and not target.is_file():  # of a pipe in /proc/self/fd, the target is no path at all
        with _directly(path) as file:
            yield file
        return
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "there is no such folder", os.fspath(Path(path).parent))
    beside = target.with_name(f".{target.name[:200]}.{os.urandom(_RANDOM).hex()}.tmp")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(descriptor)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in {None, str(beside)}:
            error.filename, error.filename2 = os.fspath(path), None  # of the other file nobody knows
        raise


@contextmanager
def _directly(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """What is no regular file, to be written to; errors name it."""
    try:
        with Path(path).open("wb") as file:
            yield file
    except OSError as error:
        error.filename = error.filename or os.fspath(path)
        raise


@cache
def takes_report(format: Format) -> bool:
    """Whether the reader of a format may lose something, and so takes `report=` and `strict=`."""
    return "report" in signature(_function("from", format)).parameters


def _function(direction: Literal["from", "to"], format: Format) -> Callable[..., object]:
    if format not in _MODULES:
        raise UsageError(f"{format!r} is not a format; use one of {', '.join(FORMATS)}")
    module = f"clinanswer.{_MODULES[format]}"
    function: Callable[..., object] = getattr(import_module(module), f"{direction}_{format}")
    return function
