"""Pages for the tests of HTML, and what they show."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
from itertools import cycle

import attrs

import clinanswer as ca
import clinanswer.model as m
import outside

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def without_data(page: str) -> str:
    """The page as a sanitizer leaves it that takes only scripts away."""
    return re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


def visible(page: str) -> str:
    """What a page shows: its body without data, and without tips that tell the long of a short thing."""
    body = without_data(page).partition("<body>")[2]
    return re.sub(r' (title|aria-label)="[^"]*"', "", body)


def built_in_python() -> ca.ClinicalAnswer:
    """The example that is built in Python, with an approved review."""
    path = outside.ROOT / "examples" / "ckd_sglt2.py"
    spec = importlib.util.spec_from_file_location("ckd_sglt2", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    doc = module.build()
    reviewer = ca.Contributor(ca.Person("Sample", "Sam", suffix="MD"), role="medical-reviewer")
    events = [
        ca.ReviewEvent("submitted", date=dt.date(2026, 2, 12), by=doc.contributors[0]),
        ca.ReviewEvent("approved", date=dt.date(2026, 2, 18), by=reviewer, note="Doses and figures checked."),
    ]
    return ca.transform(doc, lambda node: m.Review(events, stages=node.stages) if isinstance(node, m.Review) else node)


def page_text() -> ca.ClinicalAnswer:
    """The example that is page text."""
    return ca.from_text((outside.ROOT / "examples" / "tranexamic-acid.txt").read_text("utf-8"))


def _claims() -> list[ca.Claim]:
    """Claims that between them have every value of every vocabulary of a claim."""
    levels, strengths, directions = cycle(m.CertaintyLevel), cycle(m.Strength), cycle(m.Direction)
    stances, relations, verdicts = cycle(m.Stance), cycle(m.Relation), cycle(m.Verdict)
    found = []
    for number, kind in enumerate(m.ClaimKind, 1):
        citation = ca.Citation("1", relation=next(relations), locator=f"p. {number}", quote=f"Sentence {number}.")
        check = ca.Verification(
            next(verdicts), by=ca.Contributor(ca.Software("Checker", "2")), date=dt.date(2026, 1, number), score="0.9",
            note="Read in full.",
        )  # fmt: skip
        found.append(
            ca.Claim(
                [f"Statement of the kind {kind.value}", ca.cite(citation, "2"), "."],
                id=f"k{number}",
                kind=kind,
                certainty=ca.Certainty(
                    next(levels),
                    native=ca.Rating("ADA", "A"),
                    domains=tuple(m.CertaintyDomain),
                    rationale="Few events.",
                ),
                recommendation=ca.Recommendation(
                    next(strengths), next(directions), native=ca.Rating("ACC", "I"), rationale="Benefit exceeds harm."
                ),
                stance=next(stances),
                population="Adults",
                codes=[ca.Code("E11", system="ICD-10", display="Type 2 diabetes")],
                verifications=[check],
                extras={"a": [1, {"b": None}]},
            )
        )
    return found


def _references() -> list[ca.Reference]:
    found = [
        ca.Reference(
            "1", kind="trial", title=["A trial of ", ca.Emphasis("something")], authors=[ca.Person("Example", "Ann Bea")],
            editors=[ca.Organization("A group")], container_title="Journal of Examples", issued=ca.PartialDate(2021, 3, 4),
            accessed=ca.PartialDate(2026), volume="1", issue="2", pages="3-4", edition="2nd ed", publisher="Publisher",
            place="Town", doi="10.5555/1234", pmid="1", pmcid="PMC1", isbn="9780306406157", issn="0378-5955",
            nct="NCT00000001", url="https://example.org/1", language="en", status="corrected", text="As printed",
        ),
        ca.Reference("2"),
        ca.Reference("3", text="A printed citation. 1999.", url="not an address"),
        ca.Reference("4", title="By many", authors=[ca.Person(f"Author{n}", "A") for n in range(8)]),
    ]  # fmt: skip
    statuses = cycle(m.ReferenceStatus)
    for number, kind in enumerate(m.ReferenceKind, 10):
        found.append(ca.Reference(str(number), kind=kind, title=f"A work of the kind {kind}", status=next(statuses)))
    return found


def _blocks() -> list[ca.Block]:
    deep = ca.List([ca.ListItem([ca.claim("Under it", ["1"]), ca.List([ca.ListItem(ca.claim("Deeper", ["3"]))])])])
    table = ca.Table(
        [
            ca.Row(
                [ca.Cell("Group", header=True, rowspan=2), ca.Cell("1", align="right"), ca.Cell("2", align="center")]
            ),
            ca.Row([ca.Cell(ca.claim("Both", ["4"]), colspan=2, align="justify")]),
        ],
        header=[ca.Row([ca.Cell(""), ca.Cell("Numbers", header=True, colspan=2, align="left")])],
        caption=["A table", ca.cite("1")],
        notes="What the signs mean.",
    )
    return [
        ca.Paragraph(
            [
                "Plain, ", ca.Strong("strong"), ", ", ca.Emphasis("stressed"), ", CO", ca.Subscript("2"), ", m",
                ca.Superscript("2"), ca.LineBreak(), ca.Link("a link", "https://example.org/a?b=c&d=e"), ", ",
                ca.Link("bücher", "https://bücher.example/"), ca.cite("1", "2"), " and ", ca.cite("77"), ". ",
                ca.claim("One claim.", ["1"]), " ", ca.claim("Another."),
            ]
        ),
        ca.List([ca.ListItem([ca.claim("A claim with more below", ["1"]), deep]), ca.ListItem("No claim")]),
        ca.List([ca.ListItem("Fifth"), ca.ListItem(ca.claim("Sixth", ["2"]))], ordered=True, start=5),
        ca.DefinitionList([ca.Definition("eGFR", "A measure."), ca.Definition("UACR", ())]),
        table,
        ca.Table([ca.Row([ca.Cell("Without a caption")])]),
        *(ca.Callout(kind, ca.claim(f"In a box: {kind}", ["1"]), title="Title") for kind in m.CalloutKind),
        ca.Quote("Another's words.", attribution="Somebody", ref="1"),
        ca.Quote("Words of nobody."),
        ca.Figure(PIXEL, alt="A dot", caption="A caption", media_type="image/gif"),
        ca.Figure(PIXEL, alt=""),
        ca.Figure("https://example.org/image.png", caption="An image that lies elsewhere"),
    ]  # fmt: skip


def every_node() -> ca.ClinicalAnswer:
    """A document with every node of the model, every field, and every value of its vocabularies."""
    author = ca.Contributor(
        ca.Person("Example", "Ann", particles="van", suffix="Jr", orcid="0000-0002-1825-0097"), role="author"
    )
    group = ca.Contributor(ca.Organization("A board", ror="05dxps055", url="https://example.org/"), role="board")
    deep = ca.Section("Deepest", ca.claim("In the depth.", ["1"]))
    for level in range(7):
        deep = ca.Section(f"Level {level}" if level % 3 else (), sections=[deep])
    return ca.ClinicalAnswer(
        ca.Question(
            "What does a page with everything show?",
            kind="therapy",
            pico=ca.Pico("Adults", "Showing", "Hiding", ["Reading", "Understanding"], "1 day", "At home"),
        ),
        title=["Everything at ", ca.Emphasis("once")],
        answer=[ca.claim("It shows all of it.", ["1", "3"]), ca.claim("In order.")],
        sections=[
            ca.Section("Claims", _claims(), id="claims", role="overview"),
            ca.Section("Blocks", _blocks(), [deep]),
            *(ca.Section(f"Role {role}", "Text.", role=role) for role in m.SectionRole),
            ca.Section((), "A section without a title."),
        ],
        references=_references(),
        related_questions=[
            ca.RelatedQuestion("And then?", url="https://example.org/then"),
            ca.RelatedQuestion("And before?", url="javascript:alert(1)"),
            ca.RelatedQuestion("And now?"),
        ],
        disclaimers=[ca.Disclaimer(ca.claim("No advice."), title="Medical disclaimer"), ca.Disclaimer("Nor a warranty.")],
        notices=[ca.Notice(kind, f"A notice: {kind}", title="Titled", url="https://example.org/n") for kind in m.NoticeKind]
        + [ca.Notice("educational", "Without a title"), ca.Notice("board", "Reviewed.", url="nowhere")],
        review=ca.Review(
            [ca.ReviewEvent(status, date=dt.date(2026, 1, 1), by=author, note="Noted.", digest="0" * 64) for status in m.ReviewStatus]
            + [ca.ReviewEvent("changes-requested")],
            stages=["Submitted", "Under Review", "Approved"],
        ),
        provenance=ca.Provenance(
            "assisted", models=[ca.Model("Model", version="3", vendor="Vendor")], generated=dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC),
            provider="p", response_id="r", source_uri="s", source_digest="d", importer="i",
        ),
        id="everything",
        identifiers=[ca.Identifier("doi", "10.5555/all")],
        url="https://example.org/everything",
        language="en",
        audience=tuple(m.Audience),
        keywords=["one", "two"],
        codes=[ca.Code("D003920", system="MeSH", display="Diabetes Mellitus")],
        contributors=[author, group, ca.Contributor(ca.Software("Model", "3", "Vendor"))],
        publisher=ca.Organization("Publisher", url="https://example.org/"),
        editorial_policy=ca.PolicyLink("Editorial policy", url="https://example.org/policy"),
        version="1.0",
        created=dt.date(2026, 1, 1),
        published=dt.date(2026, 1, 2),
        updated=dt.date(2026, 1, 3),
        literature_through=dt.date(2025, 12, 31),
        expires=dt.date(2027, 1, 1),
        license="https://creativecommons.org/licenses/by/4.0/",
        copyright="© The authors",
        funding="None.",
        conflicts_of_interest="None declared.",
        related_documents=[
            *(ca.RelatedDocument(relation, url="https://example.org/other", title="Other") for relation in m.DocumentRelation),
            ca.RelatedDocument("corrects", "earlier"),
        ],
        extras={"x": 1},
    )  # fmt: skip


def right_to_left() -> ca.ClinicalAnswer:
    """A document in Arabic: sample text, no medicine."""
    return ca.ClinicalAnswer(
        "ما الجرعة المعتادة من الليدوكائين الموضعي (lidocaine 5%)؟",
        title="نص تجريبي لاتجاه الكتابة من اليمين إلى اليسار",
        language="ar",
        answer=ca.claim("هذه جملة تجريبية تحتوي على مصطلح لاتيني (GRADE) وأرقام 6-12 شهرًا.", ["1"]),
        sections=[
            ca.Section(
                "القسم الأول",
                [
                    ca.List(
                        [
                            ca.ListItem(
                                ca.claim(
                                    "بند أول يذكر دواءً باسمه اللاتيني lidocaine 5%",
                                    ["1", "2"],
                                    certainty=ca.Certainty("low"),
                                )
                            ),
                            ca.ListItem(
                                [ca.claim("بند ثانٍ", ["2"]), ca.List([ca.ListItem(ca.claim("بند فرعي", ["1"]))])]
                            ),
                        ]
                    ),
                    ca.Callout("warning", "لا تستعمل هذا النص."),
                    ca.Table([ca.Row([ca.Cell("قبل", header=True), ca.Cell("138 mmHg")])], caption="جدول"),
                ],
            ),
            ca.Section("القسم الثاني", ca.claim("خاتمة.", ["2"])),
        ],
        references=[
            ca.Reference(
                "1", title="A reference with a Latin title", container_title="Journal", issued=ca.PartialDate(2021)
            ),
            ca.Reference("2", title="مرجع عربي", doi="10.5555/ar"),
        ],
        notices=[ca.Notice("educational", "لأغراض تعليمية • المحتوى قيد المراجعة")],
        review=ca.Review(
            [ca.ReviewEvent("submitted"), ca.ReviewEvent("under-review")], stages=["مُرسل", "قيد المراجعة", "معتمد"]
        ),
        updated=dt.date(2026, 2, 20),
        disclaimers=[ca.Disclaimer("هذا نص تجريبي.", title="إخلاء المسؤولية")],
    )


def all_pages() -> dict[str, str]:
    """The pages that every tool looks at."""
    example, everything = built_in_python(), every_node()
    elsewhere = attrs.evolve(everything, language="de")
    return {
        "built-in-python": ca.to_html(example, base_url="https://example.org/answers/"),
        "page-text": ca.to_html(page_text()),
        "everything": ca.to_html(everything),
        "options": ca.to_html(elsewhere, popovers=True, numbers="none", id_prefix="x-", theme="dark"),
        "right-to-left": ca.to_html(right_to_left()),
        "empty": ca.to_html(ca.ClinicalAnswer("")),
    }


def edited(page: str, old: str, new: str) -> str:
    """The page with what it shows changed, and its data left as they are."""
    body, mark, data = page.partition('<script type="application/json"')
    head, start, shown = body.partition("<body>")
    return head + start + shown.replace(old, new) + mark + data
