"""HTML: the law, what the page shows, the data block and where the two differ, and other people's pages."""

from __future__ import annotations

import contextlib
import re

import html5lib
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import clinanswer as ca
import clinanswer.model as m
import html_pages as pages
import outside
import strategies as s
from clinanswer.html import from_html, to_html
from clinanswer.html._context import agent_name

OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "fragment": st.booleans(),
        "id_prefix": st.sampled_from(["", "a-", "x_1"]),
        "theme": st.sampled_from(["auto", "light", "dark"]),
        "lang": s.languages,
        "dir": st.sampled_from(["ltr", "rtl"]),
        "numbers": st.sampled_from(["section", "document", "none"]),
        "popovers": st.booleans(),
        "images": st.sampled_from(["link", "embed"]),
        "base_url": st.sampled_from(["https://example.org/a/", "https://example.org/a", "x"]),
    },
)


@given(doc=s.documents(), options=OPTIONS)
def test_a_page_gives_back_its_document(doc, options):
    """The law, under every option: without a problem, because what is shown is what was written."""
    problems = []
    assert from_html(to_html(doc, **options), report=problems) == doc
    assert problems == []


EVERY_OPTION = [
    {"fragment": True, "id_prefix": "a-"},
    {"theme": "dark", "dir": "rtl"},
    {"lang": "ar", "popovers": True},
    {"numbers": "document", "images": "embed"},
    {"numbers": "none", "base_url": "https://example.org/a/"},
]


@pytest.mark.parametrize("options", EVERY_OPTION, ids=" ".join)
@pytest.mark.parametrize("doc", [pages.every_node(), pages.built_in_python()], ids=["everything", "built-in-python"])
def test_every_option_leaves_what_is_read(doc, options):
    """The page as it is; with other quotes, so that what it shows is read and compared; and by what it shows alone."""
    page, problems = to_html(doc, **options), []
    assert from_html(page, report=problems) == doc
    assert from_html(page.replace('class="ca-facts"', "class='ca-facts'"), report=problems) == doc
    assert problems == []
    shown = from_html(pages.without_data(page))
    assert [(each.text, each.refs) for each in ca.iter_claims(shown)] == [
        (each.text, each.refs) for each in ca.iter_claims(doc)
    ]
    assert len(shown.references) == len(doc.references)


@pytest.mark.full
@pytest.mark.timeout(3600)
@settings(max_examples=10_000)
@given(s.documents())
def test_ten_thousand_pages_give_back_their_documents(doc):
    assert from_html(to_html(doc)) == doc


@given(s.documents(), st.sampled_from(["section", "document"]))
def test_a_page_is_valid_and_what_it_shows_is_all_read(doc, numbers):
    """Three laws over one page, because making documents is what takes the time.

    html5lib's strict mode raises at the first error of the tokenizer or of the tree builder. Without its data, a page is
    read by what it shows; written again, that shows the same. Other spaces and quotes, as other programs write them, are no
    difference between what is shown and the data.
    """
    page = to_html(doc, numbers=numbers)
    html5lib.HTMLParser(strict=True).parse(page)

    problems = []
    shown = from_html(pages.without_data(page), report=problems)
    assert [problem.code for problem in problems] == ["partial"]
    assert pages.visible(to_html(shown, numbers=numbers, lang=doc.language)) == pages.visible(page)

    problems.clear()
    assert from_html(page.replace("<h2 ", "<h2  ").replace('id="answer"', "id='answer'"), report=problems) == doc
    assert problems == []


@pytest.mark.parametrize("doc", [pages.every_node(), pages.right_to_left()], ids=["everything", "right-to-left"])
@pytest.mark.parametrize("prefix", ["", "p-"])
def test_what_is_read_of_the_visible_part_is_the_document_as_far_as_it_shows(doc, prefix):
    page = to_html(doc, id_prefix=prefix)
    shown = from_html(pages.without_data(page))
    assert [(each.id, each.content, each.kind, each.stance) for each in ca.iter_claims(shown)] == [
        (each.id, _as_shown(each.content), each.kind, each.stance) for each in ca.iter_claims(doc)
    ]
    assert shown.title == doc.title
    assert shown.question == doc.question
    assert [each.id for each in shown.references] == [each.id for each in doc.references]
    assert [each.doi for each in shown.references] == [each.doi for each in doc.references]
    assert [each.title for each in shown.references] == [each.title for each in doc.references]
    assert shown.related_questions == doc.related_questions
    assert shown.updated == doc.updated
    assert [each.status for each in shown.review.events] == [each.status for each in doc.review.events]
    assert shown.review.stages == doc.review.stages
    assert {each.kind for each in shown.notices} == {each.kind for each in doc.notices}


def _as_shown(content):
    """Of a citation's relation, only what disputes or qualifies is shown."""
    shown = (ca.Relation.DISPUTES, ca.Relation.QUALIFIES)

    def phrase(node):
        if not isinstance(node, ca.Cite):
            return node
        return ca.Cite(
            [
                ca.Citation(
                    each.ref,
                    relation=each.relation if each.relation in shown else None,
                    locator=each.locator,
                    quote=each.quote,
                )
                for each in node.citations
            ]
        )

    return tuple(map(phrase, content))


# ---------------------------------------------------------------------------------------------------- drift


DOC = ca.ClinicalAnswer(
    "Is it so?",
    title="A title",
    answer=ca.claim("It is so.", ["1"], id="c1"),
    sections=[ca.Section("First", ca.claim("One thing.", ["1"], id="c2")), ca.Section("Second", "Another thing.")],
    references=[ca.Reference("1", title="A work", doi="10.5555/1")],
)


@pytest.mark.parametrize(
    "old, new, expected",
    [
        (
            "One thing.",
            "No thing.",
            "$.sections[0].blocks[0].content[0].content[0]: the page shows 'No thing.', but its data says 'One thing.' [drift]",
        ),
        (
            ">A title<",
            ">Another title<",
            "$.title[0]: the page shows 'Another title', but its data says 'A title' [drift]",
        ),
        (
            "<p>Another thing.</p>",
            "",
            "$.sections[1].blocks[0]: the page does not show 'Another thing.', which its data has [drift]",
        ),
        (
            "<p>Another thing.</p>",
            "<p>Another thing.</p><p>More.</p>",
            "$.sections[1].blocks[1]: the page shows 'More.', which its data does not have [drift]",
        ),
        ('href="#ref-1"', 'href="#ref-2"', None),
    ],
)
def test_where_the_page_and_its_data_differ_is_named(old, new, expected):
    page = to_html(DOC)
    assert old in page
    edited = pages.edited(page, old, new)
    problems = []
    assert from_html(edited, report=problems) == DOC
    if expected is not None:
        assert [str(each) for each in problems] == [expected]
    assert {each.code for each in problems} == {"drift"}
    visible = from_html(edited, prefer="visible")
    assert visible != DOC
    with pytest.raises(ca.ReadError):
        from_html(edited, strict=True)


def test_what_is_not_shown_may_change():
    page = to_html(DOC).replace("<title>A title</title>", "<title>Our site: a title</title>")
    problems = []
    assert from_html(page, report=problems, prefer="visible", strict=True) == DOC
    assert problems == []


def test_fragments_are_found_in_a_page():
    """Each by its prefix; none can be chosen without one."""
    other = ca.ClinicalAnswer("Is it not?", answer=ca.claim("No.", ["1"]))
    host = f"<!DOCTYPE html><title>Two</title><h1>Two</h1>{to_html(DOC, fragment=True, id_prefix='a-')}<hr>{to_html(other, fragment=True, id_prefix='b-')}"
    problems = []
    assert from_html(host, id_prefix="a-", report=problems) == DOC
    assert from_html(host, id_prefix="b-", report=problems) == other
    assert problems == []
    with pytest.raises(ca.ReadError, match="holds 2 documents; choose one with id_prefix= \\(one of 'a-', 'b-'\\)"):
        from_html(host)
    edited = host.replace("No. <", "Yes. <")
    from_html(edited, id_prefix="b-", report=problems)
    assert [each.path for each in problems] == ["$.answer[0].content[0].content[0]"]
    assert from_html(edited, id_prefix="a-", strict=True) == DOC


# --------------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    "text, code",
    [
        ("", "not-html"),
        ("   ", "not-html"),
        ("<p>Somebody else's page</p>", "not-clinanswer"),
        ("{}", "not-clinanswer"),
        (b"\xff\xfe<\x00", "encoding"),
        ("<div>" * 150, "too-deep"),
        ('<script type="application/json" id="clinanswer-data">{</script>', None),
    ],
)
def test_what_is_no_page_is_refused(text, code):
    with pytest.raises(ca.ReadError) as caught:
        from_html(text)
    assert code is None or caught.value.problems[0].code == code


def test_a_newer_page_says_so():
    page = to_html(DOC).replace('"version":1', '"version":99')
    with pytest.raises(ca.VersionError):
        from_html(page)


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.booleans(),
)
def test_no_bytes_raise_anything_else(data, lenient):
    with contextlib.suppress(ca.ReadError):
        from_html(data, lenient=lenient)


PAGE = to_html(pages.every_node())
SHOWN = pages.without_data(PAGE)


@given(st.data(), st.booleans(), st.booleans())
def test_no_mutated_page_raises_anything_else(data, lenient, shown):
    """Pieces of a page that are cut out, doubled or moved."""
    text = SHOWN if shown else PAGE
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 2000)))
        at = data.draw(st.integers(0, len(text)))
        piece = text[start:end]
        cut = text[:start] + text[end:]
        text = data.draw(st.sampled_from([cut, text[:at] + piece + text[at:], text[:at] + "<" + text[at:]]))
    with contextlib.suppress(ca.ReadError):
        from_html(text, lenient=lenient)


# -------------------------------------------------------------------------------------------- other people's pages


OTHER = """<!DOCTYPE html><html lang="en"><head><title>Site: x</title><style>p{}</style></head><body>
<header><nav><a href="/">Home</a></nav></header>
<main><h1>Does it work?</h1><p>It <b>does</b>, <em>mostly</em>: see <a href="https://example.org/">there</a>.</p>
Loose text.
<h2>Doses</h2><ul><li>One<ul><li>Half</li></ul></li><li><p>Two</p></li></ul>
<h3>Small</h3><table><caption>T</caption><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>
<h2>Harms</h2><blockquote>They said.</blockquote><dl><dt>AKI</dt><dd>Kidney injury</dd></dl>
<p><a href="javascript:alert(1)">bad link</a></p><img src="https://example.org/a.png" alt="A picture">
<form><input value="x">Subscribe</form></main><footer>Contact</footer></body></html>"""


def test_other_peoples_pages_are_read_on_request():
    problems = []
    doc = from_html(OTHER, lenient=True, report=problems)
    assert doc.question.text == "Does it work?"
    assert doc.language == "en"
    assert doc.answer == (
        ca.Paragraph(
            [
                "It ",
                ca.Strong("does"),
                ", ",
                ca.Emphasis("mostly"),
                ": see ",
                ca.Link("there", "https://example.org/"),
                ".",
            ]
        ),
        ca.Paragraph("\nLoose text.\n"),
    )
    doses, harms = doc.sections
    assert doses.title == ("Doses",)
    assert doses.blocks == (
        ca.List([ca.ListItem([ca.Paragraph("One"), ca.List([ca.ListItem("Half")])]), ca.ListItem("Two")]),
    )
    assert doses.sections[0].blocks == (
        ca.Table(
            [ca.Row([ca.Cell("A", header=True), ca.Cell("B", header=True)]), ca.Row([ca.Cell("1"), ca.Cell("")])],
            caption="T",
        ),
    )
    assert harms.blocks == (
        ca.Quote("They said."),
        ca.DefinitionList([ca.Definition("AKI", "Kidney injury")]),
        ca.Paragraph("bad link"),
        ca.Figure("https://example.org/a.png", alt="A picture"),
    )
    assert [each.code for each in problems] == ["not-carried"] * 3
    with pytest.raises(ca.ReadError):
        from_html(OTHER)
    with pytest.raises(ca.ReadError):
        from_html(OTHER, lenient=True, strict=True)


def test_a_page_of_words_alone_is_read_on_request():
    doc = from_html("<title>A name</title>Just <b>words</b>", lenient=True)
    assert ca.plain_text(doc.title) == "A name"
    assert ca.plain_text(doc.answer).split() == ["Just", "words"]


# ------------------------------------------------------------------------------------------------ the text itself


def test_a_fragment_is_the_text_that_is_kept():
    """A change of what is written shows here; it goes into CHANGELOG.md."""
    case = outside.ROOT / "tests" / "cases" / "html-fragment"
    doc = ca.from_json((case / "document.json").read_text("utf-8").strip())
    expected = (case / "fragment.html").read_text("utf-8")
    assert to_html(doc, fragment=True, id_prefix="x-") == expected
    assert from_html(expected) == doc


def test_a_citation_of_a_missing_reference_leads_to_an_entry_that_says_so():
    page = to_html(ca.ClinicalAnswer("Q?", answer=ca.claim("So.", ["7"])))
    assert '<a href="#missing-7" role="doc-biblioref"' in page
    assert '<li id="missing-7"><b class="ca-refn">7</b> <small>Not in the reference list</small>' in page


def test_claims_below_a_claim_are_numbered_under_it():
    """Digits and letters in turn, and beyond the alphabet."""
    inner = [ca.ListItem(ca.claim(f"n{number}")) for number in range(28)]
    item = ca.ListItem([ca.claim("Head"), ca.List(inner), "Between", ca.claim("After")])
    page = to_html(ca.ClinicalAnswer("Q?", sections=[ca.Section("S", ca.List([item]))]))
    for label in ("Claim 1.1", "Claim 1.1 a", "Claim 1.1 z", "Claim 1.1 ab", "Claim 1.2"):
        assert f'aria-label="{label}"' in page


@pytest.mark.parametrize(
    "language, expected",
    [("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("de", "ltr"), ("x-ar", "ltr")],
)
def test_the_direction_follows_the_language_and_its_script(language, expected):
    assert f'lang="{language}" dir="{expected}"' in to_html(ca.ClinicalAnswer("Q?", language=language))


# ------------------------------------------------------------------------------------------------- edited pages


@pytest.mark.parametrize(
    "old, new, message",
    [
        ('href="https://doi.org', 'href="javascript:doi.org', None),
        ("<p>Plain, ", '<p><a href="javascript:x">bad</a> Plain, ', "not a link that a document can hold"),
        ("<p>Plain, ", "<h4>Odd</h4><p>Plain, ", None),
        ("<p>Plain, ", "<p>\x01Plain, ", "dropped"),
        ('<td colspan="2" class="ca-justify">', "<td>", "fit no grid"),
        ("<b>Warning</b>", "<b>Menace</b>", "a box of a kind that is not known"),
        ('datetime="2026-01-03">3 January 2026<', 'datetime="x">31 February 2026<', "is not a date"),
        ("<dt>Version</dt>", "<dt>Mood</dt>", "is not a fact"),
        ("<i>Draft</i>", "<i>Napping</i>", "names no review status"),
        ("<i>Corrects</i>", "<i>Annoys</i>", "a related document that is not known"),
        ('lang="en"', 'lang="not a language"', "the language is left out"),
        ('alt="A dot"', 'alt="A dot" src="x"', None),
        ('<img src="data:', '<img src="x:', "an image that a document cannot hold"),
        ('id="k2"', 'id="k1"', None),
        (">A claim with more below<", "><", None),
    ],
)
def test_an_edited_page_without_data_is_read_with_what_is_wrong_said(old, new, message):
    page = pages.without_data(to_html(pages.every_node()))
    assert old in page or message is None
    problems = []
    doc = from_html(page.replace(old, new), report=problems)
    assert isinstance(doc, ca.ClinicalAnswer)
    assert message is None or any(message in problem.message for problem in problems), problems


def test_a_document_too_deep_to_hold_is_refused():
    deep = "<blockquote>" * 20 + "<p>x</p>" + "</blockquote>" * 20
    page = pages.without_data(to_html(ca.ClinicalAnswer("Q?", answer="x"))).replace("<p>x</p>", deep)
    with pytest.raises(ca.ReadError, match="nested 17 levels deep"):
        from_html(page)


def test_limits_are_held():
    page = to_html(pages.every_node())
    with pytest.raises(ca.ReadError, match="at most 1,000 are read"):
        from_html(page, max_bytes=1_000)
    with pytest.raises(ca.ReadError):
        from_html(page.replace("<h1 ", "<h1  "), max_nodes=50)


# ------------------------------------------------------------------------------------------- odd corners of other pages


@pytest.mark.parametrize(
    "body, expected",
    [
        ("<figure><p>x</p></figure>", [ca.Paragraph("x")]),
        ("<blockquote></blockquote>", []),
        ("<figure><blockquote></blockquote><figcaption>Who</figcaption></figure>", [ca.Paragraph("Who")]),
        ("<ul></ul>", []),
        ("<ul><li></li><p>a</p></ul>", [ca.List([ca.ListItem("a")])]),
        ('<ol start="3"><li>a</ol>', [ca.List([ca.ListItem("a")], ordered=True, start=3)]),
        ('<ol start="many"><li>a</ol>', [ca.List([ca.ListItem("a")], ordered=True)]),
        ("<table><thead><tr><th>a</thead></table>", [ca.Table([ca.Row([ca.Cell("a", header=True)])])]),
        ("<table></table>", []),
        ("<table><tr></tr><col></table>", []),
        ('<table><tr><td colspan="9999">a</table>', [ca.Table([ca.Row([ca.Cell("a", colspan=1000)])])]),
        ("<dl><dt>a</dl>", [ca.DefinitionList([ca.Definition("a", ())])]),
        (
            "<dl><dt>a<dd><dl><dt>b<dd>c</dl></dl>",
            [ca.DefinitionList([ca.Definition("a", ca.DefinitionList([ca.Definition("b", "c")]))])],
        ),
        ("<p>a <small>b</small> <code>c</code><br>d</p>", [ca.Paragraph(["a b c", ca.LineBreak(), "d"])]),
        ("<div><p><b>Warning</b> x</p></div>", [ca.Paragraph([ca.Strong("Warning"), " x"])]),
        ("<details><summary><b>More</b></summary>x</details>", [ca.Paragraph(ca.Strong("More")), ca.Paragraph("x")]),
        ('<p><a href="#top">up</a></p>', [ca.Paragraph("up")]),
        ("<form> </form><p>a</p>", [ca.Paragraph("a")]),
        ("<pre>\na\n b</pre>", [ca.Paragraph(["a", ca.LineBreak(), " b"])]),
        ("<p>&#1;a&#128;</p>", [ca.Paragraph("a€")]),
        ("a<!-- b -->c<?d e?><script>f</script><p>g</p>", [ca.Paragraph("ac"), ca.Paragraph("g")]),
        ("<main>a <em>b</em><h2>C</h2></main>", [ca.Paragraph(["a ", ca.Emphasis("b")])]),
        ("<b></b><p>a</p>", [ca.Paragraph(ca.Strong(())), ca.Paragraph("a")]),
    ],
)
def test_odd_pieces_of_other_peoples_pages(body, expected):
    doc = from_html(f"<title>T</title><body>{body}", lenient=True)
    assert list(doc.answer) == expected
    assert doc.title == ("T",)


def test_what_other_peoples_pages_lose_is_reported():
    """Each element that no document holds, wherever it stands, and what stands beside the article."""
    problems: list[ca.Problem] = []
    body = (
        "<nav>Menu</nav><main><p>a <img src='x.png' alt='an arrow'> b<iframe src='x'></iframe></p><video src='v'></video>"
        "<div><audio></audio>c</div><svg></svg></main><p>Advertisement</p><footer>Imprint</footer><script>1</script>"
    )
    doc = from_html(f"<html><head><title>T</title></head><body>{body}</body></html>", lenient=True, report=problems)
    assert list(doc.answer) == [ca.Paragraph("a an arrow b"), ca.Paragraph("c")]
    assert sorted((each.path.rpartition("/")[2], each.message.partition(";")[0]) for each in problems) == [
        ("audio", "a sound is left out"),
        ("iframe", "an embedded page is left out"),
        ("img", "an image cannot stand in a line of text"),
        ("p", "it stands beside the article, and is left out"),
        ("video", "a video is left out"),
    ]


def test_headings_of_other_peoples_pages_nest_by_their_level():
    body = "<h3>A</h3>a<h5>B</h5>b<h2>C</h2>c<div><div><h3>D</h3></div>d</div><h1>E</h1>e<h1>F</h1>"
    doc = from_html(body, lenient=True)
    assert doc.title == ()
    tree = [
        (ca.plain_text(each.title), [ca.plain_text(below.title) for below in each.sections]) for each in doc.sections
    ]
    assert tree == [("A", ["B"]), ("C", ["D"]), ("E", []), ("F", [])]


@pytest.mark.parametrize(
    "old, new, lost",
    [
        ('<h2 id="answer-h">In brief</h2>', '<h2 id="answer-h">In brief</h2><h4>Odd</h4><p>Even</p>', False),
        ('<ol>\n<li id="ref-1">', '<ol>\n<li id="ref-1"><b>1</b> x</li><li id="ref-1">', True),
        ('href="#ref-1"', 'href="#ref-"', True),
        ('class="ca-box" data-kind="note"', 'class="ca-box"', False),
        ("2.6</a> In a box: note", "2.6</a>", False),
        ("Journal of Examples. 2nd ed. Town: Publisher. 2021 Mar 4;1(2):3-4. Accessed 2026", "Journal. 0000", False),
        (
            "Journal of Examples. 2nd ed. Town: Publisher. 2021 Mar 4;1(2):3-4. Accessed 2026",
            "Journal. 2021 Foo",
            False,
        ),
        ("</main>", "<p>Outside</p></main>", False),
        ("</article>", "</article><p>Outside</p>", True),
        ("</article>", "</article>Outside", True),
        ("<b>Note</b>", "<b>Note</b></p></div><div><p><b>Note</b>", False),
        ("<i>qualifies</i>", "<i>tickles</i>", False),
        ("<b>DOI</b> <a ", "<b>DOI</b><a ", False),
        ('<span class="ca-id"><b>ISBN</b> 9780306406157</span>', "<b>ISBN</b> 9780306406157 ", False),
        ("<bdi>Editorial policy</bdi>", "Editorial policy", False),
        ("<bdi>And now?</bdi>", "And now?", False),
        ("<bdi>And before?</bdi>", "And before?", False),
        ('<ol>\n<li id="ref-1">', '<ol>\n<div>x</div><li id="ref-1">', False),
        ('<ol class="ca-steps" aria-labelledby="review">', "<ol><p>x</p>", False),
    ],
)
def test_a_tampered_page_without_data_is_still_read(old, new, lost):
    page = pages.without_data(to_html(pages.every_node()))
    assert old in page
    problems = []
    doc = from_html(page.replace(old, new), report=problems)
    assert isinstance(doc, ca.ClinicalAnswer)
    assert any(problem.code == "not-carried" for problem in problems) or not lost


@pytest.mark.parametrize(
    "options", ["{", "[]", '{"x": 1}', '{"lang": 5}', '{"theme": "pink"}', "[" * 3000, '{"lang": "en", "fragment": 1}']
)
def test_options_that_are_none_do_not_keep_a_page_from_being_read(options):
    from html import escape

    page = to_html(DOC, theme="dark").replace("{&quot;theme&quot;: &quot;dark&quot;}", escape(options))
    assert escape(options) in page
    problems = []
    assert from_html(page, report=problems) == DOC
    assert problems == []


def test_addresses_that_cannot_be_joined_are_none():
    assert "canonical" not in to_html(ca.ClinicalAnswer("Q?", url="//["), base_url="https://example.org/")
    assert "canonical" not in to_html(ca.ClinicalAnswer("Q?"), base_url="not an address")


def test_an_old_doi_is_linked_with_its_signs_escaped():
    doi = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
    page = to_html(ca.ClinicalAnswer("Q?", references=[ca.Reference("1", title="T", doi=doi)]))
    assert 'href="https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16%3C1661::AID-SIM968%3E3.0.CO;2-2"' in page
    assert from_html(pages.without_data(page)).references[0].doi == doi


@pytest.mark.parametrize("text", ["x", "2026-13-01", "30 February 2026", "1 Maius 2026"])
def test_what_is_no_date_is_none(text):
    from clinanswer.html._dates import read_date

    assert read_date(text) is None


def test_an_image_from_elsewhere_is_loaded_only_where_it_is_embedded():
    doc = ca.ClinicalAnswer("Q?", answer=m.Figure("https://example.org/a.png", alt="A picture"))
    linked, embedded = to_html(doc), to_html(doc, images="embed")
    assert ("<img" in linked, "img-src" in linked) == (False, False)
    assert ("<img" in embedded, "img-src https:" in embedded) == (True, True)
    assert from_html(linked) == from_html(embedded) == doc


def test_small_parts_of_a_page():
    """What the documents of the other tests do not have."""
    doc = ca.ClinicalAnswer(
        "Q?",
        sections=[ca.Section("A", "a"), ca.Section("B", "b")],
        references=[],
        provenance=ca.Provenance(models=[ca.Model("M")]),
    )
    page = to_html(doc)
    assert "#references" not in page
    assert from_html(pages.without_data(page)).provenance == doc.provenance
    seasonal = ca.Reference("1", title="T", issued=ca.PartialDate(2020, season="Spring", circa=True))
    assert "c. 2020 Spring." in to_html(ca.ClinicalAnswer("Q?", references=[seasonal]))


@pytest.mark.parametrize("end", [".", "?", "!", "…", "؟", "۔", "。", "？", "！"])
def test_a_title_that_ends_by_itself_gets_no_full_stop(end):
    reference = ca.Reference("1", title=f"Does it{end}", container_title="Journal")
    page = to_html(ca.ClinicalAnswer("Q?", references=[reference]))
    assert f"<cite>Does it{end}</cite> <bdi>Journal.</bdi>" in page


LATIN = ca.Reference("1", title="A title", authors=[ca.Person(literal="Example A")], container_title="Journal")
ARABIC = ca.Reference("1", title="عنوان", authors=[ca.Person(literal="Example A")], container_title="Journal")


@pytest.mark.parametrize("clean", [pages.without_data, nh3.clean])
@pytest.mark.parametrize(
    "reference, options, together",
    [(LATIN, {}, False), (LATIN, {"dir": "rtl"}, True), (ARABIC, {}, True), (ARABIC, {"lang": "ar"}, True)],
)
def test_a_citation_whose_title_may_run_against_the_page_is_held_together(reference, options, together, clean):
    """In one `bdi`, which takes the title's direction; what it shows is read as ever."""
    doc = ca.ClinicalAnswer("Q?", references=[reference])
    page = to_html(doc, **options)
    title = ca.plain_text(reference.title)
    citation = f"<bdi>Example A.</bdi> <cite>{title}</cite>. <bdi>Journal.</bdi>"
    assert (f"<bdi>{citation}</bdi>" in page, citation in page) == (together, True)
    assert from_html(page, strict=True) == doc
    assert from_html(clean(page)).references == (reference,)


def test_an_address_of_a_notice_that_may_not_be_a_link_is_shown_once():
    notice = ca.Notice("board", "Reviewed.", url="nowhere")
    page = to_html(ca.ClinicalAnswer("Q?", notices=[notice]))
    assert '<p class="ca-more"><b>URL</b> <bdi>nowhere</bdi></p>' in page
    assert from_html(pages.without_data(page)).notices == (notice,)


def test_a_number_too_long_for_the_margin_stands_in_the_line():
    deep = ca.Section("C", "c")
    for name in ("B", "A"):
        deep = ca.Section(name, [ca.claim(f"{name}{number}") for number in range(10)], [deep])
    page = to_html(ca.ClinicalAnswer("Q?", sections=[deep]))
    assert '<a class="ca-secn" href="#sec-_1.11" aria-label="Section 1.11">1.11</a>' in page
    assert '<a class="ca-secn ca-long" href="#sec-_1.11.11" aria-label="Section 1.11.11">1.11.11</a>' in page


@pytest.mark.parametrize(
    "given_name, shown",
    [("HJL", "Heerspink HJL"), ("Hiddo J. L.", "Heerspink HJL"), ("Jean-Luc", "Heerspink JL"), (None, "Heerspink")],
)
def test_initials_are_kept_and_names_shortened(given_name, shown):
    assert agent_name(ca.Person("Heerspink", given_name)) == shown


def test_cells_stay_apart_where_a_sanitizer_takes_the_table_away():
    table = ca.Table([ca.Row([ca.Cell("5"), ca.Cell("10 mg")])], header=[ca.Row([ca.Cell("4,401"), ca.Cell("43.2")])])
    doc = ca.ClinicalAnswer("Q?", answer=table)
    for page in (to_html(doc), doc._repr_html_()):
        words = re.sub("<[^>]*>", "", page).split()
        assert {"5", "10", "4,401", "43.2"} <= set(words)
