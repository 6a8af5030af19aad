"""What English words say: to whom a text speaks, what it claims about its review, what stands in quotation marks."""

from __future__ import annotations

import re
from typing import Final

from clinanswer.checks._vocabulary import holds_any

__all__ = ["addresses_professionals", "claims_review", "outside_quotation", "patient_address", "sentence_around"]

_PROFESSIONALS: Final = (
    r"(?:(?:licensed|qualified|practi[cs]ing|trained|registered|use by|use|medical|and|or|other|the|all|by) )*"
    r"(?:(?:health[- ]?care|health|medical|clinical|hospital) (?:professional|provider|practitioner|worker|staff)s?"
    r"|clinicians|physicians|doctors|prescribers|pharmacists|nurses)\b"
)
# Both are looked for in small letters, the first behind one of these words.
_MEANT: Final = ("intended", "meant", "designed", "written", "provided", "prepared", "reserved", "aimed")
_MEANT_FOR: Final = re.compile(
    r"(?: (?:only|solely|exclusively|primarily))*"
    r" (?:for|at|as [^.;]{0,60}? for|as [^.;]{0,60}? to|to (?:be used|support|assist|inform|help|aid)(?: by)?)"
    r" (?:the )?(?:(?:use|education|reference|attention) (?:of|by) )?" + _PROFESSIONALS
)
_ONLY_FOR: Final = re.compile(rf"for {_PROFESSIONALS} (?:use )?only\b")
_NOT: Final = re.compile(r"(?:\bnot|n['’]t|\bnever|\bnor)(?: (?:be|been|being|only|solely))? $")

_FAR: Final = 1000
"""How far around a place is read, so that the cost stays linear however long a text is."""

# "You" speaks to a patient when what is yours is a body, an illness or a clinician of your own, and when you have what
# patients have. Clinicians have diagnoses, doses, pharmacists and heart teams of their own, and feel resistance.
_CARE: Final = (
    "doctor|physician|surgeon|gp|psychiatrist|cardiologist|oncologist|dentist|midwife|health[- ]?care (?:provider|team)"
    "|primary care provider|prescriber|(?<!palliative )(?<!critical )(?<!intensive )(?<!primary )care team"
)
_BODY: Final = (
    "symptoms?|pain|body(?! of)|surgery|operation|recovery|illness|disease|condition|medications?|medicines?|pills?"
    "|tablets?"
    "|prescription|diet|skin|blood pressure|blood sugar|heart|kidneys?|liver|lungs?|stomach|bowels?|bladder|urine"
    "|muscles?|joints?|knees?|eyes?|feet|wound|stitches|scar|incision|sedation|sphincter|continence|fistula"
    "|sensations?|anxiety|depression|catastrophizing|sleep|weight|pregnancy|baby|cancer|tumou?r|infection|allerg(?:y"
    "|ies)|asthma|diabetes|seizures?|migraines?|headaches?|rash|fever|cough|periods|blood thinner|insulin"
    "|inhaler|immune system|health|life|mood|thyroid|bones?|diazepam"
)
_OFFICE: Final = (
    "team|clinic|unit|service|cent(?:re|er)|system|authority|board|department|nurse|specialist|program(?:me)?|protocol"
    "|pathway|plan|policy|chart|scale|score|register|questionnaire|assessment|threshold|pump|colleague|infusion"
)
_COMPLAINT: Final = (
    "rash|fever|pain|bleeding|blood|swelling|dizziness|nausea|vomiting|breath\\w*|headaches?|weakness|numbness|cough"
    "|palpitations|itching|hives|symptoms|side effects?|bruis\\w*|jaundice|diarrh?o?ea|lump|discharge|redness|tingling"
    "|cramps|changes? in"
)
_YOU: Final = re.compile(r"[Yy]ou")
_PATIENT: Final = re.compile(
    rf"your (?:own )?(?:(?!patient|client|practice|hospital|clinic|institution|local|unit|team|ward|resident)"
    rf"[\w\u2011-]+[ ]){{0,4}}?(?:{_CARE}|{_BODY})\b(?!['’]s (?:patient|chart)|[ -](?:{_OFFICE})\b)"
    r"|you(?:['’]re| are)(?: currently)? (?:experiencing|feeling|taking(?! over| care| part)|suffering|recovering"
    r"|pregnant|breast-?feeding|allergic)\b"
    r"|you become pregnant\b|you can (?:shower|bathe|eat|drink|drive|walk)\b(?! the)"
    r"|you feel (?:very |more |any |less )?(?:dizzy|faint|unwell|sick|ill|better|worse|weak|tired|short of breath|pain"
    r"|breathless|anxious|depressed|hopeless|suicidal|nauseous|numb|light-?headed|feverish)\b"
    rf"|you (?:may |might |could |can |will )?(?:develop|experience|notice) (?:[\w-]+ ){{0,3}}?(?:{_COMPLAINT})\b"
    r"|you take (?:your|it with|(?:this|the|a|any|these|other) (?:medicine|medication|tablet|pill|capsule|drug|blood)"
    r"|(?:insulin|aspirin|warfarin|ibuprofen|paracetamol|metformin|statins?|antidepressants?)\b)",
    re.IGNORECASE,
)
# A sentence that speaks of patients, or of what clinicians do with them, does not speak to one.
_OF_PATIENTS: Final = re.compile(
    r"\bpatients\b|\b(?:the|a|this|each|every|any|your) patient\b|\b(?:the|this) case\b|\breferral\b|\bdifferential\b"
    r"|\byou (?:prescribe|intubate|examine|operate|titrate|admit)\b",
    re.IGNORECASE,
)
_NOT_PATIENT: Final = re.compile(r"your (?:[\w-]+ ){0,3}?(?:patients?|clients?|residents?)\b", re.IGNORECASE)
# "Ask your pharmacist": clinicians have pharmacists too, so only when "you" shall turn to them.
_TURN_TO: Final = re.compile(r"\b(?:call|ask|tell|see|consult|contact|talk to|speak (?:to|with)) $", re.IGNORECASE)
_TURNED_TO: Final = re.compile(
    r"your (?:(?!local|hospital|unit|ward|on-call|clinical|antimicrobial)[\w-]+ )?"
    rf"(?:pharmacist|nurse|therapist|specialist|health visitor|dietitian)\b(?![ -](?:{_OFFICE})\b)",
    re.IGNORECASE,
)
# What a text that quotes or names a patient's words, or tells a clinician what to say, looks like before the match.
_SPOKEN: Final = re.compile(
    r"(?:\b(?:ask|asking|say|saying|says|said|question|item|advise|advice|tell|told|counsel|script|statement|prompt)"
    r"[^.]{0,40}[:“\"‘'«]|[“\"«][^”\"»]{0,200})$",
    re.IGNORECASE,
)
_QUOTES: Final = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“]*“|(?<!\w)‘[^’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)")


def addresses_professionals(text: str) -> bool:
    """Whether a disclaimer says that what it stands under is meant for health professionals."""
    text = text.lower()
    for meant in _MEANT:
        at = text.find(meant)
        while at >= 0:
            if _MEANT_FOR.match(text, at + len(meant)) and not _NOT.search(text, 0, at):
                return True
            at = text.find(meant, at + 1)
    return _ONLY_FOR.search(text) is not None


def patient_address(text: str) -> tuple[int, int] | None:
    """Where a text first speaks to a patient, outside quotation marks."""
    if "you" not in text and "You" not in text:
        return None
    for you in _YOU.finditer(text):
        start = you.start()
        if text[start - 1 : start].isalnum() or _NOT_PATIENT.match(text, start):
            continue
        found = _PATIENT.match(text, start)
        if found is None and _TURN_TO.search(text, max(0, start - 12), start):
            found = _TURNED_TO.match(text, start)
        if found is not None:
            nearby, here = _around(text, start)
            if _own_voice(nearby, here) and not _OF_PATIENTS.search(nearby, *sentence_around(nearby, here)):
                return found.span()
    return None


def _around(text: str, position: int) -> tuple[str, int]:
    """What stands around a position, and the position in it: all of a text of usual length."""
    start = max(0, position - _FAR)
    return text[start : position + _FAR], position - start


def _own_voice(text: str, position: int) -> bool:
    """Whether the text says in its own voice what stands at a position."""
    if not holds_any(text, "“\"‘'«„:"):  # as most texts, in which nobody else can be speaking
        return True
    return outside_quotation(text, position) and not _SPOKEN.search(text, 0, position)


def outside_quotation(text: str, position: int) -> bool:
    """Whether a position in a text is outside every pair of quotation marks."""
    return not any(pair.start() < position < pair.end() for pair in _QUOTES.finditer(text))


_REVIEW: Final = re.compile(
    r"\b(?:(?P<by>(?:peer|clinically|medically|expert|editorially|independently|human|physician|clinician|doctor|board)"
    r"[- ]reviewed|medically (?:verified|checked|approved)|fact[- ]checked)"
    r"|(?:our|the) (?:[\w-]+ ){0,2}?(?:board|physicians?|doctors?|clinicians?|pharmacists?|experts?|editors?)"
    r"(?: has| have)?(?: all)? (?:reviewed|verified|approved|checked|vetted|validated)"
    r" (?:this|the|all|every|each|our)\b"
    r"|(?:reviewed|verified|approved|checked|vetted|validated|edited)(?: \w+){0,4}? by (?:(?:dr|prof)\b"
    r"|(?:(?:our|the|a|an|its|independent|qualified|board[- ]certified|practi[cs]ing|licensed"
    r"|expert|senior|human|medical|clinical|editorial|advisory|two|three|specialist|team of|panel of"
    r"|consultant|\w+ologist) )*"
    r"(?:\w+ologists?|board|physicians?|doctors?|clinicians?|pharmacists?|experts?|editors?"
    r"|reviewers?|humans?|specialists?|professionals?|panel|team|committee|nurses?|md)\b))",
    re.IGNORECASE,
)
_REVIEW_SIGNS: Final = ("reviewed", "verified", "approved", "checked", "vetted", "validated", "edited")
_DENIED: Final = re.compile(
    r"\b(?:not|never|un|without|none|neither|nor|only|marked|ask for|version"
    r"|no (?:part|answer|content|article|page|text)|pending|await\w*|before|until|unless|yet to be"
    r"|to be|will be|being|may be|might be|can be|should be"
    r"|must be|needs?|if|whether|require\w*|once|requests?|request\w* that|undergoing|in the process of)\b"
    r"[^.;]{0,50}$|n['’]t(?: \w+){0,4} $",
    re.IGNORECASE,
)
_OF_SOURCES: Final = re.compile(
    r"[^.;]{0,50}\b(?:journals?|literature|articles? from|studies|trials|sources|publications|evidence(?!-)|papers?"
    r"|references)\b",
    re.IGNORECASE,
)
_ABOUT_SOURCES: Final = re.compile(
    r"\b(?:based on|drawn from|cites?|citing|uses?|summari[sz]es|sources?|from|evidence in"
    r"|literature(?: that)?)[^.;]{0,40}$",
    re.IGNORECASE,
)


# "Medicines that were approved by experts", "a medically reviewed version will follow": not this page.
_OF_OTHERS: Final = re.compile(
    r"\b(?:guidelines?|recommendations?|studies|trials?|papers?|reviews?|medicines?|drugs?|devices?|tests?|vaccines?)\b"
    r"[^.;,]{0,30}$",
    re.IGNORECASE,
)
_SOME: Final = re.compile(
    r" (?:version|edition)\b"
    r"| (?:articles?|answers?|pages?|content) (?:will|(?:is|are) marked|carr(?:y|ies)|ha(?:s|ve))\b",
    re.IGNORECASE,
)


def claims_review(text: str) -> re.Match[str] | None:
    """Where a notice claims that the article has been reviewed; not where it says that it will be, or was not."""
    lower = text.lower()
    if not holds_any(lower, _REVIEW_SIGNS):
        return None
    for found in _REVIEW.finditer(text):
        nearby, here = _around(text, found.start())
        start, end = sentence_around(nearby, here)
        before = nearby[start:here]
        about_sources = found["by"] and (_OF_SOURCES.match(text, found.end()) or _ABOUT_SOURCES.search(before))
        others = about_sources or _OF_OTHERS.search(before) or _SOME.match(text, found.end())
        asked = nearby[start:end].rstrip().endswith("?")
        if not (_DENIED.search(before) or others or asked) and outside_quotation(nearby, here):
            return found
    return None


_END: Final = re.compile(r"[.!?•\n](?:\s|$)|\n|•")


def sentence_around(text: str, position: int) -> tuple[int, int]:
    """The start and end of the sentence (or the piece between bullets) in which a position stands."""
    start = 0
    for end in _END.finditer(text):
        if end.start() >= position:
            return start, end.start() + 1
        start = end.end()
    return start, len(text)
