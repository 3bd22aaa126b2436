# nbscope demo: the notebook in JupyterLab, or run once in a headless browser. Sourced by ../nbscope.

demo_command() {
  local begin=$SECONDS
  case ${1:-} in
    "") ;;
    --once) need_chromium ;;
    *) wrong_use "demo takes --once or nothing, not \"$1\"" ;;
  esac
  ensure_all
  if [ "${1:-}" = --once ]; then
    demo_once
  else
    release_lock
    demo_open "$begin"
  fi
}

open_browser() {
  if [ "$(uname)" = Darwin ]; then
    open "$1" >/dev/null 2>&1
  elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && command -v xdg-open >/dev/null 2>&1; then
    xdg-open "$1" >/dev/null 2>&1
  fi
}

demo_open() {
  local address
  start_lab "$ROOT/notebooks" || {
    show_log jupyterlab
    die "JupyterLab did not start." "The lines above say why; ./nbscope doctor shows what was found."
  }
  address="$LAB_URL/lab/tree/show4dstem.ipynb?token=$LAB_TOKEN"
  say "JupyterLab is ready after $((SECONDS - $1)) s. Open this address in a browser, then run the cells:"
  say ""
  say "  $address"
  say ""
  say "Ctrl-C here stops it."
  open_browser "$address"
  wait "$LAB_PID"
  LAB_PID=
}

demo_once() {
  prepare_once
  must "Notebook in headless Chromium" demo "The lines above say which cell or check failed." \
    node "$JS/browser/once.js" "$BUILD/demo"
  say "Notebook with its outputs: $BUILD/demo/show4dstem.ipynb"
  say "Picture of the widget:     $BUILD/demo/show4dstem.png"
  say "Page without a kernel:     $BUILD/demo/show4dstem.html"
}

# A copy is run, so that the tracked notebook stays without outputs.
prepare_once() {
  need_node
  rm -rf "$BUILD/demo" && mkdir -p "$BUILD/demo" && cp "$ROOT/notebooks/show4dstem.ipynb" "$BUILD/demo/" &&
    ln -s ../../notebooks/data "$BUILD/demo/data" || die "build/demo cannot be written." "Is the disk full or read-only?"
}
