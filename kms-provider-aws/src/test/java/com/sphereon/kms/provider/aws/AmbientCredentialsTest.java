package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that the machine gives, as it does to containers and to instances (IMDSv2). */
class AmbientCredentialsTest {
    private static final String CONTAINER = "aws.containerCredentialsFullUri";
    private static final String INSTANCE = "aws.ec2MetadataServiceEndpoint";
    private static final String ID = "ASIAMACHINE";
    private static final String SESSION = "CANARY-machine-session";

    private final TestAws aws = new TestAws();
    private final FaultyHttpServer machine = FaultyHttpServer.start((ask, lie) -> answer(ask));
    private volatile String secret = "CANARY machine secret";
    private volatile boolean hasNone;

    @BeforeEach
    void begin() {
        System.setProperty(CONTAINER, machine.url() + "/container");
        System.setProperty(INSTANCE, machine.url());
        aws.fake.signatures().accept(ID, secret, SESSION);
    }

    @AfterEach
    void stop() {
        System.clearProperty(CONTAINER);
        System.clearProperty(INSTANCE);
        machine.close();
        aws.close();
    }

    private Reply answer(Ask ask) {
        if (hasNone) {
            return Reply.json(404, "{}");
        }
        return switch (ask.method() + " " + ask.target()) {
            case "PUT /latest/api/token" -> text("token");
            case "GET /latest/meta-data/iam/security-credentials/" -> text("kms-role");
            case "GET /latest/meta-data/iam/security-credentials/kms-role" ->
                "token".equals(ask.headers().get("x-aws-ec2-metadata-token")) ? credentials() : Reply.json(401, "{}");
            case "GET /container" -> credentials();
            default -> Reply.json(404, "{}");
        };
    }

    private static Reply text(String text) {
        return new Reply(200, Map.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
    }

    private Reply credentials() {
        return Reply.json(200, """
                {"Code": "Success", "Type": "AWS-HMAC", "LastUpdated": "2026-01-01T00:00:00Z", "AccessKeyId": "%s",
                 "SecretAccessKey": "%s", "Token": "%s", "Expiration": "2120-01-01T00:00:00Z"}""".formatted(ID, secret, SESSION));
    }

    private Health health(String mode) {
        Map<String, String> settings = new HashMap<>(TestAws.baseSettings(aws.server.url()));
        settings.put("credential-mode", mode);
        try (KeyProvider provider = TestAws.open(settings)) {
            return provider.health();
        }
    }

    private void assertDown(String mode, String reason) {
        assertThat(health(mode))
                .isInstanceOfSatisfying(
                        Health.Down.class,
                        down -> assertThat(down.reason()).contains(reason).doesNotContain("CANARY"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"container", "instance"})
    void credentials_given_works(String mode) {
        assertThat(health(mode)).isEqualTo(new Health.Up());
    }

    @ParameterizedTest
    @ValueSource(strings = {"container", "instance"})
    void credentials_awsDoesNotAcceptThem_down(String mode) {
        secret = "CANARY another secret";

        assertDown(mode, "InvalidSignatureException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"container", "instance"})
    void credentials_noneGiven_downWithoutAskingAws(String mode) {
        hasNone = true;

        assertDown(mode, "no AWS credentials");
        assertThat(aws.fake.actions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"container", "instance"})
    void credentials_nobodyGivesThem_downWithoutAskingAws(String mode) {
        machine.close();

        assertThat(health(mode)).isInstanceOf(Health.Down.class);
        assertThat(aws.fake.actions()).isEmpty();
    }
}
