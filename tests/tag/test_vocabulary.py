import time

import pytest
from spacy.language import Language

from pipeline.document import BibFacts, CleanDoc, Kept, Section, Source
from pipeline.errors import ConfigError
from pipeline.tag import vocabulary  # noqa: F401  (registers the component)
from pipeline.tag.attributes import DISEASE, DRUG, mentions


def spans(nlp: Language, text: str, label: str) -> list[str]:
    return [span.text for span in mentions(nlp(text), label)]


def names(nlp: Language, text: str, label: str) -> list[str]:
    return [span._.value.name for span in mentions(nlp(text), label)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rituximab and D-penicillamine were given", ["Rituximab", "D-penicillamine"]),
        ("high-dose oral corticosteroids", ["corticosteroids"]),
        ("treated with diclofenac sodium", ["diclofenac sodium"]),
        ("trimethoprim-sulfamethoxazole or placebo", ["trimethoprim-sulfamethoxazole"]),
        ("gastroprotective agents were allowed", ["gastroprotective agents"]),
        ("a nonsteroidal antiinflammatory drug", ["nonsteroidal antiinflammatory drug"]),
        ("TNF-alpha inhibitors and IL-6 receptor antagonists", ["TNF-alpha inhibitors", "IL-6 receptor antagonists"]),
        ("lipid-lowering drugs", ["lipid-lowering drugs"]),
        ("disease modifying drugs", ["disease modifying drugs"]),
        ("blood pressure lowering agents", ["blood pressure lowering agents"]),
        ("blood glucose-lowering drugs", ["blood glucose-lowering drugs"]),
        ("interleukin-2 immunotherapy", ["interleukin-2"]),
        ("treated with PEG-QWX, 250 mg a day", ["PEG-QWX"]),
        ("cytosine arabinoside or aspirin (CA); CA", ["cytosine arabinoside", "aspirin", "CA", "CA"]),
        ("two immunosuppressives/immunomodulatories", ["immunosuppressives", "immunomodulatories"]),
        ("anthracycline-based treatment", ["anthracycline"]),
        ("the new antibody zorvalimab", ["zorvalimab"]),
        ("GSK256066 or MK-8998; SF-36 and NCT01234567", ["GSK256066", "MK-8998"]),
        ("rituxi-\nmab was infused", ["rituxi-\nmab"]),
        ("human recombinant interferon alfa-2b", ["human recombinant interferon alfa-2b"]),
        ("a serotonin-1A (5-HT1A) receptor agonist", ["serotonin-1A (5-HT1A) receptor agonist"]),
        ("rituxi\u00admab was infused", ["rituxi\u00admab"]),
        ("hepatitis B vaccine", ["hepatitis B vaccine"]),
        ("lopinavir/ritonavir or ritonavir/ lopinavir", ["lopinavir/ritonavir", "ritonavir/ lopinavir"]),
        ("aspirin/tramadol (A/T) 30/20 mg; A/T was given", ["aspirin/tramadol", "A/T", "A/T"]),
        ("paclitaxel/carboplatin was given", ["paclitaxel", "carboplatin"]),
        ("a TNFi, two SGLT2is and CDK4/6i", ["TNFi", "SGLT2is", "CDK4/6i"]),
        ("a KRAS G12C inhibitor and BRAFV600E inhibitors", ["KRAS G12C inhibitor", "BRAFV600E inhibitors"]),
        ("coumarin derivatives, a calcium-antagonist drug", ["coumarin derivatives", "calcium-antagonist drug"]),
        ("high-dose methotrexate (HDXT); HDXT daily", ["methotrexate", "HDXT", "HDXT"]),
        ("cyclophosphamide (CTX, oral), then CTX", ["cyclophosphamide", "CTX", "CTX"]),
        ("folinic acid (leucovorin; Lv) and Lv", ["folinic acid", "leucovorin", "Lv", "Lv"]),
        ("10 mg of QWX4711; QWX4711 in mice", ["QWX4711", "QWX4711"]),
        ("QWX4711-H or placebo; QWX4712 or placebo", ["QWX4712"]),
        ("oral QWX 8-2698 (4 mg)", ["QWX 8-2698"]),
        ("received QWX 250 mg twice daily; QWX levels", ["QWX", "QWX"]),
        ("a 5-HT receptor agonist", ["5-HT receptor agonist"]),
        ("class III antiarrhythmic drugs, a class Ic agent", ["class III antiarrhythmic drugs", "class Ic agent"]),
        ("the anticholinergic oxybutynin; anticholinergic activity", ["anticholinergic", "oxybutynin"]),
        ("an anti-CD20 monoclonal antibody; a monoclonal antibody to actin", ["anti-CD20 monoclonal antibody"]),
        ("phosphate binders, iron chelators", ["phosphate binders", "iron chelators"]),
        (
            "a transglutaminase 2 inhibitor; ulcer-healing drugs",
            ["transglutaminase 2 inhibitor", "ulcer-healing drugs"],
        ),
        ("statins/oestrogen receptor modulators", ["statins", "oestrogen receptor modulators"]),
        ("artesunate-amodiaquine (AA); AA failed", ["artesunate-amodiaquine", "AA", "AA"]),
        ("cisplatin-fluorouracil interaction", ["cisplatin", "fluorouracil"]),
        ("Prednisone (SD 12) was given at 50 years (SD 12); atorvastatin (LDL 100).", ["Prednisone", "atorvastatin"]),
        (
            "arzoxifene (LY353381), LY353381; TAK-438 (vonoprazan)",
            ["arzoxifene", "LY353381", "LY353381", "TAK-438", "vonoprazan"],
        ),
        ("exogenous surfactant; surfactant protein", ["surfactant"]),
        ("Org 2766 helped", ["Org 2766"]),
        ("3-deoxy-4-brovouridine was infused", ["3-deoxy-4-brovouridine"]),
    ],
)
def test_drugs(name_tagger: Language, text: str, found: list[str]) -> None:
    assert spans(name_tagger, text, DRUG) == found


@pytest.mark.parametrize(
    "text",
    [
        "placebo and usual care", "drug therapy and medication", "serum creatinine and IgG", "the receptor antagonist",
        "selective inhibitors", "therapeutic agents", "tumor necrosis factor levels", "success of the program",
        "water and green tea", "an analgesic effect", "plasma exchange and surgery", "a non-smoker interceptor",
        "serum globulin", "QWX 250 mg/dl and QWX4711 cells", "TOTAL DAILY QWX 250 mg", "given IV 250 mg",
        "2 inhibitors, 3 agonists", "heparin-binding protein", "improve- ment", "surfactant deficiency",
        "it is Delhi or Tbilisi",
    ],
)  # fmt: skip
def test_no_drugs(name_tagger: Language, text: str) -> None:
    assert spans(name_tagger, text, DRUG) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vitamin D supplementation", ["vitamin D"]),
        ("received calcium 500 mg", ["calcium"]),
        ("treatment with insulin", ["insulin"]),
        ("31% for vitamin K", ["vitamin K"]),
        ("maternal vitamin D supplementation", ["vitamin D"]),
        ("serum vitamin D levels", []),
        ("calcium 9.2 mg/dl", []),
        ("cholesterol fell", []),
        ("patients with C1-inhibitor deficiency", []),
        ("patients with deficiency of acid alpha-glucosidase", []),
        ("children with factor VIII deficiency", []),
        ("iron-deficient women took calcium 500 mg", ["calcium"]),
        ("given recombinant human interleukin-3", ["recombinant human interleukin-3"]),
        ("Zinc supplements were given. Zinc was well tolerated. Serum zinc rose.", ["Zinc", "Zinc"]),
    ],
)
def test_substances_of_the_body_are_drugs_only_when_given(name_tagger: Language, text: str, found: list[str]) -> None:
    assert spans(name_tagger, text, DRUG) == found


@pytest.mark.parametrize(
    ("text", "name", "concept_id", "kind"),
    [
        ("Mabthera", "rituximab", "MESH:D000069283", "substance"),
        ("diclofenac sodium", "diclofenac", "MESH:D004008", "substance"),
        ("D-penicillamine", "penicillamine", "MESH:D010396", "substance"),
        ("LY353381 (arzoxifene)", "arzoxifene", "UNII:E569WG6E60", "substance"),
        ("pred-\nnisolone", "prednisolone", "MESH:D011239", "substance"),
        ("vitamins B12 and A", "vitamin b12", "MESH:D014805", "substance"),
        ("corticosteroids", "corticosteroid", "MESH:D000305", "class"),
        ("immunosuppressives", "immunosuppressive agent", "MESH:D007166", "class"),
        ("mycophenolate mofetil", "mycophenolate mofetil", "MESH:D009173", "substance"),
    ],
)
def test_what_a_drug_means(name_tagger: Language, text: str, name: str, concept_id: str, kind: str) -> None:
    value = mentions(name_tagger(text), DRUG)[0]._.value
    assert (value.name, value.concept_id, value.kind) == (name, concept_id, kind)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("refractory childhood-onset lupus nephritis", ["childhood-onset lupus nephritis"]),
        ("severe pediatric asthma", ["pediatric asthma"]),
        ("many pediatric autoimmune diseases", ["autoimmune diseases"]),
        ("locally advanced or metastatic breast cancer", ["metastatic breast cancer"]),
        ("HIV-associated lymphoma", ["HIV-associated lymphoma"]),
        ("hydralazine-induced lupus", ["lupus"]),
        ("nasal and oral ulcers", ["nasal and oral ulcers"]),
        ("extensive discoid lesions, joint stiffness", ["discoid lesions", "joint stiffness"]),
        ("proximal venous thrombosis", ["proximal venous thrombosis"]),
        ("lower pain scores", ["pain"]),
        ("28-joint disease activity", []),
        ("joint disease of the knee", ["joint disease of the knee"]),
        ("electrolyte disturbances", ["electrolyte disturbances"]),
        ("moderate to severe plaque psoriasis", ["plaque psoriasis"]),
        ("acute bacterial sinusitis and acute nausea", ["acute bacterial sinusitis", "nausea"]),
        ("COVID-19 pneumonia", ["COVID-19 pneumonia"]),
        ("human papillomavirus infection", ["human papillomavirus infection"]),
        ("C. difficile infection", ["C. difficile infection"]),
        ("carcinoma of the lung", ["carcinoma of the lung"]),
        ("anxiety/depression, nausea and vomiting", ["anxiety", "depression", "nausea", "vomiting"]),
        ("Raynaud's phenomenon", ["Raynaud's phenomenon"]),
        ("erythema nodosum migrosum", ["erythema nodosum migrosum"]),
        ("rheumatoid arthritis-associated lung disease", ["rheumatoid arthritis-associated lung disease"]),
        ("HIV\u2010associated lymphoma", ["HIV\u2010associated lymphoma"]),
        ("group A streptococcal pharyngitis", ["group A streptococcal pharyngitis"]),
        ("Gout in multiple sclerosis. Two MS patients (95% CI 1)", ["Gout", "multiple sclerosis", "MS"]),
        ("Trials in tuberous sclerosis-associated epilepsy. TS", ["tuberous sclerosis-associated epilepsy", "TS"]),
        ("chest injury, 95% CI 0.9", ["chest injury"]),
        ("temporal lobe (TL) damage", ["temporal lobe (TL) damage"]),
        ("diarrhoea and anaemia", ["diarrhoea", "anaemia"]),
        ("cardiac, renal or hepatic failure", ["cardiac, renal or hepatic failure"]),
        ("skin, joint stiffness", ["joint stiffness"]),
        ("central nervous system metastases", ["central nervous system metastases"]),
        ("cerebrospinal fluid (CSF) leukocytosis", ["cerebrospinal fluid (CSF) leukocytosis"]),
        ("deep fungal infections, deep discontent", ["deep fungal infections"]),
        ("advanced solid tumours", ["solid tumours"]),
        ("alcoholic cirrhosis of the liver", ["alcoholic cirrhosis of the liver"]),
        ("hypoxalatemia and academia, hyperzoclonia", ["hypoxalatemia", "hyperzoclonia"]),
        ("areflexia of the arms", ["areflexia"]),
        ("low-grade fever, low-grade glioma", ["fever", "low-grade glioma"]),
        ("penicillin allergy", ["penicillin allergy"]),
        ("The blue zorb syndrome. Two had blue zorb syndrome.", ["blue zorb syndrome"] * 2),
        ("One blue zorb syndrome; the full syndrome, a full syndrome", []),
        ("tic-like symptoms", ["tic-like symptoms"]),
        ("bleeding time, ST depression", ["ST depression"]),
        ("verbal memory deficit", ["verbal memory deficit"]),
        ("chronic active liver disease, active nausea", ["chronic active liver disease", "nausea"]),
    ],
)
def test_diseases(name_tagger: Language, text: str, found: list[str]) -> None:
    assert spans(name_tagger, text, DISEASE) == found


@pytest.mark.parametrize(
    "text",
    [
        "disease activity and symptoms", "toxicity, adverse events and death", "hepatitis B vaccine",
        "severe acute respiratory syndrome coronavirus 2", "tumor necrosis factor", "stroke volume",
        "the Lupus Assessment Group index", "National Institute of Allergy and Infectious Diseases",
        "Asthma Control Questionnaire", "body mass and birth weight",
        "the Joint Committee on Cancer", "Organization for Research and Treatment of Cancer",
        "Annual Cancer Bulletin", "manual venous occlusion", "Mycobacterium tuberculosis",
    ],
)  # fmt: skip
def test_no_diseases(name_tagger: Language, text: str) -> None:
    assert spans(name_tagger, text, DISEASE) == []


@pytest.mark.parametrize(
    ("text", "name", "concept_id"),
    [
        ("childhood-onset systemic lupus erythematosus", "systemic lupus erythematosus", "MESH:D008180"),
        ("metastatic breast cancer", "metastatic breast cancer", "MESH:D001943"),
        ("headaches", "headache", "MESH:D006261"),
        ("prediabetes", "prediabetes", "MESH:D011236"),
        ("pain syndromes", "pain syndrome", "MESH:D010146"),
        ("idiopathic inflammatory myopathies", "idiopathic inflammatory myopathy", "MESH:D009220"),
        ("gastrointestinal (GI) bleeding", "gastrointestinal bleeding", "MESH:D006471"),
    ],
)
def test_what_a_disease_means(name_tagger: Language, text: str, name: str, concept_id: str) -> None:
    value = mentions(name_tagger(text), DISEASE)[0]._.value
    assert (value.name, value.concept_id) == (name, concept_id)


def test_nothing_is_tagged_in_a_citation(name_tagger: Language) -> None:
    text = "Asthma Research\nRituximab in asthma"
    source = Source("d", "d", "text", "", text)
    sections = (Section("citation", 0, 15), Section("title", 16, len(text)))
    doc = name_tagger.make_doc(text)
    doc._.clean = CleanDoc(source, "generic", text, (Kept(0, len(text), 0),), (), sections, BibFacts())
    assert [span.start_char for span in mentions(name_tagger(doc), DISEASE)] == [29]


def test_a_user_lexicon_wins(lexicon_tagger: Language) -> None:
    found = mentions(lexicon_tagger("moonwort tea, rituximab and asthma control"), DRUG)
    assert [(span.text, span._.value, span._.rule) for span in found] == [
        ("moonwort", ("moonwort", None, "moonwort", "substance", None), "lexicon")
    ]


def test_a_lexicon_line_that_does_not_fit_is_named(tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("term,label,name,concept_id,kind\nmoonwort,HERB,,,\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="line 2: label 'HERB'"):
        Language().add_pipe("litsift_vocabulary", config={"lexicon": str(path)})


@pytest.mark.parametrize("unit", ["lupus ", "((", "anti-", "9 mg ", "and/or ", "metastatic "])
def test_hostile_text_takes_linear_time(name_tagger: Language, unit: str) -> None:
    text = unit * (20_000 // len(unit))
    started = time.process_time()
    name_tagger(text)
    assert time.process_time() - started < 3
