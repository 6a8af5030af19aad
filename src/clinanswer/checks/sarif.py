"""Reports as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code hosts and editors read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import clinanswer
from clinanswer.checks._rule import Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clinanswer.checks.report import Report

__all__ = ["to_sarif"]

_LEVELS: Final[Mapping[Severity, str]] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def to_sarif(reports: Iterable[tuple[str, Report]]) -> str:
    """The reports on files, by their names, as one SARIF log with one run.

    A finding's place in the document is its logical location; SARIF has no other name for it. Suppressed findings are
    there, as SARIF asks, with their justification.
    """
    given = list(reports)
    rules = {rule.code: rule for _, report in given for rule in report.rules}
    codes = sorted(rules.keys() | {finding.code for _, report in given for finding in report})
    numbers = {code: number for number, code in enumerate(codes)}
    results = [
        result
        for name, report in given
        for result in (
            *(_result(name, finding, numbers) for finding in report),
            *(_result(name, each.finding, numbers, each.reason) for each in report.suppressed),
        )
    ]
    notes = sorted({(code, reason) for _, report in given for code, reason in report.not_run})
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "clinanswer",
                        "version": clinanswer.__version__,
                        "rules": [_rule(code, rules.get(code)) for code in codes],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [
                            {"level": "note", "message": {"text": f"{code} did not run: {reason}"}}
                            for code, reason in notes
                        ],
                    }
                ],
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str, rule: Rule | None) -> dict[str, object]:
    if rule is None:
        return {"id": code}
    entry: dict[str, object] = {
        "id": code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if rule.reason:
        entry["fullDescription"] = {"text": rule.reason}
    return entry


def _result(name: str, finding: Finding, numbers: Mapping[str, int], reason: str | None = None) -> dict[str, object]:
    logical: dict[str, object] = {"fullyQualifiedName": finding.path, "kind": "element"}
    if finding.where is not None:
        logical["name"] = finding.where
    known = "\n".join((finding.code, finding.path, finding.text or finding.message))
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": numbers.get(finding.code, -1),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": _uri(name)}},
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
