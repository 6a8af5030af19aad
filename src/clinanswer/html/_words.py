"""The words that a page says of its own accord, by language: headings, labels, and names of vocabulary values.

A key is `name` or `vocabulary.value`. Every language has every key; none of the words needs escaping; and no two that a
reader has to tell apart are the same. The tests hold it.
"""

from __future__ import annotations

import functools
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from clinanswer.html._arabic import ARABIC
from clinanswer.model import (
    AiUse,
    Audience,
    CalloutKind,
    CertaintyDomain,
    CertaintyLevel,
    ClaimKind,
    ContributorRole,
    Direction,
    DocumentRelation,
    NoticeKind,
    QuestionKind,
    ReferenceKind,
    ReferenceStatus,
    Relation,
    ReviewStatus,
    Stance,
    Strength,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

__all__ = ["LANGUAGES", "VOCABULARIES", "Words", "direction", "words"]

T = TypeVar("T", bound="StrEnum")

VOCABULARIES: Final[Mapping[str, type[StrEnum]]] = MappingProxyType(
    {
        "ai-use": AiUse,
        "audience": Audience,
        "callout": CalloutKind,
        "certainty": CertaintyLevel,
        "direction": Direction,
        "domain": CertaintyDomain,
        "kind": ClaimKind,
        "notice": NoticeKind,
        "question": QuestionKind,
        "reference-kind": ReferenceKind,
        "reference-status": ReferenceStatus,
        "relation": Relation,
        "relation-to": DocumentRelation,
        "role": ContributorRole,
        "stance": Stance,
        "status": ReviewStatus,
        "strength": Strength,
        "verdict": Verdict,
    }
)
"""The vocabularies whose values a page names, by the beginning of their keys."""

_ENGLISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        # parts of the page
        "clinical-answer": "Clinical answer",
        "question": "Question",
        "answer": "In brief",
        "contents": "On this page",
        "references": "References",
        "related-questions": "Related questions",
        "disclaimer": "Disclaimer",
        "about": "About this answer",
        "skip": "Skip to the answer",
        "generated": "Written by clinanswer. The page carries the whole document as data.",
        # claims and references
        "claim": "Claim",
        "section": "Section",
        "reference": "Reference",
        "back-to": "Back to",
        "cited-in": "Cited in",
        "preview": "Preview of reference",
        "to-list": "In the list",
        "unresolved": "Details not supplied",
        "missing": "Not in the reference list",
        "source": "Source",
        "details": "Details of claim",
        "table": "Table",
        "image": "Image",
        "no-alt": "Image without a description",
        # review
        "review": "Review status",
        "step-done": "Completed",
        "step-current": "Current stage",
        "step-todo": "Not yet reached",
        "stage-unknown": "Stage not stated",
        # rows of lists of facts
        "comma": ", ",
        "population": "Population",
        "intervention": "Intervention",
        "comparator": "Comparator",
        "outcomes": "Outcomes",
        "timeframe": "Time frame",
        "setting": "Setting",
        "updated": "Last updated",
        "created": "Written",
        "published": "Published",
        "literature-through": "Literature searched through",
        "expires": "Valid until",
        "version": "Version",
        "policy": "Editorial policy",
        "publisher": "Publisher",
        "contributor": "Contributor",
        "audience": "Written for",
        "keywords": "Keywords",
        "ai": "Use of AI",
        "model": "Language model",
        "license": "Licence",
        "copyright": "Copyright",
        "funding": "Funding",
        "conflicts": "Conflicts of interest",
        "identifier": "Identifier",
        "related-document": "Related document",
        "history": "Review history",
        "native-certainty": "The source’s own grade of certainty",
        "native-strength": "The source’s own grade of recommendation",
        "domains": "Reasons (GRADE)",
        "rationale": "Why this certainty",
        "strength-rationale": "Why this strength",
        "quote": "Quoted from",
        "verdict": "Checked against its sources",
        # months
        "month.1": "January",
        "month.2": "February",
        "month.3": "March",
        "month.4": "April",
        "month.5": "May",
        "month.6": "June",
        "month.7": "July",
        "month.8": "August",
        "month.9": "September",
        "month.10": "October",
        "month.11": "November",
        "month.12": "December",
        # vocabularies whose values do not say it themselves
        "certainty.high": "High certainty",
        "certainty.moderate": "Moderate certainty",
        "certainty.low": "Low certainty",
        "certainty.very-low": "Very low certainty",
        "strength.none": "Recommendation",
        "strength.strong": "Strong recommendation",
        "strength.conditional": "Conditional recommendation",
        "strength.weak": "Weak recommendation",
        "strength.practice-statement": "Good practice statement",
        "direction.for": "for",
        "direction.against": "against",
        "direction.either": "either option",
        "direction.neither": "neither option",
        "stance.settled": "Settled",
        "stance.contested": "Contested",
        "stance.uncertain": "Evidence uncertain",
        "relation.disputes": "disputes",
        "relation.qualifies": "qualifies",
        "kind.effect-size": "Effect size",
        "notice.board": "Board",
        "notice.educational": "Educational use",
        "notice.review-pending": "Review pending",
        "notice.ai-generated": "AI-generated",
        "notice.personalization": "Personalization",
        "notice.follow-up": "Follow-up",
        "notice.other": "Notice",
        "role.medical-reviewer": "Medical reviewer",
        "role.author": "Author",
        "role.board": "Advisory board",
        "ai-use.none": "None",
        "ai-use.assisted": "Written with the help of AI",
        "ai-use.generated": "Generated by AI",
        "ai-use.unknown": "Not stated",
        "reference-kind.self-summary": "Publisher’s own summary",
        "reference-kind.drug-label": "Drug label",
    }
)
LANGUAGES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": {
            **{
                f"{name}.{term}": term.replace("-", " ").capitalize()
                for name in VOCABULARIES
                for term in VOCABULARIES[name]
            },
            **_ENGLISH,
        },
        "ar": ARABIC,
    }
)
"""The words by language (BCP 47 primary subtag) and key."""
_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "azb", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "mzn", "nqo", "pnb", "prs", "ps", "sd", "syr",
     "ug", "ur", "yi"}
)  # fmt: skip
_RIGHT_TO_LEFT_SCRIPTS: Final = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"})


class Words(dict[str, str]):
    """The words of one language by key, and their inverse."""

    __slots__ = ("language",)

    def __init__(self, language: str) -> None:
        super().__init__(LANGUAGES[language])
        self.language = language

    def value(self, vocabulary: str, word: str, terms: type[T]) -> T | None:
        """The member of `terms` that `vocabulary` calls `word`, or None."""
        return next((term for term in terms if self[f"{vocabulary}.{term}"] == word), None)

    def key(self, word: str, keys: tuple[str, ...]) -> str | None:
        """Which of `keys` is said as `word`, or None."""
        return next((key for key in keys if self[key] == word), None)


def words(language: str | None) -> Words:
    """The words for a page in `language` (BCP 47)."""
    primary = (language or "en").lower().partition("-")[0]
    return _words(primary if primary in LANGUAGES else "en")


@functools.cache
def _words(language: str) -> Words:
    return Words(language)


def direction(language: str | None) -> str:
    """`ltr` or `rtl`: the direction in which a language (BCP 47) is written, by its script or else by the language."""
    subtags = (language or "en").lower().split("-")
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()]
    if scripts and len(subtags[0]) > 1:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in _RIGHT_TO_LEFT else "ltr"
