package com.sphereon.kms.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Private keys made by other libraries, as JWKs with only the members a key needs. */
final class ForeignKeys {
    private static final Map<String, ObjectNode> MADE = new ConcurrentHashMap<>();
    private static final SecureRandom RANDOM = new SecureRandom();

    private ForeignKeys() {}

    /** The key of that curve, or of 2048 bits for {@code RSA}; always the same one. */
    static ObjectNode jwk(String kind) {
        return MADE.computeIfAbsent(kind, ForeignKeys::make).deepCopy();
    }

    /** Another one than {@link #jwk}. */
    static ObjectNode otherJwk(String kind) {
        return MADE.computeIfAbsent("other " + kind, ignored -> make(kind)).deepCopy();
    }

    /** Counts from 1, so that failures can be repeated elsewhere. */
    static ObjectNode symmetric(int bytes) {
        byte[] key = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            key[i] = (byte) (i + 1);
        }
        return Json.object("kty", "oct", "k", Json.base64Url(key));
    }

    /** The SHA-256 thumbprint of RFC 7638. */
    static String thumbprint(ObjectNode jwk) {
        try {
            return JWK.parse(jwk.toString()).computeThumbprint().toString();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode make(String kind) {
        try {
            return switch (kind) {
                case "Ed25519" -> {
                    var key = new Ed25519PrivateKeyParameters(RANDOM);
                    yield okp(kind, key.getEncoded(), key.generatePublicKey().getEncoded());
                }
                case "Ed448" -> {
                    var key = new Ed448PrivateKeyParameters(RANDOM);
                    yield okp(kind, key.getEncoded(), key.generatePublicKey().getEncoded());
                }
                case "X25519" -> {
                    var key = new X25519PrivateKeyParameters(RANDOM);
                    yield okp(kind, key.getEncoded(), key.generatePublicKey().getEncoded());
                }
                case "X448" -> {
                    var key = new X448PrivateKeyParameters(RANDOM);
                    yield okp(kind, key.getEncoded(), key.generatePublicKey().getEncoded());
                }
                case "RSA" -> nimbus(new RSAKeyGenerator(2048).generate());
                case "RSA 1024" -> nimbus(new RSAKeyGenerator(1024, true).generate());
                default ->
                    nimbus(new ECKeyGenerator(Curve.parse(kind))
                            .provider(new BouncyCastleProvider())
                            .generate());
            };
        } catch (JOSEException e) {
            throw new IllegalStateException(kind, e);
        }
    }

    private static ObjectNode nimbus(JWK jwk) {
        return (ObjectNode) Json.parse(jwk.toJSONString());
    }

    private static ObjectNode okp(String curve, byte[] privateKey, byte[] publicKey) {
        return Json.object("kty", "OKP", "crv", curve, "x", Json.base64Url(publicKey), "d", Json.base64Url(privateKey));
    }
}
