# Konak. `make help` lists what there is. Everything happens in .venv, node_modules, build and the state folder.

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench clean clean-state lock
SHELL := /bin/sh
# compiled modules are kept: every command would read eight hundred files anew
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
PARALLEL ?= 2

help: ## bu listeyi göster
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## eksik olanları kur (yinelenebilir)
	@scripts/setup.sh

run: setup ## kur, örnek belediyeyi bir kez yükle, http://localhost:8000 adresinde çalıştır
	@$(BIN)/konak migrate
	@$(BIN)/konak sample --once
	@exec $(BIN)/konak serve --with-worker

test: setup ## bütün denetimler ve testler
	@scripts/check.sh testsiz; checked=$$?; scripts/test.sh $(PARALLEL) && [ $$checked -eq 0 ]

check: setup ## biçim, hata, tür, sınır, geçiş, kilit ve ev kuralları denetimi
	@scripts/check.sh

bench: setup ## başarım ölçümleri
	@set -e; for one in bench/*.py; do [ -e "$$one" ] || continue; echo "== $$one"; $(BIN)/python "$$one"; done

lock: setup ## bağımlılık kilitlerini yeniden üret
	@scripts/lock.sh

clean: ## özel veritabanını durdur, derleme çıktılarını sil (veriler kalır)
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m konak.foundation.db.stop; fi
	rm -rf build node_modules konak/foundation/ui/static/ui/dist test-results .mypy_cache .ruff_cache .hypothesis \
		.import_linter_cache
	find konak tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

clean-state: clean ## DİKKAT: bu kopyanın veritabanını ve dosyalarını da sil
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m konak.foundation.db.stop --forget; fi
