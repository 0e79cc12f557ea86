# Everything runs in .venv, which each target makes and keeps up to date by itself.
# Needed on the machine: Python 3.11 or newer and make; nothing else, not even git.

.DELETE_ON_ERROR:

PYTHON = python3
BIN = .venv/bin
READY = .venv/ready
FAST = not browser and not chaos and not sim and not bench

help: ## list these targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 16

demo: $(READY) ## the bot and a whole company in your browser; FRESH=1 begins anew
	@$(BIN)/python -m bot demo $(if $(FRESH),--fresh)

setup: $(READY) ## only the environment and the command .venv/bin/drumbeat
	@echo "Ready: $(BIN)/drumbeat"

test: $(READY) ## every test but browser, chaos, sim and bench, on both databases; T=tests/… runs only that
ifdef T
	@$(BIN)/python -m pytest -p no:randomly "$(T)"
else
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "$(FAST)" --durations=10
endif

# Measuring takes as long as running, and which database answers hardly changes which lines run: `make test` has both.
coverage: $(READY) ## the tests on SQLite, with every line measured and the least coverage asked for
	@rm -f .coverage .coverage.*
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "$(FAST)" -k "not postgresql" --durations=10 --cov --cov-report=
	@$(BIN)/python -m tests.coverage_gate

lint: $(READY) ## ruff, formatting, mypy (strict) and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(READY) ## put the code into the house's form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

browser: $(READY) ## the journeys in Chromium
	@$(BIN)/python -m pytest -m browser --durations=10

# More processes than cores: most of it waits, for half a minute of silence or for Slack to be well again.
chaos: $(READY) ## kills, outages and hostile payloads on both databases; SEED=… repeats a run, SHORT=1 takes minutes
	@$(BIN)/python -m pytest -n 4 --dist worksteal -p no:randomly -m chaos tests/chaos \
	  $(if $(SEED),--seed=$(SEED)) $(if $(SHORT),--short)

sim: $(READY) ## two months of a company, a year of retros and a re-organised quarter, on both databases; SEED=… repeats a run, SHORT=1 takes weeks
	@$(BIN)/python -m pytest -n 2 -p no:randomly -m sim tests/sim \
	  $(if $(SEED),--seed=$(SEED)) $(if $(SHORT),--short)

gallery: $(READY) ## a picture of every message, form and home tab, in .gallery/index.html
	@$(BIN)/python -m tests.gallery

bench: $(READY) ## how fast and how large, beside the targets; B="planning rollup" measures only these
	@$(BIN)/python -m tests.bench $(B)

lock: $(READY) ## resolve pyproject.toml into requirements.lock again; UPGRADE=1 takes the newest releases
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --no-header --group dev $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements.lock

clean: ## remove the virtual environment and every cache; the demo's data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip, pinned by the lock's hashes, installs uv alone; uv, some twenty times faster, installs the rest of the lock.
# The stamp is written last: whatever was interrupted is done again by the next make.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Drumbeat needs Python 3.11 or newer as $(PYTHON). Another one: make PYTHON=/path/to/python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv (once; again when the dependencies change) …"
	@$(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip sync -q --python $(BIN)/python --compile-bytecode --require-hashes requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-build-isolation --no-deps -e .
	@touch $(READY)

.PHONY: help demo setup test coverage lint format browser chaos sim gallery bench lock clean
