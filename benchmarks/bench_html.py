"""HTML against a Jinja2 template of the same page, and reading it against parsing it with lxml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html

import clinanswer as ca
from benchmarks.corpus import document
from benchmarks.measure import Row, compare
from benchmarks.peers import jinja_page

if TYPE_CHECKING:
    from collections.abc import Iterator


def rows(*, quick: bool) -> Iterator[Row]:
    """Writing and reading, x1 and x50, and how they grow."""
    small, large = document(), document(50)
    page, big = ca.to_html(small), ca.to_html(large)
    # Jinja2 escapes apostrophes, which need none.
    assert jinja_page.render(small).replace("&#39;", "'") == page, (
        "the template no longer makes the page that is measured"
    )
    ours, theirs = (
        compare("", "", run, lambda: jinja_page.shared(small), target=0).ratio - 1
        for run in (lambda: ca.to_html(small), lambda: jinja_page.render(small))
    )
    yield compare(
        "`to_html`, x1", "a Jinja2 template, autoescaped, same page",
        lambda: ca.to_html(small), lambda: jinja_page.render(small), target=0.12,
        note=f"without the data block, the JSON-LD and their hashes, for which both call the same: {ours / theirs:.2f}",
    )  # fmt: skip
    if not quick:
        yield compare(
            "`to_html`, x50", "a Jinja2 template, autoescaped, same page",
            lambda: ca.to_html(large), lambda: jinja_page.render(large), target=0.12, pairs=7,
        )  # fmt: skip
    yield compare(
        "`from_html`, x1", "lxml.html `fromstring` alone",
        lambda: ca.from_html(page), lambda: lxml.html.fromstring(page), target=3,
    )  # fmt: skip
    if quick:
        return
    yield compare(
        "`from_html`, x50", "lxml.html `fromstring` alone",
        lambda: ca.from_html(big), lambda: lxml.html.fromstring(big), target=3, pairs=7,
    )  # fmt: skip
    yield compare(
        "`to_html`, x50 to x1", "x1", lambda: ca.to_html(large), lambda: ca.to_html(small), target=55, pairs=11
    )
    yield compare(
        "`from_html`, x50 to x1", "x1", lambda: ca.from_html(big), lambda: ca.from_html(page), target=55, pairs=11
    )
