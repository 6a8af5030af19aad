"""The command line: `clinanswer convert` and `clinanswer show`.

Exit codes: 0 all went well, 1 some input could not be read or written, 2 the command was called wrongly. What went
wrong is said on standard error, in one sentence with the file and the place.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Final

import clinanswer
from clinanswer import _io
from clinanswer.errors import ClinAnswerError, Problem, ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinanswer.model import ClinicalAnswer

__all__ = ["main"]

_STDIN_OUT: Final = "-"
_ALIASES: Final = {"md": "markdown", "txt": "text", "xml": "jats", "htm": "html"}
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
        help="one document from one format to another",
        description="Convert a document. Formats are told by suffix: .json .html .xml (JATS) .md .txt (page text).",
    )
    convert.add_argument("input", metavar="IN", help="a file, or - for standard input")
    convert.add_argument("output", metavar="OUT", help="a file, or - for standard output")
    convert.add_argument("--from", dest="source", choices=formats, help="the input's format")
    convert.add_argument("--to", dest="target", choices=formats, help="the output's format")
    convert.add_argument("--strict", action="store_true", help="fail when something in the input would be lost")
    convert.add_argument("--quiet", "-q", action="store_true", help="do not tell unclear decisions and losses")
    convert.set_defaults(run=_convert)

    show = commands.add_parser("show", help="a document in the terminal", description="Show a document.")
    show.add_argument("input", metavar="FILE", help="a file, or - for standard input")
    show.add_argument("--from", dest="source", choices=formats, help="the input's format")
    show.add_argument("--plain", action="store_true", help="without colours and styles")
    show.set_defaults(run=_show, strict=False, quiet=True)
    return parser


def _convert(given: argparse.Namespace) -> int:
    target = _format(given.target) or (None if given.output == _STDIN_OUT else _io.format_of_path(given.output))
    if target is None:
        raise ClinAnswerError(f"{given.output}: the output's format is not clear; say it with --to")
    doc = _read(given)
    if given.output == _STDIN_OUT:
        sys.stdout.buffer.write(_io.render(doc, target).encode())
        sys.stdout.buffer.flush()
    else:
        _io.write(doc, given.output, format=target)
    return 0


def _show(given: argparse.Namespace) -> int:
    from clinanswer import _show

    _show.show(_read(given), plain=given.plain)
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
