package com.sphereon.kms.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * AWS KMS and STS, as far as the provider uses them: AWS JSON 1.1 with signatures checked, real cryptography, tags, aliases and
 * the states of keys. Safe for use by many threads.
 */
final class FakeAwsKms implements Script {
    static final String REGION = "eu-west-1";
    static final String ACCOUNT = "111122223333";
    static final String ACCESS_KEY_ID = "AKIACANARY0000000001";
    static final String SECRET_ACCESS_KEY = "CANARY/secret+access+key+0123456789abcdef";

    private static final String TARGET = "TrentService.";
    private static final int MAX_MESSAGE_BYTES = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SignatureCheck signatures = new SignatureCheck(Clock.systemUTC());
    private final FakeSts sts = new FakeSts(signatures, Clock.systemUTC());
    private final Map<String, FakeKey> keys = new ConcurrentSkipListMap<>();
    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    private final List<String> actions = new CopyOnWriteArrayList<>();
    private final List<JsonNode> contexts = new CopyOnWriteArrayList<>();
    private final Map<String, AwsRefusal> refusals = new ConcurrentHashMap<>();
    private final FakeMaterial stray = FakeMaterial.make("ECC_NIST_P256");

    FakeAwsKms() {
        signatures.accept(ACCESS_KEY_ID, SECRET_ACCESS_KEY, "");
    }

    /** Serves at a port of this machine. */
    FaultyHttpServer start() {
        return FaultyHttpServer.start(this);
    }

    SignatureCheck signatures() {
        return signatures;
    }

    FakeSts sts() {
        return sts;
    }

    /** A key someone made without us. */
    FakeKey addKey(String spec, String usage, Map<String, String> tags) {
        FakeKey key = new FakeKey(spec, usage, "AWS_KMS", tags);
        keys.put(key.id(), key);
        return key;
    }

    void addAlias(String alias, FakeKey key) {
        aliases.put(alias, key.id());
    }

    FakeKey key(String id) {
        return find(id);
    }

    Collection<FakeKey> keys() {
        return keys.values();
    }

    Map<String, String> aliases() {
        return aliases;
    }

    /** The actions that were asked for, in that order. */
    List<String> actions() {
        return actions;
    }

    /** The encryption contexts that came. */
    List<JsonNode> contexts() {
        return contexts;
    }

    /** From now on it refuses that action; with no refusal, it does not any more. */
    void refuse(String action, Optional<AwsRefusal> refusal) {
        refusal.ifPresentOrElse(with -> refusals.put(action, with), () -> refusals.remove(action));
    }

    static String arn(String id) {
        return "arn:aws:kms:%s:%s:key/%s".formatted(REGION, ACCOUNT, id);
    }

    @Override
    public boolean isForToken(Ask ask) {
        return FakeSts.isFor(ask);
    }

    @Override
    public Reply serverError() {
        return refusal(500, "KMSInternalException", "");
    }

    @Override
    public Reply credentialsExpired() {
        return refusal(400, "ExpiredTokenException", "The security token included in the request is expired");
    }

    @Override
    public Reply throttle() {
        Reply plain = refusal(400, "ThrottlingException", "Rate exceeded");
        Map<String, String> headers = new HashMap<>(plain.headers());
        headers.put("Retry-After", Integer.toString(FaultyBackend.RETRY_AFTER_SECONDS));
        return new Reply(plain.status(), headers, plain.body());
    }

    @Override
    public Reply answer(Ask ask, Optional<Fault> lie) {
        if (FakeSts.isFor(ask)) {
            return sts.answer(ask, REGION);
        }
        String action = ask.headers().getOrDefault("x-amz-target", "").replace(TARGET, "");
        actions.add(action);
        try {
            signatures.require(ask, REGION, "kms");
            if (refusals.containsKey(action)) {
                throw refusals.get(action);
            }
            ObjectNode told = perform(action, JSON.readTree(ask.body()), lie);
            lie.ifPresent(fault -> distort(told, fault));
            return reply(200, told);
        } catch (AwsRefusal refusal) {
            return refusal(400, refusal.code(), String.valueOf(refusal.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void distort(ObjectNode told, Fault fault) {
        if (fault == Fault.OTHER_KEY && told.has("KeyId")) {
            told.put("KeyId", arn("00000000-0000-4000-8000-000000000000"));
        }
        if (fault == Fault.OTHER_ALGORITHM) {
            List.of("SigningAlgorithm", "MacAlgorithm", "EncryptionAlgorithm", "KeyAgreementAlgorithm").stream()
                    .filter(told::has)
                    .forEach(name -> told.put(name, "ECDSA_SHA_384"));
        }
        if (fault == Fault.MALFORMED_SIGNATURE && told.has("Signature")) {
            byte[] signature = bytes(told, "Signature");
            told.put("Signature", Arrays.copyOf(signature, signature.length + 1));
        }
    }

    private static Reply refusal(int status, String code, String message) {
        return reply(status, JSON.createObjectNode().put("__type", code).put("message", message));
    }

    private static Reply reply(int status, ObjectNode document) {
        return new Reply(
                status,
                Map.of("Content-Type", "application/x-amz-json-1.1"),
                document.toString().getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode perform(String action, JsonNode ask, Optional<Fault> lie) {
        return switch (action) {
            case "CreateKey" -> createKey(ask);
            case "DescribeKey" -> metadata(find(text(ask, "KeyId")));
            case "GetPublicKey" -> publicKey(find(text(ask, "KeyId")));
            case "ListKeys" -> listKeys(ask);
            case "ListResourceTags" -> listTags(findById(ask));
            case "CreateAlias" -> createAlias(ask);
            case "DeleteAlias" -> deleteAlias(ask);
            case "ListAliases" -> listAliases(ask);
            case "ScheduleKeyDeletion" -> scheduleDeletion(findById(ask), ask.path("PendingWindowInDays").asInt(30));
            case "GetParametersForImport" -> importParameters(findById(ask), ask);
            case "ImportKeyMaterial" -> importMaterial(findById(ask), ask);
            case "Sign" -> sign(find(text(ask, "KeyId")), ask, lie);
            case "GenerateMac" -> generateMac(find(text(ask, "KeyId")), ask);
            case "Encrypt" -> encrypt(find(text(ask, "KeyId")), ask);
            case "Decrypt" -> decrypt(find(text(ask, "KeyId")), ask);
            case "DeriveSharedSecret" -> derive(find(text(ask, "KeyId")), ask);
            default -> throw new AwsRefusal("UnknownOperationException", action);
        };
    }

    private FakeKey findById(JsonNode ask) {
        String id = text(ask, "KeyId");
        if (id.contains("alias/")) {
            throw new AwsRefusal("InvalidArnException", "an alias is not possible here");
        }
        return find(id);
    }

    private FakeKey find(String given) {
        String id = given.startsWith("alias/") ? aliases.getOrDefault(given, "") : given.replace(arn(""), "");
        FakeKey key = keys.get(id);
        if (key == null) {
            throw new AwsRefusal("NotFoundException", "Key '%s' does not exist".formatted(given));
        }
        return key;
    }

    private ObjectNode createKey(JsonNode ask) {
        Map<String, String> tags = new HashMap<>();
        ask.path("Tags").forEach(tag -> tags.put(text(tag, "TagKey"), text(tag, "TagValue")));
        String spec = text(ask, "KeySpec");
        String usage = text(ask, "KeyUsage");
        if (!usages(spec).contains(usage)) {
            throw new AwsRefusal("ValidationException", "KeyUsage %s is not for %s".formatted(usage, spec));
        }
        FakeKey key = new FakeKey(spec, usage, text(ask, "Origin"), tags);
        keys.put(key.id(), key);
        return metadata(key);
    }

    private static List<String> usages(String spec) {
        if (spec.startsWith("HMAC_")) {
            return List.of("GENERATE_VERIFY_MAC");
        }
        if (spec.startsWith("RSA_")) {
            return List.of("SIGN_VERIFY", "ENCRYPT_DECRYPT");
        }
        if (spec.startsWith("ECC_NIST_P")) {
            return List.of("SIGN_VERIFY", "KEY_AGREEMENT");
        }
        return List.of(spec.startsWith("ECC_") ? "SIGN_VERIFY" : "ENCRYPT_DECRYPT");
    }

    private static ObjectNode metadata(FakeKey key) {
        ObjectNode told = JSON.createObjectNode();
        told.putObject("KeyMetadata")
                .put("AWSAccountId", ACCOUNT)
                .put("KeyId", key.id())
                .put("Arn", arn(key.id()))
                .put("KeySpec", key.spec())
                .put("KeyUsage", key.usage())
                .put("KeyState", key.state())
                .put("Origin", key.origin())
                .put("Enabled", key.state().equals("Enabled"))
                .put("KeyManager", "CUSTOMER");
        return told;
    }

    private static ObjectNode about(FakeKey key) {
        return JSON.createObjectNode().put("KeyId", arn(key.id()));
    }

    private static ObjectNode publicKey(FakeKey key) {
        key.requireUsable("");
        return about(key).put("PublicKey", key.publicKey()).put("KeySpec", key.spec()).put("KeyUsage", key.usage());
    }

    private ObjectNode listKeys(JsonNode ask) {
        List<String> after = new ArrayList<>(keys.keySet());
        String marker = ask.path("Marker").asText("");
        after.removeIf(id -> id.compareTo(marker) <= 0);
        // pages of its own choice, as AWS may
        int limit = Math.min(ask.path("Limit").asInt(100), 100);
        ObjectNode told = JSON.createObjectNode();
        ArrayNode listed = told.putArray("Keys");
        after.stream()
                .limit(limit)
                .forEach(id -> listed.addObject().put("KeyId", id).put("KeyArn", arn(id)));
        told.put("Truncated", after.size() > limit);
        if (after.size() > limit) {
            told.put("NextMarker", after.get(limit - 1));
        }
        return told;
    }

    private static ObjectNode listTags(FakeKey key) {
        ObjectNode told = JSON.createObjectNode().put("Truncated", false);
        ArrayNode tags = told.putArray("Tags");
        key.tags().forEach((name, value) -> tags.addObject().put("TagKey", name).put("TagValue", value));
        return told;
    }

    private ObjectNode createAlias(JsonNode ask) {
        String alias = text(ask, "AliasName");
        if (!alias.matches("alias/[a-zA-Z0-9/_-]{1,250}")) {
            throw new AwsRefusal("InvalidAliasNameException", alias);
        }
        FakeKey key = find(text(ask, "TargetKeyId"));
        if (aliases.putIfAbsent(alias, key.id()) != null) {
            throw new AwsRefusal("AlreadyExistsException", "An alias with the name already exists");
        }
        return JSON.createObjectNode();
    }

    private ObjectNode deleteAlias(JsonNode ask) {
        if (aliases.remove(text(ask, "AliasName")) == null) {
            throw new AwsRefusal("NotFoundException", "no such alias");
        }
        return JSON.createObjectNode();
    }

    private ObjectNode listAliases(JsonNode ask) {
        ObjectNode told = JSON.createObjectNode().put("Truncated", false);
        ArrayNode listed = told.putArray("Aliases");
        aliases.forEach((alias, id) -> {
            if (!ask.has("KeyId") || id.equals(text(ask, "KeyId"))) {
                listed.addObject().put("AliasName", alias).put("TargetKeyId", id);
            }
        });
        return told;
    }

    private static ObjectNode scheduleDeletion(FakeKey key, int days) {
        if (days < 7 || days > 30) {
            throw new AwsRefusal("ValidationException", "PendingWindowInDays");
        }
        if (key.state().equals("PendingDeletion")) {
            throw new AwsRefusal("KMSInvalidStateException", arn(key.id()) + " is pending deletion.");
        }
        key.state("PendingDeletion");
        return about(key).put("KeyState", key.state()).put("PendingWindowInDays", days);
    }

    private static ObjectNode importParameters(FakeKey key, JsonNode ask) {
        byte[] token = key.importToken(text(ask, "WrappingAlgorithm")).getBytes(StandardCharsets.UTF_8);
        if (!text(ask, "WrappingKeySpec").equals("RSA_4096")) {
            throw new AwsRefusal("UnsupportedOperationException", "the fake has no other wrapping key");
        }
        return about(key).put("ImportToken", token).put("PublicKey", FakeKey.wrappingKey());
    }

    private static ObjectNode importMaterial(FakeKey key, JsonNode ask) {
        if (!text(ask, "ExpirationModel").equals("KEY_MATERIAL_DOES_NOT_EXPIRE")) {
            throw new AwsRefusal("ValidationException", "ValidTo is missing");
        }
        key.importMaterial(
                new String(bytes(ask, "ImportToken"), StandardCharsets.UTF_8), bytes(ask, "EncryptedKeyMaterial"));
        return about(key);
    }

    private ObjectNode sign(FakeKey key, JsonNode ask, Optional<Fault> lie) {
        String algorithm = text(ask, "SigningAlgorithm");
        String type = text(ask, "MessageType");
        byte[] message = message(ask);
        byte[] signature = key.sign(algorithm, type, message);
        if (lie.filter(Fault.OTHER_KEYS_SIGNATURE::equals).isPresent()) {
            signature = stray.sign(algorithm, type, message);
        }
        return about(key).put("Signature", signature).put("SigningAlgorithm", algorithm);
    }

    private static ObjectNode generateMac(FakeKey key, JsonNode ask) {
        String algorithm = text(ask, "MacAlgorithm");
        return about(key).put("Mac", key.mac(algorithm, message(ask))).put("MacAlgorithm", algorithm);
    }

    private ObjectNode encrypt(FakeKey key, JsonNode ask) {
        String algorithm = text(ask, "EncryptionAlgorithm");
        byte[] plaintext = bytes(ask, "Plaintext");
        if (plaintext.length < 1 || plaintext.length > MAX_MESSAGE_BYTES) {
            throw new AwsRefusal("ValidationException", "Plaintext has a wrong length");
        }
        return about(key)
                .put("CiphertextBlob", key.encrypt(algorithm, plaintext, context(ask)))
                .put("EncryptionAlgorithm", algorithm);
    }

    private ObjectNode decrypt(FakeKey key, JsonNode ask) {
        String algorithm = text(ask, "EncryptionAlgorithm");
        return about(key)
                .put("Plaintext", key.decrypt(algorithm, bytes(ask, "CiphertextBlob"), context(ask)))
                .put("EncryptionAlgorithm", algorithm);
    }

    private Map<String, String> context(JsonNode ask) {
        Map<String, String> context = new HashMap<>();
        JsonNode given = ask.path("EncryptionContext");
        contexts.add(given);
        given.properties().forEach(entry -> context.put(entry.getKey(), entry.getValue().asText()));
        return context;
    }

    private static ObjectNode derive(FakeKey key, JsonNode ask) {
        return about(key)
                .put("SharedSecret", key.agree(bytes(ask, "PublicKey")))
                .put("KeyAgreementAlgorithm", text(ask, "KeyAgreementAlgorithm"))
                .put("KeyOrigin", key.origin());
    }

    private static byte[] message(JsonNode ask) {
        byte[] message = bytes(ask, "Message");
        if (message.length < 1 || message.length > MAX_MESSAGE_BYTES) {
            throw new AwsRefusal("ValidationException", "Message has a wrong length");
        }
        return message;
    }

    private static String text(JsonNode ask, String name) {
        if (!ask.path(name).isTextual()) {
            throw new AwsRefusal("ValidationException", name + " is missing");
        }
        return ask.path(name).asText();
    }

    private static byte[] bytes(JsonNode ask, String name) {
        try {
            byte[] bytes = ask.path(name).binaryValue();
            if (bytes != null) {
                return bytes;
            }
        } catch (IOException e) {
            // falls through to the one refusal
        }
        throw new AwsRefusal("ValidationException", name + " is missing");
    }
}
