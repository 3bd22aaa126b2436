package nbscope.widgets.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import nbscope.compute.Image;
import nbscope.compute.RoundDetector;
import org.jspecify.annotations.Nullable;

/// The messages from Java to the front end. Written as text: 60 of them go out in a second.
public final class Replies {
    /// The largest reply that a request may ask for.
    static final int MAX_PADDING = 1 << 20;

    /// Padding is always zero and never written to, so all replies share it.
    private static final byte[] ZEROS = new byte[MAX_PADDING];

    private Replies() {}

    /// What a frame answers.
    ///
    /// @param detector for the virtual image
    /// @param probe    for the pattern of one position
    /// @param source   `probe` or `sum` for the diffraction panel
    public record Header(
            String panel,
            long seq,
            int frame,
            @Nullable RoundDetector detector,
            int @Nullable [] probe,
            @Nullable String source) {}

    /// A data frame: content and buffers.
    public record Frame(String content, List<ByteBuffer> buffers) {}

    /// @param computeNanos  time that the image took
    /// @param minReplyBytes payload and padding reach this together
    public static Frame frame(Header header, Image image, long computeNanos, int minReplyBytes) {
        WirePixels pixels = WirePixels.of(image);
        StringBuilder content = new StringBuilder(384)
                .append("{\"kind\":\"frame\",\"panel\":\"")
                .append(header.panel)
                .append("\",\"seq\":")
                .append(header.seq)
                .append(",\"frame\":")
                .append(header.frame)
                .append(",\"dtype\":\"")
                .append(pixels.type())
                .append("\",\"shape\":[")
                .append(image.rows())
                .append(',')
                .append(image.cols())
                .append("],\"min\":")
                .append(Json.number(pixels.rounded(image.min())))
                .append(",\"max\":")
                .append(Json.number(pixels.rounded(image.max())))
                .append(",\"exact\":")
                .append(pixels.exact())
                .append(",\"detector\":");
        if (header.detector == null) {
            content.append("null");
        } else {
            detector(content, header.detector);
        }
        content.append(",\"probe\":");
        if (header.probe == null) {
            content.append("null");
        } else {
            content.append('[')
                    .append(header.probe[0])
                    .append(',')
                    .append(header.probe[1])
                    .append(']');
        }
        content.append(",\"source\":")
                .append(header.source == null ? "null" : "\"" + header.source + "\"")
                .append(",\"compute_ms\":")
                .append(Json.number(Math.round(computeNanos / 1e3) / 1e3))
                .append(",\"transport\":\"comm\"}");
        return new Frame(content.toString(), padded(pixels.payload(), minReplyBytes));
    }

    private static List<ByteBuffer> padded(ByteBuffer payload, int minReplyBytes) {
        int missing = minReplyBytes - payload.remaining();
        return missing <= 0 ? List.of(payload) : List.of(payload, ByteBuffer.wrap(ZEROS, 0, missing));
    }

    static void detector(StringBuilder out, RoundDetector detector) {
        out.append("{\"kind\":\"")
                .append(detector.kind().name().toLowerCase(Locale.ROOT))
                .append("\",\"row\":")
                .append(Json.number(detector.row()))
                .append(",\"col\":")
                .append(Json.number(detector.col()))
                .append(",\"inner\":")
                .append(Json.number(detector.inner()))
                .append(",\"outer\":")
                .append(Json.number(detector.outer()))
                .append('}');
    }

    /// A refusal: the last picture stays, the sentence is shown.
    public static String error(@Nullable String panel, @Nullable Long seq, String message) {
        return "{\"kind\":\"error\",\"panel\":" + (panel == null ? "null" : "\"" + panel + "\"") + ",\"seq\":" + seq
                + ",\"message\":" + Json.quoted(message) + "}";
    }

    /// The exact value of one pixel as text.
    static String value(String panel, long seq, int row, int col, String value) {
        return "{\"kind\":\"value\",\"seq\":" + seq + ",\"panel\":\"" + panel + "\",\"row\":" + row + ",\"col\":" + col
                + ",\"value\":" + Json.quoted(value) + "}";
    }

    static String centre(long seq, double row, double col, double radius) {
        return "{\"kind\":\"centre\",\"seq\":" + seq + ",\"row\":" + Json.number(row) + ",\"col\":" + Json.number(col)
                + ",\"radius\":" + Json.number(radius) + "}";
    }

    /// What a person reads about a failure: the sentence that it carries, else its kind; never a stack trace.
    public static String sentence(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof OutOfMemoryError) {
            return "the Java heap is full: free a stack or start the kernel with a larger -Xmx";
        }
        return message == null || message.isBlank()
                ? "an internal error in nbscope (" + failure.getClass().getSimpleName() + ")"
                : message;
    }
}
