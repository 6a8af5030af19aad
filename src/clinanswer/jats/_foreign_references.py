"""Reference lists of other people's articles: `mixed-citation`, `element-citation`, `nlm-citation`, `citation`."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from attrs import evolve

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._foreign_context import local, words_of
from clinanswer.jats._foreign_inline import read_phrases
from clinanswer.jats._foreign_names import read_name, read_partial_date
from clinanswer.jats._foreign_people import organization_name
from clinanswer.jats._names import CONTENT_TYPE, DAY, EXT_LINK, HREF_KEY, ID, MONTH, YEAR
from clinanswer.jats._people import (
    COLLAB,
    NAME,
    NAME_ALTERNATIVES,
    PERSON_GROUP,
    PERSON_GROUP_TYPE,
    STRING_NAME,
)
from clinanswer.jats._references import (
    ACCESS_DATE,
    ARTICLE_TITLE,
    CHAPTER_TITLE,
    DATA_TITLE,
    DATE_IN_CITATION,
    EDITOR,
    LABEL,
    PUB_ID,
    PUB_ID_TYPE,
    PUBLICATION_TYPE,
    REF,
    REF_LIST,
    SEASON,
    SOURCE,
    STRING_DATE,
    kind_of_type,
)
from clinanswer.model import Organization, Person, Reference, ReferenceKind
from clinanswer.model._fields import link_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Agent, PartialDate

__all__ = ["LIST_TITLES", "read_date", "read_references"]

_ALTERNATIVES: Final = "citation-alternatives"
_CITATIONS: Final = ("element-citation", "nlm-citation", "mixed-citation", "citation")
_WORKS: Final = frozenset({*_CITATIONS, _ALTERNATIVES})
_MIXED: Final = frozenset({"mixed-citation"})
_NAMES: Final = frozenset(
    {NAME, STRING_NAME, NAME_ALTERNATIVES, COLLAB, "collab-alternatives", "anonymous", "institution", "gov"}
)
_TITLES: Final = (CHAPTER_TITLE, ARTICLE_TITLE, DATA_TITLE, "part-title")
_TEXTS: Final[Mapping[str, str]] = {
    "volume": "volume",
    "issue": "issue",
    "edition": "edition",
    "publisher-name": "publisher",
    "publisher-loc": "place",
    "isbn": "isbn",
    "issn": "issn",
}
_IDS: Final[Mapping[str, str]] = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "isbn": "isbn"}
_PAGES: Final = ("fpage", "lpage", "page-range", "elocation-id")
_DATES: Final = frozenset({YEAR, MONTH, DAY, SEASON, STRING_DATE, "date"})
LIST_TITLES: Final = frozenset({"references", "bibliography", "literature cited"})
"""Titles of reference lists that say no more than that."""
_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(10\.[0-9]{4,9}/\S{1,400})", re.IGNORECASE)
_PRINTED_IDS: Final[Mapping[str, re.Pattern[str]]] = {
    "doi": re.compile(
        r"\bdoi(?:\.org/|:|\s)[:\s]*(?:https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/[^\s\"]{1,400})", re.IGNORECASE
    ),
    "pmid": re.compile(r"\b(?:PMID|PubMed):?\s*([0-9]{4,9})\b", re.IGNORECASE),
    "pmcid": re.compile(r"\b(PMC[0-9]{4,9})\b"),
}
_BRACKETS: Final = {")": "(", "]": "[", "}": "{", ">": "<"}
_EDITORS: Final = frozenset({EDITOR, "editors", "ed", "guest-editor", "series-editor", "volume-editor"})
_AUTHORS: Final = frozenset({"author", "authors", "allauthors"})
# People whose work on it does not make a work theirs.
_NO_AUTHORS: Final = frozenset({"translator", "transed", "illustrator", "reviewer", "referee", "contact"})
_NCT: Final = re.compile(r"NCT[0-9]{8}")
_PREFIX: Final = "prefix"
_AROUND_NUMBER: Final = " .:,*()[]"
_ONE_MONTH: Final = re.compile(r"[^\W\d_]+\.?|[0-9]{1,2}")
# What stands between names and says nothing more.
_BETWEEN_NAMES: Final = re.compile(r"(?:\W|\b(?:and|et|al|und|y|e|eds?)\b)*", re.IGNORECASE)
_TITLED_BY_SOURCE: Final = frozenset({ReferenceKind.ARTICLE, ReferenceKind.PREPRINT})


def read_references(lists: list[_Element], reading: Foreign) -> list[Reference]:
    """Every reference of every list, nested lists included. Links to them are read after."""
    references: list[Reference] = []
    for each in lists:
        for element in each.iter():
            if local(element) == REF and local(element.getparent()) == REF_LIST:  # type: ignore[arg-type]
                references += _read_ref(element, reading, len(references) + 1)
            elif (
                local(element) not in {REF_LIST, LABEL}
                and local(element.getparent()) == REF_LIST  # type: ignore[arg-type]
                and words_of(element).lower().strip(".:") not in LIST_TITLES
            ):
                reading.keep(element, f"{local(element)} of a reference list")
    return references


def _read_ref(element: _Element, reading: Foreign, number: int) -> list[Reference]:
    """The reference or references of one `ref`: each citation in it is one, except forms of the same."""
    label = reading.words(element.find(LABEL))
    citations = [each for each in element if local(each) in _WORKS]
    beside = [each for each in element if local(each) not in _WORKS and local(each) != LABEL]
    name = element.get(ID) or next((each.get(ID) for each in citations if each.get(ID)), None) or f"r{number}"
    made: list[Reference] = []
    works = _works(citations)
    for position, forms in enumerate(works):
        own = name if position == 0 else f"{name}.{position + 1}"
        ref = reading.new_id("reference", own) if own in reading.parts else reading.reference_id(own)
        made.append(_read_citation(forms, ref or "r", element, reading))
    notes = " ".join(filter(None, (_printed(each, reading) for each in beside)))
    if not made:
        made.append(Reference(reading.reference_id(name), text=notes or None))
    elif notes:
        for each in beside:
            reading.lose(each, "unknown-element", f"{local(each)} beside a citation is kept in the citation's text")
        text = made[-1].text or _printed(citations[-1], reading)
        made[-1] = evolve(made[-1], text=" ".join(filter(None, (text, notes))))
    ids = tuple(reference.id for reference in made)
    reading.parts.setdefault(name, ids)
    for forms, ref in zip(works, ids, strict=False):
        for alias in (each.get(ID) for form in forms for each in (form, *form.iterancestors(_ALTERNATIVES))):
            if alias:
                reading.parts.setdefault(alias, (ref,))
    reading.places |= {ref: place for place, ref in enumerate(ids, len(reading.order))}
    reading.order += ids
    reading.labels[ids[0]] = printed = (label or str(number)).strip(".[]() ")
    reading.by_label.setdefault(printed, ids[0])
    return made


def _works(citations: list[_Element]) -> list[list[_Element]]:
    """The forms in which each work is cited: as parts, as printed, or both.

    JATS has `citation-alternatives` for both; SciELO puts the two side by side.
    """
    printed = [each for each in citations if local(each) in _MIXED]
    parts = [each for each in citations if local(each) not in _MIXED]
    if len(printed) == len(parts) and all(local(each) != _ALTERNATIVES for each in parts):
        return [list(forms) for forms in zip(parts, printed, strict=True)]
    return [list(each) if local(each) == _ALTERNATIVES else [each] for each in citations]


def _read_citation(forms: list[_Element], ref: str, parent: _Element, reading: Foreign) -> Reference:
    """One work: its parts, and the whole as printed where there is more in it than parts."""
    parts = next((each for each in forms if local(each) not in _MIXED), forms[0] if forms else parent)
    printed = next((each for each in forms if _is_printed(each)), None)
    fields: dict[str, object] = {}
    lost = _read_parts(parts, fields, reading)
    if printed is not None:
        if printed is not parts:
            extra: dict[str, object] = {}
            _read_parts(printed, extra, reading)
            fields = extra | fields
        fields["text"] = _printed(printed, reading)
    elif lost or not fields:
        fields["text"] = _printed(parts, reading)
    _find_identifiers(fields)
    language = reading.language(parts)
    try:
        return Reference(ref, language=language, **fields)  # type: ignore[arg-type]  # the constructor checks them
    except InvalidNodeError as error:
        reading.lose(parent, "invalid", f"{error}; the reference is kept as its text")
        return Reference(ref, text=_printed(parts, reading))


def _is_printed(citation: _Element) -> bool:
    """Whether a citation has words or punctuation between its parts (`citation` of NLM 2 may or may not)."""
    return local(citation) in _MIXED or bool(
        (citation.text or "").strip() or any((part.tail or "").strip() for part in citation)
    )


def _find_identifiers(fields: dict[str, object]) -> None:
    """Identifiers that are printed only, each behind its own name (`doi: 10.5555/1`, `PMID: 1`)."""
    for name, pattern in _PRINTED_IDS.items():
        if name not in fields and (found := pattern.search(str(fields.get("text") or ""))):
            fields[name] = _trimmed(found[1])


def _trimmed(doi: str) -> str:
    """An identifier without the punctuation of the sentence behind it; brackets of its own stay."""
    while (end := doi[-1:]) and (end in ".,;:'\"" or (end in _BRACKETS and doi.count(end) > doi.count(_BRACKETS[end]))):
        doi = doi[:-1]
    return doi


def _read_parts(citation: _Element, fields: dict[str, object], reading: Foreign) -> bool:
    """The parts of a citation; whether any was lost, so that the text of the whole is needed."""
    authors: list[Agent] = []
    editors: list[Agent] = []
    titles: dict[str, _Element] = {}
    sources: list[_Element] = []
    pages: dict[str, str] = {}
    dates: list[_Element] = []
    in_parts = not _is_printed(citation)
    thesis = kind_of_type(citation.get(PUBLICATION_TYPE) or citation.get("citation-type"), None) is ReferenceKind.THESIS
    lost = False
    for part in citation:
        tag = local(part)
        words = reading.words(part)
        if tag == PERSON_GROUP:
            lost |= _read_group(part, authors, editors, reading, in_parts=in_parts)
        elif tag == "institution" and thesis and "publisher" not in fields:
            fields["publisher"] = words
        elif tag in _NAMES:
            lost |= part.find(_PREFIX) is not None
            authors += _people(part, reading)
        elif tag in _TITLES and tag not in titles:
            titles[tag] = part
        elif tag == SOURCE and len(sources) < 2:
            sources.append(part)
        elif tag in _TEXTS and _TEXTS[tag] not in fields:
            fields[_TEXTS[tag]] = words
        elif tag in _PAGES and tag not in pages:
            pages[tag] = words or ""
        elif tag in {PUB_ID, "object-id"}:
            lost |= _read_identifier(part, fields, reading)
        elif tag in {EXT_LINK, "uri"}:
            lost |= _read_address(part, fields, reading)
        elif tag == "supplement" and words and "issue" not in fields:
            fields["issue"] = words if words.lower().startswith("suppl") else f"Suppl {words}"
        elif tag == DATE_IN_CITATION and part.get(CONTENT_TYPE) in {None, ACCESS_DATE, "accessed", "access"}:
            fields["accessed"], more = read_date(part)
            lost |= fields["accessed"] is None or bool(more)
        elif tag == "etal":
            reading.lose(part, "et-al", "that there are more authors is not kept")
        elif tag in _DATES:
            dates.append(part)
        elif words and tag in _INLINE:
            lost = True
            if in_parts:
                reading.lose(part, "unknown-element", f"{tag} beside parts of a citation; the citation's text is kept")
        elif words and not _is_doi(words, fields):
            lost = True
            reading.lose(part, "unknown-element", f"{tag} has no place in a reference; the citation's text is kept")
    lost |= _read_issued(citation, dates, fields, reading, in_parts=in_parts)
    lost |= _set_titles(citation, titles, sources, fields, reading)
    fields |= {"authors": authors, "editors": editors, "pages": _pages(pages)}
    for name in [name for name, value in fields.items() if not value]:
        del fields[name]
    return lost or ("elocation-id" in pages and "fpage" in pages)


def _read_issued(
    citation: _Element, dates: list[_Element], fields: dict[str, object], reading: Foreign, *, in_parts: bool
) -> bool:
    """The date of a work; whether its parts say more than it."""
    fields["issued"], more = read_date(citation)
    if fields["issued"] is None and dates:
        reading.lose(dates[0], "date", "a date without a year of four digits; the citation's text is kept")
        return True
    if more and in_parts:
        reading.lose(more[0], "date", "a date that says more than one day, month and year; the citation's text is kept")
    return bool(more)


def read_date(element: _Element) -> tuple[PartialDate | None, list[_Element]]:
    """The date in an element, and those of its parts that are not in it: a day that does not exist, a second year.

    Several months ("May-Jun") stand in the field for a season.
    """
    date = read_partial_date(element)
    if date is None:
        return None, []
    left = _unsaid(element, date)
    months = next((words_of(each) for each in left if local(each) == MONTH), None)
    if months and date.month and not date.season:
        with suppress(InvalidNodeError):  # a control character, which no season may hold
            date = evolve(date, month=None, day=None, season=months)
            left = _unsaid(element, date)
    return date, left


def _unsaid(element: _Element, date: PartialDate) -> list[_Element]:
    inner = [part for each in element if local(each) in {"date", STRING_DATE} for part in each]
    printed = {YEAR: str(date.year), DAY: str(date.day or "")}
    left: list[_Element] = []
    for part in (*element, *inner):
        tag, words = local(part), words_of(part)
        if not words or words in {date.literal, date.season} or (tag in printed and words.lstrip("0") == printed[tag]):
            continue
        if tag in {YEAR, DAY, SEASON} or (tag == MONTH and not (date.month and _ONE_MONTH.fullmatch(words))):
            left.append(part)
    return left


def _is_doi(words: str, fields: dict[str, object]) -> bool:
    """Whether a comment is nothing but a DOI, which is then kept."""
    found = _DOI.fullmatch(words)
    if found and "doi" not in fields:
        fields["doi"] = _trimmed(found[1])
    return bool(found)


def _read_group(
    group: _Element, authors: list[Agent], editors: list[Agent], reading: Foreign, *, in_parts: bool
) -> bool:
    """The people of a group among authors or editors; whether something of it has no field, and so is lost."""
    kind = (group.get(PERSON_GROUP_TYPE) or "author").lower()
    people = list(_people_in(group, reading))
    if kind in _NO_AUTHORS:
        reading.lose(group, "person-group", "people of this type have no field; the citation's text is kept")
        return True
    if kind not in _EDITORS | _AUTHORS:
        reading.lose(group, "person-group", "people of this type are taken for authors")
    (editors if kind in _EDITORS else authors).extend(people)
    between = " ".join(filter(None, (group.text, *(each.tail for each in group)))) if len(group) else ""
    more = not _BETWEEN_NAMES.fullmatch(between)
    if more and in_parts:
        reading.lose(group, "person-group", "text beside the names of a group; the citation's text is kept")
    others = any(words_of(each) for each in group if local(each) not in _NAMES and local(each) != "etal")
    return more or others or group.find(f".//{_PREFIX}") is not None


def _set_titles(
    citation: _Element,
    titles: dict[str, _Element],
    sources: list[_Element],
    fields: dict[str, object],
    reading: Foreign,
) -> bool:
    """Title, container and kind. The `source` is the container of what has a title, and else the title itself.

    Whether there are titles beyond these, which are lost.
    """
    printed = citation.get(PUBLICATION_TYPE) or citation.get("citation-type")
    kind = kind_of_type(printed, citation.get("use-type"))
    if printed and kind is None:
        reading.lose(citation, "publication-type", "a publication type without a kind of reference is left out")
    if kind is ReferenceKind.BOOK and (CHAPTER_TITLE in titles or (ARTICLE_TITLE in titles and sources)):
        kind = ReferenceKind.CHAPTER
    fields["kind"] = kind
    title, *others = [*(titles[tag] for tag in _TITLES if tag in titles)] or (None,)
    for other in others:
        reading.lose(other, "title", "another title of a work has no field; the citation's text is kept")
    containers = [reading.words(each) for each in sources]
    if title is not None:
        fields["title"] = read_phrases(title, reading)
    elif sources and kind not in _TITLED_BY_SOURCE and not (kind is None and "volume" in fields):
        fields["title"] = read_phrases(sources[0], reading)
        containers = containers[1:]
    if containers:
        fields["container_title"] = containers[0]
        fields["container_title_short"] = containers[1] if len(containers) > 1 else None
    return bool(others)


# ---------------------------------------------------------------------------------- identifiers and pages


def _read_identifier(element: _Element, fields: dict[str, object], reading: Foreign) -> bool:
    """An identifier; whether it was lost."""
    kind = (element.get(PUB_ID_TYPE) or "").lower()
    words = reading.words(element)
    if kind in _IDS:
        fields.setdefault(_IDS[kind], words)
        return False
    if words and _NCT.fullmatch(words):
        fields.setdefault("nct", words)
        return False
    address = element.get(HREF_KEY)
    if address and link_problem(address) is None:
        fields.setdefault("url", address)
    reading.lose(element, "identifier", "an identifier of another type is kept in the citation's text only")
    return True


def _read_address(element: _Element, fields: dict[str, object], reading: Foreign) -> bool:
    """A link, which may be a DOI or PMID; one that says the DOI again adds nothing. Whether its words say more."""
    words = words_of(element)
    address = (element.get(HREF_KEY) or words).strip()
    kind = element.get("ext-link-type")
    if kind in {"doi", "pmid"} and "://" not in address:
        name, value = kind, address
    elif found := _DOI.fullmatch(unquote(address)):
        name, value = "doi", _trimmed(found[1])
    else:
        name, value = "url", address
    if value and str(fields.setdefault(name, value)).lower() != value.lower():
        if address in words:
            return True
        reading.keep(element, "another address of a reference", address)
    return words.lower() not in unquote(address).lower() and value.lower() not in words.lower()


def _pages(pages: dict[str, str]) -> str | None:
    if "page-range" in pages:
        return pages["page-range"]
    if "fpage" in pages:
        last = pages.get("lpage")
        return f"{pages['fpage']}-{last}" if last and last != pages["fpage"] else pages["fpage"]
    return pages.get("elocation-id") or pages.get("lpage")


# ------------------------------------------------------------------------------------------------- people


def _people_in(group: _Element, reading: Foreign) -> Iterator[Agent]:
    for each in group:
        if local(each) in _NAMES:
            yield from _people(each, reading)
        elif local(each) == "etal":
            reading.lose(each, "et-al", "that there are more authors is not kept")
        else:
            reading.lose(
                each, "unknown-element", f"{local(each)} has no place among authors; the citation's text is kept"
            )
    if not len(group) and (words := reading.words(group)):
        yield Person(literal=words)


def _people(element: _Element, reading: Foreign) -> Iterator[Agent]:
    tag = local(element)
    if tag in {COLLAB, "collab-alternatives", "institution", "gov"}:
        words = organization_name(element, reading)
        if words:
            yield Organization(words)
    elif (person := read_name(element, reading)) is not None:
        yield person


def _printed(element: _Element, reading: Foreign) -> str | None:
    """The text of a citation. Parts that touch (`element-citation` has nothing between them) are parted by a space."""
    line: list[str] = []
    _gather(element, line)
    return reading.text(" ".join("".join(line).split()), element) or None


def _gather(element: _Element, line: list[str]) -> None:
    mixed = bool((element.text or "").strip()) or any((part.tail or "").strip() for part in element)
    line += filter(None, (element.text,))
    for part in element:
        last = line[-1][-1] if line else " "
        if local(part) not in _INLINE and (last.isalnum() or not (mixed or last.isspace())):
            line.append(" ")
        if local(part) != LABEL or words_of(part).strip(_AROUND_NUMBER).strip("0123456789"):
            _gather(part, line)
        line += filter(None, (part.tail,))


_INLINE: Final = frozenset(
    {"bold", "italic", "sub", "sup", "named-content", "styled-content", "annotation", LABEL, "x"}
)
