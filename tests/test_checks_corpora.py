"""Rules that read words, each against a corpus of sentences that should make it fire and of those chosen to tempt it.

`tests/cases/checks-CODE/fires.txt` and `silent.txt` hold a case a line; `#` begins a comment.
"""

import datetime as dt
import json

import pytest

import clinanswer as ca
import outside

CASES = outside.ROOT / "tests" / "cases"
TODAY = dt.date(2026, 6, 1)
FOR_PROFESSIONALS = ca.Disclaimer("This information is intended for healthcare professionals.")
REFERENCES = [ca.Reference(str(number), text=f"Work {number}.") for number in range(1, 6)]


def _cited(line):
    return ca.ClinicalAnswer("?", answer=[ca.claim(line, ["1"])], references=REFERENCES), None


def _uncited(line):
    return ca.ClinicalAnswer("?", answer=[ca.claim(line)]), None


def _pair(line):
    first, second = line.split(" ||| ")
    return ca.ClinicalAnswer(
        "Is this another question?", related_questions=map(ca.RelatedQuestion, (first, second))
    ), None


def _quotation(line):
    source, quote = line.split(" ||| ")
    return ca.ClinicalAnswer("?", answer=[ca.claim("It is so.", [ca.Citation("1", quote=quote)])]), {"1": source}


def _references(line):
    references = []
    for number, fields in enumerate(json.loads(line)):
        if "issued" in fields:
            fields["issued"] = ca.PartialDate(fields["issued"])
        references.append(ca.Reference(str(number), **fields))
    return ca.ClinicalAnswer("?", references=references), None


BUILD = {
    "CD09": lambda line: (
        ca.ClinicalAnswer("?", answer=[ca.claim(line, ["1"])], disclaimers=[FOR_PROFESSIONALS]),
        None,
    ),
    "CD12": _pair,
    "CC06": _quotation,
    "CN01": _uncited,
    "CN02": _cited,
    "CN03": lambda line: (ca.ClinicalAnswer(line), None),
    "CR03": _references,
    "CT01": _cited,
    "CW04": lambda line: (ca.ClinicalAnswer("?", notices=[ca.Notice(ca.NoticeKind.BOARD, line)]), None),
}


def lines(code, name):
    """The cases of a corpus."""
    (path,) = (CASES / f"checks-{code}").glob(f"{name}.*")
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def fires(code, line):
    """Whether the rule fires on a case."""
    doc, sources = BUILD[code](line)
    return code in ca.check(doc, sources=sources, today=TODAY).counts


@pytest.mark.parametrize("code", BUILD)
def test_what_is_wrong_is_found(code):
    assert [line for line in lines(code, "fires") if not fires(code, line)] == []


@pytest.mark.parametrize("code", BUILD)
def test_what_tempts_the_rule_is_left_alone(code):
    assert [line for line in lines(code, "silent") if fires(code, line)] == []


def test_the_corpora_are_large_enough_to_mean_something():
    for code in BUILD:
        assert len(lines(code, "fires")) >= 5, code
        assert len(lines(code, "silent")) >= 10, code


def test_words_in_titles_of_references_are_not_the_documents_own():
    references = [
        ca.Reference("1", title="Aspirin 1.0 mg QD reduces risk by 20% in your patients", container_title="J Test"),
        ca.Reference("2", text="Alder A. Give .5 mg. J Test. 2020;38(2):100 mg-5 U [3] ."),
    ]
    doc = ca.ClinicalAnswer(
        "?", answer=[ca.claim("It works.", ["1", "2"])], references=references, disclaimers=[FOR_PROFESSIONALS]
    )
    assert ca.check(doc, select=["CN", "CT", "CD09"], today=TODAY).counts == {}


def test_quotations_are_not_ours_to_change():
    quote = ca.Quote(ca.claim("Give 1.0 mg QD to your painful knee [3]."), ref="1")
    doc = ca.ClinicalAnswer("?", answer=[quote], references=REFERENCES[:1], disclaimers=[FOR_PROFESSIONALS])
    assert ca.check(doc, select=["CN", "CT", "CD09", "CC01"], today=TODAY).counts == {}
