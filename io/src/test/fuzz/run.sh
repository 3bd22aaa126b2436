#!/usr/bin/env bash
# Fuzzes one reader with Jazzer: run.sh TARGET [RUNS] [SEED...]. What it finds lies in io/target/fuzz/TARGET.
# Each seed is a run of its own, which goes on from what the ones before it have kept in grown. One that has
# ended without a find is noted in done and not run again: a long run can be cut off and started anew.
set -euo pipefail
cd "$(dirname "$0")/../../.."
target=$1 runs=${2:-1000000}
seeds=("${@:3}")
[ ${#seeds[@]} -gt 0 ] || seeds=(20261121)
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
  mib) class=nbscope.io.internal.mib.MibFuzz ;;
  empad) class=nbscope.io.internal.empad.EmpadFuzz ;;
  mrc) class=nbscope.io.internal.mrc.MrcFuzz ;;
  blo) class=nbscope.io.internal.blo.BloFuzz ;;
  hdf5) class=nbscope.io.internal.hdf5.Hdf5Fuzz ;;
  bitshuffle) class=nbscope.io.internal.codec.BitshuffleFuzz ;;
  czi-jpegxr) class=nbscope.io.internal.czi.codec.JpegXrFuzz ;;
  zarr) class=nbscope.io.internal.zarr.ZarrFuzz ;;
  *) echo "found $target, expected frame, chunk, pickle, npy, czi-directory, czi-subblock, czi-metadata, seq, seq-badpixels, tvips, frms6, dm, mib, empad, mrc, blo, hdf5, bitshuffle, czi-jpegxr or zarr" >&2; exit 64 ;;
esac
out=$PWD/target/fuzz/$target
mkdir -p "$out/grown"
# A folder of its own, so that other builds do not change the classes under the run.
changed=build
[ -f target/fuzz/build/test.class-path ] && changed=$(find src/main src/test/java pom.xml ../pom.xml \
  -newer target/fuzz/build/test.class-path -print -quit)
[ -z "$changed" ] || (cd .. && mvn -q -Dquick -Dnbscope.target=target/fuzz/build -Pjazzer -pl io test-compile dependency:build-classpath@test-path)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cd "$out"
for seed in "${seeds[@]}"; do
  grep -qsx "$runs $seed" done && continue
  nice -n 19 "$java" -Xmx1g --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -XX:+EnableDynamicAgentLoading \
    -cp "$(cat ../build/test.class-path):../build/classes:../build/test-classes" \
    com.code_intelligence.jazzer.Jazzer --target_class=$class --instrumentation_includes='nbscope.io.**' \
    --reproducer_path="$out" -artifact_prefix="$out/" -runs="$runs" -seed="$seed" -max_len=4096 -timeout=20 \
    -rss_limit_mb=3000 grown "../../../src/test/resources/fuzz/$target"
  echo "$runs $seed" >> done
done
