"""What other tools keep of our JATS: makes the table in docs/jats-consumers.md, with `--write`.

    python tools/jats_consumers.py [--write] [name ...]

Each consumer is installed into a virtual environment of its own below .tools/consumers and reads the example article
there; what it gives back is searched for every claim's words, the links of citations, the titles, authors and DOIs of
references, the title of the article and the text of the tables. It takes minutes and downloads much, so it is no part
of `make test`. A consumer that cannot be installed or fails is listed as such.
"""

from __future__ import annotations

import html
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
INTRODUCTION = """# What other tools keep

Written by `tools/jats_consumers.py`: `examples/ckd_sglt2.py` as JATS, read by each tool. Counted is what stands in what
the tool gives back: of each claim the stretches of words between its citations; the links from a citation to its
reference; of references the titles, the family names and organisations of the authors, and the DOIs.
"""
COLUMNS = ("title", "claims", "citation links", "reference titles", "authors", "DOIs", "table cells")
LINK = 'ref-type="bibr"'


@dataclass(frozen=True)
class Consumer:
    """A tool: what to install, and a program that reads the file `sys.argv[1]` and prints all that it found."""

    name: str
    requirement: str
    program: str
    link: str = ""  # how it prints that a citation leads to its reference, as a pattern; empty where it never says so
    version: str = ""  # a program that prints its version, where that is not the version of what is installed
    python: str = sys.executable  # what it needs, where that is not the Python that runs this
    note: str = ""  # why it does not keep what it does not keep


CONSUMERS = (
    Consumer(
        "pandoc",
        "pypandoc-binary",
        "import sys, pypandoc; print(pypandoc.convert_file(sys.argv[1], 'html', format='jats', "
        "extra_args=['--standalone', '--citeproc', '--wrap=none']))",
        link='data-cites="',
        version="import pypandoc; print(pypandoc.get_pandoc_version())",
        note="reads no `collab` as an author of a reference",
    ),
    Consumer(
        "pubmed_parser",
        "pubmed_parser",
        "import sys, pubmed_parser as pp\n"
        "found = pp.parse_pubmed_paragraph(sys.argv[1], all_paragraph=True)\n"
        "print(pp.parse_pubmed_xml(sys.argv[1]), found); print(pp.parse_pubmed_references(sys.argv[1]))\n"
        "print(pp.parse_pubmed_table(sys.argv[1], return_xml=False))\n"
        "print(*(f'[link {ref}]' for each in found for ref in each['reference_ids']))",
        link=r"\[link ",
        note="reads one level of elements in a paragraph, table rows of the commonest number of `td`, no `collab`, and "
        "of a reference only the last `pub-id`, which is why that is the DOI",
    ),
    Consumer(
        "elifetools",
        "elifetools",
        "import sys\nfrom elifetools import parseJATS as p\nsoup = p.parse_document(sys.argv[1])\n"
        "print(p.title(soup), p.abstract(soup), p.references(soup), p.body_json(soup))",
        link='href=."?#ref-',
        note="prints the abstract and attributions without their links",
    ),
    Consumer(
        "epijats",
        "epijats",
        "import sys, tempfile\nfrom pathlib import Path\nfrom epijats import restyle_xml\n"
        "with tempfile.TemporaryDirectory() as folder:\n    restyle_xml(sys.argv[1], folder)\n"
        "    print(*(path.read_text() for path in Path(folder).glob('**/*.xml')))",
        link='<xref rid="ref-',
        python="python3.12",
        note="keeps the elements of Baseprints only: no `boxed-text`, no `collab` as an author",
    ),
    Consumer(
        "docling",
        "docling-slim[convert-core,format-html,format-xml-jats]",
        "import sys\nfrom pathlib import Path\n"
        "from docling.backend.xml.jats_backend import JatsDocumentBackend as Backend\n"
        "from docling.datamodel.base_models import InputFormat\n"
        "from docling.datamodel.document import InputDocument\n"
        "source = InputDocument(Path(sys.argv[1]), format=InputFormat.XML_JATS, backend=Backend)\n"
        "assert source._backend.is_valid()\nprint(source._backend.convert().export_to_markdown())",
        note="(its JATS backend, without the models for other formats) links no citation, and reads no `collab`",
    ),
    Consumer(
        "jats",
        "jats",
        "import sys\nfrom jats.main import main\nsys.argv[:1] = ['jats', 'convert']\nmain()",
        link=r"\[[0-9]+\]\(",
        note="prints no reference list, only the DOIs that citations lead to",
    ),
)


def main() -> None:
    """Ask every consumer, or those named, and write the page."""
    wanted = [name for name in sys.argv[1:] if not name.startswith("-")]
    doc = example()
    asked = [consumer for consumer in CONSUMERS if not wanted or consumer.name in wanted]
    table = "\n".join(
        [
            f"| consumer | version | {' | '.join(COLUMNS)} |",
            "|---" * (2 + len(COLUMNS)) + "|",
            *(f"| {' | '.join(row(consumer, doc))} |" for consumer in asked),
        ]
    )
    print(table)
    if "--write" in sys.argv:
        notes = "\n".join(f"- {consumer.name} {consumer.note}." for consumer in asked if consumer.note)
        PAGE.write_text(f"{INTRODUCTION}\n{table}\n\nWhere something is missing:\n\n{notes}\n", encoding="utf-8")


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
    text = ca.to_jats(doc)
    try:
        version, output = ask(consumer, text)
    except (subprocess.SubprocessError, OSError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        return [consumer.name, "-", f"did not run: {said[-1][:80] if said else error}", *[""] * (len(COLUMNS) - 1)]
    words = letters(output)
    claims = [stretch for claim in ca.iter_claims(doc) for stretch in claim.content if isinstance(stretch, str)]
    titles = [ca.plain_text(reference.title) for reference in doc.references]
    authors = [who for reference in doc.references for who in reference.authors]
    names = [who.name if isinstance(who, ca.Organization) else who.family or who.literal or "" for who in authors]
    dois = [reference.doi for reference in doc.references if reference.doi]
    cells = [ca.plain_text(node) for node in ca.walk(doc) if isinstance(node, ca.Cell)]
    links = f"{len(re.findall(consumer.link, output))} of {text.count(LINK)}" if consumer.link else "none"
    kept = [share(texts, words) for texts in ([ca.plain_text(doc.title)], claims, titles, names, dois, cells)]
    return [consumer.name, version, *kept[:2], links, *kept[2:]]


def ask(consumer: Consumer, text: str) -> tuple[str, str]:
    """The consumer's version and all that it printed."""
    home = HOME / consumer.name
    python = home / "bin" / "python"
    if not python.exists():
        run(consumer.python, "-m", "venv", home)
        run(python, "-m", "pip", "install", "--quiet", consumer.requirement)
    name = consumer.requirement.partition("[")[0]
    version = consumer.version or f"import importlib.metadata as m; print(m.version({name!r}))"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "article.xml"
        file.write_text(text, encoding="utf-8")
        return run(python, "-c", version).strip(), run(python, "-c", consumer.program, file)


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
    return "".join(re.findall(r"\w", html.unescape(re.sub(r"<[^<>]*>", "", text)))).lower()


if __name__ == "__main__":
    main()
