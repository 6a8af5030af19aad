"""Phrases and claims: what stands in a line of text (read by `_inline_reading`).

A citation group is `[<a href="#ref-1">1</a>, …]`, one space before it; a claim is a `span` that begins with a link to
itself. Both are known by where their links lead, because sanitizers strip classes and ids. What the page says of its
own accord stands in `b`, `i` or `small`, which the writer uses for nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from clinanswer.html._markup import escape, link
from clinanswer.model import (
    Cite,
    Claim,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Recommendation,
    Relation,
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


def inlines(page: Writing, content: Inlines) -> str:
    """Phrases and claims as markup."""
    if len(content) == 1 and type(content[0]) is str:  # as most titles are
        return escape(content[0])
    outside, page.out = page.out, []
    write_inlines(page, content)
    written, page.out = page.out, outside
    return "".join(written)


def write_inlines(page: Writing, content: Iterable[Inline]) -> None:
    """Write phrases and claims."""
    for node in content:  # the kinds that are most of every page first: this loop is where the time goes
        kind = type(node)
        if kind is str:
            page.out.append(escape(node))  # type: ignore[arg-type]  # it is the type that was just asked for
        elif kind is Cite:
            group(page, node)  # type: ignore[arg-type]
        elif kind is Claim:
            claim(page, node)  # type: ignore[arg-type]
        else:
            phrase(page, node)  # type: ignore[arg-type]


def phrase(page: Writing, node: Strong | Emphasis | Subscript | Superscript | Link | LineBreak) -> None:
    """Write a phrase that is neither text nor a citation group."""
    match node:
        case Strong() | Emphasis() | Subscript() | Superscript():
            tag = TAGS[type(node)]
            page.out.append(f"<{tag}>")
            write_inlines(page, node.content)
            page.out.append(f"</{tag}>")
        case Link():
            page.out.append(link(node.href, inlines(page, node.content)))
        case LineBreak():
            page.out.append("<br>")
        case _:
            assert_never(node)


def group(page: Writing, node: Cite) -> None:
    """Write a citation group with the space before it."""
    out = page.out
    between = ' <span class="ca-cites">['
    for each in node.citations:
        out.append(between)
        out.append(page.cite(each.ref))
        if each.quote is not None:
            page.quoted = True
        if each.locator is not None:
            out.append(f" <small>{escape(each.locator)}</small>")
        if each.relation is not None and each.relation in _SHOWN_RELATIONS:
            out.append(f" <i{page.own_lang}>{page.words[f'relation.{each.relation}']}</i>")
        between = ", "
    out.append("]</span>")


def claim(page: Writing, node: Claim) -> None:
    """Write a claim: its number, which is a link to it, its words, and what is said about it.

    What there is to say beyond that is left for the details below the paragraph.
    """
    out = page.out
    anchor, number = page.claim_number(node)
    shown = name = label = number
    if page.area:
        name = label = page.name_in_area(number)
    if not page.by_section and page.options.numbers == "none":
        shown = "•"
    elif page.nested:  # only its own part is shown, which must be a word of what is read aloud
        shown = number.removeprefix(page.base)
        label = f"{page.base} {shown}"
    kind = "ca-num" if len(shown) <= _GUTTER else "ca-num ca-long"
    out.append(
        f'<span class="ca-claim" id="{anchor}"><a class="{kind}" href="#{anchor}"{page.claim_label} {label}">'
        f"{shown}</a> "
    )
    outside, page.here, page.quoted = page.here, (anchor, name), False
    write_inlines(page, node.content)
    page.here = outside
    if node.certainty or node.recommendation or node.kind or node.stance:
        own = page.own_lang
        out += [f" <small {kind}{own}>{word}</small>" for kind, word in labels(page.words, node)]
    if page.quoted or node.certainty or node.recommendation or node.population or node.verifications:
        page.untold.append((node, number))
    out.append("</span>")


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
    strength = words[f"strength.{node.strength or 'none'}"]
    return strength if node.direction is None else f"{strength} {words[f'direction.{node.direction}']}"
