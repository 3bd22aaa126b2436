package nbscope.compute.benchmark;

import java.util.ArrayList;
import java.util.List;

/// Ours, the peers' and the read limit, measured in turn: the machine's speed changes from second to second, so that
/// only neighbours can be compared.
///
/// @param ours  seconds of each round
/// @param peers as `ours`, for each peer
/// @param limit as `ours`
record Turns(double[] ours, List<double[]> peers, double[] limit) {
    private static final double WARM_UP_SECONDS = 1.5;
    private static final int WARM_UP_RUNS = 200;

    /// BLAS and OpenMP threads spin for a while after a call, on the cores that ours would use.
    static final long SPIN_MILLIS = 250;

    /// All that takes part, of which each has its data.
    static Turns together(int rounds, Timed ours, List<Timed> peers, Timed limit) {
        Turns all = of(rounds, peers.size());
        warmUp(ours);
        peers.forEach(Turns::twice);
        twice(limit);
        for (int round = 0; round < rounds; round++) {
            for (int p = 0; p < peers.size(); p++) {
                all.peers.get(p)[round] = peers.get(p).seconds();
            }
            pause(peers.isEmpty() ? 0 : SPIN_MILLIS);
            // The cores are awake then, as they were for the peer.
            limit.seconds();
            // Who comes first changes, so that neither always finds the other's rows in the caches.
            if (round % 2 == 0) {
                all.limit[round] = limit.seconds();
            }
            all.ours[round] = ours.seconds();
            if (round % 2 == 1) {
                all.limit[round] = limit.seconds();
            }
        }
        return all;
    }

    /// For data that does not fit into the memory twice: blocks of rounds of one side and then of the other, each of
    /// which takes its data before and lets it go after.
    static Turns apart(int rounds, Side ours, Side peer, Timed limit) {
        Turns all = of(rounds, 1);
        int blocks = Math.min(3, rounds);
        for (int b = 0; b < blocks; b++) {
            int from = rounds * b / blocks;
            int to = rounds * (b + 1) / blocks;
            peer.take().run();
            twice(peer.run());
            for (int round = from; round < to; round++) {
                all.peers.getFirst()[round] = peer.run().seconds();
            }
            peer.drop().run();
            pause(SPIN_MILLIS);
            ours.take().run();
            warmUp(ours.run());
            twice(limit);
            for (int round = from; round < to; round++) {
                all.limit[round] = limit.seconds();
                all.ours[round] = ours.run().seconds();
            }
            ours.drop().run();
        }
        return all;
    }

    /// @param take brings the data
    /// @param run  one run
    /// @param drop lets the data go
    record Side(Runnable take, Timed run, Runnable drop) {}

    private static Turns of(int rounds, int peers) {
        List<double[]> others = new ArrayList<>();
        for (int p = 0; p < peers; p++) {
            others.add(new double[rounds]);
        }
        return new Turns(new double[rounds], others, new double[rounds]);
    }

    private static void warmUp(Timed ours) {
        long start = System.nanoTime();
        for (int i = 0; i < 5 || (i < WARM_UP_RUNS && System.nanoTime() - start < WARM_UP_SECONDS * 1e9); i++) {
            ours.seconds();
        }
    }

    private static void twice(Timed timed) {
        timed.seconds();
        timed.seconds();
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
