package com.sphereon.kms.provider.csc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Script;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Digidentity's automatic signer, for clients with a good token and the API key. */
final class FakeAutoSigner implements Script {
    static final String ID = "0e0c2d8b-3d2f-4a54-9c3d-8f4c2b7b1a11";
    static final String API_KEY = "canary-api-key";

    private static final ObjectMapper JSON = new ObjectMapper();

    final FakeTokens tokens = new FakeTokens(false);
    final FakeCa authority = new FakeCa();
    final CopyOnWriteArrayList<String> hashes = new CopyOnWriteArrayList<>();

    /** Changes the attributes that are answered. */
    volatile UnaryOperator<ObjectNode> lie = attributes -> attributes;

    private final FakeCredential credential = new FakeCredential(ID, "2048 seal", authority);

    FakeAutoSigner() {
        tokens.wantsBasic = true;
    }

    @Override
    public boolean isForToken(Ask ask) {
        return tokens.serves(ask);
    }

    @Override
    public Reply answer(Ask ask, Optional<Fault> fault) {
        if (tokens.serves(ask)) {
            return tokens.answer(ask);
        }
        if (!ask.method().equals("POST") || !ask.target().equals("/v1/auto_signers/" + ID + "/sign")) {
            return Reply.json(404, "{\"message\":\"Not found\"}");
        }
        if (!tokens.accepts(ask) || !API_KEY.equals(ask.headers().get("api-key"))) {
            return Reply.json(401, "{\"message\":\"Unauthorized\"}");
        }
        try {
            JsonNode data = JSON.readTree(ask.body()).path("data");
            String hash = data.path("attributes").path("hash_to_sign").asText("");
            if (!"application/vnd.api+json".equals(ask.headers().get("content-type"))
                    || !data.path("type").asText("").equals("sign")
                    || !hash.matches("[0-9a-f]{64}")) {
                return Reply.json(400, "{}");
            }
            hashes.add(hash);
            ObjectNode answer = JSON.createObjectNode();
            ObjectNode attributes = JSON.createObjectNode()
                    .put("signature", signature(hash))
                    .put("certificate", pem(credential))
                    .put("hash_to_sign", hash);
            answer.putObject("data").put("id", "1").put("type", "signature").set("attributes", lie.apply(attributes));
            return Reply.json(200, answer.toString());
        } catch (IOException e) {
            return Reply.json(400, "{}");
        }
    }

    /** As it comes from there: broken into lines, and indented. */
    private String signature(String hash) {
        byte[] signature = credential.sign(
                "1.2.840.113549.1.1.11",
                FakeCredential.SHA256,
                Optional.empty(),
                HexFormat.of().parseHex(hash),
                credential.keys);
        return Base64.getMimeEncoder().encodeToString(signature).replace("\r\n", "\r\n\t") + "\n";
    }

    static String pem(FakeCredential credential) {
        return credential.chain.stream()
                .map(FakeCsc::base64)
                .map("-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"::formatted)
                .collect(Collectors.joining());
    }
}
