package io.graft.descriptor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.tree.ImmutableNode;

/** Reads JSON. */
final class JsonNodes {
    private final Nodes nodes;

    JsonNodes(Nodes nodes) {
        this.nodes = nodes;
    }

    /** The root of a text, or null when there is nothing in it. */
    ImmutableNode read(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            if (parser.nextToken() == null) return null;
            ImmutableNode root = node("", parser, line(parser));
            if (parser.nextToken() != null)
                throw nodes.fatal(line(parser), "There is more after the end of the JSON document.");
            return root;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw nodes.fatal(
                    line,
                    "This is not JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse("it cannot be read") + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private ImmutableNode node(String name, JsonParser parser, int line) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NULL:
                return nodes.nothing(name, line);
            case VALUE_STRING:
                return nodes.value(name, line, parser.getText(), true);
            case START_ARRAY: {
                nodes.enter(line);
                List<ImmutableNode> children = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) children.add(node(Nodes.ITEM, parser, line(parser)));
                nodes.leave();
                return nodes.list(name, line, children);
            }
            case START_OBJECT: {
                nodes.enter(line);
                List<ImmutableNode> children = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    int keyLine = line(parser);
                    parser.nextToken();
                    children.add(node(key, parser, keyLine));
                }
                nodes.leave();
                return nodes.map(name, line, children);
            }
            default:
                return nodes.value(name, line, parser.getText(), false);
        }
    }
}
