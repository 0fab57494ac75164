package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.SupportedEncryption;
import com.sphereon.kms.core.model.SupportedKeys;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.AdministeredProvider;
import com.sphereon.kms.core.service.RegisteredProvider;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "software, SOFTWARE",
        "aws_kms, AWS_KMS",
        "azure_keyvault, AZURE_KEYVAULT",
        "csc, CSC",
        "rest, REST",
        "tpm, TPM"
    })
    void type_ofEachProvider_hasItsNameInTheContract(String type, String name) {
        KeyProviderInfo info = ProviderMapping.toWire(provider(type), true);
        assertThat(info.type()).isEqualTo(name);
        assertThat(info.providerId()).isEqualTo("some-provider");
        assertThat(info.displayName()).isEqualTo("Some provider");
        assertThat(info.isDefault()).isTrue();
    }

    @Test
    void ownership_ofEachProvider_isTold() {
        RegisteredProvider shared = provider("software");
        RegisteredProvider own = new RegisteredProvider(
                shared.id(), "software", "Own", new ProviderVisibility.Owned(new TenantId("acme")), shared.provider());

        assertThat(ProviderMapping.toWire(shared, false))
                .isEqualTo(new KeyProviderInfo(
                        "some-provider", "SOFTWARE", "Some provider", "PLATFORM", true, false, null, null, null, null));
        assertThat(ProviderMapping.toWire(own, true).ownership()).isEqualTo("TENANT");
        assertThat(ProviderMapping.toWire(own, true).sharedFromPlatform()).isFalse();
        assertThat(JSON.valueToTree(ProviderMapping.toWire(own, true)).has("tenantId"))
                .isFalse();
    }

    @Test
    void administered_everyKind_isToldWhole() {
        JsonNode hidden = administered(ProviderVisibility.system());
        JsonNode nobodys = administered(new ProviderVisibility.Shared(false, Set.of()));
        JsonNode some = administered(new ProviderVisibility.Shared(false, Set.of(new TenantId("acme"))));
        JsonNode own = administered(new ProviderVisibility.Owned(new TenantId("acme")));

        assertThat(hidden.get("system").asBoolean()).isTrue();
        assertThat(hidden.get("sharedFromPlatform").asBoolean()).isFalse();
        assertThat(nobodys.get("sharedFromPlatform").asBoolean()).isFalse();
        assertThat(some.get("sharedFromPlatform").asBoolean()).isTrue();
        assertThat(some.get("enabled").asBoolean()).isTrue();
        assertThat(some.get("source").asText()).isEqualTo("CONFIGURATION");
        assertThat(some.has("tenantId")).isFalse();
        assertThat(own.get("tenantId").asText()).isEqualTo("acme");
    }

    private static JsonNode administered(ProviderVisibility visibility) {
        return JSON.valueToTree(ProviderMapping.toWire(new AdministeredProvider(
                new ProviderDefinition(new ProviderId("some-provider"), "software", "Some", visibility, true, Map.of()),
                Optional.empty(),
                false)));
    }

    @Test
    void capabilities_everyMember_isPresentAndFollowsFromTheValue() {
        JsonNode json = JSON.valueToTree(ProviderMapping.capabilities(provider("software")));
        JsonNode capabilities = json.get("capabilities");
        assertThat(capabilities.size()).isEqualTo(18);
        assertThat(capabilities.get("providerType").asText()).isEqualTo("software");
        assertThat(capabilities.get("storageTypes").toString()).isEqualTo("[\"PERSISTENT\"]");
        assertThat(capabilities.get("supportsKeyImport").asBoolean()).isTrue();
        assertThat(capabilities.get("supportsKeyExport").asBoolean()).isFalse();
        assertThat(capabilities.get("supportedKeyTypes").toString()).isEqualTo("[\"EC\",\"RSA\",\"OKP\",\"OCT\"]");
        assertThat(capabilities.get("supportedCurves").toString()).isEqualTo("[\"P-256\",\"Ed448\"]");
        assertThat(capabilities.get("supportedCryptoAlgorithms").toString())
                .as("symmetric keys, but no MAC with them")
                .isEqualTo("[\"RSA\",\"ECDSA\",\"ED448\"]");
        assertThat(capabilities.get("supportedDigestAlgorithms").toString()).isEqualTo("[\"SHA256\"]");
        assertThat(capabilities.get("signatureAlgorithms").toString())
                .as("Ed448 has no algorithm name in the contract")
                .isEqualTo("[\"ECDSA_SHA256\"]");
        assertThat(capabilities.get("contentEncryptionAlgorithms").toString())
                .isEqualTo("[\"A128GCM\",\"A256CBC_HS512\"]");
        assertThat(capabilities.get("operations").size()).isEqualTo(ProviderOperation.values().length);
        for (JsonNode operation : capabilities.get("operations")) {
            boolean declared = Set.of("SIGN", "IMPORT_KEY", "ENCRYPT", "DECRYPT", "WRAP_KEY", "UNWRAP_KEY")
                    .contains(operation.get("operation").asText());
            assertThat(operation.get("supported").asBoolean()).isEqualTo(declared);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ENCRYPT|{'operation':'ENCRYPT','supported':true,'signatureAlgorithms':[],"
                        + "'contentEncryptionAlgorithms':['A128GCM','A256CBC_HS512']}",
                "UNWRAP_KEY|{'operation':'UNWRAP_KEY','supported':true,'signatureAlgorithms':[],"
                        + "'keyWrapAlgorithms':['RSA_OAEP_256']}",
                "KEY_AGREEMENT|{'operation':'KEY_AGREEMENT','supported':false,'signatureAlgorithms':[]}",
                "SIGN|{'operation':'SIGN','supported':true,'signatureAlgorithms':['ECDSA_SHA256']}",
            },
            quoteCharacter = '`')
    void operation_withOrWithoutEncryption_listsItsOwnAlgorithmsOnly(String operation, String expected) {
        JsonNode json = JSON.valueToTree(ProviderMapping.capabilities(provider("software")));
        assertThat(json.at("/capabilities/operations"))
                .filteredOn(each -> each.get("operation").asText().equals(operation))
                .hasToString("[" + expected.replace('\'', '"') + "]");
    }

    private static RegisteredProvider provider(String type) {
        return new RegisteredProvider(
                new ProviderId("some-provider"),
                type,
                "Some provider",
                ProviderVisibility.tenants(),
                new DeclaringProvider());
    }

    /** Declares, and does nothing. */
    private static final class DeclaringProvider implements KeyProvider {
        @Override
        public Capabilities capabilities() {
            return new Capabilities(
                    new SupportedKeys(Set.of(Curve.P_256, Curve.ED448), Set.of(2048), true),
                    Map.of(
                            ProviderOperation.SIGN,
                            Set.of(SignatureAlgorithm.ECDSA_SHA256, SignatureAlgorithm.ED448),
                            ProviderOperation.IMPORT_KEY,
                            Set.of()),
                    Set.of(DigestAlgorithm.SHA256),
                    Set.of(StorageType.PERSISTENT),
                    new SupportedEncryption(
                            Set.of(ContentEncryptionAlgorithm.A256CBC_HS512, ContentEncryptionAlgorithm.A128GCM),
                            Set.of(KeyWrapAlgorithm.RSA_OAEP_256),
                            Set.of()));
        }

        @Override
        public ProviderKey generate(NewKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ProviderKey describe(KeyHandle key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] sign(KeyHandle key, SigningInput input) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(KeyHandle key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void discard(NewKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Health health() {
            return new Health.Up();
        }

        @Override
        public void close() {}
    }
}
