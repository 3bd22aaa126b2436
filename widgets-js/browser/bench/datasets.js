// The Java benchmarks of detector data beside h5py, bitshuffle and LiberTEM; their classes say what they measure.
import { classPathIn, ioClassPath, quick, runJava } from "./java.js";

export async function benchDatasets({ small, quick: fewer, only, say }) {
  const words = [...(small ? ["--small"] : []), ...(fewer ? ["--quick"] : []), ...only];
  const decoded = await runJava({
    module: "io",
    path: ioClassPath(),
    main: "nbscope.io.dataset.benchmark.DatasetsBenchmark",
    name: "datasets",
    python: process.env.NBSCOPE_BENCH_DATASETS_PEERS,
    flags: ["-Xmx1g"],
    words,
    say,
  });
  const computed = await runJava({
    module: "compute",
    path: [
      quick("compute", "test-classes"),
      quick("compute", "classes"),
      classPathIn(quick("compute", "test.class-path")),
    ],
    main: "nbscope.compute.benchmark.DataSetBenchmark",
    name: "datasets-files",
    data: "compute",
    python: process.env.NBSCOPE_BENCH_PEERS,
    flags: ["-Xmx2g"],
    words,
    say,
  });
  return [...decoded, ...computed, ...(await onSpark({ words, only, say }))];
}

/** Apache Spark is a large download, so that its rows run only when they are asked for. */
async function onSpark({ words, only, say }) {
  if (!only.some((part) => part.includes("spark"))) return [];
  return runJava({
    module: "compute-spark",
    path: [
      quick("compute-spark", "test-classes"),
      quick("compute-spark", "classes"),
      classPathIn(quick("compute-spark", "test.class-path")),
    ],
    main: "nbscope.spark.SparkBenchmark",
    name: "datasets-spark",
    flags: ["-Xmx2g"],
    words,
    say,
  });
}
