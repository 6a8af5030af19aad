"""`Facts`: what one walk over a document finds. Every rule reads from it, so that none has to walk again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from clinanswer.checks._ids import identifiers_of
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
    LineBreak,
    List,
    Notice,
    Paragraph,
    Phrase,
    Quote,
    Reference,
    Relation,
    ReviewStatus,
    Row,
    Section,
    Table,
)
from clinanswer.model.extras import EMPTY
from clinanswer.model.inline import phrase_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = ["NOWHERE", "Facts", "Place", "Words", "path_of", "reference_words"]

Place: TypeAlias = "tuple[Place | None, str, int]"
"""Where a node is: its parent's place, the field, and the position in it (-1 for a single node). See `path_of`."""

NOWHERE: Final[Place] = (None, "$", -1)
_DISPUTES: Final = Relation.DISPUTES
_STRAY: Final = re.compile(rb" \.")
_SMALL: Final = b"abcdefghijklmnopqrstuvwxyz \n"


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
        own: Sequence[Citation],
        support: Sequence[Citation],
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
    without headings and quotations. Of the claims, `uncited` are those on which no citation bears, `several` those
    with more than one of their own, `disputed` those that a citation disputes, `special` those that say more than
    their words and citations (a kind, a grade, codes, extras). `quoting` are the citations that quote their source.

    `references` are by id, `titles` their titles in order, `identifiers` what identifies them; `alone` says by id on
    how many claims a reference bears and no other does, `together` are the ids of those that bear on a claim with
    others, `cited` those that are cited anywhere; `approved` says whether the document stands approved.

    The others are for a quick look, before a rule looks closely. `whole` is all words in UTF-8, one text a line, and
    `prose` the same as a `str`; `signs` is what is left of it without small letters and spaces, `printable` says
    whether it has no character but plain ones, `stray` whether a space stands before a full stop in it. `text` is the
    words of the body, and `data` the same in UTF-8, in which an expression that begins with letters is found ten times
    as fast as sentence by sentence. `beside` is what a reader sees beside all those words.
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
        self.uncited: list[Words] = []
        self.several: list[Words] = []
        self.special: list[Words] = []
        self.disputed: list[Words] = []
        self.quoting: list[tuple[Words, Citation]] = []
        self.loose: list[tuple[Citation, Place]] = []
        self.figures: list[tuple[Figure, Place]] = []
        self.tables: list[tuple[Table, Place]] = []
        self.quotes: list[tuple[Quote, Place]] = []
        self.headings: list[tuple[Words, Place]] = []
        self.empty_sections: list[tuple[Section, Place]] = []
        self.alone: dict[str, int] = {}
        self.together: set[str] = set()
        self._into = self.body
        self._quoted = False
        self._walk()
        # What several rules ask for is made here: a property that remembers costs more than most of it in Python 3.11.
        self.everything: Final = [*self.body, *self.disclaimers, *self.notices]
        self.sentences: Final = [words for words in self.body if words.kind != "title" and not words.quoted]
        self.references: Final = {reference.id: reference for reference in doc.references}
        self.titles: Final = [_title_of(reference) for reference in doc.references]
        self.identifiers: Final = identifiers_of(doc.references)
        self.cited: Final = self.alone.keys() | self.together | {citation.ref for citation, _ in self.loose}
        self.approved: Final = doc.review.status is ReviewStatus.APPROVED
        self.text: Final = "\n".join([words.text for words in self.body])
        apart = "\n".join([words.text for words in (*self.disclaimers, *self.notices)])
        self.data: Final = self.text.encode()
        self.whole: Final = b"%s\n%s" % (self.data, apart.encode())
        self.signs: Final = self.whole.translate(None, _SMALL).decode()
        self.stray: Final = _STRAY.search(self.whole) is not None
        self.printable: Final = self.signs.replace("\u00a0", "").replace("\u202f", "").isprintable()
        self.beside: Final = self._beside()

    @property
    def prose(self) -> str:
        """All words, one text a line."""
        return self.whole.decode()

    def _beside(self) -> str:
        doc = self.doc
        texts = [doc.question.text, *self.titles]
        texts += [text for each in doc.references for text in (each.text, each.container_title) if text]
        texts += [question.text for question in doc.related_questions]
        texts += [citation.quote or "" for _, citation in self.quoting]
        texts += [figure.alt or "" for figure, _ in self.figures]
        return " ".join(texts)

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
            own: Sequence[Citation] = ()
            if len(title) == 1 and type(title[0]) is str:  # as most headings
                text = title[0]
            else:
                text, own = self._words(title, (place, name, -1))
            words = Words(place, text, "title", title, own, own, None, self._quoted, name)
            self._into.append(words)
            if own:
                self._look_at(own, words)
            if name == "title":
                self.headings.append((words, owner))

    def _words(self, phrases: Inlines, place: Place) -> tuple[str, Sequence[Citation]]:
        """The text and the citations of phrases outside claims."""
        own = _citations(phrases)
        self.loose += [(citation, place) for citation in own]
        return phrase_text(phrases), own

    def _look_at(self, own: Sequence[Citation], words: Words) -> None:
        """Note what citations say of their source beside its id."""
        for citation in own:
            if citation.quote is not None:
                self.quoting.append((words, citation))
            if citation.relation is _DISPUTES and words.claim is not None and words not in self.disputed[-1:]:
                self.disputed.append(words)

    def _blocks(self, blocks: Blocks, parent: Place, name: str, inherited: Sequence[Citation]) -> None:
        for position, block in enumerate(blocks):
            place: Place = (parent, name, position)
            if type(block) is Paragraph:  # most blocks are, and most of them hold one claim
                content = block.content
                if len(content) == 1 and type(content[0]) is Claim:
                    self._claim(content[0], (place, "content", 0), inherited)
                else:
                    self._inlines(content, place, inherited)
            else:
                self._block(block, place, inherited)

    def _block(self, block: Block, place: Place, inherited: Sequence[Citation]) -> None:
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

    def _list(self, block: List, parent: Place, inherited: Sequence[Citation]) -> None:
        """As `clinanswer.index` has it: what is nested below an item's first claim inherits from that claim."""
        for number, item in enumerate(block.items):
            place: Place = (parent, "items", number)
            first = item.blocks[0]
            if len(item.blocks) == 1 and type(first) is Paragraph:
                content = first.content
                if len(content) == 1 and type(content[0]) is Claim:
                    self._claim(content[0], ((place, "blocks", 0), "content", 0), inherited)
                else:
                    self._inlines(content, (place, "blocks", 0), inherited)
                continue
            lead: Sequence[Citation] | None = None
            if type(first) is Paragraph:
                claim = next((node for node in first.content if type(node) is Claim), None)
                lead = None if claim is None else _citations(claim.content)
            for position, child in enumerate(item.blocks):
                nested = lead if lead is not None and type(child) is List else inherited
                self._block(child, (place, "blocks", position), nested)

    def _table(self, table: Table, place: Place, inherited: Sequence[Citation]) -> None:
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

    def _rows(self, rows: tuple[Row, ...], parent: Place, name: str, inherited: Sequence[Citation]) -> None:
        for number, row in enumerate(rows):
            place: Place = (parent, name, number)
            for position, cell in enumerate(row.cells):
                self._inlines(cell.content, (place, "cells", position), inherited)

    def _quote(self, quote: Quote, place: Place, inherited: Sequence[Citation]) -> None:
        self.quotes.append((quote, place))
        outside, self._quoted = self._quoted, True
        if quote.ref is not None:
            source = Citation(quote.ref)
            self.loose.append((source, (place, "ref", -1)))
            inherited = (source,)
        self._blocks(quote.blocks, place, "blocks", inherited)
        self._title(quote.attribution, place, place, "attribution")
        self._quoted = outside

    def _inlines(self, content: Inlines, place: Place, inherited: Sequence[Citation]) -> None:
        outside: list[Phrase] = []
        for position, node in enumerate(content):
            if isinstance(node, Claim):
                self._claim(node, (place, "content", position), inherited)
            elif not isinstance(node, str) or not node.isspace():  # a space parts most claims from the next
                outside.append(node)
        if outside:
            own: Sequence[Citation] = ()
            if len(content) == 1 and type(content[0]) is str:
                text = content[0]
            else:
                text, own = self._words(tuple(node for node in content if type(node) is not Claim), place)
            if own or text.strip():
                words = Words(place, text, "text", content, own, own or inherited, None, self._quoted, "content")
                self._into.append(words)
                self._look_at(own, words)

    def _claim(self, claim: Claim, place: Place, inherited: Sequence[Citation]) -> None:
        content = claim.content
        first = content[0]
        own: Sequence[Citation]
        if type(first) is str and len(content) == 2 and type(content[1]) is Cite:  # as most claims
            text, own = first, content[1].citations
        elif type(first) is str and len(content) == 1:
            text, own = first, ()
        else:
            text, own = phrase_text(content), _citations(content)
        support = own or inherited
        words = Words(place, text, "claim", content, own, support, claim, self._quoted, "content")
        self._into.append(words)
        self.claims.append(words)
        for citation in own:
            if citation.relation is not None or citation.quote is not None:
                self._look_at(own, words)
                break
        if len(support) == 1:
            ref = support[0].ref
            self.alone[ref] = self.alone.get(ref, 0) + 1
        elif support:
            if own:
                self.several.append(words)
            refs = {citation.ref for citation in support}
            if len(refs) == 1:
                ref = support[0].ref
                self.alone[ref] = self.alone.get(ref, 0) + 1
            else:
                self.together |= refs
        else:
            self.uncited.append(words)
        if (
            claim.kind is not None
            or claim.certainty is not None
            or claim.recommendation is not None
            or claim.codes
            or claim.extras is not EMPTY
        ):
            self.special.append(words)


def _citations(content: Inlines) -> Sequence[Citation]:
    found: list[Citation] = []
    for node in content:
        if isinstance(node, Cite):
            found += node.citations
        elif not isinstance(node, (str, LineBreak)):
            found += _citations(node.content)
    return found


def _title_of(reference: Reference) -> str:
    title = reference.title
    return title[0] if len(title) == 1 and type(title[0]) is str else phrase_text(title)


def reference_words(reference: Reference) -> str:
    """The words of a reference: its title and the citation as printed, in one line."""
    title = _title_of(reference)
    return f"{title} {reference.text}" if title and reference.text else title or reference.text or ""
