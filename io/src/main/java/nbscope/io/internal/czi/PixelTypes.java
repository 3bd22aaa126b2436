package nbscope.io.internal.czi;

import nbscope.io.czi.CziPixelType;
import org.jspecify.annotations.Nullable;

/// From the number in a file to the pixel type.
final class PixelTypes {
    private static final @Nullable CziPixelType[] BY_CODE = new CziPixelType[14];

    static {
        for (CziPixelType type : CziPixelType.values()) {
            BY_CODE[type.code()] = type;
        }
    }

    private PixelTypes() {}

    static @Nullable CziPixelType of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
