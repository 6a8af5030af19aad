"""Write and run notebook.ipynb: `python docs/notebook.py` (needs nbformat, nbclient, ipykernel and polars)."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
CELLS = (
    ("markdown", "# Clinical answers in a notebook\n\nA document shows itself; its sections are folded."),
    ("code", 'import clinanswer as ca\n\ndoc = ca.read("../examples/tranexamic-acid.txt")\ndoc'),
    ("markdown", "So do its parts."),
    ("code", "doc.sections[1].sections[0]"),
    ("code", 'index = ca.index(doc)\nindex.claim("c5")'),
    ("code", 'index.references["5"]'),
    ("markdown", "What the checks find is a table."),
    ("code", "ca.check(doc)"),
    ("markdown", "Claims, references and citations are tables for data frames: one row a claim, with its section."),
    ("code", "ca.tables.claims(doc)"),
    (
        "code",
        (
            "import polars as pl\n\nclaims = pl.DataFrame(ca.tables.claims(doc))\n"
            'claims.group_by("section", maintain_order=True).agg(pl.len(), pl.col("cited").sum())'
        ),
    ),
    ("markdown", "The edge table joins claims to references: which reference bears most?"),
    (
        "code",
        (
            "edges = pl.DataFrame(ca.tables.citations(doc))\nreferences = pl.DataFrame(ca.tables.references(doc))\n"
            'edges.group_by("reference").len("claims").sort("claims", descending=True).join(\n'
            '    references, left_on="reference", right_on="id"\n)[["reference", "claims", "title", "year"]]'
        ),
    ),
)


def main() -> None:
    """Run the cells and write the notebook with what they showed."""
    notebook = nbformat.v4.new_notebook(
        cells=[getattr(nbformat.v4, f"new_{kind}_cell")(text) for kind, text in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    for position, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{position}"
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(HERE)}}).execute()
    for cell in notebook.cells:  # when it was run is nobody's business, and would change with every run
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, HERE / "notebook.ipynb")


if __name__ == "__main__":
    main()
