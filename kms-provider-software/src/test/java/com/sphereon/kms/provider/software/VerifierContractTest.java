package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.spi.SignatureVerifier;
import com.sphereon.kms.testkit.provider.SignatureVerifierContract;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Nested;

class VerifierContractTest {

    /** As everybody gets it: Corretto where it works. */
    @Nested
    class Default extends SignatureVerifierContract {
        @Override
        protected SignatureVerifier create() {
            return new SoftwareSignatureVerifier();
        }
    }

    @Nested
    class OnJdk extends SignatureVerifierContract {
        @Override
        protected SignatureVerifier create() {
            return new SoftwareSignatureVerifier(CryptoEngines.choose(CryptographyProvider.JDK));
        }
    }

    @Nested
    class OnBouncyCastle extends SignatureVerifierContract {
        @Override
        protected SignatureVerifier create() {
            BouncyCastleProvider bouncyCastle = new BouncyCastleProvider();
            return new SoftwareSignatureVerifier(
                    new CryptoEngines(new Providers(Optional.of(bouncyCastle), () -> bouncyCastle)));
        }
    }
}
