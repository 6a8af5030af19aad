"""`convert_partition`: lines of JSON to other formats, as one pure function that runs anywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias, cast, overload

from attrs import frozen

from clinanswer._io import FORMATS, Format, ReaderOptions, UsageError, WriterOptions, read_with_losses, render
from clinanswer.errors import ClinAnswerError, Problem, ReadError

if TYPE_CHECKING:
    from clinanswer.jats._journal import Journal
    from clinanswer.jats._names import TagSet

__all__ = [
    "Converted", "Record", "convert_document", "convert_partition", "formats_of", "problem_record", "writing_of",
]  # fmt: skip

Record: TypeAlias = dict[str, str | None]
"""What became of one document: its input's `digest` (sha256), one text a format, and `errors`.

`errors` is None, or a JSON list of problems (`path`, `code`, `message`, `line`); then the formats are None.
"""

_TEXT_COLUMN: Final = "text"  # what Ray calls the column of the lines of a text file
_INPUT: Final = "input"
_READ_AS_USUAL: Final = ReaderOptions()
_WRITTEN_AS_USUAL: Final = WriterOptions()


@overload
def convert_partition(  # type: ignore[overload-overlap]  # columns are iterable too: they are told apart first
    lines: Mapping[str, Iterable[str | bytes]],
    *,
    to: str | Sequence[str],
    journal: Journal | None = None,
    tag_set: TagSet | None = None,
) -> dict[str, list[str | None]]: ...


@overload
def convert_partition(
    lines: Iterable[str | bytes],
    *,
    to: str | Sequence[str],
    journal: Journal | None = None,
    tag_set: TagSet | None = None,
) -> Iterator[Record]: ...


def convert_partition(
    lines: Mapping[str, Iterable[str | bytes]] | Iterable[str | bytes],
    *,
    to: str | Sequence[str],
    journal: Journal | None = None,
    tag_set: TagSet | None = None,
) -> dict[str, list[str | None]] | Iterator[Record]:
    """Convert documents, one a line of JSON. It keeps nothing between calls and raises nothing for a bad line.

    Spark and Dask hand it the lines of a partition (`rdd.mapPartitions(partial(convert_partition, to="html"))`,
    `bag.map_partitions(convert_partition, to="html")`) and get records. Ray Data hands it columns
    (`dataset.map_batches(convert_partition, fn_kwargs={"to": "html"})`) and gets columns: those of the records.

    Args:
        lines: The lines; or columns, of which `text` holds them. Blank lines are left out.
        to: The formats, as names or as one text with commas between them (`"html,jats"`).
        journal: The journal in which the documents appear (`to_jats`).
        tag_set: The tag set of JATS (`to_jats`).

    Raises:
        ClinAnswerError: a format that there is not, or one whose extra is not installed; a journal or tag set without
            JATS, or a tag set that the journal does not suffice for.
    """
    formats = formats_of(to)
    writing = writing_of(formats, journal, tag_set)
    if not isinstance(lines, Mapping):
        return _records(lines, formats, writing)
    records = list(_records(lines[_TEXT_COLUMN], formats, writing))
    return {name: [record[name] for record in records] for name in ("digest", *formats, "errors")}


def formats_of(to: str | Sequence[str]) -> tuple[Format, ...]:
    """The formats that are asked for, each once.

    Raises:
        ClinAnswerError: none, or one that there is not.
    """
    names = [name.strip() for name in (to.split(",") if isinstance(to, str) else to)]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        found = f"{unknown[0]!r} is not a format" if unknown else "no format is given"
        raise UsageError(f"{found}; use some of {', '.join(FORMATS)}")
    return cast("tuple[Format, ...]", tuple(dict.fromkeys(names)))


def writing_of(formats: Sequence[Format], journal: Journal | None, tag_set: TagSet | None) -> WriterOptions:
    """How the documents are written, seen to be possible before the first of them is.

    Raises:
        UsageError: a journal or a tag set, and no JATS to write.
        InvalidNodeError: a tag set that there is not, or Publishing without an ISSN.
    """
    if journal is None and tag_set is None:
        return _WRITTEN_AS_USUAL
    if "jats" not in formats:
        raise UsageError("the tag set and the journal are for JATS")
    from clinanswer.jats._journal import choose_tag_set  # on first use, as few need it

    choose_tag_set(tag_set, journal)
    return WriterOptions(tag_set, journal)


@frozen
class Converted:
    """What became of one document: a text for each format, and what was lost; or no text, and the errors."""

    texts: Mapping[Format, str] | None
    losses: tuple[Problem, ...] = ()
    errors: tuple[Problem, ...] = ()


def convert_document(
    data: bytes,
    source: Format,
    formats: Sequence[Format],
    reading: ReaderOptions = _READ_AS_USUAL,
    writing: WriterOptions = _WRITTEN_AS_USUAL,
) -> Converted:
    """What becomes of one document.

    Raises:
        ClinAnswerError: an extra is missing: no other document would fare better.
    """
    try:
        doc, losses = read_with_losses(data, source, _INPUT, reading)
        return Converted({name: render(doc, name, **writing.of(name)) for name in formats}, losses)
    except ReadError as error:
        return Converted(None, errors=error.problems)
    except ClinAnswerError:
        raise
    except Exception as error:  # noqa: BLE001  (a fault of ours in one document must not stop a million others)
        message = f"{type(error).__name__}: {error}; please report this document"
        return Converted(None, errors=(Problem("$", "internal", message),))


def problem_record(problem: Problem) -> dict[str, str | int | None]:
    """A problem as JSON holds it."""
    return {"path": problem.path, "code": problem.code, "message": problem.message, "line": problem.line}


def _records(lines: Iterable[str | bytes], formats: Sequence[Format], writing: WriterOptions) -> Iterator[Record]:
    for line in lines:
        data = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else bytes(line)
        if data.strip():
            yield _record(data.rstrip(b"\r\n"), formats, writing)


def _record(data: bytes, formats: Sequence[Format], writing: WriterOptions) -> Record:
    found = convert_document(data, "json", formats, writing=writing)
    texts = found.texts or {}
    errors = json.dumps([problem_record(problem) for problem in found.errors], ensure_ascii=False)
    return {
        "digest": hashlib.sha256(data).hexdigest(),
        **{name: texts.get(name) for name in formats},
        "errors": errors if found.errors else None,
    }
