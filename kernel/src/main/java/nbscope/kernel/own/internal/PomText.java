package nbscope.kernel.own.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// The dependencies and repositories written in a POM, or in a piece of one, for `%%loadFromPOM`.
///
/// Basic: properties of the text itself are filled in; parents and imported POMs are not read. Scopes test and
/// provided are left out. The XML parser loads nothing from outside.
final class PomText {
    private PomText() {}

    /// Coordinates of all dependencies; repositories are given to the resolver.
    static List<String> dependencies(String text, Resolver resolver) throws CellFailure {
        Element root = parse(text);
        Map<String, String> properties = properties(root);
        for (Element repository : named(root, "repository")) {
            resolver.addRepository(
                    filled(child(repository, "id"), properties), filled(child(repository, "url"), properties));
        }
        List<String> found = new ArrayList<>();
        for (Element dependency : named(root, "dependency")) {
            String scope = child(dependency, "scope");
            if (inside(dependency, "dependencyManagement") || scope.equals("test") || scope.equals("provided")) {
                continue;
            }
            String group = filled(child(dependency, "groupId"), properties);
            String artifact = filled(child(dependency, "artifactId"), properties);
            String version = filled(child(dependency, "version"), properties);
            if (group.isEmpty() || artifact.isEmpty() || version.isEmpty() || version.contains("${")) {
                throw CellFailure.sentence(
                        "PomError",
                        "the dependency " + group + ":" + artifact + " of the POM has no version that stands in the"
                                + " text itself; write it there");
            }
            found.add(group + ":" + artifact + ":" + version);
        }
        return found;
    }

    private static Element parse(String text) throws CellFailure {
        String body = text.replaceFirst("^\\s*<\\?xml.*?\\?>", "");
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setExpandEntityReferences(false);
            // a piece of a POM may have several roots
            byte[] whole = ("<pom>" + body + "</pom>").getBytes(StandardCharsets.UTF_8);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(whole)).getDocumentElement();
        } catch (SAXException | ParserConfigurationException | IOException e) {
            throw CellFailure.sentence("PomError", "the POM is no well-formed XML: " + e.getMessage());
        }
    }

    private static Map<String, String> properties(Element root) {
        Map<String, String> all = new HashMap<>();
        for (Element properties : named(root, "properties")) {
            NodeList children = properties.getChildNodes();
            for (int i = 0; i < children.getLength(); i++) {
                if (children.item(i) instanceof Element property) {
                    all.put(property.getTagName(), property.getTextContent().strip());
                }
            }
        }
        return all;
    }

    private static List<Element> named(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    private static boolean inside(Element element, String name) {
        for (Node node = element.getParentNode(); node != null; node = node.getParentNode()) {
            if (node.getNodeName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static String child(Element parent, String name) {
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element element
                    && element.getTagName().equals(name)) {
                return element.getTextContent().strip();
            }
        }
        return "";
    }

    private static String filled(String text, Map<String, String> properties) {
        String result = text;
        for (Map.Entry<String, String> each : properties.entrySet()) {
            result = result.replace("${" + each.getKey() + "}", each.getValue());
        }
        return result;
    }
}
