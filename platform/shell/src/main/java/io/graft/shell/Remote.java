package io.graft.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The admin REST of a running server.
 *
 * <p><b>Errors.</b> What the server refuses throws a {@link RemoteException}, as if it had happened here; UNREACHABLE when there is no server.
 */
final class Remote {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    /** A change prepares, judges and drains before it is answered. */
    private static final Duration TO_ANSWER = Duration.ofMinutes(15);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TO_CONNECT).build();
    private final URI url;
    private final Optional<String> token;

    private Remote(URI url, Optional<String> token) {
        this.url = url;
        this.token = token;
    }

    /** The server at an address. */
    static Remote at(String address, Optional<String> token) {
        try {
            URI url = new URI(address.endsWith("/") ? address : address + "/");
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())))
                return new Remote(url, token);
        } catch (URISyntaxException e) {
            // said below
        }
        throw new PipelineException(
                ErrorCode.BAD_CALL,
                "",
                "'" + address + "' is not the address of a server; write it as http://127.0.0.1:" + ServerSettings.PORT
                        + ".");
    }

    /** A call: its path below {@code /api/v1}, its query, its body. */
    record Call(String method, String path, Map<String, String> query, BodyPublisher body, String type) {

        static Call get(String path) {
            return new Call("GET", path, Map.of(), BodyPublishers.noBody(), "");
        }

        static Call of(String method, String path, Map<String, String> query) {
            return new Call(method, path, query, BodyPublishers.noBody(), "");
        }

        /** The same, with a JSON body. */
        Call with(Object json) {
            return new Call(method, path, query, BodyPublishers.ofString(Output.compact(json)), "application/json");
        }

        /** The same, with a body of this type. */
        Call with(BodyPublisher newBody, String newType) {
            return new Call(method, path, query, newBody, newType);
        }
    }

    /** A name as a part of a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return send(Call.get(path));
    }

    JsonNode send(Call call) {
        String query = call.query().entrySet().stream()
                .map(e -> segment(e.getKey()) + "=" + segment(e.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        url.resolve("api/v1/" + call.path() + (query.isEmpty() ? "" : "?" + query)))
                .method(call.method(), call.body())
                .timeout(TO_ANSWER);
        if (!call.type().isEmpty()) request.header("Content-Type", call.type());
        try {
            token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        } catch (IllegalArgumentException e) {
            throw new PipelineException(
                    ErrorCode.BAD_CALL, "", "The token has characters that no token of Graft has.", e);
        }
        try {
            return answer(client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (HttpTimeoutException | ConnectException e) {
            throw unreachable("There is no server at " + url, e);
        } catch (IOException e) {
            throw unreachable("The connection to " + url + " broke (" + e.getMessage() + ")", e);
        } catch (InterruptedException e) {
            throw new PipelineException(
                    ErrorCode.INTERRUPTED, "", "Interrupted; the server may go on with what was asked.", e);
        }
    }

    private static PipelineException unreachable(String what, Throwable cause) {
        return new PipelineException(
                ErrorCode.UNREACHABLE,
                "",
                what + ". Start one with graft start, or say where it is: --url or GRAFT_URL.",
                cause);
    }

    private JsonNode answer(HttpResponse<String> response) {
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw noGraft(response, e);
        }
        if (response.statusCode() / 100 == 2) return body;
        if (!body.hasNonNull("error")) throw noGraft(response, null);
        throw new RemoteException(code(response.statusCode(), body.path("code").asText()), body);
    }

    private PipelineException noGraft(HttpResponse<String> response, Throwable cause) {
        return unreachable(
                "What answers at " + url + " is not a Graft server (status " + response.statusCode() + ")", cause);
    }

    /** A code that this Graft does not know is of a newer one; then the status says whose fault it was. */
    static ErrorCode code(int status, String name) {
        for (ErrorCode code : ErrorCode.values()) if (code.name().equals(name)) return code;
        return status / 100 == 4 ? ErrorCode.BAD_CALL : ErrorCode.INTERNAL;
    }
}
