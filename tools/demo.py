"""`make demo`: every page text in examples/ to JSON, HTML and JATS in build/demo, read back and compared."""

from pathlib import Path

import clinanswer as ca

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "build" / "demo"
SUFFIXES = (".json", ".html", ".xml")


def convert(source: Path) -> None:
    """Convert one page text, and print what came of it."""
    problems: list[ca.Problem] = []
    doc = ca.from_text(source.read_bytes(), report=problems)
    claims = list(ca.iter_claims(doc))
    cited = [claim for claim in claims if claim.refs]
    citations = sum(len(claim.refs) for claim in cited)
    unresolved = [reference for reference in doc.references if reference.is_unresolved]

    print(f"\n{source.relative_to(ROOT)}: {ca.plain_text(doc.title)}")
    print(
        f"  {len(claims)} claims, {len(cited)} of them with {citations} citations"
        f" to {len(doc.references)} references ({len(unresolved)} unresolved);"
        f" {len(doc.related_questions)} related questions; review status {doc.review.status}"
    )
    for suffix in SUFFIXES:
        target = OUTPUT / f"{source.stem}{suffix}"
        ca.write(doc, target)
        same = "reads back equal" if ca.read(target) == doc else "DOES NOT READ BACK EQUAL"
        print(f"  {target.relative_to(ROOT)!s:<40} {target.stat().st_size:>7,} bytes, {same}")
    if problems:
        print("  the reader was not sure of, or left out:")
        for problem in problems:
            print(f"    {problem}")
    print("  claims without a citation of their own:")
    for claim in claims:
        if not claim.refs:
            print(f"    {claim.id}: {claim.text}")


def main() -> None:
    """Convert every example."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for source in sorted((ROOT / "examples").glob("*.txt")):
        convert(source)
    print(f"\nOpen {OUTPUT.relative_to(ROOT)}/tranexamic-acid.html in a browser.")


if __name__ == "__main__":
    main()
