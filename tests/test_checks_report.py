"""Selection, severity, configuration, suppression, and how reports read: text, JSON, SARIF."""

import datetime as dt
import json

import attrs
import jsonschema
import pytest
from hypothesis import given

import clinanswer as ca
import outside
import strategies
from clinanswer.checks import Config, find_config, load_config, to_sarif
from clinanswer.checks.report import excerpt

TODAY = dt.date(2026, 6, 1)
DOC = ca.ClinicalAnswer(
    "How is gout treated?",
    title="Gout",
    language="en",
    id="gout",
    answer=[ca.claim("Give 1.0 mg colchicine twice.", ["1"], id="c1"), ca.claim("It helps.", id="c2")],
    references=[ca.Reference("1", text="Alder A. Gout. 2020.", doi="doi:10.5555/1")],
    disclaimers=[ca.Disclaimer("No substitute for judgement.")],
)


def check(doc=DOC, **options):
    return ca.check(doc, today=TODAY, **options)


# ---------------------------------------------------------------------------------------- which rules, how severe


def test_a_report_is_a_sequence_of_findings_errors_first():
    report = check(attrs.evolve(DOC, title=(), updated=dt.date(2030, 1, 1)))
    assert [finding.code for finding in report] == ["CD08", "CD03", "CC01", "CN02", "CR05"]
    assert report[0].severity is ca.Severity.ERROR
    assert report[1:3] == tuple(report)[1:3]
    assert len(report) == 5
    assert (len(report.errors), len(report.warnings), len(report.infos)) == (1, 3, 1)
    assert report.counts == {"CC01": 1, "CD03": 1, "CD08": 1, "CN02": 1, "CR05": 1}
    assert [finding.code for finding in report.fixable] == ["CR05"]
    assert repr(report) == "<Report 1 error, 3 warnings, 1 hint: CC01 × 1, CD03 × 1, CD08 × 1, CN02 × 1, CR05 × 1>"
    assert str(report[2]) == (
        "$.answer[1].content[0] (c2): warning: the claim has no citation; cite its source, or mark it as what it is "
        "(text, not a claim) [CC01]"
    )


@pytest.mark.parametrize(
    "options,found",
    [
        ({}, ["CC01", "CN02", "CR05"]),
        ({"select": "CC"}, ["CC01"]),
        ({"select": ["CC", "CR05"]}, ["CC01", "CR05"]),
        ({"select": "CC,CR"}, ["CC01", "CR05"]),
        ({"ignore": ["C"]}, []),
        ({"ignore": ["CN", "CR05"]}, ["CC01"]),
        ({"select": ["C"], "ignore": ["CC"]}, ["CN02", "CR05"]),
        ({"select": ["CC01"], "ignore": ["CC"]}, ["CC01"]),
        ({"select": ["CC"], "ignore": ["CC"]}, []),
    ],
)
def test_the_longer_code_decides(options, found):
    assert [finding.code for finding in check(**options)] == found


def test_severities_by_code_and_prefix():
    report = check(severity={"C": "info", "CC01": "error"})
    assert [(finding.code, finding.severity) for finding in report] == [
        ("CC01", "error"),
        ("CN02", "info"),
        ("CR05", "info"),
    ]
    approved = attrs.evolve(DOC, review=ca.Review([ca.ReviewEvent("approved")]))
    assert {f.severity for f in check(approved, severity={"CC01": "info"}) if f.code == "CC01"} == {"info"}


@pytest.mark.parametrize("option", ["select", "ignore", "severity"])
def test_unknown_codes_are_errors(option):
    value = {"CC99": "error"} if option == "severity" else ["CC99"]
    with pytest.raises(ValueError) as error:
        check(**{option: value})
    assert str(error.value).startswith("no rule has the code 'CC99'; did you mean 'CC")
    with pytest.raises(ValueError) as error:
        check(severity={"CC01": "fatal"})
    assert str(error.value) == "'fatal' is no severity for CC01; use one of: error, warning, info"


def test_rules_of_ones_own():
    @ca.rule("LOCAL01", "error")
    def no_colchicine(facts):
        """Colchicine is not in our formulary.

        The formulary of 2026 has no colchicine.
        """
        for words in facts.claims:
            at = words.text.find("colchicine")
            if at >= 0:
                yield ca.Hit(
                    words.place, "colchicine is not in our formulary", words.where, text=words.text, span=(at, at + 10)
                )

    def plain(facts):
        yield ca.Finding("PLAIN01", ca.Severity.INFO, "$", f"{len(facts.claims)} claims")

    @ca.rule("LOCAL02")
    def finding(facts):
        yield ca.Finding("LOCAL02", ca.Severity.INFO, "$", "as it is")

    rules = (no_colchicine, plain, finding)
    report = check(rules=rules)
    assert [(each.code, each.path, each.message) for each in report] == [
        ("LOCAL01", "$.answer[0].content[0]", "colchicine is not in our formulary"),
        ("PLAIN01", "$", "2 claims"),
        ("LOCAL02", "$", "as it is"),
    ]
    assert report.reason("LOCAL01") == "The formulary of 2026 has no colchicine."
    assert report.reason("CC01") == ""
    assert (no_colchicine.title, no_colchicine.name) == ("Colchicine is not in our formulary.", "no-colchicine")
    assert finding.example("Fires") is None
    assert finding.reason == ""
    assert [each.code for each in check(rules=(*ca.DEFAULT_RULES, *rules), select=["LOCAL", "PLAIN"])] == [
        "LOCAL01",
        "PLAIN01",
        "LOCAL02",
    ]
    assert [each.code for each in check(rules=rules, ignore=["PLAIN01"])] == ["LOCAL01", "LOCAL02"]
    assert list(no_colchicine(ca.Facts(DOC, TODAY)))
    with pytest.raises(ValueError) as error:
        ca.rule("local1")
    assert str(error.value) == (
        "'local1' is not a rule code; use one to eight capitals and two to four digits, as in LOCAL01"
    )
    with pytest.raises(ValueError):
        ca.rule("LOCAL01", "fatal")
    with pytest.raises(TypeError) as wrong:
        check(rules=[no_colchicine.check])
    assert str(wrong.value) == "no_colchicine yields a Hit; make it a rule with rule(code), or yield Findings"
    assert ca.Finding("PLAIN01", "info", "$", "x").severity is ca.Severity.INFO


def test_the_date_of_today_is_the_default():
    past = attrs.evolve(DOC, expires=dt.date(2000, 1, 1))
    assert "CW03" in ca.check(past).counts


# -------------------------------------------------------------------------------------------------- configuration


def test_configuration_from_a_file(tmp_path):
    project = tmp_path / "pyproject.toml"
    project.write_text('[tool.clinanswer]\nselect = ["C"]\nignore = ["CR05"]\nseverity = { CC01 = "error" }\n')
    config = load_config(project)
    assert config == Config(("C",), ("CR05",), {"CC01": ca.Severity.ERROR})
    assert [(f.code, f.severity) for f in check(config=project)] == [("CC01", "error"), ("CN02", "warning")]
    assert [f.code for f in check(config=config, ignore="CN", severity={"CC01": "info"})] == ["CC01"]
    assert [f.code for f in check(config=str(project), select="CN02")] == ["CN02"]
    own = tmp_path / "rules.toml"
    own.write_text('ignore = ["CC"]\n')
    assert load_config(own).ignore == ("CC",)


def test_the_nearest_configuration_is_found(tmp_path):
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "clinanswer.toml").write_text("")
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert find_config(below) == tmp_path / "clinanswer.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.clinanswer]\n")
    assert find_config(below) == tmp_path / "a" / "pyproject.toml"
    (tmp_path / "a" / "clinanswer.toml").write_text("")
    assert find_config(below) == tmp_path / "a" / "clinanswer.toml"
    (below / "pyproject.toml").write_text("not = [toml")
    assert find_config(below) == below / "pyproject.toml"
    (below / "pyproject.toml").write_text("tool = 5")
    assert find_config(below) == tmp_path / "a" / "clinanswer.toml"


@pytest.mark.parametrize(
    "text,said",
    [
        ("selekt = []", "unknown key 'selekt'; did you mean 'select'?"),
        ('select = "CC"', "select must be a list of codes"),
        ("ignore = [1]", "ignore must be a list of codes"),
        ("severity = []", "severity must be a table"),
        ('severity = { CC01 = "bad" }', "'bad' is no severity for CC01"),
        ("select = [", "rules.toml: "),
    ],
)
def test_bad_configuration_says_what_is_wrong(tmp_path, text, said):
    path = tmp_path / "rules.toml"
    path.write_text(text)
    with pytest.raises(ValueError) as error:
        load_config(path)
    assert str(error.value).startswith(str(path))
    assert said in str(error.value)


def test_a_pyproject_whose_tool_is_no_table(tmp_path):
    path = tmp_path / "pyproject.toml"
    path.write_text("tool = 5")
    with pytest.raises(ValueError):
        load_config(path)


# ---------------------------------------------------------------------------------------------------- suppression


def suppressing(value, claim=None, reference=None):
    answer = [ca.claim("Give 1.0 mg.", ["1"], id="c1"), ca.Claim("It helps.", id="c2", extras=claim)]
    reference = ca.Reference("1", text="A.", doi="doi:10.5555/1", extras=reference)
    return attrs.evolve(DOC, answer=answer, references=[reference], extras=value)


@pytest.mark.parametrize(
    "value",
    ["CC01: known", ["CC01: known"], {"CC01": "known"}, "CC: known", "CC01, CC09: known", ["CC09: x", "CC01: known"]],
)
def test_a_document_suppresses_with_a_reason(value):
    doc = suppressing({"suppress": value})
    report = check(doc)
    assert set(report.counts) == {"CN02", "CR05"}
    assert [(each.finding.code, each.reason) for each in report.suppressed] == [("CC01", "known")]
    assert report.to_text().endswith("1 warning, 1 hint; 1 can be fixed; 1 suppressed\n")
    assert ca.digest(doc) == ca.digest(suppressing(None))


def test_claims_and_references_suppress_what_is_theirs():
    doc = suppressing(None, {"suppress": "CC01: opinion", "other": 1}, {"suppress": "CR05: as printed"})
    assert set(check(doc).counts) == {"CN02"}
    elsewhere = suppressing(None, {"suppress": "CN02: not this claim's"})
    assert set(check(elsewhere).counts) == {"CC01", "CN02", "CR05"}


@pytest.mark.parametrize(
    "value,said",
    [
        ("CC01", "the suppression of CC01 gives no reason"),
        ("CC01:  ", "gives no reason"),
        ("CC99: known", "names 'CC99', which no rule has; did you mean 'CC"),
        (": known", "names no code"),
        (5, "names no code"),
        ({"CC01": 5}, "gives no reason"),
    ],
)
def test_broken_suppressions_are_errors_and_suppress_nothing(value, said):
    report = check(suppressing({"suppress": value}))
    assert report[0].code == "CS01"
    assert report[0].path == "$.extras.suppress"
    assert said in report[0].message
    assert {"CC01", "CN02", "CR05"} <= set(report.counts)


def test_a_broken_suppression_cannot_be_suppressed():
    report = check(suppressing({"suppress": ["CS01: no", "CC01"]}))
    assert report.counts["CS01"] == 1
    assert "CS01" in check(suppressing({"suppress": "CC01"}), select=["CD"]).counts


def test_who_says_so_hears_nothing_of_broken_suppressions():
    assert "CS01" not in check(suppressing({"suppress": "CC01"}), ignore=["CS01"]).counts
    assert "CS01" in check(suppressing({"suppress": "CC01"}), ignore=["CD"]).counts


# ----------------------------------------------------------------------------------------------------------- text

EXPECTED = """\
warning[CC01]: the claim has no citation; cite its source, or mark it as what it is (text, not a claim)
  --> gout.json: $.answer[1].content[0] (c2)
   |
   | It helps.
   = why: That every statement can be followed to its source is what a clinical answer promises
          (HONcode, principle 4: attribution; ICMJE Recommendations, section IV.A.3.g). In an
          approved document it is an error.

info[CR05]: the DOI 'doi:10.5555/1' is written with more than itself; write '10.5555/1'
  --> gout.json: $.references[0].doi (1)
   |
   | doi:10.5555/1
   | ^^^^^^^^^^^^^
   = why: `doi:10.5555/1`, `https://doi.org/10.5555/1` and `10.5555/1` are one work, which programs
          take for three (JATS4R, Citations: identifiers are given bare). The fix takes off what
          stands before it. ORCID iDs are addresses by their own standard, and stay.
   = fix: write 10.5555/1

1 warning, 1 hint; 1 can be fixed
"""


def test_the_text_of_a_report():
    assert check(select=["CC01", "CR05"]).to_text(name="gout.json") == EXPECTED


def test_a_reason_is_given_once():
    doc = attrs.evolve(DOC, answer=[ca.claim("One."), ca.claim("Two.")])
    assert check(doc, select=["CC01"]).to_text().count("= why:") == 1


def test_colours_and_hidden_characters():
    doc = attrs.evolve(DOC, answer="Give 5\u202e01 mg")
    text = check(doc, select=["CT02"]).to_text(color=True)
    assert "\u202e" not in text
    assert "Give 5<U+202E>01 mg" in text
    assert "\x1b[1;31merror[CT02]\x1b[0m" in text
    assert "   |       \x1b[1;31m^^^^^^^^\x1b[0m" in text  # as wide as what is shown


def test_notebooks_show_a_report():
    assert "CR05" in check()._repr_html_()


def test_nothing_found():
    report = check(select=["CD01"])
    assert report.summary == "nothing found"
    assert str(report) == "nothing found\n"


def test_excerpts_of_long_texts():
    text = "a " * 100 + "HERE" + " b" * 100
    line, start, end = excerpt(text, (200, 204))
    assert line[start:end] == "HERE"
    assert len(line) <= 92
    assert line[0] == line[-1] == "…"
    assert excerpt("a\n  b\tc", (0, 1)) == ("a b c", 0, 1)
    assert excerpt("short", None) == ("short", 0, 0)


def test_wide_and_combining_characters_are_underlined_where_they_stand():
    doc = attrs.evolve(DOC, answer=[ca.claim("痛みe\u0301 give 1.0 mg", ["1"])])
    lines = check(doc, select=["CN02"]).to_text().splitlines()
    assert lines[3] == "   | 痛みe\u0301 give 1.0 mg"
    assert lines[4] == "   |            ^^^^^^"


# ----------------------------------------------------------------------------------------------------- JSON, SARIF


def test_the_json_of_a_report():
    report = check(suppressing({"suppress": "CC01: known"}))
    given = json.loads(report.to_json())
    assert given["counts"] == {"error": 0, "warning": 1, "info": 1}
    assert given["title"] == "gout"
    assert given["findings"][0] == {
        "code": "CN02",
        "severity": "warning",
        "path": "$.answer[0].content[0]",
        "message": report[0].message,
        "where": "c1",
        "text": "Give 1.0 mg.",
        "span": [5, 11],
    }
    assert given["findings"][1]["fix"] == "write 10.5555/1"
    assert given["suppressed"][0]["reason"] == "known"


def test_the_sarif_of_reports():
    report = check(suppressing({"suppress": "CC01: known"}))
    log = json.loads(to_sarif([("a b/gout.json", report), ("/tmp/x.json", check(select=["CD01"]))]))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    rules = run["tool"]["driver"]["rules"]
    first = run["results"][0]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "CN02"
    assert first["level"] == "warning"
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/gout.json"
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert first["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "$.answer[0].content[0]"
    assert run["results"][-1]["suppressions"] == [{"kind": "inSource", "justification": "known"}]
    assert (
        first["partialFingerprints"]
        == json.loads(to_sarif([("elsewhere.json", report)]))["runs"][0]["results"][0]["partialFingerprints"]
    )


def test_a_document_of_json_lines_has_its_line():
    (run,) = json.loads(to_sarif([("in/c.jsonl:30", check())]))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "in/c.jsonl"}, "region": {"startLine": 30}}


def test_sarif_of_findings_whose_rule_is_not_known_and_of_rules_that_did_not_run():
    def plain(facts):
        yield ca.Finding("PLAIN01", ca.Severity.INFO, "$", "hello")

    @ca.rule("BARE01")
    def bare(facts):
        yield from ()

    quoting = attrs.evolve(DOC, answer=ca.claim("x", [ca.Citation("1", quote="q")]))
    log = json.loads(
        to_sarif([("x.json", check(quoting, rules=[plain, bare, *ca.DEFAULT_RULES], select=["PLAIN", "BARE", "CC06"]))])
    )
    run = log["runs"][0]
    assert {"id": "PLAIN01"} in run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"BARE01", "CS01", "PLAIN01"}
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("CC06 did not run: ")


@pytest.fixture(scope="module")
def sarif():
    """The standard's own schema."""
    return jsonschema.Draft202012Validator(json.loads(outside.sarif_schema().read_text("utf-8")))


@given(doc=strategies.documents())
def test_sarif_keeps_to_its_schema(sarif, doc):
    sarif.validate(json.loads(to_sarif([("x y.json", check(doc)), ("x.jsonl:3", check(doc))])))


def test_the_schema_of_sarif_refuses_what_it_does_not_define(sarif):
    log = json.loads(to_sarif([("x.json", check())]))
    log["runs"][0]["results"][0]["place"] = "$"
    assert [error.validator for error in sarif.iter_errors(log)] == ["additionalProperties"]
