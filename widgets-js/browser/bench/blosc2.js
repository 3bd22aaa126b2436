// The Java benchmark of Blosc2 arrays beside python-blosc2; its class says what it measures.
import { ioClassPath, runJava } from "./java.js";

// A part of the files, which still has each codec.
const QUICK = ["decode f4-zstd5", "decode f4-lz4", "decode u2-lz4hc8", "decode u2-mla", "blosclz", "patch", "write"];

export const benchBlosc2 = ({ quick, say }) =>
  runJava({
    module: "io",
    path: ioClassPath(),
    main: "nbscope.io.Blosc2Benchmark",
    name: "blosc2",
    python: process.env.NBSCOPE_BENCH_PYTHON,
    words: quick ? QUICK : [],
    say,
  });
