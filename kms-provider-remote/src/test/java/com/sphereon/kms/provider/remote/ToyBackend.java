package com.sphereon.kms.provider.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The least of a backend: makes P-256 keys and signs with them, in a protocol nobody else speaks. */
final class ToyBackend implements Script {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final KeyPair stray = newKeyPair();

    @Override
    public Reply answer(Ask ask, Optional<Fault> lie) {
        String[] path = ask.target().split("/", -1);
        return switch (path[1]) {
            case "health" -> Reply.json(200, "{\"up\":true}");
            case "keys" -> {
                if (ask.method().equals("POST") && path.length == 3) {
                    keys.putIfAbsent(path[2], newKeyPair());
                }
                KeyPair pair = keys.get(path[2]);
                if (pair == null) {
                    yield Reply.json(404, "{}");
                }
                yield Reply.json(
                        200, (path.length == 3 ? describe(path[2], pair) : sign(path[2], pair, ask, lie)).toString());
            }
            default -> Reply.json(400, "{}");
        };
    }

    private static ObjectNode describe(String id, KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return JSON.createObjectNode()
                .put("id", id)
                .put("x", key.getW().getAffineX().toString())
                .put("y", key.getW().getAffineY().toString());
    }

    private ObjectNode sign(String id, KeyPair pair, Ask ask, Optional<Fault> lie) {
        try {
            JsonNode wish = JSON.readTree(ask.body());
            KeyPair used = lie.filter(Fault.OTHER_KEYS_SIGNATURE::equals).isPresent() ? stray : pair;
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(used.getPrivate());
            signature.update(wish.path("message").binaryValue());
            String encoded = Base64.getEncoder().encodeToString(signature.sign());
            boolean malformed = lie.filter(Fault.MALFORMED_SIGNATURE::equals).isPresent();
            return JSON.createObjectNode()
                    .put("id", lie.filter(Fault.OTHER_KEY::equals).isPresent() ? "other" : id)
                    .put("algorithm", lie.filter(Fault.OTHER_ALGORITHM::equals).isPresent() ? "ES384" : "ES256")
                    .put("signature", malformed ? encoded + "AAAA" : encoded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
