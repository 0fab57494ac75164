package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every part of the provider contract works with. */
interface ProviderFixture {

    /** The provider under test, open. */
    KeyProvider provider();

    /** Random input. */
    TestData data();

    /** The tenant the tests' keys belong to. */
    TenantId tenant();

    /** A tenant without keys. */
    TenantId stranger();

    /** A key of that kind, which the tests share and none of them deletes. */
    ProviderKey sharedKey(KeySpec spec);

    /** The largest message that is signed or encrypted here. */
    int maxMessageBytes();

    /** The smallest message that is signed or encrypted here. */
    int minMessageBytes();

    /** Whether the algorithm is used with keys of that kind here: a backend may want them of one length only. */
    boolean fits(SignatureAlgorithm algorithm, KeySpec spec);

    /** Another instance over the same settings. */
    KeyProvider openAnother();

    /** Whether another instance sees the keys of the first. */
    boolean keysOutliveInstance();

    default Capabilities can() {
        return provider().capabilities();
    }

    /** Whether keys of that kind can be made, or imported, as the operation says. */
    default boolean can(ProviderOperation operation, KeySpec spec) {
        return can().supports(operation) && can().keys().contains(spec);
    }

    /** The order for a key nobody has made yet. Keys that cannot sign at all are for encryption. */
    default NewKey newKey(KeySpec spec) {
        boolean signs = !SignatureAlgorithm.fitting(spec).isEmpty();
        return newKey(spec, signs ? KeyUse.SIG : KeyUse.ENC);
    }

    /** The order for a key of that use, for all that its kind can do under it. */
    default NewKey newKey(KeySpec spec, KeyUse use) {
        UUID reference = UUID.randomUUID();
        KeyUsage usage = KeyUsage.of(spec, Optional.of(use), Set.of());
        return new NewKey(
                reference,
                new KeyName(tenant(), new KeyAlias("contract:" + reference), 1),
                KeyParameters.of(spec, usage, signingAlgorithm(spec)));
    }

    /** A key of its own for a test that changes or deletes it; of the first kind that can be made. */
    default ProviderKey ownKey() {
        return provider().generate(newKey(anySigningSpec()));
    }

    /** A kind of key that can be made here and signs or computes MACs. */
    default KeySpec anySigningSpec() {
        return SampleKeys.specs().stream()
                .filter(spec ->
                        can().keys().contains(spec) && signingAlgorithm(spec).isPresent())
                .findFirst()
                .orElseThrow(() -> new AssertionError("the provider declares no key that can sign"));
    }

    /** An algorithm that is declared and fits the key. */
    default Optional<SignatureAlgorithm> signingAlgorithm(KeySpec spec) {
        return SignatureAlgorithm.fitting(spec).stream()
                .filter(algorithm -> signs(algorithm) && fits(algorithm, spec))
                .findFirst();
    }

    /** Whether signing, or computing a MAC, is declared for the algorithm. */
    default boolean signs(SignatureAlgorithm algorithm) {
        return can().supports(ProviderOperation.SIGN, algorithm)
                || can().supports(ProviderOperation.GENERATE_MAC, algorithm);
    }

    /** A shared key the algorithm fits: of the usual kind if that is declared, else of any. */
    default ProviderKey sharedKey(SignatureAlgorithm algorithm) {
        KeySpec usual = algorithm.defaultKeySpec();
        if (can().keys().contains(usual)) {
            return sharedKey(usual);
        }
        return sharedKey(SampleKeys.specs().stream()
                .filter(spec -> can().keys().contains(spec) && fits(algorithm, spec))
                .findFirst()
                .orElseThrow(() -> new AssertionError(algorithm + " is declared, but no kind of key it fits")));
    }

    default KeyHandle handle(ProviderKey key) {
        return new KeyHandle(tenant(), key.providerKeyId());
    }

    default byte[] sign(ProviderKey key, SignatureAlgorithm algorithm, byte[] message) {
        return provider().sign(handle(key), new SigningInput(algorithm, InputType.RAW, message));
    }

    /** Any input the key can sign. */
    default SigningInput inputFor(ProviderKey key) {
        return new SigningInput(signingAlgorithm(key.spec()).orElseThrow(), InputType.RAW, data().message());
    }

    /** The provider neither describes nor uses such a key. */
    default void assertGone(KeyHandle handle, SigningInput input) {
        assertNotFound(() -> provider().describe(handle));
        assertNotFound(() -> provider().sign(handle, input));
    }

    default void assertNotFound(ThrowingCallable call) {
        assertThatExceptionOfType(NotFoundException.class).as(data().toString()).isThrownBy(call);
    }

    default void assertUnsupported(ThrowingCallable call) {
        assertThatExceptionOfType(UnsupportedException.class)
                .as(data().toString())
                .isThrownBy(call);
    }
}
