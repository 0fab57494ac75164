package com.sphereon.kms.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureAnswerTest {

    @Test
    void read_createdWithSignature_returnsIt() {
        byte[] signature = new byte[64];
        signature[63] = 5;

        assertThat(SignatureAnswer.read(201, body(signature))).hasValue(signature);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 401, 503})
    void read_otherStatus_isNone(int status) {
        assertThat(SignatureAnswer.read(status, body(new byte[64]))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65})
    void read_otherLength_isNone(int length) {
        assertThat(SignatureAnswer.read(201, body(new byte[length]))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"signature\":\"", "{\"signature\":\"not base64!\"}", "{\"signature\":null}"})
    void read_noSignature_isNone(String body) {
        assertThat(SignatureAnswer.read(201, body.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static byte[] body(byte[] signature) {
        return "{\"signature\":\"%s\",\"kid\":\"k\"}"
                .formatted(Base64.getEncoder().encodeToString(signature))
                .getBytes(StandardCharsets.UTF_8);
    }
}
