// The Java benchmark of detector data beside h5py, bitshuffle and LiberTEM; its class says what it measures.
import { ioClassPath, runJava } from "./java.js";

export const benchDatasets = ({ small, quick: fewer, only, say }) =>
  runJava({
    module: "io",
    path: ioClassPath(),
    main: "nbscope.io.dataset.benchmark.DatasetsBenchmark",
    name: "datasets",
    python: process.env.NBSCOPE_BENCH_DATASETS_PEERS,
    flags: ["-Xmx1g"],
    words: [...(small ? ["--small"] : []), ...(fewer ? ["--quick"] : []), ...only],
    say,
  });
