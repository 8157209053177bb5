package io.graft.descriptor;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML: elements and attributes are keys. In the lists of a descriptor, and in {@code layers} wherever it stands, each
 * child is an item; anywhere else, children named {@code item} make a list. Neither a document type nor an entity is ever looked at.
 */
final class XmlNodes {
    private static final Set<String> LISTS = Set.of("prepare", "metrics");

    private final Nodes nodes;

    XmlNodes(Nodes nodes) {
        this.nodes = nodes;
    }

    private static final class Element {
        final String name;
        final int line;
        final StringBuilder text = new StringBuilder();
        final List<Element> children = new ArrayList<>();
        boolean attribute;

        Element(String name, int line) {
            this.name = name;
            this.line = line;
        }
    }

    /** The root of a text, or null when there is nothing in it. */
    ImmutableNode read(String text) {
        if (text.isBlank()) return null;
        Handler handler = new Handler();
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setXIncludeAware(false);
            factory.setNamespaceAware(false);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            reader.setContentHandler(handler);
            reader.setErrorHandler(handler);
            reader.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
            reader.parse(new InputSource(new StringReader(text)));
        } catch (SAXParseException e) {
            String message = String.valueOf(e.getMessage());
            throw nodes.fatal(
                    e.getLineNumber(),
                    message.contains("DOCTYPE")
                            ? "A document type (DOCTYPE) is not allowed in a descriptor."
                            : "This is not XML: " + message);
        } catch (SAXException | ParserConfigurationException | IOException e) {
            throw nodes.fatal(0, "This is not XML: " + e.getMessage());
        }
        return root(handler.root);
    }

    private ImmutableNode root(Element root) {
        if (!root.name.equals("graft"))
            throw nodes.fatal(root.line, "The outermost element must be <graft>, but is <" + root.name + ">.");
        List<ImmutableNode> children = new ArrayList<>();
        // the element's name says what it is; only another version than the first must be told, by <graft> or the
        // attribute
        if (root.children.stream().noneMatch(c -> c.name.equals("graft") || c.attribute && c.name.equals("version")))
            children.add(nodes.value("graft", root.line, "1", false));
        for (Element child : root.children) {
            String name = child.attribute && child.name.equals("version") ? "graft" : child.name;
            children.add(node(name, name, child));
        }
        if (!root.text.toString().isBlank())
            nodes.problem(root.line, "", "There is text between the elements: '" + cut(root) + "'.");
        return root.children.isEmpty() ? null : nodes.map("", root.line, children);
    }

    private ImmutableNode node(String name, String path, Element element) {
        String text = element.attribute
                ? element.text.toString()
                : element.text.toString().strip();
        boolean list = LISTS.contains(path) || name.equals("layers");
        if (element.children.isEmpty()) {
            if (list && text.isEmpty()) return nodes.list(name, element.line, List.of());
            return text.isEmpty() && !element.attribute
                    ? nodes.nothing(name, element.line)
                    : nodes.value(name, element.line, text, text.isEmpty());
        }
        if (!text.isEmpty())
            nodes.problem(element.line, path, "There is text between the elements: '" + cut(element) + "'.");
        list |= element.children.stream().allMatch(c -> c.name.equals(Nodes.ITEM) && !c.attribute);
        List<ImmutableNode> children = new ArrayList<>();
        if (!list) {
            for (Element child : element.children) children.add(node(child.name, Tree.join(path, child.name), child));
            return nodes.map(name, element.line, children);
        }
        for (Element child : element.children) children.add(item(path + "[" + children.size() + "]", child));
        return nodes.list(name, element.line, children);
    }

    /** An item of a list: {@code <item>…</item>}, {@code <clean lowercase="true"/>} or {@code <unicode-words/>}. */
    private ImmutableNode item(String path, Element element) {
        if (element.name.equals(Nodes.ITEM)) return node(Nodes.ITEM, path, element);
        if (element.children.isEmpty() && element.text.toString().isBlank())
            return nodes.value(Nodes.ITEM, element.line, element.name, false);
        return nodes.map(Nodes.ITEM, element.line, List.of(node(element.name, Tree.join(path, element.name), element)));
    }

    private static String cut(Element element) {
        String text = element.text.toString().strip();
        return text.length() > 40 ? text.substring(0, 37) + "..." : text;
    }

    private final class Handler extends DefaultHandler {
        private final List<Element> open = new ArrayList<>();
        private Locator locator;
        private Element root;
        private int count;

        @Override
        public void setDocumentLocator(Locator where) {
            locator = where;
        }

        @Override
        public void startElement(String uri, String localName, String name, Attributes attributes) {
            int line = locator.getLineNumber();
            nodes.enter(line);
            Element element = add(name, line);
            open.add(element);
            for (int i = 0; i < attributes.getLength(); i++) {
                Element attribute = add(attributes.getQName(i), line);
                attribute.attribute = true;
                attribute.text.append(attributes.getValue(i));
            }
        }

        private Element add(String name, int line) {
            if (++count > DescriptorReader.MAX_NODES)
                throw nodes.fatal(
                        line,
                        "The descriptor is too large: more than " + DescriptorReader.MAX_NODES
                                + " elements and attributes.");
            Element element = new Element(name, line);
            if (open.isEmpty()) root = element;
            else open.get(open.size() - 1).children.add(element);
            return element;
        }

        @Override
        public void endElement(String uri, String localName, String name) {
            nodes.leave();
            open.remove(open.size() - 1);
        }

        @Override
        public void characters(char[] characters, int start, int length) {
            open.get(open.size() - 1).text.append(characters, start, length);
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
