package nbscope.io.czi;

import nbscope.io.DType;

/// The pixels of a CZI sub-block: numbers from ZEISS's CZI file format, as libCZI names them. Colours are stored blue
/// first.
public enum CziPixelType {
    GRAY8(0, "Gray8", DType.U8, 1),
    GRAY16(1, "Gray16", DType.U16, 1),
    GRAY32_FLOAT(2, "Gray32Float", DType.F32, 1),
    BGR24(3, "Bgr24", DType.U8, 3),
    BGR48(4, "Bgr48", DType.U16, 3),
    BGR96_FLOAT(8, "Bgr96Float", DType.F32, 3),
    BGRA32(9, "Bgra32", DType.U8, 4),
    GRAY64_COMPLEX(10, "Gray64Complex", DType.C64, 1),
    BGR192_COMPLEX(11, "Bgr192Complex", DType.C64, 3),
    GRAY32(12, "Gray32", DType.U32, 1),
    GRAY64_FLOAT(13, "Gray64Float", DType.F64, 1);

    private final int code;
    private final String label;
    private final DType dtype;
    private final int samples;

    CziPixelType(int code, String label, DType dtype, int samples) {
        this.code = code;
        this.label = label;
        this.dtype = dtype;
        this.samples = samples;
    }

    /// The number in the file.
    public int code() {
        return code;
    }

    /// The type of one sample.
    public DType dtype() {
        return dtype;
    }

    /// Samples per pixel: 1, 3 (blue, green, red) or 4 (and alpha).
    public int samples() {
        return samples;
    }

    /// Bytes per pixel, all samples.
    public int bytes() {
        return dtype.bytes() * samples;
    }

    /// The name that ZEISS gives it: `Gray16`.
    @Override
    public String toString() {
        return label;
    }
}
