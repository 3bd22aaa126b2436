// The Java benchmark of the compute module beside NumPy, LiberTEM and torch; its class says what it measures.
import { classPathIn, quick, runJava } from "./java.js";

export const benchCompute = ({ small, quick: fewer, torch, only, say }) =>
  runJava({
    module: "compute",
    path: [
      quick("compute", "test-classes"),
      quick("compute", "classes"),
      classPathIn(quick("compute", "test.class-path")),
    ],
    main: "nbscope.compute.benchmark.ComputeBenchmark",
    name: "compute",
    python: process.env.NBSCOPE_BENCH_PEERS,
    flags: ["-Xmx2g"],
    words: [...(small ? ["--small"] : []), ...(fewer ? ["--quick"] : []), ...(torch ? ["--torch"] : []), ...only],
    say,
  });
