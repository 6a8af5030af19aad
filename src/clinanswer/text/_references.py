"""The reference list at the end of a page: its entries, and what can be read from them with certainty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from attrs import define, evolve

from clinanswer.model import Organization, PartialDate, Person, Reference, Software, plain_text
from clinanswer.model._fields import link_problem
from clinanswer.model.references import date_problem
from clinanswer.text._citations import SUPER_DIGITS
from clinanswer.text._lines import Line, shown

if TYPE_CHECKING:
    from clinanswer.text._report import Reporter

__all__ = ["Entry", "agent_name", "entries", "read_reference", "write_entry"]

_LABEL: Final = re.compile(r"(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.):]?(?=\s)|【(\d{1,4})】)\s*(?=\S)")
_RAISED: Final = re.compile(r"([¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]{0,3})\s*(?=\S)")
_LONE_LABEL: Final = re.compile(r"[\[(]?(\d{1,3})[\])]?\.?")
_BULLET: Final = re.compile(r"[•◦‣▪●·*–-]\s+")
_DOI: Final = re.compile(r"\b10\.\d{4,9}/[^\s\"<>“”]+", re.IGNORECASE)
_PMID: Final = re.compile(
    r"(?:\bPMID:?\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,8})\b", re.IGNORECASE
)
_PMCID: Final = re.compile(r"\bPMC\d{4,9}\b")
_NCT: Final = re.compile(r"\bNCT\d{8}\b")
_ISBN: Final = re.compile(r"\bISBN(?:-1[03])?:?\s*((?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx])(?![\d-])")
_URL: Final = re.compile(r"https?://[^\s\"<>“”]+", re.IGNORECASE)
_OPENING: Final = {")": "(", "]": "[", "}": "{"}
_ACCESSED: Final = re.compile(r"\[?(?:accessed|cited|retrieved|viewed)\b[^.;\]]*[.;\]]?", re.IGNORECASE)
# Vancouver, the style of biomedical journals (https://www.nlm.nih.gov/citingmedicine):
# authors. title. journal. year month;volume(issue):pages.
_VANCOUVER: Final = re.compile(
    r"(?P<authors>[^.]{2,600}?)\.\s+"
    r"(?P<title>\S.{8,500}?[.?!])\s+"
    r"(?P<journal>[A-Z][^.;:?!]{1,120}?)\.?\s+"
    r"(?P<year>(?:1[89]|20)\d\d)(?:\s+(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:\s+(?P<day>\d{1,2}))?)?"
    r";\s*(?P<volume>[\w.-]{1,12})?(?:\s*\((?P<issue>[\w\s./-]{1,20})\))?"
    r"(?::\s*(?P<pages>[A-Za-z]?\d+(?:[-–][A-Za-z]?\d+)?))?\.?(?=\s|\Z)"
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PERSON: Final = re.compile(
    r"(?P<family>[^\W\d_][\w'’‑ -]{0,60}?) (?P<given>[A-Z]{1,4})(?: (?P<suffix>Jr|Sr|2nd|3rd|II|III))?"
)
_GROUP: Final = re.compile(
    r"\b(collaborat(?:ors?|ion)|group|investigators?|committee|consortium|society|association|organi[sz]ation|college"
    r"|network|institute|task force|academy|federation|council)\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(
    r"\((?:[A-Z][a-z]+ )?((?:19|20)\d\d)[a-z]?\)"
    r"|[.,;]\s((?:19|20)\d\d)(?=[.;]|\Z)"
    r"|\s((?:19|20)\d\d)(?=;\s?\d)"
)


@define
class Entry:
    """An entry of the list as printed: its number, when it has one, its text and its line."""

    number: int | None
    text: str
    line: int


def entries(lines: list[Line], reporter: Reporter) -> list[Entry]:
    """The entries of the list. Where entries have numbers, a line without goes on with the entry before it."""
    lines = _lone_labels_joined(lines)
    numbered = any(_label(line.text) for line in lines)
    grouped = not numbered and any(not line.gap for line in lines[1:]) and any(line.gap for line in lines[1:])
    found: list[Entry] = []
    for line in lines:
        if label := _label(line.text):
            found.append(Entry(label[0], line.text[label[1] :].strip(), line.number))
        elif found and (numbered or (grouped and not line.gap)):
            found[-1].text = f"{found[-1].text} {line.text}".strip()
        else:
            bullet = _BULLET.match(line.text)
            found.append(Entry(None, line.text[bullet.end() if bullet else 0 :], line.number))
    found = [entry for entry in found if entry.text]
    if found and not numbered:
        reporter.unclear(
            "references-unnumbered",
            "the entries have no numbers; they are counted from 1",
            found[0].line,
            "$.references",
        )
    taken: set[int] = set()
    free = 1
    for entry in found:
        while free in taken:
            free += 1
        if entry.number in taken:
            reporter.unclear(
                "reference-number",
                f"{shown(entry.text)} has the number {entry.number} of an entry before it; it gets {free}",
                entry.line,
                "$.references",
            )
            entry.number = None
        entry.number = entry.number or free
        taken.add(entry.number)
    return found


def read_reference(entry: Entry) -> Reference:
    """The reference of an entry: its text as printed, and the identifiers and parts that are plain in it."""
    text = entry.text
    fields: dict[str, Any] = {"text": text}
    rest = text
    if found := _URL.search(text):
        url = found[0].rstrip(".,;)]’'")
        rest = rest.replace(url, " ")
        if "doi.org/" not in url and not _PMID.search(url) and link_problem(url) is None:
            fields["url"] = url
    if found := _DOI.search(text):
        fields["doi"] = _trim_doi(found[0])
        rest = rest.replace(fields["doi"], " ")
    if found := _PMID.search(text):
        fields["pmid"] = found[1]
    for name, pattern in (("pmcid", _PMCID), ("nct", _NCT)):
        if found := pattern.search(text):
            fields[name] = found[0]
    if found := _ISBN.search(text):
        fields["isbn"] = found[1].strip()
    if found := _VANCOUVER.match(text):
        fields |= _vancouver(found)
    elif (years := {"".join(found) for found in _YEAR.findall(_ACCESSED.sub(" ", rest))}) and len(years) == 1:
        fields["issued"] = PartialDate(int(years.pop()))
    return Reference(str(entry.number), **fields)


def _lone_labels_joined(lines: list[Line]) -> list[Line]:
    """The lines, each number that stands alone and counts on from the one before it made the label of what follows."""
    joined: list[Line] = []
    expected = 1
    waiting: str | None = None
    for line in lines:
        alone = _LONE_LABEL.fullmatch(line.text)
        if alone and int(alone[1]) == expected:
            waiting = f"[{alone[1]}]"
            expected += 1
        elif waiting:
            joined.append(evolve(line, text=f"{waiting} {line.text}"))
            waiting = None
        else:
            joined.append(line)
    return joined


def _label(text: str) -> tuple[int, int] | None:
    """The number with which an entry begins, and where its text begins."""
    if found := _LABEL.match(text):
        number = int(next(filter(None, found.groups())))
        bare = found[0].strip().isdigit()  # "2019 guideline of…" begins with a year, not with its number
        return None if number == 0 or (bare and number > 999) else (number, found.end())
    if found := _RAISED.match(text):
        return int(found[1].translate(SUPER_DIGITS)), found.end()
    return None


def _trim_doi(doi: str) -> str:
    """The DOI without the punctuation of the sentence around it. Its own brackets are kept: 10.1016/S0140-6736(10)1."""
    while doi[-1] in ".,;:'’" or (doi[-1] in _OPENING and doi.count(doi[-1]) > doi.count(_OPENING[doi[-1]])):
        doi = doi[:-1]
    return doi


def _vancouver(found: re.Match[str]) -> dict[str, Any]:
    month = _MONTHS.index(found["month"]) + 1 if found["month"] else None
    day = int(found["day"]) if found["day"] else None
    year = int(found["year"])
    issued = PartialDate(year, month) if date_problem(year, month, day) else PartialDate(year, month, day)
    fields: dict[str, Any] = {
        "title": found["title"].removesuffix("."),
        "container_title": found["journal"],
        "issued": issued,
    }
    fields |= {name: found[name] for name in ("volume", "issue", "pages") if found[name]}
    if authors := _authors(found["authors"]):
        fields["authors"] = authors
    return fields


def _authors(printed: str) -> tuple[Person | Organization, ...]:
    """The authors, when every one of them is plainly a person or a group; none when one is cut off or unclear."""
    authors: list[Person | Organization] = []
    for name in re.split(r"[,;]\s+", printed):
        if found := _PERSON.fullmatch(name):
            authors.append(Person(family=found["family"], given=found["given"], suffix=found["suffix"]))
        elif _GROUP.search(name):
            authors.append(Organization(name))
        else:
            return ()
    return tuple(authors)


def agent_name(agent: Person | Organization | Software) -> str:
    """A name as page text prints it: Vancouver's for a person whose parts are known (`Ageron FX`)."""
    if not isinstance(agent, Person):
        return agent.name
    parts = (agent.particles, agent.family, agent.given, agent.suffix)
    return agent.literal or " ".join(filter(None, parts))


def write_entry(reference: Reference) -> str:
    """The entry of a reference: as printed, or else in Vancouver style; then what identifies it. It may be empty."""
    entry = reference.text or _written(reference)
    identifiers = (
        (reference.doi, "doi:{}."),
        (reference.pmid, "PMID: {}."),
        (reference.pmcid, "{}."),
        (reference.isbn, "ISBN {}."),
        (reference.nct, "{}."),
        (reference.url, "{}"),
    )
    printed_pmids = _PMID.findall(entry)  # a number so short may stand in any entry
    added = [
        form.format(value)
        for value, form in identifiers
        if value and value not in (printed_pmids if value is reference.pmid else entry)
    ]
    return " ".join(filter(None, (entry, *added)))


def _written(reference: Reference) -> str:
    parts = [", ".join(map(agent_name, reference.authors)), plain_text(reference.title)]
    container = reference.container_title_short or reference.container_title or reference.publisher
    parts.append(container or "")
    numbers = f"{reference.volume or ''}{f'({reference.issue})' if reference.issue else ''}"
    pages = f":{reference.pages}" if reference.pages else ""
    year = f"{reference.issued.year:04}" if reference.issued else ""
    where = numbers + pages
    parts.append(f"{year};{where}" if year and where else year or where.removeprefix(":"))
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)
