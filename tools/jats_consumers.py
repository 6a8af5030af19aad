"""What other tools keep of our JATS: makes the table in docs/jats-consumers.md, with `--write`.

    python tools/jats_consumers.py [--write] [name ...]

Each consumer is installed into a virtual environment of its own below .tools/consumers and reads the example article
there; what it gives back is searched for every claim's words, every reference title, the title of the article and the
text of the tables. It takes minutes and downloads much, so it is no part of `make test`. A consumer that cannot be
installed or fails is listed as such.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import clinanswer as ca

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".tools" / "consumers"
PAGE = ROOT / "docs" / "jats-consumers.md"


@dataclass(frozen=True)
class Consumer:
    """A tool: what to install, and a program that reads the file `sys.argv[1]` and prints all that it found."""

    name: str
    requirement: str
    program: str
    python: str = sys.executable  # what it needs, where that is not the Python that runs this


CONSUMERS = (
    Consumer(
        "pandoc",
        "pypandoc-binary",
        "import sys, pypandoc; print(pypandoc.convert_file(sys.argv[1], 'plain', format='jats', "
        "extra_args=['--standalone', '--citeproc', '--wrap=none']))",
    ),
    Consumer(
        "pubmed_parser",
        "pubmed_parser",
        "import sys, pubmed_parser as pp\n"
        "print(pp.parse_pubmed_xml(sys.argv[1])); print(pp.parse_pubmed_paragraph(sys.argv[1], all_paragraph=True))\n"
        "print(pp.parse_pubmed_references(sys.argv[1])); print(pp.parse_pubmed_table(sys.argv[1], return_xml=False))",
    ),
    Consumer(
        "elifetools",
        "elifetools",
        "import sys\nfrom elifetools import parseJATS as p\nsoup = p.parse_document(sys.argv[1])\n"
        "print(p.title(soup), p.abstract(soup), p.references(soup), p.body_json(soup))",
    ),
    Consumer(
        "epijats",
        "epijats",
        "import sys, tempfile\nfrom pathlib import Path\nfrom epijats import restyle_xml\n"
        "with tempfile.TemporaryDirectory() as folder:\n    restyle_xml(sys.argv[1], folder)\n"
        "    print(*(path.read_text() for path in Path(folder).glob('**/*.xml')))",
        python="python3.12",
    ),
    Consumer(
        "docling",
        "docling",
        "import sys\nfrom docling.document_converter import DocumentConverter\n"
        "print(DocumentConverter().convert(sys.argv[1]).document.export_to_markdown())",
    ),
)


def main() -> None:
    """Ask every consumer, or those named, and write the page."""
    wanted = [name for name in sys.argv[1:] if not name.startswith("-")]
    doc = example()
    rows = [row(consumer, doc) for consumer in CONSUMERS if not wanted or consumer.name in wanted]
    table = "\n".join(
        [
            "| consumer | version | title | claims | reference titles | table cells |",
            "|---|---|---|---|---|---|",
            *(f"| {' | '.join(cells)} |" for cells in rows),
        ]
    )
    print(table)
    if "--write" in sys.argv:
        PAGE.write_text(
            f"# What other tools keep\n\nWritten by `tools/jats_consumers.py`.\n\n{table}\n", encoding="utf-8"
        )


def example() -> ca.ClinicalAnswer:
    """The example that has everything."""
    spec = importlib.util.spec_from_file_location("ckd_sglt2", ROOT / "examples" / "ckd_sglt2.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    doc: ca.ClinicalAnswer = module.build()
    return doc


def row(consumer: Consumer, doc: ca.ClinicalAnswer) -> list[str]:
    """One line of the table."""
    try:
        version, output = ask(consumer, ca.to_jats(doc))
    except (subprocess.SubprocessError, OSError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        return [consumer.name, "-", f"did not run: {said[-1][:80] if said else error}", "", "", ""]
    words = letters(output)
    claims = [stretch for claim in ca.iter_claims(doc) for stretch in claim.content if isinstance(stretch, str)]
    titles = [ca.plain_text(reference.title) for reference in doc.references]
    cells = [ca.plain_text(node) for node in ca.walk(doc) if isinstance(node, ca.Cell)]
    kept = (share(texts, words) for texts in ([ca.plain_text(doc.title)], claims, titles, cells))
    return [consumer.name, version, *kept]


def ask(consumer: Consumer, text: str) -> tuple[str, str]:
    """The consumer's version and all that it printed."""
    home = HOME / consumer.name
    python = home / "bin" / "python"
    if not python.exists():
        run(consumer.python, "-m", "venv", home)
        run(python, "-m", "pip", "install", "--quiet", consumer.requirement)
    name = consumer.requirement
    version = run(python, "-c", f"import importlib.metadata as m; print(m.version({name!r}))").strip()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "article.xml"
        file.write_text(text, encoding="utf-8")
        return version, run(python, "-c", consumer.program, file)


def run(*command: object) -> str:
    """What a command prints."""
    return subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, text=True, timeout=1200
    ).stdout


def share(texts: list[str], words: str) -> str:
    """How many of the texts stand in the words."""
    wanted = [letters(text) for text in texts if letters(text)]
    return f"{sum(text in words for text in wanted)} of {len(wanted)}"


def letters(text: str) -> str:
    """Letters and digits alone, escapes resolved: tools set their own quotes and spaces."""
    if "\\u" in text:
        text = re.sub(r"\\u[0-9a-fA-F]{4}", lambda found: json.loads(f'"{found[0]}"'), text)
    return "".join(re.findall(r"\w", re.sub(r"<[^<>]*>", "", text))).lower()


if __name__ == "__main__":
    main()
