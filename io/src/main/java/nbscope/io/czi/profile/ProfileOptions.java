package nbscope.io.czi.profile;

import org.jspecify.annotations.Nullable;

/// What is profiled.
///
/// @param maxTiles    how many tiles at most, in the order of the file
/// @param channel     position along dimension C
/// @param scene       null for all
/// @param sampleEvery each so many-th tile is kept with its phases; the statistics are of all
/// @param threads     of the pass that shows what threads gain, at least 2
public record ProfileOptions(
        int maxTiles, int channel, @Nullable Integer scene, int sampleEvery, int threads) {
    public ProfileOptions {
        if (maxTiles < 1) {
            throw new IllegalArgumentException("found " + maxTiles + " tiles, expected 1 or more");
        }
        if (sampleEvery < 1) {
            throw new IllegalArgumentException("found a sample of every " + sampleEvery + " tiles, expected 1 or more");
        }
        if (threads < 2 || threads > 256) {
            throw new IllegalArgumentException("found " + threads + " threads, expected 2 to 256");
        }
    }

    /// 50 tiles.
    public static ProfileOptions quick() {
        return standard().maxTiles(50);
    }

    /// 100 tiles of the first channel, each 10th in detail.
    public static ProfileOptions standard() {
        return new ProfileOptions(100, 0, null, 10, 4);
    }

    /// 200 tiles.
    public static ProfileOptions detailed() {
        return standard().maxTiles(200);
    }

    public ProfileOptions maxTiles(int value) {
        return new ProfileOptions(value, channel, scene, sampleEvery, threads);
    }

    public ProfileOptions channel(int value) {
        return new ProfileOptions(maxTiles, value, scene, sampleEvery, threads);
    }

    public ProfileOptions scene(@Nullable Integer value) {
        return new ProfileOptions(maxTiles, channel, value, sampleEvery, threads);
    }

    public ProfileOptions sampleEvery(int value) {
        return new ProfileOptions(maxTiles, channel, scene, value, threads);
    }

    public ProfileOptions threads(int value) {
        return new ProfileOptions(maxTiles, channel, scene, sampleEvery, value);
    }
}
