# Every command there is. `make run` and `make test` need nothing but Python 3.11 or newer.
PORT ?= 8000
UV_VERSION := 0.13.9
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po locale/of_wagtail/*/LC_MESSAGES/*.po))
DEMONSTRATION := $(if $(wildcard demonstration/management/commands/demo.py),var/demonstration)
export SITE_URL ?= http://localhost:$(PORT)
export UV_COMPILE_BYTECODE := 1
export UV_PYTHON_DOWNLOADS := never

.PHONY: help run demo test test-fast check format coverage mutants test-access search-eval bench clean
help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

run: var/set-up $(MESSAGES) $(DEMONSTRATION) ## Serve the site on http://localhost:8000 (PORT=… elsewhere)
	@$(MANAGE) runserver localhost:$(PORT)

demo: var/set-up $(MESSAGES) ## Make the demonstration network, or complete it, and print how to sign in
	@$(MANAGE) demo && touch var/demonstration

test: .venv/for-tests $(MESSAGES) ## Run the tests, on each database, on Elasticsearch and in the browser
	@$(BIN)/python -m tests.services.run

test-fast: .venv/for-tests $(MESSAGES) ## Run what needs no other server and no patience, in two minutes
	@$(BIN)/pytest -n 2 --dist worksteal -m "not browser and not slow and not long and not elasticsearch and not redis"

check: .venv/for-tests ## Read the code: style, types, templates, layers, migrations, production settings
	@$(BIN)/python -m tests.services.check

format: .venv/for-tests ## Lay out the code as everybody's is
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

coverage: .venv/for-tests $(MESSAGES) ## Run the tests on SQLite and say which branches none takes, of those that decide about access all
	@$(BIN)/python -m tests.services.guarded

mutants: .venv/for-tests ## Break the rules of access on purpose and count what no test notices (BY=access: of tests/access)
	@$(BIN)/python -m tests.services.mutants

test-access: .venv/for-tests $(MESSAGES) ## Run all that proves who may see what, the long ones too, on each database
	@$(BIN)/python -m tests.services.access

search-eval: .venv/for-tests $(MESSAGES) ## Ask the search what is known to be answered, beside plain full text, and score it
	@$(BIN)/python -m tests.bench.search_eval

bench: .venv/for-tests $(MESSAGES) ## Time the search beside Wagtail's own, and lists with many organisations (BENCH_DOCUMENTS=20000)
	@$(BIN)/python -m tests.bench.speed

clean: ## Remove what was installed and made here; the data in var/ stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage* mutants var/tests var/static $(MESSAGES)

# -- What the commands above stand on ------------------------------------------------------------------------------
.tools/bin/uv:
	@sh tests/services/uv.sh $(UV_VERSION)

.venv/for-run: uv.lock | .tools/bin/uv
	@echo "Installing what the site needs …" && .tools/bin/uv sync --quiet --frozen --inexact && touch $@

.venv/for-tests: uv.lock | .tools/bin/uv
	@echo "Installing what the tests need …" && .tools/bin/uv sync --quiet --frozen --inexact --group dev && touch $@

%.mo: %.po | .venv/for-run
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# Another database than the usual file may be in any state: there the steps, which change nothing twice, run each time.
ifdef DATABASE_URL
.PHONY: var/set-up
else ifeq ($(wildcard var/site.sqlite3),)
.PHONY: var/set-up var/demonstration
endif
var/set-up: .venv/for-run $(wildcard */migrations/*.py content/vocabulary/* home/starting_pages/*)
	@echo "Preparing the database …" && mkdir -p var && $(MANAGE) migrate --verbosity 0 && $(MANAGE) createcachetable && $(MANAGE) set_up_site && touch $@

var/demonstration: | var/set-up
	@$(MANAGE) demo && touch $@
