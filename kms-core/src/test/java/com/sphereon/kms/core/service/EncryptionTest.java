package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.EncryptionFixture.AES;
import static com.sphereon.kms.core.service.EncryptionFixture.ASSOCIATED;
import static com.sphereon.kms.core.service.EncryptionFixture.P256;
import static com.sphereon.kms.core.service.EncryptionFixture.PLAINTEXT;
import static com.sphereon.kms.core.service.EncryptionFixture.named;
import static com.sphereon.kms.core.service.EncryptionFixture.octets;
import static com.sphereon.kms.core.service.EncryptionFixture.secret;
import static com.sphereon.kms.core.service.EncryptionFixture.shown;
import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeyDerivation;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.UnsupportedException;
import java.util.Set;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keys are used for besides signing, for whom, and what is recorded of it. */
class EncryptionTest {
    private static final String UNDECIPHERABLE = "cannot be decrypted with this key and algorithm";

    private final EncryptionFixture fixture = new EncryptionFixture();
    private final FaultyLog log = fixture.database.log;
    private KeyReference key;
    private KeyReference pair;

    @BeforeEach
    void makeKeys() {
        key = fixture.generate(ALICE, "key", AES);
        pair = fixture.generate(ALICE, "pair", P256);
        log.events.clear();
    }

    private AuditEvent last() {
        return log.events.getLast();
    }

    private static void assertInvalid(String message, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(call)
                .withMessageContaining(message);
    }

    @Test
    void encrypt_thenDecrypt_sameTextAndBothRecorded() {
        KeyResult<SealedText> sealed = fixture.encrypt(ALICE, named("key"));
        assertThat(last().target().kid()).contains(key.kid());
        assertThat(last().target().algorithm()).contains(ContentEncryptionAlgorithm.A256GCM);
        assertThat(last().inputDigest()).as("a digest of a plaintext").isEmpty();
        assertThat(sealed.version()).isEqualTo(key);

        KeyResult<SecretBytes> opened = fixture.decrypt(ALICE, named("key"), sealed.result());
        assertThat(octets(opened.result())).isEqualTo(PLAINTEXT);
        assertThat(last().inputDigest()).contains(Sha256.of(sealed.result().ciphertext()));
        assertThat(opened.auditIndex()).isEqualTo(sealed.auditIndex() + 1);
        assertThat(log.story()).containsExactly("key.encrypt succeeded", "key.decrypt succeeded");
    }

    @Test
    void wrap_thenUnwrap_sameKeyAndBothRecorded() {
        KeyResult<byte[]> wrapped = fixture.wrap(ALICE, named("key"));
        assertThat(last().inputDigest()).as("a digest of a key").isEmpty();
        assertThat(last().target().algorithm()).contains(KeyWrapAlgorithm.A256KW);

        KeyResult<SecretBytes> unwrapped = fixture.unwrap(ALICE, named("key"), wrapped.result());
        assertThat(octets(unwrapped.result())).isEqualTo(PLAINTEXT);
        assertThat(last().inputDigest()).contains(Sha256.of(wrapped.result()));
        assertThat(log.story()).containsExactly("key.wrap succeeded", "key.unwrap succeeded");
    }

    @Test
    void agree_bothSides_sameSecretAndRecordedWithoutIt() {
        KeyReference other = fixture.generate(ALICE, "other", P256);
        PublicKeyMaterial shownKey = other.existing().publicKey().orElseThrow();

        byte[] secret =
                octets(fixture.agree(ALICE, named("pair"), shown(shownKey)).result());

        assertThat(secret).hasSize(32);
        assertThat(last().operation().text()).isEqualTo("key.agree");
        assertThat(last().inputDigest()).isEmpty();
        assertThat(last().target().kid()).contains(pair.kid());
        assertThat(octets(fixture.agree(ALICE, named("other"), named("pair")).result()))
                .as("with the name of one's own key")
                .isEqualTo(secret);
        assertThat(fixture.provider.handedOut).as("secrets from the provider").allSatisfy(EncryptionTest::assertWiped);
    }

    private static void assertWiped(SecretBytes secret) {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> octets(secret));
    }

    @Test
    void agree_withDerivation_keyDerivedFromTheSecret() {
        KeySelection peer = shown(pair.existing().publicKey().orElseThrow());
        KeyDerivation derivation = KeyDerivation.of(
                KeyAgreementAlgorithm.ECDH_ES_A256KW, Optional.empty(), Optional.empty(), new byte[0], new byte[0]);
        SecretBytes secret = fixture.agree(ALICE, named("pair"), peer).result();

        KeyResult<SecretBytes> derived = fixture.encryption.agree(ALICE, named("pair"), peer, derivation);

        assertThat(derived.result()).isEqualTo(derivation.apply(secret)).isNotEqualTo(secret);
        assertThat(last().target().algorithm()).contains(KeyAgreementAlgorithm.ECDH_ES_A256KW);
    }

    @Test
    void agree_keysThatDoNotMeet_refused() {
        PublicKeyMaterial x25519 = new PublicKeyMaterial.Okp(Curve.X25519, new byte[] {
            9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
            29, 30, 31
        });
        assertInvalid("publicKeyInfo", () -> fixture.agree(ALICE, named("pair"), shown(x25519)));
        assertInvalid("symmetric", () -> fixture.agree(ALICE, named("pair"), named("key")));
        assertInvalid("no key found", () -> fixture.agree(ALICE, named("pair"), named("nobody's")));
        assertInvalid("may not deriveKey or deriveBits", () -> fixture.agree(ALICE, named("key"), named("pair")));
        assertInvalid("no key found", () -> fixture.agree(BOB, named("pair"), named("pair")));
        assertThat(log.story()).hasSize(5).containsOnly("key.agree refused");
        assertThat(fixture.provider.calls).isZero();
    }

    @Test
    void decrypt_whateverIsWrong_sameRefusalAndNothingOfTheReason() {
        SealedText right = fixture.encrypt(ALICE, named("key")).result();
        byte[] changed = right.ciphertext().clone();
        changed[0] ^= 1;
        List<SealedText> wrong = List.of(
                new SealedText(changed, right.iv(), right.tag()),
                new SealedText(right.ciphertext(), new byte[12], right.tag()),
                new SealedText(right.ciphertext(), right.iv(), new byte[16]),
                new SealedText(new byte[0], new byte[0], new byte[0]));

        for (SealedText sealed : wrong) {
            assertInvalid(UNDECIPHERABLE, () -> fixture.decrypt(ALICE, named("key"), sealed));
            assertThat(last().outcome()).isEqualTo(AuditOutcome.refused(ErrorCode.BAD_REQUEST));
        }
        assertInvalid(UNDECIPHERABLE, () -> fixture.unwrap(ALICE, named("key"), new byte[24]));
        assertInvalid(UNDECIPHERABLE, () -> fixture.unwrap(ALICE, named("key"), new byte[1]));
        assertThat(log.story()).endsWith("key.unwrap refused", "key.unwrap refused");
    }

    @Test
    void decrypt_afterRotation_aliasMeansTheNewVersionAndTheKidTheOld() {
        SealedText sealed = fixture.encrypt(ALICE, named("key")).result();
        fixture.kms
                .rotations()
                .rotate(
                        ALICE,
                        "key",
                        new RotateKey(
                                UUID.randomUUID(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));

        assertInvalid(UNDECIPHERABLE, () -> fixture.decrypt(ALICE, named("key"), sealed));
        assertThat(octets(fixture.decrypt(ALICE, named(key), sealed).result())).isEqualTo(PLAINTEXT);
        assertThat(fixture.encrypt(ALICE, named("key")).version().name().version())
                .isEqualTo(2);
    }

    @Test
    void use_keyOfAnotherTenantOrService_notFound() {
        KeyReference issuers = fixture.generate(ALICE, "issuer:seal", AES);
        KeyReference issuersPair = fixture.generate(ALICE, "issuer:pair", P256);
        Caller verifier = new Caller(ALICE.tenant(), "verifier", Optional.of(new ServiceName("verifier")));
        Caller issuer = new Caller(ALICE.tenant(), "issuer", Optional.of(new ServiceName("issuer")));
        SealedText sealed = fixture.encrypt(issuer, named("issuer:seal")).result();
        byte[] wrapped = fixture.wrap(issuer, named("issuer:seal")).result();
        PublicKeyMaterial shownKey = issuersPair.existing().publicKey().orElseThrow();
        int calls = fixture.provider.calls;
        for (Caller stranger : List.of(BOB, verifier)) {
            for (KeySelection name : List.of(named("issuer:seal"), named(issuers))) {
                assertInvalid("no key found", () -> fixture.encrypt(stranger, name));
                assertInvalid("no key found", () -> fixture.decrypt(stranger, name, sealed));
                assertInvalid("no key found", () -> fixture.wrap(stranger, name));
                assertInvalid("no key found", () -> fixture.unwrap(stranger, name, wrapped));
            }
            for (KeySelection name : List.of(named("issuer:pair"), named(issuersPair), shown(shownKey))) {
                assertInvalid("no key found", () -> fixture.agree(stranger, name, shown(shownKey)));
            }
        }
        assertThat(fixture.provider.calls).isEqualTo(calls);
    }

    @Test
    void use_keyIsNotForIt_refusedBeforeTheProviderIsAsked() {
        fixture.generate(ALICE, "encrypts", AES, KeyOperation.ENCRYPT);
        fixture.generate(ALICE, "unwraps", AES, KeyOperation.UNWRAP_KEY);
        SealedText sealed = new SealedText(new byte[8], new byte[12], new byte[16]);

        assertInvalid("may not decrypt", () -> fixture.decrypt(ALICE, named("encrypts"), sealed));
        assertInvalid("may not wrap", () -> fixture.wrap(ALICE, named("encrypts")));
        assertInvalid("may not unwrap", () -> fixture.unwrap(ALICE, named("encrypts"), new byte[24]));
        assertInvalid("may not encrypt", () -> fixture.encrypt(ALICE, named("unwraps")));
        assertInvalid("may not wrap", () -> fixture.wrap(ALICE, named("unwraps")));
        assertThat(fixture.provider.calls).isZero();
        fixture.encrypt(ALICE, named("encrypts"));
    }

    @Test
    void agree_keyThatMayDeriveEither_allowed() {
        for (KeyOperation operation : List.of(KeyOperation.DERIVE_BITS, KeyOperation.DERIVE_KEY)) {
            fixture.generate(ALICE, operation.jwkName(), P256, operation);

            assertThat(fixture.agree(ALICE, named(operation.jwkName()), named("pair"))
                            .result()
                            .length())
                    .isEqualTo(32);
        }
    }

    @Test
    void use_algorithmThatDoesNotFit_refused() {
        assertInvalid(
                "A128GCM does not fit",
                () -> fixture.encryption.encrypt(
                        ALICE, named("key"), ContentEncryptionAlgorithm.A128GCM, secret(), ASSOCIATED));
        assertInvalid(
                "RSA_OAEP does not fit",
                () -> fixture.encryption.wrap(ALICE, named("key"), KeyWrapAlgorithm.RSA_OAEP, secret()));
        assertThat(fixture.provider.calls).isZero();
    }

    @Test
    void generate_signingKeyWhereNothingSigns_unsupportedAndNothingIsMade() {
        for (KeySpec spec : List.of(new KeySpec.Oct(256), new KeySpec.Ec(Curve.P_256))) {
            KeyUsage usage = KeyUsage.of(spec, Optional.of(KeyUse.SIG), Set.of());
            assertThatExceptionOfType(UnsupportedException.class)
                    .isThrownBy(() -> fixture.kms
                            .keys()
                            .generate(
                                    ALICE,
                                    new GenerateKey(
                                            Optional.empty(),
                                            Optional.of(new KeyAlias("signing")),
                                            KeyParameters.of(spec, usage, Optional.empty()))))
                    .withMessageContaining("does not sign with");
        }
        assertThat(fixture.provider.calls).isZero();
    }

    @Test
    void use_algorithmTheProviderDoesNotDeclare_unsupported() {
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> fixture.encryption.encrypt(
                        ALICE, named("key"), ContentEncryptionAlgorithm.A128CBC_HS256, secret(), ASSOCIATED))
                .withMessageContaining("ENCRYPT with A128CBC_HS256");
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(
                        () -> fixture.encryption.unwrap(ALICE, named("key"), KeyWrapAlgorithm.A256GCMKW, new byte[40]));
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> fixture.encryption.unwrap(ALICE, named("key"), KeyWrapAlgorithm.DIR, new byte[40]));
        assertThat(fixture.provider.calls).isZero();
        assertThat(last().outcome()).isEqualTo(AuditOutcome.refused(ErrorCode.NOT_IMPLEMENTED));
    }

    @Test
    void wrap_lengthThatCannotBe_refused() {
        for (int length : new int[] {0, 8, 17}) {
            try (SecretBytes odd = SecretBytes.copyOf(new byte[length])) {
                assertInvalid(
                        "keyToWrap has " + length,
                        () -> fixture.encryption.wrap(ALICE, named("key"), KeyWrapAlgorithm.A256KW, odd));
            }
        }
    }

    /** A duty signs. Whoever asks for more gets no key made for it. */
    @Test
    void encrypt_nameOfADutyWithoutKey_nothingIsMade() {
        assertInvalid("no key found", () -> fixture.encrypt(ALICE, named("issuer:credential-signing")));
        assertThat(log.story()).containsExactly("key.encrypt refused");
    }

    @Test
    void encrypt_providerAnswersInAnotherForm_failed() {
        fixture.provider.surplusBytes = 4;

        assertThatExceptionOfType(ProviderFailedException.class)
                .isThrownBy(() -> fixture.encrypt(ALICE, named("key")))
                .withMessageContaining("iv of 16");
    }

    @Test
    void use_keyTheProviderHasLost_failed() {
        SealedText sealed = fixture.encrypt(ALICE, named("key")).result();
        fixture.provider.loseAllKeys();

        assertThatExceptionOfType(IntegrityException.class).isThrownBy(() -> fixture.encrypt(ALICE, named("key")));
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> fixture.decrypt(ALICE, named("key"), sealed));
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> fixture.agree(ALICE, named("pair"), named("pair")));
    }
}
