"""What is known about a claim beyond its words and chips, in a list of facts below it that opens on demand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from clinanswer.html._context import Writing, contributor_name
from clinanswer.html._dates import date_text
from clinanswer.html._markup import escape
from clinanswer.model import Certainty, Claim, Rating, Recommendation, Verification

__all__ = ["details"]

Row: TypeAlias = tuple[str, str]
"""A row of a list of facts: the key of its label, its value as markup."""


def details(page: Writing, node: Claim, number: str) -> str:
    """The list of facts about a claim, or nothing when there are none."""
    if not (node.population or node.certainty or node.recommendation or node.verifications or _quotes(node)):
        return ""
    rows = "".join(f"<dt>{escape(page.words[key])}</dt><dd>{value}</dd>\n" for key, value in _rows(page, node))
    if not rows:
        return ""
    name = f"{escape(page.words['details'])} <b>{number}</b>"
    return f'<details class="ca-details"><summary>{name}</summary>\n<dl class="ca-facts">\n{rows}</dl>\n</details>\n'


def _rows(page: Writing, node: Claim) -> Iterator[Row]:
    if node.population is not None:
        yield "population", f"<bdi>{escape(node.population)}</bdi>"
    if node.certainty is not None:
        yield from _certainty(page, node.certainty)
    if node.recommendation is not None:
        yield from _recommendation(node.recommendation)
    for ref, quote in _quotes(node):
        yield "quote", f"{page.link_to(ref)} <q>{escape(quote)}</q>"
    for verification in node.verifications:
        yield from _verification(page, verification)


def _quotes(node: Claim) -> list[tuple[str, str]]:
    return [(each.ref, each.quote) for each in node.citations if each.quote is not None]


def _certainty(page: Writing, node: Certainty) -> Iterator[Row]:
    if node.native is not None:
        yield "native-certainty", _rating(node.native)
    if node.domains:
        yield "domains", ", ".join(f"<i>{escape(page.words[f'domain.{domain}'])}</i>" for domain in node.domains)
    if node.rationale is not None:
        yield "rationale", f"<bdi>{escape(node.rationale)}</bdi>"


def _recommendation(node: Recommendation) -> Iterator[Row]:
    if node.native is not None:
        yield "native-strength", _rating(node.native)
    if node.rationale is not None:
        yield "strength-rationale", f"<bdi>{escape(node.rationale)}</bdi>"


def _rating(node: Rating) -> str:
    return f"<bdi>{escape(node.value)}</bdi> (<bdi>{escape(node.system)}</bdi>)"


def _verification(page: Writing, node: Verification) -> Iterator[Row]:
    yield "verdict", f"<i>{escape(page.words[f'verdict.{node.verdict}'])}</i>"
    if node.by is not None:
        yield "verified-by", f"<bdi>{escape(contributor_name(node.by))}</bdi>"
    if node.date is not None:
        yield "verified-on", date_text(page.words, node.date)
    if node.score is not None:
        yield "score", f"<bdi>{escape(node.score)}</bdi>"
    if node.note is not None:
        yield "verdict-note", f"<bdi>{escape(node.note)}</bdi>"
