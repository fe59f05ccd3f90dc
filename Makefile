# The two commands of the README are `make demo` and `make test`. The rest is for
# contributors. All of it works in .venv and leaves the system's Python alone.

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
WORKERS ?= 2
PYTEST_ARGS ?=

# Tests of one group share what is dear to build, such as an installed wheel.
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup
# The example site has settings of its own, so its tests are a run of their own.
EXAMPLE_SITE = --ds=tests.example_site.settings tests/example_site
# So is a site without wagtail-localize, where no module may need it.
SIMPLE_TRANSLATION = --ds=tests.simple_translation.settings tests/simple_translation
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
SITE_INSTALLED := $(VENV)/.site-installed
DEV_INSTALLED := $(VENV)/.dev-installed
TEMPLATES = $$(find wagtail_parcours example_site tests -name '*.html' -not -path '*/node_modules/*')

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-database test-tools dev lint format types docs bench \
	catalogues migrations-check deploy-check check clean

help:  ## List the commands
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/\1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r name text; do printf '%-18s %s\n' "$$name" "$$text"; done

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# Old pips know no dependency groups, so pip comes first.
$(SITE_INSTALLED): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable ".[example]"
	touch $@

$(DEV_INSTALLED): $(SITE_INSTALLED)
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

dev: $(DEV_INSTALLED)  ## Install the tools for tests, lint, types and documentation

setup: $(SITE_INSTALLED)  ## Install, migrate and load the demo
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) parcours_setup
	$(MANAGE) load_demo

demo: setup  ## Set up, then serve the example intranet (PORT=8000)
	@echo
	@echo "The example intranet:  http://127.0.0.1:$(PORT)/"
	@echo "Its editor:            http://127.0.0.1:$(PORT)/admin/"
	@echo "Stop it with Ctrl+C."
	@echo
	$(MANAGE) runserver 127.0.0.1:$(PORT)

test-tools: $(DEV_INSTALLED)
	scripts/install-test-tools

test: test-tools  ## Run every test, the browser's included
	$(PYTEST) $(EXAMPLE_SITE) $(PYTEST_ARGS)
	$(PYTEST) $(SIMPLE_TRANSLATION) $(PYTEST_ARGS)
	$(PYTEST) $(PYTEST_ARGS)

test-database: $(DEV_INSTALLED)  ## Run the tests that need no browser (honours DATABASE_URL)
	$(PYTEST) $(EXAMPLE_SITE) -m "not browser" $(PYTEST_ARGS)
	$(PYTEST) $(SIMPLE_TRANSLATION) -m "not browser" $(PYTEST_ARGS)
	$(PYTEST) -m "not browser and not packaging" $(PYTEST_ARGS)

lint: $(DEV_INSTALLED)  ## Check style: ruff, flake8, djade, djlint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/flake8
	$(BIN)/djade --check $(TEMPLATES)
	$(BIN)/djlint --lint --quiet $(TEMPLATES)

format: $(DEV_INSTALLED)  ## Put Python and templates in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djade $(TEMPLATES)

types: $(DEV_INSTALLED)  ## Check types
	$(BIN)/mypy

docs: $(DEV_INSTALLED)  ## Build the documentation into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

bench: test-tools  ## Run the benchmarks and print their table
	$(BIN)/python -m benchmarks

catalogues: $(DEV_INSTALLED)  ## Collect the texts to translate and compile the translations
	scripts/catalogues

migrations-check: $(DEV_INSTALLED)
	$(MANAGE) makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/django-admin makemigrations \
		--check --dry-run --pythonpath .

deploy-check: $(DEV_INSTALLED)
	scripts/deploy-check

check: lint types migrations-check deploy-check docs test  ## Everything CI does, on SQLite

clean:  ## Remove what was built
	rm -rf build dist docs/_build .mypy_cache .pytest_cache .ruff_cache test-results
