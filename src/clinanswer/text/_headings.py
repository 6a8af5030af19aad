"""Headings: what looks like one, what its section is about, and which sections stand under which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from clinanswer.model import MAX_DEPTH, Block, Section, SectionRole

if TYPE_CHECKING:
    from clinanswer.text._report import Reporter

__all__ = ["Draft", "arrange", "is_section_name", "is_title_case", "looks_like_heading", "role_of"]

_MAX_HEADING: Final = 150
_FINAL: Final = re.compile(r"[.!?:;,…][\"”’»)\]]*\Z")
_SMALL: Final = frozenset(
    "a an and as at but by for from in nor of on or per the to versus via vs with".split()  # noqa: SIM905  (as prose it can be read)
)

# The first that matches a heading gives its section's role.
_ROLES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), role)
    for pattern, role in (
        (
            (
                r"\bbottom line|\bkey (message|takeaway|point)|take-?(home|away)|\bconclusions?\b|"
                r"in summary|^summary$"
            ),
            SectionRole.BOTTOM_LINE,
        ),
        (
            (
                r"\bpitfall|\b(mistakes?|errors?) to avoid|\bwhat (not to do|to avoid)|"
                r"\bcommon (mistakes|errors)|\bcaveats?\b"
            ),
            SectionRole.PITFALLS,
        ),
        (
            (
                r"\bwhen to (seek|call|see|contact|get|refer|worry)|\bred flags?\b|\bwarning signs|"
                r"\bseek .*(care|attention|help)"
            ),
            SectionRole.WHEN_TO_SEEK_CARE,
        ),
        (
            r"\bside[- ‑]effects?|\badverse\b|\btoxicit|\bsafety\b|\brisks and|\bcomplications?\b",
            SectionRole.SIDE_EFFECTS,
        ),
        (r"\bfirst[- ‑]line|\binitial (\w+ )?(therapy|treatment|management|approach)", SectionRole.FIRST_LINE),
        (
            (
                r"\badjunct|\badd-on|\bsupportive (care|measures|treatment|therapy)|"
                r"\badditional (measures|therap|treatment)"
            ),
            SectionRole.ADJUNCT,
        ),
        (r"\bdos(e|es|ing|age)\b|\btitrat", SectionRole.DOSING),
        (r"\bmonitor|\bfollow[- ‑]?up\b|\bsurveillance\b", SectionRole.MONITORING),
        (r"\btime ?(line|frame|course)|\btiming\b|\bduration\b|\bwhat to expect|\brecovery time", SectionRole.TIMELINE),
        (r"\bprognos|\boutlook\b", SectionRole.PROGNOSIS),
        (r"\bprevent|\bprophyla", SectionRole.PREVENTION),
        (r"\bself[- ‑](care|help|management)|\bhome (care|measures|remed)|\blifestyle", SectionRole.SELF_CARE),
        (
            r"\b(research|evidence|knowledge) gaps?|\blimitations?\b|\buncertaint|\bunanswered",
            SectionRole.RESEARCH_GAPS,
        ),
        (r"\bmechanism|\bpathophysiolog|\bhow (it|\w+) works?\b", SectionRole.MECHANISM),
        (r"\bcauses?\b|\ba?etiolog|\brisk factors|^why (this|it|did this) happen", SectionRole.CAUSES),
        (
            (
                r"\bdiagnos|\bevaluation\b|\bassessment\b|\bwork-?up\b|\btesting\b|\bimaging\b|"
                r"\blaboratory\b"
            ),
            SectionRole.DIAGNOSIS,
        ),
        (r"\bsymptoms?\b|\bclinical (features|presentation|manifestations)", SectionRole.SYMPTOMS),
        (r"\bevidence\b(?![- ‑]based)|\bclinical trials?\b|\bwhat the research", SectionRole.EVIDENCE_SUMMARY),
        (
            (
                r"\btreat|\bmanag(e|ing)|\btherap|\balgorithm|\bprotocol|\binterventions?\b|"
                r"\brecommended approach"
            ),
            SectionRole.TREATMENT,
        ),
        (r"\boverview\b", SectionRole.OVERVIEW),
        (r"\bbackground\b|\bunderstanding\b|\bintroduction\b|^what (is|are)\b|\bcontext\b", SectionRole.BACKGROUND),
    )
)
_UNDER_TREATMENT: Final = frozenset(
    {SectionRole.FIRST_LINE, SectionRole.ADJUNCT, SectionRole.DOSING, SectionRole.MONITORING, SectionRole.TIMELINE}
)
_LATER_LINE: Final = re.compile(r"\b(second|third|fourth)[- ‑]line\b", re.IGNORECASE)
# Headings that name a section whatever the document is about, and so are never its title.
_SECTION_NAME: Final = re.compile(
    r"(the )?(bottom line|overview|summary|background|introduction|key (points|takeaways|messages)|conclusions?"
    r"|treatment|management|diagnosis|prognosis|dosing|monitoring|prevention|pathophysiology)",
    re.IGNORECASE,
)


@frozen
class Draft:
    """A section before its place is known. An empty one is a parent of some of those that follow."""

    title: str
    blocks: tuple[Block, ...]
    line: int
    role: SectionRole | None = field(init=False)

    @role.default
    def _role(self) -> SectionRole | None:
        return role_of(self.title)

    @property
    def goes_under_treatment(self) -> bool:
        """Whether its role places it under a heading on treatment."""
        return self.role in _UNDER_TREATMENT or (
            self.role in {None, SectionRole.TREATMENT} and bool(_LATER_LINE.search(self.title))
        )


def role_of(title: str) -> SectionRole | None:
    """What a section is about, by the words of its title; None when they do not say."""
    return next((role for pattern, role in _ROLES if pattern.search(title)), None)


def is_section_name(text: str) -> bool:
    """Whether the words are those of a section in any article ("Bottom Line"), and so no title."""
    return bool(_SECTION_NAME.fullmatch(text))


def looks_like_heading(text: str) -> bool:
    """Whether an unindented line without a citation is a heading: short, and without final punctuation.

    A colon or question mark at its end is a heading's when the line is set like one.
    """
    if len(text) > _MAX_HEADING:
        return False
    if not _FINAL.search(text):
        return True
    return text[-1] in ":?" and not _FINAL.search(text[:-1]) and is_title_case(text)


def arrange(drafts: list[Draft], reporter: Reporter, *, flat: bool) -> tuple[Section, ...]:
    """The sections, nested. An empty heading is a parent; the roles of those after it decide which are its own."""
    sections: list[Section] = []
    position = 0
    while position < len(drafts):
        section, position = _section(drafts, position, reporter, 1, flat=flat)
        sections.append(section)
    return tuple(sections)


def _section(drafts: list[Draft], position: int, reporter: Reporter, depth: int, *, flat: bool) -> tuple[Section, int]:
    draft = drafts[position]
    position += 1
    below: list[Section] = []
    if not draft.blocks and not flat and depth < MAX_DEPTH // 4:
        end = _run_end(drafts, position, draft)
        while position < end:
            section, position = _section(drafts[:end], position, reporter, depth + 1, flat=flat)
            below.append(section)
        found = f"{len(below)} of the headings after it" if below else "none of the headings after it"
        reporter.unclear(
            "section-level",
            f"“{draft.title}” has nothing under it, so it heads other sections: by their roles, {found};"
            ' sections="flat" decides nothing',
            draft.line,
            "$.sections",
        )
    elif not draft.blocks:
        reporter.unclear("empty-section", f"“{draft.title}” has nothing under it", draft.line, "$.sections")
    return Section(draft.title, draft.blocks, tuple(below), role=draft.role), position


def _run_end(drafts: list[Draft], start: int, parent: Draft) -> int:
    """Where the run of sections that belong under an empty heading ends."""
    if start == len(drafts):
        return start
    end = start
    if drafts[start].goes_under_treatment:
        while end < len(drafts) and drafts[end].goes_under_treatment:
            end += 1
    elif parent.role is not None:  # no role says more of them than that they are parts of what the parent is about
        while end < len(drafts) and drafts[end].role is None and drafts[end].blocks:
            end += 1
    return end


def is_title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if word.lower() not in _SMALL]
    return 0 < len(words) <= 12 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)
