package nbscope.io.internal.dm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// The tree of tags of a DM3 or DM4 file: groups are maps, numbers and texts are values, longer arrays are
/// places in the file. The structure is big endian in both versions, with lengths of 4 bytes in DM3 and 8 in
/// DM4; the values have the byte order that the header names. Tags without a name have their number.
///
/// @param root   the outermost group
/// @param little byte order of the values
/// @param cut    whether the file ends inside of an array, which is then the last tag
record DmTags(Map<String, Object> root, boolean little, boolean cut) {
    /// An array of numbers, as a place in the file.
    ///
    /// @param type   code of an element's type; 0 for structures
    /// @param offset first byte
    /// @param count  elements
    /// @param bytes  of all elements
    record Place(int type, long offset, long count, long bytes) {}

    /// No value: structures and what is too long to be one.
    private enum Other {
        VALUE
    }

    /// Name of the tag with the pixels of an image.
    static final String DATA = "Data";

    private static final int DEEPEST = 64;
    private static final int MOST_TAGS = 500_000;
    private static final int LONGEST_NAME = 4096;
    private static final int LONGEST_TEXT = 4096;
    private static final int MOST_INFO = 4096;

    private static final int STRUCT = 15;
    private static final int STRING = 18;
    private static final int ARRAY = 20;
    private static final int CHARACTERS = 4;

    static boolean isOne(byte[] head) {
        if (head.length < 18 || head[0] != 0 || head[1] != 0 || head[2] != 0) {
            return false;
        }
        int at = head[3] == 3 ? 8 : head[3] == 4 ? 12 : -1;
        // Byte order, then two flags of the outermost group.
        return at > 0
                && head[at] == 0
                && head[at + 1] == 0
                && head[at + 2] == 0
                && (head[at + 3] & ~1) == 0
                && (head[at + 4] & ~1) == 0
                && (head[at + 5] & ~1) == 0;
    }

    /// @throws MalformedDataException when the bytes are no tree of tags
    static DmTags parse(MappedFile file) {
        int version = file.i32BigEndian(0, "version");
        if (version != 3 && version != 4) {
            throw new UnsupportedDataException(
                    file.name(), "its version is " + version + "; nbscope reads DigitalMicrograph files 3 and 4");
        }
        Reading reading = new Reading(file, version == 4);
        int order = file.i32BigEndian(reading.at + reading.wide(), "byte order");
        if (order != 0 && order != 1) {
            throw file.malformed(reading.at + reading.wide(), "byte order " + order, "0 (big endian) or 1 (little)");
        }
        reading.little = order == 1;
        reading.at += reading.wide() + 4;
        Map<String, Object> root = new LinkedHashMap<>();
        reading.group(root, 0);
        return new DmTags(root, reading.little, reading.cut);
    }

    /// A group below a group, empty where there is none.
    @SuppressWarnings("unchecked")
    static Map<String, Object> group(Map<String, Object> group, String name) {
        return group.get(name) instanceof Map<?, ?> m ? (Map<String, Object>) m : Map.of();
    }

    private static final class Reading {
        private final MappedFile file;
        private final boolean dm4;
        private long at = 4;
        private boolean little;
        private boolean cut;
        private int tags;

        Reading(MappedFile file, boolean dm4) {
            this.file = file;
            this.dm4 = dm4;
        }

        /// Bytes of a length.
        int wide() {
            return dm4 ? 8 : 4;
        }

        private long length(String what) {
            long value = dm4 ? file.i64BigEndian(at, what) : file.i32BigEndian(at, what) & 0xffffffffL;
            if (value < 0) {
                throw file.malformed(at, "a negative " + what, "a length; the file is damaged");
            }
            at += wide();
            return value;
        }

        void group(Map<String, Object> into, int depth) {
            if (depth > DEEPEST) {
                throw file.malformed(at, "tags nested more than " + DEEPEST + " deep", "a file of DigitalMicrograph");
            }
            file.require(at, 2, "the flags of a group of tags");
            at += 2;
            long n = length("number of tags");
            if (n > (file.size() - at) / 3) {
                throw file.malformed(
                        at - wide(),
                        "a group of " + n + " tags, the file ends after " + (file.size() - at) + " more bytes",
                        "as many tags as fit; the file is cut short or damaged");
            }
            for (long i = 0; i < n && !cut; i++) {
                if (++tags > MOST_TAGS) {
                    throw file.malformed(at, "more than " + MOST_TAGS + " tags", "fewer; the file is damaged");
                }
                int kind = file.u8(at, "the kind of a tag");
                if (kind == 0) {
                    at++;
                    return;
                }
                tag(kind, into, i, depth);
            }
        }

        private void tag(int kind, Map<String, Object> into, long number, int depth) {
            long start = at;
            int nameLength = Short.toUnsignedInt(Short.reverseBytes((short) file.u16(at + 1, "a name's length")));
            if (nameLength > LONGEST_NAME) {
                throw file.malformed(
                        at + 1, "a name of " + nameLength + " bytes", "at most " + LONGEST_NAME + "; is it damaged?");
            }
            String name = new String(file.copy(at + 3, nameLength, "a tag's name"), StandardCharsets.ISO_8859_1);
            at += 3 + nameLength;
            if (dm4) {
                // The length of what follows: it follows from the content too.
                length("length of a tag");
            }
            String key = name.isEmpty() ? Long.toString(number) : name;
            switch (kind) {
                case 20 -> {
                    Map<String, Object> group = new LinkedHashMap<>();
                    into.put(key, group);
                    group(group, depth + 1);
                }
                case 21 -> {
                    // Pixels of 2 bytes have the type of texts.
                    Object value = data(key.equals(DATA));
                    if (value != Other.VALUE) {
                        into.put(key, value);
                    }
                }
                default ->
                    throw file.malformed(
                            start, "a tag of kind " + kind, "20 (a group) or 21 (data); the file is damaged");
            }
        }

        private Object data(boolean pixels) {
            if (file.i32BigEndian(at, "the mark of a tag's data") != 0x25252525) {
                throw file.malformed(at, "other bytes", "%%%%, the mark of a tag's data; the file is damaged");
            }
            at += 4;
            long n = length("length of a type");
            if (n < 1 || n > MOST_INFO) {
                throw file.malformed(at - wide(), "a type of " + n + " numbers", "1 to " + MOST_INFO);
            }
            long[] info = new long[(int) n];
            for (int i = 0; i < n; i++) {
                info[i] = length("part of a type");
            }
            return switch ((int) Math.min(info[0], Integer.MAX_VALUE)) {
                case STRUCT -> skipped(structBytes(info, 0), "a structure");
                case STRING -> text(n < 2 ? 0 : info[1]);
                case ARRAY -> array(info, pixels);
                default -> number((int) simpleBytes(info[0]), (int) info[0]);
            };
        }

        private Object skipped(long bytes, String what) {
            file.require(at, bytes, what);
            at += bytes;
            return Other.VALUE;
        }

        /// Bytes of a structure whose type begins at `info[from]`.
        private long structBytes(long[] info, int from) {
            long fields = from + 2 < info.length ? info[from + 2] : -1;
            if (fields < 0 || fields > (info.length - from - 3) / 2) {
                throw file.malformed(at, "a structure of " + fields + " fields", "as many as its type describes");
            }
            long bytes = 0;
            for (int f = 0; f < fields; f++) {
                bytes += simpleBytes(info[from + 4 + 2 * f]);
            }
            return bytes;
        }

        private long simpleBytes(long type) {
            return switch ((int) Math.min(type, Integer.MAX_VALUE)) {
                case 8, 9, 10 -> 1;
                case 2, 4 -> 2;
                case 3, 5, 6 -> 4;
                case 7, 11, 12 -> 8;
                default ->
                    throw file.malformed(at, "a value of type " + type, "a type of DigitalMicrograph; is it damaged?");
            };
        }

        private Object array(long[] info, boolean pixels) {
            long count = info[info.length - 1];
            int type = (int) Math.min(info.length < 2 ? -1 : info[1], Integer.MAX_VALUE);
            if (info.length < 3) {
                throw file.malformed(at, "an array without a length", "one");
            }
            long element = type == STRUCT ? structBytes(info, 1) : type == ARRAY ? nested(info) : simpleBytes(info[1]);
            if (count > Long.MAX_VALUE / Math.max(1, element)) {
                throw file.malformed(at, "an array of " + count + " elements", "one that fits the file");
            }
            long bytes = count * element;
            if (type == CHARACTERS && !pixels && count <= LONGEST_TEXT && bytes <= file.size() - at) {
                return text(count);
            }
            Place place = new Place(type == STRUCT || type == ARRAY ? 0 : type, at, count, bytes);
            if (bytes > file.size() - at) {
                cut = true;
                at = file.size();
            } else {
                at += bytes;
            }
            return place;
        }

        /// Bytes of an inner array of numbers.
        private long nested(long[] info) {
            if (info.length < 5) {
                throw file.malformed(at, "an array of arrays without lengths", "lengths");
            }
            long inner = info[info.length - 2];
            long element = simpleBytes(info[2]);
            if (inner > (1L << 48) / element) {
                throw file.malformed(at, "inner arrays of " + inner + " elements", "arrays that fit the file");
            }
            return inner * element;
        }

        private Object text(long characters) {
            if (characters > LONGEST_TEXT) {
                if (characters > Long.MAX_VALUE / 2) {
                    throw file.malformed(at, "a text of " + characters + " characters", "one that fits the file");
                }
                return skipped(2 * characters, "a text");
            }
            byte[] bytes = file.copy(at, (int) (2 * characters), "a text");
            at += bytes.length;
            return new String(bytes, little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
        }

        private Object number(int bytes, int type) {
            MemorySegment value = file.slice(at, bytes, "a value");
            ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            at += bytes;
            long whole = switch (bytes) {
                case 1 -> value.get(ValueLayout.JAVA_BYTE, 0);
                case 2 -> value.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), 0);
                case 4 -> value.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), 0);
                default -> value.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), 0);
            };
            return switch (type) {
                case 4 -> whole & 0xffff;
                case 5 -> whole & 0xffffffffL;
                case 6 -> (double) Float.intBitsToFloat((int) whole);
                case 7 -> Double.longBitsToDouble(whole);
                case 8 -> whole != 0;
                case 10 -> whole & 0xff;
                default -> whole;
            };
        }
    }
}
