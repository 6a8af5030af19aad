# Needs Python 3.11 or newer, make and the package registries. Everything lands in .venv, .tools and build.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
JOBS ?= 2
PYTEST_ARGS ?=
PYTEST := $(BIN)/python -m pytest -n $(JOBS)

.DEFAULT_GOAL := help
.PHONY: help setup tools demo lint format types contracts unit test test-full bench docs constraints clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The library alone: all that `make demo` needs.
$(VENV)/.core: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade pip
	$(PIP) --group build
	$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	$(PIP) --no-build-isolation --editable '.[all]' --group dev
	@touch $@

# The tools from npm and apt that the tests compare us with. Missing ones are named, and their tests skipped.
.tools/.installed: tools/install_tools.py tools/package.json $(VENV)/.dev
	$(BIN)/python tools/install_tools.py
	@touch $@

setup: $(VENV)/.dev  ## the virtual environment with every development tool

tools: .tools/.installed  ## the outside tools: Nu HTML Checker, JATS DTDs, axe-core, Chromium, ...

demo: $(VENV)/.core  ## page text in examples/ to JSON, HTML and JATS in build/demo
	@$(BIN)/python tools/demo.py

lint: setup  ## ruff, and the layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache --no-logo

format: setup  ## write what ruff can fix
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: setup  ## mypy strict; pyright on the examples in tests/typing
	$(BIN)/mypy
	$(BIN)/pyright

unit: setup tools  ## pytest with branch coverage
	$(PYTEST) --cov --cov-report=term $(PYTEST_ARGS)

test: setup tools lint types unit  ## everything that must hold before a commit

test-full: setup tools lint types  ## the same, with every long test and 1,000 or more examples a law
	$(PIP) --group cluster --group notebook
	HYPOTHESIS_PROFILE=full $(PYTEST) --full --cov --cov-report=term $(PYTEST_ARGS)

bench: setup  ## the table of docs/performance.md
	$(BIN)/python -m benchmarks

docs: setup tools  ## the generated pages of docs/
	$(BIN)/python tools/check_docs.py
	$(BIN)/python docs/gallery/make.py
	$(PIP) --group notebook
	$(BIN)/python docs/notebook.py

constraints:  ## resolve the newest versions of everything into constraints.txt
	$(PYTHON) tools/update_constraints.py

clean:  ## all that make made
	rm -rf $(VENV) .tools build dist .coverage .coverage.* htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
