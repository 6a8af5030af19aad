"""The whole article: `to_jats`, and the reader of what it writes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from clinanswer.errors import Problem, ReadError, VersionError
from clinanswer.jats import _make as make
from clinanswer.jats._back import (
    DISCLAIMER,
    RELATED_QUESTIONS,
    read_details,
    read_disclaimers,
    read_questions,
    sections_by_type,
    write_back,
    write_disclaimers,
)
from clinanswer.jats._blocks import read_section, write_section, write_wrapped
from clinanswer.jats._context import Reading, Writing, by_tag, child_of, place, text_in
from clinanswer.jats._front import ARTICLE_META, read_article_meta, write_article_meta
from clinanswer.jats._inline import BREAK_MARKUP, write_phrases
from clinanswer.jats._journal import (
    JOURNAL_META,
    choose_tag_set,
    is_publisher_of_document,
    read_publisher,
    write_journal,
)
from clinanswer.jats._meta import CUSTOM_META_GROUP, read_meta, write_custom
from clinanswer.jats._names import (
    CONTENT_TYPE,
    DOCTYPES,
    DTD_VERSION,
    FORMAT_VERSION,
    LANG,
    LANG_KEY,
    MARK,
    META_NAME,
    META_VALUE,
    NAMESPACES,
    SEC,
    SEC_TYPE,
    TITLE,
    P,
)
from clinanswer.jats._references import REF_LIST, read_references, write_reference_list, write_references
from clinanswer.jats._review import REVIEW_NOTICE, read_review_notice, write_review_notice
from clinanswer.jats._xml import attribute, leaf, wrap
from clinanswer.model import Question, Review

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clinanswer.jats._journal import Journal
    from clinanswer.jats._names import TagSet
    from clinanswer.model import ClinicalAnswer

ARTICLE: Final = "article"
FRONT: Final = "front"
BODY: Final = "body"
BACK: Final = "back"
_QUESTION: Final = "clinical-question"
_GENERATOR: Final = "generator"
_FORMAT_VERSION: Final = "format-version"
_CHECKSUM: Final = "crc-32-of-the-rest"
"""https://www.w3.org/TR/png-3/#D-CRCAppendix, of what follows the mark in UTF-8."""
_PROCESSING_META: Final = "processing-meta"
_MARK_END: Final = f"</{CUSTOM_META_GROUP}></{_PROCESSING_META}>"
_ATTRIBUTES: Final = "".join(
    [f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("xlink", "ali")]
    + [f' article-type="other" dtd-version="{DTD_VERSION}"']
)


def to_jats(doc: ClinicalAnswer, *, tag_set: TagSet | None = None, journal: Journal | None = None) -> str:
    """The document as an article in JATS 1.3 (https://jats.nlm.nih.gov/archiving/1.3/).

    The text begins with an XML declaration and a DOCTYPE and can be parsed as it is. It is valid against the Archiving
    DTD, or against the Publishing DTD when `tag_set` says so or the journal has an ISSN; both are valid JATS 1.4 too.

    Raises:
        InvalidNodeError: `tag_set="publishing"` without an ISSN, which that tag set requires.
    """
    tag_set = choose_tag_set(tag_set, journal)
    out = Writing(doc.references, tag_set, journal)
    # What stands first is written last: the front and the reference list hold what the rest makes necessary.
    title = write_phrases(doc.title, out, BREAK_MARKUP)
    abstract = write_wrapped(doc.answer, out)
    body = _write_body(doc, out)
    disclaimers = write_disclaimers(doc, out)
    entries = write_references(doc.references, out)
    back = write_back(doc, disclaimers, write_reference_list(entries, out), out)
    front = write_journal(journal, doc.publisher) + write_article_meta(doc, abstract, out, title)
    public, system = DOCTYPES[tag_set]
    language = attribute(LANG, doc.language)
    rest = [f"<{FRONT}>", front, f"</{FRONT}><{BODY}>", *body, f"</{BODY}>", back, f"</{ARTICLE}>\n"]
    checksum = 0
    for part in rest:  # in parts, of which most are ASCII, and those are encoded for nothing
        checksum = crc32(part.encode(), checksum)
    return "".join(
        [
            f'<?xml version="1.0"?>\n<!DOCTYPE {ARTICLE} PUBLIC "{public}" "{system}">\n',
            f"<{ARTICLE}{_ATTRIBUTES}{language}>{_open_mark(tag_set)}",
            write_custom(_CHECKSUM, f"{checksum:08x}"),
            _MARK_END,
            *rest,
        ]
    )


def mark_of(root: _Element) -> _Element | None:
    """The processing metadata by which an article that `to_jats` wrote is known."""
    for meta in root.iterchildren(_PROCESSING_META):
        for group in meta.iterchildren(CUSTOM_META_GROUP):
            if group.get(CONTENT_TYPE) == MARK:
                return group
    return None


def is_about_file_or_journal(element: _Element) -> bool:
    """Whether an element holds what is no part of the document: the file's mark, or the journal."""
    parent = element.getparent()
    in_journal = parent is not None and parent.tag == JOURNAL_META
    return element.tag == _PROCESSING_META or (in_journal and not is_publisher_of_document(element))


def read_document(root: _Element, mark: _Element, reading: Reading) -> ClinicalAnswer:
    """What `to_jats` wrote.

    Raises:
        ReadError: a value that no document may hold; a VersionError when a newer clinanswer wrote it.
    """
    _check_version(mark)
    front, body, back = (child_of(root, tag) for tag in (FRONT, BODY, BACK))
    meta = None if front is None else child_of(front, ARTICLE_META)
    if front is None or meta is None:
        raise ReadError(
            Problem(place(root), "no-metadata", f"the article has no {FRONT}/{ARTICLE_META}", root.sourceline)
        )
    parts = by_tag(meta)
    custom = read_meta(next(iter(parts.get(CUSTOM_META_GROUP, ())), None), reading)
    fields: dict[str, Any] = {"references": []}
    sections = {} if back is None else sections_by_type(back)
    read_details(sections, reading)
    reading.has_details = bool(reading.citations or reading.extras or reading.verifications)
    if back is not None:
        fields["references"] = read_references(list(back.iterchildren(REF_LIST)), reading)
        fields["related_questions"] = read_questions(sections.get(RELATED_QUESTIONS, []))
        fields["disclaimers"] = read_disclaimers(sections.get(DISCLAIMER, []), reading)
    fields |= read_article_meta(parts, reading)
    question = "" if body is None else _read_body(body, fields, reading)
    events, pico = fields.pop("events"), fields.pop("pico", None)
    fields |= {
        "review": Review(events, stages=custom.stages),
        "audience": custom.audience,
        "provenance": custom.provenance,
        "publisher": custom.publisher or read_publisher(front),
        "language": root.get(LANG_KEY),
        "extras": custom.extras,
    }
    doc = reading.build(
        root,
        lambda: make.document(
            fields | {"question": Question(question, kind=custom.question_kind, pico=pico)},
            reading.claims,
            reading.sections,
        ),
    )
    reading.finish()
    assert doc is not None  # noqa: S101  (`finish` raises when something was refused)
    return doc


@cache
def _open_mark(tag_set: TagSet) -> str:
    """By whom and how the file was written. No `table-model`: docling no longer knows JATS by it."""
    from clinanswer import __version__

    return (
        f'<{_PROCESSING_META} tagset-family="jats" base-tagset="{tag_set}">'
        f'<{CUSTOM_META_GROUP} {CONTENT_TYPE}="{MARK}">'
        + write_custom(_GENERATOR, f"{MARK} {__version__}")
        + write_custom(_FORMAT_VERSION, str(FORMAT_VERSION))
    )


def is_edited(mark: _Element, raw: bytes) -> bool:
    """Whether a file is no longer what was written, by the checksum in its mark. Early files have none."""
    checksum = next((text_in(each, META_VALUE) for each in mark if text_in(each, META_NAME) == _CHECKSUM), None)
    if checksum is None:
        return False
    _, _, rest = raw.partition(_MARK_END.encode())
    return checksum != f"{crc32(rest):08x}"


def _check_version(mark: _Element) -> None:
    for element in mark:
        if text_in(element, META_NAME) == _FORMAT_VERSION:
            value = (text_in(element, META_VALUE) or "").strip()
            if not value.isdecimal() or len(value) > 9 or int(value) < 1:
                message = f"the format version is {value[:20]!r}; it must be a whole number from 1"
                raise ReadError(Problem(place(element), "format-version", message, element.sourceline))
            if int(value) > FORMAT_VERSION:
                message = (
                    f"written by a newer clinanswer (format version {value}, this one reads {FORMAT_VERSION}); "
                    "install a newer version"
                )
                raise VersionError(Problem(place(element), "newer-version", message, element.sourceline))


def _write_body(doc: ClinicalAnswer, out: Writing) -> list[str]:
    question = leaf(TITLE, "Clinical question") + leaf(P, doc.question.text)
    parts = [wrap(SEC, question, f' {SEC_TYPE}="{_QUESTION}"'), write_review_notice(doc, out)]
    return parts + [write_section(section, out) for section in doc.sections]


def _read_body(body: _Element, fields: dict[str, object], reading: Reading) -> str:
    """The question's text; sections, notices and policy go into `fields`."""
    question = ""
    sections = []
    for element in body.iterchildren(SEC):
        kind = element.get(SEC_TYPE)
        if kind == _QUESTION:
            question = text_in(element, P) or ""
        elif kind == REVIEW_NOTICE:
            fields["editorial_policy"], fields["notices"] = read_review_notice(element, reading)
        elif (section := read_section(element, reading)) is not None:
            sections.append(section)
    fields["sections"] = sections
    return question
