"""Metadata of other people's articles: title, abstracts, contributors, dates, keywords, rights, funding.

What the model has no field for but is worth keeping (journal, volume, pages, article type, history dates) goes into the
document's extras, under the key `jats`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from clinanswer.jats._foreign_blocks import make_section, read_flow, section_title
from clinanswer.jats._foreign_context import local, words_of
from clinanswer.jats._foreign_inline import phrases, read_phrases
from clinanswer.jats._foreign_names import read_partial_date
from clinanswer.jats._foreign_people import AFF_ALTERNATIVES, printed_name, read_contributors
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
    SELF_URI,
    TITLE_GROUP,
)
from clinanswer.jats._journal import JOURNAL_META, PUBLISHER_NAME
from clinanswer.jats._names import CONTENT_TYPE, CONTRIB_GROUP, HREF_KEY, SEC, P
from clinanswer.jats._people import AFF, CONTRIB_ID
from clinanswer.jats._references import ARTICLE_TITLE, LABEL
from clinanswer.jats._review import DATE_TYPE, HISTORY
from clinanswer.model import (
    Identifier,
    Organization,
    Paragraph,
    Section,
    Strong,
    plain_text,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.jats._foreign_inline import Token
    from clinanswer.model import Block, PartialDate, Phrase

__all__ = ["is_conflict", "read_front", "read_notes", "read_stub"]

_CONFLICT: Final = re.compile(r"coi|conflict|competing", re.IGNORECASE)
_ONLINE: Final = frozenset({"epub", "pub", "ppub", "epub-ppub", "publication"})
_LICENSES: Final = re.compile(r"https?://creativecommons\.org/[^\s;,)]+[^\s;,).]")
_ABSTRACTS: Final = frozenset({"abstract", "summary"})
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
    for each in meta.iterchildren(SELF_URI):
        if address := each.get(HREF_KEY):
            if address.startswith(("http:", "https:")) and "url" not in fields:
                fields["url"] = address
            else:
                reading.keep(each, "another address of the article", f"{address} {words_of(each)}")


# ----------------------------------------------------------------------------------------------- abstracts


def _read_abstracts(meta: _Element, reading: Foreign) -> tuple[list[Block], list[Section]]:
    """The abstract proper, which is the short answer; the others (plain-language, translated) as sections."""
    answer: list[Block] = []
    abstracts = list(meta.iterchildren(ABSTRACT))
    main = next((each for each in abstracts if not each.get("abstract-type")), abstracts[0] if abstracts else None)
    if main is not None:
        heading = plain_text(section_title(main, reading))
        answer = _abstract_blocks(main, reading, titled=heading.strip(" .:").lower() not in _ABSTRACTS)
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
    """The day of publication: the online date before the printed one."""
    printed: dict[str, str] = {}
    best: tuple[bool, str] | None = None
    for each in meta.iterchildren(PUB_DATE):
        kind = each.get(PUB_TYPE) or each.get(DATE_TYPE) or "publication"
        name = " ".join(filter(None, (kind, each.get("publication-format"))))
        date = read_partial_date(each)
        if date is None:
            reading.keep(each, "a publication date without a year")
            continue
        online = kind == "epub" or each.get("publication-format") in {"electronic", "online"}
        rank = not (online and kind in _ONLINE)
        if date.month and date.day and (best is None or rank < best[0]):
            fields["published"] = dt.date(date.year, date.month, date.day)
            best = (rank, name)
        if name in printed:
            reading.keep(each, "another publication date of the kind", _iso(date))
        printed.setdefault(name, _iso(date))
    others = {name: date for name, date in printed.items() if best is None or name != best[1]}
    if others:
        kept["pub-date"] = others
    for each in meta.iterfind(f"{HISTORY}/date"):
        date = read_partial_date(each)
        kind = each.get(DATE_TYPE) or "date"
        if date is None:
            reading.keep(each, "a date without a year")
        elif kind in {"corrected", "updated", "last-updated"} and date.month and date.day:
            fields["updated"] = dt.date(date.year, date.month, date.day)
        else:
            kept.setdefault("history", {})[kind] = _iso(date)  # type: ignore[index]


def _iso(date: PartialDate) -> str:
    parts = (date.year, date.month, date.day)
    numbers = "-".join(f"{part:0{4 if place == 0 else 2}}" for place, part in enumerate(parts) if part)
    return date.literal or " ".join(filter(None, (date.season, numbers)))


def _read_rights(meta: _Element, fields: dict[str, object], kept: dict[str, object], reading: Foreign) -> None:
    """The licence by its address where it has one, else in its words; the copyright as stated."""
    permissions = meta.find(PERMISSIONS)
    where = meta if permissions is None else permissions
    statement = reading.words(where.find(COPYRIGHT_STATEMENT))
    year, holder = reading.words(where.find("copyright-year")), reading.words(where.find("copyright-holder"))
    made = " ".join(filter(None, ("©", year, holder))) if year or holder else None
    fields["copyright"] = statement or made
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
    elif awards:
        listed = (", ".join(filter(None, (reading.words(part) for part in each))) for each in awards)
        fields["funding"] = "; ".join(filter(None, listed)) or None
    for notes in meta.iterchildren(AUTHOR_NOTES):
        for each in notes:
            if is_conflict(each) and "conflicts_of_interest" not in fields:
                fields["conflicts_of_interest"] = reading.words(each)


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
