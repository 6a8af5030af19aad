"""The command line: `clinanswer convert`, `check`, `show`, `diff` and `schema`.

Exit codes: 0 all went well; 1 some input could not be read or written, `check` found errors, `diff` found differences;
2 the command was called wrongly, or, as `diff` does elsewhere, one of its two documents cannot be read. What went wrong
is said on standard error, in one sentence with the file and the place.
"""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import glob
import io
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import clinanswer
from clinanswer import _io
from clinanswer._io import STDIN, ReaderOptions, Sections, UsageError
from clinanswer.errors import ClinAnswerError, InvalidNodeError, Problem, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinanswer import batch
    from clinanswer.jats._command import JatsOptions
    from clinanswer.model import ClinicalAnswer

__all__ = ["main"]

_JSONL: Final = "jsonl"
_ALIASES: Final = {"txt": "text", "xml": "jats", "htm": "html"}
_NAMES: Final = (*_io.FORMATS, *_ALIASES)
_MAX_SHOWN: Final = 20  # problems of one input on the terminal
_FAILURE: Final = 1
_TROUBLE: Final = 2
_JATS_ONLY: Final = "the tag set and the journal are for JATS"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the result is the exit code."""
    with _standing_in():
        try:
            given = _parser().parse_args(arguments)
        except SystemExit as stop:  # argparse has printed the help (0) or what is wrong with the call (2)
            return int(stop.code or 0)
        return _run(given)


class _Closed(io.TextIOBase):
    """A standard stream that the shell has closed (`>&-`), of which Python makes None: to use it is an error."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def buffer(self) -> io.BufferedIOBase:
        """The bytes of the stream, if it were open."""
        raise OSError(errno.EBADF, "it is closed", self.name)

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, "it is closed", self.name)


@contextmanager
def _standing_in() -> Iterator[None]:
    """Standard streams for those that are closed. What would be told on standard error is then told nowhere."""
    closed = [name for name in ("stdin", "stdout", "stderr") if getattr(sys, name) is None]
    names = {"stdin": "standard input", "stdout": "standard output"}
    for name in closed:
        setattr(sys, name, _Closed(names[name]) if name in names else io.StringIO())
    try:
        yield
    finally:
        for name in closed:
            setattr(sys, name, None)


def _run(given: argparse.Namespace) -> int:
    """Run the command that was given; what goes wrong is told."""
    try:
        code = int(given.run(given))
        sys.stdout.flush()  # what cannot be written is told here, and not by Python at its end
        return code
    except ReadError as error:
        _complain(*_lines(error))
    except UsageError as error:
        _complain(str(error))
        return _TROUBLE
    except ClinAnswerError as error:
        _complain(str(error))
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        _abandon_output()
        return 1
    except OSError as error:
        _complain(f"{error.filename or 'input or output'}: {error.strerror or error}")
        _abandon_output()
    except KeyboardInterrupt:
        _complain("interrupted")
        return 130
    return int(given.unreadable)


def _abandon_output() -> None:
    """Let what can no longer be written be forgotten, if that is so: else Python tries again at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clinanswer", description="Structured clinical answers: read them, look at them, check and convert them."
    )
    parser.add_argument("--version", action="version", version=f"clinanswer {clinanswer.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_convert(commands)
    _add_check(commands)

    show = commands.add_parser("show", help="a document in the terminal", description="Show a document.")
    show.add_argument("input", metavar="FILE", help="a file, or - for standard input")
    show.add_argument("--from", dest="source", choices=_NAMES, help="the input's format")
    show.add_argument("--plain", action="store_true", help="without colours and styles")
    _add_reading(show)
    show.add_argument("--quiet", "-q", action="store_true", help="no notes of what is lost")
    show.set_defaults(run=_show, decisions=False, unreadable=_FAILURE)

    diff = commands.add_parser(
        "diff",
        help="what changed between two documents, claim by claim",
        description="What changed between two documents, claim by claim. The exit code is 0 if they are the same, 1 if"
        " they differ, 2 if one of them cannot be read.",
    )
    diff.add_argument("old", metavar="A", help="the document before")
    diff.add_argument("new", metavar="B", help="the document after")
    diff.add_argument("--from", dest="source", choices=_NAMES, help="the format of both")
    diff.add_argument("--format", choices=("human", "html"), default="human", help="how changes are written")
    diff.add_argument("--quiet", "-q", action="store_true", help="no notes of what is lost")
    _add_reading(diff)
    diff.set_defaults(run=_diff, unreadable=_TROUBLE)

    schema = commands.add_parser("schema", help="the JSON Schema", description="Print the JSON Schema of documents.")
    schema.set_defaults(run=_schema, unreadable=_FAILURE)
    return parser


def _add_convert(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    convert = commands.add_parser(
        "convert",
        help="documents from one format to others: one file, or folders and JSON Lines of many",
        description="Convert a document, or many. Formats are told by suffix: .json .html .xml (JATS) .txt (page text)."
        " With several inputs, a folder, a pattern or .jsonl, OUT is a folder.",
    )
    convert.add_argument("inputs", metavar="IN", nargs="+", help="a file, folder, pattern, .jsonl; - is standard input")
    convert.add_argument("output", metavar="OUT", help="a file or folder; - is standard output")
    convert.add_argument("--from", dest="source", choices=(*_NAMES, _JSONL), help="the format of the input")
    convert.add_argument("--to", dest="target", type=_formats, help="the format of the output, or several: html,jats")
    convert.add_argument("--strict", action="store_true", help="fail when something in the input would be lost")
    convert.add_argument("--quiet", "-q", action="store_true", help="tell errors only")
    _add_reading(convert)
    many = convert.add_argument_group("many documents")
    many.add_argument("--jobs", "-j", type=_process_count, help="worker processes (default: one a processor)")
    many.add_argument("--resume", action="store_true", help="leave alone what is done and has not changed")
    many.add_argument(
        "--quarantine", metavar="DIR", help="a folder for inputs that cannot be read, with all errors and losses"
    )
    jats = convert.add_argument_group("JATS")
    jats.add_argument(
        "--jats-tag-set",
        choices=("archiving", "publishing"),
        help="the tag set (default: publishing where there is an ISSN, which it requires, else archiving)",
    )
    jats.add_argument("--journal", metavar="FILE", help="a TOML file with title, issn and publisher of the journal")
    jats.add_argument("--journal-title", metavar="TITLE")
    jats.add_argument("--journal-issn", metavar="ISSN", help="such as 0378-5955")
    jats.add_argument("--journal-publisher", metavar="NAME")
    convert.set_defaults(run=_convert, decisions=True, unreadable=_FAILURE)


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="what is clinically wrong with documents",
        description="Check documents: files, folders (with those below), patterns, .jsonl; - is standard input. The"
        " options are added to the nearest clinanswer.toml, or pyproject.toml with [tool.clinanswer].",
    )
    check.add_argument("inputs", metavar="FILE", nargs="+", help="a file, folder, pattern, .jsonl, or -")
    check.add_argument("--from", dest="source", choices=(*_NAMES, _JSONL), help="the format of the input")
    check.add_argument(
        "--format",
        choices=("human", "json", "sarif", "html"),
        default="human",
        help="how findings are written; json: a line each",
    )
    check.add_argument("--select", metavar="CODES", default="", help="rules to run, by code or beginning: CC,CR02")
    check.add_argument("--ignore", metavar="CODES", default="", help="rules not to run")
    check.add_argument(
        "--severity", metavar="CODE=LEVEL", action="append", default=[], help="a severity: CC01=error (repeatable)"
    )
    check.add_argument(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        default="error",
        help="what makes the exit code 1 (error)",
    )
    check.add_argument("--config", metavar="FILE", help="the file with the configuration")
    check.add_argument("--no-config", action="store_true", help="look for no file with a configuration")
    check.add_argument("--sources", metavar="PATH", help="texts of cited works: a folder of ID.txt, or a JSON object")
    check.add_argument("--today", type=_date, metavar="DATE", help="the date by which dates are judged (today)")
    check.add_argument("--fix", action="store_true", help="apply the fixes that need no judgement, to the files")
    check.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    check.add_argument(
        "--jobs", "-j", type=_process_count, default=0, help="worker processes (default: one a processor)"
    )
    check.add_argument("--quiet", "-q", action="store_true", help="the summary only")
    _add_reading(check)
    check.set_defaults(run=_check, unreadable=_FAILURE)


def _add_reading(command: argparse.ArgumentParser) -> None:
    """How inputs are read, in all commands that read any."""
    reading = command.add_argument_group("reading")
    reading.add_argument(
        "--lenient", action="store_true", help="HTML: read pages of others too, by headings, lists, paragraphs, tables"
    )
    reading.add_argument("--id-prefix", metavar="PREFIX", help="HTML: which document of a page that holds several")
    reading.add_argument(
        "--sections",
        choices=get_args(Sections),
        default="auto",
        help="page text: nest sections by what their headings say (auto), or leave all at the top (flat)",
    )


def _reading(given: argparse.Namespace) -> ReaderOptions:
    return ReaderOptions(getattr(given, "strict", False), given.lenient, given.id_prefix, given.sections)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as in 2026-02-20") from None


def _process_count(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; write one from 1")


def _convert(given: argparse.Namespace) -> int:
    if _is_batch(given):
        return _convert_many(given)
    if given.target is not None and len(given.target) > 1:
        raise UsageError("several formats need a folder: let OUT be one, or end in /")
    if given.resume or given.quarantine is not None:
        option = "--resume" if given.resume else "--quarantine"
        raise UsageError(f"{option} is for many documents: let OUT be a folder, or end in /")
    given.input = given.inputs[0]
    target = given.target[0] if given.target else None
    if target is None and given.output != STDIN:
        target = _io.format_of_path(given.output)
    if target is None:
        raise UsageError(_unclear_target(given.output))
    options = _jats_options(given)
    if options and target != "jats":
        raise UsageError(_JATS_ONLY)
    doc = _read(given)
    if given.output == STDIN:
        sys.stdout.buffer.write(_io.render(doc, target, **options).encode())
        sys.stdout.buffer.flush()
    else:
        _io.write(doc, given.output, format=target, **options)
    return 0


def _unclear_target(output: str) -> str:
    names = ", ".join(_io.FORMATS)
    if output == STDIN:
        return f"standard output: say the format with --to ({names})"
    why = "JSON Lines are read only" if _io.is_lines(Path(output)) else _io.untold(Path(output))
    return f"{output}: {why}; use {', '.join(_io.SUFFIXES)}, or say it with --to ({names})"


def _is_batch(given: argparse.Namespace) -> bool:
    """Whether there are many documents: several inputs, or one that holds many, or a folder for the output."""
    first = Path(given.inputs[0])
    many = len(given.inputs) > 1 or given.source == _JSONL or first.is_dir() or _io.is_lines(first)
    pattern = glob.has_magic(given.inputs[0]) and not first.exists()
    several = given.target is not None and len(given.target) > 1 and _io.format_of_path(given.output) is None
    folder = given.output.endswith(("/", os.sep)) or Path(given.output).is_dir()
    return many or pattern or folder or (several and given.output != STDIN)


def _convert_many(given: argparse.Namespace) -> int:
    from clinanswer import batch
    from clinanswer.batch._progress import progress_bar

    if given.output == STDIN:
        raise UsageError("many documents do not go to standard output: let OUT be a folder")
    if given.target is None:
        raise UsageError(f"--to is missing: which formats, such as html,jats, are written to the folder {given.output}")
    jats = _jats_options(given)
    if jats and "jats" not in given.target:
        raise UsageError(_JATS_ONLY)
    jobs = given.jobs or os.cpu_count() or 1
    source = None if given.source == _JSONL else _format(given.source)
    reading = _reading(given)
    with progress_bar(given.inputs, given.output, shown=not given.quiet) as advance:
        summary = batch.convert(
            given.inputs,
            given.output,
            to=given.target,
            source=source,
            jobs=jobs,
            resume=given.resume,
            quarantine=given.quarantine,
            strict=reading.strict,
            lenient=reading.lenient,
            id_prefix=reading.id_prefix,
            sections=reading.sections,
            progress=advance,
            **jats,
        )
    _tell(summary.failures, summary.failed, given.quarantine, batch.ERRORS)
    if not given.quiet:
        _tell(summary.losses, summary.lossy, given.quarantine, batch.LOSSES, level="note")
        print(_summed(summary), file=sys.stderr)
    return 1 if summary.failed else 0


def _tell(
    first: Sequence[batch.Failure | batch.Loss], count: int, quarantine: str | None, file: str, level: str = "error"
) -> None:
    """Name the first documents that failed or lost something, and say where the others are."""
    for each in first:
        place = "" if each.line is None else f":{each.line}"
        _complain(f"{each.input}{place}: {_io.in_options(each.message)}", level=level)
    if more := count - len(first):
        where = f"see {Path(quarantine) / file}" if quarantine else "--quarantine keeps them all"
        _complain(f"and {more:,} more {'document' if more == 1 else 'documents'}; {where}", level=level)


def _jats_options(given: argparse.Namespace) -> JatsOptions:
    """What was said of the JATS to write; nothing, and nothing loaded, when nothing was."""
    if all(value is None for name, value in vars(given).items() if name.startswith(("jats_", "journal"))):
        return {}
    from clinanswer.jats._command import jats_options

    try:
        return jats_options(given)
    except InvalidNodeError as error:
        raise UsageError(str(error)) from None


def _summed(summary: batch.Summary) -> str:
    """What a batch did, in one line."""
    done = summary.documents - summary.failed - summary.skipped
    rate = f", {done / summary.seconds:,.0f} a second" if summary.seconds and done else ""
    skipped = f", {summary.skipped:,} done before" if summary.skipped else ""
    lossy = f"{summary.lossy:,} with losses, " if summary.lossy else ""
    documents = "document" if done == 1 else "documents"
    return f"converted {done:,} {documents} in {summary.seconds:.1f} s{rate}{skipped}; {lossy}{summary.failed:,} failed"


def _check(given: argparse.Namespace) -> int:
    from clinanswer import _check_command

    given.source = _JSONL if given.source == _JSONL else _format(given.source)
    return _check_command.run(given, _reading(given))


def _diff(given: argparse.Namespace) -> int:
    from clinanswer import _check_command

    given.source = _format(given.source)
    return _check_command.diff(given, _reading(given))


def _show(given: argparse.Namespace) -> int:
    from clinanswer import _show

    _show.show(_read(given), plain=given.plain)
    return 0


def _schema(_given: argparse.Namespace) -> int:
    print(json.dumps(clinanswer.json_schema(), ensure_ascii=False, indent=2))
    return 0


def _read(given: argparse.Namespace) -> ClinicalAnswer:
    """The document of the input. What is lost, and in `convert` what is not sure, is told on standard error."""
    reported: list[Problem] = []
    reading = _reading(given)
    name, doc = _io.read_input(given.input, _format(given.source), reading, reported, decisions=given.decisions)
    if not given.quiet:
        _complain(*_io.told(name, reported), level="note")
    return doc


def _formats(names: str) -> list[_io.Format]:
    """Formats with commas between them, as `--to` takes them."""
    found = [_format(name) for name in names.split(",")]
    if None in found:
        raise argparse.ArgumentTypeError(
            f"use some of {', '.join((*_io.FORMATS, *_ALIASES))}, with commas between them"
        )
    return [format for format in found if format]


def _format(name: str | None) -> _io.Format | None:
    return next((each for each in _io.FORMATS if each == _ALIASES.get(name or "", name)), None)


def _lines(error: ReadError) -> list[str]:
    source = error.source or "input"
    lines = _io.told(source, error.problems[:_MAX_SHOWN])
    more = len(error.problems) - len(lines)
    return [*lines, f"{source}: and {more} more problems"] if more else lines


def _complain(*lines: str, level: str = "error") -> None:
    for line in lines:
        print(f"clinanswer: {level}: {line}", file=sys.stderr)
