package nbscope.kernel.own.internal;

import org.jspecify.annotations.Nullable;

/// The JVM flags that the kernelspec gives, and what to say when they are missing.
final class Flags {
    private Flags() {}

    /// A sentence when the kernel was started without them, else null.
    static @Nullable String missing() {
        boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        boolean access = Flags.class.getModule().isNativeAccessEnabled();
        if (vector && access) {
            return null;
        }
        String flags = (vector ? "" : " --add-modules jdk.incubator.vector")
                + (access ? "" : " --enable-native-access=ALL-UNNAMED");
        return "This kernel was started without" + flags
                + ": everything works, but slower. Install its kernelspec again to get the flags.";
    }
}
