# Short names for the scripts, which do the work: see each with --help.
.DEFAULT_GOAL := help
.PHONY: help demo test check build package bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## build everything and serve a lively demonstration on http://localhost:8000
	scripts/demo

test: ## every test, as continuous integration runs them
	scripts/test

check: ## format, lints, licences, types
	scripts/check

build: ## the static program for a host, dist/bourse
	scripts/build

package: ## the archive that an administrator uploads, dist/bourse-VERSION.zip
	scripts/package

bench: ## measure against the budgets
	scripts/bench
