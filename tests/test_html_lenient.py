"""Other people's pages: no number runs into another, what is hidden is not read, and no word is lost without a report."""

import pytest
from lxml import html

import clinanswer as ca
import html_pages as pages
from clinanswer.html import from_html, to_html

LINES = ["{}", "<p>{}</p>", "<ul><li>{}</li></ul>", "<div>{}</div>", "<table><tr><td>{}</td></tr></table>"]
HALF = "<mfrac><mn>1</mn><mn>2</mn></mfrac>"
FORMULA = "a formula is kept as its text"
HIDDEN = "it is hidden, and left out"


def read(body: str) -> tuple[str, list[str]]:
    """The words of a page, each block on a line, and the messages of what is lost."""
    problems: list[ca.Problem] = []
    doc = from_html(f"<title>T</title><body>{body}", lenient=True, report=problems)
    return ca.plain_text(doc.answer), [each.message for each in problems]


# ------------------------------------------------------------------------------------------------------------ formulas


@pytest.mark.parametrize("around", LINES)
@pytest.mark.parametrize(
    "formula, text",
    [
        (HALF, "1/2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac>", "(a + 1)/b"),
        ('<mfrac linethickness="0pt"><mn>5</mn><mn>2</mn></mfrac>', "(5 choose 2)"),
        ('<mfrac linethickness="0.5px"><mn>5</mn><mn>2</mn></mfrac>', "5/2"),
        ("<mfrac><mn>5</mn></mfrac>", "5"),
        ("<msup><mn>10</mn><mn>5</mn></msup><mn>3</mn>", "10^5 3"),
        ("<msup><mn>10</mn><mrow><mo>-</mo><mn>5</mn></mrow></msup>", "10^(- 5)"),
        ("<msup><mn>10</mn><mrow></mrow></msup>", "10"),
        ("<msub><mi>x</mi><mn>1</mn></msub>", "x_1"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x_1^2"),
        ("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "√(a + b)"),
        ("<mroot><mn>8</mn><mn>3</mn></mroot>", "8^(1/3)"),
        ("<mn>2</mn><mo>&#x2062;</mo><mi>x</mi>", "2 x"),
        ("<mfenced><mn>1</mn><mn>2</mn></mfenced>", "(1, 2)"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>", "1 2; 3"),
        (f"<semantics><mrow>{HALF}</mrow><annotation>\\frac{{1}}{{2}}</annotation></semantics>", "1/2"),
        ("<mphantom><mn>9</mn></mphantom><mn>1</mn>", "1"),
    ],
)  # fmt: skip
def test_no_numbers_of_a_formula_run_together(formula, text, around):
    """`half is <math>…1…2…</math> of it` was read as `half is 12 of it`."""
    assert read(around.format(f"is <math>{formula}</math> of it")) == (f"is {text} of it", [FORMULA])


@pytest.mark.parametrize("around", LINES)
def test_a_formula_does_not_run_into_numbers_beside_it(around):
    assert read(around.format(f"2<math>{HALF}</math>5 mg")) == ("2 1/2 5 mg", [FORMULA])


def test_a_formula_without_text_is_nothing():
    assert read("<p>a<math></math>b</p>") == ("ab", [])


@pytest.mark.parametrize("around", LINES)
@pytest.mark.parametrize(
    "formula",
    [
        (
            f"<span><span><math><semantics>{HALF}<annotation>\\frac{{1}}{{2}}</annotation></semantics></math></span>"
            '<span aria-hidden="true"><span>1</span><span>2</span></span></span>'
        ),
        f'<span><nobr aria-hidden="true">12</nobr><span><math>{HALF}</math></span></span>',
        f'<span><span style="display: none;"><math>{HALF}</math></span><img src="x.svg" aria-hidden="true" alt="x"></span>',
    ],
    ids=["KaTeX", "MathJax", "Wikipedia"],
)
def test_the_copy_of_a_formula_for_the_eye_is_not_read(formula, around):
    """KaTeX shows its own markup and hides MathML for screen readers: both were read, as `12\\frac{1}{2}12`."""
    assert read(around.format(f"is {formula} of it")) == ("is 1/2 of it", [FORMULA])


def test_a_formula_in_a_page_of_ours_without_its_data():
    doc = ca.ClinicalAnswer("Q?", answer=ca.claim("half is X of it", id="c1"))
    problems: list[ca.Problem] = []
    page = pages.without_data(to_html(doc)).replace("is X of", f"is <math>{HALF}</math> of")
    assert ca.plain_text(from_html(page, report=problems).answer) == "half is 1/2 of it"
    assert FORMULA in [each.message for each in problems]


def test_what_only_stands_beside_a_formula_is_no_copy_of_it():
    eye = "what is shown for the eye in place of a formula is left out"
    assert read("<p><math><mn>5</mn></math><b aria-hidden='true'>7</b></p>") == ("5", [FORMULA, eye])
    assert read("<p><math><mn>5</mn></math> <b aria-hidden='true'>7</b></p>") == ("5 7", [FORMULA])
    assert read("<p><span>a <math><mn>5</mn></math></span><b aria-hidden='true'>7</b></p>") == ("a 5 7", [FORMULA])


# -------------------------------------------------------------------------------------------------------- what is hidden


@pytest.mark.parametrize("around", LINES)
@pytest.mark.parametrize(
    "body, shown",
    [
        ("5<span hidden>0</span> mg", "5 mg"),
        ("5<span hidden>0<b hidden>1</b></span> mg", "5 mg"),
        ('Do<span style="display:none"> not</span> give', "Do give"),
        ('Do<span style="color: red; DISPLAY : none !important;"> not</span> give', "Do give"),
        ('5<span style="visibility:hidden">0</span>10', "5 10"),
        ("a<span popover>b</span>", "a"),
        ("a<dialog>b</dialog>", "a"),
    ],
)
def test_what_a_page_hides_is_left_out_and_reported(body, shown, around):
    """`<p>5<span hidden>0</span> mg</p>` was read as `50 mg`."""
    assert read(around.format(body)) == (shown, [HIDDEN])


def test_what_is_not_hidden_is_read():
    body = (
        '<p style="border-style: none">a</p><div><dialog open>b</dialog></div><p hidden></p><p style="x-display:none">c'
    )
    assert read(body) == ("a\nb\nc", [])
    assert read('<p><span style="display:none">a</span><b aria-hidden="true">b</b></p>') == ("b", [HIDDEN])


def test_a_page_that_is_hidden_until_a_script_shows_it_is_read():
    problems: list[ca.Problem] = []
    doc = from_html("<body style='display:none'><p>a</p><p hidden>b</p>", lenient=True, report=problems)
    assert ca.plain_text(doc.answer) == "a"
    assert [each.message for each in problems] == ["the page is hidden as a whole; it is read all the same", HIDDEN]


def test_the_path_of_a_problem_stays_that_of_the_page_as_it_was():
    page = "<html><body><p hidden>a</p><x-y><video></video></x-y><div hidden>b</div><div><video></video></div></body></html>"
    problems: list[ca.Problem] = []
    from_html(page, lenient=True, report=problems)
    tree = html.document_fromstring(page).getroottree()
    told = [tree.getpath(each) for each in tree.xpath("//*[@hidden]|//video")]
    assert sorted(each.path for each in problems) == sorted(told)


@pytest.mark.parametrize(
    "body, shown",
    [
        ('<span class="sr-only">5</span><span aria-hidden="true">5</span> mg', "5 5 mg"),
        ("<a href='https://example.org/1'>1</a><a href='https://example.org/2'>2</a>", "1 2"),
        ("<label>1</label><output>2</output>", "1 2"),
        ("<font>1</font><font>0</font>", "10"),
        ("<b>1</b><span>0</span>", "10"),
        ("1<wbr>000", "1000"),
    ],
)
def test_numbers_of_neighbours_that_are_not_formatting_stay_apart(body, shown):
    assert read(f"<p>{body}</p>")[0] == shown


# ------------------------------------------------------------------------------------------------- elements of a line


PHRASING = [
    "abbr",
    "b",
    "bdi",
    "bdo",
    "cite",
    "code",
    "data",
    "dfn",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "label",
    "map",
    "mark",
    "meter",
    "output",
    "progress",
    "q",
    "ruby",
    "samp",
    "slot",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "var",
    "x-dose",
    "o:p",
]


@pytest.mark.parametrize("around", LINES)
@pytest.mark.parametrize("tag", PHRASING)
def test_an_element_of_a_line_tears_no_sentence(tag, around):
    """`<li>Do <u>not</u> give</li>` was read as three paragraphs."""
    assert read(around.format(f"Do <{tag}>not</{tag}> give")) == ("Do not give", [])


def test_what_is_read_above_characters_is_no_part_of_a_number():
    assert read("<p><ruby>5<rt>10</rt></ruby> mg</p>") == ("5 10 mg", [])


@pytest.mark.parametrize("tag", ["font", "ins", "span", "x-app"])
def test_an_element_of_a_line_that_holds_blocks_is_none(tag):
    doc = from_html(f"<body><{tag}><h2>A</h2><p>a</p><p>b</p></{tag}>", lenient=True)
    assert [(each.title, each.blocks) for each in doc.sections] == [(("A",), (ca.Paragraph("a"), ca.Paragraph("b")))]


def test_an_unknown_element_that_shows_an_image_is_a_figure():
    doc = from_html('<p>a</p><x-zoom><img src="https://example.org/x.png" alt="b"></x-zoom>', lenient=True)
    assert doc.answer[1] == ca.Figure("https://example.org/x.png", alt="b")


def test_a_page_that_begins_with_an_unknown_element_is_read():
    """The parser takes it for a part of the head, where nothing was read."""
    doc = from_html("<title>T</title><x-app><p>a</p></x-app>", lenient=True)
    assert (ca.plain_text(doc.title), ca.plain_text(doc.answer)) == ("T", "a")


# ------------------------------------------------------------------------------------------------- nothing lost, or told


@pytest.mark.parametrize("around", LINES)
@pytest.mark.parametrize(
    "between, message",
    [
        ("<button>x</button>", "the words of 'button' are left out"),
        ("<noscript>n</noscript>", "the words of 'noscript' are left out"),
        ("<iframe></iframe>", "an embedded page is left out"),
        ("<svg><text>n</text></svg>", "the words of 'svg' are left out"),
        ("<textarea>9</textarea>", "a field of a form is left out, with '9' in it"),
        ("<select><option>9</option></select>", "a field of a form is left out, with '9' in it"),
        ('<input value="70">', "a field of a form is left out, with '70' in it"),
        ("<b><img></b>", "an image cannot stand in a line of text; what describes it is kept in its place"),
        ("<button></button>", None),
    ],
)
def test_numbers_do_not_run_together_where_something_is_left_out(between, message, around):
    shown, told = read(around.format(f"5{between}10"))
    assert shown.split() == ["5", "10"]
    assert told == ([] if message is None else [message])


@pytest.mark.parametrize(
    "body, shown",
    [
        ("5<img alt='7'>10", "5 7 10"),
        ("<b>5</b><img><i>10</i>", "5 10"),
        ("5.<img>10", "5. 10"),
        ("5<img>.5", "5 .5"),
        ("a<img>b", "ab"),
        ("5<img><br>10", "5\n10"),
        ("5<img><small>10</small>", "5 10"),
        ("5<img><a href='#x'>10</a>", "5 10"),
        ("5<a href='#x'><img></a>10", "5 10"),
        ("<b>5<img></b>10", "5 10"),
        ("5<em><button>x</button>10</em>", "5 10"),
        ("<b><math><mn>5</mn></math></b>10", "5 10"),
        ("5<input type='hidden' value='7'>10", "510"),
    ],
)
def test_a_space_stands_between_numbers_alone(body, shown):
    assert read(f"<p>{body}</p>")[0] == shown


def test_what_is_left_out_beside_headings_parts_numbers_too():
    doc = from_html("<h1>T</h1>5<form>a</form>10<video></video>15<nav></nav>20", lenient=True)
    assert ca.plain_text(doc.answer) == "5 10 15 20"


@pytest.mark.parametrize(
    "body, shown",
    [
        ("<table>5<tr>10<td>a</td>15</tr><p>20</p></table>", "5\n10\n15\n20\na"),
        ("<table><tbody><tr>5<b>6</b></tr>7<tr><td>a</td></tr></tbody></table>", "5\n6\n7\na"),
        ("<table><td>a</td></table>", "a"),
        ("<table><caption>Doses</caption></table>", "Doses"),
        ("<table><caption>A</caption><caption>B</caption><tr><td>c</td></tr></table>", "B\nA\nc"),
        ("<table><thead><tr><th>a</th></tr></thead><colgroup><col></colgroup></table>", "a"),
    ],
)
def test_no_word_of_a_table_is_lost(body, shown):
    """What cannot stand in a table stands before it, as in a browser."""
    assert read(body) == (shown, [])


def test_a_script_among_headings_is_no_text():
    assert read("<h1>T</h1>a<script>1</script>b") == ("ab", [])


def test_all_captions_of_a_figure_are_its_caption():
    image = '<img src="https://example.org/x.png" alt="">'
    doc = from_html(f"<figure>{image}<figcaption>a</figcaption><figcaption>b</figcaption></figure>", lenient=True)
    assert doc.answer == (ca.Figure("https://example.org/x.png", alt="", caption=("a", ca.LineBreak(), "b")),)


@pytest.mark.parametrize(
    "body, title, lost",
    [
        ("<header><nav>Home</nav><h1>Does it?</h1></header><main><p>x</p></main>", "Does it?", []),
        ("<header><h1>Does it?</h1><p>By me</p></header><main><p>x</p></main>", "Does it?", ["header"]),
        ("<header><h1>A site</h1></header><main><h1>Does it?</h1><p>x</p></main>", "Does it?", ["header"]),
        ("<header>A site</header><main><p>x</p></main>", "T", []),
        ("<h1>Does it?</h1><main><p>x</p></main>", "Does it?", []),
        ("<aside><h1>Buy</h1></aside><main><p>x</p></main>", "T", ["aside"]),
    ],
)
def test_the_heading_of_the_page_is_its_title_wherever_it_stands(body, title, lost):
    problems: list[ca.Problem] = []
    doc = from_html(f"<html><head><title>T</title></head><body>{body}</body></html>", lenient=True, report=problems)
    assert (ca.plain_text(doc.title), ca.plain_text(doc.answer)) == (title, "x")
    assert [each.path for each in problems] == [f"/html/body/{each}" for each in lost]
