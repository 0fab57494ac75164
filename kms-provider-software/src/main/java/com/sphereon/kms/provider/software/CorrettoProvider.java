package com.sphereon.kms.provider.software;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the Amazon Corretto Crypto Provider. It is a native library behind a JCA provider, so it may be absent, be of
 * another platform, or fail to load; only one that has just made a signature counts.
 */
final class CorrettoProvider {
    /** The name it goes by, both as a JCA provider and as a class. */
    static final String NAME = "AmazonCorrettoCryptoProvider";

    private static final Logger LOG = LoggerFactory.getLogger(CorrettoProvider.class);
    private static final byte[] PROBE = {1, 2, 3};

    private CorrettoProvider() {}

    /** The provider, if it is on the class path and works. It is not registered with the JVM. */
    static Optional<Provider> find() {
        try {
            return ServiceLoader.load(Provider.class, CorrettoProvider.class.getClassLoader()).stream()
                    // by class name first: the JVM's own providers are on the list too and need not be started
                    .filter(candidate -> candidate.type().getSimpleName().equals(NAME))
                    .map(ServiceLoader.Provider::get)
                    .filter(CorrettoProvider::works)
                    .findFirst();
        } catch (ServiceConfigurationError | LinkageError e) {
            LOG.warn("{} is on the class path but does not start here", NAME, e);
            return Optional.empty();
        }
    }

    /** Whether it makes a P-256 signature. Without its native library it exists but offers nothing. */
    static boolean works(Provider provider) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", provider);
            signature.initSign(pair.getPrivate());
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(pair.getPublic());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            LOG.warn("{} is on the class path but does not work here", NAME, e);
            return false;
        }
    }
}
