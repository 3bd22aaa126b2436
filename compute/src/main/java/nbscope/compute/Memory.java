package nbscope.compute;

import nbscope.compute.internal.Owner;
import nbscope.compute.internal.memory.Ledger;
import nbscope.io.Buffers;

/// What the library holds, in this process. Safe from any thread.
public final class Memory {
    private Memory() {}

    /// Every allocation, with totals per device; prints as a table.
    public static MemoryReport report() {
        var owner = Owner.ofProcess();
        // A pool of its own has only a device that OpenCL was asked for before.
        return owner.ledger().report(pool -> owner.openCl().freeBytes(pool)).kept(Buffers.idle());
    }

    /// The bytes that may be held in plain memory (the Java devices and OpenCL devices that share the host's memory).
    /// Until this is called: 0.6 of the RAM, or 0.8 of the container's limit where that is less. Stacks that are
    /// already loaded stay.
    public static void budget(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a budget needs 0 bytes or more; found " + bytes);
        }
        Owner.ofProcess().ledger().budget(Ledger.HOST, bytes);
    }

    /// The bytes that may be held in plain memory.
    public static long budget() {
        return Owner.ofProcess().ledger().budget(Ledger.HOST);
    }

    /// The bytes that may be held on a device with memory of its own; 0.9 of it until this is called. For other devices
    /// the same as [#budget(long)].
    public static void budget(Device device, long bytes) {
        if (device instanceof OpenClDevice cl && !cl.unifiedMemory() && bytes >= 0) {
            Owner.ofProcess().ledger().budget(cl.name(), bytes);
        } else {
            budget(bytes);
        }
    }

    /// Drops everything that can be made again, and the memory that reading keeps for its next buffers.
    ///
    /// @return the bytes that were given back; prints as a sentence
    public static Released flushCache() {
        return new Released(Owner.ofProcess().ledger().flush(null) + Buffers.flush());
    }
}
