package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.function.Function;

/**
 * Where a server listens, and for whom.
 *
 * @param host the name or address of the network interface
 * @param port the port; 0 for any that is free
 * @param developer whether everyone on this machine may do everything
 */
record ServerSettings(String host, int port, boolean developer) {
    static final int PORT = 8181;
    static final String HOST = "127.0.0.1";

    /** What the command line says, else the configuration, else the defaults; checked. */
    static ServerSettings of(String host, Integer port, boolean developer, Function<String, String> configuration) {
        String where = host == null ? configured(configuration, "graft.host", HOST) : host;
        ServerSettings settings =
                new ServerSettings(where, port == null ? configuredPort(configuration) : port, developer);
        if (settings.port < 0 || settings.port > 65535)
            throw wrong("A port is a number from 0 to 65535, not " + settings.port + ".");
        if (developer && !settings.loopback())
            throw wrong("--dev lets everyone do everything without a login, so it serves this machine only; '" + where
                    + "' can be reached from others. Leave out --dev, or the host.");
        return settings;
    }

    private static String configured(Function<String, String> configuration, String key, String otherwise) {
        String value = configuration.apply(key);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static int configuredPort(Function<String, String> configuration) {
        String value = configured(configuration, "graft.port", Integer.toString(PORT));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new PipelineException(
                    ErrorCode.BAD_CALL,
                    "",
                    "'port' in conf/graft.properties is '" + value + "', which is no number.",
                    e);
        }
    }

    private static PipelineException wrong(String sentence) {
        return new PipelineException(ErrorCode.BAD_CALL, "", sentence);
    }

    /** Whether only this machine can reach it. */
    boolean loopback() {
        return address().isLoopbackAddress();
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new PipelineException(ErrorCode.BAD_CALL, "", "There is no host '" + host + "'.", e);
        }
    }

    /** Whether nobody listens there. */
    boolean free() {
        return obstacle().isEmpty();
    }

    /** Refuses a place where one cannot listen. */
    void check() {
        String obstacle = obstacle();
        if (!obstacle.isEmpty())
            throw new PipelineException(
                    ErrorCode.RESOURCE,
                    "",
                    "Port " + port + " of " + host + " cannot be used: " + obstacle
                            + ". Name another with --port N, or end the program that has it.");
    }

    private String obstacle() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address(), port));
            return "";
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
