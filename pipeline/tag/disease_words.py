"""Word lists of the rules for disease names; keys as `pipeline.vocab.words` makes them (folded, American, singular).

Longer lists (body sites, finding nouns, modifiers) are files in `configs/lexicon/`.
"""

from __future__ import annotations

# Behind a hyphen these tie a cause to a disease ("HIV-associated lymphoma").
TIES = frozenset("associated related defining acquired induced linked".split())
AND = frozenset({"and", "or"})
LISTING = AND | {","}
# Nouns that belong to the site before them ("nervous system metastases", "renal function impairment").
SITE_NOUNS = frozenset({"system", "fluid", "function"})
# How deep an infection goes ("deep fungal infections").
DEPTHS = frozenset({"deep", "superficial"})
# Finding nouns that go on a disease's own name ("hepatitis B infection", "migraine attack", "cancer pain").
HEADS_AFTER = frozenset(
    "disease disorder syndrome infection lesion metastasis pain seizure ulcer pneumonia failure crisis rash tumor "
    "nephropathy neuropathy retinopathy cancer carcinoma fever reaction toxicity".split()
)
# Behind "-like" these name what is like the disease and not it ("flu-like symptoms").
LIKE = frozenset("symptom syndrome illness disease disorder reaction lesion rash eruption behavior picture".split())
LIMBS = frozenset("arm leg limb extremity hand foot finger toe thigh".split())
# Before "syndrome" these are no part of its name.
NO_SYNDROME = TIES | frozenset(
    """
    the a an this that these those such of with in and or for to by from on as is was were be been no not without whose
    which who her his their its our same other another any each every full complete whole partial clinical rare new
    typical atypical classic severe mild moderate acute chronic early late possible probable suspected specific present
    had has have developed develop causing cause called medical chinese due like
    """.split()
)
# How Latin adjectives end by the ending of the noun or adjective before them.
LATIN_ADJECTIVES = {
    "um": ("osum", "atum", "icum", "inum", "ivum", "idum"),
    "us": ("osus", "atus", "icus", "inus", "ivus", "idus"),
}
# "lupus disease activity": before these "disease" belongs to what follows.
ABOUT = frozenset(
    "activity duration progression course severity status stage control burden state management process modifying free "
    "specific model".split()
)
# "acute" and "chronic" name another disease before these; elsewhere they are a course ("acute pain").
ACUTE = frozenset({"acute", "chronic", "subacute"})
NAMED_ACUTE = frozenset(
    "failure insufficiency infection leukemia infarction syndrome bronchitis disease rejection".split()
)
NO_COURSE = frozenset({"new", "recent", "acute", "rapid", "sudden", "early", "late"})
ORGANISM_ENDS = ("virus", "bacterium", "bacteria")
GOES_WITH = frozenset("vaccine vaccination immunization antigen antibody toxoid inhibitor virus strain cov".split())
ARTICLES = frozenset({"the", "a"})

# What people have against a drug, or cannot leave of it.
OF_DRUGS = frozenset("allergy hypersensitivity intolerance addiction abuse".split())
# Before these, and words that end so, "low-grade" names another disease; before others it says how bad it is.
GRADED = frozenset("lesion neoplasia neoplasm tumor cancer malignancy glioma dysplasia".split())
GRADED_ENDINGS = ("oma", "plasia", "neoplasm")
# Endings of single words that name a finding even where no vocabulary has the word, and words that only end so.
FINDING_ENDINGS = tuple(
    """
    itis penia pathy algia dynia megaly plegia rrhea rrhagia toxicity sarcoma carcinoma blastoma stenosis dystrophy
    dysplasia hypoplasia aplasia malacia lithiasis neuropathy emia clonia
    """.split()
)
NO_FINDINGS = frozenset(
    """
    toxicity cytotoxicity genotoxicity immunotoxicity excitotoxicity lipotoxicity sympathy empathy telepathy homeopathy
    osteopathy naturopathy allopathy psychopathy cardioplegia academia glycemia insulinemia cholesterolemia
    calcemia natremia kalemia phosphatemia magnesemia uricemia azotemia lipemia triglyceridemia bohemia
    """.split()
)
# Before an ending these deny it or speak of a time or remedy ("posthepatitis", "antiarthritis").
NO_FINDING_BEGINNINGS = ("anti", "post", "pre", "non", "normo", "eu", "mis")
