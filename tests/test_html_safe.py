"""A page of hostile text in a browser: it stays text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
import pytest

import clinanswer as ca
import clinanswer.model as m
import html_pages as pages
import outside
from clinanswer.html._references import ENDS, RIGHT_TO_LEFT
from clinanswer.model._fields import link_problem
from clinanswer.model._text import text as checked_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BENIGN = "plain words"
OWN = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "--><svg onload=alert(1)>", "]]><!--", '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)", "<style>*{display:none}</style>", "</style><script>alert(1)</script>", "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;b&#62;", "</title><script>alert(1)</script>", "{{7*7}}${7*7}", "\u202egnp.exe\u202c", "\u2028\u2029",
    "data:text/html,<script>alert(1)</script>", "<base href=//evil.example/>", "<meta http-equiv=refresh content=0;url=//evil.example>",
]  # fmt: skip
# Fields that are made links when they hold a sound identifier or address, which a hostile string may be by chance.
LINKED = {"doi", "pmid", "pmcid", "nct", "license", "copyright", "funding", "conflicts_of_interest", "version"}
# Names and imprints lose points and spaces at their ends when they are printed.
TRIMMED = (m.Reference, m.Person, m.Organization, m.PartialDate)
KEPT = {"id", "ref", "href", "src", "align", "language", "media_type"}
# The elements of a page with their attributes' names, and where text stands.
DOM = """() => {
  const walk = node => node.nodeType === 3 ? ['#'] : node.nodeType !== 1 ? [] :
    [node.tagName + [...node.attributes].map(a => ' ' + a.name).sort().join('')
       .replace(/ (title|lang|dir|alt)/g, ''), ...(node.tagName === 'SCRIPT' || node.tagName === 'STYLE' ? [] : [...node.childNodes].flatMap(walk)), '/'];
  return walk(document.body).join('\\n');
}"""


def _hostile() -> tuple[list[str], list[str]]:
    """Texts that a document can hold, and addresses."""
    texts = list(OWN)
    urls = [
        "javascript:alert(1)",
        "https://user@evil.example/",
        "https://example.org:99999/",
        "//evil.example",
        "https://exa\u202emple.org/",
    ]
    path = outside.ROOT.parent / "shared" / "data" / "hostile" / "text-and-urls.json"
    if path.exists():
        data = json.loads(path.read_text("utf-8"))
        texts += [each["s"] if isinstance(each, dict) else each for each in data["texts"]]
        urls += [each["s"] if isinstance(each, dict) else each for each in data["urls"]]
    return [each for each in dict.fromkeys(texts) if _holdable(each)], [
        each for each in dict.fromkeys(urls) if _holdable(each)
    ]


def _holdable(text: str) -> bool:
    try:
        return bool(checked_text(text).strip())
    except ca.InvalidNodeError:
        return False


def _filled(text: str, url: str) -> ca.ClinicalAnswer:
    """A document with everything, `text` in every free text field and `url` in every free address field."""

    def fill(node: object) -> object:
        if isinstance(node, str):
            return text
        changes = {}
        for field in attrs.fields(type(node)):
            value = getattr(node, field.name)
            if field.name == "url" and isinstance(value, str):
                changes["url"] = url
            elif field.init and type(value) is str and field.name not in KEPT:
                changes[field.name] = f"x{text}x" if field.name in LINKED or isinstance(node, TRIMMED) else text
        return attrs.evolve(node, **changes) if changes else node

    doc = ca.transform(pages.every_node(), fill)
    return attrs.evolve(
        doc,
        keywords=[text],
        review=m.Review([attrs.evolve(each, note=text) for each in doc.review.events], stages=[text, text]),
    )


def _kind(text: str) -> tuple[bool, bool]:
    """What is asked of a reference's title: whether it ends by itself, and whether it may run from right to left."""
    return text.endswith(ENDS), RIGHT_TO_LEFT.search(text) is not None


def _opened(browser: Browser, texts: list[str], unsound: list[str]) -> None:
    """Open a page for each text, with the Content-Security-Policy bypassed, so that escaping alone is what holds."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    dialogs, requests = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: requests.append(request.url) if not request.url.startswith("data:") else None)
    benign = {}
    for like in (BENIGN, f"{BENIGN}.", f"\u05d0 {BENIGN}", f"\u05d0 {BENIGN}."):
        page.set_content(ca.to_html(_filled(like, unsound[0])))
        benign[_kind(like)] = page.evaluate(DOM)
    for number, given in enumerate(texts):
        text = checked_text(given)  # with LF for CR
        page.set_content(ca.to_html(_filled(text, unsound[number % len(unsound)])))
        assert page.evaluate(DOM) == benign[_kind(text)], text
        for place in (".ca-question > p > bdi", "#related bdi", ".ca-steps bdi", ".ca-sec h2 + *"):
            shown = page.evaluate("place => document.querySelector(place).textContent", place)
            assert text in shown, (place, text)
    context.close()
    assert dialogs == []
    assert requests == []


@pytest.mark.browser
def test_hostile_text_is_shown_and_nothing_else(browser: Browser):
    """Every string in every text field, many to a page; the DOM is the benign page's, node for node."""
    texts, urls = _hostile()
    together = ["\n".join(texts[start : start + 60]) for start in range(0, len(texts), 60)]
    _opened(browser, together, [each for each in urls if link_problem(each)])


@pytest.mark.full
@pytest.mark.browser
def test_each_hostile_text_alone_is_shown_and_nothing_else(browser: Browser):
    texts, urls = _hostile()
    _opened(browser, texts, [each for each in urls if link_problem(each)])


def test_no_address_becomes_a_link_that_may_not_be_one():
    import lxml.html

    _, urls = _hostile()
    for url in urls:
        root = lxml.html.document_fromstring(ca.to_html(_filled("x", url)))
        for element in root.iter("a"):
            href = element.get("href")
            assert href.startswith("#") or link_problem(href) is None, href
        if link_problem(url):
            assert url not in [element.get("href") for element in root.iter("a")]


@pytest.mark.browser
def test_a_direction_override_stays_in_its_claim(browser: Browser):
    """An unclosed right-to-left override in a claim does not turn the citation after it, nor the next claim, around."""
    doc = ca.ClinicalAnswer("Q?", answer=[ca.Paragraph([ca.claim("abc \u202edef", ["1", "2"]), " ", ca.claim("next")])])
    page = browser.new_page()
    page.set_content(ca.to_html(doc))
    places = page.evaluate(
        "[...document.querySelectorAll('.ca-cites a, .ca-claim:last-of-type')].map(e => e.getBoundingClientRect().left)"
    )
    page.close()
    assert places == sorted(places)
    assert len(places) == 3


@pytest.mark.parametrize(
    "bad",
    [
        {"id_prefix": "1"},
        {"id_prefix": 'a"'},
        {"theme": "pink"},
        {"numbers": "x"},
        {"dir": "up"},
        {"images": "all"},
        {"lang": "no language"},
        {"lang": 5},
        {"fragment": 1},
        {"popovers": None},
        {"base_url": b"https://example.org/"},
    ],
)
def test_an_option_that_is_none_is_refused(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        ca.to_html(ca.ClinicalAnswer("Q?"), **bad)


def test_the_host_of_an_international_address_is_shown():
    page = ca.to_html(ca.ClinicalAnswer("Q?", answer=ca.Paragraph(ca.Link("a bank", "https://раураl.example/"))))
    assert "(xn--" in page
