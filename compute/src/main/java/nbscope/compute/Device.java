package nbscope.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nbscope.compute.internal.Owner;

/// Where a stack lives and is computed on. Values; safe to share between threads.
public sealed interface Device permits JavaDevice, OpenClDevice {
    /// A name for people: `Java (Vector API, 512 bit)`, `OpenCL (pthread-AMD EPYC)`.
    String name();

    /// True for a graphics card.
    boolean isGpu();

    /// The fastest device here: an OpenCL GPU when there is one, else Java.
    static Device best() {
        for (OpenClDevice device : Owner.ofProcess().openCl().devices()) {
            if (device.isGpu()) {
                return device;
            }
        }
        return java();
    }

    /// Every device here, the Java ones first.
    static List<Device> all() {
        List<Device> devices = new ArrayList<>();
        devices.add(java());
        if (JavaDevice.vectorModulePresent()) {
            devices.add(javaScalar());
        }
        devices.addAll(Owner.ofProcess().openCl().devices());
        return List.copyOf(devices);
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
        var found = Owner.ofProcess().openCl();
        String wanted = nameContains.toLowerCase(Locale.ROOT);
        List<OpenClDevice> matching = found.devices().stream()
                .filter(d -> d.name().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        if (matching.isEmpty()) {
            String names = String.join(
                    ", ", found.devices().stream().map(OpenClDevice::name).toList());
            throw new IllegalArgumentException(
                    names.isEmpty()
                            ? openClStatus()
                            : "no OpenCL device has \"" + nameContains + "\" in its name; here are: " + names);
        }
        return matching.stream().filter(OpenClDevice::isGpu).findFirst().orElse(matching.getFirst());
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
