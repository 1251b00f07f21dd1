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


@benchmark.command()
def ner(
    corpus: Corpus,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", metavar="NAME", help="Another spaCy model to compare (package or path); repeatable."),
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Settings (YAML): lexicon, labels of other models.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Show the commonest misses and extras.")] = False,
) -> None:
    """Compare taggers of drugs and diseases: vocabulary, NER model, both, what the tables get, other models."""
    from pipeline.config import load_config
    from pipeline.evaluate.ner import benchmark_ner
    from pipeline.evaluate.ner_report import render

    _print(render(benchmark_ner(corpus, load_config(config).tag, model or ()), errors))


@benchmark.command()
def figures(
    corpus: Corpus,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Settings (YAML) over the defaults.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Show each miss and each extra with its sentence.")] = False,
) -> None:
    """Measure doses, counts of people and outcomes on a labelled corpus."""
    from pipeline.config import load_config
    from pipeline.evaluate.figures import benchmark_figures
    from pipeline.evaluate.report import render

    _print(render(benchmark_figures(corpus, load_config(config).tag), errors))


def _print(content: RenderableType) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    console.print(content)
