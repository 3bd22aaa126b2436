package nbscope.compute.benchmark;

/// One run of something.
@FunctionalInterface
interface Timed {
    /// What it took.
    double seconds();

    static Timed of(Runnable run) {
        return () -> {
            long start = System.nanoTime();
            run.run();
            return (System.nanoTime() - start) / 1e9;
        };
    }
}
