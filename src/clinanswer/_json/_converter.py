"""The cattrs converter that knows every class of the model: plain values to nodes and back."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from clinanswer._json._plain import plain_makers
from clinanswer._json._reader import FALLBACK, readers
from clinanswer._json._shapes import SHAPES, TAGS
from clinanswer._json._thorough import read_node
from clinanswer.model.extras import Extras, JsonValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from cattrs import Converter

    from clinanswer._json._reader import Reader

__all__ = ["json_converter", "shared_converter"]


def json_converter() -> Converter:
    """A cattrs converter (https://catt.rs) that knows every class of the model, for you to add your own classes to.

    It turns what a JSON parser gives (dicts, lists, text, numbers) into any node of the model, as strictly as
    `from_json` and with the same errors, and nodes into plain values.
    """
    return shared_converter().copy()


@functools.cache
def shared_converter() -> Converter:
    """The converter that `from_json` reads plain values with."""
    from cattrs import Converter

    converter = Converter()
    fast = readers()
    makers = plain_makers(_thaw)
    for cls in SHAPES:
        converter.register_structure_hook(cls, _structure(cls, fast[cls]))
        converter.register_unstructure_hook(cls, makers[cls])
    return converter


def _structure(cls: type[Any], read: Reader) -> Callable[[Any, Any], Any]:
    tag = TAGS.get(cls)

    def structure(value: Any, _: Any) -> Any:
        try:
            if tag is None or value["type"] == tag:
                return read(value, [])
        except FALLBACK:
            pass
        return read_node(cls, value)

    return structure


def _thaw(value: JsonValue) -> object:
    """An `Extras`, or a value in one, as dicts and lists."""
    if isinstance(value, Extras):
        return {key: _thaw(item) for key, item in value.items()}
    return [_thaw(item) for item in value] if isinstance(value, tuple) else value
