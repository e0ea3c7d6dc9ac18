# make run   set everything up, start Deskside with the demo world, print the address and the sign-ins
# make extension SERVER=https://desk.example CRM='https://crm.example/*'   the panel as a browser extension
# make test  set everything up, run the tests
PYTHON ?= python3
PIP = .venv/bin/pip --disable-pip-version-check install --quiet
WEB = $(shell git ls-files -co --exclude-standard web | grep -v -e node_modules -e '\.test\.ts$$')
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: run test test-services check fix lock openapi bench extension setup clean
.DELETE_ON_ERROR:

run: setup
	@.venv/bin/deskside serve --demo

# Compiled here, so that a start is quick also where Python is told to write no bytecode.
setup: .stamps/python .stamps/web
	@.venv/bin/python -m compileall -q src

test: .stamps/dev .stamps/web
	@scripts/test

test-services: .stamps/dev .stamps/web
	@scripts/test -m "service or browser"

check: .stamps/dev .stamps/node
	@scripts/check

fix: .stamps/dev .stamps/node
	@scripts/fix

lock: .stamps/dev
	@scripts/lock

openapi: .stamps/dev .stamps/node
	@scripts/openapi

extension: .stamps/web
	@scripts/extension $(if $(SERVER),'$(SERVER)') $(if $(CRM),'$(CRM)')

bench: .stamps/dev .stamps/web
	@for script in bench/*.py; do echo "== $$script"; .venv/bin/python $$script || exit 1; done

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Deskside needs Python 3.11 or newer: make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv

.stamps/python: requirements.lock requirements-build.lock pyproject.toml | .venv/bin/python
	@mkdir -p .stamps
	@echo "Installing Deskside …"
	@$(PIP) --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.stamps/dev: requirements-dev.lock .stamps/python
	@echo "Installing the tools for development …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

.stamps/node: web/package-lock.json .stamps/python
	@echo "Installing the console's packages …"
	@cd web && npm ci --silent --no-fund --no-audit
	@touch $@

.stamps/web: $(WEB) .stamps/node
	@echo "Building the console and the userscript …"
	@cd web && npm run --silent build
	@touch $@

clean:
	rm -rf .venv .stamps web/node_modules src/deskside/static
