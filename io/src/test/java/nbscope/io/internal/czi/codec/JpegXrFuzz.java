package nbscope.io.internal.czi.codec;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import nbscope.io.czi.CziCompression;
import nbscope.io.czi.CziPixelType;

/// Any bytes as a JPEG-XR payload: pixels or our own exception, and never the end of this process or a wait
/// without end, whatever jxrlib does with them in its own. See nbscope.io.internal.blosc2.FrameFuzz.
///
/// The first byte chooses the pixel type; what follows a header that holds is only seen by the library.
public final class JpegXrFuzz {
    private static final int WIDTH = 53;
    private static final int HEIGHT = 37;
    private static final PayloadDecoder DECODER = PayloadDecoders.of(CziCompression.JPEG_XR, true);

    private JpegXrFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        CziPixelType[] types = CziPixelType.values();
        TileShape shape = new TileShape(types[(input[0] & 0xFF) % types.length], WIDTH, HEIGHT);
        MemorySegment payload = MemorySegment.ofArray(Arrays.copyOfRange(input, 1, input.length));
        try {
            DECODER.decode(payload, shape, MemorySegment.ofArray(new byte[(int) shape.bytes()]));
        } catch (DamagedPayloadException expected) {
            // Most bytes are no image.
        }
    }
}
