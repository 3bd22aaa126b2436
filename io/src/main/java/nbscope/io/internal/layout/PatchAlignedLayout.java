package nbscope.io.internal.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import nbscope.io.CacheSizes;
import nbscope.io.ChunkLayout;
import nbscope.io.LayoutRequest;
import org.jspecify.annotations.Nullable;

/// Ours: a search over block shapes for the one whose patches are read fastest by `ReadModel`, among those that decode
/// no more per byte asked than mlarray's layout does (at the origin and on average) and that are about as large, so
/// that the file gets no larger. Single frames break near-ties. Chunks are whole blocks and fit the L2.
///
/// Any number of axes, any element size. mlarray's own block is always a candidate.
public final class PatchAlignedLayout {
    private static final String NAME = "patch-aligned";
    /// Blocks may be this much smaller than those of mlarray: files grow by less than a percent.
    private static final double LEAST = 0.9;
    /// Share of a slower frame and of a larger file in the score, whose main part is the patch.
    private static final double FRAME = 0.01;

    private static final double SIZE = 0.05;
    /// Share of patches at the origin in that of patches; the rest lie anywhere.
    private static final double ALIGNED = 0.25;
    private static final long MIN_CHUNK_BYTES = 5 << 18;
    private static final long MAX_CHUNK_BYTES = 2 << 20;

    private final long[] shape;
    private final long[] patch;
    private final int item;
    private final CacheSizes caches;
    private final ReadModel patches;
    private final ReadModel frames;
    private final int @Nullable [] peer;
    private final long wantedBytes;

    private PatchAlignedLayout(LayoutRequest request) {
        this.shape = request.shape();
        this.patch = request.box();
        this.item = request.itemBytes();
        this.caches = request.caches();
        long[] frame = shape.clone();
        Arrays.fill(frame, 0, Math.max(0, shape.length - 2), 1);
        this.patches = new ReadModel(shape, patch, item);
        this.frames = new ReadModel(shape, frame, item);
        this.peer = peer(request);
        long bytes = peer == null ? caches.l1() * 3 / 4 : product(peer) * item;
        double array = item;
        for (long n : shape) {
            array *= n;
        }
        this.wantedBytes = array < bytes ? (long) array : bytes;
    }

    public static ChunkLayout of(LayoutRequest request) {
        long[] shape = request.shape();
        long[] box = request.box();
        if (shape.length == 0 || Arrays.stream(box).anyMatch(n -> n == 0)) {
            int[] whole = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
            return new ChunkLayout(NAME, shape, request.itemBytes(), whole, whole);
        }
        PatchAlignedLayout search = new PatchAlignedLayout(request);
        int[] block = search.block();
        return new ChunkLayout(NAME, shape, request.itemBytes(), search.chunk(block), block);
    }

    /// mlarray's block, null where it has none: too many axes or too large an element for its rule.
    private static int @Nullable [] peer(LayoutRequest request) {
        try {
            return MlArrayLayout.of(request).blocks();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private int[] block() {
        Cost limit = peer == null ? null : cost(peer);
        int[] start = peer == null ? ones() : peer;
        long most = Math.max(Math.max(2 * caches.l1(), wantedBytes), item) / item;
        long least = (long) Math.ceil(wantedBytes * LEAST / item);
        int[] found =
                BoxSearch.lowest(AxisChoices.of(shape, patch, start, most), least, most, block -> score(block, limit));
        return found == null ? start : found;
    }

    /// What a block shape costs, at the origin and on average: bytes decoded per byte asked, and time.
    private record Cost(double aligned, double random, double alignedTime, double randomTime, double blockBytes) {
        boolean within(Cost limit) {
            return aligned <= limit.aligned + 1e-9
                    && random <= limit.random + 1e-9
                    && alignedTime <= limit.alignedTime + 1e-9
                    && randomTime <= limit.randomTime + 1e-9;
        }
    }

    private Cost cost(int[] block) {
        ReadModel.Blocks touched = patches.blocks(block);
        return new Cost(
                touched.amplificationAligned(),
                touched.amplificationRandom(),
                patches.slowdown(block, touched.aligned(), touched.blockBytes()),
                patches.slowdown(block, touched.mean(), touched.blockBytes()),
                touched.blockBytes());
    }

    private double score(int[] block, @Nullable Cost limit) {
        Cost cost = cost(block);
        if (limit != null && !cost.within(limit)) {
            return Double.POSITIVE_INFINITY;
        }
        ReadModel.Blocks frame = frames.blocks(block);
        return ALIGNED * (cost.aligned + cost.alignedTime)
                + (1 - ALIGNED) * (cost.random + cost.randomTime)
                + FRAME * Math.min(frames.slowdown(block, frame.mean(), frame.blockBytes()), 100)
                + SIZE * wantedBytes / cost.blockBytes;
    }

    /// Whole blocks that fit the L2, as few for a patch as possible, and few in all.
    private int[] chunk(int[] block) {
        long most = Math.clamp(caches.l2(), MIN_CHUNK_BYTES, MAX_CHUNK_BYTES) / item;
        List<List<Integer>> choices = new ArrayList<>();
        int open = (int) IntStream.range(0, shape.length)
                .filter(i -> block[i] < shape[i])
                .count();
        int each = (int) Math.max(2, Math.pow(100_000, 1.0 / Math.max(1, open)));
        for (int i = 0; i < shape.length; i++) {
            choices.add(
                    multiples(shape[i], patch[i], block[i]).stream().limit(each).toList());
        }
        // A reader looks at the positions of all blocks of a chunk, however few it needs.
        long blocks = (long) Math.max(8, 4 * patches.blocks(block).mean());
        long one = product(block);
        long limit = Math.max(one, Math.min(most / one, blocks) * one);
        int[] found = BoxSearch.lowest(choices, 1, limit, this::chunkScore);
        return found == null ? block : found;
    }

    private double chunkScore(int[] chunk) {
        double padded = 1;
        double count = 1;
        for (int i = 0; i < chunk.length; i++) {
            long along = (shape[i] + chunk[i] - 1) / chunk[i];
            padded *= (double) along * chunk[i] / shape[i];
            count *= along;
        }
        // A chunk costs a header and an entry in the index, and padding has to be written and skipped.
        return patches.chunkTime(chunk) + 0.02 * Math.log(count) + padded - 1;
    }

    /// Multiples of a block, the whole axis among them; those that fit the patch first.
    private static Set<Integer> multiples(long length, long patch, int block) {
        Set<Integer> out = new LinkedHashSet<>();
        long inPatch = (patch + block - 1) / block;
        long inAll = (length + block - 1) / block;
        add(out, 1, block, length);
        add(out, inPatch, block, length);
        for (long part = 2; part <= 32; part *= 2) {
            add(out, (inPatch + part - 1) / part, block, length);
        }
        for (long times = 2; times <= inAll; times *= 2) {
            add(out, times, block, length);
        }
        for (long part = 1; part <= 16; part++) {
            add(out, (inAll + part - 1) / part, block, length);
            add(out, (inPatch + part - 1) / part, block, length);
        }
        return out;
    }

    private static void add(Set<Integer> out, long times, int block, long length) {
        long n = Math.min(times * block, length);
        if (n >= block && n <= Integer.MAX_VALUE / 2) {
            out.add((int) n);
        }
    }

    private int[] ones() {
        int[] one = new int[shape.length];
        Arrays.fill(one, 1);
        return one;
    }

    private static long product(int[] box) {
        long n = 1;
        for (int length : box) {
            n *= length;
        }
        return n;
    }
}
