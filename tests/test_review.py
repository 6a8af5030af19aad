"""The review: the table of steps, the events that steps add, and the digest that an approval holds."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import clinanswer as ca
import strategies
from clinanswer import review

ALDER = ca.Contributor(ca.Person("Alder", "A."), role="medical-reviewer")
DAY = dt.date(2026, 2, 1)
DOC = ca.ClinicalAnswer("Q?", answer=ca.claim("Start low.", ["1"]), references=[ca.Reference("1", text="A work.")])
FUNCTIONS = {name: getattr(ca, name) for name in review.STEPS}


def at(status):
    """The document in a status."""
    if status is ca.ReviewStatus.UNKNOWN:
        return DOC
    return attrs.evolve(DOC, review=ca.Review([ca.ReviewEvent(status, date=DAY)]))


EXPECTED = {
    "submit": {"unknown", "draft", "changes-requested", "rejected", "withdrawn"},
    "approve": {"submitted", "under-review"},
    "request_changes": {"submitted", "under-review"},
    "reject": {"submitted", "under-review"},
    "withdraw": {"unknown", "draft", "submitted", "under-review", "changes-requested", "approved"},
    "retract": {"approved", "withdrawn"},
    "amend": {"draft", "submitted", "under-review", "changes-requested", "approved"},
}
LEADS = {
    "submit": "submitted", "approve": "approved", "request_changes": "changes-requested", "reject": "rejected",
    "withdraw": "withdrawn", "retract": "retracted",
}  # fmt: skip


@pytest.mark.parametrize("status", ca.ReviewStatus)
@pytest.mark.parametrize("name", EXPECTED)
def test_the_table_of_steps(name, status):
    doc = at(status)
    if status in EXPECTED[name]:
        done = FUNCTIONS[name](doc, by=ALDER, on=DAY, note="Why.")
        event = done.review.events[-1]
        amended = "under-review" if status == "approved" else status
        assert done.review.status == (amended if name == "amend" else LEADS[name])
        assert (event.by, event.date, event.note) == (ALDER, DAY, "Why.")
        assert event.digest == (ca.digest(doc) if name == "approve" else None)
        assert attrs.evolve(done, review=doc.review) == doc
    else:
        with pytest.raises(ca.ReviewError) as error:
            FUNCTIONS[name](doc, by=ALDER, on=DAY)
        assert str(error.value).startswith(
            f"cannot {name.replace('_', ' ')}: the document's review status is {status}; "
        )
        for step in review.possible(doc):
            assert step in str(error.value)


def test_what_an_error_says():
    with pytest.raises(ca.ReviewError) as error:
        ca.approve(DOC, by=ALDER, on=DAY)
    assert str(error.value) == (
        "cannot approve: the document's review status is unknown; possible from there: submit, withdraw"
    )
    with pytest.raises(ca.ReviewError) as error:
        ca.amend(at("retracted"), by=ALDER, on=DAY)
    assert str(error.value).endswith("is retracted; nothing is possible from there")


def test_time_does_not_run_backwards():
    early = dt.date(2026, 1, 31)
    with pytest.raises(ca.ReviewError) as error:
        ca.approve(at("submitted"), by=ALDER, on=early)
    assert str(error.value) == "cannot approve on 2026-01-31: the last event is of 2026-02-01; use that or later"
    assert ca.approve(at("submitted"), by=ALDER, on=None).review.events[-1].date is None


def test_a_reviewer_may_be_given_without_a_role():
    done = ca.submit(DOC, by=ca.Organization("Board"), on=DAY)
    assert done.review.events[-1].by == ca.Contributor(ca.Organization("Board"))
    assert ca.submit(DOC, by=None, on=DAY).review.events[-1].by is None


def test_the_whole_course_and_what_the_checker_says_of_it():
    def codes(doc):
        return set(ca.check(doc, today=dt.date(2026, 6, 1), select=["CW"]).counts)

    doc = ca.submit(DOC, by=ALDER, on=DAY)
    doc = ca.request_changes(doc, by=ALDER, on=DAY, note="Say how low.")
    doc = ca.submit(attrs.evolve(doc, answer=ca.claim("Start at 5 mg.", ["1"])), by=ALDER, on=DAY)
    doc = ca.approve(doc, by=ALDER, on=dt.date(2026, 2, 2))
    assert codes(doc) == set()
    outside = attrs.evolve(doc, language="en", keywords=["gout"], extras={"suppress": "CW04: known"})
    assert codes(outside) == set()
    reworded = attrs.evolve(doc, answer=ca.claim("Start at 50 mg.", ["1"]))
    assert codes(reworded) == {"CW02"}
    amended = ca.amend(reworded, by=ALDER, on=dt.date(2026, 2, 3))
    assert codes(amended) == set()
    again = ca.approve(amended, by=ALDER, on=dt.date(2026, 2, 4))
    assert codes(again) == set()
    assert codes(ca.withdraw(again, by=ALDER, on=dt.date(2026, 2, 5))) == {"CW03"}
    assert codes(ca.retract(again, by=ALDER, on=dt.date(2026, 2, 5), note="A wrong dose.")) == set()


def test_an_approval_outlives_round_trips_and_extras():
    doc = ca.approve(at("submitted"), by=ALDER, on=DAY)
    marked = attrs.evolve(doc, answer=ca.Claim(("Start low.", ca.cite("1")), extras={"suppress": "CC01: known"}))
    for each in (
        doc,
        marked,
        ca.from_json(ca.to_json(doc)),
        ca.from_html(ca.to_html(doc)),
        ca.from_jats(ca.to_jats(doc)),
    ):
        assert "CW02" not in ca.check(each, today=DAY).counts


@given(strategies.documents(), st.lists(st.sampled_from(sorted(FUNCTIONS)), max_size=6))
def test_any_course_of_steps_leaves_the_content_alone(doc, names):
    before = attrs.evolve(doc, review=ca.Review())
    for name in names:
        if doc.review.status in review.STEPS[name]:
            doc = FUNCTIONS[name](doc, by=ALDER, on=None)
            assert ca.digest(doc) == ca.digest(before)
            if name == "approve":
                assert "CW02" not in ca.check(doc, select=["CW02"]).counts
    assert attrs.evolve(doc, review=ca.Review()) == before
