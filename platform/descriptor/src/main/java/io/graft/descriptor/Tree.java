package io.graft.descriptor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A descriptor, or a part of it: a map, a list or a value, which knows its path and where it was written.
 *
 * <p>Two trees are equal when they say the same, wherever and in whatever format they were written. Immutable.
 */
public final class Tree {
    private static final Pattern NUMBER = Pattern.compile("[-+]?((0|[1-9]\\d*)(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    /** The forms of nodes. */
    public enum Form {
        /** Values by key, in the order written. */
        MAP,
        /** Values in order. */
        LIST,
        /** A text, a number, true or false. */
        VALUE,
        /** Nothing: a key without a value. */
        NULL
    }

    private final Form form;
    private final Location location;
    private final String path;
    private final Map<String, Tree> entries;
    private final List<Tree> items;
    private final String text;
    private final String written;
    private final boolean quoted;

    private Tree(
            Form form,
            Location location,
            String path,
            Map<String, Tree> entries,
            List<Tree> items,
            String text,
            String written,
            boolean quoted) {
        this.form = form;
        this.location = Objects.requireNonNull(location);
        this.path = path;
        this.text = text;
        this.written = written;
        this.quoted = quoted;
        Map<String, Tree> placed = new LinkedHashMap<>();
        entries.forEach((key, value) -> placed.put(key, value.under(join(path, key))));
        this.entries = Collections.unmodifiableMap(placed);
        List<Tree> row = new ArrayList<>(items.size());
        for (Tree item : items) row.add(item.under(path + "[" + row.size() + "]"));
        this.items = Collections.unmodifiableList(row);
    }

    /** An empty map. */
    public static Tree map(Location location) {
        return map(location, Map.of());
    }

    /** A map. */
    public static Tree map(Location location, Map<String, Tree> entries) {
        return new Tree(Form.MAP, location, "", entries, List.of(), "", "", false);
    }

    /** A list. */
    public static Tree list(Location location, List<Tree> items) {
        return new Tree(Form.LIST, location, "", Map.of(), items, "", "", false);
    }

    /**
     * A value.
     *
     * @param quoted whether it is a text for certain, even when it looks like a number
     */
    public static Tree value(Location location, String text, boolean quoted) {
        return new Tree(
                Form.VALUE,
                location,
                "",
                Map.of(),
                List.of(),
                Objects.requireNonNull(text),
                DescriptorConfiguration.escape(text),
                quoted);
    }

    /**
     * A value in which a variable stood.
     *
     * @param text the value with the variable's value in it
     * @param written as it was written, with the variable's name; this is what goes into files
     */
    static Tree value(Location location, String text, String written, boolean quoted) {
        return new Tree(Form.VALUE, location, "", Map.of(), List.of(), text, written, quoted);
    }

    /** Nothing. */
    public static Tree nothing(Location location) {
        return new Tree(Form.NULL, location, "", Map.of(), List.of(), "", "", false);
    }

    /** The same, at another path. */
    public Tree under(String newPath) {
        return newPath.equals(path) ? this : new Tree(form, location, newPath, entries, items, text, written, quoted);
    }

    /** What form it has. */
    public Form form() {
        return form;
    }

    /** Whether it is a map. */
    public boolean isMap() {
        return form == Form.MAP;
    }

    /** Whether it is a list. */
    public boolean isList() {
        return form == Form.LIST;
    }

    /** Whether it is a value that is neither a number nor true or false. */
    public boolean isText() {
        return form == Form.VALUE && !isNumber() && !isBoolean();
    }

    /** Whether it is a value. */
    public boolean isValue() {
        return form == Form.VALUE;
    }

    /** Whether it is a number. */
    public boolean isNumber() {
        return form == Form.VALUE
                && !quoted
                && text.length() <= 400
                && NUMBER.matcher(text).matches();
    }

    /** Whether it is true or false. */
    public boolean isBoolean() {
        return form == Form.VALUE && !quoted && (text.equals("true") || text.equals("false"));
    }

    /** Whether it is nothing. */
    public boolean isNull() {
        return form == Form.NULL;
    }

    /** Where it was written. */
    public Location location() {
        return location;
    }

    /** Its path in the descriptor, e.g. {@code prepare[1].stop-words.language}; an empty string for the whole. */
    public String path() {
        return path;
    }

    /** The entries of a map, in order; of anything else, none. */
    public Map<String, Tree> entries() {
        return entries;
    }

    /** The items of a list; of anything else, none. */
    public List<Tree> items() {
        return items;
    }

    /** The text of a value, as written; of anything else, an empty string. */
    public String text() {
        return text;
    }

    /** The text of a value as it belongs into a file: variables by name, so that no secret gets there. */
    public String written() {
        return written;
    }

    /** Whether a value is a text for certain, even when it looks like a number. */
    public boolean quoted() {
        return quoted;
    }

    /** The entry of a map. */
    public Optional<Tree> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The node at a path below this one; {@code prepare[1].clean} and {@code prepare.1.clean} are the same path. */
    public Optional<Tree> find(String below) {
        Tree at = this;
        for (String step : TreePath.steps(below)) {
            at = at.isList() && TreePath.isIndex(step) && Integer.parseInt(step) < at.items.size()
                    ? at.items.get(Integer.parseInt(step))
                    : at.entries.get(step);
            if (at == null) return Optional.empty();
        }
        return Optional.of(at);
    }

    /** This tree with a word or a number at a path, see {@link #with(String, Tree)}. */
    public Tree with(String below, String value) {
        return with(below, value(new Location("", 0), value, false));
    }

    /**
     * This tree with something else at a path. Maps on the way to it are made where they are missing; a component written as its
     * name
     * becomes a map where the path goes into its settings; the index after the last of a list adds to it.
     *
     * @throws DescriptorException when the path does not fit
     */
    public Tree with(String below, Tree value) {
        return TreePath.with(this, TreePath.steps(below), below, value);
    }

    /** This map without an entry. */
    public Tree without(String key) {
        Map<String, Tree> rest = new LinkedHashMap<>(entries);
        rest.remove(key);
        return new Tree(form, location, path, rest, items, text, written, quoted);
    }

    /** This map with an entry, at its place if there is one of this key, else at the end. */
    Tree put(String key, Tree value) {
        Map<String, Tree> all = new LinkedHashMap<>(entries);
        all.put(key, value);
        return new Tree(Form.MAP, location, path, all, List.of(), "", "", false);
    }

    /** This place, with a list of these items. */
    Tree holding(List<Tree> newItems) {
        return new Tree(Form.LIST, location, path, Map.of(), newItems, "", "", false);
    }

    /** As plain Java: a map, a list, a {@link String}, {@link Long}, {@link Double}, {@link Boolean} or null. */
    public Object toObject() {
        return switch (form) {
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                entries.forEach((key, value) -> map.put(key, value.toObject()));
                yield map;
            }
            case LIST -> {
                List<Object> list = new ArrayList<>();
                items.forEach(item -> list.add(item.toObject()));
                yield list;
            }
            case NULL -> null;
            case VALUE -> {
                if (isBoolean()) yield Boolean.valueOf(text);
                if (!isNumber()) yield text;
                try {
                    yield Long.valueOf(text);
                } catch (NumberFormatException e) {
                    yield Double.valueOf(text);
                }
            }
        };
    }

    /** What it is, for messages: {@code the number 3}. */
    public String describe() {
        String shown = text.length() > 60 ? text.substring(0, 57) + "..." : text;
        return switch (form) {
            case MAP -> "a map";
            case LIST -> "a list";
            case NULL -> "nothing";
            case VALUE -> isNumber() ? "the number " + shown : isBoolean() ? shown : "the text '" + shown + "'";
        };
    }

    /** The path of an entry. */
    static String join(String path, String key) {
        return TreePath.join(path, key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tree t
                && form == t.form
                && text.equals(t.text)
                && entries.equals(t.entries)
                && items.equals(t.items);
    }

    @Override
    public int hashCode() {
        return Objects.hash(form, text, entries, items);
    }

    /** As YAML. */
    @Override
    public String toString() {
        return YamlWriter.write(this);
    }
}
