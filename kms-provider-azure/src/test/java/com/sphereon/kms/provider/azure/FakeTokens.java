package com.sphereon.kms.provider.azure;

import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Entra ID: gives tokens to one application that shows its secret, or signs with its certificate. */
final class FakeTokens {
    static final String TENANT = "11111111-2222-3333-4444-555555555555";
    static final String CLIENT = "99999999-8888-7777-6666-000000000000";
    static final String RESOURCE = "https://vault.azure.net";

    /** What every token begins with. */
    static final String PREFIX = "canary-in-the-token-";

    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private final Set<String> issued = ConcurrentHashMap.newKeySet();
    private volatile String secret;
    private volatile Optional<X509Certificate> certificate = Optional.empty();
    private volatile Optional<String> assertion = Optional.empty();

    FakeTokens(String secret) {
        this.secret = secret;
    }

    void accept(String newSecret) {
        secret = newSecret;
    }

    void accept(X509Certificate newCertificate) {
        certificate = Optional.of(newCertificate);
    }

    /** One that another service has signed, such as AKS for what runs in it. */
    void acceptAssertion(String newAssertion) {
        assertion = Optional.of(newAssertion);
    }

    /** All tokens there are have ended. */
    void expire() {
        valid.clear();
    }

    int issued() {
        return issued.size();
    }

    /** All tokens that were given out. */
    Set<String> all() {
        return issued;
    }

    static boolean isForToken(Ask ask) {
        return ask.target().contains("/oauth2/");
    }

    boolean admits(Ask ask) {
        String header = ask.headers().getOrDefault("authorization", "");
        return header.startsWith("Bearer ") && valid.contains(header.substring("Bearer ".length()));
    }

    Reply answer(Ask ask) {
        Map<String, String> form = form(ask);
        boolean good = ask.target().equals("/" + TENANT + "/oauth2/v2.0/token")
                && "client_credentials".equals(form.get("grant_type"))
                && Set.of(form.getOrDefault("scope", "").split(" ")).contains(RESOURCE + "/.default")
                && CLIENT.equals(form.get("client_id"))
                && (secret.equals(form.get("client_secret")) || isGood(form.getOrDefault("client_assertion", "")));
        if (!good) {
            return Reply.json(401, FakeVault.json(Map.of("error", "invalid_client")));
        }
        String token = PREFIX + UUID.randomUUID();
        valid.add(token);
        issued.add(token);
        return Reply.json(
                200, FakeVault.json(Map.of("access_token", token, "token_type", "Bearer", "expires_in", 3600)));
    }

    private boolean isGood(String shown) {
        return assertion.filter(shown::equals).isPresent() || isSigned(shown);
    }

    private boolean isSigned(String shown) {
        String[] parts = shown.split("\\.", -1);
        if (certificate.isEmpty() || parts.length != 3) {
            return false;
        }
        try {
            boolean pss = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8).contains("PS256");
            Signature signature = Signature.getInstance(pss ? "RSASSA-PSS" : "SHA256withRSA");
            if (pss) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initVerify(certificate.get().getPublicKey());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(Ask ask) {
        Map<String, String> form = new HashMap<>();
        for (String field : new String(ask.body(), StandardCharsets.UTF_8).split("&")) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
        }
        return form;
    }
}
