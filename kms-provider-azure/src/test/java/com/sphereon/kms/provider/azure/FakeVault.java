package com.sphereon.kms.provider.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.util.BigIntegers;

/**
 * Azure Key Vault or a Managed HSM as its REST protocol 7.4 shows it: keys, operations, soft delete, challenges, and the tokens of
 * Entra ID at the same address. With real keys and real cryptography.
 */
final class FakeVault implements Script {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> BLOCKED_WHEN_DISABLED = Set.of("sign", "decrypt", "unwrapkey");
    private static final Map<String, String> KEY_OPS = Map.of("wrapkey", "wrapKey", "unwrapkey", "unwrapKey");

    private final boolean hsm;
    private final FakeTokens tokens;
    private final FakeKeys keys = new FakeKeys();
    private final TestData data = TestData.fresh();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicReference<Runnable> onNext = new AtomicReference<>(() -> {});

    private volatile Spoilt spoilt = Spoilt.NOT;

    FakeVault(boolean hsm, String secret) {
        this.hsm = hsm;
        this.tokens = new FakeTokens(secret);
    }

    FakeKeys keys() {
        return keys;
    }

    FakeTokens tokens() {
        return tokens;
    }

    /** The requests, tokens excepted, as method and path. */
    List<String> seen() {
        return seen;
    }

    /** Once, while the next request is answered, tokens and challenges excepted. */
    void whenAskedNext(Runnable action) {
        onNext.set(action);
    }

    /** From now on, tokens and challenges excepted. */
    void spoil(Spoilt way) {
        spoilt = way;
    }

    @Override
    public boolean isForToken(Ask ask) {
        return FakeTokens.isForToken(ask);
    }

    @Override
    public Reply credentialsExpired() {
        return challenge("127.0.0.1");
    }

    private static Reply challenge(String host) {
        String challenge = "Bearer authorization=\"http://%s/%s\", resource=\"%s\""
                .formatted(host, FakeTokens.TENANT, FakeTokens.RESOURCE);
        return new Reply(
                401,
                Map.of("WWW-Authenticate", challenge, "Content-Type", "application/json"),
                json(Map.of("error", Map.of("code", "Unauthorized", "message", "no")))
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reply answer(Ask ask, Optional<Fault> lie) {
        if (isForToken(ask)) {
            return tokens.answer(ask);
        }
        String host = ask.headers().getOrDefault("host", "");
        if (!tokens.admits(ask)) {
            return challenge(host);
        }
        String[] target = ask.target().split("\\?", 2);
        seen.add(ask.method() + " " + target[0]);
        onNext.getAndSet(() -> {}).run();
        try {
            if (!target[1].equals("api-version=7.4")) {
                throw FakeFailure.badParameter();
            }
            String[] path = Arrays.copyOf(target[0].substring(1).split("/"), 4);
            return spoilt.of(route(new Request(ask, host, path, lie)));
        } catch (FakeFailure failure) {
            return failure.reply();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Request(Ask ask, String host, String[] path, Optional<Fault> lie) {
        String name() {
            return path[1];
        }

        String version() {
            return path[2] == null ? "" : path[2];
        }

        boolean lies(Fault fault) {
            return lie.filter(fault::equals).isPresent();
        }

        JsonNode json() {
            try {
                return JSON.readTree(ask.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String kid(String version) {
            String told = lies(Fault.OTHER_KEY) ? "0".repeat(32) : version;
            return "http://%s/keys/%s/%s".formatted(host, name(), told);
        }
    }

    private Reply route(Request request) {
        String[] path = request.path();
        if (path[0].equals("deletedkeys")) {
            return deleted(request);
        }
        if (!path[0].equals("keys")) {
            throw FakeFailure.badParameter();
        }
        return switch (request.ask().method()) {
            case "GET" -> bundle(request, keys.find(request.name(), request.version()));
            case "PUT" -> bundle(request, imported(request));
            case "DELETE" ->
                bundle(request, keys.delete(request.name()).versions().getLast());
            case "POST" -> path[3] == null ? bundle(request, created(request)) : computed(request, path[3]);
            default -> throw FakeFailure.badParameter();
        };
    }

    private Reply deleted(Request request) {
        if (request.ask().method().equals("DELETE")) {
            keys.purge(request.name());
            return new Reply(204, Map.of(), new byte[0]);
        }
        return bundle(request, keys.findDeleted(request.name()).versions().getLast());
    }

    private Reply bundle(Request request, FakeKeys.Version version) {
        Map<String, Object> jwk = new LinkedHashMap<>();
        version.material.publicKey().ifPresent(key -> jwk.putAll(key.toJwk()));
        jwk.replace("crv", "secp256k1", "P-256K");
        jwk.put("kid", request.kid(version.id));
        jwk.put("kty", version.material.spec().keyType().jwkName() + (hsm ? "-HSM" : ""));
        jwk.put("key_ops", version.operations);
        return Reply.json(
                200,
                json(Map.of(
                        "key",
                        jwk,
                        "attributes",
                        Map.of("enabled", version.enabled, "recoveryLevel", "Recoverable+Purgeable"),
                        "tags",
                        version.tags)));
    }

    private FakeKeys.Version created(Request request) {
        JsonNode wish = request.json();
        PrivateKeyMaterial material = switch (wish.path("kty").asText()) {
            case "EC" -> !hsm ? onCurve(wish) : refused();
            case "EC-HSM" -> hsm ? onCurve(wish) : refused();
            case "RSA" -> !hsm ? rsa(wish.path("key_size").asInt()) : refused();
            case "RSA-HSM" -> hsm ? rsa(wish.path("key_size").asInt()) : refused();
            case "oct-HSM" ->
                hsm && Set.of(128, 192, 256).contains(wish.path("key_size").asInt())
                        ? new PrivateKeyMaterial.Oct(SecretBytes.copyOf(
                                data.bytes(wish.path("key_size").asInt() / Byte.SIZE)))
                        : refused();
            default -> refused();
        };
        return keys.add(request.name(), new FakeKeys.Version(material, operations(wish), tags(wish)));
    }

    private static PrivateKeyMaterial refused() {
        throw FakeFailure.badParameter();
    }

    private PrivateKeyMaterial onCurve(JsonNode wish) {
        String name = wish.path("crv").asText();
        Curve curve =
                Curve.fromJwkName(name.equals("P-256K") ? "secp256k1" : name).orElseThrow(FakeFailure::badParameter);
        return SampleKeys.another(new KeySpec.Ec(curve), data);
    }

    private static PrivateKeyMaterial rsa(int sizeBits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(sizeBits);
            RSAPrivateCrtKey key =
                    (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
            Map<String, String> jwk = new HashMap<>(Map.of("kty", "RSA"));
            jwk.put("n", encoded(key.getModulus()));
            jwk.put("e", encoded(key.getPublicExponent()));
            jwk.put("d", encoded(key.getPrivateExponent()));
            jwk.put("p", encoded(key.getPrimeP()));
            jwk.put("q", encoded(key.getPrimeQ()));
            jwk.put("dp", encoded(key.getPrimeExponentP()));
            jwk.put("dq", encoded(key.getPrimeExponentQ()));
            jwk.put("qi", encoded(key.getCrtCoefficient()));
            return PrivateKeyMaterial.fromJwk(jwk);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(BigInteger number) {
        return encoded(BigIntegers.asUnsignedByteArray(number));
    }

    private FakeKeys.Version imported(Request request) {
        JsonNode wish = request.json();
        JsonNode given = wish.path("key");
        if (given.path("kty").asText().endsWith("-HSM") != hsm
                || wish.path("Hsm").asBoolean(false) != hsm) {
            throw FakeFailure.badParameter();
        }
        Map<String, String> jwk = new HashMap<>();
        given.properties()
                .forEach(member -> jwk.put(member.getKey(), member.getValue().asText()));
        jwk.computeIfPresent("kty", (name, kty) -> kty.replace("-HSM", ""));
        jwk.replace("crv", "P-256K", "secp256k1");
        PrivateKeyMaterial material = PrivateKeyMaterial.fromJwk(jwk);
        PrivateKeyMaterial held =
                request.lies(Fault.OTHER_KEYS_SIGNATURE) ? SampleKeys.another(material.spec(), data) : material;
        return keys.add(request.name(), new FakeKeys.Version(held, operations(given), tags(wish)));
    }

    private static Set<String> operations(JsonNode wish) {
        Set<String> operations = new HashSet<>();
        wish.path("key_ops").forEach(operation -> operations.add(operation.asText()));
        return operations;
    }

    private static Map<String, String> tags(JsonNode wish) {
        Map<String, String> tags = new HashMap<>();
        wish.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return tags;
    }

    private Reply computed(Request request, String operation) {
        FakeKeys.Version version = keys.find(request.name(), request.version());
        if (!version.operations.contains(KEY_OPS.getOrDefault(operation, operation))) {
            throw FakeFailure.forbidden("KeyOperationForbidden");
        }
        if (!version.enabled && BLOCKED_WHEN_DISABLED.contains(operation)) {
            throw FakeFailure.forbidden("KeyDisabled");
        }
        JsonNode wish = request.json();
        String algorithm = wish.path("alg").asText();
        byte[] value = decoded(wish, "value");
        Map<String, Object> answer = new HashMap<>(Map.of("kid", request.kid(version.id)));
        PrivateKeyMaterial key = version.material;
        switch (operation) {
            case "sign" -> answer.put("value", encoded(signed(request, key, algorithm, value)));
            case "wrapkey" -> answer.put("value", encoded(FakeCrypto.wrap(key, algorithm, value)));
            case "unwrapkey" -> answer.put("value", encoded(FakeCrypto.unwrap(key, algorithm, value)));
            case "encrypt" -> {
                FakeCrypto.Sealed sealed = FakeCrypto.encrypt(key, algorithm, value, decoded(wish, "aad"));
                answer.put("value", encoded(sealed.value()));
                answer.put("iv", encoded(sealed.iv()));
                answer.put("tag", encoded(sealed.tag()));
                answer.put("aad", wish.path("aad").asText());
            }
            case "decrypt" -> {
                FakeCrypto.Sealed sealed = new FakeCrypto.Sealed(value, decoded(wish, "iv"), decoded(wish, "tag"));
                answer.put("value", encoded(FakeCrypto.decrypt(key, algorithm, sealed, decoded(wish, "aad"))));
            }
            default -> throw FakeFailure.badParameter();
        }
        return Reply.json(200, json(answer));
    }

    private byte[] signed(Request request, PrivateKeyMaterial key, String algorithm, byte[] digest) {
        PrivateKeyMaterial used = request.lies(Fault.OTHER_KEYS_SIGNATURE) ? SampleKeys.another(key.spec(), data) : key;
        byte[] signature = FakeCrypto.sign(used, algorithm, digest);
        return request.lies(Fault.MALFORMED_SIGNATURE) ? Arrays.copyOf(signature, signature.length + 2) : signature;
    }

    private static byte[] decoded(JsonNode wish, String member) {
        return Base64.getUrlDecoder().decode(wish.path(member).asText(""));
    }

    private static String encoded(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    static String json(Object document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
