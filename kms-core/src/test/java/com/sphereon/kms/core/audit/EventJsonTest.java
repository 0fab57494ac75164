package com.sphereon.kms.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.CorrelationId;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leaves are canonical JSON, by the judgement of another author's library, and are read back as what they say. */
class EventJsonTest {
    private static final long SEED = 8785;
    private static final Sha256 PREVIOUS = Sha256.of(new byte[] {1});
    private static final AuditEvent FULL = new AuditEvent(
            Instant.parse("2030-01-02T03:04:05.6Z"),
            new TenantId("alice"),
            "issuer",
            AuditOperation.SIGN,
            new AuditTarget(
                    Optional.of(new KeyAlias("a\"\\b")),
                    Optional.of(3),
                    Optional.of(new ProviderId("software-default")),
                    Optional.of(new Kid("kid-1")),
                    Optional.of(SignatureAlgorithm.ECDSA_SHA256),
                    Optional.of(new UUID(1, 2))),
            Optional.of(Sha256.of()),
            AuditOutcome.refused(ErrorCode.CONFLICT),
            Optional.of(new CorrelationId("trace-1")));
    private static final String LINK = "\"previous\":\"" + PREVIOUS.base64Url() + "\",";
    private static final String FULL_JSON =
            "{\"actor\":\"issuer\",\"algorithm\":\"ECDSA_SHA256\",\"alias\":\"a\\\"\\\\b\","
                    + "\"code\":\"CONFLICT\",\"correlationId\":\"trace-1\",\"index\":7,"
                    + "\"inputDigest\":\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\",\"kid\":\"kid-1\","
                    + "\"operation\":\"key.sign\",\"outcome\":\"refused\","
                    + LINK + "\"providerId\":\"software-default\","
                    + "\"resourceId\":\"00000000-0000-0001-0000-000000000002\",\"tenant\":\"alice\","
                    + "\"time\":\"2030-01-02T03:04:05.600000Z\",\"version\":3}";

    private static String leaf(AuditEvent event, long index) {
        return new String(AuditRecord.of(event, index, PREVIOUS).leaf(), StandardCharsets.UTF_8);
    }

    @Test
    void leaf_allMembers_asSpecified() {
        assertThat(leaf(FULL, 7)).isEqualTo(FULL_JSON);
        assertThat(AuditRecord.line(FULL, 7)).isEqualTo(FULL_JSON.replace(LINK, ""));
    }

    @Test
    void leaf_anyEvents_canonicalAndReadBack() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            long index = random.nextLong(1L << 53);
            AuditEvent event = event(random);
            String json = leaf(event, index);

            assertThat(new JsonCanonicalizer(json).getEncodedString()).isEqualTo(json);
            Leaf read = Leaf.parse(json.getBytes(StandardCharsets.UTF_8));
            assertThat(read.index()).isEqualTo(index);
            assertThat(read.previous()).isEqualTo(PREVIOUS);
            assertThat(read.tenant()).isEqualTo(event.tenant().value());
            assertThat(Instant.parse(read.time())).isEqualTo(event.at());
            assertThat(CanonicalJson.read(json).text("actor")).isEqualTo(event.actor());
        }
    }

    private static AuditEvent event(Random random) {
        return new AuditEvent(
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000)),
                new TenantId("t" + random.nextInt(100)),
                visible(random),
                any(random, AuditOperation.values()),
                new AuditTarget(
                        some(random, new KeyAlias(visible(random))),
                        some(random, random.nextInt(1000)),
                        some(random, new ProviderId("provider-" + random.nextInt(10))),
                        some(random, new Kid(visible(random))),
                        some(random, any(random, SignatureAlgorithm.values())),
                        some(random, new UUID(random.nextLong(), random.nextLong()))),
                some(random, Sha256.of(new byte[] {(byte) random.nextInt()})),
                random.nextBoolean() ? AuditOutcome.STARTED : AuditOutcome.refused(ErrorCode.NOT_FOUND),
                some(random, new CorrelationId("c" + random.nextInt())));
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static <T> Optional<T> some(Random random, T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    /** Visible ASCII, in which quotes and backslashes are frequent. */
    private static String visible(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(random.nextInt(4) == 0 ? "\"\\".charAt(random.nextInt(2)) : (char) ('!' + random.nextInt(94)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{",
                "[]",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}}",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\",}",
                "{\"index\":0, \"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":00,\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":-0,\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":1e0,\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":0.0,\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":\"0\",\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":1234567890123456789,\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":0,\"index\":0,\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":0,\"previous\":\"P\",\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"previous\":\"P\",\"index\":0,\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":\"\\u0061\",\"time\":\"t\"}",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":\"\\/\",\"time\":\"t\"}",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":\"\\",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":null,\"time\":\"t\"}",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":[],\"time\":\"t\"}",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":\"\u00e4\",\"time\":\"t\"}",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":\"a\tb\",\"time\":\"t\"}",
                "{\"index\":0,\"previous\":\"P\",\"tenant\":\"a\",\"time\":\"t\"}\r",
                "{\"index\":0,\"previous\":\"P\",\"time\":\"t\"}",
                "{\"index\":0,\"previous\":\"P=\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":0,\"previous\":\"\",\"tenant\":\"a\",\"time\":\"t\"}",
                "{\"index\":0,\"previous\":7,\"tenant\":\"a\",\"time\":\"t\"}",
            })
    void parseLeaf_notAsTheLogWritesIt_refused(String json) {
        byte[] octets = json.replace("\"P", "\"" + PREVIOUS.base64Url()).getBytes(StandardCharsets.UTF_8);

        assertThatIllegalArgumentException().isThrownBy(() -> Leaf.parse(octets));
    }

    @Test
    void parseLeaf_lastBitsOfTheLinkSet_refused() {
        String json = "{\"index\":0,\"previous\":\"%s\",\"tenant\":\"a\",\"time\":\"t\"}";
        String link = "A".repeat(42);

        assertThat(Leaf.parse(json.formatted(link + "A").getBytes(StandardCharsets.UTF_8))
                        .index())
                .isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Leaf.parse(json.formatted(link + "B").getBytes(StandardCharsets.UTF_8)));
    }
}
