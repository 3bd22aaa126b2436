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
        if (code >= 0 && code <= ZSTD1.ordinal()) {
            return values()[code];
        }
        if (code >= 100 && code <= 999) {
            return CAMERA_RAW;
        }
        return code >= 1000 ? SYSTEM_RAW : UNKNOWN;
    }

    /// `raw`, `JPEG-XR`, `Zstd1`.
    @Override
    public String toString() {
        return label;
    }
}
