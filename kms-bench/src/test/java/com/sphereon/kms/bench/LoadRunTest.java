package com.sphereon.kms.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Load mode, very short, against the bare endpoint in this process. */
class LoadRunTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final int port = ServerProcess.freePort();
    private final InProcess server = new InProcess(port);
    private BareEndpoint endpoint;
    private PublicKeyMaterial.Ec key;

    private record InProcess(int port) implements Server {
        @Override
        public URI uri(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        @Override
        public Duration startTime() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration cpuTime() {
            return Duration.ZERO;
        }

        @Override
        public OptionalLong residentKib() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() throws InterruptedException {
        endpoint = BareEndpoint.start(port);
        try (KmsClient client = new KmsClient()) {
            key = client.bareKey(server.uri(BareEndpoint.KEY_PATH));
        }
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void execute_bareEndpoint_measuresEveryLoadWithoutErrors() throws InterruptedException {
        Plan plan = new Plan(List.of(2, Goals.CONNECTIONS), SHORT, 1, SHORT, SHORT);
        StringWriter progress = new StringWriter();

        Results results = new LoadRun(
                        plan, List.of(target(Results.BARE, BareEndpoint.SIGN_PATH)), new PrintWriter(progress))
                .execute();

        assertThat(results.loads()).containsExactly("2 closed", "64 closed", "64 fixed rate");
        assertThat(results.measurements()).allSatisfy(measurement -> {
            assertThat(measurement.latencies().getTotalCount()).isPositive();
            assertThat(measurement.errors()).isEmpty();
        });
        assertThat(results.local()).isNotEmpty().allMatch(sample -> sample.raw() > 0 && sample.core() > 0);
        assertThat(progress.toString()).contains("round 1 of 1: 64 fixed rate");
    }

    @Test
    void measure_statusIsNot201_isCountedAndNotMeasured() throws InterruptedException {
        Measurement measurement =
                new LoadGenerator(SHORT).measure(target("lost", "/no-such-path"), Load.closedLoop(2, SHORT), 1);

        assertThat(measurement.latencies().getTotalCount()).isZero();
        assertThat(measurement.errors()).containsOnlyKeys("status 404");
        assertThat(measurement.errorCount()).isPositive();
    }

    @Test
    void measure_nobodyListens_isCountedAndNotMeasured() throws InterruptedException {
        endpoint.close();

        Measurement measurement =
                new LoadGenerator(SHORT).measure(target("gone", BareEndpoint.SIGN_PATH), Load.closedLoop(2, SHORT), 1);

        assertThat(measurement.latencies().getTotalCount()).isZero();
        assertThat(measurement.errors()).containsOnlyKeys("ConnectException");
    }

    @Test
    void measure_signatureOfAnotherKey_endsTheRun() {
        key = (PublicKeyMaterial.Ec) PublicKeyMaterial.fromJwk(Map.of(
                "kty", "EC",
                "crv", "P-256",
                "x", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                "y", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"));

        assertThatThrownBy(() -> new LoadGenerator(SHORT)
                        .measure(target("liar", BareEndpoint.SIGN_PATH), Load.closedLoop(2, SHORT), 1))
                .isInstanceOf(BrokenSignatureException.class)
                .hasMessageContaining("liar");
    }

    private Target target(String name, String path) {
        return new Target(
                name, new OneKeyWorkload(server.uri(path), "issuer:credential-signing", List.of("none"), key), server);
    }
}
