"""JSON-LD against schema.org's own vocabulary, and what it must not say.

`cases/html-json-ld/vocabulary.json` has the types that we write, with their ancestors, properties and what each may hold.
"""

from __future__ import annotations

import datetime as dt
import json
import re

import attrs
import lxml.html
import pytest
from hypothesis import given

import clinanswer as ca
import html_pages as pages
import outside
import strategies as s
from clinanswer.html._json_ld import json_ld_text

TYPES = json.loads((outside.ROOT / "tests" / "cases" / "html-json-ld" / "vocabulary.json").read_text("utf-8"))["types"]
TEXTS = {"Text", "URL", "Date", "DateTime", "Number"}


def problems(data: object, allowed: list[str], where: str = "$") -> list[str]:
    """What in a JSON-LD value is not of the types that are allowed at its place."""
    if isinstance(data, list):
        return [each for position, item in enumerate(data) for each in problems(item, allowed, f"{where}[{position}]")]
    if isinstance(data, str):
        if not TEXTS & set(allowed):
            return [f"{where}: text, expected {allowed}"]
        if set(allowed) <= {"Date", "DateTime"} and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", data):
            return [f"{where}: {data!r} is no date"]
        return []
    known = TYPES.get(data["@type"])
    if known is None:
        return [f"{where}: unknown type {data['@type']}"]
    found = [] if set(known["is"]) & set(allowed) else [f"{where}: {data['@type']}, expected {allowed}"]
    for name, value in data.items():
        if name.startswith("@"):
            continue
        if name not in known["properties"]:
            found.append(f"{where}: {data['@type']} has no {name}")
        else:
            found += problems(value, known["properties"][name], f"{where}.{name}")
    return found


@given(s.documents())
def test_every_document_is_a_medical_web_page_of_the_vocabulary(doc):
    data = ca.html.json_ld(doc)
    assert data["@type"] == "MedicalWebPage"
    assert problems(data, ["MedicalWebPage"]) == []
    json.dumps(data, allow_nan=False)


def test_a_page_carries_its_json_ld():
    doc = pages.every_node()
    root = lxml.html.document_fromstring(ca.to_html(doc))
    data = json.loads(root.xpath("//script[@type='application/ld+json']")[0].text)
    assert data == ca.html.json_ld(doc, url="https://example.org/everything")
    assert problems(data, ["MedicalWebPage"]) == []
    assert data["mainEntity"]["acceptedAnswer"]["text"] == ca.plain_text(doc.answer)


REVIEWER = ca.Contributor(ca.Person("Sample", "Sam"), role="medical-reviewer")
APPROVED = ca.ReviewEvent("approved", date=dt.date(2026, 2, 18), by=REVIEWER)


@pytest.mark.parametrize(
    "events, reviewed",
    [
        ((), False),
        ((APPROVED,), True),
        ((APPROVED, ca.ReviewEvent("withdrawn", by=REVIEWER)), False),
        ((ca.ReviewEvent("under-review", date=dt.date(2026, 1, 1), by=REVIEWER),), False),
    ],
)
def test_reviewed_is_said_only_of_what_is_approved(events, reviewed):
    data = ca.html.json_ld(ca.ClinicalAnswer("Q?", review=ca.Review(events)))
    assert ("reviewedBy" in data, "lastReviewed" in data) == (reviewed, reviewed)


def metas(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in lxml.html.document_fromstring(page).iter("meta"):
        name = each.get("name") or each.get("property")
        if name:
            found.setdefault(name, []).append(each.get("content"))
    return found


AUTHOR = ca.Contributor(ca.Person("Example", "Ann", particles="van"), role="author")


@pytest.mark.parametrize(
    "contributors, date, expected",
    [
        ([AUTHOR], dt.date(2026, 1, 2), ["van Example, Ann"]),
        ([AUTHOR], None, None),
        ([], dt.date(2026, 1, 2), None),
        ([ca.Contributor(ca.Software("Model"), role="author")], dt.date(2026, 1, 2), None),
        ([attrs.evolve(AUTHOR, role="editor")], dt.date(2026, 1, 2), None),
        ([ca.Contributor(ca.Organization("A group"), role="author")], dt.date(2026, 1, 2), ["A group"]),
        ([ca.Contributor(ca.Person(literal="Ann E."), role="author")], dt.date(2026, 1, 2), ["Ann E."]),
    ],
)
def test_citation_tags_need_an_author_and_a_date(contributors, date, expected):
    found = metas(ca.to_html(ca.ClinicalAnswer("Q?", title="T", contributors=contributors, published=date)))
    assert found.get("citation_author") == expected
    assert ("citation_title" in found) == (expected is not None)
    if expected:
        assert found["citation_publication_date"] == ["2026/01/02"]


@pytest.mark.parametrize(
    "url, name, base, expected",
    [
        (None, None, None, None),
        (None, "x1", "https://example.org/a/", "https://example.org/a/x1"),
        (None, "x1", "https://example.org/a", "https://example.org/a"),
        ("https://example.org/own", "x1", "https://example.org/a/", "https://example.org/own"),
        ("../b", None, "https://example.org/a/c", "https://example.org/b"),
        ("javascript:alert(1)", None, None, None),
    ],
)
def test_the_pages_own_address(url, name, base, expected):
    page = ca.to_html(ca.ClinicalAnswer("Q?", url=url, id=name), base_url=base)
    root = lxml.html.document_fromstring(page)
    assert root.xpath("//link[@rel='canonical']/@href") == ([expected] if expected else [])
    assert metas(page).get("og:url") == ([expected] if expected else None)


def test_open_graph_says_what_the_page_is():
    found = metas(ca.to_html(pages.built_in_python()))
    assert found["og:type"] == ["article"]
    assert found["og:title"] == ["SGLT2 Inhibitors in Chronic Kidney Disease"]
    assert found["article:modified_time"] == ["2026-02-20"]
    long = metas(ca.to_html(ca.ClinicalAnswer("Q?", answer="word " * 100)))["description"][0]
    assert len(long) <= 300
    assert long.endswith("word…")


@given(s.documents())
def test_the_text_is_what_json_makes_of_the_object(doc):
    """The text is put together by hand, so each name and value could be quoted wrongly; `json` quotes them all again."""
    text = json_ld_text(doc, ca.plain_text(doc.answer))
    assert json.dumps(ca.html.json_ld(doc), ensure_ascii=False, separators=(",", ":")) == text


@pytest.mark.parametrize(
    "who", [ca.Software("Checker", "2"), ca.Person(literal=" "), ca.Organization(" ", url="https://example.org/")]
)
def test_a_review_by_a_program_or_by_nobody_with_a_name_names_no_reviewer(who):
    """schema.org: `reviewedBy` is a person or an organization. When the review was is still true."""
    event = ca.ReviewEvent("approved", date=dt.date(2026, 2, 18), by=ca.Contributor(who))
    data = ca.html.json_ld(ca.ClinicalAnswer("Q?", review=ca.Review([event])))
    assert "reviewedBy" not in data
    assert data["lastReviewed"] == "2026-02-18"


@pytest.mark.parametrize(
    "kind, work, container",
    [
        ("article", "ScholarlyArticle", "Periodical"),
        ("trial", "ScholarlyArticle", "Periodical"),
        ("systematic-review", "ScholarlyArticle", "Periodical"),
        ("chapter", "Chapter", "Book"),
        ("web", "WebPage", "WebSite"),
        ("dataset", "Dataset", "DataCatalog"),
        ("thesis", "Thesis", "CreativeWork"),
        ("conference", "ScholarlyArticle", "CreativeWork"),
        ("guideline", "CreativeWork", "CreativeWork"),
        (None, "ScholarlyArticle", "CreativeWork"),
    ],
)
def test_what_a_work_is_part_of_is_of_the_kind_that_is_certain(kind, work, container):
    reference = ca.Reference("1", kind=kind, title="A title", container_title="Where it stands")
    data = ca.html.json_ld(ca.ClinicalAnswer("Q?", references=[reference]))
    assert data["citation"][0]["@type"] == work
    assert data["citation"][0]["isPartOf"] == {"@type": container, "name": "Where it stands"}
    assert problems(data, ["MedicalWebPage"]) == []


def test_a_page_that_was_only_updated_has_no_citation_tags():
    """When it was last updated is not when it was published."""
    found = metas(ca.to_html(ca.ClinicalAnswer("Q?", title="T", contributors=[AUTHOR], updated=dt.date(2026, 1, 3))))
    assert [name for name in found if name.startswith("citation_")] == []
