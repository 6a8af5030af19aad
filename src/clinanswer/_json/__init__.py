"""JSON: `to_json` and `from_json`."""

from __future__ import annotations

import clinanswer.model as m
from clinanswer._json._syntax import parse
from clinanswer._json._thorough import read_document
from clinanswer._json._writer import write_document
from clinanswer._limits import MAX_BYTES, MAX_NODES, input_text

__all__ = ["from_json", "to_json"]


def from_json(data: str | bytes, *, max_bytes: int = MAX_BYTES, max_nodes: int = MAX_NODES) -> m.ClinicalAnswer:
    return read_document(parse(input_text(data, max_bytes=max_bytes, bom=False)))


def to_json(doc: m.ClinicalAnswer) -> str:
    return write_document(doc)
