package nbscope.compute.benchmark;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.LoadProgress;
import nbscope.compute.RoundDetector;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// A file of the benchmark, made when it is first asked for. Scan and detector are squares.
///
/// @param frames 0 for a 4D file
record DataFile(Path folder, int frames, int scan, int detector, DType dtype) {
    String name() {
        return (frames == 0 ? "" : frames + "x") + scan + "x" + scan + "x" + detector + "x" + detector + " "
                + dtypeName();
    }

    private String dtypeName() {
        return dtype == DType.F32 ? "f4" : "u2";
    }

    Path path() {
        return folder.resolve(name().replace(' ', '-') + ".npy");
    }

    int positions() {
        return scan * scan;
    }

    long bytes() {
        return (long) Math.max(1, frames) * positions() * detector * detector * dtype.bytes();
    }

    void make(Peer peer) {
        Map<String, Object> arguments = new LinkedHashMap<>(
                Map.of("path", path().toString(), "scan", scan, "detector", detector, "dtype", dtypeName()));
        if (frames > 0) {
            arguments.put("frames", frames);
        }
        peer.ask("make", arguments);
    }

    DeviceStack load(Device device) {
        try (DataSet data = DataSet.open(path())) {
            return DeviceStack.load(data, device, LoadProgress.SILENT);
        }
    }

    /// Radii are given for a detector of 192 pixels.
    double scaled(double radius) {
        return radius * detector / 192;
    }

    /// The same detector for the peer, which selects the pixels itself.
    Map<String, Number> describe(RoundDetector d) {
        int middle = detector / 2;
        return Map.of(
                "rows",
                detector,
                "cols",
                detector,
                "inner",
                d.inner(),
                "outer",
                d.outer(),
                "row",
                Double.isNaN(d.row()) ? (Number) middle : (Number) d.row(),
                "col",
                Double.isNaN(d.col()) ? (Number) middle : (Number) d.col());
    }
}
