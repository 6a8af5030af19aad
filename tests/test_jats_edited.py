"""Articles that were changed after `to_jats` wrote them: nothing that was put into them is passed over in silence."""

from __future__ import annotations

import datetime as dt
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


def moved(text, start, end, place):
    """The text with what stands from `start` to `end` put before `place` instead: not a character more or less."""
    piece = text[text.index(start) : text.index(end) + len(end)]
    return text.replace(piece, "").replace(place, piece + place, 1)


def test_what_is_moved_where_no_document_has_a_place_is_kept_too():
    doc = ca.ClinicalAnswer("Q?", sections=[ca.Section("S", ["Do not use in pregnancy.", "x"])])
    report = []
    read = ca.from_jats(moved(ca.to_jats(doc), "<p>Do not", "pregnancy.</p>", "<sec"), report=report)
    assert kept(read) == {"/article/body/p": ["Do not use in pregnancy."]}
    assert [each.code for each in report] == ["unread"]


def test_an_article_that_a_tool_indented_is_the_same_and_stays_approved():
    indented = etree.tostring(etree.fromstring(ca.to_jats(EXAMPLE).encode()), pretty_print=True)
    assert ca.digest(ca.from_jats(indented)) == ca.digest(EXAMPLE)
    assert ca.from_jats(indented) == EXAMPLE
    words = ca.ClinicalAnswer("Q?", answer=ca.Paragraph([ca.Strong("one"), ca.Emphasis("two")]))
    read = ca.from_jats(etree.tostring(etree.fromstring(ca.to_jats(words).encode()), pretty_print=True))
    assert ca.plain_text(read.answer) == "one two"  # nobody can tell whether there was a space


@pytest.mark.parametrize("kind", ['<abstract abstract-type="graphical">', "<abstract>"])
def test_another_abstract_does_not_take_the_place_of_the_answer(kind):
    edited = ca.to_jats(DOC).replace("</abstract>", f"</abstract>{kind}<p>Other words.</p></abstract>")
    report = []
    read = ca.from_jats(edited, report=report)
    assert read.answer == DOC.answer
    assert kept(read) == {"/article/front/article-meta/abstract/p": ["Other words."]}
    assert [each.code for each in report] == ["unread"]


MATH = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math>'


@pytest.mark.parametrize(
    "markup, text",
    [
        (f"Give <inline-formula>{MATH}</inline-formula> tablet", "Give 1/2 tablet"),
        (f"Give 1<inline-formula>{MATH}</inline-formula>tablets", "Give 1 1/2 tablets"),
        ('Give 10<fn id="f1"><p>5 in children</p></fn> mg', "Give 10 (5 in children) mg"),
        (f"<bold>5</bold><inline-formula>{MATH}</inline-formula>", "5 1/2"),
        (f"x <alternatives><tex-math>1/2</tex-math>{MATH}</alternatives> y", "x 1/2 y"),
        ("1<underline>0</underline> mg", "10 mg"),
    ],
)
def test_what_is_put_into_a_line_does_not_run_into_numbers(markup, text):
    read = ca.from_jats(ca.to_jats(DOC).replace("<p>x</p>", f"<p>{markup}</p>"))
    assert ca.plain_text(read.sections[0].blocks) == text


REFS = ca.ClinicalAnswer(
    "Q?", answer=ca.claim("Rest.", ["a"]), references=[ca.Reference(each, text=each) for each in ("a", "b", "c")]
)
LINK = '<xref ref-type="bibr" rid="ref-a">1</xref>'
THIRD = '<xref ref-type="bibr" rid="ref-c">3</xref>'


@pytest.mark.parametrize(
    "link, refs",
    [
        (f"{LINK}–{THIRD}", ("a", "b", "c")),
        (f"{LINK} - {THIRD}", ("a", "b", "c")),
        (f"{THIRD}–{LINK}", ("c", "a")),
        ('<xref ref-type="bibr" rid="ref-a ref-c">1, 3</xref>', ("a", "c")),
        ('<xref ref-type="bibr" rid="ref-x">9</xref>–<xref ref-type="bibr" rid="ref-c">3</xref>', ("x", "c")),
        (f"{LINK}–", ("a",)),
    ],
)
def test_citations_that_an_editor_wrote_as_others_do_are_read(link, refs):
    read = ca.from_jats(ca.to_jats(REFS).replace(LINK, link))
    assert next(ca.iter_claims(read)).refs == refs


def test_references_that_an_editor_added_are_read_and_cited():
    new = (
        '<ref id="B9"><mixed-citation>New.</mixed-citation></ref><ref><mixed-citation>Nameless.</mixed-citation></ref>'
    )
    edited = ca.to_jats(REFS).replace("</ref-list>", f"{new}</ref-list>")
    report = []
    read = ca.from_jats(edited.replace(LINK, f'{LINK}, <xref ref-type="bibr" rid="B9">4</xref>'), report=report)
    assert [each.id for each in read.references] == ["a", "b", "c", "B9", "added-5"]
    assert next(ca.iter_claims(read)).refs == ("a", "B9")
    assert [each.code for each in report] == ["no-id"]


def test_a_printed_number_that_is_not_its_references_is_told():
    report = []
    edited = ca.to_jats(EXAMPLE).replace('rid="ref-1">1</xref>', 'rid="ref-1">3</xref>', 2)
    assert ca.from_jats(edited, report=report) == EXAMPLE
    assert [each.message for each in report] == [
        "a citation is printed as '3' and leads to 'ref-1', which is cited (2 times)"
    ]


def test_what_has_no_words_but_an_address_is_kept_too():
    figure = '<fig id="f9"><graphic xlink:href="https://example.org/a.png"/></fig>'
    report = []
    read = ca.from_jats(ca.to_jats(DOC).replace("<body>", f"<body>{figure}"), report=report)
    assert kept(read) == {"/article/body/fig/graphic": ["https://example.org/a.png"]}
    assert [each.code for each in report] == ["unread"]


def test_dates_may_be_written_without_zeros():
    doc = ca.ClinicalAnswer("Q?", answer="a", updated=dt.date(2026, 3, 9))
    report = []
    edited = ca.to_jats(doc).replace("<month>03</month>", "<month>3</month>").replace("<day>09<", "<day>9<")
    assert ca.from_jats(edited, report=report) == doc
    assert report == []


def test_the_place_of_what_was_put_in_is_told_not_that_of_its_equal():
    doc = ca.ClinicalAnswer("Q?", sections=[ca.Section("A", ["Same words."]), ca.Section("B", ["Same words."])])
    report = []
    ca.from_jats(ca.to_jats(doc).replace("<body>", "<body><p>Same words.</p>"), report=report)
    assert [each.path for each in report] == ["/article/body/p"]


def test_an_article_in_utf_16_is_read():
    text = ca.to_jats(EXAMPLE).replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>')
    assert ca.from_jats(text.encode("utf-16")) == EXAMPLE
    with pytest.raises(ca.ReadError, match="not in UTF-16"):
        ca.from_jats(text.encode("utf-16")[:-1])


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


def test_an_article_without_a_checksum_is_taken_as_it_is():
    """As the first version wrote them."""
    early = re.sub(
        r"<custom-meta><meta-name>crc-32-of-the-rest</meta-name><meta-value>[0-9a-f]{8}</meta-value></custom-meta>",
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


# --------------------------------------------------------------------------------- odd things that editors leave

LISTED = ca.ClinicalAnswer("Q?", sections=[ca.Section("S", [ca.List([ca.ListItem("a"), ca.ListItem("b")])], id="s1")])
LIST = '<list list-type="bullet"><list-item><p>a</p></list-item><list-item><p>b</p></list-item></list>'


def changed(doc, *changes):
    text = ca.to_jats(doc)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    report = []
    return ca.from_jats(text, report=report), [each.code for each in report]


def test_a_list_that_lost_its_items_is_told():
    read, codes = changed(LISTED, (LIST, "<list/>"))
    assert read.sections[0].blocks == ()
    assert codes == ["invalid-block"]
    read, codes = changed(LISTED, (LIST, "<list>words</list>"))
    assert read.sections[0].blocks == (ca.Paragraph("words"),)
    assert codes == ["invalid-block"]


def test_what_is_refused_is_told_alone():
    with pytest.raises(ca.ReadError) as caught:
        changed(LISTED, (LIST, "<list>words</list>"), ('id="sec-s1"', 'id="sec-!"'), ("<title>S", "<title>&#x80;"))
    assert [each.code for each in caught.value.problems] == ["invalid"]
    with pytest.raises(ca.ReadError, match="'!' is not an id"):
        changed(LISTED, ('id="sec-s1"', 'id="sec-!"'))
    with pytest.raises(ca.ReadError) as caught:
        changed(LISTED, ("<title>S</title>", '<title>S</title><p><ext-link xlink:href="x">l</ext-link></p><list/>'))
    assert [each.code for each in caught.value.problems] == ["invalid"]


def test_a_text_longer_than_xml_readers_take_is_said_to_be_so():
    doc = ca.ClinicalAnswer("Q?", answer="a" * 10_000_001)
    with pytest.raises(ca.ReadError, match="longer than 10 MB") as caught:
        ca.from_jats(ca.to_jats(doc))
    assert caught.value.problems[0].code == "too-big"


def test_marks_notices_and_sources_that_were_taken_apart():
    quote = ca.ClinicalAnswer("Q?", answer=ca.Quote("q", attribution="A", ref="a"), references=[ca.Reference("a")])
    read, _ = changed(quote, ('specific-use="quote-source"', 'specific-use="quote-source" id="x"'), ("<xref", "<xref"))
    assert read.answer == quote.answer
    text = ca.to_jats(DOC).replace("<processing-meta", "<processing-meta/><processing-meta", 1)
    assert ca.from_jats(text) == DOC
    other = '<custom-meta-group content-type="theirs"/><custom-meta-group content-type="clinanswer">'
    assert ca.from_jats(ca.to_jats(DOC).replace('<custom-meta-group content-type="clinanswer">', other, 1)) == DOC
