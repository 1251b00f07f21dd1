# make run        the five documents of raw_docs/ -> tables in extracted/, and a summary
# make test       all tests
# make lint       style, types, layers
# make evaluate   accuracy against the hand-labelled gold of the five documents
#
# Each makes .venv first, and updates it when pyproject.toml has changed. PYTHON=... chooses another Python (3.10-3.12).

PYTHON ?= $(firstword $(foreach name,python3.12 python3.11 python3.10 python3,$(shell command -v $(name) 2>/dev/null)))
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: run test lint evaluate clean

run: $(INSTALLED)
	$(BIN)/litsift run raw_docs --out extracted

test: $(INSTALLED)
	$(BIN)/pytest

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

evaluate: $(INSTALLED)
	$(BIN)/litsift evaluate --gold tests/gold --raw raw_docs --floors tests/gold/floors.json

$(INSTALLED): pyproject.toml setup.py
	@test -n "$(PYTHON)" || { echo "litsift needs Python 3.10, 3.11 or 3.12; none was found. Install one, or name it: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 13))' || { echo "litsift needs Python 3.10, 3.11 or 3.12; $(PYTHON) is another one. Name one: make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@

clean:
	rm -rf .venv build dist *.egg-info
