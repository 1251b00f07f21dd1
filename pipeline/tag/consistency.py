"""One name, one label throughout a document: what the NER model says in one place holds in the others.

A model reads a sentence at a time. A reader remembers: an abbreviation means its long form wherever it stands, and a
name that is a disease in the title is one in the last sentence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.tag.attributes import ShortForm
from pipeline.tag.tokens import token_texts, token_words

CHEMICAL, DISEASE = "CHEMICAL", "DISEASE"  # the model's labels

_MIN_SHARE = 0.33  # of a name's places that carry the label, for the others to get it (tuned on BC5CDR dev)
_MIN_LETTERS = 4  # of a name of one word; shorter ones mean many things


class Named(NamedTuple):
    """A name over the tokens `[start, end)` with the model's label."""

    label: str
    start: int
    end: int


class _Board:
    """The names of a document, none overlapping another."""

    def __init__(self, names: Iterable[Named]) -> None:
        self.at: dict[int, Named] = {i: name for name in names for i in range(name.start, name.end)}

    def free(self, start: int, end: int) -> bool:
        return not any(i in self.at for i in range(start, end))

    def put(self, name: Named) -> None:
        self.at.update(dict.fromkeys(range(name.start, name.end), name))

    def names(self) -> list[Named]:
        return sorted(set(self.at.values()), key=lambda name: name.start)


def consistent(doc: Doc, names: Sequence[Named]) -> list[Named]:
    """Return the names in reading order, with those added that the document itself implies."""
    texts = token_texts(doc)
    board = _Board(names)
    for form in doc._.short_forms:
        _follow_long_form(doc, texts, board, form)
    _repeat(board, token_words(doc))
    return board.names()


def _follow_long_form(doc: Doc, texts: Sequence[str], board: _Board, form: ShortForm) -> None:
    """Label every place of a short form as the name that its long form is, and with nothing else."""
    long_form = doc.char_span(form.long_start, form.long_end, alignment_mode="expand")
    short_form = doc.char_span(form.start, form.end, alignment_mode="expand")
    if long_form is None or short_form is None:
        return
    name = board.at.get(long_form.end - 1)
    if name is None or name.end != long_form.end or name.start > long_form.start:
        return  # "duration of [catatonia] (DOC)"
    length = len(short_form)
    for start in _places(texts, texts[short_form.start : short_form.end]):
        held = board.at.get(start)
        if board.free(start, start + length) or (held and (held.start, held.end) == (start, start + length)):
            board.put(Named(name.label, start, start + length))


def _places(texts: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    """Where a short form or its plural stands."""
    forms = {wanted[0], f"{wanted[0]}s"} if len(wanted) == 1 else {wanted[0]}
    for i, text in enumerate(texts):
        if text in forms and texts[i + 1 : i + len(wanted)] == wanted[1:]:
            yield i


def _repeat(board: _Board, words: Sequence[str]) -> None:
    """Label the free places of names that carry one label in a good share of their places."""
    labels: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in board.names():
        labels[tuple(words[name.start : name.end])][name.label] += 1
    starting: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in labels:
        if len(key) > 1 or len(key[0]) >= _MIN_LETTERS:
            starting[key[0]].append(key)
    places = [(key, i) for i, word in enumerate(words) for key in starting.get(word, ()) if _stands(words, i, key)]
    often = Counter(key for key, _ in places)
    for key, i in sorted(places, key=lambda place: (-len(place[0]), place[1])):
        label, count = labels[key].most_common(1)[0]
        if count >= _MIN_SHARE * often[key] and board.free(i, i + len(key)):
            board.put(Named(label, i, i + len(key)))


def _stands(words: Sequence[str], i: int, key: tuple[str, ...]) -> bool:
    return tuple(words[i : i + len(key)]) == key
