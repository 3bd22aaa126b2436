// The Java benchmark of CZI files beside pylibCZIrw and aicspylibczi; its class says what it measures.
import { ioClassPath, runJava } from "./java.js";

export const benchCzi = ({ small, quick: fewer, only, say }) =>
  runJava({
    module: "io",
    path: ioClassPath(),
    main: "nbscope.io.czi.benchmark.CziBenchmark",
    name: "czi",
    python: process.env.NBSCOPE_BENCH_CZI_PEERS,
    flags: ["-Xmx1g"],
    words: [...(small ? ["--small"] : []), ...(fewer ? ["--quick"] : []), ...only],
    say,
  });
