package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.KnownKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that others made: they are found by any of their names, and only by the tenant in their tag. */
class RegisteredKeysTest {
    private static final Map<String, String> TAGGED = Map.of("sphereon-tenant-id", "acme");

    private final TestAws aws = new TestAws();
    private final KeyProvider provider = aws.open();
    private final FakeKey key = aws.fake.addKey("ECC_NIST_P256", "SIGN_VERIFY", TAGGED);

    @AfterEach
    void stop() {
        provider.close();
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "alias/issuer/signing",
                "issuer/signing",
                "arn:aws:kms:eu-west-1:111122223333:key/%s",
                "arn:aws:kms:eu-west-1:111122223333:alias/issuer/signing"
            })
    void describe_anyName_theSameKey(String name) {
        aws.fake.addAlias("alias/issuer/signing", key);

        ProviderKey described = provider.describe(TestAws.handle(name.formatted(key.id())));

        assertThat(described.providerKeyId()).isEqualTo(key.id());
        assertThat(described.canonicalKid()).contains(new Kid(key.id()));
        assertThat(described.publicKey()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:kms:eu-west-1:999922223333:key/%s",
                "arn:aws:kms:us-east-1:111122223333:key/%s",
                "arn:aws:s3:eu-west-1:111122223333:key/%s",
                "arn:aws:kms:eu-west-1:999922223333:alias/issuer",
                "alias/nobody",
                "alias/with space",
                "issuers",
                "alias",
                "/issuer",
                "Issuer",
                "key/%s"
            })
    void describe_nameOfNothingHere_notFound(String name) {
        aws.fake.addAlias("alias/issuer", key);

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> provider.describe(TestAws.handle(name.formatted(key.id()))));
    }

    @Test
    void use_strangersOrUntaggedKey_asIfItWereNot() {
        FakeKey untagged = aws.fake.addKey("ECC_NIST_P256", "SIGN_VERIFY", Map.of());
        String nobody = "00000000-0000-4000-8000-000000000000";

        KmsException absent = failure(TestAws.handle(nobody));
        KmsException foreign = failure(new KeyHandle(TestAws.STRANGER, key.id()));
        KmsException unowned = failure(TestAws.handle(untagged.id()));

        assertThat(absent).isInstanceOf(NotFoundException.class);
        for (KmsException failure : new KmsException[] {foreign, unowned}) {
            assertThat(failure).hasSameClassAs(absent);
            assertThat(failure.code()).isEqualTo(absent.code());
            assertThat(failure.getMessage().replaceAll("[0-9a-f-]{36}", ""))
                    .isEqualTo(absent.getMessage().replaceAll("[0-9a-f-]{36}", ""));
        }
        assertThat(aws.fake.actions())
                .as("as many questions for each")
                .containsExactly("ListResourceTags", "ListResourceTags", "ListResourceTags");
    }

    @Test
    void describe_aliasOfNothingOrOfAForeignKey_asManyQuestionsForEach() {
        FakeKey foreign = aws.fake.addKey("ECC_NIST_P256", "SIGN_VERIFY", Map.of("sphereon-tenant-id", "other"));
        aws.fake.addAlias("alias/foreign", foreign);
        aws.fake.addAlias("alias/untagged", aws.fake.addKey("ECC_NIST_P256", "SIGN_VERIFY", Map.of()));

        for (String alias : List.of("alias/nobody", "alias/foreign", "alias/untagged", "nobody")) {
            aws.fake.actions().clear();
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> provider.describe(TestAws.handle(alias)))
                    .withMessage("Provider aws: describe failed: there is no such key");
            assertThat(aws.fake.actions()).as(alias).containsExactly("DescribeKey", "ListResourceTags");
        }
    }

    /** Where we may see the tags of our own keys only. */
    @Test
    void describe_aliasOfNothingAndTagsOfNothingAreClosedToUs_notFound() {
        aws.fake.refuse("ListResourceTags", Optional.of(new AwsRefusal("AccessDeniedException", "")));

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> provider.describe(TestAws.handle("alias/nobody")));
    }

    @Test
    void use_tagChanged_noticedWhenNotRemembered() {
        try (KeyProvider forgetful = aws.open("cache-ttl-in-seconds", "0")) {
            forgetful.sign(TestAws.handle(key.id()), TestAws.input(SignatureAlgorithm.ECDSA_SHA256, 5));

            key.tags().put("sphereon-tenant-id", "other");

            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> forgetful.sign(
                            TestAws.handle(key.id()), TestAws.input(SignatureAlgorithm.ECDSA_SHA256, 5)));
        }
    }

    /** Though the public key is remembered for minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"", "other", "Acme"})
    void use_tagGoneOrChanged_noticedWithinSeconds(String owner) {
        AtomicLong nanos = new AtomicLong();
        SigningInput input = TestAws.input(SignatureAlgorithm.ECDSA_SHA256, 5);
        try (KeyProvider timed = aws.openAt(nanos::get)) {
            timed.sign(TestAws.handle(key.id()), input);
            key.tags().remove("sphereon-tenant-id");
            if (!owner.isEmpty()) {
                key.tags().put("sphereon-tenant-id", owner);
            }
            nanos.addAndGet(KnownKeys.OWNERSHIP.toNanos());

            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> timed.sign(TestAws.handle(key.id()), input));

            key.tags().put("sphereon-tenant-id", "acme");
            assertThat(timed.sign(TestAws.handle(key.id()), input)).hasSize(64);
        }
        assertThat(aws.fake.actions())
                .as("of the rest nothing is asked again, and no foreign key signs")
                .containsExactly(
                        "ListResourceTags",
                        "DescribeKey",
                        "GetPublicKey",
                        "Sign",
                        "ListResourceTags",
                        "ListResourceTags",
                        "Sign");
    }

    /** In an account of one tenant keys need no tag; one with another's is foreign all the same. */
    @Test
    void use_tagNotRequired_untaggedIsOursButStrangersIsNot() {
        FakeKey untagged = aws.fake.addKey("ECC_NIST_P256", "SIGN_VERIFY", Map.of());
        try (KeyProvider own = aws.open("require-tenant-tag", "false")) {
            assertThat(own.describe(TestAws.handle(untagged.id())).providerKeyId())
                    .isEqualTo(untagged.id());
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> own.describe(new KeyHandle(TestAws.STRANGER, key.id())));
        }
    }

    @ParameterizedTest
    @CsvSource({"ML_DSA_44", "HMAC_224", "ECC_SECG_P256K1X"})
    void describe_kindWeDoNotKnow_refused(String spec) {
        key.announce(spec);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> provider.describe(TestAws.handle(key.id())));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SIGN_VERIFY, SIG, RSA_SSA_PSS_SHA256_MGF1",
        "RSA_2048, ENCRYPT_DECRYPT, ENC,",
        "ECC_NIST_P384, SIGN_VERIFY, SIG, ECDSA_SHA384",
        "ECC_NIST_P384, KEY_AGREEMENT, ENC,",
        "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, ENC,",
        "HMAC_256, GENERATE_VERIFY_MAC, SIG, HMAC_SHA256",
        "HMAC_384, GENERATE_VERIFY_MAC, SIG, HMAC_SHA384",
        "HMAC_512, GENERATE_VERIFY_MAC, SIG, HMAC_SHA512"
    })
    void describe_eachUse_whatItIsForAndWhatAwsComputesWithIt(
            String spec, String usage, KeyUse use, SignatureAlgorithm algorithm) {
        FakeKey theirs = aws.fake.addKey(spec, usage, TAGGED);

        KeyParameters parameters =
                provider.describe(TestAws.handle(theirs.id())).parameters();

        assertThat(parameters.usage().use()).isEqualTo(use);
        assertThat(parameters.algorithm()).isEqualTo(Optional.ofNullable(algorithm));
    }

    @Test
    void describe_useWeDoNotKnow_refused() {
        FakeKey theirs = aws.fake.addKey("ECC_NIST_P256", "TELEPORT", TAGGED);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> provider.describe(TestAws.handle(theirs.id())));
    }

    @Test
    void use_refusedThoughTheKeyIsGood_refusalHandedOnAndWorksAgain() {
        KeyHandle handle = TestAws.handle(key.id());
        aws.fake.refuseOnce("Sign", new AwsRefusal("DisabledException", ""));

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> provider.sign(handle, TestAws.input(SignatureAlgorithm.ECDSA_SHA256, 5)));

        assertThat(provider.sign(handle, TestAws.input(SignatureAlgorithm.ECDSA_SHA256, 5)))
                .hasSize(64);
    }

    @Test
    void use_disabledMeanwhile_conflictThenWorksAgain() {
        sign();
        key.state("Disabled");

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(this::sign)
                .withMessageContaining("disabled");
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> provider.describe(TestAws.handle(key.id())));

        key.state("Enabled");
        assertThat(sign()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PendingDeletion", "PendingReplicaDeletion"})
    void use_aboutToBeDeleted_notFound(String state) {
        sign();
        key.state(state);

        assertThatExceptionOfType(NotFoundException.class).isThrownBy(this::sign);
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> provider.describe(TestAws.handle(key.id())));
    }

    @Test
    void use_materialExpired_conflict() {
        sign();
        key.state("PendingImport");

        assertThatExceptionOfType(ConflictException.class).isThrownBy(this::sign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Unavailable", "Updating", "Creating"})
    void use_inPassingState_unavailable(String state) {
        sign();
        key.state(state);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::sign);
    }

    @Test
    void sign_twice_keyIsLookedUpOnce() {
        sign();
        sign();

        assertThat(aws.fake.actions())
                .containsExactly("ListResourceTags", "DescribeKey", "GetPublicKey", "Sign", "Sign");
    }

    @Test
    void describe_answerAboutAnotherKey_notBelieved() {
        FakeKey stray = aws.fake.addKey("ECC_NIST_P256", "SIGN_VERIFY", TAGGED);
        aws.fake.tellInPlace(stray);

        assertThatExceptionOfType(ProviderFailedException.class)
                .isThrownBy(() -> provider.describe(TestAws.handle(key.id())));
    }

    private byte[] sign() {
        return provider.sign(TestAws.handle(key.id()), TestAws.input(SignatureAlgorithm.ECDSA_SHA256, 5));
    }

    private KmsException failure(KeyHandle handle) {
        try {
            provider.sign(handle, TestAws.input(SignatureAlgorithm.ECDSA_SHA256, 5));
        } catch (KmsException e) {
            return e;
        }
        throw new AssertionError("it signed");
    }
}
