package nbscope.compute.udf;

import java.util.List;
import java.util.function.Supplier;

/// What a run knows so far. A copy: the run goes on without changing it.
///
/// @param <R> the result of the run
public final class PartialResult<R> {
    private final double progress;
    private final boolean last;
    private final Supplier<R> result;
    private final Supplier<List<Picture>> pictures;

    PartialResult(double progress, boolean last, Supplier<R> result, Supplier<List<Picture>> pictures) {
        this.progress = progress;
        this.last = last;
        this.result = result;
        this.pictures = pictures;
    }

    /// Finished part of the positions, 0 to 1. After a change of parameters it begins anew.
    public double progress() {
        return progress;
    }

    /// Whether this is the result of the finished run.
    public boolean isLast() {
        return last;
    }

    /// The result over what is finished; NaN or 0 elsewhere. Computed at each call.
    public R result() {
        return result.get();
    }

    /// The result to look at, NaN where nothing was computed yet. Computed at each call.
    public List<Picture> pictures() {
        return pictures.get();
    }
}
