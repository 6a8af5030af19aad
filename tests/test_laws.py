"""The laws of the lossless formats: what goes through one, or through any chain of them, comes back the same.

`from_x(to_x(d)) == d` for every document that the model admits. The strategies build every node in every position
where it is legal, which the last test shows by counting; `make test-full` runs each law with 1,000 examples and more.
"""

from __future__ import annotations

import collections
import itertools

import attrs
import pytest
from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

import clinanswer as ca
import outside
import strategies as s

FORMATS = {
    "json": (ca.to_json, ca.from_json),
    "html": (ca.to_html, ca.from_html),
    "jats": (ca.to_jats, ca.from_jats),
}
NODES = {getattr(ca.model, name) for name in ca.model.__all__ if attrs.has(getattr(ca.model, name))}


def _deep(wrap, leaf, levels=16):
    for _ in range(levels):
        leaf = wrap(leaf)
    return leaf


# What random documents seldom reach: sixteen levels of each nesting node, alone and inside one another.
DEEP = ca.ClinicalAnswer(
    "Deep?",
    title=_deep(ca.Emphasis, "x"),
    answer=[
        _deep(lambda x: ca.List([ca.ListItem(x)]), "x"),
        _deep(ca.Quote, "x"),
        _deep(lambda x: ca.Callout("note", x), ca.claim("x", ["1"])),
        _deep(lambda x: ca.DefinitionList([ca.Definition("t", x)]), "x"),
        _deep(lambda x: ca.Table([ca.Row([ca.Cell("c")])], notes=x), "x"),
        ca.Paragraph(ca.Claim(_deep(ca.Subscript, "x"))),
    ],
    sections=[_deep(lambda x: ca.Section("t", "x", [x]), ca.Section("t", "x"), 15)],
)


@pytest.mark.parametrize("name", FORMATS)
@given(doc=s.documents())
@example(doc=DEEP)
def test_what_is_written_is_read_back(name, doc):
    """The law of each format, and that the same document gives the same text."""
    write, read = FORMATS[name]
    text = write(doc)
    assert read(text) == doc
    assert read(text.encode()) == doc
    assert write(read(text)) == text


@given(s.documents(), st.permutations(list(FORMATS)))
def test_any_chain_of_formats_is_lossless(doc, chain):
    new = doc
    for name in chain:
        note(name)
        write, read = FORMATS[name]
        new = read(write(new))
    assert new == doc


@given(s.documents())
def test_page_text_has_the_words_of_every_claim(doc):
    page = " ".join(ca.to_text(doc).split())
    for claim in ca.iter_claims(doc):
        for word in claim.text.split():  # the page may break lines where it will, and puts citations between
            assert word in page, (word, claim)


READERS = {**{name: pair[1] for name, pair in FORMATS.items()}, "text": ca.from_text}


@pytest.mark.parametrize("name", READERS)
@given(data=st.binary() | st.text())
def test_no_reader_raises_anything_but_read_error(name, data):
    try:
        result = READERS[name](data)
    except ca.ReadError as error:
        assert error.problems
    else:
        assert isinstance(result, ca.ClinicalAnswer)


@pytest.mark.parametrize("name", FORMATS)
@settings(suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
@given(doc=s.documents(), data=st.data())
def test_no_reader_raises_anything_but_read_error_on_damaged_files(name, doc, data):
    """Bytes removed, repeated, swapped or put in: a document or a `ReadError`, nothing else."""
    write, read = FORMATS[name]
    raw = write(doc).encode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        stop = min(len(raw), start + data.draw(st.integers(0, 30)))
        junk = data.draw(
            st.sampled_from([b"", b"<", b">", b"&", b'"', b"{", b"]", b"\x00", b"\xff", b"null", raw[start:stop] * 2])
        )
        raw = raw[:start] + junk + raw[stop:]
    try:
        assert isinstance(read(raw), ca.ClinicalAnswer)
    except ca.ReadError as error:
        assert error.problems


@pytest.mark.parametrize("name", READERS)
def test_no_reader_raises_anything_but_read_error_on_hostile_files(name):
    tried = 0
    for path in sorted(outside.shared_dir("data", "hostile").rglob("*")):
        if not path.is_file():
            continue
        tried += 1
        try:
            assert isinstance(READERS[name](path.read_bytes()), ca.ClinicalAnswer), path
        except ca.ReadError as error:
            assert error.problems
    assert tried > 300


def test_the_strategies_build_every_node_where_it_is_legal(capsys):
    """Count, over the documents of one run, each kind of node and each (parent field, child) pair seen."""
    nodes: collections.Counter[str] = collections.Counter()
    pairs: set[tuple[str, str]] = set()

    @settings(max_examples=600, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(s.documents(), s.notices, s.disclaimers)
    def run(doc, notice, disclaimer):  # documents have few of the last two, so some are drawn beside them
        for node in itertools.chain(*map(ca.walk, (doc, notice, disclaimer))):
            nodes[type(node).__name__] += 1
            if isinstance(node, str):
                continue
            for attribute in attrs.fields(type(node)):
                value = getattr(node, attribute.name)
                for child in value if isinstance(value, tuple) else ():
                    pairs.add((f"{type(node).__name__}.{attribute.name}", type(child).__name__))

    run()
    with capsys.disabled():
        print(f"\n{sum(nodes.values())} nodes in 600 documents: {dict(nodes.most_common())}")
    assert {cls.__name__ for cls in NODES} <= set(nodes)
    phrases = {"str", "Strong", "Emphasis", "Subscript", "Superscript", "Link", "LineBreak", "Cite"}
    blocks = {"Paragraph", "List", "DefinitionList", "Table", "Callout", "Quote", "Figure"}
    wanted = set(itertools.product(
        ["Strong.content", "Emphasis.content", "Subscript.content", "Superscript.content", "Claim.content",
         "Section.title", "Definition.term", "Callout.title", "Quote.attribution", "Table.caption", "Figure.caption",
         "Disclaimer.title", "Notice.title", "Reference.title", "ClinicalAnswer.title"],
        phrases,
    ))  # fmt: skip
    wanted |= set(itertools.product(["Link.content"], phrases - {"Link", "Cite"}))
    wanted |= set(itertools.product(["Paragraph.content", "Cell.content"], phrases | {"Claim"}))
    wanted |= set(itertools.product(
        ["ListItem.blocks", "Definition.blocks", "Callout.blocks", "Quote.blocks", "Section.blocks", "Disclaimer.blocks",
         "Notice.blocks", "Table.notes", "ClinicalAnswer.answer"],
        blocks,
    ))  # fmt: skip
    assert not wanted - pairs, sorted(wanted - pairs)
