"""The one traversal of documents: children by class, paths, `transform`, `index`, `with_ids`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import evolve, field, frozen

from clinanswer.model import (
    Callout,
    Cell,
    Certainty,
    Citation,
    Cite,
    Claim,
    ClinicalAnswer,
    Contributor,
    Definition,
    DefinitionList,
    Disclaimer,
    Emphasis,
    Figure,
    Link,
    List,
    ListItem,
    Node,
    Notice,
    Paragraph,
    Provenance,
    Question,
    Quote,
    Recommendation,
    Reference,
    Review,
    ReviewEvent,
    Row,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Verification,
)
from clinanswer.model.answer import all_claims

__all__ = ["Index", "children", "index", "iter_claims", "locate", "transform", "walk", "with_ids"]

Part: TypeAlias = str | Node
"""A node of a document; plain text is a `str`."""
Change: TypeAlias = Callable[[Part], "Part | Iterable[Part] | None"]
"""What `transform` applies: the node itself, another, several, or None to remove it."""

# Field order is document order. A field that holds nodes is here, or `walk` does not see it: a test compares this
# table with the declared types.
CHILDREN: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        Strong: ("content",),
        Emphasis: ("content",),
        Subscript: ("content",),
        Superscript: ("content",),
        Link: ("content",),
        Cite: ("citations",),
        Certainty: ("native",),
        Recommendation: ("native",),
        Verification: ("by",),
        Claim: ("content", "certainty", "recommendation", "codes", "verifications"),
        Paragraph: ("content",),
        ListItem: ("blocks",),
        List: ("items",),
        Definition: ("term", "blocks"),
        DefinitionList: ("items",),
        Cell: ("content",),
        Row: ("cells",),
        Table: ("caption", "header", "rows", "notes"),
        Callout: ("title", "blocks"),
        Quote: ("blocks", "attribution"),
        Figure: ("caption",),
        Section: ("title", "blocks", "sections"),
        Disclaimer: ("title", "blocks"),
        Notice: ("title", "blocks"),
        Question: ("pico",),
        Contributor: ("who",),
        Reference: ("title", "authors", "editors", "issued", "accessed"),
        ReviewEvent: ("by",),
        Review: ("events",),
        Provenance: ("models",),
        ClinicalAnswer: (
            "question",
            "title",
            "answer",
            "sections",
            "references",
            "related_questions",
            "disclaimers",
            "notices",
            "review",
            "provenance",
            "identifiers",
            "codes",
            "contributors",
            "publisher",
            "editorial_policy",
            "related_documents",
        ),
    }
)
# Containers that go when `transform` empties these fields: what they would mean without them is nothing.
_GOES_WITHOUT: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys((Strong, Emphasis, Subscript, Superscript, Link, Claim, Paragraph), ("content",)),
        Cite: ("citations",),
        ListItem: ("blocks",),
        List: ("items",),
        Definition: ("term", "blocks"),
        DefinitionList: ("items",),
        Row: ("cells",),
        Table: ("rows",),
        Callout: ("blocks",),
        Quote: ("blocks",),
        Section: ("title", "blocks", "sections"),
        Disclaimer: ("title", "blocks"),
        Notice: ("title", "blocks"),
    }
)


def children(node: Part) -> Iterator[tuple[str, Part]]:
    """The direct children of a node with their place in it (`.blocks[0]`), in document order."""
    for name in CHILDREN.get(type(node), ()):
        value = getattr(node, name)
        if type(value) is tuple:
            for position, child in enumerate(value):
                yield f".{name}[{position}]", child
        elif value is not None:
            yield f".{name}", value


def locate(node: Part, path: str = "$") -> Iterator[tuple[str, Part]]:
    """The node and everything below it in document order, each with its path (`$.sections[2].blocks[0]`)."""
    yield path, node
    for place, child in children(node):
        yield from locate(child, path + place)


def walk(node: Part) -> Iterator[Part]:
    """The node and everything below it, in document order. Text is a node too: a plain `str`."""
    yield node
    for name in CHILDREN.get(type(node), ()):
        value = getattr(node, name)
        if type(value) is tuple:
            for child in value:
                yield from walk(child)
        elif value is not None:
            yield from walk(value)


def iter_claims(doc: ClinicalAnswer) -> Iterator[Claim]:
    """Every claim of the document in document order: answer, sections, disclaimers, notices."""
    return all_claims(doc)


def transform(doc: ClinicalAnswer, fn: Change) -> ClinicalAnswer:
    """The document with `fn` applied to every node, children before their parents.

    `fn` gets each node, text (`str`) included, and returns it, another node, several, or None to remove it. A
    container that is left empty goes too. Nodes that did not change keep their identity.

    Raises:
        InvalidNodeError: the result is no legal document.
        TypeError: `fn` returned no document for the document itself, or several nodes where there is room for one.
    """
    changed = _change(doc, fn)
    if len(changed) != 1 or not isinstance(changed[0], ClinicalAnswer):
        raise TypeError("transform: for the document itself, fn must return a document")
    return changed[0]


def with_ids(doc: ClinicalAnswer) -> ClinicalAnswer:
    """The document with ids for the claims that have none: the unused among `c1`, `c2`, … in document order."""
    taken = {claim.id for claim in iter_claims(doc)}
    if None not in taken:
        return doc
    free = (name for number in range(1, 1 << 62) if (name := f"c{number}") not in taken)
    # `transform` visits the fields of CHILDREN in document order, which is the order of `iter_claims`.
    return transform(
        doc, lambda node: evolve(node, id=next(free)) if isinstance(node, Claim) and node.id is None else node
    )


@frozen
class Index:
    """Answers to what one asks of a document again and again. Made by `index`."""

    claims: Mapping[str, Claim]
    """Claims by id (those that have one)."""
    references: Mapping[str, Reference]
    """References by id."""
    citing: Mapping[str, tuple[Claim, ...]]
    """By reference id (in the list or not), the claims that cite it, in document order."""
    paths: tuple[str, ...]
    """The path of each claim, in document order."""
    _parts: Mapping[str, tuple[Claim, tuple[Section, ...], Claim | None]] = field(repr=False)
    _by_id: Mapping[str, str] = field(repr=False)

    def claim(self, place: str) -> Claim:
        """The claim with this id, or at this path (`$.answer[0].content[0]`)."""
        return self._find(place)[0]

    def path(self, claim_id: str) -> str:
        """The path of the claim with this id."""
        return self._by_id[claim_id]

    def sections(self, place: str) -> tuple[Section, ...]:
        """The sections around a claim (by id or path), outermost first; none for the short answer."""
        return self._find(place)[1]

    def section(self, place: str) -> Section | None:
        """The section in which a claim (by id or path) stands."""
        return (self._find(place)[1] or (None,))[-1]

    def parent(self, place: str) -> Claim | None:
        """The claim of the list item above a claim's own (by id or path): from it, citations are inherited."""
        return self._find(place)[2]

    def citations(self, place: str) -> tuple[Citation, ...]:
        """The citations that bear on a claim (by id or path): its own, or else those it inherits from its parent."""
        claim, _, parent = self._find(place)
        return claim.citations or (() if parent is None else parent.citations)

    @property
    def uncited(self) -> tuple[str, ...]:
        """The paths of the claims without citations, own or inherited."""
        return tuple(path for path in self.paths if not self.citations(path))

    @property
    def coverage(self) -> float:
        """The share (0 to 1) of claims with citations, own or inherited; 1.0 for a document without claims."""
        return 1 - len(self.uncited) / len(self.paths) if self.paths else 1.0

    def _find(self, place: str) -> tuple[Claim, tuple[Section, ...], Claim | None]:
        return self._parts[self._by_id.get(place, place)]


def index(doc: ClinicalAnswer) -> Index:
    """Look-up tables for `doc`: claims and references by id, who cites what, where each claim stands, coverage."""
    parts: dict[str, tuple[Claim, tuple[Section, ...], Claim | None]] = {}
    _index_claims(doc, "$", (), None, parts)
    citing: dict[str, list[Claim]] = {}
    for claim, _, _ in parts.values():
        for ref in claim.refs:
            citing.setdefault(ref, []).append(claim)
    by_id = {claim.id: path for path, (claim, _, _) in parts.items() if claim.id is not None}
    return Index(
        claims=MappingProxyType({name: parts[path][0] for name, path in by_id.items()}),
        references=MappingProxyType({reference.id: reference for reference in doc.references}),
        citing=MappingProxyType({ref: tuple(claims) for ref, claims in citing.items()}),
        paths=tuple(parts),
        parts=MappingProxyType(parts),
        by_id=MappingProxyType(by_id),
    )


def _index_claims(
    node: Part,
    path: str,
    sections: tuple[Section, ...],
    parent: Claim | None,
    parts: dict[str, tuple[Claim, tuple[Section, ...], Claim | None]],
) -> None:
    if isinstance(node, Claim):
        parts[path] = (node, sections, parent)
        return
    if isinstance(node, Section):
        sections = (*sections, node)
    lead: Claim | None = None  # in a list item, the claim of its first paragraph heads what is nested below it
    if isinstance(node, ListItem) and isinstance(node.blocks[0], Paragraph):
        lead = next((each for each in node.blocks[0].content if isinstance(each, Claim)), None)
    for place, child in children(node):
        nested = lead if lead is not None and isinstance(child, List) else parent
        _index_claims(child, path + place, sections, nested, parts)


def _change(node: Part, fn: Change) -> tuple[Part, ...]:
    changes: dict[str, object] = {}
    for name in CHILDREN.get(type(node), ()):
        old = getattr(node, name)
        if type(old) is tuple:
            new = tuple(part for child in old for part in _change(child, fn))
            if len(new) != len(old) or any(a is not b for a, b in zip(old, new, strict=True)):
                changes[name] = new
        elif old is not None:
            changed = _change(old, fn)
            if len(changed) > 1:
                raise TypeError(f"transform: {type(node).__name__}.{name} has room for one node, fn returned several")
            only = changed[0] if changed else None
            if only is not old:
                changes[name] = only
    if changes:
        needed = _GOES_WITHOUT.get(type(node), ())
        if needed and changes.keys() & set(needed) and not any(changes.get(n, getattr(node, n)) for n in needed):
            return ()
        node = evolve(node, **changes)  # type: ignore[misc]  # only attrs classes have children
    result = fn(node)
    if result is None:
        return ()
    if result is node or isinstance(result, str | Node):
        return (result,)
    return tuple(result)
