package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsSettingsTest {

    @Test
    void from_regionOnly_defaults() {
        AwsSettings settings = parsed("region", "eu-west-1");

        assertThat(settings.applicationId()).isEqualTo("aws-kms");
        assertThat(settings.region()).isEqualTo("eu-west-1");
        assertThat(settings.endpoint()).isEmpty();
        assertThat(settings.mode()).isEqualTo(CredentialMode.DEFAULT_CHAIN);
        assertThat(settings.accessKey()).isEmpty();
        assertThat(settings.profileName()).isEmpty();
        assertThat(settings.role()).isEmpty();
        assertThat(settings.requireTenantTag()).isTrue();
    }

    @Test
    void from_providerOfATenant_needsNoTagUnlessItSaysSo() {
        assertThat(ownedByATenant(Map.of("region", "eu-west-1")).requireTenantTag())
                .isFalse();
        assertThat(ownedByATenant(Map.of("region", "eu-west-1", "require-tenant-tag", "true"))
                        .requireTenantTag())
                .isTrue();
    }

    private static AwsSettings ownedByATenant(Map<String, String> settings) {
        return AwsSettings.from(new ProviderSettings(
                new ProviderId("aws"),
                new Settings(settings),
                Path.of("unused"),
                CallObserver.NONE,
                Optional.of(TestAws.TENANT)));
    }

    @Test
    void from_everySetting_taken() {
        AwsSettings assumed = parsed(
                "region", "us-gov-west-1",
                "application-id", "issuer",
                "endpoint-url", "https://kms.example",
                "credential-mode", "assume-role",
                "access-key-id", "env:ID",
                "secret-access-key", "file:/secret",
                "session-token", "file:/token",
                "role-arn", FakeSts.ROLE,
                "role-session-name", "kms-1",
                "external-id", "x",
                "sts-endpoint-url", "https://sts.example",
                "require-tenant-tag", "false",
                "max-retries", "7");

        assertThat(assumed.applicationId()).isEqualTo("issuer");
        assertThat(assumed.endpoint())
                .hasValueSatisfying(e -> assertThat(e.url()).hasToString("https://kms.example/"));
        assertThat(assumed.accessKey())
                .hasValueSatisfying(key -> assertThat(key.token()).isPresent());
        assertThat(assumed.role()).hasValueSatisfying(role -> {
            assertThat(role.arn()).isEqualTo(FakeSts.ROLE);
            assertThat(role.sessionName()).isEqualTo("kms-1");
            assertThat(role.externalId()).contains("x");
            assertThat(role.tokenFile()).isEmpty();
            assertThat(role.stsEndpoint()).isPresent();
        });
        assertThat(assumed.requireTenantTag()).isFalse();
        assertThat(assumed.limits().maxRetries()).isEqualTo(7);

        AwsSettings web = parsed(
                "region", "eu-west-1",
                "credential-mode", "web-identity",
                "role-arn", FakeSts.ROLE,
                "web-identity-token-file", "/token");
        assertThat(web.role()).hasValueSatisfying(role -> {
            assertThat(role.tokenFile()).contains(Path.of("/token"));
            assertThat(role.sessionName()).isEqualTo("kms");
        });
        assertThat(parsed("region", "eu-west-1", "credential-mode", "profile", "profile-name", "p")
                        .profileName())
                .contains("p");
    }

    @ParameterizedTest
    @CsvSource({
        "region,",
        "region,Europe",
        "region,eu-west-1.evil.example/",
        "region,cn-north-1",
        "application-id,has space",
        "endpoint-url,http://kms.example",
        "endpoint-url,https://user:pass@kms.example",
        "credential-mode,anything",
        "credential-mode,ACCESS_KEY",
        "require-tenant-tag,no",
        "ca-certificate,/no/such/file"
    })
    void from_wrongValue_refusedByName(String name, String value) {
        Map<String, String> settings = new HashMap<>(Map.of("region", "eu-west-1"));
        settings.put(name, value == null ? "" : value);

        assertRefused(settings, name);
    }

    @ParameterizedTest
    @CsvSource({"access-key,access-key-id", "assume-role,role-arn", "web-identity,web-identity-token-file"})
    void from_modeWithoutWhatItNeeds_refusedByName(String mode, String missing) {
        assertRefused(Map.of("region", "eu-west-1", "credential-mode", mode), missing);
    }

    @Test
    void from_accessKeyWithoutItsSecret_refusedByName() {
        assertRefused(
                Map.of("region", "eu-west-1", "credential-mode", "access-key", "access-key-id", "env:ID"),
                "secret-access-key");
    }

    /** As contract 13.2 says: the secret itself is rejected in configuration. */
    @Test
    void from_secretItself_refusedWithoutQuotingIt() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> parsed(
                        "region", "eu-west-1",
                        "credential-mode", "access-key",
                        "access-key-id", "env:ID",
                        "secret-access-key", FakeAwsKms.SECRET_ACCESS_KEY))
                .withMessageContaining("secret-access-key")
                .withMessageNotContaining("CANARY");
    }

    /** A setting of another mode would have no effect, and nobody would notice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "access-key-id",
                "secret-access-key",
                "session-token",
                "profile-name",
                "role-arn",
                "role-session-name",
                "external-id",
                "web-identity-token-file",
                "sts-endpoint-url"
            })
    void from_settingOfAnotherMode_refusedByName(String name) {
        assertRefused(Map.of("region", "eu-west-1", name, "env:X"), name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "role",
                "arn:aws:iam::1:role/kms",
                "arn:aws:iam::111122223333:user/kms",
                "arn:aws:iam::111122223333:role/"
            })
    void from_noRole_refused(String arn) {
        assertRefused(Map.of("region", "eu-west-1", "credential-mode", "assume-role", "role-arn", arn), "role-arn");
    }

    private static void assertRefused(Map<String, String> settings, String name) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> AwsSettings.from(ProviderSettings.of("aws", settings, Path.of("unused"))))
                .satisfies(refusal -> assertThat(refusal.setting()).isEqualTo(name));
    }

    private static AwsSettings parsed(String... namesAndValues) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return AwsSettings.from(ProviderSettings.of("aws", settings, Path.of("unused")));
    }
}
