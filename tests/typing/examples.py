"""Constructor calls as the documentation shows them; mypy and pyright, both strict, must understand every one.

A line that both must refuse ends in an ignore comment for each; an ignore that is not needed is itself an error.
"""

import datetime as dt

import clinanswer as ca

claim = ca.claim("Start low.", ["1", "3"], id="c1", kind=ca.ClaimKind.RECOMMENDATION)
same = ca.Claim(["Start low.", ca.cite("1", "3")], id="c1", kind=ca.ClaimKind.RECOMMENDATION)
graded = ca.Claim(
    ("Reduces mortality", ca.Superscript("a"), ca.cite(ca.Citation("1", locator="p. 12", quote="fewer deaths"))),
    certainty=ca.Certainty(ca.CertaintyLevel.HIGH, domains=[ca.CertaintyDomain.LARGE_EFFECT]),
    recommendation=ca.Recommendation(ca.Strength.STRONG, ca.Direction.FOR, native=ca.Rating("ADA", "A")),
    verifications=[ca.Verification(ca.Verdict.SUPPORTED, date=dt.date(2026, 2, 20))],
    extras={"reviewed": True, "scores": [0.5, 1]},
)
table = ca.Table(
    [ca.Row([ca.Cell("Adults", header=True), ca.Cell(["5 mg ", ca.Strong("daily")], align="right")])],
    header=[ca.Row([ca.Cell("Group"), ca.Cell("Dose")])],
    caption="Doses",
    notes="Renal function permitting.",
)
section = ca.Section(
    "Dosing",
    [
        "Plain text is a paragraph.",
        claim,
        ca.List([ca.ListItem([graded, ca.List([ca.ListItem("Nested")], ordered=True, start=3)])]),
        ca.DefinitionList([ca.Definition("eGFR", "estimated glomerular filtration rate")]),
        table,
        ca.Callout(ca.CalloutKind.WARNING, "Not in pregnancy.", title="Pregnancy"),
        ca.Quote("Primum non nocere.", attribution=["Anonymous, ", ca.Emphasis("Maxims")], ref="3"),
        ca.Figure("https://example.org/flow.png", alt="Flow chart"),
    ],
    [ca.Section("Monitoring", id="monitoring", role=ca.SectionRole.MONITORING)],
    role=ca.SectionRole.DOSING,
)
doc = ca.ClinicalAnswer(
    "Should the dose be reduced in renal impairment?",
    title=["Dose in ", ca.Link("renal impairment", "https://example.org/ri")],
    answer=claim,
    sections=[section],
    references=[
        ca.Reference(
            "1",
            kind=ca.ReferenceKind.TRIAL,
            title="A trial",
            authors=[ca.Person("Doe", "Jane"), ca.Organization("Example Group")],
            issued=ca.PartialDate(2021, 5),
        )
    ],
    related_questions=[ca.RelatedQuestion("And in children?")],
    disclaimers=[ca.Disclaimer("For professionals.", title="Disclaimer")],
    notices=[ca.Notice(ca.NoticeKind.BOARD, "Reviewed by the board.")],
    review=ca.Review([ca.ReviewEvent(ca.ReviewStatus.SUBMITTED, by=ca.Contributor(ca.Software("Model X")))]),
    audience=[ca.Audience.CLINICIAN],
    keywords=["renal impairment"],
    updated=dt.date(2026, 2, 20),
)
question: ca.Question = doc.question
title: ca.Phrases = doc.title
words: str = claim.text
refs: tuple[str, ...] = claim.refs
reworded: ca.Claim = claim.with_text("Start lower.")
coverage: float = ca.index(doc).coverage
text: str = ca.plain_text(doc)


def shout(node: str | ca.Node) -> str | ca.Node:
    """Text in capitals, everything else as it is."""
    return node.upper() if isinstance(node, str) else node


louder: ca.ClinicalAnswer = ca.transform(doc, shout)

ca.Claim(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
ca.Claim("x", "1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
ca.Claim("x", kind="finding")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
ca.List(["x"])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
ca.Reference()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
ca.Paragraph(ca.Paragraph("x"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
claim.id = "c2"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
