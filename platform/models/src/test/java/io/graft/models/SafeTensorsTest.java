package io.graft.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafeTensorsTest {
    private static final float[] SIX = {0, 1, 2, 3, 4, 5};

    private static byte[] written(Map<String, float[]> tensors, Map<String, List<Integer>> shapes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafeTensors.write(out, tensors, shapes::get);
        return out.toByteArray();
    }

    /** A file put together by hand from its header and its elements. */
    private static byte[] file(int length, String header, float... elements) {
        byte[] utf8 = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer b =
                ByteBuffer.allocate(8 + utf8.length + 4 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
        b.putLong(length).put(utf8);
        for (float e : elements) b.putFloat(e);
        return b.array();
    }

    private static byte[] file(String header, float... elements) {
        return file(header.length(), header, elements);
    }

    private static Map<String, float[]> read(byte[] file) throws IOException {
        return SafeTensors.read(new ByteArrayInputStream(file), file.length, "x.safetensors");
    }

    private static String refusal(byte[] file) {
        return assertThrows(Damage.class, () -> read(file)).getMessage();
    }

    @Test
    void aTensorIsTheBytesThatTheFormatsOwnImplementationWrites() throws IOException {
        // test_serialization of the safetensors crate
        byte[] expected = file(64, "{\"attn.0\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}", SIX);
        assertArrayEquals(expected, written(Map.of("attn.0", SIX), Map.of("attn.0", List.of(1, 2, 3))));
        assertArrayEquals(new byte[] {64, 0, 0, 0, 0, 0, 0, 0, 123, 34, 97}, Arrays.copyOf(expected, 11));
        assertArrayEquals(
                new byte[] {0, 0, -96, 64}, Arrays.copyOfRange(expected, expected.length - 4, expected.length));
    }

    @Test
    void aHeaderIsFilledUpWithSpacesToAMultipleOfEight() throws IOException {
        // test_serialization_forced_alignement of the safetensors crate
        byte[] expected =
                file(72, "{\"attn0\":{\"dtype\":\"F32\",\"shape\":[1,1,2,3],\"data_offsets\":[0,24]}}       ", SIX);
        assertArrayEquals(expected, written(Map.of("attn0", SIX), Map.of("attn0", List.of(1, 1, 2, 3))));
    }

    @Test
    void noTensorIsAnEmptyHeader() throws IOException {
        // test_empty of the safetensors crate
        byte[] expected = {8, 0, 0, 0, 0, 0, 0, 0, 123, 125, 32, 32, 32, 32, 32, 32};
        assertArrayEquals(expected, written(Map.of(), Map.of()));
        assertEquals(Map.of(), read(expected));
    }

    @Test
    void everyBitPatternOfAFloatSurvives() throws IOException {
        long seed = System.nanoTime();
        System.out.println("SafeTensorsTest bits: seed " + seed);
        Random random = new Random(seed);
        float[] large = new float[40_000]; // more than the buffer
        for (int i = 0; i < large.length; i++) large[i] = Float.intBitsToFloat(random.nextInt());
        large[0] = Float.intBitsToFloat(0x7f800001); // a signalling NaN
        large[1] = Float.intBitsToFloat(0xffc12345); // a NaN with a payload
        large[2] = Float.NEGATIVE_INFINITY;
        large[3] = -0f;
        Map<String, float[]> tensors = new LinkedHashMap<>();
        tensors.put("z", large);
        tensors.put("none", new float[0]);
        tensors.put("标签", new float[] {1});
        byte[] file = written(tensors, Map.of("z", List.of(200, 200), "none", List.of(3, 0), "标签", List.of()));
        Map<String, float[]> back = read(file);
        assertEquals(List.copyOf(tensors.keySet()), List.copyOf(back.keySet()));
        tensors.forEach(
                (name, elements) -> assertArrayEquals(Examples.bits(elements), Examples.bits(back.get(name)), name));
        tensors.forEach((name, elements) ->
                assertArrayEquals(Examples.bits(elements), Examples.bits(byHand(file, name)), name));
    }

    /** Another reader, as short as the format allows. */
    private static float[] byHand(byte[] file, String name) {
        try {
            ByteBuffer b = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int header = (int) b.getLong();
            assertEquals(0, header % 8);
            JsonNode tensor = new ObjectMapper().readTree(file, 8, header).get(name);
            assertEquals("F32", tensor.get("dtype").asText());
            int begin = tensor.get("data_offsets").get(0).asInt();
            float[] elements = new float[(tensor.get("data_offsets").get(1).asInt() - begin) / 4];
            b.position(8 + header + begin);
            b.asFloatBuffer().get(elements);
            return elements;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tensorsMayLieInAnotherOrderThanTheHeaderNamesThem() throws IOException {
        byte[] file = file(
                "{\"__metadata__\":{\"framework\":\"pt\"},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}",
                7,
                8,
                9);
        Map<String, float[]> tensors = read(file);
        assertEquals(List.of("b", "a"), List.copyOf(tensors.keySet()));
        assertArrayEquals(new float[] {8, 9}, tensors.get("b"));
        assertArrayEquals(new float[] {7}, tensors.get("a"));
    }

    @Test
    void aHeaderThatIsTooLongIsRefusedBeforeAnythingIsAllocated() {
        assertTrue(refusal(file(-1, "{}")).contains("18446744073709551615 bytes long"));
        assertTrue(refusal(file(Integer.MAX_VALUE, "{}")).contains("2147483647 bytes long"));
        assertTrue(refusal(file(3, "{}")).contains("3 bytes long"));
        assertTrue(refusal(new byte[7]).contains("cut short"));
    }

    @Test
    void tensorsThatDoNotFitTheirBytesAreRefused() {
        String tensor = "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}";
        assertTrue(refusal(file("{" + tensor.formatted("a", "[2]", "[0,4]") + "}", 1))
                .contains("2 elements"));
        assertTrue(refusal(file("{" + tensor.formatted("a", "[1000000000]", "[0,4000000000]") + "}", 1))
                .contains("1000000000 elements"));
        assertTrue(refusal(file("{" + tensor.formatted("a", "[99999,99999,99999]", "[0,4]") + "}", 1))
                .contains("more elements than"));
        assertTrue(refusal(file("{" + tensor.formatted("a", "[-1]", "[4,0]") + "}", 1))
                .contains("size of -1"));
        assertTrue(refusal(file("{" + tensor.formatted("a", "[1]", "[4,8]") + "}", 1, 2))
                .contains("begins at byte 4"));
        assertTrue(refusal(file("{" + tensor.formatted("a", "[1]", "[0,4]") + "}", 1, 2))
                .contains("its header tells of 4"));
        String twice = "{" + tensor.formatted("a", "[2]", "[0,8]") + "," + tensor.formatted("b", "[1]", "[4,8]") + "}";
        assertTrue(refusal(file(twice, 1, 2)).contains("overlap"));
        String same = "{" + tensor.formatted("a", "[1]", "[0,4]") + "," + tensor.formatted("a", "[1]", "[4,8]") + "}";
        assertTrue(refusal(file(same, 1, 2)).contains("Duplicate"));
        assertTrue(refusal(file("{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 1))
                .contains("type 'F16', only F32"));
        assertTrue(refusal(file("[1]     ")).contains("does not begin with '{'"));
        assertTrue(refusal(file("{\"a\":3} ")).contains("of type ''"));
    }
}
