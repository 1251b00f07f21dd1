"""Writes the data dictionary out of the schemas: `python -m pipeline.tables.dictionary > docs/tables.md`."""

from __future__ import annotations

import pyarrow as pa

from pipeline.tables.schemas import SCHEMAS, description

_HEAD = """# Tables

`litsift run INPUT --out DIR` writes one Parquet dataset a table, `DIR/<table>/*.parquet`. Read one with
`pd.read_parquet("DIR/doses")`, DuckDB, Polars or Spark. A column is never missing and never changes its type.

- **Anchored.** Offsets are half-open and count Unicode code points. `start, end` point into `documents.text`;
  `source_start, source_end` into the source text (a `.txt` file decoded; the visible text of an HTML page).
- **Explained.** `rule` names what produced the row.
- **Reproducible.** Same input, configuration and version: same rows in the same order, byte for byte.

This page is generated from `pipeline/tables/schemas.py`; see CONTRIBUTING.md.
"""


def dictionary() -> str:
    """Return the data dictionary as Markdown: a section a table, a line a column."""
    return "\n".join([_HEAD, *(_section(table, schema) for table, schema in SCHEMAS.items())])


def _section(table: str, schema: pa.Schema) -> str:
    lines = [f"## {table}", "", f"{_sentence(description(schema))}", "", "| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{field.name}` | {_type(field)} | {description(field)} |" for field in schema]
    return "\n".join([*lines, ""])


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _type(field: pa.Field) -> str:
    name = str(field.type).replace("item: ", "").replace("double", "float64")
    return name if field.nullable else f"{name}, never null"


if __name__ == "__main__":
    print(dictionary(), end="")
