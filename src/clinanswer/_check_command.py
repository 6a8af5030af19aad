"""`clinanswer check` and `clinanswer diff`: what they do; what they are called with is in `cli`, as are exit codes."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections import Counter, deque
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from attrs import evolve, field, frozen

from clinanswer import _io
from clinanswer._io import ReaderOptions, UsageError
from clinanswer.errors import ClinAnswerError, ReadError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from clinanswer.batch._tasks import Task
    from clinanswer.checks import Config, Report
    from clinanswer.checks.sarif import Part
    from clinanswer.errors import Problem
    from clinanswer.model import ClinicalAnswer

    Work: TypeAlias = Callable[[], list["Checked"]]
    """What gives the documents of a task, checked, once they are asked for."""

__all__ = ["diff", "run"]

_LINES: Final = "jsonl"
_STDIN: Final = "-"
_SHOWN: Final = 20
"""How many documents of which something is lost are named."""
_REWRITABLE: Final = ("json", "html", "jats")
_WINDOW: Final = 4
_FEW: Final = 4
"""How many single files are checked without starting workers, which takes longer than they do."""


@frozen
class Settings:
    """What the command line asks of every document; it travels to the worker processes."""

    output: str
    source: _io.Format | None
    config: Config
    today: dt.date
    sources: Mapping[str, str] | None = None
    color: bool = False
    fix: bool = False
    diff: bool = False
    reading: ReaderOptions = field(factory=ReaderOptions)


@frozen
class Checked:
    """What came of one document: its counts, and what is printed for it."""

    name: str
    codes: Mapping[str, int] = field(factory=dict)
    severities: Mapping[str, int] = field(factory=dict)
    shown: str = ""
    part: Part | None = None
    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fixed: bool = False
    unfixed: bool = False


def run(given: argparse.Namespace, reading: ReaderOptions) -> int:
    """Check the inputs of the command line, print what was found, and give the exit code."""
    settings = _settings(given, reading)
    results: list[Checked] = []
    noted = 0
    with _workers(_jobs(given)) as submit:
        for checked in _all(given.inputs, settings, submit, lines=given.source == _LINES):
            results.append(checked)
            noted += bool(checked.notes)
            if checked.notes and noted <= _SHOWN and not given.quiet:
                _complain(*(checked.notes if _is_few(given) else _first(checked.notes)), level="note")
            if checked.errors:
                _complain(*checked.errors)
            elif settings.output in {"human", "json"} and not given.quiet and checked.shown:
                sys.stdout.write(checked.shown)
    if noted > _SHOWN and not given.quiet:
        _complain(f"and {_many(noted - _SHOWN, 'more document')}; convert tells what each loses", level="note")
    if not results:
        _complain(f"{', '.join(given.inputs)}: there is no document to check", level="note")
    if settings.output == "sarif":
        from clinanswer.checks.sarif import joined

        sys.stdout.write(joined(each.part for each in results if each.part is not None))
    elif settings.output == "html":
        sys.stdout.write(_page("Checks", "".join(each.shown for each in results)))
    elif settings.output == "human" and (len(results) > 1 or given.quiet):
        sys.stdout.write(_summary(results))
    failing = {"error": ("error",), "warning": ("error", "warning"), "info": ("error", "warning", "info"), "never": ()}
    bad = any(each.severities.get(level) for each in results for level in failing[given.fail_on])
    return 1 if bad or any(each.errors for each in results) else 0


def _complain(*lines: str, level: str = "error") -> None:
    sys.stdout.flush()  # or a complaint would stand before what was printed earlier, where both go to one place
    sys.stderr.write("".join(f"clinanswer: {level}: {line}\n" for line in lines))


def _settings(given: argparse.Namespace, reading: ReaderOptions) -> Settings:
    from clinanswer.checks import DEFAULT_RULES, Config, find_config, load_config
    from clinanswer.checks.config import codes_of

    try:
        path = given.config or (None if given.no_config else find_config(Path.cwd()))
        base = Config() if path is None else load_config(path)
        config = base.merged(given.select, given.ignore, dict(map(_severity, given.severity)))
        if problem := config.unknown((*codes_of(DEFAULT_RULES), "CS01")):
            raise UsageError(problem)
        sources = None if given.sources is None else _sources(Path(given.sources))
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(str(error)) from None
    return Settings(
        output=given.format,
        source=_format(given.source),
        config=config,
        today=given.today or dt.date.today(),  # noqa: DTZ011  (the date on the reader's own wall)
        sources=sources,
        color=given.format == "human" and sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        fix=given.fix and not given.diff,
        diff=given.diff,
        reading=reading,
    )


def _format(name: str | None) -> _io.Format | None:
    return None if name == _LINES else cast("_io.Format | None", name)


def _severity(text: str) -> tuple[str, str]:
    code, equals, level = text.partition("=")
    if not equals:
        raise ValueError(f"--severity {text}: write it as in CC01=error")
    return code, level


def _sources(path: Path) -> dict[str, str]:
    """The texts of cited works: of a folder, each file by its name without suffix; or the members of a JSON object."""
    if path.is_dir():
        return {each.stem: each.read_text("utf-8", "replace") for each in sorted(path.glob("*.txt"))}
    try:
        texts = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(
            f"{path}: expected a folder of texts, or a JSON object of them by reference id: {error}"
        ) from None
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise ValueError(f"{path}: expected a JSON object of texts by reference id")
    return texts


# ---------------------------------------------------------------------------------------------- documents


def _jobs(given: argparse.Namespace) -> int:
    """How many workers are worth starting: none for a few documents."""
    return 1 if _is_few(given) else given.jobs or os.cpu_count() or 1


def _is_few(given: argparse.Namespace) -> bool:
    """Whether the inputs are a few files, each of one document."""
    paths = [Path(each) for each in given.inputs]
    return (
        len(paths) <= _FEW and not any(path.is_dir() or _io.is_lines(path) for path in paths) and given.source != _LINES
    )


def _first(notes: Sequence[str]) -> list[str]:
    """The first note of a document, and how many more there are, as a batch tells them."""
    return [notes[0] + (f" (and {len(notes) - 1} more)" if notes[1:] else "")]


@contextmanager
def _workers(jobs: int) -> Iterator[Callable[[Task, Settings], Work]]:
    """What hands a task to a worker; with one job, the work is done here, when its result is asked for."""
    if jobs == 1:
        yield lambda task, settings: partial(check_task, task, settings)
        return
    import multiprocessing  # on first use: it takes long to load
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        yield lambda task, settings: pool.submit(check_task, task, settings).result


def _all(
    inputs: Sequence[str], settings: Settings, submit: Callable[[Task, Settings], Work], *, lines: bool
) -> Iterator[Checked]:
    """Every document of the inputs, checked, in their order. A few tasks are under way at a time, so memory is flat."""
    waiting: deque[Work] = deque()
    ahead = _WINDOW * (os.cpu_count() or 1)
    for work in _works(inputs, settings, submit, lines=lines):
        waiting.append(work)
        if len(waiting) > ahead:
            yield from waiting.popleft()()
    while waiting:
        yield from waiting.popleft()()


def _works(
    inputs: Sequence[str], settings: Settings, submit: Callable[[Task, Settings], Work], *, lines: bool
) -> Iterator[Work]:
    from clinanswer.batch._tasks import tasks

    for each in inputs:
        if each == _STDIN and not lines:
            yield partial(_from_stdin, settings)
            continue
        try:
            for task in tasks([each], Path(os.devnull), settings.source):
                yield submit(task, settings)
        except OSError as error:  # one input that is not there does not stop the rest
            yield partial(list, [Checked(each, errors=(f"{error.filename}: {error.strerror}",))])


def _from_stdin(settings: Settings) -> list[Checked]:
    data = sys.stdin.buffer.read()
    guessed: list[Problem] = []
    format = settings.source or _io.told_format(data, _STDIN, guessed)
    checked = _check_data("standard input", data, format, settings, None)
    return [evolve(checked, notes=(*_io.told("standard input", guessed), *checked.notes))]


def check_task(task: Task, settings: Settings) -> list[Checked]:
    """Check the document of a file, or those of some lines."""
    from clinanswer.batch._tasks import FileTask
    from clinanswer.batch._work import _lines
    from clinanswer.jsonl import read_line

    if isinstance(task, FileTask):
        name = str(task.path)
        try:
            data = _io.read_bytes(task.path)
        except OSError as error:
            return [Checked(name, errors=(f"{name}: {error.strerror}",))]
        return [_check_data(name, data, task.source, settings, task.path)]
    found: list[Checked] = []
    for number, line in enumerate(_lines(task), start=task.first_line):
        if not line.strip():
            continue
        name = f"{task.path}:{number}"
        try:
            found.append(_check(name, read_line(line, number, str(task.path)), settings, None))
        except ReadError as error:
            found.append(Checked(name, errors=tuple(_io.told(str(task.path), error.problems))))
    return found


def _check_data(name: str, data: bytes, format: _io.Format, settings: Settings, path: Path | None) -> Checked:
    try:
        doc, losses = _io.read_with_losses(data, format, name, settings.reading)
    except ReadError as error:
        return Checked(name, errors=tuple(_io.told(name, error.problems)))
    except ClinAnswerError as error:  # the extra of the format is not installed
        return Checked(name, errors=(f"{name}: {error}",))
    checked = _check(name, doc, settings, None if path is None else _writer(path, format, doc, data))
    return evolve(checked, notes=tuple(_io.told(name, losses)))


def _writer(
    path: Path, format: _io.Format, doc: ClinicalAnswer, data: bytes
) -> Callable[[ClinicalAnswer], None] | None:
    """What writes the repaired document back; None where more than the repair would change.

    JSON says the same however it is laid out. Of HTML and JATS, a file that we would write otherwise is another's.
    """
    if format != "json" and (format not in _REWRITABLE or _io.render(doc, format).encode() != data):
        return None
    return lambda fixed: _io.write(fixed, path, format=format)


def _check(
    name: str, doc: ClinicalAnswer, settings: Settings, write: Callable[[ClinicalAnswer], None] | None
) -> Checked:
    from clinanswer._diff import diff
    from clinanswer.checks import check, fix
    from clinanswer.checks.sarif import part

    report = check(doc, sources=settings.sources, today=settings.today, config=settings.config)
    before = ""
    done = left = False
    if report.fixable and (settings.fix or settings.diff):
        fixed = fix(doc, report)
        if settings.diff:
            before = f"{name}\n{diff(doc, fixed).to_text(color=settings.color)}\n"
        elif write is None:
            left = True
            before = f"{name}: not fixed, for more than that would change; convert it to JSON first\n\n"
        else:
            write(fixed)
            done = True
            report = check(fixed, sources=settings.sources, today=settings.today, config=settings.config)
    return Checked(
        name,
        codes=report.counts,
        severities=Counter(str(finding.severity) for finding in report),
        shown=before + _shown(name, report, settings),
        part=part(name, report) if settings.output == "sarif" else None,
        fixed=done,
        unfixed=left,
    )


def _shown(name: str, report: Report, settings: Settings) -> str:
    from clinanswer.checks.report import to_dict

    if settings.output == "json":
        return json.dumps(to_dict(report, name), ensure_ascii=False) + "\n"
    if settings.output == "html":
        from clinanswer.notebook import html

        return html(report)
    nothing = not report and not report.not_run and not report.suppressed
    return f"{name}: nothing found\n" if nothing else report.to_text(name=name, color=settings.color)


def _summary(results: Sequence[Checked]) -> str:
    """How many findings each rule has over all documents."""
    from clinanswer.checks import DEFAULT_RULES
    from clinanswer.checks._suppress import broken_suppression

    titles = {rule.code: rule.title for rule in (*DEFAULT_RULES, broken_suppression)}
    codes: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    for each in results:
        codes.update(each.codes)
        severities.update(each.severities)
    lines = [f"{count:>8} {code}  {titles.get(code, '')}\n" for code, count in sorted(codes.items())]
    read = sum(not each.errors for each in results)
    unread = f", {len(results) - read} could not be read" if read < len(results) else ""
    fixed = sum(each.fixed for each in results)
    left = sum(each.unfixed for each in results)
    said = ", ".join(
        _many(severities[level], word) for level, word in (("error", "error"), ("warning", "warning"), ("info", "hint"))
    )
    done = f"; {fixed} fixed" if fixed else ""
    kept = f"; {left} not fixed, for more than that would change: convert to JSON first" if left else ""
    return f"{''.join(lines)}{_many(read, 'document')} checked{unread}: {said}{done}{kept}\n"


def _many(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def diff(given: argparse.Namespace, reading: ReaderOptions) -> int:
    """Print what changed between two documents; 1 when something did.

    Raises:
        ReadError, OSError: one of them cannot be read.
    """
    from clinanswer._diff import diff as changes_between

    changes = changes_between(_read(given, given.old, reading), _read(given, given.new, reading))
    if given.format == "html":
        sys.stdout.write(_page("Changes", changes.to_html()))
    else:
        sys.stdout.write(changes.to_text(color=sys.stdout.isatty() and "NO_COLOR" not in os.environ))
    return 1 if changes else 0


def _read(given: argparse.Namespace, path: str, reading: ReaderOptions) -> ClinicalAnswer:
    reported: list[Problem] = []
    name, doc = _io.read_input(path, given.source, reading, reported)
    if not given.quiet:
        _complain(*_io.told(name, reported), level="note")
    return doc


def _page(title: str, body: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{title}</title>{body}</html>\n'
