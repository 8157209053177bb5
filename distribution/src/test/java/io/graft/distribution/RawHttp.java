package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** One connection, on which a test writes exactly the bytes that it wants and reads what comes back. */
final class RawHttp implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** An answer; the names of headers are in lower case. */
    record Response(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return GraftServer.JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + this, e);
            }
        }

        Response expect(int expected) {
            assertEquals(expected, status, this::toString);
            return this;
        }

        /** The same, when it is an error of this status and code. */
        Response expect(int expected, String code) {
            expect(expected);
            assertEquals(code, json().path("code").asText(), this::toString);
            assertEquals(false, json().path("error").asText().isEmpty(), this::toString);
            return this;
        }

        @Override
        public String toString() {
            return status + " " + headers + " " + text();
        }
    }

    /** Writes text as it is, with {@code \n} as the end of a line. */
    RawHttp write(String text) throws IOException {
        return write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    RawHttp write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends a request with a body and with only those headers that must be, and more lines of headers. */
    RawHttp send(String method, String target, byte[] body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\nHost: localhost\n");
        for (String header : headers) head.append(header).append('\n');
        if (body.length > 0 || method.equals("POST"))
            head.append("Content-Length: ").append(body.length).append('\n');
        byte[] start = head.append('\n').toString().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(start);
        whole.write(body);
        return write(whole.toByteArray());
    }

    RawHttp send(String method, String target, String body, String... headers) throws IOException {
        return send(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Response get(String target) throws IOException {
        return send("GET", target, "").read();
    }

    Response post(String target, String body, String... headers) throws IOException {
        return send("POST", target, body, headers).read();
    }

    /** Reads one answer; its body by its length. */
    Response read() throws IOException {
        return read(true);
    }

    /** Reads one answer, to a HEAD without a body. */
    Response read(boolean withBody) throws IOException {
        String line = line();
        int status = Integer.parseInt(line.split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        while (!(line = line()).isEmpty()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = withBody ? in.readNBytes(length) : new byte[0];
        if (withBody && body.length < length) throw new EOFException("only " + body.length + " of " + length);
        return new Response(status, headers, body);
    }

    private String line() throws IOException {
        byte[] line = new byte[256];
        int size = 0;
        for (int b; (b = in.read()) != '\n'; ) {
            if (b < 0) throw new EOFException("the connection ended");
            if (size == line.length) line = Arrays.copyOf(line, 2 * size);
            line[size++] = (byte) b;
        }
        return new String(line, 0, size, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Whether the server has closed the connection; waits for it. */
    boolean ended() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
