package nbscope.io.internal.blosc2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import nbscope.io.Compression.Codec;
import nbscope.io.Compression.Filter.Kind;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.codec.DictionaryEncoder;
import nbscope.io.internal.codec.Encoder;
import nbscope.io.internal.filter.ForwardDelta;

/// Makes Blosc2 chunks (c-blosc2, README_CHUNK_FORMAT and `blosc_c` in blosc/blosc2.c): the same streams, runs and
/// special chunks as C. Immutable; the caller brings the scratch of its thread.
final class ChunkEncoder {
    static final int HEADER = 32;
    private static final int MIN_BUFFER = 32;
    private static final int MAX_STREAMS = 16;
    private static final int STORED = 2;
    private static final int EXTENDED = 5;
    private static final int DELTA_FLAG = 8;
    private static final int NOT_SPLIT = 0x10;
    private static final int FORMAT_VERSION = 5;
    private static final int MAX_DICTIONARY = 32 * 1024;
    private static final int MIN_DICTIONARY = 256;
    private static final int SAMPLES = 16;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ChunkSettings settings;
    private final Codec codec;
    private final Backend backend;
    /// Bytes per element as far as chunks can say it.
    private final int item;

    /// @param file for errors
    ChunkEncoder(ChunkSettings settings, Backend backend, String file) {
        this.settings = settings;
        this.backend = backend;
        this.item = settings.item() > 255 ? 1 : settings.item();
        Codec wanted = Codec.ofId(settings.codec());
        if (!wanted.isWritable()) {
            throw new UnsupportedDataException(
                    file,
                    "its codec " + wanted.label() + " is not written; written are blosclz, lz4, lz4hc, zlib and zstd");
        }
        this.codec = Encoder.actual(wanted, backend.nativeCodecs());
        for (int i = 0; i < settings.filters().length; i++) {
            checkFilter(settings.filters()[i] & 0xff, settings.filterMeta()[i], file);
        }
    }

    private void checkFilter(int id, int meta, String file) {
        if (!Kind.ofId(id).isWritable()) {
            throw new UnsupportedDataException(
                    file,
                    "its filter number " + id + " is not written; written are shuffle, bitshuffle, delta, trunc_prec "
                            + "and bytedelta");
        }
        if (id == 4 && !ForwardDelta.truncates(item, meta)) {
            throw new IllegalArgumentException(file + ": trunc_prec with " + meta + " bits for elements of " + item
                    + " bytes is not possible; it takes float32 (1 to 23 bits, or -22 to -1 to drop) and float64 "
                    + "(1 to 52, or -51 to -1)");
        }
    }

    /// Makes a chunk of the first `length` bytes of `source` in `scratch.out`.
    ///
    /// @param block bytes of a block
    /// @return the bytes of the chunk; [#HEADER] for one of zeros that is all header
    int encode(byte[] source, int length, int block, EncodeScratch scratch) {
        int blocks = (length + block - 1) / block;
        int limit = length + HEADER;
        scratch.reserve(limit, block);
        boolean split = splits(block);
        header(scratch.out, length, block, split);
        int start = HEADER + 4 * blocks;
        if (settings.level() == 0 || length < MIN_BUFFER || start > limit) {
            return stored(source, length, scratch);
        }
        if (isZero(source, length)) {
            scratch.out[31] |= 1 << 4;
            INT.set(scratch.out, 12, HEADER);
            return HEADER;
        }
        Encoder encoder = encoder(scratch);
        int at = start;
        if (settings.dictionary() && codec == Codec.ZSTD) {
            Optional<DictionaryEncoder> trained = train(source, length, block, split, encoder, scratch);
            if (trained.isPresent()) {
                byte[] dictionary = trained.get().dictionary();
                if (start + 4 + dictionary.length < limit) {
                    encoder = trained.get();
                    INT.set(scratch.out, at, dictionary.length);
                    System.arraycopy(dictionary, 0, scratch.out, at + 4, dictionary.length);
                    at += 4 + dictionary.length;
                    scratch.out[31] |= 1;
                }
            }
        }
        for (int i = 0; i < blocks; i++) {
            INT.set(scratch.out, HEADER + 4 * i, at);
            int n = Math.min(block, length - i * block);
            filter(source, i * block, n, scratch);
            at = streams(n, split && n == block ? item : 1, at, limit, encoder, scratch);
            if (at < 0) {
                return stored(source, length, scratch);
            }
        }
        INT.set(scratch.out, 12, at);
        return at;
    }

    private Encoder encoder(EncodeScratch scratch) {
        Encoder encoder = scratch.encoder;
        if (encoder == null) {
            encoder = Encoder.of(codec, settings.level(), hasFilter(35), backend.nativeCodecs());
            scratch.encoder = encoder;
        }
        return encoder;
    }

    /// C's rule (blosc/stune.c, `split_block`).
    private boolean splits(int block) {
        if (settings.split() <= 2) {
            return settings.split() == 1;
        }
        boolean fast = codec == Codec.BLOSCLZ
                || codec == Codec.LZ4 && settings.codec() == Codec.LZ4.id()
                || codec == Codec.ZSTD && settings.level() <= 5;
        return fast && hasFilter(1) && item <= MAX_STREAMS && block / item >= MIN_BUFFER;
    }

    private boolean hasFilter(int id) {
        for (byte filter : settings.filters()) {
            if (filter == id) {
                return true;
            }
        }
        return false;
    }

    private void header(byte[] out, int length, int block, boolean split) {
        Arrays.fill(out, 0, HEADER, (byte) 0);
        int format = switch (codec) {
            case BLOSCLZ -> 0;
            case LZ4, LZ4HC -> 1;
            case ZLIB -> 3;
            default -> 4;
        };
        out[0] = FORMAT_VERSION;
        out[1] = 1;
        out[2] = (byte) (EXTENDED | (hasFilter(3) ? DELTA_FLAG : 0) | (split ? 0 : NOT_SPLIT) | format << 5);
        out[3] = (byte) item;
        INT.set(out, 4, length);
        INT.set(out, 8, Math.min(block, length));
        System.arraycopy(settings.filters(), 0, out, 16, 6);
        out[22] = (byte) codec.id();
        System.arraycopy(settings.filterMeta(), 0, out, 24, 6);
    }

    private static int stored(byte[] source, int length, EncodeScratch scratch) {
        scratch.out[2] |= STORED;
        scratch.out[31] = 0;
        System.arraycopy(source, 0, scratch.out, HEADER, length);
        INT.set(scratch.out, 12, HEADER + length);
        return HEADER + length;
    }

    static boolean isZero(byte[] bytes, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if ((long) LONG.get(bytes, i) != 0) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// Applies the filters to a block; the result is in `scratch.a`.
    private void filter(byte[] source, int from, int n, EncodeScratch scratch) {
        System.arraycopy(source, from, scratch.a, 0, n);
        for (int i = 0; i < settings.filters().length; i++) {
            int meta = settings.filterMeta()[i];
            switch (settings.filters()[i]) {
                case 0 -> {}
                case 1 -> backend.forward().shuffle(meta == 0 ? item : meta & 0xff, n, scratch.a, scratch.b);
                case 2 -> backend.forward().bitShuffle(item, n, scratch.a, scratch.b, scratch.planes);
                case 3 -> {
                    if (from == 0) {
                        reference(source, n, scratch);
                        ForwardDelta.first(n, item, scratch.a, scratch.b);
                    } else {
                        ForwardDelta.other(n, scratch.reference, scratch.a, scratch.b);
                    }
                }
                case 4 -> ForwardDelta.truncate(n, item, meta, scratch.a, scratch.b);
                default -> ForwardDelta.bytes(n, meta == 0 ? item : meta & 0xff, scratch.a, scratch.b);
            }
            if (settings.filters()[i] != 0) {
                scratch.swap();
            }
        }
    }

    private void reference(byte[] source, int n, EncodeScratch scratch) {
        scratch.reference = Arrays.copyOf(source, n);
        for (int i = 0; i < settings.filters().length; i++) {
            if (settings.filters()[i] == 4) {
                ForwardDelta.truncate(n, item, settings.filterMeta()[i], scratch.reference.clone(), scratch.reference);
            }
        }
    }

    /// The streams of the filtered block from `out[at]`.
    ///
    /// @return where they end, or -1 where they do not fit
    private int streams(int n, int count, int at, int limit, Encoder encoder, EncodeScratch scratch) {
        byte[] out = scratch.out;
        int length = n / count;
        int to = at;
        for (int i = 0; i < count; i++) {
            int from = i * length;
            if (to + 4 > limit) {
                return -1;
            }
            if (isRun(scratch.a, from, length)) {
                int value = scratch.a[from] & 0xff;
                INT.set(out, to, -value);
                to += 4;
                if (value > 0) {
                    if (to + 1 > limit) {
                        return -1;
                    }
                    out[to++] = 1;
                }
                continue;
            }
            int room = Math.min(length, limit - to - 4);
            if (room <= 0) {
                return -1;
            }
            int size = encoder.encode(scratch.a, from, length, out, to + 4, room);
            if (size == 0 || size >= length) {
                if (to + 4 + length > limit) {
                    return -1;
                }
                System.arraycopy(scratch.a, from, out, to + 4, length);
                size = length;
            }
            INT.set(out, to, size);
            to += 4 + size;
        }
        return to;
    }

    private static boolean isRun(byte[] bytes, int from, int length) {
        int end = from + length;
        int i = from;
        long first = (bytes[from] & 0xffL) * 0x0101010101010101L;
        for (; i + 8 <= end; i += 8) {
            if ((long) LONG.get(bytes, i) != first) {
                return false;
            }
        }
        for (; i < end; i++) {
            if (bytes[i] != bytes[from]) {
                return false;
            }
        }
        return true;
    }

    /// Samples as C takes them: the first part of the filtered chunk.
    private Optional<DictionaryEncoder> train(
            byte[] source, int length, int block, boolean split, Encoder encoder, EncodeScratch scratch) {
        int blocks = (length + block - 1) / block;
        int count = Math.max(split ? blocks * item : blocks, 8);
        int bytes = length / count / SAMPLES;
        int most = Math.min(MAX_DICTIONARY, length / 20);
        if (most < MIN_DICTIONARY || bytes == 0) {
            return Optional.empty();
        }
        byte[] samples = new byte[count * bytes];
        for (int i = 0, done = 0; done < samples.length; i++) {
            int n = Math.min(block, length - i * block);
            filter(source, i * block, n, scratch);
            int taken = Math.min(n, samples.length - done);
            System.arraycopy(scratch.a, 0, samples, done, taken);
            done += taken;
        }
        return DictionaryEncoder.train(encoder, samples, count, bytes, most);
    }
}
