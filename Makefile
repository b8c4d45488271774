# Every target brings what it needs: system packages by apt, .venv, PostgreSQL and Redis. Data lie under var/.

# The first of these that is there and new enough; the lock was made with 3.11.
PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3.14 python3, \
	$(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)))
LAUNCH = exec $(or $(PYTHON),$(error Python 3.11 or newer is needed)) -m config.launcher
CHECKS = lint format types templates imports dependencies migrations messages deploy security

.PHONY: help demo test check bench screenshots faults clean $(CHECKS)

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST)

demo: ## the whole site on http://localhost:8000/ar/ until Ctrl-C (PORT=8000)
	@$(LAUNCH) demo

test: ## the whole suite on real PostgreSQL and Redis, with a browser
	@$(LAUNCH) test

check: ## all checks below, each with ok or FAIL: lint format types templates imports …
	@$(LAUNCH) check

$(CHECKS):
	@$(LAUNCH) check $@

bench: ## measurements as a table, JSON in var/bench/
	@$(LAUNCH) bench

screenshots: ## every page type as one contact sheet in var/screenshots/
	@$(LAUNCH) screenshots

faults: ## fault injection, bounded, loopback only
	@$(LAUNCH) faults

clean: ## removes var/ with all data
	@$(LAUNCH) clean
