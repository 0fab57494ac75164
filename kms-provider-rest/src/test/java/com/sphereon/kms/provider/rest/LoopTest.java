package com.sphereon.kms.provider.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.GenerateKey;
import com.sphereon.kms.core.spi.KeyProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that front each other, or themselves, refuse instead of calling each other without end. */
class LoopTest {
    private static final String KEY_AT_SECOND = "{\"keyInfo\":{\"kid\":\"k\",\"providerId\":\"second\"},";

    @TempDir
    Path folder;

    private OpenKms kms;

    @BeforeEach
    void start() {
        kms = OpenKms.startLoop(folder);
    }

    @AfterEach
    void stop() {
        kms.close();
    }

    @Test
    void keyOfAProviderThatIsItself_refusedAfterOneRoundAndNothingMade() {
        Caller caller = new Caller(OpenKms.TENANT, "test");
        var keys = kms.other().service().keys();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> keys.generate(
                        caller,
                        new GenerateKey(
                                Optional.of(new ProviderId(OtherKms.SECOND)),
                                Optional.of(new KeyAlias("a")),
                                OpenKms.newKey().parameters())))
                .withMessageContaining("yet another KMS");

        assertThat(kms.server().requestsReceived()).isEqualTo(1);
        assertThat(keys.list(caller, Optional.empty())).isEmpty();
    }

    @Test
    void health_ofAProviderThatIsItself_saysWhatIsWrong() {
        try (KeyProvider front = kms.open("rest-provider-id", OtherKms.SECOND)) {
            assertThat(front.health())
                    .isInstanceOfSatisfying(
                            Health.Down.class, down -> assertThat(down.reason()).contains("yet another KMS"));
        }
    }

    /** To front oneself is no loop as long as somebody else has the key in the end. */
    @Test
    void keyOfAProviderThatPassesOnToOneThatHasKeys_made() {
        try (KeyProvider front = kms.open("rest-provider-id", OtherKms.PROVIDER)) {
            assertThat(front.generate(OpenKms.newKey()).publicKey()).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | providers/second/capabilities | ",
                "POST | providers/second/keys | {}",
                "POST | providers/second/keys/import | {\"keyInfo\":{\"key\":{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"use\":\"enc\"}}}",
                "DELETE | providers/second/keys/k | ",
                "POST | signatures/raw/create | " + KEY_AT_SECOND + "\"input\":\"AA\"}",
                "POST | encryption/encrypt | " + KEY_AT_SECOND + "\"algorithm\":\"A256GCM\",\"plaintext\":\"AA\"}"
            })
    void forwardedCall_toAProviderThatWouldPassItOn_409(String method, String path, String body) throws Exception {
        assertThat(send(method, path, body, true)).satisfies(refusal -> {
            assertThat(refusal.statusCode()).isEqualTo(409);
            assertThat(refusal.body()).contains("KMS_FORWARDED_TWICE");
        });
        assertThat(kms.server().requestsReceived()).isZero();
        assertThat(send(method, path, body, false).body()).doesNotContain("KMS_FORWARDED_TWICE");
    }

    /** A key is used wherever it is, whether its tenant still sees the provider or not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hidden | signatures/raw/create | \"input\":\"AA\"}",
                "hidden | encryption/encrypt | \"algorithm\":\"A256GCM\",\"plaintext\":\"AA\"}",
                "taken-away | signatures/raw/create | \"input\":\"AA\"}",
                "taken-away | encryption/encrypt | \"algorithm\":\"A256GCM\",\"plaintext\":\"AA\"}",
            })
    void forwardedCall_withAKeyAtAProviderThatIsNotVisible_409(String provider, String path, String rest)
            throws Exception {
        String body = KEY_AT_SECOND.replace("second", provider) + rest;
        HttpResponse<String> refusal = send("POST", path, body, true);

        assertThat(refusal.statusCode()).isEqualTo(409);
        assertThat(refusal.body()).contains("KMS_FORWARDED_TWICE");
        assertThat(send("POST", path, body, false).statusCode()).isEqualTo(400);
        for (String end : List.of("software-default", "nobody")) {
            assertThat(send("POST", path, body.replace(provider, end), true).statusCode())
                    .isEqualTo(400);
        }
        assertThat(kms.server().requestsReceived()).isZero();
    }

    /** Whoever names a provider that is not visible is told what everybody is told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | capabilities | ",
                "POST | keys | {}",
                "DELETE | keys/k | ",
            })
    void forwardedCall_onThePathOfAProviderThatIsNotVisible_404(String method, String end, String body)
            throws Exception {
        for (String provider : List.of("hidden", "taken-away", "nobody")) {
            assertThat(send(method, "providers/" + provider + "/" + end, body, true)
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private HttpResponse<String> send(String method, String path, String body, boolean forwarded) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(kms.other().url() + "/api/kms/v1/" + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + kms.issuer().token(Optional.of("acme")));
        if (forwarded) {
            request.header("X-KMS-Forwarded", "somewhere");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
