"""The JATS4R Schematron, compiled from its sources to XSLT 2 and run under Saxon.

The compiled stylesheet in the npm package does not compile (it uses a prefix that it does not declare), and the ISO
Schematron compiler that lxml carries writes XSLT 1. These rules need only rules, assertions, reports, variables and
functions, so the compiler is short: a pattern is a mode, and of its rules the first whose context matches a node is
the one that speaks.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from attrs import frozen
from lxml import etree

import outside

if TYPE_CHECKING:
    from pathlib import Path

SCH = "{http://purl.oclc.org/dsdl/schematron}"
XSL = "http://www.w3.org/1999/XSL/Transform"
# The rules that contradict the DTD of JATS 1.3, by pattern and context, each with the reason for leaving it out.
LEFT_OUT = {
    ("coi-errors", "fn"): (
        "it wants fn-type='COI-statement'; JATS 1.3 spells the value coi-statement, and its Publishing DTD takes no other"
    ),
}


@frozen
class Message:
    """One assertion that failed, or report that fired."""

    severity: str
    pattern: str
    context: str
    words: str

    @property
    def left_out(self) -> bool:
        """Whether it contradicts the DTD."""
        return (self.pattern, self.context) in LEFT_OUT


def messages(text: str) -> list[Message]:
    """What the rules say about an article."""
    from saxonche import PySaxonProcessor

    article = re.sub(r"<!DOCTYPE[^>]*>", "", text, count=1)
    with PySaxonProcessor(license=False) as processor:
        executable = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=stylesheet())
        result = executable.transform_to_string(xdm_node=processor.parse_xml(xml_text=article))
    found = etree.fromstring(result.encode())
    return [Message(*map(each.get, ("severity", "pattern", "context")), " ".join(each.text.split())) for each in found]


@functools.cache
def stylesheet() -> str:
    """The rules as XSLT 2."""
    folder = outside.schematron_dir()
    schema = etree.parse(str(folder / "jats4r.sch")).getroot()
    sheet = etree.Element(
        f"{{{XSL}}}stylesheet",
        nsmap={
            "xsl": XSL,
            "xsd": "http://www.w3.org/2001/XMLSchema",
            **{each.get("prefix"): each.get("uri") for each in schema.iter(f"{SCH}ns")},
        },
        version="2.0",
    )
    sheet.extend(schema.iterchildren(f"{{{XSL}}}function"))
    patterns = [_included(folder, each.get("href")) for each in schema.iterchildren(f"{SCH}include")]
    start = _sub(sheet, "template", match="/")
    out = etree.SubElement(start, "messages")
    for pattern in patterns:
        name = pattern.get("id")
        _sub(out, "apply-templates", select="/", mode=name)
        rules = list(pattern.iterchildren(f"{SCH}rule"))
        for position, rule in enumerate(rules):
            _rule(sheet, rule, name, priority=len(rules) - position)
        rest = _sub(sheet, "template", match="node()|/", mode=name, priority="-1")
        _sub(rest, "apply-templates", select="node()", mode=name)
    return etree.tostring(sheet, encoding="unicode")


def _included(folder: Path, name: str):
    return etree.parse(str(folder / name)).getroot()


def _rule(sheet, rule, pattern: str, *, priority: int) -> None:
    template = _sub(sheet, "template", match=rule.get("context"), mode=pattern, priority=str(priority))
    for child in rule:
        if child.tag == f"{SCH}let":
            _sub(template, "variable", name=child.get("name"), select=child.get("value"))
        elif child.tag in {f"{SCH}assert", f"{SCH}report"}:
            test = child.get("test")
            when = _sub(template, "if", test=f"not({test})" if child.tag == f"{SCH}assert" else test)
            severity = "error" if pattern.endswith("errors") else "warning"
            message = etree.SubElement(when, "message", severity=severity, pattern=pattern, context=rule.get("context"))
            _words(message, child)
    _sub(template, "apply-templates", select="node()", mode=pattern)


def _words(message, source) -> None:
    _sub(message, "text").text = source.text
    for child in source:
        if child.tag == f"{SCH}value-of":
            _sub(message, "value-of", select=child.get("select"))
        elif child.tag == f"{SCH}name":
            _sub(message, "value-of", select="name()")
        _sub(message, "text").text = child.tail


def _sub(parent, tag: str, **attributes: str):
    return etree.SubElement(parent, f"{{{XSL}}}{tag}", **attributes)
