package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.serving.Gatekeeper;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Hashtable;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Who may operate the server: whoever has the token; with {@code graft.dev=true} whoever sits at this machine.
 *
 * <p><b>Lifecycle.</b> At the first start the token is made, and given out once by a service {@link Supplier} with the property {@code graft.token=true}.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
@Component(
        service = {Door.class, Gatekeeper.class},
        immediate = true)
public final class Door implements Gatekeeper {
    private static final System.Logger LOG = System.getLogger("io.graft.console");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\]|\\[0:0:0:0:0:0:0:1\\])(:\\d{1,5})?");

    private final boolean developer;
    private final Optional<Token> token;

    /** The door of a running framework. */
    @Activate
    public Door(BundleContext context) {
        this(Settings.of(context));
        token.flatMap(Token::fresh).ifPresent(made -> {
            Hashtable<String, Object> properties = new Hashtable<>();
            properties.put("graft.token", "true");
            AtomicReference<String> once = new AtomicReference<>(made);
            context.registerService(Supplier.class, () -> once.getAndSet(null), properties);
        });
    }

    Door(Settings settings) {
        developer = settings.developer();
        token = developer ? Optional.empty() : usable(settings);
    }

    private static Optional<Token> usable(Settings settings) {
        try {
            return Optional.of(Token.of(settings.home()));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, e.getMessage() + " Until then nobody may operate this server.", e);
            return Optional.empty();
        }
    }

    /** The token, when it was made just now. */
    Optional<String> fresh() {
        return token.flatMap(Token::fresh);
    }

    /** How callers show who they are: {@code dev} or {@code token}. */
    String who() {
        return developer ? "dev" : "token";
    }

    @Override
    public boolean mayOperate(HttpServletRequest request) {
        return refusal(request).isEmpty();
    }

    /** Why this call is not let in; empty when it is. */
    Optional<Refusal> refusal(HttpServletRequest request) {
        return developer ? atThisMachine(request) : withToken(request);
    }

    private Optional<Refusal> withToken(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        boolean bearer = header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
        if (bearer
                && token.isPresent()
                && token.get().matches(header.substring(7).strip())) return Optional.empty();
        String sentence = token.isEmpty()
                ? "The server's token file cannot be used; its log says what to do."
                : header == null
                        ? "Say who you are: Authorization: Bearer TOKEN, with the token that the server printed at its first start."
                        : "This is not the server's token. It was printed at the first start; for a new one remove "
                                + Token.FILE + " from the data folder and start again.";
        return Optional.of(new Refusal(401, ErrorCode.FORBIDDEN, "Authorization", sentence)
                .with("WWW-Authenticate", header == null ? "Bearer" : "Bearer error=\"invalid_token\""));
    }

    /**
     * Without a login, a web page that is open in a browser of this machine must not get in: neither under a name of its own that leads to this machine
     * (its Host gives it away), nor by a form or script that sends and does not read (its Origin does).
     */
    private static Optional<Refusal> atThisMachine(HttpServletRequest request) {
        if (!isLoopback(request.getRemoteAddr()))
            return refused(
                    "", "Without a login (--dev) only this machine may call, not " + request.getRemoteAddr() + ".");
        String host = Objects.requireNonNullElse(request.getHeader("Host"), request.getServerName())
                .toLowerCase(Locale.ROOT);
        if (!LOOPBACK.matcher(host).matches())
            return refused(
                    "Host",
                    "Without a login (--dev) the server answers as localhost or 127.0.0.1 only, not as '" + host
                            + "'.");
        if (READING.contains(request.getMethod())) return Optional.empty();
        String origin = request.getHeader("Origin");
        if (origin != null && !origin.toLowerCase(Locale.ROOT).equals(request.getScheme() + "://" + host))
            return refused("Origin", "A page of " + origin + " may not change anything here.");
        if (origin == null && "cross-site".equalsIgnoreCase(request.getHeader("Sec-Fetch-Site")))
            return refused("Sec-Fetch-Site", "A page of another site may not change anything here.");
        return Optional.empty();
    }

    private static Optional<Refusal> refused(String at, String sentence) {
        return Optional.of(new Refusal(403, ErrorCode.FORBIDDEN, at, sentence));
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address)
                    .isLoopbackAddress(); // an address, so nothing is asked of a name server
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
