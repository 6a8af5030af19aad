"""The head of a whole page: what it may load, what search engines and reference managers read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never
from urllib.parse import urljoin

from clinanswer.html._json_ld import json_ld_text
from clinanswer.html._markup import escape, json_escape, sound, spaceless, words_in
from clinanswer.html._style import STYLE, STYLE_HASH, content_hash
from clinanswer.model import ClinicalAnswer, ContributorRole, Organization, Person, Software, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinanswer.html._context import Writing

__all__ = ["head", "page_url"]

_DESCRIPTION: Final = 300
_SCHEMES: Final = {"auto": "light dark", "light": "light", "dark": "dark"}
_KINDS: Final = ("child", "connect", "font", "frame", "manifest", "media", "object", "worker")


def head(page: Writing, data: str) -> str:
    """The `head` element of a page with the data block `data`."""
    doc, options = page.doc, page.options
    answer = plain_text(doc.answer)
    title = spaceless(words_in(doc.title)) or spaceless(doc.question.text) or page.words["clinical-answer"]
    description = _shortened(spaceless(answer) or spaceless(doc.question.text))
    address = page_url(doc, options.base_url)
    metas = "".join(
        [
            f'<meta {kind}="{name}" content="{escape(value)}">\n'
            for kind, name, value in _metas(page, title, description, address)
        ]
    )
    canonical = "" if address is None else f'<link rel="canonical" href="{escape(address)}">\n'
    linked = json_escape(json_ld_text(doc, answer, address))
    policy = _policy(page, data, linked)
    return (
        '<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta name="color-scheme" content="{_SCHEMES[options.theme]}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="clinanswer">\n{metas}{canonical}'
        f"<style>{STYLE}</style>\n"
        f'<script type="application/ld+json">{linked}</script>\n</head>\n'
    )


def _policy(page: Writing, *scripts: str) -> str:
    """What the page may load: its style. Its two data blocks are named too, because checkers take them for scripts."""
    allowed = " ".join([f"'{content_hash(script)}'" for script in scripts])
    # The Nu HTML Checker calls every `data:` image blocked, whatever `img-src` allows: where there is one, the policy
    # spells out all else, and says nothing of images.
    others = "default-src 'none'"
    if page.data_images:
        others = "; ".join(f"{kind}-src 'none'" for kind in _KINDS)
    elif page.options.images == "embed":
        others += "; img-src https:"
    return f"{others}; style-src '{STYLE_HASH}'; script-src {allowed}; base-uri 'none'; form-action 'none'"


def page_url(doc: ClinicalAnswer, base_url: str | None) -> str | None:
    """The page's own address: the document's, or its id below a base that ends with a slash; None if unsound."""
    if doc.url is not None:
        try:
            address = doc.url if base_url is None else urljoin(base_url, doc.url)
        except ValueError:  # one of the two cannot be taken apart
            return None
    elif base_url is not None:
        address = base_url + (doc.id or "") if base_url.endswith("/") else base_url
    else:
        return None
    return address if sound(address) else None


def _metas(page: Writing, title: str, description: str, address: str | None) -> Iterator[tuple[str, str, str]]:
    doc = page.doc
    if description:
        yield "name", "description", description
    if doc.keywords:
        yield "name", "keywords", ", ".join(map(spaceless, doc.keywords))
    yield "property", "og:type", "article"
    yield "property", "og:title", title
    if description:
        yield "property", "og:description", description
    if address is not None:
        yield "property", "og:url", address
    if doc.publisher is not None and doc.publisher.name.strip():
        yield "property", "og:site_name", spaceless(doc.publisher.name)
    if doc.published is not None:
        yield "property", "article:published_time", doc.published.isoformat()
    if doc.updated is not None:
        yield "property", "article:modified_time", doc.updated.isoformat()
    yield from _citation_metas(doc, title, address)


def _citation_metas(doc: ClinicalAnswer, title: str, address: str | None) -> Iterator[tuple[str, str, str]]:
    """What Google Scholar and Zotero read (https://scholar.google.com/intl/en/scholar/inclusion.html).

    Only with an author and the date of publication: without them the tags would present the page as an article that it
    is not. A program is no author; when a page was last updated is not when it was published.
    """
    authors = [name for each in doc.contributors if each.role is ContributorRole.AUTHOR and (name := _author(each.who))]
    date = doc.published
    if not authors or date is None:
        return
    yield "name", "citation_title", title
    for author in authors:
        yield "name", "citation_author", author
    yield "name", "citation_publication_date", f"{date.year:04}/{date.month:02}/{date.day:02}"
    if doc.language is not None:
        yield "name", "citation_language", doc.language
    if doc.publisher is not None and doc.publisher.name.strip():
        yield "name", "citation_publisher", spaceless(doc.publisher.name)
    if address is not None:
        yield "name", "citation_fulltext_html_url", address


def _author(who: Person | Organization | Software) -> str:
    match who:
        case Person(literal=str(literal)):
            return spaceless(literal)
        case Person() as person:
            family = " ".join(filter(None, (person.particles, person.family)))
            return spaceless(", ".join(filter(None, (family, person.given))))
        case Organization(name):
            return spaceless(name)
        case Software():
            return ""
    assert_never(who)


def _shortened(text: str) -> str:
    if len(text) <= _DESCRIPTION:
        return text
    return text[: _DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"
