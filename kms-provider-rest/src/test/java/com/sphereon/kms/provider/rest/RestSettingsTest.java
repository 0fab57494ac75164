package com.sphereon.kms.provider.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.core.spi.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestSettingsTest {
    private static final String URL = "https://kms.example/api/kms/v1";
    private static final Map<String, String> CLIENT = Map.of(
            "url", URL,
            "token-endpoint", "https://login.example/token",
            "client-id", "kms",
            "client-secret", "env:SECRET");

    private static RestSettings from(Map<String, String> base, String... others) {
        Map<String, String> values = new HashMap<>(base);
        for (int i = 0; i < others.length; i += 2) {
            values.put(others[i], others[i + 1]);
        }
        values.values().removeIf(String::isEmpty);
        Settings settings = new Settings(values);
        SettingSpec.requireValid(new RestKeyProviderFactory().settings(), settings);
        return RestSettings.from(settings);
    }

    private static void assertRefused(Map<String, String> base, String setting, String problem, String... others) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> from(base, others))
                .satisfies(refusal -> assertThat(refusal.setting()).isEqualTo(setting))
                .withMessageContaining(problem);
    }

    @Test
    void from_token_taken() {
        RestSettings settings = from(Map.of("url", URL, "bearer-jwt", "env:TOKEN"));

        assertThat(settings.base().url()).hasToString(URL);
        assertThat(settings.provider()).isEmpty();
        assertThat(settings.credentials()).isInstanceOf(RestSettings.Bearer.class);
    }

    @Test
    void from_everythingOfAClient_taken() {
        RestSettings settings =
                from(CLIENT, "rest-provider-id", "software-eu", "audience", "kms", "scope", "tenant:{tenant}");

        assertThat(settings.provider()).contains(new ProviderId("software-eu"));
        assertThat(settings.credentials()).isInstanceOfSatisfying(RestSettings.Client.class, client -> {
            assertThat(client.tokens().url()).hasToString("https://login.example/token");
            assertThat(client.id()).isEqualTo("kms");
            assertThat(client.audience()).contains("kms");
            assertThat(client.scope()).contains("tenant:{tenant}");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "url, '', required",
        "url, http://kms.example, https URL",
        "url, https://me@kms.example, must",
        "token-endpoint, http://login.example/token, https URL",
        "client-id, '', required",
        "client-secret, '', required",
        "client-secret, the-secret, env:NAME",
        "rest-provider-id, Not An Id, id of a provider",
        "deadline, PT10M, must",
        "ca-certificate, /no/such/file, ''"
    })
    void from_wrongValue_refusedByName(String setting, String value, String problem) {
        assertRefused(CLIENT, setting, problem, setting, value);
    }

    /** Without a token the other KMS could not tell whose keys are meant. */
    @Test
    void from_noTokenAtAll_refused() {
        assertRefused(Map.of("url", URL), "bearer-jwt", "required");
    }

    @Test
    void from_twoKindsOfTokens_refused() {
        assertRefused(CLIENT, "bearer-jwt", "does not go with token-endpoint", "bearer-jwt", "env:TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-id", "client-secret", "audience", "scope"})
    void from_clientsSettingBesideAToken_refused(String setting) {
        assertRefused(
                Map.of("url", URL, "bearer-jwt", "env:TOKEN"), setting, "does not go with", setting, "env:ANYTHING");
    }
}
