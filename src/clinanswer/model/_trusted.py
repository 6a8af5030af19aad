"""Which nodes nest."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from clinanswer.model.blocks import Callout, DefinitionList, List, Quote, Section, Table
from clinanswer.model.inline import FORMATTING, Link

__all__ = ["NESTING"]

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
