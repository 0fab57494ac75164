package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeyDerivation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.service.KeyResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "c2VjcmV0";
    private static final KeyReference VERSION =
            WireFixture.live(new KeySpec.Oct(256), KeyUse.ENC, Optional.empty(), List.of());

    private static KeyResult<SecretBytes> secretResult() {
        return new KeyResult<>(SecretBytes.copyOf("secret".getBytes(StandardCharsets.UTF_8)), VERSION, 7);
    }

    private static String json(Object response) {
        JsonNode json = JSON.valueToTree(response);
        return json.toString();
    }

    private static KeyAgreementRequest agreement(
            String algorithm, Integer keyDataLen, String enc, String apu, String apv) {
        return new KeyAgreementRequest(null, null, algorithm, keyDataLen, enc, apu, apv);
    }

    @Test
    void encrypted_members_areThoseOfTheContractAndTheVersion() {
        SealedText sealed = new SealedText(new byte[] {-1}, new byte[12], new byte[16]);

        assertThat(json(EncryptionMapping.encrypted(new KeyResult<>(sealed, VERSION, 7))))
                .isEqualTo("{\"ciphertext\":\"/w==\",\"iv\":\"AAAAAAAAAAAAAAAA\","
                        + "\"authTag\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"kid\":\"kid-1\",\"keyVersion\":1}");
    }

    @Test
    void wrapped_members_areThoseOfTheContractAndTheVersion() {
        assertThat(json(EncryptionMapping.wrapped(new KeyResult<>(new byte[] {-1}, VERSION, 7))))
                .isEqualTo("{\"wrappedKey\":\"/w==\",\"kid\":\"kid-1\",\"keyVersion\":1}");
    }

    @Test
    void secrets_members_areThoseOfTheContractAndTheVersion() {
        String rest = "\"c2VjcmV0\",\"kid\":\"kid-1\",\"keyVersion\":1,\"keyState\":\"ACTIVE\"}";

        assertThat(json(EncryptionMapping.decrypted(secretResult()))).isEqualTo("{\"plaintext\":" + rest);
        assertThat(json(EncryptionMapping.unwrapped(secretResult()))).isEqualTo("{\"unwrappedKey\":" + rest);
        assertThat(json(EncryptionMapping.agreed(secretResult()))).isEqualTo("{\"sharedSecret\":" + rest);
    }

    @Test
    void records_thatHoldSecrets_doNotPrintThem() {
        assertThat(List.of(
                        new EncryptRequest(null, SECRET, "A256GCM", null),
                        new WrapKeyRequest(null, SECRET, "A256KW"),
                        EncryptionMapping.decrypted(secretResult()),
                        EncryptionMapping.unwrapped(secretResult()),
                        EncryptionMapping.agreed(secretResult()),
                        secretResult()))
                .noneMatch(record -> record.toString().contains(SECRET));
    }

    @ParameterizedTest
    @EnumSource(ContentEncryptionAlgorithm.class)
    void content_nameOfTheContract_read(ContentEncryptionAlgorithm algorithm) {
        assertThat(EncryptionMapping.content(algorithm.name())).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a256gcm", "A256CBC-HS512", "A256KW", "A256GCM "})
    void content_anythingElse_refused(String name) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> EncryptionMapping.content(name))
                .withMessageStartingWith("algorithm ");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "dir", "RSA-OAEP", "A256GCM"})
    void wrapping_anythingElse_refused(String name) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> EncryptionMapping.wrapping(name))
                .withMessageStartingWith("algorithm ");
        assertThat(EncryptionMapping.wrapping("DIR")).isEqualTo(KeyWrapAlgorithm.DIR);
    }

    @Test
    void secret_missingOrNotBase64_refusedWithoutRepeatingIt() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> EncryptionMapping.secret("keyToWrap", null))
                .withMessage("keyToWrap is missing");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> EncryptionMapping.secret("keyToWrap", "s3cr*t"))
                .withMessageStartingWith("keyToWrap is not Base64")
                .withMessageNotContaining("s3cr");
        try (SecretBytes secret = EncryptionMapping.secret("keyToWrap", "_w")) {
            assertThat(secret.<byte[]>expose(byte[]::clone)).containsExactly(-1);
        }
    }

    @Test
    void optional_missing_nothing() {
        assertThat(EncryptionMapping.optional("aad", null)).isEmpty();
        assertThat(EncryptionMapping.optional("aad", "")).isEmpty();
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> EncryptionMapping.optional("aad", "*"));
    }

    @Test
    void sealed_partMissing_refusedByItsName() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> EncryptionMapping.sealed(new DecryptRequest(null, "", "A256GCM", "", null, null)))
                .withMessage("authTag is missing");
    }

    @Test
    void derivation_members_allCount() {
        KeyDerivation derivation =
                EncryptionMapping.derivation(agreement("ECDH_ES", null, "A256GCM", "QWxpY2U", "Qm9i"));

        assertThat(derivation.algorithm()).isEqualTo(KeyAgreementAlgorithm.ECDH_ES);
        assertThat(derivation.keyBits()).contains(256);
        assertThat(derivation.algorithmId()).isEqualTo("A256GCM");
        assertThat(derivation.partyU()).asString(StandardCharsets.US_ASCII).isEqualTo("Alice");
        assertThat(derivation.partyV()).asString(StandardCharsets.US_ASCII).isEqualTo("Bob");
        assertThat(EncryptionMapping.derivation(agreement("ECDH_ES", null, null, null, null))
                        .keyBits())
                .isEmpty();
        assertThat(EncryptionMapping.derivation(agreement("ECDH_ES", 192, null, null, null))
                        .keyBits())
                .contains(192);
    }

    @Test
    void derivation_unknownNames_refused() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> EncryptionMapping.derivation(agreement("ECDH-ES", null, null, null, null)))
                .withMessageContaining("algorithm 'ECDH-ES'");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> EncryptionMapping.derivation(agreement(null, null, null, null, null)))
                .withMessage("algorithm is missing");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> EncryptionMapping.derivation(agreement("ECDH_ES", null, "A256KW", null, null)))
                .withMessageContaining("enc 'A256KW'");
    }
}
