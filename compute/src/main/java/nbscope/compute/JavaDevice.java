package nbscope.compute;

/// Plain memory and Java code.
///
/// @param vector through the Vector API; needs a JVM started with `--add-modules jdk.incubator.vector`
public record JavaDevice(boolean vector) implements Device {
    public JavaDevice {
        if (vector && !vectorModulePresent()) {
            throw new IllegalArgumentException("this JVM runs without the Vector API; start it with --add-modules"
                    + " jdk.incubator.vector, or use Device.java(), which takes the scalar path then");
        }
    }

    /// Whether this JVM was started with the Vector API.
    public static boolean vectorModulePresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    @Override
    public String name() {
        return vector ? "Java (Vector API)" : "Java (scalar)";
    }

    @Override
    public boolean isGpu() {
        return false;
    }
}
