# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What packaging/run and packaging/test share: say something, install packages, build a preset.
# Sourced with `set -euo pipefail` on. Everything for people goes to standard error.

PROHORI_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
PROHORI_PACKAGES=$PROHORI_ROOT/packaging/packages.txt

say() { printf '%s\n' "$*" >&2; }
die() {
    say "$(basename -- "$0"): $*"
    exit 1
}

# ---- packages ----------------------------------------------------------------------------------------------

# Prints 12 or 13 (13 also for what is newer or unknown). PROHORI_OS_RELEASE is for tests.
debian_release() {
    local ID='' VERSION_ID='' PRETTY_NAME='this system'
    # shellcheck disable=SC1090
    . "${PROHORI_OS_RELEASE:-/etc/os-release}"
    case $ID:$VERSION_ID in
    debian:12) echo 12 ;;
    debian:13) echo 13 ;;
    *)
        say "Note: made for Debian 12 and 13. On $PRETTY_NAME the package names of Debian 13 are tried."
        echo 13
        ;;
    esac
}

# Prints the list for release $1, a package a line: "NAME" or "NAME VERSION".
packages_for() {
    awk -v release="$1" '
        { sub(/#.*/, "") }
        NF == 1 { print $1 }
        NF == 2 && $2 == release { print $1 }
        NF == 3 && $2 == ">=" { print $1, $3 }' "$PROHORI_PACKAGES"
}

# Reads the output of packages_for and prints the lines that are not installed, or too old.
missing_packages() {
    local installed name wanted found
    # shellcheck disable=SC2016
    installed=$(dpkg-query --show --showformat='${Package} ${Version} ${db:Status-Abbrev}\n' 2>/dev/null |
        awk '$3 ~ /^.i/ { print $1, $2 }')
    while read -r name wanted; do
        found=$(awk -v name="$name" '$1 == name { print $2; exit }' <<<"$installed")
        if [ -z "$found" ] || { [ -n "$wanted" ] && dpkg --compare-versions "$found" lt "$wanted"; }; then
            echo "$name${wanted:+ $wanted}"
        fi
    done
}

# Runs a command as root: directly, or through sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 \
        -o Acquire::Retries=3 "$@" >&2
}

# Prints "ADDRESS SUITE COMPONENT" of every binary source that apt has, whichever format they are written in.
# (Without the release information, because a bare machine has fetched none yet.) PROHORI_APT_OPTIONS is for tests.
apt_sources() {
    # shellcheck disable=SC2016,SC2086
    apt-get ${PROHORI_APT_OPTIONS:-} indextargets --no-release-info --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' | sort -u
}

# Prints the Signed-By of the source of address $1, from .sources and .list files under $2; empty when there is none.
signed_by() {
    local file
    for file in "$2"/sources.list "$2"/sources.list.d/*.list "$2"/sources.list.d/*.sources; do
        [ ! -r "$file" ] || { cat -- "$file" && echo; }
    done | awk -v address="${1%/}" '
        function done(key) { if (key ~ /^\//) { print key; found = 1 } }
        found || /^#/ { next }
        /^[ \t]*$/ { key = ""; mine = 0; next }
        /^deb / { mine = 0; key = "" }
        { for (i = 1; i <= NF; ++i) { word = $i; sub(/\/$/, "", word); if (word == address) mine = 1 } }
        /^Signed-By:/ { key = $2 }
        /^deb / && match($0, /signed-by=[^] ]+/) { key = substr($0, RSTART + 10, RLENGTH - 10) }
        mine && key { done(key) }'
}

# Prints the source file that adds bookworm-backports from the place where this machine gets bookworm itself.
# PROHORI_ETC_APT is for tests.
backports_source() {
    local etc=${PROHORI_ETC_APT:-/etc/apt} sources address keyring=/usr/share/keyrings/debian-archive-keyring.gpg signed
    sources=$(apt_sources)
    address=$(awk '$3 == "main" && $2 ~ /^(bookworm|stable|oldstable)$/ { print $1; exit }' <<<"$sources")
    [ -n "$address" ] || return 1
    signed=$(signed_by "$address" "$etc")
    [ -n "$signed" ] || { [ -e "$keyring" ] && signed=$keyring; }
    printf 'Types: deb\nURIs: %s\nSuites: bookworm-backports\nComponents: main\n' "$address"
    [ -z "$signed" ] || printf 'Signed-By: %s\n' "$signed"
}

has_backports() { apt_sources | grep -q ' bookworm-backports main$'; }

# The package postgresql makes a server of its own and starts it, unless it is told before it comes; tests have their own.
no_cluster() {
    local etc=${PROHORI_ETC_POSTGRES:-/etc/postgresql-common}
    [ ! -e "$etc" ] || return 0
    as_root mkdir -p "$etc/createcluster.d"
    printf 'create_main_cluster = false\n' | as_root tee "$etc/createcluster.d/prohori.conf" >/dev/null
}

# Of the packages $@, nginx starts a server at once; tests have their own, and a machine that had none keeps none.
no_web_server() {
    [[ " $* " == *" nginx "* ]] || return 0
    [ -d "${PROHORI_SYSTEMD:-/run/systemd/system}" ] || return 0
    as_root systemctl disable --now nginx >&2 || say "Note: nginx was installed for tests, and its service could not be switched off."
}

# Installs what is missing of packages.txt. When nothing is, apt is not called at all.
install_packages() {
    local release missing names=() late=() name wanted source
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        die "Debian 12 or 13 is needed: there is no dpkg and apt-get here to install packages with."
    fi
    release=$(debian_release)
    missing=$(packages_for "$release" | missing_packages)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        die "packages are missing ($(tr '\n' ' ' <<<"$missing")), and installing them takes root or sudo."
    fi

    while read -r name wanted; do
        if [ -n "$wanted" ] && [ "$release" = 12 ]; then late+=("$name"); else names+=("$name"); fi
    done <<<"$missing"
    say "Installing ${#names[@]} + ${#late[@]} packages: ${names[*]} ${late[*]}"
    if [ ${#late[@]} -gt 0 ] && ! has_backports; then
        source=$(backports_source) ||
            die "no apt source of Debian 12 was found from which bookworm-backports could be had."
        printf '%s\n' "$source" | as_root tee /etc/apt/sources.list.d/prohori-backports.sources >/dev/null
    fi
    apt update || die "the list of packages could not be fetched: is this machine on a network?"
    no_cluster
    [ ${#names[@]} -eq 0 ] || apt install -y --no-install-recommends "${names[@]}" ||
        die "packages could not be installed; the reason stands above."
    no_web_server "${names[@]}"
    [ ${#late[@]} -eq 0 ] || apt install -y --no-install-recommends -t bookworm-backports "${late[@]}" ||
        die "packages could not be installed from bookworm-backports; the reason stands above."
    missing=$(packages_for "$release" | missing_packages)
    [ -z "$missing" ] || die "still missing after the installation: $(tr '\n' ' ' <<<"$missing")"
}

# ---- build -------------------------------------------------------------------------------------------------

# As many compilers at once as there are cores, and no more than one for 1.5 GB of memory.
build_jobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemTotal:/ { print int($2 / 1500000) }' /proc/meminfo)
    [ "$memory" -ge 1 ] || memory=1
    echo $((cores < memory ? cores : memory))
}

# A new build where nothing lies in the cache: hashing headers and precompiled headers for it costs each file time, and finds nothing. What is
# built later on goes into the cache.
is_cold() {
    [ ! -e "$1/.ninja_log" ] && command -v ccache >/dev/null &&
        ccache --print-stats 2>/dev/null | grep -q '^files_in_cache[[:space:]]*0$'
}

# build_preset PRESET [TARGET…]: configures when needed, and builds. Its output goes to a log that is shown on failure.
build_preset() {
    local preset=$1 folder=$PROHORI_ROOT/build/$1 log
    shift
    mkdir -p "$folder"
    log=$folder/configure.log
    say "Configuring $preset …"
    (cd "$PROHORI_ROOT" && cmake --preset "$preset") >"$log" 2>&1 || {
        cat "$log" >&2
        die "the build could not be configured; the reason stands above."
    }
    say "Building $preset with $(build_jobs) jobs …"
    (if is_cold "$folder"; then export CCACHE_DISABLE=1; fi
     cd "$PROHORI_ROOT" && cmake --build --preset "$preset" --parallel "$(build_jobs)" ${1:+--target "$@"}) >&2 ||
        die "the build failed; the first error stands above."
}
