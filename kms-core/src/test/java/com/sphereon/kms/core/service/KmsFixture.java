package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyOperation;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.SignatureVerifier;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A service over fakes, and the callers and wishes tests need. */
final class KmsFixture {
    static final Caller ALICE = new Caller(new TenantId("alice"), "alice:service");
    static final Caller BOB = new Caller(new TenantId("bob"), "bob:service");
    static final String FAKE = "fake-one";

    static final String OTHER = "fake-two";

    final FakeProvider provider = new FakeProvider();
    final FakeProvider other = new FakeProvider();
    final TestClock clock = new TestClock(Instant.parse("2030-01-01T00:00:00Z"));
    final FaultyPersistence database = new FaultyPersistence();
    final KeyManagementService kms = KeyManagementService.builder()
            .persistence(database)
            .defaultProvider(FAKE, "fake", provider)
            .provider(new RegisteredProvider(new ProviderId(OTHER), "fake", OTHER, ProviderVisibility.tenants(), other))
            .verifier(new JdkVerifier())
            .clock(clock)
            .build();

    static GenerateKey named(String alias, KeyOperation... operations) {
        return new GenerateKey(Optional.empty(), Optional.of(new KeyAlias(alias)), p256(Set.of(operations)));
    }

    static KeyParameters p256(Set<KeyOperation> operations) {
        KeySpec spec = new KeySpec.Ec(Curve.P_256);
        return KeyParameters.of(spec, KeyUsage.of(spec, Optional.empty(), operations), Optional.empty());
    }

    KeyReference generate(Caller caller, String alias, KeyOperation... operations) {
        return kms.keys().generate(caller, named(alias, operations));
    }

    Signed sign(Caller caller, String alias) {
        return kms.signatures()
                .sign(
                        caller,
                        KeySelection.of(new KeyAlias(alias)),
                        InputType.RAW,
                        alias.getBytes(StandardCharsets.UTF_8));
    }

    /** The states of a key's versions, the newest first. */
    List<KeyState> states(Caller caller, String alias) {
        return kms.keys().versions(caller, alias).versions().stream()
                .map(KeyReference::state)
                .toList();
    }

    /** P-256 by the JDK. */
    static final class JdkVerifier implements SignatureVerifier {
        @Override
        public Set<SignatureAlgorithm> algorithms() {
            return Set.of(SignatureAlgorithm.ECDSA_SHA256);
        }

        @Override
        public boolean verify(PublicKeyMaterial key, SigningInput input, byte[] signature) {
            try {
                Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
                verifier.initVerify(publicKey((PublicKeyMaterial.Ec) key));
                verifier.update(input.bytes());
                return verifier.verify(signature);
            } catch (SignatureException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static PublicKey publicKey(PublicKeyMaterial.Ec key) throws GeneralSecurityException {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(
                            new ECPoint(key.x(), key.y()), parameters.getParameterSpec(ECParameterSpec.class)));
        }
    }

    static PublicKeyMaterial.Ec material(BigInteger x, BigInteger y) {
        return new PublicKeyMaterial.Ec(Curve.P_256, x, y);
    }
}
