"""Articles that were changed after `to_jats` wrote them: nothing that was put into them is passed over in silence."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from lxml import etree

import clinanswer as ca

EXAMPLE = ca.read(Path(__file__).parent.parent / "examples" / "ckd-sglt2.json")
DOC = ca.ClinicalAnswer("Q?", answer=ca.claim("Rest.", ["1"], id="c1"), sections=[ca.Section("S", ["x"])])
WORD = "Zanzibar"


def kept(doc):
    """What stands in the extras because it has no place: the texts by path."""
    return {path: list(words) for path, words in doc.extras["jats"]["other"].items()}


def test_a_paragraph_where_no_document_has_one_is_kept_and_told():
    edited = ca.to_jats(DOC).replace("<body>", "<body><p>Do not use in pregnancy.</p>")
    report = []
    doc = ca.from_jats(edited, report=report)
    assert kept(doc) == {"/article/body/p": ["Do not use in pregnancy."]}
    assert [f"{each}" for each in report] == [
        "line 3, /article/body/p: this has no place in a document; its text is kept in extras [unread]"
    ]
    assert ca.from_jats(ca.to_jats(doc)) == doc
    with pytest.raises(ca.ReadError, match="no place in a document"):
        ca.from_jats(edited, strict=True)


def paths(root):
    """The first element of each kind, told apart by its path and by what its attributes say it is."""
    seen = {}
    for element in root.iter():
        names = [each.tag for each in reversed(list(element.iterancestors()))]
        kinds = sorted((name, value) for name, value in element.attrib.items() if name.endswith("-type"))
        seen.setdefault((*names, element.tag, str(kinds)), element)
    return [element for path, element in seen.items() if "processing-meta" not in path]


def put_paragraph(element):
    new = etree.Element("p")
    new.text = WORD
    element.insert(0, new)


def put_formatted(element):
    new = etree.SubElement(element, "bold")
    new.text = WORD


def put_before(element):
    element.text = f"{WORD} {element.text or ''}"


def put_behind(element):
    element.tail = f"{WORD} {element.tail or ''}"


@pytest.mark.parametrize("put", [put_paragraph, put_formatted, put_before, put_behind])
def test_whatever_is_put_anywhere_is_read_or_kept_or_refused(put):
    written = ca.to_jats(EXAMPLE).encode()
    silent, places = [], range(len(paths(etree.fromstring(written))))
    for place in places:
        root = etree.fromstring(written)
        element = paths(root)[place]
        if element is root or element.tag == "journal-meta":  # the journal is no part of the document
            continue
        put(element)
        report = []
        try:
            read = ca.from_jats(etree.tostring(root), report=report)
        except ca.ReadError:
            continue
        if WORD not in ca.to_json(read):
            silent.append(root.getroottree().getpath(element))
    assert len(places) > 100
    assert silent == []


def test_an_article_that_a_tool_indented_reads_as_before():
    written = ca.to_jats(EXAMPLE)
    indented = etree.tostring(etree.fromstring(written.encode()), pretty_print=True)
    report = []
    read = ca.from_jats(indented, report=report)
    assert report == []
    assert list(ca.iter_claims(read)) == list(ca.iter_claims(EXAMPLE))
    assert read.references == EXAMPLE.references


@pytest.mark.parametrize("change", [lambda t: t.replace("\n", "\r\n"), lambda t: t.encode(), lambda t: t + "\n\n"])
def test_other_line_ends_are_no_change(change):
    report = []
    assert ca.from_jats(change(ca.to_jats(EXAMPLE)), report=report) == EXAMPLE
    assert report == []


def test_what_is_changed_where_it_is_read_is_simply_read():
    report = []
    read = ca.from_jats(ca.to_jats(DOC).replace("Rest.", "Keep moving."), report=report)
    assert [claim.text for claim in ca.iter_claims(read)] == ["Keep moving."]
    assert report == []
    assert read.extras == ca.Extras()


def test_a_status_changed_by_hand_is_read_and_what_is_made_from_it_is_made_anew():
    doc = ca.ClinicalAnswer("Q?", answer="a", review=ca.Review([ca.ReviewEvent("submitted")]))
    report = []
    read = ca.from_jats(ca.to_jats(doc).replace('specific-use="submitted"', 'specific-use="approved"'), report=report)
    assert read.review.status == "approved"
    assert report == []
    assert read.extras == ca.Extras()


def test_the_same_kind_of_change_is_told_once_with_a_count():
    edited = ca.to_jats(DOC).replace("<body>", "<body><p>One.</p><p>Two.</p>")
    report = []
    assert kept(ca.from_jats(edited, report=report)) == {"/article/body/p": ["One.", "Two."]}
    assert [each.message for each in report] == [
        "this has no place in a document; its text is kept in extras (2 times)"
    ]


def test_what_was_kept_before_stays():
    extras = {"own": 1, "jats": {"volume": "3", "other": {"/article/body/p": ["Zero."], "/article/x": "odd"}}}
    doc = ca.ClinicalAnswer("Q?", answer="a", extras=extras)
    read = ca.from_jats(ca.to_jats(doc).replace("<body>", "<body><p>One.</p>"))
    assert read.extras == ca.Extras(
        {"own": 1, "jats": {"volume": "3", "other": {"/article/body/p": ["Zero.", "One."], "/article/x": "odd"}}}
    )
    odd = ca.ClinicalAnswer("Q?", answer="a", extras={"jats": 1})
    assert kept(ca.from_jats(ca.to_jats(odd).replace("<body>", "<body><p>One.</p>"))) == {"/article/body/p": ["One."]}


def test_words_that_a_known_loss_keeps_in_their_place_are_not_kept_twice():
    edited = ca.to_jats(DOC).replace("<p>x</p>", "<p>Give <underline>5</underline> mg.</p>")
    report = []
    read = ca.from_jats(edited, report=report)
    assert [each.code for each in report] == ["unknown-element"]
    assert read.extras == ca.Extras()
    assert ca.plain_text(read.sections[0].blocks) == "Give 5 mg."


def test_an_article_that_says_no_length_is_taken_as_it_is():
    """As the first version wrote them."""
    early = re.sub(
        r"<custom-meta><meta-name>characters-after-this</meta-name><meta-value>\d+</meta-value></custom-meta>",
        "",
        ca.to_jats(EXAMPLE),
    )
    assert early != ca.to_jats(EXAMPLE)
    assert ca.from_jats(early) == EXAMPLE


def test_many_changes_take_time_in_proportion():
    def seconds(count):
        edited = ca.to_jats(DOC).replace("<body>", "<body>" + "".join(f"<p>New {each}.</p>" for each in range(count)))
        start = time.perf_counter()
        assert len(kept(ca.from_jats(edited))["/article/body/p"]) == count
        return time.perf_counter() - start

    assert min(seconds(32_000) for _ in range(2)) < 30 * min(seconds(4_000) for _ in range(3))
