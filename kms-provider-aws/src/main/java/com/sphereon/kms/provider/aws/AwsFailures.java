package com.sphereon.kms.provider.aws;

import static java.util.Map.entry;

import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the SDK throws, as a failure of our own. Its texts stay out, also as causes, which are logged: AWS answers a wrong
 * signature with what should have been signed, session token included.
 */
final class AwsFailures {
    private static final Map<String, Kind> KINDS = Map.ofEntries(
            entry("ThrottlingException", Kind.THROTTLED),
            entry("Throttling", Kind.THROTTLED),
            entry("TooManyRequestsException", Kind.THROTTLED),
            entry("RequestLimitExceeded", Kind.THROTTLED),
            entry("SlowDown", Kind.THROTTLED),
            // a quota of the account, such as that of keys: to ask again helps nothing
            entry("LimitExceededException", Kind.DENIED),
            entry("AccessDeniedException", Kind.DENIED),
            entry("AccessDenied", Kind.DENIED),
            entry("ExpiredTokenException", Kind.DENIED),
            entry("ExpiredToken", Kind.DENIED),
            entry("UnrecognizedClientException", Kind.DENIED),
            entry("InvalidClientTokenId", Kind.DENIED),
            entry("InvalidSignatureException", Kind.DENIED),
            entry("SignatureDoesNotMatch", Kind.DENIED),
            entry("IncompleteSignature", Kind.DENIED),
            entry("MissingAuthenticationToken", Kind.DENIED),
            entry("MissingAuthenticationTokenException", Kind.DENIED),
            entry("NotAuthorized", Kind.DENIED),
            entry("OptInRequired", Kind.DENIED),
            entry("RequestExpired", Kind.DENIED),
            entry("InvalidIdentityToken", Kind.DENIED),
            entry("IDPRejectedClaim", Kind.DENIED),
            entry("NotFoundException", Kind.NOT_FOUND),
            entry("InvalidArnException", Kind.NOT_FOUND),
            entry("DisabledException", Kind.DISABLED),
            entry("KMSInvalidStateException", Kind.DISABLED),
            entry("AlreadyExistsException", Kind.CONFLICT),
            entry("InvalidKeyUsageException", Kind.INVALID),
            entry("UnsupportedOperationException", Kind.INVALID),
            entry("InvalidCiphertextException", Kind.INVALID),
            entry("IncorrectKeyException", Kind.INVALID),
            entry("IncorrectKeyMaterialException", Kind.INVALID),
            entry("KeyUnavailableException", Kind.UNAVAILABLE),
            entry("DependencyTimeoutException", Kind.UNAVAILABLE),
            entry("KMSInternalException", Kind.UNAVAILABLE),
            entry("IDPCommunicationError", Kind.UNAVAILABLE),
            entry("RequestTimeout", Kind.UNAVAILABLE));

    /** Whose key it is that is not found, if anybody's, must not show. */
    static final String NO_SUCH_KEY = "there is no such key";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9.]{1,80}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    private final Clock clock;

    AwsFailures(Clock clock) {
        this.clock = clock;
    }

    RemoteFailure translate(SdkException thrown) {
        if (thrown instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            return refusal(answer, answer.awsErrorDetails());
        }
        if (thrown instanceof ApiCallTimeoutException
                || thrown instanceof ApiCallAttemptTimeoutException
                || thrown instanceof AbortedException) {
            return RemoteFailure.of(Kind.UNAVAILABLE, "AWS did not answer in time");
        }
        return unanswered(thrown);
    }

    private RemoteFailure refusal(AwsServiceException answer, AwsErrorDetails details) {
        String code = details.errorCode() == null ? "" : details.errorCode();
        Kind kind = KINDS.getOrDefault(code, byStatus(answer.statusCode()));
        return RemoteFailure.of(kind, message(kind, code, answer.statusCode()))
                .retryAfter(header(details, "Retry-After").flatMap(this::wait));
    }

    /** A key that does not exist is told of in the words {@link TenantKeys} has for one that is foreign. */
    private static String message(Kind kind, String code, int status) {
        if (kind == Kind.NOT_FOUND) {
            return NO_SUCH_KEY;
        }
        return "%s (%s)".formatted(sentence(kind), CODE.matcher(code).matches() ? code : "status " + status);
    }

    private static Kind byStatus(int status) {
        if (status == TOO_MANY_REQUESTS) {
            return Kind.THROTTLED;
        }
        return status >= SERVER_ERROR ? Kind.UNAVAILABLE : Kind.UNEXPECTED;
    }

    private static String sentence(Kind kind) {
        return switch (kind) {
            case THROTTLED -> "AWS has too many requests of ours";
            case DENIED -> "AWS does not let us do that";
            case NOT_FOUND -> NO_SUCH_KEY;
            case DISABLED -> "the key cannot be used now";
            case CONFLICT -> "that exists already";
            case INVALID -> "AWS cannot do that with this key";
            case UNAVAILABLE -> "AWS failed";
            case UNEXPECTED -> "AWS did not understand us";
        };
    }

    private static Optional<String> header(AwsErrorDetails details, String name) {
        return Optional.ofNullable(details.sdkHttpResponse()).flatMap(response -> response.firstMatchingHeader(name));
    }

    /** RFC 9110 section 10.2.3: seconds or a date. */
    private Optional<Duration> wait(String retryAfter) {
        if (SECONDS.matcher(retryAfter).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        try {
            Instant when = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), when);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** That a file with a token cannot be read: the SDK throws that as it comes. */
    static RemoteFailure withoutCredentials() {
        return RemoteFailure.of(Kind.DENIED, "there are no AWS credentials, or the SDK refuses the request");
    }

    /** No answer, one that cannot be read, or no request at all for want of credentials. */
    private static RemoteFailure unanswered(SdkException thrown) {
        Optional<Throwable> network =
                causes(thrown).filter(AwsFailures::isOfNetwork).findFirst();
        if (network.isPresent()) {
            RemoteFailure failure = RemoteFailure.of(Kind.UNAVAILABLE, "AWS cannot be reached", network.get());
            return neverConnected(network.get()) ? failure.undone() : failure;
        }
        boolean read = causes(thrown).anyMatch(IOException.class::isInstance);
        return read ? RemoteFailure.of(Kind.UNEXPECTED, "the answer of AWS cannot be read") : withoutCredentials();
    }

    private static Stream<Throwable> causes(@Nullable Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }

    /** The parser's exceptions are such of input as well, but not of the JDK. */
    private static boolean isOfNetwork(Throwable cause) {
        String name = cause.getClass().getPackageName();
        return cause instanceof IOException && (name.startsWith("java.") || name.startsWith("javax."));
    }

    private static boolean neverConnected(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException;
    }
}
