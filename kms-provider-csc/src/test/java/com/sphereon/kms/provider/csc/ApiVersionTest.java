package com.sphereon.kms.provider.csc;

import static com.sphereon.kms.provider.csc.TestCsc.INPUT;
import static com.sphereon.kms.provider.csc.TestCsc.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.spi.KeyProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which version is spoken. */
class ApiVersionTest {
    private final FakeCsc fake = new FakeCsc(new FakeTokens(false));

    @TempDir
    Path folder;

    private TestCsc test;

    @BeforeEach
    void start() {
        fake.add("seal", "P-256");
        test = new TestCsc(fake, folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void auto_bothSpoken_newestIsAskedForOnce() {
        fake.versions = Set.of("v1", "v2");
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            provider.sign(handle("seal"), INPUT);
            fake.versions = Set.of("v2");
            provider.sign(handle("seal"), INPUT);
        }
        assertThat(fake.called).containsOnlyOnce("info");
    }

    @Test
    void auto_onlyVersionOneSpoken_found() {
        fake.versions = Set.of("v1");
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            assertThat(provider.sign(handle("seal"), INPUT)).hasSize(64);
            assertThat(provider.health()).isEqualTo(new Health.Up());
        }
    }

    @Test
    void auto_noneSpoken_failureAndDownAndNotRemembered() {
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            assertFails(provider);
            assertThat(provider.health()).isInstanceOf(Health.Down.class);

            fake.versions = Set.of("v1");

            assertThat(provider.sign(handle("seal"), INPUT)).hasSize(64);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void given_otherSpoken_failureThatIsNoMissingKey(String version) {
        fake.versions = Set.of(version.equals("v1") ? "v2" : "v1");
        try (KeyProvider provider = TestCsc.open(test.csc("api-version", version))) {
            assertFails(provider);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void given_spoken_notAskedFor(String version) {
        fake.versions = Set.of(version);
        try (KeyProvider provider = TestCsc.open(test.csc("api-version", version))) {
            assertThat(provider.sign(handle("seal"), INPUT)).hasSize(64);
            assertThat(provider.health()).isEqualTo(new Health.Up());
        }
        assertThat(fake.called).doesNotContain("info");
    }

    static Stream<UnaryOperator<ObjectNode>> wrongInfos() {
        return Stream.of(
                info -> info.put("specs", "1.0.4.0"),
                info -> info.put("specs", "3.0.0.0"),
                info -> info.without(List.of("specs")),
                info -> info.without(List.of("methods")),
                info -> without(info, 1),
                info -> without(info, 2),
                info -> without(info, 3),
                info -> without(info, 4));
    }

    private static ObjectNode without(ObjectNode info, int method) {
        ((ArrayNode) info.path("methods")).remove(method);
        return info;
    }

    @ParameterizedTest
    @MethodSource("wrongInfos")
    void auto_serviceSpeaksOtherwiseOrNotEnough_failureWithoutSigning(UnaryOperator<ObjectNode> lie) {
        fake.versions = Set.of("v1", "v2");
        fake.lies.put("info", lie);
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            assertFails(provider);
        }
        assertThat(fake.called).containsOnly("info");
    }

    @Test
    void health_userUnknownToTheService_down() {
        fake.versions = Set.of("v2");
        try (KeyProvider provider = TestCsc.open(test.csc("user-id", "nobody"))) {
            assertThat(provider.health()).isInstanceOf(Health.Down.class);
        }
    }

    private static void assertFails(KeyProvider provider) {
        assertThatExceptionOfType(ProviderFailedException.class).isThrownBy(() -> provider.sign(handle("seal"), INPUT));
    }
}
