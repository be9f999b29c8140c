# Everything a person types here. `make help` explains itself from the comments behind the targets.
PYTHON ?= python3
# Only what is given on the command line counts: some shells export HOST as the machine's name.
ifneq ($(origin HOST),command line)
HOST := 127.0.0.1
endif
ifneq ($(origin PORT),command line)
PORT := 8000
endif
VENV := .venv/bin/python
ARGS ?=
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help install run dev test soak chaos mutants proxies rehearsal lint format messages screenshots bench drill lock vendor pictures sbom audit clean

help: ## List these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: ## Install what is pinned, and start nothing
	@$(PYTHON) portal/launch/install.py run

run: ## Start the portal with a demo world: make run [HOST=127.0.0.1] [PORT=8000]
	@$(PYTHON) portal/launch/install.py run
	@exec '$(VENV)' -m portal.launch.serve --host '$(HOST)' --port '$(PORT)'

dev: ## The same with auto-reload and the debug toolbar
	@$(PYTHON) portal/launch/install.py test
	@exec '$(VENV)' -m portal.launch.serve --dev --host '$(HOST)' --port '$(PORT)'

test: ## Run every test on real PostgreSQL and in a real browser: make test [ARGS="tests/forums -k calendar"]
	@$(PYTHON) portal/launch/install.py test
	@'$(VENV)' portal/launch/browser.py
	@$(if $(ARGS),,$(MAKE) --no-print-directory lint)
	@exec '$(VENV)' -m pytest -n $(WORKERS) $(ARGS)

soak: ## Races, models and killed servers again, four times as hard: make soak [ARGS="tests/forums"]
	@$(PYTHON) portal/launch/install.py test
	@SOAK=true exec '$(VENV)' -m pytest -n $(WORKERS) -m soak $(ARGS)

REQUESTS ?= 20000
SEED ?= 11
FIRST ?= 0
.PHONY: fuzz
fuzz: ## Send hostile requests over every form and parameter in every role: make fuzz [REQUESTS=20000] [SEED=11] [FIRST=0] [ONLY=n]
	@$(PYTHON) portal/launch/install.py test
	@FUZZ_REQUESTS=$(REQUESTS) FUZZ_SEED=$(SEED) FUZZ_FIRST=$(FIRST) FUZZ_ONLY=$(ONLY) exec '$(VENV)' -m pytest -n 0 --show-capture=no tests/test_fuzz.py

chaos: ## Kill, freeze, fill and cut off parts of a portal under load: make chaos [ARGS="--only disk"]
	@$(PYTHON) portal/launch/install.py test
	@exec '$(VENV)' -m tests.chaos $(ARGS)

mutants: ## Take guards away one by one and see the tests fail: make mutants [ARGS="-n 4 seats"]
	@$(PYTHON) portal/launch/install.py test
	@exec '$(VENV)' -m tests.mutants $(ARGS)

proxies: ## Try the documented nginx and Caddy, and the unit, before a portal for real: make proxies [ARGS=nginx]
	@$(PYTHON) portal/launch/install.py test
	@exec '$(VENV)' -m tests.proxies $(ARGS)

rehearsal: ## Follow docs/operations.md word for word on a fresh Debian 12 (needs root and debootstrap)
	@$(PYTHON) portal/launch/install.py test
	@exec '$(VENV)' -m tests.rehearsal

lint: ## Check code, types and templates
	@$(PYTHON) portal/launch/install.py test
	@'$(VENV)' -m ruff check --quiet . && '$(VENV)' -m ruff format --check --quiet .
	@DEMO_MODE=true READ_ENV_FILE=false '$(VENV)' -m mypy --no-error-summary
	@'$(VENV)' -m djlint templates --lint --quiet

format: ## Format the code
	@$(PYTHON) portal/launch/install.py test
	@'$(VENV)' -m ruff check --fix-only --quiet . ; '$(VENV)' -m ruff format .

messages: ## Collect the strings to translate and compile both catalogues
	@$(PYTHON) portal/launch/install.py test
	@DEMO_MODE=true READ_ENV_FILE=false '$(VENV)' manage.py sync_messages

screenshots: ## Take pictures of every page at four widths, in three themes and both languages, into screenshots/
	@$(PYTHON) portal/launch/install.py test
	@'$(VENV)' portal/launch/browser.py
	@'$(VENV)' -m pytest tests/journeys/screenshots.py

bench: ## Measure pages of a demo portal, search among 20,000 and 200,000 comments, and registrations
	@$(PYTHON) portal/launch/install.py test
	@'$(VENV)' bench/pages.py
	@'$(VENV)' bench/similar.py
	@'$(VENV)' bench/site_search.py
	@'$(VENV)' bench/registrations.py

drill: ## Back up a million rows, bring them back and compare: make drill [ARGS="--rows 20000"]
	@$(PYTHON) portal/launch/install.py test
	@'$(VENV)' bench/restore_drill.py $(ARGS)

lock: ## Pin the newest allowed packages, with hashes (needs uv)
	@uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-header pyproject.toml -o requirements.txt
	@uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-header --group dev -c requirements.txt -o requirements-dev.txt

pictures: ## Draw the pictures of share cards and the icons again, from their SVGs
	@$(PYTHON) portal/launch/install.py test
	@'$(VENV)' portal/launch/pictures.py

vendor: ## Fetch the pinned npm packages into static/vendor/
	@$(PYTHON) portal/launch/install.py run
	@DEMO_MODE=true READ_ENV_FILE=false '$(VENV)' manage.py vendor_assets

.PHONY: fonts firstvisit
fonts: ## Cut the interface's fonts out of Pretendard GOV again, after many new words
	@$(PYTHON) portal/launch/install.py test
	@DEMO_MODE=true READ_ENV_FILE=false '$(VENV)' manage.py build_fonts

firstvisit: ## Measure a first visit on a slow phone: bytes of fonts and in all, layout shift, largest paint
	@$(PYTHON) portal/launch/install.py test
	@'$(VENV)' portal/launch/browser.py
	@'$(VENV)' bench/first_visit.py $(ARGS)

sbom: ## Write what the portal is made of, as CycloneDX 1.6, into sbom.cdx.json
	@$(PYTHON) portal/launch/install.py test
	@'$(VENV)' -m portal.launch.sbom sbom.cdx.json && echo "sbom.cdx.json"

audit: ## Ask PyPI for known weaknesses of what is pinned; without a network: make audit OSV="pypi.zip npm.zip" (docs/operations.md)
	@$(PYTHON) portal/launch/install.py test
	@$(if $(OSV),'$(VENV)' -m portal.launch.advisories $(OSV),'$(VENV)' -m pip_audit --strict --progress-spinner off --disable-pip --require-hashes -r requirements.txt)

clean: ## Remove what was installed and built (the data stays)
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis screenshots test-results
