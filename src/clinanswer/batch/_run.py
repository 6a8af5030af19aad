"""A batch as a whole: tasks to worker processes, what came of them, and the errors in one file."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, field, frozen

from clinanswer._io import UsageError
from clinanswer.batch._partition import formats_of
from clinanswer.batch._tasks import Chunk, Task, tasks
from clinanswer.batch._work import Outcome, Settings, mark_path, put, work
from clinanswer.errors import ClinAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clinanswer._io import Format

__all__ = ["ERRORS", "Failure", "Summary", "convert"]

ERRORS: Final = "errors.jsonl"
"""The file in the quarantine folder with a line for each document that failed."""

_WINDOW: Final = 4  # tasks for each worker that are given out and not done: memory stays flat
_SHOWN: Final = 20
_PRELOADED: Final = ["clinanswer.batch._work", "clinanswer._json", "clinanswer.html", "clinanswer.jats"]


@frozen
class Failure:
    """A document that could not be read: its input, its line there where it has one, and the first problem."""

    input: str
    line: int | None
    message: str


@frozen
class Summary:
    """What a batch did. `documents` counts all: those that `failed`, and those `skipped`, which were done before."""

    documents: int = 0
    failed: int = 0
    skipped: int = 0
    bytes: int = 0
    seconds: float = 0.0
    failures: tuple[Failure, ...] = field(default=(), repr=False)
    """The first twenty failures, in the order of the inputs."""


def convert(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    to: str | Sequence[str],
    source: Format | None = None,
    jobs: int = 1,
    resume: bool = False,
    quarantine: str | os.PathLike[str] | None = None,
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
        quarantine: A folder for copies of the inputs that cannot be read, and their errors in `errors.jsonl`.
        progress: It is called with what became of each task.

    Raises:
        UsageError: an input that is not there, or outputs that would overwrite each other or their inputs.
        ClinAnswerError: a format, or an extra, that is not there.
        OSError: an output cannot be written.
    """
    begun = time.monotonic()
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    folder = Path(output)
    settings = Settings(folder, formats_of(to), resume, None if quarantine is None else Path(quarantine))
    _make_folders(given, settings)
    summary = Summary()
    failed: list[tuple[int, Path]] = []
    for position, task, outcome in _outcomes(_safe(tasks(given, folder, source), settings), settings, jobs):
        summary = evolve(
            summary,
            documents=summary.documents + outcome.documents,
            failed=summary.failed + outcome.failed,
            skipped=summary.skipped + (outcome.documents - outcome.failed if outcome.skipped else 0),
            bytes=summary.bytes + outcome.bytes,
        )
        if outcome.failed:
            failed.append((position, mark_path(task, folder)))
        if progress:
            progress(outcome)
    marks = [mark for _, mark in sorted(failed)]
    if settings.quarantine:
        _write_errors(settings.quarantine / ERRORS, marks)
    first = [_failure(each) for each, _ in zip(_failures(marks), range(_SHOWN), strict=False)]
    return evolve(summary, failures=tuple(first), seconds=time.monotonic() - begun)


def _make_folders(inputs: Iterable[str | os.PathLike[str]], settings: Settings) -> None:
    for each in filter(None, (settings.output, settings.quarantine)):
        if each.exists() and not each.is_dir():
            raise UsageError(f"{each}: is no folder")
        each.mkdir(parents=True, exist_ok=True)
    aside = settings.quarantine and settings.quarantine.resolve()
    if aside and any(aside.is_relative_to(Path(each).resolve()) for each in inputs if Path(each).is_dir()):
        raise UsageError(
            f"{settings.quarantine}: the next run would read what is kept there; let it lie outside the inputs"
        )


def _safe(given: Iterable[Task], settings: Settings) -> Iterator[Task]:
    """The tasks, none of whose outputs would be an input."""
    for task in given:
        source = task.path.resolve()
        if not isinstance(task, Chunk) and settings.output.resolve() / f"{task.key}{source.suffix}" == source:
            raise UsageError(f"{task.path}: an output could overwrite this input; choose another output folder")
        yield task


def _outcomes(given: Iterable[Task], settings: Settings, jobs: int) -> Iterator[tuple[int, Task, Outcome]]:
    """Every task with its place and outcome, in the order in which they are done."""
    if jobs == 1:
        for position, task in enumerate(given):
            yield position, task, work(task, settings)
        return
    # A fresh process for each worker: forking one with threads (a progress bar has one) can hang.
    context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    context.set_forkserver_preload(_PRELOADED)
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin_worker)
    pending: dict[Future[Outcome], tuple[int, Task]] = {}
    try:
        for position, task in enumerate(given):
            pending[pool.submit(work, task, settings)] = (position, task)
            if len(pending) >= jobs * _WINDOW:
                yield from _finished(pending)
        while pending:
            yield from _finished(pending)
    except BrokenProcessPool:
        message = "a worker process ended before its work was done; run again with --resume to go on"
        raise ClinAnswerError(message) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)  # on Ctrl-C too: what is begun is finished


def _finished(pending: dict[Future[Outcome], tuple[int, Task]]) -> Iterator[tuple[int, Task, Outcome]]:
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        position, task = pending.pop(future)
        yield position, task, future.result()


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _failures(marks: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """What the marks of tasks say of their failures."""
    for mark in marks:
        yield from json.loads(mark.read_bytes())["failures"]


def _failure(record: dict[str, Any]) -> Failure:
    first = record["problems"][0]
    place = "" if first["path"] == "$" else f"{first['path']}: "
    return Failure(record["input"], record.get("line"), f"{place}{first['message']} [{first['code']}]")


def _write_errors(path: Path, marks: Sequence[Path]) -> None:
    """The failures, a line each; no file when there are none."""
    if not marks:
        path.unlink(missing_ok=True)
        return
    put(path, (json.dumps(failure, ensure_ascii=False).encode() + b"\n" for failure in _failures(marks)))
