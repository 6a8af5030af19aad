"""What each class of the model looks like in JSON: derived from its fields, so that model and format cannot differ.

The writer, both readers and the schema are all made from `SHAPES`. The format's own decisions are here and nowhere
else: the value of `"type"` for the classes that carry one, and the keys at the head of a document.
"""

from __future__ import annotations

import functools
import re
import sys
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, fields, frozen, has

import clinanswer.model as m
from clinanswer.errors import InvalidNodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["DATE", "FORMAT", "HEAD", "MOMENT", "SHAPES", "TAGS", "VERSION", "Field", "Shape", "vocabulary"]

FORMAT: Final = "clinanswer"
"""The value of the key `format`."""
VERSION: Final = 1
"""The value of the key `version`. Raised only by a change after which an older reader would misread a file."""

TAGS: Final[Mapping[type, str]] = MappingProxyType(
    {
        m.Strong: "strong",
        m.Emphasis: "emphasis",
        m.Subscript: "subscript",
        m.Superscript: "superscript",
        m.Link: "link",
        m.LineBreak: "line-break",
        m.Cite: "cite",
        m.Claim: "claim",
        m.Paragraph: "paragraph",
        m.List: "list",
        m.DefinitionList: "definition-list",
        m.Table: "table",
        m.Callout: "callout",
        m.Quote: "quote",
        m.Figure: "figure",
        m.Person: "person",
        m.Organization: "organization",
        m.Software: "software",
    }
)
"""The value of `"type"` of every class that stands where another could. The other classes have no such key."""

DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
"""How a date is written: ISO 8601, in its one form of RFC 3339."""
_CLOCK: Final = r"(?:[01]\d|2[0-3]):[0-5]\d"
_SECONDS: Final = r":[0-5]\d(?:\.\d{1,6})?"
MOMENT: Final = re.compile(rf"{DATE.pattern}T{_CLOCK}{_SECONDS}(?:Z|[+-]{_CLOCK}(?:{_SECONDS})?)?", re.ASCII)
"""How a date and time is written: as in RFC 3339; the offset may be missing, or have seconds as Python's may."""

HEAD: Final = ("format", "version")
"""The keys before a document's own."""
# The version of the document's text; `version` is the format's.
_KEYS: Final = {(m.ClinicalAnswer, "version"): "document_version"}
# What a link cannot hold, though it is a phrase.
_NOT_IN_LINKS: Final = frozenset((m.Link, m.Cite))


@frozen
class Field:
    """One key of a JSON object."""

    key: str
    name: str
    """The name of the model's field: the key, but for the few in `_KEYS`."""
    kinds: tuple[Any, ...]
    """The classes that the value (or, when `many`, each item of it) may have; `str` among them is plain text."""
    many: bool
    nullable: bool
    default: Any
    """The value of the model's field when the key is absent; `NOTHING` when the key is required."""
    convert: Callable[[Any], Any]
    """The model's own conversion of the value, which refuses what no document may hold."""

    @property
    def required(self) -> bool:
        """Whether the key must be there."""
        return self.default is NOTHING

    @property
    def is_content(self) -> bool:
        """Whether this is formatted text, which may be written as one string."""
        return self.many and len(self.kinds) > 1 and str in self.kinds

    @property
    def choices(self) -> Mapping[str, Any] | None:
        """The words that the value may be, with their meaning in the model, when it is from a vocabulary."""
        return vocabulary(self.kinds[0])

    @property
    def vocabulary_name(self) -> str:
        """The name of the vocabulary, for the one that is a `Literal` too."""
        return str(getattr(self.kinds[0], "__name__", None) or "Alignment")

    @property
    def needs_one(self) -> bool:
        """Whether a list must hold something."""
        try:
            self.convert(())
        except InvalidNodeError:
            return self.many
        return False


@frozen
class Shape:
    """One JSON object: its keys in the order in which they are written, after `type` when it has a tag."""

    cls: type[Any]
    tag: str | None
    fields: tuple[Field, ...]

    @property
    def required(self) -> tuple[Field, ...]:
        """The fields that must be there."""
        return tuple(field for field in self.fields if field.required)

    @property
    def optional(self) -> tuple[Field, ...]:
        """The fields that have a default."""
        return tuple(field for field in self.fields if not field.required)

    @functools.cached_property
    def keys(self) -> frozenset[str]:
        """Every key that the object may have."""
        head = HEAD if self.cls is m.ClinicalAnswer else () if self.tag is None else ("type",)
        return frozenset((*head, *(field.key for field in self.fields)))


@functools.cache
def vocabulary(kind: Any) -> Mapping[str, Any] | None:
    """The words of a vocabulary with the values that they stand for in the model; None for any other type."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return MappingProxyType({str(member.value): member for member in kind})
    if get_origin(kind) is Literal:
        return MappingProxyType({word: word for word in get_args(kind)})
    return None


def _field(cls: type[Any], attribute: Any, hint: Any) -> Field:
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    nullable = type(None) in kinds
    kinds = tuple(kind for kind in kinds if kind is not type(None))
    many = get_origin(kinds[0]) is tuple
    if many:
        item = get_args(kinds[0])[0]
        kinds = get_args(item) if get_origin(item) in (Union, UnionType) else (item,)
    if cls is m.Link:
        kinds = tuple(kind for kind in kinds if kind not in _NOT_IN_LINKS)
    key = _KEYS.get((cls, attribute.name), attribute.name)
    return Field(key, attribute.name, kinds, many, nullable, attribute.default, attribute.metadata["convert"])


def _shape(cls: type[Any]) -> Shape:
    hints = get_type_hints(cls, vars(sys.modules[cls.__module__]))
    return Shape(cls, TAGS.get(cls), tuple(_field(cls, each, hints[each.name]) for each in fields(cls) if each.init))


SHAPES: Final[Mapping[type[Any], Shape]] = MappingProxyType(
    {cls: _shape(cls) for name in m.__all__ if isinstance(cls := getattr(m, name), type) and has(cls)}
)
"""Every class of the model."""
