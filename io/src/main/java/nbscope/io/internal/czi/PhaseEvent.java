package nbscope.io.internal.czi;

import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// One phase of reading a CZI file, in a recording of Java's Flight Recorder. It is written when the
/// phase has ended; `duration` would be that of writing it, so the time stands in `took`.
@Name("nbscope.CziPhase")
@Label("CZI phase")
@Category("nbscope")
@Description("A step of reading a CZI file")
@Enabled(false)
@StackTrace(false)
final class PhaseEvent extends Event {
    private static final PhaseEvent PROBE = new PhaseEvent();

    @Label("Phase")
    String phase = "";

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;

    @Label("Tile")
    @Description("Number in the directory, -1 where the step is not for one tile")
    long tile;

    @Label("Bytes")
    @DataAmount
    long bytes;

    static void emit(Counters.Phase phase, long nanos, long tile, long bytes) {
        if (!PROBE.isEnabled()) {
            return;
        }
        PhaseEvent event = new PhaseEvent();
        event.phase = phase.name().toLowerCase(Locale.ROOT);
        event.took = nanos;
        event.tile = tile;
        event.bytes = bytes;
        event.commit();
    }
}
