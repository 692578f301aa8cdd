# The four things this needs: git, make, Python >= 3.11 with venv, and a Debian 12 or Ubuntu 24.04 around them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-fast lint system-libraries browser database install-database redis nginx install-asleep bench bench-dispatch bench-letters office-suite chaos clean

run: $(VENV)/.run system-libraries
	@exec $(BIN)/homevisit up

# First what needs no server, on all cores; then what needs a real office: two of them, a third one only slows both cores down.
test: $(VENV)/.test system-libraries browser database redis nginx lint
	$(BIN)/python -m pytest -m "not engine and not browser and not long" -n auto --dist loadgroup -q
	$(BIN)/python -m pytest tests/engine -m "not long" -n 2 --dist loadfile --no-loadscope-reorder --durations=12 -v

test-fast: $(VENV)/.test system-libraries
	$(BIN)/python -m pytest -m "not engine and not browser and not postgresql and not long" -n auto --dist loadgroup -q

lint: $(VENV)/.test
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "homevisit: there is no $(PYTHON): install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "homevisit: Python 3.11 or newer is needed, this is $$($(PYTHON) -V)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "homevisit: Python's venv is missing: apt-get install python3-venv" >&2; rm -rf $(VENV); exit 1; }

# Installed from the locked files only, each package by its hash; our own package is linked, not copied.
# One of them (docopt, for num2words) comes as source: it is built with the setuptools of the lock, not with any other.
$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing Python packages (a few minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --use-pep517 --no-build-isolation -r requirements/run.txt
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

# Pango for WeasyPrint: as root it is installed, otherwise the line to run is printed.
LIBRARIES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
system-libraries:
	@dpkg -s $(LIBRARIES) >/dev/null 2>&1 || $(MAKE) --no-print-directory install PACKAGES="$(LIBRARIES)"

# Debian's chromium, and what Playwright's driver needs besides.
BROWSER := chromium libatomic1
browser:
	@dpkg -s $(BROWSER) >/dev/null 2>&1 || $(MAKE) --no-print-directory install PACKAGES="$(BROWSER)"

# Debian's PostgreSQL, whose programs the tests start on a port of their own; no cluster of the machine's is made.
NO_CLUSTER := /etc/postgresql-common/createcluster.d/homevisit.conf
database:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || $(MAKE) --no-print-directory install-database

install-database:
	@if [ "$$(id -u)" = 0 ]; then mkdir -p $(dir $(NO_CLUSTER)) && echo "create_main_cluster = false" >$(NO_CLUSTER); fi
	@$(MAKE) --no-print-directory install PACKAGES=postgresql; done=$$?; rm -f $(NO_CLUSTER); exit $$done

# Debian's Redis, for several servers, and its nginx, for who may reach what; the tests start them on ports of their own, the
# machine's own services are not started.
NO_SERVICE := /usr/sbin/policy-rc.d
redis:
	@command -v redis-server >/dev/null || $(MAKE) --no-print-directory install-asleep PACKAGES=redis-server

nginx:
	@ls /usr/sbin/nginx >/dev/null 2>&1 || $(MAKE) --no-print-directory install-asleep PACKAGES=nginx-light

install-asleep:
	@if [ "$$(id -u)" = 0 ] && [ ! -e $(NO_SERVICE) ]; then printf '#!/bin/sh\nexit 101\n' >$(NO_SERVICE) && chmod 755 $(NO_SERVICE) && made=yes; fi; \
	$(MAKE) --no-print-directory install PACKAGES="$(PACKAGES)"; done=$$?; if [ "$$made" = yes ]; then rm -f $(NO_SERVICE); fi; exit $$done

# First what needs no server, then what opens an office of its own.
bench: $(VENV)/.test system-libraries database
	$(BIN)/python -m benchmarks.ledger_verification
	$(BIN)/python -m benchmarks.register_growth
	$(BIN)/python -m benchmarks.work_list_page
	$(BIN)/python -m benchmarks.whole_work
	$(BIN)/python -m benchmarks.next_question
	$(BIN)/python -m benchmarks.waiting_memory
	$(BIN)/python -m benchmarks.executions
	$(BIN)/python -m benchmarks.warm_engine_memory

$(VENV)/.bench: requirements/bench.txt $(VENV)/.test
	@echo "Installing what the rounds are measured against ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

# A day's rounds against what others would do on the same day, a national day, a lost team, a thousand days; half an hour.
bench-dispatch: $(VENV)/.bench
	$(BIN)/python -m benchmarks.dispatch_plans
	$(BIN)/python -m benchmarks.dispatch_plans --alone --size 500/60 --repeats 3
	$(BIN)/python -m benchmarks.dispatch_changes
	$(BIN)/python -m benchmarks.dispatch_plans --alone --size 20/3 --repeats 1000

# Apart from the office's own environment: the checker of PDF/UA is under the AGPL and wants other libraries than the rounds do.
LETTERS := .venv-letters
$(LETTERS)/.bench: requirements/bench-letters.txt requirements/build.txt | $(VENV)/bin/python
	@echo "Installing what the letters are measured against, and by ..."
	@$(BIN)/python -m venv $(LETTERS)
	@$(LETTERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@$(LETTERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --use-pep517 --no-build-isolation -r $<
	@touch $@

# Debian's LibreOffice without a screen, and the font that the letters are set in.
OFFICE_SUITE := libreoffice-writer-nogui fonts-liberation
office-suite:
	@dpkg -s $(OFFICE_SUITE) >/dev/null 2>&1 || $(MAKE) --no-print-directory install PACKAGES="$(OFFICE_SUITE)"

# A letter against the same letter of docxtpl with LibreOffice and of typst; all kinds checked, a thousand printed; ten minutes.
bench-letters: $(LETTERS)/.bench system-libraries office-suite
	$(LETTERS)/bin/python -m benchmarks.letters

# Faults by seed: lives cut off at every point, lives in bad weather, a real office under blows, and the suite's long tests; an
# hour or so.
chaos: $(VENV)/.test system-libraries browser database redis
	cd tests && ../$(BIN)/python -m chaos.lives
	cd tests && ../$(BIN)/python -m chaos.approvals
	cd tests && ../$(BIN)/python -m chaos.office_under_blows
	$(BIN)/python -m pytest -m "long and not engine and not browser" -n auto -q
	$(BIN)/python -m pytest tests/engine -m long -n 3 --dist loadfile -v

.PHONY: install
install:
	@if [ "$$(id -u)" = 0 ]; then \
	  echo "Installing $(PACKAGES) ..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null; \
	else \
	  echo "homevisit: system packages are missing; run: sudo apt-get install --no-install-recommends $(PACKAGES)" >&2; exit 1; \
	fi

clean:
	rm -rf $(VENV) $(LETTERS) build *.egg-info
