package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to credentials leads to signatures AWS accepts, and none to any other. */
class CredentialsTest {
    private static final String PROFILE_FILE = "aws.sharedCredentialsFile";

    private final TestAws aws = new TestAws();

    @AfterEach
    void stop() {
        aws.close();
        System.clearProperty(PROFILE_FILE);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void accessKey_known_works() {
        try (KeyProvider provider = aws.open()) {
            assertThat(provider.health()).isEqualTo(new Health.Up());
        }
    }

    @Test
    void accessKey_withSessionToken_works() {
        aws.fake.signatures().accept("ASIATEMP", "temporary", "session");
        try (KeyProvider provider = aws.open(
                "access-key-id", TestAws.reference("ASIATEMP"),
                "secret-access-key", TestAws.reference("temporary"),
                "session-token", TestAws.reference("session"))) {
            assertThat(provider.health()).isEqualTo(new Health.Up());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AKIANOBODY, x, UnrecognizedClientException",
        "AKIACANARY0000000001, wrong secret, InvalidSignatureException"
    })
    void accessKey_wrong_refusedWithReason(String id, String secret, String code) {
        try (KeyProvider provider =
                aws.open("access-key-id", TestAws.reference(id), "secret-access-key", TestAws.reference(secret))) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> provider.generate(TestAws.order(new KeySpec.Ec(Curve.P_256))))
                    .withMessageContaining(code);
            assertThat(provider.health()).isInstanceOf(Health.Down.class);
        }
    }

    @Test
    void accessKey_replacedInItsFile_nextCallWorksWithoutRestart() throws IOException {
        Path secret = TestAws.file(FakeAwsKms.SECRET_ACCESS_KEY);
        try (KeyProvider provider = aws.open("secret-access-key", "file:" + secret)) {
            assertThat(provider.health()).isEqualTo(new Health.Up());

            aws.fake.signatures().accept(FakeAwsKms.ACCESS_KEY_ID, "the next secret", "");
            Files.writeString(secret, "the next secret");

            assertThat(provider.health()).isEqualTo(new Health.Up());
        }
    }

    @Test
    void accessKey_expired_failsUntilItIsReplaced() {
        try (KeyProvider provider = aws.open()) {
            aws.fake.signatures().expire(FakeAwsKms.ACCESS_KEY_ID);

            assertThat(provider.health())
                    .isInstanceOfSatisfying(
                            Health.Down.class, down -> assertThat(down.reason()).contains("ExpiredTokenException"));
        }
    }

    @Test
    void accessKey_fileMissing_refusedAtOnce() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> aws.open("secret-access-key", "file:/no/such/file"))
                .withMessageContaining("secret-access-key");
    }

    @Test
    void defaultChain_systemProperties_works() {
        System.setProperty("aws.accessKeyId", FakeAwsKms.ACCESS_KEY_ID);
        System.setProperty("aws.secretAccessKey", FakeAwsKms.SECRET_ACCESS_KEY);

        assertUp(Map.of());
    }

    @Test
    void profile_inSharedFile_works() {
        System.setProperty(
                PROFILE_FILE,
                TestAws.file("[kms]%naws_access_key_id = %s%naws_secret_access_key = %s%n"
                                .formatted(FakeAwsKms.ACCESS_KEY_ID, FakeAwsKms.SECRET_ACCESS_KEY))
                        .toString());

        assertUp(Map.of("credential-mode", "profile", "profile-name", "kms"));
    }

    @Test
    void profile_missing_downWithoutFallback() {
        System.setProperty("aws.accessKeyId", FakeAwsKms.ACCESS_KEY_ID);
        System.setProperty("aws.secretAccessKey", FakeAwsKms.SECRET_ACCESS_KEY);
        System.setProperty(PROFILE_FILE, TestAws.file("").toString());

        assertDown(Map.of("credential-mode", "profile", "profile-name", "kms"), "no AWS credentials");
        assertThat(aws.fake.actions()).isEmpty();
    }

    @Test
    void assumeRole_allowed_works() {
        assertUp(assumeRole(FakeSts.EXTERNAL_ID));
        assertThat(aws.fake.sts().issued()).hasSize(1);
    }

    @Test
    void assumeRole_refused_down() {
        assertDown(assumeRole("another"), "AccessDenied");
        assertThat(aws.fake.actions()).isEmpty();
    }

    @Test
    void webIdentity_tokenAccepted_works() {
        assertUp(webIdentity(TestAws.file(FakeSts.WEB_IDENTITY_TOKEN)));
    }

    @Test
    void webIdentity_tokenRefused_down() {
        assertDown(webIdentity(TestAws.file("CANARY.other.token")), "InvalidIdentityToken");
    }

    @Test
    void webIdentity_fileMissing_down() {
        assertDown(webIdentity(Path.of("/no/such/file")), "no AWS credentials");
    }

    private Map<String, String> assumeRole(String externalId) {
        Map<String, String> settings = new HashMap<>(TestAws.accessKeySettings(aws.server.url()));
        settings.put("credential-mode", "assume-role");
        settings.put("role-arn", FakeSts.ROLE);
        settings.put("external-id", externalId);
        settings.put("sts-endpoint-url", aws.server.url());
        return settings;
    }

    private Map<String, String> webIdentity(Path token) {
        return Map.of(
                "credential-mode",
                "web-identity",
                "role-arn",
                FakeSts.ROLE,
                "web-identity-token-file",
                token.toString(),
                "sts-endpoint-url",
                aws.server.url());
    }

    private KeyProvider provider(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(TestAws.baseSettings(aws.server.url()));
        settings.putAll(others);
        return TestAws.open(settings);
    }

    private void assertUp(Map<String, String> others) {
        try (KeyProvider provider = provider(others)) {
            assertThat(provider.health()).isEqualTo(new Health.Up());
            assertThat(provider.health()).isEqualTo(new Health.Up());
        }
    }

    private void assertDown(Map<String, String> others, String reason) {
        try (KeyProvider provider = provider(others)) {
            assertThat(provider.health())
                    .isInstanceOfSatisfying(
                            Health.Down.class,
                            down -> assertThat(down.reason()).contains(reason).doesNotContain("CANARY"));
        }
    }
}
