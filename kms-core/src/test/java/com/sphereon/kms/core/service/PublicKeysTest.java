package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.service.ResolveKey.Method;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicKeysTest {
    private static final KeySelection NOTHING =
            new KeySelection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final KmsFixture fixture = new KmsFixture();
    private final PublicKeys publicKeys = fixture.kms.publicKeys();

    @Test
    void resolve_ownKeyByName_givesItsPublicKey() {
        KeyReference key = fixture.generate(ALICE, "a");
        ResolvedKey resolved = publicKeys.resolve(ALICE, by(KeySelection.of(new KeyAlias("a")), Optional.empty()));
        assertThat(resolved.version()).contains(key);
        assertThat(resolved.publicKey()).isEqualTo(key.existing().publicKey().orElseThrow());
    }

    @Test
    void resolve_otherTenantsKeyOrNothing_isRefused() {
        fixture.generate(ALICE, "a");
        KeySelection a = KeySelection.of(new KeyAlias("a"));
        assertThatThrownBy(() -> publicKeys.resolve(BOB, by(a, Optional.empty())))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> publicKeys.resolve(ALICE, by(NOTHING, Optional.empty())))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> publicKeys.resolve(ALICE, by(a, Optional.of(Method.JWK))))
                .hasMessageContaining("keyInfo.key");
    }

    @Test
    void resolve_certificate_givesTheKeyItCertifies() {
        assertThat(certified(List.of(Certificates.LEAF), List.of(), false).publicKey())
                .isInstanceOf(PublicKeyMaterial.Ec.class);
        assertThat(certified(List.of(Certificates.RSA), List.of(), false).publicKey())
                .isInstanceOf(PublicKeyMaterial.Rsa.class);
        assertThat(certified(List.of(Certificates.ED25519), List.of(), false)
                        .publicKey()
                        .toJwk())
                .containsEntry("x", "Kxzgaaj5Wa4UYuagkLzVqrApOuwd5gRigOSBDjepmRY");
    }

    @Test
    void resolve_chainToTrustedRoot_isValid() {
        assertThat(certified(List.of(Certificates.LEAF), List.of(Certificates.ROOT), true)
                        .publicKey())
                .isInstanceOf(PublicKeyMaterial.Ec.class);
        assertThat(certified(List.of(Certificates.LEAF, Certificates.ROOT), List.of(Certificates.ROOT), true)
                        .publicKey())
                .isInstanceOf(PublicKeyMaterial.Ec.class);
        assertThat(certified(List.of(Certificates.RSA), List.of(Certificates.RSA), true)
                        .publicKey())
                .isInstanceOf(PublicKeyMaterial.Rsa.class);
    }

    @Test
    void resolve_chainWithoutTrust_isRefused() {
        refused(List.of(Certificates.LEAF), List.of(Certificates.RSA));
        refused(List.of(Certificates.LEAF), List.of());
        refused(List.of(Certificates.RSA), List.of(Certificates.ROOT));
        refused(List.of("1", "2"), List.of(Certificates.ROOT));
        refused(List.of(Certificates.EXPIRED), List.of(Certificates.EXPIRED));
        refused(List.of(Certificates.LEAF), List.of(Certificates.DSA));
        refused(List.of(Certificates.LEAF, Certificates.DSA), List.of(Certificates.ROOT));
        refused(Collections.nCopies(11, Certificates.LEAF), List.of(Certificates.ROOT));
    }

    @Test
    void resolve_moreThanOneDerCertificate_isRefused() {
        byte[] der = Base64.getDecoder().decode(Certificates.LEAF);
        byte[] longer = Arrays.copyOf(der, der.length + 1);
        refused(List.of(Base64.getEncoder().encodeToString(longer)), List.of(Certificates.ROOT));
        refused(List.of(Base64.getMimeEncoder().encodeToString(der)), List.of(Certificates.ROOT));
        refused(List.of("A".repeat(CertificateChain.MAX_CERTIFICATE_CHARS + 4)), List.of(Certificates.ROOT));
    }

    @Test
    void resolve_ownNameBesideAnotherKey_isRefused() {
        fixture.generate(ALICE, "a");
        PublicKeyMaterial other =
                fixture.generate(ALICE, "b").existing().publicKey().orElseThrow();
        KeySelection contradiction = new KeySelection(
                Optional.empty(),
                Optional.of(new KeyAlias("a")),
                Optional.empty(),
                Optional.of(other),
                Optional.empty());
        assertThatThrownBy(() -> publicKeys.resolve(ALICE, by(contradiction, Optional.empty())))
                .hasMessageContaining("not the public key");
        assertThat(publicKeys.resolve(BOB, by(contradiction, Optional.empty())).version())
                .isEmpty();
    }

    private void refused(List<String> x5c, List<String> trusted) {
        assertThatThrownBy(() -> certified(x5c, trusted, true))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.KMS_CERTIFICATE_CHAIN_INVALID));
    }

    private ResolvedKey certified(List<String> x5c, List<String> trusted, boolean verify) {
        return publicKeys.resolve(ALICE, new ResolveKey(NOTHING, Optional.of(Method.X5C), x5c, trusted, verify));
    }

    private static ResolveKey by(KeySelection selection, Optional<Method> method) {
        return new ResolveKey(selection, method, List.of(), List.of(), false);
    }
}
