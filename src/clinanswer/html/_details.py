"""What is known about a claim beyond its words and chips, in a list of facts below it that opens on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinanswer.html._about import Row, rows
from clinanswer.html._context import Writing, contributor_name
from clinanswer.html._dates import date_text
from clinanswer.html._markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinanswer.model import Certainty, Claim, Rating, Recommendation, Verification

__all__ = ["details"]


def details(page: Writing, node: Claim, number: str) -> str:
    """The list of facts about a claim, or nothing. No white space around it: in a cell that would be text."""
    facts = rows(page, _rows(page, node))
    if not facts:
        return ""
    name = f"{page.words['details']} <b>{number}</b>"
    return f'<details class="ca-details"><summary{page.own_lang}>{name}</summary>\n{facts}</details>'


def _rows(page: Writing, node: Claim) -> Iterator[Row]:
    if node.population is not None:
        yield "population", f"<bdi>{escape(node.population)}</bdi>"
    if node.certainty is not None:
        yield from _certainty(page, node.certainty)
    if node.recommendation is not None:
        yield from _recommendation(node.recommendation)
    for ref, quote in _quotes(node):
        yield "quote", f"{page.links[ref]} <q>{escape(quote)}</q>"
    for verification in node.verifications:
        yield "verdict", _verification(page, verification)


def _quotes(node: Claim) -> list[tuple[str, str]]:
    return [(each.ref, each.quote) for each in node.citations if each.quote is not None]


def _certainty(page: Writing, node: Certainty) -> Iterator[Row]:
    if node.native is not None:
        yield "native-certainty", _rating(node.native)
    if node.domains:
        names = [f"<i{page.own_lang}>{page.words[f'domain.{domain}']}</i>" for domain in node.domains]
        yield "domains", page.words["comma"].join(names)
    if node.rationale is not None:
        yield "rationale", f"<bdi>{escape(node.rationale)}</bdi>"


def _recommendation(node: Recommendation) -> Iterator[Row]:
    if node.native is not None:
        yield "native-strength", _rating(node.native)
    if node.rationale is not None:
        yield "strength-rationale", f"<bdi>{escape(node.rationale)}</bdi>"


def _rating(node: Rating) -> str:
    return f"<bdi>{escape(node.value)}</bdi> (<bdi>{escape(node.system)}</bdi>)"


def _verification(page: Writing, node: Verification) -> str:
    parts = [f"<i{page.own_lang}>{page.words[f'verdict.{node.verdict}']}</i>"]
    if node.by is not None:
        parts.append(f"<bdi>{escape(contributor_name(node.by))}</bdi>")
    if node.date is not None:
        parts.append(date_text(page.words, node.date, page.own_lang))
    if node.score is not None:
        parts.append(f"<small>{escape(node.score)}</small>")
    if node.note is not None:
        parts.append(f"<q>{escape(node.note)}</q>")
    return " ".join(parts)
