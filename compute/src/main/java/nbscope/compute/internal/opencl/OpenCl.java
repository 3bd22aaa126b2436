package nbscope.compute.internal.opencl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nbscope.compute.OpenClDevice;
import org.jspecify.annotations.Nullable;

/// What this process knows of OpenCL: its devices, or the reason why there are none; and the opened ones, each once.
/// Safe from any thread.
public final class OpenCl {
    private final @Nullable ClApi api;
    private final List<OpenClDevice> devices;
    private final String status;
    private final Map<Place, ClQueue> open = new HashMap<>();

    /// What identifies a device; its other fields only describe it.
    private record Place(int platform, int index) {
        static Place of(OpenClDevice device) {
            return new Place(device.platform(), device.index());
        }
    }

    private OpenCl(@Nullable ClApi api, List<OpenClDevice> devices, String status) {
        this.api = api;
        this.devices = devices;
        this.status = status;
    }

    /// Looks for drivers; a missing or broken one is a status, never an exception.
    public static OpenCl probe() {
        try {
            return of(JoclApi.load());
        } catch (LinkageError | RuntimeException e) {
            return new OpenCl(
                    null,
                    List.of(),
                    "OpenCL is not usable here (" + firstLine(e) + "); install an OpenCL driver, for example the"
                            + " package pocl-opencl-icd. Everything works without, on Device.java()");
        }
    }

    public static OpenCl of(ClApi api) {
        var devices = api.devices();
        String status = devices.isEmpty()
                ? "the OpenCL loader is installed but no driver offers a device; Device.java() is used"
                : devices.size() + (devices.size() == 1 ? " OpenCL device" : " OpenCL devices");
        return new OpenCl(api, devices, status);
    }

    public List<OpenClDevice> devices() {
        return devices;
    }

    /// One sentence for people.
    public String status() {
        return status;
    }

    /// Free memory of the device of this name as its driver tells, -1 where it does not.
    public long freeBytes(String name) {
        for (OpenClDevice device : devices) {
            if (api != null && device.name().equals(name)) {
                return api.freeBytes(device);
            }
        }
        return -1;
    }

    /// The queue of a device; owned by this object.
    public synchronized ClQueue queue(OpenClDevice device) {
        ClApi a = api;
        if (a == null || devices.stream().noneMatch(d -> Place.of(d).equals(Place.of(device)))) {
            throw new IllegalArgumentException(device.name() + " is not here: " + status);
        }
        return open.computeIfAbsent(Place.of(device), place -> a.open(device));
    }

    private static String firstLine(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage());
        return text.lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .findFirst()
                .orElse(cause.toString());
    }
}
