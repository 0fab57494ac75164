package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.spi.InvalidSettingException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * The JCA providers in the order we prefer them: Corretto, when it is wanted and works; then what the JVM has installed;
 * then Bouncy Castle, which has everything. None is registered with the JVM, where it would change other code's choice.
 *
 * @param preferred Corretto or none
 * @param bouncyCastle an instance of our own, always the same
 */
record Providers(Optional<Provider> preferred, Supplier<Provider> bouncyCastle) {

    /** Made when it is first needed: most never need it, and verifying its signed jar takes a good part of a start. */
    private static final class BouncyCastle {
        static final Provider INSTANCE = new BouncyCastleProvider();
    }

    /** @throws InvalidSettingException when Corretto is insisted on and does not work here */
    static Providers of(CryptographyProvider wanted, Supplier<Optional<Provider>> corretto) {
        Optional<Provider> preferred = switch (wanted) {
            case AUTO -> corretto.get();
            case ACCP -> Optional.of(corretto.get().orElseThrow(Providers::noCorretto));
            case JDK -> Optional.empty();
        };
        return new Providers(preferred, () -> BouncyCastle.INSTANCE);
    }

    private static InvalidSettingException noCorretto() {
        return new InvalidSettingException(
                SoftwareSettings.CRYPTOGRAPHY_PROVIDER,
                "is accp, but no Amazon Corretto Crypto Provider works here: put the jar of it that is made for this"
                        + " platform on the class path, or use auto");
    }

    /** The most preferred provider of a service. */
    Provider of(String service, String name) {
        return preferred
                .filter(provider -> offers(provider, service, name))
                .or(() -> installed(service, name))
                .orElseGet(bouncyCastle);
    }

    /** The same for a service that works on a curve: secp256k1 is Bouncy Castle's, the JDK has dropped it. */
    Provider of(Curve curve, String service, String name) {
        return curve == Curve.SECP256K1 ? bouncyCastle.get() : of(service, name);
    }

    /** The provider whose key objects every other one can read: the JVM's where it has one. */
    Provider neutral(Curve curve, String service, String name) {
        return curve == Curve.SECP256K1 ? bouncyCastle.get() : neutral(service, name);
    }

    /** The same for keys that are on no curve. */
    Provider neutral(String service, String name) {
        return installed(service, name).orElseGet(bouncyCastle);
    }

    static boolean offers(Provider provider, String service, String name) {
        return provider.getService(service, name) != null;
    }

    private static Optional<Provider> installed(String service, String name) {
        Provider @Nullable [] providers = Security.getProviders(service + "." + name);
        return Stream.ofNullable(providers)
                .flatMap(found -> List.of(found).stream())
                .findFirst();
    }
}
