# Each target sets up what it needs first; `make demo` is the place to begin.
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.setup/uv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench faults fuzz hooks fonts translations clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

setup: ## install what is needed; the other targets do it by themselves
	@sh .ci/setup

demo: setup ## take a real case through scoring to its PDF, in out/
	ddq demo --out out

check: setup ## format, lint, types and the arrows between the rooms
	ruff format --check .
	ruff check .
	pyright
	lint-imports --no-logo

test: check ## check, then every test
	@sh .ci/test-tools
	pytest -q -n 2 --dist loadfile --junitxml=.setup/tests.xml

bench: setup ## measure the figures of docs/reference/performance.md
	@sh .ci/test-tools
	python tests/benchmarks/run.py

faults: setup ## kill, cut, fill, flip and refuse ten times as often as `make test` does, and report what was lost
	DDQ_FAULTS=10 pytest -q -n 0 tests/faults

fuzz: setup ## try 100,000 expressions and 10,000 YAML files made by chance; SEED=N repeats a run
	python tests/fuzz/run.py $(if $(SEED),--seed $(SEED))

hooks: setup ## run the checks before each commit from now on
	pre-commit install

layout: setup ## lay out a large report and every case, and tell what is ill set; try templates that would use the machine up
	mkdir -p out && python -m tests.report.large out/large.pdf
	DDQ_EXHAUST=1 pytest -q -n 0 tests/report/test_exhaustion.py

fonts: setup ## build the font pack of the reports anew, from pinned packages
	uv run report_templates/fonts/build.py

translations: setup ## bring the catalogues of the reports' languages up to date with the sentences
	python -m tests.report.catalogues

clean: ## remove what the other targets made
	rm -rf .venv .setup out dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache .grimp_cache
	find ddq tests -name __pycache__ -type d -prune -exec rm -rf {} +
