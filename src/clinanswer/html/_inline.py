"""Phrases and claims: what stands in a line of text (read by `_inline_reading`).

A citation group is `[<a href="#ref-1">1</a>, …]`, one space before it; a claim is a `span` that begins with a link to
itself. Both are known by where their links lead, because sanitizers strip classes and ids. What the page says of its
own accord stands in `b`, `i` or `small`, which the writer uses for nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from clinanswer.html._context import Writing
from clinanswer.html._markup import escape, link
from clinanswer.model import (
    Citation,
    Cite,
    Claim,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Phrase,
    Recommendation,
    Relation,
    Strength,
    Strong,
    Subscript,
    Superscript,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinanswer.html._words import Words

_SHOWN_RELATIONS: Final = (Relation.DISPUTES, Relation.QUALIFIES)
"""The relations that a reader must see at the citation; the others would say what a citation says by itself."""
TAGS: Final[dict[type, str]] = {Strong: "strong", Emphasis: "em", Subscript: "sub", Superscript: "sup"}
"""The elements of formatted text."""


def inlines(page: Writing, content: Iterable[Inline]) -> str:
    """Phrases and claims as markup."""
    parts = []
    for node in content:
        if isinstance(node, str):
            parts.append(escape(node))
        elif isinstance(node, Claim):
            parts.append(claim(page, node))
        else:
            parts.append(phrase(page, node))
    return "".join(parts)


def phrase(page: Writing, node: Phrase) -> str:
    """One phrase as markup."""
    match node:
        case str():
            return escape(node)
        case Cite():
            return group(page, node)
        case Strong() | Emphasis() | Subscript() | Superscript():
            tag = TAGS[type(node)]
            return f"<{tag}>{inlines(page, node.content)}</{tag}>"
        case Link():
            return link(node.href, inlines(page, node.content))
        case LineBreak():
            return "<br>"
    assert_never(node)


def group(page: Writing, node: Cite) -> str:
    """A citation group with the space before it."""
    return f' <span class="ca-cites">[{", ".join([_citation(page, each) for each in node.citations])}]</span>'


def _citation(page: Writing, node: Citation) -> str:
    markup = page.reference_link(node.ref)
    if node.locator is not None:
        markup += f" <small>{escape(node.locator)}</small>"
    if node.relation in _SHOWN_RELATIONS:
        markup += f" <i>{escape(page.words[f'relation.{node.relation}'])}</i>"
    return markup


def claim(page: Writing, node: Claim) -> str:
    """A claim: its number, which is a link to it, its words, and what is said about it."""
    anchor, number = page.claim_number(node)
    outside = page.here
    name = f"{page.area} {number}" if page.area else number
    page.here = (anchor, name)
    content = inlines(page, node.content)
    page.here = outside
    said = ""
    if node.kind or node.certainty or node.recommendation or node.stance:
        said = "".join(chips(page, node))
    shown = "•" if page.options.numbers == "none" else number.removeprefix(page.base) if page.letters else number
    return (
        f'<span class="ca-claim" id="{anchor}"><a class="ca-num" href="#{anchor}" aria-label="'
        f'{escape(page.words["claim"])} {escape(name)}">{shown}</a> {content}{said}</span>'
    )


def chips(page: Writing, node: Claim) -> Iterator[str]:
    """What is said about a claim in a word or two, each a label with a space before it."""
    words = page.words
    if node.certainty and node.certainty.level:
        level = node.certainty.level
        word = escape(words[f"certainty.{level}"])
        yield f' <small class="ca-chip ca-meter" data-level="{level}">{word}</small>'
    if node.recommendation and (node.recommendation.strength or node.recommendation.direction):
        yield f' <small class="ca-chip ca-rec">{escape(advice(words, node.recommendation))}</small>'
    if node.kind:
        yield f' <small class="ca-chip" data-kind="{node.kind}">{escape(words[f"kind.{node.kind}"])}</small>'
    if node.stance:
        yield f' <small class="ca-chip" data-kind="{node.stance}">{escape(words[f"stance.{node.stance}"])}</small>'


def advice(words: Words, node: Recommendation) -> str:
    """`Strong recommendation for`: strength and direction in words."""
    if node.strength is None:
        strength = words["strength.none"]
    elif node.strength in {Strength.PRACTICE_STATEMENT, Strength.CONSENSUS}:
        strength = words[f"strength.{node.strength}"]
    else:
        strength = f"{words[f'strength.{node.strength}']} {words['strength.recommendation']}"
    return strength if node.direction is None else f"{strength} {words[f'direction.{node.direction}']}"
