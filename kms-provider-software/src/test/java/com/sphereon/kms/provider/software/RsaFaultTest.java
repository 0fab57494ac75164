package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A signature that is wrong modulo one of the primes gives them away. A key with one wrong CRT member, as a fault in
 * memory would leave it, must give no signature at all.
 */
class RsaFaultTest {
    private final TestData random = TestData.fresh();

    static Stream<Arguments> enginesAndMembers() {
        BouncyCastleProvider bouncyCastle = new BouncyCastleProvider();
        return Stream.of(
                        CryptoEngines.choose(CryptographyProvider.AUTO),
                        CryptoEngines.choose(CryptographyProvider.JDK),
                        new CryptoEngines(new Providers(Optional.of(bouncyCastle), () -> bouncyCastle)))
                .flatMap(engines -> Stream.of("dp", "dq", "qi").map(member -> Arguments.of(engines, member)));
    }

    @ParameterizedTest
    @MethodSource("enginesAndMembers")
    void sign_oneCrtMemberWrong_noSignature(CryptoEngines engines, String member) throws GeneralSecurityException {
        KeySpec spec = new KeySpec.Rsa(2048);
        try (PrivateKeyMaterial faulty = faulty(spec, member)) {
            LoadedKey key = new LoadedKeys(engines).load("key", faulty);
            for (SignatureAlgorithm algorithm : SignatureAlgorithm.fitting(spec)) {
                byte[] digest = random.bytes(algorithm.digest().orElseThrow().lengthBytes());
                for (InputType type : InputType.values()) {
                    assertThat(catchThrowable(() -> key.sign(new SigningInput(algorithm, type, digest))))
                            .as("%s, %s, %s, %s", algorithm, type, member, random)
                            .isInstanceOf(ProviderFailedException.class);
                }
            }
        }
    }

    private PrivateKeyMaterial faulty(KeySpec spec, String member) {
        try (PrivateKeyMaterial right = SampleKeys.of(spec, random)) {
            Map<String, String> jwk = right.toJwk();
            BigInteger wrong =
                    new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get(member))).flipBit(random.number(900));
            jwk.put(
                    member,
                    Base64.getUrlEncoder().withoutPadding().encodeToString(BigIntegers.asUnsignedByteArray(wrong)));
            return PrivateKeyMaterial.fromJwk(jwk);
        }
    }
}
