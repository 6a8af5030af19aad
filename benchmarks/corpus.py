"""The documents that are measured: a page of the size of a real answer (x1) and its sections many times over."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import attrs

import clinanswer as ca

ROOT = Path(__file__).resolve().parent.parent


@cache
def document(times: int = 1) -> ca.ClinicalAnswer:
    """The tranexamic-acid example, which is as large as the real page the targets were set on, `times` over."""
    doc = ca.from_text((ROOT / "examples" / "tranexamic-acid.txt").read_bytes())
    if times == 1:
        return doc

    def without_ids(node: str | ca.Node) -> str | ca.Node:
        return attrs.evolve(node, id=None) if isinstance(node, ca.Claim | ca.Section) else node

    many = attrs.evolve(ca.transform(doc, without_ids), sections=())
    plain = ca.transform(doc, without_ids).sections
    return ca.with_ids(attrs.evolve(many, sections=plain * times))
