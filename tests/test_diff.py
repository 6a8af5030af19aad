"""`diff`: what changed claim by claim, and everything else."""

import attrs
from hypothesis import given

import clinanswer as ca
import strategies
from clinanswer._changes import Diff, Kind

REFERENCES = [ca.Reference("1", title="First work"), ca.Reference("2", title="Second work")]


def doc(*claims, **fields):
    items = [ca.ListItem(claim) for claim in claims]
    sections = [ca.Section("Dosing", ca.List(items))] if items else []
    return ca.ClinicalAnswer("Q?", sections=sections, **{"references": REFERENCES, **fields})


def kinds(old, new):
    return [(change.kind.value, change.what, change.where) for change in ca.diff(old, new)]


A = ca.claim("Start with a low dose of colchicine.", ["1"], id="c1")
B = ca.claim("Stop when diarrhoea begins to trouble.", ["2"], id="c2")
C = ca.claim("Check the kidneys every month or so.", ["1"], id="c3")


@given(strategies.documents(), strategies.documents())
def test_a_diff_is_empty_exactly_when_the_documents_are_equal(one, other):
    assert not ca.diff(one, one)
    assert bool(ca.diff(one, other)) == (one != other)
    changes = ca.diff(one, other)
    assert changes.to_text(color=True)
    assert changes.to_text()
    assert changes.to_html()
    for change in changes:
        assert str(change)


@given(strategies.documents())
def test_the_smallest_change_is_seen(one):
    """Anything that two documents can differ in has to show, down to a flag of a list deep inside."""

    def other(node):
        if isinstance(node, ca.List):
            return attrs.evolve(node, ordered=not node.ordered)
        if isinstance(node, ca.Reference):
            return attrs.evolve(node, place=f"{node.place or ''}x")
        return node

    changed = ca.transform(one, other)
    assert bool(ca.diff(one, changed)) == (one != changed)


def test_added_removed_reworded():
    assert kinds(doc(A), doc(A, B)) == [("added", "claim", "c2")]
    assert kinds(doc(A, B), doc(A)) == [("removed", "claim", "c2")]
    reworded = A.with_text("Start with a high dose of colchicine.")
    assert kinds(doc(A, B), doc(reworded, B)) == [("reworded", "claim", "c1")]
    (change,) = ca.diff(doc(A), doc(reworded))
    assert (change.path, change.old_path) == ("$.sections[0].blocks[0].items[0].blocks[0].content[0]",) * 2
    assert (change.old, change.new) == (A.text, reworded.text)


def test_shifted_ids_are_no_rewording():
    """Readers number claims: a new first claim takes the id of the old one, which is still the same claim."""
    shifted = [attrs.evolve(B, id="c1"), attrs.evolve(A, id="c2"), attrs.evolve(C, id="c3")]
    assert kinds(doc(A, C), doc(*shifted)) == [("added", "claim", "c1")]


def test_a_claim_reworded_beyond_recognition_is_another():
    other = attrs.evolve(A, content=("Nothing in common here", ca.cite("1")))
    assert kinds(doc(A), doc(other)) == [("removed", "claim", "c1"), ("added", "claim", "c1")]
    half = attrs.evolve(A, content=("Start with a low sodium diet today.", ca.cite("1")), id=None)
    assert kinds(doc(attrs.evolve(A, id=None)), doc(half)) == [("reworded", "claim", None)]


def test_citations():
    more = attrs.evolve(
        A, content=(*A.content, ca.cite(ca.Citation("2", relation="disputes", locator="p. 3", quote="No")))
    )
    (change,) = ca.diff(doc(A), doc(more))
    assert (change.kind, change.old, change.new) == (Kind.CITATIONS, "[1]", "[1, 2 disputes p. 3 “No”]")


def test_renumbered_references_change_no_citation():
    swapped = [attrs.evolve(REFERENCES[1], id="1"), attrs.evolve(REFERENCES[0], id="2")]
    renumbered = [ca.claim(A.text, ["2"], id="c1"), ca.claim(B.text, ["1"], id="c2")]
    assert {what for _, what, _ in kinds(doc(A, B), doc(*renumbered, references=swapped))} == {
        "reference",
        "references",
    }
    assert ("citations changed", "claim", "c1") in kinds(doc(A, B), doc(A, B, references=swapped))


def test_references():
    third = ca.Reference("3", title="Third work")
    assert kinds(doc(), doc(references=[*REFERENCES, third])) == [("added", "reference", "3")]
    assert kinds(doc(), doc(references=REFERENCES[:1])) == [("removed", "reference", "2")]
    dated = attrs.evolve(REFERENCES[0], doi="10.5555/1")
    (change,) = ca.diff(doc(), doc(references=[dated, REFERENCES[1]]))
    assert (change.old, change.new) == ("First work; id=1", "First work; id=1; doi=10.5555/1")
    assert kinds(doc(), doc(references=REFERENCES[::-1])) == [("moved", "references", None)]


def test_moved():
    assert kinds(doc(A, B, C), doc(B, C, A)) == [("moved", "claim", "c1")]
    elsewhere = doc(B, C, answer=A)
    (change,) = ca.diff(doc(A, B, C), elsewhere)
    assert (change.kind, change.path) == (Kind.MOVED, "$.answer[0].content[0]")
    assert change.old_path == "$.sections[0].blocks[0].items[0].blocks[0].content[0]"


def test_what_is_said_about_a_claim():
    graded = attrs.evolve(A, certainty=ca.Certainty("low"), kind="recommendation")
    (change,) = ca.diff(doc(A), doc(graded))
    assert (change.kind, change.what, change.new) == (Kind.CHANGED, "claim", "kind, certainty")
    strong = attrs.evolve(A, content=(ca.Strong(A.content[0]), *A.content[1:]))
    assert [change.new for change in ca.diff(doc(A), doc(strong))] == ["formatting"]
    renamed = attrs.evolve(A, id="c9")
    assert [change.new for change in ca.diff(doc(A), doc(renamed))] == ["id"]


def test_headings_and_text_around_claims():
    old = ca.ClinicalAnswer("Q?", sections=[ca.Section("Dose", ["Some words of text here.", "Others."])])
    new = ca.ClinicalAnswer(
        "Q?", sections=[ca.Section("Dosing", ["Some words of text there.", "Entirely new things."])]
    )
    assert kinds(old, new) == [
        ("removed", "heading", None),
        ("added", "heading", None),
        ("removed", "text", None),
        ("reworded", "text", None),
        ("added", "text", None),
    ]


def test_other_fields_and_structure():
    changed = doc(A, language="en", published=None, keywords=["gout"], review=ca.Review([ca.ReviewEvent("draft")]))
    changes = ca.diff(doc(A), changed)
    assert [(change.what, change.new) for change in changes][1:] == [("language", "en"), ("keywords", "gout")]
    assert changes[0].what == "review"
    assert kinds(doc(related_questions=[ca.RelatedQuestion("Why?")]), doc()) == [("changed", "related questions", None)]
    ordered = ca.ClinicalAnswer("Q?", answer=ca.List([ca.ListItem(A)]))
    other = ca.ClinicalAnswer("Q?", answer=ca.List([ca.ListItem(A)], ordered=True))
    assert kinds(ordered, other) == [("changed", "structure", None)]


def test_how_a_diff_reads():
    reworded = A.with_text("Start with a high dose of <colchicine>.")
    changes = ca.diff(doc(A, B), doc(B, reworded, language="en"))
    assert changes.to_text() == (
        "moved: claim c2\n  --> $.sections[0].blocks[0].items[0].blocks[0].content[0]\n"
        "   | from $.sections[0].blocks[0].items[1].blocks[0].content[0]\n\n"
        "reworded: claim c1\n  --> $.sections[0].blocks[0].items[1].blocks[0].content[0]\n"
        "   | Start with a [-low-]{+high+} dose of {+<+}colchicine{+>+}.\n\n"
        "changed: language\n  --> $.language\n   | {+en+}\n\n"
        "1 claim moved, 1 claim reworded, 1 other change\n"
    )
    assert "\x1b[31mlow\x1b[0m\x1b[32mhigh\x1b[0m" in changes.to_text(color=True)
    assert "<del>low</del><ins>high</ins> dose of <ins>&lt;</ins>colchicine" in changes.to_html()
    assert changes._repr_html_() == changes.to_html()
    assert str(changes) == changes.to_text()
    assert repr(changes) == "<Diff 1 claim moved, 1 claim reworded, 1 other change>"
    assert len(changes.claims) == 2
    assert changes[0:1] == (changes[0],)
    assert len(changes) == 3
    assert Diff().to_html() == '<div class="ca-diff"><p>no changes</p></div>'
    assert str(Diff()) == "no changes\n"
    assert str(changes[1]).endswith(
        ".content[0]: claim c1 reworded: 'Start with a low dose of colchicine.' → 'Start with a high dose of <colchicine>.'"
    )


def test_hidden_characters_are_shown():
    assert "{+<U+202E>+}" in ca.diff(doc(A), doc(A, license="\u202e")).to_text()


def test_dates_and_people_read_as_people_write_them():
    person = ca.Person("Alder", "A.", orcid="0000-0002-1825-0097", affiliations=["Example Hospital"])
    old = ca.Reference("1", issued=ca.PartialDate(2020, 3, 1), authors=[person])
    new = ca.Reference(
        "1", issued=ca.PartialDate(2021, season="spring", circa=True), authors=[ca.Person(literal="Ash")]
    )
    (change,) = ca.diff(doc(references=[old]), doc(references=[new]))
    assert change.old == "id=1; authors=A. Alder, 0000-0002-1825-0097, Example Hospital; issued=2020-03-01"
    assert change.new == "id=1; authors=Ash; issued=circa 2021 spring"


def test_the_summary_is_english():
    swapped = attrs.evolve(A, content=["Start with a low dose of colchicine.", ca.cite("2")])
    assert ca.diff(doc(A, B), doc(swapped, B)).summary == "1 claim cited anew"
