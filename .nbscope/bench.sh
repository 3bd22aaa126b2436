# nbscope bench: benchmarks beside their peers. Sourced by ../nbscope.

PEERS=$BUILD/bench/python
COMPUTE_PEERS=$ROOT/compute/src/test/bench
CZI_PEERS=$BUILD/bench/czi-python
CZI_PEERS_LIST=$ROOT/io/src/test/bench/czi/requirements.txt
DATASETS_PEERS=$BUILD/bench/datasets-python
DATASETS_PEERS_LIST=$ROOT/io/src/test/bench/datasets/requirements.txt

# The benchmarks that run in Java lie among the tests of their module; bench.js starts them with this class path.
bench_classes() {
  local file=$BUILD/bench.class-path
  maven bench -Dquick -pl io test-compile dependency:build-classpath -DincludeScope=test "-Dmdep.outputFile=$file"
}

# Class paths of their own in target/quick of each module.
compute_bench_classes() {
  maven bench-compute -Dquick -pl io,compute test-compile dependency:build-classpath@test-path
}

spark_bench_classes() {
  maven bench-spark -Dquick -pl io,compute,compute-spark test-compile dependency:build-classpath@test-path
}

# make_peers FOLDER LIST: a new Python environment with the packages of a list.
make_peers() {
  rm -rf "$1"
  mkdir -p "$BUILD/bench" && "$PYTHON" -m venv "$1" || {
    echo "python -m venv failed; on Debian and Ubuntu: apt-get install python3-venv"
    return 1
  }
  pip_peers "$@"
}

pip_peers() {
  "$1/bin/python" -m pip install --quiet --no-input --disable-pip-version-check -r "$2"
}

PEERS_ADVICE="Is the Python package registry reachable, and is there room on the disk? Then run this again."

# ensure_peers NAME FOLDER LIST TITLE: makes them anew when the list has changed.
ensure_peers() {
  local mark
  mark="$2 $(cksum <"$3")"
  is_current "$1" "$mark" && [ -x "$2/bin/python" ] && return
  need_python
  must "$4" "$1" "$PEERS_ADVICE" make_peers "$2" "$3"
  mark_current "$1" "$mark"
}

# ensure_compute_peers TORCH: NumPy and LiberTEM, and torch only where it was asked for, because its wheels are huge.
ensure_compute_peers() {
  local list=$COMPUTE_PEERS/requirements-torch.txt mark
  ensure_peers compute-peers "$PEERS" "$COMPUTE_PEERS/requirements.txt" \
    "Peers of the compute benchmark (NumPy, LiberTEM)"
  [ -n "$1" ] || return 0
  mark="$(cat "$STAMPS/compute-peers") $(cksum <"$list")"
  is_current compute-torch "$mark" || {
    must "torch, some GB" compute-torch "$PEERS_ADVICE" pip_peers "$PEERS" "$list"
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

ensure_czi_bench() {
  need_jdk
  need_maven
  need_node
  take_lock
  ensure_peers czi-peers "$CZI_PEERS" "$CZI_PEERS_LIST" "Peers of the CZI benchmark (pylibCZIrw, aicspylibczi)"
  must "Java benchmarks of io" bench "The lines above say what does not compile." bench_classes
}

# ensure_datasets_bench SPARK: what its rows need too, where they were asked for.
ensure_datasets_bench() {
  need_jdk
  need_maven
  need_node
  take_lock
  ensure_peers datasets-peers "$DATASETS_PEERS" "$DATASETS_PEERS_LIST" \
    "Peers of the benchmark of detector data (h5py, hdf5plugin, bitshuffle)"
  ensure_compute_peers ""
  must "Java benchmarks of io" bench "The lines above say what does not compile." bench_classes
  must "Java benchmarks of compute" bench-compute "The lines above say what does not compile." compute_bench_classes
  [ -n "$1" ] || return 0
  ensure_spark_cluster
  must "Java benchmarks of compute-spark" bench-spark "The lines above say what does not compile." spark_bench_classes
}

bench_command() {
  local torch= spark=
  case " $* " in *" --only spark"*) spark=1 ;; esac
  case " $* " in *" --peer torch "*) torch=1 ;; esac
  case ${1:-} in
    compute) ensure_compute_bench "$torch" ;;
    czi) ensure_czi_bench ;;
    datasets) ensure_datasets_bench "$spark" ;;
    *)
      [ "${1:-}" = blosc2 ] || need_chromium
      ensure_all
      ensure_peer_packages
      must "Java benchmarks" bench "The lines above say what does not compile." bench_classes
      ;;
  esac
  release_lock
  export NBSCOPE_BENCH_JAVA="$JAVA_HOME/bin/java" NBSCOPE_BENCH_FLAGS="$KERNEL_FLAGS" NBSCOPE_BENCH_PYTHON="$ENV/bin/python"
  export NBSCOPE_BENCH_PEERS="$PEERS/bin/python" NBSCOPE_BENCH_CZI_PEERS="$CZI_PEERS/bin/python"
  export NBSCOPE_BENCH_DATASETS_PEERS="$DATASETS_PEERS/bin/python"
  # A relative --json is meant from where the command was typed, so there is no cd here.
  node "$JS/browser/bench.js" "$@"
}
