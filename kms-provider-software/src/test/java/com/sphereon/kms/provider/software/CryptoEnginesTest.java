package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.InvalidSettingException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CryptoEnginesTest {
    /** As Corretto is without its native library: present, and offering nothing. */
    private static final class EmptyProvider extends Provider {
        EmptyProvider() {
            super("AmazonCorrettoCryptoProvider", "0", "a provider whose library did not load");
        }
    }

    @Test
    void choose_accp_computesWhatItCanAndOthersTheRest() {
        CryptoEngines engines = CryptoEngines.choose(
                CryptographyProvider.valueOf(Platform.accp().toUpperCase(Locale.ROOT)));
        boolean corretto = CorrettoProvider.find().isPresent();

        for (SignatureAlgorithm algorithm : List.of(
                SignatureAlgorithm.ED25519,
                SignatureAlgorithm.ECDSA_SHA256,
                SignatureAlgorithm.ECDSA_SHA384,
                SignatureAlgorithm.ECDSA_SHA512,
                SignatureAlgorithm.RSA_SHA256,
                SignatureAlgorithm.RSA_SSA_PSS_SHA512_MGF1)) {
            assertThat(computes(engines, algorithm, InputType.RAW))
                    .as(algorithm.toString())
                    .satisfies(name ->
                            assertThat(name.equals(CorrettoProvider.NAME)).isEqualTo(corretto));
        }
        assertThat(computes(engines, SignatureAlgorithm.ECDSA_SHA256, InputType.DIGEST)
                        .equals(CorrettoProvider.NAME))
                .isEqualTo(corretto);
        assertThat(computes(engines, SignatureAlgorithm.ED448, InputType.RAW)).isEqualTo("SunEC");
        assertThat(computes(engines, SignatureAlgorithm.ES256K, InputType.RAW)).isEqualTo("BC");
        assertThat(computes(engines, SignatureAlgorithm.ES256K, InputType.DIGEST))
                .isEqualTo("BC");
    }

    @Test
    void choose_jdk_neverCorretto() {
        CryptoEngines engines = CryptoEngines.choose(CryptographyProvider.JDK);

        for (SignatureAlgorithm algorithm : engines.signatureAlgorithms()) {
            assertThat(computes(engines, algorithm, InputType.RAW)).isNotEqualTo(CorrettoProvider.NAME);
        }
        assertThat(computes(engines, SignatureAlgorithm.ECDSA_SHA256, InputType.RAW))
                .isEqualTo("SunEC");
        assertThat(computes(engines, SignatureAlgorithm.ED25519, InputType.RAW)).isEqualTo("SunEC");
        assertThat(computes(engines, SignatureAlgorithm.RSA_SHA256, InputType.RAW))
                .isEqualTo("SunRsaSign");
        assertThat(computes(engines, SignatureAlgorithm.ES256K, InputType.RAW)).isEqualTo("BC");
    }

    private static String computes(CryptoEngines engines, SignatureAlgorithm algorithm, InputType type) {
        return engines.signature(algorithm, type).provider().getName();
    }

    @Test
    void works_libraryNotLoaded_no() {
        assertThat(CorrettoProvider.works(new EmptyProvider())).isFalse();
    }

    @Test
    void providers_noCorretto_autoGoesOnAndAccpRefusesTheStart() {
        Providers providers = Providers.of(CryptographyProvider.AUTO, Optional::empty);
        assertThat(providers.preferred()).isEmpty();
        assertThat(providers.of("Signature", "Ed25519").getName()).isEqualTo("SunEC");

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> Providers.of(CryptographyProvider.ACCP, Optional::empty))
                .withMessageStartingWith("cryptography-provider is accp, but no Amazon Corretto Crypto Provider works");
    }

    @Test
    void providers_jdk_correttoNotEvenLookedFor() {
        Providers providers = Providers.of(CryptographyProvider.JDK, () -> {
            throw new AssertionError("must not be asked");
        });
        assertThat(providers.preferred()).isEmpty();
    }

    @Test
    void choose_any_loggedOnceAndNothingRegisteredWithTheJvm() {
        List<Provider> before = Arrays.asList(Security.getProviders());
        try (LogCapture log = new LogCapture()) {
            CryptoEngines engines = CryptoEngines.choose(CryptographyProvider.AUTO);
            String first = computes(engines, SignatureAlgorithm.ECDSA_SHA256, InputType.RAW);

            assertThat(log.messages(Level.INFO))
                    .singleElement()
                    .asString()
                    .contains("AUTO", "the providers of the JVM, and Bouncy Castle, in this order")
                    .matches(line -> line.contains(CorrettoProvider.NAME) == first.equals(CorrettoProvider.NAME));
        }
        assertThat(Security.getProviders()).containsExactlyElementsOf(before);
        assertThat(Security.getProvider("BC")).isNull();
        assertThat(Security.getProvider(CorrettoProvider.NAME)).isNull();
    }

    @Test
    void signature_macOrDigestThatIsNotTaken_unsupported() {
        CryptoEngines engines = CryptoEngines.choose(CryptographyProvider.JDK);

        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> engines.signature(SignatureAlgorithm.HMAC_SHA256, InputType.RAW));
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> engines.signature(SignatureAlgorithm.ED25519, InputType.DIGEST));
    }
}
