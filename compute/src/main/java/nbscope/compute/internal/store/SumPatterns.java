package nbscope.compute.internal.store;

import java.util.function.Supplier;
import nbscope.compute.Image;
import nbscope.compute.internal.memory.Ledger;
import org.jspecify.annotations.Nullable;

/// The sum patterns of a stack, one per frame, made at the first question. A cache in the ledger's sense: flushing
/// drops them, and they are made again.
public final class SumPatterns {
    private final String owner;
    private final Ledger ledger;
    private final @Nullable Image[] images;
    private final Ledger.@Nullable Held[] held;

    public SumPatterns(String owner, int frames, Ledger ledger) {
        this.owner = owner;
        this.ledger = ledger;
        this.images = new Image[frames];
        this.held = new Ledger.Held[frames];
    }

    /// The image of a frame. Two threads that ask at once may both compute it; one result is kept.
    public Image get(int frame, Supplier<Image> compute) {
        synchronized (this) {
            Image known = images[frame];
            if (known != null) {
                return known;
            }
        }
        Image made = compute.get();
        synchronized (this) {
            Image other = images[frame];
            if (other != null) {
                return other;
            }
            images[frame] = made;
            held[frame] = ledger.note(new Ledger.Claim(
                    owner,
                    "sum pattern " + frame,
                    made.dtype(),
                    "heap",
                    Ledger.HOST,
                    made.pixels().byteSize(),
                    () -> drop(frame)));
            return made;
        }
    }

    /// Drops everything.
    ///
    /// @return bytes given back
    public long release() {
        long bytes = 0;
        for (int f = 0; f < images.length; f++) {
            bytes += drop(f);
        }
        return bytes;
    }

    private synchronized long drop(int frame) {
        images[frame] = null;
        Ledger.Held h = held[frame];
        held[frame] = null;
        return h == null ? 0 : h.release();
    }
}
