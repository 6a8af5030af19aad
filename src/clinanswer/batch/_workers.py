"""Tasks to worker processes. One process alone never loads this module."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from typing import TYPE_CHECKING, Final

from clinanswer.batch._work import Outcome, Settings, work
from clinanswer.errors import ClinAnswerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinanswer.batch._tasks import Task

__all__ = ["outcomes"]

_WINDOW: Final = 4  # tasks for each worker that are given out and not done: memory stays flat
_PRELOADED: Final = ["clinanswer.batch._work", "clinanswer._json", "clinanswer.html", "clinanswer.jats"]


def outcomes(given: Iterable[Task], settings: Settings, jobs: int) -> Iterator[tuple[int, Task, Outcome]]:
    """Every task with its place and outcome, in the order in which they are done.

    Raises:
        ClinAnswerError: a worker process was ended from outside.
    """
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
