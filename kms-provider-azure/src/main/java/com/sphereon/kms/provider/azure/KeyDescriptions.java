package com.sphereon.kms.provider.azure;

import com.azure.security.keyvault.keys.models.CreateEcKeyOptions;
import com.azure.security.keyvault.keys.models.CreateKeyOptions;
import com.azure.security.keyvault.keys.models.CreateOctKeyOptions;
import com.azure.security.keyvault.keys.models.CreateRsaKeyOptions;
import com.azure.security.keyvault.keys.models.ImportKeyOptions;
import com.azure.security.keyvault.keys.models.JsonWebKey;
import com.azure.security.keyvault.keys.models.KeyCurveName;
import com.azure.security.keyvault.keys.models.KeyOperation;
import com.azure.security.keyvault.keys.models.KeyType;
import com.azure.security.keyvault.keys.models.KeyVaultKey;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.provider.remote.DerivedName;
import com.sphereon.kms.provider.remote.KeyTags;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys as Azure describes them, in orders and in answers. */
final class KeyDescriptions {
    /** Tag with the length of a symmetric key in bits, which Azure knows but does not tell. */
    static final String SIZE = "kms-key-size";

    private final boolean hardware;

    KeyDescriptions(HsmType type) {
        this.hardware = type == HsmType.MANAGED_HSM;
    }

    /** The order for a new key. */
    CreateKeyOptions creation(NewKey key) {
        String name = DerivedName.azure(key);
        CreateKeyOptions options = switch (key.parameters().spec()) {
            case KeySpec.Ec ec ->
                new CreateEcKeyOptions(name).setCurveName(curveName(ec.curve())).setHardwareProtected(hardware);
            case KeySpec.Rsa rsa ->
                new CreateRsaKeyOptions(name).setKeySize(rsa.sizeBits()).setHardwareProtected(hardware);
            case KeySpec.Oct oct ->
                new CreateOctKeyOptions(name).setKeySize(oct.sizeBits()).setHardwareProtected(hardware);
            case KeySpec.Okp okp -> throw new UnsupportedException("Azure has no keys on " + okp.curve());
        };
        return options.setKeyOperations(operations(key).toArray(KeyOperation[]::new))
                .setTags(tags(key));
    }

    /** The order to take over a key. Its numbers cannot be wiped: whoever orders clears the key when that is done. */
    ImportKeyOptions takeover(NewKey key, PrivateKeyMaterial material) {
        ImportKeyOptions options =
                new ImportKeyOptions(DerivedName.azure(key), jwk(material).setKeyOps(operations(key)));
        options.setTags(tags(key));
        return hardware ? options.setHardwareProtected(true) : options;
    }

    private JsonWebKey jwk(PrivateKeyMaterial material) {
        return switch (material) {
            case PrivateKeyMaterial.Ec ec ->
                new JsonWebKey()
                        .setKeyType(hardware ? KeyType.EC_HSM : KeyType.EC)
                        .setCurveName(curveName(ec.point().curve()))
                        .setX(unsigned(ec.point().x(), ec.point().curve().coordinateBytes()))
                        .setY(unsigned(ec.point().y(), ec.point().curve().coordinateBytes()))
                        .setD(octets(ec.d()));
            case PrivateKeyMaterial.Rsa rsa ->
                new JsonWebKey()
                        .setKeyType(hardware ? KeyType.RSA_HSM : KeyType.RSA)
                        .setN(unsigned(rsa.rsaPublicKey().modulus()))
                        .setE(unsigned(rsa.rsaPublicKey().exponent()))
                        .setD(octets(rsa.d()))
                        .setP(octets(rsa.crt().get(0)))
                        .setQ(octets(rsa.crt().get(1)))
                        .setDp(octets(rsa.crt().get(2)))
                        .setDq(octets(rsa.crt().get(3)))
                        .setQi(octets(rsa.crt().get(4)));
            case PrivateKeyMaterial.Oct oct ->
                new JsonWebKey()
                        .setKeyType(hardware ? KeyType.OCT_HSM : KeyType.OCT)
                        .setK(octets(oct.k()));
            case PrivateKeyMaterial.Okp okp ->
                throw new UnsupportedException(
                        "Azure has no keys on " + okp.encoded().curve());
        };
    }

    private static byte[] octets(SecretBytes secret) {
        return secret.expose(byte[]::clone);
    }

    private static byte[] unsigned(BigInteger number) {
        return unsigned(number, (number.bitLength() + Byte.SIZE - 1) / Byte.SIZE);
    }

    private static byte[] unsigned(BigInteger number, int lengthBytes) {
        byte[] signed = number.toByteArray();
        byte[] unsigned = new byte[lengthBytes];
        int copied = Math.min(signed.length, lengthBytes);
        System.arraycopy(signed, signed.length - copied, unsigned, lengthBytes - copied, copied);
        return unsigned;
    }

    private static List<KeyOperation> operations(NewKey key) {
        return key.parameters().usage().operations().stream()
                .map(operation -> switch (operation) {
                    case SIGN -> KeyOperation.SIGN;
                    case VERIFY -> KeyOperation.VERIFY;
                    case ENCRYPT -> KeyOperation.ENCRYPT;
                    case DECRYPT -> KeyOperation.DECRYPT;
                    case WRAP_KEY -> KeyOperation.WRAP_KEY;
                    case UNWRAP_KEY -> KeyOperation.UNWRAP_KEY;
                    case DERIVE_KEY, DERIVE_BITS -> throw new UnsupportedException("Azure has no key agreement");
                })
                .toList();
    }

    private static Map<String, String> tags(NewKey key) {
        Map<String, String> tags = new HashMap<>(KeyTags.of(key));
        if (key.parameters().spec() instanceof KeySpec.Oct oct) {
            tags.put(SIZE, Integer.toString(oct.sizeBits()));
        }
        return tags;
    }

    private static KeyCurveName curveName(Curve curve) {
        return switch (curve) {
            case P_256 -> KeyCurveName.P_256;
            case P_384 -> KeyCurveName.P_384;
            case P_521 -> KeyCurveName.P_521;
            case SECP256K1 -> KeyCurveName.P_256K;
            case ED25519, ED448, X25519, X448 -> throw new UnsupportedException("Azure has no keys on " + curve);
        };
    }

    /**
     * The key that an answer describes.
     *
     * @throws RemoteFailure when it is none that we can use, or none at all
     */
    static ProviderKey key(KeyVersion version, KeyVaultKey answer) {
        try {
            JsonWebKey jwk = present(answer.getKey());
            KeyType type = present(jwk.getKeyType());
            Optional<PublicKeyMaterial> publicKey = Optional.empty();
            KeySpec spec;
            if (type.equals(KeyType.OCT) || type.equals(KeyType.OCT_HSM)) {
                spec = new KeySpec.Oct(size(answer));
            } else {
                publicKey = Optional.of(publicKey(type, jwk));
                spec = publicKey.get().spec();
            }
            ProviderKey key =
                    new ProviderKey(version.toString(), Optional.of(new Kid(version.toString())), spec, publicKey);
            return jwk.getKeyOps() == null ? key : key.permitting(usage(jwk.getKeyOps()), Optional.empty());
        } catch (InvalidRequestException e) {
            throw RemoteFailure.of(Kind.INVALID, "the key is none that can be used here: " + e.getMessage(), e);
        }
    }

    /** Azure lets one key do both; here it signs then, and encrypts only if it cannot sign. */
    private static KeyUsage usage(List<KeyOperation> permitted) {
        Set<com.sphereon.kms.core.model.KeyOperation> known =
                EnumSet.noneOf(com.sphereon.kms.core.model.KeyOperation.class);
        for (var operation : com.sphereon.kms.core.model.KeyOperation.values()) {
            if (permitted.contains(KeyOperation.fromString(operation.jwkName()))) {
                known.add(operation);
            }
        }
        boolean signs = known.contains(com.sphereon.kms.core.model.KeyOperation.SIGN);
        boolean encrypts = known.stream().anyMatch(operation -> operation.use() == KeyUse.ENC);
        KeyUse use = signs || !encrypts ? KeyUse.SIG : KeyUse.ENC;
        known.removeIf(operation -> operation.use() != use);
        return new KeyUsage(use, known);
    }

    private static PublicKeyMaterial publicKey(KeyType type, JsonWebKey jwk) {
        if (type.equals(KeyType.EC) || type.equals(KeyType.EC_HSM)) {
            return new PublicKeyMaterial.Ec(curve(jwk.getCurveName()), number(jwk.getX()), number(jwk.getY()));
        }
        if (type.equals(KeyType.RSA) || type.equals(KeyType.RSA_HSM)) {
            return new PublicKeyMaterial.Rsa(number(jwk.getN()), number(jwk.getE()));
        }
        throw RemoteFailure.of(Kind.UNEXPECTED, "the answer describes a key of an unknown type");
    }

    private static Curve curve(@Nullable KeyCurveName given) {
        for (Curve curve : AzureCapabilities.CURVES) {
            if (curveName(curve).equals(given)) {
                return curve;
            }
        }
        throw RemoteFailure.of(Kind.UNEXPECTED, "the answer describes a key on an unknown curve");
    }

    private static int size(KeyVaultKey answer) {
        try {
            return Integer.parseInt(tags(answer).getOrDefault(SIZE, ""));
        } catch (NumberFormatException e) {
            throw RemoteFailure.of(
                    Kind.INVALID, "the length of a symmetric key is not told; tag it with %s, in bits".formatted(SIZE));
        }
    }

    /** The tags of a key; empty when it has none. */
    static Map<String, String> tags(KeyVaultKey answer) {
        Map<String, String> tags = answer.getProperties().getTags();
        return tags == null ? Map.of() : tags;
    }

    private static BigInteger number(byte @Nullable [] octets) {
        return new BigInteger(1, present(octets));
    }

    private static <T> T present(@Nullable T member) {
        if (member == null) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer describes no key");
        }
        return member;
    }
}
