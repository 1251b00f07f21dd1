"""The language that a text is written in, as its letters tell, whatever its page or record states."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# ISO 639-1 codes of what clinical articles and their abstracts are printed in. Fewer languages, fewer errors on titles
# full of Latin.
_LANGUAGES = (
    "ar bg bs ca cs da de el en es et fa fi fr he hr hu id is it ja ko lt lv mk nl no pl pt ro ru sk sl sq sr sv th tr "
    "uk vi zh"
).split()
_SURE = 0.99
_LEAST_BYTES = 32  # of letters, in UTF-8: a few words, or ten Chinese signs
_LOOKED_AT = 1000
_ENGLISH = frozenset("the of and with was were".split())
_ENOUGH_WORDS = 40
_LEAST_THE, _LEAST_ENGLISH = 0.02, 0.12  # shares of the words


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language; None where the text is too short to tell."""
    sample = text[:_LOOKED_AT]
    if len("".join(filter(str.isalpha, sample)).encode("utf-8", "replace")) < _LEAST_BYTES:
        return None
    if _is_plainly_english(sample.lower().split()):
        return "en"
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= _SURE else None


def _is_plainly_english(words: Sequence[str]) -> bool:
    """Whether no model need be asked: no other language has so many of these words, "the" among them."""
    enough = len(words) >= _ENOUGH_WORDS and words.count("the") >= _LEAST_THE * len(words)
    return enough and sum(word in _ENGLISH for word in words) >= _LEAST_ENGLISH * len(words)


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return identifier
