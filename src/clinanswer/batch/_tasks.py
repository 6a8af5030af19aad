"""What there is to do: inputs of every kind as tasks, each small enough to be done again."""

from __future__ import annotations

import errno
import glob
import os
import re
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from clinanswer._io import PACKED, STDIN, SUFFIXES, Format, UsageError, is_lines, untold
from clinanswer._limits import MAX_BYTES
from clinanswer.errors import ClinAnswerError
from clinanswer.jsonl import damages, open_binary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Chunk", "FileTask", "Task", "require_apart", "tasks", "total_bytes"]

CHUNK_BYTES: Final = 1 << 20
"""About how many bytes of JSON Lines make one task."""
_NUMBER: Final = re.compile(r"[0-9]{6}|[0-9]{9}")
"""How the folders and documents that come of JSON Lines are called."""


@frozen
class FileTask:
    """One file with one document. `key` is where its outputs go below the output folder, without suffix."""

    path: Path
    key: str
    source: Format


@frozen
class Chunk:
    """Some lines of a JSON Lines input: bytes `start` to `end` of a file, or `lines` where it cannot be read twice."""

    path: Path
    name: str
    first_line: int
    start: int
    end: int
    lines: tuple[bytes, ...] | None = None

    @property
    def key(self) -> str:
        """The name of the task, unique in the batch."""
        return f"{self.name}/{self.first_line:09}"


Task: TypeAlias = FileTask | Chunk


def tasks(inputs: Sequence[str | os.PathLike[str]], output: Path, source: Format | None = None) -> Iterator[Task]:
    """The tasks of the inputs, in order: files, folders (with those below), patterns, JSON Lines, standard input.

    Raises:
        UsageError: an input of no known format.
        FileNotFoundError: an input that is not there.
    """
    for path, key in _named(inputs):
        if path.is_dir():
            yield from _folder(path, key, output, source)
        else:
            yield from _of_file(path, key, source)


def require_apart(inputs: Sequence[str | os.PathLike[str]], output: Path, source: Format | None = None) -> None:
    """See that every input is there and its format known, and that none would be written over itself or another.

    It is called before any work begins. One folder of the output is looked at at a time, with all inputs that would be
    written to it: the names in it are held, those of the call (of patterns, all that match), and nothing else.

    Raises:
        UsageError: an input of no known format, one that would be overwritten, or two whose outputs would be one.
        FileNotFoundError: an input that is not there.
    """
    output = output.resolve()
    files: dict[str, Path] = {}
    folders: dict[str, list[Path]] = {}
    for path, key in _named(inputs):
        if path.is_dir():
            folders.setdefault(key, []).append(path)
            continue
        _require_free(files.get(key), path)
        files[key] = path
        if not _is_many(path):
            _format_of(path, source)
            _require_not_overwritten(path, key, output)
    for key, group in folders.items():
        _require_apart_below(key, group, files, output, _lines_among(files).get(key))


def _require_apart_below(
    key: str, folders: Sequence[Path], files: Mapping[str, Path], output: Path, lines: Path | None
) -> None:
    """The same of folders that are all written to this one of the output, as JSON Lines may be (`lines`)."""
    here: dict[str, Path] = {}
    below: dict[str, list[Path]] = {}
    for folder in folders:
        for path, name in _documents(folder):
            own = _below(key, name)
            _require_free(files.get(own) or here.get(own) or (lines if _NUMBER.fullmatch(name) else None), path)
            here[own] = path
            if not _is_many(path):
                _require_not_overwritten(path, own, output)
        for each in _folders(folder, output):
            below.setdefault(each.name, []).append(each)
    many = _lines_among(here)
    for name, group in below.items():
        own = _below(key, name)
        _require_apart_below(own, group, files, output, many.get(own) or (lines if _NUMBER.fullmatch(name) else None))


def _require_free(other: Path | None, path: Path) -> None:
    if other is not None:
        raise UsageError(f"{other} and {path} would be written to the same files; convert them apart")


def _require_not_overwritten(path: Path, key: str, output: Path) -> None:
    source = path.resolve()
    if output / f"{key}{source.suffix}" == source:
        raise UsageError(f"{path}: an output could overwrite this input; choose another output folder")


def _lines_among(files: Mapping[str, Path]) -> dict[str, Path]:
    return {key: path for key, path in files.items() if _is_many(path)}


def _is_many(path: Path) -> bool:
    """Whether an input is JSON Lines."""
    return str(path) == STDIN or is_lines(path)


def total_bytes(inputs: Sequence[str | os.PathLike[str]], output: Path) -> int | None:
    """How many bytes there are to read; None when that cannot be told beforehand."""
    total = 0
    for given in inputs:
        for path, _ in _expanded(os.fspath(given)):
            if str(path) == STDIN or path.suffix.lower() in PACKED:
                return None
            total += sum(each.stat().st_size for each in (_walk(path, output) if path.is_dir() else [path]))
    return total


def _of_file(path: Path, key: str, source: Format | None) -> Iterator[Task]:
    if _is_many(path):
        yield from _chunks(path, key)
    else:
        yield FileTask(path, key, _format_of(path, source))


def _format_of(path: Path, source: Format | None) -> Format:
    known = source or SUFFIXES.get(path.suffix.lower())
    if known is None:
        raise UsageError(f"{path}: {untold(path)}; say the format with --from (in Python: source=)")
    return known


def _named(inputs: Sequence[str | os.PathLike[str]]) -> Iterator[tuple[Path, str]]:
    """The files and folders of a call, each with where what comes of it goes below the output folder."""
    for given in inputs:
        for path, root in _expanded(os.fspath(given)):
            if path.is_dir():
                # A folder alone needs no name, and one called `..` has its own.
                yield path, "" if len(inputs) == 1 else Path(os.path.abspath(path)).name  # noqa: PTH100  (links keep theirs)
            else:
                yield path, "stdin" if str(path) == STDIN else _without_suffix(path.relative_to(root)).as_posix()


def _expanded(given: str) -> Iterator[tuple[Path, Path]]:
    """The paths that an argument stands for, each with the folder that its name is taken from."""
    path = Path(given)
    if given == STDIN or path.exists():
        yield path, path.parent
        return
    if not glob.has_magic(given):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), given)
    matches = glob.glob(given, recursive=True)  # noqa: PTH207  (a pattern may begin with a folder or a root)
    found = [each for each in map(Path, sorted(matches)) if each.is_file()]
    if not found:
        raise FileNotFoundError(errno.ENOENT, "no file matches this pattern", given)
    parts = path.parts
    root = Path(*parts[: next(at for at, part in enumerate(parts) if glob.has_magic(part))])
    yield from ((each, root) for each in found)


def _folder(folder: Path, key: str, output: Path, source: Format | None) -> Iterator[Task]:
    """The documents in a folder and in those below it."""
    for path, name in _documents(folder):
        yield from _of_file(path, _below(key, name), source)
    for below in _folders(folder, output):
        yield from _folder(below, _below(key, below.name), output, source)


def _below(key: str, name: str) -> str:
    return f"{key}/{name}" if key else name


def _documents(folder: Path) -> Iterator[tuple[Path, str]]:
    """The documents in a folder, each with its name: without the suffix, unless that alone tells two apart."""
    files = _files(folder)
    names = Counter(_without_suffix(each).name for each in files)
    for path in files:
        name = _without_suffix(path).name
        yield path, name if names[name] == 1 else path.name


def _walk(folder: Path, output: Path) -> Iterator[Path]:
    """The files of a folder that are documents, and of those below it but the output's own."""
    yield from _files(folder)
    for below in _folders(folder, output):
        yield from _walk(below, output)


def _folders(folder: Path, output: Path) -> list[Path]:
    """The folders in a folder, but for the output."""
    own = output.resolve()
    folders = sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    return [each for each in folders if each.resolve() != own]


def _files(folder: Path) -> list[Path]:
    files = (each for each in folder.iterdir() if is_lines(each) or each.suffix.lower() in SUFFIXES)
    return sorted(each for each in files if not each.name.startswith(".") and each.is_file())


def _without_suffix(path: Path) -> Path:
    if is_lines(path) and path.suffix.lower() in PACKED:
        path = path.with_suffix("")
    return path.with_suffix("")


def _chunks(path: Path, name: str) -> Iterator[Chunk]:
    """The lines in chunks of about `CHUNK_BYTES`. Those of a plain file are read again by whoever works on them."""
    kept = str(path) == STDIN or path.suffix.lower() in PACKED
    with _opened(path) as file:
        lines: list[bytes] = []
        start = position = 0
        first = number = 1
        while line := file.readline(MAX_BYTES + 2):
            position += len(line)
            if kept:
                lines.append(line)
            while not line.endswith(b"\n") and (line := file.readline(MAX_BYTES)):  # too long: its reader refuses it
                position += len(line)
            number += 1
            if position - start >= CHUNK_BYTES:
                yield Chunk(path, name, first, start, position, tuple(lines) if kept else None)
                start, first = position, number
                lines = []
        if position > start:
            yield Chunk(path, name, first, start, position, tuple(lines) if kept else None)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of an input, unpacked.

    Raises:
        ClinAnswerError: a packed file that is damaged, or whose extra is not installed.
    """
    if str(path) == STDIN:
        yield sys.stdin.buffer
        return
    try:
        with open_binary(path) as file:
            yield file
    except damages() as error:
        raise ClinAnswerError(f"{path}: the file is damaged: {error}") from error
