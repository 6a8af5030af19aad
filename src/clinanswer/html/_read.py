"""`from_html`: the data block, whether the visible text still says the same, and what to do when there is no block."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, Literal

from clinanswer._json import from_json
from clinanswer._limits import MAX_BYTES, MAX_NODES, input_text, too_many_nodes
from clinanswer.errors import InvalidNodeError, Problem, ReadError
from clinanswer.html._context import CLAIM, MISSING, REFERENCE, SECTION, Options
from clinanswer.html._drift import differences
from clinanswer.html._lenient import read_lenient
from clinanswer.html._markup import JSON_ESCAPES
from clinanswer.html._page import DATA_ID, render
from clinanswer.html._reading import Reading, Report, Reporter
from clinanswer.html._visible import read_visible
from clinanswer.html._words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from clinanswer.model import ClinicalAnswer

__all__ = ["from_html"]

# As the writer writes it. What others have written again is found in the tree.
_DATA: Final = re.compile(
    rf'<script type="application/json" id="([A-Za-z0-9_-]*){DATA_ID}"(?: data-options="([^"]*)")?>([^<]*)</script>'
)
_MARK: Final = re.compile(rf"#([A-Za-z0-9_-]*?)(?:{CLAIM}|{SECTION}|{REFERENCE}|{MISSING})")
_ENTITIES: Final = (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_DEEPEST: Final = 100
"""How many levels of elements are read: twice what the deepest document of the model needs."""


def from_html(
    data: str | bytes,
    *,
    report: Report = None,
    strict: bool = False,
    prefer: Literal["data", "visible"] = "data",
    lenient: bool = False,
    id_prefix: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_nodes: int = MAX_NODES,
) -> ClinicalAnswer:
    """The document that a page holds.

    A page of `to_html` carries the document as data, and gives back exactly what was written. The data is compared with
    what the page shows; where the two differ, each place is reported. Without the data (sanitizers take it away) the
    page is read by what it shows, which is reported as partial.

    Args:
        data: The page, whole or a fragment, as text or UTF-8.
        report: Receives each `Problem`: what differs, what could not be carried.
        strict: The first problem is an error.
        prefer: Which of the two is returned where they differ.
        lenient: Also take pages that are not of this package: headings, lists, paragraphs, tables and links are kept.
        id_prefix: Which document to read in a page that holds several.
        max_bytes: How much input is read.
        max_nodes: How many elements are read.

    Raises:
        ReadError: not such a page, its data cannot be read, or, with `strict`, something is lost or differs.
    """
    text = input_text(data, max_bytes=max_bytes)
    reporter = Reporter(report, strict=strict)
    exact = _exact(text, id_prefix, max_bytes=max_bytes, max_nodes=max_nodes)
    if exact is not None:
        return exact
    try:
        return _read(text, reporter, prefer, lenient=lenient, id_prefix=id_prefix, max_nodes=max_nodes)
    except InvalidNodeError as error:
        raise ReadError(Problem("$", "invalid", f"the page shows what no document can hold: {error}")) from None


def _exact(text: str, id_prefix: str | None, *, max_bytes: int, max_nodes: int) -> ClinicalAnswer | None:
    """The document, when the page is to the letter what is written for its data: then nothing can differ."""
    found = [each for each in _DATA.finditer(text) if id_prefix is None or each[1] == id_prefix]
    if len(found) != 1:
        return None
    given = found[0][2] or ""
    for entity, character in _ENTITIES:
        given = given.replace(entity, character)
    try:
        options = _options(given)
        doc = from_json(_unescaped(found[0][3]), max_bytes=max_bytes, max_nodes=max_nodes)
    except (ReadError, ValueError, TypeError, RecursionError):
        return None  # the slow way says what is wrong
    page = render(doc, options)
    return doc if text == page or (options.fragment and page in text) else None


def _unescaped(data: str) -> str:
    """The data block as `to_json` wrote it, which is read faster than the same with escapes.

    Where a backslash is escaped itself, it is not certain what an escape is, and the data is taken as it is.
    """
    if "\\\\" in data:
        return data
    for character, escaped in JSON_ESCAPES.items():
        if escaped in data:
            data = data.replace(escaped, character)
    return data


def _options(given: str) -> Options:
    """The options that a page says it was written with."""
    return Options(**json.loads(given)) if given else Options()


def _read(
    text: str, reporter: Reporter, prefer: str, *, lenient: bool, id_prefix: str | None, max_nodes: int
) -> ClinicalAnswer:
    root = _parse(text, max_nodes)
    holder = _holder(root, id_prefix)
    if holder is not None:
        return _compared(root, holder, reporter, prefer)
    page = _ours(root, reporter, id_prefix)
    if page is not None:
        message = "the page carries no data; it is read by what it shows, and what it does not show is missing"
        reporter.lost(Problem("$", "partial", message))
        return read_visible(page, root)
    if lenient:
        return read_lenient(Reading(words(root.get("lang")), reporter, foreign=True), root)
    message = (
        "not a page written by clinanswer: it has neither the document's data nor its marks;"
        " pass lenient=True to read headings, lists, paragraphs, tables and links"
    )
    raise ReadError(Problem("$", "not-clinanswer", message))


def _compared(root: HtmlElement, holder: HtmlElement, reporter: Reporter, prefer: str) -> ClinicalAnswer:
    doc = from_json((holder.text or "").strip())
    try:
        options = _options(holder.get("data-options") or "")
    except (ValueError, TypeError, RecursionError):
        options = Options()
    place = holder.getparent() if options.fragment else root
    silent = Reporter(None, strict=False)
    says = words(options.lang or doc.language)
    shown = read_visible(Reading(says, silent, options.id_prefix), root if place is None else place)
    written = read_visible(Reading(says, silent, options.id_prefix), _parse(render(doc, options), MAX_NODES))
    different = list(differences(shown, written))
    for problem in different:
        reporter.lost(problem)
    return shown if different and prefer == "visible" else doc


def _holder(root: HtmlElement, id_prefix: str | None) -> HtmlElement | None:
    found = [
        each
        for each in root.iter("script")
        if (each.get("id") or "").endswith(DATA_ID)
        and (id_prefix is None or (each.get("id") or "") == id_prefix + DATA_ID)
    ]
    if len(found) > 1:
        prefixes = ", ".join(repr((each.get("id") or "").removesuffix(DATA_ID)) for each in found)
        message = f"the page holds {len(found)} documents; choose one with id_prefix= (one of {prefixes})"
        raise ReadError(Problem("$", "several", message))
    return found[0] if found else None


def _ours(root: HtmlElement, reporter: Reporter, id_prefix: str | None) -> Reading | None:
    """How to read a page that shows the marks of this package, or None when it has none."""
    marks = (_MARK.match(each.get("href") or "") for each in root.iter("a"))
    mark = next(filter(None, marks), None)
    prefix = id_prefix if id_prefix is not None else mark[1] if mark is not None else ""
    eyebrows = {" ".join("".join(each.itertext()).split()) for each in root.iter("small")}
    for says in _likely(root):
        if says["clinical-answer"] in eyebrows:
            return Reading(says, reporter, prefix)
    return None if mark is None else Reading(words(_language(root)), reporter, prefix)


def _likely(root: HtmlElement) -> Iterable[Words]:
    first = words(_language(root))
    return (first, *(words(language) for language in LANGUAGES if language != first.language))


def _language(root: HtmlElement) -> str | None:
    article = next(root.iter("article"), root)
    return article.get("lang") or root.get("lang")


def _parse(text: str, max_nodes: int) -> HtmlElement:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root: Any = html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        message = f"not HTML that can be parsed ({' '.join(str(error).split())})"
        raise ReadError(Problem("$", "not-html", message)) from None
    count = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > _DEEPEST:
            raise ReadError(Problem("$", "too-deep", f"elements are nested more than {_DEEPEST} levels deep"))
    if count > max_nodes:
        raise too_many_nodes(count, max_nodes)
    return root  # type: ignore[no-any-return]
