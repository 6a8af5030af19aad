"""Reports as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code hosts and editors read."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

import clinanswer
from clinanswer.checks._rule import Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clinanswer.checks.report import Report

__all__ = ["Part", "joined", "part", "to_sarif"]

_LEVELS: Final[Mapping[Severity, str]] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


_LINE: Final = re.compile(r"(.+\.(?:jsonl|ndjson)(?:\.(?:gz|zst))?):(\d+)")
"""A document of a file of JSON Lines, as the command line names it."""


class Part(NamedTuple):
    """What one report adds to a log: plain values, so that another process can make it."""

    rules: dict[str, dict[str, object]]
    results: list[dict[str, object]]
    notes: list[str]


def to_sarif(reports: Iterable[tuple[str, Report]]) -> str:
    """The reports on files, by their names, as one SARIF log with one run.

    A finding's place in the document is its logical location; SARIF has no other name for it. As the physical one code
    hosts want a line: that of the document in a file of JSON Lines, or the first. Suppressed findings are there, as
    SARIF asks, with their justification.
    """
    return joined(part(name, report) for name, report in reports)


def part(name: str, report: Report) -> Part:
    """What the report on a file adds to a log."""
    rules = {rule.code: _rule(rule) for rule in report.rules}
    results = [_result(name, finding) for finding in report]
    results += [_result(name, each.finding, each.reason) for each in report.suppressed]
    return Part(rules, results, [f"{code} did not run: {reason}" for code, reason in report.not_run])


def joined(parts: Iterable[Part]) -> str:
    """The log of several parts."""
    rules: dict[str, dict[str, object]] = {}
    results: list[dict[str, object]] = []
    notes: dict[str, None] = {}
    for each in parts:
        rules.update(each.rules)
        results += each.results
        notes.update(dict.fromkeys(each.notes))
    for result in results:
        rules.setdefault(str(result["ruleId"]), {"id": result["ruleId"]})
    numbers = {code: number for number, code in enumerate(sorted(rules))}
    run = {
        "tool": {
            "driver": {
                "name": "clinanswer",
                "version": clinanswer.__version__,
                "rules": [rules[code] for code in numbers],
            }
        },
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [{"level": "note", "message": {"text": note}} for note in notes],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [{**result, "ruleIndex": numbers[str(result["ruleId"])]} for result in results],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    entry: dict[str, object] = {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if rule.reason:
        entry["fullDescription"] = {"text": rule.reason}
    return entry


def _result(name: str, finding: Finding, reason: str | None = None) -> dict[str, object]:
    logical: dict[str, object] = {"fullyQualifiedName": finding.path, "kind": "element"}
    if finding.where is not None:
        logical["name"] = finding.where
    path, line = name, ""
    if lines := _LINE.fullmatch(name):
        path, line = lines[1], lines[2]
    known = "\n".join((finding.code, finding.path, finding.text or finding.message))
    result: dict[str, object] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(path)},
                    "region": {"startLine": int(line or 1)},
                },
                "logicalLocations": [logical],
            }
        ],
        "partialFingerprints": {"finding/v1": hashlib.sha256(known.encode()).hexdigest()},
    }
    if reason is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": reason}]
    return result


def _uri(name: str) -> str:
    """A file's name as a relative reference, or a file: URI when it is absolute."""
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
