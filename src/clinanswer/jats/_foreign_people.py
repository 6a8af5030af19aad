"""Contributors of other people's articles, with the affiliations that stand in them, beside them or after them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import evolve

from clinanswer.jats._foreign_context import local, words_of
from clinanswer.jats._foreign_names import read_name
from clinanswer.jats._names import CONTRIB_GROUP, ID, REF_TYPE, RID, XREF
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
from clinanswer.jats._references import LABEL
from clinanswer.model import Contributor, ContributorRole, Organization, Person

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lxml.etree import _Element

    from clinanswer.jats._foreign_context import Foreign
    from clinanswer.model import Software

__all__ = ["AFF_ALTERNATIVES", "organization_name", "printed_name", "read_contributors", "words_in_parts"]

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
AFF_ALTERNATIVES: Final = "aff-alternatives"
MAX_SHARED: Final = 20
"""How many affiliations a group may share: of hundreds that nobody links to, no one has all."""
_INSTITUTION_ID: Final = "institution-id"
_COLLAB_ALTERNATIVES: Final = "collab-alternatives"
_ORCID: Final = re.compile(r"orcid\.org/")
_NAMES: Final = frozenset({NAME, STRING_NAME, NAME_ALTERNATIVES, "anonymous"})
_IN_CONTRIB: Final = _NAMES | {COLLAB, _COLLAB_ALTERNATIVES, AFF, AFF_ALTERNATIVES, XREF, CONTRIB_ID}
_ADDRESS_PARTS: Final = frozenset(
    {"institution", "institution-wrap", "addr-line", "city", "state", "country", "postal-code"}
)
# What stands in an affiliation or in a group and is no part of its name.
_NOT_NAME: Final = frozenset({LABEL, _INSTITUTION_ID})
# What a group has besides its name.
_OF_GROUP: Final = frozenset({_INSTITUTION_ID, CONTRIB_GROUP, CONTRIB_ID, "email", "fn", "role"})


def read_contributors(meta: _Element, reading: Foreign) -> Iterator[Contributor]:
    """The contributors with their affiliations, which stand in them, beside them or at the end of the front.

    Affiliations of a group that no contributor names are those of all in it; so is the only one beside the groups.
    """
    outermost = (each for each in meta.iter(AFF, AFF_ALTERNATIVES) if each.getparent().tag != AFF_ALTERNATIVES)  # type: ignore[union-attr]
    stated = [(each, words) for each in outermost if (words := _affiliation(each, reading))]
    named = {name: words for each, words in stated for name in _names_of(each)}
    linked = {name for each in meta.iter(CONTRIB) for name in _links(each)}
    unnamed: dict[_Element | None, list[str]] = {}
    for each, words in stated:
        if linked.isdisjoint(_names_of(each)):
            unnamed.setdefault(each.getparent(), []).append(words)
    beside = unnamed.get(meta, [])
    beside = beside if len(beside) == 1 else []
    used: set[str] = set()
    for affiliation, _ in stated:
        for each in affiliation.iter(_INSTITUTION_ID):
            reading.keep(each, "the identifier of an institution")
        if local(affiliation) == AFF_ALTERNATIVES:
            for each in [*affiliation.iterchildren(AFF)][1:]:
                reading.keep(each, "another form of an affiliation")
    for group in meta.iterchildren(CONTRIB_GROUP):
        shared = unnamed.get(group, beside)
        shared = shared if len(shared) <= MAX_SHARED else []
        for element in group:
            if local(element) == CONTRIB:
                contributor = _read_contributor(element, named, shared, reading)
                if contributor is not None:
                    used.update(getattr(contributor.who, "affiliations", ()))
                    yield contributor
            elif local(element) not in {AFF, AFF_ALTERNATIVES}:
                reading.keep(element, f"{local(element)} beside contributors")
    for each, words in stated:
        if words not in used:
            reading.keep(each, "an affiliation of no contributor", words)


def _names_of(affiliation: _Element) -> list[str]:
    """The ids by which an affiliation is named: its own and those of its forms."""
    return [name for each in affiliation.iter(AFF, AFF_ALTERNATIVES) if (name := each.get(ID))]


def _links(contributor: _Element) -> list[str]:
    """The affiliations that a contributor names, in links or (NLM) in an attribute of its own."""
    links = [each for each in contributor.iter(XREF) if each.get(REF_TYPE) in {AFF, None}]
    return " ".join(each.get(RID) or "" for each in [contributor, *links]).split()


def _read_contributor(
    element: _Element, affiliations: dict[str, str], shared: list[str], reading: Foreign
) -> Contributor | None:
    kind = (element.get(CONTRIB_TYPE) or "").lower()
    role = _ROLES.get(kind)
    if kind and role is None:
        reading.lose(element, "contributor-role", "a type of contributor that is not known is left out")
    for each in element:
        if local(each) not in _IN_CONTRIB:
            reading.keep(each, f"{local(each)} of a contributor")
    collab = next((each for each in element if local(each) in {COLLAB, _COLLAB_ALTERNATIVES}), None)
    name, *others = [*(each for each in element if local(each) in _NAMES)] or (None,)
    for each in others:
        reading.keep(each, "another name of a contributor")
    if name is None:
        if collab is None:
            return None
        words = organization_name(collab, reading)
        return Contributor(Organization(words), role=role) if words else None
    person = read_name(name, reading)
    if person is None:
        return None
    if collab is not None:
        reading.keep(collab, "the group that a person is named with")
    own = [address for each in element.iterchildren(AFF, AFF_ALTERNATIVES) if (address := _affiliation(each, reading))]
    found = [*(affiliations[name] for name in _links(element) if name in affiliations), *own] or shared
    orcid = None
    for each in element.iterchildren(CONTRIB_ID):
        if orcid is None and (each.get(CONTRIB_ID_TYPE) == ORCID or _ORCID.search(words_of(each))):
            orcid = reading.words(each)
        else:
            reading.keep(each, "another identifier of a contributor")
    return Contributor(_with(person, orcid, found), role=role)


def printed_name(who: Person | Organization | Software) -> str:
    if isinstance(who, Person):
        return who.literal or " ".join(filter(None, (who.given, who.family, who.suffix)))
    return who.name


def _with(person: Person, orcid: str | None, affiliations: list[str]) -> Person:
    return evolve(person, orcid=orcid, affiliations=dict.fromkeys(affiliations))


def organization_name(element: _Element, reading: Foreign) -> str | None:
    """The name of an organisation or group, the first of several forms of it; its members are kept apart."""
    if local(element) == _COLLAB_ALTERNATIVES:
        element, *others = [*element] or [element]
        for each in others:
            reading.keep(each, "another form of the name of a group")
    for each in element:
        if local(each) in _OF_GROUP:
            reading.keep(
                each, "the members of a group" if local(each) == CONTRIB_GROUP else f"{local(each)} of a group"
            )
    return words_in_parts(element, reading, _OF_GROUP | {LABEL, XREF})


def _affiliation(element: _Element, reading: Foreign) -> str | None:
    """The words of an affiliation, the first of several forms of it, without its label."""
    if local(element) == AFF_ALTERNATIVES:
        element = next(element.iterchildren(AFF), element)
    return words_in_parts(element, reading)


def words_in_parts(element: _Element, reading: Foreign, left: Collection[str] = _NOT_NAME) -> str | None:
    """The words of an organisation or address in one line, parts that touch parted by commas, others `left` out."""
    text = "".join(_text_in_parts(element, left)).strip(" ,;")
    return reading.text(" ".join(text.split()), element) or None


def _text_in_parts(element: _Element, left: Collection[str]) -> Iterator[str]:
    """Text in order, without labels, marks and ids."""
    if element.text:
        yield element.text
    previous = False
    for child in element:
        tag = local(child)
        if tag not in left and not (tag == "sup" and len(words_of(child)) < 3):
            if previous:
                yield ", "
            yield from _text_in_parts(child, left)
            previous = not (child.tail and child.tail.strip()) and tag in _ADDRESS_PARTS
        if tag == CONTRIB_GROUP:
            yield " "
        if child.tail:
            yield child.tail
