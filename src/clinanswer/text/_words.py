"""The words of English that tell a citation number from a number that belongs to the sentence, in lower case."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ABBREVIATIONS",
    "BEFORE_NUMBERS",
    "NUMBERED",
    "NUMBER_ABBREVIATIONS",
    "PLURAL_UNITS",
    "QUANTIFIERS",
    "UNITS_SQUARED",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NUMBERED: Final = _words(
    """stage type grade class phase week day month year age score level step group category cycle visit figure fig
    table chapter section part version factor vitamin number no question item tier zone degree dose trial
    study chromosome trisomy criterion arm cohort lead line point rule model appendix supplement vol volume
    page room quartile tertile quintile trimester generation gleason asa nyha ecog apgar gcs meld bmi inr ph
    omega t1 kdigo bi-rads pi-rads child-pugh ccs timi curb-65 cha2ds2-vasc has-bled nihss mrs phq-9 gad-7 il
    cox fev hpv hsv hhv hiv cov brca glp sglt pcsk cyp her pd-l covid sars-cov dpp pde gold wells stages types
    grades classes phases weeks days months years steps groups visits figures tables chapters sections factors
    levels tiers cycles questions criteria arms lines quartiles generations minute minutes hour hours"""
)
"""Nouns after which a number belongs to the sentence ("CKD stage 3"), unless another number follows it."""

PLURAL_UNITS: Final = _words("weeks days months years minutes hours steps visits cycles levels")
"""Nouns whose plural counts ("for several weeks 2"): a single number after them is a citation."""

QUANTIFIERS: Final = _words(
    """one two three four five six seven eight nine ten eleven twelve several few many some most these those both
    other a an each every per any this half next last first second third another all same previous following"""
)
"""Words before such a noun that use it as a unit ("three times per week 2"): a number after it is a citation."""

BEFORE_NUMBERS: Final = _words(
    """of to than least most about approximately approx. around roughly nearly almost over under above below by from
    with without and or nor is was are were be been at in on between for plus minus exceeds exceed equals equal only
    up until till through versus vs vs. × x a an the every aged ages scored scores totaling totalling exactly
    within after before per reached reaches reach averaging ≥ ≤ > < = ~ ± no. nos. fig. figs. ca. ca c. e.g. i.e."""
)
"""Words that a citation cannot follow, because they lead up to what the number counts."""

UNITS_SQUARED: Final = _words("m cm mm km dm ft in s sec min h kg um µm μm nm yd i r t l x n p chi χ η ω")
"""What ² and ³ raise to a power rather than cite: units of length and time, and the names of statistics."""

ABBREVIATIONS: Final = _words(
    "dr mr mrs ms prof vs e.g i.e eg ie cf st sr jr al approx resp incl mt capt gen viz ed eds dept univ hon rev"
)
"""What ends in a full stop without ending a sentence."""

NUMBER_ABBREVIATIONS: Final = _words(
    "no nos fig figs ref refs vol pp p ch sec ca c min max art eq tab approx vs v para est n"
)
"""What ends in a full stop and leads up to a number ("No. 5")."""
