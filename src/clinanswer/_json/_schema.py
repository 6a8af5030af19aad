"""The JSON Schema (2020-12) of the format, made from the same shapes as the readers and the writers.

It accepts what `from_json` accepts, save what a schema cannot say: `BEYOND` lists it, and the schema repeats the list
in its `$comment`. Patterns are kept to what ECMAScript and Python understand alike.
"""

from __future__ import annotations

import datetime as dt
import inspect
import re
from typing import TYPE_CHECKING, Any, Final

import clinanswer.model as m
from clinanswer._json._converter import shared_converter
from clinanswer._json._shapes import FORMAT, SHAPES, TAGS, VERSION, Field, Shape
from clinanswer.model._fields import (
    _LANGUAGE,
    _MEDIA_TYPE,
    href,
    identifier,
    image_source,
    optional_identifier,
    optional_language,
    optional_media_type,
)
from clinanswer.model.blocks import to_span, to_start
from clinanswer.model.inline import FORMATTING, to_claim_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["BEYOND", "json_schema"]

Schema = dict[str, Any]

BEYOND: Final = (
    "nesting deeper than 16 levels, in the document and in extras",
    "addresses: a sound host and port, no white space and no brackets",
    "table cells that overlap, leave a gap, or make rows of different width",
    "ids that are used twice within their kind",
    "days that the calendar does not have, such as 2026-02-30",
    "integers in extras beyond 2**53 that are not the text of a double, and numbers that no double can hold",
    "keys that stand twice in an object, or that become the same when CR becomes LF",
    "noncharacters beyond the basic plane (U+1FFFE and its like)",
    "the size of the input and its number of nodes",
)
"""What `from_json` refuses and the schema does not."""

_FORBIDDEN: Final = r"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uD800-\uDFFF\uFDD0-\uFDEF\uFFFE\uFFFF"
_DAY: Final = r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_SECONDS: Final = r":[0-5][0-9](?:\.[0-9]{1,6})?"


def json_schema() -> Schema:
    """The JSON Schema (https://json-schema.org/draft/2020-12) of what `to_json` writes and `from_json` reads."""
    root = _object(SHAPES[m.ClinicalAnswer])
    del root["title"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT}:schema:{VERSION}",
        "$comment": "A reader refuses besides: " + "; ".join(BEYOND) + ".",
        "title": "Clinical answer",
        **root,
        "examples": [{"format": FORMAT, "version": VERSION, "question": {"text": "Is it safe in pregnancy?"}}],
        "$defs": {
            **_BASE,
            **{name: _any(kinds) for kinds, name in _UNIONS.items()},
            **{
                several: {"anyOf": [_ref("Text"), {"type": "array", "items": _ref(one)}]}
                for one, several in _CONTENT.items()
            },
            **{cls.__name__: _object(shape) for cls, shape in SHAPES.items() if cls is not m.ClinicalAnswer},
            **{f"{cls.__name__}InLink": _object(SHAPES[cls], in_link=True) for cls in FORMATTING},
            **_vocabularies(),
        },
    }


def _object(shape: Shape, *, in_link: bool = False) -> Schema:
    """The schema of an object; `in_link`: of formatted text inside a link, where no link and no citation may stand."""
    properties: Schema = {}
    required = [field.key for field in shape.required]
    if shape.cls is m.ClinicalAnswer:
        properties = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
        required = ["format", "version", *required]
    elif shape.tag:
        properties = {"type": {"const": shape.tag}}
        required = ["type", *required]
    sentences = _sentences(shape.cls)
    for field in shape.fields:
        within_link = field.is_content and (in_link or shape.cls is m.Link)
        properties[field.key] = _described(field, sentences) | _value(field, _IN_LINK if within_link else field.kinds)
    return {
        "title": _words(shape.cls.__name__) + (" in a link" if in_link else ""),
        "description": " ".join(sentences),
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
        **_ACROSS.get(shape.cls, {}),
        **({"examples": [shared_converter().unstructure(_EXAMPLES[shape.cls])]} if shape.cls in _EXAMPLES else {}),
    }


def _described(field: Field, sentences: Iterable[str]) -> Schema:
    """The sentences of the class that speak of a field, and its default if that is more than absence."""
    about = " ".join(sentence for sentence in sentences if f"`{field.name}`" in sentence)
    described: Schema = {"description": about} if about else {}
    if isinstance(field.default, bool | int):
        return described | {"default": field.default}
    return described | {"default": str(field.default)} if isinstance(field.default, str) else described


def _value(field: Field, kinds: tuple[Any, ...]) -> Schema:
    """The schema of a field's value; of content, whatever the field's own kinds, it takes `kinds`."""
    if field.is_content:
        # What must hold words: no empty text, no list without something else than empty texts.
        words: Schema = {"minLength": 1, "contains": {"not": {"const": ""}}}
        return _ref(_CONTENT[_UNIONS[kinds]]) | (words if field.convert is to_claim_content else {})
    if field.many:
        least: Schema = {"minItems": 1} if field.needs_one else {}
        return {"type": "array", "items": _item(kinds), **least}
    one = _FACETS.get(field.convert) or _PARTS.get(field.name) if kinds[0] in (str, int) else None
    one = one or _item(kinds)
    return {"anyOf": [one, {"type": "null"}]} if field.nullable else dict(one)


def _item(kinds: tuple[Any, ...]) -> Schema:
    return _ref(_UNIONS[kinds]) if kinds in _UNIONS else _any(kinds)


def _any(kinds: tuple[Any, ...]) -> Schema:
    """One of several classes, told apart by `type`: a validator then looks into the right one alone."""
    names = [kind if isinstance(kind, str) else _NAMES.get(kind) or kind.__name__ for kind in kinds]
    if len(names) == 1:
        return _ref(names[0])
    tags = {name: TAGS[_MODEL.get(name) or vars(m)[name]] for name in names if name != "Text"}
    nodes: Schema = {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(tags.values())}},
        "allOf": [{"if": {"properties": {"type": {"const": tag}}}, "then": _ref(name)} for name, tag in tags.items()],
    }
    return {"if": {"type": "string"}, "then": _ref("Text"), "else": nodes} if "Text" in names else nodes


def _vocabularies() -> Schema:
    fields = (field for shape in SHAPES.values() for field in shape.fields if field.choices is not None)
    kinds = {_NAMES.get(field.kinds[0]) or field.vocabulary_name: field for field in fields}
    return {name: _vocabulary(name, kinds[name]) for name in sorted(kinds)}


def _vocabulary(name: str, field: Field) -> Schema:
    is_literal = field.kinds[0] is m.Alignment
    about = "How the text of a table cell is set." if is_literal else " ".join(_sentences(field.kinds[0]))
    return {"title": _words(name), "description": about, "enum": list(field.choices or ())}


def _sentences(cls: type) -> list[str]:
    """What a class's docstring says of it, without the errors that its constructor raises."""
    text = inspect.cleandoc(cls.__doc__ or "").partition("\nRaises:")[0]
    return [sentence for sentence in re.split(r"(?<=\.)\s+(?=[A-Z`])", " ".join(text.split())) if sentence]


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def _whole(pattern: str) -> str:
    """A pattern for a whole text. Python's `$` would let a newline follow."""
    return f"^(?:{pattern})$(?!\\n)"


def _any_case(pattern: str) -> str:
    """A pattern of lower-case letters (verbose, as `re.VERBOSE` has it) that takes capitals too."""
    bare = re.sub(r"#[^\n]*|\s+", "", pattern)
    in_class = re.compile(r"\[[^]]*\]|[a-z]")

    def both(found: re.Match[str]) -> str:
        letters = found[0].strip("[]")
        return f"[{letters}{''.join(re.findall('[a-z](?:-[a-z])?', letters)).upper()}]"

    return in_class.sub(both, bare)


def _text(title: str, about: str, pattern: str, **more: Any) -> Schema:
    return {"title": title, "description": about, "type": "string", "pattern": _whole(pattern), **more}


_BASE: Final[Schema] = {
    "Text": {
        "title": "Text",
        "description": "Plain text, without the characters that XML or HTML cannot carry. CR and CRLF are read as LF.",
        "type": "string",
        "pattern": f"^[^{_FORBIDDEN}]*$",
    },
    "Id": _text(
        "Id",
        "A letter or digit, then up to 63 letters, digits, dots, hyphens and underscores.",
        "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
        examples=["c1", "ref-1"],
    ),
    "Language": _text(
        "Language", "A language tag (BCP 47).", _any_case(_LANGUAGE.pattern), examples=["en", "pt-BR", "zh-Hant"]
    ),
    "MediaType": _text("Media type", "A media type (RFC 6838).", _MEDIA_TYPE.pattern, examples=["image/png"]),
    "LinkTarget": {
        "title": "Link target",
        "description": "An address that begins with http:, https: or mailto:, with a sound host and port.",
        "$ref": "#/$defs/Text",
        "pattern": f"^(?:{_any_case('https?://|mailto:')})",
    },
    "ImageSource": {
        "title": "Image source",
        "description": "An https address, or a data: URL of an image.",
        "$ref": "#/$defs/Text",
        "pattern": f"^(?:{_any_case('https://|data:image/')})",
    },
    "Date": _text("Date", "A day (RFC 3339, full-date).", _DAY, format="date", examples=["2026-12-31"]),
    "DateTime": _text(
        "Date and time",
        "A moment (RFC 3339, date-time), or a date and time without an offset.",
        f"{_DAY}T{_CLOCK}{_SECONDS}(?:Z|[+-]{_CLOCK}(?:{_SECONDS})?)?",
        examples=["2026-12-31T23:59:00+00:00"],
    ),
    "Boolean": {"title": "True or false", "type": "boolean"},
    "Integer": {"title": "Whole number", "type": "integer"},
    "Json": {
        "title": "Any JSON value",
        "anyOf": [
            {"type": ["null", "boolean", "number"]},
            {"$ref": "#/$defs/Text"},
            {"type": "array", "items": {"$ref": "#/$defs/Json"}},
            {"$ref": "#/$defs/Extras"},
        ],
    },
    "Extras": {
        "title": "Extras",
        "description": "What an application adds: any JSON object. Integers lie within 2**53, as in RFC 8785.",
        "type": "object",
        "propertyNames": {"$ref": "#/$defs/Text"},
        "additionalProperties": {"$ref": "#/$defs/Json"},
    },
}
"""What the objects are made of."""
_NAMES: Final[dict[Any, str]] = {
    str: "Text", bool: "Boolean", int: "Integer", dt.date: "Date", dt.datetime: "DateTime", m.Alignment: "Alignment",
}  # fmt: skip
_MODEL: Final[dict[str, type]] = {f"{cls.__name__}InLink": cls for cls in FORMATTING}
_IN_LINK: Final = (str, *_MODEL, m.LineBreak)
_UNIONS: Final[dict[tuple[Any, ...], str]] = {
    SHAPES[m.Strong].fields[0].kinds: "Phrase",
    _IN_LINK: "PhraseInLink",
    SHAPES[m.Paragraph].fields[0].kinds: "Inline",
    SHAPES[m.ListItem].fields[0].kinds: "Block",
}
"""The unions that have a name, by their classes."""
_CONTENT: Final = {"Phrase": "Phrases", "PhraseInLink": "PhrasesInLink", "Inline": "Inlines"}
"""Those of which formatted text is made, with the name of such text: a list, for which one string may stand."""
_FACETS: Final[dict[Callable[[Any], Any], Schema]] = {
    identifier: _ref("Id"),
    optional_identifier: _ref("Id"),
    optional_language: _ref("Language"),
    optional_media_type: _ref("MediaType"),
    href: _ref("LinkTarget"),
    image_source: _ref("ImageSource"),
    to_span: {"type": "integer", "minimum": 1, "maximum": 1000},
    to_start: {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
}
"""What the model's own conversions of single values refuse, besides characters."""
_PARTS: Final[dict[str, Schema]] = {
    "year": {"type": "integer", "minimum": 1, "maximum": 9999},
    "month": {"type": "integer", "minimum": 1, "maximum": 12},
    "day": {"type": "integer", "minimum": 1, "maximum": 31},
}
_ACROSS: Final[dict[type, Schema]] = {
    m.PartialDate: {
        "if": {"required": ["day"], "properties": {"day": {"type": "integer"}}},
        "then": {"required": ["month"], "properties": {"month": {"type": "integer"}}},
    },
    m.RelatedDocument: {
        "anyOf": [
            {"required": ["id"], "properties": {"id": {"type": "string"}}},
            {"required": ["url"], "properties": {"url": {"type": "string", "minLength": 1}}},
        ]
    },
}
"""What constructors refuse of several fields together."""
_DOE: Final = m.Person("Doe", "Jane")
_EXAMPLES: Final[dict[type, object]] = {
    m.Claim: m.claim(
        "Start low.",
        [m.Citation("1", quote="start with a low dose")],
        id="c1",
        certainty=m.Certainty(m.CertaintyLevel.MODERATE),
    ),
    m.List: m.List([m.ListItem(m.Paragraph("Start low."))], ordered=True),
    m.Table: m.Table(
        [m.Row([m.Cell("Day 1"), m.Cell("5 mg")])],
        header=[m.Row([m.Cell("When", header=True), m.Cell("Dose", header=True)])],
    ),
    m.Reference: m.Reference(
        "1",
        kind=m.ReferenceKind.ARTICLE,
        title="A trial",
        authors=[_DOE],
        issued=m.PartialDate(2024, 5),
        doi="10.5555/12345678",
    ),
    m.Review: m.Review(
        [
            m.ReviewEvent(
                m.ReviewStatus.APPROVED,
                date=dt.date(2026, 2, 20),
                by=m.Contributor(_DOE, role=m.ContributorRole.MEDICAL_REVIEWER),
            )
        ]
    ),
    m.Section: m.Section("Dosing", m.Paragraph("Start low."), id="dosing", role=m.SectionRole.DOSING),
}
