package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.provider.aws.KeyMaking.Imported;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.EcdsaSignatures;
import com.sphereon.kms.provider.remote.KnownKeys;
import com.sphereon.kms.provider.remote.RemoteCalls;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.provider.remote.Repeat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateMacRequest;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Keys in one account and region of AWS KMS. A key is known by its identifier there, a UUID. */
final class AwsKeyProvider implements KeyProvider {
    /** The longest message AWS signs or computes the MAC of, where it takes no digest, in bytes. */
    static final int MAX_MESSAGE_BYTES = 4096;

    private static final int ED25519_SIGNATURE_BYTES = 64;

    private final KmsBackend backend;
    private final RemoteCalls calls;
    private final TenantKeys keys;
    private final RecentOrders orders;
    private final KeyRemoval removal;
    private final KeyCipher cipher;

    private AwsKeyProvider(KmsBackend backend, RemoteCalls calls, TenantKeys keys, RecentOrders orders) {
        this.backend = backend;
        this.calls = calls;
        this.keys = keys;
        this.orders = orders;
        this.removal = new KeyRemoval(backend, orders);
        this.cipher = new AwsKeyCipher(backend, calls, keys);
    }

    /**
     * Asks AWS nothing yet.
     *
     * @param nanoTime counts nanoseconds from anywhere, as {@link System#nanoTime} does, for what is remembered
     */
    static AwsKeyProvider open(ProviderSettings provider, AwsSettings settings, LongSupplier nanoTime) {
        KmsBackend backend = KmsBackend.open(settings);
        return new AwsKeyProvider(
                backend,
                RemoteCalls.of(provider, settings.limits()),
                new TenantKeys(backend, settings, KnownKeys.with(settings.limits(), nanoTime)),
                new RecentOrders(nanoTime));
    }

    @Override
    public Capabilities capabilities() {
        return AwsAlgorithms.CAPABILITIES;
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
        orders.received(key);
        requireSupported(key.parameters().spec());
        return make("generate", key, Optional.empty());
    }

    @Override
    public ProviderKey importKey(NewKey key, PrivateKeyMaterial material) {
        orders.received(key);
        KeySpec spec = key.parameters().spec();
        requireSupported(material.spec());
        if (!material.spec().equals(spec)) {
            throw new InvalidRequestException(
                    "key is of type %s, but %s was announced".formatted(material.spec(), spec));
        }
        try (SecretBytes octets = ImportedMaterial.of(material)) {
            return make("import", key, Optional.of(new Imported(octets, material.publicKey())));
        }
    }

    private static void requireSupported(KeySpec spec) {
        if (!AwsKeyKind.SUPPORTED.contains(spec)) {
            throw new UnsupportedException("AWS KMS holds no keys of type " + spec);
        }
    }

    private ProviderKey make(String operation, NewKey key, Optional<Imported> imported) {
        AwsKeyKind kind = AwsKeyKind.of(key.parameters());
        ProviderKey made =
                calls.call(operation, Repeat.ONCE, new KeyMaking(backend, keys, orders, key, kind, imported));
        keys.put(new KeyHandle(key.name().tenant(), made.providerKeyId()), made);
        return made;
    }

    @Override
    public ProviderKey describe(KeyHandle key) {
        return calls.call("describe", Repeat.SAFE, deadline -> keys.describe(key, deadline));
    }

    @Override
    public byte[] sign(KeyHandle key, SigningInput input) {
        requireDeclared(input);
        return calls.call(
                "sign",
                Repeat.SAFE,
                deadline -> keys.use(key, deadline, described -> signed(described, input, deadline)));
    }

    private static void requireDeclared(SigningInput input) {
        ProviderOperation operation = input.algorithm().scheme() == Scheme.HMAC
                ? ProviderOperation.GENERATE_MAC
                : input.type() == InputType.DIGEST ? ProviderOperation.SIGN_DIGEST : ProviderOperation.SIGN;
        if (!AwsAlgorithms.CAPABILITIES.supports(operation, input.algorithm())) {
            throw new UnsupportedException(
                    "AWS KMS does not support %s with %s".formatted(operation, input.algorithm()));
        }
    }

    private byte[] signed(ProviderKey key, SigningInput input, Deadline deadline) {
        SignatureAlgorithm algorithm = input.algorithm();
        if (!AwsAlgorithms.fits(algorithm, key.spec())) {
            throw RemoteFailure.of(
                    Kind.INVALID, "algorithm %s does not fit a key of type %s".formatted(algorithm, key.spec()));
        }
        return switch (algorithm.scheme()) {
            case HMAC -> mac(key, input, deadline);
            case EDDSA -> {
                requireLength(input);
                yield signature(key, algorithm, MessageType.RAW, input.bytes(), deadline);
            }
            case ECDSA, RSASSA_PKCS1, RSASSA_PSS ->
                signature(key, algorithm, MessageType.DIGEST, digest(input), deadline);
        };
    }

    private byte[] signature(
            ProviderKey key, SignatureAlgorithm algorithm, MessageType type, byte[] message, Deadline deadline) {
        SigningAlgorithmSpec awsName = AwsAlgorithms.SIGNING.get(algorithm);
        SignRequest request = SignRequest.builder()
                .keyId(key.providerKeyId())
                .signingAlgorithm(awsName)
                .messageType(type)
                .message(SdkBytes.fromByteArray(message))
                .build();
        SignResponse answer = backend.send(request, KmsClient::sign, deadline);
        KmsBackend.requireAbout(key.providerKeyId(), answer.keyId());
        KmsBackend.requireSame(request.signingAlgorithm(), answer.signingAlgorithm());
        byte[] signature =
                answer.signature() == null ? new byte[0] : answer.signature().asByteArray();
        return switch (key.spec()) {
            case KeySpec.Ec ec -> EcdsaSignatures.fromDer(signature, ec.curve());
            case KeySpec.Okp okp -> withLength(signature, ED25519_SIGNATURE_BYTES);
            case KeySpec.Rsa rsa -> withLength(signature, rsa.sizeBits() / Byte.SIZE);
            case KeySpec.Oct oct -> throw new IllegalStateException("a symmetric key makes no signatures");
        };
    }

    private byte[] mac(ProviderKey key, SigningInput input, Deadline deadline) {
        requireLength(input);
        MacAlgorithmSpec awsName = AwsAlgorithms.MACS.get(input.algorithm());
        GenerateMacRequest request = GenerateMacRequest.builder()
                .keyId(key.providerKeyId())
                .macAlgorithm(awsName)
                .message(SdkBytes.fromByteArray(input.bytes()))
                .build();
        GenerateMacResponse answer = backend.send(request, KmsClient::generateMac, deadline);
        KmsBackend.requireAbout(key.providerKeyId(), answer.keyId());
        KmsBackend.requireSame(request.macAlgorithm(), answer.macAlgorithm());
        byte[] mac = answer.mac() == null ? new byte[0] : answer.mac().asByteArray();
        return withLength(mac, input.algorithm().digest().orElseThrow().lengthBytes());
    }

    private static byte[] withLength(byte[] signature, int expectedBytes) {
        if (signature.length != expectedBytes) {
            throw RemoteFailure.of(
                    Kind.UNEXPECTED,
                    "the answer has %d bytes in place of %d".formatted(signature.length, expectedBytes));
        }
        return signature;
    }

    private static void requireLength(SigningInput input) {
        int length = input.bytes().length;
        if (length < 1 || length > MAX_MESSAGE_BYTES) {
            throw RemoteFailure.of(
                    Kind.INVALID,
                    "input has %d bytes; AWS KMS takes 1 to %d with %s"
                            .formatted(length, MAX_MESSAGE_BYTES, input.algorithm()));
        }
    }

    private static byte[] digest(SigningInput input) {
        if (input.type() == InputType.DIGEST) {
            return input.bytes();
        }
        String name = input.algorithm().digest().orElseThrow().jcaName();
        try {
            return MessageDigest.getInstance(name).digest(input.bytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }

    @Override
    public void delete(KeyHandle key) {
        calls.call("delete", Repeat.SAFE, deadline -> {
            keys.removable(key, deadline).ifPresent(keyId -> removal.remove(keyId, deadline));
            return true;
        });
        keys.forget(key);
    }

    @Override
    public void discard(NewKey key) {
        boolean found = calls.call("discard", Repeat.SAFE, deadline -> {
            List<String> made = removal.madeFor(key, deadline);
            made.forEach(keyId -> {
                removal.remove(keyId, deadline);
                keys.forget(new KeyHandle(key.name().tenant(), keyId));
            });
            return !made.isEmpty();
        });
        if (!found && !orders.isRefused(key) && !orders.missedAgain(key)) {
            throw new UnavailableException(
                    "AWS may not show a new key yet; whether there is one is looked at again later",
                    RecentOrders.SETTLING,
                    new IllegalStateException("not found yet"));
        }
    }

    @Override
    public Health health() {
        try {
            return calls.call("health", Repeat.SAFE, deadline -> {
                backend.send(ListAliasesRequest.builder().limit(1).build(), KmsClient::listAliases, deadline);
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
