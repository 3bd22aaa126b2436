package nbscope.io.internal.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemKindTest {
    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "lustre", "gpfs", "fuse.sshfs", "beegfs", "9p", "NFS4"})
    void theseLieBehindANetwork(String type) {
        assertThat(FileSystemKind.isNetwork(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "apfs", "NTFS", "tmpfs", "overlay", "fuseblk"})
    void theseAreDisksOfThisMachine(String type) {
        assertThat(FileSystemKind.isNetwork(type)).isFalse();
    }
}
