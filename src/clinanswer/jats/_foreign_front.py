"""Metadata of other people's articles: title, abstracts, contributors, dates, keywords, rights, funding.

What the model has no field for but is worth keeping (journal, volume, pages, article type, history dates) goes into the
document's extras, under the key `jats`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from attrs import evolve

from clinanswer.jats._foreign_blocks import make_section, read_flow, section_title
from clinanswer.jats._foreign_context import local, words_of
from clinanswer.jats._foreign_inline import phrases, read_phrases
from clinanswer.jats._foreign_references import read_name, read_partial_date
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
from clinanswer.jats._names import CONTENT_TYPE, CONTRIB_GROUP, HREF_KEY, ID, REF_TYPE, RID, SEC, XREF, P
from clinanswer.jats._people import (
    AFF,
    COLLAB,
    CONTRIB,
    CONTRIB_ID,
    CONTRIB_ID_TYPE,
    CONTRIB_TYPE,
    NAME,
    NAME_ALTERNATIVES,
    ORCID,
    ROLES,
    STRING_NAME,
)
from clinanswer.jats._references import ARTICLE_TITLE, LABEL
from clinanswer.jats._review import DATE_TYPE, HISTORY
from clinanswer.model import Contributor, ContributorRole, Identifier, Organization, Paragraph, Section, Strong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.jats._foreign_inline import Token
    from clinanswer.model import Block, PartialDate, Person

__all__ = ["is_conflict", "read_front", "read_notes"]

_ROLES: Final[Mapping[str, ContributorRole]] = {
    **ROLES,
    "authors": ContributorRole.AUTHOR,
    "corresp": ContributorRole.AUTHOR,
    "academic-editor": ContributorRole.EDITOR,
    "handling-editor": ContributorRole.EDITOR,
    "senior_editor": ContributorRole.EDITOR,
    "senior-editor": ContributorRole.EDITOR,
    "referee": ContributorRole.REVIEWER,
    "peer-reviewer": ContributorRole.REVIEWER,
}
_CONFLICT: Final = re.compile(r"coi|conflict|competing", re.IGNORECASE)
_ONLINE: Final = frozenset({"epub", "pub", "ppub", "epub-ppub", "publication"})
_LICENSES: Final = re.compile(r"https?://creativecommons\.org/[^\s;,)]+[^\s;,).]")
_ABSTRACTS: Final = frozenset({"abstract", "summary"})
_IN_JATS: Final = "jats"
# What is kept in extras, one text each.
_KEPT: Final = ("volume", "issue", "fpage", "lpage", "elocation-id")
_TAKEN: Final = frozenset(
    {
        ARTICLE_ID,
        TITLE_GROUP,
        CONTRIB_GROUP,
        AFF,
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
        "counts",
        *_KEPT,
    }
)


def read_front(front: _Element, fields: dict[str, object], reading: Foreign) -> list[Section]:
    """The metadata into `fields`; further abstracts are returned as sections."""
    meta = next((each for each in front if local(each) == "article-meta"), front)
    journal = next((each for each in front if local(each) == JOURNAL_META), None)
    kept: dict[str, object] = {}
    if journal is not None:
        _read_journal(journal, fields, kept, reading)
    title = meta.find(f"{TITLE_GROUP}/{ARTICLE_TITLE}")
    if title is not None:
        line: list[Token] = list(read_phrases(title, reading))
        for subtitle in meta.iterfind(f"{TITLE_GROUP}/subtitle"):
            line += [": ", *read_phrases(subtitle, reading)]
        fields["title"] = phrases(line, reading)
        for each in meta.iterfind(f"{TITLE_GROUP}/*"):
            if local(each) not in {ARTICLE_TITLE, "subtitle"}:
                reading.lose(each, "title", "another title of the article is left out")
    _read_ids(meta, fields, reading)
    fields["contributors"] = list(_read_contributors(meta, reading))
    _read_dates(meta, fields, kept, reading)
    _read_rights(meta, fields, kept, reading)
    _read_keywords(meta, fields, kept, reading)
    _read_funding(meta, fields, reading)
    kept |= {name: words for name in _KEPT if (words := reading.words(meta.find(name)))}
    for each in meta.iterfind("custom-meta-group/custom-meta"):
        kept.setdefault("custom-meta", {})[reading.words(each.find("meta-name")) or ""] = (  # type: ignore[index]
            reading.words(each.find("meta-value")) or ""
        )
    for each in meta:
        if local(each) not in _TAKEN:
            reading.lose(each, "metadata", f"{local(each)} has no place; it is left out")
    if kept:
        fields["extras"] = {_IN_JATS: kept}
    return _read_abstracts(meta, fields, reading)


def _read_journal(journal: _Element, fields: dict[str, object], kept: dict[str, object], reading: Foreign) -> None:
    publisher = reading.words(next(journal.iter(PUBLISHER_NAME), None))
    if publisher:
        fields["publisher"] = Organization(publisher)
    if title := reading.words(next(journal.iter("journal-title"), None)):
        kept["journal-title"] = title
    if issns := [words for each in journal.iter("issn") if (words := reading.words(each))]:
        kept["issn"] = issns
    for each in journal:
        if local(each) not in {"publisher", "journal-title-group", "journal-title", "issn"}:
            reading.lose(each, "metadata", f"{local(each)} has no place; it is left out")


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
                reading.lose(each, "address", "another address of the article is left out")


# ----------------------------------------------------------------------------------------------- abstracts


def _read_abstracts(meta: _Element, fields: dict[str, object], reading: Foreign) -> list[Section]:
    """The abstract proper as the short answer; the others (plain-language, translated) as sections."""
    abstracts = list(meta.iterchildren(ABSTRACT))
    main = next((each for each in abstracts if not each.get("abstract-type")), abstracts[0] if abstracts else None)
    if main is not None:
        plain = words_of(main[0]).lower() in _ABSTRACTS if len(main) else True
        fields["answer"] = _abstract_blocks(main, reading, titled=not plain)
    sections = []
    for each in meta:
        if local(each) in {ABSTRACT, "trans-abstract"} and each is not main:
            title = (
                section_title(each, reading) or (each.get("abstract-type") or "Abstract").replace("-", " ").capitalize()
            )
            blocks = _abstract_blocks(each, reading, titled=False)
            if blocks:
                sections.append(make_section(each, reading, title, blocks))
    return sections


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


# -------------------------------------------------------------------------------------------- contributors


def _read_contributors(meta: _Element, reading: Foreign) -> Iterator[Contributor]:
    """The contributors with their affiliations, which stand in them, beside them or at the end of the front."""
    affiliations = {
        name: words for each in meta.iter(AFF) if (name := each.get(ID)) and (words := _affiliation(each, reading))
    }
    for group in meta.iterchildren(CONTRIB_GROUP):
        shared = [
            words for each in group.iterchildren(AFF) if not each.get(ID) and (words := _affiliation(each, reading))
        ]
        for element in group:
            if local(element) == CONTRIB:
                contributor = _read_contributor(element, affiliations, shared, reading)
                if contributor is not None:
                    yield contributor
            elif local(element) not in {AFF, "aff-alternatives"}:
                reading.lose(element, "contributor", f"{local(element)} beside contributors is left out")


def _read_contributor(
    element: _Element, affiliations: dict[str, str], shared: list[str], reading: Foreign
) -> Contributor | None:
    kind = (element.get(CONTRIB_TYPE) or "").lower()
    role = _ROLES.get(kind)
    if kind and role is None:
        reading.lose(element, "contributor-role", "a type of contributor that is not known is left out")
    for each in element:
        if local(each) not in _IN_CONTRIB:
            reading.lose(each, "contributor", f"{local(each)} of a contributor is left out")
    collab = next((each for each in element if local(each) in {COLLAB, "collab-alternatives"}), None)
    name = next((each for each in element if local(each) in {NAME, STRING_NAME, NAME_ALTERNATIVES, "anonymous"}), None)
    if name is None:
        if collab is None:
            return None
        members = collab.find(CONTRIB_GROUP)
        if members is not None:
            reading.lose(members, "contributor", "the members of a group are left out")
        words = " ".join((collab.text or "").split()) or words_of(collab)
        return Contributor(Organization(reading.text(words, collab)), role=role) if words else None
    person = read_name(name, reading)
    if person is None:
        return None
    links = [
        rid for each in element.iterchildren(XREF) if each.get(REF_TYPE) == AFF for rid in (each.get(RID) or "").split()
    ]
    own = [address for each in element.iterchildren(AFF) if (address := _affiliation(each, reading))]
    found = [*(affiliations[rid] for rid in links if rid in affiliations), *own] or shared
    orcid = next(
        (reading.words(each) for each in element.iterchildren(CONTRIB_ID) if each.get(CONTRIB_ID_TYPE) == ORCID), None
    )
    return Contributor(_with(person, orcid, found), role=role)


def _with(person: Person, orcid: str | None, affiliations: list[str]) -> Person:
    return evolve(person, orcid=orcid, affiliations=dict.fromkeys(affiliations))


def _affiliation(element: _Element, reading: Foreign) -> str | None:
    """The words of an affiliation without its label."""
    text = "".join(_aff_text(element)).strip(" ,;")
    return reading.text(" ".join(text.split()), element) or None


def _aff_text(element: _Element) -> Iterator[str]:
    """Text in order, labels and institution ids left out, parts that touch parted by commas."""
    if element.text:
        yield element.text
    previous = False
    for child in element:
        tag = local(child)
        if tag not in {LABEL, "institution-id"} and not (tag == "sup" and len(words_of(child)) < 3):
            if previous:
                yield ", "
            yield from _aff_text(child)
            previous = not (child.tail and child.tail.strip()) and tag in _AFF_PARTS
        if child.tail:
            yield child.tail


# ------------------------------------------------------------------------------------------ dates and rights


def _read_dates(meta: _Element, fields: dict[str, object], kept: dict[str, object], reading: Foreign) -> None:
    """The day of publication: the online date before the printed one."""
    dates: list[tuple[bool, dt.date]] = []
    for each in meta.iterchildren(PUB_DATE):
        kind = each.get(PUB_TYPE) or each.get(DATE_TYPE) or ""
        date = read_partial_date(each)
        if date is None:
            reading.lose(each, "date", "a publication date without a year is left out")
        elif date.month and date.day:
            online = kind == "epub" or each.get("publication-format") in {"electronic", "online"}
            dates.append((not (online and kind in _ONLINE), dt.date(date.year, date.month, date.day)))
        else:
            kept.setdefault("pub-date", {})[kind or "publication"] = _iso(date)  # type: ignore[index]
    if dates:
        fields["published"] = min(dates, key=lambda date: date[0])[1]
    for each in meta.iterfind(f"{HISTORY}/date"):
        date = read_partial_date(each)
        kind = each.get(DATE_TYPE) or "date"
        if date is None:
            reading.lose(each, "date", "a date without a year is left out")
        elif kind in {"corrected", "updated", "last-updated"} and date.month and date.day:
            fields["updated"] = dt.date(date.year, date.month, date.day)
        else:
            kept.setdefault("history", {})[kind] = _iso(date)  # type: ignore[index]


def _iso(date: PartialDate) -> str:
    parts = (date.year, date.month, date.day)
    return "-".join(f"{part:0{4 if place == 0 else 2}}" for place, part in enumerate(parts) if part)


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
            reading.lose(each, "license", "another licence is left out")
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
    fields["keywords"] = [
        words
        for group in meta.iterchildren(KWD_GROUP)
        for each in group.iter()
        if local(each) in {KWD, "compound-kwd", "unstructured-kwd-group"} and (words := reading.words(each))
    ]
    subjects = [words for each in meta.iterfind("article-categories//subject") if (words := reading.words(each))]
    if subjects:
        kept["subjects"] = list(dict.fromkeys(subjects))


def _read_funding(meta: _Element, fields: dict[str, object], reading: Foreign) -> None:
    """The funding statement, or else the awards in one line."""
    groups = list(meta.iterchildren("funding-group"))
    statements = [words for group in groups for each in group.iter(FUNDING_STATEMENT) if (words := reading.words(each))]
    awards = [each for group in groups for each in group.iter("award-group")]
    if statements:
        fields["funding"] = " ".join(statements)
        for each in awards:
            reading.lose(each, "funding", "awards are left out beside the funding statement")
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
            if local(each) not in {LABEL, "title"} and not is_conflict(each):
                blocks += read_flow(each, reading)
    return blocks


_IN_CONTRIB: Final = frozenset(
    {NAME, STRING_NAME, NAME_ALTERNATIVES, "anonymous", COLLAB, "collab-alternatives", AFF, XREF, CONTRIB_ID}
)
_AFF_PARTS: Final = frozenset(
    {"institution", "institution-wrap", "addr-line", "city", "state", "country", "postal-code"}
)
