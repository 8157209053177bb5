package io.graft.descriptor;

import io.graft.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * Reads descriptors.
 *
 * <p><b>Threading.</b> Thread-safe.
 *
 * <p><b>Errors.</b> Whatever is wrong with a file throws a {@link DescriptorException}; nothing else is thrown.
 */
public final class DescriptorReader {
    /** The most bytes of a descriptor. */
    public static final int MAX_BYTES = 1 << 20;

    /** How deep maps and lists may lie in each other. */
    public static final int MAX_DEPTH = 32;

    /** The most maps, lists and values. */
    public static final int MAX_NODES = 10_000;

    private final Function<String, String> environment;

    /** A reader that knows the environment of the process. */
    public DescriptorReader() {
        this(System::getenv);
    }

    /** A reader that knows this environment. */
    public DescriptorReader(Function<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads a file; its extension tells the format.
     *
     * @param allowedEnv the names that {@code ${env:NAME}} may use
     */
    public Tree read(Path file, Set<String> allowedEnv) {
        String name = file.toString();
        Format format = Format.of(name)
                .orElseThrow(
                        () -> wrong(name, 0, "The file's name must end in .yaml, .yml, .json, .xml or .properties."));
        if (Files.isDirectory(file)) throw wrong(name, 0, "This is a folder; a descriptor is a file.");
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw wrong(name, 0, "There is no such file.");
        } catch (AccessDeniedException e) {
            throw wrong(name, 0, "The file may not be read: permission denied.");
        } catch (IOException e) {
            throw wrong(name, 0, "The file cannot be read: " + e.getMessage() + ".");
        }
        if (bytes.length > MAX_BYTES) throw tooLarge(name);
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong(name, 0, "The file is not text in UTF-8.");
        }
        return read(text, format, name, allowedEnv);
    }

    /**
     * Reads a text.
     *
     * @param name what stands for the file in messages
     */
    public Tree read(String text, Format format, String name, Set<String> allowedEnv) {
        if (text.length() > MAX_BYTES) throw tooLarge(name);
        String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int line = 1;
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (c == '\n') line++;
            else if (c < ' ' && c != '\t' && c != '\r' && c != '\f' || c == '\uFFFE' || c == '\uFFFF')
                throw wrong(
                        name,
                        line,
                        "This is not a text file: it has the control character " + String.format("U+%04X", (int) c)
                                + ".");
        }
        Nodes nodes = new Nodes(name);
        ImmutableNode root =
                switch (format) {
                    case YAML -> new YamlNodes(nodes).read(clean);
                    case JSON -> new JsonNodes(nodes).read(clean);
                    case XML -> new XmlNodes(nodes).read(clean);
                    case PROPERTIES -> new PropertiesNodes(nodes).read(clean);
                };
        if (root == null || Nodes.form(root) == Tree.Form.NULL)
            throw nodes.problems().isEmpty()
                    ? nodes.fatal(0, "There is nothing in it; a descriptor begins with 'graft: 1'.")
                    : new DescriptorException(nodes.problems());
        Tree tree = tree(root, nodes, allowedEnv);
        if (!tree.isMap())
            throw wrong(
                    name,
                    tree.location().line(),
                    "A descriptor is a map of keys and values, but this is " + tree.describe() + ".");
        return tree;
    }

    private Tree tree(ImmutableNode root, Nodes nodes, Set<String> allowedEnv) {
        Tree tree = new DescriptorConfiguration(root, nodes, allowedEnv, environment).tree();
        if (!nodes.problems().isEmpty()) throw new DescriptorException(nodes.problems());
        return tree;
    }

    /**
     * Applies {@code PATH=VALUE}, as {@code --set} and {@code swap} take it: {@code prepare.1=chinese-words}.
     *
     * <p>A value is a word, a number, or a map or list in YAML's flow form. A key that nobody knows is found by
     * {@link DescriptorCheck}.
     */
    public Tree set(Tree tree, String assignment, Set<String> allowedEnv) {
        int equals = assignment.indexOf('=');
        String path = equals < 0 ? "" : assignment.substring(0, equals).strip();
        if (path.isEmpty())
            throw new DescriptorException(
                    new Problem(ErrorCode.BAD_CALL, assignment, 0, "", "Write PATH=VALUE, e.g. train.epochs=3."));
        String value = assignment.substring(equals + 1).strip();
        Nodes nodes = new Nodes(assignment);
        boolean yaml = !value.isEmpty() && "{[\"'".indexOf(value.charAt(0)) >= 0;
        ImmutableNode node = yaml ? new YamlNodes(nodes).read(value) : nodes.value("", 0, value, value.isEmpty());
        Tree there = at(new Location(assignment, 0), tree(node, nodes, allowedEnv));
        return tree.with(path, Wiring.kept(tree, path, there));
    }

    private static Tree at(Location location, Tree tree) {
        return switch (tree.form()) {
            case NULL -> Tree.nothing(location);
            case VALUE -> Tree.value(location, tree.text(), tree.written(), tree.quoted());
            case LIST ->
                Tree.list(
                        location,
                        tree.items().stream().map(item -> at(location, item)).toList());
            case MAP -> {
                Tree map = Tree.map(location);
                for (var entry : tree.entries().entrySet())
                    map = map.put(entry.getKey(), at(location, entry.getValue()));
                yield map;
            }
        };
    }

    private static DescriptorException tooLarge(String name) {
        return wrong(name, 0, "The descriptor is too large: more than " + MAX_BYTES / 1024 + " KiB.");
    }

    private static DescriptorException wrong(String name, int line, String sentence) {
        return new DescriptorException(List.of(new Problem(ErrorCode.BAD_DESCRIPTOR, name, line, "", sentence)));
    }
}
