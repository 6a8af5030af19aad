"""People, organisations and software: as contributors (`contrib`) and as authors of cited works (`person-group`)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, assert_never

from clinanswer.jats import _make as make
from clinanswer.jats._context import child_of, text_in
from clinanswer.jats._names import (
    CONTENT_TYPE,
    CONTRIB_GROUP,
    HREF,
    HREF_KEY,
    NAMED_CONTENT,
    SPECIFIC_USE,
    VOCAB,
    VOCAB_TERM_IDENTIFIER,
)
from clinanswer.jats._xml import attribute, leaf, optional, text, wrap
from clinanswer.model import Contributor, ContributorRole, Organization, Person, Software

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from clinanswer.jats._context import Reading
    from clinanswer.model import Agent

CONTRIB: Final = "contrib"
CONTRIB_TYPE: Final = "contrib-type"
PERSON_GROUP: Final = "person-group"
PERSON_GROUP_TYPE: Final = "person-group-type"
NAME: Final = "name"
NAME_ALTERNATIVES: Final = "name-alternatives"
STRING_NAME: Final = "string-name"
SURNAME: Final = "surname"
GIVEN_NAMES: Final = "given-names"
SUFFIX: Final = "suffix"
COLLAB: Final = "collab"
AFF: Final = "aff"
ROLE: Final = "role"
CONTRIB_ID: Final = "contrib-id"
CONTRIB_ID_TYPE: Final = "contrib-id-type"
INSTITUTION: Final = "institution"
INSTITUTION_ID: Final = "institution-id"
INSTITUTION_WRAP: Final = "institution-wrap"
ORCID: Final = "orcid"
ROR: Final = "ror"
SOFTWARE: Final = "software"
_VERSION: Final = "version"
_PARTICLES: Final = "particles"

ROLES: Final = MappingProxyType({role.value: role for role in ContributorRole})
_NO_ROLE: Final = "contributor"
_KINDS: Final = MappingProxyType({Person: "person", Organization: "organization", Software: SOFTWARE})


# ------------------------------------------------------------------------------------------- contributors


def write_contributor(contributor: Contributor) -> str:
    """A `contrib`. Software is never given an author's `contrib-type`: its role stands in `role`."""
    who, role = contributor.who, contributor.role
    match who:
        case Person():
            orcid = optional(CONTRIB_ID, who.orcid, attribute(CONTRIB_ID_TYPE, ORCID))
            inner = orcid + _write_name(who) + _write_affiliations(who)
        case Organization():
            inner = write_collab(who)
        case Software():
            version = optional(NAMED_CONTENT, None if who.version is None else f" {who.version}", _IS_VERSION)
            vendor = optional(AFF, who.vendor)
            shown = optional(ROLE, None if role is None else role.replace("-", " "), attribute(CONTENT_TYPE, role))
            inner = wrap(COLLAB, text(who.name) + version) + vendor + shown
        case _:
            assert_never(who)
    kind = SOFTWARE if isinstance(who, Software) else role or _NO_ROLE
    return wrap(CONTRIB, inner, attribute(CONTRIB_TYPE, kind) + attribute(SPECIFIC_USE, _KINDS[type(who)]))


def read_contributor(element: _Element, reading: Reading) -> Contributor | None:
    """What `write_contributor` wrote."""
    kind = element.get(CONTRIB_TYPE)
    collab = child_of(element, COLLAB)
    if kind == SOFTWARE or element.get(SPECIFIC_USE) not in {_KINDS[Person], _KINDS[Organization], None}:
        shown = child_of(element, ROLE)
        role = None if shown is None else reading.term(shown, ROLE, ROLES, shown.get(CONTENT_TYPE))
        return reading.build(element, lambda: Contributor(_read_software(element), role=role))
    role = None if kind == _NO_ROLE else reading.term(element, ROLE, ROLES, kind)
    if collab is not None:
        return reading.build(element, lambda: Contributor(read_collab(collab), role=role))
    affiliations = tuple(_words(aff) for aff in element.iterfind(AFF))
    orcid = text_in(element, CONTRIB_ID)
    return reading.build(element, lambda: Contributor(_read_person(element, orcid, affiliations), role=role))


def write_contributor_group(contributors: tuple[Contributor, ...]) -> str:
    """A `contrib-group`; nothing without contributors."""
    return wrap(CONTRIB_GROUP, "".join(map(write_contributor, contributors))) if contributors else ""


def read_contributors(group: _Element | None, reading: Reading) -> list[Contributor]:
    """The contributors in a group, or in the group in a `sec-meta`."""
    if group is not None and group.tag != CONTRIB_GROUP:
        group = child_of(group, CONTRIB_GROUP)
    if group is None:
        return []
    found = (read_contributor(each, reading) for each in group.iterchildren(CONTRIB))
    return [each for each in found if each is not None]


def _read_software(element: _Element) -> Software:
    collab = child_of(element, COLLAB)
    version = None if collab is None else child_of(collab, NAMED_CONTENT)
    return Software(
        "" if collab is None else collab.text or "",
        version=None if version is None else _words(version)[1:],
        vendor=text_in(element, AFF),
    )


# ------------------------------------------------------------------------------------------ organisations


def write_organization(organization: Organization) -> str:
    """The content of an element that names an organisation: its name alone where there is no more to say."""
    if organization.ror is None and organization.url is None:
        return text(organization.name)
    name = leaf(INSTITUTION, organization.name, attribute(HREF, organization.url))
    return wrap(INSTITUTION_WRAP, name + optional(INSTITUTION_ID, organization.ror, _IS_ROR))


def read_organization(element: _Element) -> Organization:
    """What `write_organization` wrote into `element`."""
    wrapped = child_of(element, INSTITUTION_WRAP)
    if wrapped is None:
        return make.organization(element.text or "")
    name = child_of(wrapped, INSTITUTION)
    return make.organization(
        "" if name is None else name.text or "",
        text_in(wrapped, INSTITUTION_ID),
        None if name is None else name.get(HREF_KEY),
    )


def write_collab(organization: Organization) -> str:
    """An organisation as author or contributor."""
    return wrap(COLLAB, write_organization(organization))


read_collab = read_organization


# ---------------------------------------------------------------------------------- authors of references


def write_person_group(kind: str, agents: tuple[Agent, ...]) -> str:
    """The authors or editors of a cited work, of which there is one at least."""
    inner = "".join(map(_write_agent, agents))
    return f'<{PERSON_GROUP} {PERSON_GROUP_TYPE}="{kind}">{inner}</{PERSON_GROUP}>'


def read_person_group(group: _Element, reading: Reading) -> tuple[Agent, ...]:
    """What `write_person_group` wrote: `aff` and `role` belong to the name before them."""
    found: list[Agent | dict[str, Any]] = []
    for element in group[:]:
        tag: str = element.tag  # type: ignore[assignment]  # the parser leaves elements only
        if tag in _NAMES:
            found.append(_name_parts(element))
        elif tag == COLLAB:
            found.append(read_collab(element))
        elif tag in {AFF, ROLE} and found and isinstance(person := found[-1], dict):
            if tag == AFF:
                person.setdefault("affiliations", []).append(_words(element))
            elif element.get(CONTENT_TYPE) == ORCID:
                person["orcid"] = element.get(VOCAB_TERM_IDENTIFIER)
        else:
            reading.lose(element, "unknown-element", f"{tag} is not known here; it is left out")
    return tuple([make.person(each) if isinstance(each, dict) else each for each in found])


def _write_agent(agent: Agent) -> str:
    if isinstance(agent, Organization):
        return write_collab(agent)
    name = _write_name(agent)
    if agent.affiliations:
        name += _write_affiliations(agent)
    if agent.orcid is not None:
        name += wrap(ROLE, "", _IS_ORCID + attribute(VOCAB_TERM_IDENTIFIER, agent.orcid))
    return name


# ------------------------------------------------------------------------------------------------- names


def _write_name(person: Person) -> str:
    """A structured name, a literal one, or the two as alternatives.

    JATS has no element for particles: they stand in the surname, as they are printed, and are named beside it.
    """
    family, given, suffix = person.family, person.given, person.suffix
    particles = ""
    if person.particles is not None:
        family = f"{person.particles} {family or ''}"
        particles = attribute(CONTENT_TYPE, _PARTICLES) + attribute(SPECIFIC_USE, person.particles)
    literal = "" if person.literal is None else leaf(STRING_NAME, person.literal)
    if family is None and given is None:
        if literal and suffix is None:
            return literal
        family = ""  # a name needs one of the two
    names = "" if family is None else leaf(SURNAME, family)
    if given is not None:
        names += leaf(GIVEN_NAMES, given)
    if suffix is not None:
        names += leaf(SUFFIX, suffix)
    structured = f"<{NAME}{particles}>{names}</{NAME}>"
    return wrap(NAME_ALTERNATIVES, structured + literal) if literal else structured


def _read_person(element: _Element, orcid: str | None, affiliations: tuple[str, ...]) -> Person:
    name = next((each for each in element if each.tag in _NAMES), None)
    parts = {} if name is None else _name_parts(name)
    return make.person(parts | {"orcid": orcid, "affiliations": affiliations})


def _name_parts(element: _Element) -> dict[str, Any]:
    """The fields of `Person` that a name gives."""
    if element.tag == STRING_NAME:
        return {"literal": _words(element)}
    parts: dict[str, Any] = {}
    for each in element[:]:
        if (part := _PARTS.get(each.tag)) is not None:
            parts[part] = each.text
        elif each.tag in _NAMES:
            parts |= _name_parts(each)
    if element.get(CONTENT_TYPE) == _PARTICLES and (particles := element.get(SPECIFIC_USE)):
        parts["particles"] = particles
        parts["family"] = (parts.get("family") or "").removeprefix(f"{particles} ")
    return parts


def _write_affiliations(person: Person) -> str:
    return "".join([leaf(AFF, affiliation) for affiliation in person.affiliations])


def _words(element: _Element) -> str:
    return "".join(element.itertext())


_PARTS: Final[Mapping[Any, str]] = {SURNAME: "family", GIVEN_NAMES: "given", SUFFIX: "suffix"}
_NAMES: Final = frozenset({NAME_ALTERNATIVES, NAME, STRING_NAME})
_IS_VERSION: Final = attribute(CONTENT_TYPE, _VERSION)
_IS_ROR: Final = attribute("institution-id-type", ROR)
_IS_ORCID: Final = attribute(CONTENT_TYPE, ORCID) + attribute(VOCAB, ORCID)
