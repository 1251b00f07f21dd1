"""The spaCy corpus reader that keeps the token features of the training documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import registry


@registry.readers("litsift.FeatureCorpus.v1")  # type: ignore[untyped-decorator]
def feature_corpus(path: Path) -> Callable[[Language], Iterator[Example]]:
    """Return a reader of the documents that `corpora.write_documents` wrote.

    spaCy's own reader gives the model the bare words; here it gets the words with the marks in TAG and LEMMA.
    """

    def read(nlp: Language) -> Iterator[Example]:
        for gold in DocBin().from_disk(path).get_docs(nlp.vocab):
            yield Example(bare(gold), gold)

    return read


def bare(gold: Doc) -> Doc:
    """Return a copy of a document with its token features and without entities."""
    return Doc(
        gold.vocab,
        words=[token.text for token in gold],
        spaces=[bool(token.whitespace_) for token in gold],
        tags=[token.tag_ for token in gold],
        lemmas=[token.lemma_ for token in gold],
    )
