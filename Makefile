# Everything below works in a fresh clone, as root or not; each step leaves a stamp so that the next time is quick.
PYTHON ?= python3.11
BIN := .venv/bin
# A machine's own certificates know the mirrors and proxies that it goes through; a bare one has none.
UV := $(BIN)/uv $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),--system-certs)
LOCK := $(UV) pip compile pyproject.toml --extra dev --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q -o requirements.lock
FRONTEND := $(shell find frontend -type f 2>/dev/null)
CATALOGS := $(shell find facevalue -name '*.po' 2>/dev/null)

.PHONY: setup run check test browser lock clean

setup: .venv/.package .venv/.frontend .venv/.messages

.venv/.uv:
	.ci/venv $(PYTHON) .venv
	touch $@

.venv/.locked: requirements.lock .venv/.uv
	$(UV) pip install --python $(BIN)/python --require-hashes -q -r requirements.lock
	touch $@

# The installed package only points here, so it changes with its metadata, not with the code.
.venv/.package: pyproject.toml .venv/.locked
	$(UV) pip install --python $(BIN)/python --no-deps --no-build-isolation -q -e .
	touch $@

.venv/.npm: package.json package-lock.json .venv/.locked
	.ci/node npm ci --silent
	touch $@

.venv/.frontend: $(FRONTEND) .venv/.npm
	.ci/node node frontend/build.mjs
	touch $@

.venv/.messages: $(CATALOGS) .venv/.package
	$(BIN)/facevalue messages
	touch $@

run: setup
	$(BIN)/facevalue up --demo

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	FACEVALUE_DATA=.mypy_cache/data $(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	.ci/node npx --no-install tsc --noEmit -p frontend

browser:
	.ci/browser

test: check browser
	$(BIN)/pytest -n 2

lock: .venv/.uv
	$(LOCK)
	.ci/node npm install --package-lock-only

clean:
	rm -rf .venv node_modules build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
