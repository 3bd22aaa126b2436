package nbscope.io.internal.nifti;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import nbscope.io.ElementType;
import nbscope.io.Format;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StoredType;
import nbscope.io.internal.array.StridedArray;
import nbscope.io.internal.bytes.Lifetime;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.volume.Inflated;
import nbscope.io.internal.volume.Placement;
import nbscope.io.internal.volume.Volume;

/// NIfTI-1 and NIfTI-2 in one file, .nii and .nii.gz. The array has the header's axes in their order (x, y, z, t),
/// as nibabel's `dataobj` has; scaled values are float64.
public final class NiftiFormat implements Format {
    private static final int GZIP = 0x8b1f;

    @Override
    public String name() {
        return "NIfTI .nii and .nii.gz";
    }

    @Override
    public String id() {
        return "nifti";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        boolean second = Math.abs(NiftiHeader.kind(head)) == NiftiHeader.BYTES_2 && head.length > 6 && head[5] == '+';
        return second
                ? Match.CONTENT
                : fileName.endsWith(".nii") || fileName.endsWith(".nii.gz") ? Match.NAME : Match.NO;
    }

    @Override
    public Volume open(Path path) {
        byte[] start = start(path, false);
        boolean packed = start.length > 1 && ((start[0] & 0xff) | (start[1] & 0xff) << 8) == GZIP;
        NiftiHeader header = header(packed ? start(path, true) : start, path.toString());
        long[] dims = header.wholes("dim");
        int rank = (int) Math.min(8, Math.max(-1, dims[0]));
        if (rank < 1 || rank > 7) {
            throw new MalformedDataException(
                    path.toString(), 40, dims[0] + " axes in a NIfTI header", "1 to 7; the file is damaged");
        }
        long[] shape = Arrays.copyOfRange(dims, 1, rank + 1);
        ElementType type = type(header, path.toString());
        long bytes = Layout.bytes(shape, type.bytes());
        double offset = header.number("vox_offset");
        if (bytes < 0 || !(offset >= 0 && offset < 1e15)) {
            throw new MalformedDataException(
                    path.toString(),
                    40,
                    "a shape of " + Arrays.toString(shape) + " and values from byte " + offset,
                    "lengths that fit the file; it is damaged, write it again");
        }
        return packed
                ? volume(path, Inflated.of(path, 0, (long) offset, bytes), header, type, shape)
                : mapped(path, (long) offset, bytes, header, type, shape);
    }

    private static Volume mapped(
            Path path, long offset, long bytes, NiftiHeader header, ElementType type, long[] shape) {
        MappedFile file = MappedFile.open(path);
        try {
            MemorySegment values = file.slice(offset, bytes, "values of shape " + Arrays.toString(shape));
            return volume(path, new Inflated(values, file.lifetime()), header, type, shape);
        } catch (RuntimeException e) {
            file.lifetime().close();
            throw e;
        }
    }

    private static Volume volume(Path path, Inflated data, NiftiHeader header, ElementType type, long[] shape) {
        Lifetime lifetime = data.lifetime();
        try {
            StridedArray stored = new StridedArray(
                    path.toString(), data.values(), type, shape, Layout.fortranOrder(shape, type.bytes()), lifetime);
            double slope = header.number("scl_slope");
            double inter = header.number("scl_inter");
            boolean scaled = slope != 0 && Double.isFinite(slope);
            if (scaled && !Double.isFinite(inter)) {
                throw new MalformedDataException(
                        path.toString(), -1, "a scale of " + slope + " with the offset " + inter, "a finite offset");
            }
            scaled = scaled && (slope != 1 || inter != 0);
            if (scaled
                    && (type.dtype().name().startsWith("C")
                            || type.dtype().name().equals("RAW"))) {
                throw new UnsupportedDataException(
                        path.toString(),
                        "scaled values of type " + type.numpy() + " are not read; save them unscaled, in Python with "
                                + "nibabel.Nifti1Image(image.get_fdata(dtype=complex), image.affine)");
            }
            Placement placement = placement(path, header, shape);
            return new Volume(
                    "nifti",
                    stored,
                    scaled ? slope : 1,
                    scaled ? inter : 0,
                    header.shown(),
                    placement,
                    units(header, shape.length));
        } catch (RuntimeException e) {
            lifetime.close();
            throw e;
        }
    }

    private static Placement placement(Path path, NiftiHeader header, long[] shape) {
        try {
            return NiftiAffine.placement(header, shape);
        } catch (IllegalArgumentException e) {
            MalformedDataException broken = new MalformedDataException(
                    path.toString(),
                    -1,
                    "no orientation: " + e.getMessage(),
                    "a valid qform or sform; mend it, in Python with nibabel's image.set_qform");
            broken.initCause(e);
            throw broken;
        }
    }

    private static NiftiHeader header(byte[] start, String file) {
        int kind = Math.abs(NiftiHeader.kind(start));
        if (kind == 0 || start.length < kind) {
            throw new MalformedDataException(
                    file,
                    0,
                    start.length < 4 || kind != 0
                            ? "the end of the file in the header"
                            : "no header of 348 or 540 bytes",
                    "a NIfTI-1 or NIfTI-2 file; is it of another format, or cut short?");
        }
        NiftiHeader header = NiftiHeader.parse(start);
        String magic = header.text("magic");
        if (magic.startsWith("ni")) {
            throw new UnsupportedDataException(
                    file,
                    "a NIfTI header whose values lie in a second file (.hdr and .img) is not read; save it as one .nii "
                            + "file, in Python with nibabel.save(image, 'name.nii')");
        }
        if (!magic.startsWith("n+")) {
            throw new MalformedDataException(
                    file,
                    kind == NiftiHeader.BYTES_1 ? 344 : 4,
                    "the magic letters \"" + magic + "\"",
                    "\"n+1\" or \"n+2\"; an old Analyze file is not read, save it as .nii");
        }
        return header;
    }

    /// The first bytes, unpacked where asked for; fewer where the file ends.
    private static byte[] start(Path path, boolean unpack) {
        MappedFile.checkRegularFile(path);
        try (InputStream raw = Files.newInputStream(path);
                InputStream in = unpack ? new GZIPInputStream(raw) : raw) {
            return in.readNBytes(NiftiHeader.BYTES_2);
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            MalformedDataException broken = new MalformedDataException(
                    path.toString(), 0, "damaged gzip data (" + e.getMessage() + ")", "a .nii.gz file; copy it again");
            broken.initCause(e);
            throw broken;
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ElementType type(NiftiHeader header, String file) {
        String bare = switch ((int) header.whole("datatype")) {
            case 2 -> "u1";
            case 4 -> "i2";
            case 8 -> "i4";
            case 16 -> "f4";
            case 32 -> "c8";
            case 64 -> "f8";
            case 128 -> "[('R', '|u1'), ('G', '|u1'), ('B', '|u1')]";
            case 256 -> "i1";
            case 512 -> "u2";
            case 768 -> "u4";
            case 1024 -> "i8";
            case 1280 -> "u8";
            case 1792 -> "c16";
            case 2304 -> "[('R', '|u1'), ('G', '|u1'), ('B', '|u1'), ('A', '|u1')]";
            default ->
                throw new UnsupportedDataException(
                        file,
                        "values of NIfTI's type " + header.whole("datatype") + " are not read; nbscope reads integers, "
                                + "float32, float64, complex numbers of these and RGB. Convert in Python, for example "
                                + "with nibabel's image.get_fdata()");
        };
        String mark = header.order() == java.nio.ByteOrder.BIG_ENDIAN ? ">" : "<";
        return StoredType.parse(bare.startsWith("[") ? bare : mark + bare, file);
    }

    /// Of the first three axes and of the fourth, from the two parts of `xyzt_units`.
    private static List<String> units(NiftiHeader header, int rank) {
        int code = (int) header.whole("xyzt_units");
        String space = List.of("", "m", "mm", "µm").get(Math.min(code & 7, 3));
        String time = switch (code & 0x38) {
            case 8 -> "s";
            case 16 -> "ms";
            case 24 -> "µs";
            default -> "";
        };
        List<String> units = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            units.add(i < 3 ? ((code & 7) > 3 ? "" : space) : i == 3 ? time : "");
        }
        return units;
    }
}
