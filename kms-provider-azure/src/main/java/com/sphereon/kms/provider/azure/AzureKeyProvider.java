package com.sphereon.kms.provider.azure;

import com.azure.core.util.Context;
import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.cryptography.models.SignResult;
import com.azure.security.keyvault.keys.models.CreateEcKeyOptions;
import com.azure.security.keyvault.keys.models.CreateKeyOptions;
import com.azure.security.keyvault.keys.models.CreateOctKeyOptions;
import com.azure.security.keyvault.keys.models.CreateRsaKeyOptions;
import com.azure.security.keyvault.keys.models.ImportKeyOptions;
import com.azure.security.keyvault.keys.models.KeyVaultKey;
import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.DerivedName;
import com.sphereon.kms.provider.remote.RemoteCalls;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.provider.remote.Repeat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** Keys in a vault or an HSM of Azure. Messages are hashed here; digests are what is sent. */
final class AzureKeyProvider implements KeyProvider {
    /** A name nobody gives a key: to hear that there is none proves that vault and token are good. */
    private static final String NO_KEY = "kms-health";

    private final Capabilities capabilities;
    private final KeyDescriptions descriptions;
    private final RemoteCalls calls;
    private final Vault vault;
    private final HeldKeys keys;
    private final Removal removal;
    private final AzureKeyCipher cipher;
    private final List<Runnable> closing;

    /** @param closing what to do in the end, after the calls have ended */
    AzureKeyProvider(AzureSettings settings, RemoteCalls calls, Vault vault, HeldKeys keys, List<Runnable> closing) {
        this.capabilities = AzureCapabilities.of(settings.hsmType());
        this.descriptions = new KeyDescriptions(settings.hsmType());
        this.calls = calls;
        this.vault = vault;
        this.keys = keys;
        this.removal = new Removal(vault, keys, settings.purge());
        this.cipher = new AzureKeyCipher(capabilities, calls, vault, keys);
        this.closing = List.copyOf(closing);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Optional<KeyCipher> cipher() {
        return Optional.of(cipher);
    }

    @Override
    public ProviderKey generate(NewKey key) {
        requireHoldable(key.parameters().spec());
        CreateKeyOptions order = descriptions.creation(key);
        return calls.call("generate", Repeat.ONCE, deadline -> {
            requireFree(order.getName());
            return made(key, vault.keys(client -> create(client, order)));
        });
    }

    private static KeyVaultKey create(KeyClient client, CreateKeyOptions order) {
        return switch (order) {
            case CreateEcKeyOptions ec ->
                client.createEcKeyWithResponse(ec, Context.NONE).getValue();
            case CreateRsaKeyOptions rsa ->
                client.createRsaKeyWithResponse(rsa, Context.NONE).getValue();
            case CreateOctKeyOptions oct ->
                client.createOctKeyWithResponse(oct, Context.NONE).getValue();
            default -> throw new IllegalArgumentException("no order for a key of a known kind");
        };
    }

    @Override
    public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
        KeySpec spec = key.parameters().spec();
        requireHoldable(spec);
        if (!material.spec().equals(spec)) {
            throw new InvalidRequestException(
                    "key is of type %s, but %s was announced".formatted(material.spec(), spec));
        }
        if (!KeyHalves.belongTogether(material)) {
            throw new InvalidRequestException("key: its private and public members do not belong together");
        }
        return calls.call("import", Repeat.ONCE, deadline -> {
            requireFree(DerivedName.azure(key));
            ProviderKey taken = made(key, takenOver(key, material));
            requireSame(material.publicKey(), taken.publicKey());
            return taken;
        });
    }

    private KeyVaultKey takenOver(NewKey key, PrivateKeyMaterial material) {
        ImportKeyOptions order = descriptions.takeover(key, material);
        try {
            return vault.keys(
                    client -> client.importKeyWithResponse(order, Context.NONE).getValue());
        } finally {
            order.getKey().clearMemory();
        }
    }

    private void requireHoldable(KeySpec spec) {
        if (!capabilities.keys().contains(spec)) {
            throw new UnsupportedException("Azure cannot hold keys of type %s here".formatted(spec));
        }
    }

    /** Azure would add a version to a name that is taken. */
    private void requireFree(String name) {
        if (keys.isTaken(name)) {
            throw RemoteFailure.of(Kind.CONFLICT, "there is a key for that reference already");
        }
    }

    private ProviderKey made(NewKey order, KeyVaultKey answer) {
        KeyVersion version = vault.version(answer.getId());
        ProviderKey key = KeyDescriptions.key(version, answer);
        if (!version.name().equalsIgnoreCase(DerivedName.azure(order))
                || !key.spec().equals(order.parameters().spec())) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is about another key");
        }
        keys.remember(order.name().tenant(), key);
        return key;
    }

    private static void requireSame(Optional<PublicKeyMaterial> given, Optional<PublicKeyMaterial> taken) {
        if (!given.equals(taken)) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer is about another key");
        }
    }

    @Override
    public ProviderKey describe(KeyHandle key) {
        return calls.call("describe", Repeat.SAFE, deadline -> keys.describe(key));
    }

    @Override
    public byte[] sign(KeyHandle key, SigningInput input) {
        SignatureAlgorithm algorithm = input.algorithm();
        ProviderOperation operation =
                input.type() == InputType.RAW ? ProviderOperation.SIGN : ProviderOperation.SIGN_DIGEST;
        if (!capabilities.supports(operation, algorithm)) {
            throw new UnsupportedException("Azure does not sign with %s".formatted(algorithm));
        }
        byte[] digest = digest(input);
        return calls.call("sign", Repeat.SAFE, deadline -> sign(keys.use(key), algorithm, digest));
    }

    private byte[] sign(HeldKeys.Usable usable, SignatureAlgorithm algorithm, byte[] digest) {
        KeySpec spec = usable.key().spec();
        if (!algorithm.fits(spec)) {
            throw RemoteFailure.of(
                    Kind.INVALID, "algorithm %s does not fit a key of type %s".formatted(algorithm, spec));
        }
        var wanted = com.azure.security.keyvault.keys.cryptography.models.SignatureAlgorithm.fromString(
                algorithm.joseName());
        SignResult result = vault.compute(usable.version(), client -> client.sign(wanted, digest, Context.NONE));
        vault.requireAbout(usable.version(), result.getKeyId());
        byte[] signature = result.getSignature();
        if (signature == null || signature.length != signatureBytes(spec)) {
            throw RemoteFailure.of(
                    Kind.UNEXPECTED,
                    "the answer is no signature with %s by a key of type %s".formatted(algorithm, spec));
        }
        return signature;
    }

    /** ECDSA comes as r and s already. */
    private static int signatureBytes(KeySpec spec) {
        return switch (spec) {
            case KeySpec.Ec ec -> 2 * ec.curve().coordinateBytes();
            case KeySpec.Rsa rsa -> rsa.sizeBits() / Byte.SIZE;
            case KeySpec.Okp okp -> throw new IllegalArgumentException("Azure has no such key");
            case KeySpec.Oct oct -> throw new IllegalArgumentException("Azure computes no MACs");
        };
    }

    private static byte[] digest(SigningInput input) {
        if (input.type() == InputType.DIGEST) {
            return input.bytes();
        }
        DigestAlgorithm algorithm = input.algorithm().digest().orElseThrow();
        try {
            return MessageDigest.getInstance(algorithm.jcaName()).digest(input.bytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm.jcaName(), e);
        }
    }

    @Override
    public void delete(KeyHandle key) {
        Optional<KeyVersion> version = KeyVersion.parse(key.providerKeyId());
        if (version.isEmpty()) {
            return; // there never was such a key
        }
        keys.forget(key);
        calls.call("delete", Repeat.SAFE, deadline -> {
            removal.remove(version.get(), key.tenant(), deadline);
            return key;
        });
        keys.forget(key);
    }

    @Override
    public void discard(NewKey key) {
        calls.call("discard", Repeat.SAFE, deadline -> {
            removal.remove(DerivedName.azure(key), key.name().tenant(), deadline);
            return key;
        });
    }

    @Override
    public Health health() {
        try {
            calls.call("health", Repeat.SAFE, deadline -> keys.isTaken(NO_KEY));
            return new Health.Up();
        } catch (KmsException e) {
            return new Health.Down(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        calls.close();
        closing.forEach(Runnable::run);
    }
}
