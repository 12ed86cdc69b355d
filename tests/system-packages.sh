#!/bin/sh
# Chromium, which the tests open pages in, a font that has emoji, a C compiler for a dependency of reasoning-gym, and PostgreSQL.
# Installed through apt by root, else named.
set -eu
packages=""
command -v chromium >/dev/null || packages="chromium fonts-noto-color-emoji"
command -v cc >/dev/null || packages="$packages gcc libc6-dev"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || packages="$packages postgresql"
[ -n "$packages" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $packages"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
    echo "The tests need $packages. Install them and try again, for example: sudo apt-get install $packages" >&2
    exit 1
fi
