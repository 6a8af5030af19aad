"""Pages that sanitizers have been through: what is left is read, and reported as partial."""

from __future__ import annotations

import os
import subprocess

import nh3
import pytest

import clinanswer as ca
import html_pages as pages
import outside

DOCS = {
    "built-in-python": pages.built_in_python(),
    "page-text": pages.page_text(),
    "everything": pages.every_node(),
    "right-to-left": pages.right_to_left(),
}
WITH_IDS = {**nh3.ALLOWED_ATTRIBUTES, "*": {"id", "lang", "title"}}
# What bleach lets through unless it is told otherwise (bleach itself is no longer maintained).
BLEACH = {"a", "abbr", "acronym", "b", "blockquote", "code", "em", "i", "li", "ol", "strong", "ul"}


def _dompurify(page: str) -> str:
    """DOMPurify's defaults, in jsdom."""
    outside.jsdom()
    script = (
        "const {JSDOM} = require('jsdom'); const window = new JSDOM('').window;"
        f"const purify = require({str(outside.dompurify())!r})(window);"
        "let text = ''; process.stdin.setEncoding('utf8'); process.stdin.on('data', piece => text += piece);"
        "process.stdin.on('end', () => process.stdout.write(purify.sanitize(text)));"
    )
    environment = {**os.environ, "NODE_PATH": str(outside.NODE_MODULES)}
    return subprocess.run(
        [outside.node(), "-e", script], input=page.encode(), capture_output=True, check=True, env=environment
    ).stdout.decode()


SANITIZERS = {
    "nh3": nh3.clean,
    "nh3 with ids": lambda page: nh3.clean(page, tags=nh3.ALLOWED_TAGS | {"main", "section"}, attributes=WITH_IDS),
    "DOMPurify": _dompurify,
}


@pytest.mark.parametrize("name", DOCS)
@pytest.mark.parametrize("sanitizer", SANITIZERS)
def test_what_a_sanitizer_leaves_is_read(name, sanitizer):
    """Every claim with its id, words, citations and labels, every reference, every part of the page."""
    doc = DOCS[name]
    problems: list[ca.Problem] = []
    found = ca.from_html(SANITIZERS[sanitizer](ca.to_html(doc)), report=problems)
    assert problems[0].code == "partial"
    assert [_claim(each) for each in ca.iter_claims(found)] == [_claim(each) for each in ca.iter_claims(doc)]
    assert found.title == doc.title
    assert found.question == doc.question
    assert found.related_questions == doc.related_questions
    assert _titled(found.sections) == _titled(doc.sections)
    assert [(each.id, each.title, each.doi, each.pmid) for each in found.references] == [
        (each.id, each.title, each.doi, each.pmid) for each in doc.references
    ]
    assert [ca.plain_text(each) for each in found.disclaimers] == [ca.plain_text(each) for each in doc.disclaimers]
    assert sorted(ca.plain_text(each) for each in found.notices) == sorted(ca.plain_text(each) for each in doc.notices)
    assert (found.updated, found.published, found.language) == (doc.updated, doc.published, doc.language)
    assert found.review.status == doc.review.status


def _claim(claim: ca.Claim) -> tuple[object, ...]:
    certainty = claim.certainty.level if claim.certainty else None
    return (
        claim.id,
        claim.text,
        claim.refs,
        claim.kind,
        certainty,
        claim.population,
        [each.verdict for each in claim.verifications],
    )


def _titled(sections: tuple[ca.Section, ...]) -> list[object]:
    """The titles as a tree; a section without one shows as what is in it."""
    tree: list[object] = []
    for section in sections:
        below = _titled(section.sections)
        tree += [(section.title, below)] if section.title else below
    return tree


@pytest.mark.parametrize("name", ["page-text", "right-to-left"])
def test_of_what_little_a_strict_sanitizer_leaves_the_claims_in_lists_are_read(name):
    doc = DOCS[name]
    problems: list[ca.Problem] = []
    found = ca.from_html(nh3.clean(ca.to_html(doc), tags=BLEACH), report=problems)
    assert problems[0].code == "partial"
    known = {claim.id: claim.refs for claim in ca.iter_claims(doc)}
    read = [claim for claim in ca.iter_claims(found) if claim.refs]
    assert read
    assert all(set(claim.refs) <= set(known[claim.id]) for claim in read if claim.id is not None)


def test_strict_refuses_what_is_partial():
    with pytest.raises(ca.ReadError, match="carries no data"):
        ca.from_html(nh3.clean(ca.to_html(DOCS["page-text"])), strict=True)
