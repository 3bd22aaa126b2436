package nbscope.io.czi.profile;

import java.util.List;

/// What measurements say about a file. Each sentence names the figures that it rests on.
///
/// @param cause         that costs most
/// @param because       why it is this cause, with figures
/// @param overall       the class of the read
/// @param read          class of the mean read of a tile
/// @param stitch        class of the mean stitch of a tile
/// @param speedUp       class of what threads gain
/// @param throughput    class of the megapixels per second
/// @param findings      everything else worth knowing
/// @param recommendation what to do, and how long the file will take then
public record Diagnosis(
        Cause cause,
        String because,
        SpeedClass overall,
        SpeedClass read,
        SpeedClass stitch,
        SpeedClass speedUp,
        SpeedClass throughput,
        List<Finding> findings,
        String recommendation) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }
}
