# Two commands matter: `make demo` shows Chestnut in a browser, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: install lock demo test style tests check bench clean

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Chestnut needs Python 3.11 or newer: set PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "This Python cannot make a virtual environment: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-check: .venv/installed requirements-check.lock
	$(PIP) --require-hashes -r requirements-check.lock
	@touch $@

demo: install
	$(BIN)/chestnut demo

test: install
	@$(MAKE) --no-print-directory -j2 style tests

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

tests:
	$(PYTEST) -n 2 --dist loadfile -m "not check"

check: .venv/installed-check
	$(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder -m check -rs $(CHECKFLAGS)

bench: install
	$(BIN)/python -m bench

lock: .venv/installed
	$(PIP) pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --all-build-deps --no-emit-options --no-header --extra test --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-options --no-header --extra check --constraint requirements.lock --output-file requirements-check.lock pyproject.toml

clean:
	rm -rf .venv .cache build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
