package com.sphereon.kms.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Verifies with code of other authors: Nimbus for the framing and Bouncy Castle for the arithmetic. Bouncy Castle is
 * passed as an instance, so the server in this process does not get to see it.
 */
final class IndependentVerifier {
    private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

    private IndependentVerifier() {}

    /** What a JWS with that algorithm and payload signs (RFC 7515 section 5.1). */
    static byte[] signingInput(String joseAlgorithm, String payload) {
        return new JWSObject(new JWSHeader(JWSAlgorithm.parse(joseAlgorithm)), new Payload(payload)).getSigningInput();
    }

    /** Puts the signature to its input, as a compact JWS, and verifies that. */
    static boolean verifies(JsonNode jwk, byte[] signingInput, byte[] signature) {
        if (jwk.get("kty").textValue().equals("OKP")) {
            return verifiesEdwards(jwk, signingInput, signature);
        }
        try {
            String[] parts = new String(signingInput, StandardCharsets.US_ASCII).split("\\.");
            JWSObject jws = JWSObject.parse(parts[0] + "." + parts[1] + "." + Base64URL.encode(signature));
            return jws.verify(verifier(jwk));
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(jwk.toString(), e);
        }
    }

    private static JWSVerifier verifier(JsonNode jwk) throws ParseException, JOSEException {
        JWSVerifier verifier = switch (jwk.get("kty").textValue()) {
            case "EC" -> new ECDSAVerifier(ECKey.parse(jwk.toString()));
            case "RSA" -> new RSASSAVerifier(RSAKey.parse(jwk.toString()));
            case "oct" -> new MACVerifier(octets(jwk, "k"));
            default -> throw new IllegalArgumentException(jwk.toString());
        };
        verifier.getJCAContext().setProvider(BOUNCY_CASTLE);
        return verifier;
    }

    /** EdDSA (RFC 8032), which Nimbus leaves to a library we do not have. */
    private static boolean verifiesEdwards(JsonNode jwk, byte[] message, byte[] signature) {
        Signer signer;
        if (jwk.get("crv").textValue().equals("Ed25519")) {
            signer = new Ed25519Signer();
            signer.init(false, new Ed25519PublicKeyParameters(octets(jwk, "x")));
        } else {
            signer = new Ed448Signer(new byte[0]);
            signer.init(false, new Ed448PublicKeyParameters(octets(jwk, "x")));
        }
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    private static byte[] octets(JsonNode jwk, String member) {
        return Base64.getUrlDecoder().decode(jwk.get(member).textValue());
    }
}
