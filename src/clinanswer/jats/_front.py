"""`article-meta`: identifiers, title, contributors, dates, rights, the short answer, keywords and funding."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from clinanswer.jats._blocks import read_blocks
from clinanswer.jats._claims import read_code, write_code
from clinanswer.jats._context import child_of, text_in
from clinanswer.jats._dates import read_date, write_date
from clinanswer.jats._inline import read_phrases
from clinanswer.jats._meta import write_meta
from clinanswer.jats._names import (
    ARTICLE_VERSION,
    ARTICLE_VERSION_TYPE,
    CONTENT_TYPE,
    CONTRIB_GROUP,
    CUSTOM_TYPE,
    HREF,
    HREF_KEY,
    VOCAB,
    VOCAB_TERM,
    YEAR,
    P,
    expanded,
)
from clinanswer.jats._people import read_contributors, write_contributor_group
from clinanswer.jats._references import ARTICLE_TITLE
from clinanswer.jats._review import PUB_HISTORY, read_history, status_words, write_history
from clinanswer.jats._xml import attribute, leaf, optional, text, wrap
from clinanswer.model import DocumentRelation, Identifier, Pico, RelatedDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clinanswer.jats._context import Reading, Writing
    from clinanswer.model import ClinicalAnswer

ARTICLE_META: Final = "article-meta"
ARTICLE_ID: Final = "article-id"
PUB_ID_TYPE: Final = "pub-id-type"
PUBLISHER_ID: Final = "publisher-id"
CUSTOM: Final = "custom"
TITLE_GROUP: Final = "title-group"
PUB_DATE: Final = "pub-date"
PUB_TYPE: Final = "pub-type"
EPUB: Final = "epub"
ABSTRACT: Final = "abstract"
KWD_GROUP: Final = "kwd-group"
KWD_GROUP_TYPE: Final = "kwd-group-type"
KWD: Final = "kwd"
PERMISSIONS: Final = "permissions"
LICENSE: Final = "license"
LICENSE_P: Final = "license-p"
LICENSE_REF: Final = "ali:license_ref"
COPYRIGHT_STATEMENT: Final = "copyright-statement"
FUNDING_GROUP: Final = "funding-group"
FUNDING_STATEMENT: Final = "funding-statement"
AUTHOR_NOTES: Final = "author-notes"
FN: Final = "fn"
FN_TYPE: Final = "fn-type"
COI: Final = "coi-statement"
SELF_URI: Final = "self-uri"
RELATED_OBJECT: Final = "related-object"

_VERSIONS: Final = "article-version-alternatives"
_VERSION: Final = "version"
_REVIEW_STATUS: Final = "review-status"
_LINK_TYPE: Final = "link-type"
_DOCUMENT_ID: Final = "document-id"
_AUTHOR_KEYWORDS: Final = "author"
_CODES: Final = "codes"
_PICO: Final = "PICO"
_HEADING: Final = (
    '<article-categories><subj-group subj-group-type="heading"><subject>Clinical answer</subject>'
    "</subj-group></article-categories>"
)
# Identifier systems that JATS has a name for.
_ID_TYPES: Final = frozenset({"doi", "pmid", "pmcid", "pii", "arxiv", "handle", "ark"})
_RELATIONS: Final = MappingProxyType({relation.value: relation for relation in DocumentRelation})
_PICO_FIELDS: Final = ("population", "intervention", "comparator", "timeframe", "setting")
_OUTCOME: Final = "outcome"

# "© 2026 Example Institute. All rights reserved.": JATS4R wants year and holder apart wherever there is a statement.
_COPYRIGHT: Final = re.compile(
    r"(?:copyright|\(c\)|©|\s)*(?P<year>(?:1[5-9]|20)[0-9]{2})(?:\s*[-–]\s*[0-9]{4})?[\s,.:;]+(?P<holder>[^\s.][^.\n]*)",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_CREATIVE_COMMONS: Final = re.compile(
    r"CC[ -]?(BY(?:-NC)?(?:-SA|-ND)?|0)[ -]?([1-4]\.0)?(?: International)?", re.IGNORECASE
)


def write_article_meta(doc: ClinicalAnswer, abstract: str, out: Writing, title: str) -> str:
    """`article-meta`. The abstract and title are written before it: the custom metadata hold what they need."""
    coi = "" if doc.conflicts_of_interest is None else leaf(P, doc.conflicts_of_interest)
    funding = optional(FUNDING_STATEMENT, doc.funding)
    return wrap(
        ARTICLE_META,
        "".join(
            [
                _write_ids(doc),
                _write_versions(doc),
                _HEADING,
                wrap(TITLE_GROUP, wrap(ARTICLE_TITLE, title)),
                write_contributor_group(doc.contributors),
                wrap(AUTHOR_NOTES, wrap(FN, coi, f' {FN_TYPE}="{COI}"')) if coi else "",
                _write_published(doc),
                write_history(doc),
                _write_permissions(doc),
                "" if doc.url is None else wrap(SELF_URI, "", f' {CONTENT_TYPE}="html"' + attribute(HREF, doc.url)),
                *map(_write_related, doc.related_documents),
                wrap(ABSTRACT, abstract) if abstract else "",
                _write_keywords(doc),
                wrap(FUNDING_GROUP, funding) if funding else "",
                write_meta(doc, out),
            ]
        ),
    )


def read_article_meta(parts: dict[str, list[_Element]], reading: Reading) -> dict[str, Any]:
    """The fields of the document that `write_article_meta` wrote; `parts` are the children by their tags."""
    fields: dict[str, Any] = {}
    for group in parts.get(TITLE_GROUP, ()):
        title = child_of(group, ARTICLE_TITLE)
        fields["title"] = () if title is None else read_phrases(title, reading)
    if (abstract := next((each for each in parts.get(ABSTRACT, ()) if not each.attrib), None)) is not None:
        fields["answer"] = read_blocks(abstract, reading)
    for versions in parts.get(_VERSIONS, ()):
        for version in versions:
            if version.get(ARTICLE_VERSION_TYPE) == _VERSION:
                fields["version"] = version.text
    if groups := parts.get(CONTRIB_GROUP):
        fields["contributors"] = [each for group in groups for each in read_contributors(group, reading)]
    for notes in parts.get(AUTHOR_NOTES, ()):
        fields["conflicts_of_interest"] = notes.findtext(f"{FN}/{P}")
    for date in parts.get(PUB_DATE, ()):
        if date.get(PUB_TYPE) == EPUB:
            fields["published"] = reading.build(date, lambda date=date: read_date(date))  # type: ignore[misc]
    for link in parts.get(SELF_URI, ()):
        fields["url"] = link.get(HREF_KEY)
    for group in parts.get(FUNDING_GROUP, ()):
        fields["funding"] = text_in(group, FUNDING_STATEMENT)
    fields["related_documents"] = _read_related(parts.get(RELATED_OBJECT, []), reading)
    dates, events = read_history(parts.get(PUB_HISTORY, []), reading)
    fields |= dates
    fields["events"] = events
    _read_ids(parts.get(ARTICLE_ID, []), fields, reading)
    _read_permissions(parts.get(PERMISSIONS, []), fields)
    _read_keywords(parts.get(KWD_GROUP, []), fields, reading)
    return fields


# -------------------------------------------------------------------------------- identifiers and versions


def _write_ids(doc: ClinicalAnswer) -> str:
    ids = optional(ARTICLE_ID, doc.id, f' {PUB_ID_TYPE}="{PUBLISHER_ID}"')
    for identifier in doc.identifiers:
        if identifier.system in _ID_TYPES:
            kind = f' {PUB_ID_TYPE}="{identifier.system}"'
        else:
            kind = f' {PUB_ID_TYPE}="{CUSTOM}"' + attribute(CUSTOM_TYPE, identifier.system)
        ids += leaf(ARTICLE_ID, identifier.value, kind)
    return ids


def _read_ids(elements: list[_Element], fields: dict[str, Any], reading: Reading) -> None:
    identifiers: list[Identifier] = []
    for element in elements:
        kind = element.get(PUB_ID_TYPE)
        value = element.text or ""
        if kind == PUBLISHER_ID:
            fields["id"] = value
        else:
            system = element.get(CUSTOM_TYPE) if kind == CUSTOM else kind
            made = reading.build(element, lambda system=system, value=value: Identifier(system or "", value))  # type: ignore[misc]
            identifiers += () if made is None else (made,)
    fields["identifiers"] = identifiers


def _write_versions(doc: ClinicalAnswer) -> str:
    status = doc.review.status
    words = f'{ARTICLE_VERSION_TYPE}="{_REVIEW_STATUS}" {VOCAB}="clinanswer-review-status" {VOCAB_TERM}="{status}"'
    return wrap(
        _VERSIONS,
        optional(ARTICLE_VERSION, doc.version, f' {ARTICLE_VERSION_TYPE}="{_VERSION}"')
        + leaf(ARTICLE_VERSION, status_words(status), f" {words}"),
    )


# -------------------------------------------------------------------------------------- dates and rights


def _write_published(doc: ClinicalAnswer) -> str:
    if doc.published is None:
        return ""
    collection = wrap(PUB_DATE, f"<{YEAR}>{doc.published.year:04}</{YEAR}>", f' {PUB_TYPE}="collection"')
    return write_date(PUB_DATE, doc.published, f' {PUB_TYPE}="{EPUB}"') + collection


def _write_permissions(doc: ClinicalAnswer) -> str:
    inner = ""
    if doc.copyright is not None:
        found = _COPYRIGHT.search(doc.copyright)
        inner = leaf(COPYRIGHT_STATEMENT, doc.copyright)
        if found is not None:
            inner += leaf("copyright-year", found["year"]) + leaf("copyright-holder", found["holder"].strip())
    if doc.license is not None:
        address = _license_address(doc.license)
        printed = "" if address == doc.license else leaf(LICENSE_P, doc.license)
        inner += wrap(LICENSE, optional(LICENSE_REF, address) + printed)
    return wrap(PERMISSIONS, inner) if inner else ""


def _read_permissions(elements: list[_Element], fields: dict[str, Any]) -> None:
    """The licence as printed, or else its address; year and holder repeat what the copyright statement says."""
    for permissions in elements:
        fields["copyright"] = text_in(permissions, COPYRIGHT_STATEMENT)
        for each in permissions.iterchildren(LICENSE):
            fields["license"] = text_in(each, LICENSE_P) or text_in(each, expanded(LICENSE_REF))


def _license_address(words: str) -> str | None:
    """The address of a licence: itself, or that of a Creative Commons licence known by its name."""
    if _URL.fullmatch(words):
        return words
    found = _CREATIVE_COMMONS.fullmatch(words)
    if found is None:
        return None
    name, version = found[1].lower(), found[2]
    if name == "0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return f"https://creativecommons.org/licenses/{name}/{version}/" if version else None


# --------------------------------------------------------------------------------- keywords and relations


def _write_keywords(doc: ClinicalAnswer) -> str:
    groups = ""
    if doc.keywords:
        keywords = "".join([leaf(KWD, keyword) for keyword in doc.keywords])
        groups = wrap(KWD_GROUP, keywords, f' {KWD_GROUP_TYPE}="{_AUTHOR_KEYWORDS}"')
    if doc.codes:
        codes = "".join([write_code(KWD, code, code.display or code.code) for code in doc.codes])
        groups += wrap(KWD_GROUP, codes, f' {KWD_GROUP_TYPE}="{_CODES}"')
    pico = doc.question.pico
    if pico is not None:
        parts = [(field, getattr(pico, field)) for field in _PICO_FIELDS]
        parts[3:3] = [(_OUTCOME, outcome) for outcome in pico.outcomes]
        inner = "".join([optional(KWD, value, f' {CONTENT_TYPE}="{name}"') for name, value in parts])
        empty = wrap(KWD, "", f' {CONTENT_TYPE}="{_PICO_FIELDS[0]}"')  # a group needs a keyword
        groups += wrap(KWD_GROUP, inner or empty, f' {KWD_GROUP_TYPE}="{_PICO}"')
    return groups


def _read_keywords(groups: list[_Element], fields: dict[str, Any], reading: Reading) -> None:
    for group in groups:
        kind = group.get(KWD_GROUP_TYPE)
        if kind == _AUTHOR_KEYWORDS:
            fields["keywords"] = [each.text or "" for each in group.iterfind(KWD)]
        elif kind == _CODES:
            codes = (reading.build(each, lambda each=each: read_code(each)) for each in group.iterfind(KWD))  # type: ignore[misc]
            fields["codes"] = [code for code in codes if code is not None]
        elif kind == _PICO:
            parts = {each.get(CONTENT_TYPE): each.text for each in group.iterfind(KWD)}
            outcomes = [each.text or "" for each in group.iterfind(KWD) if each.get(CONTENT_TYPE) == _OUTCOME]
            fields["pico"] = reading.build(
                group,
                lambda parts=parts, outcomes=outcomes: Pico(  # type: ignore[misc]
                    **{field: parts.get(field) for field in _PICO_FIELDS}, outcomes=outcomes
                ),
            )
        else:
            reading.lose(group, "unknown-value", f"keywords of type {kind!r} have no place; they are left out")


def _write_related(related: RelatedDocument) -> str:
    attributes = attribute(_DOCUMENT_ID, related.id) + attribute(HREF, related.url)
    return wrap(RELATED_OBJECT, text(related.title or ""), f' {_LINK_TYPE}="{related.relation}"{attributes}')


def _read_related(elements: list[_Element], reading: Reading) -> list[RelatedDocument]:
    found: list[RelatedDocument] = []
    for element in elements:
        relation = reading.term(element, "relation", _RELATIONS, element.get(_LINK_TYPE) or "")
        if relation is None:
            continue
        document = reading.build(
            element,
            lambda element=element, relation=relation: RelatedDocument(  # type: ignore[misc]
                relation, element.get(_DOCUMENT_ID), element.get(HREF_KEY), title=element.text
            ),
        )
        if document is not None:
            found.append(document)
    return found
