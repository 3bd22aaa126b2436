#!/usr/bin/env bash
# Fuzzes one reader with Jazzer: run.sh TARGET [RUNS] [SEED]. What it finds lies in io/target/fuzz/TARGET.
set -euo pipefail
cd "$(dirname "$0")/../../.."
target=$1 runs=${2:-1000000} seed=${3:-20261121}
case $target in
  frame) class=nbscope.io.internal.blosc2.FrameFuzz ;;
  chunk) class=nbscope.io.internal.blosc2.ChunkFuzz ;;
  pickle) class=nbscope.io.internal.mla.PickleFuzz ;;
  npy) class=nbscope.io.internal.npy.NpyFuzz ;;
  czi-directory) class=nbscope.io.internal.czi.DirectoryFuzz ;;
  czi-subblock) class=nbscope.io.internal.czi.SubBlockFuzz ;;
  czi-metadata) class=nbscope.io.internal.czi.MetadataFuzz ;;
  seq) class=nbscope.io.internal.seq.SeqFuzz ;;
  seq-badpixels) class=nbscope.io.internal.seq.BadPixelsFuzz ;;
  tvips) class=nbscope.io.internal.tvips.TvipsFuzz ;;
  frms6) class=nbscope.io.internal.frms6.Frms6Fuzz ;;
  dm) class=nbscope.io.internal.dm.DmFuzz ;;
  *) echo "found $target, expected frame, chunk, pickle, npy, czi-directory, czi-subblock, czi-metadata, seq, seq-badpixels, tvips, frms6 or dm" >&2; exit 64 ;;
esac
out=$PWD/target/fuzz/$target
mkdir -p "$out/grown"
# A folder of its own, so that other builds do not change the classes under the run.
(cd .. && mvn -q -Dquick -Dnbscope.target=target/fuzz/build -Pjazzer -pl io test-compile dependency:build-classpath@test-path)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cd "$out"
exec nice -n 19 "$java" -Xmx1g --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -XX:+EnableDynamicAgentLoading \
  -cp "$(cat ../build/test.class-path):../build/classes:../build/test-classes" \
  com.code_intelligence.jazzer.Jazzer --target_class=$class --instrumentation_includes='nbscope.io.**' \
  --reproducer_path="$out" -artifact_prefix="$out/" -runs="$runs" -seed="$seed" -max_len=4096 -timeout=10 -rss_limit_mb=3000 \
  grown "../../../src/test/resources/fuzz/$target"
