package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/// The subshells that front ends asked for.
///
/// They are names only: comm messages have a thread of their own whatever their subshell, and cells share the one
/// JShell, so a cell of a subshell waits for the cell before it.
final class Subshells {
    private final Set<String> ids = new ConcurrentSkipListSet<>();

    ObjectNode create() {
        String id = UUID.randomUUID().toString();
        ids.add(id);
        return Json.ok().put("subshell_id", id);
    }

    ObjectNode delete(String id) {
        if (ids.remove(id)) {
            return Json.ok();
        }
        return Json.object()
                .put("status", "error")
                .put("ename", "SubshellNotFound")
                .put("evalue", "there is no subshell " + id);
    }

    ObjectNode list() {
        ObjectNode reply = Json.ok();
        ArrayNode all = reply.putArray("subshell_id");
        ids.forEach(all::add);
        return reply;
    }

    boolean unknown(@Nullable String id) {
        return id != null && !ids.contains(id);
    }
}
