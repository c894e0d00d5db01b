# Each of run, test, lab, bench and lint first makes the environment in .venv, and again only after a change of
# requirements.lock or pyproject.toml. Without make: README.md has the plain commands.

BIN := .venv/bin
PYTHON := $(BIN)/python
READY := .venv/.ready

# Settings of the person at the keyboard (kernels, start-up files, plotting backend) must not change results.
run test: export JUPYTER_CONFIG_DIR := $(CURDIR)/.cache/jupyter/config
run test: export JUPYTER_DATA_DIR := $(CURDIR)/.cache/jupyter/data
run test: export IPYTHONDIR := $(CURDIR)/.cache/ipython
unexport MPLBACKEND

.NOTPARALLEL:
.PHONY: help run test workshop data fuzz lab bench formats lint lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-9s%s\n", $$1, $$2}'

run: $(READY) ## parse and check data/reports, execute the notebooks, write build/
	@mkdir -p "$$IPYTHONDIR" "$$JUPYTER_DATA_DIR"
	$(BIN)/budgetlib run

test: lint ## lint, then every test: the library and all notebooks, strictly
	@mkdir -p "$$IPYTHONDIR" "$$JUPYTER_DATA_DIR"
	$(PYTHON) -m pytest -n 2 --dist loadfile --nbval --nbval-current-env tests notebooks

workshop: $(READY) ## build/workshop.zip to hand out, build/workshop-teacher with guide, solutions and answers
	$(PYTHON) tools/handout.py build

REPORTS ?= $(BUDGETLIB_REPORTS)
data: $(READY) ## rebuild data/panel from the reports in REPORTS (or BUDGETLIB_REPORTS), which are not in the repository
	$(PYTHON) tools/panel.py $(REPORTS)

FUZZ_SECONDS ?= 1800
fuzz: $(READY) ## feed readers and parsers with made-up and damaged reports, for FUZZ_SECONDS (1800)
	@end=$$(($$(date +%s) + $(FUZZ_SECONDS))); while [ $$(date +%s) -lt $$end ]; do \
	    BUDGETLIB_REPORTS="$(REPORTS)" FUZZ_EXAMPLES=200 $(PYTHON) -m pytest -q -x tests/hostile/test_fuzz.py || exit 1; done

lab: $(READY) ## open JupyterLab on the notebooks
	$(BIN)/budgetlib lab

bench formats: export PYTHONPATH := $(CURDIR)
bench: $(READY) ## run the benchmarks
	@set -e; for script in benchmarks/bench_*.py; do echo "== $$script"; $(PYTHON) "$$script"; done

formats: $(READY) ## the table of docs/formats.md: figures right, flagged and wrong by format
	$(PYTHON) benchmarks/bench_formats.py --offices 16
	@if $(PYTHON) -c "import onnxruntime, rapidocr" 2>/dev/null; then $(PYTHON) benchmarks/bench_ocr.py; \
	    else echo "Scans: install budgetlib[ocr], and make formats measures them, too."; fi

lint: $(READY) ## style and types (ruff, mypy)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

# One version per package on every Python (fork-strategy), so that notebooks print the same everywhere.
lock: ## renew requirements.lock from pyproject.toml; needs uv; UPGRADE=--upgrade takes newer versions
	@command -v uv >/dev/null || { echo "make lock needs uv: python3 -m pip install uv" >&2; exit 1; }
	uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --extra dev --generate-hashes \
	    --no-header --no-emit-index-url --no-emit-find-links $(UPGRADE) --output-file requirements.lock pyproject.toml

clean: ## remove what the other targets made, but not .venv
	rm -rf build dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests tools notebooks benchmarks \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@if ! $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	    for python in python3.14 python3.13 python3.12 python3.11 python3; do \
	        if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	            echo "making .venv with $$python"; $$python -m venv --clear .venv && exit 0; exit 1; \
	        fi; \
	    done; \
	    echo "budgetlib needs Python 3.11 or newer with its venv module (on Debian and Ubuntu: the package python3-venv)." >&2; \
	    exit 1; \
	fi
	@echo "installing requirements.lock into .venv: a minute or two"
	$(PYTHON) -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements.lock
	$(PYTHON) -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)
