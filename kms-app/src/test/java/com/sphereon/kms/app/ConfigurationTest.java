package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.http.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    @TempDir
    Path directory;

    @Test
    void defaults_nothingSaid_areThoseOfTheDocument() {
        HttpSettings http = ServerConfiguration.read(load(Map.of()));
        assertThat(http.host()).isEqualTo("127.0.0.1");
        assertThat(http.port()).isEqualTo(8080);
        assertThat(http.basePath()).isEqualTo("/api/kms/v1");
        assertThat(http.maxBodyBytes()).isEqualTo(1_048_576);
        assertThat(http.shutdownTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(http.anonymousTenant()).hasToString("default");
        assertThat(load(Map.of()).require("kms.data-dir")).isEqualTo("./data");
        assertThat(load(Map.of()).providerIds()).containsExactly("software-default");
    }

    @Test
    void everyKey_set_takesEffect() throws IOException {
        write("a.yaml", """
                server:
                  rest:
                    host: 0.0.0.0
                    port: 1
                    base-path: /
                    max-body-bytes: 2048
                    shutdown-timeout: PT1M
                    auth:
                      anonymous:
                        tenant: acme
                """);
        HttpSettings http = ServerConfiguration.read(load(Map.of()));
        assertThat(http.host()).isEqualTo("0.0.0.0");
        assertThat(http.port()).isEqualTo(1);
        assertThat(http.basePath()).isEmpty();
        assertThat(http.maxBodyBytes()).isEqualTo(2048);
        assertThat(http.shutdownTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(http.anonymousTenant()).hasToString("acme");
    }

    @Test
    void layers_laterOnes_win() throws IOException {
        assertThat(load(Map.of()).require("server.rest.port")).isEqualTo("8080");
        write("10-base.yaml", "server.rest.port: 1\nserver.rest.host: base");
        assertThat(load(Map.of()).require("server.rest.port")).isEqualTo("1");
        write("20-more.yml", "server:\n  rest:\n    port: 2");
        assertThat(load(Map.of()).require("server.rest.port")).isEqualTo("2");
        assertThat(load(Map.of()).require("server.rest.host")).isEqualTo("base");
        assertThat(load(Map.of("SERVER_REST_PORT", "3")).require("server.rest.port"))
                .isEqualTo("3");
        assertThat(new ConfigurationLoader(environment(Map.of("SERVER_REST_PORT", "3")))
                        .load(Map.of("server.rest.port", "4"))
                        .require("server.rest.port"))
                .isEqualTo("4");
    }

    @Test
    void environment_settingOfAProvider_isFound() {
        Configuration configuration = load(Map.of("KMS_PROVIDERS_SOFTWARE_DEFAULT_KEY_STORE_TYPE", "memory"));
        assertThat(configuration
                        .below("kms.providers.software-default", Set.of("key-store.type"))
                        .text("key-store.type"))
                .contains("memory");
    }

    @Test
    void environment_settingNoFileMentions_isFoundAndMakesNoProvider() {
        Configuration configuration = load(Map.of(
                "KMS_PROVIDERS_SOFTWARE_DEFAULT_KEY_STORE_MASTER_KEY", "env:MK", "KMS_PROVIDERS_AWS_TYPE", "software"));
        assertThat(configuration.providerIds()).containsExactly("software-default");
        assertThat(configuration
                        .below("kms.providers.software-default", Set.of("key-store.master-key"))
                        .text("key-store.master-key"))
                .contains("env:MK");
    }

    @Test
    void environment_ofTheLibrary_changesNoOrder() {
        assertThat(load(Map.of("CONFIG_ORDINAL", "1", "SERVER_REST_PORT", "3")).require("server.rest.port"))
                .isEqualTo("3");
        assertThat(load(Map.of("SMALLRYE_CONFIG_PROFILE", "stage", "_STAGE_SERVER_REST_PORT", "4"))
                        .require("server.rest.port"))
                .isEqualTo("8080");
    }

    @Test
    void expression_ofAVariableThatIsNotSet_stops() throws IOException {
        write("a.yaml", "kms.providers.software-default.key-store.master-key: ${NO_SUCH_VARIABLE}");
        Configuration configuration = load(Map.of());
        assertThatThrownBy(() -> configuration.text("kms.providers.software-default.key-store.master-key"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("refers to something that is not set");
    }

    @Test
    void file_camelCase_isUnderstood() throws IOException {
        write(
                "a.yaml",
                "kms:\n  providers:\n    other-one:\n      type: software\n      keyStore:\n        type: memory");
        Configuration configuration = load(Map.of());
        assertThat(configuration.providerIds()).containsExactly("other-one", "software-default");
        assertThat(configuration.require("kms.providers.other-one.key-store.type"))
                .isEqualTo("memory");
    }

    @ParameterizedTest
    @CsvSource({
        "server.rest.prot, server.rest.port",
        "server.rest.auth.enable, server.rest.auth.enabled",
        "kms.datadir, kms.data-dir",
        "kms.providers.software-default.keystore.type, kms.providers.software-default.key-store.type",
        "kms.providers.other-one.tpye, kms.providers.other-one.type",
        "database.tenants.default.dialekt, database.tenants.default.dialect",
    })
    void unknownKey_inAFile_stopsWithTheNearest(String key, String nearest) throws IOException {
        write("a.yaml", key + ": 1");
        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key + " is not a known key")
                .hasMessageContaining("a.yaml")
                .hasMessageEndingWith("did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [", "a: b: c", "\t"})
    void file_malformed_stopsByName(String content) throws IOException {
        write("a.yaml", content);
        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a.yaml");
    }

    @Test
    void directory_missing_stopsByVariable() {
        ConfigurationLoader loader = new ConfigurationLoader(Map.of("KMS_CONFIG_DIR", directory + "/none"));
        assertThatThrownBy(() -> loader.load(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("KMS_CONFIG_DIR names ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SERVER_REST_PORT|70000|server.rest.port must be a whole number from 0 to 65535",
                "SERVER_REST_PORT|http|server.rest.port must be a whole number from 0 to 65535",
                "SERVER_REST_BASE_PATH|api|server.rest.base-path must be segments",
                "SERVER_REST_SHUTDOWN_TIMEOUT|20|server.rest.shutdown-timeout must be an ISO-8601 duration",
                "SERVER_REST_MAX_BODY_BYTES|1|server.rest.max-body-bytes must be a whole number from 1024",
                "SERVER_REST_AUTH_ENABLED|yes|server.rest.auth.enabled must be true or false",
                "SERVER_REST_AUTH_ANONYMOUS_TENANT|A|server.rest.auth.anonymous.tenant is no tenant id",
                "SERVER_REST_AUTH_ENABLED|true|server.rest.auth.enabled is true",
                "SERVER_REST_AUTH_ANONYMOUS_ALLOWED|false|nobody could be served",
            })
    void value_wrong_stopsWithKeyAndSource(String variable, String value, String said) {
        assertThatThrownBy(() -> ServerConfiguration.read(load(Map.of(variable, value))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(said)
                .hasMessageContaining("(set in ");
    }

    @Test
    void start_whatCannotBe_stopsAndLeavesNothingOpen() {
        startRefused("asks for provider type 'tpm', but kms-provider-tpm is not on the class path", "type", "tpm");
        startRefused("key-store.master-key must say where the secret is", "key-store.master-key", "c2VjcmV0");
        startRefused("key-store.type must be one of: ", "key-store.type", "pkcs12");
        assertThatThrownBy(() -> KmsApplication.start(Map.of(
                        "kms.data-dir", directory.toString(), "server.rest.port", "0", "kms.default-provider", "none")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there are [software-default]");
        try (KmsApplication application =
                KmsApplication.start(Map.of("kms.data-dir", directory.toString(), "server.rest.port", "0"))) {
            assertThat(application.port())
                    .as("the folder was let go of each time")
                    .isPositive();
        }
    }

    private void startRefused(String said, String setting, String value) {
        assertThatThrownBy(() -> KmsApplication.start(Map.of(
                        "kms.data-dir",
                        directory.toString(),
                        "server.rest.port",
                        "0",
                        "kms.providers.software-default." + setting,
                        value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(said)
                .hasMessageNotContaining("c2VjcmV0");
    }

    private Configuration load(Map<String, String> environment) {
        return new ConfigurationLoader(environment(environment)).load(Map.of());
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("KMS_CONFIG_DIR", directory.toString());
        return environment;
    }

    private void write(String name, String yaml) throws IOException {
        Files.writeString(directory.resolve(name), yaml);
    }
}
