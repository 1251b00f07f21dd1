"""Reads a route of administration at a token: words, abbreviations, and words that are a route only before a drug."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.tag.amounts import HYPHENS

# Full name of each route and the words for it; abbreviations of two letters count as they are written here.
ROUTES = {
    "intravenous": ("intravenous", "intravenously", "IV", "iv", "i.v.", "i.v"),
    "oral": ("oral", "orally", "PO", "po", "peroral", "perorally", "p.o.", "by mouth", "per os"),
    "subcutaneous": ("subcutaneous", "subcutaneously", "SC", "SQ", "subcut", "sc", "s.c."),
    "intramuscular": ("intramuscular", "intramuscularly", "IM", "i.m."),
    "intrathecal": ("intrathecal", "intrathecally", "i.t."),
    "intraventricular": ("intraventricular", "intraventricularly", "intracerebroventricular"),
    "intraperitoneal": ("intraperitoneal", "intraperitoneally", "i.p."),
    "intraarticular": ("intraarticular", "intraarticularly"),
    "intralesional": ("intralesional", "intralesionally"),
    "intradermal": ("intradermal", "intradermally"),
    "intravitreal": ("intravitreal", "intravitreally"),
    "intracameral": ("intracameral", "intracamerally"),
    "subconjunctival": ("subconjunctival", "subconjunctivally"),
    "intranasal": ("intranasal", "intranasally", "nasal spray", "nasal sprays"),
    "intraarterial": ("intraarterial", "intraarterially"),
    "intravesical": ("intravesical", "intravesically"),
    "intrapleural": ("intrapleural", "intrapleurally"),
    "intratympanic": ("intratympanic", "intratympanically"),
    "intraosseous": ("intraosseous", "intraosseously"),
    "intracavernosal": ("intracavernosal", "intracavernous"),
    "intrauterine": ("intrauterine",),
    "epidural": ("epidural", "epidurally"),
    "peritonsillar": ("peritonsillar",),
    "perineural": ("perineural", "perineurally"),
    "submucosal": ("submucosal", "submucosally"),
    "parenteral": ("parenteral", "parenterally"),
    "enteral": ("enteral", "enterally"),
    "inhaled": (
        "inhaled", "inhalation", "inhalations", "inhaler", "inhalers", "nebulized", "nebulised", "aerosolized",
        "aerosolised",
    ),
    "topical": ("topical", "topically"),
    "ocular": ("eye drops", "eye drop", "eyedrops", "ophthalmic", "ocular"),
    "transdermal": ("transdermal", "transdermally"),
    "sublingual": ("sublingual", "sublingually"),
    "buccal": ("buccal", "buccally"),
    "rectal": ("rectal", "rectally"),
    "vaginal": ("vaginal", "vaginally", "intravaginal", "intravaginally"),
}  # fmt: skip
_ROUTE_OF = {word: route for route, words in ROUTES.items() for word in words if word.isalpha()}
_DOTTED = {word: route for route, words in ROUTES.items() for word in words if "." in word}
_PHRASES = {tuple(word.split()): route for route, words in ROUTES.items() for word in words if " " in word}
# "intra-articular", "sub-cutaneously"
_PREFIXES = frozenset({"intra", "sub", "trans", "epi", "per"})
# Words of anatomy rather than of a route, unless a drug, a dose or one of `_FORMS` stands behind them.
_ANATOMIC = frozenset({"ocular", "ophthalmic", "parenteral", "enteral", "intrauterine", "vaginal", "rectal", "buccal"})
_FORMS = frozenset(
    "administration application bolus cream dose doses drops emulsion enema foam gel infiltration infusion infusions "
    "injection injections instillation insulin ointment preparation preparations solution spray suppositories "
    "suppository suspension tablet tablets use".split()
)
# A route word before one of these is part of the body, of a disease, of a procedure or of a test. No drug follows.
_NOT_GIVEN = frozenset(
    "abuse abuser abusers abscess access anatomy antidiabetic areas area bleeding biopsy cancer cancers candidiasis "
    "candidosis carcinoma carcinomas catheter catheters cavity changes contraceptive contraceptives contraception "
    "cyst delivery disease disorders edema oedema emphysema examination fat fistula glucose health hematoma "
    "haematoma hemorrhage hygiene hypertension infection fed feeding lesion lesions leukoplakia lichen line lines mass "
    "metastases metastasis mucosa mucositis mucous nodule nodules pain pathology pigmentation polyps pressure "
    "prolapse space surgery surgeon swelling symptoms temperature thrombosis thrush tissue tissues tolerance toxicity "
    "tumor tumors tumour tumours ulcer ulceration ulcerations ulcers user users veins".split()
)
# "IV" behind one of these is a four: "stage IV", "type IV collagen", "I, II, III or IV".
_NUMBERED = frozenset(
    "category class collagen dsm factor grade group level nerve nerves part phase stage stages trial type types "
    "i ii iii v".split()
)
_BETWEEN_NUMERALS = frozenset({*HYPHENS, "/", "or", "and", "to", "through", ","})
# Every route begins with one of these.
FIRST_WORDS = frozenset(
    {word.lower() for word in _ROUTE_OF} | {word[0] for word in _DOTTED} | {words[0] for words in _PHRASES} | _PREFIXES
)


class Route(NamedTuple):
    """A route over the tokens up to `end`."""

    end: int
    name: str
    rule: str


def route_at(doc: Doc, i: int, diseases: frozenset[int], dosed: frozenset[int]) -> Route | None:
    """Read the route that begins at token `i`.

    `diseases` are the tokens of diseases, `dosed` those of drugs and doses. A word inside the name of a disease
    ("rectal cancer") is no route, nor is one before a part of the body ("oral mucosa").
    """
    found = _read(doc, i)
    if found is None or i in diseases:
        return None
    behind = doc[found.end].lower_ if found.end < len(doc) else ""
    if (found.end not in dosed and (behind in _NOT_GIVEN or _is_four(doc, i))) or _is_code(doc, i, found.end):
        return None
    anatomic = doc[i].lower_ in _ANATOMIC and found.end == i + 1
    return found if not anatomic or found.end in dosed or behind in _FORMS else None


def _is_code(doc: Doc, i: int, end: int) -> bool:
    """ "SQ 14225", "SC-236": a short form in front of a long number is the code of a substance."""
    if not (doc[i].is_upper and len(doc[i]) == 2 and end < len(doc)):
        return False
    number = doc[end + (doc[end].text in HYPHENS and end + 1 < len(doc))].text
    return number.isdigit() and len(number) > 2 and (i == 0 or not doc[i - 1].is_lower)


def _is_four(doc: Doc, i: int) -> bool:
    """ "DSM-IV", "stages III and IV": a roman numeral behind what is numbered or behind capitals and a hyphen."""
    if doc[i].text != "IV" or i == 0:
        return False
    k = i - 1
    hyphened = doc[k].text in HYPHENS and k > 0
    while k > 0 and doc[k].text in _BETWEEN_NUMERALS:
        k -= 1
    return doc[k].lower_ in _NUMBERED if not hyphened else doc[k].is_upper or doc[k].lower_ in _NUMBERED


def _read(doc: Doc, i: int) -> Route | None:
    token = doc[i]
    phrase = _PHRASES.get((token.lower_, doc[i + 1].lower_)) if i + 1 < len(doc) else None
    if phrase:
        return Route(i + 2, phrase, "route-word")
    if token.lower_ in _PREFIXES and i + 2 < len(doc) and doc[i + 1].text in HYPHENS:
        joined = _ROUTE_OF.get(token.lower_ + doc[i + 2].lower_)
        return Route(i + 3, joined, "route-word") if joined else None
    name = _ROUTE_OF.get(token.text) or (_ROUTE_OF.get(token.lower_) if len(token) > 2 else None)
    if name:
        return Route(i + 1, name, "route-word")
    for length in (4, 3) if len(token) == 1 else ():
        dotted = _DOTTED.get(doc[i : i + length].text.lower())
        if dotted:
            return Route(i + length, dotted, "route-abbreviation")
    return None
