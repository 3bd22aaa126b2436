package nbscope.io.internal.filter;

/// [WarmingFilters] for the other direction, whose filters have the same shape.
final class WarmingForward implements ForwardFilters {
    private final WarmingFilters chosen;

    WarmingForward(ForwardFilters scalar, ForwardFilters vector) {
        chosen = new WarmingFilters(new Turned(scalar), new Turned(vector), 0);
    }

    @Override
    public void shuffle(int item, int n, byte[] in, byte[] out) {
        chosen.unshuffle(item, n, in, out);
    }

    @Override
    public void bitShuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
        chosen.bitUnshuffle(item, n, in, out, planes);
    }

    private record Turned(ForwardFilters filters) implements Filters {
        @Override
        public void unshuffle(int item, int n, byte[] in, byte[] out) {
            filters.shuffle(item, n, in, out);
        }

        @Override
        public void bitUnshuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
            filters.bitShuffle(item, n, in, out, planes);
        }
    }
}
