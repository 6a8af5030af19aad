"""Nodes that readers build past the constructors are what the constructors would have built."""

import copy
import json
import pickle

import attrs
import pytest
from hypothesis import given

import clinanswer as ca
import clinanswer.model as m
from clinanswer._json import _codec
from clinanswer._json._shapes import SHAPES
from clinanswer.model._trusted import NESTING, blank
from strategies import documents

msgspec = pytest.importorskip("msgspec")

CLASSES = pytest.mark.parametrize("cls", SHAPES)


def rebuilt(node):
    """The node built again by its constructor, from the bottom up."""
    if isinstance(node, tuple):
        return tuple(map(rebuilt, node))
    if not isinstance(node, m.Node):
        return node
    return type(node)(
        **{field.name: rebuilt(getattr(node, field.name)) for field in attrs.fields(type(node)) if field.init}
    )


@given(documents())
def test_a_trusted_document_is_what_the_constructors_build(doc):
    """Same class, same fields in the same normal form, same hash, and the same depth where a depth matters."""
    text = ca.to_json(doc)
    for read in (_codec.typed_text_reader(msgspec), _codec.plain_text_reader()):
        trusted = read(text)
        if trusted is None:  # a large double, which only the thorough reader takes
            continue
        for ours, public in zip(ca.walk(trusted), ca.walk(rebuilt(trusted)), strict=True):
            assert type(ours) is type(public)
            assert ours == public
            assert hash(ours) == hash(public)
            assert repr(ours) == repr(public)
            if not isinstance(ours, str | m.Disclaimer | m.Notice):  # nothing asks these two for their depth
                assert getattr(ours, "_depth", None) == getattr(public, "_depth", None)
        assert pickle.loads(pickle.dumps(trusted)) == copy.deepcopy(trusted) == doc


@CLASSES
def test_a_trusted_node_is_as_frozen_as_any(cls):
    assert blank(cls).__slots__ == cls.__slots__
    name = SHAPES[cls].fields[0].name if SHAPES[cls].fields else "x"
    node = blank(cls)()
    node.__class__ = cls
    with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
        setattr(node, name, "x")


def test_the_model_is_closed():
    """A subclass would be a node that no format knows."""
    with pytest.raises(TypeError) as caught:

        class Special(ca.Claim):
            pass

    assert str(caught.value) == "Claim cannot be subclassed; what you add belongs in extras"


ROWS = [{"cells": [{"content": "x"}]}]
# Every way in which a node nests: what it holds (text or blocks), and how it stands around that in JSON.
NESTS = {
    "strong": ("text", lambda x: {"type": "strong", "content": [x]}),
    "emphasis": ("text", lambda x: {"type": "emphasis", "content": [x]}),
    "subscript": ("text", lambda x: {"type": "subscript", "content": [x]}),
    "superscript": ("text", lambda x: {"type": "superscript", "content": [x]}),
    "link": ("text", lambda x: {"type": "link", "content": [x], "href": "https://example.org"}),
    "list": ("blocks", lambda x: {"type": "list", "items": [{"blocks": [x]}]}),
    "term": ("text", lambda x: {"type": "definition-list", "items": [{"term": [x], "blocks": []}]}),
    "definition": ("blocks", lambda x: {"type": "definition-list", "items": [{"term": [], "blocks": [x]}]}),
    "notes": ("blocks", lambda x: {"type": "table", "rows": ROWS, "notes": [x]}),
    "callout title": ("text", lambda x: {"type": "callout", "kind": "tip", "blocks": [PARAGRAPH], "title": [x]}),
    "callout": ("blocks", lambda x: {"type": "callout", "kind": "tip", "blocks": [x]}),
    "attribution": ("text", lambda x: {"type": "quote", "blocks": [PARAGRAPH], "attribution": [x]}),
    "quote": ("blocks", lambda x: {"type": "quote", "blocks": [x]}),
    "section title": ("text", lambda x: {"title": [x]}),
    "section": ("blocks", lambda x: {"blocks": [x]}),
    "subsection": ("sections", lambda x: {"sections": [x]}),
}
# What counts no level: a node around text or blocks that is no nesting node.
FLAT = {
    "paragraph": ("text", lambda x: {"type": "paragraph", "content": [x]}),
    "claim": ("text", lambda x: {"type": "paragraph", "content": [{"type": "claim", "content": [x]}]}),
    "cell": ("text", lambda x: {"type": "table", "rows": [{"cells": [{"content": [x]}]}]}),
    "header": ("text", lambda x: {"type": "table", "rows": ROWS, "header": [{"cells": [{"content": [x]}]}]}),
    "table caption": ("text", lambda x: {"type": "table", "rows": ROWS, "caption": [x]}),
    "figure caption": ("text", lambda x: {"type": "figure", "src": "https://example.org/x.png", "caption": [x]}),
}
PARAGRAPH = {"type": "paragraph", "content": "x"}
INNERMOST = {"text": ["x", "strong"], "blocks": [PARAGRAPH, "quote"], "sections": [{"title": "x"}, "subsection"]}


def _document(name, levels):
    """The JSON of a document that nests `levels` deep, the outermost level being `name`."""
    counts = name in NESTS
    holds, around = (NESTS | FLAT)[name]
    node, filler = INNERMOST[holds]
    for _ in range(levels - counts - (holds == "sections")):
        node = NESTS[filler][1](node)
    node = around(node)
    if "type" not in node:
        return {"sections": [node]}
    phrase = node["type"] in {"strong", "emphasis", "subscript", "superscript", "link"}
    return {"title": [node]} if phrase else {"answer": [node]}


@pytest.mark.parametrize("name", [*NESTS, *FLAT])
def test_sixteen_levels_are_read_and_seventeen_are_not(name):
    """The fast readers count levels as the constructors do, at every place where a node can nest."""
    for levels in (16, 17):
        plain = {"format": "clinanswer", "version": 1, "question": {"text": "q"}, **_document(name, levels)}
        text = json.dumps(plain)
        if levels == 16:
            doc = ca.from_json(text)
            assert rebuilt(doc) == doc
            assert _codec.plain_text_reader()(text) == doc
            assert ca.from_json(ca.to_json(doc)) == doc
        else:
            assert _codec.typed_text_reader(msgspec)(text) is None
            assert _codec.plain_text_reader()(text) is None
            with pytest.raises(ca.ReadError, match="nested 17 levels deep; at most 16 are allowed"):
                ca.from_json(text)


def test_every_nesting_field_is_tried():
    tried = {
        (ca.Strong, "content"), (ca.Emphasis, "content"), (ca.Subscript, "content"), (ca.Superscript, "content"),
        (ca.Link, "content"), (ca.List, "items"), (ca.DefinitionList, "items"), (ca.Table, "notes"),
        (ca.Callout, "blocks"), (ca.Callout, "title"), (ca.Quote, "blocks"), (ca.Quote, "attribution"),
        (ca.Section, "title"), (ca.Section, "blocks"), (ca.Section, "sections"),
    }  # fmt: skip
    assert {(cls, name) for cls, names in NESTING.items() for name in names} == tried
