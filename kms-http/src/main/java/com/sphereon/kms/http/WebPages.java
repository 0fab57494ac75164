package com.sphereon.kms.http;

import com.sphereon.kms.http.token.Refusal;
import com.sphereon.kms.http.token.TokenRefusedException;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out what a web page has a browser send to a server without tokens. Any page can have its visitor's browser call
 * addresses of the visitor's own machine; the browser says in headers that a page cannot change where the call comes from
 * (Fetch, section 3.2; Fetch Metadata, section 2.4). A page whose own name is made to lead here (DNS rebinding) counts for the
 * browser as the same origin, but then that name stands in {@code Host}. Immutable.
 */
final class WebPages {
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?");
    private static final String LOCALHOST = "localhost";
    private static final List<String> OWN_SITES = List.of("same-origin", "none");

    private final String configured;
    private final boolean onlyThisMachine;

    /** @param host the server listens at */
    WebPages(String host) {
        this.configured = host.toLowerCase(Locale.ROOT);
        this.onlyThisMachine = LOOPBACK.matcher(configured).matches();
    }

    /** @throws TokenRefusedException when a web page of somebody else may be behind the call */
    void refuse(Context context) {
        refusal(context.header("Host"), headers(context, "Origin"), headers(context, "Sec-Fetch-Site"))
                .ifPresent(reason -> {
                    throw new TokenRefusedException(reason);
                });
    }

    private static List<String> headers(Context context, String name) {
        return Collections.list(context.req().getHeaders(name));
    }

    /**
     * Why not, if so. Programs send neither origin nor site. A server that others reach too has names it cannot know, such as
     * that of its container: there only what a browser sends has to use one that is known.
     */
    Optional<Refusal> refusal(@Nullable String host, List<String> origins, List<String> sites) {
        if (!OWN_SITES.containsAll(sites) || !origins.stream().allMatch(origin -> isOwn(origin, host))) {
            return Optional.of(Refusal.WEB_PAGE);
        }
        boolean namesCount = onlyThisMachine || !origins.isEmpty() || !sites.isEmpty();
        return host != null && namesCount && !isKnown(host) ? Optional.of(Refusal.HOST) : Optional.empty();
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        return host != null
                && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }

    private boolean isKnown(String host) {
        String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
        return name.equals(LOCALHOST)
                || name.equals(configured)
                || ADDRESS.matcher(name).matches();
    }
}
