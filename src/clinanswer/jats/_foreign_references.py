"""Reference lists of other people's articles: `mixed-citation`, `element-citation`, `nlm-citation`, `citation`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.jats._foreign_context import local, words_of
from clinanswer.jats._foreign_inline import read_phrases
from clinanswer.jats._names import CONTENT_TYPE, DAY, EXT_LINK, HREF_KEY, ID, ISO_DATE, MONTH, YEAR
from clinanswer.jats._people import (
    COLLAB,
    GIVEN_NAMES,
    NAME,
    NAME_ALTERNATIVES,
    PERSON_GROUP,
    PERSON_GROUP_TYPE,
    STRING_NAME,
    SUFFIX,
    SURNAME,
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
from clinanswer.model import Organization, PartialDate, Person, Reference, ReferenceKind
from clinanswer.model._fields import link_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Agent

__all__ = ["read_name", "read_partial_date", "read_references"]

_ALTERNATIVES: Final = "citation-alternatives"
_CITATIONS: Final = ("element-citation", "nlm-citation", "mixed-citation", "citation")
_MIXED: Final = frozenset({"mixed-citation"})
_NAMES: Final = frozenset(
    {NAME, STRING_NAME, NAME_ALTERNATIVES, COLLAB, "collab-alternatives", "anonymous", "institution", "gov"}
)
_TITLES: Final = (ARTICLE_TITLE, CHAPTER_TITLE, DATA_TITLE, "part-title")
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
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LIST_TITLES: Final = frozenset({"references", "bibliography", "literature cited"})
_YEAR: Final = re.compile(r"(?<![0-9])(1[0-9]{3}|20[0-9]{2})(?![0-9])")
_DOI: Final = re.compile(r"10\.[0-9]{4,9}/\S+")
_NCT: Final = re.compile(r"NCT[0-9]{8}")
_TITLED_BY_SOURCE: Final = frozenset({ReferenceKind.ARTICLE, ReferenceKind.PREPRINT})


def read_references(lists: list[_Element], reading: Foreign) -> list[Reference]:
    """Every reference of every list, nested lists included. Links to them are read after."""
    references: list[Reference] = []
    for each in lists:
        for element in each.iter():
            if local(element) == REF and local(element.getparent()) == REF_LIST:  # type: ignore[arg-type]
                references += _read_ref(element, reading, len(references) + 1)
            elif local(element) == "title" and words_of(element).lower().strip(":") not in _LIST_TITLES:
                reading.lose(element, "list-title", "the title of a reference list is left out")
    return references


def _read_ref(element: _Element, reading: Foreign, number: int) -> list[Reference]:
    """The reference or references of one `ref`: each citation in it is one, except forms of the same."""
    label = reading.words(element.find(LABEL))
    citations = [each for each in element if local(each) in {*_CITATIONS, _ALTERNATIVES}]
    name = element.get(ID) or next((each.get(ID) for each in citations if each.get(ID)), None) or f"r{number}"
    made: list[Reference] = []
    for position, citation in enumerate(citations or [element]):
        own = name if position == 0 else f"{name}.{position + 1}"
        ref = reading.new_id("reference", own) if own in reading.parts else reading.reference_id(own)
        made.append(_read_citation(citation, ref or "r", element, reading))
    for each in element:
        if local(each) not in {LABEL, *_CITATIONS, _ALTERNATIVES} and citations:
            reading.lose(each, "unknown-element", f"{local(each)} beside a citation has no place; it is left out")
    ids = tuple(reference.id for reference in made)
    for alias in (name, *(each.get(ID) for each in citations)):
        if alias:
            reading.parts.setdefault(alias, ids)
    reading.order += ids
    printed = (label or str(number)).strip(".[]() ")
    reading.labels[ids[0]] = printed
    return made


def _read_citation(element: _Element, ref: str, parent: _Element, reading: Foreign) -> Reference:
    """One citation: its parts, and the whole as printed where there is more in it than parts."""
    forms = list(element) if local(element) == _ALTERNATIVES else [element]
    parts = next((each for each in forms if local(each) not in _MIXED), forms[0] if forms else element)
    mixed = next((each for each in forms if local(each) in _MIXED), None)
    fields: dict[str, object] = {}
    lost = _read_parts(parts, fields, reading)
    if mixed is not None:
        if mixed is not parts:
            extra: dict[str, object] = {}
            _read_parts(mixed, extra, reading)
            fields = extra | fields
        fields["text"] = reading.words(mixed)
    elif lost or not fields:
        fields["text"] = _spaced(parts, reading)
    language = reading.language(parts)
    try:
        return Reference(ref, language=language, **fields)  # type: ignore[arg-type]  # the constructor checks them
    except InvalidNodeError as error:
        reading.lose(parent, "invalid", f"{error}; the reference is kept as its text")
        return Reference(ref, text=_spaced(parts, reading))


def _read_parts(citation: _Element, fields: dict[str, object], reading: Foreign) -> bool:
    """The parts of a citation; whether any was lost."""
    authors: list[Agent] = []
    editors: list[Agent] = []
    titles: dict[str, _Element] = {}
    sources: list[_Element] = []
    pages: dict[str, str] = {}
    lost = False
    for part in citation:
        tag = local(part)
        words = reading.words(part)
        if tag == PERSON_GROUP:
            group = editors if part.get(PERSON_GROUP_TYPE) in {EDITOR, "editors", "ed"} else authors
            if part.get(PERSON_GROUP_TYPE) not in {None, "author", "editor", "allauthors"}:
                reading.lose(part, "person-group", "people of this type are taken for authors")
            group += _people_in(part, reading)
        elif tag in _NAMES:
            authors += _people(part, reading)
        elif tag in _TITLES:
            titles.setdefault(tag, part)
        elif tag == SOURCE:
            sources.append(part)
        elif tag in _TEXTS:
            fields.setdefault(_TEXTS[tag], words)
        elif tag in _PAGES:
            if words:
                pages.setdefault(tag, words)
        elif tag in {PUB_ID, "object-id"}:
            lost |= _read_identifier(part, fields, reading)
        elif tag in {EXT_LINK, "uri"}:
            _read_address(part, fields)
        elif tag == "supplement" and words and "issue" not in fields:
            fields["issue"] = words if words.lower().startswith("suppl") else f"Suppl {words}"
        elif tag == DATE_IN_CITATION and part.get(CONTENT_TYPE) in {None, ACCESS_DATE, "accessed", "access"}:
            fields["accessed"] = read_partial_date(part)
        elif tag == "etal":
            reading.lose(part, "et-al", "that there are more authors is not kept")
        elif tag == "comment" and words and (found := _DOI.search(words)) and "doi" not in fields:
            fields["doi"] = found[0].rstrip(".;,)")
        elif tag not in _DATES and tag not in _INLINE:
            lost = True
            reading.lose(part, "unknown-element", f"{tag} has no place in a reference; the citation's text is kept")
    issued = read_partial_date(citation)
    _set_titles(citation, titles, sources, fields, reading)
    fields |= {"authors": authors, "editors": editors, "pages": _pages(pages), "issued": issued}
    for name in [name for name, value in fields.items() if not value]:
        del fields[name]
    return lost


def _set_titles(
    citation: _Element,
    titles: dict[str, _Element],
    sources: list[_Element],
    fields: dict[str, object],
    reading: Foreign,
) -> None:
    """Title, container and kind. The `source` is the container of what has a title, and else the title itself."""
    printed = citation.get(PUBLICATION_TYPE) or citation.get("citation-type")
    kind = kind_of_type(printed, citation.get("use-type"))
    if printed and kind is None:
        reading.lose(citation, "publication-type", "a publication type without a kind of reference is left out")
    if kind is ReferenceKind.BOOK and (CHAPTER_TITLE in titles or (ARTICLE_TITLE in titles and sources)):
        kind = ReferenceKind.CHAPTER
    fields["kind"] = kind
    title = next(
        (titles[tag] for tag in (CHAPTER_TITLE, ARTICLE_TITLE, DATA_TITLE, "part-title") if tag in titles), None
    )
    containers = [reading.words(each) for each in sources]
    if title is not None:
        fields["title"] = read_phrases(title, reading)
    elif sources and kind not in _TITLED_BY_SOURCE:
        fields["title"] = read_phrases(sources[0], reading)
        containers = containers[1:]
    if containers:
        fields["container_title"] = containers[0]
        fields["container_title_short"] = containers[1] if len(containers) > 1 else None


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


def _read_address(element: _Element, fields: dict[str, object]) -> None:
    address = (element.get(HREF_KEY) or words_of(element)).strip()
    if element.get("ext-link-type") in {"doi", "pmid"} and "://" not in address:
        fields.setdefault(str(element.get("ext-link-type")), address)
    elif address:
        fields.setdefault("url", address)


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
            reading.lose(each, "unknown-element", f"{local(each)} has no place among authors; it is left out")
    if not len(group) and (words := reading.words(group)):
        yield Person(literal=words)


def _people(element: _Element, reading: Foreign) -> Iterator[Agent]:
    tag = local(element)
    if tag in {COLLAB, "collab-alternatives", "institution", "gov"}:
        words = reading.words(element if tag != "collab-alternatives" or not len(element) else element[0])
        if words:
            yield Organization(words)
    elif (person := read_name(element, reading)) is not None:
        yield person


def read_name(element: _Element, reading: Foreign) -> Person | None:
    """A `name`, a `string-name`, the first of `name-alternatives`, or `anonymous`."""
    tag = local(element)
    if tag == NAME_ALTERNATIVES:
        forms = [each for each in element if local(each) in {NAME, STRING_NAME}]
        for each in forms[1:]:
            reading.lose(each, "name-alternative", "another form of a name is left out")
        return read_name(forms[0], reading) if forms else None
    if tag == "anonymous":
        return Person(literal=reading.words(element) or "Anonymous")
    parts = {name: reading.words(element.find(name)) for name in (SURNAME, GIVEN_NAMES, SUFFIX, "prefix")}
    if parts["prefix"]:
        reading.lose(element, "name-prefix", "the title before a name is left out")
    words = reading.words(element) or ""
    named = "".join(filter(None, parts.values()))
    if not parts[SURNAME] or (tag == STRING_NAME and _letters(words) != _letters(named) and len(words) > len(named)):
        if not parts[SURNAME] and parts[GIVEN_NAMES] and tag == NAME:
            return Person(given=parts[GIVEN_NAMES], suffix=parts[SUFFIX])
        return Person(literal=words) if words else None
    return Person(family=parts[SURNAME], given=parts[GIVEN_NAMES], suffix=parts[SUFFIX])


def _letters(words: str) -> list[str]:
    """The letters of a name, in no order: `string-name` may print the given names first."""
    return sorted(letter for letter in words if letter.isalnum())


# -------------------------------------------------------------------------------------------------- dates


def read_partial_date(element: _Element) -> PartialDate | None:
    """The date whose parts are in an element, or in a `date` or `string-date` in it; None without a year."""
    inner = next((each for each in element if local(each) in {"date", STRING_DATE}), None)
    source = element if element.find(YEAR) is not None or inner is None else inner
    year_element = source.find(YEAR)
    printed = words_of(year_element) if year_element is not None else ""
    iso = element.get(ISO_DATE) or source.get(ISO_DATE) or ""
    found = _YEAR.search(printed) or _YEAR.search(iso)
    if found is None and year_element is None and local(source) in {STRING_DATE, DATE_IN_CITATION}:
        found = _YEAR.search(words_of(source))
    if found is None:
        return None
    month, day = _month(source.findtext(MONTH)), _day(source.findtext(DAY))
    if month is None and re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", iso):
        month, day = int(iso[5:7]), int(iso[8:10] or 0) or None
    literal = printed if printed and printed != found[1] else None
    if local(source) in {STRING_DATE, DATE_IN_CITATION} and year_element is None:
        literal = words_of(source)
    season = source.findtext(SEASON)
    for parts in ((month, day if month else None), (month, None), (None, None)):
        try:
            return PartialDate(int(found[1]), *parts, " ".join(season.split()) if season else None, literal=literal)
        except InvalidNodeError:
            continue
    return None


def _month(words: str | None) -> int | None:
    words = (words or "").strip().lower()
    if words.isdecimal() and len(words) < 3:
        return int(words)
    return _MONTHS.index(words[:3]) + 1 if words[:3] in _MONTHS else None


def _day(words: str | None) -> int | None:
    words = (words or "").strip()
    return int(words) if words.isdecimal() and len(words) < 3 else None


def _spaced(element: _Element, reading: Foreign) -> str | None:
    """The text of all parts, with a space between them: `element-citation` has none of its own."""
    words = " ".join(" ".join(element.itertext()).split())
    return reading.text(words, element) or None


_INLINE: Final = frozenset(
    {"bold", "italic", "sub", "sup", "named-content", "styled-content", "annotation", LABEL, "x"}
)
