# Everything that a fresh machine needs: Python 3.11 or later, and make.
PORT ?= 8000
PY := .venv/bin/python
RUNNING := .venv/installed-to-run
STAMP := .venv/installed
LIST := import tomllib; p = tomllib.load(open("pyproject.toml", "rb"));

.PHONY: install demo serve test bench mutants stop

install: $(STAMP)

# What running needs, and no more.
$(RUNNING): pyproject.toml
	@for python in "$(PYTHON)" python3 python3.11 python3.12 python3.13 python3.14; do \
		"$$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; \
	if [ -z "$$python" ]; then echo "Python 3.11 or later with its venv module is needed (on Debian: apt install python3-venv)." >&2; exit 1; fi; \
	[ -x $(PY) ] || "$$python" -m venv .venv
	@$(PY) -c '$(LIST) print(*p["project"]["dependencies"], sep="\n")' > .venv/requirements.txt
	$(PY) -m pip install --quiet --disable-pip-version-check -r .venv/requirements.txt
	@touch $@

# The tools of the tests beside it.
$(STAMP): $(RUNNING)
	@$(PY) -c '$(LIST) print(*p["dependency-groups"]["test"], sep="\n")' > .venv/requirements-test.txt
	$(PY) -m pip install --quiet --disable-pip-version-check -r .venv/requirements.txt -r .venv/requirements-test.txt
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

# Which changes of the rules no test notices: an hour or two, so no part of the suite.
mutants: install
	@$(PY) -m pip install --quiet --disable-pip-version-check "cosmic-ray~=8.7"
	@$(PY) -m tests.mutants $(ARGS)

stop: $(RUNNING)
	@$(PY) -m lianyungang.embedded stop
