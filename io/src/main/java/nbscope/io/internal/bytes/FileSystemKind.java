package nbscope.io.internal.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells file systems of this machine from those behind a network by the name that the system gives
/// them.
public final class FileSystemKind {
    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "lustre",
            "gpfs",
            "beegfs",
            "9p",
            "ceph",
            "glusterfs",
            "afs",
            "orangefs",
            "pvfs2",
            "panfs",
            "webdav",
            "davfs",
            "ncpfs",
            "virtiofs",
            "sshfs");

    private FileSystemKind() {}

    /// As the system calls it; `unknown` where it does not say.
    public static String type(Path file) {
        String type = named(file);
        return type == null ? "unknown" : type;
    }

    public static boolean isNetwork(Path file) {
        String type = named(file);
        // Who cannot tell what it is shall not map it.
        return type == null || isNetwork(type);
    }

    private static @Nullable String named(Path file) {
        try {
            return Files.getFileStore(file).type();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    static boolean isNetwork(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return NETWORK.contains(name) || name.equals("fuse") || name.startsWith("fuse.");
    }
}
