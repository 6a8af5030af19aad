"""Documents as tables."""

from __future__ import annotations

import builtins
import re

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given

import clinanswer as ca
import html_pages as pages
import strategies as s

DOC = ca.with_ids(pages.page_text())
EVERYTHING = pages.every_node()


def test_claims_are_rows_with_their_sections_and_references():
    table = ca.tables.claims(DOC)
    assert len(table) == sum(1 for _ in ca.iter_claims(DOC))
    first, *_, last = table.to_dicts()
    assert first["section"] is None
    assert first["references"] == ["1", "2", "3", "4"]
    assert last["section"] == "Bottom Line"
    deeper = next(row for row in table.to_dicts() if row["id"] == "c5")
    assert deeper["section"] == "Evidence of Benefit > Traumatic Haemorrhage"
    assert ca.index(DOC).claim(deeper["path"]).text == deeper["text"]


def test_a_claim_that_inherits_its_citations_is_cited():
    item = ca.ListItem([ca.claim("All of:", ["1"]), ca.List([ca.ListItem(ca.claim("one"))])])
    doc = ca.ClinicalAnswer("Q?", answer=ca.List([item, ca.ListItem(ca.claim("Alone"))]))
    assert [row["cited"] for row in ca.tables.claims(doc).to_dicts()] == [True, True, False]


def test_references_say_how_often_they_are_cited():
    rows = {row["id"]: row for row in ca.tables.references(DOC).to_dicts()}
    citing = ca.index(DOC).citing
    assert {name: row["claims"] for name, row in rows.items()} == {
        each.id: len(citing.get(each.id, ())) for each in DOC.references
    }
    assert rows["4"]["authors"][0] == "Gayet-Ageron A"
    assert rows["4"]["year"] == 2018


def test_citations_are_the_edges():
    table = ca.tables.citations(EVERYTHING)
    assert len(table) == sum(len(claim.citations) for claim in ca.iter_claims(EVERYTHING))
    row = next(row for row in table.to_dicts() if row["claim"] == "k3")
    assert row == {
        "document": "everything",
        "path": "$.sections[0].blocks[2].content[0]",
        "claim": "k3",
        "reference": "1",
        "relation": "disputes",
        "locator": "p. 3",
        "quote": "Sentence 3.",
        "resolved": True,
    }
    assert {row["resolved"] for row in table.to_dicts() if row["reference"] == "2"} == {False}


def test_findings_of_one_report_or_several():
    report = ca.check(DOC)
    assert len(report) > 0
    table = ca.tables.findings(report)
    assert [row["code"] for row in table.to_dicts()] == [finding.code for finding in report]
    assert len(ca.tables.findings([report, report])) == 2 * len(report)


def test_several_documents_make_one_table():
    table = ca.tables.claims(iter([DOC, EVERYTHING]))
    names = [row[0] for row in table]
    assert list(dict.fromkeys(names)) == [ca.plain_text(DOC.title), "everything"]


def pyarrow_rows(table: ca.tables.Table) -> list[dict[str, object]]:
    return pa.table(table).to_pylist()


def polars_rows(table: ca.tables.Table) -> list[dict[str, object]]:
    return pl.DataFrame(table).to_dicts()


def duckdb_rows(facts: ca.tables.Table) -> list[dict[str, object]]:
    """As its users have it: a query names the variable that holds the table."""
    found = duckdb.sql("SELECT * FROM facts")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def pandas_rows(table: ca.tables.Table) -> list[dict[str, object]]:
    """Its missing values and its arrays as plain values."""
    frame = pd.DataFrame.from_arrow(table)
    return [
        {name: list(value) if pd.api.types.is_list_like(value) else None if pd.isna(value) else value
         for name, value in row.items()}
        for row in frame.to_dict("records")
    ]  # fmt: skip


TABLES = {
    **{name: getattr(ca.tables, name)(EVERYTHING) for name in ("claims", "references", "citations")},
    "findings": ca.tables.findings(ca.check(DOC)),
    "empty": ca.tables.claims([]),
}


@pytest.mark.parametrize("rows", [pyarrow_rows, polars_rows, duckdb_rows, pandas_rows])
@pytest.mark.parametrize("name", TABLES)
def test_data_frames_take_a_table_as_it_is(name, rows):
    """Through the Arrow PyCapsule interface, and with every value: missing ones, lists, numbers and flags."""
    table = TABLES[name]
    assert table.columns
    assert rows(table) == table.to_dicts()


def test_a_table_is_queried_and_joined_in_duckdb():
    claims, citations = ca.tables.claims(DOC), ca.tables.citations(DOC)
    with duckdb.connect() as connection:
        connection.register("claims", claims)
        connection.register("citations", citations)
        cited = connection.sql("SELECT count(DISTINCT path) FROM citations JOIN claims USING (document, path)")
        assert cited.fetchall() == [(sum(bool(claim.refs) for claim in ca.iter_claims(DOC)),)]
        assert connection.sql('SELECT sum(len("references")) FROM claims').fetchall() == [(len(citations),)]


def test_a_table_without_rows_keeps_its_columns_and_types():
    empty = ca.tables.claims([])
    assert len(empty) == 0
    schema = pa.table(empty).schema
    assert schema.field("references").type == pa.list_(pa.string())
    assert schema.field("cited").type == pa.bool_()
    assert repr(empty).startswith("<Table claims: 0 rows, document, path")


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def missing(name, *args, **kwargs):
        if name == "pyarrow":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ImportError, match=re.escape("pip install 'clinanswer[arrow]'")):
        ca.tables.claims(DOC).__arrow_c_stream__()


@given(s.documents())
def test_every_document_has_its_tables(doc):
    for make in (ca.tables.claims, ca.tables.references, ca.tables.citations):
        table = make(doc)
        assert all(len(row) == len(table.columns) for row in table)
        pa.table(table)
        assert "<table>" in table._repr_html_()
