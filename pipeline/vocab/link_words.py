"""Words that the linker reads names by: bags of words, and what in medical English says the same in other words.

All words stand as keys (see `words.key_of`): lower case, American, singular.
"""

from __future__ import annotations

from pipeline.vocab.words import key_of

# Words that say nothing about which disease or substance it is.
_FUNCTION = frozenset("a an the of in on at to for with and or by from due nos other unspecified".split())

# Adjectives of organs, and the organ; nouns that name the same thing.
_SAME = {
    "renal": "kidney", "hepatic": "liver", "cardiac": "heart", "pulmonary": "lung", "gastric": "stomach",
    "intestinal": "intestine", "cerebral": "brain", "ocular": "eye", "cutaneous": "skin", "dermal": "skin",
    "mammary": "breast", "prostatic": "prostate", "ovarian": "ovary", "uterine": "uterus", "testicular": "testis",
    "pancreatic": "pancreas", "colonic": "colon", "vesical": "bladder", "muscular": "muscle", "arterial": "artery",
    "venous": "vein", "esophageal": "esophagus", "laryngeal": "larynx", "pharyngeal": "pharynx", "rectal": "rectum",
    "lymphatic": "lymph", "retinal": "retina", "corneal": "cornea", "visual": "vision", "psychiatric": "mental",
    "cancer": "neoplasm", "tumor": "neoplasm", "neoplasia": "neoplasm", "malignancy": "neoplasm",
    "disorder": "disease", "illness": "disease", "bleeding": "hemorrhage", "hemorrhagic": "hemorrhage",
    "convulsion": "seizure",
    "drug": "agent", "medication": "agent", "medicine": "agent",
    "malformation": "abnormality", "anomaly": "abnormality", "hereditary": "familial", "inherited": "familial",
}  # fmt: skip


def bag_of(text: str) -> str:
    """Return the words of a name in a fixed order, without function words, adjectives and synonyms made one."""
    return bag_of_key(key_of(text))


def bag_of_key(key: str) -> str:
    """Return the bag of words of a key."""
    if " " not in key:
        return _one(key) if key[-1:].isalnum() else ""
    return " ".join(sorted(_one(word) for word in key.split(" ") if word not in _FUNCTION and word[-1:].isalnum()))


def _one(word: str) -> str:
    if word in _SAME:
        return _SAME[word]
    return word[:-2] if word.endswith("ical") and len(word) > len("typical") else word


# What an adjective's ending becomes in the noun: "hypertensive" -> "hypertension". The first known noun counts.
ADJECTIVES = (
    ("tensive", "tension"), ("plegic", "plegia"), ("kinetic", "kinesia"), ("diabetic", "diabetes mellitus"),
    ("nephrotic", "nephrotic syndrome"), ("parkinsonian", "parkinson disease"), ("toxic", "toxicity"),
    ("matous", "ma"), ("matic", "ma"), ("rrhagic", "rrhage"), ("otic", "osis"), ("itic", "itis"), ("emic", "emia"),
    ("ptic", "psis"), ("ptic", "psy"), ("tic", "sis"), ("tic", "sia"), ("tic", "sy"), ("tic", "tism"),
    ("ic", "ia"), ("ic", "y"), ("ic", "ism"), ("ic", "e"), ("ic", ""),
    ("ive", "ion"), ("ive", "ivity"), ("essed", "ession"), ("ient", "iency"), ("ese", "esity"), ("ented", "entia"),
    ("ious", "ium"), ("ious", "iety"), ("ous", "us"), ("ous", ""), ("idal", "ide"), ("al", ""), ("ful", ""),
    ("ian", "ia"), ("ian", " disease"), ("ing", ""), ("ing", "ion"), ("al", "e"), ("iveness", "ion"),
)  # fmt: skip

# Heads that say that an organ or function is not well, which MeSH calls its insufficiency or mostly its "diseases".
HEADS = frozenset(
    """
    dysfunction damage injury impairment abnormality lesion complication problem condition disturbance involvement
    manifestation event episode insufficiency defect deficit insult toxicity pathology compromise deterioration
    syndrome failure symptom state loss dysfunctional anomaly change reaction attack disability
    """.split()
)
INSUFFICIENT = frozenset("impairment failure".split())
IMPAIRED = frozenset("impaired decreased reduced deteriorating declining abnormal worsening poor".split())
NEOPLASMS = frozenset("carcinoma adenocarcinoma sarcoma metastasis carcinogenesis tumorigenesis".split())
# "Levodopa-induced dyskinesia" is MeSH's "Dyskinesia, Drug-Induced".
INDUCED = frozenset("induced related associated".split())
DRUG_WORDS = frozenset("drug neuroleptic medication antipsychotic chemotherapy steroid opioid".split())
BY_DRUGS = ("drug induced {}", "chemical and drug induced {}", "substance induced {}", "drug {}")

# Names that are left of a longer one and say nothing: no back-off ends with them.
GENERAL = frozenset(
    """
    disease syndrome symptom sign acute chronic abnormality complication injury damage condition phenotype death
    dysfunction infection attack failure deficiency lesion defect state onset activity type disorder
    illness abnormal effect event reaction familial inherited hereditary dominant recessive
    autosomal severe mild moderate
    """.split()
)

# Words beside the name of a substance: its form in space, how it is given, what it is.
BESIDE_DRUGS = frozenset(
    """
    d l dl r s rs rac n o cis trans alpha beta levo dextro racemic oral intravenous topical inhaled therapy treatment
    drug agent medication tablet capsule compound derivative analog ion free base acid salt solution infusion low high
    dose exogenous endogenous human recombinant liposomal pegylated synthetic natural crude extract metabolite moiety
    radical serum plasma blood total unlabeled labeled 3 h 14 c 125 i + - ( ) , [ ]
    """.split()
)

# What names stand for that the vocabularies have under quite another word.
MEANINGS = {
    "DRUG": {"alcohol": "ethanol", "digitalis": "digitalis glycosides", "bile acid": "bile acids and salts"},
    "DISEASE": {
        "toxicity": "drug toxicity", "nephrotoxicity": "kidney disease", "renal toxicity": "kidney disease",
        "hepatotoxicity": "drug-induced liver injury", "liver toxicity": "drug-induced liver injury",
        "hepatic toxicity": "drug-induced liver injury", "overdose": "drug overdose", "angina": "angina pectoris",
        "liver injury": "drug-induced liver injury", "malformation": "congenital abnormality",
        "anomaly": "congenital abnormality", "birth defect": "congenital abnormality",
        "myelosuppression": "bone marrow disease", "immunodeficiency": "immunologic deficiency syndrome",
        "steatosis": "fatty liver", "extrapyramidal symptom": "basal ganglia disease",
        "coronary spasm": "coronary vasospasm", "abortion": "spontaneous abortion", "weakness": "muscle weakness",
        "rigidity": "muscle rigidity", "qt prolongation": "long qt syndrome", "cancerous": "neoplasm",
        "psychiatric": "mental disease", "agitation": "psychomotor agitation", "hyperactivity": "hyperkinesis",
        "overactive bladder": "overactive urinary bladder", "fracture": "bone fracture",
        "blood loss": "hemorrhage",
    },
}  # fmt: skip

# Chemical symbols, and other short forms that chemists write so: exactly these letters.
SYMBOLS = {
    "Na": "sodium", "K": "potassium", "Ca": "calcium", "Mg": "magnesium", "Li": "lithium", "Fe": "iron",
    "Zn": "zinc", "Cu": "copper", "Pb": "lead", "Hg": "mercury", "Cd": "cadmium", "Al": "aluminum", "Mn": "manganese",
    "Se": "selenium", "Co": "cobalt", "Cr": "chromium", "Ni": "nickel", "Au": "gold", "Ag": "silver", "Pt": "platinum",
    "P": "phosphorus", "Cl": "chlorine", "N": "nitrogen", "O2": "oxygen", "H2O2": "hydrogen peroxide",
    "CO2": "carbon dioxide", "CO": "carbon monoxide", "NO": "nitric oxide", "N2O": "nitrous oxide", "NH3": "ammonia",
    "NaCl": "sodium chloride", "KCl": "potassium chloride", "CaCl2": "calcium chloride", "LiCl": "lithium chloride",
    "NaHCO3": "sodium bicarbonate", "CCl4": "carbon tetrachloride", "H2S": "hydrogen sulfide",
    "HCl": "hydrochloric acid",
    "5-HT": "serotonin", "DA": "dopamine", "NE": "norepinephrine", "NA": "norepinephrine", "ACh": "acetylcholine",
    "GABA": "gamma-aminobutyric acid", "ATP": "adenosine triphosphate", "NMDA": "n-methylaspartate",
    "L-DOPA": "levodopa", "5-FU": "fluorouracil", "ASA": "aspirin", "AZT": "zidovudine", "EtOH": "ethanol",
    "cAMP": "cyclic AMP", "GSH": "glutathione", "MTX": "methotrexate", "PGI2": "epoprostenol", "PGE1": "alprostadil",
    "PGE2": "dinoprostone", "CsA": "cyclosporine", "CyA": "cyclosporine", "VPA": "valproic acid",
    "MDMA": "n-methyl-3,4-methylenedioxyamphetamine", "BCNU": "carmustine", "CCNU": "lomustine",
    "EE": "ethinyl estradiol",
}  # fmt: skip
