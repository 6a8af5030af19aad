"""Every Python example in the README and in docs/ is run, and must print what stands below it."""

from __future__ import annotations

import doctest
import re

import pytest

import outside

PAGES = [outside.ROOT / "README.md", *sorted((outside.ROOT / "docs").rglob("*.md"))]
_FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(outside.ROOT)))
def test_examples_print_what_they_say(page, tmp_path, monkeypatch):
    """One name space a page, in a folder of its own beside the examples."""
    (tmp_path / "examples").symlink_to(outside.ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    blocks = "".join(
        "\n" * text[: m.start(1)].count("\n") * (i == 0) + m[1] + "\n" for i, m in enumerate(_FENCE.finditer(text))
    )
    assert ">>>" in blocks or not _FENCE.search(text), "write examples as a session (>>>), so that they can be run"
    examples = doctest.DocTestParser().get_doctest(blocks, {}, page.name, str(page), 0)
    printed: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(examples, out=printed.append)
    assert runner.failures == 0, "".join(printed)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(outside.ROOT)))
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
