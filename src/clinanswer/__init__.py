"""Structured clinical answers: a typed document model and lossless JSON, HTML and JATS XML.

The names below are the public API. Each is loaded on first use, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from clinanswer import batch as batch
    from clinanswer import html as html
    from clinanswer import jats as jats
    from clinanswer import jsonl as jsonl
    from clinanswer import tables as tables
    from clinanswer._diff import (
        diff as diff,
    )
    from clinanswer._digest import (
        digest as digest,
    )
    from clinanswer._io import (
        read as read,
    )
    from clinanswer._io import (
        write as write,
    )
    from clinanswer._json import (
        from_json as from_json,
    )
    from clinanswer._json import (
        json_converter as json_converter,
    )
    from clinanswer._json import (
        json_schema as json_schema,
    )
    from clinanswer._json import (
        to_json as to_json,
    )
    from clinanswer._resolve import (
        resolve as resolve,
    )
    from clinanswer._walk import (
        Index as Index,
    )
    from clinanswer._walk import (
        index as index,
    )
    from clinanswer._walk import (
        iter_claims as iter_claims,
    )
    from clinanswer._walk import (
        locate as locate,
    )
    from clinanswer._walk import (
        transform as transform,
    )
    from clinanswer._walk import (
        walk as walk,
    )
    from clinanswer._walk import (
        with_ids as with_ids,
    )
    from clinanswer.checks import (
        DEFAULT_RULES as DEFAULT_RULES,
    )
    from clinanswer.checks import (
        Facts as Facts,
    )
    from clinanswer.checks import (
        Finding as Finding,
    )
    from clinanswer.checks import (
        Fix as Fix,
    )
    from clinanswer.checks import (
        Hit as Hit,
    )
    from clinanswer.checks import (
        Report as Report,
    )
    from clinanswer.checks import (
        Rule as Rule,
    )
    from clinanswer.checks import (
        Severity as Severity,
    )
    from clinanswer.checks import (
        check as check,
    )
    from clinanswer.checks import (
        fix as fix,
    )
    from clinanswer.checks import (
        rule as rule,
    )
    from clinanswer.errors import (
        ClinAnswerError as ClinAnswerError,
    )
    from clinanswer.errors import (
        InvalidNodeError as InvalidNodeError,
    )
    from clinanswer.errors import (
        Problem as Problem,
    )
    from clinanswer.errors import (
        ReadError as ReadError,
    )
    from clinanswer.errors import (
        ReviewError as ReviewError,
    )
    from clinanswer.errors import (
        VersionError as VersionError,
    )
    from clinanswer.html import (
        from_html as from_html,
    )
    from clinanswer.html import (
        to_html as to_html,
    )
    from clinanswer.jats import (
        from_jats as from_jats,
    )
    from clinanswer.jats import (
        to_jats as to_jats,
    )
    from clinanswer.model import (
        AiUse as AiUse,
    )
    from clinanswer.model import (
        Audience as Audience,
    )
    from clinanswer.model import (
        Block as Block,
    )
    from clinanswer.model import (
        Blocks as Blocks,
    )
    from clinanswer.model import (
        BlocksLike as BlocksLike,
    )
    from clinanswer.model import (
        Callout as Callout,
    )
    from clinanswer.model import (
        CalloutKind as CalloutKind,
    )
    from clinanswer.model import (
        Cell as Cell,
    )
    from clinanswer.model import (
        Certainty as Certainty,
    )
    from clinanswer.model import (
        CertaintyDomain as CertaintyDomain,
    )
    from clinanswer.model import (
        CertaintyLevel as CertaintyLevel,
    )
    from clinanswer.model import (
        Citation as Citation,
    )
    from clinanswer.model import (
        Cite as Cite,
    )
    from clinanswer.model import (
        Claim as Claim,
    )
    from clinanswer.model import (
        ClaimKind as ClaimKind,
    )
    from clinanswer.model import (
        ClinicalAnswer as ClinicalAnswer,
    )
    from clinanswer.model import (
        Code as Code,
    )
    from clinanswer.model import (
        Contributor as Contributor,
    )
    from clinanswer.model import (
        ContributorRole as ContributorRole,
    )
    from clinanswer.model import (
        Definition as Definition,
    )
    from clinanswer.model import (
        DefinitionList as DefinitionList,
    )
    from clinanswer.model import (
        Direction as Direction,
    )
    from clinanswer.model import (
        Disclaimer as Disclaimer,
    )
    from clinanswer.model import (
        DocumentRelation as DocumentRelation,
    )
    from clinanswer.model import (
        Emphasis as Emphasis,
    )
    from clinanswer.model import (
        Extras as Extras,
    )
    from clinanswer.model import (
        Figure as Figure,
    )
    from clinanswer.model import (
        Identifier as Identifier,
    )
    from clinanswer.model import (
        Inline as Inline,
    )
    from clinanswer.model import (
        Inlines as Inlines,
    )
    from clinanswer.model import (
        InlinesLike as InlinesLike,
    )
    from clinanswer.model import (
        LineBreak as LineBreak,
    )
    from clinanswer.model import (
        Link as Link,
    )
    from clinanswer.model import (
        List as List,
    )
    from clinanswer.model import (
        ListItem as ListItem,
    )
    from clinanswer.model import (
        Model as Model,
    )
    from clinanswer.model import (
        Node as Node,
    )
    from clinanswer.model import (
        Notice as Notice,
    )
    from clinanswer.model import (
        NoticeKind as NoticeKind,
    )
    from clinanswer.model import (
        Organization as Organization,
    )
    from clinanswer.model import (
        Paragraph as Paragraph,
    )
    from clinanswer.model import (
        PartialDate as PartialDate,
    )
    from clinanswer.model import (
        Person as Person,
    )
    from clinanswer.model import (
        Phrase as Phrase,
    )
    from clinanswer.model import (
        Phrases as Phrases,
    )
    from clinanswer.model import (
        PhrasesLike as PhrasesLike,
    )
    from clinanswer.model import (
        Pico as Pico,
    )
    from clinanswer.model import (
        PolicyLink as PolicyLink,
    )
    from clinanswer.model import (
        Provenance as Provenance,
    )
    from clinanswer.model import (
        Question as Question,
    )
    from clinanswer.model import (
        QuestionKind as QuestionKind,
    )
    from clinanswer.model import (
        Quote as Quote,
    )
    from clinanswer.model import (
        Rating as Rating,
    )
    from clinanswer.model import (
        Recommendation as Recommendation,
    )
    from clinanswer.model import (
        Reference as Reference,
    )
    from clinanswer.model import (
        ReferenceKind as ReferenceKind,
    )
    from clinanswer.model import (
        ReferenceStatus as ReferenceStatus,
    )
    from clinanswer.model import (
        RelatedDocument as RelatedDocument,
    )
    from clinanswer.model import (
        RelatedQuestion as RelatedQuestion,
    )
    from clinanswer.model import (
        Relation as Relation,
    )
    from clinanswer.model import (
        Review as Review,
    )
    from clinanswer.model import (
        ReviewEvent as ReviewEvent,
    )
    from clinanswer.model import (
        ReviewStatus as ReviewStatus,
    )
    from clinanswer.model import (
        Row as Row,
    )
    from clinanswer.model import (
        Section as Section,
    )
    from clinanswer.model import (
        SectionRole as SectionRole,
    )
    from clinanswer.model import (
        Software as Software,
    )
    from clinanswer.model import (
        Stance as Stance,
    )
    from clinanswer.model import (
        Strength as Strength,
    )
    from clinanswer.model import (
        Strong as Strong,
    )
    from clinanswer.model import (
        Subscript as Subscript,
    )
    from clinanswer.model import (
        Superscript as Superscript,
    )
    from clinanswer.model import (
        Table as Table,
    )
    from clinanswer.model import (
        Verdict as Verdict,
    )
    from clinanswer.model import (
        Verification as Verification,
    )
    from clinanswer.model import (
        cite as cite,
    )
    from clinanswer.model import (
        claim as claim,
    )
    from clinanswer.model import (
        plain_text as plain_text,
    )
    from clinanswer.review import (
        amend as amend,
    )
    from clinanswer.review import (
        approve as approve,
    )
    from clinanswer.review import (
        reject as reject,
    )
    from clinanswer.review import (
        request_changes as request_changes,
    )
    from clinanswer.review import (
        retract as retract,
    )
    from clinanswer.review import (
        submit as submit,
    )
    from clinanswer.review import (
        withdraw as withdraw,
    )
    from clinanswer.text import (
        from_text as from_text,
    )
    from clinanswer.text import (
        to_text as to_text,
    )

__version__ = "0.1.0"

# Where each public name lives. The imports above say the same to type checkers; a test holds the two equal.
_NAMES: Final = {
    "_diff": ("diff",),
    "_digest": ("digest",),
    "_io": (
        "read",
        "write",
    ),
    "_json": (
        "from_json",
        "json_converter",
        "json_schema",
        "to_json",
    ),
    "_resolve": ("resolve",),
    "_walk": (
        "Index",
        "index",
        "iter_claims",
        "locate",
        "transform",
        "walk",
        "with_ids",
    ),
    "checks": (
        "DEFAULT_RULES",
        "Facts",
        "Finding",
        "Fix",
        "Hit",
        "Report",
        "Rule",
        "Severity",
        "check",
        "fix",
        "rule",
    ),
    "errors": (
        "ClinAnswerError",
        "InvalidNodeError",
        "Problem",
        "ReadError",
        "ReviewError",
        "VersionError",
    ),
    "html": (
        "from_html",
        "to_html",
    ),
    "jats": (
        "from_jats",
        "to_jats",
    ),
    "model": (
        "AiUse",
        "Audience",
        "Block",
        "Blocks",
        "BlocksLike",
        "Callout",
        "CalloutKind",
        "Cell",
        "Certainty",
        "CertaintyDomain",
        "CertaintyLevel",
        "Citation",
        "Cite",
        "Claim",
        "ClaimKind",
        "ClinicalAnswer",
        "Code",
        "Contributor",
        "ContributorRole",
        "Definition",
        "DefinitionList",
        "Direction",
        "Disclaimer",
        "DocumentRelation",
        "Emphasis",
        "Extras",
        "Figure",
        "Identifier",
        "Inline",
        "Inlines",
        "InlinesLike",
        "LineBreak",
        "Link",
        "List",
        "ListItem",
        "Model",
        "Node",
        "Notice",
        "NoticeKind",
        "Organization",
        "Paragraph",
        "PartialDate",
        "Person",
        "Phrase",
        "Phrases",
        "PhrasesLike",
        "Pico",
        "PolicyLink",
        "Provenance",
        "Question",
        "QuestionKind",
        "Quote",
        "Rating",
        "Recommendation",
        "Reference",
        "ReferenceKind",
        "ReferenceStatus",
        "RelatedDocument",
        "RelatedQuestion",
        "Relation",
        "Review",
        "ReviewEvent",
        "ReviewStatus",
        "Row",
        "Section",
        "SectionRole",
        "Software",
        "Stance",
        "Strength",
        "Strong",
        "Subscript",
        "Superscript",
        "Table",
        "Verdict",
        "Verification",
        "cite",
        "claim",
        "plain_text",
    ),
    "review": (
        "amend",
        "approve",
        "reject",
        "request_changes",
        "retract",
        "submit",
        "withdraw",
    ),
    "text": (
        "from_text",
        "to_text",
    ),
}
_MODULES: Final = ("batch", "html", "jats", "jsonl", "tables")
_HOME: Final = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "DEFAULT_RULES",
    "AiUse",
    "Audience",
    "Block",
    "Blocks",
    "BlocksLike",
    "Callout",
    "CalloutKind",
    "Cell",
    "Certainty",
    "CertaintyDomain",
    "CertaintyLevel",
    "Citation",
    "Cite",
    "Claim",
    "ClaimKind",
    "ClinAnswerError",
    "ClinicalAnswer",
    "Code",
    "Contributor",
    "ContributorRole",
    "Definition",
    "DefinitionList",
    "Direction",
    "Disclaimer",
    "DocumentRelation",
    "Emphasis",
    "Extras",
    "Facts",
    "Figure",
    "Finding",
    "Fix",
    "Hit",
    "Identifier",
    "Index",
    "Inline",
    "Inlines",
    "InlinesLike",
    "InvalidNodeError",
    "LineBreak",
    "Link",
    "List",
    "ListItem",
    "Model",
    "Node",
    "Notice",
    "NoticeKind",
    "Organization",
    "Paragraph",
    "PartialDate",
    "Person",
    "Phrase",
    "Phrases",
    "PhrasesLike",
    "Pico",
    "PolicyLink",
    "Problem",
    "Provenance",
    "Question",
    "QuestionKind",
    "Quote",
    "Rating",
    "ReadError",
    "Recommendation",
    "Reference",
    "ReferenceKind",
    "ReferenceStatus",
    "RelatedDocument",
    "RelatedQuestion",
    "Relation",
    "Report",
    "Review",
    "ReviewError",
    "ReviewEvent",
    "ReviewStatus",
    "Row",
    "Rule",
    "Section",
    "SectionRole",
    "Severity",
    "Software",
    "Stance",
    "Strength",
    "Strong",
    "Subscript",
    "Superscript",
    "Table",
    "Verdict",
    "Verification",
    "VersionError",
    "amend",
    "approve",
    "batch",
    "check",
    "cite",
    "claim",
    "diff",
    "digest",
    "fix",
    "from_html",
    "from_jats",
    "from_json",
    "from_text",
    "html",
    "index",
    "iter_claims",
    "jats",
    "json_converter",
    "json_schema",
    "jsonl",
    "locate",
    "plain_text",
    "read",
    "reject",
    "request_changes",
    "resolve",
    "retract",
    "rule",
    "submit",
    "tables",
    "to_html",
    "to_jats",
    "to_json",
    "to_text",
    "transform",
    "walk",
    "with_ids",
    "withdraw",
    "write",
]


if not TYPE_CHECKING:  # type checkers have the imports above, and must refuse any other name

    def __getattr__(name: str) -> object:
        if name in _MODULES:
            return import_module(f"clinanswer.{name}")
        if name not in _HOME:
            raise AttributeError(f"module 'clinanswer' has no attribute {name!r}")
        value = getattr(import_module(f"clinanswer.{_HOME[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
