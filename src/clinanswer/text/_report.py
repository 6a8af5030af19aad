"""What the reader of page text says about its decisions: `Reporter`, the one way to `report=` and `strict=`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from clinanswer.errors import Problem, ReadError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Report", "Reporter"]

Report: TypeAlias = "list[Problem] | Callable[[Problem], object] | None"
"""Where a reader's problems go: a list that they are appended to, a function that is called with each, or nowhere."""


class Reporter:
    """Passes problems on; with `strict`, the first loss is an error."""

    def __init__(self, report: Report, *, strict: bool) -> None:
        self._tell: Callable[[Problem], object] | None = report.append if isinstance(report, list) else report
        self._strict = strict

    def unclear(self, code: str, message: str, line: int | None = None, path: str = "$") -> None:
        """A decision that the text leaves open; nothing is lost by it."""
        if self._tell is not None:
            self._tell(Problem(path, code, message, line))

    def lost(self, code: str, message: str, line: int | None = None, path: str = "$") -> None:
        """Something in the text that the document does not carry.

        Raises:
            ReadError: the reader is strict.
        """
        if self._strict:
            raise ReadError(Problem(path, code, message, line))
        self.unclear(code, message, line, path)
