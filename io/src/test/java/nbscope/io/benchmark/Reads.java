package nbscope.io.benchmark;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A round of reads: what each took, and the SHA-256 of its pixels.
public final class Reads {
    private final double[] seconds;
    private final String[] hashes;

    public Reads(int count) {
        seconds = new double[count];
        hashes = new String[count];
    }

    public void set(int i, double took, String hash) {
        seconds[i] = took;
        hashes[i] = hash;
    }

    public double median() {
        return Table.median(seconds);
    }

    public double mean() {
        return Arrays.stream(seconds).average().orElseThrow();
    }

    /// @throws IllegalStateException where pixels differ
    public Reads sameAs(Reads expected, String what) {
        for (int i = 0; i < hashes.length; i++) {
            if (!hashes[i].equals(expected.hashes[i])) {
                throw new IllegalStateException(what + ": the pixels of read " + i + " are not those of the peer");
            }
        }
        return this;
    }

    public static String sha256(MemorySegment pixels) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(pixels.asByteBuffer());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
