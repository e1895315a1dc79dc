#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the shared functions of packaging/ on machines made up in a folder. Usage: PackagingTest.sh ROOT
set -euo pipefail
# shellcheck source=packaging/lib.sh
. "$1/packaging/lib.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# expect WHAT WANTED FOUND
expect() {
    if [ "$2" = "$3" ]; then
        echo "ok: $1"
    else
        printf 'FAILED: %s\n--- wanted\n%s\n--- found\n%s\n' "$1" "$2" "$3"
        failed=1
    fi
}

# A cache with so many files, beside a build folder.
cold() {
    printf '#!/bin/sh\nprintf "cache_size_kibibyte\\t%s\\nfiles_in_cache\\t%s\\n"\n' "$1" "$1" >"$folder/ccache"
    chmod +x "$folder/ccache"
    (PATH=$folder:$PATH && is_cold "$2" && echo cold) || echo warm
}
mkdir "$folder/new" "$folder/old"
touch "$folder/old/.ninja_log"
expect "a first build, and nothing in the cache" cold "$(cold 0 "$folder/new")"
expect "a first build beside others" warm "$(cold 10 "$folder/new")"
expect "a later build" warm "$(cold 0 "$folder/old")"

release() {
    printf '%s\n' "$@" >"$folder/os-release"
    PROHORI_OS_RELEASE=$folder/os-release debian_release 2>/dev/null
}
expect "Debian 12" 12 "$(release ID=debian VERSION_ID='"12"')"
expect "Debian 13" 13 "$(release ID=debian VERSION_ID='"13"')"
expect "testing counts as the newest" 13 "$(release ID=debian)"
expect "another distribution is tried" 13 "$(release ID=ubuntu VERSION_ID='"24.04"')"

PROHORI_PACKAGES=$folder/packages
cat >"$PROHORI_PACKAGES" <<'LIST'
# a comment
bash            # on every machine
old-name 12
new-name 13
dpkg >= 1.0
bash-of-tomorrow
apt >= 999
LIST
expect "the list of Debian 12" "bash old-name dpkg 1.0 bash-of-tomorrow apt 999" "$(packages_for 12 | xargs)"
expect "the list of Debian 13" "bash new-name dpkg 1.0 bash-of-tomorrow apt 999" "$(packages_for 13 | xargs)"
expect "what is missing, or too old" "old-name bash-of-tomorrow apt 999" "$(packages_for 12 | missing_packages | xargs)"

# The same mirror, with its key, in both formats of apt; other sources stand around it.
machine() {
    rm -rf "$folder/apt"
    mkdir -p "$folder/apt/sources.list.d"
    cat >"$folder/apt/sources.list.d/$1"
    PROHORI_ETC_APT=$folder/apt
    PROHORI_APT_OPTIONS="-o Dir::Etc=$folder/apt -o Dir::Etc::sourcelist=/dev/null -o Dir::State=$folder -o Acquire::Languages=none"
}
wanted='Types: deb
URIs: http://mirror.test/debian/
Suites: bookworm-backports
Components: main
Signed-By: /keys/mirror.gpg'

machine debian.sources <<'SOURCES'
Types: deb
URIs: http://other.test/tool
Suites: stable
Components: extra
Signed-By: /keys/other.gpg

Types: deb deb-src
URIs: http://mirror.test/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /keys/mirror.gpg

Types: deb
URIs: http://mirror.test/debian-security
Suites: bookworm-security
Components: main
SOURCES
expect "backports from a .sources file" "$wanted" "$(backports_source)"
expect "no backports there yet" no "$(has_backports && echo yes || echo no)"

machine debian.list <<'LIST'
deb [signed-by=/keys/other.gpg] http://other.test/tool stable extra
# deb http://mirror.test/debian bookworm-backports main
deb [arch=amd64 signed-by=/keys/mirror.gpg] http://mirror.test/debian bookworm main contrib
deb http://mirror.test/debian-security bookworm-security main
LIST
expect "backports from a .list file" "$wanted" "$(PROHORI_APT_OPTIONS="$PROHORI_APT_OPTIONS -o APT::Architecture=amd64" backports_source)"

machine debian.list <<'LIST'
deb http://mirror.test/debian bookworm main
deb http://mirror.test/debian bookworm-backports main
LIST
expect "backports are there" yes "$(has_backports && echo yes || echo no)"

machine other.list <<'LIST'
deb http://other.test/tool bookworm extra
LIST
expect "no Debian, no backports" none "$(backports_source || echo none)"

# The tests' own server is enough: no cluster of the system comes with the package, and what an administrator has set stays.
as_root() { "$@"; }
PROHORI_ETC_POSTGRES=$folder/postgresql-common no_cluster
expect "no cluster is made" "create_main_cluster = false" "$(cat "$folder/postgresql-common/createcluster.d/prohori.conf")"
mkdir "$folder/theirs"
PROHORI_ETC_POSTGRES=$folder/theirs no_cluster
expect "a server that is there is left alone" "" "$(ls "$folder/theirs")"

# Nor does a web server begin to listen; one that was there before is not touched.
systemctl() { echo "$@" >>"$folder/services"; }
touch "$folder/services"
PROHORI_SYSTEMD=$folder no_web_server git openssl
PROHORI_SYSTEMD=$folder/none no_web_server git nginx
expect "a web server that is there is left alone" "" "$(cat "$folder/services")"
PROHORI_SYSTEMD=$folder no_web_server git nginx openssl
expect "no web server is started" "disable --now nginx" "$(cat "$folder/services")"

exit "$failed"
