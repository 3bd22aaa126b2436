package nbscope.io.internal.czi;

import java.util.EnumMap;
import java.util.Map;
import nbscope.io.czi.CziCompression;
import nbscope.io.internal.codec.NativeRoom;
import nbscope.io.internal.czi.codec.PayloadDecoder;
import nbscope.io.internal.czi.codec.PayloadDecoders;

/// What one thread needs to read tiles; used by one at a time, and kept between reads.
final class Scratch {
    final NativeRoom header = new NativeRoom();
    final NativeRoom payload = new NativeRoom();
    final NativeRoom tile = new NativeRoom();

    /// Keeps the compiler from leaving out reads of which only the page faults are wanted.
    int seen;

    private final boolean nativeLibraries;
    private final Map<CziCompression, PayloadDecoder> decoders = new EnumMap<>(CziCompression.class);

    Scratch(boolean nativeLibraries) {
        this.nativeLibraries = nativeLibraries;
    }

    /// @param code the number in the file
    /// @throws nbscope.io.internal.czi.codec.UnsupportedPayloadException when there is none
    PayloadDecoder decoder(CziCompression compression, int code) {
        return decoders.computeIfAbsent(compression, c -> PayloadDecoders.of(c, code, nativeLibraries));
    }
}
