# nbscope bench: benchmarks beside their peers. Sourced by ../nbscope.

PEERS=$BUILD/bench/python
COMPUTE_PEERS=$ROOT/compute/src/test/bench

# The benchmarks that run in Java lie among the tests of their module; bench.js starts them with this class path.
bench_classes() {
  local file=$BUILD/bench.class-path
  maven bench -Dquick -pl io test-compile dependency:build-classpath -DincludeScope=test "-Dmdep.outputFile=$file"
}

# Class paths of their own in target/quick of each module.
compute_bench_classes() {
  maven bench-compute -Dquick -pl io,compute test-compile dependency:build-classpath@test-path
}

make_compute_peers() {
  rm -rf "$PEERS"
  mkdir -p "$BUILD/bench" && "$PYTHON" -m venv "$PEERS" || {
    echo "python -m venv failed; on Debian and Ubuntu: apt-get install python3-venv"
    return 1
  }
  pip_peers requirements.txt
}

pip_peers() {
  "$PEERS/bin/python" -m pip install --quiet --no-input --disable-pip-version-check -r "$COMPUTE_PEERS/$1"
}

# ensure_compute_peers TORCH: NumPy and LiberTEM, and torch only where it was asked for, because its wheels are huge.
ensure_compute_peers() {
  local advice="Is the Python package registry reachable, and is there room on the disk? Then run this again." mark
  mark="$PEERS $(cksum <"$COMPUTE_PEERS/requirements.txt")"
  is_current compute-peers "$mark" && [ -x "$PEERS/bin/python" ] || {
    need_python
    must "Peers of the compute benchmark (NumPy, LiberTEM)" compute-peers "$advice" make_compute_peers
    mark_current compute-peers "$mark"
  }
  [ -n "$1" ] || return 0
  mark="$mark $(cksum <"$COMPUTE_PEERS/requirements-torch.txt")"
  is_current compute-torch "$mark" || {
    must "torch, some GB" compute-torch "$advice" pip_peers requirements-torch.txt
    mark_current compute-torch "$mark"
  }
}

ensure_compute_bench() {
  need_jdk
  need_maven
  need_node
  take_lock
  ensure_compute_peers "$1"
  must "Java benchmarks of compute" bench-compute "The lines above say what does not compile." compute_bench_classes
}

bench_command() {
  local torch=
  case " $* " in *" --peer torch "*) torch=1 ;; esac
  case ${1:-} in
    compute) ensure_compute_bench "$torch" ;;
    *)
      [ "${1:-}" = blosc2 ] || need_chromium
      ensure_all
      ensure_peer_packages
      must "Java benchmarks" bench "The lines above say what does not compile." bench_classes
      ;;
  esac
  release_lock
  export NBSCOPE_BENCH_JAVA="$JAVA_HOME/bin/java" NBSCOPE_BENCH_FLAGS="$KERNEL_FLAGS" NBSCOPE_BENCH_PYTHON="$ENV/bin/python"
  export NBSCOPE_BENCH_PEERS="$PEERS/bin/python"
  # A relative --json is meant from where the command was typed, so there is no cd here.
  node "$JS/browser/bench.js" "$@"
}
