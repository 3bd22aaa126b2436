package nbscope.io.internal.dataset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.DType;
import nbscope.io.dataset.Decoder;

/// Pixels as they are, in either byte order; one range per frame.
///
/// @param nativeType type of the pixels
/// @param little     whether they are little endian in the file
public record PlainDecoder(DType nativeType, boolean little) implements Decoder {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isStraight() {
        return little || nativeType.bytes() == 1;
    }

    @Override
    public Decode decode() {
        ValueLayout from = layout(ByteOrder.BIG_ENDIAN);
        ValueLayout to = layout(ByteOrder.LITTLE_ENDIAN);
        int bytes = nativeType.bytes();
        if (isStraight()) {
            return (in, out, ranges, tile, range) ->
                    MemorySegment.copy(in, 0, out, range * in.byteSize(), in.byteSize());
        }
        // The JVM swaps bytes in its own loop, some times as fast as one over elements.
        return (in, out, ranges, tile, range) ->
                MemorySegment.copy(in, from, 0, out, to, range * in.byteSize(), in.byteSize() / bytes);
    }

    /// Elements of the type's size; what they mean does not matter.
    private ValueLayout layout(ByteOrder order) {
        return switch (nativeType.bytes()) {
            case 1 -> ValueLayout.JAVA_BYTE;
            case 2 -> ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
            case 4 -> ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
            default -> ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
        };
    }
}
