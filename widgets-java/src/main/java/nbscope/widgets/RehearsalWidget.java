package nbscope.widgets;

import nbscope.compute.Detector;
import nbscope.compute.DeviceStack;
import nbscope.widgets.internal.Bundle;
import nbscope.widgets.internal.LiveModel;
import nbscope.widgets.internal.Replayed;
import nbscope.widgets.internal.StackSource;

/// A widget that answers every request with the same two pictures. A kernel shows it to itself while nobody works, so
/// that the way of a gesture is compiled when a person drags for the first time.
///
/// Holds two small images and none of the stack's memory. Safe from any thread.
public final class RehearsalWidget {
    private final LiveModel model;

    private RehearsalWidget(StackSource source) {
        model = new LiveModel(source.facts(), (device, progress) -> source, false);
    }

    /// Takes one virtual image and one pattern of the stack, which the caller may free then.
    public static RehearsalWidget of(DeviceStack stack) {
        StackSource source = StackSource.of(stack);
        return new RehearsalWidget(
                new Replayed(source.facts(), source.virtualImage(0, Detector.annulus(1, 3)), source.pattern(0, 0, 0)));
    }

    /// Opens the widget's model in a host and displays it there.
    public void show(WidgetHost host) {
        model.show(host, () -> Bundle.load("show4dstem"), "rehearsal");
    }
}
