"""Spellings of names: case, accents, British and American forms, plurals, possessives, salts.

`word_key` makes two spellings of one word equal and is for comparing only; `singular` and `plain_name` make text for
people to read.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that decompose to nothing useful; a ligature of the British spelling goes to its American letter.
_LETTERS = str.maketrans(
    {
        "æ": "e", "œ": "e", "ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ı": "i",
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "λ": "lambda",
        "ω": "omega", "µ": "mu", "μ": "mu",
        "\u2010": "-", "\u2011": "-", "\u2012": "-",  # hyphens that are not the keyboard's
    }
)  # fmt: skip
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\ufeff")

# British -> American, applied anywhere in a word, in this order. Only for keys: "aerobic" may become "erobic".
_AMERICAN = (
    ("ae", "e"),
    ("ooe", "oe"),  # "gastro-oesophageal", joined
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("oestr", "estr"),
    ("rhoe", "rhe"),
    ("pnoe", "pne"),
    ("coeli", "celi"),
    ("foet", "fet"),
    ("homoeo", "homeo"),
    ("amoeb", "ameb"),
    ("goitre", "goiter"),
    ("sulph", "sulf"),
    ("leuc", "leuk"),
    ("tumour", "tumor"),
    ("behaviour", "behavior"),
    ("labour", "labor"),
    ("colour", "color"),
    ("odour", "odor"),
    ("isation", "ization"),
    ("ciclospor", "cyclospor"),
    ("aluminium", "aluminum"),
    ("fibre", "fiber"),
    ("metre", "meter"),
)
_SPELLINGS = {"alfa": "alpha"}  # the WHO's spelling in names of proteins
_AMERICAN_ENDINGS = (("ised", "ized"), ("ising", "izing"), ("yse", "yze"), ("ysed", "yzed"))

# Words that end like a plural and are none.
_NO_PLURAL = frozenset(
    """
    diabetes herpes rabies scabies measles mumps rickets caries series species ascites tabes feces faeces lens biceps
    triceps forceps gas pancreas bias atlas texas alias christmas canvas asbestos chaos kudos pathos ethos cosmos
    thermos tetanus always perhaps yes this thus his hers its as is was has plus minus versus us mass loss less
    williams reyes graves addisons menieres hives shingles sometimes besides species rhinoceros molluscs
    """.split()
)
# "-oses", "-ases" and like plurals of "-osis", "-asis" are told from "dose", "disease", "base" by these endings.
_E_BEFORE_S = frozenset("nose hose rose lose glucose lactose fructose sucrose cellulose dextrose".split())
_IS_PLURALS = tuple("oses eses yses metastases stases crises phylaxes apses epses opses psoriases iases".split())
_I_PLURALS = {
    "emboli": "embolus", "thrombi": "thrombus", "calculi": "calculus", "naevi": "naevus", "nevi": "nevus",
    "bacilli": "bacillus", "cocci": "coccus", "fungi": "fungus", "villi": "villus", "bronchi": "bronchus",
    "tophi": "tophus", "foci": "focus", "nuclei": "nucleus", "stimuli": "stimulus",
}  # fmt: skip
_OTHER_PLURALS = {
    "bacteria": "bacterium", "criteria": "criterion", "phenomena": "phenomenon", "children": "child",
    "vertebrae": "vertebra", "petechiae": "petechia", "bullae": "bulla", "papillae": "papilla", "fistulae": "fistula",
    "indices": "index", "varices": "varix", "teeth": "tooth", "feet": "foot", "women": "woman", "men": "man",
    "sera": "serum", "ova": "ovum", "viscera": "viscera",
}  # fmt: skip

# Ions and acids of salts and hydrates: "diclofenac sodium" is diclofenac.
SALTS = frozenset(
    """
    acetate aspartate benzoate besilate besylate bisulfate bitartrate bromide calcium camsylate carbonate chloride
    citrate decanoate dihydrate dihydrochloride dimaleate diphosphate dipropionate disodium disoproxil enanthate esylate
    ethanolate fumarate furoate gluconate hemifumarate hemihydrate hyclate hydrate hydrobromide hydrochloride
    hydrogen hydroiodide iodide lactate magnesium malate maleate mesilate mesylate methanesulfonate monohydrate
    monohydrochloride mononitrate napsylate nitrate oxalate palmitate pamoate phosphate pivalate potassium propionate
    saccharate sodium stearate succinate sulfate sulphate tartrate tosilate tosylate trifluoroacetate
    trihydrate tromethamine trometamol valerate xinafoate zinc hcl
    """.split()
)


def fold(text: str) -> str:
    """Return text in lower case without accents, ligatures and invisible characters; its length may change."""
    lowered = text.lower().translate(_INVISIBLE)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)


def american(word: str) -> str:
    """Return a folded word with British spellings made American ("haemorrhage" -> "hemorrhage"). For keys only."""
    for british, other in _AMERICAN:
        if british in word:
            word = word.replace(british, other)
    for british, other in _AMERICAN_ENDINGS:
        if word.endswith(british):
            return word[: -len(british)] + other
    return word


def singular(word: str) -> str:
    """Return the singular of one lower-case English word; a word that is no plural comes back as it is."""
    if len(word) < 4 or word in _NO_PLURAL:
        return word
    irregular = _I_PLURALS.get(word) or _OTHER_PLURALS.get(word)
    if irregular:
        return irregular
    if word.endswith("itides"):
        return word[:-4] + "is"
    if word.endswith("omata"):
        return word[:-2]
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return _without_s(word)


def _without_s(word: str) -> str:
    if word.endswith(_IS_PLURALS) and word[:-1] not in _E_BEFORE_S and not word.endswith(("poses", "doses", "closes")):
        return word[:-2] + "is"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")) and not word.endswith("aches"):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=200_000)
def word_key(word: str) -> str:
    """Return what two spellings of one word have in common: folded, American, singular."""
    return singular(american(_SPELLINGS.get(fold(word), fold(word))))


def singular_name(name: str) -> str:
    """Return a name with its last word in the singular ("immunosuppressive agents" -> "immunosuppressive agent").

    A name with "of" is singular before it ("carcinomas of the lung" -> "carcinoma of the lung").
    """
    words = name.split(" ")
    last = words.index("of") - 1 if "of" in words[1:] else len(words) - 1
    if not words[last].endswith("diabetes"):
        words[last] = singular(words[last])
    return " ".join(words)


_NO_STEMS = frozenset(
    "ferrous ferric cupric cuprous silver aluminum aluminium barium ammonium dimethyl monomethyl diethyl".split()
)


def without_salt(name: str) -> str:
    """Return a drug's name without the salt or hydrate behind it ("diclofenac sodium" -> "diclofenac").

    A name that begins with an ion ("sodium valproate" -> "valproate") loses it too; a salt alone ("zinc sulfate",
    "potassium chloride") is returned as it is, since nothing else would be left, and so is one with a metal or radical
    that is no drug by itself ("ferrous sulfate", "dimethyl fumarate").
    """
    words = name.split(" ")
    while len(words) > 1 and words[-1] in SALTS and not set(words[:-1]) <= SALTS | _NO_STEMS:
        words.pop()
    if len(words) == 2 and words[0] in {"sodium", "potassium", "calcium"} and words[1] not in SALTS:
        words = words[1:]
    return " ".join(words)
