# What a newcomer needs, and nothing that has to be known first: every target sets up what it uses.
# `make help` lists the targets. Stamps in .venv/ remember what is done, so a second run is quick.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
TESTS ?= tests
FOLDER ?= .gallery

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install -qq --constraint .ci/constraints.txt --build-constraint .ci/constraints.txt

# The index for people without CUDA hardware. A mirror may be named: make TORCH_INDEX=https://... run
TORCH := torch==2.13.0
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
CHROMIUM ?= /usr/bin/chromium

comma := ,
say = @printf '\033[1m» %s\033[0m\n' "$(1)"

.PHONY: help run test whole check setup assets gallery translations

help: ## Show what can be made
	@printf 'make run      start Rialto with demo data on http://$(HOST):$(PORT) (PORT=… changes it)\n'
	@printf 'make test     every test, on SQLite, on PostgreSQL and in Chromium (TESTS=… chooses)\n'
	@printf 'make whole    the suites that make test runs reduced, at their whole size (TESTS=… chooses)\n'
	@printf 'make check    lint, types, import contracts and size ceilings\n'
	@printf 'make setup    only what `make run` needs: environment and libraries\n'
	@printf 'make assets   build the style sheet and scripts again (needs Node)\n'
	@printf 'make translations  bring the catalogues up to date with the sentences in the code\n'
	@printf 'make gallery  a picture of every page, on a desk and on a phone, in FOLDER (.gallery)\n'

# --- The three commands ---------------------------------------------------------------------------

run: export MARKETPLACE_PUBLIC_URL ?= http://$(HOST):$(PORT)
run: $(STAMPS)/product ## Database, demo data, worker and server; Ctrl-C stops both
	$(call say,Bringing the database up to date)
	@$(BIN)/marketplace db upgrade
	$(call say,Demo data (the first time one to three minutes: the sentence model reads every text))
	@$(BIN)/marketplace demo
	$(call say,Starting the worker and the server: http://$(HOST):$(PORT) (Ctrl-C stops both))
	@$(BIN)/marketplace worker & worker=$$!; \
	$(BIN)/marketplace serve --host $(HOST) --port $(PORT) & server=$$!; \
	trap 'kill $$worker $$server 2>/dev/null; wait' EXIT; \
	trap 'exit 0' INT TERM; \
	while kill -0 $$worker 2>/dev/null && kill -0 $$server 2>/dev/null; do sleep 1; done; \
	echo 'The worker or the server has stopped by itself; the reason stands above.' >&2; exit 1

test: $(STAMPS)/tools $(STAMPS)/standards $(STAMPS)/chromium ## SQLite, PostgreSQL and Chromium; nothing is skipped
	$(call say,Testing on SQLite and on PostgreSQL and in Chromium (20 to 25 minutes on two cores))
	@$(BIN)/python -m pytest -p tests.summary_plugin $(if $(filter tests,$(TESTS)),--complete) -n 3 -q $(TESTS)
	@if [[ -n "$${RIALTO_JUDGED_SETS:-}" ]]; then $(BIN)/marketplace guard $$RIALTO_JUDGED_SETS; fi

whole: export RIALTO_WHOLE := 1
whole: $(STAMPS)/tools $(STAMPS)/standards $(STAMPS)/chromium ## Attacks, permutations, filters and mirror, unreduced
	$(call say,Running what make test runs reduced at its whole size)
	@$(BIN)/python -m pytest -p tests.summary_plugin -m whole --timeout 7200 -n 2 -q $(TESTS)

check: $(STAMPS)/tools ## Lint, format, types, contracts, ceilings
	$(call say,Lint and format)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	$(call say,Types)
	@$(BIN)/mypy
	$(call say,Import contracts)
	@$(BIN)/lint-imports
	$(call say,Ceilings)
	@$(BIN)/python -m tests.house.ceilings

setup: $(STAMPS)/product ## The environment and the product's libraries

translations: $(STAMPS)/tools ## The sentences of the code into marketplace/translations/*.po
	$(call say,Reading all sentences)
	@$(BIN)/python -m tests.house.catalogues

assets: ## Build marketplace/web/static from marketplace/web/assets
	$(call say,Building the style sheet and scripts)
	@cd marketplace/web/assets && npm ci --no-audit --no-fund && npm run build

gallery: $(STAMPS)/tools $(STAMPS)/chromium ## Every page in every state, to be looked at
	$(call say,Taking a picture of every page (five minutes): $(FOLDER)/index.html)
	@$(BIN)/python -m tests.browser.gallery $(FOLDER)

# --- Setting up -----------------------------------------------------------------------------------

$(STAMPS)/python:
	$(call say,Making the Python environment in $(VENV) (a few seconds))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Python 3.11 or newer is needed. Install it, or name it: make PYTHON=/path/to/python3.12 run' >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { \
		echo 'Python cannot make environments here. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@$(PIP) install -qq --constraint .ci/constraints.txt pip
	@mkdir -p $(STAMPS) && touch $@

# The build without CUDA: a wheel at hand, else the CPU index, else the configured index where its
# build brings no CUDA (as on macOS). An unguarded install would fetch gigabytes of CUDA libraries.
$(STAMPS)/torch: $(STAMPS)/python
	$(call say,Installing $(TORCH) without CUDA (190 MB: one to three minutes))
	@if $(PIP) install --no-index --no-deps $(TORCH) >/dev/null 2>&1; then \
		echo 'taken from a wheel at hand'; \
	elif $(PIP) install --no-deps --timeout 15 --retries 1 --index-url $(TORCH_INDEX) $(TORCH); then :; \
	elif $(PIP) install --dry-run --quiet --report - $(TORCH) | grep -q nvidia; then \
		echo 'No $(TORCH) without CUDA: $(TORCH_INDEX) did not answer. Try again, or name a mirror:' >&2; \
		echo '    make TORCH_INDEX=https://… run' >&2; exit 1; \
	else $(PIP) install --no-deps $(TORCH); fi
	@touch $@

$(STAMPS)/product: pyproject.toml .ci/constraints.txt $(STAMPS)/torch
	$(call say,Installing the libraries the product runs on (about 90: one to three minutes))
	@$(INSTALL) --editable .
	@touch $@

$(STAMPS)/tools: $(STAMPS)/product
	$(call say,Installing the tools to test and check with (about 40: one minute))
	@$(INSTALL) --editable '.[dev]'
	@touch $@

# The official schemas of open contracting are published in the source archives of its tools alone.
STANDARDS := ocdskit,ocdsextensionregistry
$(STAMPS)/standards: .ci/constraints.txt $(STAMPS)/python
	$(call say,Fetching the schemas of open contracting (6 MB: a few seconds))
	@rm -rf $(VENV)/standards
	@$(PIP) download -qq --no-deps --no-binary $(STANDARDS) --constraint .ci/constraints.txt \
		--build-constraint .ci/constraints.txt --dest $(VENV)/standards $(subst $(comma), ,$(STANDARDS))
	@touch $@

$(STAMPS)/chromium: $(STAMPS)/python
	@if [ ! -x $(CHROMIUM) ]; then \
		if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
			echo 'The browser tests need $(CHROMIUM). On Debian: sudo apt-get install chromium' >&2; exit 1; fi; \
		printf '\033[1m» %s\033[0m\n' 'Installing Chromium (about 100 MB: one to two minutes)'; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; fi
	@touch $@
