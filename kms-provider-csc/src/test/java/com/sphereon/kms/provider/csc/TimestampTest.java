package com.sphereon.kms.provider.csc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.testkit.provider.IndependentSignatures;
import com.sphereon.kms.testkit.provider.TestData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Time-stamps are for the digest that was sent, or they are none. */
class TimestampTest {
    private static final String METHOD = "signatures/timestamp";

    private final TestData data = TestData.fresh();
    private final byte[] digest = digest(DigestAlgorithm.SHA256);
    private final FakeCsc fake = new FakeCsc(new FakeTokens(false), "v1", "v2");

    @TempDir
    Path folder;

    private TestCsc test;

    @BeforeEach
    void start() {
        test = new TestCsc(fake, folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private byte[] digest(DigestAlgorithm algorithm) {
        return IndependentSignatures.digest(algorithm, data.message());
    }

    @ParameterizedTest
    @CsvSource({"v1, SHA256", "v1, SHA384", "v1, SHA512", "v2, SHA256", "v2, SHA384", "v2, SHA512"})
    void timestamp_digest_tokenOfTheAuthorityForIt(String version, DigestAlgorithm algorithm) throws Exception {
        byte[] hash = digest(algorithm);

        TimeStampToken token = new TimeStampToken(new CMSSignedData(timestamp(version, algorithm, hash)));

        assertThat(token.getTimeStampInfo().getMessageImprintDigest()).isEqualTo(hash);
        assertThatCode(() ->
                        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(fake.authority.timestamping())))
                .doesNotThrowAnyException();
    }

    static Stream<UnaryOperator<ObjectNode>> noTokens() {
        return Stream.of(
                answer -> answer.without(List.of("timestamp")),
                answer -> answer.put("timestamp", ""),
                answer -> answer.put("timestamp", "no Base64"),
                answer -> answer.put("timestamp", "AAAA"),
                answer -> answer.put("timestamp", "MAA="),
                TimestampTest::half);
    }

    private static ObjectNode half(ObjectNode answer) {
        byte[] token = Base64.getDecoder().decode(answer.path("timestamp").asText());
        return answer.put("timestamp", Base64.getEncoder().encodeToString(Arrays.copyOf(token, token.length / 2)));
    }

    @ParameterizedTest
    @MethodSource("noTokens")
    void timestamp_answerIsNoToken_failure(UnaryOperator<ObjectNode> lie) {
        fake.lies.put(METHOD, lie);
        assertFails();
    }

    @Test
    void timestamp_tokenForAnotherDigest_failure() {
        byte[] other = digest(DigestAlgorithm.SHA256);
        fake.lies.put(METHOD, answer -> answer.put("timestamp", token("2.16.840.1.101.3.4.2.1", other)));
        assertFails();
    }

    /** The same octets, said to come from SHA3-256. */
    @Test
    void timestamp_tokenForTheDigestOfAnotherAlgorithm_failure() {
        fake.lies.put(METHOD, answer -> answer.put("timestamp", token("2.16.840.1.101.3.4.2.8", digest)));
        assertFails();
    }

    private String token(String hashAlgorithm, byte[] hash) {
        return Base64.getEncoder().encodeToString(fake.authority.timestamp(hashAlgorithm, hash));
    }

    private void assertFails() {
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> timestamp("v2", DigestAlgorithm.SHA256, digest))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(RemoteFailure.Kind.UNEXPECTED));
        assertThat(fake.called).contains(METHOD);
    }

    private byte[] timestamp(String version, DigestAlgorithm algorithm, byte[] hash) {
        try (Connections connections =
                Connections.open(CscSettings.from(new Settings(test.csc("api-version", version))))) {
            CscService service = (CscService) connections.service();
            return service.timestamp(algorithm, hash, Deadline.in(Duration.ofSeconds(20)));
        }
    }
}
