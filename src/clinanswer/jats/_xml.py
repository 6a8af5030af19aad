"""Writing XML as strings: the one way in which text and attribute values get into the output, always escaped."""

from __future__ import annotations

__all__ = ["attribute", "leaf", "optional", "text", "wrap"]


def text(value: str) -> str:
    """Character data. Most of it needs no escape, and `in` is far cheaper than `replace`."""
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    if ">" in value:
        value = value.replace(">", "&gt;")
    return value


def attribute(name: str, value: str | None) -> str:
    """An attribute with the space before it; nothing when the value is None.

    Tab and LF are written as character references: parsers turn them into spaces otherwise.
    """
    if value is None:
        return ""
    value = text(value)
    if '"' in value:
        value = value.replace('"', "&quot;")
    if not value.isprintable():
        value = value.replace("\t", "&#9;").replace("\n", "&#10;")
    return f' {name}="{value}"'


def leaf(tag: str, words: str, attributes: str = "") -> str:
    """An element that holds text only. `attributes` comes from `attribute`."""
    if "&" in words or "<" in words or ">" in words:
        words = text(words)
    return f"<{tag}{attributes}>{words}</{tag}>"


def optional(tag: str, words: str | None, attributes: str = "") -> str:
    """As `leaf`; nothing when there are no words."""
    return "" if words is None else leaf(tag, words, attributes)


def wrap(tag: str, markup: str, attributes: str = "") -> str:
    """An element around markup that is already written."""
    return f"<{tag}{attributes}>{markup}</{tag}>" if markup else f"<{tag}{attributes}/>"
