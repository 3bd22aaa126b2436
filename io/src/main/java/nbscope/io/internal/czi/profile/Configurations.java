package nbscope.io.internal.czi.profile;

import java.util.ArrayList;
import java.util.List;
import nbscope.io.czi.profile.BenchmarkOptions.Scope;
import nbscope.io.czi.profile.Configuration;

/// The ways to read that are measured, the simplest first.
final class Configurations {
    private static final int BATCH_THREADS = 4;

    private Configurations() {}

    /// @param shape how tiles are asked for where a configuration does not vary that: `tile` but in tests
    static List<Configuration> of(Scope scope, String shape) {
        Configuration base = Configuration.sequential().shape(shape);
        List<Configuration> all = new ArrayList<>(List.of(base));
        int[] threads = scope == Scope.QUICK ? new int[] {4, 8} : new int[] {1, 2, 4, 8};
        for (int n : threads) {
            all.add(base.named("threads-" + n, "threads").threads(n));
        }
        if (!shape.equals("tile")) {
            all.add(base.named("payload-per-tile", "region").shape("tile"));
        }
        if (scope == Scope.QUICK) {
            return all;
        }
        for (int n : new int[] {10, 25, 50, 100}) {
            all.add(base.named("batch-" + n, "batch").threads(BATCH_THREADS).batch(n));
        }
        all.add(base.named("order-spatial", "order").order("spatial"));
        all.add(base.named("order-directory", "order").order("directory"));
        all.add(base.named("downsample-2", "downsampling").zoom(0.5));
        all.add(base.named("downsample-4", "downsampling").zoom(0.25));
        all.add(base.named("order-spatial+downsample-2", "downsampling")
                .order("spatial")
                .zoom(0.5));
        all.add(base.named("region-per-tile", "region").shape("region"));
        all.add(base.named("region-2x2", "region").shape("2x2"));
        all.add(base.named("region-3x3", "region").shape("3x3"));
        all.add(base.named("mmap", "access").access("MAPPED"));
        all.add(base.named("pread", "access").access("POSITIONAL"));
        all.add(base.named("read-ahead", "access").readAhead(true));
        if (scope == Scope.ALL) {
            all.add(base.named("processes-4", "processes").processes(4));
            all.add(base.named("processes-8", "processes").processes(8));
            all.add(base.named("copy-local", "copy").copy("local"));
            all.add(base.named("copy-uncompressed", "copy").copy("uncompressed"));
            all.add(base.named("copy-ome-zarr", "copy").copy("ome-zarr"));
        }
        return all;
    }
}
