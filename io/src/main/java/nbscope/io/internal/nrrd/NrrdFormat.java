package nbscope.io.internal.nrrd;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.io.ElementType;
import nbscope.io.Format;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StoredType;
import nbscope.io.internal.array.StridedArray;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.volume.Inflated;
import nbscope.io.internal.volume.Volume;
import org.jspecify.annotations.Nullable;

/// NRRD with values behind the header (.nrrd) or in one other file of the same folder (.nhdr), raw or gzip. The
/// array has the header's axes in their order, fastest first, as pynrrd gives them.
public final class NrrdFormat implements Format {
    private static final int MAX_HEADER = 1 << 20;
    private static final Map<String, String> TYPES = types();

    private static Map<String, String> types() {
        Map<String, String> all = new java.util.HashMap<>();
        for (String line : List.of(
                "i1:signed char,int8,int8_t",
                "u1:uchar,unsigned char,uint8,uint8_t",
                "i2:short,short int,signed short,signed short int,int16,int16_t",
                "u2:ushort,unsigned short,unsigned short int,uint16,uint16_t",
                "i4:int,signed int,int32,int32_t",
                "u4:uint,unsigned int,uint32,uint32_t",
                "i8:longlong,long long,long long int,signed long long,signed long long int,int64,int64_t",
                "u8:ulonglong,unsigned long long,unsigned long long int,uint64,uint64_t",
                "f4:float",
                "f8:double")) {
            for (String name : line.substring(3).split(",")) {
                all.put(name, line.substring(0, 2));
            }
        }
        return all;
    }

    @Override
    public String name() {
        return "NRRD .nrrd and .nhdr";
    }

    @Override
    public String id() {
        return "nrrd";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        boolean magic = new String(head, StandardCharsets.ISO_8859_1).startsWith("NRRD000");
        return magic ? Match.CONTENT : fileName.endsWith(".nrrd") || fileName.endsWith(".nhdr") ? Match.NAME : Match.NO;
    }

    @Override
    public Volume open(Path path) {
        MappedFile file = MappedFile.open(path);
        boolean kept = false;
        try {
            byte[] start = file.copy(0, (int) Math.min(file.size(), MAX_HEADER), "a NRRD header");
            NrrdHeader header = NrrdHeader.parse(new String(start, StandardCharsets.UTF_8), file.name());
            header = exactEnd(start, header);
            long[] shape = shape(header, file);
            ElementType type = type(header, file);
            long bytes = Layout.bytes(shape, type.bytes());
            if (bytes < 0) {
                throw file.malformed(-1, "impossible sizes " + Arrays.toString(shape), "lengths that fit the file");
            }
            @Nullable Path other = dataFile(path, header);
            boolean raw = raw(header, file);
            if (other != null) {
                return volume(path, detached(other, header, raw, bytes), header, type, shape);
            }
            Inflated data = raw
                    ? new Inflated(slice(file, header.end(), header, bytes), file.lifetime())
                    : Inflated.of(path, skipLines(file, header.end(), header), skip(header), bytes);
            kept = raw;
            return volume(path, data, header, type, shape);
        } finally {
            if (!kept) {
                file.lifetime().close();
            }
        }
    }

    /// The header is text in UTF-8, its end counts in bytes.
    private static NrrdHeader exactEnd(byte[] start, NrrdHeader header) {
        for (int i = 1; i < start.length; i++) {
            boolean empty = start[i] == '\n'
                    && (start[i - 1] == '\n' || (i > 1 && start[i - 1] == '\r' && start[i - 2] == '\n'));
            if (empty) {
                return new NrrdHeader(header.file(), header.fields(), i + 1);
            }
        }
        return new NrrdHeader(header.file(), header.fields(), start.length);
    }

    private static Inflated detached(Path other, NrrdHeader header, boolean raw, long bytes) {
        MappedFile file = MappedFile.open(other);
        boolean kept = false;
        try {
            Inflated data = raw
                    ? new Inflated(slice(file, 0, header, bytes), file.lifetime())
                    : Inflated.of(other, skipLines(file, 0, header), skip(header), bytes);
            kept = raw;
            return data;
        } finally {
            if (!kept) {
                file.lifetime().close();
            }
        }
    }

    private static Volume volume(Path path, Inflated data, NrrdHeader header, ElementType type, long[] shape) {
        try {
            StridedArray stored = new StridedArray(
                    path.toString(),
                    data.values(),
                    type,
                    shape,
                    Layout.fortranOrder(shape, type.bytes()),
                    data.lifetime());
            return new Volume(
                    "nrrd",
                    stored,
                    1,
                    0,
                    header.fields(),
                    NrrdAffine.placement(header, shape.length),
                    units(header, shape.length));
        } catch (RuntimeException e) {
            data.lifetime().close();
            throw e;
        }
    }

    private static long[] shape(NrrdHeader header, MappedFile file) {
        long[] shape = header.get("sizes") instanceof List<?> sizes
                ? sizes.stream().mapToLong(n -> (Long) n).toArray()
                : new long[0];
        if (!header.text("dimension").equals(Integer.toString(shape.length))
                || shape.length == 0
                || shape.length > 16) {
            throw file.malformed(
                    -1,
                    "the sizes " + Arrays.toString(shape) + " of " + header.text("dimension") + " axes",
                    "one size for each of 1 to 16 axes; the header is damaged");
        }
        return shape;
    }

    private static ElementType type(NrrdHeader header, MappedFile file) {
        String name = header.text("type").toLowerCase(Locale.ROOT);
        String bare = TYPES.get(name);
        if (bare == null) {
            throw new UnsupportedDataException(
                    file.name(), "values of type " + NrrdHeader.clip(name) + " are not read; save them as numbers");
        }
        boolean wide = bare.charAt(1) != '1';
        String order = wide ? header.text("endian") : "little";
        if (!order.equals("little") && !order.equals("big")) {
            throw file.malformed(-1, "the byte order \"" + NrrdHeader.clip(order) + "\"", "little or big");
        }
        return StoredType.parse((order.equals("big") ? ">" : "<") + bare, file.name());
    }

    /// Whether the values lie as they are, and not in gzip.
    private static boolean raw(NrrdHeader header, MappedFile file) {
        return switch (header.text("encoding").toLowerCase(Locale.ROOT)) {
            case "raw" -> true;
            case "gzip", "gz" -> false;
            default ->
                throw new UnsupportedDataException(
                        file.name(),
                        "values in the encoding " + NrrdHeader.clip(header.text("encoding"))
                                + " are not read; save the file with raw or gzip, in Python with "
                                + "nrrd.write(name, data, header | {'encoding': 'gzip'})");
        };
    }

    private static long skip(NrrdHeader header) {
        return header.get("byte skip") instanceof Long skip ? skip : 0;
    }

    private static MemorySegment slice(MappedFile file, long start, NrrdHeader header, long bytes) {
        long at = skip(header) == -1 ? file.size() - bytes : skipLines(file, start, header) + skip(header);
        return file.slice(at, bytes, "values");
    }

    private static long skipLines(MappedFile file, long start, NrrdHeader header) {
        long at = start;
        long lines = header.get("line skip") instanceof Long n ? n : 0;
        for (long i = 0; i < lines; i++) {
            while (file.u8(at++, "a line to skip") != '\n') {
                // on to the end of the line
            }
        }
        return at;
    }

    /// Only a file of the header's own folder is opened: a header from elsewhere must not name any file
    /// of the machine.
    private static @Nullable Path dataFile(Path path, NrrdHeader header) {
        Object value = header.get("data file");
        if (value == null) {
            return null;
        }
        String name = String.valueOf(value);
        if (name.startsWith("LIST") || name.contains("%")) {
            throw new UnsupportedDataException(
                    path.toString(), "values in several files are not read; join them, for example with unu save");
        }
        try {
            Path relative = Path.of(name);
            Path folder = path.toAbsolutePath().normalize().getParent();
            Path found = folder == null ? relative : folder.resolve(relative).normalize();
            if (folder != null && !relative.isAbsolute() && found.startsWith(folder)) {
                return found;
            }
        } catch (InvalidPathException e) {
            throw new MalformedDataException(
                    path.toString(), -1, "the data file \"" + NrrdHeader.clip(name) + "\"", "the name of a file");
        }
        throw new UnsupportedDataException(
                path.toString(),
                "its values lie in " + NrrdHeader.clip(name) + ", outside its own folder, and such links are not "
                        + "followed; move the file beside the header");
    }

    private static List<String> units(NrrdHeader header, int rank) {
        List<String> out = new ArrayList<>();
        Object units = header.get("units") == null ? header.get("space units") : header.get("units");
        for (int i = 0; i < rank; i++) {
            out.add(units instanceof List<?> list && i < list.size() ? String.valueOf(list.get(i)) : "");
        }
        return out;
    }
}
