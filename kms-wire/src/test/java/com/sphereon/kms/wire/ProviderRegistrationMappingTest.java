package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.AdministeredProvider;
import com.sphereon.kms.core.service.ProviderTypes;
import com.sphereon.kms.core.service.ProviderValidation;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SettingSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registrations between JSON and the domain. */
class ProviderRegistrationMappingTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ProviderTypes TYPES = new ProviderTypes(List.of(new AwsFactory()), Path.of("unused"));
    private static final String CONFIGURATION = "{\"region\":\"eu-west-1\"}";

    /** Knows a setting of each kind, and makes nothing. */
    private static final class AwsFactory implements KeyProviderFactory {
        @Override
        public String type() {
            return "aws_kms";
        }

        @Override
        public String displayName() {
            return "AWS KMS";
        }

        @Override
        public List<SettingSpec> settings() {
            return List.of(
                    SettingSpec.text("region", 64).asRequired(),
                    SettingSpec.url("endpoint-url"),
                    SettingSpec.choice("credential-mode", "default-chain", "access-key")
                            .defaultsTo("default-chain"),
                    SettingSpec.secret("secret-access-key"),
                    SettingSpec.secrets("key-store.previous-master-keys", 3),
                    SettingSpec.text("key-store.path", 64),
                    SettingSpec.number("max-retries", 0, 100),
                    SettingSpec.flag("purge-on-delete"),
                    SettingSpec.duration("deadline", Duration.ofSeconds(1), Duration.ofMinutes(1)));
        }

        @Override
        public KeyProvider create(ProviderSettings settings) {
            throw new UnsupportedOperationException();
        }
    }

    private static ProviderDefinition read(String json) {
        try {
            return ProviderRegistrationMapping.toDomain(JSON.readValue(json, ProviderRegistrationRequest.class), TYPES);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String body(String members) {
        return "{\"providerId\":\"aws-eu\",\"type\":\"AWS_KMS\",\"configuration\":" + CONFIGURATION
                + (members.isEmpty() ? "" : "," + members) + "}";
    }

    private static String configured(String configuration) {
        return "{\"providerId\":\"aws-eu\",\"type\":\"AWS_KMS\",\"configuration\":" + configuration + "}";
    }

    private static JsonNode written(ProviderDefinition definition, boolean registered) {
        Optional<ProviderRegistration> row = registered
                ? Optional.of(ProviderRegistration.created(
                                UUID.randomUUID(),
                                definition,
                                new Change(Instant.parse("2026-03-01T12:00:00Z"), "peter"))
                        .retiring(Instant.parse("2026-03-02T12:00:00Z")))
                : Optional.empty();
        return JSON.valueToTree(
                ProviderRegistrationMapping.toWire(new AdministeredProvider(definition, row, true), TYPES));
    }

    @Test
    void toDomain_smallest_hasTheDefaults() {
        ProviderDefinition definition = read(body(""));

        assertThat(definition)
                .isEqualTo(new ProviderDefinition(
                        new ProviderId("aws-eu"),
                        "aws_kms",
                        "AWS KMS",
                        new ProviderVisibility.Shared(false, Set.of()),
                        true,
                        Map.of("region", "eu-west-1")));
    }

    @Test
    void configuration_ofEachKind_thereAndBack() {
        String configuration =
                "{\"region\":\"eu-west-1\",\"endpointUrl\":\"https://kms.example\",\"credentialMode\":\"ACCESS_KEY\","
                        + "\"secretAccessKey\":\"env:AWS\",\"keyStore\":{\"previousMasterKeys\":[\"env:A\",\"file:/b\"],"
                        + "\"path\":\"/keys\"},\"maxRetries\":3,\"purgeOnDelete\":true,\"deadline\":\"PT5S\"}";
        ProviderDefinition definition = read(configured(configuration));

        assertThat(definition.settings())
                .containsOnly(
                        Map.entry("region", "eu-west-1"),
                        Map.entry("endpoint-url", "https://kms.example"),
                        Map.entry("credential-mode", "access-key"),
                        Map.entry("secret-access-key", "env:AWS"),
                        Map.entry("key-store.previous-master-keys", "env:A,file:/b"),
                        Map.entry("key-store.path", "/keys"),
                        Map.entry("max-retries", "3"),
                        Map.entry("purge-on-delete", "true"),
                        Map.entry("deadline", "PT5S"));
        assertThat(written(definition, true).get("configuration").toString()).isEqualTo(configuration);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | configuration.region is missing",
                "{\"region\":1} | configuration.region must be text",
                "{\"region\":null} | configuration.region must be text",
                "{\"region\":\"\"} | configuration.region must not be empty; leave it out instead",
                "{\"region\":\" \"} | configuration.region must not be empty",
                "{\"region\":[\"x\"]} | configuration.region must be text",
                "{\"region\":{\"x\":1}} | configuration.region must be text",
                "{\"region\":\"x\",\"regoin\":1} | configuration.regoin is unknown for type AWS_KMS; allowed are region, endpointUrl",
                "{\"region\":\"x\",\"end-point\":1} | configuration.end-point is unknown",
                "{\"region\":\"x\",\"keyStore\":{\"type\":1}} | configuration.keyStore.type is unknown",
                "{\"region\":\"x\",\"keyStore\":\"/keys\"} | configuration.keyStore is unknown",
                "{\"region\":\"x\",\"keyStore.path\":{\"a\":1}} | configuration.keyStore.path must be text",
                "{\"region\":\"x\",\"endpointUrl\":\"ftp://x\"} | configuration.endpointUrl must be an https or http URL",
                "{\"region\":\"x\",\"endpointUrl\":\"https://u:canary@x\"} | configuration.endpointUrl must be an https or http URL",
                "{\"region\":\"x\",\"credentialMode\":\"access-key\"} | configuration.credentialMode 'access-key' is not allowed; allowed are DEFAULT_CHAIN, ACCESS_KEY",
                "{\"region\":\"x\",\"credentialMode\":1} | configuration.credentialMode must be text",
                "{\"region\":\"x\",\"secretAccessKey\":\"canary\"} | configuration.secretAccessKey must say where the secret is, as env:NAME or file:/path, not the secret itself",
                "{\"region\":\"x\",\"secretAccessKey\":1} | configuration.secretAccessKey must be text",
                "{\"region\":\"x\",\"keyStore\":{\"previousMasterKeys\":\"env:A\"}} | configuration.keyStore.previousMasterKeys must be a list of text",
                "{\"region\":\"x\",\"keyStore\":{\"previousMasterKeys\":[1]}} | configuration.keyStore.previousMasterKeys must be a list of text",
                "{\"region\":\"x\",\"keyStore\":{\"previousMasterKeys\":[\"canary\"]}} | configuration.keyStore.previousMasterKeys must say where the secret is",
                "{\"region\":\"x\",\"keyStore\":{\"previousMasterKeys\":[\"env:A,env:B\"]}} | must not hold a reference with a comma in it",
                "{\"region\":\"x\",\"keyStore\":{\"previousMasterKeys\":[]}} | configuration.keyStore.previousMasterKeys must not be empty",
                "{\"region\":\"x\",\"keyStore\":{\"previousMasterKeys\":[\"env:A\",\"env:B\",\"env:C\",\"env:D\"]}} | must be at most 3 references",
                "{\"region\":\"x\",\"maxRetries\":\"3\"} | configuration.maxRetries must be a whole number",
                "{\"region\":\"x\",\"maxRetries\":101} | configuration.maxRetries '101' must be a whole number from 0 to 100",
                "{\"region\":\"x\",\"maxRetries\":1.5} | configuration.maxRetries '1.5' must be a whole number from 0 to 100",
                "{\"region\":\"x\",\"purgeOnDelete\":\"true\"} | configuration.purgeOnDelete must be true or false",
                "{\"region\":\"x\",\"purgeOnDelete\":0} | configuration.purgeOnDelete must be true or false",
                "{\"region\":\"x\",\"deadline\":\"5 s\"} | configuration.deadline '5 s' must be an ISO 8601 duration from PT1S to PT1M",
                "{\"region\":\"x\",\"deadline\":5} | configuration.deadline must be text",
            })
    void configuration_wrongMember_isRefusedByNameAndSecretsAreNotRepeated(String configuration, String said) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> read(configured(configuration)))
                .withMessageContaining(said)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | providerId is missing",
                "{\"providerId\":\"NO\"} | providerId 'NO'",
                "{\"providerId\":\"aws-eu\"} | type is missing",
                "{\"providerId\":\"aws-eu\",\"type\":\"aws_kms\"} | type 'aws_kms' is not allowed; allowed are AWS_KMS, AZURE_KEYVAULT, CSC, REST, SOFTWARE",
                "{\"providerId\":\"aws-eu\",\"type\":\"CSC\"} | type 'CSC' is not available: its module is not on the class path; available are [AWS_KMS]",
                "{\"providerId\":\"aws-eu\",\"type\":\"AWS_KMS\"} | configuration is missing",
                "{\"providerId\":\"aws-eu\",\"type\":\"AWS_KMS\",\"configuraton\":{}} | configuraton is unknown; allowed are providerId, type, displayName",
            })
    void toDomain_withoutWhatIsNeeded_isRefusedByName(String body, String said) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> read(body))
                .withMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"displayName\":\" \" | displayName is not allowed",
                "\"displayName\":\"a\\nb\" | displayName is not allowed",
                "\"ownership\":\"platform\" | ownership 'platform' is not allowed; allowed are PLATFORM, TENANT",
                "\"ownership\":\"TENANT\" | tenantId is missing",
                "\"ownership\":\"TENANT\",\"tenantId\":\"ACME\" | tenantId: tenant 'ACME' is not allowed",
                "\"tenantId\":\"acme\" | tenantId is for providers of tenants; ownership is PLATFORM",
                "\"ownership\":\"TENANT\",\"tenantId\":\"acme\",\"system\":true | system is for providers of the platform",
                "\"ownership\":\"TENANT\",\"tenantId\":\"acme\",\"sharedWithAll\":true | sharedWith is for providers of the platform",
                "\"ownership\":\"TENANT\",\"tenantId\":\"acme\",\"sharedWith\":[\"b\"] | sharedWith is for providers of the platform",
                "\"sharedWith\":[\"acme\",\"acme\"] | sharedWith names tenant 'acme' twice",
                "\"sharedWith\":[\"a--b\"] | sharedWith: tenant 'a--b' is not allowed",
                "\"sharedWith\":[\"acme\"],\"sharedWithAll\":true | sharedWith names tenants, but sharedWithAll is true",
                "\"system\":true,\"sharedWithAll\":true | sharedWith is of no use while system is true",
                "\"sharedWithAl\":true | sharedWithAl is unknown",
            })
    void toDomain_wrongMember_isRefusedByName(String members, String said) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> read(body(members)))
                .withMessageContaining(said);
    }

    @Test
    void visibility_ofEachKind_thereAndBack() {
        Map<String, ProviderVisibility> kinds = Map.of(
                "\"sharedWithAll\":true",
                ProviderVisibility.tenants(),
                "\"sharedWith\":[\"acme\",\"b\"]",
                new ProviderVisibility.Shared(false, Set.of(new TenantId("acme"), new TenantId("b"))),
                "\"system\":true",
                ProviderVisibility.system(),
                "\"ownership\":\"TENANT\",\"tenantId\":\"acme\"",
                new ProviderVisibility.Owned(new TenantId("acme")));
        kinds.forEach((members, visibility) -> {
            ProviderDefinition definition = read(body(members));
            assertThat(definition.visibility()).isEqualTo(visibility);
            assertThat(read(written(definition, true).toString())).isEqualTo(definition);
        });
    }

    @Test
    void toWire_registeredOrDeclared_saysSo() {
        JsonNode registered = written(read(body("\"enabled\":false")), true);
        JsonNode declared = written(read(body("")), false);

        assertThat(registered.get("source").asText()).isEqualTo("REGISTRY");
        assertThat(registered.get("createdBy").asText()).isEqualTo("peter");
        assertThat(registered.get("updatedAt").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(registered.get("retiringSince").asText()).isEqualTo("2026-03-02T12:00:00Z");
        assertThat(registered.get("enabled").asBoolean()).isFalse();
        assertThat(registered.get("isDefault").asBoolean()).isTrue();
        assertThat(declared.get("source").asText()).isEqualTo("CONFIGURATION");
        assertThat(declared.has("createdAt")).isFalse();
        assertThat(declared.has("tenantId")).isFalse();
        assertThat(declared.has("sharedWith")).isFalse();
        assertThat(declared.get("sharedWithAll").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"isDefault", "source", "createdAt", "updatedBy", "retiringSince", "registrationId"})
    void toDomain_whatOnlyAnswersTell_isIgnored(String member) {
        ObjectNode body = (ObjectNode) JSON.valueToTree(
                Map.of("providerId", "aws-eu", "type", "AWS_KMS", "configuration", Map.of("region", "eu-west-1")));
        body.put(member, "anything");

        assertThat(read(body.toString())).isEqualTo(read(body("")));
    }

    @Test
    void validation_anyCheckFailed_isNotValid() {
        var good = new ProviderValidation.Check("reachable", true, "yes");
        var bad = new ProviderValidation.Check("credentials", false, "no");

        assertThat(ProviderRegistrationMapping.toWire(new ProviderValidation(List.of(good)))
                        .valid())
                .isTrue();
        JsonNode both =
                JSON.valueToTree(ProviderRegistrationMapping.toWire(new ProviderValidation(List.of(good, bad))));
        assertThat(both.toString())
                .isEqualTo("{\"valid\":false,\"checks\":[{\"name\":\"reachable\",\"passed\":true,\"detail\":\"yes\"},"
                        + "{\"name\":\"credentials\",\"passed\":false,\"detail\":\"no\"}]}");
    }
}
