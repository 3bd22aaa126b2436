package nbscope.io.czi.profile;

/// What the system's own counters say about the device under a file while something was read. Numbers are
/// NaN, and `device` is `unknown`, where there are no such counters: on network file systems, in memory,
/// and on systems other than Linux.
///
/// @param device         as the system calls it: `sda`, `nvme0n1p2`
/// @param utilisation    share of the time in which the device had something to do, in percent
/// @param waitMillis     mean time of a read, waiting in the queue among it
/// @param readsPerSecond that reached the device
/// @param bytesPerSecond read from the device
/// @param reads          that reached the device
/// @param physicalBytes  that this process caused to be read from storage; -1 where that is not known
/// @param readCalls      system calls with which this process read, from any file (`syscr` of `/proc/self/io`): 0
///                       where the file is mapped; -1 where that is not known
public record DiskUse(
        String device,
        double utilisation,
        double waitMillis,
        double readsPerSecond,
        double bytesPerSecond,
        long reads,
        long physicalBytes,
        long readCalls) {}
