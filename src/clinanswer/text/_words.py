"""The words of English that tell a citation number from a number that belongs to the sentence, in lower case."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ABBREVIATIONS",
    "ARTICLES",
    "BEFORE_NUMBERS",
    "COUNTED_AGE",
    "NUMBERED",
    "NUMBER_ABBREVIATIONS",
    "QUANTIFIERS",
    "UNITS",
    "UNITS_SQUARED",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NUMBERED: Final = _words(
    """stage type grade class phase week day month year hour minute age score step category tier visit figure fig table
    chapter appendix number no chromosome trisomy quartile tertile quintile trimester gleason asa nyha ecog ccs kdigo
    bi-rads pi-rads child-pugh curb-65 il interleukin cox fev hsv hhv sars-cov brca glp sglt pcsk cyp pd-l dpp pde
    stages types grades classes phases weeks days months years hours minutes steps visits figures tables chapters"""
)
"""Nouns after which a number belongs to the sentence ("CKD stage 3"), unless another number follows it.

Others take numbers too ("factor 8", "level 1") but end sentences more often ("a risk factor 8"): they are not here.
"""

UNITS: Final = _words("week weeks day days month months year years hour hours minute minutes visit visits step steps")
"""Those among these nouns that also count ("for several weeks 2"): a single number after their plural is a citation."""

QUANTIFIERS: Final = _words(
    """one two three four five six seven eight nine ten eleven twelve several few many some most these those both other
    each every per half next last first second third another all same previous following"""
)
"""Words before such a noun that use it as a unit ("three times per week 2"): a number after it is a citation."""

COUNTED_AGE: Final = _words("with of and or gestational maternal advanced older younger")
"""Words before "age" that let it end a sentence ("under 5 years of age 2")."""

ARTICLES: Final = _words("a an any this")
"""As `QUANTIFIERS`, but before a unit only: "once a week 2", and "a grade 2"."""

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
