package nbscope.compute;

import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// A 4D or 5D stack, resident on a device in its native dtype, one store per time frame.
public final class DeviceStack implements AutoCloseable {
    private DeviceStack() {}

    /// Loads every frame. The caller owns the stack and frees it.
    public static DeviceStack load(DataSet data, Device device) {
        throw new UnsupportedOperationException("not built yet: " + data.name() + device.name());
    }

    public Device device() {
        throw new UnsupportedOperationException();
    }

    public String name() {
        throw new UnsupportedOperationException();
    }

    public DType dtype() {
        throw new UnsupportedOperationException();
    }

    public Calibration calibration() {
        throw new UnsupportedOperationException();
    }

    public int frames() {
        throw new UnsupportedOperationException();
    }

    public int scanRows() {
        throw new UnsupportedOperationException();
    }

    public int scanCols() {
        throw new UnsupportedOperationException();
    }

    public int detectorRows() {
        throw new UnsupportedOperationException();
    }

    public int detectorCols() {
        throw new UnsupportedOperationException();
    }

    /// Bytes of data on the device.
    public long bytes() {
        throw new UnsupportedOperationException();
    }

    /// Exact sums over the detector at every scan position of one frame.
    public Image virtualImage(int frame, Detector detector) {
        throw new UnsupportedOperationException();
    }

    /// The diffraction pattern at one scan position, native dtype.
    public Image pattern(int frame, int row, int col) {
        throw new UnsupportedOperationException();
    }

    /// The sum of all patterns of one frame.
    public Image sumPattern(int frame) {
        throw new UnsupportedOperationException();
    }

    /// Gives the memory back; idempotent. Later calls throw FreedStackException.
    ///
    /// @return bytes released by this call
    public long free() {
        throw new UnsupportedOperationException();
    }

    public boolean isFreed() {
        throw new UnsupportedOperationException();
    }

    /// Runs `action` once when the stack is freed (at once when it already is). Widgets show "freed" through it.
    public void onFree(Runnable action) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        free();
    }
}
