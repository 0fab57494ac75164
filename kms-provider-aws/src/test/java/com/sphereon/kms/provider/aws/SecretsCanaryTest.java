package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** No credential and no key material is in a message, a stack trace, a log line or what an object prints. */
class SecretsCanaryTest {
    private static final String CANARY = "CANARY";

    private final TestAws aws = new TestAws();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger sdk = (Logger) LoggerFactory.getLogger("software.amazon.awssdk");
    private final Level before = root.getLevel();
    private final AppenderBase<ILoggingEvent> capture = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            seen.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                seen.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    };

    @BeforeEach
    void listen() {
        capture.start();
        root.addAppender(capture);
        // as the server's logging has it, whatever an operator sets who looks for a fault: at DEBUG the SDK logs what
        // it signs
        root.setLevel(Level.TRACE);
        sdk.setLevel(Level.WARN);
    }

    @AfterEach
    void stop() {
        root.setLevel(before);
        sdk.setLevel(null);
        root.detachAppender(capture);
        aws.close();
    }

    @Test
    void everyFault_nothingSecretComesOut() {
        Map<String, String> settings = assumeRole();
        try (KeyProvider provider = TestAws.open(settings)) {
            ProviderKey key = provider.generate(TestAws.order(new KeySpec.Ec(Curve.P_256)));
            for (Fault fault : Fault.values()) {
                if (fault != Fault.HANG) {
                    aws.server.inject(fault, FaultyBackend.ALWAYS);
                    catching(() -> provider.sign(
                            TestAws.handle(key.providerKeyId()), TestAws.input(SignatureAlgorithm.ECDSA_SHA256, 5)));
                    seen.add(provider.health().toString());
                }
            }
            aws.server.heal();
            aws.fake.sts().issued().forEach(id -> aws.fake.signatures().accept(id, "another", "CANARY-other"));
            seen.add(provider.health().toString());
            seen.add(provider.toString());
        }
        seen.add(AwsSettings.from(ProviderSettings.of("aws", settings, Path.of("unused")))
                .toString());

        assertThat(aws.fake.sts().issued()).isNotEmpty();
        assertClean(CANARY);
    }

    /** AWS answers a wrong signature with what should have been signed, and the session token is in that. */
    @Test
    void wrongSignature_answerWithSessionToken_notHandedOn() {
        aws.fake.signatures().accept("ASIATEMP", "another secret", "CANARY-session");
        try (KeyProvider provider = aws.open(
                "access-key-id", TestAws.reference("ASIATEMP"),
                "secret-access-key", TestAws.reference("CANARY-secret"),
                "session-token", TestAws.reference("CANARY-session"))) {
            catching(() -> provider.generate(TestAws.order(new KeySpec.Ec(Curve.P_256))));
            seen.add(provider.health().toString());
        }

        assertThat(seen).anyMatch(text -> text.contains("InvalidSignatureException"));
        assertClean(CANARY);
    }

    @Test
    void importAndEncryption_materialNeverShown() {
        List<String> secrets = new ArrayList<>();
        KeySpec spec = new KeySpec.Okp(Curve.ED25519);
        try (KeyProvider provider = aws.open();
                PrivateKeyMaterial material = SampleKeys.of(spec, TestData.fresh());
                SecretBytes plaintext = SecretBytes.copyOf("CANARY plaintext".getBytes(StandardCharsets.UTF_8))) {
            secrets.add(material.toJwk().get("d"));
            byte[] octets = Base64.getUrlDecoder().decode(material.toJwk().get("d"));
            secrets.add(Base64.getEncoder().encodeToString(octets));
            provider.importKey(TestAws.order(spec), material);
            aws.server.inject(Fault.SERVER_ERROR, 1);
            catching(() -> provider.importKey(TestAws.order(spec), material));
            var key = TestAws.handle(provider.generate(TestAws.order(new KeySpec.Oct(256), KeyUse.ENC))
                    .providerKeyId());
            aws.server.inject(Fault.TRUNCATED, 1);
            catching(() -> provider.cipher()
                    .orElseThrow()
                    .encrypt(key, AwsAlgorithms.CONTENT, plaintext, "CANARY".getBytes(StandardCharsets.UTF_8)));
        }

        secrets.forEach(this::assertClean);
        assertClean(CANARY);
        assertThat(aws.fake.contexts()).noneMatch(context -> context.toString().contains(CANARY));
    }

    private Map<String, String> assumeRole() {
        Map<String, String> settings = new HashMap<>(TestAws.accessKeySettings(aws.server.url()));
        settings.put("credential-mode", "assume-role");
        settings.put("role-arn", FakeSts.ROLE);
        settings.put("external-id", FakeSts.EXTERNAL_ID);
        settings.put("sts-endpoint-url", aws.server.url());
        return settings;
    }

    private void catching(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            seen.add(trace.toString());
        }
    }

    private void assertClean(String secret) {
        assertThat(seen).isNotEmpty().noneMatch(text -> text.contains(secret));
    }
}
