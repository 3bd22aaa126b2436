package nbscope.io.internal.dataset;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.dataset.Decoder;
import nbscope.io.internal.array.ElementCopy;

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
        var order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        var copy = ElementCopy.same(ElementType.of(nativeType, order));
        int bytes = nativeType.bytes();
        return (in, out, ranges, tile, range) -> copy(copy, bytes, in, out, range);
    }

    private static void copy(ElementCopy copy, int bytes, MemorySegment in, MemorySegment out, int range) {
        long n = in.byteSize();
        copy.run(in, 0, bytes, out, range * n, n / bytes);
    }
}
