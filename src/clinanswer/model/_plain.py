"""`plain_text`: the words of any node, without its markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clinanswer.model._node import Node
from clinanswer.model.answer import ClinicalAnswer, PolicyLink, Question, RelatedQuestion
from clinanswer.model.blocks import (
    Callout,
    Cell,
    Definition,
    DefinitionList,
    Disclaimer,
    Figure,
    List,
    ListItem,
    Notice,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
)
from clinanswer.model.inline import PHRASE_CLASSES, Claim, phrase_text
from clinanswer.model.references import Reference

__all__ = ["plain_text"]

_INLINE = (*PHRASE_CLASSES, Claim)


def plain_text(node: str | Node | Iterable[str | Node]) -> str:
    """The words of a node or of several, without citation groups; a line break is LF.

    Blocks stand on lines of their own and the cells of a table row are parted by tabs. A document's words are its
    question, title, answer, sections, notices, related questions and disclaimers; a reference's its title, or else the
    citation as printed. A node without words, such as a rating, gives the empty text.
    """
    if isinstance(node, str | Node):
        return phrase_text((node,)) if isinstance(node, _INLINE) else "\n".join(_lines(node))
    nodes = tuple(node)
    if all(isinstance(each, _INLINE) for each in nodes):
        return "".join(map(plain_text, nodes))
    return "\n".join(filter(None, map(plain_text, nodes)))


def _lines(node: Node) -> Iterator[str]:
    """The non-empty texts of a node that is not inline."""
    match node:
        case Paragraph(content) | Cell(content):
            parts: tuple[str | Iterable[str | Node], ...] = (content,)
        case Row(cells):
            parts = ("\t".join(map(plain_text, cells)),)
        case List(items) | DefinitionList(items):
            parts = (items,)
        case ListItem(blocks):
            parts = (blocks,)
        case Definition(term, blocks):
            parts = (term, blocks)
        case Table():
            parts = (node.caption, node.header, node.rows, node.notes)
        case Figure():
            parts = (node.alt or "", node.caption)
        case Quote():
            parts = (node.blocks, node.attribution)
        case Callout() | Disclaimer() | Notice():
            parts = (node.title, node.blocks)
        case Section(title, blocks, sections):
            parts = (title, blocks, sections)
        case Question(text) | RelatedQuestion(text) | PolicyLink(text):
            parts = (text,)
        case Reference():
            parts = (node.title or node.text or "",)
        case ClinicalAnswer():
            body = (node.answer, node.sections, node.notices, node.related_questions, node.disclaimers)
            parts = (node.question.text, node.title, *body)
        case _:
            parts = ()
    yield from filter(None, map(plain_text, parts))
