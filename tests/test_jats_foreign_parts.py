"""Other people's JATS, part by part: nothing is invented, nothing is dropped, and what has no field is reported.

Each test is a piece of an article as publishers write it. `lost` is the loss report, `kept` the document's extras.
"""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import clinanswer as ca
import outside
from test_jats import assert_valid

ARTICLE = (
    '<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML">'
    "<front><article-meta>{front}</article-meta>{beside}</front><body>{body}</body><back>{back}</back>{after}</article>"
)
CASES = sorted((outside.ROOT / "tests" / "cases").glob("jats-*/article.xml"))


class Read:
    """What became of an article: the document, its report as `path [code]`, and what extras keep by path."""

    def __init__(self, *, claims="none", **parts):
        self.problems = []
        text = ARTICLE.format(**dict.fromkeys(("front", "beside", "body", "back", "after"), "") | parts)
        self.doc = ca.from_jats(text, claims=claims, report=self.problems)
        self.lost = [f"{problem.path} [{problem.code}]" for problem in self.problems]
        self.kept = self.doc.extras.get("jats", {})
        self.other = {path.rpartition("/")[2]: list(texts) for path, texts in self.kept.get("other", {}).items()}
        written = ca.to_jats(self.doc)
        assert ca.from_jats(written) == self.doc
        assert_valid(written, "archiving", "1.3")

    @property
    def outline(self):
        """The sections as lines, subsections further in."""
        return list(lines_of(self.doc.sections))


def lines_of(sections, depth=0):
    for section in sections:
        yield "  " * depth + f"# {ca.plain_text(section.title)}"
        yield from ("  " * depth + line for block in section.blocks for line in ca.plain_text(block).split("\n"))
        yield from lines_of(section.sections, depth + 1)


def strings_of(value):
    """Every text in a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from strings_of(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from strings_of(each)


# ------------------------------------------------------------------------------------------------- the net


@given(
    case=st.sampled_from(CASES),
    place=st.sampled_from(["text", "tail", "child", "paragraph"]),
    claims=st.sampled_from(["none", "cited", "all"]),
    data=st.data(),
)
def test_words_are_kept_wherever_they_stand(case, place, claims, data):
    """Two words that the article has nowhere else, put anywhere into it, are in what is read of it."""
    root = etree.parse(case, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()
    formula = {each for math in root.iter("{*}math", "tex-math") for each in math.iter()}
    places = [each for each in root.iter() if each not in formula and (place != "tail" or each is not root)]
    element = data.draw(st.sampled_from(places))
    if place == "text":
        element.text = f"zeppelin tower {element.text or ''}"
    elif place == "tail":
        element.tail = f" zeppelin tower {element.tail or ''}"
    else:
        etree.SubElement(element, "oddity" if place == "child" else "p").text = "zeppelin tower"
    doc = ca.from_jats(etree.tostring(root, with_tail=False), claims=claims)
    assert any("zeppelin tower" in words for words in strings_of(json.loads(ca.to_json(doc))))


def test_what_no_reader_knows_is_kept_by_its_path():
    read = Read(
        body="<table-wrap><table><tbody><tr><td>Cell</td>stray words<p>a paragraph</p></tr></tbody>"
        "between <bold>rows</bold></table></table-wrap>"
    )
    assert read.other == {"tr": ["stray words"], "p": ["a paragraph"], "table": ["between"], "bold": ["rows"]}
    assert "/article/body/table-wrap/table/tbody/tr [metadata]" in read.lost
    messages = [problem.message for problem in read.problems if problem.path.endswith("/tr")]
    assert messages == ["no field for words of tr that are nowhere else; its text is kept in extras"]


def test_a_line_of_which_a_part_is_lost_is_kept_whole():
    read = Read(front="<kwd-group><kwd>rest</kwd><odd-kwd>bed <italic>rest</italic> at home</odd-kwd></kwd-group>")
    assert read.other == {"odd-kwd": ["bed rest at home"]}


def test_words_read_as_one_are_not_kept_again():
    read = Read(front="<kwd-group><kwd>H<sub>2</sub>O intake</kwd><kwd><bold>P</bold>roteins</kwd></kwd-group>")
    assert read.doc.keywords == ("H2O intake", "Proteins")
    assert not read.lost
    assert not read.kept


@pytest.mark.parametrize(
    "body, lines",
    [
        ("<zz>alpha 5</zz><zz>10 delta</zz>", ["alpha 5 10 delta"]),
        ("text<zz>alpha 5</zz>10 gamma<yy>10 delta</yy>", ["text alpha 5 10 gamma 10 delta"]),
        ("<zz>alpha</zz><zz>beta</zz>", ["alpha beta"]),
        ("<list><list-item><zz>5</zz><zz>10</zz></list-item></list>", ["5 10"]),
        ("<zz><p>alpha</p>5<zy>6</zy></zz><zz>7</zz>", ["alpha", "5 6", "7"]),
        ("m<styled-content>RNA</styled-content>", ["mRNA"]),
    ],
)
def test_unknown_elements_where_blocks_stand_are_apart(body, lines):
    """Each is reported once; what stands in the document is not kept a second time."""
    read = Read(body=f"<sec>{body}</sec>")
    assert read.outline == ["# ", *lines]
    assert not read.kept
    assert {problem.code for problem in read.problems} == {"unknown-element"}


def test_a_letter_and_a_number_that_meet_are_not_kept_again():
    """The half of a half-life stands close behind a letter; the article has the letter alone."""
    half = "<mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math>"
    read = Read(body=f"<p>The half-life T<inline-formula>{half}</inline-formula> was long.</p>")
    assert read.outline == ["# ", "The half-life T1/2 was long."]
    assert not read.kept


def test_the_marks_of_links_are_no_words():
    read = Read(
        front='<contrib-group><contrib><name><surname>Hill</surname></name><xref ref-type="aff" rid="a">1,b</xref>'
        '<xref ref-type="fn" rid="f">Deceased</xref><xref ref-type="fn" rid="f">B12</xref></contrib></contrib-group>'
        '<aff id="a"><label>1</label>Lake Hospital</aff>'
    )
    assert read.doc.contributors[0].who.affiliations == ("Lake Hospital",)
    assert read.other == {"xref": ["Deceased", "B12"]}


# --------------------------------------------------------------------------------------------------- dates


def pub_date(kind, *parts, name="pub-type"):
    inner = "".join(f"<{tag}>{words}</{tag}>" for tag, words in zip(("year", "month", "day"), parts, strict=False))
    return f'<pub-date {name}="{kind}">{inner}</pub-date>'


@pytest.mark.parametrize(
    "dates, published, kept",
    [
        (
            pub_date("nihms-submitted", 2012, 9, 13) + pub_date("ppub", 2013, 11, 1),
            dt.date(2013, 11, 1),
            {"nihms-submitted": "2012-09-13"},
        ),
        (pub_date("pmc-release", 2014, 5, 1), None, {"pmc-release": "2014-05-01"}),
        (
            pub_date("retracted", 2012, 9, 13, name="date-type") + pub_date("ppub", 2010, 11),
            None,
            {"retracted": "2012-09-13", "ppub": "2010-11"},
        ),
        (
            pub_date("epub", 2020, 5, 3) + pub_date("ppub", 2020, 3, 1),
            dt.date(2020, 3, 1),
            {"epub": "2020-05-03"},
        ),
        (
            pub_date("collection", 2020, 1, 1) + pub_date("epub", 2020, 5, 3),
            dt.date(2020, 5, 3),
            {"collection": "2020-01-01"},
        ),
        (pub_date("collection", 2020, 1, 1), dt.date(2020, 1, 1), None),
    ],
)
def test_the_day_of_publication_is_one_on_which_it_came_out(dates, published, kept):
    read = Read(front=dates)
    assert read.doc.published == published
    assert read.kept.get("pub-date") == kept


def test_a_date_printed_in_words_is_kept_beside_the_day():
    read = Read(
        front='<pub-date date-type="pub" publication-format="electronic" iso-8601-date="2021-02-03">'
        "<string-date>3rd of February 2021</string-date></pub-date>"
    )
    assert read.doc.published == dt.date(2021, 2, 3)
    assert read.kept["pub-date"] == {"pub electronic": "3rd of February 2021"}


def test_a_day_that_does_not_exist_is_reported():
    read = Read(
        front='<history><date date-type="received"><day>31</day><month>February</month><year>2020</year></date></history>'
    )
    assert read.kept["history"] == {"received": "2020-02"}
    assert read.other == {"date": ["31 February 2020"]}
    assert read.lost == ["/article/front/article-meta/history/date [metadata]"]


def history(*dates):
    made = (
        f'<date date-type="{kind}"><day>{day}</day><month>{month}</month><year>{year}</year></date>'
        for kind, year, month, day in dates
    )
    return f"<history>{''.join(made)}</history>"


def test_dates_of_one_kind_are_all_kept():
    read = Read(front=history(("rev-recd", 2020, 2, 1), ("rev-recd", 2020, 5, 1)))
    assert read.kept["history"] == {"rev-recd": "2020-02-01"}
    assert read.other == {"date": ["2020-05-01"]}


def test_the_last_correction_is_the_update():
    read = Read(front=history(("corrected", 2020, 2, 1), ("updated", 2021, 5, 1), ("corrected", 2020, 7, 1)))
    assert read.doc.updated == dt.date(2021, 5, 1)
    assert read.other == {"date": ["2020-02-01"]}
    assert read.kept["history"] == {"corrected": "2020-07-01"}


def test_an_update_printed_in_words_is_kept_beside_the_day():
    read = Read(
        front='<history><date date-type="updated"><day>1</day><month>2</month><year>early 2020</year></date>'
        "<string-date>whenever</string-date></history>"
    )
    assert read.doc.updated == dt.date(2020, 2, 1)
    assert read.kept["history"] == {"updated": "early 2020"}
    assert read.other == {"string-date": ["whenever"]}


# ------------------------------------------------------------------------------------------------ references


def citation(parts, kind="journal", tag="element-citation"):
    """The reference that a citation becomes, and how it was read."""
    read = Read(back=f'<ref-list><ref id="b1"><{tag} publication-type="{kind}">{parts}</{tag}></ref></ref-list>')
    return read.doc.references[0], read


@pytest.mark.parametrize("where", ["body", "back"])
def test_a_reference_list_in_a_section_is_read_once(where):
    section = (
        "<sec><title>References</title><ref-list><ref id='b1'><label>1</label>"
        "<mixed-citation>Hill A. Rest.</mixed-citation></ref></ref-list></sec>"
    )
    read = Read(**{where: f"<sec><title>Methods</title><p>Rest.</p></sec>{section}<sec><title>Empty</title></sec>"})
    assert [reference.text for reference in read.doc.references] == ["Hill A. Rest."]
    assert read.outline == ["# Methods", "Rest.", "# Empty"]
    assert not read.lost


def test_a_section_with_a_reference_list_and_more_stays():
    reference = "<ref-list><ref id='b1'><mixed-citation>Hill A. Rest.</mixed-citation></ref></ref-list>"
    read = Read(
        body=f"<sec><title>Sources of data</title>{reference}</sec><sec><title>References</title><p>Two.</p>"
        f"{reference.replace('b1', 'b2')}</sec>"
    )
    assert read.outline == ["# Sources of data", "# References", "Two."]


@pytest.mark.parametrize(
    "printed, issued, text",
    [
        ("<year>2001</year><month>May-Jun</month>", ca.PartialDate(2001, season="May-Jun"), None),
        (
            "<year>2001</year><month>May-Jun</month><day>3</day>",
            ca.PartialDate(2001, season="May-Jun"),
            "T 2001 May-Jun 3",
        ),
        ("<year>2001</year><month>May&#x7f;-Jun</month>", ca.PartialDate(2001, 5), "T 2001 May-Jun"),
        ("<year>2001</year><month>Feb</month><day>31</day>", ca.PartialDate(2001, 2), "T 2001 Feb 31"),
        ("<year>2001</year><year>2002</year>", ca.PartialDate(2001), "T 2001 2002"),
        ("<year>2001</year><month>Feb.</month><day>03</day>", ca.PartialDate(2001, 2, 3), None),
    ],
)
def test_no_month_and_no_day_is_made_up(printed, issued, text):
    reference, read = citation(f"<article-title>T</article-title>{printed}")
    assert reference.issued == issued
    assert reference.text == text
    assert bool(read.lost) == (text is not None)


@pytest.mark.parametrize(
    "parts, text",
    [
        ("<person-group>Loose name, <name><surname>Hill</surname></name></person-group>", "Loose name, Hill T"),
        ("<person-group><name><surname>Hill</surname></name><role>chair</role></person-group>", "Hill chair T"),
        ("<person-group><name><surname>Hill</surname><prefix>Sir</prefix></name></person-group>", "Hill Sir T"),
        ("<name><surname>Hill</surname><prefix>Sir</prefix></name>", "Hill Sir T"),
        ("<bold>In press</bold>", "In press T"),
        ("<ext-link xlink:href='https://example.org/a'>the full text</ext-link>", "the full text T"),
        ("<ext-link xlink:href='https://example.org/a'>https://example.org/a</ext-link>", None),
        (("<person-group><name><surname>Hill</surname></name>, and <name><surname>Lake</surname></name>, <etal/>"
         "</person-group>"), None),
    ],
)  # fmt: skip
def test_a_part_of_a_citation_without_a_field_keeps_the_whole_as_text(parts, text):
    reference, _ = citation(f"{parts}<article-title>T</article-title>")
    assert reference.text == text


def test_punctuation_between_printed_names_is_no_loss():
    parts = "<person-group>Con <name><surname>Hill</surname></name></person-group>, <bold>T</bold>."
    reference, read = citation(parts, tag="mixed-citation")
    assert reference.text == "Con Hill, T."
    assert not read.lost


def test_the_university_of_a_thesis_is_its_publisher():
    reference, _ = citation("<source>Rest</source><institution>Lake University</institution>", kind="thesis")
    assert (reference.authors, reference.publisher) == ((), "Lake University")
    reference, _ = citation("<source>Rest</source><institution>Lake Board</institution>", kind="report")
    assert reference.authors == (ca.Organization("Lake Board"),)


def test_the_letters_of_several_citations_in_one_reference_stay():
    read = Read(
        back="<ref-list><ref id='b1'><label>1</label><mixed-citation><label>(a)</label> Hill A. Rest.</mixed-citation>"
        "<mixed-citation><label>2.</label> Lake B. Beds.</mixed-citation></ref></ref-list>"
    )
    assert [reference.text for reference in read.doc.references] == ["(a) Hill A. Rest.", "Lake B. Beds."]


def test_every_address_of_a_work_is_kept():
    reference, read = citation(
        "<article-title>T</article-title><ext-link xlink:href='https://example.org/a'/>"
        "<ext-link xlink:href='https://example.org/b'/>"
        "<ext-link ext-link-type='pmid' xlink:href='123'/><uri>https://doi.org/10.5555/1</uri>"
    )
    assert (reference.url, reference.pmid, reference.doi) == ("https://example.org/a", "123", "10.5555/1")
    assert read.other == {"ext-link": ["https://example.org/b"]}
    printed = "<uri>https://example.org/a</uri> and <uri>https://example.org/b</uri>"
    reference, read = citation(printed, tag="mixed-citation")
    assert reference.text == "https://example.org/a and https://example.org/b"
    assert not read.lost


# --------------------------------------------------------------------------------------------------- people


@pytest.mark.parametrize(
    "collab, name",
    [
        ("The <italic>RECOVERY</italic> Group", "The RECOVERY Group"),
        ("<institution>World Health Organization</institution><addr-line>Geneva</addr-line>", "World Health Organization, Geneva"),
        ("RECOVERY Group<contrib-group><contrib><name><surname>Lim</surname></name></contrib></contrib-group>and friends",
         "RECOVERY Group and friends"),
        (("<named-content>RECOVERY Group</named-content><contrib-group><contrib><name><surname>Lim</surname></name>"
         "</contrib></contrib-group><xref>*</xref>"), "RECOVERY Group"),
    ],
)  # fmt: skip
def test_a_group_has_its_whole_name(collab, name):
    read = Read(front=f"<contrib-group><contrib><collab>{collab}</collab></contrib></contrib-group>")
    assert read.doc.contributors[0].who == ca.Organization(name)
    assert read.other == ({"contrib-group": ["Lim"]} if "Lim" in collab else {})


def test_other_forms_of_a_name_are_kept():
    read = Read(
        front="<contrib-group><contrib><collab-alternatives><collab>Chinese CDC</collab><collab>疾控中心</collab>"
        "</collab-alternatives><aff-alternatives><aff>Pequim</aff><aff>Beijing</aff></aff-alternatives></contrib>"
        "<contrib><collab>Both<email>both@example.org</email></collab></contrib></contrib-group>"
    )
    assert [each.who.name for each in read.doc.contributors] == ["Chinese CDC", "Both"]
    assert read.other == {"collab": ["疾控中心"], "aff-alternatives": ["Pequim"], "aff": ["Beijing"],
                          "email": ["both@example.org"]}  # fmt: skip


def test_the_prefix_of_a_name_is_kept():
    read = Read(
        front="<contrib-group><contrib><name><surname>Hill</surname><prefix>Dr</prefix></name></contrib></contrib-group>"
    )
    assert read.other == {"prefix": ["Dr"]}


# ------------------------------------------------------------------------------- rights, funding, addresses


def test_all_conflicts_of_interest_are_one_text():
    notes = (
        '<fn fn-type="conflict"><label>1</label><p>Dr A received fees.</p><p>He is retired.</p></fn>'
        '<fn fn-type="conflict"><p>Dr B owns stock.</p></fn><fn><p>Equal work.</p></fn>'
    )
    said = "Dr A received fees. He is retired. Dr B owns stock."
    in_front = Read(front=f"<author-notes>{notes}</author-notes>")
    in_back = Read(back=f"<fn-group>{notes}</fn-group>")
    assert in_front.doc.conflicts_of_interest == in_back.doc.conflicts_of_interest == said
    assert in_front.outline == ["# Author notes", "Equal work."]
    assert in_back.outline == ["# Footnotes", "Equal work."]


def test_a_conflict_stated_in_front_and_back_is_told_once():
    note = '<fn fn-type="conflict"><p>None.</p></fn>'
    read = Read(front=f"<author-notes>{note}</author-notes>", back=f"<fn-group>{note}</fn-group>")
    assert read.doc.conflicts_of_interest == "None."


def test_a_conflict_keeps_a_label_of_words():
    read = Read(
        front='<author-notes><fn fn-type="coi-statement"><label>Interests:</label><p>None.</p></fn></author-notes>'
    )
    assert read.doc.conflicts_of_interest == "Interests: None."


def test_funder_number_and_recipients_stand_apart():
    read = Read(
        front="<funding-group><award-group><funding-source><institution-wrap><institution-id>10.13039/1</institution-id>"
        "<institution>Institutes of Health</institution></institution-wrap></funding-source><award-id>R01</award-id>"
        "<principal-award-recipient><name><surname>Lee</surname><given-names>Kim</given-names></name>"
        "</principal-award-recipient></award-group>"
        "<award-group><principal-award-recipient>The team</principal-award-recipient></award-group>"
        "<open-access><p>Paid by the fund.</p></open-access></funding-group>"
    )
    assert read.doc.funding == "Institutes of Health, R01, Kim Lee; The team"
    assert read.other == {"institution-id": ["10.13039/1"], "open-access": ["Paid by the fund."]}


def test_all_statements_and_holders_of_copyright():
    statements = (
        "<copyright-statement>© 2020 Hill</copyright-statement><copyright-statement>Todos</copyright-statement>"
    )
    holders = "<copyright-year>2020</copyright-year><copyright-holder>Hill</copyright-holder><copyright-holder>Lake Press</copyright-holder>"
    read = Read(front=f"<permissions>{statements}{holders}</permissions>")
    assert read.doc.copyright == "© 2020 Hill Todos"
    assert read.other == {"copyright-holder": ["Lake Press"]}
    assert Read(front=f"<permissions>{holders}</permissions>").doc.copyright == "© 2020 Hill, Lake Press"


def test_the_address_is_that_of_the_page():
    read = Read(
        front='<self-uri content-type="pdf" xlink:href="https://example.org/a.pdf">Get the file</self-uri>'
        '<self-uri xlink:href="a.xml"/><self-uri>https://example.org/b</self-uri>'
    )
    assert read.doc.url == "https://example.org/b"
    assert read.other == {"self-uri": ["https://example.org/a.pdf Get the file", "a.xml"]}
    alone = Read(front='<self-uri xlink:href="https://example.org/a.pdf">Get the file</self-uri>')
    assert (alone.doc.url, alone.other) == ("https://example.org/a.pdf", {"self-uri": ["Get the file"]})


@pytest.mark.parametrize(
    "element, related",
    [
        (
            '<related-article related-article-type="corrected-article" ext-link-type="doi" xlink:href="10.5555/1">Rest</related-article>',
            ca.RelatedDocument(ca.DocumentRelation.CORRECTS, None, "https://doi.org/10.5555/1", title="Rest"),
        ),
        (
            '<related-article related-article-type="preprint" xlink:href="https://example.org/p"/>',
            ca.RelatedDocument(ca.DocumentRelation.VERSION_OF, None, "https://example.org/p"),
        ),
        (
            '<related-object link-type="supersedes" document-id="old-1"/>',
            ca.RelatedDocument(ca.DocumentRelation.SUPERSEDES, "old-1"),
        ),
    ],
)
def test_related_articles(element, related):
    read = Read(front=element)
    assert read.doc.related_documents == (related,)
    assert not read.lost


@pytest.mark.parametrize(
    "element",
    [
        '<related-article related-article-type="preprint" xlink:href="no address"/>',
        '<related-object link-type="supersedes" document-id="no id"/>',
        '<related-object link-type="corrects"/>',
    ],
)
def test_a_related_article_without_a_sound_target_is_kept(element):
    read = Read(front=element)
    assert read.doc.related_documents == ()
    assert len(read.lost) == len(read.other) == 1


@pytest.mark.parametrize("kind", ["retracted-article", "retraction-forward", "correction-forward", "companion"])
def test_a_relation_that_the_model_has_not_is_kept_with_its_target(kind):
    read = Read(front=f'<related-article related-article-type="{kind}" xlink:href="10.5555/1"/>')
    assert read.doc.related_documents == ()
    assert read.other == {"related-article": [f"{kind} 10.5555/1"]}
    assert read.lost == ["/article/front/article-meta/related-article [metadata]"]


# ---------------------------------------------------------------------------------------- order of the parts


def test_what_follows_subsections_stays_after_them():
    read = Read(
        body="<sec><title>A</title><p>one</p><sec><title>B</title><p>two</p></sec>"
        "<fn-group><fn><label>*</label><p>three</p></fn></fn-group>"
        "<glossary><title>Terms</title><def-list><def-item><term>BP</term><def><p>pressure</p></def></def-item>"
        "</def-list></glossary><p>four</p></sec><sig-block>five</sig-block>"
    )
    assert read.outline == ["# A", "one", "  # B", "  two", "  # Footnotes", "  * three", "  # Terms", "  BP", "  pressure",
                            "  # ", "  four", "# ", "five"]  # fmt: skip


def test_what_stands_beside_appendices():
    read = Read(back="<app-group><p>The supplement is online.</p><app><title>A</title><p>one</p></app></app-group>")
    assert read.outline == ["# ", "The supplement is online.", "# A", "one"]
    titled = Read(back="<app-group><title>Appendices</title><app><p>one</p></app></app-group>")
    assert titled.outline == ["# Appendices", "  # Appendix", "  one"]
    assert Read(back="<app-group><app><title>A</title></app></app-group>").outline == ["# A"]


def test_the_title_of_the_back_matter_is_kept():
    read = Read(back="<label>B</label><title>Back matter</title><ack><p>Thanks.</p></ack>")
    assert read.outline == ["# Acknowledgements", "Thanks."]
    assert read.other == {"label": ["B"], "title": ["Back matter"]}


def test_lists_and_notes_in_the_front():
    read = Read(
        beside="<list><list-item><p>Key point</p></list-item></list>"
        "<fn-group><fn><p>See below.</p></fn></fn-group><notes/><def-list/>"
    )
    assert read.outline == ["# ", "Key point", "# Footnotes", "See below."]


def test_articles_in_the_article():
    title = "<front-stub><title-group><article-title>{}</article-title></title-group></front-stub>"
    conflict = '<back><fn-group><fn fn-type="coi-statement"><p>None.</p></fn></fn-group></back>'
    body = "<body><sec><title>A</title><p>one</p></sec><p>two</p></body>"
    read = Read(
        after=f"<sub-article>{title.format('Letter')}{body}{conflict}</sub-article>"
        f"<response>{title.format('Reply')}</response>"
    )
    assert read.outline == ["# Letter", "  # A", "  one", "  # ", "  two", "  # Footnotes", "  None.", "# Reply"]
    assert read.doc.conflicts_of_interest is None


def test_labels_that_are_no_numbers_stand_in_a_list_without_numbers():
    items = "<list-item><label>a)</label><p>First</p></list-item><list-item><label>b)</label><p>Second</p></list-item>"
    (block,) = Read(body=f'<list list-type="order">{items}</list>').doc.sections[0].blocks
    assert (block.ordered, ca.plain_text(block)) == (False, "a) First\nb) Second")


# ----------------------------------------------------------------------------------- boxes, figures, tables


@pytest.mark.parametrize(
    "inside, title, words",
    [
        ("<title>Key messages</title><p>One.</p>", "Key messages", "One."),
        ("<caption><title>Key</title></caption><p>One.</p><attrib>WHO</attrib>", "Key", "One.\nWHO"),
        ("<sec><title>Key</title><p>One.</p></sec>", "Key", "One."),
        ("<p>One.</p><sec><title>Two</title><p>Three.</p></sec><p>Four.</p>", "", "One.\nTwo\nThree.\nFour."),
    ],
)
def test_boxes(inside, title, words):
    (box,) = Read(body=f"<boxed-text>{inside}</boxed-text>").doc.sections[0].blocks
    assert ca.plain_text(box.title) == title
    assert "\n".join(map(ca.plain_text, box.blocks)) == words


def test_who_made_it_stands_below_it():
    read = Read(body="<media><caption><p>A film.</p></caption><attrib>WHO</attrib></media>"
                "<disp-quote><p>Rest.</p><attrib>Hill</attrib></disp-quote>")  # fmt: skip
    film, maker, quote = read.doc.sections[0].blocks
    assert (film, maker) == (ca.Paragraph("A film."), ca.Paragraph("WHO"))
    assert quote.attribution == ("Hill",)
    assert "/article/body/media/attrib [unknown-element]" in read.lost


IMAGE = (
    '<graphic xlink:href="{href}"><label>A</label><caption><p>Inner.</p></caption><alt-text>A curve.</alt-text>'
    "<long-desc>It rises.</long-desc><attrib>WHO</attrib></graphic>"
)


@pytest.mark.parametrize(
    "href, lines",
    [
        ("https://example.org/a.png", ["A curve.", "Fig. 1 Rest.", "A Inner.", "WHO", "Agency"]),
        ("a.tif", ["Fig. 1 Rest.", "A curve.", "A Inner.", "WHO", "Agency"]),
    ],
)
def test_what_an_image_says_of_itself(href, lines):
    read = Read(
        body=f"<fig><label>Fig. 1</label><caption><p>Rest.</p></caption>{IMAGE.format(href=href)}"
        "<alt-text>Another.</alt-text><attrib>Agency</attrib></fig>"
    )
    assert read.outline == ["# ", *lines]
    assert read.other == {"long-desc": ["It rises."], "alt-text": ["Another."]}


def test_the_words_of_other_images_of_a_figure():
    read = Read(body="<fig><graphic xlink:href='a.tif'><alt-text>null</alt-text></graphic>"
                "<alternatives><media xlink:href='b.mp4'><alt-text>Moving.</alt-text></media></alternatives></fig>")  # fmt: skip
    assert read.outline == ["# ", "Moving."]
    assert not read.other


def test_a_table_that_is_an_image_keeps_its_words():
    read = Read(body=f"<table-wrap><label>Table 1</label>{IMAGE.format(href='t.tif')}</table-wrap>")
    assert read.outline == ["# ", "Table 1", "A Inner.", "A curve.", "WHO"]
    assert read.other == {"long-desc": ["It rises."]}


def test_what_stands_below_a_table_in_an_unknown_element_is_a_note():
    read = Read(
        body="<table-wrap><table><tr><td>5</td></tr></table><table-wrap-foot><zz>In mg.</zz></table-wrap-foot></table-wrap>"
    )
    assert read.doc.sections[0].blocks[0].notes == (ca.Paragraph("In mg."),)
