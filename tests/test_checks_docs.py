"""docs/checks/ says what the rules' docstrings say."""

import importlib.util

import outside


def test_the_pages_are_those_that_the_docstrings_give():
    spec = importlib.util.spec_from_file_location("check_docs", outside.ROOT / "tools" / "check_docs.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    stale = [path.name for path, text in tool.pages().items() if not path.exists() or path.read_text("utf-8") != text]
    assert stale == [], "run tools/check_docs.py"
    assert {path.name for path in tool.FOLDER.iterdir()} == {path.name for path in tool.pages()}
