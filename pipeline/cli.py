"""The command `litsift`: parses what is typed, calls the Python API, prints. Heavy modules load when needed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer
from typer.core import TyperGroup

from pipeline import __version__
from pipeline.benchmark_cli import benchmark
from pipeline.errors import LitsiftError, OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console, RenderableType

SOME_FAILED, IMPOSSIBLE, INTERRUPTED = 1, 2, 130
_PIPE_WIDTH = 160
ExportFormat = Literal["csv", "tsv", "xlsx", "jsonl"]
LakeFormat = Literal["parquet", "delta"]


class _Group(TyperGroup):
    """Turns errors that litsift foresees into one line on stderr and exit status 2."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except LitsiftError as error:
            from pipeline.view.terminal import one_line

            typer.echo(f"litsift: {one_line(str(error))}", err=True)
            raise typer.Exit(IMPOSSIBLE) from None
        except KeyboardInterrupt:
            typer.echo("litsift: interrupted; run again to go on where it stopped", err=True)
            raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Facts out of clinical abstracts: saved pages in, traced and normalized Parquet tables out.",
)


app.add_typer(benchmark, name="benchmark")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"litsift {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None: ...


_RunDir = Annotated[Path, typer.Argument(metavar="DIR", help="Folder that 'litsift run' wrote.")]
_Distinct = Annotated[bool, typer.Option("--distinct", help="Leave out documents that are duplicates of others.")]


@app.command()
def run(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="INPUT...", help="Files and folders: saved pages, exports; - for stdin.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the tables; made if missing.")],
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Settings (YAML) over the defaults.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Processes that work at the same time.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers do the work.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N documents.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume/--no-resume", help="Take what an earlier run left for the same input as it is.")
    ] = True,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit status 2 where some documents failed, and keep the last tables.")
    ] = False,
) -> None:
    """Process documents into tables. Exit status 1 if some failed: they stand in the table 'errors'."""
    if workers is not None and scheduler is not None:
        raise typer.BadParameter("does not go with --scheduler: that has its own", param_hint="--workers")
    from pipeline.config import load_config
    from pipeline.run.driver import run as run_documents
    from pipeline.view.progress import show_progress
    from pipeline.view.summary import closing_lines, summary

    started = time.monotonic()
    settings = load_config(config).with_engine(workers, scheduler)
    with show_progress(_console(stderr=True)) as progress, _inputs(inputs) as paths:
        result = run_documents(paths, out, settings, progress, limit=limit, resume=resume, strict=strict)
    _print(summary(out, _width()))
    for line in closing_lines(result, out, time.monotonic() - started):
        typer.echo(line)
    if result.errors:
        raise typer.Exit(SOME_FAILED)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Option("--gold", metavar="DIR", help="Folder of *.gold.json files.")],
    run_dir: Annotated[
        Path | None, typer.Option("--run", metavar="DIR", help="Tables to score; without it, the pages are run first.")
    ] = None,
    raw: Annotated[
        Path | None, typer.Option("--raw", metavar="DIR", help="Pages of the gold, if they do not stand beside it.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Settings (YAML) for running the pages.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Show each miss and each extra with its words.")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures to a JSON file.")
    ] = None,
    floors: Annotated[
        Path | None, typer.Option("--floors", metavar="FILE", help="Fail where a figure is below its floor.")
    ] = None,
    update_floors: Annotated[
        bool, typer.Option("--update-floors", help="Raise the floors to what was measured.")
    ] = False,
    lower: Annotated[bool, typer.Option("--lower", help="With --update-floors: lower floors, too.")] = False,
) -> None:
    """Score tables against hand-labelled gold. Exit status 1 if a figure is below its floor."""
    if update_floors and floors is None:
        raise typer.BadParameter("needs --floors FILE", param_hint="--update-floors")
    if lower and not update_floors:
        raise typer.BadParameter("goes with --update-floors", param_hint="--lower")
    if run_dir is not None and (raw or config):
        raise typer.BadParameter(
            "tables of a run are scored as they are, without --raw and --config", param_hint="--run"
        )
    from pipeline.config import load_config
    from pipeline.evaluate import evaluate_run
    from pipeline.evaluate.gold_run import evaluate_gold
    from pipeline.evaluate.report import render

    report = evaluate_run(gold, run_dir) if run_dir else evaluate_gold(gold, load_config(config), raw)
    _print(render(report, errors))
    if json_file is not None:
        _write(json_file, json.dumps(report.to_dict(), indent=2, ensure_ascii=False) + "\n")
    if floors is not None and _below_floors(report.figures(), floors, update=update_floors, lower=lower):
        raise typer.Exit(SOME_FAILED)


def _below_floors(figures: Mapping[str, float], floors: Path, *, update: bool, lower: bool) -> bool:
    """Return whether a figure is below its floor, and name each that is."""
    from pipeline.evaluate.floors import check_floors, load_floors, update_floors

    if update:
        update_floors(floors, figures, allow_lower=lower)
    breaches = check_floors(figures, load_floors(floors))
    for breach in breaches:
        typer.echo(f"litsift: below its floor: {breach}", err=True)
    return bool(breaches)


@app.command()
def inspect(
    run_dir: _RunDir,
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="Table to show; none: an overview.")] = None,
    doc: Annotated[str | None, typer.Option("--doc", metavar="ID", help="Only the rows of this document.")] = None,
    sql: Annotated[
        str | None, typer.Option("--sql", metavar="QUERY", help="Answer a query (DuckDB) over all tables instead.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Most rows to show.")] = 50,
    distinct: _Distinct = False,
) -> None:
    """Show tables in the terminal."""
    if sql is not None and (table or doc or distinct):
        raise typer.BadParameter("a query names its tables and documents itself", param_hint="--sql")
    if distinct and table is None:
        raise typer.BadParameter("needs a TABLE", param_hint="--distinct")
    if doc is not None and table is None:
        raise typer.BadParameter("needs a TABLE; 'litsift explain' shows all of a document", param_hint="--doc")
    from pipeline.view.inspect import overview, show_answer, show_table
    from pipeline.view.query import query

    width = _width()
    if sql is not None:
        _print(show_answer(query(run_dir, sql, limit=limit), width))
    elif table is not None:
        _print(show_table(run_dir, table, doc, limit, width, distinct=distinct))
    else:
        _print(overview(run_dir, width))


@app.command()
def explain(
    run_dir: _RunDir,
    doc: Annotated[str, typer.Argument(metavar="DOC", help="A doc_id (or the source of a document that failed).")],
) -> None:
    """Show one document: its mentions in colour, what was dropped and why, its rows and the rules behind them."""
    from pipeline.view.explain import explain as explain_document

    _print(explain_document(run_dir, doc, coloured=_console().color_system is not None, width=_width()))


@app.command()
def export(
    run_dir: _RunDir,
    tables: Annotated[list[str], typer.Argument(metavar="TABLE...", help="Tables to write.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="A .csv, .tsv, .xlsx or .jsonl file, or a folder for files.")
    ],
    form: Annotated[
        ExportFormat | None, typer.Option("--format", help="Kind of the files in a folder; csv if not given.")
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Mark .csv and .tsv files as UTF-8, which Excel needs.")] = False,
    distinct: _Distinct = False,
) -> None:
    """Write tables to files for spreadsheets and other programs."""
    named = out.suffix.lower()[1:]
    known = named in get_args(ExportFormat)
    if known and form not in (None, named):
        raise typer.BadParameter(f"does not go with --out {out.name}", param_hint="--format")
    from pipeline.export import export_tables

    for path in export_tables(run_dir, tables, out, named if known else form or "csv", bom=bom, distinct=distinct):
        typer.echo(f"{path}")


@app.command()
def compact(
    run_dir: _RunDir,
    out: Annotated[Path, typer.Option("--out", metavar="LAKE", help="Folder for the files; made if missing.")],
    file_size: Annotated[
        int, typer.Option("--file-size", metavar="MB", min=1, max=100_000, help="About how large a file gets.")
    ] = 256,
    partition_by: Annotated[
        str | None, typer.Option("--partition-by", metavar="COLUMN", help="Folders by a column of 'documents': year, …")
    ] = None,
    form: Annotated[
        LakeFormat, typer.Option("--format", help="Parquet files; or Delta Lake tables, whose documents are replaced.")
    ] = "parquet",
) -> None:
    """Write tables for a table engine: few large files."""
    from pipeline.lake import Layout, update_delta
    from pipeline.lake import compact as compact_tables

    layout = Layout(file_size << 20, partition_by)
    written = (update_delta if form == "delta" else compact_tables)(run_dir, out, layout)
    files, rows = (sum(column) for column in zip(*((t.files, t.rows) for t in written.values()), strict=True))
    typer.echo(f"{len(written)} tables, {files:,} files, {rows:,} rows: {out}")


@app.command()
def doctor(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder that a run would write to.")] = Path(),
) -> None:
    """Check the installation and say what to do about what is wrong. Exit status 2 if something is."""
    from pipeline.doctor import examine

    sound = True
    for finding in examine(out):
        typer.echo(str(finding))
        sound = sound and finding.sound
    if not sound:
        raise typer.Exit(IMPOSSIBLE)


@contextmanager
def _inputs(given: list[Path]) -> Iterator[list[Path]]:
    """Give the inputs, with a file in place of `-`."""
    if Path("-") not in given:
        yield given
        return
    if len(given) > 1:
        raise typer.BadParameter("- (standard input) stands alone", param_hint="INPUT")
    from pipeline.read.stdin import standard_input

    with standard_input() as path:
        yield [path]


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def _width() -> int:
    """Return how wide tables may be: the terminal's width, or 160 where the output goes to a file or a pipe."""
    console = _console()
    return console.width if console.is_terminal else _PIPE_WIDTH


def _print(content: RenderableType) -> None:
    console = _console()
    console.width = _width()
    console.print(content)


def _write(path: Path, text: str) -> None:
    from pipeline.tables.writer import write_text

    try:
        write_text(text, path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); choose another file") from None


def main() -> None:
    """Run the command line."""
    app()
