"""`from_jats`: articles that `to_jats` wrote, and those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from clinanswer._limits import MAX_BYTES, MAX_NODES
from clinanswer.errors import Problem, ReadError
from clinanswer.jats._context import Reading
from clinanswer.jats._document import is_ours, read_document
from clinanswer.jats._parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinanswer.model import ClinicalAnswer

__all__ = ["from_jats"]

Report: TypeAlias = "list[Problem] | Callable[[Problem], object] | None"
"""Where a reader's problems go: a list that they are appended to, a function that is called with each, or nowhere."""


def from_jats(
    data: str | bytes,
    *,
    claims: Literal["none", "cited", "all"] = "none",
    report: Report = None,
    strict: bool = False,
    max_bytes: int = MAX_BYTES,
    max_nodes: int = MAX_NODES,
) -> ClinicalAnswer:
    """The document in a JATS article (`str`, or bytes in UTF-8 or the encoding that they declare).

    An article that `to_jats` wrote comes back exactly. Of any other (NLM 2.3 to JATS 1.4) the reader takes title,
    abstract, sections, references and metadata in order, and keeps the text of what it does not know.

    Args:
        data: The article.
        claims: For articles of others, which statements become claims: none, those with citations, or all.
        report: A list or function that receives a `Problem` for each kind of element that could not be carried.
        strict: Whether the first such element is an error.
        max_bytes: The longest input, in bytes, that is read.
        max_nodes: The most elements that are read.

    Raises:
        ReadError: not well-formed, not an article, beyond a limit, or a value that no document may hold; when
            `strict`, a loss. Its problems say where (path and line) and what to do.
        VersionError: written by a newer clinanswer.
    """
    root = parse(data, max_bytes=max_bytes, max_nodes=max_nodes)
    reading = Reading()
    try:
        if root.tag != "article":
            raise ReadError(
                Problem("/", "wrong-root", f"the root is {root.tag!s}, not article: this is no JATS", root.sourceline)
            )
        if not is_ours(root):
            raise ReadError(Problem("/", "foreign", "not yet"))
        doc = read_document(root, reading)
    except RecursionError:
        raise ReadError(Problem("/", "too-deep", "the elements are nested too deep to be read")) from None
    if reading.lost and strict:
        raise ReadError(reading.lost)
    tell = report.append if isinstance(report, list) else report
    if tell is not None:
        for problem in reading.lost:
            tell(problem)
    return doc
