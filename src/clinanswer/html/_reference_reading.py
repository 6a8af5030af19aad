"""Reads what `_references` writes: the reference list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from clinanswer.errors import InvalidNodeError
from clinanswer.html._context import REFERENCE
from clinanswer.html._dates import MONTHS
from clinanswer.html._inline_reading import read_phrases
from clinanswer.html._reading import elements, words_of
from clinanswer.html._references import IDENTIFIERS, imprint
from clinanswer.model import PartialDate, Person, Reference, ReferenceKind, ReferenceStatus

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from clinanswer.html._reading import Reading

__all__ = ["read_references"]

_FIELDS: Final = {label: name for name, label, _, _ in IDENTIFIERS} | {"URL": "url"}
_IMPRINT: Final = re.compile(
    r"(?P<container_title>.+?)\. (?P<year>\d{4})(?: (?P<month>[A-Z][a-z]{2})(?: (?P<day>\d{1,2}))?)?"
    r"(?:;(?P<volume>[^;:()]+)?(?:\((?P<issue>[^()]+)\))?)?(?::(?P<pages>.+))?"
)


def read_references(page: Reading, element: HtmlElement) -> list[Reference]:
    """The references of a list."""
    found = []
    for item in elements(element):
        if item.tag == "li":
            reference = _reference(page, item)
            if reference is not None:
                found.append(reference)
    return found


def _reference(page: Reading, item: HtmlElement) -> Reference | None:
    said = [words_of(each) for each in item.iterfind("./small")]
    if page.words["missing"] in said:
        return None
    label = item.find("./b")
    name = _name(page, item, "" if label is None else words_of(label))
    if name is None:
        page.lost(item, "a reference whose id is not known, or stands twice; it is left out")
        return None
    values: dict[str, Any] = {}
    for word in said:
        if kind := page.words.value("reference-kind", word, ReferenceKind):
            values["kind"] = kind
        elif status := page.words.value("reference-status", word, ReferenceStatus):
            values["status"] = status
    _identifiers(page, item, values)
    _citation(page, item, values)
    return Reference(name, **values)


def _name(page: Reading, item: HtmlElement, label: str) -> str | None:
    """The reference's id: the entry's own, or else what citations of its number lead to, or the number."""
    return page.name(REFERENCE, page.anchored(item, REFERENCE) or page.labels.get(label, label))


def _identifiers(page: Reading, item: HtmlElement, values: dict[str, Any]) -> None:
    for label in item.iter("b"):
        field = _FIELDS.get(words_of(label))
        if field is None:
            continue
        link = label.getnext()
        text = (label.tail or "").removeprefix(" ")
        if not text and link is not None and link.tag == "a":
            text = words_of(link)
        elif label.getparent() is item:  # its span is gone: what follows is parted from the next by a space
            text = text.removesuffix(" ")
        values[field] = page.text(text)


def _citation(page: Reading, item: HtmlElement, values: dict[str, Any]) -> None:
    title = next(item.iter("cite"), None)  # in a `bdi` that holds the whole citation, or not
    bdis = item.findall("./bdi")
    if title is None:
        if bdis:
            values["text"] = page.text(words_of(bdis[0]))
        return
    values["title"] = read_phrases(page, title)
    before = list(title.itersiblings("bdi", preceding=True))
    after = list(title.itersiblings("bdi"))
    if before:
        names = page.text(words_of(before[0])).removesuffix(".")
        values["authors"] = [Person(literal=name) for name in names.split(", ") if name]
    if after:
        values |= _imprint(page.text(words_of(after[0])))


def _imprint(printed: str) -> dict[str, Any]:
    """The parts of an imprint, or all of it as the title of the container: in both cases it prints the same again."""
    whole = {"container_title": printed.removesuffix(".")}
    found = _IMPRINT.fullmatch(whole["container_title"])
    if found is None:
        return whole
    parts: dict[str, Any] = {
        name: found[name] for name in ("container_title", "volume", "issue", "pages") if found[name]
    }
    try:
        month = MONTHS.index(found["month"]) + 1 if found["month"] else None
        day = int(found["day"]) if found["day"] else None
        parts["issued"] = PartialDate(int(found["year"]), month, day)
    except (InvalidNodeError, ValueError):
        return whole
    return parts if imprint(Reference("x", **parts)) == printed else whole
