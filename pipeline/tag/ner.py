"""The shipped NER model as a component: its names, made consistent, join what the vocabulary found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.vectors import Vectors

from pipeline.errors import ConfigError
from pipeline.tag.arithmetic import use_numpy_products
from pipeline.tag.consistency import CHEMICAL, DISEASE, Named, consistent
from pipeline.tag.doubts import doubtful_parts, load_plain_words
from pipeline.tag.features import part_with_features, vocabulary_marks
from pipeline.tag.merge import merge
from pipeline.tag.tokens import sentence_starts

MODEL_FOLDER = Path(__file__).parent / "ner_model"
SHIPPED = "litsift"  # name of the shipped model in the settings
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
    """Adds names that the vocabulary does not know to `doc.spans["DRUG"]` and `doc.spans["DISEASE"]` (see merge.py).

    The model is asked about doubtful sentences only (see doubts.py). Needs the vocabulary tagger before it.
    """

    def __init__(self, nlp: Language, name: str, folder: str | None, guideline: str) -> None:
        """Load the model from a folder, by default the shipped one. Raises ConfigError if it cannot be loaded."""
        self.name = name
        self._guideline = guideline
        place = Path(folder) if folder else MODEL_FOLDER
        model = load_ner(place)
        self._plain = load_plain_words(place)
        nlp.vocab.vectors = _view(model.vocab.vectors, nlp.vocab.strings)
        for label in LABELS:
            nlp.vocab.strings.add(label)
        self._components: list[Any] = [part for _, part in model.pipeline]

    def __call__(self, doc: Doc) -> Doc:
        """Tag a document."""
        marks = vocabulary_marks(doc)
        parts = doubtful_parts(doc, marks, self._plain)
        if names := self._names(doc, marks, parts):
            merge(doc, consistent(doc, names), marks)
        return doc

    def predict(self, doc: Doc) -> list[Named]:
        """Return the names that the model alone finds in all of a document, in order, with the guideline's labels."""
        return self._names(doc, vocabulary_marks(doc), [(0, len(doc))])

    def _names(self, doc: Doc, marks: Sequence[str], parts: Sequence[tuple[int, int]]) -> list[Named]:
        ranges = [piece for part in parts for piece in _pieces(doc, *part)]
        docs = [part_with_features(doc, marks, start, end, self._guideline) for start, end in ranges]
        for component in self._components:
            docs = list(component.pipe(docs))
        return [
            Named(entity.label_, entity.start + start, entity.end + start)
            for part, (start, _) in zip(docs, ranges, strict=True)
            for entity in part.ents
        ]


def _pieces(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a range of tokens at sentences into pieces that the model can take at once."""
    starts = sentence_starts(doc)
    while end - start > _LONGEST:
        last = starts[bisect_right(starts, start + _LONGEST) - 1]
        cut = last if last > start else start + _LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _view(vectors: Vectors, strings: StringStore) -> Vectors:
    """The same vectors for another vocabulary: the model's layers look words up in that of the document."""
    names = ("mode", "minn", "maxn", "hash_count", "hash_seed", "bow", "eow")
    return Vectors(strings=strings, data=vectors.data, **{name: getattr(vectors, name) for name in names})
