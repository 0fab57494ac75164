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
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What computes each algorithm. Chosen when an algorithm is first used, and never changed. Safe to share. */
final class CryptoEngines {
    private static final Logger LOG = LoggerFactory.getLogger(CryptoEngines.class);
    private static final Map<CryptographyProvider, CryptoEngines> SHARED = new ConcurrentHashMap<>();

    /** The only trailer RFC 8017 section 9.1 knows. */
    private static final int PSS_TRAILER = 1;

    private final Providers providers;
    private final Map<SignatureAlgorithm, SignatureEngine> messages = new ConcurrentHashMap<>();
    private final Map<SignatureAlgorithm, SignatureEngine> digests = new ConcurrentHashMap<>();
    private final Map<SignatureAlgorithm, Provider> macs = new ConcurrentHashMap<>();

    CryptoEngines(Providers providers) {
        this.providers = providers;
    }

    /** The engines all of this process shares for one wish: they are chosen, and told to the log, once. */
    static CryptoEngines shared(CryptographyProvider wanted) {
        return SHARED.computeIfAbsent(wanted, CryptoEngines::choose);
    }

    /** Chooses for an operator's wish and logs the result. */
    static CryptoEngines choose(CryptographyProvider wanted) {
        CryptoEngines engines = new CryptoEngines(Providers.of(wanted, CorrettoProvider::find));
        LOG.info(
                "Cryptography (asked for: {}) is computed by {}the providers of the JVM, and Bouncy Castle, in this order",
                wanted,
                engines.providers
                        .preferred()
                        .map(provider -> described(provider) + ", ")
                        .orElse(""));
        return engines;
    }

    /** The providers the engines were chosen from. */
    Providers providers() {
        return providers;
    }

    /** All algorithms that make signatures. */
    Set<SignatureAlgorithm> signatureAlgorithms() {
        return Stream.of(SignatureAlgorithm.values())
                .filter(algorithm -> algorithm.scheme() != Scheme.HMAC)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(SignatureAlgorithm.class)));
    }

    /** @throws UnsupportedException for an algorithm that makes no signatures, or none over digests */
    SignatureEngine signature(SignatureAlgorithm algorithm, InputType type) {
        Map<SignatureAlgorithm, SignatureEngine> engines = switch (type) {
            case RAW -> messages;
            case DIGEST -> digests;
        };
        SignatureEngine known = engines.get(algorithm);
        return known == null ? engines.computeIfAbsent(algorithm, missing -> chosen(missing, type)) : known;
    }

    private SignatureEngine chosen(SignatureAlgorithm algorithm, InputType type) {
        if (algorithm.scheme() == Scheme.HMAC || type == InputType.DIGEST && !algorithm.acceptsDigest()) {
            throw new UnsupportedException(
                    "algorithm %s makes no signatures over input of type %s".formatted(algorithm, type));
        }
        SignatureEngine engine = type == InputType.RAW ? forMessages(algorithm) : forDigests(algorithm);
        LOG.debug("{} of {} is computed by {}", algorithm, type, described(engine.provider()));
        return engine;
    }

    /** A MAC that is ready for input. */
    Mac mac(SignatureAlgorithm algorithm, SecretKey key) throws GeneralSecurityException {
        if (algorithm.scheme() != Scheme.HMAC) {
            throw new UnsupportedException("algorithm %s is no MAC".formatted(algorithm));
        }
        Provider provider = macs.computeIfAbsent(algorithm, missing -> providers.of("Mac", macName(missing)));
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
                        providers.bouncyCastle().get(),
                        "NONEwithRSA",
                        Optional.empty(),
                        new SignatureForm.DigestInfo(digestOf(algorithm)));
            case RSASSA_PSS ->
                new SignatureEngine(
                        providers.bouncyCastle().get(),
                        "RAWRSASSA-PSS",
                        parameters(algorithm),
                        new SignatureForm.Same());
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

    private static String described(Provider provider) {
        return provider.getName() + " " + provider.getVersionStr();
    }
}
