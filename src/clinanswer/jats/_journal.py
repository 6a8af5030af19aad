"""The journal or series in which a document appears: what the Publishing tag set wants and the model does not hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._context import child_of
from clinanswer.jats._names import CONTENT_TYPE
from clinanswer.jats._people import read_organization, write_organization
from clinanswer.jats._xml import attribute, leaf, optional, wrap
from clinanswer.model._text import optional_text, shorten

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clinanswer.jats._names import TagSet
    from clinanswer.model import Organization

__all__ = ["Journal"]

JOURNAL_META: Final = "journal-meta"
JOURNAL_TITLE: Final = "journal-title"
JOURNAL_TITLE_GROUP: Final = "journal-title-group"
PUBLISHER: Final = "publisher"
PUBLISHER_NAME: Final = "publisher-name"
_OF_JOURNAL: Final = "journal"
_ISSN: Final = re.compile(r"[0-9]{4}-[0-9]{3}[0-9X]", re.ASCII)


def to_issn(value: str | None) -> str | None:
    """An ISSN with its hyphen, or None."""
    if value is not None and not _ISSN.fullmatch(value):
        raise InvalidNodeError(f"{shorten(value)!r} is not an ISSN, such as '0378-5955'", "Journal.issn")
    return value


@frozen(kw_only=True)
class Journal:
    """A journal, for `to_jats`. It is no part of the document: `from_jats` does not give it back.

    `issn` is an ISSN with its hyphen (`0378-5955`), https://www.issn.org/.

    Raises:
        InvalidNodeError: a malformed ISSN, or text that XML cannot carry.
    """

    title: str | None = field(default=None, converter=optional_text)
    issn: str | None = field(default=None, converter=to_issn)
    publisher: str | None = field(default=None, converter=optional_text)


def choose_tag_set(tag_set: TagSet | None, journal: Journal | None) -> TagSet:
    """The tag set in which to write: Publishing where there is an ISSN, unless told otherwise.

    Raises:
        InvalidNodeError: Publishing without an ISSN, which it requires; an unknown tag set.
    """
    issn = None if journal is None else journal.issn
    if tag_set is None:
        return "archiving" if issn is None else "publishing"
    if tag_set not in {"archiving", "publishing"}:
        raise InvalidNodeError(f"{tag_set!r} is not a tag set; use 'archiving' or 'publishing'")
    if tag_set == "publishing" and issn is None:
        raise InvalidNodeError(
            "the Publishing tag set requires an ISSN: give one, as in journal=Journal(issn='0378-5955'), "
            "or use tag_set='archiving'",
            "Journal.issn",
        )
    return tag_set


def write_journal(journal: Journal | None, publisher: Organization | None) -> str:
    """`journal-meta`: the journal and its publisher, or else the document's publisher; nothing without any."""
    if journal is None:
        if publisher is None:
            return ""
        journal = Journal()
    name = journal.publisher
    printed = (
        wrap(PUBLISHER, leaf(PUBLISHER_NAME, name), attribute(CONTENT_TYPE, _OF_JOURNAL))
        if name is not None
        else wrap(PUBLISHER, wrap(PUBLISHER_NAME, write_organization(publisher)))
        if publisher is not None
        else ""
    )
    journal_id = journal.issn or journal.title
    inner = (
        ("" if journal_id is None else leaf("journal-id", journal_id, ' journal-id-type="publisher-id"'))
        + ("" if journal.title is None else wrap(JOURNAL_TITLE_GROUP, leaf(JOURNAL_TITLE, journal.title)))
        + optional("issn", journal.issn, ' pub-type="epub"')
        + printed
    )
    return wrap(JOURNAL_META, inner) if inner else ""


def is_publisher_of_document(element: _Element) -> bool:
    """Whether an element of `journal-meta` is the document's publisher and not the journal's."""
    return element.tag == PUBLISHER and element.get(CONTENT_TYPE) != _OF_JOURNAL


def read_publisher(front: _Element) -> Organization | None:
    """The document's publisher, unless it is the journal's."""
    publisher = front.find(f"{JOURNAL_META}/{PUBLISHER}")
    if publisher is None or not is_publisher_of_document(publisher):
        return None
    name = child_of(publisher, PUBLISHER_NAME)
    return None if name is None else read_organization(name)
