# make run        the five documents of raw_docs/ -> tables in extracted/, and a summary
# make test       all tests
# make lint       style, types, layers
# make evaluate   accuracy against the hand-labelled gold of the five documents
# make fuzz       20,000 broken and hostile files through whole runs (twenty minutes)
# make train      the NER model out of corpora: make train CORPORA=FOLDER (two hours; goes on where it stopped)
#
# Each makes .venv first, and updates it when pyproject.toml has changed. PYTHON=... chooses another Python (3.10-3.12).

# The first Python that starts (a version manager may have names that lead nowhere), fits, and can make environments.
FITS := import ensurepip, sys, venv; sys.exit(not (3, 10) <= sys.version_info < (3, 13))
PYTHON ?= $(shell for name in python3.12 python3.11 python3.10 python3 python; do \
	$$name -c '$(FITS)' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: run test lint evaluate fuzz train clean

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

fuzz: $(INSTALLED)
	$(BIN)/python benchmarks/fuzz.py

train: $(INSTALLED)
	@test -n "$(CORPORA)" || { echo "name the folder of the corpora: make train CORPORA=FOLDER"; exit 1; }
	$(BIN)/python -m pip install --quiet --editable ".[train]"
	$(BIN)/python -m pipeline.train "$(CORPORA)"

$(INSTALLED): pyproject.toml setup.py
	@python=$(PYTHON); test -n "$$python" || { echo "litsift needs Python 3.10, 3.11 or 3.12 with venv; none was found." \
		"Install one (on Debian and Ubuntu with python3-venv), or name it: make PYTHON=/path/to/python"; exit 1; }; \
	set -ex; $$python -m venv .venv; \
	$(BIN)/python -m pip install --quiet --upgrade pip; \
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@

clean:
	rm -rf .venv build dist *.egg-info
