"""A batch as a whole: tasks to worker processes, what came of them, and the errors in one file."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, field, frozen

from clinanswer._io import ReaderOptions, Sections, UsageError
from clinanswer.batch._partition import formats_of, writing_of
from clinanswer.batch._tasks import Task, require_apart, tasks
from clinanswer.batch._work import Outcome, Settings, mark_path, put, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clinanswer._io import Format
    from clinanswer.jats._journal import Journal
    from clinanswer.jats._names import TagSet

__all__ = ["ERRORS", "LOSSES", "Failure", "Loss", "Summary", "convert"]

ERRORS: Final = "errors.jsonl"
"""The file in the quarantine folder with a line for each document that failed."""
LOSSES: Final = "losses.jsonl"
"""The file beside it with a line for each document of which something was lost."""

_SHOWN: Final = 20


@frozen
class Failure:
    """A document that could not be read: its input, the line there where it is known, and the first problem."""

    input: str
    line: int | None
    message: str


@frozen
class Loss:
    """A document that does not hold all that its input does: the input, the line there, and the first of the losses."""

    input: str
    line: int | None
    message: str


@frozen
class Summary:
    """What a batch did. `documents` counts all: those that `failed`, and those `skipped`, which were done before.

    `lossy` counts those that were converted with losses, now or before.
    """

    documents: int = 0
    failed: int = 0
    skipped: int = 0
    lossy: int = 0
    bytes: int = 0
    seconds: float = 0.0
    failures: tuple[Failure, ...] = field(default=(), repr=False)
    """The first twenty failures, in the order of the inputs."""
    losses: tuple[Loss, ...] = field(default=(), repr=False)
    """The first twenty documents with losses, in the order of the inputs."""


def convert(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    to: str | Sequence[str],
    source: Format | None = None,
    jobs: int = 1,
    resume: bool = False,
    quarantine: str | os.PathLike[str] | None = None,
    strict: bool = False,
    lenient: bool = False,
    id_prefix: str | None = None,
    sections: Sections = "auto",
    journal: Journal | None = None,
    tag_set: TagSet | None = None,
    progress: Callable[[Outcome], object] | None = None,
) -> Summary:
    """Convert many documents to files in a folder. A document that cannot be read does not stop the rest.

    Every file is whole or not there, at any moment. What an interrupted batch leaves undone, the same call with
    `resume` does, and the folder is then, byte for byte, what an undisturbed batch makes.

    Args:
        inputs: Files, folders, patterns, JSON Lines (`.jsonl`, `.jsonl.gz`, `.jsonl.zst`), or `-`: JSON Lines on
            standard input.
        output: The folder; it is made where it is not there.
        to: The formats.
        source: The format of input files whose suffix does not tell it.
        jobs: How many processes work.
        resume: Leave alone what is done and whose input has not changed since.
        quarantine: A folder for copies of the inputs that cannot be read, their errors in `errors.jsonl`, and what was
            lost of others in `losses.jsonl`.
        strict: A document of which something would be lost fails.
        lenient: Read HTML pages of others too (`from_html`).
        id_prefix: Which document to read in HTML pages that hold several (`from_html`).
        sections: How the sections of page text are nested (`from_text`).
        journal: The journal in which the documents appear (`to_jats`).
        tag_set: The tag set of JATS (`to_jats`).
        progress: It is called with what became of each task.

    Raises:
        UsageError: outputs that would overwrite each other or their inputs, an input of no known format, or a journal
            without JATS. It is raised before anything is done.
        InvalidNodeError: `tag_set="publishing"` without an ISSN.
        ClinAnswerError: a format, or an extra, that is not there.
        OSError: an input is not there, or an output cannot be written.
    """
    begun = time.monotonic()
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    folder = Path(output)
    reading = ReaderOptions(strict, lenient, id_prefix, sections)
    formats = formats_of(to)
    writing = writing_of(formats, journal, tag_set)
    aside = None if quarantine is None else Path(quarantine)
    settings = Settings(folder, formats, resume, aside, reading, writing)
    require_apart(given, folder, source)
    _make_folders(given, settings)
    summary = Summary()
    failed: list[tuple[int, str]] = []
    lossy: list[tuple[int, str]] = []
    for position, task, outcome in _outcomes(tasks(given, folder, source), settings, jobs):
        summary = evolve(
            summary,
            documents=summary.documents + outcome.documents,
            failed=summary.failed + outcome.failed,
            skipped=summary.skipped + (outcome.documents - outcome.failed if outcome.skipped else 0),
            lossy=summary.lossy + outcome.lossy,
            bytes=summary.bytes + outcome.bytes,
        )
        if outcome.failed:
            failed.append((position, task.key))
        if outcome.lossy:
            lossy.append((position, task.key))
        if progress:
            progress(outcome)
    failures, losses = _Told(folder, failed, "failures"), _Told(folder, lossy, "losses")
    if settings.quarantine:
        failures.write(settings.quarantine / ERRORS)
        losses.write(settings.quarantine / LOSSES)
    return evolve(
        summary,
        failures=tuple(Failure(*each) for each in failures.first()),
        losses=tuple(Loss(*each) for each in losses.first()),
        seconds=time.monotonic() - begun,
    )


def _make_folders(inputs: Iterable[str | os.PathLike[str]], settings: Settings) -> None:
    for each in filter(None, (settings.output, settings.quarantine)):
        if each.exists() and not each.is_dir():
            raise UsageError(f"{each}: it is no folder")
        each.mkdir(parents=True, exist_ok=True)
    aside = settings.quarantine and settings.quarantine.resolve()
    if aside and any(aside.is_relative_to(Path(each).resolve()) for each in inputs if Path(each).is_dir()):
        raise UsageError(
            f"{settings.quarantine}: the next run would read what is kept there; let it lie outside the inputs"
        )


def _outcomes(given: Iterable[Task], settings: Settings, jobs: int) -> Iterator[tuple[int, Task, Outcome]]:
    """Every task with its place and outcome, in the order in which they are done."""
    if jobs > 1:
        from clinanswer.batch._workers import outcomes  # on first use: it takes as long to load as a small batch

        yield from outcomes(given, settings, jobs)
        return
    for position, task in enumerate(given):
        yield position, task, work(task, settings)


class _Told:
    """What the marks of some tasks say of failures or losses, in the order of the inputs. It is read when asked for."""

    def __init__(self, output: Path, tasks: list[tuple[int, str]], what: str) -> None:
        self.marks = [mark_path(key, output) for _, key in sorted(tasks)]
        self.what = what

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for mark in self.marks:
            yield from json.loads(mark.read_bytes())[self.what]

    def first(self) -> Iterator[tuple[str, int | None, str]]:
        """The first of the documents: input, line, and the first problem in words."""
        for record, _ in zip(self, range(_SHOWN), strict=False):
            problem, *more = record["problems"]
            place = "" if problem["path"] == "$" else f"{problem['path']}: "
            rest = f" (and {len(more)} more)" if more else ""
            line = record.get("line", problem["line"])
            yield record["input"], line, f"{place}{problem['message']} [{problem['code']}]{rest}"

    def write(self, path: Path) -> None:
        """All documents, a line each; no file when there are none."""
        if self.marks:
            put(path, (json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in self))
        else:
            path.unlink(missing_ok=True)
