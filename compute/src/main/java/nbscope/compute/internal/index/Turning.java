package nbscope.compute.internal.index;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import nbscope.compute.internal.store.HostChunks;

/// Fills planes from patterns: a group of patterns at a time, and of them one detector row, which is turned
/// in the first-level cache and leaves as a piece of every plane.
final class Turning implements Sweep.Part {
    private final Group group;
    private final int rows;
    private final BooleanSupplier goOn;
    private final Supplier<RowTurner> turner;

    private Turning(HostChunks chunks, Pace pace, Supplier<RowTurner> turner) {
        this.group = new Group(chunks);
        this.rows = chunks.geometry().detRows();
        this.goOn = pace.goOn().get();
        this.turner = turner;
    }

    /// @param turners called once by each thread, for what is asked for a turner before every group
    static Outcome run(HostChunks chunks, Pace pace, Supplier<Supplier<RowTurner>> turners) {
        return Sweep.run(Group.count(chunks), pace.threads(), () -> new Turning(chunks, pace, turners.get()));
    }

    @Override
    public Outcome group(int number) {
        group.find(number);
        RowTurner now = turner.get();
        for (int row = 0; row < rows; row++) {
            if (!goOn.getAsBoolean()) {
                return Outcome.STOPPED;
            }
            if (!now.turn(group, row)) {
                return Outcome.UNFIT;
            }
        }
        return Outcome.DONE;
    }
}
