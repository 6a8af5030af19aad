"""The back matter: related questions, what citations say beside their reference, provenance, disclaimers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinanswer.jats import _make as make
from clinanswer.jats._blocks import read_blocks, read_title, write_blocks, write_titled
from clinanswer.jats._claims import VERIFICATIONS, read_verifications, write_verifications
from clinanswer.jats._context import child_of
from clinanswer.jats._names import (
    CONTENT_TYPE,
    CUSTOM_TYPE,
    EXT_LINK,
    HREF,
    HREF_KEY,
    LIST,
    LIST_ITEM,
    NAMED_CONTENT,
    REF_TYPE,
    RID,
    SEC,
    SEC_TYPE,
    SPECIFIC_USE,
    TITLE,
    XREF,
    P,
)
from clinanswer.jats._xml import attribute, leaf, text, wrap
from clinanswer.model import AiUse, Disclaimer, RelatedQuestion
from clinanswer.model._fields import depth_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clinanswer.jats._context import Reading, Writing
    from clinanswer.model import ClinicalAnswer, Provenance

RELATED_QUESTIONS: Final = "related-questions"
DISCLAIMER: Final = "disclaimer"
_CITATION_DETAILS: Final = "citation-details"
_PROVENANCE: Final = "ai-provenance"
_CITATION: Final = "citation"
_LOCATOR: Final = "locator"
_QUOTE: Final = "quote"


def write_disclaimers(doc: ClinicalAnswer, out: Writing) -> str:
    """The disclaimers, a section each."""
    kind = f' {SEC_TYPE}="{DISCLAIMER}"'
    return "".join(
        [
            write_titled(each.title, DISCLAIMER, write_blocks(each.blocks, out), out, attributes=kind)
            for each in doc.disclaimers
        ]
    )


def read_disclaimers(sections: list[_Element], reading: Reading) -> list[Disclaimer]:
    """What `write_disclaimers` wrote."""
    found: list[Disclaimer] = []
    for section in sections:
        blocks = tuple(read_blocks(section, reading))
        title = reading.build(section, lambda section=section: read_title(section, reading))  # type: ignore[misc]
        found.append(make.filled(Disclaimer, blocks, title or (), depth_of(blocks)))
    return found


def write_back(doc: ClinicalAnswer, disclaimers: str, reference_list: str, out: Writing) -> str:
    """`back`; nothing without content."""
    inner = (
        _write_questions(doc.related_questions)
        + _write_citation_details(out)
        + write_verifications(out)
        + ("" if doc.provenance is None else _write_provenance(doc.provenance))
        + disclaimers
        + reference_list
    )
    return wrap("back", inner) if inner else ""


def read_details(sections: dict[str, list[_Element]], reading: Reading) -> None:
    """Note what the back matter says of citations and claims, for their readers to find."""
    for section in sections.get(_CITATION_DETAILS, ()):
        for paragraph in section.iterchildren(P):
            said = {each.get(CONTENT_TYPE): each.text for each in paragraph.iterchildren(NAMED_CONTENT)}
            link = child_of(paragraph, XREF)
            if link is not None:
                reading.citations[link.get(RID) or ""] = (said.get(_LOCATOR), said.get(_QUOTE))
    for section in sections.get(VERIFICATIONS, ()):
        read_verifications(section, reading)


def sections_by_type(back: _Element) -> dict[str, list[_Element]]:
    """The sections of the back matter by their types."""
    found: dict[str, list[_Element]] = {}
    for section in back:
        if section.tag == SEC:
            found.setdefault(section.get(SEC_TYPE) or "", []).append(section)
    return found


def _write_questions(questions: tuple[RelatedQuestion, ...]) -> str:
    if not questions:
        return ""
    items = "".join([wrap(LIST_ITEM, wrap(P, _write_question(question))) for question in questions])
    listed = wrap(LIST, items, ' list-type="bullet"')
    return wrap(SEC, leaf(TITLE, "Related questions") + listed, f' {SEC_TYPE}="{RELATED_QUESTIONS}"')


def _write_question(question: RelatedQuestion) -> str:
    if question.url is None:
        return text(question.text)
    return leaf(EXT_LINK, question.text, ' ext-link-type="uri"' + attribute(HREF, question.url))


def read_questions(sections: list[_Element]) -> list[RelatedQuestion]:
    """What `_write_questions` wrote."""
    found: list[RelatedQuestion] = []
    for section in sections:
        for paragraph in section.iter(P):
            link = child_of(paragraph, EXT_LINK)
            words = (paragraph.text if link is None else link.text) or ""
            url = None if link is None else link.get(HREF_KEY)
            found.append(make.filled(RelatedQuestion, words, url or None))
    return found


def _write_citation_details(out: Writing) -> str:
    if not out.citations:
        return ""
    details = "".join(
        [
            wrap(
                P,
                f'<{XREF} {REF_TYPE}="other" {CUSTOM_TYPE}="{_CITATION}" {RID}="{name}">{text(label)}</{XREF}>'
                + "".join(
                    [
                        f" {leaf(NAMED_CONTENT, words, attribute(CONTENT_TYPE, kind))}"
                        for kind, words in ((_LOCATOR, citation.locator), (_QUOTE, citation.quote))
                        if words is not None
                    ]
                ),
                f' {SPECIFIC_USE}="{name}"',
            )
            for name, label, citation in out.citations
        ]
    )
    return wrap(SEC, leaf(TITLE, "Supporting passages") + details, f' {SEC_TYPE}="{_CITATION_DETAILS}"')


def _write_provenance(provenance: Provenance) -> str:
    """A sentence for people; the custom metadata say the same to machines."""
    if provenance.ai is AiUse.UNKNOWN:
        return ""
    names = ", ".join(filter(None, (f"{model.name} {model.version or ''}".strip() for model in provenance.models)))
    with_models = f" ({names})" if names else ""
    sentence = {
        AiUse.NONE: "Written without artificial intelligence.",
        AiUse.ASSISTED: f"Written with the help of artificial intelligence{with_models}.",
        AiUse.GENERATED: f"Generated by artificial intelligence{with_models}.",
    }[provenance.ai]
    words = leaf(P, sentence, f' {CONTENT_TYPE}="generated"')
    return wrap(SEC, leaf(TITLE, "How this answer was made") + words, f' {SEC_TYPE}="{_PROVENANCE}"')
