"""The commands `litsift benchmark ...`: accuracy on labelled corpora. Heavy modules load when needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

_PIPE_WIDTH = 160

benchmark = typer.Typer(no_args_is_help=True, help="Measure accuracy on labelled corpora (JSON lines).")

Corpus = Annotated[Path, typer.Option("--corpus", metavar="FILE", help="Labelled texts: .jsonl or .jsonl.gz.")]


@benchmark.callback()
def _commands() -> None: ...


@benchmark.command()
def linking(
    corpus: Corpus,
    errors: Annotated[bool, typer.Option("--errors", help="Show each miss with what gold says, by frequency.")] = False,
) -> None:
    """Measure how many labelled mentions get the concept that gold says (MeSH ids)."""
    from pipeline.evaluate.corpora import read_corpus
    from pipeline.evaluate.linking import score_linking
    from pipeline.evaluate.linking_report import render

    _print(render(score_linking(read_corpus(corpus)), errors))


def _print(content: RenderableType) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    console.print(content)
