"""Lines of text in other people's JATS: numbers that must not run into one another, sentences, citations."""

import re
import time

import pytest

import clinanswer as ca

REFERENCES = "".join(
    f'<ref id="r{number}"><label>{number}</label><mixed-citation>Work {number}.</mixed-citation></ref>'
    for number in range(1, 10)
)


def article(body, references=REFERENCES):
    """An article with a body and with references r1 to r9, which are printed 1 to 9."""
    return (
        '<article xmlns:mml="http://www.w3.org/1998/Math/MathML" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<body>{body}</body><back><ref-list>{references}</ref-list></back></article>"
    )


def read(line, *, claims="cited", references=REFERENCES):
    """The document of a paragraph, and what was lost; what is kept in extras has tests elsewhere."""
    report = []
    doc = ca.from_jats(article(f"<p>{line}</p>", references), claims=claims, report=report)
    assert ca.from_jats(ca.to_jats(doc)) == doc
    return doc, [(problem.code, problem.message) for problem in report if problem.code != "metadata"]


def link(rid, printed=None):
    """A citation: `link("r1")` prints 1."""
    return f'<xref ref-type="bibr" rid="{rid}">{rid[1:] if printed is None else printed}</xref>'


def claims_of(line, **options):
    return [(claim.text, claim.refs) for claim in ca.iter_claims(read(line, **options)[0])]


# ------------------------------------------------------------------------------------------------ formulas


def math(content):
    """MathML in short: `<n>` is `mn`, `<i>` is `mi`, `<o>` is `mo`, `<r>` is `mrow`."""
    for short, tag in (("n", "mn"), ("i", "mi"), ("o", "mo"), ("r", "mrow")):
        content = content.replace(f"<{short}>", f"<{tag}>").replace(f"</{short}>", f"</{tag}>")
    return "<mml:math>" + re.sub(r"<(/?)", r"<\1mml:", content) + "</mml:math>"


@pytest.mark.parametrize(
    "content, text",
    [
        ("<mfrac><n>1</n><n>2</n></mfrac>", "1/2"),
        ("<n>1</n><mfrac><n>1</n><n>2</n></mfrac>", "1 1/2"),
        ("<mfrac><r><i>a</i><o>+</o><n>1</n></r><r><n>2</n><i>b</i></r></mfrac>", "(a + 1)/(2b)"),
        ("<mfrac><n>1</n><mfrac><n>2</n><n>3</n></mfrac></mfrac>", "1/(2/3)"),
        ("<mfrac linethickness='0pt'><i>n</i><i>k</i></mfrac>", "(n choose k)"),
        ("<mfrac><r><i>mg</i></r><i>kg</i></mfrac>", "mg/kg"),
        ("<mfrac><n>1</n></mfrac>", "1"),  # malformed
        ("<msup><n>10</n><n>5</n></msup>", "10^5"),
        ("<msup><n>10</n><r><o>-</o><n>5</n></r></msup>", "10^-5"),
        ("<n>2</n><o>×</o><msup><n>10</n><n>5</n></msup>", "2 × 10^5"),
        ("<msup><r><o>(</o><i>a</i><o>+</o><i>b</i><o>)</o></r><n>2</n></msup>", "(a + b)^2"),
        ("<o>(</o><i>a</i><msup><o>)</o><n>2</n></msup>", "(a)^2"),
        ("<msup><i>e</i><r><o>−</o><i>k</i><i>t</i></r></msup>", "e^(−kt)"),
        ("<n>5</n><msup><mi/><n>1</n></msup>", "5^1"),
        ("<msup><n>37</n><o>∘</o></msup><i>C</i>", "37°C"),
        ("<msup><i>x</i><o>′</o></msup>", "x′"),
        ("<msub><i>x</i><n>1</n></msub><msub><i>x</i><n>2</n></msub>", "x_1 x_2"),
        ("<msubsup><i>x</i><n>1</n><n>2</n></msubsup>", "x_1^2"),
        ("<munderover><o>∑</o><r><i>i</i><o>=</o><n>1</n></r><i>n</i></munderover><i>i</i>", "∑_(i = 1)^n i"),
        ("<munder><i>lim</i><n>0</n></munder>", "lim_0"),
        ("<mover><i>x</i><o>¯</o></mover>", "x\u0304"),
        ("<mover><r><i>a</i><n>2</n></r><o>¯</o></mover>", "(a 2)^¯"),
        ("<mmultiscripts><i>C</i><mprescripts/><none/><n>14</n></mmultiscripts>", "^14C"),
        ("<mmultiscripts><i>C</i><n>6</n><none/><mprescripts/><none/><n>14</n></mmultiscripts>", "^14C_6"),
        ("<msqrt><n>2</n></msqrt>", "√2"),
        ("<n>3</n><msqrt><n>2</n><o>+</o><i>x</i></msqrt>", "3 √(2 + x)"),
        ("<mroot><n>8</n><n>3</n></mroot>", "8^(1/3)"),
        ("<mroot><n>8</n></mroot>", "8"),  # malformed
        ("<mfenced><n>1</n><n>2</n></mfenced>", "(1, 2)"),
        ("<mfenced open='[' close=']'><n>1</n><n>2</n></mfenced>", "[1, 2]"),
        ("<mtable><mtr><mtd><n>1</n></mtd><mtd><n>0</n></mtd></mtr><mtr><mtd><n>2</n></mtd></mtr></mtable>", "1 0; 2"),
        ("<n>5</n><n>10</n>", "5 10"),
        ("<n>1</n><o>.</o><n>5</n>", "1.5"),
        ("<n>1</n><o>,</o><n>000</n>", "1,000"),
        ("<i>a</i><o>,</o><i>b</i>", "a, b"),
        ("<n>2</n><o>\u2062</o><i>x</i>", "2x"),
        ("<n>2</n><o>\u2062</o><n>3</n>", "2 3"),
        ("<i>x</i><n>2</n>", "x 2"),
        ("<i>m</i><i>g</i>", "mg"),
        ("<n>5</n><mtext>mg</mtext>", "5 mg"),
        ("<i>sin</i><o>\u2061</o><i>x</i>", "sin x"),
        ("<n>5</n><o>%</o><n>3</n>", "5% 3"),
        ("<o>−</o><n>5</n>", "−5"),
        ("<i>x</i><o>=</o><o>−</o><n>5</n><o>±</o><n>1</n>", "x = −5 ± 1"),
        ("<i>mg</i><o>/</o><i>kg</i>", "mg/kg"),
        ("<semantics><r><n>1</n><n>2</n></r><annotation>12</annotation></semantics>", "1 2"),
        ("<mstyle><n>1</n><mphantom><n>9</n></mphantom><mspace/><n>2</n></mstyle>", "1 2"),
        ("<munknown><n>1</n><n>2</n></munknown>", "1 2"),
        ("1<n>2</n>3", "1 2 3"),  # malformed
        ("<apply><minus/><ci>x</ci><apply><ci>f</ci><cn>2</cn></apply></apply>", "minus(x, f(2))"),
    ],
)  # fmt: skip
def test_mathml_as_a_line(content, text):
    formula = f"<inline-formula>{math(content)}</inline-formula>"
    doc, lost = read(f"Give {formula} now.")
    assert ca.plain_text(doc.sections[0]) == f"Give {text} now."
    assert lost == [("formula", "a formula is kept as its text")]
    block = ca.from_jats(article(f"<disp-formula>{math(content)}</disp-formula>"))
    assert ca.plain_text(block.sections[0]) == text


@pytest.mark.parametrize(
    "formula, text",
    [
        (f"about five {math('<i>mg</i>')} per {math('<i>kg</i>')}", "about five mg per kg"),
        (f"<tex-math>$12$</tex-math>{math('<mfrac><n>1</n><n>2</n></mfrac>')}", "1/2"),
        (f"<alternatives>{math('<n>1</n>')}<tex-math>2</tex-math></alternatives> mg", "1 mg"),
        ("<alternatives><graphic/><tex-math>2</tex-math></alternatives> mg", "2 mg"),
        ("<alternatives><graphic/></alternatives> mg", "mg"),
        (r"<tex-math>\documentclass{x}\begin{document}$\frac12$\end{document}</tex-math>", r"\frac12"),
        (r"<tex-math>\begin{document} never ended</tex-math>", r"\begin{document} never ended"),
        ("<tex-math/>", ""),
    ],
)
def test_all_the_parts_of_a_formula(formula, text):
    """Words beside the mathematics stay, and so does every piece of it; of two forms of the same, one."""
    doc, _ = read(f"A <inline-formula>{formula}</inline-formula>.")
    assert " ".join(ca.plain_text(doc.sections[0]).replace(".", "").split()) == f"A {text}".strip()
    block = ca.from_jats(article(f"<p>x</p><disp-formula>{formula}</disp-formula>"))
    assert ca.plain_text(block.sections[0]) == f"x\n{text}".strip()


def test_formatting_in_a_formula():
    """In a line it stays; a block is text, where 10 raised to 5 must not be 105."""
    doc, _ = read("<inline-formula>10<sup>5</sup></inline-formula>")
    assert doc.sections[0].blocks[0].content == ("10", ca.Superscript("5"))
    block = ca.from_jats(article("<disp-formula>10<sup>5</sup> x<sub>i</sub> e<sup>2 x</sup></disp-formula>"))
    assert block.sections[0].blocks == (ca.Paragraph("10^5 x_i e^(2 x)"),)


HALF = math("<mfrac><n>1</n><n>2</n></mfrac>")


@pytest.mark.parametrize(
    "line, text",
    [
        # what stands beside a fraction
        ("1<inline-formula>{half}</inline-formula> tablets", "1 1/2 tablets"),
        ("1{half} tablets", "1 1/2 tablets"),
        ("<inline-formula>{half}</inline-formula>1 tablet", "1/2 1 tablet"),
        ("<inline-formula>{half}</inline-formula><inline-formula>{half}</inline-formula>", "1/2 1/2"),
        ("<bold>1</bold><italic><inline-formula>{half}</inline-formula></italic>5", "1 1/2 5"),
        ("1<bold><italic>{half}</italic></bold>", "1 1/2"),
        ('1<ext-link xlink:href="https://example.org">{half}</ext-link>5', "1 1/2 5"),
        ('1<ext-link xlink:href="nowhere">{half}</ext-link>5', "1 1/2 5"),
        ("1<oddity>{half}</oddity>5", "1 1/2 5"),
        ('1<xref ref-type="fig">{half}</xref>5', "1 1/2 5"),
        ("AUC<inline-formula>{half}</inline-formula>h", "AUC1/2h"),
        ("1.<inline-formula><tex-math>5</tex-math></inline-formula>", "1.5"),
        # what is within a formula
        ("<inline-formula>1{half}5</inline-formula>", "1 1/2 5"),
        ("1<inline-formula>1/2</inline-formula>", "1 1/2"),
        ("1<inline-formula><tex-math>$2^3$</tex-math></inline-formula>5", "1 2^3 5"),
        ("1<alternatives>{half}<tex-math>9</tex-math></alternatives>5", "1 1/2 5"),
        (
            "1<inline-formula><alternatives>{half}<tex-math>9</tex-math></alternatives></inline-formula>5",
            "1 1/2 5",
        ),
        ("1<inline-formula><sup>1</sup>/<sub>2</sub></inline-formula>5", "1 1/2 5"),
        ("1<inline-formula/>0", "10"),
    ],
)
def test_the_number_beside_a_formula_is_not_one_with_it(line, text):
    """One and a half tablets are not 11/2, which are five and a half."""
    report = []
    doc = ca.from_jats(article(f"<p>Give {line.format(half=HALF)} now</p>"), report=report)
    assert ca.plain_text(doc.sections[0]) == f"Give {text} now"
    assert not doc.extras
    assert {problem.code for problem in report} <= {"formula", "link", "unknown-element"}


@pytest.mark.parametrize("raised", ["<inline-formula><sup>5</sup></inline-formula>", f"<sup>{math('<n>5</n>')}</sup>"])
def test_a_raised_formula_stays_with_its_base(raised):
    doc, _ = read(f"10{raised}3 cells")
    assert doc.sections[0].blocks[0].content == ("10", ca.Superscript("5"), " 3 cells")


@pytest.mark.parametrize(
    "formula, text",
    [
        ("1{half}5", "1 1/2 5"),
        ("1<alternatives>{half}<tex-math>9</tex-math></alternatives>5", "1 1/2 5"),
        ("1<bold>{half}</bold>5", "1 1/2 5"),
        ("1<bold>0</bold> x", "10 x"),
        ("<oddity>1</oddity><oddity>2</oddity>", "1 2"),
        ("1<sub>2</sub>3<sup>4</sup>5<sup> </sup>", "1_2 3^4 5"),
    ],
)
def test_numbers_in_a_formula_on_a_line_of_its_own(formula, text):
    report = []
    doc = ca.from_jats(article(f"<disp-formula>{formula.format(half=HALF)}</disp-formula>"), report=report)
    assert ca.plain_text(doc.sections[0]) == text


@pytest.mark.parametrize("before", ["1", "(1)", "1."])
def test_the_number_of_a_formula_is_not_cut_off_the_formula(before):
    formula = math("<n>1</n><o>-</o><i>x</i>")
    doc = ca.from_jats(article(f"<disp-formula><label>{before}</label>{formula}</disp-formula>"))
    assert ca.plain_text(doc.sections[0]) == f"1 - x {before}"


# ------------------------------------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    "line, text",
    [
        ("<oddity>5</oddity><oddity>10</oddity>", "5 10"),
        ("m<oddity>RNA</oddity>s", "mRNAs"),
        ("1<styled-content>0</styled-content>0", "100"),
        ("1<target/>0", "10"),
        ("1<oddity/>0", "10"),
    ],
)
def test_numbers_in_unknown_elements(line, text):
    doc, _ = read(f"Give {line}")
    assert ca.plain_text(doc.sections[0]) == f"Give {text}"


def test_printed_punctuation_is_kept():
    doc, lost = read("Give 5<x>–</x>10 mg")
    assert ca.plain_text(doc.sections[0]) == "Give 5–10 mg"
    assert not lost


SUP = "<sup>{}</sup>"


@pytest.mark.parametrize(
    "line, text, refs",
    [
        # what a link prints
        (f"10 mg<sup>{link('r4 r5', '4 5')}</sup> daily.", "10 mg daily.", [("r4", "r5")]),
        (f"New.{link('r2', '2, 3 and 4')}", "New.", [("r2", "r3", "r4")]),
        (f"New.{link('r2', '2, 3, and 4')}", "New.", [("r2", "r3", "r4")]),
        (f"New.{link('r2', '2 3')}", "New.", [("r2", "r3")]),
        (f"New.{link('r2', '2 &amp; 3')}", "New.", [("r2", "r3")]),
        (f"New {link('r2', '[2],[3]')}.", "New.", [("r2", "r3")]),
        (f"New {link('r2', '[2][3]')}.", "New.", [("r2", "r3")]),
        (f"New {link('r2 r5', '2–5')}.", "New.", [("r2", "r3", "r4", "r5")]),
        (f"New {link('r2 r2')}.".replace("2 r2</xref>", "2</xref>"), "New.", [("r2",)]),
        (f"Words stay {link('r2', '3 of 4')}.", "Words stay 3 of 4.", [("r2",)]),
        (f"In {link('r2', '1998, 1999')}.", "In 1998, 1999.", [("r2",)]),
        # numbers without a link beside one with
        (f"New [{link('r1')}–3].", "New.", [("r1", "r2", "r3")]),
        (f"New [{link('r1')}, 3].", "New.", [("r1", "r3")]),
        (f"New [1–{link('r3')}].", "New.", [("r1", "r2", "r3")]),
        (f"New.<sup>{link('r1')}–3</sup> Old.", "New.", [("r1", "r2", "r3")]),
        (f"New [{link('r1')}, 30].", "New [, 30].", [("r1",)]),
        (f"New [50–{link('r3')}].", "New [50–].", [("r3",)]),
        (f"New (5–{link('r3')}).", "New (5–).", [("r3",)]),
        (f"New 10<sup>5,{link('r3')}</sup>.", "New 105,.", [("r3",)]),  # a power, not a citation
        (f"New {link('r3')}, 5 mg.", "New, 5 mg.", [("r3",)]),
        # separators
        (f"New.{link('r1', '<sup>1</sup>')}<sup>–</sup>{link('r3', '<sup>3</sup>')} Old.", "New.", [("r1", "r2", "r3")]),
        (f"New.{link('r1', '<sup>1</sup>')}<sup>,</sup> {link('r3', '<sup>3</sup>')} Old.", "New.", [("r1", "r3")]),
        (f"New.<sup>{link('r1')}<x>,</x>{link('r3')}</sup> Old.", "New.", [("r1", "r3")]),
        (f"New.<sup>{link('r1')} and {link('r3')}</sup> Old.", "New.", [("r1", "r3")]),
        (f"New [{link('r1')} and {link('r2')}].", "New.", [("r1", "r2")]),
        (f"New [{link('r1')}, {link('r2')}, and {link('r4')}].", "New.", [("r1", "r2", "r4")]),
        (f"As [{link('r1')}] and [{link('r2')}] say.", "As and say.", [("r1", "r2")]),
        (f"As {link('r1')}<sup>{'long ' * 9}</sup>{link('r2')} say.", f"As{'long ' * 9} say.", [("r1", "r2")]),
        (f"As {link('r1')}<break/>{link('r2')}.", "As\n.", [("r1",), ("r2",)]),
        (f"As {link('r1')}<bold>{link('r2')} a</bold>.", "As a.", [("r1", "r2")]),
        # hidden links
        (f"New {link('r1')}–{link('r3')}{link('r2', '')}.", "New.", [("r1", "r2", "r3")]),
        (f"New {link('r1')}{link('r2', '')}–{link('r3')}.", "New.", [("r1", "r2", "r3")]),
        # the place in the source
        (f"New [{link('r1')}, p. 23].", "New.", [("r1 p. 23",)]),
        (f"New ({link('r1')}: pp. 23–25; {link('r2')}).", "New.", [("r1 pp. 23–25", "r2")]),
        (f"New [{link('r1')}, {link('r2')}, chapter 4].", "New.", [("r1", "r2 chapter 4")]),
        (f"New [{link('r1')}, unpublished].", "New [, unpublished].", [("r1",)]),
        (f"New {link('r1')}, p. 23).", "New, p. 23).", [("r1",)]),
    ],
)  # fmt: skip
def test_a_group_of_citations(line, text, refs):
    doc, lost = read(line)
    cited = [
        [" ".join(filter(None, (citation.ref, citation.locator))) for citation in claim.citations]
        for claim in ca.iter_claims(doc)
    ]
    if len(refs) == 1:
        assert [claim.text for claim in ca.iter_claims(doc)] == [text]
    else:
        assert ca.plain_text(doc.sections[0]) == text
    assert cited == [list(each) for each in refs]
    assert lost == []


def test_a_second_list_that_counts_from_one_again():
    """A printed 1–3 with a link to the first of the second list means the three in that list."""
    again = "".join(
        f'<ref id="s{number}"><label>{number}</label><mixed-citation>More {number}.</mixed-citation></ref>'
        for number in range(1, 4)
    )
    doc, lost = read(f"More {link('s1', '1–3')}.", references=REFERENCES + again)
    assert [claim.refs for claim in ca.iter_claims(doc)] == [("s1", "s2", "s3")]
    assert lost == [
        ("citation-label", "a citation printed as '1–3' is printed by the places of its references in the list")
    ]
    doc, _ = read(f"More {link('s3', '2, 3 and 9')}.", references=REFERENCES + again)
    assert [claim.refs for claim in ca.iter_claims(doc)] == [("s2", "s3", "r9")]


@pytest.mark.parametrize(
    "line, refs, printed",
    [
        (f"[{link('b17')}]", ["17"], "[17]"),
        (f"[{link('b17')}] [{link('b17')}]", ["17"], "[17, 17]"),
        (f"[{link('b17', '17, 18')}]", ["17", "18"], "[17, 18]"),
        (f"[{link('b17', '17–19')}] and [{link('b18')}]", ["17", "18", "19"], "[17, 18, 19] and [18]"),
        (f"[{link('b17 b19', '17–19')}] and [{link('b19')}]", ["17", "18", "19"], "[17, 18, 19] and [19]"),
        (f"[{link('b17 b18 b19', '17–19')}]", ["17", "18", "19"], "[17, 18, 19]"),
        (f"[{link('b1', 'S1')}]", ["S1"], "[1]"),
        (f"{link('b1', 'Hill 2001')}", ["b1"], "Hill 2001 [1]"),
        (f"{link('b1', '2001')}", ["b1"], "2001 [1]"),
    ],
)
def test_without_a_reference_list_the_printed_number_is_the_reference(line, refs, printed):
    """A number is all that is said of the reference: it is neither lost nor exchanged for another."""
    doc, lost = read(f"It helps {line} today.", references="")
    assert [claim.refs for claim in ca.iter_claims(doc)] == [tuple(refs)]
    assert f"It helps {printed} today." in " ".join(ca.to_text(doc).split())
    assert not doc.references
    assert not lost


def test_a_number_that_is_in_no_list_beside_others_that_are():
    doc, lost = read(f"It helps [{link('zz', '99')}]; so does {link('r1 zy', '1, 98')}; or {link('r2', '2, 97')}.")
    assert [claim.refs for claim in ca.iter_claims(doc)] == [("99", "r1", "98", "r2", "97")]
    assert not lost
    doc, lost = read(f"It helps [{link('r1', '1, 3a')}].")
    assert [claim.refs for claim in ca.iter_claims(doc)] == [("r1", "3a")]
    assert not lost


def test_the_id_of_another_reference_is_not_taken():
    numbered = "".join(f'<ref id="{number}"><mixed-citation>x</mixed-citation></ref>' for number in (1, 2))
    doc, _ = read(f"One {link('b2', '2')}.", references=numbered)
    assert [claim.refs for claim in ca.iter_claims(doc)] == [("2.2",)]


@pytest.mark.parametrize(
    "printed, rid, told",
    [
        ("S1", "s1", True),
        ("Smi01", "a1", True),
        ("7", "r2", True),
        ("7, 8", "r2", True),
        ("1–500", "r1", True),
        ("5–2", "r5", True),
        ("1a-2a", "r1", True),
        (", ".join(["1-99"] * 11), "r1", True),
        ("2", "r2", False),
        ("", "s1", False),
    ],
)
def test_a_printed_label_that_the_document_does_not_print_is_told(printed, rid, told):
    extra = "".join(
        f'<ref id="{name}"><label>{label}</label><mixed-citation>x</mixed-citation></ref>'
        for name, label in (("a1", "Smi01"), ("s1", "S1"))
    )
    doc, lost = read(f"New [{link(rid, printed)}].", references=REFERENCES + extra)
    assert [(claim.text, claim.refs) for claim in ca.iter_claims(doc)] == [("New.", (rid,))]
    shown = printed if len(printed) <= 60 else printed[:59] + "…"
    message = f"a citation printed as {shown!r} is printed by the places of its references in the list"
    assert lost == ([("citation-label", message)] if told else [])


def test_ids_that_are_numbers_are_printed_as_they_are():
    numbered = "".join(f'<ref id="{number}"><mixed-citation>x</mixed-citation></ref>' for number in (7, 3))
    _, lost = read(f"One {link('r7', '7').replace('r7', '7')}.", references=numbered)
    assert not lost


# ----------------------------------------------------------------------------------------------- sentences

# "|" marks where one sentence ends and the next begins; a line without ends nowhere inside.
SENTENCES = """
Take vitamin D.| Avoid warfarin.
Test for hepatitis C.| Treat early.
He needs vitamin K.| Bleeding stops.
Vitamin D.| Avoid warfarin.
Group B.| Nothing was given.
Infection with hepatitis B and C.| Treat both.
Give vitamins A, D, E and K.| Wait a week.
Options are A or B.| Choose one.
The arms were A, B, C.| None won.
Blood group A.| Rhesus negative.
It is stage B.| Give 5 mg.
Child-Pugh C.| Avoid it.
Mutations of apolipoprotein E.| Age matters.
It was kept at 37 C.| Then it grew.
It was kept at 37 °C.| Then it grew.
Typed as HLA B.| Rejection followed.
This is by J. Smith. | It is old.
This is by J. Smith.| The work is old.
John F. Kennedy had back pain.
(J. Smith) wrote it.
J. P. Smith and K. Jones wrote it.
J.P. Smith wrote it.
J.-P. Hill wrote it.
Written by J. and K. Smith.
Smith J. Rest in bed.
Smith J, Jones K. Rest in bed.
In bed, J. Smith slept.
It was written (J. Smith).
Drug A vs. Drug B.| Then came rest.
Take 5 mg p.o.| Then stop.
In Washington D.C.| The trial began.
A (see Fig. 3A).| B rose.
The bacterium E. Coli grows.
It grows E. coli and S. aureus.
Rest is bad.| E. coli grows.
Give it in the U.S. Army.
It is sold in the U.S.| The price is high.
Dose 2.5 mg b.i.d.| Then stop.
Dose 2.5 mg b.i.d. mRNA is not dosed so.
A Ph.D. Student wrote it.
Drugs, e.g. Aspirin, work.
A salicylate, i.e. Aspirin, works.
Smith et al. Found it.
Smith et al. 2001 found it.
Smith et al.| The study was small.
As in Fig. 2 and Figs. 3 and 4.
See Fig. S1 and Tab. A.
Aspirin vs. Placebo was tested.
Dr. House and Prof. Hill came to St. John.
It takes approx. 5 days, ca. 10 mg, cf. Table 2.
Say No. 5 or no. 7.
Does it help?| No.| It harms.
Does it help?| Yes!| It does.
The state of the art.| Nothing new.
Candida spp. Albicans was found.
Candida spp.| These are fungi.
Pfizer Inc. New York paid.
RR 0.85 (95% CI 0.7 to 0.9; P = .03) was found.| Dose 2.5 mg.
Version 1.2.3 came.| It was 5.| Then it was 6.
Signs: 1. Fever.| 2. Cough.
It works.| mRNA vaccines do.
It works.| pH matters.
It works.| p53 is a gene.
It works.| siRNA is short.
It works.| β-Blockers do.
It works.| β cells do.
It works.| γδ T cells do.
It works.| n-3 fatty acids do.
It works.| p < 0.05 was found.
It works.| ≥65 years is old.
It works. but this is no sentence.
It works (well).| It does.
He said “it works.”| Then it did not.
He said (it works.)| “Then” it did not.
Wait…| Then it came.
He waited ...| Then it came.
Etc. is Latin, etc.| Nothing more.
Visit www.example.org. or Not.
It ran from Sept. 2015 to Dec. 31, 2019.| It ended.
We searched (1966 to Jan. 2020).| Nothing was found.
It began on Feb. 3.| Patients improved.
It was seen in May.| Patients improved.
It was seen in May.| 20 patients improved.
It was seen in Dec.| Patients improved.
Einige Mittel (z. B. Metformin) wirken.| Andere nicht.
Einige Mittel (z. B. Metformin) wirken.| Andere nicht.
Mittel wie z.B. Metformin wirken.
Das steht z. B. In der Leitlinie.
Die Niere, d. h. eGFR und Urin.| Mehr nicht.
Es gab s. c. Injektionen.| Danach half es.
Es half u. a. Aspirin.| Mehr nicht.
Es waren Bakterien, d. h. E. coli und S. aureus.| Mehr nicht.
Es half i. d. R. Aspirin.| Mehr nicht.
Es gab i. v. Antibiotika.| Mehr nicht.
Es wurde i. v. gegeben.| Es half.
Es wirkte nur i. v.| Die Patienten schliefen.
Drugs, e. g. Aspirin, i. e. ASA.
He rested at 8 a. m.| Patients slept.
At time t.| E. coli grew.
He took vitamin A.| B. cereus grew.
The value was e.| V. cholerae grew.
See the trial (N Engl J Med. 2012;1:1–9).| Next came rest.
See the trial [Lancet. 2012;1:1–9].| Next came rest.
It helps (see above).| Next came rest.
It helps (see above).| 20 patients slept.
It helps (as was seen.| Rest in bed harms).
It lay in [0, 5).| 20 patients slept.
It lay in [0, 5].| 20 patients slept.
It was in Lancet.| 2012 was a good year.
Add conc. 5 mg/mL.| Then stir.
Add conc. HCl.| Then stir.
Give Inj. Ceftriaxone 1 g.| Then rest.
Give it by inj.| Then rest.
Give Tab. Aspirin and Cap. Amoxicillin.| Then rest.
It was S. enterica ser. Typhi.| It spread.
¿Sirve?| ¡Sí!| ¿Cuánto cuesta?
Первое лекарство.| Второе лекарство.| Третье.
Проф. Иванов и А. С. Петров, см. Рис. 2.
Это α.| Потом β.
Το φάρμακο βοηθά.| Η δόση είναι μικρή.
Η κ. Μαρία πήρε το φάρμακο, βλ. Εικ. 2.
第一句。|第二句！|第三句？|“第四句。”|完
第一句。。|第二句 １．５ です．|次の文。
هذا دواء.| هل يساعد؟| نعم.
د. أحمد طبيب.
यह दवा है।| यह काम करती है।
Դեղը օգնում է։| Այն լավ է։
""".strip().splitlines()


@pytest.mark.parametrize("line", SENTENCES)
def test_where_sentences_end(line):
    sentences = [each.strip() for each in line.split("|")]
    assert claims_of(line.replace("|", "").replace("<", "&lt;"), claims="all") == [(each, ()) for each in sentences]


def test_the_corpus_is_large():
    assert len(SENTENCES) >= 60
    assert sum(line.count("|") for line in SENTENCES) >= 40
    assert sum("|" not in line for line in SENTENCES) >= 25


@pytest.mark.parametrize(
    "line, claims",
    [
        (f"Take vitamin D. Avoid warfarin [{link('r1')}].", [("Avoid warfarin.", ("r1",))]),
        (f"Take vitamin D.{link('r1')} Avoid warfarin.", [("Take vitamin D.", ("r1",))]),
        (
            f"<bold>Safety.</bold> It is safe [{link('r1')}]. <bold>Dose.</bold> Give 5 [{link('r2')}].",
            [("It is safe.", ("r1",)), ("Give 5.", ("r2",))],
        ),
        (
            f"Rest is bad.[{link('r1')}] <italic>E. coli</italic> grows [{link('r2')}].",
            [("Rest is bad.", ("r1",)), ("E. coli grows.", ("r2",))],
        ),
        (
            f"<bold>It is safe {link('r1')}. Give <italic>5 mg. Then {link('r2')} stop. Now</italic></bold> rest.",
            [("It is safe.", ("r1",)), ("Then stop.", ("r2",))],
        ),
        (
            f'See <ext-link xlink:href="https://example.org">Rest. It harms.</ext-link> Stay active {link("r1")}.',
            [("Stay active.", ("r1",))],
        ),
        (
            f'See <ext-link xlink:href="https://example.org">Rest. It harms</ext-link> of {link("r1")}.',
            [("See Rest. It harms of.", ("r1",))],
        ),
        (f"It ran to Sept. 2015{link('r1')}. It ended {link('r2')}.", [("It ran to Sept. 2015.", ("r1",)), ("It ended.", ("r2",))]),
        (f"Smith <italic>et al</italic>. Found it {link('r1')}.", [("Smith et al. Found it.", ("r1",))]),
        (f"Smith <italic>et al.</italic>{link('r1')} Found it.", [("Smith et al. Found it.", ("r1",))]),
        (f"Lake saw it{link('r1')}. J. Smith too {link('r2')}.", [("Lake saw it.", ("r1",)), ("J. Smith too.", ("r2",))]),
        (f"A line {link('r1')}. <break/><break/> Another {link('r2')}.", [("A line.", ("r1",)), ("Another.", ("r2",))]),
        (f"A line {link('r1')} ends <break/>there.", [("A line ends", ("r1",))]),
        (f"<bold>A<break/>line.</bold> Another {link('r2')}.", [("Another.", ("r2",))]),
        (f"第一句[{link('r1')}]。第二句。{link('r2')}第三句。", [("第一句。", ("r1",)), ("第二句。", ("r2",))]),
    ],
)  # fmt: skip
def test_what_a_citation_is_about(line, claims):
    assert claims_of(line) == claims
    plain, _ = read(line, claims="none")
    assert ca.plain_text(read(line)[0]) == ca.plain_text(plain)
    assert ca.plain_text(read(line, claims="all")[0]) == ca.plain_text(plain)


# ------------------------------------------------------------------------------------------------- limits


SPACE = "\u00a0"
BEGIN = r"\begin{document}"


def seconds(data):
    started = time.process_time()
    ca.from_jats(data, claims="cited")
    return time.process_time() - started


@pytest.mark.parametrize(
    "make",
    [
        lambda n: article(f"<p>{'.' * n}x{link('r1')}</p>"),
        lambda n: article(f"<p>{'.' * n}{link('r1')} Next {link('r1')}</p>"),
        lambda n: article(f"<p>{'a. ' * n}{link('r1')}</p>"),
        lambda n: article(f"<p>{'A. ' * n}{link('r1')}</p>"),
        lambda n: article(f"<p>({'Med. 5 ' * (n // 5)}{link('r1')}</p>"),
        lambda n: article(f"<p>{'1<oddity/><oddity>2</oddity>' * (n // 20)}</p>"),
        lambda n: article(f"<p>{('<bold>1</bold>' + HALF) * (n // 100)}</p>"),
        lambda n: article(f"<p>{SPACE * n}{link('r1')}{SPACE * n}{link('r1')}</p>"),
        lambda n: article(f"<p>{'[' * n}{link('r1')}{']' * n}</p>"),
        lambda n: article(f"<p>{link('r1', f'1{SPACE * n}–{SPACE * n}x')}</p>"),
        lambda n: article(f"<p>{link('r1', '1, ' * n + '1')}</p>"),
        lambda n: article(f"<p>[{link('r1')}{', 2' * n}]</p>"),
        lambda n: article(f"<p>{(link('r1', '') + '–') * (n // 20)}</p>"),
        lambda n: article(f"<p><bold>{('A b. <italic>C d.</italic> ' + link('r1')) * (n // 20)}</bold></p>"),
        lambda n: article(f"<p><tex-math>{BEGIN * n}</tex-math></p>"),
        lambda n: article(f"<disp-formula>{math('<n>1</n><o>+</o>' * (n // 10))}</disp-formula>"),
    ],
)
def test_the_time_grows_with_the_length(make):
    """Four times the length takes four times the time; what grows with the square takes sixteen times."""
    short, long = make(20_000), make(80_000)
    seconds(short)
    assert min(seconds(long) for _ in range(2)) < 8 * max(min(seconds(short) for _ in range(3)), 0.02)


def test_formulas_in_formulas():
    """A script of a script is read once, not twice at each level."""
    for tag in ("msup", "msub", "mover", "mfrac", "mroot", "mmultiscripts", "msqrt", "mrow"):
        formula = "<n>1</n>"
        for _ in range(60):
            formula = f"<{tag}><i>x</i>{formula}</{tag}>" if tag != "msqrt" else f"<{tag}>{formula}</{tag}>"
        started = time.process_time()
        doc, _ = read(f"A <inline-formula>{math(formula)}</inline-formula>")
        assert "1" in ca.plain_text(doc)
        assert time.process_time() - started < 1
