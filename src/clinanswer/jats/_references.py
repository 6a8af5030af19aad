"""The reference list: one `element-citation` for what is known in parts, `mixed-citation` for text alone.

A printed citation beside the parts stands in a `note`: `mixed-citation` beside `element-citation` breaks readers.
"""

from __future__ import annotations

from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.jats import _make as make
from clinanswer.jats._context import NO_EXTRAS, text_in
from clinanswer.jats._inline import BREAK_MARKUP, STYLED_BREAK, read_phrases, write_phrases
from clinanswer.jats._names import (
    CONTENT_TYPE,
    CUSTOM_TYPE,
    DAY,
    EXT_LINK,
    HREF,
    HREF_KEY,
    ID,
    ISO_DATE,
    LANG,
    LANG_KEY,
    MONTH,
    REFERENCE_PREFIX,
    SPECIFIC_USE,
    TITLE,
    YEAR,
    P,
)
from clinanswer.jats._people import PERSON_GROUP, PERSON_GROUP_TYPE, read_person_group, write_person_group
from clinanswer.jats._xml import attribute, leaf, optional, text, wrap
from clinanswer.model import Cite, Extras, PartialDate, Reference, ReferenceKind, ReferenceStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from clinanswer.jats._context import Reading, Writing

REF_LIST: Final = "ref-list"
REF: Final = "ref"
LABEL: Final = "label"
ELEMENT_CITATION: Final = "element-citation"
MIXED_CITATION: Final = "mixed-citation"
PUBLICATION_TYPE: Final = "publication-type"
USE_TYPE: Final = "use-type"
ARTICLE_TITLE: Final = "article-title"
CHAPTER_TITLE: Final = "chapter-title"
DATA_TITLE: Final = "data-title"
SOURCE: Final = "source"
PUB_ID: Final = "pub-id"
PUB_ID_TYPE: Final = "pub-id-type"
SEASON: Final = "season"
STRING_DATE: Final = "string-date"
DATE_IN_CITATION: Final = "date-in-citation"
ACCESS_DATE: Final = "access-date"
NOTE: Final = "note"
AUTHOR: Final = "author"
EDITOR: Final = "editor"
CUSTOM: Final = "custom"
NCT: Final = "nct"

_ACCESS_TEXT: Final = "access-date-text"
_COMMENT: Final = "comment"
_ABBREVIATED: Final = "abbreviated"
_CIRCA: Final = "circa"
_PRINTED: Final = "printed-citation"
_UNRESOLVED: Final = "unresolved"
_MISSING: Final = "missing"
_STATUS: Final = "status-"

# What others call the kinds, beside our own names for them.
_FOREIGN_TYPES: Final = MappingProxyType(
    {
        "article": ReferenceKind.ARTICLE,
        "article-journal": ReferenceKind.ARTICLE,
        "journal-article": ReferenceKind.ARTICLE,
        "periodical": ReferenceKind.ARTICLE,
        "magazine": ReferenceKind.ARTICLE,
        "newspaper": ReferenceKind.ARTICLE,
        "letter": ReferenceKind.ARTICLE,
        "working-paper": ReferenceKind.PREPRINT,
        "chapter": ReferenceKind.CHAPTER,
        "book-chapter": ReferenceKind.CHAPTER,
        "website": ReferenceKind.WEB,
        "webpage": ReferenceKind.WEB,
        "web-page": ReferenceKind.WEB,
        "online": ReferenceKind.WEB,
        "blog": ReferenceKind.WEB,
        "wiki": ReferenceKind.WEB,
        "dataset": ReferenceKind.DATASET,
        "database": ReferenceKind.DATASET,
        "conference": ReferenceKind.CONFERENCE,
        "conf-proc": ReferenceKind.CONFERENCE,
        "conf-paper": ReferenceKind.CONFERENCE,
        "conference-paper": ReferenceKind.CONFERENCE,
        "paper-conference": ReferenceKind.CONFERENCE,
        "confproc": ReferenceKind.CONFERENCE,
        "dissertation": ReferenceKind.THESIS,
        "guideline": ReferenceKind.GUIDELINE,
        "gov": ReferenceKind.REPORT,
        "government": ReferenceKind.REPORT,
        "legal": ReferenceKind.LEGISLATION,
        "legislation": ReferenceKind.LEGISLATION,
        "clinical-trial": ReferenceKind.REGISTRY_ENTRY,
        "patent": ReferenceKind.OTHER,
        "software": ReferenceKind.OTHER,
        "standard": ReferenceKind.OTHER,
        "commun": ReferenceKind.OTHER,
        "discussion": ReferenceKind.OTHER,
        "list": ReferenceKind.OTHER,
        "other": ReferenceKind.OTHER,
    }
)
# What JATS calls each kind, and how its `use-type` tells apart the kinds for which JATS has one word only.
# `other` is no publication type here: JATS4R warns of it.
_KINDS: Final[Mapping[ReferenceKind, tuple[str, str | None]]] = MappingProxyType(
    {
        ReferenceKind.ARTICLE: ("journal", None),
        ReferenceKind.REVIEW: ("journal", "review"),
        ReferenceKind.SYSTEMATIC_REVIEW: ("journal", "systematic-review"),
        ReferenceKind.TRIAL: ("journal", "trial"),
        ReferenceKind.CASE_REPORT: ("journal", "case-report"),
        ReferenceKind.PREPRINT: ("preprint", None),
        ReferenceKind.GUIDELINE: ("report", "guideline"),
        ReferenceKind.BOOK: ("book", None),
        ReferenceKind.CHAPTER: ("book", "chapter"),
        ReferenceKind.REPORT: ("report", None),
        ReferenceKind.DRUG_LABEL: ("report", "drug-label"),
        ReferenceKind.WEB: ("web", None),
        ReferenceKind.DATASET: ("data", None),
        ReferenceKind.REGISTRY_ENTRY: ("database", "registry-entry"),
        ReferenceKind.THESIS: ("thesis", None),
        ReferenceKind.LEGISLATION: ("gov", "legislation"),
        ReferenceKind.CONFERENCE: ("confproc", None),
        ReferenceKind.SELF_SUMMARY: ("web", "self-summary"),
        ReferenceKind.OTHER: ("miscellaneous", None),
    }
)
_KIND_ATTRIBUTES: Final[Mapping[ReferenceKind | None, str]] = MappingProxyType(
    {None: ""}
    | {
        kind: attribute(PUBLICATION_TYPE, publication_type) + attribute(USE_TYPE, use_type)
        for kind, (publication_type, use_type) in _KINDS.items()
    }
)
_KINDS_BY_TYPE: Final = MappingProxyType({names: kind for kind, names in _KINDS.items()})
# JATS4R wants the title of a data set in an element of its own; that of a chapter has one in JATS itself.
_TITLES: Final = MappingProxyType({ReferenceKind.CHAPTER: CHAPTER_TITLE, ReferenceKind.DATASET: DATA_TITLE})
_STATUSES: Final = MappingProxyType({f"{_STATUS}{status}": status for status in ReferenceStatus})

# The fields that are one element of text each, in the order in which they are written.
_ELEMENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "volume": "volume",
        "issue": "issue",
        "pages": "page-range",
        "edition": "edition",
        "publisher": "publisher-name",
        "place": "publisher-loc",
        "isbn": "isbn",
        "issn": "issn",
    }
)
_PUB_IDS: Final = ("pmid", "pmcid", "doi")
"""The DOI is the last, because some tools read the last only."""
# All fields that are one text each: the element and its attributes.
_TEXTS: Final = MappingProxyType(
    {field: (tag, "") for field, tag in _ELEMENTS.items()}
    | {NCT: (PUB_ID, f' {PUB_ID_TYPE}="{CUSTOM}" {CUSTOM_TYPE}="{NCT}"')}
    | {field: (PUB_ID, f' {PUB_ID_TYPE}="{field}"') for field in _PUB_IDS}
)
_texts: Final = attrgetter(*_TEXTS)
_TEXT_MARKUP: Final = tuple((f"<{tag}{attributes}>", f"</{tag}>") for tag, attributes in _TEXTS.values())
_IS_PRINTED: Final = f' {CONTENT_TYPE}="{_PRINTED}"'
_IS_ABBREVIATED: Final = f' {CONTENT_TYPE}="{_ABBREVIATED}"'
_ONE_ELEMENT: Final[Mapping[str, str]] = {tag: field for field, tag in _ELEMENTS.items()}


def write_references(references: tuple[Reference, ...], out: Writing) -> str:
    """The entries of the reference list."""
    return "".join([_write_reference(reference, out) for reference in references])


def write_reference_list(entries: str, out: Writing) -> str:
    """The `ref-list` around entries, and an empty entry for each reference that is cited and has none."""
    missing = "".join(
        [
            wrap(REF, leaf(LABEL, label) + wrap(MIXED_CITATION, ""), _ref_id(ref) + f' {SPECIFIC_USE}="{_MISSING}"')
            for ref, label in out.missing.items()
        ]
    )
    return wrap(REF_LIST, leaf(TITLE, "References") + entries + missing) if entries or missing else ""


def read_references(lists: list[_Element], reading: Reading) -> list[Reference]:
    """The references, without the entries that stand in for missing ones."""
    found = []
    for each in lists:
        for element in each[:]:
            use = element.get(SPECIFIC_USE)
            if element.tag == REF and use != _MISSING:
                try:
                    reference = _read_reference(element, use, reading)
                    reading.order.append(reference.id)
                    found.append(reference)
                except InvalidNodeError as error:
                    reading.refuse(element, "invalid", f"{error}")
    return found


# ------------------------------------------------------------------------------------------- one reference


def _write_reference(reference: Reference, out: Writing) -> str:
    if reference.extras is not NO_EXTRAS and reference.extras:
        out.extras.append((REFERENCE_PREFIX + reference.id, reference.extras))
    attributes = f' {ID}="{REFERENCE_PREFIX}{reference.id}"'
    if reference.status is not None:
        attributes += f' {SPECIFIC_USE}="{_STATUS}{reference.status}"'
    kind = _KIND_ATTRIBUTES[reference.kind]
    if reference.language is not None:
        kind += attribute(LANG, reference.language)
    parts = _write_parts(reference, out)
    printed = reference.text
    if parts:
        note = "" if printed is None else f"<{NOTE}{_IS_PRINTED}>{leaf(P, printed)}</{NOTE}>"
        citation = f"<{ELEMENT_CITATION}{kind}>{parts}</{ELEMENT_CITATION}>{note}"
    else:
        use = f' {SPECIFIC_USE}="{_UNRESOLVED}"' if printed is None else ""
        citation = wrap(MIXED_CITATION, text(printed or ""), kind + use)
    return f"<{REF}{attributes}><{LABEL}>{out.label(reference.id)}</{LABEL}>{citation}</{REF}>"


def _read_reference(element: _Element, use: str | None, reading: Reading) -> Reference:
    name = _name_of(element, reading)
    fields: dict[str, Any] = {}
    for each in element[:]:
        tag: str = each.tag  # type: ignore[assignment]  # the parser leaves elements only
        if tag == NOTE:
            fields["text"] = text_in(each, P)
            continue
        if tag == ELEMENT_CITATION:
            _read_parts(each, fields, reading)
        elif tag == MIXED_CITATION:
            fields["text"] = "".join(each.itertext())
        else:
            continue
        fields["kind"] = _read_kind(each, reading)
        fields["language"] = each.get(LANG_KEY)
    if use is not None:
        fields["status"] = reading.term(element, "reference status", _STATUSES, use)
    if reading.extras:
        fields["extras"] = reading.extras.get(name, Extras())
    return make.reference(name.removeprefix(REFERENCE_PREFIX), fields)


def _name_of(element: _Element, reading: Reading) -> str:
    """The `id` of a reference; one that an editor added may have another form, or none."""
    name = element.get(ID)
    if name is None:
        name = f"{REFERENCE_PREFIX}added-{len(reading.order) + 1}"
        message = f"a reference without an id is called {name.removeprefix(REFERENCE_PREFIX)!r}"
        reading.lose(element, "no-id", message)
    elif not name.startswith(REFERENCE_PREFIX):
        reading.added[name] = name
    return name


def _write_parts(reference: Reference, out: Writing) -> str:
    parts = ""
    if reference.authors:
        parts += write_person_group(AUTHOR, reference.authors)
    if reference.editors:
        parts += write_person_group(EDITOR, reference.editors)
    if reference.title:
        tag = _TITLES.get(reference.kind, ARTICLE_TITLE) if reference.kind else ARTICLE_TITLE
        if tag == DATA_TITLE and any(isinstance(node, Cite) for node in reference.title):
            tag = ARTICLE_TITLE  # `data-title` takes no citation
        line_break = BREAK_MARKUP if tag == ARTICLE_TITLE else STYLED_BREAK  # the others take no `break`
        parts += f"<{tag}>{write_phrases(reference.title, out, line_break)}</{tag}>"
    if reference.container_title is not None:
        parts += leaf(SOURCE, reference.container_title)
    if reference.container_title_short is not None:
        parts += leaf(SOURCE, reference.container_title_short, _IS_ABBREVIATED)
    if reference.issued is not None:
        parts += _write_issued(reference.issued)
    for words, (start, end) in zip(_texts(reference), _TEXT_MARKUP, strict=True):
        if words is not None:
            parts += f"{start}{words if words.isalnum() else text(words)}{end}"
    if reference.accessed is not None:
        parts += _write_accessed(reference.accessed)
    if reference.url is not None:
        parts += leaf(EXT_LINK, reference.url, ' ext-link-type="uri"' + attribute(HREF, reference.url))
    return parts


def _read_parts(citation: _Element, fields: dict[str, Any], reading: Reading) -> None:
    dates: dict[str, str | None] = {}
    circa = False
    for part in citation[:]:
        tag: str = part.tag  # type: ignore[assignment]  # the parser leaves elements only
        if (field := _ONE_ELEMENT.get(tag)) is not None:
            fields[field] = part.text
        elif tag == PUB_ID:
            kind = part.get(PUB_ID_TYPE)
            name = part.get(CUSTOM_TYPE) if kind == CUSTOM else kind
            if name in _IDENTIFIERS:
                fields[name] = part.text
            else:
                reading.lose(part, "identifier", f"an identifier of type {name!r} has no place; it is left out")
        elif tag in _TITLE_TAGS:
            fields["title"] = read_phrases(part, reading)
        elif tag == SOURCE:
            short = part.get(CONTENT_TYPE) == _ABBREVIATED
            fields["container_title_short" if short else "container_title"] = part.text
        elif tag == PERSON_GROUP:
            group = "editors" if part.get(PERSON_GROUP_TYPE) == EDITOR else "authors"
            fields[group] = read_person_group(part, reading)
        elif tag in _DATE_TAGS:
            dates[tag] = part.text
            circa = circa or (tag == YEAR and part.get(CONTENT_TYPE) == _CIRCA)
        elif tag == EXT_LINK:
            fields["url"] = part.get(HREF_KEY)
        elif tag == DATE_IN_CITATION:
            fields["accessed"] = part
        elif tag == _COMMENT and part.get(CONTENT_TYPE) == _ACCESS_TEXT:
            dates[_COMMENT] = part.text
        else:
            reading.lose(part, "unknown-element", f"{tag} is not known in a citation; it is left out")
    if YEAR in dates:
        fields["issued"] = _partial_date(citation, dates, dates.get(STRING_DATE), reading, circa=circa)
    if (accessed := fields.get("accessed")) is not None:
        parts = {str(each.tag): each.text for each in accessed}
        circa = any(each.get(CONTENT_TYPE) == _CIRCA for each in accessed)
        fields["accessed"] = _partial_date(accessed, parts, dates.get(_COMMENT), reading, circa=circa)


# -------------------------------------------------------------------------------------------------- kinds


def kind_of_type(publication_type: str | None, use_type: str | None) -> ReferenceKind | None:
    """The kind of reference that a publication type stands for in any article."""
    kind = (publication_type or "").strip().lower()
    return _KINDS_BY_TYPE.get((kind, use_type)) or _FOREIGN_TYPES.get(kind) or _KINDS_BY_TYPE.get((kind, None))


def _read_kind(citation: _Element, reading: Reading) -> ReferenceKind | None:
    publication_type = citation.get(PUBLICATION_TYPE)
    if publication_type is None or publication_type == "unknown":
        return None
    kind = _KINDS_BY_TYPE.get((publication_type, citation.get(USE_TYPE)))
    if kind is None:
        reading.lose(citation, "unknown-value", f"the publication type {publication_type!r} is not known here")
    return kind


# -------------------------------------------------------------------------------------------------- dates


def _write_issued(date: PartialDate) -> str:
    parts = _write_date_parts(date, f' {ISO_DATE}="{_iso(date)}"')
    return parts if date.literal is None else parts + leaf(STRING_DATE, date.literal)


def _write_accessed(date: PartialDate) -> str:
    """`date-in-citation` has no place for the date as printed: that is a comment beside it."""
    attributes = f' {CONTENT_TYPE}="{ACCESS_DATE}" {ISO_DATE}="{_iso(date)}"'
    printed = optional(_COMMENT, date.literal, f' {CONTENT_TYPE}="{_ACCESS_TEXT}"')
    return wrap(DATE_IN_CITATION, _write_date_parts(date, ""), attributes) + printed


def _write_date_parts(date: PartialDate, attributes: str) -> str:
    if date.circa:
        attributes += f' {CONTENT_TYPE}="{_CIRCA}"'
    parts = f"<{YEAR}{attributes}>{str(date.year).zfill(4)}</{YEAR}>"
    if date.month is not None:
        parts += f"<{MONTH}>{date.month:02}</{MONTH}>"
    if date.day is not None:
        parts += f"<{DAY}>{date.day:02}</{DAY}>"
    return parts if date.season is None else parts + leaf(SEASON, date.season)


def _partial_date(
    element: _Element, parts: dict[str, str | None], literal: str | None, reading: Reading, *, circa: bool
) -> PartialDate | None:
    year, month, day = _number(parts.get(YEAR)), _number(parts.get(MONTH)), _number(parts.get(DAY))
    return reading.build(
        element, lambda: make.partial_date(year or 0, month, day, parts.get(SEASON), circa=circa, literal=literal)
    )


def _number(words: str | None) -> int | None:
    if words is None:
        return None
    words = words.strip()
    return int(words) if words.isdecimal() and len(words) < 5 else None


def _iso(date: PartialDate) -> str:
    year = str(date.year).zfill(4)
    if date.month is None:
        return year
    return f"{year}-{date.month:02}" if date.day is None else f"{year}-{date.month:02}-{date.day:02}"


def _ref_id(ref: str) -> str:
    return f' {ID}="{REFERENCE_PREFIX}{ref}"'


_IDENTIFIERS: Final = frozenset({*_PUB_IDS, NCT})
_TITLE_TAGS: Final = frozenset({ARTICLE_TITLE, *_TITLES.values()})
_DATE_TAGS: Final = frozenset({YEAR, MONTH, DAY, SEASON, STRING_DATE})
