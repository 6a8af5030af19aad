"""The same JATS file built with lxml, element by element: what `to_jats` is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable

Plan = tuple[str, dict[str, str], str | None, str | None, list["Plan"]]
"""Tag, attributes, text, tail and children of an element, as plain Python values."""


def builder(text: str) -> Callable[[], str]:
    """A function that builds and serialises the file `text`, from values that are at hand.

    It has less to do than `to_jats`: the document has been gone through, and every text is chosen already.
    """
    root = etree.fromstring(text.encode())
    doctype = root.getroottree().docinfo.doctype
    plan, namespaces = _plan(root), dict(root.nsmap)

    def build() -> str:
        tag, attributes, words, _, children = plan
        element = etree.Element(tag, attributes, nsmap=namespaces)
        element.text = words
        _build(element, children)
        return etree.tostring(element, encoding="unicode", doctype=doctype)

    return build


def _plan(element: etree._Element) -> Plan:
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    return str(element.tag), attributes, element.text, element.tail, [_plan(child) for child in element]


def _build(parent: etree._Element, plans: list[Plan]) -> None:
    for tag, attributes, words, tail, children in plans:
        element = etree.SubElement(parent, tag, attributes)
        element.text = words
        element.tail = tail
        _build(element, children)
