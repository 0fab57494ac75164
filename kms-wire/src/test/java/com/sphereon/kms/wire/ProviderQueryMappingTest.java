package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.CryptoAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.ProviderQuery;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.StorageType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderQueryMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Optional<ProviderQuery> query(String quoted) throws JsonProcessingException {
        return ProviderQueryMapping.toDomain(JSON.readValue(quoted.replace('\'', '"'), ProviderQueryRequest.class));
    }

    @Test
    void toDomain_everyMember_hasItsPlace() throws JsonProcessingException {
        String all = "{'operation':'SIGN','cryptoAlgorithm':'X25519','digestAlgorithm':'NONE',"
                + "'signatureAlgorithm':'ED25519','contentEncryptionAlgorithm':'A128GCM','curve':'P-256',"
                + "'keyType':'OCT','storageType':'HARDWARE','requiresHardwareBacking':true,'requiresAttestation':true,"
                + "'requiresKeyExport':true,'requiresKeyImport':true,'identifierMethod':'KID','providerType':'AWS_KMS'}";

        assertThat(query(all))
                .contains(new ProviderQuery(
                        Optional.of("aws_kms"),
                        Optional.of(ProviderOperation.SIGN),
                        Set.of(
                                ProviderOperation.HARDWARE_BACKED,
                                ProviderOperation.ATTESTATION,
                                ProviderOperation.EXPORT_KEY,
                                ProviderOperation.IMPORT_KEY),
                        Optional.of(StorageType.HARDWARE),
                        Optional.of(KeyType.OCT),
                        Optional.of(Curve.P_256),
                        Optional.of(CryptoAlgorithm.X25519),
                        List.of(
                                Set.of(SignatureAlgorithm.ED25519),
                                Set.of(SignatureAlgorithm.ED25519, SignatureAlgorithm.ED448),
                                Set.of(ContentEncryptionAlgorithm.A128GCM))));
    }

    @Test
    void toDomain_namesWithoutAnAlgorithmOfThatName_meanWhatTheyChoose() throws JsonProcessingException {
        assertThat(query("{}").orElseThrow().algorithms()).isEmpty();
        assertThat(query("{'signatureAlgorithm':'ECKA_DH_SHA256'}")
                        .orElseThrow()
                        .algorithms())
                .isEqualTo(List.of(Set.of(KeyAgreementAlgorithm.values())));
        assertThat(query("{'digestAlgorithm':'SHA3_512'}").orElseThrow().algorithms())
                .isEqualTo(List.of(Set.of()));
        assertThat(query("{'providerType':'tpm'}").orElseThrow().type()).contains("tpm");
    }

    @Test
    void toDomain_whatIsResolvedInAnotherWay_nobodyCan() throws JsonProcessingException {
        assertThat(query("{'identifierMethod':'JWK'}")).isPresent();
        for (String method : List.of("COSE_KEY", "X5C", "DID")) {
            assertThat(query("{'identifierMethod':'" + method + "'}")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "operation",
                "cryptoAlgorithm",
                "digestAlgorithm",
                "signatureAlgorithm",
                "contentEncryptionAlgorithm",
                "curve",
                "keyType",
                "storageType",
                "identifierMethod"
            })
    void toDomain_unknownName_isRefusedWithItsField(String field) {
        for (String wrong : List.of("", "unknown", "none")) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> query("{'" + field + "':'" + wrong + "'}"))
                    .withMessageStartingWith(field + " '" + wrong + "' is not allowed; allowed are ");
        }
    }
}
