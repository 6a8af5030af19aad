"""The outside tools start: what the other tests rely on."""

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

import outside

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = '<!DOCTYPE html><html lang="en"><head><title>A</title></head><body><h1>A</h1></body></html>'


def test_the_nu_html_checker_passes_a_page_and_refuses_another(tmp_path):
    command = [outside.java(), "-jar", outside.vnu_jar(), "--format", "json", "--exit-zero-always"]
    for text, expected in [(PAGE, set()), (PAGE.replace("<title>A</title>", ""), {"error"})]:
        file = tmp_path / "page.html"
        file.write_text(text, "utf-8")
        result = subprocess.run([*command, file], capture_output=True, check=True)
        assert {message["type"] for message in json.loads(result.stderr)["messages"]} == expected


@pytest.mark.browser
def test_the_browser_runs_axe(page: "Page"):
    page.set_content(PAGE.replace("<h1>A</h1>", '<main><h1>A</h1><img src="data:,"></main>'))
    page.evaluate(outside.axe_js().read_text("utf-8"))
    violations = page.evaluate("axe.run().then(result => result.violations.map(one => one.id))")
    assert violations == ["image-alt"]


@pytest.mark.browser
def test_the_browser_reaches_no_network(page: "Page"):
    failed = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.set_content('<img src="http://example.org/a.png"><img src="http://127.0.0.1:1/b.png">')
    page.wait_for_load_state("networkidle")
    assert sorted(failed) == ["http://127.0.0.1:1/b.png", "http://example.org/a.png"]


def test_node_finds_the_npm_packages():
    script = "for (const name of ['jsdom', 'dompurify', '@mozilla/readability']) require(name)"
    environment = {**os.environ, "NODE_PATH": str(outside.NODE_MODULES)}
    for finder in (outside.jsdom, outside.dompurify, outside.readability):
        finder()
    subprocess.run([outside.node(), "-e", script], env=environment, check=True)


def test_pandoc_reads_jats():
    command = [outside.pandoc(), "--from=jats", "--to=plain"]
    source = "<article><body><sec><title>A</title><p>b</p></sec></body></article>"
    assert subprocess.run(command, input=source, capture_output=True, check=True, text=True).stdout.split() == [
        "A",
        "b",
    ]


@pytest.mark.parametrize("name", ["JATS-archivearticle1-3-mathml3.dtd", "JATS-journalpublishing1-3-mathml3.dtd"])
def test_lxml_loads_the_jats_dtds(name):
    from lxml import etree

    assert etree.DTD(str(outside.jats_dtd_dir() / name)).elements() is not None
