"""The work on one task: its documents in every format, in files that are whole or not there, and a mark at the end.

The mark (`OUT/.clinanswer/<task>.json`) is written last. It holds the digest of the input and the sizes of the outputs,
and nothing that differs from run to run, so that whatever is interrupted can be done again: the same bytes come out.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from attrs import Factory, asdict, define, frozen

import clinanswer
from clinanswer._io import SUFFIXES, Format, ReaderOptions, WriterOptions, read_bytes
from clinanswer._limits import MAX_BYTES
from clinanswer.batch._partition import convert_document, problem_record
from clinanswer.batch._tasks import Chunk, FileTask, Task
from clinanswer.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["MARKS", "Outcome", "Settings", "mark_path", "put", "work"]

MARKS: Final = ".clinanswer"
_SHARD: Final = 1000  # documents of one JSON Lines file in one folder
_SUFFIX: Final[dict[Format, str]] = {format: suffix for suffix, format in reversed(dict(SUFFIXES).items())}


@frozen
class Settings:
    """What all tasks of a batch share."""

    output: Path
    formats: tuple[Format, ...]
    resume: bool = False
    quarantine: Path | None = None
    reading: ReaderOptions = Factory(ReaderOptions)
    writing: WriterOptions = Factory(WriterOptions)

    def stamp(self, task: Task, lines: Iterable[bytes]) -> dict[str, object]:
        """What the outputs of a task depend on: its input, and how it is converted."""
        digest = hashlib.sha256()
        for line in lines:
            digest.update(line)
        return {
            "digest": digest.hexdigest(),
            "clinanswer": clinanswer.__version__,
            "from": task.source if isinstance(task, FileTask) else "jsonl",
            "to": list(self.formats),
            "reading": asdict(self.reading),
            "writing": asdict(self.writing),
            "quarantine": self.quarantine is not None,
        }


@frozen
class Outcome:
    """What became of a task: its documents, how many failed or lost something, and whether that was done before."""

    documents: int
    failed: int
    lossy: int
    skipped: bool
    bytes: int


@define
class _Done:
    """What has been done of a task so far, as its mark will say it."""

    settings: Settings
    documents: int = 0
    failures: list[dict[str, Any]] = Factory(list)
    losses: list[dict[str, Any]] = Factory(list)
    sizes: dict[str, int] = Factory(dict)

    def convert(self, name: str, data: bytes, source: Format, where: dict[str, Any], suffix: str) -> None:
        """Convert a document and write what comes of it."""
        settings = self.settings
        found = convert_document(data, source, settings.formats, settings.reading, settings.writing)
        if found.texts is None:
            self.fail(name, where, found.errors, data, suffix)
            return
        self.documents += 1
        if found.losses:
            self.losses.append({**where, "document": name, "problems": list(map(problem_record, found.losses))})
        for format, text in found.texts.items():
            output = f"{name}{_SUFFIX[format]}"
            encoded = text.encode()
            put(self.settings.output / output, (encoded,))
            self.sizes[output] = len(encoded)

    def fail(
        self, name: str, where: dict[str, Any], problems: Iterable[Problem], data: bytes | None, suffix: str
    ) -> None:
        """Take away what an earlier run made of a document that cannot be read now, and copy its input aside."""
        self.documents += 1
        for format in self.settings.formats:
            (self.settings.output / f"{name}{_SUFFIX[format]}").unlink(missing_ok=True)
        copy = f"{name}{suffix}" if self.settings.quarantine and data is not None else None
        if copy and self.settings.quarantine and data is not None:
            put(self.settings.quarantine / copy, (data,))
        self.failures.append({**where, "document": name, "copy": copy, "problems": list(map(problem_record, problems))})


def work(task: Task, settings: Settings) -> Outcome:
    """Do a task, unless the settings say to resume and it has been done.

    Raises:
        OSError: an output cannot be written.
    """
    unreadable: OSError | None = None
    lines: list[bytes] = []
    try:
        lines = [read_bytes(task.path)] if isinstance(task, FileTask) else list(_lines(task))
    except OSError as error:
        unreadable = error
    size = sum(map(len, lines))
    stamp = settings.stamp(task, lines)
    mark = mark_path(task.key, settings.output)
    if settings.resume and unreadable is None and (before := _done_before(mark, stamp, settings.output)):
        return Outcome(before["documents"], len(before["failures"]), len(before["losses"]), skipped=True, bytes=size)
    done = _Done(settings)
    if unreadable is not None:
        problem = Problem("$", "unreadable", unreadable.strerror or str(unreadable))
        done.fail(task.key, {"input": str(task.path)}, [problem], None, "")
    elif isinstance(task, FileTask):
        done.convert(task.key, lines[0], task.source, {"input": str(task.path)}, task.path.suffix)
    else:
        for number, line in enumerate(lines, task.first_line):
            if line.strip():
                name = f"{task.name}/{(number - 1) // _SHARD:06}/{number:09}"
                done.convert(name, line.rstrip(b"\r\n"), "json", {"input": str(task.path), "line": number}, ".json")
    content = {
        **stamp,
        "documents": done.documents,
        "failures": done.failures,
        "losses": done.losses,
        "outputs": done.sizes,
    }
    _mark(mark, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    return Outcome(done.documents, len(done.failures), len(done.losses), skipped=False, bytes=size)


def mark_path(key: str, output: Path) -> Path:
    """Where the mark of the task with this key stands."""
    return output / MARKS / f"{key}.json"


def put(path: Path, data: Iterable[bytes]) -> None:
    """Write a file whole or not at all. What an interrupted run leaves beside it, the next one takes over."""
    part = path.with_name(f".{path.name}.part")
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    _write(part, data)
    _rename(part, path)


# The three steps of which all work on files is made; tests end the process before and after each of them.


def _write(path: Path, data: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(data)


def _rename(part: Path, path: Path) -> None:
    part.replace(path)


def _mark(path: Path, data: bytes) -> None:
    put(path, (data,))


def _done_before(mark: Path, stamp: dict[str, object], output: Path) -> dict[str, Any] | None:
    """What the mark says, when it is one of the same input and settings and every output is there; else None."""
    try:
        before: dict[str, Any] = json.loads(mark.read_bytes())
        same = all(before[name] == value for name, value in stamp.items())
        whole = same and all((output / name).stat().st_size == size for name, size in before["outputs"].items())
    except (OSError, ValueError, KeyError):
        return None
    return before if whole else None


def _lines(chunk: Chunk) -> Iterator[bytes]:
    """The lines of a chunk. Of one that is too long there is so much that its reader refuses it."""
    if chunk.lines is not None:
        yield from chunk.lines
        return
    with chunk.path.open("rb") as file:
        file.seek(chunk.start)
        while file.tell() < chunk.end and (line := file.readline(MAX_BYTES + 2)):
            yield line
            while not line.endswith(b"\n") and (line := file.readline(MAX_BYTES)):
                pass
