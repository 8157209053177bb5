package io.graft.serving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.pipeline.live.FakePipeline;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients send, byte by byte. */
@Timeout(60)
class WireTest {
    private static final String BODY =
            "{\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"LETTERS\"]}],\"outputs\":[{\"name\":\"label\"}]}";
    private ServerFixture server;
    private Socket socket;
    private OutputStream out;
    private DataInputStream in;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture("graft.http.timeout", "700ms");
        server.pipelines.add(FakePipeline.texts("tickets", 1, 1));
        socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(20_000);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        server.close();
    }

    private static String request(String letters, String... headers) {
        String body = BODY.replace("LETTERS", letters);
        return "POST /v2/models/tickets/infer HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n"
                + String.join("", headers) + "\r\n" + body;
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The head and the body of the next answer. */
    private String[] answer() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) head.write(in.readByte());
        String text = head.toString(StandardCharsets.US_ASCII);
        int length = 0;
        for (String line : text.split("\r\n"))
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                length = Integer.parseInt(line.substring(15).strip());
        byte[] body = new byte[length];
        in.readFully(body);
        return new String[] {text, new String(body, StandardCharsets.UTF_8)};
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            send(request("abc"));
            String[] answer = answer();
            assertTrue(answer[0].startsWith("HTTP/1.1 200"), answer[0]);
            assertTrue(answer[1].contains("\"data\":[\"billing\"]"), answer[1]);
        }
    }

    @Test
    void requestsSentInOneGoAreAnsweredInTheirOrder() throws Exception {
        send(request("abc") + request("abcd") + "GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n" + request("abc"));
        assertTrue(answer()[1].contains("billing"));
        assertTrue(answer()[1].contains("technical"));
        assertTrue(answer()[1].contains("live"));
        assertTrue(answer()[1].contains("billing"));
    }

    @Test
    void aBodyThatComesInPiecesIsWaitedFor() throws Exception {
        String request = request("abcd");
        int at = request.length() - 40;
        send(request.substring(0, at));
        while (server.traffic.running() == 0) Thread.onSpinWait();
        send(request.substring(at));
        assertTrue(answer()[1].contains("technical"));
        send(request("abc"));
        assertTrue(answer()[1].contains("billing"));
    }

    @Test
    void aChunkedBodyIsTaken() throws Exception {
        String body = BODY.replace("LETTERS", "abcd");
        StringBuilder chunks = new StringBuilder();
        for (int i = 0; i < body.length(); i += 50) {
            String chunk = body.substring(i, Math.min(body.length(), i + 50));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        send("POST /v2/models/tickets/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
                + "0\r\n\r\n");
        assertTrue(answer()[1].contains("technical"));
    }

    @Test
    void aClientThatExpectsToBeAskedIsAsked() throws Exception {
        String request = request("abc", "Expect: 100-continue\r\n");
        int at = request.indexOf("\r\n\r\n") + 4;
        send(request.substring(0, at));
        assertTrue(answer()[0].startsWith("HTTP/1.1 100"));
        send(request.substring(at));
        assertTrue(answer()[1].contains("billing"));
    }

    @Test
    void aClientThatSendsItsBodyTooSlowlyIsCutOffWith408() throws Exception {
        String request = request("abc");
        int at = request.indexOf("\r\n\r\n") + 4;
        send(request.substring(0, at + 3));
        String[] answer = answer();
        assertTrue(answer[0].startsWith("HTTP/1.1 408"), answer[0]);
        assertTrue(answer[1].contains("did not come within 700 ms"), answer[1]);
        assertEquals(-1, in.read());
    }

    @Test
    void manyClientsThatSendSlowlyHoldUpNobody() throws Exception {
        Socket[] slow = new Socket[300];
        String request = request("abc");
        int at = request.indexOf("\r\n\r\n") + 4;
        for (int i = 0; i < slow.length; i++) {
            slow[i] = new Socket("127.0.0.1", server.port());
            slow[i].getOutputStream().write(request.substring(0, at + 1).getBytes(StandardCharsets.US_ASCII));
        }
        send(request("abcd"));
        assertTrue(answer()[1].contains("technical"));
        for (Socket s : slow) s.close();
        while (server.traffic.running() > 0) Thread.onSpinWait();
    }

    @Test
    void aClientThatGoesAwayLeavesNothingBehind() throws Exception {
        send(request("abc").substring(0, 120));
        socket.close();
        while (server.traffic.running() > 0) Thread.onSpinWait();
        assertEquals(200, server.get("/v2").statusCode());
    }
}
