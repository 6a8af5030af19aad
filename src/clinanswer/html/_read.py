"""`from_html`: the data block, whether the visible text still says the same, and what to do when there is no block."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from clinanswer._json import from_json
from clinanswer._limits import MAX_BYTES, MAX_NODES, input_text, too_many_nodes
from clinanswer.errors import InvalidNodeError, Problem, ReadError
from clinanswer.html._context import CLAIM, MISSING, REFERENCE, SECTION, Options
from clinanswer.html._drift import (
    Marks,
    Shown,
    active,
    changes,
    collapse,
    decoded,
    differences,
    link_differences,
    mark_differences,
    policy_difference,
    unread,
    word_differences,
)
from clinanswer.html._lenient import read_lenient
from clinanswer.html._markup import JSON_ESCAPES
from clinanswer.html._page import DATA_ID, RELEASE, render
from clinanswer.html._reading import Reading, Report, Reporter, cut, words_of
from clinanswer.html._style import STYLE
from clinanswer.html._visible import is_preview, read_visible
from clinanswer.html._words import LANGUAGES, Words, words
from clinanswer.model._text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from clinanswer.html._context import Numbers
    from clinanswer.model import ClinicalAnswer

__all__ = ["from_html"]

Preferred: TypeAlias = Literal["data", "visible"]

# As the writer writes it. What others have written again is found in the tree.
_DATA: Final = re.compile(
    rf'<script type="application/json" id="([A-Za-z0-9_-]*){DATA_ID}"(?: data-release="([^"]*)")?'
    r'(?: data-options="([^"]*)")?>([^<]*)</script>'
)
_MARK: Final = re.compile(rf"#([A-Za-z0-9_-]*?)(?:{CLAIM}|{SECTION}|{REFERENCE}|{MISSING})")
_ENTITIES: Final = (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_HOST: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_WIDTH: Final = 80
_DEEPEST: Final = 100
"""How many levels of elements are read: twice what the deepest document of the model needs."""


def from_html(
    data: str | bytes,
    *,
    report: Report = None,
    strict: bool = False,
    prefer: Preferred = "data",
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
        ValueError: `prefer` is not one of its values.
    """
    if prefer not in get_args(Preferred):
        raise ValueError(f"prefer={prefer!r}: use one of {', '.join(map(repr, get_args(Preferred)))}")
    text = input_text(data, max_bytes=max_bytes)
    reporter = Reporter(report, strict=strict)
    exact = _exact(text, id_prefix, max_bytes=max_bytes, max_nodes=max_nodes)
    if exact is not None:
        return exact
    notes = Reporter(report, strict=False)
    try:
        return _read(text, reporter, notes, prefer, lenient=lenient, id_prefix=id_prefix, max_nodes=max_nodes)
    except InvalidNodeError as error:
        raise ReadError(Problem("$", "invalid", f"the page shows what no document can hold: {error}")) from None


def _exact(text: str, id_prefix: str | None, *, max_bytes: int, max_nodes: int) -> ClinicalAnswer | None:
    """The document, when the page is to the letter what is written for its data: then nothing can differ."""
    found = [each for each in _DATA.finditer(text) if id_prefix is None or each[1] == id_prefix]
    if len(found) != 1:
        return None
    release, given, written = found[0][2], found[0][3] or "", found[0][4]
    for entity, character in _ENTITIES:
        given = given.replace(entity, character)
    try:
        options = _options(given)
        doc = from_json(_unescaped(written), max_bytes=max_bytes, max_nodes=max_nodes)
    except (ReadError, ValueError, TypeError, RecursionError):
        return None  # the slow way says what is wrong
    page = render(doc, options)
    if release not in {None, RELEASE}:
        text = text.replace(f' data-release="{release}"', f' data-release="{RELEASE}"', 1)
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
    text: str,
    reporter: Reporter,
    notes: Reporter,
    prefer: str,
    *,
    lenient: bool,
    id_prefix: str | None,
    max_nodes: int,
) -> ClinicalAnswer:
    root = _parse(text, max_nodes)
    holder = _holder(root, id_prefix)
    if id_prefix is not None and holder is None:
        _check_prefix(root, id_prefix)
    if holder is not None:
        return _compared(root, holder, reporter, notes, prefer)
    page = _ours(root, reporter, id_prefix)
    if page is not None:
        message = "the page carries no data; it is read by what it shows, and what it does not show is missing"
        reporter.lost(Problem("$", "partial", message))
        return _shown(page, root)
    if lenient:
        return read_lenient(Reading(words(root.get("lang")), reporter, foreign=True), root)
    message = (
        "not a page written by clinanswer: it has neither the document's data nor its marks;"
        " pass lenient=True to read headings, lists, paragraphs, tables and links"
    )
    raise ReadError(Problem("$", "not-clinanswer", message))


def _shown(page: Reading, root: HtmlElement) -> ClinicalAnswer:
    """The document that a page without data shows. What is shown and not read is found by writing it again."""
    _forget_title(root)
    _decode(root)
    for element in _hidden(page, root):
        page.lost(element, "it is hidden, and left out")
        cut(element)
    said = Shown(page, root)
    popovers = any(is_preview(page, each) for each in root.iter("div"))
    images = any((each.get("src") or "").startswith("http") for each in root.iter("img"))
    numbers = _numbers(root)
    doc = read_visible(page, root)
    options = Options(
        id_prefix=page.prefix,
        lang=None if words(doc.language) is page.words else page.words.language,
        popovers=popovers,
        images="embed" if images else "link",
        numbers=numbers,
    )
    again = Shown(page, _parse(render(doc, options), MAX_NODES))
    for change in changes(said.uncounted(), again.uncounted()):
        if shown := said.between(change.start, change.end):
            page.lost(said.element(change.start), f"{said.place(change)} {shorten(shown, _WIDTH)!r} is not read")
    return doc


def _numbers(root: HtmlElement) -> Numbers:
    """How a page numbers its claims, which shows in what stands for the numbers of sections and claims."""
    marks = {each.text for each in root.iter("a")}
    return "none" if "•" in marks else "document" if "§" in marks else "section"


def _forget_title(root: HtmlElement) -> None:
    """Take away what the `title` of the page said: sanitizers that do not let it through leave its text."""
    body = root.find("body")
    if body is not None and body.text and body.text.strip():
        shown = {" ".join(words_of(each).split()) for each in root.iter("h1", "bdi")}
        body.text = None if " ".join(body.text.split()) in shown else body.text


def _decode(root: HtmlElement) -> None:
    """Undo what programs that write a page again do to addresses with letters that are not ASCII.

    Of a host there is no doubt, as browsers decode it; of the rest, where the page shows the address itself.
    """
    for element in root.iter():
        for name in ("href", "src"):
            address = element.get(name) or ""
            if (plain := decoded(address)) != address:
                host = _HOST.match(address)
                if words_of(element) == plain or (host is not None and decoded(host[0]) != host[0]):
                    element.set(name, plain)


def _compared(
    root: HtmlElement, holder: HtmlElement, reporter: Reporter, notes: Reporter, prefer: str
) -> ClinicalAnswer:
    """The document of the data, each difference being reported to `reporter`; what is only to be known, to `notes`."""
    doc = from_json((holder.text or "").strip())
    try:
        options = _options(holder.get("data-options") or "")
    except (ValueError, TypeError, RecursionError):
        options = Options()
    parent = holder.getparent() if options.fragment else root
    place = root if parent is None else parent
    says = words(options.lang or doc.language)
    release = holder.get("data-release")
    of_this_release = release in {None, RELEASE}
    if not of_this_release:
        message = (
            f"release {release!r} wrote the page, this is {RELEASE}: only its document is compared, not the words and"
            " links beside it"
        )
        notes.lost(Problem(Reading(says, notes).path(holder), "other-release", message, holder.sourceline))

    def opened(page: str | HtmlElement) -> tuple[Reading, HtmlElement, Shown]:
        """A page with its words, which are taken before it is read: reading takes it apart."""
        reading = Reading(says, Reporter(None, strict=False), options.id_prefix)
        element = _parse(page, MAX_NODES) if isinstance(page, str) else page
        _decode(element)
        return reading, element, Shown(reading, element)

    def read(reading: Reading, element: HtmlElement) -> ClinicalAnswer:
        collapse(element)
        return read_visible(reading, element)

    reading = Reading(says, Reporter(None, strict=False), options.id_prefix)
    style = None if options.fragment else STYLE if of_this_release else _first_style(place)
    different = [*_styled(reading, place, style), *active(reading, place)]
    writing, page, words_written = opened(render(doc, options))
    marks = Marks(place)
    kinds: dict[tuple[str, ...], Problem] = {}
    links: dict[tuple[str, str], Problem] = {}
    if of_this_release:
        different += policy_difference(reading, place, page)
        marks_written = Marks(page)
        kinds = dict(mark_differences(reading, marks, marks_written))
        links = dict(link_differences(reading, marks, marks_written))
    for element in _hidden(reading, place):
        if holder not in element.iterdescendants():
            cut(element)
        else:
            different.append(Problem(reading.path(element), "drift", "the page is hidden as a whole"))
    reading, place, words_shown = opened(place)
    shown = read(reading, place)
    structure = list(differences(shown, read(writing, page)))
    found = changes(words_shown.words, words_written.words) if of_this_release else []
    if structure and (found or kinds or links):
        # What is in the document that was read of the page is named with it.
        _, page, words_read = opened(render(shown, options))
        found, marks_read = unread(found, words_shown, words_read), Marks(page)
        pairs = marks_read.pairs()
        kinds = {kind: each for kind, each in kinds.items() if marks.count(kind) > marks_read.count(kind)}
        links = {link: each for link, each in links.items() if link not in pairs}
    different += [*kinds.values(), *structure, *word_differences(words_shown, words_written, found), *links.values()]
    for problem in different:
        reporter.lost(problem)
    return shown if different and prefer == "visible" else doc


def _hidden(page: Reading, place: HtmlElement) -> list[HtmlElement]:
    """The elements that a browser does not show, though their text stands in the page."""
    found = place.xpath("descendant-or-self::*[@hidden or @popover or (self::dialog and not(@open))]")
    return [each for each in found if each.getparent() is not None and not is_preview(page, each)]


def _styled(page: Reading, place: HtmlElement, ours: str | None) -> Iterator[Problem]:
    """A problem for each style but `ours`, once: what a page with it shows, its text does not tell."""
    for element in place.iter("style", "link"):
        if element.tag == "style" and ours is not None and (element.text or "").strip() == ours:
            ours = None
        elif element.tag == "style" or "stylesheet" in (element.get("rel") or "").lower().split():
            message = "a style that is not this release's: what the page shows cannot be told from its text"
            yield Problem(page.path(element), "drift", message, element.sourceline)
    for element in place.xpath("descendant-or-self::*[@style]"):
        message = "an element with a style of its own: whether its words are shown cannot be told from the text"
        yield Problem(page.path(element), "drift", message, element.sourceline)


def _first_style(place: HtmlElement) -> str | None:
    """The style of a page that another release wrote, which is the first of its head."""
    first = place.find("./head/style")
    return None if first is None else (first.text or "").strip()


def _holders(root: HtmlElement) -> dict[str, list[HtmlElement]]:
    """The data blocks of a page by their prefix."""
    found: dict[str, list[HtmlElement]] = {}
    for each in root.iter("script"):
        name = each.get("id") or ""
        if name.endswith(DATA_ID):
            found.setdefault(name.removesuffix(DATA_ID), []).append(each)
    return found


def _holder(root: HtmlElement, id_prefix: str | None) -> HtmlElement | None:
    holders = _holders(root)
    found = [each for prefix, several in holders.items() if id_prefix in {None, prefix} for each in several]
    if len(found) > 1:
        prefixes = ", ".join(repr(prefix) for prefix, several in holders.items() for _ in several)
        message = f"the page holds {len(found)} documents; choose one with id_prefix= (one of {prefixes})"
        raise ReadError(Problem("$", "several", message))
    return found[0] if found else None


def _check_prefix(root: HtmlElement, id_prefix: str) -> None:
    """Refuse a prefix that the page does not have, when it has others."""
    prefixes = dict.fromkeys(_holders(root))
    prefixes |= dict.fromkeys(mark[1] for each in root.iter("a") if (mark := _MARK.match(each.get("href") or "")))
    if prefixes and id_prefix not in prefixes:
        message = f"no document of the page has the prefix {id_prefix!r}; use one of {', '.join(map(repr, prefixes))}"
        raise ReadError(Problem("$", "no-such-prefix", message))


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
