package nbscope.compute.internal.index;

import java.util.List;
import nbscope.io.DType;

/// How a [Made] is made.
interface Recipe<T extends Made> {
    /// What the ledger calls it, without the number of the frame.
    String name();

    /// The types that its planes may have, the one to try first in front; none where the data never suits.
    List<DType> types();

    long bytes(DType type);

    /// Takes the memory.
    ///
    /// @throws OutOfMemoryError when the system has not enough; nothing is kept then
    T allocate(DType type);

    Outcome fill(T made, Pace pace);
}
