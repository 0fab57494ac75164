package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.kms.model.KmsException;

class FailuresTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final AwsFailures failures = new AwsFailures(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, THROTTLED",
        "429, Whatever, THROTTLED",
        "400, LimitExceededException, DENIED",
        "400, AccessDeniedException, DENIED",
        "400, ExpiredTokenException, DENIED",
        "400, UnrecognizedClientException, DENIED",
        "400, InvalidSignatureException, DENIED",
        "400, DisabledException, DISABLED",
        "400, KMSInvalidStateException, DISABLED",
        "500, KeyUnavailableException, UNAVAILABLE",
        "503, DependencyTimeoutException, UNAVAILABLE",
        "400, InvalidKeyUsageException, INVALID",
        "400, AlreadyExistsException, CONFLICT",
        "500, Whatever, UNAVAILABLE",
        "503, Whatever, UNAVAILABLE",
        "400, ValidationException, UNEXPECTED",
        "418, Whatever, UNEXPECTED"
    })
    void translate_refusal_kindOfItsCode(int status, String code, Kind kind) {
        RemoteFailure failure = failures.translate(refusal(status, code, Optional.empty()));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageContaining(code)
                .hasMessageNotContaining("CANARY")
                .hasNoCause();
        assertThat(failure.retryAfter()).isEmpty();
    }

    /** AWS has several codes for that, and we have none for a key that is a stranger's. */
    @ParameterizedTest
    @ValueSource(strings = {"NotFoundException", "InvalidArnException"})
    void translate_noSuchKey_nothingSaysWhy(String code) {
        RemoteFailure failure = failures.translate(refusal(400, code, Optional.empty()));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure).hasMessage("there is no such key").hasNoCause();
    }

    @Test
    void translate_strangeCode_notRepeated() {
        assertThat(failures.translate(refusal(400, "CANARY <script>", Optional.empty())))
                .hasMessageNotContaining("CANARY")
                .hasMessageContaining("400");
    }

    @ParameterizedTest
    @CsvSource({
        "17, PT17S",
        "'Sun, 01 Nov 2026 12:00:30 GMT', PT30S",
        "'Sun, 01 Nov 2026 11:00:00 GMT', PT0S",
        "soon,",
        "-1,",
        "99999999999,"
    })
    void translate_retryAfter_secondsOrDateOrNothing(String header, Duration expected) {
        assertThat(failures.translate(refusal(400, "ThrottlingException", Optional.of(header)))
                        .retryAfter())
                .isEqualTo(Optional.ofNullable(expected));
    }

    private static AwsServiceException refusal(int status, String code, Optional<String> retryAfter) {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
        retryAfter.ifPresent(header -> response.putHeader("Retry-After", header));
        return KmsException.builder()
                .statusCode(status)
                .message("CANARY what should have been signed")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("CANARY")
                        .sdkHttpResponse(response.build())
                        .build())
                .build();
    }

    @Test
    void translate_neverConnected_unavailableAndUndone() {
        for (IOException cause : new IOException[] {new ConnectException("refused"), new UnknownHostException("kms")}) {
            RemoteFailure failure = failures.translate(SdkClientException.create("Unable to execute", cause));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.isUndone()).isTrue();
        }
    }

    @Test
    void translate_brokenConnection_unavailableAndPerhapsDone() {
        RemoteFailure failure =
                failures.translate(SdkClientException.create("Unable to execute", new SocketException("reset")));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.isUndone()).isFalse();
    }

    @Test
    void translate_timeUp_unavailableAndPerhapsDone() {
        RemoteFailure failure = failures.translate(ApiCallTimeoutException.create(1000));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.isUndone()).isFalse();
    }

    @Test
    void translate_noCredentials_deniedWithoutTheSdksText() {
        RemoteFailure failure = failures.translate(SdkClientException.create("Unable to load CANARY"));

        assertThat(failure.kind()).isEqualTo(Kind.DENIED);
        assertThat(failure).hasMessageNotContaining("CANARY").hasNoCause();
    }
}
