package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.RotationPolicy.Schedule;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.Tag;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * An issuer for ninety days, and verifiers that remember the published keys for exactly as long as they are told: one that
 * knows the current keys and sees credentials as long as they overlap, and one that knows all keys and sees every credential
 * ever issued.
 */
class IssuerSimulationTest {
    private static final String DUTY = "issuer:credential-signing";
    private static final Duration STEP = Duration.ofHours(1);
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration OVERLAP = Duration.ofDays(7);
    private static final long SEED = 4711;

    private final KmsFixture fixture = new KmsFixture();
    private final Random random = new Random(SEED);
    private final Instant begin = fixture.clock.instant();
    private final List<Credential> issued = new ArrayList<>();
    private final Map<Kid, Instant> published = new HashMap<>();
    private int verifications;
    private int failures;
    private int unpublished;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Credential(Kid kid, byte[] content, byte[] signature, Instant at) {}

    /** Looks again when what it remembers is too old, and only then. */
    private final class Verifier {
        private final Publication.Scope scope;
        private PublishedKeys keys = new PublishedKeys(List.of(), Duration.ZERO);
        private Instant fetched = Instant.EPOCH;

        Verifier(Publication.Scope scope) {
            this.scope = scope;
        }

        void verify(Credential credential) {
            if (fetched.plus(keys.maxAge()).isBefore(fixture.clock.instant())) {
                keys = fixture.kms.publication().ofTenant(ALICE, scope);
                fetched = fixture.clock.instant();
            }
            verifications++;
            Optional<KeyReference> key = keys.versions().stream()
                    .filter(version -> version.kid().equals(credential.kid))
                    .findFirst();
            if (key.isEmpty() || !isValid(key.get(), credential)) {
                failures++;
            }
        }

        private boolean isValid(KeyReference key, Credential credential) {
            return new KmsFixture.JdkVerifier()
                    .verify(
                            key.existing().publicKey().orElseThrow(),
                            new SigningInput(SignatureAlgorithm.ECDSA_SHA256, InputType.RAW, credential.content),
                            credential.signature);
        }
    }

    @Test
    void ninetyDays_everyCredentialVerifiesAllTheTime() {
        Verifier current = new Verifier(Publication.Scope.CURRENT);
        Verifier all = new Verifier(Publication.Scope.ALL);
        // A verifier knows no key before there is one; the first use makes it and publishes it at once.
        issue();
        fixture.kms
                .rotationPolicies()
                .put(
                        ALICE,
                        DUTY,
                        new Schedule(Duration.ofDays(30), Duration.ofDays(2), OVERLAP),
                        Optional.empty(),
                        Tag.Precondition.NONE);
        while (fixture.clock.instant().isBefore(begin.plus(LIFE))) {
            fixture.clock.advance(STEP);
            look();
            if (random.nextInt(3) == 0) {
                // The check runs when it runs, on whichever replica.
                fixture.kms.dueWork().run();
            }
            look();
            Credential newest = issue();
            current.verify(newest);
            all.verify(newest);
            current.verify(sample(fixture.clock.instant().minus(OVERLAP)));
            all.verify(sample(begin));
        }
        issued.forEach(all::verify);

        assertThat(fixture.kms.rotations().list(ALICE, DUTY)).as("rotations").hasSize(3);
        assertThat(verifications).as("seed %d", SEED).isGreaterThan(10_000);
        assertThat(failures).as("failed verifications of %d", verifications).isZero();
        assertThat(unpublished)
                .as("signatures by keys not published two days before")
                .isZero();
        System.getLogger("simulation")
                .log(
                        System.Logger.Level.INFO,
                        "90 days: {0} credentials, {1} verifications, {2} failures, {3} by unpublished keys, {4} keys",
                        issued.size(),
                        verifications,
                        failures,
                        unpublished,
                        published.size());
    }

    /** When each key was seen among the published ones first. */
    private void look() {
        fixture.kms
                .publication()
                .ofTenant(ALICE, Publication.Scope.CURRENT)
                .versions()
                .forEach(version -> published.putIfAbsent(version.kid(), fixture.clock.instant()));
    }

    private Credential issue() {
        byte[] content =
                ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong()).array();
        Signed signed =
                fixture.kms.signatures().sign(ALICE, KeySelection.of(new KeyAlias(DUTY)), InputType.RAW, content);
        Instant now = fixture.clock.instant();
        Credential credential = new Credential(signed.version().kid(), content, signed.signature(), now);
        boolean first = signed.version().name().version() == 1;
        Instant known = published.getOrDefault(credential.kid, Instant.MAX);
        if (!first && known.isAfter(now.minus(Duration.ofDays(2)))) {
            unpublished++;
        }
        issued.add(credential);
        return credential;
    }

    /** One that was issued at that time or later. */
    private Credential sample(Instant from) {
        int oldest = 0;
        if (from.isAfter(begin)) {
            int low = 0;
            int high = issued.size() - 1;
            while (low < high) {
                int middle = (low + high) / 2;
                if (issued.get(middle).at.isAfter(from)) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            oldest = low;
        }
        return issued.get(oldest + random.nextInt(issued.size() - oldest));
    }
}
