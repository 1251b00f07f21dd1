"""The headings of articles and abstracts, and the section labels that they stand for."""

from __future__ import annotations

from pipeline.clean.phrases import PhraseBook

# Section label -> headings, as journals of all countries print them.
SECTION_HEADS: PhraseBook[str] = PhraseBook(
    (head, label)
    for label, heads in {
        "abstract": "abstract; summary; structured abstract; article abstract; abstracts; abstract summary; english abstract; author summary; plain language summary; "
        "lay summary; zusammenfassung; abstrakt; resumen; résumé; resumo; riassunto; sommario; streszczenie; özet",
        "background": "background; background and purpose; background and aim; background and aims; background and objective; background and objectives; "
        "background objectives; background objective; background aims; background aim; context; introduction; rationale; scientific background; importance; introduction and objective; introduction and aim; "
        "introduction and objectives; background context; summary background data; summary of background data; what is known and objective; problem; "
        "hintergrund; einleitung; antecedentes; introducción; introduccion; contexte; introduction et objectifs; introdução; premessa",
        "objective": "objective; objectives; aim; aims; purpose; purposes; goal; goals; hypothesis; study objective; study objectives; "
        "aim of the study; aims of the study; aim of study; purpose of the study; purpose of review; objective of the study; objectives of the study; study aim; study purpose; study question; research question; questions; question; "
        "objective and design; aim and method; aims and objectives; aims and methods; aim and methods; objectives and methods; "
        "objective and methods; primary objective; ziel; ziele; zielsetzung; fragestellung; objetivo; objetivos; objectif; objectifs; but; buts; but de l étude; obiettivo; scopo",
        "methods": "methods; method; methodology; materials and methods; material and methods; methods and materials; materials and method; material and method; patients and methods; patients and method; "
        "patients methods; materials methods; subjects and methods; methods and results; methods and findings; methods results; "
        "design; study design; trial design; design and methods; design and setting; design and measurements; design setting and participants; design setting participants; "
        "design setting and patients; design setting patients; research design and methods; research design; experimental design; setting; settings; settings and design; setting and participants; setting and patients; "
        "setting and design; setting design; patients; patient; participants; subjects; population; study population; patient population; patient selection; study selection; study sample; sample; patients and participants; patient s; patients or participants; patients participants; patients or other participants; "
        "cases; case; case report; case reports; case presentation; case presentations; case description; case summary; case history; patient concerns; diagnosis; diagnoses; diagnosis and treatment; intervention; interventions; intervention s; treatment; treatments; exposure; exposures; "
        "measurements; measurement; main outcome measure; main outcome measures; main outcome measure s; main outcomes and measures; main outcomes; outcome measures; outcome measure; outcomes measures; "
        "primary outcome measure; primary outcome measures; primary outcome; primary endpoint; primary end point; endpoints; measurements and main results; measures; main outcome and measures; main measures; procedures; procedure; "
        "data sources; data source; data extraction; data collection; data synthesis; data analysis; search methods; search strategy; selection criteria; eligibility criteria; statistical analysis; "
        "statistics; analysis; data collection and analysis; study selection and data extraction; sources; evidence acquisition; methodik; methoden; material und methoden; patienten und methoden; métodos; metodos; método; "
        "material y métodos; materiales y métodos; pacientes y métodos; pacientes y método; méthode; méthodes; matériel et méthodes; matériels et méthodes; patients et méthodes; materiais e métodos; materiali e metodi; pazienti e metodi",
        "results": "results; result; findings; main results; main findings; principal findings; observations; observation; results and discussion; "
        "outcome; outcomes; main outcome; key results; key findings; clinical findings; evidence synthesis; results and conclusion; results and conclusions; safety; efficacy; adverse events; lessons; principal results; main outcomes and results; "
        "ergebnisse; ergebnis; resultados; résultats; résultat; risultati; resultaten",
        "discussion": "discussion; comment; diskussion; discusión; discussão; discussione; limitations; strengths and limitations; study limitations",
        "conclusions": "conclusion; conclusions; conclusion s; concluding remarks; interpretation; interpretations; implications; clinical implications; conclusions and relevance; "
        "conclusion and relevance; conclusions and clinical relevance; clinical relevance; conclusions and implications; conclusion and implications; implications for practice; clinical significance; significance; significance and innovations; significance of results; practice implications; summary and conclusions; "
        "summary and conclusion; authors conclusions; author s conclusions; reviewer s conclusions; reviewers conclusions; main conclusions; discussion and conclusion; discussion and conclusions; discussion conclusions; discussion conclusion; take home message; take home messages; what is new and conclusion; "
        "relevance; relevance to clinical practice; therapeutic implications; public health implications; impact; "
        "schlussfolgerung; schlussfolgerungen; fazit; conclusión; conclusiones; conclusion générale; conclusão; conclusões; conclusione; conclusioni",
        "funding": "funding; funding source; study funding; financial support",
        "registration": "trial registration; clinical trial registration; clinical trial registry; trial registration number; registration; registration number; clinical trials registration; clinical trial number; clinicaltrials gov identifier; "
        "clinical trial registration number; clinicaltrials gov; trial registry; systematic review registration; prospero registration; registro; registrierung",
        "level-of-evidence": "level of evidence; classification of evidence; levels of evidence; evidence level; type of study level of evidence; oxford levels of evidence",
    }.items()
    for head in heads.split(";")
)
# Labels of SECTION_HEADS that stand inside an abstract or article but do not show that it begins or goes on.
WEAK_LABELS = frozenset({"funding", "registration", "level-of-evidence"})
# The order in which an abstract's parts follow each other; a part that steps back begins another abstract.
ORDER = {"abstract": 0, "background": 1, "objective": 2, "methods": 3, "results": 4, "discussion": 5, "conclusions": 6}
