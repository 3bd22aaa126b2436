# Installs Debian packages where this run may. Sourced by ../nbscope.

may_install() { is_root && command -v apt-get >/dev/null 2>&1; }

# install_where_allowed "PACKAGE...": nothing where the list is empty or the user may not install.
install_where_allowed() {
  [ -n "$1" ] && may_install || return 0
  step "System packages ($1)" packages install_packages "$1" || show_log packages
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q || echo "apt-get update failed; trying with the lists that are there"
  # shellcheck disable=SC2086
  apt-get install -q -y --no-install-recommends $1
}

# Chromium for what is nothing without a browser; exit 3 where it is missing and may not be installed.
need_chromium() {
  find_chromium || install_where_allowed chromium
  find_chromium && return
  say "nbscope: no Chromium was found. Install chromium (Debian, Ubuntu: sudo apt-get install chromium), then run this again." >&2
  exit 3
}
