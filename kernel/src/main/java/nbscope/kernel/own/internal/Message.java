package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message from the front end, its signature already checked.
///
/// @param identities ROUTER routing frames, to be put in front of a reply
/// @param headerBytes the header as it came: it is the parent header of every answer
/// @param buffers    binary frames, read only by convention
record Message(
        List<byte[]> identities,
        byte[] headerBytes,
        JsonNode header,
        JsonNode metadata,
        JsonNode content,
        List<ByteBuffer> buffers) {

    String type() {
        return header.path("msg_type").asText("");
    }

    /// The subshell that shall run the message, null = the main shell.
    @Nullable
    String subshell() {
        JsonNode id = header.path("subshell_id");
        return id.isTextual() ? id.textValue() : null;
    }

    Origin origin() {
        return new Origin(headerBytes, identities, content.path("allow_stdin").asBoolean(false));
    }
}
