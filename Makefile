# Each target sets up what it needs on a fresh machine and is quick the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --retries 10 install --quiet --no-compile --constraint constraints.txt
# On all processors, where pip has one; some packages carry files for other Pythons, which stay as they are.
COMPILE := $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true
CATALOGUE := canvas/ui/translations/shotweave_zh_CN
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export OMP_NUM_THREADS ?= 1
# The tests start many programs: what one of them has compiled is there for the next.
unexport PYTHONDONTWRITEBYTECODE
# One more than there are processors, for many a test waits; four at most, for each takes memory.
WORKERS = $(shell $(BIN)/python -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))')

.PHONY: help demo run test lint gpu bench soak translations found clean

help:
	@echo "make demo          build, render and export the sample film, then open its board"
	@echo "make run           open Shotweave"
	@echo "make test          lint, types, import contracts and every test"
	@echo "make gpu           add the engine for video models (torch, diffusers)"
	@echo "make lint          ruff, mypy and the import contracts"
	@echo "make bench         every benchmark, one JSON line each"
	@echo "make soak          the long versions of the tests (hours)"
	@echo "make translations  extract and compile the sentences for people"

demo: $(VENV)/.app
	$(BIN)/python main.py demo --out demo

run: $(VENV)/.app
	$(BIN)/python main.py

gpu: $(VENV)/.gpu

# The types are read on one processor: beside that the tests are found and compiled, once for all workers.
test: $(VENV)/.test
	@$(MAKE) --no-print-directory -j2 lint found
	$(BIN)/python -m pytest -m "not soak" -n $(WORKERS) --dist worksteal

found: $(VENV)/.test
	@$(BIN)/python -m pytest -qq -m "not soak" --collect-only >/dev/null || true  # the tests themselves will tell

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.test
	@for file in $$(grep -l '"benchmark": ' benchmarks/[a-z]*.py); do echo "$$file" >&2; PYTHONPATH=. $(BIN)/python -P $$file || exit 1; done

soak: $(VENV)/.test
	$(BIN)/python -m pytest -m soak --timeout=0

translations: $(VENV)/.test
	$(BIN)/pyside6-lupdate $$(find main.py assets canvas collab generation -name '*.py' | sort) \
		-ts $(CATALOGUE).ts -target-language zh_CN -source-language en -no-obsolete -locations none \
		-disable-heuristic sametext -disable-heuristic similartext
	$(BIN)/pyside6-lrelease $(CATALOGUE).ts -qm $(CATALOGUE).qm

$(VENV)/bin/python:
	@bash .ci/system-packages demo
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Shotweave needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/.gpu: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable '.[gpu]'
	@$(COMPILE)
	@touch $@ $(VENV)/.app

$(VENV)/.test: pyproject.toml constraints.txt tests/collab/node/package-lock.json | $(VENV)/bin/python
	@bash .ci/system-packages test
	$(PIP) --editable '.[gpu,test]'
	@$(COMPILE)
	@$(BIN)/python -m benchmarks.peers.npm tests/collab/node
	@touch $@ $(VENV)/.app $(VENV)/.gpu

clean:
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
