"""What there is to do: inputs of every kind as tasks, each small enough to be done again."""

from __future__ import annotations

import errno
import glob
import os
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
    from collections.abc import Iterator, Sequence

__all__ = ["Chunk", "FileTask", "Task", "require_inputs", "tasks", "total_bytes"]

CHUNK_BYTES: Final = 1 << 20
"""About how many bytes of JSON Lines make one task."""


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
        UsageError: an input of no known format, or two whose outputs would be one.
        FileNotFoundError: an input that is not there.
    """
    seen: dict[str, str] = {}
    for given in inputs:
        for path, root in _expanded(os.fspath(given)):
            if path.is_dir():
                yield from _folder(path, path if len(inputs) == 1 else path.parent, output, source)
                continue
            key = "stdin" if str(path) == STDIN else _without_suffix(path.relative_to(root)).as_posix()
            if key in seen:
                raise UsageError(f"{seen[key]} and {path} would be written to the same files; convert them apart")
            seen[key] = str(path)
            yield from _of_file(path, key, source)


def require_inputs(inputs: Sequence[str | os.PathLike[str]]) -> None:
    """See that every input is there, before work on any of them begins.

    Raises:
        FileNotFoundError: one is not.
    """
    for each in inputs:
        next(_expanded(os.fspath(each)))


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
    if str(path) == STDIN or is_lines(path):
        yield from _chunks(path, key)
        return
    known = source or SUFFIXES.get(path.suffix.lower())
    if known is None:
        raise UsageError(f"{path}: {untold(path)}; say the format with --from (in Python: source=)")
    yield FileTask(path, key, known)


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


def _folder(folder: Path, root: Path, output: Path, source: Format | None) -> Iterator[Task]:
    """The documents in a folder and in those below it."""
    here: Path | None = None
    names: Counter[str] = Counter()
    for path in _walk(folder, output):
        if path.parent != here:
            here = path.parent
            names = Counter(_without_suffix(each).name for each in _files(here))
        relative = path.relative_to(root)
        alone = names[_without_suffix(path).name] == 1  # else the suffix is what tells two files apart
        yield from _of_file(path, (_without_suffix(relative) if alone else relative).as_posix(), source)


def _walk(folder: Path, output: Path) -> Iterator[Path]:
    """The files of a folder that are documents, and of those below it but the output's own."""
    yield from _files(folder)
    for below in sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")):
        if below.resolve() != output.resolve():
            yield from _walk(below, output)


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
