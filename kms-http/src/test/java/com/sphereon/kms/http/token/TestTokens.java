package com.sphereon.kms.http.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Map;

/** Makes keys and tokens, good and bad ones, with another library than the one that reads them. */
public final class TestTokens {
    private TestTokens() {}

    public static RSAKey rsa(String kid, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static ECKey ec(String kid, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An Edwards key with the JDK, since Nimbus needs one more library for them. */
    public record EdwardsKey(String kid, Curve curve, KeyPair pair) {

        public static EdwardsKey generate(String kid, Curve curve) {
            try {
                return new EdwardsKey(
                        kid,
                        curve,
                        KeyPairGenerator.getInstance(curve.getName()).generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public JWK jwk() {
            byte[] encoded = pair.getPublic().getEncoded();
            int length = curve.equals(Curve.Ed25519) ? 32 : 57;
            byte[] point = Arrays.copyOfRange(encoded, encoded.length - length, encoded.length);
            return new OctetKeyPair.Builder(curve, Base64URL.encode(point))
                    .keyID(kid)
                    .build();
        }

        public String sign(Map<String, Object> claims) {
            try {
                Signature signature = Signature.getInstance("EdDSA");
                signature.initSign(pair.getPrivate());
                String input = input(Map.of("alg", "EdDSA", "kid", kid), claims);
                signature.update(input.getBytes(StandardCharsets.US_ASCII));
                return input + "." + Base64URL.encode(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A token under the key's own kid. */
    public static String sign(JWK key, JWSAlgorithm algorithm, Map<String, Object> claims) {
        return sign(key, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), FakeIssuer.json(claims));
    }

    public static String sign(JWK key, JWSHeader header, String payload) {
        try {
            JWSSigner signer = switch (key) {
                case RSAKey rsa -> new RSASSASigner(rsa);
                case ECKey ec -> new ECDSASigner(ec);
                default -> throw new IllegalArgumentException(key.toString());
            };
            return sign(signer, header, payload);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a shared secret, which an attacker takes from what is public. */
    public static String mac(byte[] secret, String kid, Map<String, Object> claims) {
        try {
            JWSHeader header =
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build();
            return sign(new MACSigner(secret), header, FakeIssuer.json(claims));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(JWSSigner signer, JWSHeader header, String payload) throws JOSEException {
        JWSObject token = new JWSObject(header, new Payload(payload));
        token.sign(signer);
        return token.serialize();
    }

    /** RS256 over any header text, well formed or not. */
    public static String signRaw(RSAKey key, String header, String payload) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.toPrivateKey());
            String input = Base64URL.encode(header) + "." + Base64URL.encode(payload);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String input(Map<String, Object> header, Map<String, Object> claims) {
        return Base64URL.encode(FakeIssuer.json(header)) + "." + Base64URL.encode(FakeIssuer.json(claims));
    }

    /** The token with another signature. */
    public static String withSignature(String token, byte[] signature) {
        return token.substring(0, token.lastIndexOf('.') + 1) + Base64URL.encode(signature);
    }

    public static byte[] signature(String token) {
        return new Base64URL(token.substring(token.lastIndexOf('.') + 1)).decode();
    }
}
