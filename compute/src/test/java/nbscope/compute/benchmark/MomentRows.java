package nbscope.compute.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Memory;
import nbscope.compute.VectorField;
import nbscope.io.DType;

/// The centre of mass of every pattern.
final class MomentRows {
    private static final long BESIDE_DATA = 16 << 20;

    private final Bench bench;
    private final DataFile file;

    MomentRows(Bench bench, DataFile file) {
        this.bench = bench;
        this.file = file;
    }

    void measure() {
        for (Device device : bench.devices()) {
            String name = "centre of mass, " + file.name() + ", " + Bench.name(device);
            if (bench.wants(name)) {
                measure(name, device);
            }
        }
    }

    private void measure(String name, Device device) {
        file.make(bench.peer());
        Memory.budget(file.bytes() + BESIDE_DATA);
        Peer.Form products = file.dtype() == DType.F32 ? Peer.Form.MAPPED : Peer.Form.FLOAT32;
        bench.peer().hold(file, Peer.Form.MAPPED);
        if (products != Peer.Form.MAPPED) {
            bench.peer().hold(file, products);
        }
        try (DeviceStack stack = file.load(device);
                Limit limit = Limit.of(device, file.bytes())) {
            for (String call : List.of("com_sums", "com_blas")) {
                bench.peer().seconds(call, arguments(Peer.Form.MAPPED));
                Check.equal(
                        name + " beside " + call,
                        absolute(stack.centerOfMass()),
                        bench.peer().last(),
                        Check.FLOATS);
            }
            Turns turns = Turns.together(
                    bench.rounds(),
                    () -> ours(stack),
                    List.of(
                            () -> bench.peer().seconds("com_sums", arguments(Peer.Form.MAPPED)),
                            () -> bench.peer().seconds("com_blas", arguments(products))),
                    () -> limit.seconds(file.bytes()));
            var how = stack.centerOfMass().provenance();
            String note = "by " + how.path();
            String product = "NumPy product" + (products == Peer.Form.MAPPED ? "" : " on a float32 copy");
            bench.table()
                    .add(
                            name,
                            turns,
                            0,
                            "NumPy sums",
                            file.bytes(),
                            file.bytes(),
                            note,
                            Goal.ratio(4).ofLimit(0.7));
            bench.table().add(name, turns, 1, product, file.bytes(), file.bytes(), note, Goal.NONE);
        } finally {
            bench.peer().drop();
        }
    }

    private Map<String, Object> arguments(Peer.Form form) {
        return Map.of("name", form.key(), "rows", file.detector(), "cols", file.detector());
    }

    private static double ours(DeviceStack stack) {
        long start = System.nanoTime();
        VectorField field = stack.centerOfMass();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (Double.isNaN(field.row().max())) {
            throw new IllegalStateException("no pattern has a centre of mass");
        }
        return seconds;
    }

    /// Rows and then columns, counted from the corner of the detector as the peer does.
    private double[] absolute(VectorField field) {
        int middle = file.detector() / 2;
        return DoubleStream.concat(Arrays.stream(Check.values(field.row())), Arrays.stream(Check.values(field.col())))
                .map(v -> v + middle)
                .toArray();
    }
}
