package com.sphereon.kms.bench;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ServiceLoader;

/**
 * The JCA provider the product signs P-256 with: Amazon Corretto Crypto Provider where it is on the class path and works, else
 * what the JVM prefers. Safe for use by many threads.
 */
public final class JcaEngine {
    static final String SIGNATURE = "SHA256withECDSAinP1363Format";
    static final String CURVE = "secp256r1";
    private static final String CORRETTO = "AmazonCorrettoCryptoProvider";

    private final Provider provider;

    private JcaEngine(Provider provider) {
        this.provider = provider;
    }

    /** Looks for it as the software provider does. */
    public static JcaEngine find() {
        return ServiceLoader.load(Provider.class).stream()
                .filter(candidate -> candidate.type().getSimpleName().equals(CORRETTO))
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.getService("Signature", SIGNATURE) != null)
                .findFirst()
                .map(JcaEngine::new)
                .orElseGet(() -> new JcaEngine(Security.getProviders("Signature." + SIGNATURE)[0]));
    }

    /** The name and version of the JCA provider. */
    public String name() {
        return provider.getName() + " " + provider.getVersionStr();
    }

    /** A new P-256 key. */
    public KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(provider + " makes no P-256 keys", e);
        }
    }

    /** An object that signs any number of messages with ES256, one after the other; for one thread. */
    public Signature signing(PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(SIGNATURE, provider);
            signature.initSign(key);
            return signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(provider + " does not sign with P-256", e);
        }
    }
}
