"""Phrases and claims: what stands in a line of text (read by `_inline_reading`).

A citation group is `[<a href="#ref-1">1</a>, …]`, one space before it; a claim is a `span` that begins with a link to
itself. Both are known by where their links lead, because sanitizers strip classes and ids. What the page says of its
own accord stands in `b`, `i` or `small`, which the writer uses for nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from clinanswer.html._markup import escape, link
from clinanswer.model import (
    Citation,
    Cite,
    Claim,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Recommendation,
    Relation,
    Strength,
    Strong,
    Subscript,
    Superscript,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinanswer.html._context import Writing
    from clinanswer.html._words import Words

_SHOWN_RELATIONS: Final = (Relation.DISPUTES, Relation.QUALIFIES)
"""The relations that a reader must see at the citation; the others would say what a citation says by itself."""
_GUTTER: Final = 6
"""How many characters of a claim's number have room beside the text; a longer one stands in the line."""
TAGS: Final[dict[type, str]] = {Strong: "strong", Emphasis: "em", Subscript: "sub", Superscript: "sup"}
"""The elements of formatted text."""


def inlines(page: Writing, content: Iterable[Inline]) -> str:
    """Phrases and claims as markup."""
    parts = []
    for node in content:  # the kinds that are most of every page first: this loop is where the time goes
        kind = type(node)
        if kind is str:
            parts.append(escape(node))  # type: ignore[arg-type]  # it is the type that was just asked for
        elif kind is Claim:
            parts.append(claim(page, node))  # type: ignore[arg-type]
        elif kind is Cite:
            parts.append(group(page, node))  # type: ignore[arg-type]
        else:
            parts.append(phrase(page, node))  # type: ignore[arg-type]
    return parts[0] if len(parts) == 1 else "".join(parts)


def phrase(page: Writing, node: Strong | Emphasis | Subscript | Superscript | Link | LineBreak) -> str:
    """One phrase that is neither text nor a citation group as markup."""
    match node:
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
    citations = node.citations
    if len(citations) == 1:
        return f' <span class="ca-cites">[{_citation(page, citations[0])}]</span>'
    return f' <span class="ca-cites">[{", ".join([_citation(page, each) for each in citations])}]</span>'


def _citation(page: Writing, node: Citation) -> str:
    markup = page.reference_link(node.ref)
    if node.quote is not None:
        page.quoted = True
    if node.locator is not None:
        markup += f" <small>{escape(node.locator)}</small>"
    if node.relation is not None and node.relation in _SHOWN_RELATIONS:
        markup += f" <i>{escape(page.words[f'relation.{node.relation}'])}</i>"
    return markup


def claim(page: Writing, node: Claim) -> str:
    """A claim: its number, which is a link to it, its words, and what is said about it.

    What there is to say beyond that is left for the details below the paragraph.
    """
    anchor, number = page.claim_number(node)
    outside = page.here
    name = page.name(number) if page.area else number
    page.here = (anchor, name)
    page.quoted = False
    content = inlines(page, node.content)
    page.here = outside
    said = ""
    if node.certainty or node.recommendation or node.kind or node.stance:
        said = "".join([f" <small {kind}>{escape(word)}</small>" for kind, word in labels(page.words, node)])
    if page.quoted or node.certainty or node.recommendation or node.population or node.verifications:
        page.untold.append((node, number))
    shown, label = number, name
    if page.options.numbers == "none":
        shown = "•"
    elif page.nested:  # only its own part is shown, which must be a word of what is read aloud
        shown = number.removeprefix(page.base)
        label = f"{page.base} {shown}"
    kind = "ca-num" if len(shown) <= _GUTTER else "ca-num ca-long"
    return (
        f'<span class="ca-claim" id="{anchor}"><a class="{kind}" href="#{anchor}" aria-label="'
        f'{page.claim_word} {escape(label)}">{shown}</a> {content}{said}</span>'
    )


def labels(words: Words, node: Claim) -> Iterator[tuple[str, str]]:
    """What is said about a claim in a word or two: the attributes of each label, and its words."""
    if node.certainty and node.certainty.level:
        level = node.certainty.level
        yield f'class="ca-chip ca-meter" data-level="{level}"', words[f"certainty.{level}"]
    if node.recommendation and (node.recommendation.strength or node.recommendation.direction):
        yield 'class="ca-chip ca-rec"', advice(words, node.recommendation)
    if node.kind:
        yield f'class="ca-chip" data-kind="{node.kind}"', words[f"kind.{node.kind}"]
    if node.stance:
        yield f'class="ca-chip" data-kind="{node.stance}"', words[f"stance.{node.stance}"]


def advice(words: Words, node: Recommendation) -> str:
    """`Strong recommendation for`: strength and direction in words."""
    if node.strength is None:
        strength = words["strength.none"]
    elif node.strength in {Strength.PRACTICE_STATEMENT, Strength.CONSENSUS}:
        strength = words[f"strength.{node.strength}"]
    else:
        strength = f"{words[f'strength.{node.strength}']} {words['strength.recommendation']}"
    return strength if node.direction is None else f"{strength} {words[f'direction.{node.direction}']}"
