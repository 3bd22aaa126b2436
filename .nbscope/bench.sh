# nbscope bench: benchmarks beside their peers. Sourced by ../nbscope.

# The benchmarks that run in Java lie among the tests of their module; bench.js starts them with this class path.
bench_classes() {
  local file=$BUILD/bench.class-path
  maven bench -Dquick -pl io test-compile dependency:build-classpath -DincludeScope=test "-Dmdep.outputFile=$file"
}

bench_command() {
  [ "${1:-}" = blosc2 ] || need_chromium
  ensure_all
  ensure_peer_packages
  must "Java benchmarks" bench "The lines above say what does not compile." bench_classes
  release_lock
  export NBSCOPE_BENCH_JAVA="$JAVA_HOME/bin/java" NBSCOPE_BENCH_FLAGS="$KERNEL_FLAGS" NBSCOPE_BENCH_PYTHON="$ENV/bin/python"
  # A relative --json is meant from where the command was typed, so there is no cd here.
  node "$JS/browser/bench.js" "$@"
}
