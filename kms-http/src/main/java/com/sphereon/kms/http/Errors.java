package com.sphereon.kms.http;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PreconditionFailedException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnprocessableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.http.token.Refusal;
import com.sphereon.kms.http.token.TokenRefusedException;
import com.sphereon.kms.wire.ErrorResponse;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become status codes and error bodies. */
final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String NO_DETAILS = "The server failed; the log names the reason under the correlation id";

    private Errors() {}

    static void register(RoutesConfig routes) {
        routes.exception(TokenRefusedException.class, Errors::refused);
        routes.exception(KmsException.class, Errors::domain);
        routes.exception(HttpResponseException.class, Errors::http);
        routes.exception(Exception.class, Errors::unexpected);
    }

    /** The status of each kind of failure; without a default, so that a new kind does not compile until it has one. */
    private static HttpStatus status(KmsException failure) {
        return switch (failure) {
            case InvalidRequestException e -> HttpStatus.BAD_REQUEST;
            case NotFoundException e -> HttpStatus.NOT_FOUND;
            case ConflictException e -> HttpStatus.CONFLICT;
            case PreconditionFailedException e -> HttpStatus.PRECONDITION_FAILED;
            case UnprocessableException e -> HttpStatus.UNPROCESSABLE_CONTENT;
            case DeniedException e -> HttpStatus.FORBIDDEN;
            case UnsupportedException e -> HttpStatus.NOT_IMPLEMENTED;
            case UnavailableException e -> HttpStatus.SERVICE_UNAVAILABLE;
            case ProviderFailedException e -> HttpStatus.BAD_GATEWAY;
            case IntegrityException e -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static void domain(KmsException failure, Context context) {
        HttpStatus status = status(failure);
        if (failure instanceof UnavailableException unavailable) {
            // Without the trace: while something is away, every call ends here, and they would bury the rest of the
            // log.
            LOG.warn(
                    "{} {} -> {} [{}]: {}, since {}",
                    context.method(),
                    context.path(),
                    status,
                    CorrelationId.of(context),
                    failure.getMessage(),
                    root(failure).toString());
            context.header("Retry-After", Long.toString(unavailable.retryAfter().toSeconds()));
        } else if (status.getCode() >= HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
            LOG.warn("{} {} -> {} [{}]", context.method(), context.path(), status, CorrelationId.of(context), failure);
        }
        String message = Optional.ofNullable(failure.getMessage()).orElse(NO_DETAILS);
        write(context, status, failure.code().name(), message);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The status of each kind of refusal; no default here either. */
    private static HttpStatus status(Refusal refusal) {
        return switch (refusal.kind()) {
            case NO_CREDENTIALS, INVALID_TOKEN -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN, INSUFFICIENT_SCOPE -> HttpStatus.FORBIDDEN;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    /** RFC 6750 section 3. Sent before the body has come, which may never come. */
    private static void refused(TokenRefusedException failure, Context context) {
        Refusal refusal = failure.refusal();
        switch (refusal.kind()) {
            case NO_CREDENTIALS -> context.header(CHALLENGE, "Bearer");
            case INVALID_TOKEN -> context.header(CHALLENGE, challenge("invalid_token", refusal));
            case INSUFFICIENT_SCOPE -> context.header(CHALLENGE, challenge("insufficient_scope", refusal));
            case UNAVAILABLE ->
                context.header("Retry-After", Long.toString(failure.retryAfter().toSeconds()));
            case FORBIDDEN -> {}
        }
        HttpStatus status = status(refusal);
        Answer.atOnce(context, status, ErrorResponse.of(label(status), refusal.sentence()));
    }

    private static String challenge(String error, Refusal refusal) {
        return "Bearer error=\"%s\", error_description=\"%s\"".formatted(error, refusal.sentence());
    }

    /** What the server itself refuses: unknown routes, wrong methods, bodies that are too long. */
    private static void http(HttpResponseException failure, Context context) {
        HttpStatus status = HttpStatus.forStatus(failure.getStatus());
        String methods = failure.getDetails().get("availableMethods");
        if (status == HttpStatus.METHOD_NOT_ALLOWED && methods != null) {
            context.header("Allow", methods);
        }
        write(context, status, label(status), sentence(failure, status, context));
    }

    private static void unexpected(Exception failure, Context context) {
        LOG.error("{} {} failed [{}]", context.method(), context.path(), CorrelationId.of(context), failure);
        write(context, HttpStatus.INTERNAL_SERVER_ERROR, label(HttpStatus.INTERNAL_SERVER_ERROR), NO_DETAILS);
    }

    private static void write(Context context, HttpStatus status, String code, String message) {
        Answer.json(context, status, ErrorResponse.of(code, message));
    }

    private static String sentence(HttpResponseException failure, HttpStatus status, Context context) {
        return switch (status) {
            case NOT_FOUND -> "There is no such route; the routes are described at /openapi.json";
            case METHOD_NOT_ALLOWED ->
                "%s is not possible here; allowed are %s"
                        .formatted(
                                context.method(),
                                Optional.ofNullable(failure.getDetails().get("availableMethods"))
                                        .orElse("other methods"));
            default -> Optional.ofNullable(failure.getMessage()).orElse(status.getMessage());
        };
    }

    /** The labels of the contract, section 0.4, and of preconditions; {@code ERROR} for every status it does not name. */
    static String label(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> "BAD_REQUEST";
            case UNAUTHORIZED -> "UNAUTHORIZED";
            case FORBIDDEN -> "FORBIDDEN";
            case NOT_FOUND -> "NOT_FOUND";
            case METHOD_NOT_ALLOWED -> "METHOD_NOT_ALLOWED";
            case CONFLICT -> "CONFLICT";
            case PRECONDITION_FAILED -> "PRECONDITION_FAILED";
            case PRECONDITION_REQUIRED -> "PRECONDITION_REQUIRED";
            case UNPROCESSABLE_CONTENT -> "UNPROCESSABLE_ENTITY";
            case INTERNAL_SERVER_ERROR -> "INTERNAL_ERROR";
            case NOT_IMPLEMENTED -> "NOT_IMPLEMENTED";
            case BAD_GATEWAY -> "BAD_GATEWAY";
            case SERVICE_UNAVAILABLE -> "SERVICE_UNAVAILABLE";
            case GATEWAY_TIMEOUT -> "GATEWAY_TIMEOUT";
            default -> "ERROR";
        };
    }
}
