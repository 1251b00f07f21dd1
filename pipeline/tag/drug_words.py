"""Word lists of the rules for drug names; keys as `pipeline.vocab.words` makes them (folded, American, singular)."""

from __future__ import annotations

# Endings that the WHO gives to names of new substances, with the length from which a word counts.
WHO_ENDINGS = tuple(
    """
    mab tinib ciclib rafenib degib parib lisib zomib anib gliptin gliflozin glutide glitazone sartan vaptan prazole
    floxacin oxacin cillin cycline bactam penem conazole fungin vir triptan setron lukast xaban gatran parin grel
    platin taxel rubicin trexate trexed citabine coxib profen limus dronate olol dipine vastatin fibrate azepam
    azolam oxetine peridone piprazole idone tropium terol asone onide cept kinra poetin grastim relix relin tocin
    curium curonium caine fentanil orphan leucel sertib metinib stim lutamide clidinium gepant orexant siran rsen
    ersen virine gravir tegravir buvir asvir previr oximab zumab ximab rasib sidenib denib inostat mostat fenacin
    ampanel racetam oxifene ribulin vudine uridine azosin mustine fosfamide poside antrone tidine pitant
    fylline teplase glinide pezil zolamide nidazole ciguat entan melteon spirone zolid fiban troban irudin plermin
    restat trodast micin mycin kacin lukast tecan parinux pramine triptyline tadine astine conazole navir fovir
    """.split()
)
WHO_MIN = 8
NO_WHO_NAMES = frozenset(
    """
    cocaine somatostatin angiostatin endostatin cystatin reservoir hexanide lithotripsy glycerol cholesterol
    ergosterol phytosterol sitosterol campesterol desmosterol lanosterol lathosterol inositol carbamide hydrazone
    phosphonate antiplatelet intercept precept concept percept glucuronide
    """.split()
)

# Nouns that make a class of drugs of the words before them.
AGENTS = frozenset("agent drug medication medicine compound preparation derivative".split())
ACTORS = frozenset(
    """
    inhibitor blocker antagonist agonist modulator activator stimulator sensitizer mimetic analog analogue binder
    chelator sequestrant potentiator opener scavenger
    """.split()
)
# "Heparin-binding protein", "insulin-like growth factor": proteins that are named after a substance.
NAMED_AFTER = frozenset({"binding", "like"})
PROTEINS = frozenset("protein growth factor peptide receptor molecule domain site globulin".split())
# Behind a substance these make a class of it ("coumarin derivatives").
DERIVED = frozenset({"derivative", "congener"})
# Parts of chemical names that stand before the last one.
CHEMICAL_PARTS = frozenset(
    """
    deoxy desoxy methyl ethyl hydroxy amino chloro fluoro bromo iodo acetyl dihydro cis trans alpha beta d l n o s
    """.split()
)
# How words end that say what an agent does ("immunosuppressive agents", "antiemetic drugs").
ACTING = tuple(
    """
    suppressive suppressant protective lytic static cytotoxic tropic modulatory modulating lowering biotic biologic
    biological therapeutic plastic retroviral inotropic uricosuric anesthetic anaesthetic sedative hypnotic
    analgesic blocking alkylating methylating sensitizing relaxing constrictor dilating dilator glycemic opioid
    nonsteroidal steroidal stimulating emetic clastic resorptive cidal sympathomimetic cholinergic adrenergic
    dopaminergic serotonergic psychotropic tensive thyroid platinum reducing modifying
    """.split()
)
DOING = frozenset(
    "lowering modifying reducing blocking stimulating sensitizing suppressing raising sparing healing".split()
)
# What such agents do it to, where no hyphen ties the two ("disease modifying drugs", "lipid lowering agents").
DONE_TO = frozenset("disease lipid cholesterol glucose pressure urate symptom ulcer".split())
# Words before an actor that name what it acts on ("proton pump inhibitors", "5-HT3 receptor antagonists").
TARGETS = frozenset(
    """
    receptor reuptake channel pump kinase protease proteinase phosphodiesterase reductase transferase cholinesterase
    acetylcholinesterase cyclooxygenase lipoxygenase aromatase oxidase esterase synthase synthetase topoisomerase
    polymerase integrase transcriptase neuraminidase peptidase secretase convertase carbonic anhydrase xanthine
    monoamine adrenergic adrenoceptor muscarinic nicotinic opioid dopamine serotonin histamine leukotriene
    endothelin angiotensin aldosterone vasopressin glutamate nmda gaba calcium sodium potassium proton cotransporter
    transporter glucose enzyme converting tyrosine serine cell checkpoint immune calcineurin mtor proteasome
    integrin interleukin necrosis factor thrombin glycoprotein platelet complement renin neprilysin cytokine jak
    vegf egfr her2 parp cdk alpha beta gamma delta selective nucleoside nonnucleoside hormone releasing estrogen
    androgen progesterone peptide amine entry fusion acid ras raf mek braf btk tnf ace cox hmg coa dpp sglt pde ssri
    glp vitamin prostaglandin reverse growth vascular endothelial epidermal acting short long gonadotropin
    somatostatin uptake norepinephrine bile ll ii iii iv v ht h
    """.split()
)
# "A transglutaminase 2 inhibitor": enzymes end so, and these words end so by chance.
ENZYME_ENDING = "ase"
NO_ENZYMES = frozenset("disease increase decrease release database purchase phrase phase base case please".split())
# These alone do not tell which ("receptor antagonist", "selective inhibitors").
GENERAL_TARGETS = frozenset(
    """
    receptor channel selective reductase transferase oxidase esterase synthase synthetase enzyme converting
    releasing acid reverse acting short long uptake reuptake entry fusion transporter cotransporter factor growth
    peptide amine nucleoside alpha beta gamma delta hormone ii iii iv v ll ht h cell
    """.split()
)

# A class word that only describes: it counts before a drug noun or in the plural ("antivirals").
ADJECTIVE_ENDINGS = tuple(
    """
    ergic glycemic tensive inflammatory suppressive modulatory microbial viral bacterial fungal malarial rheumatic
    neoplastic arrhythmic oxidant adrenergic contraceptive protective mimetic tubercular cancer tumor thrombotic
    resorptive fibrinolytic hemostatic ulcer ergot emetic
    """.split()
)
# What drugs have or do: before these words a class word is an adjective ("analgesic efficacy").
QUALITIES = frozenset(
    """
    effect activity action property efficacy potency response requirement consumption benefit mechanism receptor
    system potential patient coma event episode stimulation nerve neuron tone rescue technique procedure block nurse
    machine complication gas circuit
    """.split()
)

# Letters that sponsors put before the numbers of substances under study ("GSK256066", "MK-8998", "AMG 145").
SPONSORS = frozenset(
    """
    abbv abt ac act aeb ags aln alx amg arq arry asp avp azd bay bgb bi bia biib bms bmn cal cc cep chf cnto cp cpx crd
    cx dp dpc eb ep fk fty gdc genz gs gsk gw hgs ici imc ims isis jnj kw laf lci ldk lgx ljp lx ly mdx medi mk mln mpdl
    nbi nn nsc nvp ono org osi otx pf pha pki plx prx ptc px qaw rg rhu ro rwj sar sb sbi sch sgn sm smt sr st su tak td
    tg tgx ucb vx way wy xl yki zd zk
    """.split()
)

# Short forms beside amounts that stand for routes, times, forms, measures, groups, and no substance.
NO_SHORT_FORMS = frozenset(
    """
    IV IM SC PO IP IT IN ID PR SL BID TID QID QD QOD QW QHS TIW BIW EOD OD BD TDS HS PRN
    KG BSA VS PLUS WITH THEN SR XR ER CR IR LA XL EC II III VI VII VIII IX XI
    XII CI SD SE SEM IQR BMI BW WMD MD SMD OR RR HR LS BP SBP DBP HDL LDL VLDL TG TC CRP BUN FPG FBG FEV PEF AUC MIC
    MIC IC EC ED LD TDI RDI ADI RDA DRI EAR AI DM DW FW LBM FFM FM MTD DLT NOAEL LOAEL LOQ LOD DXA BMD BMC HIV CKD CHD
    US USA UK EU FDA WHO AND THE FOR DOSE DAY WEEK DAILY TOTAL GROUP ARM CSF DNA RNA PCR IVH AM PM MRI CT PET UV
    MCID IU LPS PAF bFGF FGF IGF EGF NGF VEGF TGF TNF IL GH TRH TSH PTH ACTH CRH LH FSH NE NO
    HYP HD RCT ICU NICU ELBW VLBW LBW SGA ASD ADHD PTB MDR XDR DOT MDD GDM
    """.split()
)

# Endings of enzymes: a substance before one says what the enzyme works on ("dihydrofolate reductase").
ENZYMES = tuple(
    "genase ductase ferase kinase synthase thetase lyase oxidase ptidase mutase merase ligase hydrolase xylase "
    "esterase phatase aminase".split()
)
