package nbscope.widgets;

import nbscope.compute.DeviceStack;
import nbscope.widgets.internal.Bundle;
import nbscope.widgets.internal.StackSource;

/// Widgets on fake stacks, without the front end's build.
final class Widgets {
    static final Bundle BUNDLE = new Bundle(
            "export default {}",
            ".nb {}",
            "<title>@@TITLE@@</title><style>@@CSS@@</style><script id=\"snapshot\">@@SNAPSHOT@@</script>"
                    + "<script id=\"module\">@@ESM@@</script>");

    private Widgets() {}

    static Show4DSTEM owning(FakeStack stack) {
        return new Show4DSTEM(stack.facts(), (device, progress) -> stack, true, () -> BUNDLE);
    }

    static Show4DSTEM borrowing(FakeStack stack) {
        return new Show4DSTEM(stack.facts(), (device, progress) -> stack, false, () -> BUNDLE);
    }

    static Show4DSTEM on(DeviceStack stack) {
        StackSource source = StackSource.of(stack);
        return new Show4DSTEM(source.facts(), (device, progress) -> source, false, () -> BUNDLE);
    }
}
