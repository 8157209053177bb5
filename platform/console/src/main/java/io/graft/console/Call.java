package io.graft.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Format;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Tree;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A call as it came.
 *
 * @param request the HTTP request
 * @param path the parts of the path that the template leaves open, by name
 * @param query what stands after the question mark
 * @param settings what the framework's properties say
 */
record Call(HttpServletRequest request, Map<String, String> path, Query query, Settings settings) {
    /** The most bytes of a descriptor. */
    static final int MAX_DESCRIPTOR = 4 << 20;

    /** The most bytes of a jar. */
    static final long MAX_JAR = 1L << 30;

    private static final String BODY = "body";

    /** The pipeline, plug-in, run or job that the path names. */
    String name() {
        return path.get("name");
    }

    /** A descriptor, or a merge patch of one; the Content-Type tells the format, YAML when it tells none. */
    Tree descriptor() throws IOException {
        byte[] bytes = bytes(MAX_DESCRIPTOR);
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DescriptorException(
                    new Problem(ErrorCode.BAD_DESCRIPTOR, BODY, 0, "", "The body is not text in UTF-8."));
        }
        return new DescriptorReader().read(text, format(), BODY, settings.environment());
    }

    private Format format() {
        String type = contentType();
        if (type.equals("application/json") || type.endsWith("+json")) return Format.JSON;
        if (type.equals("application/xml") || type.equals("text/xml")) return Format.XML;
        return type.equals("text/x-java-properties") ? Format.PROPERTIES : Format.YAML;
    }

    private String contentType() {
        return Objects.requireNonNullElse(request.getContentType(), "")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** A JSON object with some of these keys; no body at all is an empty one. */
    Map<?, ?> json(Set<String> known) throws IOException {
        byte[] bytes = bytes(MAX_DESCRIPTOR);
        if (bytes.length == 0) return Map.of();
        Object value;
        try {
            value = Json.read(bytes);
        } catch (JsonProcessingException e) {
            throw bad(
                    BODY,
                    "The body is not JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse("it cannot be read") + ".");
        }
        if (!(value instanceof Map<?, ?> map)) throw bad(BODY, "The body must be a JSON object.");
        for (Object key : map.keySet())
            if (!known.contains(key))
                throw bad(
                        key.toString(),
                        "The body has the unknown key '" + key + "'." + Names.hint(key.toString(), known) + " Known: "
                                + String.join(", ", new TreeSet<>(known)) + ".");
        return map;
    }

    /** The assignments {@code PATH=VALUE} of a body's {@code set}. */
    static List<String> assignments(Map<?, ?> body) {
        Object set = body.get("set");
        if (set == null) return List.of();
        if (!(set instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance))
            throw bad("set", "'set' must be a list of texts PATH=VALUE, e.g. [\"prepare.1=chinese-words\"].");
        return list.stream().map(String.class::cast).toList();
    }

    /** The jar that the body is, in a file that the caller removes. */
    Path jar() throws IOException {
        if (contentType().startsWith("multipart/"))
            throw new Refusal(
                    415,
                    ErrorCode.BAD_CALL,
                    BODY,
                    "Send the jar's bytes as they are, not as a form: curl --data-binary @words.jar …");
        plain();
        tooLong(request.getContentLengthLong(), MAX_JAR, "A plug-in's jar", "1 GiB");
        Path file = temporary();
        boolean whole = false;
        try (InputStream in = request.getInputStream();
                OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            for (int n; (n = in.read(buffer)) >= 0; ) {
                bytes += n;
                tooLong(bytes, MAX_JAR, "A plug-in's jar", "1 GiB");
                store(out, buffer, n);
            }
            if (bytes == 0) throw bad(BODY, "There is nothing in the body; it must be the bytes of a plug-in's jar.");
            whole = true;
            return file;
        } finally {
            if (!whole) Files.deleteIfExists(file);
        }
    }

    private Path temporary() {
        try {
            Files.createDirectories(settings.uploads());
            return Files.createTempFile(settings.uploads(), "upload-", ".jar");
        } catch (IOException e) {
            throw notStored(e);
        }
    }

    /** Writes; what fails here is the machine's fault, what fails in reading is the caller's connection. */
    private void store(OutputStream out, byte[] buffer, int length) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw notStored(e);
        }
    }

    private PipelineException notStored(IOException e) {
        return new PipelineException(
                ErrorCode.RESOURCE,
                settings.uploads().toString(),
                "The jar cannot be stored while it is looked at: " + e.getMessage() + ".",
                e);
    }

    private byte[] bytes(int limit) throws IOException {
        plain();
        tooLong(request.getContentLengthLong(), limit, "The body", "4 MiB");
        try (InputStream in = request.getInputStream()) {
            byte[] bytes = in.readNBytes(limit + 1);
            tooLong(bytes.length, limit, "The body", "4 MiB");
            return bytes;
        }
    }

    private void plain() {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity"))
            throw new Refusal(
                    415, ErrorCode.BAD_CALL, BODY, "The body is encoded as '" + encoding + "'; send it as it is.");
    }

    private static void tooLong(long bytes, long limit, String what, String most) {
        if (bytes > limit)
            throw new Refusal(413, ErrorCode.BAD_CALL, BODY, what + " is too large: at most " + most + ".");
    }

    static PipelineException bad(String at, String sentence) {
        return new PipelineException(ErrorCode.BAD_CALL, at, sentence);
    }
}
