package com.sphereon.kms.provider.csc;

import static com.sphereon.kms.provider.csc.TestCsc.INPUT;
import static com.sphereon.kms.provider.csc.TestCsc.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.core.spi.ProviderSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service tells of its credentials, and what is believed of it. */
class CredentialTest {
    private static final String INFO = "credentials/info";

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

    @Test
    void describe_credential_keyAndCertificatesUnderItsIdentifier() {
        FakeCredential seal = fake.add("seal", "P-256");
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            ProviderKey key = provider.describe(handle("seal"));

            assertThat(key.providerKeyId()).isEqualTo("seal");
            assertThat(key.canonicalKid()).contains(new Kid("seal"));
            assertThat(key.certificateChain())
                    .isEqualTo(seal.chain.stream().map(FakeCsc::base64).toList());
            provider.describe(handle("seal"));
        }
        assertThat(fake.called).containsExactly("info", INFO);
    }

    @Test
    void describe_strangersAndMissingCredential_sameWords() {
        fake.add("seal", "P-256");
        try (KeyProvider provider = TestCsc.open(test.csc("tenant-credentials", "acme=seal,acme=gone"))) {
            KmsException missing = failure(provider, handle("gone"));
            KmsException strangers = failure(provider, new KeyHandle(new TenantId("stranger"), "seal"));

            assertThat(missing).isInstanceOf(NotFoundException.class);
            assertThat(strangers).isInstanceOf(NotFoundException.class).hasMessage(missing.getMessage());
            assertThat(strangers.code()).isEqualTo(missing.code());
        }
    }

    @Test
    void describe_noTenantsSet_everyTenantOfTheProviderMay() {
        fake.add("seal", "P-256");
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            assertThat(provider.describe(handle("seal")))
                    .isEqualTo(provider.describe(new KeyHandle(new TenantId("other"), "seal")));
        }
    }

    @Test
    void describe_failure_notRemembered() {
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            assertThat(failure(provider, handle("seal"))).isInstanceOf(NotFoundException.class);
            fake.add("seal", "P-256").keyStatus = "disabled";
            assertThat(failure(provider, handle("seal"))).isInstanceOf(ConflictException.class);
            fake.add("seal", "P-256");

            assertThat(provider.describe(handle("seal")).providerKeyId()).isEqualTo("seal");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "disabled, valid",
        "ENABLED, valid",
        "enabled, expired",
        "enabled, revoked",
        "enabled, suspended",
        "enabled, something new"
    })
    void use_keyOrCertificateNotGood_conflict(String keyStatus, String certificateStatus) {
        FakeCredential seal = fake.add("seal", "P-256");
        seal.keyStatus = keyStatus;
        seal.certificateStatus = certificateStatus;
        assertUnusable(ConflictException.class);
    }

    @ParameterizedTest
    @CsvSource({"2019-01-01T00:00:00Z, 2020-01-01T00:00:00Z", "2119-01-01T00:00:00Z, 2120-01-01T00:00:00Z"})
    void use_certificateNotValidNow_conflict(Instant from, Instant to) {
        fake.add("seal", "P-256").certifiedFrom(from, to, fake.authority);
        assertUnusable(ConflictException.class);
    }

    @Test
    void use_certificateOnItsFirstAndLastSecondAndBeyond_onlyWithin() {
        Instant from = Instant.parse("2030-01-01T00:00:00Z");
        Instant to = Instant.parse("2031-01-01T00:00:00Z");
        fake.add("seal", "P-256").certifiedFrom(from, to, fake.authority);
        for (Instant good : List.of(from, to)) {
            try (KeyProvider provider = openAt(good)) {
                assertThat(provider.sign(handle("seal"), INPUT)).hasSize(64);
            }
        }
        for (Instant bad : List.of(from.minusMillis(1), to.plusMillis(1))) {
            try (KeyProvider provider = openAt(bad)) {
                assertThat(failure(provider, handle("seal"))).isInstanceOf(ConflictException.class);
            }
        }
    }

    private KeyProvider openAt(Instant now) {
        ProviderSettings settings = TestCsc.provider(test.csc(), CallObserver.NONE);
        CscSettings parsed = CscSettings.from(settings.settings());
        return new CscKeyProvider(settings, parsed, Connections.open(parsed), Clock.fixed(now, ZoneOffset.UTC));
    }

    /** Else a registered key would sign with one the service refuses. */
    @ParameterizedTest
    @CsvSource({
        "1.2.840.113549.1.1.10, RSA_SSA_PSS_SHA256_MGF1",
        "1.2.840.113549.1.1.11, RSA_SHA256",
        "1.2.840.113549.1.1.12, RSA_SHA384"
    })
    void describe_credentialWithOneAlgorithm_isThePreferredOne(String algorithm, SignatureAlgorithm preferred) {
        fake.add("seal", "2048").algorithms = Set.of(algorithm);
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            assertThat(provider.describe(handle("seal")).parameters().algorithm())
                    .contains(preferred);
        }
    }

    static Stream<Consumer<FakeCredential>> notForUs() {
        return Stream.of(
                credential -> credential.authMode = "oauth2code",
                credential -> credential.authMode = "something new",
                credential -> {
                    credential.withPin(TestCsc.PIN);
                    credential.asksForOtp = true;
                },
                credential -> credential.algorithms = Set.of("1.2.840.10045.4.3.4"),
                credential -> credential.algorithms = Set.of("1.3.101.112"),
                credential -> credential.algorithms = Set.of());
    }

    @ParameterizedTest
    @MethodSource("notForUs")
    void use_credentialThatTakesMoreOrOtherThanWeHave_refused(Consumer<FakeCredential> change) {
        for (String version : List.of("v1", "v2")) {
            change.accept(fake.add("seal", "P-256"));
            assertUnusable(InvalidRequestException.class, "api-version", version);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1024", "Ed25519"})
    void use_keyOfAKindWeDoNotKnow_refused(String kind) {
        fake.add("seal", kind);
        assertUnusable(InvalidRequestException.class);
    }

    static Stream<UnaryOperator<ObjectNode>> wrongInfos() {
        return Stream.of(
                info -> info.put("credentialID", "other"),
                info -> info.without(List.of("key")),
                info -> info.without(List.of("cert")),
                info -> info.without(List.of("auth")),
                info -> info.put("SCAL", "3"),
                info -> info.put("multisign", 0),
                info -> info.put("multisign", -1),
                info -> certificates(info, list -> List.of()),
                info -> certificates(info, list -> List.of("AAAA")),
                info -> certificates(info, list -> List.of("no Base64")),
                info -> certificates(info, list -> List.of(list.get(1), list.get(0))),
                info -> certificates(info, list -> List.of(list.get(0), list.get(2))),
                info -> certificates(info, list -> {
                    List<String> many = new ArrayList<>(list);
                    while (many.size() <= Certificates.MAX_CERTIFICATES) {
                        many.add(list.get(2));
                    }
                    return many;
                }));
    }

    private static ObjectNode certificates(ObjectNode info, UnaryOperator<List<String>> change) {
        List<String> told = ServiceAnswers.texts(info.path("cert"), "certificates");
        change.apply(told).forEach(info.withObject("cert").putArray("certificates")::add);
        return info;
    }

    @ParameterizedTest
    @MethodSource("wrongInfos")
    void use_answerThatMakesNoSense_failure(UnaryOperator<ObjectNode> lie) {
        fake.add("seal", "P-256");
        fake.lies.put(INFO, lie);
        assertUnusable(ProviderFailedException.class);
    }

    @Test
    void use_longestChain_taken() {
        fake.add("seal", "P-256");
        fake.lies.put(
                INFO,
                info -> certificates(info, list -> {
                    List<String> longest = new ArrayList<>(list);
                    while (longest.size() < Certificates.MAX_CERTIFICATES) {
                        longest.add(list.get(2)); // the root is issued by itself
                    }
                    return longest;
                }));
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            assertThat(provider.describe(handle("seal")).certificateChain()).hasSize(Certificates.MAX_CERTIFICATES);
        }
    }

    private void assertUnusable(Class<? extends KmsException> failure, String... settings) {
        try (KeyProvider provider = TestCsc.open(test.csc(settings))) {
            assertThat(failure(provider, handle("seal"))).isInstanceOf(failure);
            assertThatExceptionOfType(failure).isThrownBy(() -> provider.sign(handle("seal"), INPUT));
        }
        assertThat(fake.called).doesNotContain("credentials/authorize");
    }

    private static KmsException failure(KeyProvider provider, KeyHandle key) {
        try {
            throw new AssertionError("described: " + provider.describe(key));
        } catch (KmsException e) {
            return e;
        }
    }
}
