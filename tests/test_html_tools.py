"""The pages under the tools that the web is judged by: the Nu HTML Checker, axe-core in Chromium, Readability."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

import clinanswer as ca
import html_pages as pages
import outside

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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
    assert [f"{each['url'][-20:]}:{each['lastLine']} {each['message']} {each.get('extract')}" for each in messages] == []


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
        for width in (768,) if look == "print" else WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path.as_uri())
            page.evaluate(script)
            found += [f"{name} {width}: {each}" for each in page.evaluate(AXE)]
    context.close()
    assert found == []
