"""What the command line takes for JATS: the tag set, and the journal, from options or a small TOML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict

from attrs import evolve

from clinanswer.errors import ClinAnswerError, InvalidNodeError
from clinanswer.jats._journal import Journal

if TYPE_CHECKING:
    import argparse

    from clinanswer.jats._names import TagSet

__all__ = ["JatsOptions", "jats_options"]

_FIELDS: Final = ("title", "issn", "publisher")
_TABLE: Final = "journal"


class JatsOptions(TypedDict, total=False):
    """Arguments for `to_jats`."""

    tag_set: TagSet
    journal: Journal


def jats_options(given: argparse.Namespace) -> JatsOptions:
    """The arguments for `to_jats` that were given on the command line; those of the options win over the file's.

    Raises:
        InvalidNodeError: an option says what no journal has, or the tag set needs an ISSN and there is none.
        ClinAnswerError: the file is no TOML, or holds something else than a journal.
        OSError: it cannot be opened.
    """
    named = {field: value for field in _FIELDS if (value := getattr(given, f"journal_{field}")) is not None}
    options: JatsOptions = {} if given.jats_tag_set is None else {"tag_set": given.jats_tag_set}
    journal = Journal() if given.journal is None else _read(given.journal)
    for name, value in named.items():
        try:
            journal = evolve(journal, **{name: value})
        except InvalidNodeError as error:
            raise InvalidNodeError(f"--journal-{name}: {error.reason}") from None
    if given.jats_tag_set == "publishing" and journal.issn is None:
        raise InvalidNodeError(
            "the Publishing tag set requires an ISSN: give one with --journal-issn or as issn in the file of --journal,"
            " or use --jats-tag-set archiving"
        )
    return options if journal == Journal() else {**options, "journal": journal}


def _read(path: str) -> Journal:
    """A journal from TOML: its fields at the top or in a table `[journal]`."""
    import tomllib  # on first use, as few need it

    try:
        found = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ClinAnswerError(f"{path}: not TOML: {error}") from None
    journal = found.get(_TABLE, found)
    if not isinstance(journal, dict):
        raise ClinAnswerError(f"{path}: {_TABLE} is no table; write [{_TABLE}] with {', '.join(_FIELDS)}")
    for name, value in journal.items():
        if name not in _FIELDS:
            raise ClinAnswerError(f"{path}: {name!r} is not known; a journal has {', '.join(_FIELDS)}")
        if not isinstance(value, str):
            raise ClinAnswerError(f"{path}: {name} must be text in quotes")
    try:
        return Journal(**journal)
    except InvalidNodeError as error:
        raise ClinAnswerError(f"{path}: {error.reason}") from None
