"""A document as schema.org sees it: a `MedicalWebPage` about a `Question` (https://schema.org/MedicalWebPage).

Not FAQPage or QAPage, which promise several answers. `reviewedBy` and `lastReviewed` are said only of an approved
document.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

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

__all__ = ["json_ld", "json_text"]

JsonObject = dict[str, Any]

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
_AUDIENCES: Final = {
    Audience.PATIENT: "Patient",
    Audience.CLINICIAN: "MedicalAudience",
    Audience.RESEARCHER: "MedicalAudience",
}


def json_ld(doc: ClinicalAnswer, *, url: str | None = None) -> JsonObject:
    """The document as a schema.org `MedicalWebPage`, ready for `json.dumps`. `url` is where the page stands."""
    title = spaceless(words_in(doc.title)) or spaceless(doc.question.text)
    answer = plain_text(doc.answer)
    review = doc.review
    approved = review.events[-1] if review.status is ReviewStatus.APPROVED else None
    page: JsonObject = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "@id": url,
        "url": url,
        "name": title,
        "inLanguage": doc.language,
        "dateCreated": _iso(doc.created),
        "datePublished": _iso(doc.published),
        "dateModified": _iso(doc.updated),
        "expires": _iso(doc.expires),
        "version": doc.version,
        "creativeWorkStatus": None if review.status is ReviewStatus.UNKNOWN else review.status.value,
        "lastReviewed": _iso(approved.date) if approved else None,
        "reviewedBy": _agent(approved.by.who) if approved and approved.by else None,
        "author": _people(doc, ContributorRole.AUTHOR),
        "editor": [each for each in _people(doc, ContributorRole.EDITOR) if each["@type"] == "Person"],
        "translator": _people(doc, ContributorRole.TRANSLATOR),
        "publisher": _agent(doc.publisher) if doc.publisher else None,
        "publishingPrinciples": _policy(doc),
        "audience": [_audience(each) for each in doc.audience],
        "keywords": list(doc.keywords),
        "about": [_code(each) for each in doc.codes],
        "license": doc.license if sound(doc.license) else None,
        "copyrightNotice": doc.copyright,
        "citation": [_work(each) for each in doc.references if not each.is_unresolved],
        "mainEntity": {
            "@type": "Question",
            "name": spaceless(doc.question.text) or title,
        },
    }
    if answer.strip():
        page["mainEntity"]["acceptedAnswer"] = {"@type": "Answer", "text": answer}
    return _filled(page)


def json_text(data: JsonObject) -> str:
    """The JSON-LD object as compact text: the same with msgspec and without it, and with it in a fifth of the time."""
    try:
        from msgspec.json import encode
    except ImportError:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return encode(data).decode()


def _filled(data: JsonObject) -> JsonObject:
    """Without what is empty."""
    return {name: value for name, value in data.items() if value}


def _iso(date: dt.date | None) -> str | None:
    return None if date is None else date.isoformat()


def _policy(doc: ClinicalAnswer) -> str | None:
    policy = doc.editorial_policy
    return policy.url if policy is not None and sound(policy.url) else None


def _people(doc: ClinicalAnswer, role: ContributorRole) -> list[JsonObject]:
    """Contributors in a role. A program is nobody's author."""
    return [
        agent
        for each in doc.contributors
        if each.role is role and not isinstance(each.who, Software) and (agent := _agent(each.who)).get("name")
    ]


def _agent(who: Person | Organization | Software) -> JsonObject:
    if isinstance(who, Organization):
        return _filled({"@type": "Organization", "name": who.name, "url": who.url if sound(who.url) else None})
    if isinstance(who, Software):
        return _filled({"@type": "SoftwareApplication", "name": who.name, "softwareVersion": who.version})
    return _filled(
        {
            "@type": "Person",
            "name": full_name(who),
            "familyName": who.family,
            "givenName": who.given,
            "honorificSuffix": who.suffix,
            "affiliation": [{"@type": "Organization", "name": each} for each in who.affiliations],
        }
    )


def _audience(kind: Audience) -> JsonObject:
    name = _AUDIENCES.get(kind, "Audience")
    return {"@type": name, "audienceType": kind.value}


def _code(node: Code) -> JsonObject:
    code = _filled({"codeValue": node.code, "codingSystem": node.system})
    return _filled({"@type": "MedicalEntity", "name": node.display, "code": code and {"@type": "MedicalCode", **code}})


def _work(node: Reference) -> JsonObject:
    """A reference. What is only printed text stays one."""
    kind = "ScholarlyArticle" if node.kind is None else _WORKS.get(node.kind, "ScholarlyArticle")
    work: JsonObject = {"@type": kind if node.title else "CreativeWork"}
    if node.title:
        work["name"] = spaceless(words_in(node.title))
    elif node.text:
        work["text"] = node.text
    if authors := [agent for each in node.authors if "name" in (agent := _agent(each))]:
        work["author"] = authors
    if node.issued is not None:
        work["datePublished"] = _published(node.issued)
    if node.container_title:
        work["isPartOf"] = {"@type": "Periodical", "name": node.container_title}
    known = (("doi", node.doi), ("pmid", node.pmid), ("pmcid", node.pmcid), ("nct", node.nct), ("isbn", node.isbn))
    if ids := [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in known if value]:
        work["identifier"] = ids
    if sound(node.url):
        work["url"] = node.url
    return work


def _published(issued: PartialDate) -> str:
    parts = [f"{issued.year:04}"] + [f"{part:02}" for part in (issued.month, issued.day) if part is not None]
    return "-".join(parts)
