"""Page text: the real article to the word, every quirk as a case, and the laws of reading and writing."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import clinanswer as ca
import outside
import strategies as s
from outline import outline

CASES = sorted((Path(__file__).parent / "cases").glob("text-*"))
EXAMPLE = outside.ROOT / "examples" / "tranexamic-acid.txt"


def read(text: str | bytes, **options):
    problems: list[ca.Problem] = []
    return ca.from_text(text, report=problems, **options), problems


def texts(doc: ca.ClinicalAnswer) -> list[str]:
    return [claim.text for claim in ca.iter_claims(doc)]


def page(*body: str) -> str:
    """A page whose first answer cites 1 to 3, so that these are its citation numbers."""
    return "\n\n".join(("What helps?", "What Helps", "It helps. 1, 2, 3", "Details", *body))


def cited(sentence: str) -> tuple[str, tuple[str, ...]]:
    """The words and citations that a bullet is read as."""
    doc, _ = read(page(f"  • {sentence}"))
    claim = tuple(ca.iter_claims(doc))[-1]
    return claim.text, claim.refs


# ------------------------------------------------------------------------------------- the real article


@pytest.fixture(scope="module")
def seed() -> tuple[str, ca.ClinicalAnswer, list[ca.Problem]]:
    text = outside.shared_dir("data", "seed-article.txt").read_text(encoding="utf-8")
    return text, *read(text)


def test_seed_counts(seed):
    _, doc, _ = seed
    claims = list(ca.iter_claims(doc))
    with_citations = [claim for claim in claims if claim.citations]
    assert len(claims) == 32
    assert len(with_citations) == 27
    assert sum(len(claim.citations) for claim in claims) == 33
    assert Counter(citation.ref for claim in claims for citation in claim.citations) == {
        "1": 24, "2": 5, "3": 1, "4": 1, "5": 1, "6": 1,
    }  # fmt: skip
    assert [claim.id for claim in claims] == [f"c{number}" for number in range(1, 33)]
    assert [claim.id for claim in claims if not claim.citations] == ["c10", "c11", "c12", "c13", "c31"]
    assert [reference.id for reference in doc.references] == list("123456")
    assert all(reference.is_unresolved for reference in doc.references)


def test_seed_is_word_for_word(seed):
    text, doc, _ = seed
    lines = [re.sub(r"^ +• ", "", line) for line in text.split("\n")]
    for claim in ca.iter_claims(doc):
        numbers = ", ".join(claim.refs)
        whole = f"{claim.text} {numbers}".strip()
        assert any(line == whole or (whole in line and line.endswith(". 1")) for line in lines), whole
    assert doc.question.text == lines[0]
    assert [question.text for question in doc.related_questions] == lines[lines.index("Related Questions") + 2 :][:11]
    assert ca.plain_text(doc.disclaimers[0].blocks) in lines
    baseline = next(claim for claim in ca.iter_claims(doc) if "baseline" in claim.text)
    assert baseline.text.endswith("(73 mmHg) but lower than your baseline")
    assert baseline.refs == ("4",)


def test_seed_structure(seed):
    _, doc, problems = seed
    assert ca.plain_text(doc.title) == "Gluteal Massage for Post-Sphincterotomy Sensory Loss and Anxiety"
    assert [(ca.plain_text(each.title), len(each.sections)) for each in doc.sections] == [
        ("Understanding Your Sensory Problem", 0),
        ("Why Gluteal Massage Alone Is Insufficient", 0),
        ("Evidence-Based Treatment Algorithm", 3),
        ("Critical Pitfalls to Avoid", 0),
        ("Managing Your Catastrophizing", 0),
        ("Why This Happened", 0),
        ("Bottom Line", 0),
    ]
    assert doc.review == ca.Review(stages=("Submitted", "Under Review", "Approved"))
    assert doc.review.status is ca.ReviewStatus.UNKNOWN
    assert doc.updated == dt.date(2026, 2, 20)
    assert doc.editorial_policy == ca.PolicyLink("View editorial policy")
    assert [notice.kind for notice in doc.notices] == ["board", "educational", "personalization", "follow-up"]
    assert len(doc.related_questions) == 11
    assert ca.plain_text(doc.disclaimers[0].title) == "Professional Medical Disclaimer"
    treatment = doc.sections[2].sections[0].blocks[0]
    assert isinstance(treatment, ca.List)
    assert [type(block) for block in treatment.items[1].blocks] == [ca.Paragraph, ca.List]
    assert [problem.code for problem in problems] == ["section-level", "reference-unresolved", "status-unknown"]


def test_seed_flat(seed):
    text, _, _ = seed
    doc = ca.from_text(text, sections="flat")
    assert [len(section.sections) for section in doc.sections] == [0] * 10


def test_seed_strict_loses_nothing(seed):
    text, doc, _ = seed
    assert ca.from_text(text, strict=True) == doc


@pytest.mark.parametrize("claims, count", [("cited", 27), ("none", 0)])
def test_seed_claims_wanted(seed, claims, count):
    text, doc, _ = seed
    other = ca.from_text(text, claims=claims)
    assert len(list(ca.iter_claims(other))) == count
    assert ca.plain_text(other) == ca.plain_text(doc)


def test_seed_writes_what_it_reads(seed):
    _, doc, _ = seed
    assert ca.from_text(ca.to_text(doc)) == doc


def test_example_reads_whole():
    doc, problems = read(EXAMPLE.read_bytes())
    claims = list(ca.iter_claims(doc))
    assert len(claims) == 25
    assert sum(1 for claim in claims if claim.refs) == 23
    assert [len(section.sections) for section in doc.sections] == [0, 3, 2, 0, 0]
    assert [(each.doi, each.pmid) for each in doc.references] == [
        ("10.1016/S0140-6736(10)60835-5", "20554319"),
        ("10.1016/S0140-6736(11)60278-X", "21439633"),
        ("10.1016/S0140-6736(17)30638-4", "28456509"),
        ("10.1016/S0140-6736(17)32455-8", "29126600"),
        ("10.1016/S0140-6736(19)32233-0", "31623894"),
        ("10.1016/S0140-6736(20)30848-5", "32563378"),
    ]
    assert doc.references[3].authors[0] == ca.Person(family="Gayet-Ageron", given="A")
    assert doc.references[0].authors == (ca.Organization("CRASH-2 trial collaborators"),)
    assert {problem.code for problem in problems} == {"section-level", "status-unknown"}
    assert ca.from_text(ca.to_text(doc)) == doc


# ------------------------------------------------------------------------------------------------ cases


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.removeprefix("text-"))
def test_case(case):
    doc, problems = read((case / "input.txt").read_bytes())
    assert outline(doc, problems) == (case / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.removeprefix("text-"))
def test_case_survives_writing(case):
    """What was read from a page is read again from what is written: the same words, citations and structure."""
    doc = ca.from_text((case / "input.txt").read_bytes())
    again = ca.from_text(ca.to_text(doc))
    assert outline(again).replace("] [", ", ") == outline(doc).replace("] [", ", ")


# ------------------------------------------------------------------------- citation or number, one by one


@pytest.mark.parametrize(
    "sentence, words, refs",
    [
        ("Pain settles 1", "Pain settles", "1"),
        ("Pain settles 1, 2", "Pain settles", "12"),
        ("Pain settles 1,2", "Pain settles", "12"),
        ("Pain settles 1-3", "Pain settles", "123"),
        ("Pain settles 1–3", "Pain settles", "123"),
        ("Pain settles. 2", "Pain settles.", "2"),
        ("Pain settles.2", "Pain settles.", "2"),
        ("Pain settles.1,2", "Pain settles.", "12"),
        ("Pain settles 2.", "Pain settles.", "2"),
        ("Pain settles [2].", "Pain settles.", "2"),
        ("Pain settles[2].", "Pain settles.", "2"),
        ("Pain settles (see below) 2", "Pain settles (see below)", "2"),
        ("Pain settles2", "Pain settles", "2"),  # superscripts that copying has lowered
        ("Pain settles1,2", "Pain settles", "12"),
        ("Pain settles with it1, 2", "Pain settles with it", "12"),
        ("Pain settles (see below)2", "Pain settles (see below)", "2"),
        ("These are needed:2", "These are needed:", "2"),
        ("Pain settles [1], [2]", "Pain settles", "12"),
        ("Pain settles [Ref. 1]", "Pain settles", "1"),
        ("Pain settles¹ ²", "Pain settles", "12"),
        ("in CKD stage 3²", "in CKD stage 3", "2"),
        ("of 10²", "of 10²", ""),
        ("of 5²", "of 5²", ""),
        ("in 2019¹˒²", "in 2019", "12"),
        ("of 25 kg/m²", "of 25 kg/m²", ""),
        ("of Na⁺¹", "of Na⁺¹", ""),
        ("type2", "type2", ""),
        ("area in cm2", "area in cm2", ""),
        ("a ratio of 1:2", "a ratio of 1:2", ""),
        ("at noon on1", "at noon on1", ""),
        ("“Pain settles.” 2", "“Pain settles.”", "2"),
        ("These are needed: 1", "These are needed:", "1"),
        ("It fell in the first half 1, 2, which was short", "It fell in the first half, which was short", "12"),
        ("Pain settles 1; fever does not 2", "Pain settles; fever does not", "12"),
        ("CKD stage 3", "CKD stage 3", ""),
        ("CKD stage 3 2", "CKD stage 3", "2"),
        ("CKD stage 3. 2", "CKD stage 3.", "2"),
        ("CKD stages 2-3", "CKD stages 2-3", ""),
        ("CKD stages 2-3 1", "CKD stages 2-3", "1"),
        ("Type 2", "Type 2", ""),
        ("for 6 weeks 2", "for 6 weeks", "2"),
        ("for six weeks 2", "for six weeks", "2"),
        ("for several weeks 2", "for several weeks", "2"),
        ("at week 2", "at week 2", ""),
        ("once a week 2", "once a week", "2"),
        ("after the first dose 2", "after the first dose", "2"),
        ("for weeks 2", "for weeks", "2"),
        ("a grade 2", "a grade 2", ""),
        ("in late stages 2", "in late stages", "2"),
        ("under 5 years of age 2", "under 5 years of age", "2"),
        ("at age 2", "at age 2", ""),
        ("a risk factor 2", "a risk factor", "2"),
        ("lowers potassium levels 1, 2", "lowers potassium levels", "12"),
        ("NYHA class 3", "NYHA class 3", ""),
        ("in all stages 2", "in all stages", "2"),
        ("a grade of 2", "a grade of 2", ""),
        ("grade 4 1", "grade 4", "1"),
        ("above 2", "above 2", ""),
        ("above 2 1, 3", "above 2", "13"),
        ("in 2019", "in 2019", ""),
        ("in 2019 1", "in 2019", "1"),
        ("to 2.5 mg 2", "to 2.5 mg", "2"),
        ("a ratio of 1.2", "a ratio of 1.2", ""),
        ("p = 2", "p = 2", ""),
        ("a limit (≥ 2)", "a limit (≥ 2)", ""),
        ("in 1 of 3", "in 1 of 3", ""),
        ("on days 1, 2, and 3", "on days 1, 2, and 3", ""),
        ("No. 2", "No. 2", ""),
        ("see Fig. 2", "see Fig. 2", ""),
        ("after visit 2, pain settles", "after visit 2, pain settles", ""),
        ("it was lost 9", "it was lost 9", ""),
        ("a dose of 2, 3", "a dose of 2, 3", ""),
        ("It settles. 3 Patients died", "It settles. 3 Patients died", ""),
        ("It settles. 2 days later it came back", "It settles. 2 days later it came back", ""),
        ("at 1.73 m2", "at 1.73 m2", ""),
        ("loss of taste 0", "loss of taste 0", ""),
        ("pain settles 3-1", "pain settles 3-1", ""),
    ],
)
def test_citation_or_number(sentence, words, refs):
    assert cited(sentence) == (words, tuple(refs))


@pytest.mark.parametrize(
    "sentence, code",
    [
        ("CKD stage 3", "citation-or-number"),
        ("in all stages 2", "citation-or-number"),
        ("for weeks 2", "citation-or-number"),
        ("it was lost 9", "citation-or-number"),
        ("pain settles 1, which is good", "citation-or-number"),
        ("at once, 2", "citation-or-number"),
    ],
)
def test_unclear_citations_are_reported_with_their_line(sentence, code):
    _, problems = read(page(f"  • {sentence}"))
    found = [problem for problem in problems if problem.code == code]
    assert [problem.line for problem in found] == [9]


def test_numbers_beyond_the_reference_list_are_reported():
    doc, problems = read(page("  • Settled. 9", "  • Settled [8]") + "\n\nReferences\n\n1. A. 2. 2001.\n2. B.\n3. C.")
    assert [reference.id for reference in doc.references] == ["1", "2", "3", "8", "9"]
    assert [problem.code for problem in problems].count("citation-unlisted") == 2


def test_parentheses_hold_citations_where_nothing_else_does():
    body = "What?\n\nWhat Helps\n\nIt helps (1).\n\nDetails\n\n• Some (1, 2)\n• Others (3)\n• In 5 (4%)"
    doc, _ = read(body)
    assert [claim.refs for claim in ca.iter_claims(doc)] == [("1",), ("1", "2"), ("3",), ()]
    doc, _ = read(body.replace("Some (1, 2)", "Some (1, 2) [1]"))
    assert [claim.refs for claim in ca.iter_claims(doc)] == [(), ("1",), (), ()]


def test_citations_on_lines_of_their_own():
    doc, _ = read(page("• one\n1\n2\n• two\n1\n,\n3\n• three\n[1]\n[2]"))
    assert [claim.refs for claim in ca.iter_claims(doc)][1:] == [("1", "2"), ("1", "3"), ("1", "2")]
    assert texts(doc)[1:] == ["one", "two", "three"]


def test_reference_numbers_on_lines_of_their_own():
    doc, _ = read(page("• one 1") + "\n\nReferences\n\n1\nFirst work.\nChest\n2012\n\n[2]\nSecond work.\n\n2025")
    assert [reference.text for reference in doc.references[:2]] == ["First work. Chest 2012", "Second work. 2025"]


def test_references_of_several_lines():
    doc, _ = read(page("• one 1") + "\n\nReferences\n\nFirst work.\nChest, 2012\n\nSecond work.\nLancet, 2025")
    assert [reference.text for reference in doc.references[:2]] == [
        "First work. Chest, 2012",
        "Second work. Lancet, 2025",
    ]


def test_a_page_without_a_run_of_citations_has_none():
    doc, problems = read("What?\n\nTitle Here\n\nAnswer.\n\nDetails\n\n  • Patients lost 7\n  • Patients lost 12")
    assert not doc.references
    assert [problem.code for problem in problems] == ["citation-or-number"] * 2


# --------------------------------------------------------------------------------------------- structure


def test_report_may_be_a_function():
    heard: list[ca.Problem] = []
    ca.from_text(page("  • CKD stage 3"), report=heard.append)
    assert heard


def test_strict_makes_the_first_loss_an_error():
    with pytest.raises(ca.ReadError) as caught:
        ca.from_text("What\x00?\n\nTitle\n\nAnswer. 1", strict=True)
    assert caught.value.problems[0].code == "character"
    assert caught.value.problems[0].line == 1


@pytest.mark.parametrize("data", ["", " \n\t\n", b"\xef\xbb\xbf\r\n"])
def test_empty_text_is_refused(data):
    with pytest.raises(ca.ReadError, match="its first line must be the question"):
        ca.from_text(data)


def test_a_question_alone_is_a_document():
    assert ca.from_text("Why?") == ca.ClinicalAnswer("Why?")


def test_question_label():
    doc, problems = read("Question:\n\nWhy?\n\nTitle Here\n\nBecause of it. 1")
    assert doc.question.text == "Why?"
    assert problems[0].code == "label"


@pytest.mark.parametrize(
    "printed, date",
    [
        ("February 20, 2026", dt.date(2026, 2, 20)),
        ("Feb. 3rd, 2026", dt.date(2026, 2, 3)),
        ("20 February 2026", dt.date(2026, 2, 20)),
        ("2026-02-20", dt.date(2026, 2, 20)),
        ("2026/2/20", dt.date(2026, 2, 20)),
        ("20/02/2026", dt.date(2026, 2, 20)),
        ("02/20/2026", dt.date(2026, 2, 20)),
        ("20.02.2026", dt.date(2026, 2, 20)),
        ("03/03/2026", dt.date(2026, 3, 3)),
        ("03/04/2026", None),  # April or March
        ("February 30, 2026", None),
        ("Spring 2026", None),
    ],
)
def test_dates(printed, date):
    doc, problems = read(f"What?\n\nLast updated: {printed}\n\nTitle Here\n\nAnswer. 1")
    assert doc.updated == date
    assert ("date" in {problem.code for problem in problems}) == (date is None)


@pytest.mark.parametrize(
    "printed, status, date, by",
    [
        ("Approved", "approved", None, None),
        ("✓ Approved", "approved", None, None),
        ("Approved ✅", "approved", None, None),
        ("Approved (current)", "approved", None, None),
        ("Current status: Approved", "approved", None, None),
        ("Article Review Status: Approved", "approved", None, None),
        ("Approved on March 3, 2026 by Dr. Jane Roe", "approved", dt.date(2026, 3, 3), "Dr. Jane Roe"),
        ("Approved by Dr. Jane Roe on March 3, 2026", "approved", dt.date(2026, 3, 3), "Dr. Jane Roe"),
        ("Reviewed and approved by Jane Roe, MD", "approved", None, "Jane Roe, MD"),
        ("Approved – March 3, 2026", "approved", dt.date(2026, 3, 3), None),
        ("Submitted\nUnder Review\nApproved", "unknown", None, None),
        ("SubmittedUnder ReviewApproved", "unknown", None, None),
        ("Submitted → Under Review → Approved", "unknown", None, None),
        ("Submitted\n● Under Review\nApproved", "under-review", None, None),
        ("✓ Submitted\n✓ Under Review\n○ Approved", "under-review", None, None),
        ("Submitted ✓\nUnder Review ○\nApproved ○", "submitted", None, None),
        ("☑ Submitted\n☐ Under Review\n☐ Approved", "submitted", None, None),
        ("Retracted on 2026-03-03", "retracted", dt.date(2026, 3, 3), None),
    ],
)
def test_status(printed, status, date, by):
    doc = ca.from_text(f"What?\n\nArticle Review Status\n{printed}\n\nTitle Here\n\nAnswer. 1")
    assert ca.plain_text(doc.title) == "Title Here"
    assert doc.review.status == status
    assert not doc.notices
    if doc.review.events:
        event = doc.review.events[-1]
        assert (event.date, event.by and event.by.who.literal) == (date, by)


@pytest.mark.parametrize(
    "text, kind",
    [
        ("All our articles are reviewed by doctors", "board"),
        ("Educational purpose only", "educational"),
        ("For informational purposes only.", "educational"),
        ("This answer is awaiting expert review", "review-pending"),
        ("This answer was AI-generated", "ai-generated"),
        ("Written with the help of artificial intelligence", "ai-generated"),
        ("I am a clinician", "personalization"),
    ],
)
def test_notices(text, kind):
    doc, problems = read(f"What?\n\n{text}\n\nTitle Here\n\nAnswer. 1")
    assert [(notice.kind, ca.plain_text(notice)) for notice in doc.notices] == [(kind, text)]
    assert "notice-unknown" not in {problem.code for problem in problems}


def test_people_and_a_review_date_that_has_no_place():
    doc, problems = read(
        "What?\n\nMedically reviewed by Jane Roe on 2026-01-02\nAuthor: John Doe\n\nTitle\n\nAnswer. 1"
    )
    assert [(each.role, each.who.literal) for each in doc.contributors] == [
        ("medical-reviewer", "Jane Roe"),
        ("author", "John Doe"),
    ]
    assert problems[0].code == "date"


@pytest.mark.parametrize(
    "markers, start",
    [
        (("3.", "4."), 3),
        (("a)", "b)"), 1),
        (("c.", "d."), 3),
        (("i.", "ii."), 1),
        (("ii)", "iii)"), 2),
        (("(7)", "(8)"), 7),
    ],
)
def test_numbered_lists(markers, start):
    doc, _ = read(page("\n".join(f"  {marker} item" for marker in markers)))
    assert doc.sections[0].blocks == (
        ca.List([ca.ListItem(ca.claim("item", id=f"c{n}")) for n in (2, 3)], ordered=True, start=start),
    )


def test_what_is_no_list():
    doc, _ = read(page("vi) sixth", "xiix) none.", "-5 degrees are too cold.", "e.g. this."))
    assert [type(block) for block in doc.sections[0].blocks] == [ca.List, *[ca.Paragraph] * 3]


def test_a_numbered_list_and_bullets_side_by_side():
    doc, _ = read(page("1. one\n• below one\n2. two\n\n• apart\n• from it"))
    (first,) = doc.sections[0].blocks
    assert [len(item.blocks) for item in first.items] == [2, 2]
    doc, _ = read(page("• one\n1. two"))
    assert [block.ordered for block in doc.sections[0].blocks] == [False, True]


def test_more_of_an_item():
    """An indented line goes on with the item; after a blank line it is a paragraph of its own."""
    doc, _ = read(page("  • one\n    and more 1\n\n    another paragraph. 2\n  • two"))
    first, second = doc.sections[0].blocks[0].items
    assert [ca.plain_text(block) for block in first.blocks] == ["one and more", "another paragraph."]
    assert len(second.blocks) == 1


def test_title_before_the_notices():
    doc, _ = read("What?\n\nWhat Helps in Gout\n\nLast updated: 2026-01-02\n\nColchicine helps. 1")
    assert ca.plain_text(doc.title) == "What Helps in Gout"
    assert ca.plain_text(doc.answer) == "Colchicine helps."
    assert not doc.notices


def test_title_after_sentences():
    doc, problems = read("What?\n\nThis page was made by our team.\n\nWhat Helps\n\nColchicine helps. 1")
    assert ca.plain_text(doc.title) == "What Helps"
    assert [ca.plain_text(notice) for notice in doc.notices] == ["This page was made by our team."]
    assert "notice-unknown" in {problem.code for problem in problems}


def test_a_section_is_no_title():
    doc, problems = read("What?\n\nBottom Line\n\nColchicine helps. 1")
    assert not doc.title
    assert [ca.plain_text(section.title) for section in doc.sections] == ["Bottom Line"]
    assert "title-missing" in {problem.code for problem in problems}
    doc, _ = read("What?\n\nWhat Helps\n\nOverview\n\nColchicine helps. 1")
    assert (ca.plain_text(doc.title), len(doc.answer), len(doc.sections)) == ("What Helps", 0, 1)


def test_title_with_lists_only():
    doc, _ = read("What?\n\nWhat Helps\n\nFirst Steps\n\n• Colchicine 1\n")
    assert (ca.plain_text(doc.title), len(doc.answer), len(doc.sections)) == ("What Helps", 0, 1)
    doc, _ = read("What?\n\nBottom Line\n\n• Colchicine 1\n")
    assert (ca.plain_text(doc.title), len(doc.sections)) == ("", 1)


def test_a_title_may_ask():
    doc, _ = read("What?\n\nwhat helps in gout?\n\nColchicine helps. 1")
    assert ca.plain_text(doc.title) == "what helps in gout?"


def test_long_lines_are_no_headings():
    long = "word " * 40 + "end"
    doc, problems = read(page(long))
    assert ca.plain_text(doc.sections[0].blocks) == long
    assert "heading" in {problem.code for problem in problems}


def test_status_at_the_end_of_the_page():
    doc, _ = read(page("  • one 1") + "\n\nRelated Questions\n\nWhy?\n\nArticle Review Status\n✓ Approved\n\nAnd how?")
    assert doc.review.status == "approved"
    assert [question.text for question in doc.related_questions] == ["Why?", "And how?"]


def test_very_long_lines_are_no_notices():
    doc, _ = read(f"What?\n\nEducational purpose only {'x' * 700}.\n\nRelated Questions\n\n{'y' * 700}")
    assert not doc.notices
    assert len(doc.related_questions) == 1


def test_updated_is_an_ordinary_word_too():
    doc, _ = read(page("Updated guidelines recommend colchicine. 1"))
    assert doc.updated is None
    assert texts(doc)[-1] == "Updated guidelines recommend colchicine."


def test_references_without_numbers():
    doc, problems = read(page("  • one 2") + "\n\nReferences\n\n• Roe J. One.\n• Doe J. Two.")
    assert [(each.id, each.text) for each in doc.references][:2] == [("1", "Roe J. One."), ("2", "Doe J. Two.")]
    assert "references-unnumbered" in {problem.code for problem in problems}


def test_references_with_a_number_twice():
    doc, problems = read(page() + "\n\nReferences\n\n1. One.\n1. Other.\n0. None.\n¹² Twelve.\n2019 is a year.")
    assert [each.id for each in doc.references] == ["1", "2", "12", "3"]
    assert doc.references[1].text == "Other. 0. None."
    assert doc.references[2].text == "Twelve. 2019 is a year."
    assert "reference-number" in {problem.code for problem in problems}


@pytest.mark.parametrize(
    "entry, fields",
    [
        ("Roe J. A. J X. 2020 Feb 30;1:2.", {"issued": None, "title": ()}),
        (
            "Roe J. A title of it. J X. 2020 Feb 30;1:2.",
            {"issued": ca.PartialDate(2020, 2), "volume": "1", "pages": "2"},
        ),
        ("Roe J. A title of it. J X. 2020 Feb 29;1:2.", {"issued": ca.PartialDate(2020, 2, 29)}),
        ("Roe J, Doe A. A title of it. J X 2020; 4: l456.", {"container_title": "J X", "volume": "4", "pages": "l456"}),
        ("A guideline—2024. Diabetes Care 2024;47(Suppl 1):S1-S4.", {"title": (), "issued": ca.PartialDate(2024)}),
        ("Someone else entirely. A title of it. J X. 2020;1:2.", {"authors": (), "container_title": "J X"}),
        ("A book (2019) and its second part (2021).", {"issued": None}),
        ("Drug label. 2019. ISBN 978-3-16-148410-0.", {"isbn": "978-3-16-148410-0", "issued": ca.PartialDate(2019)}),
        ("See (doi:10.1000/xyz(12)).", {"doi": "10.1000/xyz(12)"}),
        ("https://doi.org/10.1000/182.", {"doi": "10.1000/182", "url": None}),
        ("http://user@example.org/ is no link.", {"url": None}),
        ("https://example.org/a, accessed 2020.", {"url": "https://example.org/a", "issued": None}),
        ("PMC7383595; NCT01234567", {"pmcid": "PMC7383595", "nct": "NCT01234567"}),
    ],
)
def test_reference_entries(entry, fields):
    doc, _ = read(page() + f"\n\nReferences\n\n1. {entry}")
    reference = doc.references[0]
    assert reference.text == entry
    assert {name: getattr(reference, name) for name in fields} == fields


def test_references_are_written_in_full():
    reference = ca.Reference(
        "1",
        title="A trial",
        authors=[ca.Person(family="Roe", given="J"), ca.Organization("Group")],
        container_title="J Invent",
        issued=ca.PartialDate(2020),
        volume="1",
        issue="2",
        pages="3-4",
        doi="10.5555/1",
        pmid="1",
        url="https://example.org/",
    )
    others = [ca.Reference("2", title="Why?", pages="9"), ca.Reference("3", text="As printed"), ca.Reference("4")]
    text = ca.to_text(ca.ClinicalAnswer("Q?", references=[reference, *others]))
    assert text == (
        "Q?\n\nReferences\n\n"
        "1. Roe J, Group. A trial. J Invent. 2020;1(2):3-4. doi:10.5555/1. PMID: 1. https://example.org/\n"
        "2. Why? 9.\n3. As printed\n"
    )


def test_uneven_tables():
    doc, problems = read(
        page("a\tb\tc\nd\te\n\nx|y.\n\n| one |\n| two |\n\n|---|\n| 1 | 2 |\n| 3 | 4 |\n\n|---|\n|---|")
    )
    tables = [block for block in doc.sections[0].blocks if isinstance(block, ca.Table)]
    assert [len(table.rows[0].cells) for table in tables] == [3, 1, 2]
    assert [len(table.header) for table in tables] == [1, 1, 0]
    assert {"table-width", "table-empty"} <= {problem.code for problem in problems}


def test_reference_columns_of_tables():
    doc, _ = read(page("Drug\tRefs\nColchicine\t1, 3\nNaproxen\t[2]\nIbuprofen\tnone"))
    cells = [row.cells[1].content for row in doc.sections[0].blocks[0].rows]
    assert cells[:2] == [(ca.cite("1", "3"),), (ca.cite("2"),)]
    assert ca.plain_text(cells[2]) == "none"


def test_every_block_is_written():
    doc = ca.ClinicalAnswer(
        "Q?",
        answer=[
            "Not a heading",
            ca.DefinitionList([ca.Definition("eGFR", "estimated rate")]),
            ca.Table(
                [ca.Row([ca.Cell("a", rowspan=2), ca.Cell("b | c")]), ca.Row([ca.Cell("d")])],
                header=[ca.Row([ca.Cell("x", colspan=2)])],
                caption="Table 1. Letters",
                notes="A note.",
            ),
            ca.Callout("warning", "Stop it.", title="Beware"),
            ca.Callout("evidence-gap", "Unknown."),
            ca.Quote("Said so.", attribution="Roe", ref="9"),
            ca.Quote("Anonymous."),
            ca.Figure("https://example.org/a.png", alt="a graph", caption="Of it"),
            ca.List([ca.ListItem([ca.List([ca.ListItem("in")]), "on", "off"])], ordered=True, start=3),
        ],
    )
    assert ca.to_text(doc) == (
        "Q?\n\n  Not a heading\n\n  • eGFR estimated rate\n\n"
        "Table 1. Letters\nx\t\na\tb | c\n\td\nA note.\n\n"
        "  Warning: Beware\n\nStop it.\n\n  Evidence gap\n\nUnknown.\n\n"
        "Said so.\n\n  — Roe [9]\n\nAnonymous.\n\n  Figure: a graph Of it\n\n"
        "  3. • in\n\n  on\n\n  off\n"
    )


def test_review_is_written_and_read():
    review = ca.Review(
        [
            ca.ReviewEvent("submitted"),
            ca.ReviewEvent(
                "approved", date=dt.date(2026, 3, 3), by=ca.Contributor(ca.Person(literal="Jane Roe"), role="reviewer")
            ),
        ],
        stages=["Submitted", "Under Review", "Approved"],
    )
    doc = ca.ClinicalAnswer("Q?", title="What Helps", answer="It helps.", review=review, published=dt.date(2026, 1, 2))
    text = ca.to_text(doc)
    assert "✓ Submitted\n○ Under Review\n✓ Approved by Jane Roe on March 3, 2026\n" in text
    again = ca.from_text(text, claims="none")
    assert (again.review, again.published) == (review, doc.published)


def test_reference_ids_that_are_no_numbers_get_numbers():
    doc = ca.ClinicalAnswer(
        "Q?",
        answer=ca.claim("It helps.", ["Roe2020", "1", "gone", "2"]),
        references=[ca.Reference("1"), ca.Reference("Roe2020")],
    )
    assert "It helps. [2, 1, 3, 4]" in ca.to_text(doc)


def test_deep_outline_within_limits():
    deep = "\n".join("  " * level + "• level" for level in range(200))
    doc, problems = read(page(deep))
    assert texts(doc)[1:] == ["level"] * 200
    assert "list-depth" in {problem.code for problem in problems}


def test_too_many_lines_are_refused(monkeypatch):
    monkeypatch.setattr("clinanswer.text._lines.MAX_NODES", 10)
    with pytest.raises(ca.ReadError, match="at most"):
        ca.from_text("\n" * 20)


# -------------------------------------------------------------------------------------------------- laws


def squeezed(text: str) -> str:
    return " ".join(text.split())


def without_citations(text: str) -> str:
    return squeezed(re.sub(r" \[[0-9, ]+\]", "", text))


@given(s.documents())
def test_text_holds_every_claims_words(doc):
    """Page text has no place for much, but every claim is in it, whole: a group of citations waits for a word's end."""
    text = ca.to_text(doc)
    for claim in ca.iter_claims(doc):
        assert all(word in text for word in claim.text.split())
        if not re.search(r"[\[\]]", claim.text):
            alone = ca.to_text(ca.ClinicalAnswer("Q?", answer=claim))
            assert squeezed(claim.text) in without_citations(alone)


@given(s.documents())
def test_what_is_written_can_be_read(doc):
    """Whatever the document, its page text is one that the reader takes, unless there is nothing in it."""
    text = ca.to_text(doc)
    if text.strip("\ufeff\u200b\u2060 \n\t"):
        assert isinstance(ca.from_text(text), ca.ClinicalAnswer)


_pieces = st.sampled_from(
    [
        "What helps?", "Title of It", "It helps. 1, 2", "  • one 1", "    ◦ two [2]", "\t- three²", "1. four", "(2) five 3.",
        "a\tb\tc", "| a | b |", "|---|---|", "Related Questions", "References", "[1] Roe J. Title of it. J. 2020;1:2.",
        "Disclaimer: none", "Article Review Status", "Approved ✓", "Last updated: 2026-02-30", "Personalize", "1", "[1]",
        "•", "", "", "\r\n", "\x00", "\u2028", "Sources", "10.1000/x).", "Answer:", "First-Line", "Treatment", "Table 1. X",
    ]
)  # fmt: skip


@given(st.lists(_pieces | s.some_text | st.text(max_size=20), max_size=14).map("\n".join))
@example("1.\n1.\n1.")
@example("Q\n\n\t\n|\n|\n| |")
def test_reader_raises_nothing_but_read_errors(text):
    try:
        doc = ca.from_text(text)
    except ca.ReadError:
        return
    assert ca.to_text(doc)


@given(st.binary(max_size=60))
def test_reader_takes_any_bytes(data):
    with contextlib.suppress(ca.ReadError):
        assert ca.from_text(data).question.text


_plain_words = st.lists(st.sampled_from(["pain", "fever", "iron", "sleep", "dose", "helps", "settles", "often", "never", "both", "adults"]), min_size=2, max_size=6)  # fmt: skip
_groups = st.lists(st.integers(1, 9), max_size=3, unique=True).map(sorted).map(lambda refs: tuple(map(str, refs)))
_claims = st.builds(lambda words, refs: ca.claim(" ".join(words), refs), _plain_words, _groups)


@st.composite
def plain_documents(draw):
    """Documents as pages print them: a title, an answer of sentences, sections of lists."""
    sections = [
        ca.Section(
            draw(st.sampled_from(["Oral Iron", "How It Works", "Bottom Line", "Special Groups"])),
            [ca.List([ca.ListItem(claim) for claim in draw(st.lists(_claims, min_size=1, max_size=3))])],
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    answer = ca.claim(" ".join(draw(_plain_words)).capitalize() + ".", draw(_groups))
    refs = {
        ref for claim in ca.iter_claims(ca.ClinicalAnswer("?", answer=answer, sections=sections)) for ref in claim.refs
    }
    references = [ca.Reference(ref) for ref in sorted(refs)]
    return ca.ClinicalAnswer("What helps?", title="What Helps", answer=answer, sections=sections, references=references)


@given(plain_documents())
def test_plain_documents_keep_claims_and_citations(doc):
    again = ca.from_text(ca.to_text(doc))
    assert [(c.text, c.refs) for c in ca.iter_claims(again)] == [(c.text, c.refs) for c in ca.iter_claims(doc)]
    assert [ca.plain_text(each.title) for each in again.sections] == [
        ca.plain_text(each.title) for each in doc.sections
    ]
    assert again.references == doc.references
