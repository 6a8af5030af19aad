"""JSON Lines (https://jsonlines.org), the pipelines' form: one document a line, read and written at flat memory.

Files whose name ends in `.gz` or `.zst` are compressed; the latter needs the extra `zstd`.
"""

from __future__ import annotations

import gc
import gzip
import io
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final, Literal, Self, TypeAlias, cast

from attrs import evolve

from clinanswer._io import replacing
from clinanswer._json import from_json, to_json
from clinanswer._limits import MAX_BYTES
from clinanswer.errors import ClinAnswerError, Problem, ReadError

if TYPE_CHECKING:
    from types import TracebackType

    from clinanswer.model import ClinicalAnswer

__all__ = ["Errors", "Reader", "damages", "load", "open_binary", "read", "read_line", "write"]

Source: TypeAlias = str | os.PathLike[str] | IO[bytes] | IO[str]
"""A path, or a file that is open for reading."""
Errors: TypeAlias = Literal["raise", "skip"] | Callable[[ReadError], object]
"""What becomes of a line that holds no document: an error, nothing, or a call with the error."""


def read(source: Source, *, errors: Errors = "raise", max_bytes: int = MAX_BYTES) -> Reader:
    """The documents of a JSON Lines file, one after another, each when it is asked for. Blank lines are passed over.

    Args:
        source: A path (compressed if it ends in `.gz` or `.zst`), or a file open for reading, text or binary.
        errors: What to do at a line that holds no document: `"raise"` the error, `"skip"` the line, or call this
            with the error, which names file, line and column. No choice ends the reading: after an error was
            raised, the next document can still be asked for.
        max_bytes: The longest line that is read.

    Raises:
        ReadError: a line holds no document, or the compressed file is damaged (with which the reading does end).
        OSError: the file cannot be opened.
    """
    return Reader(source, errors=errors, max_bytes=max_bytes)


def load(source: Source, *, errors: Errors = "raise", max_bytes: int = MAX_BYTES) -> list[ClinicalAnswer]:
    """All documents of a JSON Lines file at once: up to three times as fast as `list(read(...))`.

    Garbage collection, which would look at all documents again and again while they come in, is paused meanwhile.
    That holds for the whole process, other threads included; it is resumed in any case.
    """
    with read(source, errors=errors, max_bytes=max_bytes) as documents, _without_garbage_collection():
        return list(documents)


def write(documents: Iterable[ClinicalAnswer], target: str | os.PathLike[str] | IO[bytes] | IO[str]) -> int:
    """Write documents as JSON Lines and return their number. One at a time is held.

    A path is written whole or not at all, and compressed if it ends in `.gz` or `.zst`. The same documents give the
    same bytes. To add to a file open it yourself: `open(path, "ab")`.

    Raises:
        OSError: the file cannot be written.
    """
    with ExitStack() as stack:
        file: IO[Any]
        if isinstance(target, str | os.PathLike):
            new = stack.enter_context(replacing(target))
            file = stack.enter_context(_compressing(new, Path(target).suffix.lower()))
        else:
            file = target
        as_text = isinstance(file, io.TextIOBase)
        put: Callable[[Any], object] = file.write
        count = 0
        for document in documents:
            line = to_json(document) + "\n"
            put(line if as_text else line.encode())
            count += 1
    return count


class Reader(Iterator["ClinicalAnswer"]):
    """What `read` returns: an iterator over documents, and a context manager that closes the file.

    `line` is the number of the line last read, from 1; `name` the file's name in errors.
    """

    def __init__(self, source: Source, *, errors: Errors = "raise", max_bytes: int = MAX_BYTES) -> None:
        if errors not in {"raise", "skip"} and not callable(errors):
            raise ValueError(f"errors is 'raise', 'skip' or a function, not {errors!r}")
        self.line = 0
        self._errors = errors
        self._max_bytes = max_bytes
        if isinstance(source, str | os.PathLike):
            self.name = os.fspath(source)
            self._file: IO[Any] = open_binary(source)
            self._close = self._file.close
        else:
            self.name = str(getattr(source, "name", "<stream>"))
            self._file = source
            self._close = _leave_open

    def __next__(self) -> ClinicalAnswer:
        while True:
            try:
                line = self._next_line()
                if line and not line.isspace():
                    return read_line(line, self.line, self.name, max_bytes=self._max_bytes)
            except ReadError as error:
                if self._errors == "raise":
                    raise
                if callable(self._errors):
                    self._errors(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_close"):  # else the file could not be opened
            self.close()

    def close(self) -> None:
        """Close the file, if it was opened here, and end the iteration."""
        self._close()
        self._file = io.BytesIO()

    def _next_line(self) -> str | bytes:
        """The next line. Of one that is too long no more is held than shows it.

        Raises:
            StopIteration: there is none.
        """
        try:
            line = rest = self._read_piece()
            too_long = len(line.rstrip(_NEWLINES[type(line)])) > self._max_bytes
            while too_long and rest and not rest.endswith(_NEWLINES[type(rest)]):
                rest = self._read_piece()
        except damages() as error:
            problem = Problem("$", "damaged", f"the file is damaged after line {self.line}: {error}", self.line + 1)
            self.close()
            raise ReadError(problem, self.name) from None
        if not line:
            self.close()
            raise StopIteration
        self.line += 1
        if too_long:
            message = f"the line is longer than {self._max_bytes:,} bytes"
            raise ReadError(Problem("$", "too-big", message, self.line), self.name)
        return line

    def _read_piece(self) -> str | bytes:
        piece: str | bytes = self._file.readline(self._max_bytes + 2)
        return piece


def read_line(line: str | bytes, number: int, name: str | None = None, *, max_bytes: int = MAX_BYTES) -> ClinicalAnswer:
    """The document in one line of a file; errors name the file and the line's number.

    Raises:
        ReadError: the line holds no document.
    """
    try:
        return from_json(line.rstrip(_SPACES[type(line)]), max_bytes=max_bytes)
    except ReadError as error:
        raise type(error)((evolve(problem, line=number) for problem in error.problems), name) from None


def open_binary(path: str | os.PathLike[str]) -> IO[bytes]:
    """A file open for reading, uncompressed if its name ends in `.gz` or `.zst`.

    Raises:
        ClinAnswerError: the extra `zstd` is not installed.
        OSError: the file cannot be opened.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if suffix == ".zst":
        decompressor = _zstandard().ZstdDecompressor()
        return io.BufferedReader(_ZstdFile(Path(path).open("rb"), decompressor))
    return Path(path).open("rb")


class _ZstdFile(io.RawIOBase):
    """What a zstd file holds. Unlike the library's own stream, one that ends too early is an error."""

    def __init__(self, file: IO[bytes], decompressor: Any) -> None:  # noqa: ANN401  (of a library that may be missing)
        self._file = file
        self._decompressor = decompressor
        self._frame = decompressor.decompressobj()
        self._begun = False
        self._data = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401  (any writable buffer)
        while not self._data:
            packed = (self._frame.unused_data if self._frame.eof else b"") or self._file.read(_CHUNK)
            if self._frame.eof:
                self._frame = self._decompressor.decompressobj()
                self._begun = False
            if not packed:
                if self._begun:
                    raise EOFError("it ends before its end-of-frame marker")
                return 0
            self._begun = True
            self._data = self._frame.decompress(packed)
        given = self._data[: len(buffer)]
        self._data = self._data[len(given) :]
        buffer[: len(given)] = given
        return len(given)

    def close(self) -> None:
        self._file.close()
        super().close()


@contextmanager
def _compressing(file: BinaryIO, suffix: str) -> Iterator[IO[bytes]]:
    """The file to write to so that `file` gets what the suffix promises, without names or times in it."""
    if suffix == ".gz":
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as packed:
            yield cast("IO[bytes]", packed)
    elif suffix == ".zst":
        with _zstandard().ZstdCompressor().stream_writer(file, closefd=False) as packed:
            yield packed
    else:
        yield file


def _zstandard() -> Any:  # noqa: ANN401  (a module that is there or not)
    try:
        import zstandard
    except ImportError:
        raise ClinAnswerError("a .zst file needs the extra zstd: pip install clinanswer[zstd]") from None
    return zstandard


def damages() -> tuple[type[Exception], ...]:
    """What damaged files raise when they are read."""
    zstandard = sys.modules.get("zstandard")
    more: tuple[type[Exception], ...] = () if zstandard is None else (zstandard.ZstdError,)
    return (EOFError, UnicodeDecodeError, zlib.error, gzip.BadGzipFile, *more)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _leave_open() -> None:
    """What closing does to a file that somebody else opened."""


_CHUNK: Final = 1 << 16
_NEWLINES: Final[dict[type, Any]] = {str: "\n", bytes: b"\n"}
_SPACES: Final[dict[type, Any]] = {str: " \t\r\n", bytes: b" \t\r\n"}
