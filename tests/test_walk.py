"""Traversal: what `walk` sees, what `transform` keeps, how ids are filled in, what `index` answers."""

from __future__ import annotations

import typing

import attrs
import pytest
from hypothesis import given

import clinanswer as ca
import strategies as s
from clinanswer._walk import CHILDREN, children

NODES = [getattr(ca.model, name) for name in ca.model.__all__ if attrs.has(getattr(ca.model, name))]


def _holds_nodes(declared: object) -> bool:
    if isinstance(declared, type):
        return issubclass(declared, ca.Node)
    return any(map(_holds_nodes, typing.get_args(declared)))


@pytest.mark.parametrize("cls", NODES, ids=lambda cls: cls.__name__)
def test_children_are_the_fields_whose_declared_type_holds_nodes(cls):
    """The table of children is written by hand, in document order; the declared types say whether it is whole."""
    from clinanswer.model import answer, blocks, inline, people, references, review

    names = {k: v for m in (inline, people, references, blocks, review, answer) for k, v in vars(m).items()}
    attrs.resolve_types(cls, globalns=names)
    declared = {attribute.name for attribute in attrs.fields(cls) if attribute.init and _holds_nodes(attribute.type)}
    assert set(CHILDREN.get(cls, ())) == declared


@given(s.documents())
def test_every_place_leads_to_its_node(doc):
    places = list(ca.locate(doc))
    assert [node for _, node in places] == list(ca.walk(doc))
    assert len({path for path, _ in places}) == len(places)
    for path, node in places:
        assert eval("doc" + path[1:]) is node


@given(s.documents())
def test_iter_claims_is_walk_for_claims(doc):
    assert list(ca.iter_claims(doc)) == [node for node in ca.walk(doc) if isinstance(node, ca.Claim)]


@given(s.documents())
def test_transform_that_changes_nothing_returns_the_very_document(doc):
    assert ca.transform(doc, lambda node: node) is doc


@given(s.documents())
def test_transform_can_remove_every_node_of_a_kind(doc):
    bare = ca.transform(doc, lambda node: None if isinstance(node, ca.Cite) else node)
    assert not [node for node in ca.walk(bare) if isinstance(node, ca.Cite)]
    assert [reference.id for reference in bare.references] == [reference.id for reference in doc.references]


def _doc() -> ca.ClinicalAnswer:
    nested = ca.List([ca.ListItem(ca.claim("nested")), ca.ListItem(ca.claim("own", ["3"]))])
    parent = ca.List([ca.ListItem([ca.claim("parent", ["2"], id="p"), nested])])
    inner = ca.Section("Inner", ["text", ca.claim("uncited")], id="in")
    return ca.ClinicalAnswer(
        "Q?",
        answer=ca.claim("short", ["1"], id="c2"),
        sections=[ca.Section("Outer", parent, [inner])],
        references=[ca.Reference("1")],
        disclaimers=[ca.Disclaimer(ca.claim("last"))],
    )


def test_transform_replaces_multiplies_and_removes():
    doc = _doc()

    def fn(node):
        if isinstance(node, str):
            return {"text": "TEXT", "nested": None, "uncited": ("un", "cited", ca.LineBreak())}.get(node, node)
        return node

    new = ca.transform(doc, fn)
    assert [claim.text for claim in ca.iter_claims(new)] == ["short", "parent", "own", "uncited", "last"]
    assert new.sections[0].sections[0].blocks[0] == ca.Paragraph("TEXT")
    assert new.answer is doc.answer
    assert new.references is doc.references
    assert len(new.sections[0].blocks[0].items[0].blocks[1].items) == 1


def test_transform_takes_containers_that_become_empty():
    doc = _doc()
    bare = ca.transform(doc, lambda node: None if isinstance(node, ca.Claim) else node)
    assert bare.answer == ()
    assert bare.sections == (ca.Section("Outer", (), [ca.Section("Inner", "text", id="in")]),)
    assert bare.disclaimers == ()
    empty = ca.Paragraph("")
    assert ca.transform(ca.ClinicalAnswer("q", answer=empty), lambda node: node).answer == (empty,)


def test_transform_says_what_cannot_be():
    doc = _doc()
    with pytest.raises(TypeError, match="fn must return a document"):
        ca.transform(doc, lambda node: None if isinstance(node, ca.ClinicalAnswer) else node)
    with pytest.raises(TypeError, match=r"ClinicalAnswer\.question has room for one node"):
        ca.transform(doc, lambda node: (node, node) if isinstance(node, ca.Question) else node)
    with pytest.raises(ca.InvalidNodeError, match=r"ClinicalAnswer\.question: expected a question"):
        ca.transform(doc, lambda node: None if isinstance(node, ca.Question) else node)


def test_transform_can_replace_a_single_node():
    rated = ca.ClinicalAnswer("q", answer=ca.claim("x", certainty=ca.Certainty("low", native=ca.Rating("ADA", "A"))))
    other = ca.transform(rated, lambda node: ca.Rating("ADA", "B") if isinstance(node, ca.Rating) else node)
    assert next(ca.iter_claims(other)).certainty.native.value == "B"
    without = ca.transform(rated, lambda node: None if isinstance(node, ca.Certainty) else node)
    assert next(ca.iter_claims(without)).certainty is None


def test_with_ids_fills_in_the_missing_and_keeps_the_rest():
    doc = ca.with_ids(_doc())
    assert [claim.id for claim in ca.iter_claims(doc)] == ["c2", "p", "c1", "c3", "c4", "c5"]
    assert ca.with_ids(doc) is doc


@given(s.documents())
def test_with_ids_leaves_no_claim_without_an_id(doc):
    full = ca.with_ids(doc)
    old, new = list(ca.iter_claims(doc)), list(ca.iter_claims(full))
    assert all(claim.id for claim in new)
    assert [attrs.evolve(claim, id=None) for claim in new] == [attrs.evolve(claim, id=None) for claim in old]
    assert all(a.id in {None, b.id} for a, b in zip(old, new, strict=True))


def test_index_answers_by_id_and_by_path():
    doc = ca.with_ids(_doc())
    index = ca.index(doc)
    assert index.claim("p").text == "parent"
    assert index.path("c2") == "$.answer[0].content[0]"
    assert index.claim("$.answer[0].content[0]").id == "c2"
    assert index.references == {"1": ca.Reference("1")}
    assert {ref: [claim.id for claim in claims] for ref, claims in index.citing.items()} == {
        "1": ["c2"], "2": ["p"], "3": ["c3"],
    }  # fmt: skip
    assert index.section("c2") is None
    assert [section.title for section in index.sections("c4")] == [("Outer",), ("Inner",)]
    assert index.section("c4").id == "in"
    assert index.parent("c1").id == "p"
    assert index.parent("p") is None
    assert [citation.ref for citation in index.citations("c1")] == ["2"]  # inherited from its parent bullet
    assert [citation.ref for citation in index.citations("c3")] == ["3"]
    assert [index.claim(path).id for path in index.uncited] == ["c4", "c5"]
    assert index.coverage == pytest.approx(4 / 6)
    assert ca.index(ca.ClinicalAnswer("q")).coverage == 1.0
    with pytest.raises(KeyError):
        index.claim("nobody")


def test_equal_claims_are_told_apart_by_their_paths():
    twice = ca.ClinicalAnswer("q", answer=[ca.claim("x", ["1"]), ca.claim("x", ["1"])])
    assert len(ca.index(twice).paths) == 2
    assert len(ca.index(twice).citing["1"]) == 2


def test_text_has_no_children():
    assert list(children("text")) == []


def test_plain_text_of_every_kind_of_node():
    table = ca.Table(
        [ca.Row([ca.Cell("a"), ca.Cell(ca.claim("b", ["1"]))])], caption="Cap", header=[ca.Row([ca.Cell("h", colspan=2)])],
        notes="note",
    )  # fmt: skip
    blocks = [
        ca.Paragraph(["x", ca.LineBreak(), ca.Strong("y"), ca.cite("1")]),
        ca.List([ca.ListItem(["i", ca.List([ca.ListItem("j")])])]),
        ca.DefinitionList([ca.Definition("term", "meaning")]),
        table,
        ca.Callout("note", "body", title="head"),
        ca.Quote("words", attribution="someone"),
        ca.Figure("https://example.org/a.png", alt="alt", caption="caption"),
    ]
    section = ca.Section("Title", blocks, [ca.Section("Sub")])
    expected = [
        "Title", "x", "y", "i", "j", "term", "meaning", "Cap", "h", "a\tb", "note", "head", "body", "words", "someone",
        "alt", "caption", "Sub",
    ]  # fmt: skip
    assert ca.plain_text(section) == "\n".join(expected)
    doc = ca.ClinicalAnswer(
        "Q?", title="T", answer="A", sections=[section], notices=[ca.Notice("board", "N", title="NT")],
        related_questions=[ca.RelatedQuestion("R?")], disclaimers=[ca.Disclaimer("D")],
    )  # fmt: skip
    assert ca.plain_text(doc) == "\n".join(["Q?", "T", "A", *expected, "NT", "N", "R?", "D"])
    assert ca.plain_text("s") == "s"
    assert ca.plain_text([ca.Strong("a"), "b"]) == "ab"
    assert ca.plain_text(ca.Reference("1", text="Printed")) == "Printed"
    assert ca.plain_text(ca.Reference("1", title="Title", text="Printed")) == "Title"
    assert ca.plain_text(ca.PolicyLink("policy")) == "policy"
    assert ca.plain_text(ca.Rating("ADA", "A")) == ""


def test_problems_have_pointers():
    assert ca.Problem("$.sections[2].title", "x", "m").pointer == "/sections/2/title"
    assert ca.Problem("$.extras['a.b/c~']['it\\'s']", "x", "m").pointer == "/extras/a.b~1c~0/it's"
    assert ca.Problem("$", "x", "m").pointer == ""
    assert ca.Problem("/article/body", "x", "m").pointer is None


def test_errors_say_what_and_where():
    one = ca.Problem("$.title", "wrong-type", "expected text, got 5", line=3)
    assert str(ca.ReadError(one)) == "line 3, $.title: expected text, got 5 [wrong-type]"
    two = ca.ReadError([one, ca.Problem("$.x", "unknown-key", "unknown key")], "a.json")
    assert str(two) == (
        "a.json: 2 problems in the input:\n  line 3, $.title: expected text, got 5 [wrong-type]\n"
        "  $.x: unknown key [unknown-key]"
    )
    assert isinstance(ca.VersionError(one), ca.ReadError)
    assert str(ca.InvalidNodeError("bad")) == "bad"
