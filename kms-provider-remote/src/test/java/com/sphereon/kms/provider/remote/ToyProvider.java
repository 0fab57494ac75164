package com.sphereon.kms.provider.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.SupportedKeys;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The least of a remote provider, for {@link ToyBackend}. */
final class ToyProvider implements KeyProvider {
    private final HttpBackend backend;
    private final RemoteCalls calls;
    private final KnownKeys known;

    ToyProvider(ProviderSettings settings) {
        RemoteSettings limits = RemoteSettings.from(settings.settings());
        this.backend =
                HttpBackend.open(HttpEndpoint.from(settings.settings(), "url", "ca-file"), limits, Authorization.NONE);
        this.calls = RemoteCalls.of(settings, limits);
        this.known = KnownKeys.with(limits);
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                new SupportedKeys(Set.of(Curve.P_256), Set.of(), false),
                Map.of(
                        ProviderOperation.GENERATE_KEY,
                        Set.of(),
                        ProviderOperation.SIGN,
                        Set.of(SignatureAlgorithm.ECDSA_SHA256)),
                Set.of(DigestAlgorithm.SHA256),
                Set.of(StorageType.EPHEMERAL));
    }

    @Override
    public ProviderKey generate(NewKey key) {
        String id = key.reference().toString();
        ProviderKey made = calls.call(
                "generate",
                Repeat.ONCE,
                deadline -> key(id, backend.send(BackendRequest.postJson(new byte[0], "keys", id), deadline)));
        known.put(new KeyHandle(key.name().tenant(), id), made);
        return made;
    }

    @Override
    public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
        throw new UnsupportedException("not declared");
    }

    @Override
    public ProviderKey describe(KeyHandle key) {
        String id = key.providerKeyId();
        return known.get(
                key,
                () -> calls.call(
                        "describe",
                        Repeat.SAFE,
                        deadline -> key(id, backend.send(BackendRequest.get("keys", id), deadline))));
    }

    private static ProviderKey key(String id, BackendAnswer answer) {
        JsonNode json = json(answer);
        require(json.path("id").asText().equals(id));
        PublicKeyMaterial publicKey = new PublicKeyMaterial.Ec(
                Curve.P_256,
                new BigInteger(json.path("x").asText()),
                new BigInteger(json.path("y").asText()));
        return new ProviderKey(id, Optional.empty(), new KeySpec.Ec(Curve.P_256), Optional.of(publicKey));
    }

    @Override
    public byte[] sign(KeyHandle key, SigningInput input) {
        return calls.call("sign", Repeat.SAFE, deadline -> sign(key.providerKeyId(), input, deadline));
    }

    private byte[] sign(String id, SigningInput input, Deadline deadline) {
        byte[] wish = bytes(ToyBackend.JSON.createObjectNode().put("message", input.bytes()));
        JsonNode json = json(backend.send(BackendRequest.postJson(wish, "keys", id, "sign"), deadline));
        require(json.path("id").asText().equals(id));
        require(json.path("algorithm").asText().equals(input.algorithm().joseName()));
        try {
            return EcdsaSignatures.fromDer(json.path("signature").binaryValue(), Curve.P_256);
        } catch (IOException e) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer has no signature", e);
        }
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return ToyBackend.JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(BackendAnswer answer) {
        try {
            return ToyBackend.JSON.readTree(answer.requireSuccess().body());
        } catch (IOException e) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is no JSON", e);
        }
    }

    private static void require(boolean told) {
        if (!told) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is about something else");
        }
    }

    @Override
    public void delete(KeyHandle key) {
        throw new UnsupportedException("not declared");
    }

    @Override
    public void discard(NewKey key) {
        known.forget(new KeyHandle(key.name().tenant(), key.reference().toString()));
    }

    @Override
    public Health health() {
        try {
            return calls.call("health", Repeat.SAFE, deadline -> {
                backend.send(BackendRequest.get("health"), deadline).requireSuccess();
                return new Health.Up();
            });
        } catch (KmsException e) {
            return new Health.Down(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        calls.close();
        backend.close();
    }
}
