"""HTML: the law, the data block, what the page shows, and that both are safe."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import clinanswer as ca
import html_pages as pages
import strategies as s
from clinanswer.html import from_html, to_html


@given(
    doc=s.documents(),
    fragment=st.booleans(),
    options=st.fixed_dictionaries(
        {},
        optional={
            "id_prefix": st.sampled_from(["", "a-", "x_1"]),
            "theme": st.sampled_from(["auto", "light", "dark"]),
            "lang": s.languages,
            "dir": st.sampled_from(["ltr", "rtl"]),
            "numbers": st.sampled_from(["section", "document", "none"]),
            "popovers": st.booleans(),
            "images": st.sampled_from(["link", "embed"]),
            "base_url": st.sampled_from(["https://example.org/a/", "https://example.org/a", "x"]),
        },
    ),
)
def test_a_page_gives_back_its_document(doc, fragment, options):
    """The law, under every option."""
    page = to_html(doc, fragment=fragment, **options)
    problems = []
    assert from_html(page, report=problems) == doc
    assert problems == []


@given(s.documents())
def test_a_page_is_html_without_an_error(doc):
    """html5lib's strict mode raises at the first error of the tokenizer or of the tree builder."""
    html5lib.HTMLParser(strict=True).parse(to_html(doc))


@given(s.documents(), st.sampled_from(["section", "document"]))
def test_what_a_page_shows_is_all_read(doc, numbers):
    """Without its data, a page is read by what it shows; written again, that shows the same."""
    page = to_html(doc, numbers=numbers)
    problems = []
    shown = from_html(pages.without_data(page), report=problems)
    assert [problem.code for problem in problems] == ["partial"]
    assert pages.visible(to_html(shown, numbers=numbers, lang=doc.language)) == pages.visible(page)
