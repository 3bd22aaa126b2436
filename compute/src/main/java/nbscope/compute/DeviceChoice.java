package nbscope.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nbscope.compute.internal.opencl.OpenCl;
import org.jspecify.annotations.Nullable;

/// Which device is meant: by the user's wish, or by what the machine has.
final class DeviceChoice {
    /// The environment variable with the user's wish: `java`, `java-scalar`, `opencl` or `opencl:NAME`.
    static final String VARIABLE = "NBSCOPE_DEVICE";

    private DeviceChoice() {}

    /// @param wish value of the variable; null or empty for none
    static Device best(@Nullable String wish, OpenCl found) {
        String w = wish == null ? "" : wish.strip();
        String lower = w.toLowerCase(Locale.ROOT);
        if (lower.isEmpty()) {
            return found.devices().stream()
                    .filter(OpenClDevice::isGpu)
                    .map(Device.class::cast)
                    .findFirst()
                    .orElseGet(Device::java);
        }
        if (lower.equals("java")) {
            return Device.java();
        }
        if (lower.equals("java-scalar")) {
            return Device.javaScalar();
        }
        if (lower.equals("opencl") || lower.startsWith("opencl:")) {
            try {
                return openCl(lower.equals("opencl") ? "" : w.substring("opencl:".length()), found);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(VARIABLE + " is \"" + w + "\", but " + e.getMessage(), e);
            }
        }
        throw new IllegalArgumentException(VARIABLE + " is \"" + w
                + "\"; it can be java, java-scalar, opencl, or opencl: and a part of a device's name. Here are: "
                + names(list(found)));
    }

    /// The Java devices first.
    static List<Device> list(OpenCl found) {
        List<Device> devices = new ArrayList<>();
        devices.add(Device.java());
        if (JavaDevice.vectorModulePresent()) {
            devices.add(Device.javaScalar());
        }
        devices.addAll(found.devices());
        return List.copyOf(devices);
    }

    static OpenClDevice openCl(String nameContains, OpenCl found) {
        String wanted = nameContains.strip().toLowerCase(Locale.ROOT);
        List<OpenClDevice> matching = found.devices().stream()
                .filter(d -> d.name().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        if (matching.isEmpty()) {
            throw new IllegalArgumentException(
                    found.devices().isEmpty()
                            ? found.status()
                            : "no OpenCL device has \"" + nameContains + "\" in its name; here are: "
                                    + names(found.devices()));
        }
        return matching.stream().filter(OpenClDevice::isGpu).findFirst().orElse(matching.getFirst());
    }

    private static String names(List<? extends Device> devices) {
        return String.join(", ", devices.stream().map(Device::name).toList());
    }
}
