package nbscope.widgets.internal;

import nbscope.compute.Image;
import nbscope.compute.RoundDetector;

/// A source of two pictures that were made before, whatever is asked.
public record Replayed(Facts facts, Image virtual, Image pattern) implements StackSource {
    @Override
    public String device() {
        return "";
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public Image virtualImage(int frame, RoundDetector detector) {
        return virtual;
    }

    @Override
    public Image pattern(int frame, int row, int col) {
        return pattern;
    }

    @Override
    public Image sumPattern(int frame) {
        return pattern;
    }

    @Override
    public long free() {
        return 0;
    }

    @Override
    public boolean isFreed() {
        return false;
    }

    @Override
    public void onFree(Runnable action) {
        // Nothing here is ever freed.
    }
}
