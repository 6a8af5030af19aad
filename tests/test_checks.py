"""The checker: every rule on its own example, the whole report on the seed article, selection, suppression, fixes."""

import datetime as dt
import inspect
import re
import sys

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import clinanswer as ca
import outside
import strategies
from clinanswer import checks
from clinanswer.checks import _ids
from clinanswer.checks._facts import Facts, path_of
from clinanswer.checks._suppress import broken_suppression

TODAY = dt.date(2026, 6, 1)
RULES = (*ca.DEFAULT_RULES, broken_suppression)
SPECIFIED = re.findall(
    r"\S+",
    "CD01 CD02 CD03 CD04 CD05 CD07 CD08 CD09 CD10 CD11 CD12 CC01 CC02 CC03 CC04 CC05 CC06 CC08 CC09 CC10 CC11 "
    "CN01 CN02 CN03 CR01 CR02 CR03 CR04 CR05 CR06 CR07 CR08 CR09 CR10 CR11 CR12 CW01 CW02 CW03 CW04 CP01 CT01 CT02",
)
NAMES = {name: getattr(ca, name) for name in ca.__all__ if name[0].isupper() or name in {"cite", "claim", "digest"}} | {
    "date": dt.date
}


def check(doc, **options):
    return ca.check(doc, today=TODAY, **options)


def codes(doc, **options):
    return set(check(doc, **options).counts)


# ------------------------------------------------------------------------------------------------- the rules


def test_every_specified_rule_is_there_once():
    assert [rule.code for rule in ca.DEFAULT_RULES] == SPECIFIED


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("label", ["Fires", "Silent"])
def test_the_example_in_a_rules_docstring_does_what_it_says(rule, label):
    example = eval(rule.example(label), NAMES)
    doc, sources = example if isinstance(example, tuple) else (example, None)
    report = check(doc, sources=sources)
    assert (rule.code in report.counts) == (label == "Fires"), str(report)
    assert not report.not_run


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_says_what_is_wrong_and_why(rule):
    assert rule.title.endswith(".")
    assert len(rule.reason) > 60
    assert "Fires:" not in rule.reason
    assert rule.group in {
        "document",
        "claims",
        "quotes",
        "notation",
        "references",
        "identifiers",
        "workflow",
        "text",
        "_suppress",
    }
    assert len(inspect.getsource(rule.check).splitlines()) <= 60


SEED = [
    ("CD07", "warning", "$.language", None),
    ("CD09", "warning", "$.answer[0].content[0]", "c1"),
    ("CC01", "warning", "$.sections[6].blocks[0].content[2]", "c31"),
    *(("CR07", "warning", f"$.references[{number - 1}]", str(number)) for number in range(1, 7)),
    ("CW04", "warning", "$.notices[0].blocks[0]", None),
    ("CD12", "info", "$.related_questions[1]", None),
    ("CC09", "info", "$.references[0]", "1"),
]


def test_the_report_on_the_seed_article():
    doc = ca.from_text(outside.shared_dir("data", "seed-article.txt").read_bytes())
    report = check(doc)
    assert [(f.code, f.severity, f.path, f.where) for f in report] == SEED
    assert report.summary == "10 warnings, 2 hints"
    assert check(ca.from_json(ca.to_json(doc))) == report


@given(strategies.documents())
def test_checking_never_fails_and_what_it_says_holds_together(doc):
    report = check(doc, sources={"1": "Start low 5 mg"})
    paths = {path for path, _ in ca.locate(doc)}
    for finding in report:
        assert any(finding.path.startswith(path) for path in paths)
        assert finding.span is None or 0 <= finding.span[0] <= finding.span[1] <= len(finding.text)
    assert report.to_text(name="x", color=True)
    assert report.to_json()
    assert check(doc, sources={"1": "Start low 5 mg"}) == report


@given(strategies.documents())
def test_facts_agree_with_the_index(doc):
    """Rules and `ca.index` must not count coverage in two ways; a quotation with a source is the one difference."""
    facts, index = Facts(doc, TODAY), ca.index(doc)
    assert [path_of(words.place) for words in facts.claims] == list(index.paths)
    for words, path in zip(facts.claims, index.paths, strict=True):
        assert words.claim == index.claim(path)
        assert words.text == ca.plain_text(words.claim)
        assert tuple(words.own) == words.claim.citations
        if not words.quoted:
            assert tuple(words.support) == index.citations(path)
    body = attrs.evolve(doc, references=())
    everywhere = {node.ref for node in ca.walk(body) if isinstance(node, ca.Citation)}
    quoted = {node.ref for node in ca.walk(body) if isinstance(node, ca.Quote) and node.ref}
    assert facts.cited == everywhere | quoted


@given(strategies.documents())
def test_a_fix_is_idempotent_round_trips_and_leaves_nothing_to_fix(doc):
    report = check(doc)
    fixed = ca.fix(doc, report)
    assert ca.fix(fixed, report) == fixed
    assert ca.from_json(ca.to_json(fixed)) == fixed
    assert {finding.code for finding in check(fixed).fixable} == set()
    if not any(finding.code == "CT01" for finding in report.fixable):
        assert [claim.content for claim in ca.iter_claims(fixed)] == [claim.content for claim in ca.iter_claims(doc)]


# ----------------------------------------------------------------------------------- cases the examples leave out


def answer(*blocks, **fields):
    return ca.ClinicalAnswer("?", answer=blocks, **fields)


def finding(doc, code, **options):
    (found,) = (each for each in check(doc, **options) if each.code == code)
    return found


def test_errors_rather_than_warnings_in_an_approved_document():
    approved = ca.Review([ca.ReviewEvent(ca.ReviewStatus.APPROVED)])
    doc = answer(ca.claim("It helps."), references=[ca.Reference("1")], review=approved)
    assert {finding(doc, code).severity for code in ("CC01", "CR07")} == {ca.Severity.ERROR}


def test_a_bullet_inherits_the_citations_of_the_bullet_above_it():
    inner = ca.List([ca.ListItem(ca.claim("Give 5 mg."))])
    cited = ca.List([ca.ListItem([ca.Paragraph(ca.claim("All of these:", ["1"])), inner])])
    uncited = ca.List([ca.ListItem([ca.Paragraph(ca.claim("All of these:")), inner])])
    assert codes(answer(cited)).isdisjoint({"CC01", "CN01"})
    assert codes(answer(uncited)) >= {"CC01", "CN01"}


def test_an_empty_answer_may_be_a_figure():
    assert "CD02" not in codes(answer(ca.Figure("https://example.org/a.png", alt="")))
    assert "CD02" in codes(answer(ca.Paragraph(" "), sections=[ca.Section("Title only")]))


@pytest.mark.parametrize(
    "language,said",
    [
        (None, "is not given"),
        ("und", "undetermined"),
        ("cn-Hant", "did you mean 'zh'?"),
        ("qq", "see BCP 47"),
        ("english", "use its code"),
    ],
)
def test_languages_that_are_none(language, said):
    assert said in finding(ca.ClinicalAnswer("?", language=language), "CD07").message


@pytest.mark.parametrize("language", ["en", "pt-BR", "zh-Hant-TW", "fil", "x-klingon", "i-klingon", "sgn-BE-FR"])
def test_languages_that_are(language):
    doc = ca.ClinicalAnswer("?", language=language)
    assert "CD07" not in codes(doc)


def test_the_language_of_a_reference_is_checked_too():
    doc = ca.ClinicalAnswer("?", language="en", references=[ca.Reference("1", title="T", language="jp")])
    assert finding(doc, "CD07").path == "$.references[0].language"


def test_audience_conflicts():
    clinicians = [ca.Disclaimer("Intended for use by clinicians.")]
    doc = ca.ClinicalAnswer("?", disclaimers=clinicians, audience=["patient", "clinician"])
    assert finding(doc, "CD09").path == "$.audience"
    text = "Ask your doctor."
    assert "CD09" in codes(answer(text, audience=["clinician"]))
    assert "CD09" not in codes(answer(text, audience=["patient"]))
    assert "CD09" not in codes(answer(text))
    for silent in (
        "Not intended for clinicians.",
        "Consult a healthcare professional.",
        "It wasn't written for nurses.",
    ):
        assert "CD09" not in codes(answer(text, disclaimers=[ca.Disclaimer(silent)])), silent
    for said in (
        "For healthcare professionals only.",
        "Designed to support clinicians.",
        "Meant for the use of nurses.",
    ):
        assert "CD09" in codes(answer(text, disclaimers=[ca.Disclaimer(said)])), said


def test_updated_dates():
    assert "in the future" in finding(ca.ClinicalAnswer("?", updated=dt.date(2026, 6, 2)), "CD08").message
    created = ca.ClinicalAnswer("?", created=dt.date(2026, 6, 1), updated=dt.date(2026, 5, 1))
    assert "before it was created" in finding(created, "CD08").message


CODES = [
    ("30037006", "http://snomed.info/sct", True),
    ("73211009", "SNOMED-CT", True),
    ("73211008", "SNOMED CT", False),
    ("12345", "SNOMED CT", False),
    ("751689013", "SNOMED CT", False),  # a description
    ("718-7", "http://loinc.org", True),
    ("718-8", "LOINC", False),
    ("718", "LOINC", False),
    ("LP31755-9", "LOINC", True),
    ("D005401", "MeSH", True),
    ("C14.280.647", "MeSH", True),
    ("5401", "MeSH", False),
    ("3322", "RxNorm", True),
    ("RX3322", "RxNorm", False),
    ("K60.2", "http://hl7.org/fhir/sid/icd-10-cm", True),
    ("k60.2", "ICD-10", True),
    ("E10-E14", "ICD-10", True),
    ("60.2", "ICD-10", False),
    ("anything", "http://example.org/codes", True),
    ("X", None, False),
    (" ", "MeSH", False),
]


@pytest.mark.parametrize("code,system,sound", CODES)
def test_codes(code, system, sound):
    coded = ca.Code(code, system=system)
    assert ("CD10" not in codes(ca.ClinicalAnswer("?", codes=[coded]))) == sound
    claimed = answer(ca.Claim("x", codes=[coded]))
    assert ("CD10" not in codes(claimed)) == sound
    if not sound:
        assert finding(claimed, "CD10").path == "$.answer[0].content[0].codes[0]"


def test_tables_need_header_cells_unless_they_have_one_cell():
    def table(*rows, **fields):
        return answer(ca.Table([ca.Row([ca.Cell(cell) for cell in row]) for row in rows], **fields))

    assert "CD11" in codes(table(["a", "b"]))
    assert "CD11" not in codes(table(["a"]))
    assert "CD11" not in codes(table(["a", "b"], header=[ca.Row([ca.Cell("A"), ca.Cell("B")])]))
    assert "CD11" not in codes(answer(ca.Table([ca.Row([ca.Cell("A", header=True), ca.Cell("b")])])))


def test_a_table_is_one_finding_and_a_source_anywhere_in_it_is_enough():
    rows = [
        ca.Row([ca.Cell("Adults", header=True), ca.Cell("500 mg")]),
        ca.Row([ca.Cell("Children"), ca.Cell("10 mg/kg")]),
    ]
    assert finding(answer(ca.Table(rows)), "CN01").message.startswith("the dose '500 mg'")
    assert "CN01" not in codes(answer(ca.Table(rows, caption=["Doses", ca.cite("1")])))
    noted = ca.Table(rows, notes=ca.claim("After the label.", ["1"]))
    assert "CN01" not in codes(answer(noted))


def test_every_heading_counts_as_one():
    cited = ["Dosing", ca.cite("1", "1")]
    doc = ca.ClinicalAnswer("?", title=cited, answer=ca.Callout("note", "x", title=cited), sections=[ca.Section(cited)])
    assert [f.path for f in check(doc, select=["CC08"])] == ["$.title", "$.answer[0].title", "$.sections[0].title"]


def test_references_cited_outside_claims_are_cited():
    quote = ca.Quote("Words.", ref="3")
    doc = ca.ClinicalAnswer(
        "?",
        title=["Title", ca.cite("1")],
        answer=[ca.Paragraph(["Text", ca.Strong(ca.cite("2"))]), quote],
        references=[ca.Reference(number, text="A work.") for number in "1234"],
    )
    assert [f.where for f in check(doc, select=["CR01"])] == ["4"]
    dangling = attrs.evolve(doc, references=())
    assert [f.where for f in check(dangling, select=["CC02"])] == ["1", "2", "3"]


def test_relations_that_do_not_speak_for_a_claim():
    def claim(*relations, stance=None):
        cited = [ca.Citation(str(number), relation=relation) for number, relation in enumerate(relations)]
        return answer(ca.Claim(("It helps.", ca.cite(*cited)), stance=stance))

    assert "CC04" in codes(claim("disputes", "background", "mentions"))
    assert "CC04" not in codes(claim("disputes", None))
    assert "CC04" not in codes(claim("background"))
    assert "CC04" not in codes(claim("disputes", stance="contested"))
    assert "CC05" in codes(claim("authority", "disputes"))
    assert "CC05" not in codes(claim("supports", "disputes", stance="contested"))


def test_ratings():
    rated = answer(ca.claim("x", recommendation=ca.Recommendation(native=ca.Rating("", "A"))))
    assert finding(rated, "CC10").path.endswith(".recommendation")
    assert "no evidence is cited" in finding(answer(ca.claim("x", certainty=ca.Certainty("high"))), "CC10").message
    sound = ca.claim("x", ["1"], certainty=ca.Certainty("high"), recommendation=ca.Recommendation("strong", "for"))
    assert codes(answer(sound)).isdisjoint({"CC10", "CC11"})


def test_one_source_for_most_claims():
    def cited(*refs):
        return answer(*(ca.claim(f"Claim {number}.", ref) for number, ref in enumerate(refs)))

    assert "CC09" not in codes(cited("1", "1"))
    assert "CC09" not in codes(cited("1", "1", "1", "2", "3"))  # 60 %, and no more
    assert finding(cited("1", "1", "1", "2"), "CC09").message == (
        "reference '1' alone carries 3 of 4 cited claims (75 %); look for a second source"
    )
    assert "CC09" in codes(cited(["1", "1"], "1", "1"))
    assert "CC09" not in codes(cited("1", "1", "2"))  # of so few, two say nothing
    assert "CC09" not in codes(cited(["1", "2"], ["1", "3"], ["1", "4"]))  # each has another source
    guideline = attrs.evolve(cited("1", "1", "1"), references=[ca.Reference("1", kind="guideline", title="Gout")])
    assert "CC09" not in codes(guideline)
    study = attrs.evolve(guideline, references=[ca.Reference("2"), ca.Reference("1", kind="trial", title="Gout")])
    assert finding(study, "CC09").path == "$.references[1]"


def test_what_is_inherited_counts_as_what_is_cited():
    below = ca.List([ca.ListItem(ca.claim("One."))])
    items = [ca.ListItem([ca.Paragraph(ca.claim("Above.", refs)), below]) for refs in (["1", "2"], ["1"], ["1"])]
    report = check(answer(ca.List(items)))
    assert report.counts.keys().isdisjoint({"CC01", "CC03"})
    assert [each.message for each in report if each.code == "CC09"] == [
        "reference '1' alone carries 4 of 6 cited claims (67 %); look for a second source"
    ]


def test_a_patient_is_spoken_to_in_one_sentence_of_many():
    professionals = ca.Disclaimer("This information is intended for healthcare professionals.")
    text = [ca.claim("Give oxygen.", ["1"]), ca.claim("Ask your patient.", ["1"]), ca.claim("Rest your eyes.", ["1"])]
    found = finding(attrs.evolve(answer(*text), disclaimers=[professionals]), "CD09")
    assert found.text[slice(*found.span)] == "your eyes"
    for_patients = attrs.evolve(answer(*text[:2]), disclaimers=[professionals], audience=["patient"])
    assert finding(for_patients, "CD09").path == "$.audience"


def test_a_character_lost_in_one_reference():
    references = [ca.Reference("1", title="Gout"), ca.Reference("2", title="G\ufffdut")]
    assert finding(ca.ClinicalAnswer("Why?", references=references), "CT01").path == "$.references[1]"
    assert finding(ca.ClinicalAnswer("W\ufffdy?", references=references[:1]), "CT01").path == "$.question.text"


def test_the_words_of_a_document_for_a_quick_look():
    notice = ca.Notice("board", "Naïve\nuse.")
    facts = Facts(attrs.evolve(answer(ca.claim("Give 5 mg.", ["1"])), notices=[notice]), TODAY)
    assert facts.prose == "Give 5 mg.\nNaïve\nuse."
    assert (facts.text, facts.data) == ("Give 5 mg.", b"Give 5 mg.")
    assert facts.signs == "G5.Nï."
    assert facts.printable
    assert not facts.stray


DUPLICATES = [
    ({"pmid": "PMID: 123"}, {"pmid": "123"}, True),
    ({"pmcid": "PMC12"}, {"pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/PMC12/"}, True),
    ({"url": "http://www.example.org/a/?utm_source=x#b"}, {"url": "https://example.org/a"}, True),
    ({"url": "https://example.org/a?b=1&c=2"}, {"url": "https://example.org/a?c=2&b=1"}, True),
    ({"url": "https://example.org/a"}, {"url": "https://example.org/b"}, False),
    ({"url": "https://example.org/a?id=1"}, {"url": "https://example.org/a?id=2"}, False),
    ({"url": "https://example.org/", "doi": "10.5555/1"}, {"url": "https://example.org/", "doi": "10.5555/2"}, False),
    ({"url": "https://[bad"}, {"url": "https://[bad"}, True),
    ({"doi": "10.5555/A%2Fb"}, {"doi": "10.5555/a/b"}, True),
    ({"doi": "10.5555/1"}, {"pmid": "1"}, False),
]


@pytest.mark.parametrize("one,other,same", DUPLICATES)
def test_duplicates(one, other, same):
    doc = ca.ClinicalAnswer("?", references=[ca.Reference("1", **one), ca.Reference("2", **other)])
    assert ("CR02" in codes(doc)) == same


def test_a_certain_duplicate_is_not_also_a_probable_one():
    twice = {"title": "Statins in old age", "doi": "10.5555/1"}
    doc = ca.ClinicalAnswer("?", references=[ca.Reference("1", **twice), ca.Reference("2", **twice)])
    assert "CR02" in codes(doc)
    assert "CR03" not in codes(doc)


REDIRECTS = [
    ("https://vertexaisearch.cloud.google.com/grounding-api-redirect/AbC", None),
    ("https://www.google.com/url?q=https://example.org/a%3Fx%3D1&sa=U", "https://example.org/a?x=1"),
    ("https://www.google.com/url?q=https://t.co/abc", None),
    (
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&data=x",
        "https://example.org/a",
    ),
    ("https://bit.ly/3abc", None),
    ("https://example.org/a?id=3&utm_source=openai&utm_medium=x", "https://example.org/a?id=3"),
    ("https://example.org/a?gclid=1#part", "https://example.org/a#part"),
]


@pytest.mark.parametrize("url,clean", REDIRECTS)
def test_redirectors_and_trackers(url, clean):
    doc = ca.ClinicalAnswer("?", references=[ca.Reference("1", url=url)])
    found = finding(doc, "CR08")
    fixed = ca.fix(doc, check(doc))
    assert fixed.references[0].url == (clean or url)
    assert (found.fix is None) == (clean is None)


@pytest.mark.parametrize(
    "url",
    ["https://doi.org/10.5555/1", "https://example.org/a?utm=1", "https://bit.ly", "https://[bad", "www.google.com"],
)
def test_addresses_without_redirector(url):
    assert "CR08" not in codes(ca.ClinicalAnswer("?", references=[ca.Reference("1", url=url)]))


IDENTIFIERS = [
    ("doi", "10.5555/12345678", True),
    ("doi", "10.1002/(SICI)1096-8628(19960501)63:1<1::AID-AJMG1>3.0.CO;2-X", True),
    ("doi", "11.5555/1", False),
    ("doi", "10.5555/a b", False),
    ("pmid", "20554319", True),
    ("pmid", "123456789", False),
    ("pmid", "012", False),
    ("pmid", "12a", False),
    ("pmcid", "PMC1234567", True),
    ("pmcid", "pmc1234567", True),
    ("pmcid", "1234567", True),
    ("pmcid", "PMCX", False),
    ("isbn", "9780306406157", True),
    ("isbn", "0-306-40615-2", True),
    ("isbn", "9780306406158", False),
    ("issn", "0378-5955", True),
    ("issn", "2434-561x", True),
    ("issn", "0378-5954", False),
    ("nct", "NCT00000102", True),
    ("nct", "nct00000102", True),
    ("nct", "NCT123", False),
]


@pytest.mark.parametrize("name,value,sound", IDENTIFIERS)
def test_identifiers(name, value, sound):
    doc = ca.ClinicalAnswer("?", references=[ca.Reference("1", title="T", **{name: value})])
    assert ("CR04" not in codes(doc)) == sound


@pytest.mark.parametrize(
    "orcid,sound",
    [("0000-0002-1825-0097", True), ("https://orcid.org/0000-0002-1825-0097", True), ("0000-0002-1825-0098", False)],
)
def test_orcid_ids_of_everybody(orcid, sound):
    person = ca.Person("Alder", orcid=orcid)
    doc = ca.ClinicalAnswer(
        "?",
        references=[ca.Reference("1", title="T", authors=[person, ca.Organization("O")], editors=[person])],
        contributors=[ca.Contributor(person), ca.Contributor(ca.Software("Model X"))],
        review=ca.Review([ca.ReviewEvent("submitted", by=ca.Contributor(person)), ca.ReviewEvent("approved")]),
    )
    paths = [f.path for f in check(doc, select=["CR04"])]
    wrong = [
        "$.references[0].authors[0].orcid",
        "$.references[0].editors[0].orcid",
        "$.contributors[0].who.orcid",
        "$.review.events[0].by.who.orcid",
    ]
    assert paths == ([] if sound else wrong)


PREFIXED = [
    ("doi", "https://dx.doi.org/10.5555/1", "10.5555/1"),
    ("doi", "DOI: 10.5555/1", "10.5555/1"),
    ("pmid", "PMID 123", "123"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/123/", "123"),
    ("pmcid", "PMCID: PMC12", "PMC12"),
    ("pmcid", "12", "PMC12"),
    ("isbn", "ISBN-13: 9780306406157", "9780306406157"),
    ("issn", "eISSN 2434-561x", "2434-561X"),
    ("nct", "https://clinicaltrials.gov/study/NCT00000102?x=1", "NCT00000102"),
]


@pytest.mark.parametrize("name,given,bare", PREFIXED)
def test_prefixes_are_taken_off(name, given, bare):
    doc = ca.ClinicalAnswer("?", references=[ca.Reference("1", title="T", **{name: given})])
    report = check(doc)
    assert "CR05" in report.counts
    assert "CR04" not in report.counts
    assert getattr(ca.fix(doc, report).references[0], name) == bare


URLS = [
    ("pmid", "123", "https://pubmed.ncbi.nlm.nih.gov/456/", False),
    ("pmid", "123", "https://www.ncbi.nlm.nih.gov/pubmed/123", True),
    ("pmcid", "PMC1", "https://pmc.ncbi.nlm.nih.gov/articles/PMC2/", False),
    ("nct", "NCT00000102", "https://clinicaltrials.gov/study/NCT00000103", False),
    ("doi", "10.5555/abc", "https://journal.example/doi/full/10.5555/ABC?x=1", True),
    ("doi", "10.5555/abc", "https://journal.example/content/10.5555/abc.full.pdf", True),
    ("doi", "10.5555/abc", "https://journal.example/content/10.5555/abd/full", False),
    ("doi", "10.5555/abc", "https://example.org/no-identifier", True),
    ("doi", "10.5555/abc", "https://pubmed.ncbi.nlm.nih.gov/456/", True),
    ("doi", "10.5555/abc", "https://[bad", True),
]


@pytest.mark.parametrize("name,value,url,agree", URLS)
def test_identifiers_and_addresses(name, value, url, agree):
    doc = ca.ClinicalAnswer("?", references=[ca.Reference("1", title="T", url=url, **{name: value})])
    assert ("CR06" not in codes(doc)) == agree


LACKING = [
    ({"kind": "article", "title": "T", "doi": "10.5555/1"}, None),
    ({"kind": "article", "doi": "10.5555/1"}, "title"),
    ({"kind": "article", "title": "T"}, "what it appeared in and its year"),
    ({"kind": "book", "title": "T", "publisher": "P"}, "year"),
    ({"kind": "web", "title": "T"}, "address"),
    ({"kind": "registry-entry", "title": "T"}, "registration number"),
    ({"kind": "article", "text": "Alder A. A work."}, None),
    ({"title": "T"}, None),
    ({"kind": "other", "title": "T"}, None),
]


@pytest.mark.parametrize("fields,said", LACKING)
def test_what_a_kind_of_reference_needs(fields, said):
    doc = ca.ClinicalAnswer("?", references=[ca.Reference("1", **fields)])
    if said is None:
        assert "CR07" not in codes(doc)
    else:
        assert finding(doc, "CR07").message.endswith(f"lacks its {said}")


@pytest.mark.parametrize("year,wrong", [(2027, True), (2026, False), (1800, False), (1799, True)])
def test_years(year, wrong):
    doc = ca.ClinicalAnswer("?", references=[ca.Reference("1", title="T", issued=ca.PartialDate(year))])
    assert ("CR10" in codes(doc)) == wrong


def test_weak_support():
    def cited(*kinds, relation=None):
        refs = [ca.Citation(str(number), relation=relation) for number in range(len(kinds))]
        claim = ca.claim("Do it.", refs, recommendation=ca.Recommendation("strong"))
        return answer(
            claim, references=[ca.Reference(str(number), kind=kind, title="T") for number, kind in enumerate(kinds)]
        )

    assert "a case report and a web page alone" in finding(cited("web", "case-report"), "CR11").message
    assert "CR11" not in codes(cited("web", "guideline"))
    assert "CR11" not in codes(cited("web", None))
    assert "CR11" not in codes(cited("web", relation="background"))
    assert "CR11" not in codes(answer(ca.claim("Do it.", ["9"], kind="recommendation")))


def test_circular_references():
    def published(url=None, **fields):
        publisher = ca.Organization("Example Health Ltd.", url="https://health.example")
        return ca.ClinicalAnswer("?", publisher=publisher, url=url, references=[ca.Reference("1", title="T", **fields)])

    assert "CR12" in codes(published(publisher="The Example Health"))
    assert "CR12" in codes(published(kind="self-summary"))
    assert "CR12" in codes(
        published(kind="web")
        if False
        else attrs.evolve(published(), references=[ca.Reference("1", url="https://www.health.example/a")])
    )
    assert "CR12" in codes(published(authors=[ca.Organization("Example Health")]))
    assert "CR12" not in codes(published(publisher="Another Press"))
    assert "CR12" not in codes(attrs.evolve(published(url="https://[bad"), publisher=None))
    other = ca.Reference("1", title="T", url="https://health.example/a", doi="10.5555/1")
    assert "CR12" not in codes(attrs.evolve(published(), references=[other]))


def event(status="approved", **fields):
    return ca.ReviewEvent(status, **fields)


def reviewed(*events, **fields):
    return ca.ClinicalAnswer("?", review=ca.Review(events), **fields)


def test_unfounded_approvals():
    alder = ca.Person("Alder", "A.", orcid="https://orcid.org/0000-0002-1825-0097")
    by = ca.Contributor(alder)
    day = dt.date(2026, 1, 1)
    assert "names no reviewer" in finding(reviewed(event(date=day)), "CW01").message
    software = ca.Contributor(ca.Software("Model X"))
    assert "needs a person" in finding(reviewed(event(date=day, by=software)), "CW01").message
    author = ca.Contributor(attrs.evolve(alder, given="Anna", orcid="0000-0002-1825-0097"), role="author")
    assert "is an author" in finding(reviewed(event(date=day, by=by), contributors=[author]), "CW01").message
    namesake = ca.Contributor(ca.Person(literal="A. Alder"), role="author")
    assert "CW01" in codes(reviewed(event(date=day, by=by), contributors=[namesake]))
    others = [
        ca.Contributor(ca.Person("Birch"), role="author"),
        ca.Contributor(alder, role="editor"),
        ca.Contributor(ca.Organization("A. Alder"), role="author"),
    ]
    assert "CW01" not in codes(reviewed(event(date=day, by=by), contributors=others))
    assert "CW01" not in codes(reviewed(event("submitted")))
    board = ca.Contributor(ca.Organization("Board"))
    assert "CW01" not in codes(reviewed(event(date=day, by=board)))
    panel = ca.Contributor(ca.Organization("board "), role="author")
    assert (
        "the reviewer, Board, is" in finding(reviewed(event(date=day, by=board), contributors=[panel]), "CW01").message
    )


def test_impossible_histories():
    def messages(*events):
        return [f.message for f in check(reviewed(*events), select=["CW03"])]

    assert messages(event("submitted", date=dt.date(2026, 2, 1)), event(date=dt.date(2026, 1, 1))) == [
        "approved on 2026-01-01, before it was submitted on 2026-02-01"
    ]
    assert messages(event(date=dt.date(2026, 7, 1))) == ["approved on 2026-07-01, which is in the future"]
    assert messages(event("retracted", note="An error."), event()) == [
        "approved after it was retracted: a retraction is final"
    ]
    assert messages(event("withdrawn")) == ["withdrawn without a reason; say why in the event's note"]
    assert messages(event("withdrawn", note="Superseded."), event("submitted")) == []


def test_claims_of_review_that_are_borne_out():
    board = ca.Notice("board", "Reviewed by our medical board.")
    assert "the document is submitted" in finding(reviewed(event("submitted"), notices=[board]), "CW04").message
    assert "CW04" not in codes(reviewed(event(), notices=[board]))


def test_generated_answers():
    def made(ai="generated", models=("Model X",), **fields):
        return ca.ClinicalAnswer("?", provenance=ca.Provenance(ai, models=map(ca.Model, models)), **fields)

    told = ca.Notice("other", "This text was written by AI.")
    assert finding(made(), "CP01").path == "$.notices"
    assert finding(made(models=(), notices=[told]), "CP01").path == "$.provenance.models"
    assert "CP01" not in codes(made(notices=[told]))
    assert "CP01" not in codes(made(ai="none"))
    assert "CP01" not in codes(made(ai="unknown"))
    claimed = ca.Notice("ai-generated", "Human-reviewed.")
    assert "no approval by a person" in finding(made("assisted", notices=[claimed]), "CP01").message
    human = ca.Review([event(by=ca.Contributor(ca.Person("Alder")))])
    assert "CP01" not in codes(made("assisted", notices=[claimed], review=human))


@pytest.mark.parametrize(
    "text,hidden",
    [
        ("a\u202eb", True),
        ("مرحبا \u200fسلام", False),
        ("abc\u200fdef", True),
        ("a\u2066b\u2069", True),
        ("a\u200bb", True),
        ("ภาษา\u200bไทย", False),
        ("क्\u200dष", False),
        ("a\u200db", True),
        ("👩\u200d⚕️", False),
        ("a\ufeffb", True),
        ("葛\U000e0100", False),
        ("a\U000e0100", True),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", False),
        ("a\U000e0067", True),
        ("5\u00a0mg, 5\u202fmg, co\u00adoperate, a\u2060b", False),
    ],
)
def test_hidden_characters(text, hidden):
    assert ("CT02" in codes(answer(text))) == hidden


def test_hidden_characters_anywhere_a_reader_looks():
    bad = "a\u202eb"
    doc = ca.ClinicalAnswer(
        bad,
        answer=[ca.claim("x", [ca.Citation("1", quote=bad)]), ca.Figure("https://example.org/a.png", alt=bad)],
        related_questions=[ca.RelatedQuestion(bad)],
        references=[ca.Reference("1", title=bad, container_title=bad)],
    )
    assert [f.path for f in check(doc, select=["CT02"])] == [
        "$.question.text",
        "$.answer[0].content[0]",
        "$.answer[1].alt",
        "$.related_questions[0].text",
        "$.references[0]",
        "$.references[0].container_title",
    ]
    assert "CT02" not in codes(attrs.evolve(ca.ClinicalAnswer("a\u200fb"), language="he"))


def test_lost_characters_in_the_question_and_the_references():
    doc = ca.ClinicalAnswer("a\ufffd", references=[ca.Reference("1", text="b\ufffd")])
    assert [f.path for f in check(doc, select=["CT01"])] == ["$.references[0]", "$.question.text"]


def test_leftovers_become_citations_where_the_references_are_there():
    references = [ca.Reference(number, text="A work.") for number in "1234"]
    doc = ca.ClinicalAnswer(
        "?",
        answer=ca.claim(["Start low [2-4] . And ", ca.Strong("stop [1]"), " there [9]."], id="c1"),
        sections=[ca.Section(["Dosing"], ca.Paragraph(["Low", ca.cite("1"), " ."]))],
        references=references,
    )
    report = check(doc, select=["CT01"])
    assert [(f.where, isinstance(f.fix, ca.Fix), f.message[:5]) for f in report] == [
        ("c1", True, "a spa"),
        ("c1", True, "'[2-4"),
        ("c1", True, "'[1]'"),
        ("c1", False, "'[9]'"),
        (None, True, "a spa"),
    ]
    fixed = ca.fix(doc, report)
    assert fixed.answer[0] == ca.Paragraph(
        ca.Claim(
            ["Start low", ca.cite("2", "3", "4"), ". And ", ca.Strong(["stop", ca.cite("1")]), " there [9]."], id="c1"
        )
    )
    assert fixed.sections[0].blocks[0] == ca.Paragraph(["Low", ca.cite("1"), "."])
    assert ca.fix(fixed, report) == fixed


def test_an_edit_of_what_stands_alone_or_not_at_all():
    from clinanswer.checks._edit import edit
    from clinanswer.checks._facts import NOWHERE

    doc = answer("Text.", license="old")
    assert edit(doc, (NOWHERE, "license", -1), lambda _: "new").license == "new"
    assert edit(doc, (NOWHERE, "license", -1), lambda now: now) is doc
    assert edit(doc, (NOWHERE, "sections", 3), lambda _: None) is doc


def test_text_around_claims_is_mended_where_it_stands():
    doc = answer(ca.Paragraph([ca.claim("Start low", id="c1"), " [1] ."]), references=[ca.Reference("1", text="A.")])
    fixed = ca.fix(doc, check(doc, select=["CT01"]))
    assert fixed.answer[0] == ca.Paragraph([ca.claim("Start low", id="c1"), ca.cite("1"), "."])


def test_only_markers_whose_references_are_there_are_mended():
    doc = answer(ca.claim("Start [9] low [1]."), references=[ca.Reference("1", text="A.")])
    report = check(doc, select=["CT01"])
    assert ca.fix(doc, report) == doc  # the first marker stays, and with it the sentence: somebody has to look
    mixed = answer(ca.claim("Start [9] low ."), references=[ca.Reference("1", text="A.")])
    assert ca.plain_text(ca.fix(mixed, check(mixed, select=["CT01"])).answer) == "Start [9] low."


def test_details_of_patients_in_the_text_and_in_related_questions():
    named = "The patient's name is Anna Alder."
    doc = ca.ClinicalAnswer(
        "?",
        title="Born on 3 March 1961",
        answer=["Plain text.", "She was born on 3 March 1961."],
        sections=[ca.Section(named)],
        related_questions=[ca.RelatedQuestion("Why?"), ca.RelatedQuestion(named)],
    )
    assert [f.path for f in check(doc, select=["CN03"])] == [
        "$.answer[1]",
        "$.sections[0]",
        "$.related_questions[1].text",
    ]
    figure = ca.Figure("https://example.org/a.png", alt="", caption=named)
    quote = ca.Quote("Words.", attribution="Dr. Roe (she was born on 3 March 1961)")
    assert [f.path for f in check(answer(figure, quote), select=["CN03"])] == ["$.answer[0]"]


def test_words_show_themselves():
    (words,) = Facts(answer(ca.claim("Start low.", ["1"])), TODAY).body
    assert repr(words) == "<Words claim $.answer[0].content[0] 'Start low.'>"


def test_long_questions_without_a_question_word():
    def repeated(first, second):
        doc = ca.ClinicalAnswer("?", related_questions=[ca.RelatedQuestion(first), ca.RelatedQuestion(second)])
        return "CD12" in codes(doc)

    told = "management of persistent anal sphincter hypertonia following unsuccessful lateral sphincterotomy including "
    assert repeated(told + "physical therapy options for patients", told + "therapy options physical and others")
    assert not repeated(told + "physical therapy options for patients", "and is " * 9 + "something")


def test_a_fix_leaves_what_has_changed_since():
    doc = answer(ca.claim("Start low [1]."), references=[ca.Reference("1", url="https://example.org/?utm_source=x")])
    report = check(doc, select=["CT01", "CR08"])
    reworded = ca.ClinicalAnswer(
        "?", answer="Another text.", references=[ca.Reference("1", url="https://example.org/")]
    )
    assert ca.fix(reworded, report) == reworded
    assert ca.fix(ca.ClinicalAnswer("?"), report) == ca.ClinicalAnswer("?")


def test_marks_of_links_stay():
    doc = answer(
        ca.claim(["See", ca.Link(" [1]", "https://example.org/")], ["1"]), references=[ca.Reference("1", text="A.")]
    )
    assert "CT01" not in codes(doc)


# ------------------------------------------------------------------------------------------------ quotations


def test_a_quotation_says_where_the_nearest_passage_is():
    source = "Background. Massage alone did not restore sensation in any of 40 patients. It was safe."
    cited = ca.Citation("1", quote="Massage alone restored sensation in all of 40 patients.")
    found = finding(answer(ca.claim("It helps.", [cited], id="c1")), "CC06", sources={"1": source})
    assert found.path == "$.answer[0].content[0].content[1].citations[0]"
    assert found.where == "c1"
    assert "nearest is 'Massage alone did not restore sensation in any of 40 patients'" in found.message
    assert "'did not restore' there is 'restored' here; 'any' there is 'all' here" in found.message


def test_block_quotations_and_text_around_claims_are_looked_up_too():
    doc = answer(
        ca.Quote("It helped nobody.", ref="1"),
        ca.Paragraph(["Text", ca.cite(ca.Citation("1", quote="It helped everybody."))]),
        ca.Quote("Elsewhere.", ref="2"),
        ca.Quote("It helped somebody.", ref="1"),
    )
    report = check(doc, select=["CC06"], sources={"1": "It helped somebody."})
    assert [f.path for f in report] == ["$.answer[1]", "$.answer[0]"]
    assert [f.message for f in check(answer(ca.Quote("x y", ref="1")), select=["CC06"], sources={"1": ""})] == [
        "the quotation is not in the source of reference '1', nor anything near it"
    ]
    left_out = check(answer(ca.Quote("It new helped.", ref="1")), select=["CC06"], sources={"1": "It not helped."})
    assert "'not' there is 'new' here" in left_out[0].message
    assert (
        "leaves out 'much'"
        in check(answer(ca.Quote("It helped.", ref="1")), sources={"1": "It much helped."}, select=["CC06"])[0].message
    )
    assert (
        "the source has no 'much'"
        in check(answer(ca.Quote("It much helped.", ref="1")), sources={"1": "It helped."}, select=["CC06"])[0].message
    )
    assert check(answer(ca.Quote("…", ref="1")), select=["CC06"], sources={"1": "x"})[0].message.endswith("near it")


@given(
    st.lists(st.sampled_from(["it", "helped", "5", "0.5", "of", "patients", "much"]), min_size=1, max_size=30),
    st.data(),
)
def test_every_passage_of_a_source_is_found_in_it(words, data):
    from clinanswer.checks._passages import Source

    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    source = Source(" ".join(words))
    quote = " ".join(words[start:end])
    assert source.holds(quote)
    near = source.nearest(quote)
    assert near is not None
    assert near.text in source.text


def test_rules_that_cannot_run_say_so(monkeypatch):
    doc = answer(ca.claim("x", [ca.Citation("1", quote="y")]), references=[ca.Reference("1", isbn="1")])
    assert [code for code, _ in check(doc).not_run] == ["CC06"]
    monkeypatch.setitem(sys.modules, "idutils", None)
    checks._missing.cache_clear()
    monkeypatch.setattr(checks, "_missing", lambda name: True)
    report = check(doc)
    assert report.not_run[-1] == ("CR04", "idutils is not installed; pip install 'clinanswer[checks]'")
    assert "note: CR04 did not run" in report.to_text()
    assert _ids.missing_library("no_such_library_at_all")
    assert not _ids.missing_library("json")
