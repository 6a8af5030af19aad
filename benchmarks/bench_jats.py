"""JATS against an lxml tree of the same file, and reading it against parsing it with lxml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.etree

import clinanswer as ca
from benchmarks.corpus import document
from benchmarks.measure import Row, compare
from benchmarks.peers import lxml_jats

if TYPE_CHECKING:
    from collections.abc import Iterator


def rows(*, quick: bool) -> Iterator[Row]:
    """Writing and reading, x1 and x50, and how they grow."""
    small, large = document(), document(50)
    text, long = ca.to_jats(small), ca.to_jats(large)
    for times, doc, file, pairs in (("x1", small, text, 41), ("x50", large, long, 7)):
        if quick and doc is large:
            return
        build = lxml_jats.builder(file)
        data = file.encode()
        start = file.index("<!DOCTYPE")
        assert build().rstrip() == file[start:].rstrip(), "the peer no longer makes the file that is measured"
        yield compare(
            f"`to_jats`, {times}", "lxml SubElement + tostring, same file",
            lambda doc=doc: ca.to_jats(doc), build, target=0.25, pairs=pairs,
        )  # fmt: skip
        floor = compare(
            "", "", lambda data=data: _looked_at(data), lambda data=data: lxml.etree.fromstring(data), target=4
        )
        yield compare(
            f"`from_jats`, {times}", "lxml `fromstring` alone",
            lambda file=file: ca.from_jats(file), lambda data=data: lxml.etree.fromstring(data), target=4, pairs=pairs,
            note=f"to look once at each element's children, tag, text, tail and one attribute: {floor.ratio:.2f}",
        )  # fmt: skip
    yield compare(
        "`to_jats`, x50 to x1", "x1", lambda: ca.to_jats(large), lambda: ca.to_jats(small), target=55, pairs=11
    )
    yield compare(
        "`from_jats`, x50 to x1", "x1", lambda: ca.from_jats(long), lambda: ca.from_jats(text), target=55, pairs=11
    )


def _looked_at(data: bytes) -> None:
    """The least that a reader of the tree does."""
    _look(lxml.etree.fromstring(data))


def _look(element: lxml.etree._Element) -> None:
    for child in element[:]:
        _ = (child.tag, child.text, child.tail, child.get("id"))
        _look(child)
