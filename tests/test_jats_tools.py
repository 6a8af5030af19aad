"""JATS and the tools of its world: the JATS4R rules and pandoc. The wider table is made by tools/jats_consumers.py."""

from __future__ import annotations

import re
import subprocess

import lxml.html
import pytest

import clinanswer as ca
import jats4r
import outside
from clinanswer.jats import Journal
from html_pages import built_in_python

JOURNAL = Journal(title="Example Answers", issn="0378-5955", publisher="Example Press")


@pytest.fixture(scope="module")
def complete():
    return built_in_python()


@pytest.fixture(scope="module")
def from_page():
    return ca.from_text((outside.ROOT / "examples" / "tranexamic-acid.txt").read_bytes())


# ------------------------------------------------------------------------------------------------ JATS4R


@pytest.mark.parametrize("journal", [None, JOURNAL], ids=["archiving", "publishing"])
def test_a_complete_document_draws_no_error_and_no_warning(complete, journal):
    drawn = jats4r.messages(ca.to_jats(complete, journal=journal))
    assert [message for message in drawn if not message.left_out] == []
    assert {(message.pattern, message.context) for message in drawn} == set(jats4r.LEFT_OUT)


def test_an_incomplete_document_draws_what_it_lacks(from_page):
    """A page that prints no licence and no copyright draws one error, as docs/jats.md says."""
    assert [(message.severity, message.pattern) for message in jats4r.messages(ca.to_jats(from_page))] == [
        ("error", "permissions-errors")
    ]


def test_the_rules_are_at_work(complete):
    """A guard for the tests above: each kind of rule fires on a file that breaks it."""
    text = (
        ca.to_jats(complete)
        .replace("<title>Clinical question</title>", "<title>Competing interests</title>")
        .replace('contrib-id-type="orcid"', "")
        .replace('publication-type="report"', 'publication-type="other"')
        .replace("<ali:license_ref>", "<license-p>")
        .replace("</ali:license_ref>", "</license-p>")
    )
    drawn = {(message.severity, message.pattern) for message in jats4r.messages(text) if not message.left_out}
    assert drawn == {
        ("error", "auths-aff-errors"),
        ("error", "coi-errors"),
        ("warning", "data-citations-warnings"),
        ("warning", "permissions-warnings"),
    }


# ------------------------------------------------------------------------------------------------ pandoc


def pandoc(text, *options):
    command = [str(outside.pandoc()), "--from=jats", "--standalone", "--wrap=none", *options]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


def letters(words):
    """Letters and digits only: pandoc sets its own quotes, dashes and spaces, and escapes."""
    return "".join(re.findall(r"\w", words.replace("\\", "")))


def stretches(node):
    """The unbroken stretches of text in phrases."""
    for child in node.content:
        if isinstance(child, str):
            yield child
        elif not isinstance(child, ca.Cite | ca.LineBreak):
            yield from stretches(child)


@pytest.fixture(scope="module", params=["complete", "from_page"])
def doc(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def page(doc):
    return lxml.html.fromstring(pandoc(ca.to_jats(doc), "--to=html", "--citeproc"))


def test_pandoc_reads_every_claim_into_html_and_markdown(doc, page):
    words = letters(page.text_content())
    markdown = letters(pandoc(ca.to_jats(doc), "--to=markdown"))
    claims = list(ca.iter_claims(doc))
    assert len(claims) > 10
    for claim in claims:
        for stretch in stretches(claim):
            assert letters(stretch) in words, stretch
            assert letters(stretch) in markdown, stretch


def test_pandoc_reads_every_citation(doc, page):
    cites = [node for node in ca.walk(doc) if isinstance(node, ca.Citation)]
    linked = [ref for span in page.iter("span") for ref in (span.get("data-cites") or "").split()]
    sources = [node.ref for node in ca.walk(doc) if isinstance(node, ca.Quote) and node.ref]
    # A quotation's source is printed with its attribution, which pandoc gives twice; and links do not survive there.
    assert sorted(set(linked)) == sorted({citation.ref for citation in cites} | set(sources))
    assert len(linked) >= len(cites)
    markdown = pandoc(ca.to_jats(doc), "--to=markdown")
    assert len(re.findall(r"@[\w.-]+", markdown)) >= len(cites)


def test_pandoc_reads_every_reference_title(doc, page):
    listed = letters(page.get_element_by_id("refs").text_content()).lower()
    markdown = letters(pandoc(ca.to_jats(doc), "--to=markdown", "--citeproc")).lower()
    assert len(doc.references) > 3
    for reference in doc.references:
        words = letters(ca.plain_text(reference.title)).lower() or letters(reference.text).lower()[:40]
        assert words in listed, reference
        assert words in markdown, reference


def test_pandoc_reads_nested_lists_and_tables(complete):
    page = lxml.html.fromstring(pandoc(ca.to_jats(complete), "--to=html"))
    nested = [
        item
        for node in ca.walk(complete)
        if isinstance(node, ca.ListItem)
        for block in node.blocks
        if isinstance(block, ca.List)
        for item in block.items
    ]
    shown = {letters(item.text_content()) for item in page.xpath("//li//li")}
    assert nested
    for item in nested:
        assert any(letters(ca.plain_text(item)) in words for words in shown), item
    (table,) = [node for node in ca.walk(complete) if isinstance(node, ca.Table)]
    (found,) = page.xpath("//table")
    cells = [letters(cell.text_content()) for cell in found.xpath(".//td|.//th")]
    for row in (*table.header, *table.rows):
        for cell in row.cells:
            assert any(letters(ca.plain_text(cell)) in words for words in cells), cell
