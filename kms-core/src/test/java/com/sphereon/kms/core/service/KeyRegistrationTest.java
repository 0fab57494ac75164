package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class KeyRegistrationTest {
    private final KmsFixture fixture = new KmsFixture();
    private final Keys keys = fixture.kms.keys();

    @Test
    void register_existingKey_isNotedOnceAndNeverDeletedAtTheProvider() {
        fixture.provider.createNatively("alice", "native-1");
        KeyReference key = keys.register(ALICE, wish("native-1", null));
        assertThat(key.origin()).isEqualTo(Origin.EXTERNAL);
        assertThat(key.kid()).hasToString("native-1");
        assertThat(keys.register(ALICE, wish("native-1", "native-1"))).isEqualTo(key);
        assertThat(keys.list(ALICE, Optional.empty())).containsExactly(key);
        keys.delete(ALICE, "native-1", Optional.empty());
        assertThat(fixture.provider.keys).hasSize(1);
        assertThat(keys.list(ALICE, Optional.empty())).isEmpty();
    }

    @Test
    void register_whatDoesNotExist_isNotFound() {
        refused(ErrorCode.KMS_EXTERNAL_KEY_NOT_FOUND, wish("native-1", null));
        refused(
                ErrorCode.KMS_PROVIDER_NOT_FOUND,
                new RegisterKey(new ProviderId("other"), new KeyAlias("native-1"), Optional.empty()));
    }

    @Test
    void register_keyOfAnotherTenant_isNotFound() {
        fixture.provider.createNatively("bob", "native-1");
        refused(ErrorCode.KMS_EXTERNAL_KEY_NOT_FOUND, wish("native-1", null));
        assertThat(keys.register(BOB, wish("native-1", null)).isLive()).isTrue();
    }

    @Test
    void register_otherKid_isAMismatch() {
        fixture.provider.createNatively("alice", "native-1");
        refused(ErrorCode.KMS_EXTERNAL_KEY_IDENTITY_MISMATCH, wish("native-1", "another"));
        assertThat(keys.list(ALICE, Optional.empty())).isEmpty();
    }

    @Test
    void register_aliasOfAManagedOrChangedKey_isAConflict() {
        fixture.provider.createNatively("alice", "native-1");
        fixture.generate(ALICE, "native-1");
        refused(ErrorCode.KMS_EXTERNAL_KEY_REGISTRATION_CONFLICT, wish("native-1", null));
        fixture.provider.createNatively("alice", "native-2");
        keys.register(ALICE, wish("native-2", null));
        fixture.provider.createNatively("alice", "native-2");
        refused(ErrorCode.KMS_EXTERNAL_KEY_REGISTRATION_CONFLICT, wish("native-2", null));
    }

    @Test
    void register_managedKeyByItsNameAtTheProvider_isAConflictInEveryState() {
        for (KeyState state :
                List.of(KeyState.ACTIVE, KeyState.SUSPENDED, KeyState.DEACTIVATED, KeyState.COMPROMISED)) {
            KeyReference managed = fixture.generate(ALICE, "managed-" + state);
            if (state != KeyState.ACTIVE) {
                fixture.kms
                        .states()
                        .change(
                                ALICE,
                                managed.kid().value(),
                                new KeyStates.Wish(state, Optional.empty(), Optional.empty()));
            }
            RegisterKey wish = wish(managed.existing().providerKeyId(), null);
            refused(ErrorCode.KMS_EXTERNAL_KEY_REGISTRATION_CONFLICT, wish);
        }
        assertThat(keys.list(ALICE, Optional.empty())).allMatch(key -> key.origin() == Origin.MANAGED);
    }

    @Test
    void register_keyWithCertificates_theyAreKept() {
        fixture.provider.createNatively("alice", "native-1");
        fixture.provider.certificateChain = List.of("leaf", "issuer");

        KeyReference key = keys.register(ALICE, wish("native-1", null));

        assertThat(key.existing().certificateChain()).containsExactly("leaf", "issuer");
    }

    @Test
    void register_againAfterItsCertificateWasRenewed_changesNothing() {
        fixture.provider.createNatively("alice", "native-1");
        fixture.provider.certificateChain = List.of("leaf");
        KeyReference key = keys.register(ALICE, wish("native-1", null));
        fixture.provider.certificateChain = List.of("renewed");

        assertThat(keys.register(ALICE, wish("native-1", null))).isEqualTo(key);
    }

    /** What the backend lets it do counts, and not what its kind could do. */
    @Test
    void register_keyOfAKeyAgreement_isNoSigningKey() {
        fixture.provider.createNatively("alice", "native-1");
        fixture.provider.telling =
                key -> key.permitting(KeyUsage.of(key.spec(), Optional.of(KeyUse.ENC), Set.of()), Optional.empty());

        KeyReference key = keys.register(ALICE, wish("native-1", null));

        assertThat(key.parameters().usage().operations())
                .containsExactlyInAnyOrder(KeyOperation.DERIVE_KEY, KeyOperation.DERIVE_BITS);
        assertThat(key.parameters().algorithm()).isEmpty();
    }

    @Test
    void register_keyThatOnlyVerifies_mayNotSign() {
        fixture.provider.createNatively("alice", "native-1");
        fixture.provider.telling =
                key -> key.permitting(new KeyUsage(KeyUse.SIG, Set.of(KeyOperation.VERIFY)), Optional.empty());

        KeyReference key = keys.register(ALICE, wish("native-1", null));

        assertThat(key.parameters().usage().operations()).containsExactly(KeyOperation.VERIFY);
        assertThatExceptionOfType(KmsException.class).isThrownBy(() -> fixture.sign(ALICE, "native-1"));
    }

    @Test
    void register_whatAKeyOfThatKindCannotDo_isRefused() {
        fixture.provider.createNatively("alice", "native-1");
        for (UnaryOperator<ProviderKey> telling : List.<UnaryOperator<ProviderKey>>of(
                key -> key.permitting(new KeyUsage(KeyUse.ENC, Set.of(KeyOperation.ENCRYPT)), Optional.empty()),
                key -> key.permitting(
                        KeyUsage.of(key.spec(), Optional.of(KeyUse.SIG), Set.of()),
                        Optional.of(SignatureAlgorithm.ED25519)))) {
            fixture.provider.telling = telling;
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> keys.register(ALICE, wish("native-1", null)));
        }
        assertThat(keys.list(ALICE, Optional.empty())).isEmpty();
    }

    private void refused(ErrorCode code, RegisterKey wish) {
        assertThatThrownBy(() -> keys.register(ALICE, wish))
                .isInstanceOfSatisfying(
                        KmsException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static RegisterKey wish(String alias, String kid) {
        return new RegisterKey(
                new ProviderId(KmsFixture.FAKE),
                new KeyAlias(alias),
                Optional.ofNullable(kid).map(Kid::new));
    }
}
