package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.ProviderKey;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two keys share one secret, whoever computes it; keys that would give theirs away are refused. */
interface KeyAgreementRules extends EncryptionFixture {
    BigInteger P_25519 = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    BigInteger P_448 = BigInteger.TWO.pow(448).subtract(BigInteger.TWO.pow(224)).subtract(BigInteger.ONE);

    /** Of small order on curve25519 or its twist, besides 0, 1 and p - 1. */
    List<String> SMALL_ORDER_25519 = List.of(
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157");

    private boolean isUndeclared() {
        PublicKeyMaterial publicKey =
                SampleKeys.of(new KeySpec.Ec(Curve.P_256), data()).publicKey().orElseThrow();
        return isUndeclared(
                ProviderOperation.KEY_AGREEMENT,
                KeyAgreementAlgorithm.ECDH_ES,
                () -> cipher().agree(anyHandle(), publicKey));
    }

    /** Whether keys on that curve agree here. */
    private boolean agrees(Curve curve) {
        return KeyAgreementAlgorithm.ECDH_ES.fits(KeySpec.onCurve(curve))
                && can().keys().contains(KeySpec.onCurve(curve));
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    default void agree_anotherKeyOnTheCurve_secretOfBoth(Curve curve) {
        if (isUndeclared() || !agrees(curve)) {
            return;
        }
        ProviderKey key = sharedEncryptionKey(KeySpec.onCurve(curve));
        for (int i = 0; i < 10; i++) {
            try (PrivateKeyMaterial peer = SampleKeys.of(KeySpec.onCurve(curve), data())) {
                SecretBytes secret =
                        cipher().agree(handle(key), peer.publicKey().orElseThrow());

                assertThat(secret.length()).isEqualTo(curve.coordinateBytes());
                assertSecret(
                        secret, IndependentCiphers.agree(peer, key.publicKey().orElseThrow()));
            }
        }
    }

    /** A secret that begins with zero bytes keeps them: they are part of what keys are derived from. */
    @Test
    default void agree_secretWithLeadingZeros_keepsItsLength() {
        if (isUndeclared() || !agrees(Curve.P_256)) {
            return;
        }
        ProviderKey key = sharedEncryptionKey(KeySpec.onCurve(Curve.P_256));
        boolean seen = false;
        for (int i = 0; i < 10_000 && !seen; i++) {
            try (PrivateKeyMaterial peer = SampleKeys.of(KeySpec.onCurve(Curve.P_256), data())) {
                byte[] expected = IndependentCiphers.agree(peer, key.publicKey().orElseThrow());
                seen = expected[0] == 0;
                if (seen) {
                    assertSecret(cipher().agree(handle(key), peer.publicKey().orElseThrow()), expected);
                }
            }
        }
        assertThat(seen).as(data().toString()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    default void agree_publicKeyOfAnotherKind_refused(Curve curve) {
        if (isUndeclared() || !agrees(curve)) {
            return;
        }
        KeyHandle key = handle(sharedEncryptionKey(KeySpec.onCurve(curve)));
        SampleKeys.specs().stream()
                .filter(spec -> spec.keyType() != KeyType.OCT && !spec.equals(KeySpec.onCurve(curve)))
                .forEach(spec -> {
                    try (PrivateKeyMaterial other = SampleKeys.of(spec, data())) {
                        assertInvalid(
                                "with " + spec,
                                () -> cipher().agree(key, other.publicKey().orElseThrow()));
                    }
                });
    }

    @Test
    default void agree_keyThatDoesNotAgree_refused() {
        if (isUndeclared()) {
            return;
        }
        for (KeySpec spec : unfitFor(KeyAgreementAlgorithm.ECDH_ES)) {
            KeySpec peerSpec = spec instanceof KeySpec.Ec || spec instanceof KeySpec.Okp || spec instanceof KeySpec.Rsa
                    ? spec
                    : KeySpec.onCurve(Curve.P_256);
            try (PrivateKeyMaterial peer = SampleKeys.of(peerSpec, data())) {
                KeyHandle key = handle(sharedKey(spec));
                assertInvalid(
                        "key of type " + spec,
                        () -> cipher().agree(key, peer.publicKey().orElseThrow()));
            }
        }
    }

    /** RFC 7748 section 6: the all-zero result is the same with every key, so it is no secret. */
    @ParameterizedTest
    @EnumSource(names = {"X25519", "X448"})
    default void agree_pointOfSmallOrder_refused(Curve curve) {
        if (isUndeclared() || !agrees(curve)) {
            return;
        }
        KeyHandle key = handle(sharedEncryptionKey(KeySpec.onCurve(curve)));
        smallOrder(curve).forEach(point -> {
            PublicKeyMaterial publicKey = new PublicKeyMaterial.Okp(curve, point);
            assertInvalid(publicKey.toString(), () -> cipher().agree(key, publicKey));
        });
    }

    private static Stream<byte[]> smallOrder(Curve curve) {
        BigInteger p = curve == Curve.X25519 ? P_25519 : P_448;
        Stream<byte[]> onBoth = Stream.of(
                        BigInteger.ZERO, BigInteger.ONE, p.subtract(BigInteger.ONE), p, p.add(BigInteger.ONE))
                .map(u -> Arrays.reverse(BigIntegers.asUnsignedByteArray(curve.coordinateBytes(), u)));
        return curve == Curve.X25519
                ? Stream.concat(onBoth, SMALL_ORDER_25519.stream().map(HexFormat.of()::parseHex))
                : onBoth;
    }

    /** RFC 7748 section 5: the top bit of a public key on curve25519 does not count. */
    @Test
    default void agree_topBitOfX25519Set_sameSecret() {
        if (isUndeclared() || !agrees(Curve.X25519)) {
            return;
        }
        KeyHandle key = handle(sharedEncryptionKey(KeySpec.onCurve(Curve.X25519)));
        try (PrivateKeyMaterial peer = SampleKeys.of(KeySpec.onCurve(Curve.X25519), data())) {
            byte[] x = ((PublicKeyMaterial.Okp) peer.publicKey().orElseThrow()).x();
            x[x.length - 1] |= (byte) 0x80;

            assertThat(cipher().agree(key, new PublicKeyMaterial.Okp(Curve.X25519, x)))
                    .as(data().toString())
                    .isEqualTo(cipher().agree(key, peer.publicKey().orElseThrow()));
        }
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    default void agree_strangersOrUnknownKey_notFound(Curve curve) {
        if (isUndeclared() || !agrees(curve)) {
            return;
        }
        ProviderKey key = sharedEncryptionKey(KeySpec.onCurve(curve));
        PublicKeyMaterial publicKey = key.publicKey().orElseThrow();
        cipher().agree(handle(key), publicKey);
        for (KeyHandle handle : List.of(strangersHandle(key), unknownHandle())) {
            assertNotFound(() -> cipher().agree(handle, publicKey));
        }
    }

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.EncryptionAnswer#agreement")
    default void agree_publishedKeys_publishedSecret(EncryptionAnswer known) {
        try (PrivateKeyMaterial material = known.key()) {
            if (isUndeclared() || !canImport(material.spec())) {
                return;
            }
            assertSecret(cipher().agree(handle(imported(material)), known.peer()), known.bytes("secret"));
        }
    }
}
