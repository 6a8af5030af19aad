"""The pages under the tools that the web is judged by: the Nu HTML Checker, axe-core in Chromium, Readability."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import lxml.html
import pytest

import clinanswer as ca
import html_pages as pages
import outside

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS = (320, 768, 1280)
# AAA contrast is checked beside all that axe knows of WCAG 2.2 A and AA and of good practice.
AXE = """axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: {'color-contrast-enhanced': {enabled: true}, 'target-size': {enabled: true}},
    resultTypes: ['violations'],
}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')))"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Every page, as a file."""
    folder = tmp_path_factory.mktemp("pages")
    for name, text in pages.all_pages().items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return {path.stem: path for path in sorted(folder.iterdir())}


def test_the_nu_html_checker_has_nothing_to_say(files):
    command = [outside.java(), "-jar", outside.vnu_jar(), "--format", "json", "--exit-zero-always", "--no-langdetect"]
    result = subprocess.run([*command, *files.values()], capture_output=True, check=True)
    messages = json.loads(result.stderr)["messages"]
    assert [
        f"{each['url'][-20:]}:{each['lastLine']} {each['message']} {each.get('extract')}" for each in messages
    ] == []


@pytest.mark.browser
@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_axe_finds_nothing(browser: Browser, files, look):
    """At three widths. Print is looked at in the dark scheme, which it must not keep."""
    found = []
    script = outside.axe_js().read_text("utf-8")
    context = browser.new_context(color_scheme="light" if look == "light" else "dark", bypass_csp=True)
    page = context.new_page()
    page.emulate_media(media="print" if look == "print" else "screen")
    for name, path in files.items():
        page.goto(path.as_uri())
        page.evaluate(script)
        for width in WIDTHS:  # the page has no script: another width is another layout, and nothing else
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{name} {width}: {each}" for each in page.evaluate(AXE)]
    context.close()
    assert found == []


@pytest.mark.browser
def test_nothing_overflows_and_nothing_is_asked_for(browser: Browser, files):
    """No sideways scrolling at 320 px, no request beyond the file, nothing on the console."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    requests, messages = [], []
    page.on(
        "request",
        lambda request: requests.append(request.url) if not request.url.startswith(("file:", "data:")) else None,
    )
    page.on("console", lambda message: messages.append(message.text))
    for name, path in files.items():
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        wide = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 321 && !e.closest('.ca-scroll')).map(e => e.outerHTML.slice(0, 80))"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, (name, page.evaluate(wide))
    context.close()
    assert requests == []
    assert messages == []


@pytest.mark.browser
def test_following_a_citation_moves_the_text_by_nothing(browser: Browser, files):
    """At wide widths the references stand in a column of their own."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(files["page-text"].as_uri())
    page.evaluate("scrollTo(0, 900)")
    inside = "[...document.querySelectorAll('.ca-sec .ca-cites a')].find(e => e.getBoundingClientRect().top > 300)"
    page.evaluate(f"{inside}.click()")
    page.wait_for_function("location.hash !== ''")
    assert page.evaluate("scrollY") == 900
    entry = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
    assert 0 <= entry < 800
    context.close()


@pytest.mark.browser
def test_a_quantity_in_a_cell_of_a_right_to_left_page_is_in_its_own_order(browser: Browser, files):
    """`138 mmHg` is not shown as `mmHg 138`, and its column begins on the right like every other."""
    context = browser.new_context(viewport={"width": 768, "height": 800})
    page = context.new_page()
    page.goto(files["right-to-left"].as_uri())
    number, unit, cell = page.evaluate("""() => {
        const cell = document.querySelector('td'), text = cell.firstChild, range = document.createRange();
        const left = (from, to) => {
            range.setStart(text, from); range.setEnd(text, to);
            return range.getBoundingClientRect();
        };
        const style = getComputedStyle(cell);
        return [left(0, 3).left, left(4, 8).right, cell.getBoundingClientRect().right - parseFloat(style.paddingRight)];
    }""")
    context.close()
    assert number < unit
    assert abs(unit - cell) < 1


# Where the parts of the one entry of the list stand, from left to right: the boxes of its texts, or of their last lines.
PARTS = """() => {
    const range = document.createRange(), texts = document.createTreeWalker(document.querySelector('.ca-refs li'), 4), found = [];
    while (texts.nextNode()) {
        range.selectNodeContents(texts.currentNode);
        const text = texts.currentNode.data.trim(), box = [...range.getClientRects()].pop();
        if (text && box) found.push([box.left, text]);
    }
    return found.sort((one, other) => one[0] - other[0]).map(each => each[1]);
}"""


@pytest.mark.browser
@pytest.mark.parametrize(
    "title, language, parts",
    [
        ("A title", "en", ["1", "Example A.", "A title", ".", "Journal."]),
        ("A title", "ar", ["Example A.", "A title", ".", "Journal.", "1"]),
        ("عنوان", "en", ["1", "Journal.", ".", "عنوان", "Example A."]),
        ("عنوان", "ar", ["Journal.", ".", "عنوان", "Example A.", "1"]),
    ],
)
def test_a_citation_runs_as_its_title_does(browser: Browser, title, language, parts):
    """The full stop stands after the title's last letter, whichever way the title and the page run."""
    author = ca.Person(literal="Example A")
    reference = ca.Reference("1", title=title, authors=[author], container_title="Journal")
    page = browser.new_page(viewport={"width": 768, "height": 800})
    page.set_content(ca.to_html(ca.ClinicalAnswer("Q?", language=language, references=[reference])))
    found = page.evaluate(PARTS)
    page.close()
    assert found == parts


@pytest.mark.browser
def test_an_address_in_a_right_to_left_page_ends_on_the_right(browser: Browser):
    """The last slash of `https://example.org/a/` is not shown before its first letter."""
    reference = ca.Reference("1", title="عنوان", url="https://example.org/a/")
    page = browser.new_page(viewport={"width": 768, "height": 800})
    page.set_content(ca.to_html(ca.ClinicalAnswer("Q?", language="ar", references=[reference])))
    first, last, entry = page.evaluate("""() => {
        const link = document.querySelector('.ca-url a'), range = document.createRange(), text = link.firstChild;
        const left = at => { range.setStart(text, at); range.setEnd(text, at + 1); return range.getBoundingClientRect().left; };
        const right = each => each.getBoundingClientRect().right;
        return [left(0), left(text.length - 1), right(document.querySelector('.ca-refs cite')) - right(link)];
    }""")
    page.close()
    assert first < last
    assert abs(entry) < 2  # the address begins where the citation does, at the entry's right edge


@pytest.mark.browser
def test_long_words_and_many_citations_fit_a_phone(browser: Browser):
    """Groups of citations go on in the next line, none of which begins with their end; a table's caption is seen whole."""
    refs = [str(number) for number in range(1, 41)]
    words = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    located = [ca.Citation("1", locator="p. 3"), ca.Citation("2", locator=f"table 3, {words}"), ca.Citation("3")]
    table = ca.Table([ca.Row([ca.Cell(words * 2), ca.Cell(ca.claim("A cell.", refs[:9]))])], caption=f"{words} {words}")
    doc = ca.ClinicalAnswer(
        words,
        title=words,
        answer=ca.claim("In brief.", refs[:20]),
        sections=[ca.Section(words, [ca.claim("A claim.", refs), ca.claim("Another.", located), table])],
        references=[ca.Reference(ref, title=words, url=f"https://example.org/{words}") for ref in refs],
        related_questions=[ca.RelatedQuestion(words)],
        disclaimers=[ca.Disclaimer(words, title=words)],
        notices=[ca.Notice("educational", words)],
    )
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_content(ca.to_html(doc))
    wide, caption, region, first = page.evaluate("""() => {
        const width = place => document.querySelector(place).getBoundingClientRect().width;
        const range = document.createRange(), box = (node, at) => {
            range.setStart(node, at); range.setEnd(node, at + 1); return range.getBoundingClientRect();
        };
        const parted = [...document.querySelectorAll('.ca-cites')].filter(group => {
            const last = box(group.lastChild, group.lastChild.data.length - 1), before = group.lastElementChild.getClientRects();
            return last.left < before[before.length - 1].left;
        });
        return [document.documentElement.scrollWidth, width('caption'), width('.ca-scroll'), parted.length];
    }""")
    page.close()
    assert wide == 320
    assert caption <= region
    assert first == 0


@pytest.mark.browser
def test_print_is_light_and_shows_addresses_once(browser: Browser, files):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(files["everything"].as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(27, 36, 48)"
    link = ".ca-sec a[href='https://example.org/a?b=c&d=e']"
    shown = page.evaluate("place => getComputedStyle(document.querySelector(place), '::after').content", link)
    assert "https://example.org/a" in shown
    itself = ".ca-about a[href='https://creativecommons.org/licenses/by/4.0/']"
    assert (
        page.evaluate("place => getComputedStyle(document.querySelector(place), '::after').content", itself) == "none"
    )
    context.close()


def test_every_link_in_a_page_leads_somewhere(files):
    """Every target exists once, every citation leads to a reference that leads back, every id begins with the prefix."""
    for name, path in files.items():
        root = lxml.html.document_fromstring(path.read_text("utf-8"))
        ids = [each.get("id") for each in root.iter() if each.get("id")]
        assert len(ids) == len(set(ids)), name
        for link in root.iter("a"):
            target = link.get("href")
            assert not target.startswith("#") or target[1:] in ids, (name, target)
        for each in root.iter():
            for attribute in ("aria-labelledby", "popovertarget"):
                assert each.get(attribute) is None or each.get(attribute) in ids
        for claim in root.find_class("ca-claim"):
            for link in claim.iter("a"):
                if link.get("role") == "doc-biblioref":
                    entry = root.get_element_by_id(link.get("href")[1:])
                    assert f"#{claim.get('id')}" in [back.get("href") for back in entry.iter("a")]
        for back in root.iter("a"):
            if back.get("role") == "doc-backlink":
                entry = next(back.iterancestors("li"))
                place = root.get_element_by_id(back.get("href")[1:])
                assert f"#{entry.get('id')}" in [link.get("href") for link in place.iter("a")]
    options = lxml.html.document_fromstring(files["options"].read_text("utf-8"))
    assert all(each.get("id").startswith("x-") for each in options.iter() if each.get("id"))


def test_a_reader_mode_keeps_claims_citations_and_safety_text(files):
    """Mozilla's Readability, as in Firefox."""
    outside.readability()
    outside.jsdom()
    script = (
        "const {JSDOM} = require('jsdom'); const {Readability} = require('@mozilla/readability'); const fs = require('fs');"
        "for (const path of process.argv.slice(1)) {"
        "const article = new Readability(new JSDOM(fs.readFileSync(path, 'utf8')).window.document).parse();"
        "console.log(JSON.stringify(article.textContent)); }"
    )
    docs = {"built-in-python": pages.built_in_python(), "page-text": pages.page_text()}
    environment = {**os.environ, "NODE_PATH": str(outside.NODE_MODULES)}
    command = [outside.node(), "-e", script, *(files[name] for name in docs)]
    output = subprocess.run(command, capture_output=True, check=True, env=environment).stdout.decode()
    for (name, doc), line in zip(docs.items(), output.splitlines(), strict=True):
        text = " ".join(json.loads(line).split())
        for claim in ca.iter_claims(doc):
            assert " ".join(claim.text.split())[:60] in text, (name, claim)
            group = claim.content[-1]
            if isinstance(group, ca.Cite) and not any(each.locator for each in group.citations):
                numbers = ", ".join(each.ref for each in group.citations if each.relation is None)
                assert f"[{numbers}" in text
        for part in (*doc.disclaimers, *(each for each in doc.notices if each.kind in {"educational", "ai-generated"})):
            for block in part.blocks:
                assert " ".join(ca.plain_text(block).split()) in text, (name, block)
