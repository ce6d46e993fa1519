# `make run` and `make test` work as the first command on a fresh Debian with python3, python3-venv and make.
WAREHOUSE ?= warehouse.duckdb

.PHONY: run test test-browser test-corpus test-slow check format dev dashboard bench clean help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: ## set up and run the main job on the bundled publisher
	@./bootstrap.sh runtime
	.venv/bin/gouji run --warehouse $(WAREHOUSE)

test: ## set up and run all tests (corpus and browser tests where those are there)
	@./bootstrap.sh dev
	.venv/bin/python -m pytest -m "not slow"

test-corpus: ## only the tests over the corpus of real documents
	@./bootstrap.sh dev
	.venv/bin/python -m pytest -m "corpus and not slow"

test-browser: ## only the tests that drive Chromium
	@./bootstrap.sh dev
	.venv/bin/python -m pytest -m "browser and not slow"

test-slow: ## millions of random tables, hundreds of kills, thousands of filings
	@./bootstrap.sh dev
	.venv/bin/python -m pytest -m slow

check: ## linters, types, layers
	@./bootstrap.sh dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: ## format and fix what can be fixed
	@./bootstrap.sh dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

dev: ## the Dagster UI with schedules
	@./bootstrap.sh runtime
	.venv/bin/gouji dev --warehouse $(WAREHOUSE)

dashboard: ## the auditors' dashboard
	@./bootstrap.sh runtime
	.venv/bin/gouji dashboard --warehouse $(WAREHOUSE)

bench: ## the reading benchmark over the corpus
	@./bootstrap.sh dev
	.venv/bin/python -m benchmarks

clean: ## remove the virtual environment and what the main job wrote here
	rm -rf .venv $(WAREHOUSE) $(WAREHOUSE).d dist build
