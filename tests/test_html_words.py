"""The words that a page says of its own accord, in every language that it speaks."""

from __future__ import annotations

import datetime as dt
import re

import attrs
import lxml.html
import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

import clinanswer as ca
import html_pages as pages
import strategies as s
from clinanswer.html._about_reading import _KEYS as ABOUT_KEYS
from clinanswer.html._dates import date_text, read_date
from clinanswer.html._details_reading import _KEYS as DETAILS_KEYS
from clinanswer.html._markup import escape
from clinanswer.html._visible import _PARTS
from clinanswer.html._words import LANGUAGES, VOCABULARIES, words

TERMS = {name: tuple(f"{name}.{term}" for term in kind) for name, kind in VOCABULARIES.items()}
# What a reader tells apart by the word alone: labels of one list, names of one vocabulary, or of several in one place.
GROUPS = {
    **TERMS,
    "months": tuple(f"month.{number}" for number in range(1, 13)),
    "parts of the page": _PARTS,
    "facts about the document": ABOUT_KEYS,
    "facts about a claim": DETAILS_KEYS,
    "boxes": (*TERMS["callout"], *TERMS["notice"]),
    "labels of a claim": (*TERMS["certainty"], *TERMS["kind"], *TERMS["stance"], *TERMS["strength"]),
    "labels of a reference": (*TERMS["reference-kind"], *TERMS["reference-status"], "missing", "unresolved"),
}
LATIN_NAMES = {"clinanswer", "GRADE"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(language):
    """A page in one language says nothing in another: every key is there, and no key that no page asks for."""
    says = LANGUAGES[language]
    assert says.keys() == LANGUAGES["en"].keys()
    assert says.keys() >= {key for keys in GROUPS.values() for key in keys}
    assert [key for key, word in says.items() if not word.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_words_that_are_told_apart_are_different(language, group):
    says = LANGUAGES[language]
    assert len({says[key] for key in GROUPS[group]}) == len(set(GROUPS[group]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_need_no_escaping(language):
    """They are literals of the package, which stand in the markup as they are."""
    assert [word for word in LANGUAGES[language].values() if escape(word) != word] == []


def test_arabic_is_written_in_arabic_letters():
    latin = {each for word in LANGUAGES["ar"].values() for each in re.findall(r"[A-Za-z]+", word)}
    assert latin == LATIN_NAMES


def test_an_arabic_page_says_nothing_in_english():
    """What is Latin in it is the document's own: no word of the English table that Arabic says otherwise is left."""
    page = pages.visible(ca.to_html(pages.right_to_left()))
    shown = {" ".join(text.split()) for text in re.findall(r">([^<>]+)<", page)}
    assert shown & (set(LANGUAGES["en"].values()) - set(LANGUAGES["ar"].values())) == set()
    assert "20 فبراير 2026" in shown


@given(st.dates(), st.sampled_from(sorted(LANGUAGES)))
def test_a_date_is_read_as_it_was_printed(date, language):
    printed = re.sub("<.*?>", "", date_text(words(language), date))
    assert read_date(printed) == date == read_date(date.isoformat())


@pytest.mark.parametrize("language", LANGUAGES)
@given(doc=s.documents())
def test_the_law_holds_in_every_language(language, doc):
    page = ca.to_html(doc, lang=language)
    assert ca.from_html(page, strict=True) == doc
    problems: list[ca.Problem] = []
    assert ca.from_html(page.replace("</body>", " </body>"), report=problems) == doc
    assert problems == []  # the visible part, which is read here, says in this language what the data say


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clean", [pages.without_data, nh3.clean])
def test_what_a_page_shows_is_read_in_every_language(language, clean):
    """Whatever the language of the page, the visible part of the page with everything gives the same document."""
    doc = pages.every_node()
    english = ca.from_html(clean(ca.to_html(doc)))
    found = ca.from_html(clean(ca.to_html(doc, lang=language)))
    assert found == english
    assert found.updated == dt.date(2026, 1, 3)
    assert [claim.kind for claim in ca.iter_claims(found)] == [claim.kind for claim in ca.iter_claims(doc)]
    assert found.audience == doc.audience
    assert [notice.kind for notice in found.notices] == [notice.kind for notice in english.notices]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_known_where_the_language_of_the_page_is_not_the_documents(language):
    """A fragment of a French document, its own words Arabic: the article says `fr`, the words are recognised."""
    doc = attrs.evolve(pages.page_text(), language="fr")
    shown = ca.from_html(nh3.clean(ca.to_html(doc, lang=language, fragment=True)))
    assert shown.updated == doc.updated
    assert len(shown.references) == len(doc.references)
    assert [claim.refs for claim in ca.iter_claims(shown)] == [claim.refs for claim in ca.iter_claims(doc)]


# --------------------------------------------------------------------------------------- the language of the words

NEUTRAL = re.compile(r"[\W\d_]*|URL|[a-z]|[\w.]*\d[\w.]*")
"""What a page says alike in every language: numbers of claims (`1.1a`, `a`), signs, the name of an address."""
SAID = ("aria-label", "alt")
"""The attributes that hold words of the page's own."""


def _said(page: str) -> list[tuple[str, str]]:
    """All that the body of a page says, in order: texts and attributes, each with the language it is said to be in."""
    found = []
    for element in lxml.html.document_fromstring(page).body.iter():
        if element.tag in {"script", "style"}:
            continue
        inside, outside = (
            each.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") for each in (element, element.getparent())
        )
        found += [(element.get(name, ""), inside) for name in SAID]
        found += [(element.text or "", inside), (element.tail or "", outside)]
    return found


@pytest.mark.parametrize("stages", [(), ("Eingereicht", "Genehmigt")])
@pytest.mark.parametrize("images", ["link", "embed"])
@pytest.mark.parametrize("numbers", ["section", "document", "none"])
def test_the_pages_own_words_say_in_which_language_they_are(images, numbers, stages):
    """WCAG 3.1.2. What changes when the page speaks Arabic instead of English is the page's own; all else is German."""
    doc = pages.every_node()
    doc = attrs.evolve(doc, language="de", review=attrs.evolve(doc.review, stages=stages))
    english = _said(ca.to_html(doc, popovers=True, images=images, numbers=numbers))
    arabic = _said(ca.to_html(doc, popovers=True, images=images, numbers=numbers, lang="ar", dir="ltr"))
    own = 0
    for (word, language), (other, another) in zip(english, arabic, strict=True):
        if word != other:
            own += 1
            assert NEUTRAL.fullmatch(word) or (language, another) == ("en", "ar"), (word, other)
        else:
            assert NEUTRAL.fullmatch(word.strip()) or (language, another) == ("de", "de"), word
    assert own > 300


@pytest.mark.parametrize(
    "language, options",
    [(None, {}), ("en", {}), ("EN-gb", {}), ("ar-EG", {}), ("en", {"fragment": True}), ("ar", {"lang": "ar-SA"})],
)
def test_a_page_that_says_all_in_one_language_says_which_no_more_often_than_it_must(language, options):
    page = ca.to_html(attrs.evolve(pages.every_node(), language=language), popovers=True, **options)
    assert page.count(" lang=") == (1 if language is None else 2)


def test_words_around_a_document_are_marked_where_they_are_not_in_the_language_of_the_page():
    page = ca.to_html(ca.ClinicalAnswer("Q?", language="en"), lang="de")
    assert '<html class="ca" lang="de"' in page
    assert re.findall(r'<(\w+)[^>]* lang="en"', page) == ["a", "article", "small"]


def test_a_step_of_the_review_that_bears_an_english_name_is_english():
    """Whether the page made it up or the document has it: read by what it shows, the one becomes the other."""
    doc = ca.ClinicalAnswer("Q?", language="pt-BR", review=ca.Review([ca.ReviewEvent("draft")]))
    page = ca.to_html(doc)
    assert '<li><bdi lang="en">Under review</bdi></li>' in page
    assert pages.visible(ca.to_html(ca.from_html(pages.without_data(page)))) == pages.visible(page)
