"""Suppressing a finding where it stands, with a reason: `extras={"suppress": "CC09: it is the only trial"}`.

Extras do not count for the digest of an approved document, so a suppression can be added after approval.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from clinanswer.checks._facts import NOWHERE, Facts, Place, path_of
from clinanswer.checks._rule import Finding, Hit, Severity, rule
from clinanswer.model.extras import EMPTY

if TYPE_CHECKING:
    from clinanswer.model import Extras, JsonValue

__all__ = ["KEY", "Suppressed", "Suppression", "broken_suppression", "near", "suppressions"]

KEY: Final = "suppress"
"""The member of `extras` that holds suppressions: a text, a list of texts, or an object of reasons by code."""


class Suppression(NamedTuple):
    """Codes, or beginnings of codes, that are not reported at `path` and below it, and why."""

    path: str
    codes: tuple[str, ...]
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether it suppresses this finding."""
        inside = finding.path == self.path or finding.path.startswith((f"{self.path}.", f"{self.path}["))
        return inside and finding.code.startswith(self.codes)


class Suppressed(NamedTuple):
    """A finding that is not reported, and the reason that the document gives."""

    finding: Finding
    reason: str


def suppressions(facts: Facts) -> Iterator[Suppression]:
    """The suppressions of the document, its claims and its references, the broken ones too."""
    for place, extras in _holders(facts):
        if KEY in extras:
            path = path_of(place)
            for said in _texts(extras[KEY]):
                codes, _, reason = said.partition(":")
                yield Suppression(path, tuple(filter(None, map(str.strip, codes.split(",")))), reason.strip())


def _holders(facts: Facts) -> Iterator[tuple[Place, Extras]]:
    if facts.doc.extras is not EMPTY:
        yield NOWHERE, facts.doc.extras
    for words in facts.special:
        if words.claim is not None and words.claim.extras is not EMPTY:
            yield words.place, words.claim.extras
    for position, reference in enumerate(facts.doc.references):
        if reference.extras is not EMPTY:
            yield (NOWHERE, "references", position), reference.extras


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Mapping):
        for codes, reason in value.items():
            yield f"{codes}: {reason if isinstance(reason, str) else ''}"
    else:
        yield ""


@rule("CS01", Severity.ERROR)
def broken_suppression(facts: Facts) -> Iterator[Hit]:
    """A suppression names no known code, or gives no reason.

    What silences a check must say why, to whoever reads the document next; a code that no rule has silences nothing,
    and its author believes that it does. Write `"CC09: the guideline is the only source"`.

    Fires:
        ClinicalAnswer("?", extras={"suppress": "CC99: known"})

    Silent:
        ClinicalAnswer("?", extras={"suppress": "CC09: the guideline is the only source"})
    """
    for path, codes, reason in suppressions(facts):
        place = f"{path}.extras.{KEY}"
        if not codes:
            yield Hit(place, "a suppression names no code; write it as 'CC09: the reason'")
        elif not reason:
            yield Hit(place, f"the suppression of {', '.join(codes)} gives no reason; write it as 'CC09: the reason'")
        for code in codes:
            if not any(known.startswith(code) for known in facts.codes):
                yield Hit(place, f"the suppression names {code!r}, which no rule has{near(code, facts.codes)}")


def near(code: str, known: Collection[str]) -> str:
    """A guess at what was meant, for the end of a message."""
    likely = {each.casefold(): each for each in sorted(known)}
    guesses = [likely[each] for each in difflib.get_close_matches(code.casefold(), likely, 1, 0.5)]
    return f"; did you mean {guesses[0]!r}?" if guesses else ""


def sift(findings: Iterable[Finding], given: Iterable[Suppression]) -> tuple[list[Finding], list[Suppressed]]:
    """The findings that stand, and those that a suppression with a reason covers."""
    sound = [each for each in given if each.codes and each.reason]
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    for finding in findings:
        found = next((each for each in sound if finding.code != "CS01" and each.covers(finding)), None)
        if found is None:
            kept.append(finding)
        else:
            suppressed.append(Suppressed(finding, found.reason))
    return kept, suppressed
