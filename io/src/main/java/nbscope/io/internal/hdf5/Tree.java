package nbscope.io.internal.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.object.message.DataSpaceMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.hdf5.Links.External;
import nbscope.io.internal.hdf5.Links.Hard;
import nbscope.io.internal.hdf5.Links.Link;
import nbscope.io.internal.hdf5.Links.Soft;
import org.jspecify.annotations.Nullable;

/// The groups of a file and what they hold.
///
/// @param path    of the file
/// @param root    address of the root group
record Tree(Path path, CheckedStorage storage, long root) {
    private static final int DEEPEST = 64;
    private static final int MOST_OBJECTS = 1_000_000;

    /// Where a path leads to.
    sealed interface Place {}

    record Here(StoredDataset set) implements Place {}

    record Elsewhere(ExternalLink link) implements Place {}

    /// All there is, in the file's order; an object with several names under the first.
    ///
    /// @param problems what could not be read of single objects, for a message
    record Content(List<StoredDataset> sets, List<ExternalLink> links, List<String> problems) {}

    Content content() {
        return Parsing.of(storage, "the groups", () -> {
            Content content = new Content(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            visit(root, "", 0, new HashSet<>(), content);
            return content;
        });
    }

    private void visit(long address, String at, int depth, Set<Long> seen, Content content) {
        if (!seen.add(address)) {
            return;
        }
        if (depth > DEEPEST || seen.size() > MOST_OBJECTS) {
            throw storage.file()
                    .malformed(
                            storage.place(address),
                            "groups more than " + DEEPEST + " deep, or over " + MOST_OBJECTS + " objects",
                            "fewer; the file is damaged");
        }
        List<Link> links;
        try {
            ObjectHeader header = ObjectHeader.readObjectHeader(storage, address);
            if (header.hasMessageOfType(DataSpaceMessage.class)) {
                content.sets.add(StoredDataset.of(storage, at, header));
                return;
            }
            links = Links.of(storage, header);
        } catch (RuntimeException e) {
            if (depth == 0) {
                throw e;
            }
            // The others may be sound.
            content.problems.add(at + ": " + reason(at, e));
            return;
        }
        for (Link link : links) {
            String path = at + "/" + link.name();
            switch (link) {
                case Hard hard -> visit(hard.address(), path, depth + 1, seen, content);
                case Soft _ -> {}
                case External e -> content.links.add(external(path, e));
            }
        }
    }

    private String reason(String what, RuntimeException e) {
        try {
            Parsing.of(storage.file(), what, () -> {
                throw e;
            });
        } catch (MalformedDataException | UnsupportedDataException known) {
            return String.valueOf(known.getMessage());
        }
        return String.valueOf(e.getMessage());
    }

    private ExternalLink external(String at, External e) {
        return new ExternalLink(at, e.name(), path, e.file(), e.path());
    }

    /// Null where there is no data set of that path.
    @Nullable
    Place find(String dataset) {
        return Parsing.of(storage, dataset, () -> find(root, "/", dataset, 0));
    }

    private @Nullable Place find(long group, String at, String rest, int followed) {
        if (followed > DEEPEST) {
            throw storage.file().malformed(-1, "links that lead in circles at " + at, "links that end");
        }
        String[] names = rest.split("/");
        long address = rest.startsWith("/") ? root : group;
        String path = rest.startsWith("/") ? "" : at.equals("/") ? "" : at;
        for (int i = 0; i < names.length; i++) {
            if (names[i].isEmpty() || names[i].equals(".")) {
                continue;
            }
            Link link = named(address, names[i]);
            String behind = String.join("/", List.of(names).subList(i + 1, names.length));
            switch (link) {
                case null -> {
                    return null;
                }
                case Hard hard -> {
                    address = hard.address();
                    path = path + "/" + hard.name();
                }
                case Soft soft -> {
                    return find(
                            address, path, behind.isEmpty() ? soft.path() : soft.path() + "/" + behind, followed + 1);
                }
                case External e -> {
                    ExternalLink target = external(path + "/" + e.name(), e);
                    String inside = behind.isEmpty() ? e.path() : e.path() + "/" + behind;
                    return new Elsewhere(
                            new ExternalLink(target.path(), target.name(), target.master(), target.file(), inside));
                }
            }
        }
        ObjectHeader header = ObjectHeader.readObjectHeader(storage, address);
        return header.hasMessageOfType(DataSpaceMessage.class)
                ? new Here(StoredDataset.of(storage, path, header))
                : null;
    }

    private @Nullable Link named(long group, String name) {
        for (Link link : Links.of(storage, ObjectHeader.readObjectHeader(storage, group))) {
            if (link.name().equals(name)) {
                return link;
            }
        }
        return null;
    }
}
