"""CW and CP: the review, and where the document comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer._digest import is_covered
from clinanswer.checks._facts import NOWHERE, Facts, Place
from clinanswer.checks._rule import Hit, Severity, rule
from clinanswer.checks._words import claims_review
from clinanswer.model import (
    AiUse,
    ContributorRole,
    NoticeKind,
    Organization,
    Person,
    ReviewEvent,
    ReviewStatus,
    Software,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ai_undeclared", "approval_outdated", "approval_unfounded", "impossible_history", "name_of", "review_claimed",
]  # fmt: skip

_REVIEW: Final[Place] = (NOWHERE, "review", -1)
_OVER: Final = (ReviewStatus.WITHDRAWN, ReviewStatus.RETRACTED)


@rule("CW01", Severity.ERROR)
def approval_unfounded(facts: Facts) -> Iterator[Hit]:
    """The document is approved without a reviewer or a date, or its reviewer is the AI or an author.

    Such an approval assures its readers of a check that nobody independent made (ICMJE Recommendations, section II.C:
    peer review is by experts who are not part of the staff; COPE Ethical Guidelines for Peer Reviewers).

    Fires:
        ClinicalAnswer("?", review=Review([ReviewEvent(ReviewStatus.APPROVED)]))

    Silent:
        ClinicalAnswer("?", review=Review([ReviewEvent(ReviewStatus.APPROVED, date=date(2026, 2, 1),
            by=Contributor(Person("Alder", "A."), role=ContributorRole.MEDICAL_REVIEWER))]))
    """
    if not facts.approved:
        return
    position = len(facts.doc.review.events) - 1
    event = facts.doc.review.events[position]
    place: Place = (_REVIEW, "events", position)
    if event.date is None:
        yield Hit(place, "the approval has no date")
    if event.by is None:
        yield Hit(place, "the approval names no reviewer")
    elif isinstance(event.by.who, Software):
        yield Hit((place, "by", -1), f"the reviewer is software ({event.by.who.name}); approval needs a person")
    else:
        authors = [each.who for each in facts.doc.contributors if each.role is ContributorRole.AUTHOR]
        if any(_same(event.by.who, author) for author in authors):
            yield Hit((place, "by", -1), f"the reviewer, {name_of(event.by.who)}, is an author of the document")


def _same(one: Person | Organization, other: Person | Organization | Software) -> bool:
    if isinstance(one, Person) and isinstance(other, Person) and one.orcid and other.orcid:
        return one.orcid.rstrip("/").rpartition("/")[2] == other.orcid.rstrip("/").rpartition("/")[2]
    name = name_of(one).casefold().split()
    return type(one) is type(other) and bool(name) and name == name_of(other).casefold().split()


def name_of(who: Person | Organization | Software) -> str:
    """A name in the order in which it is said."""
    if isinstance(who, Person):
        return who.literal or " ".join(filter(None, (who.given, who.particles, who.family, who.suffix)))
    return who.name


@rule("CW02", Severity.ERROR)
def approval_outdated(facts: Facts) -> Iterator[Hit]:
    """The content has changed since it was approved.

    The approval covers the text whose digest it holds (`clinanswer.digest`: question, title, answer, sections,
    references and disclaimers), and no other (21 CFR 11.70: signatures are linked to their records so that they
    cannot be moved). Amend and approve it again.

    Fires:
        ClinicalAnswer("?", answer="Start high.", review=Review([ReviewEvent(ReviewStatus.APPROVED,
            digest=digest(ClinicalAnswer("?", answer="Start low.")))]))

    Silent:
        ClinicalAnswer("?", answer="Start low.", review=Review([ReviewEvent(ReviewStatus.APPROVED,
            digest=digest(ClinicalAnswer("?", answer="Start low.")))]))
    """
    if not facts.approved or not facts.doc.review.events[-1].digest:
        return
    position = len(facts.doc.review.events) - 1
    if not is_covered(facts.doc, facts.doc.review.events[position].digest or ""):
        message = "the content is not what was approved: its digest differs; amend the document and have it approved"
        yield Hit(((_REVIEW, "events", position), "digest", -1), message)


@rule("CW03")
def impossible_history(facts: Facts) -> Iterator[Hit]:
    """The review's events are in an impossible order, the document has expired, or was withdrawn without a reason.

    A history that cannot have happened proves nothing; guidance past its expiry may be superseded (GRADE and G-I-N
    ask for an expiry or review date, Qaseem et al., Ann Intern Med 2012;156:525); a notice of withdrawal gives the
    reason (COPE Retraction Guidelines).

    Fires:
        ClinicalAnswer("?", expires=date(2026, 1, 31))

    Silent:
        ClinicalAnswer("?", expires=date(2028, 1, 31), review=Review([
            ReviewEvent(ReviewStatus.SUBMITTED, date=date(2026, 1, 1)),
            ReviewEvent(ReviewStatus.APPROVED, date=date(2026, 2, 1))]))
    """
    doc = facts.doc
    if doc.expires is not None and doc.expires < facts.today:
        yield Hit("$.expires", f"the document expired on {doc.expires}; review and renew it, or withdraw it")
    earlier: ReviewEvent | None = None
    dated: ReviewEvent | None = None
    for position, event in enumerate(doc.review.events):
        place: Place = (_REVIEW, "events", position)
        if event.date is not None:
            if event.date > facts.today:
                yield Hit((place, "date", -1), f"{event.status} on {event.date}, which is in the future")
            if dated is not None and dated.date is not None and event.date < dated.date:
                message = f"{event.status} on {event.date}, before it was {dated.status} on {dated.date}"
                yield Hit((place, "date", -1), message)
            dated = event
        if earlier is not None and earlier.status is ReviewStatus.RETRACTED:
            yield Hit(place, f"{event.status} after it was retracted: a retraction is final")
        if event.status in _OVER and not (event.note or "").strip():
            yield Hit(place, f"{event.status} without a reason; say why in the event's note")
        earlier = event


@rule("CW04")
def review_claimed(facts: Facts) -> Iterator[Hit]:
    """A notice claims a review that the document's status does not bear out.

    "Reviewed by our medical board" over a text that nobody approved misleads (FTC Act, section 5; HONcode, principle 1:
    advice is given by professionals unless clearly stated otherwise). Notices that say that a review is pending, or was
    not made, do not count, nor do peer-reviewed sources. Knows English only.

    Fires:
        ClinicalAnswer("?", notices=[Notice(NoticeKind.BOARD, "All articles are reviewed by our medical board.")])

    Silent:
        ClinicalAnswer("?", notices=[Notice(NoticeKind.REVIEW_PENDING, "Not yet reviewed by our medical board.")])
    """
    if facts.approved:
        return
    for words in facts.notices:
        found = claims_review(words.text)
        if found is not None:
            status = facts.doc.review.status
            stands = "its review status is not known" if status is ReviewStatus.UNKNOWN else f"the document is {status}"
            message = f"the notice says {found[0]!r}, but {stands}"
            yield Hit(words.place, message, words.where, text=words.text, span=found.span())
            return


_AI: Final = re.compile(
    r"\b(?:AI|A\.I\.|artificial intelligence|language model|LLM|chatbot|machine[- ]generated|automatically generated"
    r"|GPT|ChatGPT|Claude|Gemini)\b"
)


@rule("CP01")
def ai_undeclared(facts: Facts) -> Iterator[Hit]:
    """The answer was generated by AI without naming the model or telling the reader, or claims a review it never had.

    ICMJE (section II.A.4) and the EU AI Act (Regulation 2024/1689, article 50) ask that use of AI be disclosed, with
    the tool; a reader who takes generated text for reviewed text trusts it more than anybody meant.

    Fires:
        ClinicalAnswer("?", provenance=Provenance(AiUse.GENERATED))

    Silent:
        ClinicalAnswer("?", provenance=Provenance(AiUse.GENERATED, models=[Model("Model X", version="3")]),
            notices=[Notice(NoticeKind.AI_GENERATED, "Written by a language model.")])
    """
    provenance = facts.doc.provenance
    if provenance is None or provenance.ai not in {AiUse.GENERATED, AiUse.ASSISTED}:
        return
    if provenance.ai is AiUse.GENERATED:
        if not provenance.models:
            yield Hit("$.provenance.models", "the answer is AI-generated, but no model is named")
        said = (*facts.notices, *facts.disclaimers)
        by_kind = any(notice.kind is NoticeKind.AI_GENERATED for notice in facts.doc.notices)
        if not by_kind and not any(_AI.search(words.text) for words in said):
            yield Hit("$.notices", "the answer is AI-generated, but no notice tells the reader")
    if any(event.status is ReviewStatus.APPROVED and _human(event) for event in facts.doc.review.events):
        return
    for words in (*facts.notices, *facts.disclaimers):
        found = claims_review(words.text)
        if found is not None:
            message = f"the page says {found[0]!r} of text made with AI, but no approval by a person is on record"
            yield Hit(words.place, message, words.where, text=words.text, span=found.span())
            return


def _human(event: ReviewEvent) -> bool:
    return event.by is not None and not isinstance(event.by.who, Software)
