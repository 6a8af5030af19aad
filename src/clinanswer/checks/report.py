"""`Report`: the findings on one document, and how they read in a terminal and as JSON."""

from __future__ import annotations

import json
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, overload

from attrs import field, frozen

from clinanswer.checks._hidden import visible
from clinanswer.checks._rule import Finding, Fix, Rule, Severity

if TYPE_CHECKING:
    from clinanswer.checks._suppress import Suppressed

__all__ = ["Report", "to_dict"]

_COLORS: Final = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_WIDTH: Final = 100


@frozen(eq=True)
class Report(Sequence[Finding]):
    """What `check` found: a sequence of `Finding`s, errors first.

    `rules` are those that ran, `not_run` the codes of those that could not with the reason, `suppressed` the findings
    that the document suppresses, `title` names the document.
    """

    findings: tuple[Finding, ...] = ()
    rules: tuple[Rule, ...] = field(default=(), kw_only=True, repr=False)
    not_run: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)
    suppressed: tuple[Suppressed, ...] = field(default=(), kw_only=True)
    title: str = field(default="", kw_only=True)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return self.findings[index]

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that are warnings."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.WARNING)

    @property
    def infos(self) -> tuple[Finding, ...]:
        """The findings that are hints."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.INFO)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings each code has, by code."""
        return dict(sorted(Counter(finding.code for finding in self.findings).items()))

    @property
    def fixable(self) -> tuple[Finding, ...]:
        """The findings that `fix` repairs."""
        return tuple(finding for finding in self.findings if finding.fix is not None)

    @property
    def summary(self) -> str:
        """How many errors, warnings and hints there are, in words."""
        counts = ((len(self.errors), "error"), (len(self.warnings), "warning"), (len(self.infos), "hint"))
        said = ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts if count)
        return said or "nothing found"

    def reason(self, code: str) -> str:
        """Why a rule that ran matters, with its source; empty for a code that none of them has."""
        return next((rule.reason for rule in self.rules if rule.code == code), "")

    def to_text(self, *, name: str = "", color: bool = False) -> str:
        """The report for a terminal: each finding with its sentence, the place underlined, the reason, the fix.

        A reason is given once, with the first finding of its rule. `name` is printed before each path.
        """
        told: set[str] = set()
        lines: list[str] = []
        for finding in self.findings:
            lines += self._lines(finding, name, told, color=color)
            lines.append("")
        lines += [f"note: {code} did not run: {reason}" for code, reason in self.not_run]
        hidden = f"; {len(self.suppressed)} suppressed" if self.suppressed else ""
        fixable = f"; {len(self.fixable)} can be fixed" if self.fixable else ""
        return "\n".join([*lines, f"{self.summary}{fixable}{hidden}\n"])

    def to_json(self) -> str:
        """The report as a JSON object, one line long but for its end."""
        return json.dumps(to_dict(self), ensure_ascii=False) + "\n"

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Report {self.summary}: {', '.join(f'{code} × {count}' for code, count in self.counts.items())}>"

    def _repr_html_(self) -> str:
        from clinanswer.notebook import html

        return html(self)

    def _lines(self, finding: Finding, name: str, told: set[str], *, color: bool) -> Iterator[str]:
        head = f"{finding.severity}[{finding.code}]"
        yield f"{_paint(head, _COLORS[finding.severity], on=color)}: {_paint(visible(finding.message), '1', on=color)}"
        where = "" if finding.where is None else f" ({finding.where})"
        yield f"  --> {f'{name}: ' if name else ''}{finding.path}{where}"
        if finding.text:
            text, start, end = excerpt(finding.text, finding.span)
            yield "   |"
            yield f"   | {text}"
            if end > start:
                mark = _paint("^" * max(1, _columns(text[start:end])), _COLORS[finding.severity], on=color)
                yield f"   | {' ' * _columns(text[:start])}{mark}"
        reason = "" if finding.code in told else self.reason(finding.code)
        told.add(finding.code)
        for number, line in enumerate(textwrap.wrap(reason, _WIDTH - 10, break_on_hyphens=False)):
            yield f"   {'       ' if number else '= why: '}{line}"
        if isinstance(finding.fix, Fix):
            yield f"   = fix: {visible(finding.fix.title)}"


def excerpt(text: str, span: tuple[int, int] | None) -> tuple[str, int, int]:
    """One line of a text around a span, hidden characters made visible, and where the span is in it."""
    start, end = span or (0, 0)
    room = _WIDTH - 10
    left = 0 if end <= room else max(0, start - room // 3)
    right = min(len(text), max(end, left + room))
    before = "…" if left else ""
    parts = [
        " ".join(f"|{visible(part)}|".split())[1:-1] for part in (text[left:start], text[start:end], text[end:right])
    ]
    line = f"{before}{parts[0]}{parts[1]}{parts[2]}{'…' if right < len(text) else ''}"
    begin = len(before) + len(parts[0])
    return line, begin, begin + len(parts[1])


def to_dict(report: Report, name: str | None = None) -> dict[str, object]:
    """The report as what JSON holds."""
    return {
        "format": "clinanswer-report",
        "version": 1,
        **({} if name is None else {"file": name}),
        "title": report.title,
        "counts": {"error": len(report.errors), "warning": len(report.warnings), "info": len(report.infos)},
        "findings": [_entry(finding) for finding in report.findings],
        "suppressed": [{**_entry(each.finding), "reason": each.reason} for each in report.suppressed],
        "not_run": [{"code": code, "reason": reason} for code, reason in report.not_run],
    }


def _entry(finding: Finding) -> dict[str, object]:
    entry: dict[str, object] = {
        "code": finding.code,
        "severity": str(finding.severity),
        "path": finding.path,
        "message": finding.message,
    }
    if finding.where is not None:
        entry["where"] = finding.where
    if finding.text is not None:
        entry["text"] = finding.text
    if finding.span is not None:
        entry["span"] = list(finding.span)
    if isinstance(finding.fix, Fix):
        entry["fix"] = finding.fix.title
    return entry


def _paint(text: str, color: str, *, on: bool) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if on else text


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
