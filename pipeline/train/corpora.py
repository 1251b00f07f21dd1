"""Public corpora to training documents: our tokens, their labels as CHEMICAL and DISEASE, the model's token features.

Every corpus is read from `FOLDER/<name>/train.jsonl` and `dev.jsonl`, see `pipeline/evaluate/corpora.py`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from pipeline.evaluate.corpora import CorpusDoc, CorpusSpan, read_corpus
from pipeline.evaluate.guidelines import GUIDELINES
from pipeline.evaluate.trained_on import beginning, fingerprint
from pipeline.tag.consistency import CHEMICAL, DISEASE
from pipeline.tag.features import set_features


class Corpus(NamedTuple):
    """A corpus to train on; its folder has the name of its guideline.

    `unlabelled`: our labels that its annotators left out wholly or in part. Tokens that the vocabulary knows as such
    and that carry no label teach nothing. `unsure`: labels of spans that may hold such names. `repeat`: how often a
    document stands in an epoch.
    """

    name: str
    unlabelled: tuple[str, ...] = ()
    unsure: frozenset[str] = frozenset()
    repeat: int = 1

    @property
    def labels(self) -> Mapping[str, str]:
        """What the corpus's labels become."""
        return next(guideline.labels for guideline in GUIDELINES if guideline.name == self.name)


CORPORA = (
    Corpus("bc5cdr", repeat=2),
    Corpus("ncbi-disease", unlabelled=(CHEMICAL,), repeat=2),
    Corpus("biored"),
    # Only what takes part in an event is labelled; an effect is a clause that may name diseases.
    Corpus("phee", unlabelled=(CHEMICAL, DISEASE), unsure=frozenset({"Effect"})),
    # What is tried and for which condition; other drugs and diseases have no label.
    Corpus("neurotrial-ner", unlabelled=(CHEMICAL, DISEASE)),
)
MEASURED = ("bc5cdr", "ncbi-disease")  # their dev parts measure the model

# The letters of a mark (see pipeline/tag/features.py) that say that the vocabulary knows a token.
_KNOWN = {CHEMICAL: frozenset("Cc"), DISEASE: frozenset("Dd")}


def training_documents(folder: Path, nlp: Language, *, with_dev: bool) -> list[Doc]:
    """Return the training documents, shuffled with a fixed seed; `with_dev` adds the dev parts of all corpora.

    Without it, documents that are dev documents of the corpora that measure are left out of every corpus. `nlp` is a
    tagger up to the vocabulary. Raises GoldError for a corpus that is missing or broken.
    """
    measured = _Texts(() if with_dev else (d for name in MEASURED for d in read_corpus(folder / name / "dev.jsonl")))
    docs: list[Doc] = []
    for corpus in CORPORA:
        for part in ("train", "dev") if with_dev else ("train",):
            for document in read_corpus(folder / corpus.name / f"{part}.jsonl"):
                if document not in measured:
                    docs += [training_document(document, corpus, nlp)] * corpus.repeat
    random.Random(0).shuffle(docs)
    return docs


def corpus_files(folder: Path) -> list[Path]:
    """Return all files that are trained on or measured with."""
    return [folder / corpus.name / f"{part}.jsonl" for corpus in CORPORA for part in ("train", "dev")]


def fingerprints(folder: Path) -> list[str]:
    """Return the fingerprints of all documents that the shipped model is trained on, sorted."""
    documents = (document for file in corpus_files(folder) for document in read_corpus(file))
    return sorted({fingerprint(document.text) for document in documents})


def dev_documents(folder: Path, nlp: Language, name: str) -> Iterator[Doc]:
    """Yield the dev documents of a corpus, with its labels."""
    corpus = next(corpus for corpus in CORPORA if corpus.name == name)
    for document in read_corpus(folder / name / "dev.jsonl"):
        yield training_document(document, corpus, nlp)


def training_document(document: CorpusDoc, corpus: Corpus, nlp: Language) -> Doc:
    """Return a document with features, entities and, where the corpus does not say, missing entities."""
    doc = set_features(nlp(document.text), corpus.name)
    entities: list[Span] = []
    taken: set[int] = set()
    unsure = _unsure(document, corpus, doc)
    for span in sorted(document.spans, key=lambda s: s.start - s.end):  # of nested names the longest
        label = corpus.labels.get(span.label)
        entity = doc.char_span(span.start, span.end, label=label) if label else None
        if entity is not None and taken.isdisjoint(range(entity.start, entity.end)):
            taken.update(range(entity.start, entity.end))
            entities.append(entity)
        elif label and entity is None:
            unsure |= _tokens(doc, span)  # its borders lie inside tokens
    missing = sorted(unsure - taken)
    doc.set_ents(entities, missing=[Span(doc, i, i + 1) for i in missing], default="outside")
    return doc


def _unsure(document: CorpusDoc, corpus: Corpus, doc: Doc) -> set[int]:
    """The tokens of which the corpus does not say whether they belong to a name."""
    letters = {letter for label in corpus.unlabelled for letter in _KNOWN[label]}
    tokens = {token.i for token in doc if not letters.isdisjoint(token.tag_)}
    for span in document.spans:
        if span.label in corpus.unsure:
            tokens |= _tokens(doc, span)
    return tokens


def _tokens(doc: Doc, span: CorpusSpan) -> set[int]:
    """The tokens that a span touches."""
    touched = doc.char_span(span.start, span.end, alignment_mode="expand")
    return set(range(touched.start, touched.end)) if touched is not None else set()


def write_documents(path: Path, docs: Iterable[Doc]) -> None:
    """Write documents for `litsift.FeatureCorpus.v1` to read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(attrs=["ORTH", "SPACY", "TAG", "LEMMA", "ENT_IOB", "ENT_TYPE"], docs=docs).to_disk(path)


class _Texts:
    """Texts that may not be trained on: known by their beginning, or, for single sentences, by holding them."""

    def __init__(self, documents: Iterable[CorpusDoc]) -> None:
        texts = [document.text for document in documents]
        self._beginnings = {beginning(text) for text in texts}
        self._all = "\n".join(texts)

    def __contains__(self, document: CorpusDoc) -> bool:
        return beginning(document.text) in self._beginnings or document.text in self._all
