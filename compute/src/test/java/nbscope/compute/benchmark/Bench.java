package nbscope.compute.benchmark;

import java.nio.file.Path;
import java.util.List;
import nbscope.compute.Device;
import nbscope.compute.JavaDevice;
import nbscope.compute.OpenClDevice;
import nbscope.io.DType;

/// What the parts of the benchmark share.
///
/// @param folder of the data
/// @param small  scans of 64 x 64 instead of 256 x 256
/// @param quick  fewer rounds
/// @param torch  torch is a peer too
/// @param only   parts of the names of rows that are wanted; none for all
record Bench(Peer peer, Table table, Path folder, boolean small, boolean quick, boolean torch, List<String> only) {
    static final String NUMPY = "NumPy";

    int rounds() {
        return quick ? 5 : 11;
    }

    boolean wants(String row) {
        return only.isEmpty() || only.stream().anyMatch(row::contains);
    }

    /// @param scan of the full size
    DataFile file(int scan, int detector, DType dtype) {
        return new DataFile(folder, 0, small ? scan / 4 : scan, detector, dtype);
    }

    /// Java with the Vector API and every OpenCL device.
    List<Device> devices() {
        return Device.list().stream()
                .filter(d -> !d.equals(Device.javaScalar()))
                .toList();
    }

    static String name(Device device) {
        return switch (device) {
            case JavaDevice java -> "Java";
            case OpenClDevice cl -> cl.isGpu() ? cl.name() : "OpenCL on the CPU";
        };
    }
}
