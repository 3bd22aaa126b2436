package nbscope.compute.benchmark;

import static org.jocl.CL.*;

import nbscope.compute.OpenClDevice;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/// A kernel that reads a buffer of the device by wide loads, neighbours by neighbours, and does nothing else.
final class DeviceLimit implements Limit {
    private static final String SOURCE = """
            kernel void read_all(global const uint4 *in, global uint *out, uint n) {
                uint4 sum = (uint4)(0);
                for (uint i = get_global_id(0); i < n; i += get_global_size(0)) sum += in[i];
                out[get_global_id(0)] = sum.x + sum.y + sum.z + sum.w;
            }
            """;
    private static final int ITEMS = 1 << 18;
    private static final int WIDTH = 16;
    private static final long LARGEST = 1L << 30;

    private final cl_context context;
    private final cl_command_queue queue;
    private final cl_program program;
    private final cl_kernel kernel;
    private final cl_mem in;
    private final cl_mem out;
    private final long size;

    // Drivers of OpenCL 1.2 have only the older call.
    @SuppressWarnings("deprecation")
    DeviceLimit(OpenClDevice device, long bytes) {
        // The setting is one for all of JOCL, so it is taken back below.
        setExceptionsEnabled(true);
        int[] n = new int[1];
        clGetPlatformIDs(0, null, n);
        cl_platform_id[] platforms = new cl_platform_id[n[0]];
        clGetPlatformIDs(n[0], platforms, null);
        cl_platform_id platform = platforms[device.platform()];
        clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, n);
        cl_device_id[] devices = new cl_device_id[n[0]];
        clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, n[0], devices, null);
        cl_device_id[] one = {devices[device.index()]};
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL_CONTEXT_PLATFORM, platform);
        size = Math.min(Math.min(bytes, LARGEST), device.maxAllocation()) / WIDTH * WIDTH;
        context = clCreateContext(properties, 1, one, null, null, null);
        queue = clCreateCommandQueue(context, one[0], 0, null);
        program = clCreateProgramWithSource(context, 1, new String[] {SOURCE}, null, null);
        clBuildProgram(program, 1, one, "", null, null);
        kernel = clCreateKernel(program, "read_all", null);
        in = clCreateBuffer(context, CL_MEM_READ_ONLY, size, null, null);
        out = clCreateBuffer(context, CL_MEM_WRITE_ONLY, (long) ITEMS * Sizeof.cl_uint, null, null);
        clEnqueueFillBuffer(queue, in, Pointer.to(new int[] {1}), Sizeof.cl_uint, 0, size, 0, null, null);
        clSetKernelArg(kernel, 0, Sizeof.cl_mem, Pointer.to(in));
        clSetKernelArg(kernel, 1, Sizeof.cl_mem, Pointer.to(out));
        seconds(size);
        check();
        setExceptionsEnabled(false);
    }

    @Override
    public double seconds(long bytes) {
        long start = System.nanoTime();
        for (long left = bytes / WIDTH; left > 0; left -= size / WIDTH) {
            int vectors = (int) Math.min(left, size / WIDTH);
            clSetKernelArg(kernel, 2, Sizeof.cl_uint, Pointer.to(new int[] {vectors}));
            clEnqueueNDRangeKernel(queue, kernel, 1, null, new long[] {ITEMS}, null, 0, null, null);
        }
        if (clFinish(queue) != CL_SUCCESS) {
            throw new IllegalStateException("the device failed while its speed was measured");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /// The buffer holds ones, so that their sum says whether all of it was read.
    private void check() {
        int[] sums = new int[ITEMS];
        clEnqueueReadBuffer(queue, out, CL_TRUE, 0, (long) ITEMS * Sizeof.cl_uint, Pointer.to(sums), 0, null, null);
        long sum = 0;
        for (int s : sums) {
            sum += s;
        }
        if (sum != size / Sizeof.cl_uint) {
            throw new IllegalStateException(
                    "the device read " + sum + " of " + size / Sizeof.cl_uint + " numbers when its speed was measured");
        }
    }

    @Override
    public void close() {
        clReleaseMemObject(in);
        clReleaseMemObject(out);
        clReleaseKernel(kernel);
        clReleaseProgram(program);
        clReleaseCommandQueue(queue);
        clReleaseContext(context);
    }
}
