#!/bin/sh
# Chromium, which the tests open pages in, and a font that has emoji. Installed through apt by root, else named.
set -eu
packages="chromium fonts-noto-color-emoji"
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $packages"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
    echo "The tests need Chromium. Install it and try again, for example: sudo apt-get install $packages" >&2
    exit 1
fi
