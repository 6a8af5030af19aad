"""`validate`: a document against the JATS DTD, and `to_tree`: the article as an lxml tree."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clinanswer.errors import ClinAnswerError, Problem
from clinanswer.jats._document import to_jats
from clinanswer.jats._names import DOCTYPES
from clinanswer.jats._parse import parse
from clinanswer.model import ClinicalAnswer

if TYPE_CHECKING:
    from lxml.etree import DTD, _Element, _ElementTree

__all__ = ["to_tree", "validate"]

_MAX_PROBLEMS: Final = 1000


def validate(doc: ClinicalAnswer | str | bytes, *, dtd: str | Path | None = None) -> list[Problem]:
    """What is wrong with a document or article by the DTD; nothing when it is valid.

    Args:
        doc: A document, which is written first, or an article.
        dtd: The file of a JATS DTD. The default is Archiving 1.3, which the extra `validate` brings (in biopython);
            it is loaded once.

    Raises:
        ReadError: the article is not well-formed, or unsafe to read.
        ClinAnswerError: the extra is not installed, or there is no DTD in this file.
    """
    if isinstance(doc, ClinicalAnswer):
        doc = to_jats(doc)
    root, _ = parse(doc)
    grammar = _load(None if dtd is None else str(dtd))
    if grammar.validate(root):
        return []
    return [Problem(entry.path or "/", "dtd", entry.message.rstrip(), entry.line) for entry in grammar.error_log][
        :_MAX_PROBLEMS
    ]


def to_tree(doc: ClinicalAnswer) -> _ElementTree[_Element]:
    """The article that `to_jats` writes, as an lxml tree with its DOCTYPE."""
    root, _ = parse(to_jats(doc))
    return root.getroottree()


@cache
def _load(path: str | None) -> DTD:
    from lxml import etree

    if path is None:
        spec = find_spec("Bio")
        if spec is None or spec.origin is None:
            raise ClinAnswerError("validating needs the DTD of the extra: pip install clinanswer[validate]")
        path = str(Path(spec.origin).parent / "Entrez" / "DTDs" / DOCTYPES["archiving"][1])
    try:
        return etree.DTD(path)
    except (etree.DTDParseError, OSError) as error:
        raise ClinAnswerError(f"{path} is no DTD that can be read: {error}") from None
