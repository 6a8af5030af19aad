"""The closed vocabularies of the model. A member's value is what JSON holds."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "AiUse", "Audience", "CalloutKind", "CertaintyDomain", "CertaintyLevel", "ClaimKind", "ContributorRole",
    "Direction",
    "DocumentRelation", "NoticeKind", "QuestionKind", "ReferenceKind", "ReferenceStatus", "Relation", "ReviewStatus",
    "SectionRole", "Stance", "Strength", "Verdict",
]  # fmt: skip


class Relation(StrEnum):
    """How a cited reference bears on the claim (reference → claim). Names after CiTO (https://sparontologies.github.io/cito/)."""

    SUPPORTS = "supports"
    AUTHORITY = "authority"
    DISPUTES = "disputes"
    QUALIFIES = "qualifies"
    BACKGROUND = "background"
    MENTIONS = "mentions"
    QUOTES = "quotes"


class ClaimKind(StrEnum):
    """What sort of statement a claim makes."""

    FINDING = "finding"
    EFFECT_SIZE = "effect-size"
    MECHANISM = "mechanism"
    RECOMMENDATION = "recommendation"
    CONTRAINDICATION = "contraindication"
    WARNING = "warning"
    DEFINITION = "definition"
    EPIDEMIOLOGY = "epidemiology"
    DIAGNOSIS = "diagnosis"
    PROCEDURE = "procedure"
    PATIENT_SPECIFIC = "patient-specific"
    OPINION = "opinion"


class Stance(StrEnum):
    """Whether the field agrees on the claim."""

    SETTLED = "settled"
    CONTESTED = "contested"
    UNCERTAIN = "uncertain"


class CertaintyLevel(StrEnum):
    """GRADE certainty of the evidence, from high to very low (https://book.gradepro.org/)."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"


class CertaintyDomain(StrEnum):
    """GRADE's reasons for rating certainty down (the first five) or up (the last three)."""

    RISK_OF_BIAS = "risk-of-bias"
    INCONSISTENCY = "inconsistency"
    INDIRECTNESS = "indirectness"
    IMPRECISION = "imprecision"
    PUBLICATION_BIAS = "publication-bias"
    LARGE_EFFECT = "large-effect"
    DOSE_RESPONSE = "dose-response"
    PLAUSIBLE_CONFOUNDING = "plausible-confounding"


class Strength(StrEnum):
    """Strength of a recommendation; `strong` and `conditional` are GRADE's own words."""

    STRONG = "strong"
    CONDITIONAL = "conditional"
    WEAK = "weak"
    PRACTICE_STATEMENT = "practice-statement"
    CONSENSUS = "consensus"


class Direction(StrEnum):
    """Whether a recommendation is for or against its intervention."""

    FOR = "for"
    AGAINST = "against"
    EITHER = "either"
    NEITHER = "neither"


class Verdict(StrEnum):
    """Whether the cited source bears the claim out, in a verifier's judgement."""

    SUPPORTED = "supported"
    PARTLY_SUPPORTED = "partly-supported"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    UNCLEAR = "unclear"


class CalloutKind(StrEnum):
    """What a boxed text is for."""

    NOTE = "note"
    TIP = "tip"
    CAUTION = "caution"
    WARNING = "warning"
    CONTRAINDICATION = "contraindication"
    EMERGENCY = "emergency"
    EVIDENCE_GAP = "evidence-gap"


class SectionRole(StrEnum):
    """What a section is about, whatever its title says."""

    OVERVIEW = "overview"
    BACKGROUND = "background"
    MECHANISM = "mechanism"
    CAUSES = "causes"
    SYMPTOMS = "symptoms"
    DIAGNOSIS = "diagnosis"
    TREATMENT = "treatment"
    FIRST_LINE = "first-line"
    ADJUNCT = "adjunct"
    DOSING = "dosing"
    MONITORING = "monitoring"
    TIMELINE = "timeline"
    PROGNOSIS = "prognosis"
    PITFALLS = "pitfalls"
    SIDE_EFFECTS = "side-effects"
    SELF_CARE = "self-care"
    WHEN_TO_SEEK_CARE = "when-to-seek-care"
    PREVENTION = "prevention"
    EVIDENCE_SUMMARY = "evidence-summary"
    RESEARCH_GAPS = "research-gaps"
    BOTTOM_LINE = "bottom-line"


class QuestionKind(StrEnum):
    """The kind of clinical question (PICO's foreground types)."""

    THERAPY = "therapy"
    DIAGNOSIS = "diagnosis"
    PROGNOSIS = "prognosis"
    AETIOLOGY = "aetiology"
    HARM = "harm"
    PREVENTION = "prevention"
    DOSING = "dosing"
    MECHANISM = "mechanism"


class ReferenceKind(StrEnum):
    """What sort of work a reference is."""

    ARTICLE = "article"
    REVIEW = "review"
    SYSTEMATIC_REVIEW = "systematic-review"
    TRIAL = "trial"
    CASE_REPORT = "case-report"
    PREPRINT = "preprint"
    GUIDELINE = "guideline"
    BOOK = "book"
    CHAPTER = "chapter"
    REPORT = "report"
    DRUG_LABEL = "drug-label"
    WEB = "web"
    DATASET = "dataset"
    REGISTRY_ENTRY = "registry-entry"
    THESIS = "thesis"
    LEGISLATION = "legislation"
    CONFERENCE = "conference"
    SELF_SUMMARY = "self-summary"
    OTHER = "other"


class ReferenceStatus(StrEnum):
    """What has happened to a work since it was published."""

    CURRENT = "current"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class ContributorRole(StrEnum):
    """What a contributor did."""

    AUTHOR = "author"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    MEDICAL_REVIEWER = "medical-reviewer"
    TRANSLATOR = "translator"
    BOARD = "board"


class Audience(StrEnum):
    """For whom the answer is written."""

    PATIENT = "patient"
    CAREGIVER = "caregiver"
    CLINICIAN = "clinician"
    RESEARCHER = "researcher"
    PUBLIC = "public"


class NoticeKind(StrEnum):
    """What a notice on the page tells its reader."""

    BOARD = "board"
    EDUCATIONAL = "educational"
    REVIEW_PENDING = "review-pending"
    AI_GENERATED = "ai-generated"
    PERSONALIZATION = "personalization"
    FOLLOW_UP = "follow-up"
    OTHER = "other"


class ReviewStatus(StrEnum):
    """Where a document stands in its editorial review; `unknown` when its source does not say."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"
    CHANGES_REQUESTED = "changes-requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"
    UNKNOWN = "unknown"


class DocumentRelation(StrEnum):
    """How this document relates to another."""

    SUPERSEDES = "supersedes"
    SUPERSEDED_BY = "superseded-by"
    CORRECTS = "corrects"
    TRANSLATION_OF = "translation-of"
    VERSION_OF = "version-of"
    BASED_ON = "based-on"


class AiUse(StrEnum):
    """How far an artificial-intelligence system wrote the answer."""

    NONE = "none"
    ASSISTED = "assisted"
    GENERATED = "generated"
    UNKNOWN = "unknown"
