package nbscope.io.internal.filter;

/// Finds the classes of the Vector API, which cannot be linked where the JVM was started without its module.
final class VectorTwin {
    private VectorTwin() {}

    /// An object of the class of this package, or `scalar` where it cannot be had.
    ///
    /// @param name of the class, as text so that nothing loads it
    static <T> T orScalar(String name, Class<T> type, T scalar) {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return scalar;
        }
        try {
            return Class.forName(VectorTwin.class.getPackageName() + "." + name)
                    .asSubclass(type)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            return scalar;
        }
    }
}
