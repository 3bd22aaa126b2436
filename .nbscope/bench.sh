# nbscope bench: benchmarks beside their peers. Sourced by ../nbscope.

bench_command() {
  ensure_all
  ensure_peer_packages
  find_chromium || {
    say "nbscope: no Chromium was found. Install chromium (Debian, Ubuntu: apt-get install chromium), then run this again." >&2
    exit 3
  }
  # A relative --json is meant from where the command was typed, so there is no cd here.
  node "$JS/browser/bench.js" "$@"
}
