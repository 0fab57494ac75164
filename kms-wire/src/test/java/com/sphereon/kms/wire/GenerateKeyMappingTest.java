package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.service.GenerateKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateKeyMappingTest {

    @Test
    void nothingSaid_contractDefaults_hold() {
        GenerateKey wish = GenerateKeyMapping.toDomain(new GenerateKeyRequest(null, null, null, null, null));
        assertThat(wish.provider()).isEmpty();
        assertThat(wish.alias()).isEmpty();
        assertThat(wish.parameters().spec()).isEqualTo(new KeySpec.Ec(Curve.P_256));
        assertThat(wish.parameters().algorithm()).contains(SignatureAlgorithm.ECDSA_SHA256);
        assertThat(wish.parameters().usage().operations())
                .containsExactlyInAnyOrder(KeyOperation.SIGN, KeyOperation.VERIFY);
    }

    @ParameterizedTest
    @CsvSource({
        "ED25519, OKP Ed25519",
        "ECDSA_SHA256, EC P-256",
        "ECDSA_SHA384, EC P-384",
        "ECDSA_SHA512, EC P-521",
        "ES256K, EC secp256k1",
        "HMAC_SHA256, oct 256",
        "HMAC_SHA384, oct 384",
        "HMAC_SHA512, oct 512",
        "RSA_SHA256, RSA 2048",
        "RSA_SHA384, RSA 3072",
        "RSA_SHA512, RSA 4096",
        "RSA_SSA_PSS_SHA256_MGF1, RSA 2048",
        "RSA_SSA_PSS_SHA384_MGF1, RSA 3072",
        "RSA_SSA_PSS_SHA512_MGF1, RSA 4096",
    })
    void algorithm_eachOfTheContract_choosesItsKey(String alg, String spec) {
        KeyParameters parameters = parameters(null, null, alg);
        assertThat(parameters.spec()).hasToString(spec);
        assertThat(parameters.algorithm().orElseThrow().name()).isEqualTo(alg);
    }

    @Test
    void agreement_byItsAlgorithmOrByOperations_makesAKeyThatDoesNotSign() {
        KeyParameters byAlgorithm = parameters(null, null, "ECKA_DH_SHA256");
        assertThat(byAlgorithm.usage().use()).isEqualTo(KeyUse.ENC);
        assertThat(byAlgorithm.algorithm()).isEmpty();
        KeyParameters byOperations = parameters(null, List.of("deriveKey"), "ECDSA_SHA384");
        assertThat(byOperations.usage().operations()).containsExactly(KeyOperation.DERIVE_KEY);
        assertThat(byOperations.algorithm()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sig, , ECKA_DH_SHA256, use",
        "enc, , ED25519, use",
        "SIG, , ECDSA_SHA256, use",
        ", , ecdsa_sha256, alg",
        ", , ED448, alg",
        ", , ES256, alg",
        ", Sign, ECDSA_SHA256, keyOperations",
        ", encrypt, ECDSA_SHA256, keyOperations",
        "sig, deriveKey, ECDSA_SHA256, keyOperations",
    })
    void contradictionsAndOtherNames_areRefusedByField(String use, String operation, String alg, String field) {
        assertThatThrownBy(() -> parameters(use, operation == null ? null : List.of(operation), alg))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(field);
    }

    private static KeyParameters parameters(String use, List<String> operations, String alg) {
        return GenerateKeyMapping.toDomain(new GenerateKeyRequest(null, null, use, operations, alg))
                .parameters();
    }
}
