package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyDerivation;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A service over a provider that encrypts, and each use of a key as one call. */
final class EncryptionFixture {
    static final byte[] ASSOCIATED = "associated".getBytes(StandardCharsets.UTF_8);
    static final byte[] PLAINTEXT = "a secret of 24 characters".substring(0, 24).getBytes(StandardCharsets.UTF_8);
    static final KeySpec AES = new KeySpec.Oct(256);
    static final KeySpec P256 = new KeySpec.Ec(Curve.P_256);

    final FakeEncryptor provider = new FakeEncryptor();
    final FaultyPersistence database = new FaultyPersistence();
    final KeyManagementService kms = KeyManagementService.builder()
            .persistence(database)
            .defaultProvider("fake", "fake", provider)
            .verifier(new KmsFixture.JdkVerifier())
            .clock(new TestClock(Instant.parse("2030-01-01T00:00:00Z")))
            .build();
    final Encryption encryption = kms.encryption();

    static KeySelection named(String alias) {
        return KeySelection.of(new KeyAlias(alias));
    }

    static KeySelection named(KeyReference version) {
        return new KeySelection(
                Optional.empty(), Optional.empty(), Optional.of(version.kid()), Optional.empty(), Optional.empty());
    }

    static KeySelection shown(PublicKeyMaterial key) {
        return new KeySelection(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(key), Optional.empty());
    }

    static SecretBytes secret() {
        return SecretBytes.copyOf(PLAINTEXT);
    }

    static byte[] octets(SecretBytes secret) {
        return secret.expose(byte[]::clone);
    }

    /** A key for encryption; for all of it, where nothing is listed. */
    KeyReference generate(Caller caller, String alias, KeySpec spec, KeyOperation... operations) {
        KeyUsage usage = KeyUsage.of(spec, Optional.of(KeyUse.ENC), Set.of(operations));
        return kms.keys()
                .generate(
                        caller,
                        new GenerateKey(
                                Optional.empty(),
                                Optional.of(new KeyAlias(alias)),
                                KeyParameters.of(spec, usage, Optional.empty())));
    }

    KeyResult<SealedText> encrypt(Caller caller, KeySelection selection) {
        return encryption.encrypt(caller, selection, ContentEncryptionAlgorithm.A256GCM, secret(), ASSOCIATED);
    }

    KeyResult<SecretBytes> decrypt(Caller caller, KeySelection selection, SealedText sealed) {
        return encryption.decrypt(caller, selection, ContentEncryptionAlgorithm.A256GCM, sealed, ASSOCIATED);
    }

    KeyResult<byte[]> wrap(Caller caller, KeySelection selection) {
        return encryption.wrap(caller, selection, KeyWrapAlgorithm.A256KW, secret());
    }

    KeyResult<SecretBytes> unwrap(Caller caller, KeySelection selection, byte[] wrapped) {
        return encryption.unwrap(caller, selection, KeyWrapAlgorithm.A256KW, wrapped);
    }

    KeyResult<SecretBytes> agree(Caller caller, KeySelection selection, KeySelection peer) {
        return encryption.agree(caller, selection, peer, KeyDerivation.none());
    }

    /** As another process does: behind the back of this one. */
    KeyReference change(KeyReference version, KeyState state) {
        KeyReference stored = database.real
                .keyReferences()
                .findById(version.name().tenant(), version.id())
                .orElseThrow();
        Lifecycle before = stored.lifecycle();
        KeyReference changed = stored.with(new Lifecycle(
                state,
                new Change(Instant.parse("2030-01-01T00:00:01Z"), "elsewhere"),
                Optional.of("because"),
                before.activated(),
                before.deactivated(),
                before.compromised(),
                before.destroyed(),
                before.destroyAt(),
                before.publishedUntil()));
        database.real.keyReferences().update(changed);
        return changed;
    }
}
