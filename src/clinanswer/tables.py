"""Documents as tables, for data frames: one row a claim, a reference, a citation, or a finding of the checks.

A `Table` gives itself to whatever takes Arrow data through the PyCapsule interface (pandas, polars, duckdb, pyarrow;
https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html), for which pyarrow is needed, and as plain
dicts without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import frozen

from clinanswer._walk import index, iter_claims
from clinanswer.html._context import agent_name
from clinanswer.model import ClinicalAnswer, Reference, plain_text

if TYPE_CHECKING:
    from clinanswer._walk import Index
    from clinanswer.checks.report import Report

__all__ = ["Table", "citations", "claims", "findings", "references"]

Value: TypeAlias = "str | int | bool | tuple[str, ...] | None"
Kind: TypeAlias = Literal["text", "number", "flag", "texts"]
Columns: TypeAlias = Mapping[str, Kind]

_SHOWN: Final = 50


@frozen
class Table:
    """Rows with named columns. It is made of plain values and never changes."""

    name: str
    columns: Columns
    rows: tuple[tuple[Value, ...], ...]

    def to_dicts(self) -> list[dict[str, Value | list[str]]]:
        """Each row as a dict; several texts are a list."""
        return [
            {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as an Arrow stream in a PyCapsule.

        Raises:
            ImportError: pyarrow is not installed.
        """
        return self._arrow().__arrow_c_stream__(requested_schema)

    def _arrow(self) -> Any:  # noqa: ANN401  (pyarrow has no types)
        try:
            import pyarrow as pa
        except ImportError:
            raise ImportError("a table as Arrow data needs pyarrow: pip install 'clinanswer[arrow]'") from None
        types = {"text": pa.string(), "number": pa.int64(), "flag": pa.bool_(), "texts": pa.list_(pa.string())}
        schema = pa.schema([(name, types[kind]) for name, kind in self.columns.items()])
        values = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.columns)
        arrays = [pa.array(list(column), type=field.type) for column, field in zip(values, schema, strict=True)]
        return pa.Table.from_arrays(arrays, schema=schema)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self.rows)} rows, {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        from clinanswer.notebook import table

        caption = f"{self.name}: {len(self.rows)} rows"
        return table(tuple(self.columns), self.rows[:_SHOWN], caption=caption, more=len(self.rows) - _SHOWN)


Documents: TypeAlias = ClinicalAnswer | Iterable[ClinicalAnswer]

_CLAIMS: Final[Columns] = MappingProxyType(
    {
        "document": "text",
        "path": "text",
        "id": "text",
        "section": "text",
        "text": "text",
        "references": "texts",
        "cited": "flag",
        "kind": "text",
        "certainty": "text",
        "strength": "text",
        "direction": "text",
        "stance": "text",
        "population": "text",
    }
)
_REFERENCES: Final[Columns] = MappingProxyType(
    {
        "document": "text",
        "id": "text",
        "kind": "text",
        "title": "text",
        "authors": "texts",
        "container": "text",
        "year": "number",
        "doi": "text",
        "pmid": "text",
        "url": "text",
        "status": "text",
        "unresolved": "flag",
        "claims": "number",
    }
)
_CITATIONS: Final[Columns] = MappingProxyType(
    {
        "document": "text",
        "path": "text",
        "claim": "text",
        "reference": "text",
        "relation": "text",
        "locator": "text",
        "quote": "text",
        "resolved": "flag",
    }
)
_FINDINGS: Final[Columns] = MappingProxyType(
    {
        "document": "text",
        "code": "text",
        "severity": "text",
        "path": "text",
        "where": "text",
        "message": "text",
        "fixable": "flag",
    }
)


def claims(docs: Documents) -> Table:
    """One row a claim: its section path, words, references, certainty, strength; `cited` counts what it inherits."""
    return Table("claims", _CLAIMS, tuple(row for name, doc in _each(docs) for row in _claim_rows(name, doc)))


def references(docs: Documents) -> Table:
    """One row a reference; `claims` is how many claims cite it."""
    return Table(
        "references", _REFERENCES, tuple(row for name, doc in _each(docs) for row in _reference_rows(name, doc))
    )


def citations(docs: Documents) -> Table:
    """The edges between claims and references: one row a citation."""
    return Table("citations", _CITATIONS, tuple(row for name, doc in _each(docs) for row in _citation_rows(name, doc)))


def findings(reports: Report | Iterable[Report]) -> Table:
    """One row a finding of `clinanswer.check`."""
    from clinanswer.checks.report import Report

    given = (reports,) if isinstance(reports, Report) else tuple(reports)
    rows = tuple(
        (
            report.title or None,
            each.code,
            each.severity.value,
            each.path,
            each.where,
            each.message,
            each.fix is not None,
        )
        for report in given
        for each in report.findings
    )
    return Table("findings", _FINDINGS, rows)


def _each(docs: Documents) -> Iterator[tuple[str, ClinicalAnswer]]:
    """The documents, each with what names it in the first column: its id, or else its title or question."""
    for doc in (docs,) if isinstance(docs, ClinicalAnswer) else docs:
        yield doc.id or plain_text(doc.title) or doc.question.text, doc


def _section_path(look: Index, path: str) -> str | None:
    titles = [plain_text(section.title) for section in look.sections(path)]
    return " > ".join(titles) if titles else None


def _claim_rows(name: str, doc: ClinicalAnswer) -> Iterator[tuple[Value, ...]]:
    look = index(doc)
    for path, claim in zip(look.paths, iter_claims(doc), strict=True):
        certainty, advice = claim.certainty, claim.recommendation
        yield (
            name,
            path,
            claim.id,
            _section_path(look, path),
            claim.text,
            claim.refs,
            bool(look.citations(path)),
            _value(claim.kind),
            None if certainty is None else _value(certainty.level),
            None if advice is None else _value(advice.strength),
            None if advice is None else _value(advice.direction),
            _value(claim.stance),
            claim.population,
        )


def _reference_rows(name: str, doc: ClinicalAnswer) -> Iterator[tuple[Value, ...]]:
    citing = index(doc).citing
    for each in doc.references:
        yield (
            name,
            each.id,
            _value(each.kind),
            plain_text(each.title) or each.text,
            tuple(map(agent_name, each.authors)),
            each.container_title or each.container_title_short,
            _year(each),
            each.doi,
            each.pmid,
            each.url,
            _value(each.status),
            each.is_unresolved,
            len(citing.get(each.id, ())),
        )


def _citation_rows(name: str, doc: ClinicalAnswer) -> Iterator[tuple[Value, ...]]:
    look = index(doc)
    for path, claim in zip(look.paths, iter_claims(doc), strict=True):
        for each in claim.citations:
            reference = look.references.get(each.ref)
            resolved = reference is not None and not reference.is_unresolved
            yield name, path, claim.id, each.ref, _value(each.relation), each.locator, each.quote, resolved


def _value(term: object) -> str | None:
    return None if term is None else str(term)


def _year(reference: Reference) -> int | None:
    return None if reference.issued is None else reference.issued.year
