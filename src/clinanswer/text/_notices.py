"""What surrounds the article on its page: notices, review status, dates, policy, people. It has its own vocabulary.

Browsers glue its lines together: `unglue` parts them, at known phrases only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import Factory, define, evolve

from clinanswer.model import Contributor, ContributorRole, Notice, NoticeKind, Person, PolicyLink, Review
from clinanswer.text._dates import DATE, read_date
from clinanswer.text._lines import Line, shown
from clinanswer.text._report import Reporter
from clinanswer.text._status import Step, read_steps, review_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

__all__ = ["Front", "is_front_line", "unglue"]

_IGNORE: Final = re.IGNORECASE
_MAX_NOTICE: Final = 600  # longer text is the article's
_MAX_DATE: Final = 30
_AFTER: Final = re.compile(  # these end where a capital letter is glued to them
    r"(Medical Advisory Board|Article Review Status|Personalize|"
    r"Help us tailor your experience|Related Questions"
    r"|(?:Professional )?Medical Disclaimer|Have a follow-up question\?|View editorial policy)(?=[A-Z])"
)
_BEFORE: Final = re.compile(  # these begin where something is glued before them
    r"(?<=[^\s“\"(])(View editorial policy|Last updated:|Article Review Status|Have a follow-up question\?"
    r"|Related Questions(?=\Z|[A-Z])|Professional Medical Disclaimer)"
)
_UPDATED: Final = re.compile(r"(?:last |page |article )*(?:updated|modified|revised)(?: on)?\s*:?\s*(.*)", _IGNORE)
_PUBLISHED: Final = re.compile(r"(?:first |originally |date )*published(?: on)?\s*:?\s*(.*)", _IGNORE)
_POLICY: Final = re.compile(
    r"(?:view |read |see )?(?:our |the )?editorial (?:policy|policies|process|standards)", _IGNORE
)
_STATUS: Final = re.compile(
    r"(?:article |content |medical )*review status:?|article status:?|review progress:?", _IGNORE
)
_PERSON: Final = re.compile(
    r"(?P<what>(?:medically |clinically )?reviewed|written|authored|edited|author|"
    r"medical reviewer|reviewer|editor)"
    r"(?:\s+by\b|\s*:)\s*(?P<who>[^:]{2,120}?)(?:,?\s+on\s+(?P<date>.*))?",
    _IGNORE,
)
_ROLES: Final = {
    "reviewed": ContributorRole.REVIEWER,
    "medically reviewed": ContributorRole.MEDICAL_REVIEWER,
    "clinically reviewed": ContributorRole.MEDICAL_REVIEWER,
    "medical reviewer": ContributorRole.MEDICAL_REVIEWER,
    "reviewer": ContributorRole.REVIEWER,
    "edited": ContributorRole.EDITOR,
    "editor": ContributorRole.EDITOR,
    "written": ContributorRole.AUTHOR,
    "authored": ContributorRole.AUTHOR,
    "author": ContributorRole.AUTHOR,
}
# Titles of notices; the lines below such a title are its text.
_TITLES: Final = (
    (
        NoticeKind.BOARD,
        re.compile(r"(?:our )?(?:medical|clinical|editorial|scientific) (?:advisory |review )?board", _IGNORE),
    ),
    (NoticeKind.PERSONALIZATION, re.compile(r"personali[sz]e(?: (?:your|this) \w+)?", _IGNORE)),
    (
        NoticeKind.AI_GENERATED,
        re.compile(r"(?:ai|a\.i\.)[- ](?:generated|assisted)(?: (?:content|answer|article))?", _IGNORE),
    ),
)
# Whole lines that are notices. The first that matches gives the kind.
_TEXTS: Final = (
    (
        NoticeKind.BOARD,
        re.compile(
            r"(?:all|our|this|these|every) .*\breviewed\b.*\b(?:board|experts|physicians|clinicians|"
            r"doctors|editors).*",
            _IGNORE,
        ),
    ),
    (
        NoticeKind.EDUCATIONAL,
        re.compile(
            r"(?:for )?educational (?:purposes?|use)(?: only)?\b.*|for (?:general )?(?:information|"
            r"education)(?:al)?(?: and education(?:al)?)? purposes? only\b.*|"
            r"not (?:a substitute for )?medical advice.*",
            _IGNORE,
        ),
    ),
    (
        NoticeKind.REVIEW_PENDING,
        re.compile(
            r"(?:this |the )?(?:content|article|answer|page)?.{0,40}\b(?:pending|awaiting|"
            r"awaits) (?:human |medical |clinical |expert )?review.*",
            _IGNORE,
        ),
    ),
    (
        NoticeKind.AI_GENERATED,
        re.compile(
            r"(?:this |the )?(?:content|article|answer|page|text)?.{0,20}\b(?:ai|a\.i\.|"
            r"artificial intelligence)[- ]?(?:generated|assisted)\b.*|.{0,40}\b(?:generated|written|"
            r"drafted|created) (?:by|with|using) .{0,30}\b(?:ai|a\.i\.|artificial intelligence|"
            r"language model)\b.*",
            _IGNORE,
        ),
    ),
    (
        NoticeKind.PERSONALIZATION,
        re.compile(
            r"help us tailor .*|which best describes you\b.*|your choice helps us .*|"
            r"tailor your experience\b.*|i am an? (?:patient|clinician|caregiver|physician|nurse|"
            r"student).*",
            _IGNORE,
        ),
    ),
)
_AUDIENCES: Final = re.compile(
    r"(?:i'm an? |i am an? )?(?:patients?|caregivers?|clinicians?|researchers?|students?|"
    r"nurses?|physicians?|doctors?"
    r"|(?:healthcare|health care|medical) (?:professionals?|providers?|students?)|general public|other)",
    _IGNORE,
)


def unglue(lines: list[Line]) -> list[Line]:
    """The lines, parted where a known phrase is glued to what stands beside it."""
    parted: list[Line] = []
    for line in lines:
        pieces = _AFTER.sub(r"\1\n", _BEFORE.sub(r"\n\1", line.text)).split("\n")
        parted.append(line if len(pieces) == 1 else evolve(line, text=pieces[0].strip()))
        parted += [Line(line.number, line.indent, piece.strip()) for piece in pieces[1:]]
    return parted


@define
class Front:
    """What has been read of the notice area. `take` takes its lines one by one."""

    reporter: Reporter
    notices: list[Notice] = Factory(list)
    steps: list[Step] = Factory(list)
    contributors: list[Contributor] = Factory(list)
    updated: dt.date | None = None
    published: dt.date | None = None
    policy: PolicyLink | None = None
    _open: NoticeKind | None = None
    _status_label: int | None = None
    _kept: list[Line] = Factory(list)

    @property
    def review(self) -> Review:
        """The review status that the steps tell."""
        return review_of(self.steps, self.reporter)

    def take(self, line: Line) -> bool:
        """Read a line of the notice area; False when it is none of its lines."""
        text = line.text
        if len(text) > _MAX_NOTICE:
            return False
        if self._take_status(line):
            self._open = None
            return True
        self._status_label = None
        if self._take_date(line) or self._take_person(line) or self._take_policy(line):
            self._open = None
        elif kind := next((kind for kind, pattern in _TITLES if pattern.fullmatch(text)), None):
            self.notices.append(Notice(kind, (), title=text))
            self._open = kind
        elif kind := self._text_kind(text):
            self._add(kind, text)
        else:
            return False
        return True

    def take_fact(self, line: Line) -> bool:
        """Read a date, the editorial policy or the review status, which also stand outside the notice area."""
        if len(line.text) > _MAX_NOTICE:
            return False
        if (self._status_label or _STATUS.fullmatch(line.text)) and self._take_status(line):
            return True
        self._status_label = None
        return self._take_date(line) or self._take_policy(line)

    def keep(self, lines: list[Line], place: int) -> None:
        """Keep lines that stand in the notice area and are not known there, as notices at this place among the rest."""
        for position, line in enumerate(lines, place):
            message = f"{shown(line.text)} is not known among notices and kept as one"
            self.reporter.unclear("notice-unknown", message, line.number, f"$.notices[{position}]")
            self.notices.insert(position, Notice(NoticeKind.OTHER, line.text))
            self._kept.append(line)

    def take_back(self, wanted: Callable[[Line], bool]) -> Line | None:
        """The last of the kept lines that is wanted, which then is no notice after all."""
        line = next(filter(wanted, reversed(self._kept)), None)
        if line is not None:
            self.notices.remove(Notice(NoticeKind.OTHER, line.text))
        return line

    def _take_policy(self, line: Line) -> bool:
        if found := _POLICY.fullmatch(line.text):
            self.policy = PolicyLink(found[0])
        return found is not None

    def _text_kind(self, text: str) -> NoticeKind | None:
        if self._open is NoticeKind.PERSONALIZATION and _AUDIENCES.fullmatch(text):
            return NoticeKind.PERSONALIZATION
        return next((kind for kind, pattern in _TEXTS if pattern.fullmatch(text)), None)

    def _add(self, kind: NoticeKind, text: str) -> None:
        """Below its title, or below more of the same personalization, the text goes on with that notice."""
        last = self.notices[-1] if self.notices else None
        if last is not None and last.kind is kind and self._open is kind:
            self.notices[-1] = Notice(kind, (*last.blocks, text), title=last.title)
        else:
            self.notices.append(Notice(kind, text))
            self._open = kind

    def _take_status(self, line: Line) -> bool:
        if _STATUS.fullmatch(line.text):
            self._status_label = line.number
            return True
        steps = read_steps(line)
        self.steps += steps
        return bool(steps)

    def _take_date(self, line: Line) -> bool:
        for pattern, name in ((_UPDATED, "updated"), (_PUBLISHED, "published")):
            found = pattern.fullmatch(line.text)
            if found is None:
                continue
            printed = found[1].rstrip(".")
            if re.fullmatch(DATE, printed, _IGNORE) or (":" in line.text and len(printed) <= _MAX_DATE):
                date = read_date(printed)
                if date is None:
                    self.reporter.lost("date", f"{shown(line.text)} holds no clear date", line.number, f"$.{name}")
                setattr(self, name, date)
                return True
        return False

    def _take_person(self, line: Line) -> bool:
        found = _PERSON.fullmatch(line.text.rstrip("."))
        if found is None:
            return False
        role = _ROLES[" ".join(found["what"].lower().split())]
        self.contributors.append(Contributor(Person(literal=found["who"].strip(" ,")), role=role))
        if found["date"]:
            self.reporter.lost("date", f"the date in {shown(line.text)} has no place of its own", line.number)
        return True


def is_front_line(line: Line) -> bool:
    """Whether a line is one of the notice area."""
    front = Front(Reporter(None, strict=False))
    return front.take(line)
