package nbscope.io.internal.hdf5;

import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The links of a group, as jHDF's messages give them. jHDF's own groups read all objects below at once, so that one
/// which it does not know would hide its neighbours.
final class Links {
    /// What a name of a group stands for.
    sealed interface Link {
        String name();
    }

    /// An object of the same file.
    record Hard(String name, long address) implements Link {}

    /// A path in the same file.
    record Soft(String name, String path) implements Link {}

    /// A path in another file.
    record External(String name, String file, String path) implements Link {}

    private static final int SOFT = 2;

    private Links() {}

    /// In the file's order; nothing for what is no group.
    static List<Link> of(CheckedStorage storage, ObjectHeader header) {
        if (header.hasMessageOfType(SymbolTableMessage.class)) {
            return symbols(storage, header.getMessageOfType(SymbolTableMessage.class));
        }
        if (!header.hasMessageOfType(LinkInfoMessage.class)) {
            return List.of();
        }
        LinkInfoMessage info = header.getMessageOfType(LinkInfoMessage.class);
        List<LinkMessage> messages = info.getBTreeNameIndexAddress() == Constants.UNDEFINED_ADDRESS
                ? header.getMessagesOfType(LinkMessage.class)
                : many(storage, info);
        List<Link> links = new ArrayList<>();
        for (LinkMessage m : messages) {
            links.add(
                    switch (m.getLinkType()) {
                        case HARD -> new Hard(m.getLinkName(), m.getHardLinkAddress());
                        case SOFT -> new Soft(m.getLinkName(), m.getSoftLink());
                        case EXTERNAL -> new External(m.getLinkName(), m.getExternalFile(), m.getExternalPath());
                    });
        }
        return links;
    }

    private static List<LinkMessage> many(CheckedStorage storage, LinkInfoMessage info) {
        var names = new BTreeV2<LinkNameForIndexedGroupRecord>(storage, info.getBTreeNameIndexAddress());
        FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
        List<LinkMessage> messages = new ArrayList<>();
        for (LinkNameForIndexedGroupRecord name : names.getRecords()) {
            messages.add(LinkMessage.fromBuffer(heap.getId(name.getId()), storage.getSuperblock()));
        }
        return messages;
    }

    private static List<Link> symbols(CheckedStorage storage, SymbolTableMessage table) {
        ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
        List<Link> links = new ArrayList<>();
        for (long node :
                BTreeV1.createGroupBTree(storage, table.getBTreeAddress()).getChildAddresses()) {
            for (SymbolTableEntry entry : new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
                String name = text(names, entry.getLinkNameOffset());
                links.add(
                        entry.getCacheType() == SOFT
                                ? new Soft(name, text(names, entry.getLinkValueOffset()))
                                : new Hard(name, entry.getObjectHeaderAddress()));
            }
        }
        return links;
    }

    private static String text(ByteBuffer names, int offset) {
        return Utils.readUntilNull(names.position(offset));
    }
}
