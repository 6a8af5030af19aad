"""`resolve`: references filled from a list of works, and what is said of it."""

import attrs
import pytest
from hypothesis import given

import clinanswer as ca
import strategies
from clinanswer._resolve import resolve

GOUT = ca.Reference(
    "smith2020", title="Gout in old age", doi="10.5555/ABC", pmid="123", issued=ca.PartialDate(2020), kind="article"
)
STATINS = ca.Reference("roe2021", title="Statins in very old people: a trial", pmcid="PMC7", container_title="J Test")


def doc(*references):
    return ca.ClinicalAnswer("?", references=references)


def resolved(reference, *items):
    told = []
    (filled,) = resolve(doc(reference), items, report=told).references
    return filled, [problem.code for problem in told], "".join(problem.message for problem in told)


@pytest.mark.parametrize(
    "reference,by",
    [
        (ca.Reference("1", doi="https://doi.org/10.5555/abc"), "DOI"),
        (ca.Reference("1", pmid="PMID: 123"), "PMID"),
        (ca.Reference("1", title="Gout in Old Age."), "title"),
        (ca.Reference("smith2020"), "id"),
    ],
)
def test_ways_to_match(reference, by):
    filled, codes, message = resolved(reference, STATINS, GOUT)
    assert codes == ["resolved"]
    assert message == f"reference {reference.id!r} is filled from 'smith2020', matched by {by}"
    assert (filled.id, filled.issued, filled.kind) == (reference.id, GOUT.issued, GOUT.kind)
    for name in ("title", "doi", "pmid"):
        assert getattr(filled, name) == (getattr(reference, name) or getattr(GOUT, name))


def test_by_label_and_by_the_title_in_a_printed_citation():
    labelled = attrs.evolve(GOUT, extras={"label": "[3]"})
    assert resolved(ca.Reference("3"), labelled)[1] == ["resolved"]
    printed = ca.Reference("1", text="Roe R. Statins in very old people: a trial. J Test 2021.")
    filled, codes, message = resolved(printed, GOUT, STATINS)
    assert (filled.pmcid, filled.text, codes) == ("PMC7", printed.text, ["resolved"])
    assert message.endswith("by the title in its printed citation")
    assert resolved(ca.Reference("1", text="Statins in very elderly people: a trial."), STATINS)[1] == []


def test_an_id_is_enough_only_when_nothing_else_is_known():
    known = ca.Reference("smith2020", title="Another work")
    assert resolved(known, GOUT) == (known, [], "")


def test_several_that_match_and_none():
    other = attrs.evolve(GOUT, id="b", doi=None, pmid="9")
    filled, codes, message = resolved(ca.Reference("1", title="Gout in old age"), GOUT, other)
    assert (filled.doi, codes) == (None, ["ambiguous"])
    assert message == "reference '1': 'smith2020', 'b' all match by title; none is taken"
    again = attrs.evolve(GOUT, id="again")
    assert resolved(ca.Reference("1", title="Gout in old age"), GOUT, again)[1] == ["resolved"]
    assert resolved(ca.Reference("1"), GOUT)[1:] == (
        ["unmatched"],
        "reference '1' stays unresolved: no item matches it",
    )


def test_report_may_be_a_function_or_nothing():
    told = []
    whole = doc(ca.Reference("1"))
    assert resolve(whole, [], report=told.append) is whole
    assert [problem.path for problem in told] == ["$.references[0]"]
    assert resolve(whole, []) is whole


def test_items_are_references():
    with pytest.raises(TypeError) as error:
        resolve(doc(), [{"title": "x"}])
    assert str(error.value) == "expected references, got dict; read the list with one of the importers first"


@given(strategies.documents(), strategies.reference_lists())
def test_what_is_there_stays_and_once_is_enough(before, items):
    after = resolve(before, items)
    assert resolve(after, items) == after
    for old, new in zip(before.references, after.references, strict=True):
        assert old.id == new.id
        for field in attrs.fields(ca.Reference):
            if getattr(old, field.name):
                assert getattr(new, field.name) == getattr(old, field.name)
