"""What a page text was read as, in lines that a person can check against the page: the expected files of the cases."""

from collections.abc import Iterable, Iterator

import clinanswer as ca


def outline(doc: ca.ClinicalAnswer, problems: Iterable[ca.Problem] = ()) -> str:
    """The document and what was reported, one fact a line. `c3 [1, 2] words` is a claim with its citations."""
    lines = [f"question: {doc.question.text!r}", f"title: {ca.plain_text(doc.title)}"]
    lines += [f"status: {doc.review.status}", f"stages: {', '.join(doc.review.stages)}"]
    lines += [_event(event) for event in doc.review.events]
    lines += [f"{name}: {value}" for name in ("published", "updated") if (value := getattr(doc, name))]
    lines += [f"policy: {doc.editorial_policy.text}"] if doc.editorial_policy else []
    lines += [f"{each.role}: {each.who.literal}" for each in doc.contributors]
    lines += [f"notice {notice.kind}: {' / '.join(ca.plain_text(notice).splitlines())}" for notice in doc.notices]
    lines += ["answer:", *_blocks(doc.answer, "  ")]
    for section in doc.sections:
        lines += _section(section, "")
    lines += [f"related: {question.text}" for question in doc.related_questions]
    lines += [f"disclaimer {ca.plain_text(each.title)}: {ca.plain_text(each.blocks)!r}" for each in doc.disclaimers]
    lines += [_reference(reference) for reference in doc.references]
    lines += [f"report line {problem.line}: {problem.code}" for problem in problems]
    return "\n".join(lines) + "\n"


def _event(event: ca.ReviewEvent) -> str:
    return " ".join(map(str, filter(None, ("event:", event.status, event.date, event.by and event.by.who.literal))))


def _section(section: ca.Section, indent: str) -> Iterator[str]:
    yield f"{indent}# {ca.plain_text(section.title)} ({section.role or 'no role'})"
    yield from _blocks(section.blocks, indent + "  ")
    for below in section.sections:
        yield from _section(below, indent + "  ")


def _blocks(blocks: Iterable[ca.Block], indent: str) -> Iterator[str]:
    for block in blocks:
        match block:
            case ca.Paragraph(content):
                for line in _inlines(content):
                    yield indent + line
            case ca.List(items):
                for number, item in enumerate(items, block.start):
                    yield f"{indent}{number}." if block.ordered else f"{indent}*"
                    yield from _blocks(item.blocks, indent + "  ")
            case ca.Table():
                yield f"{indent}table {ca.plain_text(block.caption)}".rstrip()
                for row in (*block.header, *block.rows):
                    cells = (("= " if cell.header else "") + "".join(_inlines(cell.content)) for cell in row.cells)
                    yield f"{indent}  | {' | '.join(cells)}"


def _inlines(content: ca.Inlines) -> Iterator[str]:
    for node in content:
        if isinstance(node, ca.Claim):
            groups = "".join(f" {list(map(int, _refs(part)))}" for part in node.content if isinstance(part, ca.Cite))
            yield f"{node.id}{groups} {ca.plain_text(node)}"
        elif isinstance(node, ca.Cite):
            yield f"{list(map(int, _refs(node)))}"
        elif node != " ":
            yield repr(node)


def _refs(cite: ca.Cite) -> list[str]:
    return [citation.ref for citation in cite.citations]


def _reference(reference: ca.Reference) -> str:
    parts = [f"reference {reference.id}:"]
    parts += [f"title={ca.plain_text(reference.title)!r}"] if reference.title else []
    parts += [f"authors={'; '.join(_agent(agent) for agent in reference.authors)!r}"] if reference.authors else []
    names = ("container_title", "volume", "issue", "pages", "doi", "pmid", "pmcid", "nct", "isbn", "url")
    parts += [f"{name}={value!r}" for name in names if (value := getattr(reference, name))]
    if reference.issued:
        date = (reference.issued.year, reference.issued.month, reference.issued.day)
        parts.append(f"issued={'-'.join(str(part) for part in date if part)}")
    parts += [f"text={reference.text!r}"] if reference.text else ["unresolved"]
    return " ".join(parts)


def _agent(agent: ca.Person | ca.Organization) -> str:
    if isinstance(agent, ca.Organization):
        return agent.name
    return " ".join(filter(None, (agent.family, agent.given, agent.suffix)))
