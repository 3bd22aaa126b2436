# nbscope bench: benchmarks beside their peers. Sourced by ../nbscope.

bench_command() {
  need_chromium
  ensure_all
  ensure_peer_packages
  release_lock
  # A relative --json is meant from where the command was typed, so there is no cd here.
  node "$JS/browser/bench.js" "$@"
}
