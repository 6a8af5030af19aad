"""The progress of a batch on a terminal, where rich is installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from clinanswer.batch._tasks import total_bytes
from clinanswer.batch._work import Outcome

if TYPE_CHECKING:
    import os

__all__ = ["progress_bar"]

Advance: TypeAlias = Callable[[Outcome], object]


@contextmanager
def progress_bar(
    inputs: Sequence[str | os.PathLike[str]], output: str | os.PathLike[str], *, shown: bool
) -> Iterator[Advance | None]:
    """Show a bar on standard error while the context lasts; what it gives is told of each task that is done."""
    if not (shown and sys.stderr.isatty() and find_spec("rich")):  # the summary at the end tells enough
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.fields[told]}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    documents = failed = 0
    with Progress(*columns, console=Console(file=sys.stderr)) as bar:
        whole = bar.add_task("convert", total=total_bytes(inputs, Path(output)), told="0 documents")

        def advance(outcome: Outcome) -> None:
            nonlocal documents, failed
            documents += outcome.documents
            failed += outcome.failed
            told = f"{documents:,} documents" + (f", {failed:,} failed" if failed else "")
            bar.update(whole, advance=outcome.bytes, told=told)

        yield advance
