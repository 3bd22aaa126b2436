package nbscope.compute.internal;

/// The one owner of what a process has once: the ledger and the worker threads. Façades such as `Memory` hold nothing
/// themselves.
public final class ProcessOwner {
    private static final ProcessOwner INSTANCE = new ProcessOwner();

    private final Ledger ledger = new Ledger(MachineMemory.defaultBudget());
    private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());

    private ProcessOwner() {}

    public static ProcessOwner get() {
        return INSTANCE;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Workers workers() {
        return workers;
    }
}
