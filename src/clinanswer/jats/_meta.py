"""`custom-meta`: what has no element of its own in JATS. A name may stand several times; order is kept."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from clinanswer.jats._dates import to_moment
from clinanswer.jats._extras import EXTRAS, read_extras, write_extras
from clinanswer.jats._names import (
    CUSTOM_META,
    HREF,
    HREF_KEY,
    META_NAME,
    META_VALUE,
    SPECIFIC_USE,
    VOCAB,
    VOCAB_TERM_IDENTIFIER,
)
from clinanswer.jats._people import ROR
from clinanswer.jats._xml import attribute, leaf, wrap
from clinanswer.model import AiUse, Audience, Extras, Model, Organization, Provenance, QuestionKind

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clinanswer.jats._context import Reading, Writing
    from clinanswer.model import ClinicalAnswer

CUSTOM_META_GROUP: Final = "custom-meta-group"
_QUESTION_KIND: Final = "question-kind"
_AUDIENCE: Final = "audience"
_STAGE: Final = "review-stage"
_PUBLISHER: Final = "publisher"
_AI: Final = "provenance-ai"
_MODEL: Final = "provenance-model"
_MODEL_VERSION: Final = "provenance-model-version"
_MODEL_VENDOR: Final = "provenance-model-vendor"
_GENERATED: Final = "provenance-generated"
# The fields of `Provenance` that are one text each.
_PROVENANCE: Final = MappingProxyType(
    {
        "provenance-provider": "provider",
        "provenance-response-id": "response_id",
        "provenance-source-uri": "source_uri",
        "provenance-source-digest": "source_digest",
        "provenance-importer": "importer",
    }
)
_QUESTION_KINDS: Final = MappingProxyType({kind.value: kind for kind in QuestionKind})
_AUDIENCES: Final = MappingProxyType({audience.value: audience for audience in Audience})
_AI_USES: Final = MappingProxyType({use.value: use for use in AiUse})


class Meta:
    """What the custom metadata of a document say."""

    __slots__ = ("audience", "extras", "provenance", "publisher", "question_kind", "stages")

    def __init__(self) -> None:
        self.question_kind: QuestionKind | None = None
        self.audience: list[Audience] = []
        self.stages: list[str] = []
        self.publisher: Organization | None = None
        self.provenance: Provenance | None = None
        self.extras = Extras()


def write_meta(doc: ClinicalAnswer, out: Writing) -> str:
    """The custom metadata group; nothing when there is nothing to say."""
    inner = "".join(
        [
            "" if doc.question.kind is None else write_custom(_QUESTION_KIND, doc.question.kind),
            *[write_custom(_AUDIENCE, audience) for audience in doc.audience],
            *[write_custom(_STAGE, stage) for stage in doc.review.stages],
            _write_publisher(doc.publisher, out),
            "" if doc.provenance is None else _write_provenance(doc.provenance),
            write_extras(doc.extras, None),
            *[write_extras(extras, owner) for owner, extras in out.extras],
        ]
    )
    return wrap(CUSTOM_META_GROUP, inner) if inner else ""


def read_meta(group: _Element | None, reading: Reading) -> Meta:
    """What `write_meta` wrote. The extras of nodes are left with `reading`."""
    meta = Meta()
    extras: list[_Element] = []
    provenance: list[tuple[_Element, str, str]] = []
    for element in () if group is None else group:
        name, value = ([each.text or "" for each in element] + ["", ""])[:2]
        if element.get(SPECIFIC_USE) == EXTRAS:
            extras.append(element)
        elif name == _QUESTION_KIND:
            meta.question_kind = reading.term(element, name, _QUESTION_KINDS, value)
        elif name == _AUDIENCE:
            meta.audience += filter(None, (reading.term(element, name, _AUDIENCES, value),))
        elif name == _STAGE:
            meta.stages.append(value)
        elif name == _PUBLISHER:
            ror, url = element.get(VOCAB_TERM_IDENTIFIER), element.get(HREF_KEY)
            meta.publisher = reading.build(
                element,
                lambda value=value, ror=ror, url=url: Organization(value, ror=ror, url=url),  # type: ignore[misc]
            )
        elif name in _OF_PROVENANCE:
            provenance.append((element, name, value))
        else:
            reading.lose(element, "custom-meta", f"the custom metadata {name!r} have no place; they are left out")
    if provenance:
        meta.provenance = _read_provenance(provenance, reading)
    if extras:
        reading.extras = read_extras(extras, reading)
        meta.extras = reading.extras.pop("", meta.extras)
    return meta


def write_custom(name: str, value: str, attributes: str = "") -> str:
    """One name and value."""
    return wrap(CUSTOM_META, leaf(META_NAME, name) + leaf(META_VALUE, value), attributes)


def _write_publisher(publisher: Organization | None, out: Writing) -> str:
    """The document's publisher, where that of the journal has taken its place."""
    if publisher is None or out.journal is None or out.journal.publisher is None:
        return ""
    ror = "" if publisher.ror is None else attribute(VOCAB, ROR) + attribute(VOCAB_TERM_IDENTIFIER, publisher.ror)
    return write_custom(_PUBLISHER, publisher.name, ror + attribute(HREF, publisher.url))


def _write_provenance(provenance: Provenance) -> str:
    generated = provenance.generated
    return "".join(
        [
            write_custom(_AI, provenance.ai),
            *[_write_model(model) for model in provenance.models],
            "" if generated is None else write_custom(_GENERATED, generated.isoformat()),
            *[
                write_custom(name, value)
                for name, field in _PROVENANCE.items()
                if (value := getattr(provenance, field)) is not None
            ],
        ]
    )


def _read_provenance(said: list[tuple[_Element, str, str]], reading: Reading) -> Provenance | None:
    fields: dict[str, object] = {}
    models: list[dict[str, str]] = []
    for element, name, value in said:
        if name == _AI:
            fields["ai"] = reading.term(element, name, _AI_USES, value) or AiUse.UNKNOWN
        elif name == _MODEL:
            models.append({"name": value})
        elif name in _OF_MODEL:
            if models:
                models[-1][_OF_MODEL[name]] = value
        elif name == _GENERATED:
            fields["generated"] = reading.build(element, lambda value=value: to_moment(value))  # type: ignore[misc]
        else:
            fields[_PROVENANCE[name]] = value
    return reading.build(
        said[0][0],
        lambda: Provenance(**fields, models=[Model(**model) for model in models]),  # type: ignore[arg-type]
    )


def _write_model(model: Model) -> str:
    """A model, with its version and vendor behind it."""
    more = ((name, getattr(model, field)) for name, field in _OF_MODEL.items())
    return write_custom(_MODEL, model.name) + "".join(
        [write_custom(name, value) for name, value in more if value is not None]
    )


_OF_MODEL: Final = MappingProxyType({_MODEL_VERSION: "version", _MODEL_VENDOR: "vendor"})
_OF_PROVENANCE: Final = frozenset({_AI, _MODEL, _GENERATED, *_OF_MODEL, *_PROVENANCE})
