package com.sphereon.kms.http;

import com.sphereon.kms.wire.ErrorResponse;
import io.javalin.config.JettyConfig;
import io.javalin.http.HttpStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;

/** What Javalin leaves to Jetty: limits, tolerance in paths, orderly stop, and errors below the routes. */
final class JettyTuning {
    /** Longest request line and headers together; room for a large token. */
    private static final int MAX_REQUEST_HEADER_BYTES = 32 * 1024;

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    /** Open connections; beyond them new ones wait to be accepted. Each costs some tens of KiB. */
    private static final int MAX_CONNECTIONS = 2048;

    /** How many connections may wait to be accepted: a burst of clients is not to be turned away by the kernel. */
    private static final int ACCEPT_QUEUE_SIZE = 1024;

    /**
     * An alias may hold a slash, a backslash or a percent sign, which arrive encoded: they stay within their segment.
     * What no alias may hold is refused when it is read, with a message that says so.
     */
    private static final UriCompliance URI_COMPLIANCE = UriCompliance.DEFAULT.with(
            "kms",
            Violation.AMBIGUOUS_PATH_SEPARATOR,
            Violation.AMBIGUOUS_PATH_ENCODING,
            Violation.SUSPICIOUS_PATH_CHARACTERS);

    private JettyTuning() {}

    static void apply(JettyConfig jetty, HttpSettings settings) {
        jetty.modifyServer(server -> {
            server.setStopTimeout(settings.shutdownTimeout().toMillis());
            server.setHandler(new EntryHandler());
            server.setErrorHandler(new JsonErrorHandler());
            server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        });
        jetty.modifyServletContextHandler(handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
        jetty.modifyHttpConfiguration(JettyTuning::limit);
        jetty.addConnector((server, http) -> connector(server, http, settings));
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, HttpSettings settings) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE_SIZE);
        return connector;
    }

    private static void limit(HttpConfiguration http) {
        http.setRequestHeaderSize(MAX_REQUEST_HEADER_BYTES);
        http.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setUriCompliance(URI_COMPLIANCE);
    }

    /**
     * Javalin takes a request with this header for a WebSocket whatever else it is, and lets it past everything that is
     * in front of the routes. There are no WebSockets here.
     */
    private static final class EntryHandler extends GracefulHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_VERSION)) {
                Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST.getCode());
                return true;
            }
            return super.handle(request, response, callback);
        }
    }

    /** Requests Jetty refuses before any route sees them get the same error shape as all others. */
    private static final class JsonErrorHandler extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            HttpStatus status = HttpStatus.forStatus(response.getStatus());
            byte[] body = Json.write(ErrorResponse.of(Errors.label(status), status.getMessage()));
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            // Jetty closes after these; a client that is not told would send its next request into the void.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            response.getHeaders()
                    .put(
                            CorrelationId.HEADER,
                            CorrelationId.givenOrNew(request.getHeaders().get(CorrelationId.HEADER)));
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }
    }
}
