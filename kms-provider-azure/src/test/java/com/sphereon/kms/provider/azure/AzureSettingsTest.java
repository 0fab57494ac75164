package com.sphereon.kms.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.ProviderSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AzureSettingsTest {
    private static final String VAULT = "https://acme.vault.azure.net";

    private static AzureSettings from(String... settings) {
        Map<String, String> values = new HashMap<>(Map.of("keyvault-url", VAULT));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return AzureSettings.from(ProviderSettings.of("azure", values, Path.of("unused")));
    }

    private static void assertRefused(String setting, String problem, String... settings) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> from(settings))
                .satisfies(refusal -> assertThat(refusal.setting()).isEqualTo(setting))
                .withMessageContaining(problem);
    }

    @Test
    void from_onlyTheVault_defaults() {
        AzureSettings settings = from();

        assertThat(settings.vault()).hasToString(VAULT + "/");
        assertThat(settings.applicationId()).isEqualTo("azure-keyvault");
        assertThat(settings.hsmType()).isEqualTo(HsmType.KEYVAULT);
        assertThat(settings.credentialMode()).isEqualTo(CredentialMode.DEFAULT_CHAIN);
        assertThat(settings.authorityHost()).hasToString("https://login.microsoftonline.com/");
        assertThat(settings.purge()).isFalse();
        assertThat(settings.tenantTagRequired()).isTrue();
    }

    @Test
    void from_everythingSet_everythingTaken() {
        AzureSettings settings = from(
                "application-id", "kms",
                "hsm-type", "managed-hsm",
                "credential-mode", "service-client-certificate",
                "tenant-id", "acme.onmicrosoft.com",
                "client-id", "the-client",
                "client-certificate", "file:/run/secrets/pem",
                "authority-host", "https://login.microsoftonline.us",
                "purge-on-delete", "true",
                "require-tenant-tag", "false");

        assertThat(settings.applicationId()).isEqualTo("kms");
        assertThat(settings.hsmType()).isEqualTo(HsmType.MANAGED_HSM);
        assertThat(settings.credentialMode()).isEqualTo(CredentialMode.SERVICE_CLIENT_CERTIFICATE);
        assertThat(settings.tenantId()).contains("acme.onmicrosoft.com");
        assertThat(settings.clientId()).contains("the-client");
        assertThat(settings.clientCertificate()).isPresent();
        assertThat(settings.authorityHost()).hasToString("https://login.microsoftonline.us/");
        assertThat(settings.purge()).isTrue();
        assertThat(settings.tenantTagRequired()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "keyvault-url, http://acme.vault.azure.net, https URL",
        "keyvault-url, https://acme.vault.azure.net/keys, without a path",
        "keyvault-url, https://me@acme.vault.azure.net, https URL",
        "keyvault-url, acme, https URL",
        "keyvault-url, '', required",
        "authority-host, http://login.microsoftonline.com, https URL",
        "authority-host, https://login.microsoftonline.com/common, without a path",
        "hsm-type, dedicated, 'keyvault, managed-hsm'",
        "credential-mode, user-interactive-browser, default-chain",
        "tenant-id, a/b, tenant",
        "tenant-id, .., tenant",
        "application-id, with space, visible",
        "application-id, much-longer-than-azure-allows, 24",
        "purge-on-delete, yes, true or false",
        "require-tenant-tag, 1, true or false"
    })
    void from_wrongValue_refusedWithoutRepeatingIt(String setting, String value, String problem) {
        assertRefused(setting, problem, setting, value);
    }

    @ParameterizedTest
    @CsvSource({
        "service-client-secret, tenant-id",
        "service-client-secret, client-id",
        "service-client-secret, client-secret",
        "service-client-certificate, tenant-id",
        "service-client-certificate, client-id",
        "service-client-certificate, client-certificate"
    })
    void from_modeWithoutWhatItNeeds_refused(String mode, String missing) {
        String secret = mode.endsWith("secret") ? "client-secret" : "client-certificate";
        Map<String, String> values = new HashMap<>(Map.of(
                "keyvault-url", VAULT, "credential-mode", mode, "tenant-id", "t", "client-id", "c", secret, "env:S"));
        values.remove(missing);

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> AzureSettings.from(ProviderSettings.of("azure", values, Path.of("unused"))))
                .satisfies(refusal -> assertThat(refusal.setting()).isEqualTo(missing))
                .withMessageContaining("is required with credential-mode " + mode);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SERVICE_CLIENT_SECRET")
    void from_secretInAnotherMode_refused(CredentialMode mode) {
        String name = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        assertRefused(
                "client-secret",
                "has no effect",
                "credential-mode",
                name,
                "tenant-id",
                "t",
                "client-id",
                "c",
                "client-secret",
                "env:S");
    }

    @Test
    void from_secretItself_refusedWithoutRepeatingIt() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> from("credential-mode", "service-client-secret", "client-secret", "Hunter2"))
                .satisfies(refusal -> assertThat(refusal).hasMessageNotContaining("Hunter2"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MANAGED_IDENTITY", "WORKLOAD_IDENTITY", "DEFAULT_CHAIN"})
    void from_modeOfTheEnvironment_needsNothing(CredentialMode mode) {
        String name = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');

        assertThat(from("credential-mode", name).credentialMode()).isEqualTo(mode);
    }
}
