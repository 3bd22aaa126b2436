package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.CziCompression;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPixelType;
import nbscope.io.internal.codec.MissingLibraryException;
import nbscope.io.internal.czi.Counters.Phase;
import nbscope.io.internal.czi.codec.DamagedPayloadException;
import nbscope.io.internal.czi.codec.PayloadDecoder;
import nbscope.io.internal.czi.codec.TilePixels;
import nbscope.io.internal.czi.codec.TileShape;
import nbscope.io.internal.czi.codec.UnsupportedPayloadException;

/// Reads and decodes single sub-blocks. Immutable; the scratch belongs to the calling thread.
final class TileReader {
    /// No codec of the format makes more out of a byte; a size from a damaged file usually would.
    private static final long MOST_FROM_A_BYTE = 1 << 16;

    private static final int PAGE = 4096;

    /// Below this nobody asks whether a size is plausible.
    private static final long ALWAYS_PLAUSIBLE = 64 << 20;

    private final Parts parts;
    private final Directory directory;
    private final CziOptions options;
    private final Counters counters;

    TileReader(Parts parts, Directory directory, CziOptions options, Counters counters) {
        this.parts = parts;
        this.directory = directory;
        this.options = options;
        this.counters = counters;
    }

    /// The pixels' type and the stored size of a tile.
    ///
    /// @throws UnsupportedDataException for a pixel type that there is not
    TileShape shape(int row) {
        CziPixelType type = directory.type(row);
        if (type == null) {
            throw new UnsupportedDataException(
                    source(row).name(),
                    "sub-block " + row + " at byte " + directory.position[row] + " has pixels of type "
                            + directory.pixelType[row] + ", which no description of the format names");
        }
        return new TileShape(type, directory.storedW[row], directory.storedH[row]);
    }

    /// Where the parts of a sub-block lie, by its own header.
    SubBlock header(int row, Scratch scratch) {
        long from = System.nanoTime();
        SubBlock found = SubBlock.read(source(row), directory, row, scratch.header);
        counters.end(Phase.HEADER, from, row, 0);
        return found;
    }

    /// The header of a tile that is about to be decoded, after a look whether its size can be true: for
    /// callers that allocate memory for it.
    SubBlock sound(int row, Scratch scratch) {
        SubBlock block = header(row, scratch);
        TileShape shape = shape(row);
        // Both sides are below 2^31 and a pixel has at most 24 bytes: as a double nothing overflows.
        double bytes = (double) shape.width() * shape.height() * shape.type().bytes();
        if (bytes > ALWAYS_PLAUSIBLE && bytes / MOST_FROM_A_BYTE > block.dataBytes()) {
            throw source(row)
                    .malformed(
                            directory.entry[row],
                            "sub-block " + row + " with " + shape.width() + " x " + shape.height() + " pixels in "
                                    + block.dataBytes() + " bytes",
                            "a size that so few bytes can hold; this tile is damaged, others can be read");
        }
        return block;
    }

    /// The pixels of a tile, wherever they are had at the lowest price: in the mapped file, or in the
    /// scratch memory until it is used again.
    MemorySegment pixels(SubBlock block, Scratch scratch) {
        if (liesInTheFile(block)) {
            return mapped(block, scratch);
        }
        MemorySegment tile = scratch.tile.exactly(shape(block.row()).bytes());
        read(block, tile, scratch);
        return tile;
    }

    /// As [#pixels], for a caller that copies parts of it once: perhaps the last step of decoding is left
    /// to the copying.
    TilePixels parts(SubBlock block, Scratch scratch) {
        return liesInTheFile(block)
                ? TilePixels.of(mapped(block, scratch))
                : decoded(
                        block,
                        scratch,
                        (decoder, payload, shape) ->
                                decoder.pixels(payload, shape, () -> scratch.tile.exactly(shape.bytes())));
    }

    private boolean liesInTheFile(SubBlock block) {
        return CziCompression.of(directory.compression[block.row()]) == CziCompression.RAW
                && block.dataBytes() >= shape(block.row()).bytes()
                && options.resolutionProtocol();
    }

    private MemorySegment mapped(SubBlock block, Scratch scratch) {
        long bytes = shape(block.row()).bytes();
        long from = System.nanoTime();
        MemorySegment pixels = source(block.row()).view(block.dataAt(), bytes, scratch.payload, what(block));
        // What brings the pages in shall not count as stitching.
        int seen = 0;
        for (long at = 0; at < bytes; at += PAGE) {
            seen += pixels.get(ValueLayout.JAVA_BYTE, at);
        }
        scratch.seen = seen;
        finish(block, from, bytes);
        return pixels;
    }

    private void finish(SubBlock block, long from, long bytes) {
        counters.payload(block.dataBytes());
        counters.decoded();
        counters.end(Phase.IO, from, block.row(), bytes);
    }

    private static String what(SubBlock block) {
        return "the pixels of sub-block " + block.row();
    }

    /// Decodes a tile to the start of `out`.
    ///
    /// @throws IllegalArgumentException when `out` is too small
    void read(SubBlock block, MemorySegment out, Scratch scratch) {
        int row = block.row();
        TileShape shape = shape(row);
        if (out.byteSize() < shape.bytes()) {
            throw new IllegalArgumentException(
                    "tile " + row + " needs " + shape.bytes() + " bytes, the destination has " + out.byteSize());
        }
        CziCompression compression = CziCompression.of(directory.compression[row]);
        MemorySegment pixels = out.asSlice(0, shape.bytes());
        if (compression == CziCompression.RAW && block.dataBytes() == shape.bytes() && out.isNative()) {
            long from = System.nanoTime();
            source(row).read(block.dataAt(), pixels, what(block));
            finish(block, from, shape.bytes());
            return;
        }
        decoded(block, scratch, (decoder, payload, same) -> {
            decoder.decode(payload, same, pixels);
            return TilePixels.of(pixels);
        });
    }

    /// What is done with a payload.
    @FunctionalInterface
    private interface Decoding {
        TilePixels of(PayloadDecoder decoder, MemorySegment payload, TileShape shape);
    }

    private TilePixels decoded(SubBlock block, Scratch scratch, Decoding work) {
        int row = block.row();
        TileShape shape = shape(row);
        CziCompression compression = CziCompression.of(directory.compression[row]);
        ByteSource source = source(row);
        PayloadDecoder decoder = decoder(compression, row, scratch);
        long from = System.nanoTime();
        MemorySegment payload = source.copy(block.dataAt(), block.dataBytes(), scratch.payload, what(block));
        if (!options.resolutionProtocol()) {
            PayloadSize.check(source, block, compression, payload, shape.bytes());
        }
        counters.payload(block.dataBytes());
        long read = counters.end(Phase.IO, from, row, block.dataBytes());
        TilePixels pixels = decode(source, block, () -> work.of(decoder, payload, shape));
        counters.decoded();
        counters.end(Phase.DECOMPRESS, read, row, shape.bytes());
        long unpacking = Math.min(decoder.unpackNanos(), System.nanoTime() - read);
        if (unpacking > 0) {
            counters.add(Phase.DECOMPRESS, -unpacking);
            counters.add(Phase.UNPACK, unpacking);
        }
        return pixels;
    }

    private PayloadDecoder decoder(CziCompression compression, int row, Scratch scratch) {
        try {
            return scratch.decoder(compression, directory.compression[row]);
        } catch (MissingLibraryException | UnsupportedPayloadException e) {
            throw unsupported(row, e);
        }
    }

    private TilePixels decode(ByteSource source, SubBlock block, Supplier<TilePixels> work) {
        try {
            return work.get();
        } catch (DamagedPayloadException e) {
            throw source.malformed(
                    block.dataAt(),
                    e.found() + " in the pixels of sub-block " + block.row() + " (its segment begins at byte "
                            + directory.position[block.row()] + ")",
                    e.expected() + "; this tile is damaged, others can be read");
        } catch (MissingLibraryException | UnsupportedPayloadException e) {
            throw unsupported(block.row(), e);
        }
    }

    private UnsupportedDataException unsupported(int row, RuntimeException e) {
        UnsupportedDataException told = new UnsupportedDataException(
                source(row).name(),
                "sub-block " + row + " at byte " + directory.position[row]
                        + (e instanceof UnsupportedPayloadException ? " " : ": ") + e.getMessage());
        told.initCause(e);
        return told;
    }

    private ByteSource source(int row) {
        return parts.of(directory.part[row]);
    }
}
