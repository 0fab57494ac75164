package com.sphereon.kms.provider.csc;

import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** An authorization server for one client (RFC 6749 section 4.4), with Digidentity's exchange of tokens. */
final class FakeTokens {
    static final String TOKEN_PATH = "/oauth2/token";
    static final String EXCHANGE_PATH = "/api/esign/tokens";
    static final String CLIENT_ID = "kms client";
    static final String CLIENT_SECRET = "canary-client-secret/+=";

    private final Set<String> applicationTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> cscTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> given = ConcurrentHashMap.newKeySet();

    /** Whether the API wants tokens that were had in exchange. */
    private final boolean exchanges;

    /** Whether the secret must come in the header; else it must come in the body. */
    volatile boolean wantsBasic;

    FakeTokens(boolean exchanges) {
        this.exchanges = exchanges;
        this.wantsBasic = exchanges;
    }

    boolean serves(Ask ask) {
        return ask.target().equals(TOKEN_PATH) || ask.target().equals(EXCHANGE_PATH);
    }

    /** Tokens that were given out so far. */
    int given() {
        return given.size();
    }

    /** All of them. */
    Set<String> all() {
        return given;
    }

    /** No token that was given out is good any more. */
    void expireAll() {
        applicationTokens.clear();
        cscTokens.clear();
    }

    /** The tokens got in exchange are not good any more. */
    void expireExchanged() {
        cscTokens.clear();
    }

    boolean accepts(Ask ask) {
        String header = ask.headers().getOrDefault("authorization", "");
        Set<String> good = exchanges ? cscTokens : applicationTokens;
        return header.startsWith("Bearer ") && good.contains(header.substring("Bearer ".length()));
    }

    Reply answer(Ask ask) {
        Map<String, String> form = form(ask);
        if (!ask.method().equals("POST")) {
            return Reply.json(405, "{}");
        }
        return ask.target().equals(TOKEN_PATH) ? token(ask, form) : exchanged(form);
    }

    private Reply token(Ask ask, Map<String, String> form) {
        boolean knows = wantsBasic
                ? ask.headers().getOrDefault("authorization", "").equals(basic()) && !form.containsKey("client_secret")
                : CLIENT_ID.equals(form.get("client_id")) && CLIENT_SECRET.equals(form.get("client_secret"));
        if (!knows || !"client_credentials".equals(form.get("grant_type")) || !"service".equals(form.get("scope"))) {
            return Reply.json(401, "{\"error\":\"invalid_client\",\"error_description\":\"no\"}");
        }
        String token = "canary-application-token-" + UUID.randomUUID();
        applicationTokens.add(token);
        given.add(token);
        return Reply.json(
                200,
                "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"service\"}"
                        .formatted(token));
    }

    private Reply exchanged(Map<String, String> form) {
        if (!applicationTokens.contains(form.getOrDefault("access_token", ""))) {
            return Reply.json(422, "{\"error\":\"invalid\",\"validations\":{\"original\":[\"expired\"]}}");
        }
        String token = "canary-csc-token-" + UUID.randomUUID();
        cscTokens.add(token);
        given.add(token);
        return Reply.json(201, "{\"access_token\":\"%s\"}".formatted(token));
    }

    private static String basic() {
        String both = "kms+client:canary-client-secret%2F%2B%3D";
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII));
    }

    private static Map<String, String> form(Ask ask) {
        Map<String, String> form = new HashMap<>();
        for (String field : new String(ask.body(), StandardCharsets.US_ASCII).split("&", -1)) {
            String[] parts = field.split("=", 2);
            form.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
        }
        return form;
    }
}
