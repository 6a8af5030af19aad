"""An answer with everything the model has, built in Python: `python examples/ckd_sglt2.py` writes ckd-sglt2.json.

The medicine is true and every reference is real (README.md says how to check them). The publisher, the authors and
the reviewers are invented, and so is the review: the page says so itself.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from urllib.parse import quote

import clinanswer as ca

KDIGO = "KDIGO"
_PERSONS = "Jane Example and Sam Sample are invented, as are this page's publisher and its review."

# ------------------------------------------------------------------------------------------ people and references

author = ca.Contributor(
    ca.Person("Example", "Jane", affiliations=["Example Institute of Nephrology (invented)"]),
    role=ca.ContributorRole.AUTHOR,
)
reviewer = ca.Contributor(
    ca.Person("Sample", "Sam", suffix="MD", orcid="0000-0002-1825-0097"), role=ca.ContributorRole.MEDICAL_REVIEWER
)
assistant = ca.Contributor(ca.Software("Example Model", "3", "Example Vendor"))

references = [
    ca.Reference(
        "1",
        kind=ca.ReferenceKind.GUIDELINE,
        title="KDIGO 2024 Clinical Practice Guideline for the Evaluation and Management of Chronic Kidney Disease",
        authors=[ca.Organization("Kidney Disease: Improving Global Outcomes (KDIGO) CKD Work Group")],
        container_title="Kidney International",
        container_title_short="Kidney Int",
        issued=ca.PartialDate(2024, 4),
        volume="105",
        issue="4S",
        pages="S117-S314",
        doi="10.1016/j.kint.2023.10.018",
        pmid="38490803",
        language="en",
        status=ca.ReferenceStatus.CURRENT,
    ),
    ca.Reference(
        "2",
        kind=ca.ReferenceKind.SYSTEMATIC_REVIEW,
        title=(
            "Impact of diabetes on the effects of sodium glucose co-transporter-2 inhibitors on kidney outcomes: "
            "collaborative meta-analysis of large placebo-controlled trials"
        ),
        authors=[
            ca.Organization("Nuffield Department of Population Health Renal Studies Group"),
            ca.Organization("SGLT2 inhibitor Meta-Analysis Cardio-Renal Trialists' Consortium"),
        ],
        container_title="The Lancet",
        container_title_short="Lancet",
        issued=ca.PartialDate(2022, 11),
        volume="400",
        issue="10365",
        pages="1788-1801",
        doi="10.1016/S0140-6736(22)02074-8",
        pmid="36351458",
        pmcid="PMC7613836",
    ),
    ca.Reference(
        "3",
        kind=ca.ReferenceKind.TRIAL,
        title="Canagliflozin and Renal Outcomes in Type 2 Diabetes and Nephropathy",
        authors=[ca.Person("Perkovic", "V"), ca.Person("Jardine", "MJ"), ca.Person("Neal", "B")],
        container_title="New England Journal of Medicine",
        container_title_short="N Engl J Med",
        issued=ca.PartialDate(2019, 6, 13),
        volume="380",
        issue="24",
        pages="2295-2306",
        doi="10.1056/NEJMoa1811744",
        pmid="30990260",
        nct="NCT02065791",
    ),
    ca.Reference(
        "4",
        kind=ca.ReferenceKind.TRIAL,
        title="Dapagliflozin in Patients with Chronic Kidney Disease",
        authors=[ca.Person("Heerspink", "HJL"), ca.Person("Stefánsson", "BV"), ca.Person("Correa-Rotter", "R")],
        container_title="New England Journal of Medicine",
        container_title_short="N Engl J Med",
        issued=ca.PartialDate(2020, 10, 8),
        volume="383",
        issue="15",
        pages="1436-1446",
        doi="10.1056/NEJMoa2024816",
        pmid="32970396",
        nct="NCT03036150",
    ),
    ca.Reference(
        "5",
        kind=ca.ReferenceKind.TRIAL,
        title="Empagliflozin in Patients with Chronic Kidney Disease",
        authors=[ca.Organization("The EMPA-KIDNEY Collaborative Group")],
        container_title="New England Journal of Medicine",
        container_title_short="N Engl J Med",
        issued=ca.PartialDate(2023, 1, 12),
        volume="388",
        issue="2",
        pages="117-127",
        doi="10.1056/NEJMoa2204233",
        pmid="36331190",
        pmcid="PMC7614055",
        nct="NCT03594110",
    ),
    ca.Reference(
        "6",
        kind=ca.ReferenceKind.TRIAL,
        title=(
            "Effects of empagliflozin on progression of chronic kidney disease: a prespecified secondary analysis "
            "from the EMPA-KIDNEY trial"
        ),
        container_title="The Lancet Diabetes & Endocrinology",
        container_title_short="Lancet Diabetes Endocrinol",
        issued=ca.PartialDate(2024),
        volume="12",
        issue="1",
        pages="39-50",
        doi="10.1016/S2213-8587(23)00321-2",
        pmid="38061371",
        pmcid="PMC7615591",
        status=ca.ReferenceStatus.CORRECTED,
    ),
]

# ---------------------------------------------------------------------------------------------------------- claims

high = ca.Certainty(ca.CertaintyLevel.HIGH, native=ca.Rating(KDIGO, "A"))
strong = ca.Recommendation(ca.Strength.STRONG, ca.Direction.FOR, native=ca.Rating(KDIGO, "1"))
SKETCH = "data:image/svg+xml," + quote(
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 240 80' fill='none' stroke-width='3'>"
    "<path d='M10 15L230 65' stroke='gray'/><path d='M10 15L30 25L230 45' stroke='teal'/></svg>",
    safe="/:='",
)
GFR_UNIT = ("mL/min per 1.73 m", ca.Superscript("2"))

short_answer = ca.claim(
    (
        "Yes, in most adults: give an SGLT2 inhibitor when the eGFR is at least 20 ",
        *GFR_UNIT,
        " and there is type 2 diabetes, albuminuria of 200 mg/g or more, or heart failure.",
    ),
    [ca.Citation("1", relation=ca.Relation.AUTHORITY, locator="Recommendations 3.7.1 and 3.7.2"), "2"],
    kind=ca.ClaimKind.RECOMMENDATION,
    certainty=high,
    recommendation=strong,
)
progression = ca.Claim(
    (
        (
            "In 13 placebo-controlled trials with 90,413 participants, SGLT2 inhibitors lowered the risk of kidney "
            "disease progression (relative risk 0.63, 95% CI 0.58-0.69)"
        ),
        ca.cite(
            ca.Citation(
                "2",
                relation=ca.Relation.SUPPORTS,
                locator="Abstract, Findings",
                quote="reduced the risk of kidney disease progression by 37%",
            )
        ),
        ", with similar effects with and without diabetes",
        ca.cite("2", "5"),
        ".",
    ),
    kind=ca.ClaimKind.EFFECT_SIZE,
    certainty=ca.Certainty(
        ca.CertaintyLevel.HIGH,
        rationale="Large randomised trials with consistent results.",
    ),
    stance=ca.Stance.SETTLED,
    verifications=[
        ca.Verification(
            ca.Verdict.SUPPORTED,
            by=assistant,
            date=dt.date(2026, 2, 10),
            score="0.98",
            note="The figures stand in the abstract.",
        )
    ],
)

# ------------------------------------------------------------------------------------------------------- sections


def figures(trial: str, drug: str, patients: str, *, events: str, ratio: str, ref: str) -> ca.Row:
    """One trial's row of the table."""
    return ca.Row(
        [
            ca.Cell(trial, header=True),
            ca.Cell(drug),
            ca.Cell(patients, align="right"),
            ca.Cell(events, align="right"),
            ca.Cell(ca.claim(f"Hazard ratio {ratio}", [ref], kind=ca.ClaimKind.EFFECT_SIZE)),
        ]
    )


trials = ca.Table(
    [
        figures(
            "CREDENCE", "canagliflozin 100 mg", "4,401", events="43.2 vs 61.2", ratio="0.70 (95% CI 0.59-0.82)", ref="3"
        ),
        ca.Row([ca.Cell("With or without diabetes", header=True, colspan=5)]),
        figures(
            "DAPA-CKD", "dapagliflozin 10 mg", "4,304", events="9.2% vs 14.5%", ratio="0.61 (95% CI 0.51-0.72)", ref="4"
        ),
        figures(
            "EMPA-KIDNEY",
            "empagliflozin 10 mg",
            "6,609",
            events="13.1% vs 16.9%",
            ratio="0.72 (95% CI 0.64-0.82)",
            ref="5",
        ),
    ],
    header=[
        ca.Row([ca.Cell(name, header=True) for name in ("Trial", "Drug, daily dose", "Patients", "Events", "Result")])
    ],
    caption="Primary outcome (kidney disease progression or death from kidney or cardiovascular causes) by trial",
    notes=(
        "Events are drug versus placebo: patients with an event, or in CREDENCE events per 1,000 patient-years. "
        "The definitions of kidney disease progression differ between the trials."
    ),
)
evidence = ca.Section(
    "What the trials show",
    [
        ca.Paragraph(["The evidence comes from large randomised trials. ", progression]),
        trials,
        ca.claim(
            "Acute kidney injury was less frequent with SGLT2 inhibitors than with placebo (relative risk 0.77, 95% CI "
            "0.70-0.84).",
            ["2"],
            kind=ca.ClaimKind.FINDING,
            certainty=ca.Certainty(ca.CertaintyLevel.HIGH),
        ),
    ],
    id="evidence",
    role=ca.SectionRole.EVIDENCE_SUMMARY,
)
whom = ca.Section(
    "Whom to treat",
    [
        ca.List(
            [
                ca.ListItem(
                    [
                        ca.claim(
                            ("Treat adults with CKD and an eGFR of at least 20 ", *GFR_UNIT, " who have:"),
                            ["1"],
                            kind=ca.ClaimKind.RECOMMENDATION,
                            certainty=high,
                            recommendation=strong,
                        ),
                        ca.List(
                            [
                                ca.ListItem(ca.claim("type 2 diabetes, or", ["1", "3"])),
                                ca.ListItem(ca.claim("a urine albumin-to-creatinine ratio of 200 mg/g or more, or")),
                                ca.ListItem(ca.claim("heart failure, whatever the albuminuria.")),
                            ]
                        ),
                    ]
                ),
                ca.ListItem(
                    ca.Claim(
                        (
                            "Consider treatment at an eGFR of 20 to 45 ",
                            *GFR_UNIT,
                            " with a ratio below 200 mg/g.",
                            ca.cite("1", ca.Citation("5", relation=ca.Relation.QUALIFIES)),
                        ),
                        kind=ca.ClaimKind.RECOMMENDATION,
                        certainty=ca.Certainty(
                            ca.CertaintyLevel.MODERATE,
                            native=ca.Rating(KDIGO, "B"),
                            domains=[ca.CertaintyDomain.IMPRECISION],
                            rationale="Fewer patients with little albuminuria reached the kidney outcomes.",
                        ),
                        recommendation=ca.Recommendation(
                            ca.Strength.WEAK,
                            ca.Direction.FOR,
                            native=ca.Rating(KDIGO, "2"),
                            rationale="The absolute benefit is smaller where progression is slow.",
                        ),
                        population="Adults with CKD and little or no albuminuria, without diabetes or heart failure",
                    )
                ),
            ]
        ),
        ca.DefinitionList(
            [
                ca.Definition(
                    ca.Strong("CKD"),
                    ca.claim(
                        "chronic kidney disease: abnormal kidney structure or function, present for a minimum of 3 "
                        "months, with implications for health",
                        ["1"],
                        kind=ca.ClaimKind.DEFINITION,
                    ),
                ),
                ca.Definition(ca.Strong("eGFR"), "estimated glomerular filtration rate"),
                ca.Definition(
                    ca.Strong(("HbA", ca.Subscript("1c"))),
                    "glycated haemoglobin; SGLT2 inhibitors lower it little when the eGFR is low",
                ),
            ]
        ),
    ],
    [
        ca.Section(
            "Dosing",
            ca.List(
                [
                    ca.ListItem(
                        ca.claim(
                            "The trials in CKD used one fixed daily dose: canagliflozin 100 mg, dapagliflozin 10 mg "
                            "or empagliflozin 10 mg.",
                            ["3", "4", "5"],
                            kind=ca.ClaimKind.PROCEDURE,
                        )
                    ),
                    ca.ListItem(
                        ca.claim(
                            "Once started, it is reasonable to continue below that eGFR, unless it is not tolerated or "
                            "kidney replacement therapy is begun.",
                            ["1"],
                            kind=ca.ClaimKind.RECOMMENDATION,
                            recommendation=ca.Recommendation(ca.Strength.PRACTICE_STATEMENT, ca.Direction.FOR),
                        )
                    ),
                ],
                ordered=True,
            ),
            role=ca.SectionRole.DOSING,
        )
    ],
    id="whom",
    role=ca.SectionRole.TREATMENT,
)
safety = ca.Section(
    ("Safety and the early ", ca.Emphasis("dip")),
    [
        ca.claim(
            (
                "Expect a small early fall in eGFR: in EMPA-KIDNEY it was 2.12 ",
                *GFR_UNIT,
                " over the first 2 months, after which the yearly decline was halved.",
            ),
            ["6"],
            kind=ca.ClaimKind.FINDING,
        ),
        ca.Callout(
            ca.CalloutKind.WARNING,
            [
                ca.claim(
                    "Withhold the drug during prolonged fasting, surgery or critical illness, when the risk of "
                    "ketosis is greater.",
                    ["1"],
                    kind=ca.ClaimKind.WARNING,
                ),
                ca.claim(
                    "In EMPA-KIDNEY ketoacidosis occurred in 6 patients given empagliflozin and in 1 given placebo.",
                    ["5"],
                    kind=ca.ClaimKind.FINDING,
                ),
            ],
            title="Ketoacidosis",
        ),
        ca.Quote(
            ("The independent data monitoring committee recommended stopping the trial because of efficacy."),
            attribution=("DAPA-CKD investigators, ", ca.Emphasis("N Engl J Med"), " 2020"),
            ref="4",
        ),
        ca.Figure(
            SKETCH,
            alt="Two falling lines: with treatment the eGFR dips early, then falls half as steeply as without.",
            caption=("Sketch, not to scale: eGFR over time with (teal) and without (grey) an SGLT2 inhibitor.",),
            media_type="image/svg+xml",
        ),
    ],
    id="safety",
    role=ca.SectionRole.SIDE_EFFECTS,
)
bottom_line = ca.Section(
    "Bottom line",
    ca.Paragraph(
        [
            ca.claim(
                "Check eGFR and the urine albumin-to-creatinine ratio, and offer an SGLT2 inhibitor to every adult who "
                "meets the criteria above.",
                ["1"],
            ),
            " ",
            ca.claim("Teach the patient when to pause it.", ["1"]),
            ca.LineBreak(),
            "The full text is on the ",
            ca.Link("KDIGO guideline page", "https://kdigo.org/guidelines/ckd-evaluation-and-management/"),
            ".",
        ]
    ),
    id="bottom-line",
    role=ca.SectionRole.BOTTOM_LINE,
)

# ------------------------------------------------------------------------------------------------------- document


def build() -> ca.ClinicalAnswer:
    """The document as its author submitted it, before its (invented) approval."""
    return ca.with_ids(
        ca.ClinicalAnswer(
            ca.Question(
                "Should an adult with chronic kidney disease take an SGLT2 inhibitor to slow its progression?",
                kind=ca.QuestionKind.THERAPY,
                pico=ca.Pico(
                    population="Adults with chronic kidney disease, with or without type 2 diabetes",
                    intervention="An SGLT2 inhibitor in addition to standard care",
                    comparator="Placebo in addition to standard care",
                    outcomes=["Kidney disease progression", "Acute kidney injury", "Ketoacidosis"],
                    timeframe="2 to 3 years",
                    setting="Outpatient care",
                ),
            ),
            title="SGLT2 Inhibitors in Chronic Kidney Disease",
            answer=short_answer,
            sections=[whom, evidence, safety, bottom_line],
            references=references,
            related_questions=[
                ca.RelatedQuestion("How is albuminuria measured and confirmed?"),
                ca.RelatedQuestion(
                    "Can an SGLT2 inhibitor be combined with finerenone?", url="https://example.org/answers/finerenone"
                ),
            ],
            disclaimers=[
                ca.Disclaimer(
                    "This example is for readers of software documentation. It does not replace clinical judgement, "
                    "local guidelines or the product's labelling.",
                    title="Medical disclaimer",
                )
            ],
            notices=[
                ca.Notice(ca.NoticeKind.EDUCATIONAL, "Educational purpose only."),
                ca.Notice(
                    ca.NoticeKind.AI_GENERATED,
                    "A language model checked the figures of one claim against an abstract.",
                    title="Use of AI",
                ),
                ca.Notice(
                    ca.NoticeKind.OTHER,
                    f"{_PERSONS} The medicine and the references are real.",
                    url="https://example.org/about",
                ),
            ],
            review=ca.Review(stages=["Submitted", "Under Review", "Approved"]),
            provenance=ca.Provenance(
                ca.AiUse.ASSISTED,
                models=[ca.Model("Example Model", version="3", vendor="Example Vendor")],
                generated=dt.datetime(2026, 2, 10, 9, 30, tzinfo=dt.UTC),
                importer="examples/ckd_sglt2.py",
            ),
            id="ckd-sglt2",
            identifiers=[ca.Identifier("https://example.org/ids", "A-0007")],
            url="https://example.org/answers/ckd-sglt2",
            language="en",
            audience=[ca.Audience.CLINICIAN],
            keywords=["chronic kidney disease", "SGLT2 inhibitors", "albuminuria"],
            codes=[
                ca.Code("709044004", system="http://snomed.info/sct", display="Chronic kidney disease"),
                ca.Code("D000077203", system="MeSH", display="Sodium-Glucose Transporter 2 Inhibitors"),
            ],
            contributors=[author, reviewer],
            publisher=ca.Organization("Example Clinical Answers (invented)", url="https://example.org/"),
            editorial_policy=ca.PolicyLink("View editorial policy", url="https://example.org/policy"),
            version="1.0",
            created=dt.date(2026, 2, 1),
            published=dt.date(2026, 2, 19),
            updated=dt.date(2026, 2, 20),
            literature_through=dt.date(2025, 12, 31),
            expires=dt.date(2028, 2, 20),
            license="https://creativecommons.org/licenses/by/4.0/",
            copyright="© 2026 The clinanswer authors",
            funding="None.",
            conflicts_of_interest="None declared.",
            related_documents=[
                ca.RelatedDocument(
                    ca.DocumentRelation.BASED_ON, url="https://doi.org/10.1016/j.kint.2023.10.018", title="KDIGO 2024"
                )
            ],
            extras={"example": True},
        )
    )


def approved() -> ca.ClinicalAnswer:
    """The document after its invented review."""
    submitted = ca.submit(build(), by=author, on=dt.date(2026, 2, 12))
    return ca.approve(submitted, by=reviewer, on=dt.date(2026, 2, 18), note="Doses and figures checked.")


if __name__ == "__main__":
    target = Path(__file__).with_name("ckd-sglt2.json")
    ca.write(approved(), target)
    sys.stdout.write(f"wrote {target.name}\n")
