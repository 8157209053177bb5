package io.graft.sources.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.graft.api.data.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the fields it wants out of a row: an object with named fields, or an array whose fields are found by position.
 *
 * <p>A row is first read to its end and judged afterwards, so that the next one can be read whatever is wrong with this
 * one.
 */
final class JsonRow {
    private static final int MOST_NUMBERS = 1 << 24;
    /** Stands for an object or an array where a single value was expected. */
    private static final String NESTED = new String("nested");

    private final Map<String, Integer> indices = new LinkedHashMap<>();
    private final List<String> names;
    private final String[] values;
    private final int text;
    private final int label;
    private final int firstFeature;
    private final boolean mayBeList;

    private final List<String> seen = new ArrayList<>();
    private boolean array;
    private boolean other;
    private float[] list = new float[16];
    private int listed;
    private boolean isList;
    private BadRow listFault;
    private float[] numbers = new float[0];

    /** Prepares to read these fields; throws an {@link IllegalArgumentException} for a range that is none. */
    JsonRow(Fields fields) {
        text = fields.text().map(this::index).orElse(-1);
        label = fields.label().map(this::index).orElse(-1);
        firstFeature = indices.size();
        for (String feature : expand(fields.features())) {
            if (indices.containsKey(feature))
                throw new IllegalArgumentException("'features' names '" + feature + "', which is named before");
            index(feature);
        }
        names = List.copyOf(indices.keySet());
        values = new String[names.size()];
        mayBeList = fields.features().size() == 1 && names.size() == firstFeature + 1;
    }

    /** The names in a list of names and ranges. */
    static List<String> expand(List<String> features) {
        List<String> names = new ArrayList<>();
        for (String feature : features) {
            List<String> range = Fields.span(feature).map(Fields::numbered).orElse(List.of());
            if (range.isEmpty()) names.add(feature.strip());
            else names.addAll(range);
        }
        return names;
    }

    private int index(String name) {
        return indices.computeIfAbsent(name.strip(), n -> indices.size());
    }

    /** Reads the value the parser stands at. */
    void read(JsonParser json) throws IOException {
        Arrays.fill(values, null);
        seen.clear();
        isList = false;
        listFault = null;
        array = json.currentToken() == JsonToken.START_ARRAY;
        other = !array && json.currentToken() != JsonToken.START_OBJECT;
        if (other) return;
        if (array) {
            for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) value(json, Integer.toString(i));
        } else {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                value(json, name);
            }
        }
    }

    private void value(JsonParser json, String name) throws IOException {
        seen.add(name);
        Integer index = indices.get(name);
        if (index == null) {
            json.skipChildren();
        } else if (mayBeList && index == firstFeature && json.currentToken() == JsonToken.START_ARRAY) {
            isList = true;
            listed = 0;
            list(json, name);
        } else if (json.currentToken().isStructStart()) {
            json.skipChildren();
            values[index] = NESTED;
        } else {
            values[index] = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
        }
    }

    private void list(JsonParser json, String name) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_ARRAY) {
                list(json, name);
            } else if (json.currentToken() == JsonToken.START_OBJECT) {
                json.skipChildren();
                listFault = new BadRow("has an object among the numbers of '" + name + "'");
            } else {
                try {
                    if (listed == MOST_NUMBERS)
                        throw new BadRow("has more than " + MOST_NUMBERS + " numbers in '" + name + "'");
                    if (listed == list.length) list = Arrays.copyOf(list, 2 * listed);
                    list[listed] = Numbers.parse(json.getText(), name);
                    listed++;
                } catch (BadRow e) {
                    listFault = e;
                }
            }
        }
    }

    /** Fills in the sample from the row that was read. */
    void fill(Sample sample) throws BadRow {
        if (other) throw new BadRow("is neither an object nor an array");
        if (text >= 0) sample.text = value(text);
        else if (isList) numbersOfList(sample);
        else numbersOfFields(sample);
        if (label >= 0) sample.label = value(label);
    }

    private void numbersOfList(Sample sample) throws BadRow {
        if (listFault != null) throw listFault;
        String name = names.get(firstFeature);
        if (listed == 0) throw new BadRow("has no numbers in '" + name + "'");
        if (numbers.length == 0) numbers = new float[listed];
        if (listed != numbers.length) {
            throw new BadRow(
                    "has " + listed + " numbers in '" + name + "' where the rows before it have " + numbers.length);
        }
        System.arraycopy(list, 0, numbers, 0, listed);
        sample.numbers = numbers;
    }

    private void numbersOfFields(Sample sample) throws BadRow {
        int n = names.size() - firstFeature;
        if (numbers.length == 0) numbers = new float[n];
        if (numbers.length != n) throw new BadRow("has one number where the rows before it have " + numbers.length);
        for (int i = 0; i < n; i++) numbers[i] = Numbers.parse(value(firstFeature + i), names.get(firstFeature + i));
        sample.numbers = numbers;
    }

    private String value(int index) throws BadRow {
        String value = values[index];
        String name = names.get(index);
        if (value == NESTED)
            throw new BadRow("has an object or a list in '" + name + "', where a single value must be");
        if (value != null) return value;
        if (seen.contains(name)) throw new BadRow("has null in '" + name + "'");
        if (array)
            throw new BadRow("has " + seen.size() + (seen.size() == 1 ? " field" : " fields") + " and so none at '"
                    + name + "'; fields of an array are found by position, counted from 0");
        throw new BadRow(
                "has no field '" + name + "'." + NearestName.hint(name, seen).replaceAll("\\.$", ""));
    }
}
