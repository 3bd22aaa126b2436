package nbscope.kernel.own.internal;

import java.util.List;

/// What an output must know about the message that caused it.
///
/// @param header     the JSON header as received, the output's parent header
/// @param identities routing frames, for questions on stdin
/// @param allowStdin whether the front end can answer such questions
record Origin(byte[] header, List<byte[]> identities, boolean allowStdin) {
    static final Origin NONE = new Origin(new byte[] {'{', '}'}, List.of(), false);
}
