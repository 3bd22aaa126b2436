package nbscope.widgets.internal;

import nbscope.compute.DeviceStack;
import nbscope.compute.Image;
import nbscope.compute.RoundDetector;

/// Adapts the stack of `compute`.
record DeviceStackSource(DeviceStack stack) implements StackSource {
    @Override
    public Facts facts() {
        return new Facts(
                stack.name(),
                stack.dtype(),
                stack.calibration(),
                stack.frames(),
                stack.scanRows(),
                stack.scanCols(),
                stack.detectorRows(),
                stack.detectorCols());
    }

    @Override
    public String device() {
        return stack.device().name();
    }

    @Override
    public long bytes() {
        return stack.bytes();
    }

    @Override
    public Image virtualImage(int frame, RoundDetector detector) {
        return stack.virtualImage(frame, detector);
    }

    @Override
    public Image pattern(int frame, int row, int col) {
        return stack.pattern(frame, row, col);
    }

    @Override
    public Image sumPattern(int frame) {
        return stack.sumPattern(frame);
    }

    @Override
    public long free() {
        return stack.free();
    }

    @Override
    public boolean isFreed() {
        return stack.isFreed();
    }

    @Override
    public void onFree(Runnable action) {
        stack.onFree(action);
    }
}
