package nbscope.io;

import java.util.Arrays;

/// How an array is cut: chunks tile the array and blocks tile a chunk, both from the origin. Chunks and
/// blocks at an edge are stored at full size.
///
/// @param strategy the name of the rule that chose it, or a word such as `manual`
/// @param shape elements along each axis of the array
/// @param itemBytes bytes of an element
/// @param chunks elements of a chunk along each axis
/// @param blocks elements of a block along each axis, at most those of the chunk
public record ChunkLayout(String strategy, long[] shape, int itemBytes, int[] chunks, int[] blocks) {
    public ChunkLayout {
        if (itemBytes < 1) {
            throw new IllegalArgumentException("an element has at least 1 byte, found " + itemBytes);
        }
        if (chunks.length != shape.length || blocks.length != shape.length) {
            throw new IllegalArgumentException("an array of " + shape.length + " axes needs as many chunk and block"
                    + " lengths, found chunks " + Arrays.toString(chunks) + " and blocks " + Arrays.toString(blocks));
        }
        boolean empty = Arrays.stream(shape).anyMatch(n -> n == 0);
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] < 0 || (!empty && (blocks[i] < 1 || chunks[i] < blocks[i]))) {
                throw new IllegalArgumentException("axis " + i + " of length " + shape[i] + " cannot have chunks of "
                        + chunks[i] + " in blocks of " + blocks[i] + "; a block has at least 1 element and at most"
                        + " those of its chunk");
            }
        }
        shape = shape.clone();
        chunks = chunks.clone();
        blocks = blocks.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public int[] chunks() {
        return chunks.clone();
    }

    @Override
    public int[] blocks() {
        return blocks.clone();
    }

    public int rank() {
        return shape.length;
    }

    /// Decoded bytes of a block.
    public long blockBytes() {
        return bytes(blocks);
    }

    /// Bytes of a chunk without the padding of its last blocks.
    public long chunkBytes() {
        return bytes(chunks);
    }

    private long bytes(int[] box) {
        long n = itemBytes;
        for (int length : box) {
            n = Math.multiplyExact(n, length);
        }
        return n;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ChunkLayout other
                && strategy.equals(other.strategy)
                && itemBytes == other.itemBytes
                && Arrays.equals(shape, other.shape)
                && Arrays.equals(chunks, other.chunks)
                && Arrays.equals(blocks, other.blocks);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shape) * 31 + Arrays.hashCode(chunks) * 7 + Arrays.hashCode(blocks);
    }

    @Override
    public String toString() {
        return strategy + ": " + Arrays.toString(shape) + " x " + itemBytes + " bytes in chunks "
                + Arrays.toString(chunks) + ", blocks " + Arrays.toString(blocks);
    }
}
