"""A document as schema.org sees it: a `MedicalWebPage` about a `Question` (https://schema.org/MedicalWebPage).

Not FAQPage or QAPage, which promise several answers. `reviewedBy` and `lastReviewed` are said only of an approved
document. What is empty is not said at all. The page needs the text, so it is the text that is written.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from clinanswer.html._context import full_name
from clinanswer.html._markup import sound, spaceless, words_in
from clinanswer.model import (
    Audience,
    ClinicalAnswer,
    Code,
    ContributorRole,
    Organization,
    PartialDate,
    Person,
    Reference,
    ReferenceKind,
    ReviewStatus,
    Software,
    plain_text,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

__all__ = ["json_ld", "json_ld_text"]

Agent: TypeAlias = Person | Organization | Software

_WORKS: Final = {
    **dict.fromkeys((ReferenceKind.BOOK, ReferenceKind.CHAPTER), "Book"),
    ReferenceKind.CHAPTER: "Chapter",
    ReferenceKind.DATASET: "Dataset",
    ReferenceKind.REPORT: "Report",
    ReferenceKind.THESIS: "Thesis",
    ReferenceKind.LEGISLATION: "Legislation",
    ReferenceKind.WEB: "WebPage",
    ReferenceKind.DRUG_LABEL: "CreativeWork",
    ReferenceKind.REGISTRY_ENTRY: "CreativeWork",
    ReferenceKind.OTHER: "CreativeWork",
    ReferenceKind.SELF_SUMMARY: "CreativeWork",
    ReferenceKind.GUIDELINE: "CreativeWork",
}
"""Kinds of reference that are no ScholarlyArticle."""
_CONTAINERS: Final = {
    **dict.fromkeys(
        (ReferenceKind.ARTICLE, ReferenceKind.REVIEW, ReferenceKind.SYSTEMATIC_REVIEW, ReferenceKind.TRIAL,
         ReferenceKind.CASE_REPORT),
        "Periodical",
    ),
    ReferenceKind.CHAPTER: "Book",
    ReferenceKind.WEB: "WebSite",
    ReferenceKind.DATASET: "DataCatalog",
}  # fmt: skip
"""What a work of a kind stands in. Of other kinds it is not certain: a guideline's may be a journal or a website."""
_AUDIENCES: Final = {
    Audience.PATIENT: "Patient",
    Audience.CLINICIAN: "MedicalAudience",
    Audience.RESEARCHER: "MedicalAudience",
}
_IDENTIFIERS: Final = ("doi", "pmid", "pmcid", "nct", "isbn")
_identifiers_of: Final = attrgetter(*_IDENTIFIERS)


def json_ld(doc: ClinicalAnswer, *, url: str | None = None) -> dict[str, Any]:
    """The document as a schema.org `MedicalWebPage`, ready for `json.dumps`. `url` is where the page stands."""
    page: dict[str, Any] = json.loads(json_ld_text(doc, plain_text(doc.answer), url))
    return page


def json_ld_text(doc: ClinicalAnswer, answer: str, url: str | None = None) -> str:
    """The same as compact JSON text; `answer` is the plain text of the document's answer."""
    question = spaceless(doc.question.text)
    title = spaceless(words_in(doc.title)) or question
    review = doc.review
    approved = review.events[-1] if review.status is ReviewStatus.APPROVED else None
    return (
        '{"@context":"https://schema.org","@type":"MedicalWebPage"'
        + _text("@id", url)
        + _text("url", url)
        + _text("name", title)
        + _text("inLanguage", doc.language)
        + _date("dateCreated", doc.created)
        + _date("datePublished", doc.published)
        + _date("dateModified", doc.updated)
        + _date("expires", doc.expires)
        + _text("version", doc.version)
        + _text("creativeWorkStatus", None if review.status is ReviewStatus.UNKNOWN else review.status.value)
        + (_date("lastReviewed", approved.date) if approved else "")
        + (_agent("reviewedBy", approved.by.who) if approved and approved.by else "")
        + (_contributors(doc) if doc.contributors else "")
        + (_agent("publisher", doc.publisher) if doc.publisher else "")
        + (_address("publishingPrinciples", doc.editorial_policy.url) if doc.editorial_policy else "")
        + _list("audience", [_audience(each) for each in doc.audience])
        + _list("keywords", [encode_basestring(each) for each in doc.keywords])
        + _list("about", [_code(each) for each in doc.codes])
        + _address("license", doc.license)
        + _text("copyrightNotice", doc.copyright)
        + _list("citation", [_work(each) for each in doc.references if not each.is_unresolved])
        + f',"mainEntity":{{"@type":"Question","name":{encode_basestring(question or title)}'
        + (f',"acceptedAnswer":{{"@type":"Answer"{_text("text", answer)}}}' if answer.strip() else "")
        + "}}"
    )


def _text(name: str, value: str | None) -> str:
    """A member of an object, after others; nothing when there is no value."""
    return f',"{name}":{encode_basestring(value)}' if value else ""


def _address(name: str, value: str | None) -> str:
    return f',"{name}":{encode_basestring(value)}' if value is not None and sound(value) else ""


def _date(name: str, value: dt.date | None) -> str:
    return f',"{name}":"{value.isoformat()}"' if value is not None else ""


def _list(name: str, items: list[str]) -> str:
    return f',"{name}":[{",".join(items)}]' if items else ""


def _contributors(doc: ClinicalAnswer) -> str:
    """Who wrote, edited and translated the document. A program is nobody's author; only a person is an editor."""

    def of_role(role: ContributorRole, *kinds: type) -> list[str]:
        return _agents([each.who for each in doc.contributors if each.role is role and isinstance(each.who, kinds)])

    return (
        _list("author", of_role(ContributorRole.AUTHOR, Person, Organization))
        + _list("editor", of_role(ContributorRole.EDITOR, Person))
        + _list("translator", of_role(ContributorRole.TRANSLATOR, Person, Organization))
    )


def _agents(agents: Iterable[Agent]) -> list[str]:
    """Those that have a name. schema.org takes persons and organizations alone: a program is neither."""
    return [_named(each, name) for each in agents if not isinstance(each, Software) and (name := _name(each)).strip()]


def _agent(member: str, who: Agent) -> str:
    return "".join(f',"{member}":{each}' for each in _agents((who,)))


def _name(who: Person | Organization) -> str:
    return full_name(who) if isinstance(who, Person) else who.name


def _named(who: Person | Organization, name: str) -> str:
    if isinstance(who, Organization):
        return f'{{"@type":"Organization"{_text("name", name)}{_address("url", who.url)}}}'
    parts = _text("familyName", who.family) + _text("givenName", who.given) + _text("honorificSuffix", who.suffix)
    if who.affiliations:
        places = [f'{{"@type":"Organization","name":{encode_basestring(each)}}}' for each in who.affiliations]
        parts += _list("affiliation", places)
    return f'{{"@type":"Person"{_text("name", name)}{parts}}}'


def _audience(kind: Audience) -> str:
    return f'{{"@type":"{_AUDIENCES.get(kind, "Audience")}","audienceType":"{kind.value}"}}'


def _code(node: Code) -> str:
    code = _text("codeValue", node.code) + _text("codingSystem", node.system)
    coded = f',"code":{{"@type":"MedicalCode"{code}}}' if code else ""
    return f'{{"@type":"MedicalEntity"{_text("name", node.display)}{coded}}}'


def _work(node: Reference) -> str:
    """A reference. What is only printed text stays one."""
    if node.title:
        kind = "ScholarlyArticle" if node.kind is None else _WORKS.get(node.kind, "ScholarlyArticle")
        work = f'{{"@type":"{kind}","name":{encode_basestring(spaceless(words_in(node.title)))}'
    else:
        work = f'{{"@type":"CreativeWork"{_text("text", node.text)}'
    if node.authors:
        work += _list("author", _agents(node.authors))
    if node.issued is not None:
        work += f',"datePublished":"{_published(node.issued)}"'
    if node.container_title:
        container = "CreativeWork" if node.kind is None else _CONTAINERS.get(node.kind, "CreativeWork")
        work += f',"isPartOf":{{"@type":"{container}"{_text("name", node.container_title)}}}'
    ids = [
        f'{{"@type":"PropertyValue","propertyID":"{name}","value":{encode_basestring(value)}}}'
        for name, value in zip(_IDENTIFIERS, _identifiers_of(node), strict=True)
        if value
    ]
    return f"{work}{_list('identifier', ids)}{_address('url', node.url)}}}"


def _published(issued: PartialDate) -> str:
    text = f"{issued.year:04}"
    if issued.month is not None:
        text += f"-{issued.month:02}"
    return text if issued.day is None else f"{text}-{issued.day:02}"
