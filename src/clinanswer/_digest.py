"""`digest`: the fingerprint of what a review approves.

An approval stores it, and may be checked years later. So what goes into it, and in which form, is written down here
field by field and apart from the JSON format, whose versions may come and go: a scope, once released, never changes.
A field that the model gains later is outside scope 1; to have it approved takes a scope 2 beside it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import clinanswer.model as m

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SCOPES", "digest", "is_covered"]

SCOPES: Final[Mapping[int, Mapping[type, tuple[str, ...]]]] = MappingProxyType(
    {
        1: MappingProxyType(
            {
                m.ClinicalAnswer: ("question", "title", "answer", "sections", "references", "disclaimers"),
                m.Question: ("text", "kind", "pico"),
                m.Pico: ("population", "intervention", "comparator", "outcomes", "timeframe", "setting"),
                m.Section: ("title", "blocks", "sections", "id", "role"),
                m.Disclaimer: ("blocks", "title"),
                m.Paragraph: ("content",),
                m.List: ("items", "ordered", "start"),
                m.ListItem: ("blocks",),
                m.DefinitionList: ("items",),
                m.Definition: ("term", "blocks"),
                m.Table: ("rows", "header", "caption", "notes"),
                m.Row: ("cells",),
                m.Cell: ("content", "header", "colspan", "rowspan", "align"),
                m.Callout: ("kind", "blocks", "title"),
                m.Quote: ("blocks", "attribution", "ref"),
                m.Figure: ("src", "alt", "caption", "media_type"),
                m.Claim: (
                    "content", "id", "kind", "certainty", "recommendation", "stance", "population", "codes",
                    "verifications",
                ),
                m.Certainty: ("level", "native", "domains", "rationale"),
                m.Recommendation: ("strength", "direction", "native", "rationale"),
                m.Rating: ("system", "value"),
                m.Verification: ("verdict", "by", "date", "score", "note"),
                m.Strong: ("content",),
                m.Emphasis: ("content",),
                m.Subscript: ("content",),
                m.Superscript: ("content",),
                m.Link: ("content", "href"),
                m.LineBreak: (),
                m.Cite: ("citations",),
                m.Citation: ("ref", "relation", "locator", "quote"),
                m.Code: ("code", "system", "display"),
                m.Contributor: ("who", "role"),
                m.Person: ("family", "given", "particles", "suffix", "literal", "orcid", "affiliations"),
                m.Organization: ("name", "ror", "url"),
                m.Software: ("name", "version", "vendor"),
                m.PartialDate: ("year", "month", "day", "season", "circa", "literal"),
                m.Reference: (
                    "id", "kind", "title", "authors", "editors", "container_title", "container_title_short", "issued",
                    "accessed", "volume", "issue", "pages", "edition", "publisher", "place", "doi", "pmid", "pmcid",
                    "isbn", "issn", "nct", "url", "language", "status", "text",
                ),
            }
        )
    }
)  # fmt: skip
"""By scope, the fields of each class that are digested. Those of scope 1 are frozen."""

_NEWEST: Final = max(SCOPES)


def digest(doc: m.ClinicalAnswer, *, scope: int = _NEWEST) -> str:
    """The fingerprint of what readers are told: question, title, answer, sections, references and disclaimers.

    Any change to these gives another digest; a change to anything else (notices, review, provenance, metadata, and
    every `extras`) does not. The form is `v1:sha256:` and 64 hexadecimal digits, where `v1` names the scope. What is
    hashed is the UTF-8 of a JSON array of the class's name and an object of its fields, keys sorted, without spaces;
    None and empty tuples are left out, nodes are arrays of the same kind.

    Raises:
        KeyError: there is no such scope.
    """
    plain = _plain(doc, SCOPES[scope])
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"v{scope}:sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def is_covered(doc: m.ClinicalAnswer, approved: str) -> bool:
    """Whether `approved` is the digest of the document, in whichever scope it was made."""
    return any(approved == digest(doc, scope=scope) for scope in SCOPES if approved.startswith(f"v{scope}:"))


def _plain(value: object, scope: Mapping[type, tuple[str, ...]]) -> object:
    if isinstance(value, m.Node):
        fields = {name: getattr(value, name) for name in scope[type(value)]}
        return [
            type(value).__name__,
            {name: _plain(field, scope) for name, field in fields.items() if field is not None and field != ()},
        ]
    if isinstance(value, tuple):
        return [_plain(item, scope) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value
