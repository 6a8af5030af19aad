"""How readers build nodes from values that they have checked already, past the constructors.

A constructor checks every field of a node whose children were checked before. A reader that has called the model's
own conversions where they are needed fills a blank instead and turns it into the node: a fifth of the time. What it
must hold to (values in their normal form, `_depth` counted) a test compares with the constructors for every node.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from clinanswer.model._node import Node
from clinanswer.model.blocks import Callout, DefinitionList, List, Quote, Section, Table
from clinanswer.model.inline import FORMATTING, Link

__all__ = ["NESTING", "blank"]

NESTING: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys((*FORMATTING, Link), ("content",)),
        List: ("items",),
        DefinitionList: ("items",),
        Table: ("notes",),
        Callout: ("blocks", "title"),
        Quote: ("blocks", "attribution"),
        Section: ("title", "blocks", "sections"),
    }
)
"""The nodes that count towards `MAX_DEPTH`, with the fields whose nodes stand one level deeper."""


def blank(cls: type[Any]) -> type[Any]:
    """A class with the slots of `cls` and nothing else.

    Its instances take any value for every field, and become nodes when they are given the class:
    `node = blank(Emphasis)(); node.content = ("x",); node._depth = 1; node.__class__ = Emphasis`. Python allows
    this between classes of the same layout; setting a slot so costs a quarter of what going round a frozen class does.
    """
    return type(f"Blank{cls.__name__}", (Node,), {"__slots__": cls.__slots__})
