package nbscope.io.internal.czi;

import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;

/// Any bytes as the metadata of a CZI file. See nbscope.io.internal.blosc2.FrameFuzz.
public final class MetadataFuzz {
    private MetadataFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            MetadataXml.parse(new String(input, StandardCharsets.UTF_8));
        } catch (XMLStreamException expected) {
            // Most texts are no XML.
        }
    }
}
