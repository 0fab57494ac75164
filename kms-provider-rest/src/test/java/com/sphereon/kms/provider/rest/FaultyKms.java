package com.sphereon.kms.provider.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Stands before a real server, and changes its answers where it shall lie. */
final class FaultyKms implements Script, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> HANDED_ON =
            List.of("authorization", "content-type", "idempotency-key", "x-kms-forwarded");

    private final HttpClient client = HttpClient.newBuilder()
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final List<Ask> seen = new CopyOnWriteArrayList<>();
    private volatile String target = "";

    /** @param url of the real server, without a path */
    void standBefore(String url) {
        target = url;
    }

    /** The requests that were handed on, oldest first. */
    List<Ask> seen() {
        return seen;
    }

    @Override
    public Reply answer(Ask ask, Optional<Fault> lie) {
        seen.add(ask);
        Reply honest = honest(ask);
        return lie.map(fault -> lied(ask, honest, fault)).orElse(honest);
    }

    private Reply honest(Ask ask) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + ask.target()))
                .method(ask.method(), BodyPublishers.ofByteArray(ask.body()));
        HANDED_ON.stream()
                .filter(ask.headers()::containsKey)
                .forEach(name -> request.header(name, ask.headers().get(name)));
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            Map<String, String> headers = new HashMap<>();
            response.headers().firstValue("Retry-After").ifPresent(value -> headers.put("Retry-After", value));
            return new Reply(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply lied(Ask ask, Reply honest, Fault fault) {
        try {
            if (!(JSON.readTree(honest.body()) instanceof ObjectNode answer)
                    || fault != Fault.OTHER_KEY && !answer.has("signature")) {
                return honest; // there is nothing to lie about
            }
            switch (fault) {
                case OTHER_KEY -> aboutAnother(answer);
                case OTHER_ALGORITHM -> answer.put("signatureAlgorithm", "ECDSA_SHA384");
                case MALFORMED_SIGNATURE ->
                    answer.put("signature", shortened(answer.path("signature").asText()));
                case OTHER_KEYS_SIGNATURE -> answer.put("signature", stranger(ask));
                default -> throw new IllegalArgumentException(fault + " is no lie");
            }
            return new Reply(honest.status(), honest.headers(), JSON.writeValueAsBytes(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void aboutAnother(ObjectNode answer) {
        for (String object : List.of("keyInfo", "keyPair")) {
            if (answer.has(object)) {
                ((ObjectNode) answer.get(object)).put("kid", "another").put("alias", "another");
            }
        }
        answer.put("kid", "another");
    }

    private static String shortened(String base64) {
        byte[] signature = Base64.getDecoder().decode(base64);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(signature, signature.length - 1));
    }

    private static String stranger(Ask ask) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(generator.generateKeyPair().getPrivate());
            signature.update(Base64.getDecoder()
                    .decode(JSON.readTree(ask.body()).path("input").asText()));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
