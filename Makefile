# Short names for the scripts and for Docker, which do the work: see each script with --help.
.DEFAULT_GOAL := help
DEV := docker compose --env-file .env.docker
PROD := docker compose --env-file .env.docker --file docker-compose.prod.yml

.PHONY: help demo test check build package bench setup dev dev-debug restart down logs shell db-shell migrate migrate-status \
	test-docker prod prod-build prod-down prod-logs clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Without Docker

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

# --- With Docker, to develop

setup: .env.docker ## write .env.docker with secrets of its own, once

.env.docker: | .env.docker.example
	@umask 077; while IFS= read -r line; do \
	  case $$line in \
	    *=changez-moi) printf '%s=%s\n' "$${line%%=*}" "$$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')" ;; \
	    *) printf '%s\n' "$$line" ;; \
	  esac; \
	done <.env.docker.example >.env.docker.new
	@mv .env.docker.new .env.docker
	@echo ".env.docker is written, with secrets of its own."

dev: .env.docker ## database, program, nginx on :8080 and Vite on http://localhost:5173
	$(DEV) up --build --detach

dev-debug: .env.docker ## the same with phpMyAdmin on :8081 and the mail catcher on :8025
	MAIL_TRANSPORT=smtp $(DEV) --profile debug up --build --detach

restart: .env.docker ## compile the program again and serve it
	$(DEV) restart backend

down: .env.docker ## stop what dev and dev-debug started
	$(DEV) --profile debug down

logs: .env.docker ## what the services say, until Ctrl+C
	$(DEV) logs --follow --tail 100

shell: .env.docker ## a shell beside the program
	$(DEV) exec backend bash

db-shell: .env.docker ## the database's own command line
	$(DEV) exec db sh -c 'exec mariadb --user="$$MARIADB_USER" --password="$$MARIADB_PASSWORD" "$$MARIADB_DATABASE"'

migrate: .env.docker ## bring the database up to date
	$(DEV) exec backend cargo run --quiet --locked --bin bourse -- migrate up

migrate-status: .env.docker ## where the database stands
	$(DEV) exec backend cargo run --quiet --locked --bin bourse -- migrate status

test-docker: ## the tests that need no other server, within the image
	docker build --file docker/backend/Dockerfile --target test .

# --- With Docker, in production (docs/deploiement.md)

prod-build: .env.docker ## build the images
	$(PROD) build --pull

prod: .env.docker ## start or update, with HTTPS on ports 80 and 443
	$(PROD) up --detach --remove-orphans

prod-down: .env.docker ## stop; the data stays
	$(PROD) down

prod-logs: .env.docker ## what the services say, until Ctrl+C
	$(PROD) logs --follow --tail 100

# --- Both

clean: .env.docker ## stop development and remove its database, files and caches
	@printf 'This removes the development database and files. Type yes: '; read -r answer; [ "$$answer" = yes ]
	$(DEV) --profile debug down --volumes --rmi local
