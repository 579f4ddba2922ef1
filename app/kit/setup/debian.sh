#!/bin/sh
# Debian packages for the launcher, which reads this file. As root they are installed; anyone else
# gets them unpacked under .cache/debs by apt's own tools, which asks no one for a password.
# shellcheck disable=SC2046,SC2154 # words are meant to split; C is the launcher's

debs() {
  if [ "$(id -u)" = 0 ]; then installed "$@"; else (unpacked "$@"); fi || {
    echo "If that cannot be mended here, run: $(by_hand "$@")"
    return 1
  }
}

installed() {
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

unpacked() {
  dir=$C/debs
  mkdir -p "$dir/lists/partial" "$dir/archives/partial" "$dir/root" && cd "$dir/archives" || return
  apt update &&
    uris=$(apt install -y --no-install-recommends --print-uris "$@") &&
    echo "$uris" | awk '{print $2}' | sed 's/_.*//' >names && apt download $(cat names) || return
  for deb in *.deb; do
    dpkg -x "$deb" ../root && rm "$deb" || return
  done
}

apt() {
  apt-get -qq -o Dir::State::lists="$dir/lists" -o Dir::Cache="$dir" -o Dir::Cache::archives="$dir/archives" \
    -o Debug::NoLocking=1 -o APT::Sandbox::User= "$@"
}

see_unpacked() {
  [ ! -d "$C/debs/root" ] || export LD_LIBRARY_PATH="$C/debs/root/usr/lib/$(uname -m)-linux-gnu"
}

by_hand() { echo "sudo apt-get install -y --no-install-recommends $*"; }
