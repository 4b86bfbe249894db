# Everything that a fresh machine needs: Python 3.11 or later, and make.
PORT ?= 8000
PY := .venv/bin/python
RUNNING := .venv/installed-to-run
STAMP := .venv/installed

LOCKED := lianyungang/deploy/requirements.txt
LOCKED_TEST := lianyungang/deploy/requirements-test.txt
COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml
# WHEELHOUSE=folder installs from there, without a network.
PIP := -m pip install --quiet --disable-pip-version-check --require-hashes $(if $(WHEELHOUSE),--no-index --find-links $(WHEELHOUSE))

.PHONY: install demo serve test bench rehearse-replica rehearse-upgrade mutants lock wheelhouse audit stop

install: $(STAMP)

# What running needs, and no more, in the versions that the suite ran with.
$(RUNNING): $(LOCKED)
	@for python in "$(PYTHON)" python3 python3.11 python3.12 python3.13 python3.14; do \
		"$$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; \
	if [ -z "$$python" ]; then echo "Python 3.11 or later with its venv module is needed (on Debian: apt install python3-venv)." >&2; exit 1; fi; \
	[ -x $(PY) ] || "$$python" -m venv .venv
	$(PY) $(PIP) -r $(LOCKED)
	@touch $@

# The tools of the tests beside it.
$(STAMP): $(RUNNING) $(LOCKED_TEST)
	$(PY) $(PIP) -r $(LOCKED_TEST)
	@touch $@

demo: install
	@$(PY) manage.py demo --port $(PORT)

# The real start: its own database and folder; SITE_URL=https://… once https stands in front of it.
serve: $(RUNNING)
	@$(PY) manage.py serve --port $(PORT) $(if $(REGISTER),--register $(REGISTER))

# A worker a core, each with a database and a browser of its own; a file stays with one worker, for what it loads once.
test: install
	@$(PY) -m pytest -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder $(ARGS)

bench: install
	@$(PY) -m tests.bench $(ARGS)

# Two databases and two web servers; the primary is killed under load and the replica promoted: a minute. The suite runs it with fewer people.
rehearse-replica: install
	@$(PY) -m tests.bench.replica

# Web servers of two versions on one database while people work: five minutes, no part of the suite. ARGS="--earlier v0.2.0".
rehearse-upgrade: install
	@$(PY) -m tests.bench.side_by_side $(ARGS)

# Which changes of the rules no test notices: most of an hour, so no part of the suite. ARGS="--own progress/rules/shares.py" asks one module's own tests.
mutants: install
	@$(PY) -m pip install --quiet --disable-pip-version-check "cosmic-ray~=8.7"
	@$(PY) -m tests.mutants $(ARGS)

# Versions and their checksums anew, after pyproject.toml was changed; asks the network.
lock: $(RUNNING)
	@$(PY) -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	@$(PY) -m uv $(COMPILE) -o $(LOCKED)
	@$(PY) -m uv $(COMPILE) --group test -o $(LOCKED_TEST)

# Every wheel that running needs, for a machine without a network: make serve WHEELHOUSE=folder.
wheelhouse: $(RUNNING)
	@$(PY) -m pip download --quiet --disable-pip-version-check --require-hashes -r $(LOCKED) -d var/wheelhouse
	@echo var/wheelhouse

# Known weaknesses of what is installed, and its licences; asks the network, so no part of the suite. What could not be asked fails.
audit: $(RUNNING)
	@$(PY) -m venv var/audit
	@var/audit/bin/python -m pip install --quiet --disable-pip-version-check "pip-audit~=2.9" "pip-licenses~=5.0"
	@var/audit/bin/pip-licenses --python $(PY) --order license
	@var/audit/bin/pip-audit --requirement $(LOCKED) --require-hashes --disable-pip --strict

stop: $(RUNNING)
	@$(PY) -m lianyungang.embedded stop
