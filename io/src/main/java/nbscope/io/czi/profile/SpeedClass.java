package nbscope.io.czi.profile;

/// Three classes for four figures. The bounds:
///
/// | figure | fast | moderate | slow |
/// |---|---|---|---|
/// | read, seconds per tile | under 0.01 | under 0.05 | else |
/// | stitch, seconds per tile | under 0.001 | under 0.005 | else |
/// | speed-up by threads | at least 2 | at least 1.2 | below |
/// | megapixels per second | over 100 | at least 20 | below |
public enum SpeedClass {
    FAST,
    MODERATE,
    SLOW;

    public static SpeedClass ofRead(double seconds) {
        return below(seconds, 0.01, 0.05);
    }

    public static SpeedClass ofStitch(double seconds) {
        return below(seconds, 0.001, 0.005);
    }

    public static SpeedClass ofSpeedUp(double factor) {
        return factor >= 2 ? FAST : factor >= 1.2 ? MODERATE : SLOW;
    }

    public static SpeedClass ofThroughput(double megapixelsPerSecond) {
        return megapixelsPerSecond > 100 ? FAST : megapixelsPerSecond >= 20 ? MODERATE : SLOW;
    }

    private static SpeedClass below(double seconds, double fast, double moderate) {
        return seconds < fast ? FAST : seconds < moderate ? MODERATE : SLOW;
    }
}
