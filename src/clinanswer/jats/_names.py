"""The names that writers and readers share: namespaces, document types, attributes, id prefixes and vocabularies.

Where an element, attribute or value belongs to one subject only, its name stands at the top of that subject's module.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

TagSet: TypeAlias = Literal["archiving", "publishing"]
"""The two JATS tag sets in which documents are written: https://jats.nlm.nih.gov/"""

DTD_VERSION: Final = "1.3"
FORMAT_VERSION: Final = 1
"""Raised only by an incompatible change of the mapping; a newer file is refused with a `VersionError`."""
MARK: Final = "clinanswer"
"""The content type of the processing metadata by which a file of ours is known."""

NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "xlink": "http://www.w3.org/1999/xlink",
        "ali": "http://www.niso.org/schemas/ali/1.0/",
        "xml": "http://www.w3.org/XML/1998/namespace",
    }
)
DOCTYPES: Final[Mapping[TagSet, tuple[str, str]]] = MappingProxyType(
    {
        "archiving": (
            "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD with MathML3 v1.3 20210610//EN",
            "JATS-archivearticle1-3-mathml3.dtd",
        ),
        "publishing": (
            "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD with MathML3 v1.3 20210610//EN",
            "JATS-journalpublishing1-3-mathml3.dtd",
        ),
    }
)


def expanded(name: str) -> str:
    """The name by which lxml knows a prefixed attribute or element (`xlink:href`)."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


# Attributes
ID: Final = "id"
CONTENT_TYPE: Final = "content-type"
SPECIFIC_USE: Final = "specific-use"
SEC_TYPE: Final = "sec-type"
VOCAB: Final = "vocab"
VOCAB_IDENTIFIER: Final = "vocab-identifier"
VOCAB_TERM: Final = "vocab-term"
VOCAB_TERM_IDENTIFIER: Final = "vocab-term-identifier"
ISO_DATE: Final = "iso-8601-date"
RID: Final = "rid"
REF_TYPE: Final = "ref-type"
CUSTOM_TYPE: Final = "custom-type"
HREF: Final = "xlink:href"
HREF_KEY: Final = expanded(HREF)
LANG: Final = "xml:lang"
LANG_KEY: Final = expanded(LANG)

# Elements that more than one module writes or reads
P: Final = "p"
SEC: Final = "sec"
TITLE: Final = "title"
XREF: Final = "xref"
NAMED_CONTENT: Final = "named-content"
STYLED_CONTENT: Final = "styled-content"
EXT_LINK: Final = "ext-link"
LIST: Final = "list"
LIST_ITEM: Final = "list-item"
ARTICLE_VERSION: Final = "article-version"
ARTICLE_VERSION_TYPE: Final = "article-version-type"
CONTRIB_GROUP: Final = "contrib-group"
DATE: Final = "date"
DAY: Final = "day"
MONTH: Final = "month"
YEAR: Final = "year"
SEC_META: Final = "sec-meta"
CUSTOM_META: Final = "custom-meta"
META_NAME: Final = "meta-name"
META_VALUE: Final = "meta-value"

# Ids: the prefixes of those that users give, and of those that are made here. No user's id yields one of the latter,
# because it always stands behind one of the former.
CLAIM_PREFIX: Final = "clm-"
REFERENCE_PREFIX: Final = "ref-"
SECTION_PREFIX: Final = "sec-"
CITATION_PREFIX: Final = "cit-"
NAMELESS_CLAIM_PREFIX: Final = "claim-"
TABLE_PREFIX: Final = "tbl-"
FIGURE_PREFIX: Final = "fig-"

UNTITLED: Final = "untitled"
"""The `specific-use` token of a part whose title was made up, because the tag set wants one."""
CLAIM: Final = "claim"
GRADE: Final = "GRADE"
GRADE_URI: Final = "https://www.gradeworkinggroup.org/"
