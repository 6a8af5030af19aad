"""JSON, the format of record: `to_json`, `from_json` and the schema.

The model's fields are the source of everything (`_shapes`); functions made from them read and write (`_reader`,
`_text`, `_plain`); what these do not take, `_thorough` reads or refuses with every fault in its place.
"""

from __future__ import annotations

import re
from typing import Any, Final

import clinanswer.model as m
from clinanswer._json._codec import read_text, write_text
from clinanswer._json._converter import json_converter
from clinanswer._json._positions import placed
from clinanswer._json._syntax import parse
from clinanswer._json._thorough import read_node
from clinanswer._limits import MAX_BYTES, MAX_NODES, input_text, too_many_nodes
from clinanswer.errors import Problem, ReadError

__all__ = ["from_json", "json_converter", "json_schema", "to_json"]


def from_json(data: str | bytes, *, max_bytes: int = MAX_BYTES, max_nodes: int = MAX_NODES) -> m.ClinicalAnswer:
    """The document for JSON text, as `to_json` writes it or with its keys in any order (RFC 8259, UTF-8).

    Nothing is converted silently: every key is known, every value of the type that its field has.

    Raises:
        ReadError: not such a document. Its problems are all the faults of the input, each with its JSONPath
            (`path`), JSON Pointer (`pointer`), line and column, and what was found and expected.
        VersionError: written by a newer clinanswer.
    """
    # A character takes at most four bytes and a node at least two: most inputs need no closer look.
    small = type(data) in (str, bytes) and len(data) * 4 <= max_bytes and len(data) <= max_nodes * 2
    if small and (doc := read_text(data)) is not None:
        return doc
    text = input_text(data, max_bytes=max_bytes, bom=False)
    if not small and _few_nodes(text, max_nodes) and (doc := read_text(text)) is not None:
        return doc
    plain = parse(text)
    if (count := _node_count(plain)) > max_nodes:
        raise too_many_nodes(count, max_nodes)
    try:
        read: m.ClinicalAnswer = read_node(m.ClinicalAnswer, plain)
    except ReadError as error:
        raise type(error)(placed(error.problems, text)) from None
    except RecursionError:  # the caller has used up the stack
        raise ReadError(Problem("$", "too-deep", "too little of the stack is left to read a document")) from None
    return read


def to_json(doc: m.ClinicalAnswer, *, indent: int | None = None) -> str:
    """The document as JSON text (RFC 8259): one line, or with `indent` spaces a level.

    The same document gives the same text everywhere, with the extra `fast` and without it: keys stand in the order of
    the model's fields, fields at their default are left out, numbers have the form of RFC 8785.
    """
    if not isinstance(doc, m.ClinicalAnswer):
        raise TypeError(f"expected a ClinicalAnswer, got {type(doc).__name__}")
    text = write_text(doc)
    return text if indent is None else _spread(text, indent)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12, https://json-schema.org) of the format, as plain values of the caller's own.

    It accepts what `from_json` accepts, save what a schema cannot say, which its `$comment` lists.
    """
    from clinanswer._json import _schema

    return _schema.json_schema()


def _few_nodes(text: str, max_nodes: int) -> bool:
    return text.count("{") + text.count("[") + text.count(",") < max_nodes


def _node_count(value: object) -> int:
    """How many objects and list items a plain value holds."""
    count = 0
    rest = [value]
    while rest:
        each = rest.pop()
        if isinstance(each, dict):
            rest += each.values()
            count += 1
        elif isinstance(each, list):
            rest += each
            count += sum(not isinstance(item, dict) for item in each)
    return count


_TOKEN: Final = re.compile(r'("(?:[^"\\]|\\.)*+"(?::)?|[^][{},:"]++)|(\[\]|\{\})|([\[{])|([\]}])|(,)')


def _spread(text: str, indent: int) -> str:
    """Canonical text with every member and item on a line of its own."""
    lines: list[str] = []
    level = 0
    line = ""
    for token in _TOKEN.finditer(text):
        word = token[0]
        if token[3]:
            lines.append(line + word)
            level += 1
            line = " " * (indent * level)
        elif token[4]:
            lines.append(line)
            level -= 1
            line = " " * (indent * level) + word
        elif token[5]:
            lines.append(line + word)
            line = " " * (indent * level)
        else:
            line += f"{word} " if word.endswith('":') else word
    return "\n".join([*lines, line])
