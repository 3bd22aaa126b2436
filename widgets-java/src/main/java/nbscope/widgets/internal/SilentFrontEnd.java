package nbscope.widgets.internal;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import nbscope.widgets.WidgetHost;

/// Says once, below the cell, that no front end took a widget: a page without anywidget shows only an error of its own,
/// and the kernel hears nothing.
final class SilentFrontEnd {
    /// Longer than a slow page needs to mount a widget, short enough for a person to be still looking.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    static final String SENTENCE =
            "No front end has answered this widget for 10 s. If no picture stands above, the page"
                    + " cannot show it: install anywidget where JupyterLab runs (pip install anywidget), reload the page and run"
                    + " the cell again. saveImage(...) and saveHtml(...) work without it.";

    private SilentFrontEnd() {}

    /// Waits on a thread of its own, which belongs to the cell that runs now.
    ///
    /// @param settled true as soon as the front end has answered or the widget is gone
    static Thread watch(WidgetHost host, BooleanSupplier settled, Duration patience) {
        return Thread.ofVirtual().name("nbscope-front-end-watch").start(() -> {
            try {
                Thread.sleep(patience);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            }
            if (!settled.getAsBoolean()) {
                host.display(Map.of("text/plain", SENTENCE));
            }
        });
    }
}
