package com.sphereon.kms.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.app.demo.RestClient.Answer;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An issuer signs a credential with a key it never sees, and anyone verifies it. */
public final class Demo {
    private static final String ALIAS = "issuer:credential-signing";
    private static final String CREDENTIAL = "/examples/eu-pid-credential.json";
    private static final int STEPS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    private final int port;
    private final PrintWriter out;
    private int step;

    /** @param port where the KMS listens on this machine, with an empty database */
    public Demo(int port, PrintWriter out) {
        this.port = port;
        this.out = out;
    }

    /** Runs all steps; throws when one does not come out as it must. */
    public void run() throws IOException, InterruptedException {
        try (RestClient kms = new RestClient(port)) {
            JsonNode key = createKey(kms);
            String credential = sign(kms, key.get("kid").asText());
            JsonNode jwk = publish(kms);
            verify(credential, jwk);
            mustFail(kms, credential, jwk);
        }
        out.printf("%nDone: the credential is verified, and what must fail fails.%n");
    }

    private JsonNode createKey(RestClient kms) throws IOException, InterruptedException {
        next("Create the key " + ALIAS);
        JsonNode key = kms.post("keys", Map.of("alias", ALIAS, "use", "sig", "alg", "ECDSA_SHA256"))
                .expect(201)
                .body()
                .get("keyPair");
        out.println("  kid " + key.get("kid").asText() + " at provider "
                + key.get("providerId").asText());
        return key;
    }

    private String sign(RestClient kms, String kid) throws IOException, InterruptedException {
        next("Sign an EU PID credential (examples/eu-pid-credential.json)");
        String header = JSON.writeValueAsString(Map.of("alg", "ES256", "typ", "JWT", "kid", kid));
        String signingInput = base64Url(header) + "." + base64Url(credential());
        byte[] input = signingInput.getBytes(StandardCharsets.US_ASCII);
        String signature = kms.post(
                        "signatures/raw/create",
                        Map.of(
                                "keyInfo",
                                Map.of("alias", ALIAS),
                                "input",
                                Base64.getEncoder().encodeToString(input)))
                .expect(201)
                .body()
                .get("signature")
                .asText();
        String jws = signingInput + "."
                + BASE64_URL.encodeToString(Base64.getDecoder().decode(signature));
        out.println("  " + jws);
        return jws;
    }

    private JsonNode publish(RestClient kms) throws IOException, InterruptedException {
        next("Fetch the public key, as a verifier would from the issuer's JWKS");
        JsonNode jwks = kms.get("keys/" + ALIAS + "/jwks").expect(200).body();
        out.println("  " + jwks);
        return jwks.at("/keys/0");
    }

    private void verify(String credential, JsonNode jwk) {
        next("Verify with a library that knows nothing of us (jjwt)");
        Claims claims = claims(credential, jwk);
        out.printf(
                "  valid: %s %s, born %s, issued by %s%n",
                claims.get("given_name"), claims.get("family_name"), claims.get("birthdate"), claims.getIssuer());
    }

    private void mustFail(RestClient kms, String credential, JsonNode jwk) throws IOException, InterruptedException {
        next("Three things that must fail");
        String tampered = tampered(credential);
        try {
            claims(tampered, jwk);
            throw new IllegalStateException("a changed credential was accepted");
        } catch (JwtException e) {
            out.println("  a changed credential:      " + e.getMessage());
        }
        refused("a key that is not there:", kms.post("signatures/raw/create", request("verifier:no-such-duty", null)));
        refused("an alias with another kid:", kms.post("signatures/raw/create", request(ALIAS, "some-other-kid")));
    }

    private void refused(String what, Answer answer) {
        answer.expect(400);
        out.printf(
                "  %-26s %d %s%n",
                what, answer.status(), answer.body().get("message").asText());
    }

    private static Map<String, ?> request(String alias, @Nullable String kid) {
        Map<String, String> keyInfo = kid == null ? Map.of("alias", alias) : Map.of("alias", alias, "kid", kid);
        return Map.of("keyInfo", keyInfo, "input", "aGVsbG8=");
    }

    private static Claims claims(String jws, JsonNode jwk) {
        Jwk<?> parsed = Jwks.parser().build().parse(jwk.toString());
        return Jwts.parser()
                .verifyWith((PublicKey) parsed.toKey())
                .build()
                .parseSignedClaims(jws)
                .getPayload();
    }

    /** The same credential for somebody else: the name changed, the signature kept. */
    private static String tampered(String jws) {
        String[] parts = jws.split("\\.", 3);
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return parts[0] + "." + base64Url(payload.replace("1988", "2008")) + "." + parts[2];
    }

    private static String credential() throws IOException {
        try (InputStream stream = Demo.class.getResourceAsStream(CREDENTIAL)) {
            if (stream == null) {
                throw new IllegalStateException(CREDENTIAL + " is not in the jar");
            }
            return JSON.readTree(stream).toString();
        }
    }

    private static String base64Url(String text) {
        return BASE64_URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void next(String what) {
        step++;
        out.printf("%n[%d/%d] %s%n", step, STEPS, what);
    }
}
