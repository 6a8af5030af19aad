"""The form of codes in the terminologies of medicine, and the check digits that no library of ours computes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from clinanswer.model import Code

__all__ = ["code_problem", "loinc_check_digit", "system_name", "verhoeff_ok"]

_SYSTEMS: Final = {  # by URI (HL7 FHIR's), by OID and by name, all in lower case with only letters and digits
    "SNOMED CT": ("httpsnomedinfosct", "snomedct", "snomed", "sct", "sctid", "urnoid2168401113883696", "snomedctus"),
    "MeSH": ("httpidnlmnihgovmesh", "httpsmeshbnlmnihgov", "httpswwwnlmnihgovmesh", "httpwwwnlmnihgovmesh", "mesh",
             "msh", "urnoid21684011138836177"),
    "RxNorm": ("httpwwwnlmnihgovresearchumlsrxnorm", "rxnorm", "rxcui", "urnoid2168401113883688"),
    "LOINC": ("httploincorg", "httpsloincorg", "loinc", "urnoid216840111388361"),
    "ICD-10": ("httphl7orgfhirsidicd10", "httphl7orgfhirsidicd10cm", "httphl7orgfhirsidicd10gm",
               "httphl7orgfhirsidicd10us", "httphl7orgfhirsidicd10uk", "icd10", "icd10cm", "icd10gm", "icd10am",
               "httpsicdwhointbrowse10", "urnoid216840111388363", "urnoid2168401113883690"),
}  # fmt: skip
_NAMES: Final = {key: name for name, keys in _SYSTEMS.items() for key in keys}

_MESH: Final = re.compile(r"[CDQMT]\d{6}(?:\d{3})?|[A-NVZ]\d{2}(?:\.\d{3})*", re.ASCII)
_RXNORM: Final = re.compile(r"[1-9]\d{0,7}", re.ASCII)
_SNOMED: Final = re.compile(r"[1-9]\d{5,17}", re.ASCII)
_LOINC: Final = re.compile(r"(?:L[APG])?(\d{1,7})-(\d)", re.ASCII)
_ICD10: Final = re.compile(
    r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?[*+†]?|[A-Z]\d\d-[A-Z]\d\d", re.ASCII
)  # a category, a code with or without its dot (billing leaves it out), dagger and asterisk, a block

# Verhoeff's scheme: multiplication in the dihedral group of order ten, and a permutation by position.
_TIMES: Final = tuple(
    tuple((a + b) % 5 + 5 * (b > 4) if a < 5 else (a - b) % 5 + 5 * (b < 5) for b in range(10)) for a in range(10)
)
_ONCE: Final = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_PERMUTED: list[tuple[int, ...]] = [tuple(range(10))]
for _ in range(7):
    _PERMUTED.append(tuple(_PERMUTED[-1][_ONCE[digit]] for digit in range(10)))


def system_name(system: str) -> str | None:
    """The terminology that a system's URI, OID or name stands for, if it is one whose codes are checked here."""
    return _NAMES.get("".join(filter(str.isalnum, system.lower())))


def verhoeff_ok(digits: str) -> bool:
    """Whether the last of the digits is Verhoeff's check digit, as in SNOMED CT identifiers."""
    check = 0
    for position, digit in enumerate(reversed(digits)):
        check = _TIMES[check][_PERMUTED[position % 8][int(digit)]]
    return check == 0


def loinc_check_digit(digits: str) -> int:
    """The modulus-10 check digit of a LOINC number (LOINC Users' Guide, appendix)."""
    doubled = (int(digit) * (1 if position % 2 else 2) for position, digit in enumerate(reversed(digits)))
    return -sum(value // 10 + value % 10 for value in doubled) % 10


def code_problem(code: Code) -> str | None:
    """What is wrong with a code and its system, or None."""
    value = code.code.strip()
    if not value:
        return "the code is blank"
    if not (code.system or "").strip():
        return f"the code {value!r} has no system; say which terminology it belongs to"
    name = system_name(code.system or "")
    if name is None or (reason := _malformed(name, value)) is None:
        return None
    return f"{value!r} is no {name} code: {reason}"


def _malformed(name: str, value: str) -> str | None:
    if name == "SNOMED CT":
        if not _SNOMED.fullmatch(value):
            return "expected 6 to 18 digits, the first not 0"
        if not verhoeff_ok(value):
            return "its check digit does not fit"
        return None if value[-3:-1] in {"00", "10"} else "it identifies a description or a relationship, no concept"
    if name == "LOINC":
        found = _LOINC.fullmatch(value)
        if found is None:
            return "expected digits, a hyphen and a check digit, as in 718-7"
        wanted = loinc_check_digit(found[1])
        return (
            None if value[0] == "L" or int(found[2]) == wanted else f"its check digit does not fit (expected {wanted})"
        )
    form, wanted_form = {
        "MeSH": (_MESH, "expected a unique identifier, as in D005401, or a tree number"),
        "RxNorm": (_RXNORM, "expected an RXCUI of up to 8 digits, as in 3322"),
        "ICD-10": (_ICD10, "expected a letter and two or more characters, as in K60.2"),
    }[name]
    return None if form.fullmatch(value.upper() if name == "ICD-10" else value) else wanted_form
