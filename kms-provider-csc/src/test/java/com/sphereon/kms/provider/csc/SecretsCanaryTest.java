package com.sphereon.kms.provider.csc;

import static com.sphereon.kms.provider.csc.TestCsc.INPUT;
import static com.sphereon.kms.provider.csc.TestCsc.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Secrets, tokens and activation data begin with a word that must show nowhere. */
class SecretsCanaryTest {
    private static final String CANARY = "canary";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final StringBuilder seen = new StringBuilder();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
        root.setLevel(before);
    }

    @Test
    void csc_usedAndMisused_noSecretShows() {
        FakeCsc fake = new FakeCsc(new FakeTokens(true), "v1");
        fake.add("seal", "P-256").withPin(TestCsc.PIN);
        fake.add("locked", "P-256").withPin("another");
        try (TestCsc test = new TestCsc(fake, folder)) {
            useAndMisuse(test, test.csc("variant", "digidentity"), "seal");
            fake.lies.put(
                    "signatures/signHash",
                    answer -> answer.put("signatures", fake.bodies.getLast().toString()));
            try (KeyProvider provider = TestCsc.open(test.csc("variant", "digidentity"))) {
                failure(() -> provider.sign(handle("locked"), INPUT));
                failure(() -> provider.sign(handle("locked"), INPUT));
                failure(() -> provider.sign(handle("seal"), INPUT));
            }
        }
        assertNoSecretSeen();
    }

    @Test
    void autoSigner_usedAndMisused_noSecretShows() {
        try (TestCsc test = new TestCsc(new FakeAutoSigner(), folder)) {
            useAndMisuse(test, test.automatic(), FakeAutoSigner.ID);
        }
        assertNoSecretSeen();
    }

    private void useAndMisuse(TestCsc test, Map<String, String> settings, String id) {
        seen.append(CscSettings.from(new Settings(settings)));
        settings.put("max-retries", "0");
        try (KeyProvider provider = new CscKeyProviderFactory().create(TestCsc.provider(settings, CallObserver.NONE))) {
            seen.append(provider).append(provider.describe(handle(id))).append(provider.health());
            for (Fault fault : List.of(
                    Fault.SERVER_ERROR, Fault.RESET, Fault.TRUNCATED, Fault.CREDENTIALS_EXPIRED, Fault.THROTTLE)) {
                test.server.inject(fault, FaultyBackend.ALWAYS);
                failure(() -> provider.sign(handle(id), INPUT));
                seen.append(provider.health());
            }
            test.server.heal();
            failure(() -> provider.describe(handle("other")));
        }
    }

    private void failure(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isNotNull();
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        seen.append(trace);
    }

    private void assertNoSecretSeen() {
        for (ILoggingEvent event : List.copyOf(log.list)) {
            seen.append(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                seen.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        assertThat(seen.length()).as("something was seen at all").isGreaterThan(1000);
        assertThat(seen.indexOf(CANARY)).as("a secret").isNegative();
    }
}
