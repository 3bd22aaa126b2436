package nbscope.io.internal.czi.codec;

import nbscope.io.czi.CziCompression;

/// Finds the decoder of a compression.
public final class PayloadDecoders {
    private PayloadDecoders() {}

    /// As [#of(CziCompression, int, boolean)], where the number is not known.
    public static PayloadDecoder of(CziCompression compression, boolean nativeLibraries) {
        return of(compression, -1, nativeLibraries);
    }

    /// A new decoder, for one thread at a time.
    ///
    /// @param code            the number in the file, for the message, or -1
    /// @param nativeLibraries whether libzstd may be used; JPEG-XR has no other decoder than a native one
    /// @throws UnsupportedPayloadException for a compression that nbscope does not decode
    public static PayloadDecoder of(CziCompression compression, int code, boolean nativeLibraries) {
        return switch (compression) {
            case RAW -> new RawDecoder();
            case ZSTD0 -> new ZstdDecoder(false, nativeLibraries);
            case ZSTD1 -> new ZstdDecoder(true, nativeLibraries);
            case JPEG -> new JpegDecoder();
            case LZW -> new LzwDecoder();
            case JPEG_XR -> new JpegXrDecoder();
            case CAMERA_RAW ->
                throw refused(compression, code, "the camera's own packed bits, whose layout ZEISS has not published");
            case LOSSLESS_JPEG -> throw refused(compression, code, "which no known program writes");
            case SYSTEM_RAW -> throw refused(compression, code, "a form that only the microscope's software knows");
            case UNKNOWN -> throw refused(compression, code, "a number that the CZI format does not define");
        };
    }

    private static UnsupportedPayloadException refused(CziCompression compression, int code, String what) {
        return new UnsupportedPayloadException("is stored as " + compression + " ("
                + (code >= 0 ? "compression " + code + ", " : "") + what + "), which nbscope does not read. Read are "
                + "raw, JPEG, LZW, JPEG-XR, Zstd0 and Zstd1: save the file again in ZEN with one of them");
    }
}
