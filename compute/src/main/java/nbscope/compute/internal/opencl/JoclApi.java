package nbscope.compute.internal.opencl;

import static org.jocl.CL.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nbscope.compute.OpenClDevice;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/// OpenCL through JOCL; with its queue the one place that calls it. Loading this class needs no driver; making one
/// may throw a LinkageError where libOpenCL is missing.
public final class JoclApi implements ClApi {
    private static final int NO_PLATFORM = -1001;

    /// CL_DEVICE_GLOBAL_FREE_MEMORY_AMD.
    private static final int AMD_FREE_MEMORY = 0x4039;

    private final SignalHandlers handlers;

    /// JOCL unpacks its library under a fixed name into java.io.tmpdir, where on a shared machine another user's file
    /// may stand in its way; so the first load sees a private folder there.
    public static JoclApi load() {
        var handlers = SignalHandlers.now();
        return handlers.during(() -> load(handlers));
    }

    private static JoclApi load(SignalHandlers handlers) {
        String shared = System.getProperty("java.io.tmpdir", "/tmp");
        try {
            Path folder = Files.createTempDirectory("nbscope-jocl");
            folder.toFile().deleteOnExit();
            System.setProperty("java.io.tmpdir", folder.toString());
            try {
                clGetPlatformIDs(0, null, new int[1]);
            } finally {
                System.setProperty("java.io.tmpdir", shared);
                deleteOnExit(folder);
            }
        } catch (IOException e) {
            throw new ClException("no temporary folder for the OpenCL library: " + e.getMessage());
        }
        return new JoclApi(handlers);
    }

    private JoclApi(SignalHandlers handlers) {
        this.handlers = handlers;
    }

    private static void deleteOnExit(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            files.forEach(f -> f.toFile().deleteOnExit());
        }
    }

    @Override
    public List<OpenClDevice> devices() {
        return handlers.during(JoclApi::described);
    }

    private static List<OpenClDevice> described() {
        List<OpenClDevice> found = new ArrayList<>();
        var platforms = platforms();
        for (int p = 0; p < platforms.length; p++) {
            var devices = devices(platforms[p]);
            for (int d = 0; d < devices.length; d++) {
                found.add(describe(devices[d], p, d));
            }
        }
        return List.copyOf(found);
    }

    @Override
    public ClQueue open(OpenClDevice device) {
        var platforms = platforms();
        if (device.platform() >= platforms.length) {
            throw new ClException("the OpenCL driver of " + device.name() + " is gone");
        }
        var devices = devices(platforms[device.platform()]);
        if (device.index() >= devices.length) {
            throw new ClException(device.name() + " is gone");
        }
        var platform = platforms[device.platform()];
        return handlers.during(() -> new JoclQueue(platform, devices[device.index()], handlers));
    }

    @Override
    public long freeBytes(OpenClDevice device) {
        try {
            var id = devices(platforms()[device.platform()])[device.index()];
            // Kilobytes; of several numbers the first one is the total.
            long[] kilobytes = new long[2];
            boolean amd = text(id, CL_DEVICE_EXTENSIONS).contains("cl_amd_device_attribute_query");
            int code = amd ? clGetDeviceInfo(id, AMD_FREE_MEMORY, 16, Pointer.to(kilobytes), null) : -1;
            return code == CL_SUCCESS ? 1024 * kilobytes[0] : -1;
        } catch (RuntimeException e) {
            return -1;
        }
    }

    private static cl_platform_id[] platforms() {
        int[] n = new int[1];
        int code = clGetPlatformIDs(0, null, n);
        if (code == NO_PLATFORM || (code == CL_SUCCESS && n[0] == 0)) {
            return new cl_platform_id[0];
        }
        check("clGetPlatformIDs", code);
        var ids = new cl_platform_id[n[0]];
        check("clGetPlatformIDs", clGetPlatformIDs(n[0], ids, null));
        return ids;
    }

    private static cl_device_id[] devices(cl_platform_id platform) {
        int[] n = new int[1];
        int code = clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, n);
        if (code == CL_DEVICE_NOT_FOUND || n[0] == 0) {
            return new cl_device_id[0];
        }
        check("clGetDeviceIDs", code);
        var ids = new cl_device_id[n[0]];
        check("clGetDeviceIDs", clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, n[0], ids, null));
        return ids;
    }

    // The query for unified memory is deprecated in OpenCL 2.0 without a portable successor; it only picks zero-copy.
    @SuppressWarnings("deprecation")
    private static OpenClDevice describe(cl_device_id id, int platform, int index) {
        boolean gpu = (number(id, CL_DEVICE_TYPE) & CL_DEVICE_TYPE_GPU) != 0;
        return new OpenClDevice(
                "OpenCL (" + text(id, CL_DEVICE_NAME) + ")",
                gpu,
                number(id, CL_DEVICE_HOST_UNIFIED_MEMORY) != 0,
                text(id, CL_DEVICE_EXTENSIONS).contains("cl_khr_fp64"),
                number(id, CL_DEVICE_GLOBAL_MEM_SIZE),
                number(id, CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                platform,
                index);
    }

    static String text(cl_device_id id, int what) {
        long[] size = new long[1];
        check("clGetDeviceInfo", clGetDeviceInfo(id, what, 0, null, size));
        byte[] bytes = new byte[(int) size[0]];
        check("clGetDeviceInfo", clGetDeviceInfo(id, what, bytes.length, Pointer.to(bytes), null));
        return new String(bytes, 0, Math.max(0, bytes.length - 1), StandardCharsets.UTF_8).strip();
    }

    /// Answers of 4 or 8 bytes alike: the buffer starts as zeros and the machine is little endian.
    static long number(cl_device_id id, int what) {
        long[] size = new long[1];
        check("clGetDeviceInfo", clGetDeviceInfo(id, what, 0, null, size));
        long[] value = new long[1];
        check("clGetDeviceInfo", clGetDeviceInfo(id, what, Math.min(8, size[0]), Pointer.to(value), null));
        return value[0];
    }

    static void check(String call, int code) {
        if (code != CL_SUCCESS) {
            throw new ClException(call, code);
        }
    }
}
