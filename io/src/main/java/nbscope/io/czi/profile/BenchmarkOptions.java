package nbscope.io.czi.profile;

import org.jspecify.annotations.Nullable;

/// What is benchmarked.
///
/// @param maxTiles  how many tiles at most, in the order of the file
/// @param channel   position along dimension C
/// @param scene     null for all
/// @param scope     which configurations
/// @param images    how many images will be read, for the break-even of converting them
public record BenchmarkOptions(
        int maxTiles, int channel, @Nullable Integer scene, Scope scope, int images) {
    /// Which configurations are measured.
    public enum Scope {
        /// One thread, 4 and 8.
        QUICK,
        /// All that stay in this process and need no copy of the file.
        THREADS,
        /// All.
        ALL
    }

    public BenchmarkOptions {
        if (maxTiles < 1) {
            throw new IllegalArgumentException("found " + maxTiles + " tiles, expected 1 or more");
        }
        if (images < 1) {
            throw new IllegalArgumentException("found " + images + " images, expected 1 or more");
        }
    }

    /// 100 tiles, three configurations.
    public static BenchmarkOptions quick() {
        return new BenchmarkOptions(100, 0, null, Scope.QUICK, 1);
    }

    /// 500 tiles, all configurations.
    public static BenchmarkOptions medium() {
        return new BenchmarkOptions(500, 0, null, Scope.ALL, 1);
    }

    /// All tiles, all configurations.
    public static BenchmarkOptions full() {
        return new BenchmarkOptions(Integer.MAX_VALUE, 0, null, Scope.ALL, 1);
    }

    public BenchmarkOptions maxTiles(int value) {
        return new BenchmarkOptions(value, channel, scene, scope, images);
    }

    public BenchmarkOptions channel(int value) {
        return new BenchmarkOptions(maxTiles, value, scene, scope, images);
    }

    public BenchmarkOptions scene(@Nullable Integer value) {
        return new BenchmarkOptions(maxTiles, channel, value, scope, images);
    }

    public BenchmarkOptions scope(Scope value) {
        return new BenchmarkOptions(maxTiles, channel, scene, value, images);
    }

    public BenchmarkOptions images(int value) {
        return new BenchmarkOptions(maxTiles, channel, scene, scope, value);
    }
}
