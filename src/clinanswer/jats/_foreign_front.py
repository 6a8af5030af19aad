"""Metadata of other people's articles: title, abstracts, contributors, dates, keywords, rights, funding.

What the model has no field for but is worth keeping (journal, volume, pages, article type, history dates) goes into the
document's extras, under the key `jats`.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._foreign_blocks import make_section, read_flow, section_title
from clinanswer.jats._foreign_context import local, words_of
from clinanswer.jats._foreign_inline import phrases, read_phrases
from clinanswer.jats._foreign_names import read_name
from clinanswer.jats._foreign_people import AFF_ALTERNATIVES, printed_name, read_contributors, words_in_parts
from clinanswer.jats._foreign_references import read_date
from clinanswer.jats._front import (
    ABSTRACT,
    ARTICLE_ID,
    AUTHOR_NOTES,
    COPYRIGHT_STATEMENT,
    FN_TYPE,
    FUNDING_STATEMENT,
    KWD,
    KWD_GROUP,
    LICENSE,
    LICENSE_P,
    PERMISSIONS,
    PUB_DATE,
    PUB_ID_TYPE,
    PUB_TYPE,
    PUBLISHER_ID,
    RELATED_OBJECT,
    SELF_URI,
    TITLE_GROUP,
)
from clinanswer.jats._journal import JOURNAL_META, PUBLISHER_NAME
from clinanswer.jats._names import CONTENT_TYPE, CONTRIB_GROUP, HREF_KEY, SEC, P
from clinanswer.jats._people import AFF, CONTRIB_ID, NAME, NAME_ALTERNATIVES, STRING_NAME
from clinanswer.jats._references import ARTICLE_TITLE, LABEL
from clinanswer.jats._review import DATE_TYPE, HISTORY
from clinanswer.model import (
    DocumentRelation,
    Identifier,
    Organization,
    Paragraph,
    RelatedDocument,
    Section,
    Strong,
    plain_text,
)
from clinanswer.model._fields import link_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from clinanswer.jats._foreign_citations import Token
    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Block, PartialDate, Phrase

__all__ = ["ABSTRACTS", "add_conflicts", "is_conflict", "read_front", "read_notes", "read_stub"]

_CONFLICT: Final = re.compile(r"coi|conflict|competing", re.IGNORECASE)
# Kinds of dates on which an article came out. Others are of manuscripts and repositories (`nihms-submitted`,
# `pmc-release`), or of what happened to the article later (`corrected`, `retracted`).
_PUBLISHED: Final = frozenset(
    {"epub", "pub", "ppub", "epub-ppub", "publication", "published", "electronic", "online", "print"}
)
# The date of a volume or issue, which may be before or after the day on which an article came out.
_COLLECTED: Final = frozenset({"collection"})
_UPDATED: Final = frozenset({"corrected", "updated", "last-updated"})
# How an article may be related to another, in the terms of JATS that say the same as ours.
_RELATIONS: Final[Mapping[str, DocumentRelation]] = {
    "corrected-article": DocumentRelation.CORRECTS,
    "preprint": DocumentRelation.VERSION_OF,
    **{str(each): each for each in DocumentRelation},
}
_LICENSES: Final = re.compile(r"https?://creativecommons\.org/[^\s;,)]+[^\s;,).]")
ABSTRACTS: Final = frozenset({"abstract", "summary"})
"""Titles of abstracts that say no more than that."""
RELATED_ARTICLE: Final = "related-article"
_RECIPIENT: Final = "principal-award-recipient"
# What is kept in extras, one text each.
_KEPT: Final = ("volume", "issue", "fpage", "lpage", "elocation-id")
_TAKEN: Final = frozenset(
    {
        ARTICLE_ID,
        TITLE_GROUP,
        CONTRIB_GROUP,
        AFF,
        AFF_ALTERNATIVES,
        AUTHOR_NOTES,
        PUB_DATE,
        HISTORY,
        PERMISSIONS,
        SELF_URI,
        ABSTRACT,
        "trans-abstract",
        KWD_GROUP,
        "funding-group",
        "article-categories",
        "custom-meta-group",
        "copyright-statement",
        "copyright-year",
        "copyright-holder",
        RELATED_ARTICLE,
        RELATED_OBJECT,
        *_KEPT,
    }
)


def read_front(front: _Element, fields: dict[str, object], reading: Foreign) -> list[Section]:
    """The metadata into `fields`; further abstracts are returned as sections."""
    meta = next((each for each in front if local(each) == "article-meta"), front)
    journal = next((each for each in front if local(each) == JOURNAL_META), None)
    kept = reading.kept
    if journal is not None:
        _read_journal(journal, fields, kept, reading)
    fields["title"] = _read_title(meta, reading)
    _read_ids(meta, fields, reading)
    fields["contributors"] = list(read_contributors(meta, reading))
    _read_dates(meta, fields, kept, reading)
    _read_rights(meta, fields, kept, reading)
    _read_keywords(meta, fields, kept, reading)
    _read_funding(meta, fields, reading)
    for notes in meta.iterchildren(AUTHOR_NOTES):
        add_conflicts(notes, fields, reading)
    _read_related(meta, fields, reading)
    kept |= {name: words for name in _KEPT if (words := reading.words(meta.find(name)))}
    custom: dict[str, str] = {}
    for each in meta.iterfind("custom-meta-group/custom-meta"):
        name = reading.words(each.find("meta-name")) or ""
        if name in custom:
            reading.keep(each, "custom metadata of a name that was there")
        custom.setdefault(name, reading.words(each.find("meta-value")) or "")
    if custom:
        kept["custom-meta"] = custom
    for each in meta:
        if local(each) not in _TAKEN:
            reading.keep(each, local(each))
    fields["answer"], others = _read_abstracts(meta, reading)
    return others


def read_stub(front: _Element, reading: Foreign) -> tuple[list[Phrase], list[Block], list[Section]]:
    """An article within an article: its title, its authors and abstract as blocks, other abstracts as sections."""
    meta = next((each for each in front if local(each) == "article-meta"), front)
    names = [printed_name(each.who) for each in read_contributors(meta, reading)]
    for each in meta.iter(CONTRIB_ID, AFF):
        reading.keep(each, f"{local(each)} of an article in the article")
    blocks: list[Block] = [Paragraph(", ".join(names))] if names else []
    main, others = _read_abstracts(meta, reading)
    for each in (*(each for each in front if each is not meta), *(meta if meta is not front else ())):
        if local(each) not in _OF_STUB:
            reading.keep(each, f"{local(each)} of an article in the article")
    return _read_title(meta, reading), [*blocks, *main], others


def _read_title(meta: _Element, reading: Foreign) -> list[Phrase]:
    """The title with its subtitles."""
    line: list[Token] = []
    for each in meta.iterfind(f"{TITLE_GROUP}/*"):
        if local(each) in {ARTICLE_TITLE, "subtitle"}:
            line += [*([": "] if line else []), *read_phrases(each, reading)]
        else:
            reading.keep(each, "another title of the article")
    return phrases(line, reading)


def _read_journal(journal: _Element, fields: dict[str, object], kept: dict[str, object], reading: Foreign) -> None:
    publisher = reading.words(next(journal.iter(PUBLISHER_NAME), None))
    if publisher:
        fields["publisher"] = Organization(publisher)
    if title := reading.words(next(journal.iter("journal-title"), None)):
        kept["journal-title"] = title
    if issns := [words for each in journal.iter("issn") if (words := reading.words(each))]:
        kept["issn"] = issns
    for each in journal.iter():
        taken = {"publisher-name", "journal-title", "issn"}
        if local(each) not in taken and (not len(each) or (each.text or "").strip()) and each is not journal:
            reading.keep(each, f"{local(each)} of the journal")


def _read_ids(meta: _Element, fields: dict[str, object], reading: Foreign) -> None:
    identifiers: list[Identifier] = []
    for each in meta.iterchildren(ARTICLE_ID):
        kind, words = each.get(PUB_ID_TYPE) or "", reading.words(each)
        if not words:
            continue
        if kind == PUBLISHER_ID and "id" not in fields and (made := reading.new_id("document", words)) == words:
            fields["id"] = made
        else:
            identifiers.append(Identifier("pmcid" if kind == "pmc" else kind, words))
    fields["identifiers"] = identifiers
    _read_addresses(meta, fields, reading)


def _read_addresses(meta: _Element, fields: dict[str, object], reading: Foreign) -> None:
    """The address of the article: of its page before that of a file; the others are kept, as are their words."""
    stated = [(each, (each.get(HREF_KEY) or words_of(each)).strip()) for each in meta.iterchildren(SELF_URI)]
    usable = [(each, address) for each, address in stated if address.startswith(("http:", "https:"))]
    best, url = min(usable, key=lambda found: _is_file(*found), default=(None, None))
    if url:
        fields["url"] = reading.text(url, meta)
    for each, address in stated:
        words = words_of(each)
        said = {address, url} if each is best else {address}
        more = [*([] if each is best else [address]), *([] if words in said else [words])]
        if any(more):
            reading.keep(each, "another address of the article", " ".join(more))


def _is_file(element: _Element, address: str) -> bool:
    """Whether an address is that of a file to download, not of a page."""
    kind = (element.get(CONTENT_TYPE) or "").lower()
    return kind in {"pdf", "xml"} or address.lower().endswith((".pdf", ".xml"))


def _read_related(meta: _Element, fields: dict[str, object], reading: Foreign) -> None:
    """Articles that this one corrects or is a version of; other relations have no name in the model and are kept."""
    related: list[RelatedDocument] = []
    for each in meta.iterchildren(RELATED_ARTICLE, RELATED_OBJECT):
        kind = each.get("related-article-type") or each.get("link-type") or ""
        name, href = each.get("document-id"), (each.get(HREF_KEY) or "").strip()
        url = f"https://doi.org/{href}" if each.get("ext-link-type") == "doi" and href.startswith("10.") else href
        made = None
        if kind in _RELATIONS and (not url or link_problem(url) is None):
            with suppress(InvalidNodeError):
                made = RelatedDocument(_RELATIONS[kind], name, url or None, title=reading.words(each))
        if made is None:
            words = " ".join(filter(None, (kind, name, href, words_of(each))))
            reading.keep(each, "an article that is related in another way", words)
        else:
            related.append(made)
    fields["related_documents"] = related


# ----------------------------------------------------------------------------------------------- abstracts


def _read_abstracts(meta: _Element, reading: Foreign) -> tuple[list[Block], list[Section]]:
    """The abstract proper, which is the short answer; the others (plain-language, translated) as sections."""
    answer: list[Block] = []
    abstracts = list(meta.iterchildren(ABSTRACT))
    main = next((each for each in abstracts if not each.get("abstract-type")), abstracts[0] if abstracts else None)
    if main is not None:
        heading = plain_text(section_title(main, reading))
        answer = _abstract_blocks(main, reading, titled=heading.strip(" .:").lower() not in ABSTRACTS)
    sections = []
    for each in meta:
        if local(each) in {ABSTRACT, "trans-abstract"} and each is not main:
            title = (
                section_title(each, reading) or (each.get("abstract-type") or "Abstract").replace("-", " ").capitalize()
            )
            blocks = _abstract_blocks(each, reading, titled=False)
            if blocks:
                sections.append(make_section(each, reading, title, blocks))
    return answer, sections


def _abstract_blocks(element: _Element, reading: Foreign, *, titled: bool) -> list[Block]:
    """The blocks of an abstract; the titles of its sections run in at the start of their first paragraph."""
    title = section_title(element, reading)
    blocks = read_flow(element, reading)
    for section in element.iterchildren(SEC):
        blocks += _abstract_blocks(section, reading, titled=True)
    if title and titled:
        heading = Strong(title)
        if blocks and isinstance(blocks[0], Paragraph):
            blocks[0] = Paragraph([heading, " ", *blocks[0].content])
        else:
            blocks.insert(0, Paragraph(heading))
    return blocks


# ------------------------------------------------------------------------------------------ dates and rights


def _read_dates(meta: _Element, fields: dict[str, object], kept: dict[str, object], reading: Foreign) -> None:
    """The first day on which the article came out, in print or online; other dates are kept under their kinds."""
    stated: dict[str, PartialDate] = {}
    kinds: dict[str, str] = {}
    for each in meta.iterchildren(PUB_DATE):
        kind = each.get(PUB_TYPE) or each.get(DATE_TYPE) or "publication"
        name = " ".join(filter(None, (kind, each.get("publication-format"))))
        if (date := _whole_date(each, reading)) is None:
            continue
        if name in stated:
            reading.keep(each, "another publication date of the kind", _iso(date))
        stated.setdefault(name, date)
        kinds[name] = kind.lower()
    days = {name: day for name, date in stated.items() if (day := _day(date)) is not None}
    published = [name for name in days if kinds[name] in _PUBLISHED] or [n for n in days if kinds[n] in _COLLECTED]
    first = min(published, key=days.__getitem__, default=None)
    if first is not None:
        fields["published"] = days[first]
    if others := {name: _iso(date) for name, date in stated.items() if name != first or date.literal}:
        kept["pub-date"] = others
    _read_history(meta, fields, kept, reading)


def _read_history(meta: _Element, fields: dict[str, object], kept: dict[str, object], reading: Foreign) -> None:
    """The day of the last correction or update; other dates are kept under their kinds."""
    dates: dict[str, str] = {}
    updated: dt.date | None = None
    for each in meta.iterfind(f"{HISTORY}/*"):
        if local(each) != "date":
            reading.keep(each, f"{local(each)} in the history")
            continue
        if (date := _whole_date(each, reading)) is None:
            continue
        kind, day = each.get(DATE_TYPE) or "date", _day(date)
        if kind in _UPDATED and day is not None and (updated is None or day > updated):
            if updated is not None:
                reading.keep(each, "an earlier date of the kind", f"{updated}")
            fields["updated"] = updated = day
            dates |= {kind: date.literal} if date.literal else {}
        elif kind in dates:
            reading.keep(each, "another date of the kind", _iso(date))
        else:
            dates[kind] = _iso(date)
    if dates:
        kept["history"] = dates


def _whole_date(element: _Element, reading: Foreign) -> PartialDate | None:
    """A date; what is printed and could not be put into it (a 31 February, "May-Jun", no year) is kept."""
    date, more = read_date(element)
    if date is None:
        reading.keep(element, "a date without a year")
    elif more:
        reading.keep(element, "a date that says more than one day, month and year")
    return date


def _day(date: PartialDate) -> dt.date | None:
    return dt.date(date.year, date.month, date.day) if date.month and date.day else None


def _iso(date: PartialDate) -> str:
    parts = (date.year, date.month, date.day)
    numbers = "-".join(f"{part:0{4 if place == 0 else 2}}" for place, part in enumerate(parts) if part)
    return date.literal or " ".join(filter(None, (date.season, numbers)))


def _read_rights(meta: _Element, fields: dict[str, object], kept: dict[str, object], reading: Foreign) -> None:
    """The licence by its address where it has one, else in its words; the copyright as stated."""
    permissions = meta.find(PERMISSIONS)
    where = meta if permissions is None else permissions
    said, years, holders = (
        list(filter(None, map(reading.words, where.iterchildren(tag))))
        for tag in (COPYRIGHT_STATEMENT, "copyright-year", "copyright-holder")
    )
    made = " ".join(("©", *years, ", ".join(holders))).strip() if years or holders else None
    fields["copyright"] = " ".join(said) or made
    licenses = [each for each in where if local(each) == LICENSE]
    for position, each in enumerate(licenses):
        if position:
            reading.keep(each, "another licence")
            continue
        reference = next((reading.words(inner) for inner in each.iter() if local(inner) == "license_ref"), None)
        printed = " ".join(filter(None, (reading.words(inner) for inner in each if local(inner) in {LICENSE_P, P})))
        linked = [inner.get(HREF_KEY) or "" for inner in each.iter() if inner.get(HREF_KEY)]
        named = _LICENSES.search(" ".join([*linked, printed]))
        address = reference or each.get(HREF_KEY) or (named[0] if named else None)
        fields["license"] = address or printed or None
        if address and printed:
            kept["license"] = printed


def _read_keywords(meta: _Element, fields: dict[str, object], kept: dict[str, object], reading: Foreign) -> None:
    """The keywords of all groups, parts of compound ones in one; subjects are kept."""
    keywords: list[str | None] = []
    for group in meta.iterchildren(KWD_GROUP):
        for each in group.iter():
            if local(each) in {KWD, "unstructured-kwd-group"}:
                keywords.append(reading.words(each))
            elif local(each) == "compound-kwd":
                keywords.append(_compound(each, reading))
            elif local(each) in {"title", LABEL}:
                reading.keep(each, f"{local(each)} of keywords")
    fields["keywords"] = list(filter(None, keywords))
    subjects = [reading.words(each) for each in meta.iterfind("article-categories//subject")]
    subjects += [_compound(each, reading) for each in meta.iterfind("article-categories//compound-subject")]
    if any(subjects):
        kept["subjects"] = list(dict.fromkeys(filter(None, subjects)))
    for each in meta.iterfind("article-categories/*"):
        if local(each) != "subj-group":
            reading.keep(each, f"{local(each)} of the article")


def _compound(element: _Element, reading: Foreign) -> str:
    return ", ".join(filter(None, map(reading.words, element)))


def _read_funding(meta: _Element, fields: dict[str, object], reading: Foreign) -> None:
    """The funding statement, or else the awards in one line."""
    groups = list(meta.iterchildren("funding-group"))
    statements = [words for group in groups for each in group.iter(FUNDING_STATEMENT) if (words := reading.words(each))]
    awards = [each for group in groups for each in group.iter("award-group")]
    if statements:
        fields["funding"] = " ".join(statements)
        for each in awards:
            reading.keep(each, "an award beside the funding statement")
    else:
        fields["funding"] = "; ".join(filter(None, (_award(each, reading) for each in awards))) or None
    for group in groups:
        for each in group.iterchildren("open-access"):
            reading.keep(each, "the funding of open access")


def _award(award: _Element, reading: Foreign) -> str:
    """Funder, number and recipients in one line; the funder's identifier is kept apart."""
    parts: list[str | None] = []
    for part in award:
        if local(part) == _RECIPIENT:
            parts += _recipients(part, reading)
        else:
            parts.append(words_in_parts(part, reading))
    for each in award.iter("institution-id"):
        reading.keep(each, "the identifier of a funder")
    return ", ".join(filter(None, parts))


def _recipients(element: _Element, reading: Foreign) -> list[str | None]:
    """The names of the people who got an award, or its words where none is marked."""
    names = [each for each in element if local(each) in {NAME, STRING_NAME, NAME_ALTERNATIVES}]
    people = (read_name(each, reading) for each in names)
    return [printed_name(person) for person in people if person] or [words_in_parts(element, reading)]


def add_conflicts(notes: _Element, fields: dict[str, object], reading: Foreign) -> None:
    """All conflicts of interest that notes state, one after another, each without its mark."""
    stated = (_note_words(each, reading) for each in notes if is_conflict(each))
    said = dict.fromkeys((str(fields.get("conflicts_of_interest") or ""), *stated))  # some say it in front and back
    fields["conflicts_of_interest"] = " ".join(filter(None, said)) or None


def _note_words(note: _Element, reading: Foreign) -> str:
    """The paragraphs of a footnote in one line, behind a label that is a word and no mark."""
    line = [note.text or ""]
    for part in note:
        words = words_of(part)
        line += [words if local(part) != LABEL or len(words) > 3 else "", part.tail or ""]
    return reading.text(" ".join(" ".join(line).split()), note)


def is_conflict(element: _Element) -> bool:
    """Whether a footnote states conflicts of interest."""
    return bool(_CONFLICT.search(element.get(FN_TYPE) or element.get(CONTENT_TYPE) or ""))


def read_notes(meta: _Element | None, reading: Foreign) -> list[Block]:
    """The authors' notes, apart from their conflicts of interest."""
    blocks: list[Block] = []
    for notes in () if meta is None else meta.iterchildren(AUTHOR_NOTES):
        for each in notes:
            if not is_conflict(each):
                label = reading.words(each.find(LABEL))
                blocks += read_flow(each, reading, start=[f"{label} "] if label else ())
    return blocks


# What the reader of an article within an article takes, or looks into.
_OF_STUB: Final = frozenset(
    {TITLE_GROUP, CONTRIB_GROUP, AFF, AFF_ALTERNATIVES, ABSTRACT, "trans-abstract", "article-meta"}
)
