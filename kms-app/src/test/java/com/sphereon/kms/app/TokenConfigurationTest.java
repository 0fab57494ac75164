package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.http.HttpSettings;
import com.sphereon.kms.http.token.IssuerSettings;
import com.sphereon.kms.http.token.Role;
import com.sphereon.kms.http.token.TokenAlgorithm;
import com.sphereon.kms.http.token.TokenSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys below {@code server.rest.auth}. */
class TokenConfigurationTest {
    private static final Map<String, String> ONE_ISSUER = Map.of(
            "SERVER_REST_AUTH_ENABLED", "true",
            "SERVER_REST_AUTH_ISSUER", "https://issuer.test",
            "SERVER_REST_AUTH_JWKS_URI", "https://issuer.test/jwks");

    @TempDir
    Path directory;

    private HttpSettings read(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("KMS_CONFIG_DIR", directory.toString());
        return ServerConfiguration.read(new ConfigurationLoader(all).load(Map.of()));
    }

    private TokenSettings tokens(Map<String, String> environment) {
        return read(environment).tokens().orElseThrow();
    }

    private static Map<String, String> oneIssuerAnd(String variable, String value) {
        Map<String, String> environment = new HashMap<>(ONE_ISSUER);
        environment.put(variable, value);
        return environment;
    }

    private void write(String yaml) throws IOException {
        Files.writeString(directory.resolve("a.yaml"), yaml);
    }

    /** The variable that turns tokens on is misspelt, and unknown variables are not ours to refuse. */
    @Test
    void issuer_withoutEnabled_refusedUnlessThatIsSaid() throws IOException {
        Map<String, String> forgotten = new HashMap<>(ONE_ISSUER);
        forgotten.remove("SERVER_REST_AUTH_ENABLED");
        forgotten.put("SERVER_REST_AUTH_ENABLE", "true");
        assertThatThrownBy(() -> read(forgotten))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("server.rest.auth.issuer is set (set in the environment), but"
                        + " server.rest.auth.enabled is not");
        write("server.rest.auth.issuers.partner.jwks-uri: https://partner.test/jwks");
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("server.rest.auth.issuers.partner.jwks-uri is set");

        forgotten.put("SERVER_REST_AUTH_ENABLED", "false");
        assertThat(read(forgotten).tokens()).isEmpty();
    }

    @Test
    void enabled_writtenInTwoWays_refused() throws IOException {
        write("server:\n  rest:\n    auth:\n      enabled: false\nserver.rest.auth.enabled: true\n");
        assertThatThrownBy(() -> read(ONE_ISSUER))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("server.rest.auth.enabled is written in two ways in ");
    }

    @Test
    void defaults_oneIssuer_areThoseOfTheDocument() {
        TokenSettings tokens = tokens(ONE_ISSUER);
        assertThat(tokens.issuers()).hasSize(1);
        assertThat(tokens.issuers().getFirst().issuer()).isEqualTo("https://issuer.test");
        assertThat(tokens.issuers().getFirst().jwksUri()).hasToString("https://issuer.test/jwks");
        assertThat(tokens.issuers().getFirst().audience()).isEmpty();
        assertThat(tokens.audience()).isEqualTo("enterprise-tenant-kms");
        assertThat(tokens.algorithms()).containsExactlyInAnyOrder(TokenAlgorithm.values());
        assertThat(tokens.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(tokens.claims().tenantClaims()).containsExactly("tenant_id");
        assertThat(tokens.claims().rolesClaim()).isEqualTo("roles");
        assertThat(tokens.claims().serviceClaim()).isEqualTo("kms_service");
        for (Role role : Role.values()) {
            assertThat(tokens.claims().roleNames()).containsEntry(role, Set.of(role.id()));
        }
        assertThat(tokens.jwks().refreshInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(tokens.jwks().minRefetchInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(tokens.jwks().maxStale()).isEqualTo(Duration.ofHours(1));
        assertThat(tokens.jwks().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(tokens.jwks().authorities()).isEmpty();
        assertThat(tokens.cacheSize()).isEqualTo(10_000);
    }

    @Test
    void builtIn_nothingSaid_wantsNoTokens() {
        assertThat(read(Map.of()).tokens()).isEmpty();
    }

    @Test
    void anonymousAllowed_besideTokens_opensNothing() {
        for (String allowed : List.of("true", "false")) {
            assertThat(read(oneIssuerAnd("SERVER_REST_AUTH_ANONYMOUS_ALLOWED", allowed))
                            .tokens())
                    .isPresent();
        }
    }

    @Test
    void everyKey_set_takesEffect() throws IOException {
        write("""
                server.rest.auth:
                  enabled: true
                  issuer: https://one.test
                  jwks-uri: https://one.test/jwks
                  platformIssuer: https://two.test
                  platform-jwks-uri: http://two:8080/jwks
                  issuers:
                    third:
                      issuer: https://three.test
                      jwksUri: https://three.test/jwks
                      audience: of-three
                  expected-audience: kms
                  algorithms: ES256, EdDSA
                  clock-skew: PT2M
                  tenant-claims: tenant_id, realm,tid
                  roles-claim: realm_access.roles
                  role-names:
                    service: kms.use, kms.sign
                    platform-admin: root
                  service-claim: duty_of
                  jwks:
                    refresh-interval: PT1M
                    min-refetch-interval: PT2S
                    max-stale: PT10M
                    timeout: PT1.5S
                  token-cache-size: 5
                """);
        TokenSettings tokens = tokens(Map.of("SERVER_REST_AUTH_ISSUERS_THIRD_AUDIENCE", "from-outside"));
        assertThat(tokens.issuers())
                .extracting(IssuerSettings::issuer)
                .containsExactly("https://one.test", "https://two.test", "https://three.test");
        assertThat(tokens.issuers())
                .extracting(IssuerSettings::audience)
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of("from-outside"));
        assertThat(tokens.issuers()).extracting(IssuerSettings::isUnprotected).containsExactly(false, true, false);
        assertThat(tokens.audience()).isEqualTo("kms");
        assertThat(tokens.algorithms()).containsExactlyInAnyOrder(TokenAlgorithm.ES256, TokenAlgorithm.EDDSA);
        assertThat(tokens.clockSkew()).isEqualTo(Duration.ofMinutes(2));
        assertThat(tokens.claims().tenantClaims()).containsExactly("tenant_id", "realm", "tid");
        assertThat(tokens.claims().rolesClaim()).isEqualTo("realm_access.roles");
        assertThat(tokens.claims().roleNames())
                .containsEntry(Role.SERVICE, Set.of("kms.use", "kms.sign"))
                .containsEntry(Role.PLATFORM_ADMIN, Set.of("root"))
                .containsEntry(Role.AUDITOR, Set.of("auditor"));
        assertThat(tokens.claims().serviceClaim()).isEqualTo("duty_of");
        assertThat(tokens.jwks().refreshInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(tokens.jwks().minRefetchInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(tokens.jwks().maxStale()).isEqualTo(Duration.ofMinutes(10));
        assertThat(tokens.jwks().timeout()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(tokens.cacheSize()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALGORITHMS|none|algorithms must be some of: RS256, ",
                "ALGORITHMS|RS256,HS256|algorithms must be some of: RS256, ",
                "ALGORITHMS|rs256|algorithms must be some of: RS256, ",
                "ALGORITHMS|RS256,,ES256|algorithms must be values with commas between them",
                "CLOCK_SKEW|PT2M1S|clock-skew must be an ISO-8601 duration from PT0S to PT2M",
                "CLOCK_SKEW|-PT1S|clock-skew must be an ISO-8601 duration from PT0S to PT2M",
                "CLOCK_SKEW|30|clock-skew must be an ISO-8601 duration from PT0S to PT2M",
                "CLOCK_SKEW|PT0.5S|clock-skew must be whole seconds",
                "TENANT_CLAIMS|a,|tenant-claims must be values with commas between them",
                "JWKS_URI|ftp://issuer.test/jwks|jwks-uri must be an https or http URI",
                "JWKS_URI|https://user:hunter2@issuer.test/jwks|jwks-uri must be an https or http URI",
                "JWKS_URI|https://issuer test/jwks|jwks-uri must be an https or http URI",
                "JWKS_URI|/jwks|jwks-uri must be an https or http URI",
                "JWKS_TIMEOUT|PT0S|jwks.timeout must be an ISO-8601 duration from PT0.1S to PT30S",
                "JWKS_REFRESH_INTERVAL|PT2H|jwks.refresh-interval must be an ISO-8601 duration from PT10S to PT1H",
                "JWKS_MIN_REFETCH_INTERVAL|PT0S|jwks.min-refetch-interval must be an ISO-8601 duration from PT1S to PT5M",
                "JWKS_MAX_STALE|PT1M|jwks.max-stale must not be less than jwks.refresh-interval",
                "JWKS_CA_CERTIFICATE|/no/such/file|jwks.ca-certificate must name a readable file",
                "TOKEN_CACHE_SIZE|0|token-cache-size must be a whole number from 1 to 1000000",
                "TOKEN_CACHE_SIZE|1000001|token-cache-size must be a whole number from 1 to 1000000",
            })
    void value_wrong_stopsWithKeyAndSource(String variable, String value, String said) {
        assertThatThrownBy(() -> read(oneIssuerAnd("SERVER_REST_AUTH_" + variable, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("server.rest.auth." + said)
                .hasMessageContaining("(set in the environment)")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void caCertificate_thatHoldsNone_stops() throws IOException {
        for (String content : List.of("", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")) {
            Path file = Files.writeString(directory.resolve("ca.pem"), content);
            assertThatThrownBy(() -> read(oneIssuerAnd("SERVER_REST_AUTH_JWKS_CA_CERTIFICATE", file.toString())))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("server.rest.auth.jwks.ca-certificate must name a readable file");
        }
    }

    @Test
    void issuers_noneOrHalfOnes_stopAndNameTheKeys() throws IOException {
        refused(
                Map.of("SERVER_REST_AUTH_ENABLED", "true"),
                "server.rest.auth.enabled is true (set in the environment), but no issuer is known",
                "server.rest.auth.issuer and server.rest.auth.jwks-uri");
        refused(
                Map.of("SERVER_REST_AUTH_ENABLED", "true", "SERVER_REST_AUTH_ISSUER", "https://issuer.test"),
                "server.rest.auth.jwks-uri is required beside issuer but not set");
        refused(
                Map.of("SERVER_REST_AUTH_ENABLED", "true", "SERVER_REST_AUTH_JWKS_URI", "https://issuer.test/jwks"),
                "server.rest.auth.issuer is required beside jwks-uri but not set");
        refused(
                oneIssuerAnd("SERVER_REST_AUTH_PLATFORM_ISSUER", "https://two.test"),
                "server.rest.auth.platform-jwks-uri is required beside platform-issuer but not set");
        write("server.rest.auth.issuers.third.audience: a");
        refused(ONE_ISSUER, "server.rest.auth.issuers.third.issuer is required but not set");
        write("server.rest.auth.issuers.third.issuer: https://three.test");
        refused(ONE_ISSUER, "server.rest.auth.issuers.third.jwks-uri is required beside issuer but not set");
    }

    @Test
    void issuers_twoWithOneIss_stop() throws IOException {
        write("""
                server.rest.auth.issuers.third:
                  issuer: https://issuer.test
                  jwks-uri: https://elsewhere.test/jwks
                """);
        refused(ONE_ISSUER, "the issuers 'default' and 'third' have the same issuer");
    }

    private void refused(Map<String, String> environment, String... said) {
        assertThatThrownBy(() -> read(environment))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .contains(said);
    }

    @ParameterizedTest
    @CsvSource({
        "server.rest.auth.isuer, server.rest.auth.issuer",
        "server.rest.auth.issuers.third.jwks-url, server.rest.auth.issuers.third.jwks-uri",
        "server.rest.auth.role-names.services, server.rest.auth.role-names.service",
        "server.rest.auth.jwks.time-out, server.rest.auth.jwks.timeout",
    })
    void unknownKey_inAFile_stopsWithTheNearest(String key, String nearest) throws IOException {
        write(key + ": x");
        refused(ONE_ISSUER, key + " is not a known key", "did you mean " + nearest + "?");
    }
}
