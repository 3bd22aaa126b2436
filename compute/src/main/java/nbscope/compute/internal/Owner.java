package nbscope.compute.internal;

import java.lang.ref.Cleaner;
import java.util.function.Supplier;
import nbscope.compute.internal.opencl.OpenCl;
import org.jspecify.annotations.Nullable;

/// What stacks share: the ledger, the worker threads, the OpenCL devices. One serves the process; façades such as
/// `Memory` ask it and hold nothing themselves. Safe from any thread.
public final class Owner {
    private static final Owner PROCESS = new Owner(MachineMemory.defaultBudget(), OpenCl::probe);

    private final Ledger ledger;
    private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
    private final Cleaner cleaner = Cleaner.create();
    private final WarmUp warmUp;
    private final Supplier<OpenCl> probe;
    private @Nullable OpenCl openCl;

    /// @param hostBudget bytes of plain memory that may be held
    /// @param probe      looks for OpenCL, at the first question and never again
    public Owner(long hostBudget, Supplier<OpenCl> probe) {
        this(hostBudget, probe, new WarmUp());
    }

    private Owner(long hostBudget, Supplier<OpenCl> probe, WarmUp warmUp) {
        this.ledger = new Ledger(hostBudget);
        this.probe = probe;
        this.warmUp = warmUp;
    }

    /// An owner whose Java devices take the vector kernel at once, compiled or not; for its tests.
    public static Owner vectorFromTheStart(long hostBudget, Supplier<OpenCl> probe) {
        return new Owner(hostBudget, probe, WarmUp.done());
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

    WarmUp warmUp() {
        return warmUp;
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
