"""The words by which `measures` finds the phrase that says what was measured."""

from __future__ import annotations

from pipeline.tag.words import DASHES, Words

OPEN, CLOSE = frozenset("(["), frozenset(")]")
BE = frozenset("was were is are be been being".split())
HAVE = frozenset("had has have having".split())

# Verbs that lead to what was measured and say nothing of it themselves.
LIGHT_VERBS = (
    BE
    | HAVE
    | frozenset(
        "showed show shown showing demonstrated experienced experiencing achieved achieving attained "
        "obtained developed reported reporting exhibited displayed reached underwent received judged "
        "considered found noted observed seen documented detected recorded occurred did do does caused "
        "produced yielded resulted resulting led gave given totaled totalled averaged able presented "
        "suffered making met meeting diagnosed revealed disclosed included giving gives".split()
    )
)
# Verbs that are what was measured: "3 patients relapsed".
FULL_VERBS = frozenset(
    "responded relapsed improved died survived withdrew withdrawn discontinued discontinue completed "
    "remained recovered failed progressed required recurred worsened deteriorated decreased increased "
    "declined reduced fell rose dropped changed stabilized stabilised converted tolerated returned stopped "
    "cured healed resolved became ceased continued needed lost gained maintained went remain remains lived "
    "began chose took kept".split()
)
# What reviews count; a number of them is no result.
_BRACKET = 15  # words that a bracket with studies and people may begin before its people
STUDIES = frozenset("study studies trial trials rct rcts reports comparisons cohorts".split())
# Nouns behind a percentage that say what it measures: "a 40% reduction in the score".
CHANGE_NOUNS = frozenset("reduction increase decrease improvement decline rise fall gain loss".split())
VERBS = LIGHT_VERBS | FULL_VERBS
# "18 of 20 could walk": what people did, where they are the subject.
PREDICATE_VERBS = VERBS | {"could"}
FINITE_VERBS = (
    FULL_VERBS | HAVE | frozenset("was were developed showed achieved met experienced reported underwent".split())
)
# Participles and pronouns that go on about the people counted, before the verb that tells their result.
ABOUT_PEOPLE = frozenset(
    "treated assigned randomized randomised allocated given taking receiving evaluated enrolled included who "
    "that which whose whom".split()
)

CONNECTORS = frozenset("but whereas while although though however nor therefore thus because".split())
CLAUSE_ENDS = frozenset({";", ":"}) | CONNECTORS
COMPARING = frozenset("compared opposed versus vs v than".split())
COMPARISON_TAILS = COMPARING | {"against", "respectively", "over", "as"}
JOINERS = frozenset({"and", "or", ",", "to", "with"}) | COMPARING | DASHES

# Adjectives that compare arms; a phrase of nothing but these is no measure.
COMPARATIVES = frozenset(
    "higher lower greater longer shorter better worse more less common frequent similar comparable equal "
    "smaller larger fewer different faster slower prolonged superior inferior significant identical present "
    "twice double much".split()
)
ARM_PREPOSITIONS = frozenset("in with on for among to of by".split())
ARM_NOUNS = frozenset("group groups arm arms patients recipients subjects participants controls".split())
ARM_LABELS = frozenset(
    "placebo control controls active standard comparator treatment therapy usual care alone a b c i ii".split()
)

# A phrase of nothing but these points to a measure, counts or compares, and names none.
NAMELESS = (
    COMPARATIVES
    | STUDIES
    | frozenset(
        "which that latter former total number average majority minority rest remainder however furthermore "
        "moreover addition data group groups taking using classified finally overall altogether".split()
    )
)
# Stripped from the ends of a phrase.
FUNCTION_WORDS = (
    frozenset(
        "a an the of in on at to for with by from and or as there this that these those it its their his her "
        "our we they also only about approximately almost nearly , - ( ) [ ] : ; . = no not significant "
        "significantly statistically respectively both each either another into up well still than then so "
        "around just including included n + ± / ≥ ≤ < > ⩾ e g i was were is are had has have been after before during "
        "within".split()
    )
    | DASHES
    | COMPARING
)
HEADINGS = frozenset(
    "RESULTS RESULT FINDINGS CONCLUSION CONCLUSIONS METHODS BACKGROUND OBJECTIVE OBSERVATIONS MEASUREMENTS".split()
)
# What may stand between the measure and its number: "the rate was about 80%".
BEFORE_NUMBER = (
    frozenset("about approximately only almost nearly of to at by reached was were is are = : around".split()) | DASHES
)
BEFORE_PEOPLE = frozenset("all only the another just about approximately almost nearly each a total".split())
PEOPLE_PREPOSITIONS = frozenset("in by for among to".split())

# Words that tell a time and no measure: "week 24", "6 months after baseline".
TIMES = frozenset("week weeks day days month months year years hour hours minutes follow-up followup baseline".split())
STAT_WORDS = frozenset("median mean average medians means range n about approximately only adjusted overall".split())
# A share of nothing but these says who was studied; a mean of these, how.
BASELINE_WORDS = frozenset(
    "women men woman man female females male males girls boys white whites black blacks caucasian caucasians "
    "hispanic asian african american patients subjects participants children adults premenopausal "
    "postmenopausal aged or and were".split()
)
FOLLOW_UP_WORDS = frozenset("age ages aged follow-up followup follow followed".split())


def is_of_sign(words: Words, i: int) -> bool:
    """Whether word `i` is the stroke or the dash of "+/-"."""
    if words[i] == "/":
        return words[i - 1] == "+"
    return words[i] in DASHES and words[i - 1] == "/" and words[i - 2] == "+"


def beside_studies(words: Words, start: int, end: int) -> bool:
    """ "(3 trials, 448 patients)": whether `[start, end)` stands in a bracket that counts studies, too."""
    opening = next((i for i in words.backwards(start, _BRACKET) if words[i] in OPEN | {")"}), -1)
    if words[opening] not in OPEN:
        return False
    beside = words.lower[opening + 1 : (words.closing(opening) or end) + 1]
    return any(word in STUDIES and words.number_before(opening + 1 + k) for k, word in enumerate(beside))
