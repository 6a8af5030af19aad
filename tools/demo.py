"""`make demo`: every page text in examples/ to JSON, HTML and JATS in build/demo, read back and compared.

It prints what it made, and what the reader and the checks have to say about each article.
"""

import sys
from pathlib import Path

import clinanswer as ca

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "build" / "demo"
SUFFIXES = (".json", ".html", ".xml")


def convert(source: Path) -> bool:
    """Convert one page text, and print what came of it; whether every file reads back equal."""
    problems: list[ca.Problem] = []
    doc = ca.from_text(source.read_bytes(), report=problems)
    claims = list(ca.iter_claims(doc))
    cited = [claim for claim in claims if claim.refs]
    unresolved = [reference for reference in doc.references if reference.is_unresolved]

    print(f"\n{source.relative_to(ROOT)}: {ca.plain_text(doc.title)}")
    print(
        f"  {len(claims)} claims, {len(cited)} of them with {sum(len(claim.citations) for claim in cited)} citations"
        f" to {len(doc.references)} references ({len(unresolved)} unresolved);"
        f" {len(doc.related_questions)} related questions; review status {doc.review.status}"
    )
    equal = True
    for suffix in SUFFIXES:
        target = OUTPUT / f"{source.stem}{suffix}"
        ca.write(doc, target)
        same = ca.read(target) == doc
        equal &= same
        result = "reads back equal" if same else "DOES NOT READ BACK EQUAL"
        print(f"  {target.relative_to(ROOT)!s:<40} {target.stat().st_size:>7,} bytes, {result}")
    print("  The reader was not sure of, or left out:" if problems else "  The reader was sure of everything.")
    for problem in problems:
        print(f"    {problem}")
    print_findings(doc)
    return equal


def print_findings(doc: ca.ClinicalAnswer) -> None:
    """Print what the checks find."""
    report = ca.check(doc)
    print(f"  The checks: {report.summary}.")
    for finding in report:
        where = f" ({finding.where})" if finding.where else ""
        print(f"    {finding.severity}[{finding.code}]{where}: {finding.message}")


def main() -> int:
    """Convert every example; 1 when something does not read back equal."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    results = [convert(source) for source in sorted((ROOT / "examples").glob("*.txt"))]
    print(f"\nOpen {OUTPUT.relative_to(ROOT)}/tranexamic-acid.html in a browser.")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
