"""What notebooks show for a document or a part of it: `html`, which the model's `_repr_html_` calls; and rich.

No ids, no script, no style element, no colours but the host's: the markup says all, because notebooks that are not
trusted strip `style` too. A document's sections are folded; at most 200 claims are shown.

Citations show the ids of references, in a document and in its parts alike: a claim alone does not know the list that it
cites, and a position in it that only the document could tell would be another work elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from clinanswer.html._context import SAFETY
from clinanswer.html._inline import TAGS, labels
from clinanswer.html._markup import escape, link, sound, spaceless
from clinanswer.html._references import authors_text, imprint
from clinanswer.html._words import words
from clinanswer.model import (
    Block,
    Callout,
    Cite,
    Claim,
    ClinicalAnswer,
    DefinitionList,
    Figure,
    Inline,
    LineBreak,
    Link,
    List,
    NoticeKind,
    Paragraph,
    Phrase,
    Quote,
    Reference,
    ReviewStatus,
    Row,
    Section,
    Table,
    plain_text,
)
from clinanswer.model.answer import all_claims, all_sections
from clinanswer.model.blocks import claims_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clinanswer.checks.report import Report

__all__ = ["MAX_CLAIMS", "html", "renderable", "table"]

MAX_CLAIMS: Final = 200
"""How many claims a document shows."""

_RULE: Final = "border-top:1px solid color-mix(in srgb,currentColor 25%,transparent)"
_BAR: Final = "border-left:3px solid currentColor;padding-left:.7em;margin:.6em 0"
_CAUTIONS: Final = (NoticeKind.EDUCATIONAL, NoticeKind.REVIEW_PENDING, NoticeKind.AI_GENERATED)


def html(node: ClinicalAnswer | Section | Claim | Reference | Report) -> str:
    """A document, section, claim, reference or report of checks as HTML for the output of a notebook cell."""
    match node:
        case ClinicalAnswer():
            return _document(node)
        case Section():
            budget = _Budget(total=_claims(node))
            return f"<div>{_section(budget, node, unfolded=True)}{budget.rest()}</div>"
        case Claim():
            return f"<div>{_claim(_Budget(), node)}</div>"
        case Reference():
            return f"<div>{_reference(node)}</div>"
        case _:
            return _report(node)


def renderable(doc: ClinicalAnswer) -> object:
    """The document as a renderable of rich, which is what asks for it."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    from clinanswer._show import STYLES, rows

    lines = []
    for row in rows(doc):
        text = Text(row.marker + row.text, STYLES[row.style])
        text.highlight_regex(r"\[[\d, ]+\]", "blue")
        lines.append(Padding(text, (0, 0, 0, row.indent)))
    return Group(*lines)


def _report(report: Report) -> str:
    signs = {"error": "✖", "warning": "▲", "info": "●"}
    shown = [
        (f"{signs[each.severity]} {each.severity}", each.code, each.where or each.path, each.message)
        for each in report.findings[:MAX_CLAIMS]
    ]
    caption = f"{report.title}: {report.summary}" if report.title else report.summary
    if not shown:
        return f"<div><p>{escape(caption)}</p></div>"
    return table(("Level", "Code", "Where", "Message"), shown, caption=caption, more=len(report) - len(shown))


class _Budget:
    """What is left of the claims that may be shown, and the words for what is said of them."""

    def __init__(self, language: str | None = None, total: int = 1) -> None:
        self.words = words(language)
        self.left = MAX_CLAIMS
        self.total = total

    def rest(self) -> str:
        """What is said when not all claims were shown."""
        over = self.total - MAX_CLAIMS
        return (
            f"<p><em>… and {over:,} more claims; <code>clinanswer.to_html</code> shows all</em></p>" if over > 0 else ""
        )


def _document(doc: ClinicalAnswer) -> str:
    budget = _Budget(doc.language, sum(1 for _ in all_claims(doc)))
    title = spaceless(plain_text(doc.title)) or doc.question.text
    parts = [f'<p style="font-size:1.15em;margin:.2em 0"><strong>{escape(title)}</strong></p>']
    if doc.title:
        parts.append(f'<p style="margin:.2em 0">{escape(doc.question.text)}</p>')
    parts.append(f'<p style="margin:.2em 0">{_summary(doc, budget.total)}</p>')
    for notice in doc.notices:
        if notice.kind in _CAUTIONS:
            caution = plain_text((*notice.title, *notice.blocks))
            parts.append(f'<p style="{_BAR}">⚠ {escape(caution)}</p>')
    if doc.answer:
        parts.append(f'<div style="{_BAR}">{_blocks(budget, doc.answer)}</div>')
    parts += [_section(budget, section, str(position)) for position, section in enumerate(doc.sections, 1)]
    if doc.references:
        items = "".join(f"<li>{_reference(each)}</li>" for each in doc.references[:MAX_CLAIMS])
        left = len(doc.references) - MAX_CLAIMS
        more = f"<p><em>… and {left:,} more references</em></p>" if left > 0 else ""
        title = f"<strong>References</strong> <small>{len(doc.references)}</small>"
        parts.append(_folded(title, f'<ul style="list-style:none;padding-left:1em">{items}</ul>{more}'))
    for disclaimer in doc.disclaimers:
        name = escape(plain_text(disclaimer.title) or "Disclaimer")
        parts.append(_folded(f"<strong>{name}</strong>", _blocks(budget, disclaimer.blocks)))
    return f"<div>{''.join(parts)}{budget.rest()}</div>"


def _summary(doc: ClinicalAnswer, claims: int) -> str:
    status = "not stated" if doc.review.status is ReviewStatus.UNKNOWN else doc.review.status.replace("-", " ")
    parts = [f"Review status: <strong>{status}</strong>"]
    if doc.updated is not None:
        parts.append(f"updated {doc.updated.isoformat()}")
    sections = sum(1 for _ in all_sections(doc.sections))
    for count, name in ((sections, "section"), (claims, "claim"), (len(doc.references), "reference")):
        parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " · ".join(parts)


def _folded(summary: str, content: str, *, unfolded: bool = False) -> str:
    state = " open" if unfolded else ""
    return f'<details{state} style="{_RULE};padding:.3em 0"><summary>{summary}</summary>{content}</details>'


def _section(budget: _Budget, node: Section, number: str = "", *, unfolded: bool = False) -> str:
    """A section with its number in the document, where it is shown as a part of one."""
    count = _claims(node)
    name = f"{number} {_line(budget, node.title) or '…'}".lstrip()
    sign = "⚠ " if node.role in SAFETY else ""
    summary = f"<strong>{sign}{name}</strong> <small>{count} claim{'' if count == 1 else 's'}</small>"
    content = _blocks(budget, node.blocks) + "".join(
        _section(budget, each, number and f"{number}.{position}", unfolded=unfolded)
        for position, each in enumerate(node.sections, 1)
    )
    return _folded(summary, f'<div style="margin-left:1em">{content}</div>', unfolded=unfolded)


def _claims(node: Section) -> int:
    """How many claims are in a section and those in it."""
    return sum(1 for each in all_sections((node,)) for _ in claims_in(each.blocks))


def _blocks(budget: _Budget, content: Iterable[Block]) -> str:
    return "".join(_block(budget, node) for node in content)


def _block(budget: _Budget, node: Block) -> str:
    match node:
        case Paragraph(content):
            return f'<p style="margin:.3em 0">{_line(budget, content)}</p>' if content else ""
        case List(items):
            tag = "ol" if node.ordered else "ul"
            start = f' start="{node.start}"' if node.ordered and node.start != 1 else ""
            inner = "".join(f"<li>{_blocks(budget, item.blocks)}</li>" for item in items)
            return f"<{tag}{start}>{inner}</{tag}>"
        case DefinitionList(items):
            inner = "".join(
                f"<dt>{_line(budget, each.term)}</dt><dd>{_blocks(budget, each.blocks)}</dd>" for each in items
            )
            return f"<dl>{inner}</dl>"
        case Table():
            return _table(budget, node)
        case Callout():
            title = _line(budget, node.title)
            name = node.kind.replace("-", " ").capitalize()
            return f'<div style="{_BAR}"><strong>{name}</strong> {title}{_blocks(budget, node.blocks)}</div>'
        case Quote():
            source = _line(budget, node.attribution)
            return f"<blockquote>{_blocks(budget, node.blocks)}{f'<p>{source}</p>' if source else ''}</blockquote>"
        case Figure():
            return f"<p><em>Image: {escape(node.alt or plain_text(node.caption) or 'without a description')}</em></p>"
    assert_never(node)


def _table(budget: _Budget, node: Table) -> str:
    def rows(part: Iterable[Row], tag: str) -> Iterator[str]:
        for row in part:
            yield "<tr>"
            for cell in row.cells:
                spans = "".join(
                    f' {name}="{value}"'
                    for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
                    if value > 1
                )
                name = "th" if cell.header else tag
                yield f'<{name}{spans} style="text-align:left">{_line(budget, cell.content)}</{name}>'
            yield "</tr>"

    caption = f'<caption style="text-align:left">{_line(budget, node.caption)}</caption>' if node.caption else ""
    body = "\n".join((*rows(node.header, "th"), *rows(node.rows, "td")))  # as text, cells stand apart
    return f"<table>{caption}{body}</table>{_blocks(budget, node.notes)}"


def _line(budget: _Budget, content: Iterable[Inline]) -> str:
    return "".join(_claim(budget, node) if isinstance(node, Claim) else _phrase(budget, node) for node in content)


def _phrase(budget: _Budget, node: Phrase) -> str:
    """A phrase; citations are the ids of references, without links, for there may be no list to lead to."""
    match node:
        case str():
            return escape(node)
        case Cite():
            return f" [{', '.join(each.ref for each in node.citations)}]"  # ids have nothing to escape
        case LineBreak():
            return "<br>"
        case Link():
            return link(node.href, _line(budget, node.content))
        case _:
            tag = TAGS[type(node)]
            return f"<{tag}>{_line(budget, node.content)}</{tag}>"


def _claim(budget: _Budget, node: Claim) -> str:
    if budget.left == 0:
        return ""
    budget.left -= 1
    name = f"<small>{node.id}</small> " if node.id is not None else ""
    content = "".join(_phrase(budget, each) for each in node.content)
    said = "".join(f" · <small>{escape(word)}</small>" for _, word in labels(budget.words, node))
    return f"{name}{content}{said}"


def _reference(node: Reference) -> str:
    parts = [f"<small>{node.id}</small>"]
    if node.status is not None and node.status != "current":
        parts.append(f"<strong>{node.status.capitalize()}</strong>")
    if node.title:
        title = f"<strong>{escape(plain_text(node.title))}</strong>."
        parts += filter(None, (escape(authors_text(node)), title, escape(imprint(node))))
    elif node.text is not None:
        parts.append(escape(node.text))
    if node.doi is not None:
        address = f"https://doi.org/{node.doi}"
        parts.append(link(address, escape(node.doi)) if sound(address) else escape(node.doi))
    elif node.url is not None:
        parts.append(link(node.url, escape(node.url)) if sound(node.url) else escape(node.url))
    if node.is_unresolved:
        parts.append("<em>details not supplied</em>")
    return " ".join(parts)


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, caption: str = "", more: int = 0) -> str:
    """Rows of values as a table for a notebook; `more` says how many are not shown."""
    top = "\n".join(f'<th style="text-align:left">{escape(name)}</th>' for name in head)
    lines = ("\n".join(_value(value) for value in row) for row in rows)
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    title = f'<caption style="text-align:left">{escape(caption)}</caption>' if caption else ""
    rest = f"<p><em>… and {more:,} more rows</em></p>" if more > 0 else ""
    return f"<div><table>{title}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>{rest}</div>"


def _value(value: object) -> str:
    if value is None:
        shown = ""
    elif isinstance(value, list | tuple):
        shown = ", ".join(map(str, value))
    else:
        shown = str(value)
    return f'<td style="text-align:left;vertical-align:top">{escape(shown)}</td>'
