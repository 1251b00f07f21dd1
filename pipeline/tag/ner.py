"""The shipped NER model as a component: its names, made consistent, beside what the vocabulary found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.errors import ConfigError
from pipeline.tag.arithmetic import use_numpy_products
from pipeline.tag.consistency import Named, consistent
from pipeline.tag.features import set_features
from pipeline.tag.merge import merge

MODEL_FOLDER = Path(__file__).parent / "ner_model"
SHIPPED = "litsift"  # name of the shipped model in the settings
NAMES = "NER"  # group of the model's own spans
LABELS = ("CHEMICAL", "DISEASE")


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
        nlp.vocab.vectors = model.vocab.vectors  # the model's layers look words up in the document's vocabulary
        for label in LABELS:
            nlp.vocab.strings.add(label)
        self._components = [part for _, part in model.pipeline]

    def __call__(self, doc: Doc) -> Doc:
        """Tag a document."""
        return self.join(doc, self.predict(doc))

    def predict(self, doc: Doc) -> list[Named]:
        """Return the names that the model alone finds, in reading order."""
        set_features(doc, self._guideline)
        for component in self._components:
            doc = component(doc)
        return [Named(entity.label_, entity.start, entity.end) for entity in doc.ents]

    def join(self, doc: Doc, names: Sequence[Named]) -> Doc:
        """Make names consistent and join them with what the vocabulary found."""
        names = consistent(doc, names)
        doc.spans[NAMES] = [Span(doc, name.start, name.end, label=name.label) for name in names]
        merge(doc, names)
        return doc
