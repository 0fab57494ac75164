package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.UnsupportedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    private final KmsFixture fixture = new KmsFixture();
    private final Signatures signatures = fixture.kms.signatures();
    private KeyReference a;
    private KeyReference b;

    @BeforeEach
    void makeKeys() {
        a = fixture.generate(ALICE, "a");
        b = fixture.generate(ALICE, "b");
    }

    @Test
    void sign_byAliasKidOrBoth_usesThatKey() {
        for (KeySelection selection : List.of(
                select("a", null),
                select(null, a.kid().value()),
                select("a", a.kid().value()),
                select("a", "a"),
                select(null, "a"),
                shown(null, a))) {
            Signed signed = sign(ALICE, selection);
            assertThat(signed.version()).as("%s", selection).isEqualTo(a);
            assertThat(verify(shown(null, a), signed.signature())).isTrue();
            assertThat(verify(shown(null, b), signed.signature())).isFalse();
        }
    }

    @Test
    void sign_aliasAndKidDisagree_isRefused() {
        refused(select("a", b.kid().value()), "does not belong");
        refused(select("a", "b"), "does not belong");
        refused(select("a", "unknown"), "does not belong");
    }

    @Test
    void sign_materialGoneBehindOurBack_isDamageAndNotAMissingKey() {
        fixture.provider.keys.clear();
        assertThatThrownBy(() -> sign(ALICE, select("a", null))).isInstanceOf(IntegrityException.class);
    }

    @Test
    void sign_otherPublicKeyShown_isRefused() {
        refused(shown("a", b), "not the public key");
    }

    @Test
    void sign_unknownForeignOrElsewhere_isNotFound() {
        refused(select("c", null), "no key found");
        refused(select(null, "c"), "no key found");
        refused(
                new KeySelection(
                        Optional.of(new ProviderId("other")),
                        Optional.of(new KeyAlias("a")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "no key found");
        assertThatThrownBy(() -> sign(BOB, select("a", null))).hasMessage("keyInfo: no key found for alias 'a'");
        assertThatThrownBy(() -> sign(BOB, shown(null, a))).hasMessageContaining("no key found");
        refused(select(null, null), "names no key");
    }

    @Test
    void sign_keyForVerificationOrAgreement_isRefused() {
        fixture.generate(ALICE, "verify-only", KeyOperation.VERIFY);
        refused(select("verify-only", null), "may not sign");
        fixture.generate(ALICE, "agree", KeyOperation.DERIVE_KEY);
        refused(select("agree", null), "for encryption");
    }

    @Test
    void sign_algorithmOfAnotherKey_isRefused() {
        KeySelection selection = new KeySelection(
                Optional.empty(),
                Optional.of(new KeyAlias("a")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(SignatureAlgorithm.ECDSA_SHA384));
        refused(selection, "ECDSA_SHA384");
    }

    @Test
    void sign_digestWhereTheProviderCannot_isRefusedBeforeTheCall() {
        assertThatThrownBy(() -> signatures.sign(ALICE, select("a", null), InputType.DIGEST, new byte[32]))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("SIGN_DIGEST");
    }

    @Test
    void sign_providerAnswersInAnotherForm_isCaught() {
        fixture.provider.surplusBytes = 7;
        assertThatThrownBy(() -> sign(ALICE, select("a", null))).isInstanceOf(ProviderFailedException.class);
    }

    @Test
    void verify_changedMessageOrSignature_isNotValid() {
        byte[] signature = sign(ALICE, select("a", null)).signature();
        assertThat(verify(select("a", null), signature)).isTrue();
        assertThat(verify(select("b", null), signature)).isFalse();
        byte[] changed = signature.clone();
        changed[5] ^= 1;
        assertThat(verify(select("a", null), changed)).isFalse();
        assertThat(verify(select("a", null), new byte[0])).isFalse();
        assertThat(signatures
                        .verify(ALICE, select("a", null), InputType.RAW, new byte[] {1}, signature)
                        .valid())
                .isFalse();
    }

    @Test
    void verify_shownKeyOfAnotherTenant_needsNoManagedKey() {
        byte[] signature = sign(ALICE, select("a", null)).signature();
        assertThat(signatures
                        .verify(BOB, shown(null, a), InputType.RAW, MESSAGE, signature)
                        .valid())
                .isTrue();
        assertThatThrownBy(() -> signatures.verify(BOB, select("a", null), InputType.RAW, MESSAGE, signature))
                .hasMessage("keyInfo: no key found for alias 'a'");
    }

    private Signed sign(Caller caller, KeySelection selection) {
        return signatures.sign(caller, selection, InputType.RAW, MESSAGE);
    }

    private boolean verify(KeySelection selection, byte[] signature) {
        return signatures
                .verify(ALICE, selection, InputType.RAW, MESSAGE, signature)
                .valid();
    }

    private void refused(KeySelection selection, String said) {
        assertThatThrownBy(() -> sign(ALICE, selection))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(said);
    }

    private static KeySelection select(String alias, String kid) {
        return selection(alias, kid, Optional.empty());
    }

    private static KeySelection shown(String alias, KeyReference key) {
        return selection(alias, null, key.existing().publicKey());
    }

    private static KeySelection selection(String alias, String kid, Optional<PublicKeyMaterial> publicKey) {
        return new KeySelection(
                Optional.empty(),
                Optional.ofNullable(alias).map(KeyAlias::new),
                Optional.ofNullable(kid).map(Kid::new),
                publicKey,
                Optional.empty());
    }
}
