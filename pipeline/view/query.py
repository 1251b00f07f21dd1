"""SQL over the tables of a run, through DuckDB: nothing can be changed and no other file can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from pipeline.errors import OutputError
from pipeline.tables import SCHEMAS, open_table

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {"python_enable_replacements": False, "temp_directory": ""}


class Answer(NamedTuple):
    """What a query gives: names of columns, rows of as many values, and whether there were more rows than asked for."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    more: bool


def query(run_dir: Path, sql: str, parameters: Sequence[object] = (), limit: int | None = None) -> Answer:
    """Return the answer to one SQL statement over the tables of a result folder, at most `limit` rows of it.

    Raises OutputError for a folder without results and, in DuckDB's words, for SQL that cannot be answered.
    """
    with duckdb.connect(":memory:", config=_SETTINGS) as connection:
        for table in SCHEMAS:
            connection.register(table, open_table(run_dir, table))
        # The tables come through Arrow: with this, DuckDB itself opens no file and no address, whatever the SQL says.
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return _answer(connection, sql, parameters, limit)


def _answer(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object], limit: int | None) -> Answer:
    try:
        cursor = connection.execute(sql, list(parameters))
        if cursor is None or cursor.description is None:
            raise OutputError("SQL: the statement is empty")
        rows = cursor.fetchall() if limit is None else cursor.fetchmany(limit + 1)
    except duckdb.Error as error:
        raise OutputError(f"SQL: {str(error).splitlines()[0]}") from None
    columns = [column[0] for column in cursor.description]
    return Answer(columns, rows[:limit], more=limit is not None and len(rows) > limit)
