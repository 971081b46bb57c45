# Everything a newcomer, a developer and CI run. Needs Python 3.11+, GNU make and a POSIX shell; the rest goes
# into .venv, pinned and checked by hash. `make PYTHON=/path/to/python3 demo` chooses the Python.

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PYTHONS := $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
WORKERS ?= 2
PEERS := .venv-bench
BENCHES ?= transport scoring sends pacing answers planning digest starting memory
KILLS ?= 50
DATABASE ?= sqlite
PYTEST := $(BIN)/python -m pytest --quiet --numprocesses $(WORKERS) --dist worksteal

# The machine may say where packages come from (PIP_INDEX_URL, ...), but not where ours go or which.
PIP_KEPT := PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_NO_INDEX PIP_TRUSTED_HOST PIP_CERT \
	PIP_CLIENT_CERT PIP_PROXY PIP_DEFAULT_TIMEOUT PIP_TIMEOUT PIP_RETRIES PIP_CACHE_DIR PIP_NO_CACHE_DIR \
	PIP_CONFIG_FILE PIP_KEYRING_PROVIDER
unexport $(filter-out $(PIP_KEPT),$(filter PIP_%,$(.VARIABLES))) PYTHONPATH PYTHONHOME VIRTUAL_ENV

# A .venv whose Python went away, or that was moved here from another folder, is made anew.
STALE := $(shell { [ "$$(cat $(STAMPS)/venv)" = "$(CURDIR)" ] && $(BIN)/python -c ''; } 2>/dev/null \
	|| rm -rf $(STAMPS))

NO_PYTHON := Respite needs Python 3.11 or newer and found none as python3 or python3.11 to python3.14: \
	install it, or name one with PYTHON=/path/to/python3
NO_VENV := is new enough but cannot make a virtual environment: install its venv module \
	(Debian, Ubuntu: apt install python3-venv)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install demo test pieces year forms check check-static format-check lint types contracts security audit \
	format bench fuzz chaos clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

# At a terminal the demo gets Ctrl-C alone, so that it ends in peace and make does not call that an error.
demo: $(STAMPS)/respite ## start the bot with a sandbox and synthetic families; Ctrl-C ends it
	@if [ -t 0 ]; then set -m; $(BIN)/respite demo || [ $$? -eq 130 ]; else exec $(BIN)/respite demo; fi

install: $(STAMPS)/respite ## put the program into .venv and do nothing more

test: $(STAMPS)/dev ## run every test that needs no Node.js, on SQLite and on PostgreSQL
	@$(PYTEST) -m "not forms and not year" $(ARGS)

year: $(STAMPS)/dev ## live through a whole year in eight time zones, in about a minute
	@$(PYTEST) -m year tests/year $(ARGS)

forms: $(STAMPS)/dev $(STAMPS)/forms ## load every form into LHC-Forms; needs Node.js 18 or newer, and npm
	@$(PYTEST) -m forms tests/fhir

check: check-static test year forms ## everything CI checks: format, lint, types, import contracts, all tests

check-static: format-check lint types contracts security ## format, lint, types, import contracts, bandit and the secret scan only

format-check: $(STAMPS)/dev
	@echo "format" && $(BIN)/ruff format --quiet --check .

lint: $(STAMPS)/dev
	@echo "lint" && $(BIN)/ruff check --quiet .

types: $(STAMPS)/dev
	@echo "types" && $(BIN)/mypy

contracts: $(STAMPS)/dev
	@echo "import contracts" && $(BIN)/lint-imports --no-logo

security: $(STAMPS)/dev
	@echo "bandit" && $(BIN)/bandit --quiet --recursive --configfile pyproject.toml --severity-level medium .
	@echo "secret scan" && $(BIN)/python -m pytest --quiet tests/test_secret_scan.py

audit: $(STAMPS)/dev ## ask for known vulnerabilities of everything pinned; says so if nobody answers
	@$(BIN)/python -m tests.audit

format: $(STAMPS)/dev ## format the code and repair what the linter can
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format .

pieces: $(STAMPS)/respite ## draw the breathing pacer and write the list of the library (docs/library.md) anew
	@$(BIN)/python -m content.pacer && $(BIN)/python -m content.library.page

fuzz: $(STAMPS)/dev ## send generated updates of every kind and shape through the whole bot; UPDATES=50000 SEED=1
	@$(BIN)/python -m tests.fuzz --updates $(or $(UPDATES),50000) --seed $(or $(SEED),1)

bench: $(STAMPS)/dev $(PEERS)/.installed ## measure against pinned peers; half an hour, on Linux; BENCHES="sends answers" chooses
	@for each in $(BENCHES); do echo "== $$each" && $(BIN)/python -m benchmarks.$$each || exit 1; done

chaos: $(STAMPS)/dev ## kill the bot KILLS times (50) on DATABASE (sqlite, postgres), with SEED if given, and audit
	@$(BIN)/python -m chaos --kills $(KILLS) --database $(DATABASE) $(if $(SEED),--seed $(SEED))

clean: ## remove .venv, .venv-bench and everything that tools left behind; data stays
	@rm -rf $(VENV) $(PEERS) tests/fhir/node_modules build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/venv:
	@found=; old=; for python in $(PYTHONS); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		old=$$python; "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
		found=$$python; break; \
	done; \
	if [ -z "$$found$$old" ]; then echo "$(NO_PYTHON)" >&2; exit 1; fi; \
	if [ -z "$$found" ]; then echo "$$(command -v "$$old") $(NO_VENV)" >&2; exit 1; fi; \
	echo "Making $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv --clear $(VENV)
	@mkdir -p $(STAMPS) && echo "$(CURDIR)" > $@

$(STAMPS)/main: $(STAMPS)/venv requirements/build.txt requirements/main.txt
	@echo "Installing what Respite runs on (a minute or two the first time)"
	@$(PIP) --require-hashes -r requirements/build.txt -r requirements/main.txt
	@touch $@

# An editable install knows the packages there were when it was made: a new one renews it.
$(STAMPS)/respite: $(STAMPS)/main pyproject.toml $(wildcard */__init__.py)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/respite requirements/dev.txt
	@echo "Installing what the tests and checks need"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

# LHC-Forms, into which the tests load our forms: its built file needs none of the packages that it asks for in
# other versions than they ask of each other. Without npm, or without a network, the tests of it say so.
$(STAMPS)/forms: $(STAMPS)/venv tests/fhir/package.json tests/fhir/package-lock.json
	@echo "Installing the forms that the tests load ours into"
	@cd tests/fhir && npm ci --legacy-peer-deps --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null \
		&& touch "$(CURDIR)/$@" || echo "npm could not install them: the tests of FHIR will fail" >&2

# What Respite is measured against, apart from it and from its dependencies.
$(PEERS)/.installed: $(STAMPS)/venv requirements/bench.txt
	@echo "Making $(PEERS) for the peers of the benchmarks"
	@$(BIN)/python -m venv --clear $(PEERS)
	@$(PEERS)/bin/python -m pip install -qq --disable-pip-version-check --no-input \
		--require-hashes -r requirements/bench.txt
	@touch $@
