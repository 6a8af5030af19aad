"""Every exception of the package, and `Problem`, the unit of which readers' errors and reports are made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ClinAnswerError", "InvalidNodeError", "Problem", "ReadError", "ReviewError", "VersionError"]


@frozen
class Problem:
    """One thing that is wrong with an input, or that a reader could not carry or was not sure of.

    `path` is a JSONPath (`$.sections[2].blocks[0]`) or an XML or HTML element path; `code` is stable and meant
    for programs; `message` says what was found and what to do; `line` and `column` count from 1, where they are known.
    """

    path: str
    code: str
    message: str
    line: int | None = None
    column: int | None = None

    @property
    def pointer(self) -> str | None:
        """The path as a JSON Pointer (RFC 6901), or None where it is not a JSONPath."""
        if not self.path.startswith("$"):
            return None
        steps = re.findall(r"\.([^.\[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]", self.path)
        names = (plain or index or re.sub(r"\\(.)", r"\1", quoted) for plain, index, quoted in steps)
        return "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in names)

    def __str__(self) -> str:
        line = "" if self.line is None else f"line {self.line}, "
        column = "" if self.column is None else f"column {self.column}, "
        return f"{line}{column}{self.path}: {self.message} [{self.code}]"


class ClinAnswerError(Exception):
    """Base of all errors that clinanswer raises on purpose."""


class InvalidNodeError(ClinAnswerError, ValueError):
    """A constructor was given what no document may hold.

    `field` names the class and field (`Claim.id`), `reason` says what is wrong with the value.
    """

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason, field)
        self.reason = reason
        self.field = field

    def __str__(self) -> str:
        return self.reason if self.field is None else f"{self.field}: {self.reason}"


class ReadError(ClinAnswerError):
    """An input could not be read. `problems` holds every fault that was found, each with its place."""

    def __init__(self, problems: Problem | Iterable[Problem], source: str | None = None) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.source = source
        super().__init__(self.problems, source)

    def __str__(self) -> str:
        prefix = "" if self.source is None else f"{self.source}: "
        if len(self.problems) == 1:
            return f"{prefix}{self.problems[0]}"
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        return f"{prefix}{len(self.problems)} problems in the input:{lines}"


class VersionError(ReadError):
    """The input was written by a newer clinanswer than this one."""


class ReviewError(ClinAnswerError):
    """A review step that the document's status does not allow; the message names those that it does."""
