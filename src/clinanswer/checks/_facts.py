"""`Facts`: what one walk over a document finds. Every rule reads from it, so that none has to walk again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from clinanswer.model import (
    Block,
    Blocks,
    Callout,
    Citation,
    Cite,
    Claim,
    ClinicalAnswer,
    DefinitionList,
    Disclaimer,
    Figure,
    Inlines,
    List,
    Notice,
    Paragraph,
    Quote,
    Reference,
    Relation,
    ReviewStatus,
    Row,
    Section,
    Table,
)
from clinanswer.model.inline import cites_in, phrase_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["NOWHERE", "Facts", "Place", "Words", "path_of", "reference_words"]

Place: TypeAlias = "tuple[Place | None, str, int]"
"""Where a node is: its parent's place, the field, and the position in it (-1 for a single node). See `path_of`."""

NOWHERE: Final[Place] = (None, "$", -1)


def path_of(place: Place | str) -> str:
    """The path of a place: `$.sections[2].blocks[0]`."""
    if isinstance(place, str):
        return place
    steps: list[str] = []
    here: Place | None = place
    while here is not None:
        here, name, position = here
        steps.append(name if position < 0 else f"{name}[{position}]")
    return ".".join(reversed(steps))


class Words:
    """A run of words as a reader sees it: a claim, the text of a paragraph around its claims, or a heading.

    `kind` is `claim`, `text` or `title`; `content` is what the node at `place` holds in its `field`, for text with
    the claims between; `own` are the citations in the words, `support` those that bear on them: their own, or else
    inherited ones. `table` is the place of the table in which the words stand, `quoted` says that they are
    another's.
    """

    __slots__ = ("claim", "content", "field", "kind", "own", "place", "quoted", "support", "table", "text")

    def __init__(  # noqa: PLR0917 (all positional: a document makes hundreds of them)
        self,
        place: Place,
        text: str,
        kind: str,
        content: Inlines,
        own: list[Citation],
        support: Iterable[Citation],
        claim: Claim | None,
        quoted: bool,  # noqa: FBT001
        field: str,
    ) -> None:
        self.place = place
        self.text = text
        self.kind = kind
        self.content = content
        self.own = own
        self.support = support
        self.claim = claim
        self.quoted = quoted
        self.field = field
        self.table: Place | None = None

    @property
    def where(self) -> str | None:
        """The id of the claim, if this is one that has an id."""
        return None if self.claim is None else self.claim.id

    def __repr__(self) -> str:
        return f"<Words {self.kind} {path_of(self.place)} {self.text!r}>"


class Facts:
    """A document, and what one walk over it found.

    `body` are the words of the short answer and the sections, `disclaimers` and `notices` those of their parts,
    `claims` the claims of all of them, each in document order; `loose` the citations outside claims with their
    places. `sources` are the texts of cited works by reference id, `codes` the codes of the rules that are known.

    `everything` are all words; `sentences` those of the body that state something in the document's own voice,
    without headings and quotations; `prose` all words in one line, to see at once whether a sign stands anywhere,
    and `stray` whether a space stands before a full stop in it, `printable` whether it has no character but plain
    ones, `latin` its bytes, one a character. `references` are by id, `bearing` says by id on how many claims a
    reference bears, `cited` the ids that are cited anywhere; `disputing` says whether any source disputes its
    claim, `approved` whether the document stands approved.
    """

    def __init__(
        self,
        doc: ClinicalAnswer,
        today: dt.date,
        sources: Mapping[str, str] | None = None,
        codes: Collection[str] = (),
    ) -> None:
        self.doc: Final = doc
        self.codes: Final = codes
        self.today: Final = today
        self.sources: Final = sources
        self.body: list[Words] = []
        self.disclaimers: list[Words] = []
        self.notices: list[Words] = []
        self.claims: list[Words] = []
        self.loose: list[tuple[Citation, Place]] = []
        self.figures: list[tuple[Figure, Place]] = []
        self.tables: list[tuple[Table, Place]] = []
        self.quotes: list[tuple[Quote, Place]] = []
        self.headings: list[tuple[Words, Place]] = []
        self.empty_sections: list[tuple[Section, Place]] = []
        self._into = self.body
        self._quoted = False
        self._walk()
        # What several rules ask for is made here: a property that remembers costs more than most of it in Python 3.11.
        self.everything: Final = [*self.body, *self.disclaimers, *self.notices]
        self.sentences: Final = [words for words in self.body if words.kind != "title" and not words.quoted]
        self.prose: Final = " ".join([words.text for words in self.everything])
        self.stray: Final = " ." in self.prose
        self.printable: Final = self.prose.replace("\u00a0", " ").replace("\u202f", " ").isprintable()
        self.references: Final = {reference.id: reference for reference in doc.references}
        self.bearing: Final = self._bearing()
        relations = [citation.relation for words in self.claims for citation in words.own]
        self.disputing: Final = Relation.DISPUTES in relations
        self.cited: Final = self.bearing.keys() | {citation.ref for citation, _ in self.loose}
        self.latin: Final = self.prose.encode("latin-1", "replace")
        self.approved: Final = doc.review.status is ReviewStatus.APPROVED

    def _bearing(self) -> dict[str, int]:
        """By reference id, the number of claims on which it bears."""
        counts: dict[str, int] = {}
        for words in self.claims:
            refs = [citation.ref for citation in words.support]
            for ref in refs if len(refs) < 2 else dict.fromkeys(refs):
                counts[ref] = counts.get(ref, 0) + 1
        return counts

    # --------------------------------------------------------------------------------------------- the walk

    def _walk(self) -> None:
        doc = self.doc
        root = NOWHERE
        self._title(doc.title, root, root)
        self._blocks(doc.answer, root, "answer", ())
        for position, section in enumerate(doc.sections):
            self._section(section, (root, "sections", position))
        self._parts("disclaimers", doc.disclaimers, self.disclaimers)
        self._parts("notices", doc.notices, self.notices)

    def _parts(self, name: str, parts: Iterable[Disclaimer | Notice], into: list[Words]) -> None:
        self._into = into
        for position, part in enumerate(parts):
            place: Place = (NOWHERE, name, position)
            self._title(part.title, place, place)
            self._blocks(part.blocks, place, "blocks", ())

    def _section(self, section: Section, place: Place) -> None:
        self._title(section.title, place, place)
        before = len(self.body), len(self.figures)
        self._blocks(section.blocks, place, "blocks", ())
        if not section.sections and (len(self.body), len(self.figures)) == before:
            self.empty_sections.append((section, place))
        for position, child in enumerate(section.sections):
            self._section(child, (place, "sections", position))

    def _title(self, title: Inlines, place: Place, owner: Place, name: str = "title") -> None:
        if title:
            if len(title) == 1 and type(title[0]) is str:  # as most headings
                text, own = title[0], []
            else:
                text, own = phrase_text(title), self._loose(title, (place, name, -1))
            words = Words(place, text, "title", title, own, own, None, self._quoted, name)
            self._into.append(words)
            if name == "title":
                self.headings.append((words, owner))

    def _loose(self, content: Inlines, place: Place) -> list[Citation]:
        """The citations in phrases outside claims."""
        own = [citation for cite in cites_in(content) for citation in cite.citations]
        self.loose += [(citation, place) for citation in own]
        return own

    def _blocks(self, blocks: Blocks, parent: Place, name: str, inherited: Iterable[Citation]) -> None:
        for position, block in enumerate(blocks):
            place: Place = (parent, name, position)
            if type(block) is Paragraph:  # most blocks are
                self._inlines(block.content, place, inherited)
            else:
                self._block(block, place, inherited)

    def _block(self, block: Block, place: Place, inherited: Iterable[Citation]) -> None:
        match block:
            case Paragraph():
                self._inlines(block.content, place, inherited)
            case List():
                self._list(block, place, inherited)
            case DefinitionList():
                for position, item in enumerate(block.items):
                    here: Place = (place, "items", position)
                    self._title(item.term, here, here, "term")
                    self._blocks(item.blocks, here, "blocks", inherited)
            case Table():
                self._table(block, place, inherited)
            case Callout():
                self._title(block.title, place, place)
                self._blocks(block.blocks, place, "blocks", inherited)
            case Quote():
                self._quote(block, place, inherited)
            case Figure():
                self.figures.append((block, place))
                self._title(block.caption, place, place, "caption")
            case _:
                assert_never(block)

    def _list(self, block: List, parent: Place, inherited: Iterable[Citation]) -> None:
        """As `clinanswer.index` has it: what is nested below an item's first claim inherits from that claim."""
        for number, item in enumerate(block.items):
            place: Place = (parent, "items", number)
            first = item.blocks[0]
            if len(item.blocks) == 1 and type(first) is Paragraph:
                self._inlines(first.content, (place, "blocks", 0), inherited)
                continue
            lead: list[Citation] | None = None
            if type(first) is Paragraph:
                claim = next((node for node in first.content if type(node) is Claim), None)
                lead = None if claim is None else [c for cite in cites_in(claim.content) for c in cite.citations]
            for position, child in enumerate(item.blocks):
                nested = lead if lead is not None and type(child) is List else inherited
                self._block(child, (place, "blocks", position), nested)

    def _table(self, table: Table, place: Place, inherited: Iterable[Citation]) -> None:
        self.tables.append((table, place))
        words_before, loose_before, claims_before = len(self._into), len(self.loose), len(self.claims)
        self._title(table.caption, place, place, "caption")
        self._rows(table.header, place, "header", inherited)
        self._rows(table.rows, place, "rows", inherited)
        self._blocks(table.notes, place, "notes", inherited)
        cited = [citation for citation, _ in self.loose[loose_before:]]
        cited += [citation for words in self.claims[claims_before:] for citation in words.own]
        for words in self._into[words_before:]:
            words.table = place
            if words.claim is None and not words.support:
                words.support = cited  # a source named anywhere in a table stands for the cells that are no claims

    def _rows(self, rows: tuple[Row, ...], parent: Place, name: str, inherited: Iterable[Citation]) -> None:
        for number, row in enumerate(rows):
            place: Place = (parent, name, number)
            for position, cell in enumerate(row.cells):
                self._inlines(cell.content, (place, "cells", position), inherited)

    def _quote(self, quote: Quote, place: Place, inherited: Iterable[Citation]) -> None:
        self.quotes.append((quote, place))
        outside, self._quoted = self._quoted, True
        if quote.ref is not None:
            source = Citation(quote.ref)
            self.loose.append((source, (place, "ref", -1)))
            inherited = (source,)
        self._blocks(quote.blocks, place, "blocks", inherited)
        self._title(quote.attribution, place, place, "attribution")
        self._quoted = outside

    def _inlines(self, content: Inlines, place: Place, inherited: Iterable[Citation]) -> None:
        if len(content) == 1 and type(content[0]) is Claim:  # as most paragraphs and items of a list
            self._claim(content[0], (place, "content", 0), inherited)
            return
        outside = False
        for position, node in enumerate(content):
            if type(node) is Claim:
                self._claim(node, (place, "content", position), inherited)
            else:
                outside = True
        if outside:
            phrases = tuple(node for node in content if type(node) is not Claim)
            own = self._loose(phrases, place)
            text = phrase_text(phrases)
            if own or text.strip():
                words = Words(place, text, "text", content, own, own or inherited, None, self._quoted, "content")
                self._into.append(words)

    def _claim(self, claim: Claim, place: Place, inherited: Iterable[Citation]) -> None:
        content = claim.content
        first, last = content[0], content[-1]
        own: list[Citation]
        if len(content) == 2 and type(first) is str and type(last) is Cite:  # as most claims
            text, own = first, list(last.citations)
        elif len(content) == 1 and type(first) is str:
            text, own = first, []
        else:
            text = phrase_text(content)
            own = [citation for cite in cites_in(content) for citation in cite.citations]
        words = Words(place, text, "claim", claim.content, own, own or inherited, claim, self._quoted, "content")
        self._into.append(words)
        self.claims.append(words)


def reference_words(reference: Reference) -> str:
    """The words of a reference: its title and the citation as printed, in one line."""
    title = phrase_text(reference.title)
    return f"{title} {reference.text}" if title and reference.text else title or reference.text or ""
