package nbscope.io.internal.xml;

import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Walks the elements of a document that nobody vouches for: a document type is refused, external
/// entities are not looked at, nesting has a limit. Names are as they stand there, with prefixes.
public final class XmlElements {
    private XmlElements() {}

    /// Takes the elements in the order of the document.
    public interface Visitor {
        /// @param path    names from the root to this element
        /// @param element at its start, for its attributes
        void begin(Deque<String> path, XMLStreamReader element) throws XMLStreamException;

        /// @param path names from the root to this element
        /// @param text what stands after its last inner element, or in it where it has none; stripped
        void end(Deque<String> path, String text) throws XMLStreamException;
    }

    /// @param deepest elements inside each other that are read
    /// @throws XMLStreamException when the text is no XML, is nested deeper, or has a document type
    public static void walk(Reader document, int deepest, Visitor visitor) throws XMLStreamException {
        walk(factory().createXMLStreamReader(document), deepest, visitor);
    }

    /// As above, in the encoding that the document names.
    public static void walk(InputStream document, int deepest, Visitor visitor) throws XMLStreamException {
        walk(factory().createXMLStreamReader(document), deepest, visitor);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("external entities are not looked at");
        });
        return factory;
    }

    private static void walk(XMLStreamReader reader, int deepest, Visitor visitor) throws XMLStreamException {
        try {
            Deque<String> path = new ArrayDeque<>();
            StringBuilder text = new StringBuilder();
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (path.size() == deepest) {
                            throw new XMLStreamException("elements are nested more than " + deepest + " deep");
                        }
                        path.addLast(reader.getLocalName());
                        text.setLength(0);
                        visitor.begin(path, reader);
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        visitor.end(path, text.toString().strip());
                        text.setLength(0);
                        path.removeLast();
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException(
                                "it has a document type, which could make it refer to other files");
                    default -> {}
                }
            }
        } finally {
            reader.close();
        }
    }
}
