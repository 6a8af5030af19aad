"""`from_jats`: articles that `to_jats` wrote, and those of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias, get_args

from clinanswer._limits import MAX_BYTES, MAX_NODES
from clinanswer.errors import InvalidNodeError, Problem, ReadError
from clinanswer.jats._context import Reading
from clinanswer.jats._document import is_edited, mark_of, read_document
from clinanswer.jats._foreign_context import ClaimMode, Foreign, local
from clinanswer.jats._parse import may_be_odd, parse, too_deep

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from clinanswer.model import ClinicalAnswer

__all__ = ["from_jats"]

Report: TypeAlias = "list[Problem] | Callable[[Problem], object] | None"
"""Where a reader's problems go: a list that they are appended to, a function that is called with each, or nowhere."""


def from_jats(
    data: str | bytes,
    *,
    claims: ClaimMode = "none",
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
    if claims not in _CLAIM_MODES:
        raise ValueError(f"claims is {claims!r}; use one of {', '.join(_CLAIM_MODES)}")
    root, raw = parse(data, max_bytes=max_bytes, max_nodes=max_nodes)
    try:
        doc, lost = _read(root, raw, claims)
    except InvalidNodeError as error:
        raise ReadError(Problem("/", "invalid", f"{error}")) from None
    except RecursionError:
        deep = root.xpath(f"descendant::*[count(ancestor::*) = {_DEEP}][1]")
        raise too_deep(deep[0].sourceline if deep else None) from None
    if lost and strict:
        raise ReadError(lost)
    tell = report.append if isinstance(report, list) else report
    if tell is not None:
        for problem in lost:
            tell(problem)
    return doc


def _read(root: _Element, raw: bytes, claims: ClaimMode) -> tuple[ClinicalAnswer, list[Problem]]:
    article = _article(root)
    if (mark := mark_of(article)) is not None:
        reading = Reading()
        if may_be_odd(raw):
            reading.check_texts(article)
        if not is_edited(mark, raw):
            return read_document(article, mark, reading), reading.lost
        from clinanswer.jats._edited import read_edited

        return read_edited(article, mark, reading), reading.lost
    from clinanswer.jats._foreign import read_article  # on first use: most articles read are our own

    foreign = Foreign(claims)
    return read_article(article, foreign), foreign.losses()


def _article(root: _Element) -> _Element:
    """The article: the root, or the only one in the set that PubMed Central delivers.

    Its elements are known by their local names where the file puts them into the namespace of the JATS.
    """
    if root.tag == "article":
        return root
    if local(root) in {"pmc-articleset", "OAI-PMH"}:
        articles = [each for each in root.iter() if local(each) == "article"]
        if len(articles) != 1:
            raise ReadError(
                Problem(
                    "/",
                    "wrong-root",
                    f"the file holds {len(articles)} articles; give them one at a time",
                    root.sourceline,
                )
            )
        root = articles[0]
    if local(root) != "article":
        raise ReadError(
            Problem("/", "wrong-root", f"the root is {root.tag!s}, not article: this is no JATS", root.sourceline)
        )
    if _NAMESPACED.match(str(root.tag)):
        for each in root.iter():
            if _NAMESPACED.match(str(each.tag)):
                each.tag = local(each)
    elif root.tag != "article":
        raise ReadError(
            Problem("/", "wrong-root", f"the root is {root.tag!s}, not an article of JATS", root.sourceline)
        )
    return root


_CLAIM_MODES: Final = get_args(ClaimMode)
_DEEP: Final = 200
"""How many levels are read in any case: Python's own stack is the limit."""
_NAMESPACED: Final = re.compile(r"\{https?://(?:jats\.nlm\.nih\.gov|dtd\.nlm\.nih\.gov)/")
