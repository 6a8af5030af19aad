"""The reference list (read by `_reference_reading`).

An entry is `<b>1</b>`, labels, then the citation: authors in `bdi`, the title in `cite`, everything else in one `bdi`;
a reference without title is its printed citation in one `bdi`. Identifiers follow, each after its name in `b`, then
links back. Where the title may run against the page, one `bdi` holds the whole citation, so that it takes the title's
direction: parts that are each turned round for themselves leave the full stop before the title's first letter.
"""

from __future__ import annotations

import re
from operator import attrgetter
from typing import Final
from urllib.parse import quote

from clinanswer.html._context import MISSING, REFERENCE, Writing, agent_name
from clinanswer.html._dates import partial_date_text
from clinanswer.html._inline import inlines
from clinanswer.html._markup import escape, link, sound, spaceless, words_in
from clinanswer.model import Reference, ReferenceKind, ReferenceStatus

__all__ = [
    "ENDS", "IDENTIFIERS", "QUIET_KINDS", "QUIET_STATUS", "RIGHT_TO_LEFT", "authors_text", "imprint", "references",
]  # fmt: skip

_MOST_AUTHORS: Final = 6
_IN_ADDRESSES: Final = "/:;(),.-_~"
"""What stands in an address as it is; older DOIs have angle brackets, which do not."""
_QUOTED: Final = re.compile(f"[^A-Za-z0-9{re.escape(_IN_ADDRESSES)}]")


def _doi_address(doi: str) -> str:
    # Few DOIs have anything to quote, and a search costs a third of looking at each of their characters.
    return f"https://doi.org/{doi if _QUOTED.search(doi) is None else quote(doi, _IN_ADDRESSES)}"


# Field, name as printed, what makes an address of it, and what tells whether it has the form that an address needs.
IDENTIFIERS: Final = (
    ("doi", "DOI", _doi_address, re.compile(r"10\.\d{4,9}/[!-~]+", re.ASCII).fullmatch),
    ("pmid", "PMID", "https://pubmed.ncbi.nlm.nih.gov/{}/".format, re.compile(r"[1-9]\d{0,8}", re.ASCII).fullmatch),
    (
        "pmcid",
        "PMCID",
        "https://pmc.ncbi.nlm.nih.gov/articles/{}/".format,
        re.compile(r"PMC\d{1,9}", re.ASCII).fullmatch,
    ),
    ("nct", "NCT", "https://clinicaltrials.gov/study/{}".format, re.compile(r"NCT\d{8}", re.ASCII).fullmatch),
    ("isbn", "ISBN", None, None),
    ("issn", "ISSN", None, None),
)
RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""A letter that is written from right to left: the blocks that the Unicode standard sets aside for such scripts."""
_identifiers_of: Final = attrgetter(*(name for name, *_ in IDENTIFIERS))
ENDS: Final = (".", "?", "!", "…", "؟", "۔", "。", "？", "！")
"""The marks that end a title by themselves, so that no full stop follows them."""
QUIET_KINDS: Final = frozenset({ReferenceKind.ARTICLE, ReferenceKind.OTHER, ReferenceKind.WEB, ReferenceKind.BOOK})
"""Kinds that the entry itself shows, and that need no label."""
QUIET_STATUS: Final = frozenset({ReferenceStatus.CURRENT})


def references(page: Writing) -> None:
    """Write the list, if there is one or anything is cited."""
    listed = page.doc.references
    if not listed and not page.cited:
        return
    out, words, own, prefix = page.out, page.words, page.own_lang, page.prefix
    # Titles can cite too: the entries are made before any of them tells who cites it.
    entries = [(each.id, REFERENCE, _entry(page, each)) for each in listed]
    missing = f"<small{own}>{words['missing']}</small>"
    entries += [(ref, MISSING, missing) for ref in page.cited if ref not in page.listed]
    out.append(
        f'<section class="ca-refs" id="{prefix}references" role="doc-bibliography"'
        f' aria-labelledby="{prefix}references-h">\n'
        f'<h2 id="{prefix}references-h"{own}>{words["references"]}</h2>\n<ol>\n'
    )
    for ref, kind, entry in entries:
        back = _backlinks(page, ref)
        out.append(f'<li id="{prefix}{kind}{ref}"><b class="ca-refn">{page.labels[ref]}</b> {entry}{back}</li>\n')
    out.append("</ol>\n</section>\n")
    if page.options.popovers:
        _popovers(page, entries)


def _backlinks(page: Writing, ref: str) -> str:
    places = dict(page.cited.get(ref, ()))
    if not places:
        return ""
    back = page.words["back-to"]
    links = [
        f'<a role="doc-backlink" href="#{anchor}" aria-label="{back} {name}">{name}</a>'
        for anchor, name in places.items()
    ]
    return f' <small class="ca-back"{page.own_lang}>{page.words["cited-in"]} {" ".join(links)}</small>'


def _popovers(page: Writing, entries: list[tuple[str, str, str]]) -> None:
    """What a press on the button beside a citation shows in place: the entry, and a link to the list."""
    prefix = page.prefix
    for ref, kind, entry in entries:
        if ref in page.cited:
            page.out.append(
                f'<div popover class="ca-popover" id="{prefix}peek-{ref}" role="note">'
                f"<p><b>{page.labels[ref]}</b> {entry}</p>\n"
                f'<p><a href="#{prefix}{kind}{ref}"{page.own_lang}>{page.words["to-list"]}</a></p></div>\n'
            )


def _entry(page: Writing, node: Reference) -> str:
    words, own = page.words, page.own_lang
    page.here = (f"{page.prefix}{REFERENCE}{node.id}", f"{words['reference']} {page.labels[node.id]}")
    parts = []
    if node.status is not None and node.status not in QUIET_STATUS:
        parts.append(f'<small class="ca-tag ca-alert"{own}>{words[f"reference-status.{node.status}"]}</small>')
    if node.kind is not None and node.kind not in QUIET_KINDS:
        parts.append(f'<small class="ca-tag"{own}>{words[f"reference-kind.{node.kind}"]}</small>')
    told = _citation(page, node) + _identifiers(node)
    if not told:
        told.append(f'<small class="ca-tag ca-alert"{own}>{words["unresolved"]}</small>')
    return " ".join(parts + told)


def _citation(page: Writing, node: Reference) -> list[str]:
    who, where = authors_text(node), imprint(node)
    if not node.title:
        printed = node.text if node.text is not None else " ".join(filter(None, (who, where)))
        return [f"<bdi>{escape(printed)}</bdi>"] if printed else []
    parts = [f"<bdi>{escape(who)}</bdi>"] if who else []
    title = inlines(page, node.title)
    parts.append(f"<cite>{title}</cite>" if title.endswith(ENDS) else f"<cite>{title}</cite>.")
    if where:
        parts.append(f"<bdi>{escape(where)}</bdi>")
    if page.dir == "rtl" or (not title.isascii() and RIGHT_TO_LEFT.search(words_in(node.title)) is not None):
        return [f"<bdi>{' '.join(parts)}</bdi>"]
    return parts


def _identifiers(node: Reference) -> list[str]:
    parts = []
    for value, (_, label, address, is_sound) in zip(_identifiers_of(node), IDENTIFIERS, strict=True):
        if value:
            shown = escape(value)
            if address is not None and is_sound is not None and is_sound(value):
                shown = link(address(value), shown)
            parts.append(f'<span class="ca-id"><b>{label}</b> {shown}</span>')
    if node.url is not None:
        shown = escape(node.url)
        if sound(node.url):
            shown = link(node.url, shown)
        parts.append(f'<span class="ca-id ca-url"><b>URL</b> {shown}</span>')
    return parts


def authors_text(node: Reference) -> str:
    """`Smith J, Jones AB.`: the first six authors."""
    names = [name for author in node.authors[: _MOST_AUTHORS + 1] if (name := agent_name(author))]
    if len(names) > _MOST_AUTHORS:
        names = [*names[:_MOST_AUTHORS], "et al"]
    return f"{', '.join(names)}." if names else ""


def imprint(node: Reference) -> str:
    """Where and when a work appeared, in the Vancouver order: `Lancet. 2010;376(9734):23-32.`."""
    parts = []
    if node.editors and (editors := ", ".join([name for editor in node.editors if (name := agent_name(editor))])):
        parts.append(f"{editors}, ed")
    if container := node.container_title or node.container_title_short:
        parts.append(container)
    if node.edition:
        parts.append(node.edition)
    if node.publisher or node.place:
        parts.append(": ".join(filter(None, (node.place, node.publisher))))
    when = "" if node.issued is None else partial_date_text(node.issued)
    if node.volume or node.issue:
        volume = f"{node.volume or ''}({node.issue})" if node.issue else node.volume
        when = f"{when};{volume}" if when else f"{volume}"
    if node.pages:
        when += f":{node.pages}"
    if when:
        parts.append(when)
    if node.accessed is not None:
        parts.append(f"Accessed {partial_date_text(node.accessed)}")
    clean = [text for part in parts if (text := spaceless(part).rstrip(". "))]
    return f"{'. '.join(clean)}." if clean else ""
