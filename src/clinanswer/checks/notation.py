"""CN: numbers and notation that can hurt a patient, and details that name one. They read English only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinanswer.checks._identity import identifying_detail, may_identify
from clinanswer.checks._rule import Hit, Severity, rule
from clinanswer.checks._vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinanswer.checks._facts import Facts, Place, Words

__all__ = ["error_prone_dose", "patient_identified", "uncited_number"]

# ------------------------------------------------------------------------------------------------- numbers

_DIGIT: Final = re.compile("[0-9]")
_NUMBER: Final = r"(?<![\w.,])(?:[<>≤≥~±]\s?)?\d+(?:[.,]\d+)*(?:\s?(?:-|–|‑|to|±)\s?\d+(?:[.,]\d+)*)?"
_SPACE: Final = r"[\s\u00a0\u202f\u2009‑-]?"
_DOSE_UNIT: Final = (
    r"(?:mg|mcg|µg|μg|micrograms?|milligrams?|nanograms?|ng|grams?|mL|ml|cc|millilit(?:er|re)s?|units?|IU|mEq|mmol|"
    r"mU|MBq|Gy|g)"
)
_NUMERIC: Final = re.compile(
    rf"""
    (?P<dose> {_NUMBER}{_SPACE}{_DOSE_UNIT}(?:/\w+)*(?![\w-]) )
  | (?P<percentage> {_NUMBER}\s?(?:%|‰|percent\b|per\scent\b)
        (?!\s?(?:CIs?|CrI|PI|UI|confidence|credible|prediction|uncertainty|limits)\b) )
  | (?P<ratio> \b(?:(?:hazard|odds|risk|rate)\sratio|relative\srisk|a?HR|a?OR|RR)(?:\s(?:of|was|is))?\s?=?\s?
        \d+[.·]\d+ )
  | (?P<pressure> {_NUMBER}{_SPACE}(?:mm\s?Hg|kPa|cm\s?H2?[O0]\b|cmH₂O) )
  | (?P<duration> \b(?:for|over|within|after|every|at\sleast|up\sto|(?<!the\s)lasts?|lasting|takes?|during|next|first
        |in)\s
        (?:(?:about|around|approximately|at\sleast|the|up\sto|a\sfurther|another|an\sadditional|next|first|only)\s)
        {{0,2}}
        {_NUMBER}{_SPACE}(?:minutes?|hours?|days?|weeks?|months?|years?)\b(?!\s?(?:old|ago|to\sread
        |of\s(?:age|experience|practice|training|research|recruitment|data))) )
        | (?P<score>
        \b(?:scores?|scoring|HAS-BLED|CHA2?DS2?-VASc|NIHSS|GCS|APGAR|Apgar|MELD|CURB-65|qSOFA|SOFA|APACHE\s?II|INR
        |eGFR|HbA1c|A1C|T-score|BMI|PHQ-9|GAD-7|MMSE|MoCA|mRS|Wells)\s
        (?:(?:score|is|was|are|of|at\sleast|above|below|over|under|≥|≤|>|<|=|greater\sthan|less\sthan|target)\s?)
        {{1,3}}\d+(?:\.\d+)?
        )
    """,
    re.VERBOSE,
)
# "100 % sure", "24 hours a day", "7 days a week" measure nothing.
_IDIOM: Final = re.compile(
    r"110\s?%"
    r"|100\s?(?:%|percent|per cent)\s(?:sure|certain|safe|clear|committed|convinced|honest|agree|confident|reliable)"
    r"|(?:24|7|365) (?:hours|days) (?:a|per) (?:day|week|year)",
    re.IGNORECASE,
)


@rule("CN01", Severity.ERROR)
def uncited_number(facts: Facts) -> Iterator[Hit]:
    """A dose, percentage, pressure, duration, score or ratio is stated without a citation.

    A number is what a clinician acts on and what a language model invents most plausibly (Omiye et al., Large
    language models in medicine, Ann Intern Med 2024;177:210). Headings, quotations and cells of a table that names a
    source do not count, nor does how long a patient of whom the text tells has been ill ("has had fever for 3 days");
    text outside claims does. Knows English only.

    Fires:
        ClinicalAnswer("?", answer=[claim("Apply lidocaine 5% ointment.")])

    Silent:
        ClinicalAnswer("?", answer=[claim("Apply lidocaine 5% ointment.", ["1"]), "Seen 3 years ago in a 38-year-old."])
    """
    tables: set[int] = set()  # one finding a table: what is missing is its source
    for words in facts.sentences:
        if words.support or (words.table is not None and id(words.table) in tables):
            continue
        found = first_number(words.text) if _DIGIT.search(words.text) else None
        if found is None:
            continue
        if words.table is not None:
            tables.add(id(words.table))
        message = f"the {found.lastgroup} {found[0]!r} has no citation; cite its source"
        yield Hit(words.place, message, words.where, text=words.text, span=found.span())


# What has lasted so long by now tells the case ("has had fever for 3 days"); pages and guidelines tell their own age.
_TOLD: Final = re.compile(
    r"\b(?:has|have|had)(?: (?!to\b|shown\b|reported\b|recommended\b)\w+){1,4} $|\bread(?:ing)? $"
    r"|\b(?:pages?|articles?|answers?|guidelines?|guidance|evidence|registry|literature|content|recommendations?|search"
    r"|website)\b[^.;]{0,30}\b(?:updated|revised|reviewed|renewed|checked|runs?|ran|covers?|takes?)(?: \w+)? $"
    r"|\b(?:published|searched)\b[^.;]{0,20}$",
    re.IGNORECASE,
)


_FAR: Final = 150


def first_number(text: str) -> re.Match[str] | None:
    """The first dose, percentage, pressure, duration or score in a text."""
    for found in _NUMERIC.finditer(text):
        idiom = _IDIOM.search(text, max(0, found.start() - 4), found.end() + 20)
        told = found.lastgroup == "duration" and _TOLD.search(text, max(0, found.start() - _FAR), found.start())
        if not told and (idiom is None or idiom.end() <= found.start() or idiom.start() >= found.end()):
            return found
    return None


# ---------------------------------------------------------------------------------------------------- doses

# What only a dose is measured in: laboratory results have "U/L" and "1.0 mmol/L" as their standard forms.
_GIVEN: Final = (
    r"(?:mg|mcg|µg|μg|micrograms?|milligrams?|grams?|g|mL|ml|units?|mEq|tablets?|capsules?|puffs?|drops?|tsp|tbsp)"
    r"(?:/(?:kg|h|hr|hour|day|d|min|dose|m²|m2))*(?![\w/%])"
)
_OFTEN: Final = (
    r"(?:(?:once|twice|thrice)\b|(?:three|four|five|six|[1-6]) times (?:a|per|each|daily|every)"
    r"|every (?:\d|day|night|morning|other|six|eight|twelve)|daily\b|nightly\b|at bedtime|per day|a day|per dose"
    r"|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\d|orally\b|by mouth|IV\b|IM\b|PO\b)"
)
_QUALIFIER: Final = r"(?:(?:up to|about|around|approximately|at least|roughly|a maximum of|not more than) )?"
_AMOUNT: Final = r"(?!(?:19|20)\d\d\b(?!,))\d[\d.,]*(?:\s?(?:-|–|‑|to)\s?\d[\d.,]*)?(?<![.,])"
_DOSES: Final = (
    rf"os(?:es?|ages?|ed|ing)(?: (?:of|at|is|was|with|by|to))? {_QUALIFIER}{_AMOUNT}"
    rf"(?=\s{_OFTEN}|[,;.]?$|[,;.)] (?!\d))"
)
_BARE_DOSE: Final = re.compile(f"[Dd]{_DOSES}")
# Doses that are counted, not measured: "after dose 2", "a booster dose at 6".
_COUNTED: Final = re.compile(
    r"(?:radiation|fraction|vaccin\w*|booster|number of|missed|after|between|before|phase|cohort|first|second|third"
    r"|next|last|each|single|loading|over|under|day \d+,?) $",
    re.IGNORECASE,
)
_OFTEN_A_DAY: Final = re.compile(r"(?:once|twice|thrice) (?:a day|daily)\b")
_BARE_AMOUNT: Final = re.compile(rf"([A-Za-z]+) ({_AMOUNT})\s$")
_TAKES_NUMBER: Final = vocabulary(
    "stage type grade class phase group arm step week day month year age aged table figure study trial cohort line",
    "tier level in of factor visit cycle case least only and or were was are is to score part scale chapter section",
    "version patients item category model period since until by from than about approximately between at for over",
    "under above below beyond",
)
_BEFORE: Final = 12
_BEHIND: Final = 40
_RATE: Final = r"(?:/(?:kg|h|hr|hour|day|d|min))*"
# What is looked for, the signs around which it stands, and what to say of it.
_ZERO: Final = (
    re.compile(rf"(?<![\w.,])\d+\.0+\s?{_GIVEN}"),
    (".0 ", ".00 ", ".0m", ".0g", ".0\u00a0", ".0\u202f"),
    "a trailing zero, {0!r}: when the point is missed it reads as ten times the dose; leave the zero out",
)
_NAKED: Final = (
    re.compile(rf"(?<![\w.,/)\]])\.\d+\s?{_GIVEN}"),
    (" .", "(.", "\u00a0.", "≥.", "<.", ">.", "–."),
    "a naked decimal point, {0!r}: when it is missed the number reads as a whole one; write a zero before it",
)
_UNITS: Final = (
    (
        re.compile(rf"(?<![\w.,-])\d[\d,.]*\s?U{_RATE}(?![\w/-]|\.\w)"),
        ("U",),
        "{0!r}: U reads as 0 or 4; write 'units'",
    ),
    (
        re.compile(rf"(?<![\w.,-])\d[\d,.]*\s?IU{_RATE}(?![\w/-])"),
        ("IU",),
        "{0!r}: IU reads as IV or 10; write 'units'",
    ),
    (
        re.compile(rf"(?<![\w.,-])\d[\d,.]*\s?[µμ]g{_RATE}(?![\w/])"),
        ("µg", "μg"),
        "{0!r}: µg reads as mg; write 'mcg' or 'micrograms'",
    ),
)
_DAILY: Final = re.compile(r"(?<=[A-Za-z\d)] )(?:Q\.?O?\.?D\.?|q\.?o?\.?d\.?|q1d)(?![\w-])(?=$|[\s,;.)])")
_DOSED: Final = re.compile(
    rf"\d\s?{_GIVEN}(?:\s(?:PO|IV|IM|SC|orally|by mouth|subcutaneously|tablets?|capsules?))?,?\s$"
)


# One look each at the whole of a document's words, which says whether a sentence can have such a fault.
_ZERO_SIGN: Final = re.compile(rb"\.0+\s?[cdgmptu\x80-\xff]")
_DAILY_SIGN: Final = re.compile(rb"q[.od1]")
_DOSE_SIGN: Final = re.compile(_DOSES, re.MULTILINE)
_AMOUNT_SIGN: Final = re.compile(rb"ce (?:daily|a day)")
_OS: Final = re.compile("os")


@rule("CN02")
def error_prone_dose(facts: Facts) -> Iterator[Hit]:
    """A dose has no unit, or is written in a way that is known to cause medication errors.

    ISMP's List of Error-Prone Abbreviations, Symbols, and Dose Designations (2024), with The Joint Commission's "Do
    not use" list: trailing zeros ("1.0 mg"), naked decimal points (".5 mg"), U, IU, µg, QD and QOD. Laboratory results
    ("30 U/L", "1.0 mmol/L") keep their standard forms, and words in quotation are not ours to change. Knows English
    only.

    Fires:
        ClinicalAnswer("?", answer=[claim("Give 1.0 mg lorazepam.", ["1"])])

    Silent:
        ClinicalAnswer("?", answer=[claim("Lorazepam 1 mg; potassium 4.0 mmol/L; version 1.0.", ["1"])])
    """
    signs, data = facts.signs, facts.data
    zero = ".0" in signs and _ZERO_SIGN.search(data)
    naked = facts.stray or "(." in signs or "\u00a0" in signs or "≥" in signs
    units = "U" in signs or "µ" in signs or "μ" in signs
    often = "Q" in signs or _DAILY_SIGN.search(data)
    doses = _DOSE_SIGN.search(facts.text)
    amounts = _AMOUNT_SIGN.search(data)
    if not (zero or naked or units or often or doses or amounts):
        return
    for words in facts.sentences:
        text = words.text
        if zero and ".0" in text:
            yield from _written(words, _ZERO)
        if naked and "." in text:
            yield from _written(words, _NAKED)
        if units and ("U" in text or "µ" in text or "μ" in text):
            for unit in _UNITS:
                yield from _written(words, unit)
        if often and (found := _abbreviated(text)):
            meant = "every other day" if "o" in found[0].lower() else "daily"
            yield _dose(words, f"{found[0]!r} is misread (as QID, or each as the other); write {meant!r}", found.span())
        span = (_bare_dose(text) if doses else None) or (_bare_amount(text) if amounts else None)
        if span is not None:
            yield _dose(words, f"the dose {text[slice(*span)]!r} has no unit", span)


def _written(words: Words, notation: tuple[re.Pattern[str], tuple[str, ...], str]) -> Iterator[Hit]:
    pattern, signs, message = notation
    for sign in signs:
        if sign in words.text and (found := _around(pattern, words.text, sign)):
            yield _dose(words, message.format(found[0].strip()), found.span())
            return


def _around(pattern: re.Pattern[str], text: str, sign: str) -> re.Match[str] | None:
    """The first match near a sign that it cannot do without: to search the whole text takes ten times as long."""
    at = text.find(sign)
    while at >= 0:
        found = pattern.search(text, max(0, at - _BEFORE), at + _BEHIND)
        if found is not None:
            return found
        at = text.find(sign, at + 1)
    return None


def _dose(words: Words, message: str, span: tuple[int, int]) -> Hit:
    return Hit(words.place, message, words.where, text=words.text, span=span)


def _bare_dose(text: str) -> tuple[int, int] | None:
    """Where a text speaks of a dose of so many, and does not say of what."""
    for sign in _OS.finditer(text, 1):
        start = sign.start() - 1
        found = _BARE_DOSE.match(text, start)
        if found is not None and not text[start - 1 : start].isalnum() and not _COUNTED.search(text, 0, start):
            return found.span()
    return None


def _bare_amount(text: str) -> tuple[int, int] | None:
    """Where a text gives so many once or twice a day, and does not say of what."""
    for often in _OFTEN_A_DAY.finditer(text):
        amount = _BARE_AMOUNT.search(text, max(0, often.start() - 40), often.start())
        if amount is not None and amount[1].lower() not in _TAKES_NUMBER:
            return amount.start(2), often.end()
    return None


def _abbreviated(text: str) -> re.Match[str] | None:
    """The first QD or QOD behind a dose."""
    if " q" not in text and "Q" not in text:
        return None
    return next((found for found in _DAILY.finditer(text) if _DOSED.search(text, 0, found.start())), None)


# --------------------------------------------------------------------------------------------------- privacy


@rule("CN03")
def patient_identified(facts: Facts) -> Iterator[Hit]:
    """A detail identifies a patient: a record number, an exact date of birth, a name or telephone number of a patient.

    These are direct identifiers under the HIPAA Privacy Rule (45 CFR 164.514(b)(2)) and must not be published without
    consent (ICMJE Recommendations, section II.E.1). Years of birth, helplines and the birthdays of cohorts ("infants
    born after 1 January 2015") identify nobody. Knows English only.

    Fires:
        ClinicalAnswer("What helps Mr. Alder (DOB 3 March 1961)?")

    Silent:
        ClinicalAnswer("What helps a 38-year-old man, born in 1961? Call 988 in a crisis.")
    """
    if may_identify(facts.text, facts.data, facts.signs):
        for words in facts.body:
            if words.field != "attribution":  # which names an author
                yield from _identified(words.place, words.text, words.where)
    asked = [facts.doc.question.text, *[question.text for question in facts.doc.related_questions]]
    together = " ".join(asked)
    if may_identify(together, together.encode(), together.replace(" ", "")):
        for number, text in enumerate(asked):
            place = f"$.related_questions[{number - 1}].text" if number else "$.question.text"
            yield from _identified(place, text, None)


def _identified(place: Place | str, text: str, where: str | None) -> Iterator[Hit]:
    found = identifying_detail(text)
    if found is not None:
        kind, span = found
        yield Hit(place, f"{kind} identifies a patient; take it out", where, text=text, span=span)
