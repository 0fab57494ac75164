package com.sphereon.kms.provider.csc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.ClientCredentials.Method;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CscSettingsTest {
    private static final Map<String, String> NEEDED = Map.of(
            "base-url", "https://csc.example",
            "token-url", "https://auth.example/oauth2/token",
            "client-id", "kms",
            "client-secret", "file:/run/secrets/client",
            "tenant-credentials", "*");

    @Test
    void from_onlyWhatIsNeeded_defaults() {
        CscSettings settings = from();

        assertThat(settings.base().url()).hasToString("https://csc.example/");
        assertThat(settings.client().tokens().url()).hasToString("https://auth.example/oauth2/token");
        assertThat(settings.client().method()).isEqualTo(Method.CLIENT_SECRET_POST);
        assertThat(settings.client().scope()).isEmpty();
        assertThat(settings.service()).isInstanceOfSatisfying(CscSettings.Csc.class, csc -> {
            assertThat(csc.version()).isEqualTo(ApiVersion.AUTO);
            assertThat(csc.userId()).isEmpty();
            assertThat(csc.pin()).isEmpty();
            assertThat(csc.exchange()).isEmpty();
        });
        assertThat(settings.tenants().allowed()).isEmpty();
    }

    @Test
    void from_everythingOfCsc_everythingTaken() {
        CscSettings settings = from(
                "variant", "csc",
                "api-version", "v2",
                "token-endpoint-auth-method", "client-secret-basic",
                "scope", "service",
                "user-id", "seal-user",
                "pin", "env:PIN",
                "deadline", "PT3S",
                "tenant-credentials", "acme=one, acme=two=,other=one");

        assertThat(settings.client().method()).isEqualTo(Method.CLIENT_SECRET_BASIC);
        assertThat(settings.client().scope()).contains("service");
        assertThat(settings.limits().deadline()).hasSeconds(3);
        assertThat(settings.service()).isInstanceOfSatisfying(CscSettings.Csc.class, csc -> {
            assertThat(csc.version()).isEqualTo(ApiVersion.V2);
            assertThat(csc.userId()).contains("seal-user");
            assertThat(csc.pin()).containsInstanceOf(SecretReference.Env.class);
        });
        TenantCredentials tenants = settings.tenants();
        assertThat(tenants.allow(key("acme", "one"))).isTrue();
        assertThat(tenants.allow(key("acme", "two="))).isTrue();
        assertThat(tenants.allow(key("other", "one"))).isTrue();
        assertThat(tenants.allow(key("other", "two="))).isFalse();
        assertThat(tenants.allow(key("acme", "three"))).isFalse();
        assertThat(tenants.allow(key("stranger", "one"))).isFalse();
    }

    @Test
    void from_digidentity_versionOneAndExchangeAtTheBase() {
        CscSettings settings = from("variant", "digidentity");

        assertThat(settings.client().method()).isEqualTo(Method.CLIENT_SECRET_BASIC);
        assertThat(settings.service()).isInstanceOfSatisfying(CscSettings.Csc.class, csc -> {
            assertThat(csc.version()).isEqualTo(ApiVersion.V1);
            assertThat(csc.exchange()).contains(settings.base());
        });
    }

    @Test
    void from_digidentityWithExchangeElsewhere_taken() {
        CscSettings settings = from("variant", "digidentity", "esign-url", "https://esign.example");

        assertThat(settings.service())
                .isInstanceOfSatisfying(
                        CscSettings.Csc.class,
                        csc -> assertThat(csc.exchange())
                                .hasValueSatisfying(
                                        exchange -> assertThat(exchange.url()).hasToString("https://esign.example/")));
    }

    @Test
    void from_autoSigner_taken() {
        CscSettings settings =
                from("variant", "digidentity-auto-signer", "auto-signer-id", "one", "api-key", "file:/run/secrets/key");

        assertThat(settings.service())
                .isEqualTo(new CscSettings.Automatic(
                        "one", new SecretReference.File("api-key", Path.of("/run/secrets/key"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url", "token-url", "client-id", "client-secret"})
    void from_neededOneMissing_refusedByName(String name) {
        assertRefused(name, name, " ");
    }

    @ParameterizedTest
    @CsvSource({
        "base-url, http://csc.example",
        "base-url, ftp://csc.example",
        "base-url, https://user:canary@csc.example",
        "token-url, http://auth.example",
        "client-secret, canary",
        "pin, canary",
        "ca-certificate, /no/such/file",
        "variant, CSC",
        "variant, trustx",
        "api-version, 2",
        "token-endpoint-auth-method, none",
        "esign-url, https://esign.example",
        "auto-signer-id, one",
        "api-key, file:/key",
        "tenant-credentials, one",
        "tenant-credentials, acme=",
        "tenant-credentials, 'acme=one,'",
        "tenant-credentials, 'Acme!=one'",
        "tenant-credentials, 'acme=one two'",
        "deadline, 3",
    })
    void from_wrongValue_refusedByNameWithoutRepeatingIt(String name, String value) {
        assertRefused(name, name, value);
    }

    @ParameterizedTest
    @CsvSource({
        "api-version, v1",
        "esign-url, https://esign.example",
        "user-id, somebody",
        "pin, file:/pin",
    })
    void from_autoSignerWithSettingsOfOthers_refused(String name, String value) {
        assertRefused(
                name,
                "variant",
                "digidentity-auto-signer",
                "auto-signer-id",
                "one",
                "api-key",
                "file:/key",
                name,
                value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto-signer-id", "api-key"})
    void from_autoSignerWithoutWhatItNeeds_refused(String name) {
        assertRefused(
                name, "variant", "digidentity-auto-signer", "auto-signer-id", "one", "api-key", "file:/key", name, " ");
    }

    private static void assertRefused(String name, String... settings) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> from(settings))
                .withMessageStartingWith(name + " ")
                .withMessageNotContaining("canary")
                .satisfies(e -> assertThat(e.setting()).isEqualTo(name));
    }

    private static KeyHandle key(String tenant, String id) {
        return new KeyHandle(new TenantId(tenant), id);
    }

    private static CscSettings from(String... settings) {
        Map<String, String> all = new HashMap<>(NEEDED);
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return CscSettings.from(new Settings(all));
    }
}
