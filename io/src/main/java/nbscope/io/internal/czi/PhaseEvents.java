package nbscope.io.internal.czi;

/// Phases as events of Java's Flight Recorder, where this Java has one.
final class PhaseEvents {
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private PhaseEvents() {}

    static void emit(Counters.Phase phase, long nanos, long tile, long bytes) {
        if (PRESENT) {
            PhaseEvent.emit(phase, nanos, tile, bytes);
        }
    }
}
