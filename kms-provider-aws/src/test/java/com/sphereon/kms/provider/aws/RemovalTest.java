package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that go while AWS refuses one step of it: nothing is believed to be gone that is not. */
class RemovalTest {
    private final TestAws aws = new TestAws();
    private final AtomicLong nanos = new AtomicLong();
    private final KeyProvider provider = aws.openAt(nanos::get);
    private final NewKey order = TestAws.order(new KeySpec.Ec(Curve.P_256));

    @AfterEach
    void stop() {
        provider.close();
        aws.close();
    }

    private static AwsRefusal denied() {
        return new AwsRefusal("AccessDeniedException", "");
    }

    private static AwsRefusal failed() {
        return new AwsRefusal("KMSInternalException", "");
    }

    private KeyHandle made() {
        return TestAws.handle(provider.generate(order).providerKeyId());
    }

    private String state(KeyHandle key) {
        return aws.fake.key(key.providerKeyId()).state();
    }

    @Test
    void delete_twice_sameAsOnce() {
        KeyHandle key = made();

        provider.delete(key);
        provider.delete(key);

        assertThat(state(key)).isEqualTo("PendingDeletion");
        assertThat(aws.fake.aliases()).isEmpty();
    }

    @Test
    void delete_aliasGoneMeanwhile_done() {
        KeyHandle key = made();
        aws.fake.refuseOnce("DeleteAlias", new AwsRefusal("NotFoundException", ""));

        provider.delete(key);

        assertThat(state(key)).isEqualTo("PendingDeletion");
    }

    @Test
    void delete_aliasCannotBeDeleted_failsUntilItCan() {
        KeyHandle key = made();
        aws.fake.refuseOnce("DeleteAlias", denied());

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.delete(key));
        assertThat(aws.fake.aliases()).isNotEmpty();
        provider.delete(key);

        assertThat(aws.fake.aliases()).isEmpty();
    }

    @Test
    void delete_ownerCannotBeReadNow_notTakenForGone() {
        KeyHandle key = made();
        aws.fake.refuse("ListResourceTags", Optional.of(failed()));

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.delete(key));

        assertThat(state(key)).isEqualTo("Enabled");
    }

    /** A tag policy, or someone by hand: the key lives, so the deletion has not been done. */
    @ParameterizedTest
    @ValueSource(strings = {"", "other", "Acme"})
    void delete_tagGoneOrChanged_saidSoUntilItIsRight(String owner) {
        KeyHandle key = made();
        aws.fake.key(key.providerKeyId()).tags().remove("sphereon-tenant-id");
        if (!owner.isEmpty()) {
            aws.fake.key(key.providerKeyId()).tags().put("sphereon-tenant-id", owner);
        }

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> provider.delete(key))
                .withMessageContaining("tag");
        assertThat(state(key)).isEqualTo("Enabled");

        aws.fake.key(key.providerKeyId()).tags().put("sphereon-tenant-id", "acme");
        provider.delete(key);
        assertThat(state(key)).isEqualTo("PendingDeletion");
    }

    @Test
    void delete_tagGoneButAboutToBeDeleted_isGone() {
        KeyHandle key = made();
        aws.fake.key(key.providerKeyId()).tags().clear();
        aws.fake.key(key.providerKeyId()).state("PendingDeletion");

        provider.delete(key);

        assertThat(state(key)).isEqualTo("PendingDeletion");
    }

    /** A key that was made may not be shown yet. */
    @Test
    void discard_nothingIsSeen_believedOnlyWhenSeenAgainLater() {
        KeyHandle other = made();
        NewKey nothing = TestAws.order(new KeySpec.Ec(Curve.P_256));

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.discard(nothing));
        nanos.addAndGet(RecentOrders.SETTLING.toNanos() - 1);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.discard(nothing));
        nanos.incrementAndGet();
        provider.discard(nothing);

        assertThat(state(other)).isEqualTo("Enabled");
    }

    /** The answer was lost, the key is shown only after a while, and its tags later still. */
    @Test
    void discard_keyIsShownLate_isFoundThen() {
        aws.fake.lies.put("CreateKey", answer -> answer.removeAll());
        assertThatExceptionOfType(ProviderFailedException.class).isThrownBy(() -> provider.generate(order));
        aws.fake.lies.put("ListKeys", answer -> {
            answer.putArray("Keys");
            return answer;
        });
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.discard(order));
        aws.fake.lies.remove("ListKeys");
        aws.fake.lies.put("ListResourceTags", answer -> {
            answer.putArray("Tags");
            return answer;
        });
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.discard(order));
        aws.fake.lies.clear();

        provider.discard(order);

        assertThat(aws.fake.keys())
                .singleElement()
                .satisfies(key -> assertThat(key.state()).isEqualTo("PendingDeletion"));
    }

    @Test
    void discard_awsRefusedToMakeTheKey_nothingIsLookedFor() {
        aws.fake.refuse("CreateKey", Optional.of(denied()));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.generate(order));

        provider.discard(order);

        assertThat(aws.fake.actions()).containsExactly("CreateKey");
    }

    @Test
    void discard_orderThatNeverCameToAws_nothingIsLookedFor() {
        NewKey impossible = TestAws.order(new KeySpec.Oct(128), KeyUse.ENC);
        assertThatExceptionOfType(KmsException.class).isThrownBy(() -> provider.generate(impossible));

        provider.discard(impossible);

        assertThat(aws.fake.actions()).isEmpty();
    }

    @Test
    void discard_keyThatThisProcessSawMade_notLookedFor() {
        makeWithoutAlias();

        provider.discard(order);

        assertThat(aws.fake.actions()).contains("ScheduleKeyDeletion").doesNotContain("ListKeys", "DescribeKey");
    }

    private void discardAfterRestart() {
        try (KeyProvider restarted = aws.open()) {
            restarted.discard(order);
        }
    }

    /** Other people's keys in the account may be closed to us. */
    @Test
    void discard_tagsOfOthersKeysAreClosedToUs_oursIsFound() {
        for (int i = 0; i < 3; i++) {
            aws.fake.addKey("ECC_NIST_P256", "SIGN_VERIFY", Map.of());
        }
        aws.fake.lies.put("ListResourceTags", answer -> {
            if (answer.path("Tags").isEmpty()) {
                throw denied();
            }
            return answer;
        });
        makeWithoutAlias();

        discardAfterRestart();

        assertThat(aws.fake.keys().stream().filter(key -> key.state().equals("PendingDeletion")))
                .singleElement()
                .satisfies(key -> assertThat(key.tags())
                        .containsEntry("kms-reference", order.reference().toString()));
    }

    @Test
    void discard_tagsCannotBeReadNow_failsAndIsDoneLater() {
        makeWithoutAlias();
        aws.fake.refuse("ListResourceTags", Optional.of(failed()));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> discardAfterRestart());
        aws.fake.refuse("ListResourceTags", Optional.empty());

        discardAfterRestart();

        assertThat(aws.fake.keys())
                .singleElement()
                .satisfies(key -> assertThat(key.state()).isEqualTo("PendingDeletion"));
    }

    @Test
    void discard_aliasCannotBeLookedUpNow_failsInPlaceOfSearching() {
        made();
        aws.fake.refuse("DescribeKey", Optional.of(failed()));

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> discardAfterRestart());

        assertThat(aws.fake.actions()).doesNotContain("ListKeys");
    }

    private void makeWithoutAlias() {
        aws.fake.refuse("CreateAlias", Optional.of(failed()));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.generate(order));
    }
}
