"""What the reader of HTML makes of pages that others have had in their hands: editors, sanitizers, other publishers.

Three promises: no word that a page shows is lost without a report; where a page and its data differ, each place is named;
and numbers that stand apart stay apart.
"""

from __future__ import annotations

import re
import time
from itertools import product

import html5lib
import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import clinanswer as ca
import clinanswer.model as m
import html_pages as pages
import strategies
from clinanswer.html import from_html, to_html
from clinanswer.html._drift import changes

DOC = ca.ClinicalAnswer(
    ca.Question("May it be given?", kind="therapy"),
    title="Giving it",
    answer=ca.Claim(["Do ", ca.Strong("not"), " give it", ca.cite("1"), "."], id="c1", certainty=ca.Certainty("high")),
    sections=[
        ca.Section("Before surgery", [ca.claim("Stop aspirin before surgery.", ["1"], id="c2"), "Ask first."]),
        ca.Section("Doses", ca.List([ca.ListItem("5 mg in the morning")])),
    ],
    references=[ca.Reference("1", title="A trial", text="printed")],
    disclaimers=[ca.Disclaimer("See a doctor.", title="Disclaimer of ours")],
    review=ca.Review([ca.ReviewEvent("under-review")], stages=["Submitted", "Under review", "Approved"]),
)
PAGE = to_html(DOC)
SHOWN = pages.without_data(PAGE)


def read(page: str, **options: object) -> tuple[ca.ClinicalAnswer, list[str]]:
    """The document and what was reported, save that the data is missing."""
    problems: list[ca.Problem] = []
    doc = from_html(page, report=problems, **options)
    return doc, [str(each) for each in problems if each.code != "partial"]


def edited(old: str, new: str) -> str:
    """The page of the document with what it shows changed, once, and its data as they were."""
    assert old in PAGE.partition("<body>")[2]
    head, body, shown = PAGE.partition("<body>")
    return head + body + shown.replace(old, new, 1)


# ------------------------------------------------------------------------- words in the elements of the page's own words


def test_a_not_that_an_editor_made_bold_with_another_element_is_still_said():
    """`strong` is written; editors turn it into `b`, and `em` into `i`, which the page uses for its own words."""
    for page in (PAGE, SHOWN):
        doc, reported = read(page.replace("strong>", "b>"))
        assert next(ca.iter_claims(doc)).text == "Do not give it."
        assert next(ca.iter_claims(doc)).content == next(ca.iter_claims(DOC)).content
        assert reported == []


@pytest.mark.parametrize("tag, kind", [("b", ca.Strong), ("i", ca.Emphasis), ("small", None), ("u", None)])
@pytest.mark.parametrize("place", ["Stop aspirin", "Ask first", "5 mg in the morning", "See a doctor", "Giving it<"])
def test_words_that_somebody_put_in_are_read_and_named(tag, kind, place):
    """In a claim, a paragraph, an item, a disclaimer and the title."""
    mark = "<" if place.endswith("<") else ""
    page = edited(place, f"{place.removesuffix('<')} <{tag}>NOT</{tag}>{mark}")
    doc, reported = read(page)
    assert doc == DOC
    assert reported
    assert all(each.endswith("[drift]") for each in reported)
    with pytest.raises(ca.ReadError):
        from_html(page, strict=True)
    shown, _ = read(page, prefer="visible")
    assert "NOT" in ca.to_json(shown)
    if kind is not None:
        assert kind("NOT") in list(ca.walk(shown))
    without, reported = read(pages.without_data(page))
    assert "NOT" in ca.to_json(without)
    assert reported == []


@pytest.mark.parametrize(
    "old, new, text, certainty",
    [
        ("</small></span>", "</small> </span>", "Do not give it.", True),
        ("</small></span>", "</small> in children</span>", "Do not give it. High certainty in children", False),
        ("</small></span>", "</small> <small>really</small></span>", "Do not give it. High certainty really", False),
        ("</small></span>", "</small><p>5</p></span>", "Do not give it. High certainty\n5", False),
        (">High certainty<", ">Higher certainty<", "Do not give it. Higher certainty", False),
    ],
)
def test_a_label_is_one_at_the_end_of_a_claim_and_by_its_words_alone(old, new, text, certainty):
    claim = next(ca.iter_claims(read(SHOWN.replace(old, new, 1))[0]))
    assert (claim.text, claim.certainty is not None) == (text, certainty)


def test_where_spans_are_gone_a_claim_ends_with_its_labels():
    doc = ca.ClinicalAnswer(
        "Q?",
        answer=ca.Paragraph(
            [ca.Claim("One.", certainty=ca.Certainty("low"), stance="settled"), " Plain. ", ca.claim("Two."), " End."]
        ),
    )
    page = re.sub("</?span[^>]*>", "", pages.without_data(to_html(doc)))
    assert [(each.text, each.stance) for each in ca.iter_claims(from_html(page))] == [
        ("One.", m.Stance.SETTLED),
        ("Two. End.", None),
    ]
    assert ca.plain_text(from_html(page).answer) == ca.plain_text(doc.answer)


@pytest.mark.parametrize(
    "inside, expected",
    [
        ("1</a>]", ["Do ", ca.Strong("not"), " give it", ca.cite("1"), "."]),
        ("1</a> <small>p. 3</small>]", [ca.cite(ca.Citation("1", locator="p. 3")), "."]),
        ("1</a> <i>disputes</i>]", [ca.cite(ca.Citation("1", relation="disputes")), "."]),
        ("1</a> but not in pregnancy]", [ca.cite("1"), " but not in pregnancy."]),
        ("1</a> <i>tickles</i>]", [ca.cite("1"), ca.Emphasis("tickles"), "]."]),
        ("1</a> <small>p. 3</small> <small>not 4</small>]", [ca.cite(ca.Citation("1", locator="p. 3")), "not 4]."]),
    ],
)
def test_what_a_citation_group_holds_is_of_the_citation_or_stays_text(inside, expected):
    claim = next(ca.iter_claims(read(SHOWN.replace("1</a>]", inside, 1))[0]))
    assert claim.content[-len(expected) :] == tuple(expected)


@pytest.mark.parametrize(
    "link, expected",
    [
        (ca.Link("a", "https://bücher.example/"), None),
        (ca.Link((), "https://example.org/"), None),
        (ca.Link((), "https://bücher.example/"), None),
    ],
)
def test_what_the_page_says_of_a_link_is_no_part_of_it(link, expected):
    doc = ca.ClinicalAnswer("Q?", answer=ca.Paragraph([link, " after"]))
    assert read(pages.without_data(to_html(doc)))[0].answer == doc.answer
    changed = pages.without_data(to_html(doc)).replace("</a> ", "</a> <small>(other.example)</small> ")
    assert "(other.example)" in ca.plain_text(from_html(changed).answer)


def test_a_heading_without_words_says_what_it_is_and_one_with_words_keeps_them():
    blank = ca.ClinicalAnswer("Q?", title=" ", answer="x", disclaimers=[ca.Disclaimer("y")])
    doc = from_html(pages.without_data(to_html(blank)))
    assert (doc.title, doc.disclaimers[0].title) == ((" ",), ())
    page = SHOWN.replace("Giving it</h1>", "Giving it <small>Clinical answer</small></h1>")
    assert from_html(page).title == ("Giving it Clinical answer",)


# --------------------------------------------------------------------------------------------------------- what differs


@pytest.mark.parametrize(
    "old, new, message",
    [
        (
            "<small>Completed</small>",
            "<small>Approved</small>",
            "after '? Therapy Review status Submitted' the page shows 'Approved', but its data says 'Completed'",
        ),
        ("<small>Current stage</small>", "", "the page does not show 'Current stage', which its data has"),
        (">1</a>]", ">3</a>]", "after 'Do not give it [' the page shows '3', but its data says '1'"),
        ('<b class="ca-refn">1</b>', '<b class="ca-refn">2</b>', "the page shows '2', but its data says '1'"),
        ("Written by clinanswer.", "Written by a doctor.", "the page shows 'a doctor', but its data says 'clinanswer'"),
        ("<body>", "<body>Safe.", "at its beginning the page shows 'Safe.', which its data does not have"),
        ('<section class="ca-disc"', '<section style="display:none" class="ca-disc"', "with a style of its own"),
        ("<main>", "<main><style>.ca-disc{display:none}</style>", "a style that is not this release's"),
        ("<main>", '<main><link rel="StyleSheet" href="x.css">', "a style that is not this release's"),
        ("<body>", "<body hidden>", "the page is hidden as a whole"),
    ],
)
def test_what_is_no_part_of_a_document_differs_too(old, new, message):
    """Own words, printed numbers, what hides: nothing of it is in the document that is read, so its words are compared."""
    page = edited(old, new) if old in PAGE.partition("<body>")[2] else PAGE.replace(old, new, 1)
    doc, reported = read(page)
    assert doc == DOC
    assert any(message in each for each in reported), reported
    with pytest.raises(ca.ReadError):
        from_html(page, strict=True)


@pytest.mark.parametrize(
    "before",
    ["</article>", "</header>", "</main>", '<section class="ca-brief', '<section class="ca-sec"', '<h1 id="title"',
     '<section class="ca-refs"', '<ol>\n<li id="ref-1"', "</body>", '<ol class="ca-steps"', '<h2 id="question"'],
)  # fmt: skip
@pytest.mark.parametrize("added", ["<p>Safe in pregnancy.</p>", "Safe in pregnancy.", "<b>Safe in pregnancy.</b>"])
def test_what_stands_between_the_parts_is_named_and_kept(before, added):
    page = edited(before, added + before)
    doc, reported = read(page)
    assert doc == DOC
    assert any("Safe in pregnancy." in each for each in reported), reported
    shown, _ = read(page, prefer="visible")
    assert "Safe in pregnancy." in ca.plain_text(shown)
    assert shown.question == DOC.question
    without, reported = read(pages.without_data(page))
    assert "Safe in pregnancy." in ca.plain_text(without)


@pytest.mark.parametrize("attribute", ["hidden", 'hidden="until-found"', "popover"])
def test_what_is_hidden_is_not_shown(attribute):
    page = edited('<section class="ca-disc"', f'<section {attribute} class="ca-disc"')
    doc, reported = read(page)
    assert doc == DOC
    assert len(reported) == 1
    assert "the page does not show" in reported[0]
    assert read(page, prefer="visible")[0].disclaimers == ()
    without, reported = read(pages.without_data(page))
    assert without.disclaimers == ()
    assert "it is hidden, and left out" in reported[0]


def test_what_is_struck_out_is_not_said():
    page = edited("Stop aspirin", "<del>Stop</del> aspirin")
    doc, reported = read(page)
    assert doc == DOC
    assert "the page shows ' aspirin before surgery.', but its data says 'Stop aspirin before surgery.'" in reported[0]


def test_each_place_is_named_once():
    """A claim that is taken out is one difference, though the numbers of those after it are printed as they were."""
    start = PAGE.index('<p class="ca-one"><span class="ca-claim" id="clm-c2"')
    page = PAGE[:start] + PAGE[PAGE.index("</p>", start) + 4 :]
    reported = read(page)[1]
    assert [each.partition(":")[0] for each in reported] == ["$.sections[0].blocks[0]"]


def test_a_claim_that_is_put_in_is_named_once_though_its_marks_are_more_too():
    start = PAGE.index('<p class="ca-one"><span class="ca-claim" id="clm-c2"')
    claim = PAGE[start : PAGE.index("</p>", start) + 4].replace("c2", "c3").replace("Stop", "Never stop")
    reported = read(PAGE[:start] + claim + PAGE[start:])[1]
    assert [each.partition(":")[0] for each in reported] == ["$.sections[0].blocks[0]"]


def test_places_of_both_kinds_are_named_together():
    page = edited("Ask first.", "Ask nobody.").replace(">1</a>]", ">3</a>]", 1)
    reported = read(page)[1]
    assert reported[0].startswith("$.sections[0].blocks[1].content[0]: the page shows 'Ask nobody.'")
    assert "the page shows '3', but its data says '1'" in reported[1]
    assert len(reported) == 2


@pytest.mark.parametrize("options", [{}, {"popovers": True}, {"fragment": True, "id_prefix": "a-"}])
def test_a_page_that_was_only_written_again_by_another_program_is_the_same(options):
    doc = pages.every_node()
    page = to_html(doc, **options)
    again = html5lib.serialize(html5lib.parse(page), omit_optional_tags=False)
    assert again != page
    assert read(again) == (doc, [])


@pytest.mark.parametrize("sanitize", [pages.without_data, nh3.clean])
@pytest.mark.parametrize(
    "old, new, found",
    [
        (">Completed<", ">Approved<", "Approved"),
        ("</cite>.", "</cite>. Retracted.", "Retracted"),
        (">Cited in", ">Never cited in", "Never cited"),
        ("</bdi> <small>", "</bdi> NOT <small>", "NOT"),
        ("Written by clinanswer.", "Written by a doctor.", "Written by a doctor."),
    ],
)
def test_without_data_what_is_shown_and_not_read_is_reported(sanitize, old, new, found):
    """The document is written again: what the page shows beyond that was not read."""
    page = sanitize(PAGE)
    assert old in page
    doc, reported = read(page.replace(old, new, 1))
    assert found in ca.to_json(doc) or any(found in each for each in reported), reported


def test_a_title_that_a_sanitizer_left_as_text_is_not_read_twice():
    page = nh3.clean(PAGE)
    assert page.lstrip().startswith("Giving it")
    assert read(page)[0].sections == DOC.sections
    assert "Getting it" in ca.plain_text(read(page.replace("Giving it", "Getting it", 1))[0])


def test_an_edit_of_any_word_is_seen():
    """Each text of a page with everything is made longer in turn: with data it is reported, without it is read or reported."""
    doc = pages.every_node()
    page = to_html(doc)
    parts = re.split("(<[^>]+>)", page)
    start = next(place for place, part in enumerate(parts) if part == "<body>")
    end = next(place for place, part in enumerate(parts) if part.startswith('<script type="application/json"'))
    places = [place for place in range(start + 1, end, 2) if parts[place].strip()]
    for place in places[::31]:
        changed = [*parts]
        changed[place] = parts[place].rstrip("\n") + "QQ"
        text = "".join(changed)
        assert read(text)[1], parts[place - 1 : place + 1]
        try:
            shown, reported = read(pages.without_data(text))
        except ca.ReadError:
            continue
        assert "QQ" in ca.to_json(shown) or any("QQ" in each for each in reported), parts[place - 1 : place + 1]


# ---------------------------------------------------------------- what differs in white space, and what not in words alone


def wrapped(page: str) -> str:
    """Each space that the page shows is a line end and an indent."""
    return re.sub(">([^<]+)<", lambda text: f">{text[1]}<".replace(" ", "\n    "), page)


def indented(page: str) -> str:
    """What a line holds stands on a line of its own."""
    tags = "p|li|h1|h2|h3|td|th|dt|dd|summary|figcaption|caption|div|section"
    return re.sub(f"(</?(?:{tags})(?: [^>]*)?>)", r"\n  \1\n  ", page)


def minified(page: str) -> str:
    return re.sub(">\n+<", "><", page)


def printed_by_lxml(page: str) -> str:
    from lxml import etree, html

    return etree.tostring(html.document_fromstring(page), pretty_print=True, method="html", encoding="unicode")


def in_body(change, page: str) -> str:
    """The page with what its body shows changed, and its data as they were."""
    start, end = page.index("<body>"), page.index('<script type="application/json"')
    return page[:start] + change(page[start:end]) + page[end:]


@pytest.mark.parametrize("doc", [DOC, pages.every_node()], ids=["short", "every node"])
@pytest.mark.parametrize("change", [wrapped, indented, minified])
def test_white_space_is_no_difference(doc, change):
    page = to_html(doc)
    assert in_body(change, page) != page
    assert from_html(in_body(change, page), strict=True) == doc


@pytest.mark.parametrize("doc", [DOC, pages.every_node()], ids=["short", "every node"])
def test_a_page_that_lxml_printed_with_indents_is_the_same(doc):
    assert from_html(printed_by_lxml(to_html(doc)), strict=True) == doc


BLANK = ca.ClinicalAnswer("Q?", answer=ca.Paragraph(["a", ca.Cite([ca.Citation("1"), ca.Citation("1", locator="\n")])]))


@given(strategies.documents(), st.sampled_from([wrapped, indented, minified]))
@example(BLANK, wrapped)
@example(BLANK, minified)
def test_white_space_is_no_difference_in_any_document(doc, change):
    assert from_html(in_body(change, to_html(doc)) + "\n", strict=True) == doc


@pytest.mark.parametrize("change", [str, wrapped, indented, minified])
@pytest.mark.parametrize(
    "old, new, reported",
    [
        ("before surgery", "beforesurgery", "'Stop aspirin beforesurgery.'"),
        ("</a> Before surgery", "</a> After surgery", "'After surgery'"),
        ("5 mg", "50 mg", "'50 mg in the morning'"),
    ],
)
def test_other_words_are_a_difference_whatever_the_white_space(change, old, new, reported):
    doc, problems = read(in_body(change, edited(old, new)))
    assert doc == DOC
    assert reported in " ".join(" ".join(problems).replace("\\n", " ").split())


def test_a_preformatted_text_that_somebody_put_in_keeps_its_lines():
    shown, _ = read(edited("<p>Ask first.</p>", "<p>Ask first.</p><pre>a  b\nc</pre>"), prefer="visible")
    assert shown.sections[0].blocks[-1] == ca.Paragraph(["a  b", ca.LineBreak(), "c"])


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("Ask first", '<span class="ca-skip">Ask</span> first', "'span class ca-skip'"),
        ("Ask first", 'Ask <a class="ca-skip" href="#answer">first</a>', "'a class ca-skip'"),
        ("Ask first", '<span class="ca-peek">Ask</span> first', "'span class ca-peek'"),
        ("Ask first", "<details><summary>Ask</summary> first</details>", "'details'"),
        ("Ask first", '<span dir="rtl">Ask</span> first', "'span dir rtl'"),
        ("Ask first", '<span aria-hidden="true">Ask</span> first', "'span aria-hidden true'"),
        ("Ask first", '<bdo dir="rtl">Ask</bdo> first', "no page of clinanswer has ('bdo')"),
        ("Ask first", '<span onclick="x()">Ask</span> first', "runs a script ('onclick')"),
        ("Ask first", '<a href="java\nscript:x()">Ask</a> first', "runs a script ('href')"),
        ("<main>", '<main><iframe src="x.html"></iframe>', "no page of clinanswer has ('iframe')"),
        ("<main>", "<main><script>x()</script>", "no page of clinanswer has ('script')"),
        ("<main>", '<main><object data="x.svg"></object>', "no page of clinanswer has ('object')"),
        ("<main>", '<main><embed src="x.svg">', "no page of clinanswer has ('embed')"),
        ("<main>", '<main><video src="x.mp4"></video>', "no page of clinanswer has ('video')"),
        ("<main>", '<main><audio src="x.mp3"></audio>', "no page of clinanswer has ('audio')"),
        ("<main>", '<main><svg><image href="x.png"/></svg>', "no page of clinanswer has ('image')"),
        ("<title>", '<base href="https://evil.example/"><title>', "no page of clinanswer has ('base')"),
        ("<title>", '<meta http-equiv="Refresh" content="0;url=x"><title>', "no page of clinanswer has ('meta')"),
        ("default-src 'none'", "default-src *", "Content-Security-Policy is not the one that was written"),
        ("<body>", f"<body><style>{ca.html.STYLE}</style>", "a style that is not this release's"),
    ],
)
def test_what_hides_words_or_runs_is_named(old, new, message):
    page = edited(old, new) if old in PAGE.partition("<body>")[2] else PAGE.replace(old, new, 1)
    assert page != PAGE
    doc, reported = read(page)
    assert doc == DOC
    assert any(message in each for each in reported), reported
    with pytest.raises(ca.ReadError):
        from_html(page, strict=True)


def test_a_page_without_the_policy_that_was_written_is_named():
    page = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>\n', "", PAGE)
    assert "Content-Security-Policy" in read(page)[1][0]


CITED = ca.ClinicalAnswer(
    "Q?",
    answer=ca.Paragraph([ca.Link("guideline", "https://example.org/guideline"), " first"]),
    references=[
        ca.Reference("1", title="One", doi="10.5555/12345678", pmid="123", url="https://example.org/one"),
        ca.Reference("2", title="Two", doi="10.5555/87654321"),
    ],
)


@pytest.mark.parametrize(
    "address",
    ["https://doi.org/10.5555/12345678", "https://pubmed.ncbi.nlm.nih.gov/123/", "https://example.org/one"],
)
@pytest.mark.parametrize("other", ["https://evil.example/", "https://doi.org/10.5555/87654321"])
def test_a_link_of_a_reference_that_leads_elsewhere_is_named(address, other):
    """What is shown of it, its words, is the same."""
    page = to_html(CITED)
    assert f'href="{address}"' in page
    doc, reported = read(page.replace(f'href="{address}"', f'href="{other}"', 1))
    assert doc == CITED
    assert len(reported) == 1
    assert f"leads to '{other}', which its data does not say" in reported[0]


def test_a_link_of_the_text_that_leads_elsewhere_is_named_once():
    reported = read(to_html(CITED).replace("https://example.org/guideline", "https://evil.example/", 1))[1]
    assert [each.partition(":")[0] for each in reported] == ["$.answer[0].content[0].href"]


@pytest.mark.parametrize("content", ["guideline", ()])
@pytest.mark.parametrize("address", ["https://bücher.example/ü", "https://example.org/ü", "https://example.org/%C3%BC"])
def test_an_address_that_a_program_percent_encoded_is_the_same(address, content):
    """lxml writes `https://b%C3%BCcher.example/%C3%BC`, of which browsers make the same."""
    doc = ca.ClinicalAnswer("Q?", answer=ca.Paragraph(["See ", ca.Link(content, address), " first."]))
    page = printed_by_lxml(to_html(doc))
    assert "ü/" not in re.sub(">[^<]*<", "><", page)
    assert from_html(page, strict=True) == doc
    without = from_html(pages.without_data(page)).answer
    assert "xn--" not in ca.plain_text(without)
    if "bücher" in address or not content:
        assert without == doc.answer


PARTS = ca.ClinicalAnswer(
    "Q?",
    answer="Rest.",
    sections=[ca.Section("Doses", "5 mg")],
    references=[ca.Reference("1", text="printed")],
    related_questions=[ca.RelatedQuestion("Another?")],
    disclaimers=[ca.Disclaimer("See a doctor.", title="References")],
    review=ca.Review([ca.ReviewEvent("under-review")], stages=["Submitted", "Under review"]),
)


@pytest.mark.parametrize("prefix", ["", "a-"])
@pytest.mark.parametrize(
    "old, new",
    [
        ("In brief", "Summary"),
        ("References", "Sources"),
        ("Review status", "Status"),
        ("Related questions", "See also"),
        ("Question", "What was asked"),
        ("About this document", "Colophon"),
    ],
)
def test_a_part_is_known_by_its_id_whatever_its_heading_says(prefix, old, new):
    """A disclaimer is one too, though its title be that of another part."""
    page = to_html(PARTS, id_prefix=prefix)
    if old == "About this document":
        old = re.search(r'id="[a-z-]*about">\n<h2[^>]*>([^<]*)</h2>', page)
        if old is None:
            pytest.skip("nothing is said about the document")
        old = old[1]
    assert f">{old}</h2>" in page
    without = pages.without_data(page)
    doc, reported = read(without.replace(f">{old}</h2>", f">{new}</h2>", 1))
    expected, _ = read(without)
    assert doc == expected
    assert (doc.answer, doc.sections, doc.disclaimers) == (PARTS.answer, PARTS.sections, PARTS.disclaimers)
    assert len(doc.references) == len(doc.related_questions) == 1
    assert any(new in each for each in reported), reported


# ----------------------------------------------------------------------------------------------------- rows of words

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=12) | st.lists(st.integers(0, 300).map(str), max_size=200)


@given(WORDS, WORDS)
def test_the_changes_make_one_row_of_words_of_the_other(words, others):
    made, last = [], 0
    for change in changes(words, others):
        assert words[change.start : change.end] != others[change.other_start : change.other_end]
        made += words[last : change.start] + others[change.other_start : change.other_end]
        last = change.end
    assert made + words[last:] == others


def test_one_word_among_many_that_are_alike_is_found_exactly():
    words = [f"{number % 90}" for number in range(900)] + [f"w{number}" for number in range(900)]
    others = [*words[:1300], "not", *words[1300:]]
    assert [tuple(each) for each in changes(others, words)] == [(1300, 1301, 1300, 1300)]
    assert [tuple(each) for each in changes(["a"] * 100, ["b"] * 90)] == [(0, 100, 0, 90)]
    assert [tuple(each) for each in changes(words[:900], words[:900][::-1])] != []


@pytest.mark.parametrize("old, new", [("something", "nothing"), ("number ", "no. "), ("Statement number", "the the")])
def test_a_long_page_that_differs_everywhere_is_compared_in_linear_time(old, new):
    def seconds(count: int) -> float:
        claims = [ca.claim(f"Statement number {number} says something.", ["1"]) for number in range(count)]
        page = pages.edited(to_html(ca.ClinicalAnswer("Q?", answer=claims)), old, new)
        start = time.perf_counter()
        from_html(page)
        return time.perf_counter() - start

    assert seconds(3200) < 60 * seconds(200)


# -------------------------------------------------------------------------------------------------- options that are none


def test_a_prefix_that_no_fragment_has_is_refused():
    host = (
        f"<title>Two</title>{to_html(DOC, fragment=True, id_prefix='a-')}{to_html(DOC, fragment=True, id_prefix='b-')}"
    )
    for page in (host, pages.without_data(host)):
        with pytest.raises(ca.ReadError, match="no document of the page has the prefix 'zz'; use one of 'a-', 'b-'"):
            from_html(page, id_prefix="zz")
    assert from_html(host, id_prefix="a-") == DOC
    with pytest.raises(ca.ReadError, match="not a page written by clinanswer"):
        from_html("<p>Somebody else's</p>", id_prefix="zz")


def test_a_preference_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"prefer='bogus': use one of 'data', 'visible'"):
        from_html(PAGE, prefer="bogus")


# ------------------------------------------------------------------------------------------------- other people's pages


def foreign(body: str) -> tuple[tuple[m.Block, ...], list[str]]:
    problems: list[ca.Problem] = []
    doc = from_html(f"<title>T</title><body>{body}", lenient=True, report=problems)
    return doc.answer, [each.message for each in problems]


TWO = {"p": "<p>5</p><p>10 mg</p>", "div": "<div>5</div>\n <div>10 mg</div>", "ul": "<ul><li>5</li><li>10 mg</li></ul>"}
LINES = ("5", ca.LineBreak(), "10 mg")


@pytest.mark.parametrize("two", TWO)
@pytest.mark.parametrize(
    "around, expected",
    [
        ("<table><tr><td>{}</td></tr></table>", ca.Table([ca.Row([ca.Cell(LINES)])])),
        ("<table><caption>{}</caption><tr><td>x</td></tr></table>", ca.Table([ca.Row([ca.Cell("x")])], caption=LINES)),
        (
            "<figure><img src='https://example.org/x.png' alt=''><figcaption>{}</figcaption></figure>",
            ca.Figure("https://example.org/x.png", alt="", caption=LINES),
        ),
        ("<dl><dt>{}</dt><dd>x</dd></dl>", ca.DefinitionList([ca.Definition(LINES, "x")])),
        ("<a href='https://example.org/'>{}</a>", ca.Paragraph(ca.Link(LINES, "https://example.org/"))),
    ],
)
def test_blocks_where_only_a_line_can_stand_are_lines_of_their_own(around, expected, two):
    """`5` and `10 mg` in two paragraphs of a cell must not become `510 mg`."""
    assert foreign(around.format(TWO[two])) == ((expected,), [])


def test_a_heading_of_two_lines_is_one_heading():
    doc = from_html("<h1>T</h1><h2><div>Dose 5</div><div>10 mg</div></h2><p>x</p>", lenient=True)
    assert doc.sections[0].title == ("Dose 5", ca.LineBreak(), "10 mg")


@pytest.mark.parametrize(
    "body, expected",
    [
        ("<ul>loose<li>a</ul>", ca.List([ca.ListItem("loose"), ca.ListItem("a")])),
        ("<ol><li>a</li> then <b>not</b><li>b</ol>",
         ca.List([ca.ListItem("a"), ca.ListItem(ca.Paragraph([" then ", ca.Strong("not")])), ca.ListItem("b")], ordered=True)),
        ("<dl>loose<dt>a<dd>b</dl>", ca.DefinitionList([ca.Definition((), "loose"), ca.Definition("a", "b")])),
        ("<dl><div><dt>a</dt><dd>b</dd></div><div><p>c</p></div></dl>",
         ca.DefinitionList([ca.Definition("a", "b"), ca.Definition((), "c")])),
        ("<dl><dt>a</dt><dt>b</dt><dd>c</dd><dt>d</dt><dd>e</dd></dl>",
         ca.DefinitionList([ca.Definition("a", ()), ca.Definition("b", "c"), ca.Definition("d", "e")])),
        ("<dl><dt>a<dd></dl>", ca.DefinitionList([ca.Definition("a", ())])),
        ("<pre>\na  1\nb <b>2\n3</b>\n</pre>",
         ca.Paragraph(["a  1", ca.LineBreak(), "b ", ca.Strong(["2", ca.LineBreak(), "3"])])),
        ("<pre>a<br>b<script>1</script></pre>", ca.Paragraph(["a", ca.LineBreak(), "b"])),
        ("<p>a<script>1</script></p>", ca.Paragraph("a")),
        ("<pre><p>a</p><ul><li>b</li></ul></pre>", None),
        ('<ol><li value="5">a<li>b<li value="7">c</ol>',
         ca.List([ca.ListItem("a"), ca.ListItem("b"), ca.ListItem("c")], ordered=True, start=5)),
        ('<ul><li value="5">a</ul>', ca.List([ca.ListItem("a")])),
        ("<blockquote><p>x</p><cite>Who</cite></blockquote>", ca.Quote([ca.Paragraph("x"), ca.Paragraph("Who")])),
        ("<blockquote>x <cite><a name='w'>Who</a></cite></blockquote>", ca.Quote("x Who")),
        ("<blockquote>x <cite><a href='https://example.org/'>Who</a></cite></blockquote>",
         ca.Quote(ca.Paragraph(["x ", ca.Link("Who", "https://example.org/")]))),
        ("<figure><img src='https://example.org/x.png' alt='A'><p>Give 5 mg</p></figure>", None),
        ("<table><tr><td><details><summary>Dose</summary>5 mg</details></table>",
         ca.Table([ca.Row([ca.Cell(["Dose", ca.LineBreak(), "5 mg"])])])),
    ],
)  # fmt: skip
def test_nothing_of_a_list_a_quotation_or_a_figure_is_lost(body, expected):
    answer, reported = foreign(body)
    assert reported == []
    words = re.sub("<script.*?</script>|<[^>]*>", " ", body).split()
    assert [word for word in words if word not in ca.plain_text(answer)] == []
    assert expected is None or answer == (expected,)


@pytest.mark.parametrize(
    "body, message",
    [
        ('<ol><li>a<li value="7">b</ol>', "the item's own number (7) is left out"),
        ("<ul><li><h3>a</h3></ul>", "a heading where no section can begin; its words are kept"),
        ("<ol reversed><li>a</ol>", "a list that counts down"),
        ("<p>Give <del>5 mg</del><ins>10 mg</ins></p>", "words that are struck out are left out"),
        ("<p>a <button>Copy</button></p>", "the words of 'button' are left out"),
        ("<div><nav>Menu</nav>a</div>", "the words of 'nav' are left out"),
        ("<h1>a</h1><noscript>Turn it on</noscript>", "what is shown where no script runs is left out"),
    ],
)
def test_what_other_pages_say_that_no_document_can_is_reported(body, message):
    assert any(message in each for each in foreign(body)[1])


@pytest.mark.parametrize(
    "many", ["<div>x</div>", "<video></video>", "<p><a href='x:y'>z</a></p>", "<iframe></iframe>", "<ul>a<li>b</ul>"]
)
def test_a_page_of_many_elements_is_read_in_linear_time(many):
    """80,000 elements beside an article took 20 seconds, because each was counted among all before it."""

    def seconds(count: int) -> float:
        start = time.perf_counter()
        from_html(f"<title>T</title><main><p>a</p></main>{many * count}", lenient=True)
        return time.perf_counter() - start

    assert seconds(64_000) < 60 * seconds(4_000)


def test_the_path_of_a_problem_leads_to_its_element():
    from lxml import html

    body = "<main><p>a</p><div><video></video></div><div><p>b</p><video></video><video></video></div></main>"
    page = f"<html><head><title>T</title></head><body>{body}</body></html>"
    problems: list[ca.Problem] = []
    from_html(page, lenient=True, report=problems)
    tree = html.document_fromstring(page).getroottree()
    assert [each.path for each in problems] == [tree.getpath(each) for each in tree.iter("video")]


# -------------------------------------------------------------------------------------- odd corners of pages of our own


@pytest.mark.parametrize(
    "old, new, kept",
    [
        ("<b>Note</b>", "<b>Not for children</b>", "Not for children"),
        ("<b>Note</b> <span>Title</span></p>", "<b>Note</b> <span>Title</span></p></div><div>", "Note Title"),
        ("<figcaption>Somebody <small>Source", "<figcaption>Somebody <small>Not a source", "Not a source"),
        ("<figcaption>Somebody <small>Source", "<figcaption>Somebody <small>No</small> <small>Source", "Somebody No"),
        ('href="#ref-1" role="doc-biblioref" aria-label="Reference 1"', 'href="#ref-!"', "Another's words."),
        ("<b>Image</b>", "<b>Picture</b>", "Picture"),
        ("<small>Image without a description</small>", "<small>Do not enlarge</small>", "Do not enlarge"),
        ("<b>Image</b> <small>Image without a description</small></a>", "<b>Image</b> A</a> not B", "not B"),
        ('<p class="ca-eyebrow"><small>Clinical answer', "<p><small>Do not read", "Do not read"),
        ("Everything at <em>once</em></h1>", "Everything at <em>once</em></h1><h1>Do not read</h1>", "Do not read"),
        ("<bdi>What does a page", "<bdi>Never:</bdi> <bdi>What does a page", "Never: What does a page"),
        ("<p>No advice.", "<h4>Never</h4><p>No advice.", "Never"),
    ],
)  # fmt: skip
def test_what_is_not_the_pages_own_word_for_word_is_kept(old, new, kept):
    page = pages.without_data(to_html(pages.every_node()))
    if old == "<p>No advice.":
        old = '<section class="ca-disc" id="disclaimer-1">\n<h2>Medical disclaimer</h2>\n'
        new = f"{old}<p>x</p><h4>Never</h4>"
    assert old in page, old
    assert kept in ca.plain_text(from_html(page.replace(old, new, 1)))


@pytest.mark.parametrize("clean, strong", list(product([pages.without_data, nh3.clean], ["strong", "b"])))
def test_a_section_that_begins_with_bold_words_is_no_box(clean, strong):
    doc = ca.ClinicalAnswer("Q?", sections=[ca.Section((), [ca.Paragraph([ca.Strong("Do"), " not."]), "More."])])
    found, reported = read(clean(to_html(doc)).replace("strong>", f"{strong}>"))
    blocks = [*found.answer, *(block for section in found.sections for block in section.blocks)]
    assert blocks == list(doc.sections[0].blocks)
    assert reported == []


def test_facts_that_are_told_in_part_are_read():
    """A related document without a title shows its address; a claim may have a population alone."""
    doc = ca.ClinicalAnswer(
        "Q?",
        answer=ca.Claim("So.", id="c1", population="Adults"),
        related_documents=[ca.RelatedDocument("corrects", url="https://example.org/other")],
    )
    assert read(pages.without_data(to_html(doc))) == (doc, [])


# ------------------------------------------------------------------------------------- pages of other releases


def of_another_release(page):
    """The page as an earlier release may have written it: with another style."""
    return page.replace(f'data-release="{ca.__version__}"', 'data-release="0.0.1"').replace(
        "<style>", "<style>.ca-old{color:red}"
    )


def test_what_another_release_wrote_is_no_drift():
    doc = ca.ClinicalAnswer("Q?", answer=ca.claim("Do not give it.", ["1"], id="c1"))
    report = []
    assert ca.from_html(of_another_release(ca.to_html(doc)), report=report, strict=True) == doc
    assert [each.code for each in report] == ["other-release"]
    assert f"release '0.0.1' wrote the page, this is {ca.__version__}" in report[0].message
    only_named = ca.to_html(doc).replace(f'data-release="{ca.__version__}"', 'data-release="0.0.1"')
    assert ca.from_html(only_named, strict=True) == doc


def test_what_somebody_changed_in_the_page_of_another_release_is_drift():
    doc = ca.ClinicalAnswer("Q?", answer=ca.claim("Do not give it.", ["1"], id="c1"))
    report = []
    ca.from_html(of_another_release(ca.to_html(doc)).replace("</a> Do not give", "</a> Do give"), report=report)
    assert [each.code for each in report] == ["other-release", "drift"]


@pytest.mark.parametrize(
    "added",
    [
        "<p style='display:none'>x</p>",
        "<style>.ca-claim{display:none}</style>",
        "<script>document.body.innerText='x'</script>",
        "<bdo dir='rtl'>x</bdo>",
    ],
)
def test_that_another_release_wrote_a_page_hides_nothing_of_what_no_release_writes(added):
    page = of_another_release(PAGE).replace("<main>", f"<main>{added}", 1)
    with pytest.raises(ca.ReadError, match=r"\[drift\]"):
        from_html(page, strict=True)
