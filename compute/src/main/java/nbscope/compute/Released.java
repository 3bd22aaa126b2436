package nbscope.compute;

import nbscope.compute.internal.memory.Bytes;

/// Memory that was given back.
public record Released(long bytes) {
    @Override
    public String toString() {
        return bytes == 0 ? "there was nothing to give back" : Bytes.text(bytes) + " given back";
    }
}
