package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.wire.GenerateKeyRequest;
import com.sphereon.kms.wire.ImportKeyRequest;
import com.sphereon.kms.wire.Jwk;
import com.sphereon.kms.wire.KeyInfo;
import com.sphereon.kms.wire.KeyInfoMapping;
import com.sphereon.kms.wire.ManagedKeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys as the API writes them, and as the port has them. */
final class WireKeys {
    /** The API has no name for it. */
    private static final SignatureAlgorithm NAMELESS = SignatureAlgorithm.ED448;

    /** One path segment that no server reads in another way. */
    private static final Pattern IDENTIFIER =
            Pattern.compile("(?!\\.{1,2}\\z)[A-Za-z0-9._~:@!$&'()*+,;=-]{1," + Kid.MAX_CHARS + "}");

    private WireKeys() {}

    /** Whether something over there can go by that name at all. */
    static boolean isIdentifier(String text) {
        return IDENTIFIER.matcher(text).matches();
    }

    /** What a new key is called over there: nobody's name, and unique for ever. */
    static String alias(NewKey key) {
        return "kms-" + key.reference();
    }

    /** The kinds of keys that can be ordered. */
    static Set<KeySpec> specsInOrders() {
        return Arrays.stream(SignatureAlgorithm.values())
                .filter(algorithm -> algorithm != NAMELESS)
                .map(SignatureAlgorithm::defaultKeySpec)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The order for a key of a kind that can be ordered. */
    static GenerateKeyRequest order(ProviderId provider, NewKey key) {
        KeyParameters parameters = key.parameters();
        SignatureAlgorithm chooser = parameters
                .algorithm()
                .filter(algorithm -> algorithm.defaultKeySpec().equals(parameters.spec()))
                .orElseGet(() -> usual(parameters.spec()));
        return new GenerateKeyRequest(
                provider.value(),
                alias(key),
                parameters.usage().use().jwkName(),
                operations(parameters.usage()),
                chooser.name());
    }

    private static SignatureAlgorithm usual(KeySpec spec) {
        return SignatureAlgorithm.fitting(spec).stream()
                .filter(algorithm -> algorithm.defaultKeySpec().equals(spec))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(spec + " cannot be ordered"));
    }

    /** The order to take over a key. Its kid is its alias too: the same material may be there under another one already. */
    static ImportKeyRequest order(ProviderId provider, NewKey key, PrivateKeyMaterial material) {
        KeyParameters parameters = key.parameters();
        String alias = alias(key);
        return new ImportKeyRequest(
                info(
                        alias,
                        alias,
                        provider,
                        jwk(material.toJwk(), parameters.usage()),
                        parameters.algorithm().map(WireKeys::name).orElse(null),
                        null),
                null);
    }

    /** A key that is used. */
    static KeyInfo named(ProviderId provider, String kid) {
        return info(kid, null, provider, null, null, null);
    }

    /** A key that is to sign that. */
    static KeyInfo named(ProviderId provider, String kid, SigningInput input) {
        return info(
                kid,
                null,
                provider,
                null,
                name(input.algorithm()),
                Map.of("inputType", input.type().name()));
    }

    /** A key that is shown. */
    static KeyInfo shown(PublicKeyMaterial key) {
        return info(null, null, null, jwk(key.toJwk(), null), null, null);
    }

    private static @Nullable String name(SignatureAlgorithm algorithm) {
        return algorithm == NAMELESS ? null : algorithm.name();
    }

    private static List<String> operations(KeyUsage usage) {
        return usage.operations().stream().map(KeyOperation::jwkName).toList();
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // the members that are ever sent
    private static KeyInfo info(
            @Nullable String kid,
            @Nullable String alias,
            @Nullable ProviderId provider,
            @Nullable Jwk key,
            @Nullable String algorithm,
            @Nullable Map<String, String> opts) {
        String providerId = provider == null ? null : provider.value();
        return new KeyInfo(kid, key, algorithm, null, null, alias, providerId, null, null, null, null, opts, null);
    }

    private static Jwk jwk(Map<String, String> members, @Nullable KeyUsage usage) {
        return new Jwk(
                members.get("kty"),
                null,
                null,
                usage == null ? null : usage.use().jwkName(),
                usage == null ? null : operations(usage),
                members.get("crv"),
                members.get("x"),
                members.get("y"),
                members.get("n"),
                members.get("e"),
                members.get("d"),
                members.get("p"),
                members.get("q"),
                members.get("dp"),
                members.get("dq"),
                members.get("qi"),
                members.get("k"),
                null,
                null,
                null,
                null);
    }

    /**
     * What a server tells of a key.
     *
     * @param asked the alias or kid it was asked for
     */
    static ProviderKey described(KeyInfo info, ProviderId provider, String asked) {
        if (!asked.equals(info.kid()) && !asked.equals(info.alias())) {
            throw WireJson.unexpected("the answer is about another key");
        }
        requireAt(provider, info.providerId());
        Optional<PublicKeyMaterial> publicKey = publicKey(info);
        return new ProviderKey(
                kid(info.kid()),
                Optional.of(new Kid(kid(info.kid()))),
                publicKey.map(PublicKeyMaterial::spec).orElseGet(() -> symmetric(info)),
                publicKey,
                info.x5c() == null ? List.of() : info.x5c());
    }

    /** What a server tells of a key that it made, or took over, for that order. */
    static ProviderKey made(ProviderId provider, NewKey order, KeyInfo told) {
        if (!alias(order).equals(told.alias())) {
            throw WireJson.unexpected("the answer is about another key");
        }
        requireAt(provider, told.providerId());
        KeySpec ordered = order.parameters().spec();
        Optional<PublicKeyMaterial> publicKey = publicKey(told);
        Optional<KeySpec> expected = ordered.keyType() == KeyType.OCT ? Optional.empty() : Optional.of(ordered);
        if (!publicKey.map(PublicKeyMaterial::spec).equals(expected)) {
            throw WireJson.unexpected("the answer is about a key of another kind");
        }
        String kid = kid(told.kid());
        return new ProviderKey(kid, Optional.of(new Kid(kid)), ordered, publicKey);
    }

    /** The same of an answer in the form of a pair. */
    static ProviderKey made(ProviderId provider, NewKey order, @Nullable ManagedKeyPair pair) {
        if (pair == null || pair.jose() == null) {
            throw WireJson.unexpected("the answer has no key");
        }
        ProviderId named = new ProviderId(pair.providerId());
        return made(
                provider,
                order,
                info(pair.kid(), pair.alias(), named, pair.jose().publicJwk(), null, null));
    }

    private static void requireAt(ProviderId provider, @Nullable String told) {
        if (!provider.value().equals(told)) {
            throw WireJson.unexpected("the answer is about a key at another provider");
        }
    }

    /** The kid, as far as it can be asked for again. */
    private static String kid(@Nullable String told) {
        if (told == null || !isIdentifier(told)) {
            throw WireJson.unexpected("the answer has no kid that can be asked for");
        }
        return told;
    }

    /** The public half; none of a symmetric key. */
    private static Optional<PublicKeyMaterial> publicKey(KeyInfo info) {
        try {
            return KeyInfoMapping.toSelection("keyInfo", info).publicKey();
        } catch (InvalidRequestException e) {
            throw WireJson.unexpected("the answer has a key that is none");
        }
    }

    /** The API does not tell how long symmetric keys are. One for MACs is at least as long as its algorithm wants. */
    private static KeySpec symmetric(KeyInfo info) {
        String algorithm = info.signatureAlgorithm();
        return Arrays.stream(SignatureAlgorithm.values())
                .filter(known -> known.name().equals(algorithm))
                .map(SignatureAlgorithm::defaultKeySpec)
                .filter(spec -> spec.keyType() == KeyType.OCT)
                .findFirst()
                .orElseThrow(() -> WireJson.unexpected("the answer does not tell what kind of key it is about"));
    }
}
