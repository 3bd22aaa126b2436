package nbscope.io.internal.czi;

import jdk.jfr.FlightRecorder;

/// Phases as events of Java's Flight Recorder, where this Java has one.
final class PhaseEvents {
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private PhaseEvents() {}

    /// Before anybody has recorded anything the event stays unloaded: that alone takes 100 ms of a new JVM.
    static void emit(Counters.Phase phase, long nanos, long tile, long bytes) {
        if (PRESENT && FlightRecorder.isInitialized()) {
            PhaseEvent.emit(phase, nanos, tile, bytes);
        }
    }
}
