"""Drugs approved since 2015, in sentences written for this test: newer than the corpora that the model learned from."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.config import TagSettings
from pipeline.tag.attributes import DRUG, mentions
from pipeline.tag.pipeline import build_tagger

RECALL = 0.95

# (sentence, the drugs in it)
SENTENCES = (
    ("Anifrolumab reduced flares in moderate lupus.", ["Anifrolumab"]),
    ("Ten inpatients were given remdesivir for five days.", ["remdesivir"]),
    ("Weekly semaglutide lowered body weight by 12%.", ["semaglutide"]),
    ("Proteinuria fell after voclosporin was added.", ["voclosporin"]),
    ("Early nirmatrelvir with ritonavir prevented admission.", ["nirmatrelvir", "ritonavir"]),
    ("Two of nine children improved on emapalumab.", ["emapalumab"]),
    ("He received tofersen intrathecally every month.", ["tofersen"]),
    ("Response to avacopan was sustained at week 52.", ["avacopan"]),
    ("Upadacitinib was stopped because of herpes zoster.", ["Upadacitinib"]),
    ("Deucravacitinib and apremilast were compared head to head.", ["Deucravacitinib", "apremilast"]),
    ("Tirzepatide 10 mg was injected once a week.", ["Tirzepatide"]),
    ("Inclisiran halves LDL cholesterol with two injections a year.", ["Inclisiran"]),
    ("Sotorasib shrank tumours in a third of the patients.", ["Sotorasib"]),
    ("Efgartigimod improved strength in generalized myasthenia.", ["Efgartigimod"]),
    ("We treated six girls with satralizumab.", ["satralizumab"]),
    ("Relapse was rarer with inebilizumab than with placebo.", ["inebilizumab"]),
    ("Ravulizumab replaced eculizumab in 14 adults.", ["Ravulizumab", "eculizumab"]),
    ("Bimekizumab cleared the skin within 16 weeks.", ["Bimekizumab"]),
    ("After risankizumab failed, guselkumab was tried.", ["risankizumab", "guselkumab"]),
    ("Finerenone slowed the decline of kidney function.", ["Finerenone"]),
    ("Vericiguat was well tolerated in heart failure.", ["Vericiguat"]),
    ("Mavacamten relieved outflow obstruction.", ["Mavacamten"]),
    ("A month of molnupiravir was not studied.", ["molnupiravir"]),
    ("Ensitrelvir shortened symptoms by a day.", ["Ensitrelvir"]),
    ("Lecanemab and donanemab clear amyloid.", ["Lecanemab", "donanemab"]),
    ("Erenumab, fremanezumab or galcanezumab was chosen for migraine.", ["Erenumab", "fremanezumab", "galcanezumab"]),
    ("Rimegepant aborted two thirds of the attacks.", ["Rimegepant"]),
    ("Suvorexant and daridorexant improve sleep.", ["Suvorexant", "daridorexant"]),
    ("The dose of siponimod was titrated over six days.", ["siponimod"]),
    ("Ozanimod was given to adults with colitis.", ["Ozanimod"]),
    ("Elexacaftor changed the course of cystic fibrosis.", ["Elexacaftor"]),
    ("Luspatercept spared transfusions in thalassaemia.", ["Luspatercept"]),
    ("Fostamatinib raised platelet counts in eight women.", ["Fostamatinib"]),
    ("Zanubrutinib caused less atrial fibrillation than ibrutinib.", ["Zanubrutinib", "ibrutinib"]),
    ("Tezepelumab halves exacerbations of asthma.", ["Tezepelumab"]),
    ("Nemolizumab relieved itch in prurigo.", ["Nemolizumab"]),
    ("Infants were protected by nirsevimab for a season.", ["nirsevimab"]),
    ("Resmetirom cleared steatohepatitis in one of four.", ["Resmetirom"]),
    ("Iptacopan by mouth raised haemoglobin.", ["Iptacopan"]),
    ("Danicopan was added to a complement inhibitor; sparsentan was not.", ["Danicopan", "sparsentan"]),
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_tagger(TagSettings())


def test_new_drugs_are_found(nlp: Language) -> None:
    assert len(SENTENCES) == 40
    wanted = [(sentence, drug) for sentence, drugs in SENTENCES for drug in drugs]
    missed = [(s, drug) for s, drug in wanted if drug not in [span.text for span in mentions(nlp(s), DRUG)]]
    assert 1 - len(missed) / len(wanted) >= RECALL, missed


@pytest.mark.parametrize(
    ("sentence", "drug"),
    [
        ("Zelumavitug was given to nine patients.", None),  # no ending that the WHO gives out
        ("Zelumatinib was given to nine patients.", "Zelumatinib"),
        ("Patients received brontimab for a year.", "brontimab"),
        ("A trial of vostagliptin in diabetes.", "vostagliptin"),
        ("Quensoprevir was added in week 4.", "Quensoprevir"),
    ],
)
def test_invented_names_are_known_by_their_who_ending(nlp: Language, sentence: str, drug: str | None) -> None:
    spans = mentions(nlp(sentence), DRUG)
    assert [(s.text, s._.rule) for s in spans] == ([(drug, "who-ending")] if drug else [])
