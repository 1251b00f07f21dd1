"""Names that the source vocabularies hold and that a clinical text uses in another sense; read at build time only.

A word stands here because the source lists are made for other purposes (ingredients, laboratory codes, gene-like
abbreviations, brands that are common words), never because of a single document.
"""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    """Names separated by commas or line ends."""
    return frozenset(name.strip() for line in text.splitlines() for name in line.split(",") if name.strip())


# Common English words that are also brands or codes.
_BRANDS_THAT_ARE_WORDS = _names(
    """
    equal, success, choice, distance, today, luminal, cream, tracer, sector, sensor, senior, combat, apex, momentum,
    mega, depot, chip, avid, soma, steward, android, justice, equipoise, esteem, reconcile, conserve, lean, thanks,
    nostril, program, paper, life, love, quest, revolution, dial, orphan, artist, pred, beta 2, beta2, an 1, h2a2,
    abcd, a dopamine, det, essence, harmony, advantage, accent, ally, allegro, ambush, arena, asset, award, banner,
    barrage, basis, beam, blazer, bravo, cadre, challenge, champion, charge, classic, command, comet, concert,
    control, crossbow, crown, crystal, defend, direct, dimension, discover, dual, eclipse, elite, enhance, ensign,
    express, fact, fame, finesse, focus, force, frontier, fusion, gallery, glean, guardian, harvest, honor, image,
    impact, impulse, intrepid, landmark, legend, liberty, marshal, master, matrix, mirage, model, monitor, monument,
    motive, option, orbit, order, pace, partner, passport, pilot, pinnacle, platform, pride, prime, principal,
    prompt, prospect, pulse, pursuit, ranger, reason, reflex, regain, regent, release, relay, resource, result,
    reward, rival, sabre, scope, score, select, sentinel, shield, sonar, spike, spirit, square, stadium, status,
    sterling, storm, strategy, stride, strike, summit, surpass, symbol, synergy, target, team, tempo, terminal,
    thrive, tower, tribute, trigger, triumph, unite, venture, vigil, vision, vital, zeal, accord, align, assert,
    assure, balance, bonus, caliber, capture, complete, compass, confidence, connect, contact, contour, create,
    device, domain, dynamic, edge, element, embark, endurance, energy, ensure, evolve, exact, exult, freedom, gain,
    gateway, graduate, horizon, initiate, insight, instinct, integrity, journey, launch, leverage, lift, logic,
    measure, merit, micro, mission, mobile, nature, novel, objective, optimum, peak, percent, pivot, plateau, point,
    premier, process, promise, protect, pure, quality, range, reach, relief, renew, report, resolve, respond, rest,
    restore, rise, route, sense, series, signal, site, solid, source, spectrum, stable, stance, standard, step,
    suprema, sustain, system, tandem, theme, tracker, trend, trial, unity, value, velocity, verdict, vista, wave,
    trace, transport, triple, uniform, unison, update, valid, vector, viable, visible, volume, weight, optimal,
    duration, effect, extra, group, healthy, ideal, level, major, minor, normal, period, placebo, relative,
    response, single, steady, subject, time, total, treatment, treat, gold standard, cell, sand, drug combination,
    therapeutic use, protective agent, talon, ear drop, ophthalmic solution, provide, general,
    pharmaceutical preparation, mace, biologic, synergist, antibody, chelate
    """
)

# Materials, tracers, contrast media, reagents, food, stimulants taken for pleasure, poisons.
_NO_MEDICINES = _names(
    """
    orange juice, lime, soybean flour, milk, skim milk, tea, green tea, black tea, coffee, wine, beer, water,
    sterile water, distilled water, heavy water, tap water, sugar, refined sugar, salt, iodised salt, iodized salt,
    rice, corn, wheat, oat, oatmeal, soybean, soya bean, peanut, walnut, egg, beef, chocolate, yeast, grapefruit,
    olive oil, corn oil, rapeseed oil, flour, mustard, ginger, turmeric, cranberry, casein, whey, whey protein,
    soy protein, tobacco, alcohol, ethanol, cocaine, marijuana, heroin, lsd, opium, mdma, methamphetamine,
    cigarette, caffeine, honey, maltodextrin, pollen, house dust, nutmeg, cotton, silk, latex, rubber, quartz, talc,
    teflon, ptfe, polytetrafluoroethylene, polyethylene, nylon, silica, silicone, titanium, hydroxyapatite,
    alginate, agar, gelatin, cellulose, nitrocellulose, paraffin, formalin, formaldehyde, glutaraldehyde,
    paraformaldehyde, guaiac, methanol, acetone, benzene, chloroform, phenol, cresol, ammonia, ethidium bromide,
    sodium dodecyl sulfate, sodium hydroxide, potassium hydroxide, sodium lauryl sulfate, edta, egta, dota, dtpa,
    chx-a-dtpa, diethylenetriaminepentaacetic acid, bromodeoxyuridine, iododeoxyuridine, thymidine, guanine,
    guanidine, adenine, uracil, inulin, evans blue, fluorescein, indocyanine green, iohexol, iopamidol, ioxaglate,
    metrizamide, gadopentetate dimeglumine, gadolinium-dtpa, gd-dtpa, ferumoxytol, technetium-99m, technetium 99m,
    technetium-99m sestamibi, sestamibi, tc-mibi, mibg, meta-iodobenzylguanidine, iodine-125, 125i, 131i, 111in,
    indium-111, xenon, xenon-133, phosphorus 31, lithium-7, 13c-urea, fdg-pet, fdg pet, datscan, octreoscan,
    pentetreotide, sodium iothalamate, orthoiodohippurate, iothalamate, radiopharmaceutical, tracer, contrast media,
    hbsag, hepatitis b surface antigen, hemagglutinin, agglutinin, mitogen, antigen, antiserum, antisera,
    immune sera, serpin, antiprotease, serine protease inhibitor, serine proteinase inhibitor, factor i, wt1,
    protein a, endothelium-derived relaxing factor, epidermal growth factor, human epidermal growth factor,
    ionophore, calcium ionophore, secretagogue, disinfectant, sunscreen, dialysate, photosensitizer, phytoestrogen,
    boron, carbon, nitrogen, germanium, nickel, mercury, arsenic, lead, cadmium, aluminum, cobalt, silver,
    iron oxide, carbon dioxide, carbon monoxide, ozone, hydroperoxide, methacholine, ovalbumin, saccharin,
    sodium azide, phospholipid, cytochrome c, peroxidase, myeloperoxidase, nucleoside, polyglactin 910,
    polyglycolic acid, chitosan, androstenone, cotinine, hyaluronan, collagen, fibronectin, dialysis solution,
    cardioplegic solution, sialic acid, annatto, streptozotocin, streptozocin, radiation-sensitizing agent, cell,
    natural killer cell, fungicide, insecticide, diphtheria toxoid antigen, ristocetin cofactor, mercapturic acid,
    cycloheximide, tetrodotoxin, ouabain, methionine, enkephalin, pyrogallol, pyrocatechol, acid alpha-glucosidase,
    enzyme inhibitor, pharmaceutical solution, solution, tablet, capsule, powder, suspension, emerald, chalk, drug,
    medicine, medication, glass, agonist, antagonist, inhibitor, hallucinogen, adjuvant, excipient, vehicle,
    detergent, surfactant, emollient, ligand, fluid, antineoplaston
    """
)

# Parts of salts, and words too general.
_FRAGMENTS = _names(
    """
    sulfate, acetate, chloride, citrate, lactate, hormone, benzoate, maleate, tartrate, lemon, olive, licorice,
    herb, grape
    """
)

NO_DRUGS = _FRAGMENTS | _BRANDS_THAT_ARE_WORDS | _NO_MEDICINES

# Substances of the body and of food that laboratories measure; a drug only where the text says that it is given.
ENDOGENOUS = _names(
    """
    calcium, sodium, potassium, magnesium, phosphate, inorganic phosphate, phosphorus, bicarbonate, iron, zinc,
    copper, selenium, chromium, manganese, iodine, fluoride, sulfur, molybdenum, gold, bismuth, sodium chloride,
    nacl, lactic acid, acetic acid, citric acid, urate, uric acid, pyruvate, oxalate, butyrate, hyaluronate, urea,
    creatine, creatinine, bilirubin, cholesterol, glucose, d-glucose, dextrose, fructose, sucrose, galactose,
    mannose, lactose, xylose, d-xylose, fucose, l-fucose, sorbitol, glycerol, oxygen, nitric oxide, helium,
    hydrogen peroxide, nitrate, nitrite, albumin, serum albumin, human albumin, human serum albumin, plasma protein,
    fibrinogen, thrombin, prothrombin, antithrombin, antithrombin iii, protein c, protein s, factor viii, factor ix,
    factor xiii, von willebrand factor, immunoglobulin, hemoglobin, haemoglobin, transferrin, ferritin, glutathione,
    gssg, oxidized glutathione, histamine, dopamine, norepinephrine, noradrenaline, epinephrine, adrenaline,
    serotonin, acetylcholine, adenosine, adenosine triphosphate, atp, gaba, gamma-aminobutyric acid,
    nicotinamide adenine dinucleotide, angiotensin, angiotensin ii, angiotensin-ii, aldosterone, cortisol,
    corticosterone, testosterone, estradiol, oestradiol, 17 beta-oestradiol, estrogen, oestrogen, estrone, estriol,
    progesterone, pregnanolone, progestin, androgen, androstenedione, dehydroepiandrosterone, dhea, dheas,
    growth hormone, human growth hormone, ghrh, growth hormone-releasing hormone, acth, corticotropin,
    adrenocorticotropin, adrenocorticotropic hormone, adrenocorticotrophic hormone, corticotropin-releasing factor,
    parathyroid hormone, parathormone, calcitonin, thyroxine, l-thyroxine, triiodothyronine, thyrotropin,
    thyroid stimulating hormone, thyroid-stimulating hormone, thyroglobulin, thyroid hormone, luteinizing hormone,
    luteinising hormone, follicle stimulating hormone, follicle-stimulating hormone, gnrh, lhrh, lh-rh,
    gonadotropin-releasing hormone, gonadotropin releasing hormone, human chorionic gonadotropin, prolactin,
    vasopressin, arginine vasopressin, antidiuretic hormone, insulin, human insulin, proinsulin, glucagon,
    somatostatin, secretin, gastrin, pentagastrin, ghrelin, leptin, melatonin, erythropoietin,
    atrial natriuretic peptide, b-type natriuretic peptide, hepcidin, insulin-like growth factor-1,
    insulin-like growth factor-i, insulin-like growth factor 1, kallikrein, trypsin, chymotrypsin, pepsin, lipase,
    lactase, collagenase, subtilisin, tissue plasminogen activator, prostacyclin, prostaglandin, prostaglandin e1,
    prostaglandin e2, prostaglandin f2 alpha, pge1, pge2, interleukin-2, interleukin-3, interleukin-4, il-3, il-4,
    il3, il4, il-18, interferon gamma, interferon-gamma, granulocyte-macrophage colony-stimulating factor,
    granulocyte macrophage-colony stimulating factor, granulocyte/macrophage colony-stimulating factor, pdgf-bb,
    alpha1-antitrypsin, alpha 1-antitrypsin, alpha-1-antitrypsin, alpha-1 antitrypsin, alpha 1 antitrypsin,
    alpha1-protease inhibitor, alpha-1-protease inhibitor, alpha-1 proteinase inhibitor,
    alpha 1 proteinase inhibitor, vitamin, vitamin a, vitamin b1, vitamin b6, vitamin b-6, vitamin b12,
    vitamin b-12, vitamin c, vitamin d, vitamin d3, vitamin e, vitamin k, 25-hydroxyvitamin d3, retinol, retinoid,
    beta-carotene, beta carotene, alpha-tocopherol, tocopherol, ascorbic acid, ascorbate, thiamine, thiamin,
    riboflavin, niacin, nicotinic acid, nicotinamide, biotin, pantothenic acid, pyridoxine, folate, folic acid,
    cobalamin, cyanocobalamin, choline, inositol, myo-inositol, carnitine, taurine, lutein, zeaxanthin, lycopene,
    xanthophyll, micronutrient, trace element, antioxidant, amino acid, essential amino acid, arginine, tyrosine,
    methionine, glutamine, glutamate, leucine, isoleucine, valine, lysine, glycine, alanine, beta-alanine, cysteine,
    cystine, phenylalanine, ornithine, proline, serine, threonine, histidine, tryptophan, aspartic acid, aspartate,
    carnosine, l-carnosine, glycine betaine, linoleic acid, alpha-linolenic acid, gamma-linolenic acid, oleic acid,
    stearic acid, palmitic acid, palmitate, eicosapentaenoic acid, docosahexaenoic acid, phosphatidylcholine,
    monoclonal antibody, nicotine, cannabis, amphetamine, thc, tetrahydrocannabinol, colostrum, bile acid,
    trace mineral, mineral
    """
)

# Words of every text, body parts, measures, laboratory terms, outcomes and processes that are no finding.
NO_DISEASES = _names(
    """
    disease, diseases, disorder, condition, syndrome, the syndrome, symptom, signs and symptoms, symptoms and signs,
    sign, signs, illness, complication, complications, adverse event, adverse effect, adverse effects, side effect,
    adverse, reaction, adverse drug reaction, adverse drug event, drug-related side effects and adverse reactions,
    toxicity, drug toxicity, death, sudden death, perinatal death, neonatal death, fetal death, infant death,
    mortality, morbidity, recurrence, relapse, survival, combined, cm2, cmh2, soft, hard, gave, rich, lamb, ever,
    read, said, dish, bend, bite, clam, cold, face, fall, falls, allergic, infectious, infertile, sterile,
    malnourished, lymphomatous, nonverbal, hyperthyroid, hypothyroid, manic, inactivity, slow breathing, mono,
    highly sensitive, ordering, collecting, arranging, jumping, spinning, settle, canvas, clipper, grumpy, sturdy,
    oncology, thyroid, pituitary, ganglion, emergency, strain, puberty, menopause, pregnancy, body weight, weight,
    birth weight, birthweight, fetal weight, body height, body mass index, weight reduction, insulin sensitivity,
    target cell, gaucher cell, tumor site, cancer site, surgical margin, resection margin, tumor invasion,
    near vision, lung sound, platelet antibody, xy female, taqi polymorphism, psychiatric diagnosis, carcinogenesis,
    genomic, instability, chromosomal instability, mutation, aneuploidy, dissociation, aspiration, dependence,
    substance use, marijuana use, drug use, brain death, circulatory arrest, drug resistance, abnormal growth,
    pathologic process, pathological process, hyperoxia, wakefulness, behavior, personality, stress, tearing, glass,
    sac, scar tissue, short arm, inversion, small platelet, drug withdrawal, disease progression, disease attribute,
    disease model, animal disease model, foreign body, chronic disease, acute disease, acquired, congenital,
    idiopathic, familial, hereditary, sporadic, juvenile, infantile, neonatal, adult, early onset, late onset,
    onset, progressive, severe, mild, moderate, profound, borderline, acute, chronic, subacute, recurrent, episodic,
    bilateral, unilateral, left, right, proximal, distal, generalized, localized, diffuse, focal, central,
    peripheral, refractory, triggered by, position, frequency, phenotype, abnormality, abnormalities, lesion,
    lesions, mass, nodule, tolerance, delivery, term birth, breech presentation, caesarean section,
    cesarean section, rh isoimmunization status, cell, membrane, channel, residual tumor, minimal residual disease,
    margin of excision, neoplastic process, biological dependence, caregiver burden, sleep deprivation,
    airway remodelling, at risk, sensitive, resistance, high risk, slow acetylator phenotype, increased risk,
    hypoxic, septic, diabetic, asthmatic, epileptic, schizophrenic, hypertensive, obese, depressed, anxious,
    autistic, demented, blind, deaf, mute, gestational weight gain, personality trait, sleep, memory, attention,
    pain measurement, healthy, unaffected, male, female, rigour, hypothesis, aggressive, violence, accident,
    suicide attempt, poverty, stressful event, self-injury, bereavement, trauma center, wound, wounds,
    wound closure, breathing, crying, sleeping, eating, drinking, walking, thinking, learning, talking, plaque,
    dental plaque, calculus, deposits, filling, dose, response, stage, grade, score, level, hypothermia induced
    """
)
