package nbscope.compute.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Memory;
import nbscope.compute.Provenance;
import nbscope.compute.RoundDetector;
import nbscope.io.DType;

/// Virtual images without an index: all pixels, a bright-field disk, a high-angle ring, on every device.
final class ImageRows {
    /// Too little for an index beside the data.
    private static final long BESIDE_DATA = 16 << 20;

    private final Bench bench;
    private final DataFile file;
    private final double tolerance;

    ImageRows(Bench bench, DataFile file) {
        this.bench = bench;
        this.file = file;
        this.tolerance = file.dtype() == DType.F32 ? Check.FLOATS : 0;
    }

    void measure() {
        for (Device device : bench.devices()) {
            List<View> views = views(device);
            if (views.stream().noneMatch(v -> bench.wants(v.name) || v.ring() && bench.wants(v.besideAll()))) {
                continue;
            }
            file.make(bench.peer());
            Memory.budget(file.bytes() + BESIDE_DATA);
            try (Limit limit = Limit.of(device, file.bytes())) {
                new OneDevice(device, limit).measure(views);
            }
        }
    }

    private List<View> views(Device device) {
        String where = ", " + file.name() + ", " + Bench.name(device);
        boolean floats = file.dtype() == DType.F32;
        double beside = !floats ? 1.5 : file.detector() == 192 ? 1.0 : 0.9;
        return List.of(
                new View(
                        "all pixels" + where,
                        all(),
                        "tensordot",
                        Goal.ratio(beside).ofLimit(0.85)),
                new View("BF r20" + where, Detector.disk(file.scaled(20)), "take", Goal.ratio(8)),
                new View(
                        "HAADF 40-80" + where,
                        Detector.annulus(file.scaled(40), file.scaled(80)),
                        "take",
                        Goal.ratio(4)));
    }

    private RoundDetector all() {
        return Detector.disk(2 * file.detector());
    }

    /// One detector.
    ///
    /// @param call of the peer
    private record View(String name, RoundDetector detector, String call, Goal goal) {
        boolean ring() {
            return detector.inner() > 0;
        }

        String besideAll() {
            return name + " beside all pixels";
        }
    }

    /// The rows of one device.
    private final class OneDevice {
        private final Device device;
        private final Limit limit;
        private DeviceStack stack;

        OneDevice(Device device, Limit limit) {
            this.device = device;
            this.limit = limit;
            this.stack = file.load(device);
        }

        void measure(List<View> views) {
            try {
                for (View view : views) {
                    if (bench.wants(view.name)) {
                        check(view);
                        measure(view);
                    }
                    if (bench.wants(view.besideAll()) && view.ring()) {
                        besideAll(view);
                    }
                }
            } finally {
                stack.free();
                bench.peer().drop();
            }
        }

        private void check(View view) {
            bench.peer().hold(file, Peer.Form.MAPPED);
            bench.peer().ask("reference", arguments(view, Peer.Form.MAPPED));
            Check.equal(
                    view.name, stack.virtualImage(view.detector), bench.peer().last(), tolerance);
        }

        private Map<String, Object> arguments(View view, Peer.Form form) {
            return Map.of("name", form.key(), "detector", file.describe(view.detector));
        }

        private void measure(View view) {
            boolean tensordot = view.call.equals("tensordot");
            Peer.Form form = tensordot && file.dtype() != DType.F32 ? Peer.Form.FLOAT32 : Peer.Form.MAPPED;
            String peerName = Bench.NUMPY + " " + view.call + (form == Peer.Form.FLOAT32 ? " on a float32 copy" : "");
            long copy = form == Peer.Form.FLOAT32 ? 2 * file.bytes() : 0;
            if (!Room.has(copy)) {
                stack.free();
                var side = new Turns.Side(() -> stack = file.load(device), () -> ours(view), () -> stack.free());
                var peer = new Turns.Side(
                        () -> bench.peer().hold(file, form), () -> peer(view.call, view, form), bench.peer()::drop);
                Turns turns = Turns.apart(bench.rounds(), side, peer, () -> limit.seconds(file.bytes()));
                stack = file.load(device);
                add(view, turns, 0, peerName + ", not at once", view.goal);
                return;
            }
            bench.peer().hold(file, form);
            List<Timed> peers = new ArrayList<>();
            peers.add(() -> peer(view.call, view, form));
            // Torch selects no columns of u16, and a float32 copy of the selected ones beside the data is too much.
            boolean torch = bench.torch() && (tensordot || file.dtype() == DType.F32);
            if (torch) {
                peers.add(() -> peer("torch_" + view.call, view, form));
            }
            Turns turns = Turns.together(bench.rounds(), () -> ours(view), peers, () -> limit.seconds(file.bytes()));
            bench.peer().seconds(view.call, arguments(view, form));
            Check.equal(
                    peerName,
                    Check.values(stack.virtualImage(view.detector)),
                    bench.peer().last(),
                    Check.FLOATS);
            add(view, turns, 0, peerName, view.goal);
            if (torch) {
                add(view, turns, 1, "torch", tensordot ? Goal.ratio(1.7) : Goal.NONE);
            }
            bench.peer().drop();
        }

        private void add(View view, Turns turns, int peer, String peerName, Goal goal) {
            Provenance how = stack.virtualImage(view.detector).provenance();
            bench.table()
                    .add(view.name, turns, peer, peerName, file.bytes(), how.bytesTouched(), "by " + how.path(), goal);
        }

        /// The path for a few pixels must not be worth less than the one for all of them.
        private void besideAll(View view) {
            View all = new View("", all(), "", Goal.NONE);
            Turns turns = Turns.together(
                    bench.rounds(), () -> ours(view), List.of(() -> ours(all)), () -> limit.seconds(file.bytes()));
            Provenance how = stack.virtualImage(view.detector).provenance();
            String by = "by " + how.path();
            bench.table()
                    .add(
                            view.besideAll(),
                            turns,
                            0,
                            "ours, all pixels",
                            file.bytes(),
                            how.bytesTouched(),
                            by,
                            Goal.ratio(0.95));
        }

        private double peer(String call, View view, Peer.Form form) {
            return bench.peer().seconds(call, arguments(view, form));
        }

        private double ours(View view) {
            long start = System.nanoTime();
            var image = stack.virtualImage(view.detector);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (image.max() < 0) {
                throw new IllegalStateException("a sum of counts is negative");
            }
            return seconds;
        }
    }
}
