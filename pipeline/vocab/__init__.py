"""Compiled vocabularies of drugs and diseases, and the matcher that finds their terms in a text."""

from pipeline.vocab.vocabulary import Concept, Term, Vocabulary, load_vocabulary

__all__ = ["Concept", "Term", "Vocabulary", "load_vocabulary"]
