package nbscope.io.czi.profile;

import org.jspecify.annotations.Nullable;

/// What a smaller picture loses: the stored level of a pyramid, enlarged by repeating pixels, against the full
/// resolution.
///
/// @param factor    2 or 4
/// @param pixels    that were compared
/// @param rms       root of the mean square difference, in grey levels
/// @param relative  `rms` over the standard deviation of the full resolution
/// @param picture   of the differences, as a PNG in Base64; black is none, white 4 times `rms`
/// @param note      why nothing could be compared, else null
public record DownsamplingCost(
        int factor,
        long pixels,
        double rms,
        double relative,
        @Nullable String picture,
        @Nullable String note) {}
