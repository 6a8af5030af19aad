"""JATS: what is written is valid and comes back; what is read is read safely.

The law `from_jats(to_jats(d)) == d` itself is in test_laws.py, with those of the other formats.
"""

from __future__ import annotations

import contextlib
import functools
import random
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

import clinanswer as ca
import outside
import strategies as s
from clinanswer.jats import Journal
from clinanswer.jats._names import DOCTYPES

JOURNAL = Journal(title="Answers & <Questions>", issn="0378-5955", publisher="Example Press")


@functools.cache
def dtd(version, tag_set):
    name = DOCTYPES[tag_set][1].replace("1-3", version.replace(".", "-"))
    return etree.DTD(str(outside.jats_dtd_dir(version) / name))


def assert_valid(text, tag_set, *versions):
    tree = etree.fromstring(text.encode())
    for version in versions:
        grammar = dtd(version, tag_set)
        assert grammar.validate(tree), str(grammar.error_log)


# ----------------------------------------------------------------------------------------------- validity


@given(s.documents())
@example(ca.ClinicalAnswer(ca.Question("", pico=ca.Pico())))  # a keyword group needs a keyword
def test_every_document_is_valid_archiving(doc):
    assert_valid(ca.to_jats(doc), "archiving", "1.3", "1.4")


@given(s.documents())
def test_every_document_is_valid_publishing_and_comes_back_without_the_journal(doc):
    text = ca.to_jats(doc, journal=JOURNAL)
    assert_valid(text, "publishing", "1.3", "1.4")
    assert ca.from_jats(text) == doc


@pytest.mark.full
@settings(max_examples=10_000)
@given(s.documents())
def test_ten_thousand_documents_come_back_and_are_valid(doc):
    text = ca.to_jats(doc)
    assert ca.from_jats(text) == doc
    assert_valid(text, "archiving", "1.3")


def test_the_dtd_is_the_unmodified_one():
    """A guard for the tests above: the DTD refuses what is wrong."""
    tree = etree.fromstring(ca.to_jats(ca.ClinicalAnswer("Q?")).replace("<body>", "<body><abstract/>").encode())
    assert not dtd("1.3", "archiving").validate(tree)


# ------------------------------------------------------------------------------------------ the tag sets


@pytest.mark.parametrize(
    "options, tag_set",
    [
        ({}, "archiving"),
        ({"journal": Journal(title="T")}, "archiving"),
        ({"journal": JOURNAL}, "publishing"),
        ({"journal": JOURNAL, "tag_set": "archiving"}, "archiving"),
        ({"journal": JOURNAL, "tag_set": "publishing"}, "publishing"),
    ],
)
def test_the_tag_set_follows_the_journal(options, tag_set):
    text = ca.to_jats(ca.ClinicalAnswer("Q?"), **options)
    public, system = DOCTYPES[tag_set]
    assert f'<!DOCTYPE article PUBLIC "{public}" "{system}">' in text
    assert f'base-tagset="{tag_set}"' in text
    assert_valid(text, tag_set, "1.3")


def test_publishing_without_an_issn_is_refused():
    for journal in (None, Journal(title="T")):
        with pytest.raises(ca.InvalidNodeError) as caught:
            ca.to_jats(ca.ClinicalAnswer("Q?"), tag_set="publishing", journal=journal)
        assert isinstance(caught.value, ValueError)
        assert str(caught.value) == (
            "Journal.issn: the Publishing tag set requires an ISSN: give one, as in "
            "journal=Journal(issn='0378-5955'), or use tag_set='archiving'"
        )


def test_an_unknown_tag_set_and_a_malformed_issn_are_refused():
    with pytest.raises(ca.InvalidNodeError) as caught:
        ca.to_jats(ca.ClinicalAnswer("Q?"), tag_set="authoring")
    assert str(caught.value) == "'authoring' is not a tag set; use 'archiving' or 'publishing'"
    with pytest.raises(ca.InvalidNodeError) as caught:
        Journal(issn="03785955")
    assert str(caught.value) == "Journal.issn: '03785955' is not an ISSN, such as '0378-5955'"


def test_the_journal_s_publisher_takes_the_place_of_the_documents():
    doc = ca.ClinicalAnswer(
        "Q?", publisher=ca.Organization("Own", ror="https://ror.org/05dxps055", url="https://example.org")
    )
    text = ca.to_jats(doc, journal=JOURNAL)
    tree = etree.fromstring(text.encode())
    assert tree.findtext("front/journal-meta/publisher/publisher-name") == "Example Press"
    assert ca.from_jats(text) == doc
    text = ca.to_jats(doc, journal=Journal(issn="0378-5955"))
    assert etree.fromstring(text.encode()).findtext(".//publisher-name//institution") == "Own"
    assert ca.from_jats(text) == doc


# ------------------------------------------------------------------------------------------ white space


@given(st.text("\t\n  ab<&\"'\u00a0\u2028", min_size=1))
def test_white_space_survives_in_text_and_in_attributes(words):
    doc = ca.ClinicalAnswer(
        words,
        title=words,
        answer=ca.claim([words, ca.Strong(words), words], id="c"),
        codes=[ca.Code(words, system=words, display=words)],
        url=words,
        references=[ca.Reference("1", text=words)],
        extras={words: words},
    )
    assert ca.from_jats(ca.to_jats(doc)) == doc


# ----------------------------------------------------------------------------------------- safe reading


@given(st.binary() | st.text() | st.binary().map(lambda b: b"<article>" + b))
def test_no_bytes_raise_anything_but_a_read_error(data):
    with contextlib.suppress(ca.ReadError):
        ca.from_jats(data)


def mutate(text, seed):
    """The text with a few pieces taken out, doubled, swapped or replaced."""
    rng = random.Random(seed)
    pieces = re.split(r"(<[^>]*>)", text)
    for _ in range(rng.randint(1, 4)):
        at, other = rng.randrange(len(pieces)), rng.randrange(len(pieces))
        kind = rng.randrange(6)
        if kind == 0:
            pieces[at] = ""
        elif kind == 1:
            pieces[at] += pieces[other]
        elif kind == 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif kind == 3:
            pieces[at] = re.sub(r'"[^"]*"', '"x y"', pieces[at])
        elif kind == 4:
            pieces[at] = re.sub(
                r"^(</?)[\w-]+", rf"\1{rng.choice(['p', 'sec', 'xref', 'foo', 'list', 'table'])}", pieces[at]
            )
        else:
            pieces[at] = rng.choice(
                ["\u0085", "&micro;", "&#xFDD0;", "<!-- c -->", "<![CDATA[<]]>", "<?pi x?>", "99999999999"]
            )
    return "".join(pieces)


def repair(text):
    """The text with its tags balanced, so that mutations reach the readers and not only the parser."""
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    tree = etree.fromstring(text.encode(), parser)
    return "<article/>" if tree is None else etree.tostring(tree, encoding="unicode")


@given(s.documents(), st.integers(0, 2**32), st.booleans())
def test_no_mutation_of_a_valid_file_raises_anything_but_a_read_error(doc, seed, balanced):
    text = mutate(ca.to_jats(doc), seed)
    with contextlib.suppress(ca.ReadError):
        ca.from_jats(repair(text) if balanced else text, report=[])


@pytest.mark.parametrize("name", ["cyclic", "external", "external_file", "quadratic", "xmlbomb", "xmlbomb2"])
def test_entity_declarations_are_refused(name):
    data = outside.shared_dir("data", "hostile", "xml", f"{name}.xml").read_bytes()
    with pytest.raises(ca.ReadError) as caught:
        ca.from_jats(data)
    assert caught.value.problems[0].code == "entity-declaration"
    assert caught.value.problems[0].line


@pytest.mark.parametrize("name", ["dtd", "dtd_element", "simple", "simple-ns"])
def test_other_xml_is_no_article(name):
    data = outside.shared_dir("data", "hostile", "xml", f"{name}.xml").read_bytes()
    with pytest.raises(ca.ReadError) as caught:
        ca.from_jats(data)
    assert caught.value.problems[0].code == "wrong-root"


@pytest.mark.parametrize(
    "data, message",
    [
        ("", "line 1, /: not well-formed XML: Document is empty [not-well-formed]"),
        ("<article>\n<p></article>", "line 2, /: not well-formed XML: Opening and ending tag mismatch: p line 2 and article [not-well-formed]"),
        ("<a/>", "line 1, /: the root is a, not article: this is no JATS [wrong-root]"),
        ("<article>\n&nope;</article>", "line 2, /: the named character &nope; is not known; write the character itself [unknown-entity]"),
        ("<a>" * 300, "line 1, /: the elements are nested too deep; at most 256 levels are read [too-deep]"),
        (" " * 30_000_000, "$: the input is 30,000,000 bytes long; at most 20,000,000 are read [too-big]"),
        (b"<?xml version='1.0' encoding='rot13'?><a/>", "line 1, /: the declared encoding 'rot13' is not known; save the file as UTF-8 [encoding]"),
        (b"<?xml version='1.0' encoding='shift_jis'?>\x81", "line 1, /: the file is not in shift_jis, its declared encoding [encoding]"),
        ("<!DOCTYPE article [\n<!ENTITY a 'b'>]><article/>", "line 2, /: the document type declares entities, which are not read; resolve them first [entity-declaration]"),
        ("<article><!-- &nope; -->&#xFFFE;</article>", "line 1, /: not well-formed XML: xmlParseCharRef: invalid xmlChar value 65534 [not-well-formed]"),
    ],
    ids=range(10),
)  # fmt: skip
def test_bad_input_says_where_and_what(data, message):
    with pytest.raises(ca.ReadError) as caught:
        ca.from_jats(data)
    assert str(caught.value) == message


def test_too_many_elements_are_refused():
    with pytest.raises(ca.ReadError) as caught:
        ca.from_jats(f"<article>{'<p/>' * 100}</article>", max_nodes=100)
    assert caught.value.problems[0].code == "too-many-nodes"


def test_a_newer_file_is_refused_as_such():
    text = ca.to_jats(ca.ClinicalAnswer("Q?"))
    newer = text.replace("<meta-value>1</meta-value>", "<meta-value>2</meta-value>")
    with pytest.raises(ca.VersionError) as caught:
        ca.from_jats(newer)
    assert "written by a newer clinanswer (format version 2, this one reads 1)" in str(caught.value)
    with pytest.raises(ca.ReadError) as caught:
        ca.from_jats(newer.replace("<meta-value>2<", "<meta-value>x<"))
    assert not isinstance(caught.value, ca.VersionError)


# ----------------------------------------------------------------- comments, CDATA, entities, encodings


def dressed(words):
    doc = ca.ClinicalAnswer("Q?", answer="WORDS")
    return ca.to_jats(doc).replace("WORDS", words)


@pytest.mark.parametrize(
    "words, read",
    [
        ("5 &micro;g", "5 µg"),
        ("&agr;&b.beta;&epsi;", "α𝛃ϵ"),
        ("&NotEqualTilde;", "≂̸"),
        ("a<!-- &nope; -->b", "ab"),
        ("a<?nope &nope;?>b", "ab"),
        ("<![CDATA[<b> &micro; &nope;]]>", "<b> &micro; &nope;"),
        ("&lt;&#38;&#x26;&quot;&apos;&gt;", "<&&\"'>"),
        ("<!-- <!ENTITY x 'y'> -->x", "x"),
    ],
)
def test_named_characters_cdata_and_comments(words, read):
    assert ca.from_jats(dressed(words)).answer == (ca.Paragraph(read),)


def test_named_characters_in_attributes_are_read_too():
    text = ca.to_jats(ca.ClinicalAnswer("Q?", url="URL")).replace('"URL"', '"&micro;"')
    assert ca.from_jats(text).url == "µ"


def test_a_declared_encoding_is_heeded():
    text = dressed("5 µg").replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="iso-8859-1"?>')
    assert ca.from_jats(text.encode("iso-8859-1")) == ca.from_jats(dressed("5 µg"))


# ------------------------------------------------------------------------------------ the worked example


def test_the_worked_example_of_the_mapping():
    """Every field stands where the mapping says; what the model has not is named in the report."""
    data = outside.shared_dir("data", "jats-everything.xml").read_bytes()
    report = []
    doc = ca.from_jats(data, report=report)
    assert [(problem.code, problem.path.rsplit("/", 1)[-1]) for problem in report] == [
        ("unknown-element", "etal"),
        ("event", "event[5]"),
        ("image", "graphic"),
        ("image", "graphic"),
        ("invalid-block", "disp-quote"),
        ("invalid-block", "boxed-text"),
    ]
    assert [claim.id for claim in ca.iter_claims(doc)] == ["answer", "c1", None, "c2", "c3", "c4", "c5", "c6", "c7"]
    claim = ca.index(doc).claims["c1"]
    assert claim.kind is ca.ClaimKind.RECOMMENDATION
    assert claim.stance is ca.Stance.CONTESTED
    assert claim.refs == ("1", "2")
    assert claim.citations[0] == ca.Citation("1", relation="supports", locator="p. 12", quote="exact words")
    assert claim.extras == {"suppress": "CC09: known"}
    assert claim.certainty == ca.Certainty("low", native=ca.Rating("ADA", "A"), rationale="indirect")
    assert [reference.id for reference in doc.references] == ["1", "2", "3"]
    assert doc.references[1].status is ca.ReferenceStatus.RETRACTED
    assert doc.references[1].kind is ca.ReferenceKind.GUIDELINE
    assert doc.references[1].issued == ca.PartialDate(2021, 5, season="Spring", circa=True)
    assert doc.extras == {"a": [1.5, None], "empty": {}}
    assert doc.review.status is ca.ReviewStatus.APPROVED
    assert doc.sections[-1].role is ca.SectionRole.BOTTOM_LINE
    again = ca.to_jats(doc)
    assert ca.from_jats(again) == doc
    assert_valid(again, "archiving", "1.3")
    with pytest.raises(ca.ReadError):
        ca.from_jats(data, strict=True)
