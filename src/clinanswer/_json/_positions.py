"""Where in JSON text the values are that a reader complains of: a second look that only faulty files are given."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from attrs import evolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinanswer.errors import Problem

__all__ = ["placed", "step"]

MAX_SEARCHED: Final = 2_000_000
"""The longest text that is looked through, in characters: it takes about a second."""

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[][{},:]|[^][{},:"\s]++', re.DOTALL)
_PLAIN_KEY: Final = re.compile(r"[^\W\d]\w*")


def step(key: str) -> str:
    """A key as a step of a JSONPath (RFC 9535, https://www.rfc-editor.org/rfc/rfc9535)."""
    if _PLAIN_KEY.fullmatch(key):
        return f".{key}"
    escaped = key.replace("\\", "\\\\").replace("'", "\\'").encode("utf-8", "backslashreplace").decode()
    return f"['{escaped}']"


def placed(problems: Iterable[Problem], text: str) -> tuple[Problem, ...]:
    """The problems with the line and column, in text that is JSON, of the value at the path of each, sorted by it.

    A value that is not there (a missing key) stands where the object begins that should have it.
    """
    problems = tuple(problems)
    if len(text) > MAX_SEARCHED:
        return problems
    wanted = {place for problem in problems for place in _and_above(problem.path)}
    starts = {path: start for path, start in _values(text) if path in wanted}  # of a repeated key, the last

    def place(problem: Problem) -> Problem:
        start = next(starts[path] for path in _and_above(problem.path) if path in starts)
        line = text.count("\n", 0, start) + 1
        return evolve(problem, line=line, column=start - text.rfind("\n", 0, start))

    # That there are more is said last.
    return tuple(sorted(map(place, problems), key=lambda one: (one.code == "too-many-problems", one.line, one.column)))


def _and_above(path: str) -> Iterator[str]:
    """The path and those of the values around it, the document's own last."""
    while path != "$":
        yield path
        path = path[: max(path.rfind("."), path.rfind("["))] or "$"
    yield path


def _values(text: str) -> Iterator[tuple[str, int]]:
    """The path and start of every value in the text."""
    around: list[tuple[str, int | None]] = []  # the paths of the open lists and objects; of a list, the next index
    path, key = "$", None
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in "]}":
            around.pop()
        elif mark == ",":
            base, index = around[-1]
            if index is not None:
                around[-1] = (base, index + 1)
                path = f"{base}[{index + 1}]"
            key = None
        elif mark == ":":
            path = around[-1][0] + step(key or "")
        elif around and around[-1][1] is None and key is None:
            key = json.loads(mark)
        else:
            yield path, token.start()
            if mark in "[{":
                around.append((path, 0 if mark == "[" else None))
                path = f"{path}[0]"
                key = None
