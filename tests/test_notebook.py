"""What notebooks show."""

from __future__ import annotations

import io

import html5lib
import lxml.html
import pytest
from hypothesis import given

import clinanswer as ca
import html_pages as pages
import strategies as s
from clinanswer import notebook

EVERYTHING = pages.every_node()


@given(s.documents())
def test_every_document_is_shown_safely(doc):
    """Valid HTML, no ids, no script, no link inside the page, and all of the claims' words."""
    shown = doc._repr_html_()
    html5lib.HTMLParser(strict=True).parseFragment(shown)
    root = lxml.html.fragment_fromstring(shown)
    for element in root.iter():
        assert element.tag not in {"script", "style", "iframe", "img"}
        assert element.get("id") is None
        assert element.get("class") is None
        assert not (element.get("href") or "").startswith(("#", "javascript:"))
        assert not any(name.startswith("on") for name in element.attrib)
    text = root.text_content()
    blocks = [
        *doc.answer,
        *(block for section in ca.model.answer.all_sections(doc.sections) for block in section.blocks),
    ]
    for block in blocks:
        for claim in ca.model.blocks.claims_in((block,)):
            for part in ca.walk(claim):
                assert not isinstance(part, str) or all(word in text for word in part.split())


def test_a_document_shows_what_matters_first():
    doc = pages.built_in_python()
    root = lxml.html.fragment_fromstring(doc._repr_html_())
    text = root.text_content()
    assert text.startswith("SGLT2 Inhibitors in Chronic Kidney Disease")
    sections = sum(1 for _ in ca.model.answer.all_sections(doc.sections))
    claims = sum(1 for _ in ca.iter_claims(doc))
    counts = f"{sections} sections · {claims} claims · {len(doc.references)} references"
    assert f"Review status: approved · updated {doc.updated} · {counts}" in text
    assert "⚠" in text
    folded = root.findall(".//details")
    assert folded
    assert all(each.get("open") is None for each in folded)


@pytest.mark.parametrize(
    "node",
    [EVERYTHING.sections[0], EVERYTHING.sections[1], next(ca.iter_claims(EVERYTHING)), *EVERYTHING.references[:4]],
    ids=lambda node: type(node).__name__,
)
def test_parts_of_a_document_show_their_words(node):
    shown = lxml.html.fragment_fromstring(node._repr_html_()).text_content()
    for word in ca.plain_text(node).split():
        assert word.rstrip(".") in shown


@pytest.mark.parametrize("names", [("1", "2"), ("3", "5"), ("alpha", "beta"), ("2", "x")], ids="-".join)
def test_a_claim_cites_the_same_study_wherever_it_is_shown(names):
    """In the document, in its section and alone. A part does not know the list, so that all show ids, the list too."""
    doc = ca.ClinicalAnswer(
        "Q?",
        sections=[
            ca.Section("First", [ca.Paragraph([ca.claim("one", [names[0]])])]),
            ca.Section("Second", [ca.Paragraph([ca.claim("two", [names[1], names[0]])])]),
        ],
        references=[ca.Reference(name, title=f"The study {name}") for name in names],
    )
    first, second = ca.iter_claims(doc)
    for shown in (doc, doc.sections[1], second):
        assert f"two [{names[1]}, {names[0]}]" in shown._repr_html_()
    for shown in (doc, doc.sections[0], first):
        assert f"one [{names[0]}]" in shown._repr_html_()
    listed = lxml.html.fragment_fromstring(doc._repr_html_()).findall(".//li")
    assert [each.text_content() for each in listed] == [f"{name} The study {name}." for name in names]


def test_no_more_than_two_hundred_references_are_shown():
    doc = ca.ClinicalAnswer("Q?", references=[ca.Reference(str(number)) for number in range(1, 251)])
    assert "… and 50 more references" in doc._repr_html_()
    assert "more references" not in ca.ClinicalAnswer("Q?", references=doc.references[:200])._repr_html_()


def test_a_reference_without_details_says_so():
    assert "details not supplied" in ca.Reference("9")._repr_html_()
    assert "Retracted" in ca.Reference("9", title="A", status="retracted")._repr_html_()


def test_no_more_than_two_hundred_claims_are_shown():
    claims = [ca.claim(f"Claim number {number}.") for number in range(250)]
    doc = ca.ClinicalAnswer("Q?", sections=[ca.Section("S", claims)])
    shown = doc._repr_html_()
    assert "Claim number 199." in shown
    assert "Claim number 200." not in shown
    assert "… and 50 more claims" in shown
    assert "… and 50 more claims" in doc.sections[0]._repr_html_()


def test_sections_have_their_numbers_and_safety_its_sign():
    root = lxml.html.fragment_fromstring(pages.page_text()._repr_html_())
    shown = [each.text_content() for each in root.iterfind(".//summary/strong")]
    assert shown[:3] == ["1 How It Works", "2 Evidence of Benefit", "2.1 Traumatic Haemorrhage"]
    assert "⚠ 4 Critical Pitfalls to Avoid" in shown
    alone = lxml.html.fragment_fromstring(pages.page_text().sections[1]._repr_html_())
    assert [each.text_content() for each in alone.iterfind(".//summary/strong")][:2] == [
        "Evidence of Benefit",
        "Traumatic Haemorrhage",
    ]


def test_a_report_is_a_table():
    report = ca.check(EVERYTHING)
    root = lxml.html.fragment_fromstring(report._repr_html_())
    assert [each.text for each in root.iter("th")] == ["Level", "Code", "Where", "Message"]
    assert len(list(root.iter("tr"))) == min(len(report), notebook.MAX_CLAIMS) + 1
    empty = ca.check(EVERYTHING, rules=())
    assert "nothing found" in notebook.html(empty)


def test_a_table_is_a_table():
    shown = ca.tables.citations(EVERYTHING)._repr_html_()
    assert "<th" in shown
    long = ca.tables.claims([EVERYTHING] * 3)._repr_html_()
    assert f"… and {3 * 30 - 50} more rows" in long


def test_rich_prints_a_document():
    from rich.console import Console

    console = Console(width=100, record=True, file=io.StringIO())
    console.print(pages.page_text())
    printed = " ".join(console.export_text().split())
    assert "Tranexamic Acid in Traumatic and Postpartum Haemorrhage" in printed
    for claim in ca.iter_claims(pages.page_text()):
        assert claim.text[:40] in printed
