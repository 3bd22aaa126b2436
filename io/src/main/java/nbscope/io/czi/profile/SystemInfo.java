package nbscope.io.czi.profile;

/// The machine and where the file lies.
///
/// @param os          name and version
/// @param java        version and name of the virtual machine
/// @param cpus        that Java may use
/// @param memoryBytes of the machine
/// @param freeBytes   of memory that programs could still have, -1 where that is not known
/// @param load        programs that wanted a processor in the last minute, negative where that is not known
/// @param fileSystem  its type: `ext4`, `nfs4`
/// @param network     whether it lies behind a network, as far as the type tells
/// @param access      how the reader reaches the bytes: `MAPPED` or `POSITIONAL`
public record SystemInfo(
        String os,
        String java,
        int cpus,
        long memoryBytes,
        long freeBytes,
        double load,
        String fileSystem,
        boolean network,
        String access) {}
