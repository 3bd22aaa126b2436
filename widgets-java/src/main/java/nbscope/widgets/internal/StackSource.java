package nbscope.widgets.internal;

import nbscope.compute.DeviceStack;
import nbscope.compute.Image;
import nbscope.compute.RoundDetector;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// What a widget needs of a resident stack. [#of(DeviceStack)] is the only one outside tests.
///
/// Safe from any thread; calls after `free()` throw with a sentence.
public interface StackSource {
    /// What is known before a stack is loaded.
    ///
    /// @param calibration may be unknown in every part
    record Facts(
            String name,
            DType dtype,
            Calibration calibration,
            int frames,
            int scanRows,
            int scanCols,
            int detectorRows,
            int detectorCols) {
        public static Facts of(DataSet data) {
            return new Facts(
                    data.name(),
                    data.dtype(),
                    data.calibration(),
                    data.frames(),
                    data.scanRows(),
                    data.scanCols(),
                    data.detectorRows(),
                    data.detectorCols());
        }

        /// The name without the folders of a file.
        String shortName() {
            return name.substring(1 + Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')));
        }

        /// Bytes of all frames.
        long bytes() {
            return (long) frames * scanRows * scanCols * detectorRows * detectorCols * dtype.bytes();
        }

        /// The detector in pixels with a known centre.
        public RoundDetector resolve(RoundDetector detector) {
            return detector.resolve(calibration, detectorRows, detectorCols);
        }
    }

    Facts facts();

    /// Name of the device that holds the data.
    String device();

    /// Bytes on the device.
    long bytes();

    Image virtualImage(int frame, RoundDetector detector);

    Image pattern(int frame, int row, int col);

    Image sumPattern(int frame);

    long free();

    boolean isFreed();

    void onFree(Runnable action);

    /// The stack as a source.
    static StackSource of(DeviceStack stack) {
        return new DeviceStackSource(stack);
    }
}
