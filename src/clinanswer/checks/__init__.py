"""The integrity checker: what is clinically wrong with a document, rule by rule.

`check` runs rules over one walk of the document and gives a `Report`; `fix` applies the repairs that need no judgement.
The rules stand in `document`, `claims`, `quotes`, `notation`, `references`, `identifiers`, `workflow` and `text`.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from clinanswer.checks import claims, document, identifiers, notation, quotes, references, text, workflow
from clinanswer.checks._facts import Facts, Words, path_of
from clinanswer.checks._ids import missing_library
from clinanswer.checks._rule import Check, Finding, Fix, Hit, Rule, Severity, rule
from clinanswer.checks._suppress import Suppressed, broken_suppression, sift, suppressions
from clinanswer.checks.config import Config, find_config, load_config
from clinanswer.checks.report import Report
from clinanswer.checks.sarif import to_sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from clinanswer.model import ClinicalAnswer

__all__ = [
    "DEFAULT_RULES", "Check", "Config", "Facts", "Finding", "Fix", "Hit", "Report", "Rule", "Severity", "Suppressed",
    "Words", "check", "find_config", "fix", "load_config", "rule", "to_sarif",
]  # fmt: skip

DEFAULT_RULES: Final[tuple[Rule, ...]] = (
    document.question_blank,
    document.no_answer,
    document.title_missing,
    document.disclaimer_missing,
    document.empty_section,
    document.language_missing,
    document.updated_date,
    document.audience_conflict,
    document.codes,
    document.inaccessible,
    document.related_question_repeats,
    claims.uncited,
    claims.missing_reference,
    claims.same_reference_twice,
    claims.disputed,
    claims.hidden_disagreement,
    quotes.quote_not_found,
    claims.citation_in_heading,
    claims.single_source,
    claims.meaningless_rating,
    claims.discordant_recommendation,
    notation.uncited_number,
    notation.error_prone_dose,
    notation.patient_identified,
    references.never_cited,
    references.duplicate,
    references.probable_duplicate,
    identifiers.malformed_identifier,
    identifiers.prefixed_identifier,
    identifiers.disagreeing_url,
    references.unresolved,
    references.redirecting_url,
    references.retracted,
    references.impossible_year,
    references.weak_support,
    references.circular,
    workflow.approval_unfounded,
    workflow.approval_outdated,
    workflow.impossible_history,
    workflow.review_claimed,
    workflow.ai_undeclared,
    text.leftovers,
    text.hidden_characters,
)
"""Every rule of the package, in the order of their codes. A tuple: add to it, or leave out, as you like."""

_CODES: Final = frozenset(each.code for each in (*DEFAULT_RULES, broken_suppression))
_ALL: Final = Config()
_SEVERITIES: Final = tuple(Severity)
_missing: Callable[[str], bool] = cache(missing_library)


def check(
    doc: ClinicalAnswer,
    rules: Iterable[Rule | Check] = DEFAULT_RULES,
    sources: Mapping[str, str] | None = None,
    today: dt.date | None = None,
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    severity: Mapping[str, Severity | str] | None = None,
    config: Config | str | Path | None = None,
) -> Report:
    """Check a document: everything that is wrong with it, errors first.

    Args:
        doc: The document.
        rules: What to check. A function of your own takes a `Facts` and yields `Finding`s, or `Hit`s when it was made
            a rule with `rule("LOCAL01")`.
        sources: The texts of cited works by reference id, in which quotations are looked up.
        today: The date by which dates are judged; by default, today.
        select: The codes, or beginnings of codes, of the rules to run; by default, all.
        ignore: The codes, or beginnings of codes, of rules not to run.
        severity: Severities by code or beginning, in place of the rules' own.
        config: A `Config`, or the TOML file that holds one, to which the three options above are added. Files are only
            looked for by the command line.

    Raises:
        ValueError: a code that no rule has, or an unknown severity.
    """
    options = _ALL if config is None else config if isinstance(config, Config) else load_config(config)
    if select or ignore or severity:
        options = options.merged(select, ignore, severity or {})
    given: tuple[Rule | Check, ...] = (*rules, broken_suppression)
    codes = _CODES if rules is DEFAULT_RULES else _CODES.union(each.code for each in given if isinstance(each, Rule))
    facts = Facts(doc, today or dt.date.today(), sources, codes)  # noqa: DTZ011 (the date on the reader's own wall)
    everything = not options.select and not options.ignore
    findings: list[Finding] = []
    left_out: set[Rule | Check] = set()
    not_run: list[tuple[str, str]] = []
    for each in given:
        if type(each) is not Rule:
            own = [_own(each, finding) for finding in each(facts)]
            codes = codes.union(finding.code for finding in own)
            findings += [finding for finding in own if options.runs(finding.code)]
            left_out.add(each)
        elif not (
            everything or options.runs(each.code) or (each is broken_suppression and not options.refuses("CS01"))
        ):
            left_out.add(each)
        elif each.needs and (reason := _unmet(each, facts)):
            not_run.append((each.code, reason))
            left_out.add(each)
        else:
            for hit in each.check(facts):
                findings.append(_finding(each, hit, options))
    if problem := options.unknown(codes):
        raise ValueError(problem)
    if len(findings) > 1:
        findings = [finding for severity in _SEVERITIES for finding in findings if finding.severity is severity]
    kept, suppressed = sift(findings, suppressions(facts)) if findings else ([], [])
    ran = cast("tuple[Rule, ...]", tuple(each for each in given if each not in left_out) if left_out else given)
    return Report(tuple(kept), rules=ran, not_run=tuple(not_run), suppressed=tuple(suppressed), title=_title(doc))


def fix(doc: ClinicalAnswer, report: Iterable[Finding]) -> ClinicalAnswer:
    """The document with every fix of the report applied; applying them again changes nothing.

    No fix touches a claim's words, but for those of CT01, whose rule says so.
    """
    ordered = sorted(report, key=_position)
    for finding in ordered[::-1]:  # from the end, so that no fix moves another's place
        if finding.fix is not None:
            doc = finding.fix(doc)
    return doc


def _position(finding: Finding) -> tuple[tuple[str, int], ...]:
    steps = re.findall(r"([^.\[\]]+)(?:\[(\d+)\])?", finding.path)
    return tuple((name, int(number or -1)) for name, number in steps)


def _own(function: Check, found: object) -> Finding:
    """What a function that is no rule yields, which has to say its code and severity itself."""
    if not isinstance(found, Finding):
        name = getattr(function, "__name__", "the function")
        raise TypeError(f"{name} yields a {type(found).__name__}; make it a rule with rule(code), or yield Findings")
    return found


def _finding(made_by: Rule, hit: Hit | Finding, options: Config) -> Finding:
    severity = options.severity_of(made_by.code) if options.severity else None
    if isinstance(hit, Finding):
        return hit
    place, message, where, repair, words, span, own = hit
    level = severity or own or made_by.severity
    return Finding(made_by.code, level, path_of(place), message, where, repair, text=words, span=span)


def _unmet(wanted: Rule, facts: Facts) -> str | None:
    """Why a rule cannot run on this document, or None. What it does not need there, it does not ask for."""
    for need in wanted.needs:
        if need == "sources":
            if facts.sources is None and facts.quoting:
                return "the document quotes its sources, but none was given; give them with sources= (--sources)"
        elif _missing(need):
            return f"{need} is not installed; pip install 'clinanswer[checks]'"
    return None


def _title(doc: ClinicalAnswer) -> str:
    return doc.id or doc.question.text
