"""Write docs/checks/ from the docstrings of the rules; `--check` says which pages are out of date instead.

A page for each group of rules: what is wrong, why it matters and who says so, an example that fires and one that does
not. The examples are sessions, which the tests of the documentation run.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import sys
from pathlib import Path

import clinanswer
from clinanswer import DEFAULT_RULES, Rule
from clinanswer.checks._suppress import broken_suppression

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "checks"
GROUPS = {
    "document": ("The document", "The document as a whole, its parts, its language and its readers."),
    "claims": ("Claims", "What a claim rests on. Citations that a bullet inherits from the one above it count."),
    "quotes": ("Quotations", "Whether a quotation stands in the source that it is taken from, word for word."),
    "notation": ("Numbers and privacy", "Doses, numbers and notation; details that name a patient. English only."),
    "references": ("References", "The reference list, reference by reference and against itself."),
    "identifiers": ("Identifiers", "DOI, PMID, PMCID, NCT, ISBN, ISSN and ORCID, bare and sound."),
    "workflow": ("Review and provenance", "Whether the review happened, and what made the text."),
    "text": ("Text", "Text that was damaged on its way, or reads otherwise than it is."),
    "_suppress": ("Suppressions", "What a document asks the checker not to say."),
}
PREAMBLE = """\
```python
>>> from datetime import date
>>> from clinanswer import *
>>> def found(code, doc, sources=None):
...     for finding in check(doc, select=code, sources=sources, today=date(2026, 6, 1)):
...         print(finding)

```
"""
RULES: tuple[Rule, ...] = (*DEFAULT_RULES, broken_suppression)


def pages() -> dict[Path, str]:
    """Every page, by its path."""
    made = {FOLDER / f"{_file(group)}.md": _page(group) for group in GROUPS}
    return {FOLDER / "README.md": _overview(), **made}


def _file(group: str) -> str:
    return {"_suppress": "suppressions"}.get(group, group)


def _overview() -> str:
    lines = [
        "# The checks",
        "",
        "Generated from the rules' docstrings by `tools/check_docs.py`. How to run, choose and suppress them, and",
        "what a report looks like: [checking documents](../checking.md).",
        "",
        "| code | finds | severity | page |",
        "|---|---|---|---|",
    ]
    for rule in RULES:
        page = f"{_file(rule.group)}.md"
        title = GROUPS[rule.group][0].lower()
        anchor = f"[{rule.code}]({page}#{rule.code.lower()})"
        lines.append(f"| {anchor} | {rule.title} | {rule.severity} | [{title}]({page}) |")
    return "\n".join(lines) + "\n"


def _page(group: str) -> str:
    title, about = GROUPS[group]
    parts = [f"# {title}\n\n{about}\n\n{PREAMBLE}"]
    parts += [_rule(rule) for rule in RULES if rule.group == group]
    return "\n".join(parts)


def _rule(rule: Rule) -> str:
    needs = f" Needs {', '.join(rule.needs)}." if rule.needs else ""
    return (
        f'<a id="{rule.code.lower()}"></a>\n\n## {rule.code}: {rule.name.replace("-", " ")}\n\n'
        f"**{rule.title}** ({rule.severity}.{needs})\n\n{rule.reason}\n\n"
        f"It fires on\n\n{_session(rule, 'Fires')}\nand not on\n\n{_session(rule, 'Silent')}"
    )


def _session(rule: Rule, label: str) -> str:
    """An example as a session with its output."""
    source = rule.example(label) or ""
    call = f"found({rule.code!r}, *{source})" if source.startswith("(") else f"found({rule.code!r}, {source})"
    lines = call.replace("'", '"', 2).splitlines()
    typed = "".join(f"{'...' if number else '>>>'} {line}\n" for number, line in enumerate(lines))
    return f"```python\n{typed}{_output(call)}\n```\n"


def _output(call: str) -> str:
    names: dict[str, object] = {"date": dt.date, **{name: getattr(clinanswer, name) for name in _names()}}

    def found(code: str, doc: clinanswer.ClinicalAnswer, sources: dict[str, str] | None = None) -> None:
        for finding in clinanswer.check(doc, select=code, sources=sources, today=dt.date(2026, 6, 1)):
            print(finding)

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        eval(call, names | {"found": found})  # noqa: S307  (an example of our own)
    return printed.getvalue()


def _names() -> list[str]:
    return [name for name in clinanswer.__all__ if name[0].isupper() or name in {"cite", "claim", "digest"}]


def main() -> int:
    """Write the pages, or with `--check` compare them."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.name} is out of date; run tools/check_docs.py")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
