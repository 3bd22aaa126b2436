package nbscope.cli;

import java.io.PrintStream;
import nbscope.compute.Device;

/// Prints what Java itself sees: the launch flags that took effect and the devices to compute on.
final class Doctor {
    private Doctor() {}

    static int print(PrintStream out) {
        row(out, "Java", Runtime.version() + ", " + System.getProperty("java.vm.name"));
        row(out, "Vector API", vectorApi() ? "on" : "off: --add-modules jdk.incubator.vector is missing; slower");
        row(out, "Native access", nativeAccess() ? "on" : "off: --enable-native-access=ALL-UNNAMED is missing");
        long heap = Runtime.getRuntime().maxMemory();
        row(out, "Heap limit", (heap >> 20) + " MiB on " + Runtime.getRuntime().availableProcessors() + " processors");
        for (Device device : Device.list()) {
            row(out, device.equals(Device.best()) ? "Device (default)" : "Device", device.name());
        }
        row(out, "OpenCL", Device.openClStatus());
        return 0;
    }

    private static boolean vectorApi() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    private static boolean nativeAccess() {
        return Doctor.class.getModule().isNativeAccessEnabled();
    }

    private static void row(PrintStream out, String name, String value) {
        out.printf("%-18s %s%n", name, value);
    }
}
