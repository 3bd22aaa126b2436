package nbscope.compute;

import org.junit.jupiter.api.Assumptions;

/// The first OpenCL device of this machine, as it is or as if it were a graphics card.
final class Card {
    private Card() {}

    /// Skips the test aloud where there is none.
    static void needed() {
        Assumptions.assumeTrue(
                Device.list().stream().anyMatch(OpenClDevice.class::isInstance),
                () -> "skipped: " + Device.openClStatus());
    }

    /// One work-group per pattern, and chunks so small that there are several.
    ///
    /// @param shared whether it has the host's memory; else data is copied to it
    static OpenClDevice like(String name, boolean shared, long largestChunk) {
        var real = Device.openCl();
        return new OpenClDevice(
                real.name() + name,
                true,
                shared,
                real.doubles(),
                real.globalBytes(),
                largestChunk,
                real.platform(),
                real.index());
    }
}
