package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How keys come to be, are named, and go, as AWS sees it. */
class KeysTest {
    private static final KeySpec P256 = new KeySpec.Ec(Curve.P_256);

    private final TestAws aws = new TestAws();
    private final KeyProvider provider = aws.open();

    @AfterEach
    void stop() {
        provider.close();
        aws.close();
    }

    @Test
    void generate_key_hasAliasTagsAndItsOwnIdAsKid() {
        NewKey order = dutyOrder();

        ProviderKey key = provider.generate(order);

        assertThat(key.canonicalKid()).contains(new Kid(key.providerKeyId()));
        assertThat(aws.fake.aliases())
                .containsExactly(Map.entry("alias/kms/acme/issuer/credential-signing/3", key.providerKeyId()));
        assertThat(aws.fake.key(key.providerKeyId()).tags())
                .containsEntry("sphereon-tenant-id", "acme")
                .containsEntry("kms-alias", "issuer:credential-signing")
                .containsEntry("kms-version", "3")
                .containsEntry("kms-reference", order.reference().toString());
    }

    private static NewKey dutyOrder() {
        NewKey any = TestAws.order(P256);
        return new NewKey(
                any.reference(),
                new KeyName(TestAws.TENANT, new KeyAlias("issuer:credential-signing"), 3),
                any.parameters());
    }

    @ParameterizedTest
    @CsvSource({
        "P_256, SIG, SIGN_VERIFY, ECC_NIST_P256",
        "P_521, SIG, SIGN_VERIFY, ECC_NIST_P521",
        "P_384, ENC, KEY_AGREEMENT, ECC_NIST_P384",
        "SECP256K1, SIG, SIGN_VERIFY, ECC_SECG_P256K1",
        "ED25519, SIG, SIGN_VERIFY, ECC_NIST_EDWARDS25519"
    })
    void generate_onCurve_usageFollowsFromUse(Curve curve, KeyUse use, String usage, String spec) {
        assertMade(TestAws.order(KeySpec.onCurve(curve), use), usage, spec);
    }

    @ParameterizedTest
    @CsvSource({"256, SIG, GENERATE_VERIFY_MAC, HMAC_256", "256, ENC, ENCRYPT_DECRYPT, SYMMETRIC_DEFAULT"})
    void generate_symmetric_usageFollowsFromUse(int bits, KeyUse use, String usage, String spec) {
        assertMade(TestAws.order(new KeySpec.Oct(bits), use), usage, spec);
    }

    @Test
    void generate_rsaForEncryption_usageFollowsFromUse() {
        assertMade(TestAws.order(new KeySpec.Rsa(2048), KeyUse.ENC), "ENCRYPT_DECRYPT", "RSA_2048");
    }

    private void assertMade(NewKey order, String usage, String spec) {
        FakeKey made = aws.fake.key(provider.generate(order).providerKeyId());

        assertThat(made.usage()).isEqualTo(usage);
        assertThat(made.spec()).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource({"384, ENC,", "512, ENC,", "512, SIG, HMAC_SHA256", "384, SIG, HMAC_SHA256"})
    void generate_combinationAwsLacks_refusedBeforeAnyCall(int bits, KeyUse use, SignatureAlgorithm algorithm) {
        NewKey order = TestAws.order(new KeySpec.Oct(bits), use, Optional.ofNullable(algorithm));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> provider.generate(order))
                .withMessageContaining("AWS KMS");
        assertThat(aws.fake.actions()).isEmpty();
    }

    @Test
    void generate_sameReferenceTwice_conflict() {
        NewKey order = dutyOrder();
        ProviderKey first = provider.generate(order);

        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> provider.generate(order));

        assertThat(provider.describe(TestAws.handle(first.providerKeyId()))).isEqualTo(first);
    }

    @Test
    void generate_nameOfAKeyAboutToBeDeleted_takesItsAlias() {
        ProviderKey first = provider.generate(dutyOrder());
        aws.fake.key(first.providerKeyId()).state("PendingDeletion");

        ProviderKey second = provider.generate(dutyOrder());

        assertThat(aws.fake.aliases()).containsValue(second.providerKeyId()).hasSize(1);
    }

    /** Only to create the key must not be done twice. */
    @ParameterizedTest
    @CsvSource({
        "GetPublicKey, KMSInternalException",
        "CreateAlias, ThrottlingException",
        "GetPublicKey, NotFoundException"
    })
    void generate_laterStepFails_keyIsMadeOnceAndUnavailableReported(String action, String code) {
        aws.fake.refuse(action, Optional.of(new AwsRefusal(code, "")));
        try (KeyProvider repeating = aws.open("max-retries", "3")) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> repeating.generate(TestAws.order(P256)))
                    .matches(failure -> !failure.isNothingBegun(), "there is a key");
        }

        assertThat(aws.fake.actions()).containsOnlyOnce("CreateKey");
        assertThat(aws.fake.actions().stream().filter(action::equals)).hasSize(4);
    }

    @Test
    void generate_awsDidNothing_saysSo() {
        aws.fake.refuse("CreateKey", Optional.of(new AwsRefusal("ThrottlingException", "")));
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> provider.generate(TestAws.order(P256)))
                .matches(failure -> failure.isNothingBegun(), "nothing was made");
        aws.close();
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> provider.generate(TestAws.order(P256)))
                .matches(failure -> failure.isNothingBegun(), "never connected");
    }

    @Test
    void generate_createFails_notRepeated() {
        aws.server.inject(Fault.SERVER_ERROR, 1);
        try (KeyProvider repeating = aws.open("max-retries", "3")) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> repeating.generate(TestAws.order(P256)));
        }
        assertThat(aws.server.requestsReceived()).isEqualTo(1);
    }

    /** What was made before the alias is found by its tags. */
    @Test
    void discard_keyWithoutAlias_foundByItsTags() {
        aws.fake.refuse("CreateAlias", Optional.of(new AwsRefusal("KMSInternalException", "")));
        // more than one page, and keys that are none of ours
        IntStream.range(0, 120).forEach(i -> aws.fake.addKey("HMAC_256", "GENERATE_VERIFY_MAC", Map.of()));
        ProviderKey other = otherKey();
        NewKey order = TestAws.order(P256);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.generate(order));

        discardAfterRestart(order);

        assertThat(aws.fake.keys().stream().filter(key -> key.state().equals("PendingDeletion")))
                .singleElement()
                .satisfies(key -> assertThat(key.tags())
                        .containsEntry("kms-reference", order.reference().toString()));
        assertThat(provider.describe(TestAws.handle(other.providerKeyId()))).isEqualTo(other);
    }

    /** By a process that has not seen what was made. */
    private void discardAfterRestart(NewKey order) {
        try (KeyProvider restarted = aws.open()) {
            restarted.discard(order);
        }
    }

    private ProviderKey otherKey() {
        FakeKey other = aws.fake.addKey("ECC_NIST_P256", "SIGN_VERIFY", Map.of("sphereon-tenant-id", "acme"));
        return provider.describe(TestAws.handle(other.id()));
    }

    /** To believe that nothing is left, because nothing could be seen, would leave it for ever. */
    @Test
    void discard_tagsCannotBeRead_failsInPlaceOfBelieving() {
        aws.fake.refuse("CreateAlias", Optional.of(new AwsRefusal("KMSInternalException", "")));
        NewKey order = TestAws.order(P256);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.generate(order));
        aws.fake.refuse("ListKeys", Optional.of(new AwsRefusal("ExpiredTokenException", "")));

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> discardAfterRestart(order));
    }

    @Test
    void delete_key_isScheduledAndAliasesOfOursGo() {
        ProviderKey key = provider.generate(dutyOrder());
        FakeKey atAws = aws.fake.key(key.providerKeyId());
        aws.fake.addAlias("alias/theirs", atAws);

        provider.delete(TestAws.handle(key.providerKeyId()));

        assertThat(atAws.state()).isEqualTo("PendingDeletion");
        assertThat(aws.fake.aliases()).containsOnlyKeys("alias/theirs");
    }

    @Test
    void delete_strangersKey_untouched() {
        ProviderKey key = provider.generate(dutyOrder());

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> provider.delete(new KeyHandle(TestAws.STRANGER, key.providerKeyId())));

        assertThat(aws.fake.key(key.providerKeyId()).state()).isEqualTo("Enabled");
        assertThat(aws.fake.actions()).doesNotContain("ScheduleKeyDeletion");
    }

    @Test
    void delete_awsRefuses_conflict() {
        ProviderKey key = provider.generate(dutyOrder());
        aws.fake.refuse("ScheduleKeyDeletion", Optional.of(new AwsRefusal("KMSInvalidStateException", "")));

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> provider.delete(TestAws.handle(key.providerKeyId())));
    }

    /** Octets must not stay with AWS under a name when AWS took others. */
    @Test
    void import_awsTakesAnotherKey_refused() {
        FakeKey stray = aws.fake.addKey("ECC_NIST_P256", "SIGN_VERIFY", Map.of());
        aws.fake.tellInPlace(stray);
        try (PrivateKeyMaterial material = SampleKeys.of(P256, TestData.fresh())) {
            assertThatExceptionOfType(ProviderFailedException.class)
                    .isThrownBy(() -> provider.importKey(TestAws.order(P256), material));
        }
    }

    @ParameterizedTest
    @CsvSource({"GetParametersForImport", "ImportKeyMaterial", "GetPublicKey", "CreateAlias"})
    void import_aStepFails_discardLeavesNothing(String action) {
        aws.fake.refuse(action, Optional.of(new AwsRefusal("KMSInternalException", "")));
        NewKey order = TestAws.order(P256);
        try (PrivateKeyMaterial material = SampleKeys.of(P256, TestData.fresh())) {
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.importKey(order, material));
        }

        provider.discard(order);

        assertThat(aws.fake.keys())
                .singleElement()
                .satisfies(key -> assertThat(key.state()).isEqualTo("PendingDeletion"));
        assertThat(aws.fake.aliases()).isEmpty();
    }

    @Test
    void import_passingFailure_repeatedWithOneKey() {
        aws.fake.refuseOnce("ImportKeyMaterial", new AwsRefusal("DependencyTimeoutException", ""));
        try (KeyProvider repeating = aws.open("max-retries", "2");
                PrivateKeyMaterial material = SampleKeys.of(P256, TestData.fresh())) {
            ProviderKey key = repeating.importKey(TestAws.order(P256), material);

            assertThat(key.publicKey()).isEqualTo(material.publicKey());
        }
        assertThat(aws.fake.keys()).hasSize(1);
    }
}
