package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import com.sphereon.kms.core.model.UnsupportedException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What computes each algorithm. Chosen once, told once to the log, and never changed. Safe to share. */
final class CryptoEngines {
    private static final Logger LOG = LoggerFactory.getLogger(CryptoEngines.class);
    private static final Map<CryptographyProvider, CryptoEngines> SHARED = new ConcurrentHashMap<>();

    /** The only trailer RFC 8017 section 9.1 knows. */
    private static final int PSS_TRAILER = 1;

    private final Providers providers;
    private final Map<SignatureAlgorithm, SignatureEngine> messages = new EnumMap<>(SignatureAlgorithm.class);
    private final Map<SignatureAlgorithm, SignatureEngine> digests = new EnumMap<>(SignatureAlgorithm.class);
    private final Map<SignatureAlgorithm, Provider> macs = new EnumMap<>(SignatureAlgorithm.class);

    CryptoEngines(Providers providers) {
        this.providers = providers;
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            if (algorithm.scheme() == Scheme.HMAC) {
                macs.put(algorithm, providers.of("Mac", macName(algorithm)));
            } else {
                messages.put(algorithm, forMessages(algorithm));
            }
            if (algorithm.acceptsDigest()) {
                digests.put(algorithm, forDigests(algorithm));
            }
        }
    }

    /** The engines all of this process shares for one wish: they are chosen, and told to the log, once. */
    static CryptoEngines shared(CryptographyProvider wanted) {
        return SHARED.computeIfAbsent(wanted, CryptoEngines::choose);
    }

    /** Chooses for an operator's wish and logs the result. */
    static CryptoEngines choose(CryptographyProvider wanted) {
        CryptoEngines engines = new CryptoEngines(Providers.of(wanted, CorrettoProvider::find));
        LOG.info("Cryptography (asked for: {}) is computed by {}", wanted, engines.described());
        return engines;
    }

    /** The providers the engines were chosen from. */
    Providers providers() {
        return providers;
    }

    /** All algorithms that make signatures. */
    Set<SignatureAlgorithm> signatureAlgorithms() {
        return EnumSet.copyOf(messages.keySet());
    }

    /** @throws UnsupportedException for an algorithm that makes no signatures, or none over digests */
    SignatureEngine signature(SignatureAlgorithm algorithm, InputType type) {
        SignatureEngine engine = switch (type) {
            case RAW -> messages.get(algorithm);
            case DIGEST -> digests.get(algorithm);
        };
        if (engine == null) {
            throw new UnsupportedException(
                    "algorithm %s makes no signatures over input of type %s".formatted(algorithm, type));
        }
        return engine;
    }

    /** A MAC that is ready for input. */
    Mac mac(SignatureAlgorithm algorithm, SecretKey key) throws GeneralSecurityException {
        Provider provider = macs.get(algorithm);
        if (provider == null) {
            throw new UnsupportedException("algorithm %s is no MAC".formatted(algorithm));
        }
        Mac mac = Mac.getInstance(macName(algorithm), provider);
        mac.init(key);
        return mac;
    }

    private SignatureEngine forMessages(SignatureAlgorithm algorithm) {
        String name = messageSignature(algorithm);
        return new SignatureEngine(provider(algorithm, name), name, parameters(algorithm), new SignatureForm.Same());
    }

    private SignatureEngine forDigests(SignatureAlgorithm algorithm) {
        return switch (algorithm.scheme()) {
            case ECDSA -> forEcdsaDigests(algorithm);
            case RSASSA_PKCS1 ->
                new SignatureEngine(
                        providers.bouncyCastle(),
                        "NONEwithRSA",
                        Optional.empty(),
                        new SignatureForm.DigestInfo(digestOf(algorithm)));
            case RSASSA_PSS ->
                new SignatureEngine(
                        providers.bouncyCastle(), "RAWRSASSA-PSS", parameters(algorithm), new SignatureForm.Same());
            case EDDSA, HMAC -> throw new IllegalArgumentException(algorithm + " takes no digest");
        };
    }

    /** Corretto signs digests too, but writes DER; that is still several times faster than what the JVM has. */
    private SignatureEngine forEcdsaDigests(SignatureAlgorithm algorithm) {
        Curve curve = ((KeySpec.Ec) algorithm.defaultKeySpec()).curve();
        Provider provider = providers.of(curve, "Signature", "NONEwithECDSA");
        if (providers.preferred().filter(provider::equals).isPresent()) {
            BigInteger order = ECNamedCurveTable.getByName(curve.jcaName()).getN();
            return new SignatureEngine(provider, "NONEwithECDSA", Optional.empty(), new SignatureForm.Der(order));
        }
        String name = "NONEwithECDSAinP1363Format";
        return new SignatureEngine(provider(algorithm, name), name, Optional.empty(), new SignatureForm.Same());
    }

    private Provider provider(SignatureAlgorithm algorithm, String name) {
        return algorithm.defaultKeySpec() instanceof KeySpec.Ec ec
                ? providers.of(ec.curve(), "Signature", name)
                : providers.of("Signature", name);
    }

    private static String messageSignature(SignatureAlgorithm algorithm) {
        return switch (algorithm.scheme()) {
            case EDDSA -> ((KeySpec.Okp) algorithm.defaultKeySpec()).curve().jcaName();
            case ECDSA -> joined(digestOf(algorithm)) + "withECDSAinP1363Format";
            case RSASSA_PKCS1 -> joined(digestOf(algorithm)) + "withRSA";
            case RSASSA_PSS -> "RSASSA-PSS";
            case HMAC -> throw new IllegalArgumentException(algorithm + " is no signature");
        };
    }

    private static String macName(SignatureAlgorithm algorithm) {
        return "Hmac" + joined(digestOf(algorithm));
    }

    private static Optional<AlgorithmParameterSpec> parameters(SignatureAlgorithm algorithm) {
        if (algorithm.scheme() != Scheme.RSASSA_PSS) {
            return Optional.empty();
        }
        DigestAlgorithm digest = digestOf(algorithm);
        return Optional.of(new PSSParameterSpec(
                digest.jcaName(), "MGF1", new MGF1ParameterSpec(digest.jcaName()), digest.lengthBytes(), PSS_TRAILER));
    }

    private static DigestAlgorithm digestOf(SignatureAlgorithm algorithm) {
        return algorithm.digest().orElseThrow();
    }

    /** Names of composed algorithms write digests without the dash. */
    private static String joined(DigestAlgorithm digest) {
        return digest.jcaName().replace("-", "");
    }

    private Map<String, Set<String>> described() {
        Map<String, Set<String>> byProvider = new TreeMap<>();
        messages.forEach((algorithm, engine) -> add(byProvider, engine.provider(), algorithm.name()));
        digests.forEach((algorithm, engine) -> add(byProvider, engine.provider(), algorithm + " of digests"));
        macs.forEach((algorithm, provider) -> add(byProvider, provider, algorithm.name()));
        return byProvider;
    }

    private static void add(Map<String, Set<String>> byProvider, Provider provider, String what) {
        byProvider
                .computeIfAbsent(provider.getName() + " " + provider.getVersionStr(), name -> new TreeSet<>())
                .add(what);
    }
}
