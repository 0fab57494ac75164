package com.sphereon.kms.core.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What factories say of their settings, and what is refused because of it. */
class SettingSpecTest {
    private enum Mode {
        DEFAULT_CHAIN,
        ACCESS_KEY
    }

    private static final List<SettingSpec> SPECS = List.of(
            SettingSpec.text("region", 8).asRequired(),
            SettingSpec.url("endpoint-url"),
            SettingSpec.secret("secret-access-key"),
            SettingSpec.secrets("key-store.previous-master-keys", 2),
            SettingSpec.number("max-retries", 0, 100).defaultsTo("10"),
            SettingSpec.flag("purge-on-delete"),
            SettingSpec.choice("credential-mode", Mode.class).defaultsTo("default-chain"),
            SettingSpec.duration("deadline", Duration.ofSeconds(1), Duration.ofMinutes(1)));

    private static void check(String setting, String value) {
        SettingSpec.requireValid(
                SPECS,
                new Settings(
                        setting.equals("region") ? Map.of(setting, value) : Map.of("region", "x", setting, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region | 12345678",
                "endpoint-url | https://kms.example:8443/a/b?c=d",
                "endpoint-url | HTTP://localhost:4566",
                "endpoint-url | http://[::1]:80",
                "secret-access-key | env:X",
                "secret-access-key | file:/run/secrets/x",
                "key-store.previous-master-keys | env:A, file:/b",
                "max-retries | 0",
                "max-retries | 100",
                "purge-on-delete | true",
                "credential-mode | access-key",
                "deadline | PT1S",
                "deadline | PT1M",
            })
    void value_ofItsKind_isAllowed(String setting, String value) {
        assertThatCode(() -> check(setting, value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region | 123456789 | must be at most 8 characters, none of them a control character",
                "endpoint-url | kms.example | must be an https or http URL without user, password and fragment",
                "endpoint-url | ftp://kms.example | must be an https or http URL without user, password and fragment",
                "endpoint-url | https://user:canary@kms.example | must be an https or http URL without user, password and fragment",
                "endpoint-url | https://kms.example/#canary | must be an https or http URL without user, password and fragment",
                "endpoint-url | https:///nothing | must be an https or http URL without user, password and fragment",
                "endpoint-url | https://kms example | must be an https or http URL without user, password and fragment",
                "secret-access-key | canary | must say where the secret is, as env:NAME or file:/path, not the secret itself",
                "secret-access-key | env: | must say where the secret is, as env:NAME or file:/path, not the secret itself",
                "secret-access-key | ENV:X | must say where the secret is, as env:NAME or file:/path, not the secret itself",
                "key-store.previous-master-keys | env:A,canary | must say where the secret is, as env:NAME or file:/path, not the secret itself",
                "key-store.previous-master-keys | env:A, | must say where the secret is, as env:NAME or file:/path, not the secret itself",
                "key-store.previous-master-keys | env:A,env:B,env:C | must be at most 2 references",
                "max-retries | -1 | must be a whole number from 0 to 100",
                "max-retries | 101 | must be a whole number from 0 to 100",
                "max-retries | 1.5 | must be a whole number from 0 to 100",
                "max-retries | ten | must be a whole number from 0 to 100",
                "purge-on-delete | yes | must be true or false",
                "purge-on-delete | TRUE | must be true or false",
                "credential-mode | ACCESS_KEY | must be one of: default-chain, access-key",
                "deadline | PT0.5S | must be an ISO 8601 duration from PT1S to PT1M, such as PT1M",
                "deadline | PT2M | must be an ISO 8601 duration from PT1S to PT1M, such as PT1M",
                "deadline | 10s | must be an ISO 8601 duration from PT1S to PT1M, such as PT1M",
                "zone | x | is unknown; there are credential-mode, deadline, endpoint-url, key-store.previous-master-keys, max-retries, purge-on-delete, region, secret-access-key",
            })
    void value_notOfItsKind_isRefusedByNameAndNotRepeated(String setting, String value, String problem) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> check(setting, value))
                .withMessage(setting + " " + problem)
                .satisfies(e -> {
                    assertThat(e.setting()).isEqualTo(setting);
                    assertThat(e.problem()).isEqualTo(problem).doesNotContain("canary");
                });
    }

    @Test
    void required_missingOrBlank_isRefused() {
        for (Map<String, String> settings : List.of(Map.<String, String>of(), Map.of("region", " "))) {
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> SettingSpec.requireValid(SPECS, new Settings(settings)))
                    .withMessage("region is required but not set");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Region", "region_a", "-a", "a-", "a..b", ".a", "a.", "a b", "9a"})
    void name_notInKebabCase_cannotBe(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> SettingSpec.text(name, 1));
    }

    @Test
    void spec_thatContradictsItself_cannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingSpec.number("a", 1, 2).defaultsTo("3"))
                .withMessageContaining("must be a whole number from 1 to 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingSpec.flag("a").defaultsTo("true").asRequired());
        assertThatIllegalArgumentException().isThrownBy(() -> SettingSpec.text("a", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> SettingSpec.text("a", SettingKind.MAX_CHARS + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "region, region",
        "max-retries, maxRetries",
        "base-delay-in-ms, baseDelayInMs",
        "key-store.previous-master-keys, keyStore.previousMasterKeys",
        "cache-ttl-in-seconds, cacheTtlInSeconds"
    })
    void memberName_ofASetting_isInCamelCase(String name, String member) {
        assertThat(SettingSpec.text(name, 1).memberName()).isEqualTo(member);
    }

    @Test
    void text_withAControlCharacter_isRefused() {
        assertThat(new SettingKind.Text(10).problem("a\nb")).isPresent();
        assertThat(new SettingKind.Secret().problem("file:/a\0b")).isPresent();
        assertThat(new SettingKind.Text(10).problem("a b")).isEmpty();
    }
}
