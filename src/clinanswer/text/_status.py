"""The review status of a page: the steps that it prints, and which of them it says has been reached."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import frozen

from clinanswer.model import Contributor, ContributorRole, Person, Review, ReviewEvent, ReviewStatus
from clinanswer.text._dates import DATE, read_date

if TYPE_CHECKING:
    from clinanswer.text._lines import Line
    from clinanswer.text._report import Reporter

__all__ = ["Step", "read_steps", "review_of", "stage_name"]

_STAGES: Final = {
    "draft": ReviewStatus.DRAFT,
    "submitted": ReviewStatus.SUBMITTED,
    "under review": ReviewStatus.UNDER_REVIEW,
    "in review": ReviewStatus.UNDER_REVIEW,
    "changes requested": ReviewStatus.CHANGES_REQUESTED,
    "revisions requested": ReviewStatus.CHANGES_REQUESTED,
    "approved": ReviewStatus.APPROVED,
    "rejected": ReviewStatus.REJECTED,
    "withdrawn": ReviewStatus.WITHDRAWN,
    "retracted": ReviewStatus.RETRACTED,
}
_NAME: Final = "|".join(_STAGES).replace(" ", r"\s+")
_REACHED: Final = r"[✓✔☑✅●◉⬤→▶►➤■★☒🟢]\ufe0f?|\[x\]|\(x\)"
_AHEAD: Final = r"[○◯☐□▢◻⚪]\ufe0f?|\[\s?\]|\(\s?\)"
_CURRENT: Final = r"current(?:ly)?(?:\s(?:stage|status|step))?|you\sare\shere|completed?|done|active|now|in\sprogress"
_LABEL: Final = r"(?:(?:article|content|current|medical)\s)*(?:review\s)?(?:status|stage|step)"
_STEP: Final = re.compile(
    rf"""(?P<label>{_LABEL}\s*[:–-]\s*)?(?:reviewed\sand\s)?
         (?:(?P<reached>{_REACHED})|(?P<ahead>{_AHEAD})|[•*·-]|\d[.)])?\s*
         (?P<stage>{_NAME})
         (?P<mark>\s*(?:[-–—:]\s*)?[(\[]?(?:{_REACHED}|{_CURRENT})[)\]]?|\s*(?P<behind>{_AHEAD}))?
         (?:\s*[-–—:,]?\s*by\s+(?P<by>.{{2,120}}?))?
         (?:[\s,(–—:•·|-]*(?:on\s+)?(?P<date>{DATE})\)?)?
         (?:,?\s+by\s+(?P<by_then>.{{2,120}}?))?
         \s*\.?""",
    re.IGNORECASE | re.VERBOSE,
)
_GLUED: Final = re.compile(rf"(?:(?:{_NAME})(?=[\s→>›|/•·–-]*(?:{_NAME}|\Z))[\s→>›|/•·–-]*){{2,}}", re.IGNORECASE)
_EACH: Final = re.compile(_NAME, re.IGNORECASE)


@frozen
class Step:
    """One printed step. `reached` is None when nothing at it says whether it has been."""

    printed: str
    status: ReviewStatus
    line: int
    event: ReviewEvent
    reached: bool | None


def read_steps(line: Line) -> list[Step]:
    """The steps that a line prints: several when they are glued together; none when it prints something else."""
    if _GLUED.fullmatch(line.text):
        return [_step(found[0], line) for found in _EACH.finditer(line.text)]
    found = _STEP.fullmatch(line.text)
    if found is None:
        return []
    marked = found["reached"] or (found["mark"] and not found["behind"])
    said = marked or found["label"] or found["by"] or found["by_then"] or found["date"]
    ahead = found["ahead"] or found["behind"]
    return [_step(found["stage"], line, found, reached=True if said else False if ahead else None)]


def review_of(steps: list[Step], reporter: Reporter) -> Review:
    """The review that the steps tell of. Several steps without a mark leave the status unknown."""
    reached = [step for step in steps if step.reached]
    if not reached and len(steps) == 1 and steps[0].reached is None:
        reached = steps
    if steps and not reached:
        reporter.unclear(
            "status-unknown",
            "the page prints every step of its review and does not say which one holds",
            steps[0].line,
            "$.review",
        )
    stages = dict.fromkeys(step.printed for step in steps)
    return Review([step.event for step in reached], stages=tuple(stages))


def stage_name(status: ReviewStatus, printed: list[str]) -> str | None:
    """How a page that prints these stages names a status; None when it has no name for it."""
    own = next((name for name in printed if _STAGES.get(" ".join(name.lower().split())) is status), None)
    usual = next((name.title() for name, each in _STAGES.items() if each is status), None)
    return own or usual


def _step(printed: str, line: Line, found: re.Match[str] | None = None, *, reached: bool | None = None) -> Step:
    status = _STAGES[" ".join(printed.lower().split())]
    by = found and (found["by"] or found["by_then"])
    event = ReviewEvent(
        status,
        date=read_date(found["date"]) if found and found["date"] else None,
        by=Contributor(Person(literal=by.rstrip(" ,")), role=ContributorRole.REVIEWER) if by else None,
    )
    return Step(printed, status, line.number, event, reached)
