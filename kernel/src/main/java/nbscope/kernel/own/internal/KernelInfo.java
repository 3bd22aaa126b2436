package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the kernel says about itself.
final class KernelInfo {
    static final String VERSION = "0.1.0";

    private KernelInfo() {}

    static ObjectNode reply() {
        ObjectNode reply = Json.ok()
                .put("protocol_version", Wire.PROTOCOL)
                .put("implementation", "nbscope")
                .put("implementation_version", VERSION)
                .put("banner", "nbscope " + VERSION + ", Java " + Runtime.version())
                .put("debugger", false);
        reply.putArray("supported_features").add("kernel subshells");
        reply.putArray("help_links");
        reply.putObject("language_info")
                .put("name", "java")
                .put("version", System.getProperty("java.version"))
                .put("mimetype", "text/x-java-source")
                .put("file_extension", ".jshell")
                .put("codemirror_mode", "java")
                .put("pygments_lexer", "java");
        return reply;
    }
}
