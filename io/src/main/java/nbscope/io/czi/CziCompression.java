package nbscope.io.czi;

/// How the pixels of a CZI sub-block are stored.
public enum CziCompression {
    RAW("raw"),
    JPEG("JPEG"),
    LZW("LZW"),
    LOSSLESS_JPEG("lossless JPEG"),
    JPEG_XR("JPEG-XR"),
    ZSTD0("Zstd0"),
    ZSTD1("Zstd1"),
    CAMERA_RAW("camera RAW"),
    SYSTEM_RAW("system RAW"),
    UNKNOWN("unknown");

    private final String label;

    CziCompression(String label) {
        this.label = label;
    }

    /// What a number in the file stands for.
    public static CziCompression of(int code) {
        return switch (code) {
            case 0 -> RAW;
            case 1 -> JPEG;
            case 2 -> LZW;
            case 3 -> LOSSLESS_JPEG;
            case 4 -> JPEG_XR;
            case 5 -> ZSTD0;
            case 6 -> ZSTD1;
            default -> code >= 1000 ? SYSTEM_RAW : code >= 100 ? CAMERA_RAW : UNKNOWN;
        };
    }

    /// `raw`, `JPEG-XR`, `Zstd1`.
    @Override
    public String toString() {
        return label;
    }
}
