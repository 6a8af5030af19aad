"""The command line: `clinanswer convert`, `check`, `show`, `diff` and `schema`.

Exit codes: 0 all went well, 1 some input could not be read or written (`check`: has errors; `diff`: differs), 2 the
command was called wrongly. What went wrong is said on standard error, in one sentence with the file and the place.
"""

from __future__ import annotations

import argparse
import glob
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import clinanswer
from clinanswer import _check_command, _io
from clinanswer._io import UsageError
from clinanswer.errors import ClinAnswerError, Problem, ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinanswer import batch
    from clinanswer.model import ClinicalAnswer

__all__ = ["main"]

_STDIN_OUT: Final = "-"
_JSONL: Final = "jsonl"
_ALIASES: Final = {"txt": "text", "xml": "jats", "htm": "html"}
_MAX_SHOWN: Final = 20  # problems of one input on the terminal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the result is the exit code."""
    parser = _parser()
    try:
        given = parser.parse_args(arguments)
    except SystemExit as stop:  # argparse has printed the help (0) or what is wrong with the call (2)
        return int(stop.code or 0)
    try:
        return int(given.run(given))
    except ReadError as error:
        _complain(*_lines(error))
    except UsageError as error:
        _complain(str(error))
        return 2
    except ClinAnswerError as error:
        _complain(str(error))
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        _complain(f"{error.filename or 'input or output'}: {error.strerror or error}")
    except KeyboardInterrupt:
        _complain("interrupted")
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clinanswer", description="Structured clinical answers: read them, look at them, convert them."
    )
    parser.add_argument("--version", action="version", version=f"clinanswer {clinanswer.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    formats = (*_io.FORMATS, *_ALIASES)

    convert = commands.add_parser(
        "convert",
        help="documents from one format to others: one file, or folders and JSON Lines of many",
        description="Convert a document, or many. Formats are told by suffix: .json .html .xml (JATS) .md .txt (page"
        " text). With several inputs, a folder, a pattern or .jsonl, OUT is a folder.",
    )
    convert.add_argument("inputs", metavar="IN", nargs="+", help="a file, folder, pattern, .jsonl; - is standard input")
    convert.add_argument("output", metavar="OUT", help="a file or folder; - is standard output")
    convert.add_argument("--from", dest="source", choices=(*formats, _JSONL), help="the format of the input")
    convert.add_argument("--to", dest="target", type=_formats, help="the format of the output, or several: html,jats")
    convert.add_argument("--strict", action="store_true", help="fail when something in the input would be lost")
    convert.add_argument("--quiet", "-q", action="store_true", help="tell errors only")
    many = convert.add_argument_group("many documents")
    many.add_argument(
        "--jobs", "-j", type=_check_command.process_count, help="worker processes (default: one a processor)"
    )
    many.add_argument("--resume", action="store_true", help="leave alone what is done and has not changed")
    many.add_argument("--quarantine", metavar="DIR", help="a folder for inputs that cannot be read, and their errors")
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
    convert.set_defaults(run=_convert)

    show = commands.add_parser("show", help="a document in the terminal", description="Show a document.")
    show.add_argument("input", metavar="FILE", help="a file, or - for standard input")
    show.add_argument("--from", dest="source", choices=formats, help="the input's format")
    show.add_argument("--plain", action="store_true", help="without colours and styles")
    show.set_defaults(run=_show, strict=False, quiet=True)

    schema = commands.add_parser("schema", help="the JSON Schema", description="Print the JSON Schema of documents.")
    schema.set_defaults(run=_schema)
    _check_command.add_parser(commands)
    return parser


def _convert(given: argparse.Namespace) -> int:
    if _is_batch(given):
        return _convert_many(given)
    if given.target is not None and len(given.target) > 1:
        raise UsageError("several formats need a folder: let OUT be one, or end in /")
    given.input = given.inputs[0]
    target = given.target[0] if given.target else None
    if target is None and given.output != _STDIN_OUT:
        target = _io.format_of_path(given.output)
    if target is None:
        raise UsageError(f"{given.output}: the output's format is not clear; say it with --to")
    options = _jats_options(given)
    if options and target != "jats":
        raise UsageError("the tag set and the journal are for JATS")
    doc = _read(given)
    if given.output == _STDIN_OUT:
        sys.stdout.buffer.write(_io.render(doc, target, **options).encode())
        sys.stdout.buffer.flush()
    else:
        _io.write(doc, given.output, format=target, **options)
    return 0


def _is_batch(given: argparse.Namespace) -> bool:
    """Whether there are many documents: several inputs, or one that holds many, or a folder for the output."""
    first = Path(given.inputs[0])
    many = len(given.inputs) > 1 or given.source == _JSONL or first.is_dir() or _io.is_lines(first)
    pattern = glob.has_magic(given.inputs[0]) and not first.exists()
    several = given.target is not None and len(given.target) > 1 and _io.format_of_path(given.output) is None
    folder = given.output.endswith(("/", os.sep)) or Path(given.output).is_dir()
    return many or pattern or folder or (several and given.output != _STDIN_OUT)


def _convert_many(given: argparse.Namespace) -> int:
    from clinanswer import batch
    from clinanswer.batch._progress import progress_bar

    if given.target is None or given.output == _STDIN_OUT or given.strict:
        wrong = "--strict is for one" if given.strict else "--to is missing" if given.target is None else "OUT is none"
        raise UsageError(f"many documents are converted to a folder, in the formats that --to names: {wrong}")
    if _jats_options(given):
        raise UsageError("the tag set and the journal are for one document at a time")
    jobs = given.jobs or os.cpu_count() or 1
    source = None if given.source == _JSONL else _format(given.source)
    with progress_bar(given.inputs, given.output, shown=not given.quiet) as advance:
        summary = batch.convert(
            given.inputs,
            given.output,
            to=given.target,
            source=source,
            jobs=jobs,
            resume=given.resume,
            quarantine=given.quarantine,
            progress=advance,
        )
    for failure in summary.failures:
        _complain(f"{failure.input}{'' if failure.line is None else f':{failure.line}'}: {failure.message}")
    if more := summary.failed - len(summary.failures):
        where = f"see {Path(given.quarantine) / batch.ERRORS}" if given.quarantine else "--quarantine keeps them all"
        _complain(f"and {more} more documents; {where}")
    if not given.quiet:
        print(_told(summary), file=sys.stderr)
    return 1 if summary.failed else 0


def _jats_options(given: argparse.Namespace) -> dict[str, object]:
    """What was said of the JATS to write; nothing, and nothing loaded, when nothing was."""
    if all(value is None for name, value in vars(given).items() if name.startswith(("jats_", "journal"))):
        return {}
    from clinanswer.jats._command import jats_options

    return jats_options(given)


def _told(summary: batch.Summary) -> str:
    """What a batch did, in one line."""
    done = summary.documents - summary.failed - summary.skipped
    rate = f", {done / summary.seconds:,.0f} a second" if summary.seconds and done else ""
    skipped = f", {summary.skipped:,} done before" if summary.skipped else ""
    return f"converted {done:,} documents in {summary.seconds:.1f} s{rate}{skipped}; {summary.failed:,} failed"


def _show(given: argparse.Namespace) -> int:
    from clinanswer import _show

    _show.show(_read(given), plain=given.plain)
    return 0


def _schema(_given: argparse.Namespace) -> int:
    print(json.dumps(clinanswer.json_schema(), ensure_ascii=False, indent=2))
    return 0


def _read(given: argparse.Namespace) -> ClinicalAnswer:
    """The document of the input. What the reader was not sure of, or lost, is told on standard error."""
    name = "standard input" if given.input == _STDIN_OUT else given.input
    data = sys.stdin.buffer.read() if given.input == _STDIN_OUT else _io.read_bytes(given.input)
    format = _format(given.source) or _io.format_of_path(given.input) or _io.format_of(data)
    reported: list[Problem] = []
    options = {"report": reported, "strict": given.strict} if _io.takes_report(format) else {}
    doc = _io.read_bytes_as(data, format, name, **options)
    if not given.quiet:
        _complain(
            *(f"{_place(name, problem)}: {problem.message} [{problem.code}]" for problem in reported), level="note"
        )
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
    lines = [
        f"{_place(source, problem)}: {problem.message} [{problem.code}]" for problem in error.problems[:_MAX_SHOWN]
    ]
    more = len(error.problems) - len(lines)
    return [*lines, f"{source}: and {more} more problems"] if more else lines


def _place(source: str, problem: Problem) -> str:
    line = "" if problem.line is None else f":{problem.line}"
    return f"{source}{line}" if problem.path == "$" else f"{source}{line}: {problem.path}"


def _complain(*lines: str, level: str = "error") -> None:
    for line in lines:
        print(f"clinanswer: {level}: {line}", file=sys.stderr)
