package nbscope.io.internal.czi;

import java.io.StringReader;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import nbscope.io.czi.CziChannel;
import nbscope.io.czi.CziPixelSize;
import nbscope.io.internal.xml.XmlElements;
import org.jspecify.annotations.Nullable;

/// Takes channels and pixel size out of the metadata. Document types and external entities are not
/// looked at: a text with a document type is refused.
final class MetadataXml implements XmlElements.Visitor {
    /// A document of ZEN is some twenty deep.
    private static final int DEEPEST = 200;

    private static final String ROOT = "ImageDocument/Metadata/";
    private static final String CHANNEL = ROOT + "Information/Image/Dimensions/Channels/Channel";
    private static final String DISPLAY = ROOT + "DisplaySetting/Channels/Channel";
    private static final String DISTANCE = ROOT + "Scaling/Items/Distance";

    /// A channel while it is being read; both places of the document speak of it, by the same `Id`.
    private static final class Draft {
        String name = "";

        @Nullable
        String color;
    }

    private final Map<String, Draft> channels = new LinkedHashMap<>();
    private final double[] scale = {Double.NaN, Double.NaN, Double.NaN};
    private @Nullable Draft channel;
    private int axis = -1;

    private MetadataXml() {}

    /// What was found.
    record Found(List<CziChannel> channels, CziPixelSize pixelSize) {}

    /// @throws XMLStreamException when the text is no XML, or has a document type
    static Found parse(String xml) throws XMLStreamException {
        MetadataXml reading = new MetadataXml();
        XmlElements.walk(new StringReader(xml), DEEPEST, reading);
        return new Found(reading.list(), new CziPixelSize(reading.scale[0], reading.scale[1], reading.scale[2]));
    }

    @Override
    public void begin(Deque<String> path, XMLStreamReader reader) {
        begin(String.join("/", path), reader);
    }

    @Override
    public void end(Deque<String> path, String text) {
        end(String.join("/", path), text);
    }

    private void begin(String path, XMLStreamReader reader) {
        switch (path) {
            case CHANNEL, DISPLAY -> {
                @Nullable String id = attribute(reader, "Id");
                @Nullable String name = attribute(reader, "Name");
                boolean known = id != null && channels.containsKey(id);
                if (path.equals(DISPLAY) && !known && !channels.isEmpty()) {
                    channel = null;
                    return;
                }
                Draft draft = channels.computeIfAbsent(id == null ? "#" + channels.size() : id, key -> new Draft());
                if (name != null && draft.name.isEmpty()) {
                    draft.name = name;
                }
                channel = draft;
            }
            case DISTANCE -> {
                @Nullable String id = attribute(reader, "Id");
                axis = id == null || id.length() != 1 ? -1 : "XYZ".indexOf(id);
            }
            default -> {}
        }
    }

    private static @Nullable String attribute(XMLStreamReader reader, String name) {
        return reader.getAttributeValue(null, name);
    }

    private void end(String path, String text) {
        Draft current = channel;
        switch (path) {
            case CHANNEL + "/Color", DISPLAY + "/Color" -> {
                if (current != null && current.color == null) {
                    current.color = color(text);
                }
            }
            case CHANNEL, DISPLAY -> channel = null;
            case DISTANCE + "/Value" -> {
                if (axis >= 0) {
                    scale[axis] = metres(text);
                }
            }
            default -> {}
        }
    }

    /// ZEN writes `#AARRGGBB`, older files `#RRGGBB`.
    private static @Nullable String color(String text) {
        if (!text.matches("#([0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}")) {
            return null;
        }
        return "#" + text.substring(text.length() - 6).toUpperCase(Locale.ROOT);
    }

    /// The format gives metres, whatever unit it proposes for showing them.
    private static double metres(String text) {
        try {
            double value = Double.parseDouble(text);
            return value > 0 && value < Double.POSITIVE_INFINITY ? value : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private List<CziChannel> list() {
        int[] index = {0};
        return channels.values().stream()
                .map(draft -> new CziChannel(index[0]++, draft.name, draft.color))
                .toList();
    }
}
