package nbscope.compute.internal.sums;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Several plans over the same patterns, so that one pass over a pattern serves all of them: memory is read once and in
/// order, piece by piece, and within a piece one plan after another.
///
/// @param plans  in the order of the sums
/// @param blocks numbers of blocks; those that two plans touch are listed for each
/// @param mask   for each of them 16 words as in [Plan]
/// @param runs   of blocks that belong to one plan: its number and the place after the run's last block, pairs
public record Bundle(List<Plan> plans, int[] blocks, int[] mask, int[] runs) {
    /// Blocks of a piece. With more of them memory is read out of order, which takes half as long again (measured with
    /// four rings; 64 blocks); with fewer the sums go in and out of registers all the time.
    private static final int PIECE = 8;

    private record Entry(int block, int plan, int at) {
        int piece() {
            return block / PIECE;
        }
    }

    public static Bundle of(List<Plan> plans) {
        List<Entry> entries = IntStream.range(0, plans.size())
                .boxed()
                .flatMap(p -> entries(plans.get(p), p).stream())
                .sorted(Comparator.comparingInt(Entry::piece)
                        .thenComparingInt(Entry::plan)
                        .thenComparingInt(Entry::block))
                .toList();
        int[] mask = new int[entries.size() * Plan.BLOCK_WORDS];
        List<Integer> runs = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry e = entries.get(i);
            int[] from = plans.get(e.plan).mask();
            System.arraycopy(from, e.at * Plan.BLOCK_WORDS, mask, i * Plan.BLOCK_WORDS, Plan.BLOCK_WORDS);
            if (i + 1 == entries.size() || entries.get(i + 1).plan != e.plan) {
                runs.add(e.plan);
                runs.add(i + 1);
            }
        }
        return new Bundle(
                List.copyOf(plans),
                entries.stream().mapToInt(Entry::block).toArray(),
                mask,
                runs.stream().mapToInt(r -> r).toArray());
    }

    /// Without the blocks that a dense plan lists although none of its pixels is there.
    private static List<Entry> entries(Plan plan, int number) {
        return IntStream.range(0, plan.blocks().length)
                .filter(k -> IntStream.range(k * Plan.BLOCK_WORDS, (k + 1) * Plan.BLOCK_WORDS)
                        .anyMatch(w -> plan.mask()[w] != 0))
                .mapToObj(k -> new Entry(plan.blocks()[k], number, k))
                .toList();
    }
}
