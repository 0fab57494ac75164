package com.sphereon.kms.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What AWS KMS does when it is asked, by the names of its API. Safe for use by many threads. */
final class FakeActions {
    private static final int MAX_MESSAGE_BYTES = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, FakeKey> keys = new ConcurrentSkipListMap<>();
    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    private final List<JsonNode> contexts = new CopyOnWriteArrayList<>();
    private final FakeMaterial stray = FakeMaterial.make("ECC_NIST_P256");
    private volatile Optional<FakeKey> toldInPlace = Optional.empty();

    Map<String, FakeKey> keys() {
        return keys;
    }

    Map<String, String> aliases() {
        return aliases;
    }

    List<JsonNode> contexts() {
        return contexts;
    }

    /** From now on it describes that key whatever it is asked for, and has its public key for all. */
    void tellInPlace(FakeKey key) {
        toldInPlace = Optional.of(key);
    }

    static String arn(String id) {
        return "arn:aws:kms:%s:%s:key/%s".formatted(FakeAwsKms.REGION, FakeAwsKms.ACCOUNT, id);
    }

    /** @throws AwsRefusal in place of a result */
    ObjectNode perform(String action, JsonNode ask, Optional<Fault> lie) {
        ObjectNode told = performed(action, ask, lie);
        lie.ifPresent(fault -> distort(told, fault));
        return told;
    }

    private ObjectNode performed(String action, JsonNode ask, Optional<Fault> lie) {
        return switch (action) {
            case "CreateKey" -> createKey(ask);
            case "DescribeKey" -> metadata(toldInPlace.orElseGet(() -> find(text(ask, "KeyId"))));
            case "GetPublicKey" -> publicKey(find(text(ask, "KeyId")));
            case "ListKeys" -> listKeys(ask);
            case "ListResourceTags" -> listTags(findById(ask));
            case "CreateAlias" -> createAlias(ask);
            case "DeleteAlias" -> deleteAlias(ask);
            case "ListAliases" -> listAliases(ask);
            case "ScheduleKeyDeletion" ->
                scheduleDeletion(findById(ask), ask.path("PendingWindowInDays").asInt(30));
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

    private FakeKey findById(JsonNode ask) {
        String id = text(ask, "KeyId");
        if (id.contains("alias/")) {
            throw new AwsRefusal("InvalidArnException", "an alias is not possible here");
        }
        return find(id);
    }

    FakeKey find(String given) {
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
                .put("AWSAccountId", FakeAwsKms.ACCOUNT)
                .put("KeyId", key.id())
                .put("Arn", arn(key.id()))
                .put("KeySpec", key.announcedSpec())
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

    private ObjectNode publicKey(FakeKey key) {
        key.requireUsable("");
        return about(key)
                .put("PublicKey", toldInPlace.orElse(key).publicKey())
                .put("KeySpec", key.spec())
                .put("KeyUsage", key.usage());
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
        given.properties()
                .forEach(entry -> context.put(entry.getKey(), entry.getValue().asText()));
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
