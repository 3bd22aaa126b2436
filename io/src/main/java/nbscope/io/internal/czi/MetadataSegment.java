package nbscope.io.internal.czi;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import nbscope.io.MalformedDataException;
import nbscope.io.czi.CziMetadata;
import nbscope.io.czi.CziPixelSize;
import nbscope.io.internal.codec.NativeRoom;
import org.jspecify.annotations.Nullable;

/// Reads the metadata segment: two lengths, filled up to 256 bytes, then XML in UTF-8. Whatever is
/// wrong with it is told, and pixels can be read without it.
final class MetadataSegment {
    private static final int TEXT = 256;

    /// The largest documents of ZEN have some ten million characters.
    private static final int LONGEST = 256 << 20;

    private MetadataSegment() {}

    static CziMetadata read(ByteSource source, long position) {
        if (position == 0) {
            return without(source.name() + " has no metadata", "");
        }
        String xml;
        try {
            xml = text(source, position);
        } catch (MalformedDataException e) {
            return without(String.valueOf(e.getMessage()), "");
        }
        try {
            MetadataXml.Found found = MetadataXml.parse(xml);
            return new CziMetadata(xml, null, found.channels(), found.pixelSize());
        } catch (XMLStreamException | RuntimeException e) {
            return without(
                    source.name() + ", byte " + (position + Segment.HEADER + TEXT)
                            + ": the XML of the metadata cannot be used: " + firstLine(e.getMessage()),
                    xml);
        }
    }

    private static String text(ByteSource source, long position) {
        NativeRoom room = new NativeRoom();
        if (position < 0) {
            throw source.malformed(Segment.HEADER + 60, "the position " + position + " of the metadata", "0 or more");
        }
        Segment segment = Segment.read(source, position, Segment.METADATA, TEXT, room);
        int bytes = Segment.i32(source.view(segment.data(), 8, room, "the lengths of the metadata"), 0);
        long left = segment.end() - segment.data() - TEXT;
        if (bytes < 0 || bytes > left || bytes > LONGEST) {
            throw source.malformed(
                    segment.data(),
                    "metadata of " + bytes + " bytes in the segment " + Segment.METADATA,
                    "0 to " + Math.min(left, LONGEST) + "; the file is damaged, its pixels can be read");
        }
        byte[] raw =
                source.view(segment.data() + TEXT, bytes, room, "the metadata").toArray(ValueLayout.JAVA_BYTE);
        String text = new String(raw, StandardCharsets.UTF_8);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(text.startsWith("\uFEFF") ? 1 : 0, end);
    }

    private static CziMetadata without(String problem, String xml) {
        return new CziMetadata(xml, problem, List.of(), CziPixelSize.UNKNOWN);
    }

    private static String firstLine(@Nullable String message) {
        return String.valueOf(message)
                .lines()
                .reduce((a, b) -> a + " " + b.strip())
                .orElse("it is no XML");
    }
}
