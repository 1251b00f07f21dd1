"""The shipped NER model as a component: its names, made consistent, beside what the vocabulary found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc, Span
from spacy.vectors import Vectors

from pipeline.errors import ConfigError
from pipeline.tag.arithmetic import use_numpy_products
from pipeline.tag.consistency import CHEMICAL, DISEASE, Named, consistent
from pipeline.tag.features import clear_features, set_features
from pipeline.tag.merge import merge

MODEL_FOLDER = Path(__file__).parent / "ner_model"
SHIPPED = "litsift"  # name of the shipped model in the settings
NAMES = "NER"  # group of the model's own spans
LABELS = (CHEMICAL, DISEASE)


TRAINED_ON = "trained_on.txt"  # in a folder that `make train` has made
_PARTS = ("tok2vec", "ner")
_LONGEST = 4_000  # tokens that the model sees at once; its memory grows with them


def is_litsift(model: str) -> bool:
    """Tell whether a setting names the shipped model, or the folder of one that `make train` has made."""
    return model == SHIPPED or (Path(model) / TRAINED_ON).is_file()


def model_folder(model: str) -> Path:
    """Return the folder of such a model."""
    return MODEL_FOLDER if model == SHIPPED else Path(model)


@lru_cache(maxsize=2)
def load_ner(folder: Path) -> Language:
    """Return a model that `make train` has made.

    Its word vectors lie on disk with 16 bits a number; training rounds them before it begins, so nothing is lost.
    Raises ConfigError if there is none.
    """
    use_numpy_products()
    try:
        nlp = spacy.load(folder)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ConfigError(f"{folder}: the NER model cannot be loaded ({reason}); reinstall litsift") from None
    if tuple(nlp.pipe_names) != _PARTS:
        raise ConfigError(f"{folder}: is no model that 'make train' has made")
    nlp.vocab.vectors.data = nlp.vocab.vectors.data.astype("float32")
    return nlp


@Language.factory("litsift_ner", default_config={"folder": None, "guideline": "bc5cdr"})
class NerTagger:
    """Sets `doc.spans["NER"]` (labels CHEMICAL and DISEASE as the guideline has them) and adds to DRUG and DISEASE.

    Needs the vocabulary tagger before it.
    """

    def __init__(self, nlp: Language, name: str, folder: str | None, guideline: str) -> None:
        """Load the model from a folder, by default the shipped one. Raises ConfigError if it cannot be loaded."""
        self.name = name
        self._guideline = guideline
        model = load_ner(Path(folder) if folder else MODEL_FOLDER)
        nlp.vocab.vectors = _view(model.vocab.vectors, nlp.vocab.strings)
        for label in LABELS:
            nlp.vocab.strings.add(label)
        self._components = [part for _, part in model.pipeline]

    def __call__(self, doc: Doc) -> Doc:
        """Tag a document."""
        return self.join(doc, self.predict(doc))

    def predict(self, doc: Doc) -> list[Named]:
        """Return the names that the model alone finds, in reading order; `doc` is marked (see features.py)."""
        set_features(doc, self._guideline)
        if len(doc) <= _LONGEST:
            return self._names(doc, 0)
        cuts = _cuts(doc)
        return [name for start, end in pairwise(cuts) for name in self._names(doc[start:end].as_doc(), start)]

    def _names(self, doc: Doc, offset: int) -> list[Named]:
        for component in self._components:
            doc = component(doc)
        return [Named(entity.label_, entity.start + offset, entity.end + offset) for entity in doc.ents]

    def join(self, doc: Doc, names: Sequence[Named]) -> Doc:
        """Make names consistent and join them with what the vocabulary found."""
        names = consistent(doc, names)
        doc.spans[NAMES] = [Span(doc, name.start, name.end, label=name.label) for name in names]
        merge(doc, names)
        return clear_features(doc)


def _cuts(doc: Doc) -> list[int]:
    """Where to cut a long document: at sentences, into pieces that the model can take."""
    cuts = [0]
    last = 0  # the last place where a sentence begins
    for token in doc:
        if token.i - cuts[-1] >= _LONGEST:
            cuts.append(last if last > cuts[-1] else token.i)
        if token.is_sent_start:
            last = token.i
    return [*cuts, len(doc)]


def _view(vectors: Vectors, strings: StringStore) -> Vectors:
    """The same vectors for another vocabulary: the model's layers look words up in that of the document."""
    names = ("mode", "minn", "maxn", "hash_count", "hash_seed", "bow", "eow")
    return Vectors(strings=strings, data=vectors.data, **{name: getattr(vectors, name) for name in names})
