"""The facts about a document that are not its text: dates, people, rights, review history (read by `_about_reading`).

Each is a row of a list of facts: a label from the words of the page, and a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from clinanswer.html._context import Writing, contributor_name
from clinanswer.html._dates import date_text
from clinanswer.html._markup import escape, link, sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinanswer.model import ClinicalAnswer, Contributor, Model, Organization, Pico, RelatedDocument, ReviewEvent

__all__ = ["Row", "about_rows", "head_rows", "pico_rows", "rows"]

Row: TypeAlias = tuple[str, str]
"""A row of a list of facts: the key of its label, its value as markup."""


def rows(page: Writing, content: Iterator[Row]) -> str:
    """A list of facts as markup; nothing when it is empty. A label is said once, with all its values."""
    words, own = page.words, page.own_lang
    grouped: dict[str, list[str]] = {}
    for key, value in content:
        grouped.setdefault(key, []).append(f"<dd>{value}</dd>")
    body = "".join([f"<div><dt{own}>{words[key]}</dt> {' '.join(values)}</div>\n" for key, values in grouped.items()])
    return f'<dl class="ca-facts">\n{body}</dl>\n' if body else ""


def head_rows(page: Writing) -> Iterator[Row]:
    """The facts that stand at the head of the page: how new it is, and by whose rules it is made."""
    doc, words, own = page.doc, page.words, page.own_lang
    if doc.updated is not None:
        yield "updated", date_text(words, doc.updated, own)
    if doc.published is not None:
        yield "published", date_text(words, doc.published, own)
    if doc.literature_through is not None:
        yield "literature-through", date_text(words, doc.literature_through, own)
    if doc.expires is not None:
        yield "expires", date_text(words, doc.expires, own)
    if doc.editorial_policy is not None:
        yield "policy", linked(doc.editorial_policy.text, doc.editorial_policy.url)
    if doc.audience:
        yield "audience", words["comma"].join(f"<i{own}>{words[f'audience.{each}']}</i>" for each in doc.audience)


def about_rows(page: Writing) -> Iterator[Row]:
    """The rest of the facts, at the end of the page."""
    doc, words, own = page.doc, page.words, page.own_lang
    for contributor in doc.contributors:
        yield _contributor(contributor)
    if doc.publisher is not None:
        yield "publisher", _publisher(doc.publisher)
    for event in doc.review.events:
        yield "history", _event(page, event)
    if doc.provenance is not None:
        yield "ai", f"<i{own}>{words[f'ai-use.{doc.provenance.ai}']}</i>"
        for model in doc.provenance.models:
            yield "model", _model(model)
    if doc.created is not None:
        yield "created", date_text(words, doc.created, own)
    yield from _texts(doc)
    if doc.keywords:
        yield "keywords", words["comma"].join(f"<bdi>{escape(each)}</bdi>" for each in doc.keywords)
    for identifier in doc.identifiers:
        yield "identifier", f"<bdi>{escape(identifier.value)}</bdi> (<bdi>{escape(identifier.system)}</bdi>)"
    for related in doc.related_documents:
        yield "related-document", _related(page, related)


def _texts(doc: ClinicalAnswer) -> Iterator[Row]:
    for key, value in (
        ("version", doc.version),
        ("license", doc.license),
        ("copyright", doc.copyright),
        ("funding", doc.funding),
        ("conflicts", doc.conflicts_of_interest),
    ):
        if value is not None:
            yield key, _text(value)


def _text(value: str) -> str:
    """A text, or the link that it is. In print, where links tell their addresses, one that is its words tells none."""
    if sound(value):
        return link(value, f'<bdi class="ca-address">{escape(value)}</bdi>')
    return f"<bdi>{escape(value)}</bdi>"


def pico_rows(pico: Pico) -> Iterator[Row]:
    """The parts of a clinical question."""
    for key in ("population", "intervention", "comparator"):
        value: str | None = getattr(pico, key)
        if value is not None:
            yield key, f"<bdi>{escape(value)}</bdi>"
    for outcome in pico.outcomes:
        yield "outcomes", f"<bdi>{escape(outcome)}</bdi>"
    for key in ("timeframe", "setting"):
        value = getattr(pico, key)
        if value is not None:
            yield key, f"<bdi>{escape(value)}</bdi>"


def linked(text: str, url: str | None) -> str:
    """Words that lead to an address; an address that must not be a link is printed after them."""
    if url is None:
        return f"<bdi>{escape(text)}</bdi>"
    if sound(url):
        return link(url, f"<bdi>{escape(text)}</bdi>" if text else "")
    return f"<bdi>{escape(text)}</bdi> <small>{escape(url)}</small>"


def _contributor(node: Contributor) -> Row:
    key = "contributor" if node.role is None else f"role.{node.role}"
    return key, f"<bdi>{escape(contributor_name(node))}</bdi>"


def _publisher(node: Organization) -> str:
    return linked(node.name, node.url)


def _event(page: Writing, node: ReviewEvent) -> str:
    parts = [f"<i{page.own_lang}>{page.words[f'status.{node.status}']}</i>"]
    if node.date is not None:
        parts.append(date_text(page.words, node.date, page.own_lang))
    if node.by is not None:
        parts.append(f"<bdi>{escape(contributor_name(node.by))}</bdi>")
    if node.note is not None:
        parts.append(f"<q>{escape(node.note)}</q>")
    return " ".join(parts)


def _model(node: Model) -> str:
    parts = [f"<bdi>{escape(node.name)}</bdi>"]
    if node.version is not None:
        parts.append(f"<i>{escape(node.version)}</i>")
    if node.vendor is not None:
        parts.append(f"<small>{escape(node.vendor)}</small>")
    return " ".join(parts)


def _related(page: Writing, node: RelatedDocument) -> str:
    parts = [f"<i{page.own_lang}>{page.words[f'relation-to.{node.relation}']}</i>"]
    if node.title is not None or node.url is not None:
        parts.append(linked(node.title or "", node.url))
    if node.id is not None:
        parts.append(f"<b>{node.id}</b>")
    return " ".join(parts)
