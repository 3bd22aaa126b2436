package nbscope.io.internal.czi;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The metadata of one tile.
final class SubBlockXml {
    private SubBlockXml() {}

    /// Whether `METADATA/AttachmentSchema/DataFormat` is `CHUNKCONTAINER`. False for what is no XML,
    /// and for a text with a document type.
    static boolean isChunkContainer(String xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        String text = xml.strip();
        int end = text.indexOf('\0');
        try {
            XMLStreamReader reader =
                    factory.createXMLStreamReader(new StringReader(end < 0 ? text : text.substring(0, end)));
            boolean inSchema = false;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD -> {
                        return false;
                    }
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (inSchema && reader.getLocalName().equals("DataFormat")) {
                            return reader.getElementText().strip().equals("CHUNKCONTAINER");
                        }
                        inSchema |= reader.getLocalName().equals("AttachmentSchema");
                    }
                    default -> {}
                }
            }
        } catch (XMLStreamException | RuntimeException e) {
            return false;
        }
        return false;
    }
}
