# make demo    sets up what is missing and does the main job on the documents in samples/
# make test    sets up what is missing and runs the tests
# make check   lint and types
# make bench-repair, bench-places, bench-extract, bench-clean    the benchmarks on real documents, where those are at hand
.PHONY: setup demo test check bench-repair bench-places bench-extract bench-clean

VENV ?= .venv
export VENV

setup:
	@sh scripts/setup.sh

demo: setup
	@$(VENV)/bin/python -m klubbat.demo

test:
	@sh scripts/setup.sh test
	@$(VENV)/bin/python -m pytest -n auto -q

check: setup
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

bench-repair: setup
	@$(VENV)/bin/python -m benchmarks.repair

bench-places: setup
	@$(VENV)/bin/python -m benchmarks.places

bench-extract: setup
	@$(VENV)/bin/python -m benchmarks.extraction

bench-clean: setup
	@$(VENV)/bin/python -m benchmarks.clean
