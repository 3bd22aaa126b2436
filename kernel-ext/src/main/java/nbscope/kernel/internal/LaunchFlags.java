package nbscope.kernel.internal;

import java.util.ArrayList;
import java.util.List;

/// The launch flags of this JVM that make nbscope faster. Without them everything works, slower.
final class LaunchFlags {
    static final String VECTOR = "--add-modules=jdk.incubator.vector";
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    private LaunchFlags() {}

    /// The flags that this JVM was started without.
    static List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            missing.add(VECTOR);
        }
        if (!LaunchFlags.class.getModule().isNativeAccessEnabled()) {
            missing.add(NATIVE);
        }
        return missing;
    }

    /// One sentence on missing flags, for a person at a notebook.
    static String sentence(List<String> missing) {
        String flags = String.join(" ", missing);
        return "This kernel was started without " + String.join(" and ", missing)
                + ": everything works, only slower. To change that, set JDK_JAVA_OPTIONS=\"" + flags
                + "\" before starting Jupyter (or as env in the kernel's kernel.json) and restart the kernel.";
    }
}
