# Everything a person needs to type. Each target sets up what it needs first; packaging/linux/ says how.
LINUX := packaging/linux
PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check bench wheel desktop desktop-remove clean

help: ## what can be made (this list)
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 24
	@echo 'Options go into ARGS:  make run ARGS="--fullscreen"'

run: ## open the speaking aid; the first time, set everything up
	@$(LINUX)/run.sh $(ARGS)

test: check ## check the code, then run every test
	@$(LINUX)/test.sh $(ARGS)

check: ## check style and types
	@$(LINUX)/set-up.sh test
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy

bench: ## time start, presses, speech and prediction on this machine
	@$(LINUX)/run.sh bench $(ARGS)

wheel: ## build an installable package into dist/
	@$(LINUX)/set-up.sh test
	$(PYTHON) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

desktop: ## put it into the start menu (AUTOSTART=yes: also start it at log-in)
	@$(LINUX)/desktop-entry.sh add $(AUTOSTART)

desktop-remove: ## take it out of the start menu and the log-in
	@$(LINUX)/desktop-entry.sh remove

clean: ## remove everything that was built or installed in this folder
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
