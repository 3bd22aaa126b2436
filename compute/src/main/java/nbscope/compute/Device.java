package nbscope.compute;

import java.util.List;
import nbscope.compute.internal.Owner;

/// Where a stack lives and is computed on. Values; safe to share between threads.
public sealed interface Device permits JavaDevice, OpenClDevice {
    /// A name for people: `Java (Vector API, 512 bit)`, `OpenCL (pthread-AMD EPYC)`.
    String name();

    /// True for a graphics card.
    boolean isGpu();

    /// The device that the environment variable `NBSCOPE_DEVICE` names (`java`, `java-scalar`, `opencl`, or
    /// `opencl:` and a part of a name); without it the fastest here: an OpenCL GPU when there is one, else Java.
    ///
    /// @throws IllegalArgumentException when the variable names none; the message lists what there is
    static Device best() {
        return DeviceChoice.best(
                System.getenv(DeviceChoice.VARIABLE), Owner.ofProcess().openCl());
    }

    /// Every device here, the Java ones first.
    static List<Device> list() {
        return DeviceChoice.list(Owner.ofProcess().openCl());
    }

    /// The first OpenCL device, a GPU before others.
    ///
    /// @throws IllegalArgumentException when there is none; the message says why
    static OpenClDevice openCl() {
        return openCl("");
    }

    /// The first OpenCL device whose name contains the text (in any case), a GPU before others.
    ///
    /// @throws IllegalArgumentException when there is none; the message lists what there is
    static OpenClDevice openCl(String nameContains) {
        return DeviceChoice.openCl(nameContains, Owner.ofProcess().openCl());
    }

    /// One sentence on OpenCL here: how many devices, or why none. Never throws.
    static String openClStatus() {
        return Owner.ofProcess().openCl().status();
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
