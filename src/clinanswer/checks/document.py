"""CD: the document as a whole, its parts, its language and its readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.checks._codes import code_problem
from clinanswer.checks._facts import NOWHERE, Facts, Place, Words
from clinanswer.checks._language import language_problem
from clinanswer.checks._repeats import repeats
from clinanswer.checks._rule import Hit, Severity, rule
from clinanswer.checks._words import addresses_professionals, patient_address
from clinanswer.model import Audience, Code, plain_text
from clinanswer.model.inline import phrase_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "audience_conflict", "codes", "disclaimer_missing", "empty_section", "inaccessible", "language_missing",
    "no_answer", "question_blank", "related_question_repeats", "title_missing", "updated_date",
]  # fmt: skip

_LAY: Final = (Audience.PATIENT, Audience.CAREGIVER, Audience.PUBLIC)


@rule("CD01", Severity.ERROR)
def question_blank(facts: Facts) -> Iterator[Hit]:
    """The question is blank.

    Every answer serves one answerable clinical question; without it nobody can judge whether the answer fits
    (Richardson et al., The well-built clinical question, ACP J Club 1995;123:A12).

    Fires:
        ClinicalAnswer(" ", answer="Yes.")

    Silent:
        ClinicalAnswer("Does aspirin prevent a first stroke?", answer="Yes.")
    """
    if not facts.doc.question.text.strip():
        yield Hit("$.question.text", "the question is blank; say what is asked")


@rule("CD02", Severity.ERROR)
def no_answer(facts: Facts) -> Iterator[Hit]:
    """The document has neither an answer nor a section with words.

    An empty page under a clinical question is a failed import or a failed generation, never a publication.

    Fires:
        ClinicalAnswer("Does aspirin prevent a first stroke?")

    Silent:
        ClinicalAnswer("Does aspirin prevent a first stroke?", answer="Not in most adults.")
    """
    if not facts.figures and not any(words.kind != "title" and words.text.strip() for words in facts.body):
        yield Hit("$", "there is no answer and no section with content")


@rule("CD03")
def title_missing(facts: Facts) -> Iterator[Hit]:
    """The title is missing.

    Every page needs a title that describes its topic (WCAG 2.2, success criterion 2.4.2; JATS: `article-title`).

    Fires:
        ClinicalAnswer("Does aspirin prevent a first stroke?", answer="Not in most adults.")

    Silent:
        ClinicalAnswer("Does aspirin prevent a first stroke?", title="Aspirin and first stroke", answer="No.")
    """
    if not phrase_text(facts.doc.title).strip():
        yield Hit("$.title", "the title is missing; give the page one")


@rule("CD04", Severity.ERROR)
def disclaimer_missing(facts: Facts) -> Iterator[Hit]:
    """The disclaimer is missing.

    Readers must be told that the information complements and does not replace the relation between patient and
    clinician (HONcode, principle 2: complementarity), and publishers need it said.

    Fires:
        ClinicalAnswer("Does aspirin prevent a first stroke?", answer="Not in most adults.")

    Silent:
        ClinicalAnswer("?", disclaimers=[Disclaimer("This information does not replace clinical judgement.")])
    """
    if not any(words.text.strip() for words in facts.disclaimers):
        yield Hit("$.disclaimers", "there is no disclaimer; add one that says who may rely on the answer, and how far")


@rule("CD05")
def empty_section(facts: Facts) -> Iterator[Hit]:
    """A section has no content.

    A heading with nothing under it is content lost on the way: a table that an importer dropped, a list cut off.

    Fires:
        ClinicalAnswer("?", sections=[Section("Dosing")])

    Silent:
        ClinicalAnswer("?", sections=[Section("Treatment", sections=[Section("Dosing", "Start low.")])])
    """
    for section, place in facts.empty_sections:
        title = plain_text(section.title)
        name = f"the section {title!r}" if title else "a section without a title"
        yield Hit(place, f"{name} is empty; fill it or take it out", section.id, text=title or None)


@rule("CD07")
def language_missing(facts: Facts) -> Iterator[Hit]:
    """The language is missing, or is no language of BCP 47.

    Screen readers choose their voice by it and translation its source (WCAG 2.2, success criterion 3.1.1; BCP 47,
    https://www.rfc-editor.org/info/bcp47, with the codes of ISO 639-1).

    Fires:
        ClinicalAnswer("?", language="jp")

    Silent:
        ClinicalAnswer("?", language="en-GB")
    """
    if problem := language_problem(facts.doc.language):
        yield Hit("$.language", problem)
    for position, reference in enumerate(facts.doc.references):
        if reference.language and (problem := language_problem(reference.language)):
            yield Hit(f"$.references[{position}].language", problem, reference.id)


@rule("CD08", Severity.ERROR)
def updated_date(facts: Facts) -> Iterator[Hit]:
    """The date of the last update is in the future, or before the document was created or published.

    Readers judge how current an answer is by this date (JAMA benchmarks for web information: currency, JAMA
    1997;277:1244); one that cannot be true takes away their trust in all the others.

    Fires:
        ClinicalAnswer("?", published=date(2026, 3, 1), updated=date(2026, 2, 1))

    Silent:
        ClinicalAnswer("?", created=date(2026, 1, 1), published=date(2026, 2, 1), updated=date(2026, 2, 1))
    """
    updated = facts.doc.updated
    if updated is None:
        return
    if updated > facts.today:
        yield Hit("$.updated", f"updated on {updated}, which is in the future (today is {facts.today})")
    for name in ("created", "published"):
        before = getattr(facts.doc, name)
        if before is not None and updated < before:
            yield Hit("$.updated", f"updated on {updated}, before it was {name} on {before}")


@rule("CD09")
def audience_conflict(facts: Facts) -> Iterator[Hit]:
    """The disclaimer speaks to professionals, but the text speaks to a patient.

    Drug advice written for clinicians reaches patients who cannot weigh it, under a disclaimer that does not cover
    them (HONcode, principle 2; the reading audience belongs in the document: schema.org `MedicalAudience`). Knows
    English only. "You" that speaks to a clinician ("your patients", "your diagnosis", "you feel a pop as the needle
    enters"), sentences about patients and words in quotation marks do not count.

    Fires:
        ClinicalAnswer("?", answer="Continue diazepam as prescribed by your physician.",
            disclaimers=[Disclaimer("This information is intended for healthcare professionals.")])

    Silent:
        ClinicalAnswer("?", answer="If you suspect sepsis, start antibiotics and tell your patient why.",
            disclaimers=[Disclaimer("This information is intended for healthcare professionals.")])
    """
    audience = facts.doc.audience
    lay = [each for each in audience if each in _LAY]
    spoken = _spoken_to_patient(facts)
    if not lay and spoken is None:
        return
    professionals = "the disclaimer says that the page is for professionals"
    if not any(addresses_professionals(words.text) for words in facts.disclaimers):
        if lay or not audience:
            return
        professionals = "its audience is professionals"
    elif lay:
        yield Hit("$.audience", f"{professionals}, but its audience includes {' and '.join(lay)}")
    if spoken is not None:  # one sentence is enough: the whole text has to change
        words, span = spoken
        message = f"{professionals}, but the text speaks to a patient: {words.text[slice(*span)]!r}"
        yield Hit(words.place, message, words.where, text=words.text, span=span)


_YOU: Final = (re.compile(b"you"), re.compile(b"You"))


def _spoken_to_patient(facts: Facts) -> tuple[Words, tuple[int, int]] | None:
    """The first sentence that speaks to a patient, and where it does."""
    if _YOU[0].search(facts.data) or ("Y" in facts.signs and _YOU[1].search(facts.data)):
        for words in facts.sentences:
            if span := patient_address(words.text):
                return words, span
    return None


@rule("CD10")
def codes(facts: Facts) -> Iterator[Hit]:
    """A code has no system, or is malformed in its system.

    A code means nothing without its system (HL7 FHIR R4, Coding), and a wrong digit codes another disease: MeSH unique
    identifiers, SNOMED CT with Verhoeff's check digit and the partition of a concept, LOINC with its check digit,
    RxNorm and ICD-10 are each checked by their own form.

    Fires:
        ClinicalAnswer("?", codes=[Code("30037007", system="http://snomed.info/sct")])

    Silent:
        ClinicalAnswer("?", codes=[Code("30037006", system="http://snomed.info/sct")])
    """
    found: list[tuple[Place, Code, str | None]] = [
        ((NOWHERE, "codes", position), code, None) for position, code in enumerate(facts.doc.codes)
    ]
    for words in facts.special:
        if words.claim is not None and words.claim.codes:
            found += [
                ((words.place, "codes", position), code, words.where) for position, code in enumerate(words.claim.codes)
            ]
    for place, code, where in found:
        if problem := code_problem(code):
            yield Hit(place, problem, where)


@rule("CD11")
def inaccessible(facts: Facts) -> Iterator[Hit]:
    """A figure has no text alternative, or a table no header cells.

    Without them a screen reader can say neither what is shown nor which column a dose stands in (WCAG 2.2, success
    criteria 1.1.1 and 1.3.1). A decorative figure has the empty alternative `""`.

    Fires:
        ClinicalAnswer("?", answer=[Figure("https://example.org/ecg.png")])

    Silent:
        ClinicalAnswer("?", answer=[Figure("https://example.org/ecg.png", alt="ECG with ST elevation in V1 to V4")])
    """
    for figure, place in facts.figures:
        if figure.alt is None:
            yield Hit((place, "alt", -1), 'the figure has no text alternative; describe it (or say alt="": decorative)')
    for table, place in facts.tables:
        rows = table.rows
        one_cell = len(rows) == 1 and len(rows[0].cells) == 1
        if not table.header and not one_cell and not any(cell.header for row in rows for cell in row.cells):
            yield Hit(place, "the table has no header cells; mark the cells that name its rows or columns")


@rule("CD12", Severity.INFO)
def related_question_repeats(facts: Facts) -> Iterator[Hit]:
    """A related question repeats the main question or another related one.

    Repeated links hide the ones that lead on. Two questions repeat each other when their words, without those that
    carry no meaning, are the same in the same order, or when what two long ones ask (after the case that they tell)
    shares at least half of its words, and they do not differ in a number or in whom or what stage they speak of. Knows
    English only.

    Fires:
        ClinicalAnswer("Does aspirin prevent a first stroke?",
            related_questions=[RelatedQuestion("Does aspirin prevent first stroke")])

    Silent:
        ClinicalAnswer("Does aspirin prevent a first stroke?",
            related_questions=[RelatedQuestion("Does aspirin prevent a second stroke?")])
    """
    if facts.doc.related_questions:
        texts = (facts.doc.question.text, *(question.text for question in facts.doc.related_questions))
        for number, earlier in repeats(texts):
            other = "the main question" if earlier == 0 else f"related question {earlier}"
            place = f"$.related_questions[{number - 1}]"
            yield Hit(place, f"related question {number} repeats {other}", text=texts[number])
