"""The nodes that the JATS reader builds past the constructors are those that the constructors build."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import clinanswer as ca
import clinanswer.model as m
import strategies as s
from clinanswer.jats import _make as make


def same(made, node):
    """Equal, of the same class, and alike in what equality leaves out: the depth."""
    assert made == node
    assert type(made) is type(node)
    assert hash(made) == hash(node)
    for each in attrs.fields(type(node)):
        assert type(getattr(made, each.name)) is type(getattr(node, each.name)), each.name
    assert getattr(made, "_depth", None) == getattr(node, "_depth", None)


@given(s.ref_ids | s.ids, st.none() | st.sampled_from(m.Relation))
def test_citations(ref, relation):
    same(make.citation(ref, relation), m.Citation(ref, relation=relation))
    same(make.cite([make.citation(ref, relation)]), m.Cite([m.Citation(ref, relation=relation)]))


@given(s.some_phrases, st.none() | s.ids)
def test_bare_claims(content, name):
    claim = m.Claim(content, id=name)
    same(make.claim(claim.content, claim._depth, name), claim)
    same(make.claim_paragraph(claim), m.Paragraph(claim))


@given(s.claims)
def test_claims(claim):
    said = {
        each.name: value
        for each in attrs.fields(m.Claim)
        if each.init and each.name not in {"content", "id"} and (value := getattr(claim, each.name)) is not None
    }
    same(make.claim(claim.content, claim._depth, claim.id, said), claim)


@given(s.some_phrases)
def test_phrases(content):
    for node in content:
        if isinstance(node, m.Strong | m.Emphasis | m.Subscript | m.Superscript):
            same(make.formatting(type(node), node.content, node._depth - 1), node)


@given(s.documents())
def test_cells_and_nodes_whose_fields_need_no_look(doc):
    for node in ca.walk(doc):
        if isinstance(node, m.Notice | m.Disclaimer | m.RelatedQuestion | m.PolicyLink):
            same(make.filled(type(node), *[getattr(node, name) for name in type(node).__slots__]), node)
        if isinstance(node, m.Cell):
            values = {name: getattr(node, name) for name in ("header", "colspan", "rowspan", "align")}
            same(make.cell(node.content, node._depth, **values), node)


@given(s.paragraphs)
def test_paragraphs(paragraph):
    same(make.paragraph(paragraph.content, paragraph._depth), paragraph)


@given(st.lists(s.blocks(), min_size=1, max_size=2), st.booleans(), st.sampled_from([1, 5]))
def test_items_and_lists(blocks, ordered, start):
    item = m.ListItem(blocks)
    same(make.item(list(blocks)), item)
    same(make.list_of([item, item], ordered=ordered, start=start), m.List([item, item], ordered=ordered, start=start))


@given(s.sections(), st.none() | s.ids)
def test_sections(section, name):
    expected = attrs.evolve(section, id=name)
    same(make.section(section.title, list(section.blocks), list(section.sections), name, section.role), expected)


@given(s.people)
def test_people(person):
    same(make.person(attrs.asdict(person, recurse=False)), person)
    assert make.person({}) == m.Person()


@given(s.organizations)
def test_organizations(organization):
    same(make.organization(organization.name, organization.ror, organization.url), organization)


@given(s.partial_dates())
def test_partial_dates(date):
    parts = attrs.asdict(date, recurse=False)
    same(make.partial_date(*[parts.pop(name) for name in ("year", "month", "day", "season")], **parts), date)


@given(s.references)
def test_references(reference):
    values = {
        each.name: getattr(reference, each.name)
        for each in attrs.fields(m.Reference)
        if each.name != "id" and getattr(reference, each.name) != each.default
    }
    same(make.reference(reference.id, values), reference)


@given(s.documents())
def test_documents(doc):
    values = {each.name: getattr(doc, each.name) for each in attrs.fields(m.ClinicalAnswer)}
    claims = [claim.id for claim in ca.iter_claims(doc)]
    same(make.document(values, claims, []), doc)


def strong(levels):
    node = m.Strong("x")
    for _ in range(levels - 1):
        node = m.Strong(node)
    return node


def deep(levels):
    item = m.ListItem("x")
    for _ in range(levels):
        item = m.ListItem(m.List([item]))
    return item


@pytest.mark.parametrize(
    "build",
    [
        lambda: make.citation("no id", None),
        lambda: make.claim(("x",), 0, "no id"),
        lambda: make.claim((), 0, None),
        lambda: make.cell((), 0, header=False, colspan=0, rowspan=1, align=None),
        lambda: make.cell((), 0, header=False, colspan=1, rowspan=0, align=None),
        lambda: make.formatting(m.Strong, (strong(16),), 16),
        lambda: make.list_of([], ordered=False, start=1),
        lambda: make.list_of([deep(16)], ordered=False, start=1),
        lambda: make.section((), [], [], "no id", None),
        lambda: make.section((), list(deep(16).blocks), [], None, None),
        lambda: make.partial_date(2026, 13, None, None, circa=False, literal=None),
        lambda: make.reference("no id", {}),
        lambda: make.reference("1", {"language": "no language"}),
        lambda: make.document({"question": m.Question("Q"), "references": (), "id": "no id"}, [], []),
        lambda: make.document({"question": m.Question("Q"), "references": [m.Reference("1")] * 2}, [], []),
    ],
    ids=range(15),
)
def test_what_a_constructor_refuses_is_refused(build):
    with pytest.raises(ca.InvalidNodeError):
        build()
