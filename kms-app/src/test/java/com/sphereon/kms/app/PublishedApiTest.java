package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all other tests lean on: that an answer which is wrong does not pass as one that is right. */
class PublishedApiTest {
    private static final String ERROR =
            "{\"code\":\"A\",\"message\":\"b\",\"error\":{\"code\":\"A\",\"message\":\"b\"}}";

    private static void check(String call, int status, String body, String... headers) {
        Map<String, List<String>> all = new HashMap<>();
        all.put("Content-Type", List.of("application/json"));
        all.put("X-Correlation-ID", List.of("an-id"));
        all.put("X-KMS-Audit-Index", List.of("0"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        Answer answer = new Answer(status, HttpHeaders.of(all, (name, value) -> !value.isEmpty()), body);
        PublishedApi.check(call.split(" ")[0], call.split(" ")[1], answer);
        WireRules.check(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/kms/v1/keys | 200 | {\"keyInfos\":[]}",
                "GET /api/kms/v1/keys?providerId=abc | 200 | {\"keyInfos\":[{\"kid\":\"a\"}]}",
                "GET /api/kms/v1/keys/x | 200 | {\"keyInfo\":{\"alias\":\"a\",\"providerId\":\"abc\",\"key\":{\"kty\":\"EC\"}}}",
                "GET /api/kms/v1/keys/x | 404 | " + ERROR,
                "GET /api/kms/v1/nowhere | 404 | " + ERROR,
                "PUT /api/kms/v1/keys | 405 | " + ERROR,
                "DELETE /api/kms/v1/keys/x | 204 | ''",
                "POST /api/kms/v1/signatures/raw/create | 201 |"
                        + " {\"signature\":\"AA==\",\"kid\":\"a\",\"signatureAlgorithm\":\"ED25519\",\"keyVersion\":1}",
                "GET /ready | 503 | {\"status\":\"DOWN\",\"checks\":[]}",
            })
    void check_answerAsDocumented_passes(String call, int status, String body) {
        assertThatCode(() -> check(call, status, body)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/kms/v1/keys | 200 | {\"keyInfos\":null}",
                "GET /api/kms/v1/keys | 200 | {\"keyInfos\":[null]}",
                "GET /api/kms/v1/keys | 200 | {}",
                "GET /api/kms/v1/keys | 200 | {\"keyInfos\":[],\"more\":1}",
                "GET /api/kms/v1/keys | 200 | {\"keyInfos\":[{\"keyType\":\"oct\"}]}",
                "GET /api/kms/v1/keys | 200 | {\"keyInfos\":[{\"key\":{\"kty\":\"EC\",\"d\":\"a\"}}]}",
                "GET /api/kms/v1/keys | 200 | {\"keyInfos\":[{\"key\":{\"kty\":\"oct\",\"k\":\"a\"}}]}",
                "GET /api/kms/v1/keys | 201 | {\"keyInfos\":[]}",
                "GET /api/kms/v1/keys/x | 200 | {\"keyInfo\":{\"alias\":\"a\",\"providerId\":\"abc\"}}",
                "GET /api/kms/v1/keys/x | 404 | {\"code\":\"A\",\"message\":\"b\"}",
                "GET /api/kms/v1/keys/x | 404 | {\"code\":\"A\",\"message\":\"b\",\"error\":{\"code\":\"B\",\"message\":\"b\"}}",
                "GET /api/kms/v1/keys/x | 418 | " + ERROR,
                "PUT /api/kms/v1/keys | 400 | " + ERROR,
                "DELETE /api/kms/v1/keys/x | 204 | {}",
                "POST /api/kms/v1/signatures/raw/create | 201 | {\"signature\":\"A-_A\"}",
                "POST /api/kms/v1/keys | 201 | {\"keyInfo\":{\"alias\":\"a\",\"providerId\":\"abc\",\"key\":{\"kty\":\"EC\"}}}",
            })
    void check_answerOfAnotherShape_fails(String call, int status, String body) {
        assertThatThrownBy(() -> check(call, status, body)).isInstanceOf(AssertionError.class);
    }

    @Test
    void check_headersMissingOrTooMany_fails() {
        String list = "{\"keyInfos\":[]}";

        assertThatThrownBy(() -> check("GET /api/kms/v1/keys", 200, list, "X-Correlation-ID", ""))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> check("GET /api/kms/v1/keys", 200, list, "Content-Type", "text/html"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> check("GET /api/kms/v1/keys", 200, list, "Location", "/keys"))
                .isInstanceOf(AssertionError.class);
    }
}
