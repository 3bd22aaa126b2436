package nbscope.compute;

/// Where a stack lives and is computed on. Values; safe to share between threads.
public sealed interface Device permits JavaDevice, OpenClDevice {
    /// A name for people: `Java (Vector API, 512 bit)`, `OpenCL (pthread-AMD EPYC)`.
    String name();

    /// True for a graphics card.
    boolean isGpu();

    /// The fastest device here: an OpenCL GPU when there is one, else Java.
    static Device best() {
        return java();
    }

    /// Plain memory, Vector API where the JVM has it, else the scalar twin.
    static Device java() {
        return new JavaDevice(JavaDevice.vectorModulePresent());
    }

    /// Plain memory, the scalar path: the oracle of all others.
    static Device javaScalar() {
        return new JavaDevice(false);
    }
}
