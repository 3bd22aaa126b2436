package nbscope.widgets.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nbscope.widgets.Comm;
import nbscope.widgets.WidgetHost;
import org.jspecify.annotations.Nullable;

/// The live models of one kernel. It hangs on [WidgetHost#attributes()], never on a static field, so that two copies
/// of this jar in one kernel do not disturb each other. Safe from any thread.
///
/// A page that is reloaded asks for all models through `jupyter.widget.control`. A cell that runs again closes what
/// its earlier run had shown: its kernel says which cell (`nbscope.cellId`) and which run of it (`nbscope.cellRun`)
/// is at work.
public final class WidgetRegistry {
    /// Attribute: id of the cell that runs now, set by the kernel from a fresh message and removed after the cell.
    public static final String CELL_ID = "nbscope.cellId";

    /// Attribute: what the kernel runs when a person interrupts it, whether a cell runs or not. Followed by the name of
    /// the registry.
    public static final String INTERRUPTED = "nbscope.interrupted";

    /// What one cell showed in its newest run; the run is known by the identity of the id's object, because a cell may
    /// show two widgets in one run.
    private record Shown(Object run, List<AnyWidget> widgets) {}

    private final WidgetHost host;
    private final Set<AnyWidget> live = new LinkedHashSet<>();
    private final Map<Object, Shown> byCell = new HashMap<>();

    private WidgetRegistry(WidgetHost host) {
        this.host = host;
        host.accept("jupyter.widget.control", (comm, data) -> new Control(comm));
    }

    /// The registry of this kernel, made at the first call.
    static WidgetRegistry of(WidgetHost host) {
        // A second copy of the jar has another class of this name; each keeps its own.
        String key = "nbscope.widgets@" + System.identityHashCode(WidgetRegistry.class.getClassLoader());
        synchronized (host.attributes()) {
            if (!(host.attributes().get(key) instanceof WidgetRegistry)) {
                var made = new WidgetRegistry(host);
                host.attributes().put(key, made);
                Runnable interrupted = () -> made.live().forEach(AnyWidget::interrupt);
                host.attributes().put(INTERRUPTED + key, interrupted);
            }
            return (WidgetRegistry) host.attributes().get(key);
        }
    }

    synchronized void add(AnyWidget widget) {
        live.add(widget);
    }

    synchronized void remove(AnyWidget widget) {
        live.remove(widget);
        byCell.values().forEach(shown -> shown.widgets().remove(widget));
    }

    /// Closes what an earlier run of the running cell showed, before this run loads anything.
    ///
    /// @param keep a widget that the cell shows again
    void cellShows(@Nullable AnyWidget keep) {
        List<AnyWidget> replaced = startRun(keep);
        replaced.forEach(AnyWidget::replace);
    }

    @SuppressWarnings("ReferenceEquality") // a run is known by the object of its id, see Shown
    private synchronized List<AnyWidget> startRun(@Nullable AnyWidget keep) {
        Object cell = host.attributes().get(CELL_ID);
        if (cell == null) {
            return List.of();
        }
        Shown before = byCell.get(cell);
        if (before != null && before.run() == cell) {
            return List.of();
        }
        byCell.put(cell, new Shown(cell, new ArrayList<>()));
        return before == null
                ? List.of()
                : before.widgets().stream().filter(widget -> widget != keep).toList();
    }

    /// Remembers that the running cell shows this widget.
    synchronized void shown(AnyWidget widget) {
        Object cell = host.attributes().get(CELL_ID);
        Shown shown = cell == null ? null : byCell.get(cell);
        if (shown != null) {
            shown.widgets().add(widget);
        }
    }

    private synchronized List<AnyWidget> live() {
        return List.copyOf(live);
    }

    private final class Control implements Comm.Listener {
        private final Comm comm;

        Control(Comm comm) {
            this.comm = comm;
        }

        @Override
        public void onMessage(String data, List<ByteBuffer> buffers) {
            if (!data.contains("request_states")) {
                return;
            }
            ObjectNode reply = Json.object();
            reply.put("method", "update_states");
            ObjectNode states = reply.putObject("states");
            live().forEach(widget -> widget.describe(states));
            reply.putArray("buffer_paths");
            comm.send(reply.toString(), List.of());
        }
    }
}
