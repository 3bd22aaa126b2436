package nbscope.compute.internal;

import java.lang.ref.Cleaner;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import nbscope.compute.internal.index.Indexer;
import nbscope.compute.internal.memory.Ledger;
import nbscope.compute.internal.memory.MachineMemory;
import nbscope.compute.internal.opencl.OpenCl;
import nbscope.compute.internal.sums.WarmUp;
import org.jspecify.annotations.Nullable;

/// What stacks share: the ledger, the worker threads, the OpenCL devices. One serves the process; façades such as
/// `Memory` ask it and hold nothing themselves. Safe from any thread.
public final class Owner {
    private static final Owner PROCESS = new Owner(MachineMemory.defaultBudget(), OpenCl::probe);

    private final Ledger ledger;
    private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
    private final Cleaner cleaner = Cleaner.create();
    private final WarmUp warmUp;
    private final Indexer indexer;
    private final Supplier<OpenCl> probe;
    private @Nullable OpenCl openCl;

    /// @param hostBudget bytes of plain memory that may be held
    /// @param probe      looks for OpenCL, at the first question and never again
    public Owner(long hostBudget, Supplier<OpenCl> probe) {
        this.ledger = new Ledger(hostBudget);
        this.probe = probe;
        this.warmUp = new WarmUp();
        this.indexer = new Indexer(ledger);
    }

    private Owner(long hostBudget, Supplier<OpenCl> probe, Executor indexThread) {
        this.ledger = new Ledger(hostBudget);
        this.probe = probe;
        this.warmUp = WarmUp.done();
        this.indexer = new Indexer(ledger, indexThread, Indexer.KEPT_NANOS);
    }

    /// An owner whose Java devices take the vector kernel at once, compiled or not, and build no index; for its tests.
    public static Owner vectorFromTheStart(long hostBudget, Supplier<OpenCl> probe) {
        return new Owner(hostBudget, probe, build -> {});
    }

    /// As above, and whoever asks for the first image of a frame builds its index; for its tests.
    public static Owner indexFromTheStart(long hostBudget, Supplier<OpenCl> probe) {
        return new Owner(hostBudget, probe, Runnable::run);
    }

    public static Owner ofProcess() {
        return PROCESS;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Workers workers() {
        return workers;
    }

    /// Frees what its owner forgot.
    public Cleaner cleaner() {
        return cleaner;
    }

    public WarmUp warmUp() {
        return warmUp;
    }

    public Indexer indexer() {
        return indexer;
    }

    public synchronized OpenCl openCl() {
        OpenCl known = openCl;
        if (known == null) {
            known = probe.get();
            openCl = known;
        }
        return known;
    }
}
