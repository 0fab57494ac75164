package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyType;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys come to be, are described, belong to one tenant, and go. */
interface KeyRules extends ProviderFixture {

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.SampleKeys#specs")
    default void generate_eachKindOfKey_madeIfDeclared(KeySpec spec) {
        if (!can(ProviderOperation.GENERATE_KEY, spec)) {
            assertUnsupported(() -> provider().generate(newKey(spec)));
            return;
        }
        ProviderKey key = sharedKey(spec);

        assertThat(key.spec()).isEqualTo(spec);
        assertThat(key.publicKey().isPresent()).isEqualTo(spec.keyType() != KeyType.OCT);
        assertThat(provider().describe(handle(key))).isEqualTo(key);
    }

    @Test
    default void generate_twice_differentKeys() {
        if (!can().supports(ProviderOperation.GENERATE_KEY)) {
            return; // generate_eachKindOfKey has seen the refusal
        }
        ProviderKey one = ownKey();
        ProviderKey other = ownKey();

        assertThat(one.providerKeyId()).isNotEqualTo(other.providerKeyId());
        assertThat(one.publicKey()).isNotEqualTo(other.publicKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "../../master", "no such key", "00000000-0000-0000-0000-000000000000", "1-1-1-1-1"
            })
    default void use_idNobodyMade_notFound(String id) {
        KeyHandle handle = new KeyHandle(tenant(), id);

        assertGone(handle, inputFor(sharedKey(anySigningSpec())));
    }

    @Test
    default void use_keyOfAnotherTenant_notFound() {
        ProviderKey key = sharedKey(anySigningSpec());
        // used by its own tenant first: a cache must not lend it to the other
        provider().sign(handle(key), inputFor(key));

        assertGone(new KeyHandle(stranger(), key.providerKeyId()), inputFor(key));
    }

    @Test
    default void delete_key_goneAtOnce() {
        if (!can().supports(ProviderOperation.DELETE_KEY)) {
            assertUnsupported(() -> provider().delete(handle(sharedKey(anySigningSpec()))));
            return;
        }
        ProviderKey key = ownKey();
        ProviderKey other = ownKey();
        SigningInput input = inputFor(key);
        provider().sign(handle(key), input);

        provider().delete(handle(key));

        assertGone(handle(key), input);
        assertThat(provider().describe(handle(other))).isEqualTo(other);
        assertThatCode(() -> provider().delete(handle(key))).doesNotThrowAnyException();
    }

    @Test
    default void delete_nothingOrStrangersKey_changesNothing() {
        if (!can().supports(ProviderOperation.DELETE_KEY)) {
            return; // delete_key_goneAtOnce has seen the refusal
        }
        ProviderKey key = ownKey();

        deleteAsStranger(key);
        provider().delete(new KeyHandle(tenant(), UUID.randomUUID().toString()));
        provider().delete(new KeyHandle(tenant(), "../" + tenant()));

        assertThat(provider().describe(handle(key))).isEqualTo(key);
    }

    /** Where all tenants' keys are in one place, a key that is there but another's must not be taken for gone. */
    private void deleteAsStranger(ProviderKey key) {
        try {
            provider().delete(new KeyHandle(stranger(), key.providerKeyId()));
        } catch (UnavailableException e) {
            assertThat(provider().isRemote()).isTrue();
        }
    }

    @Test
    default void discard_madeKey_goneAndRepeatable() {
        NewKey order = newKey(anySigningSpec());
        if (!makesKeys()) {
            assertUnsupported(() -> provider().discard(order));
            return;
        }
        ProviderKey key = provider().generate(order);
        ProviderKey other = ownKey();

        provider().discard(order);
        provider().discard(order);

        assertGone(handle(key), inputFor(key));
        assertThat(provider().describe(handle(other))).isEqualTo(other);
    }

    @Test
    default void discard_neverMade_changesNothing() {
        if (!makesKeys()) {
            return; // discard_madeKey has seen the refusal
        }
        ProviderKey key = ownKey();

        discardNothing();

        assertThat(provider().describe(handle(key))).isEqualTo(key);
    }

    /** A backend across a network may not show yet what was made, so that not to see it is believed only later. */
    private void discardNothing() {
        try {
            provider().discard(newKey(anySigningSpec()));
        } catch (UnavailableException e) {
            assertThat(provider().isRemote()).isTrue();
        }
    }

    /** Whether there can be anything to discard. */
    private boolean makesKeys() {
        return can().supports(ProviderOperation.GENERATE_KEY) || can().supports(ProviderOperation.IMPORT_KEY);
    }

    @Test
    default void open_anotherInstance_seesKeysIfTheyOutliveOne() {
        ProviderKey key = sharedKey(anySigningSpec());
        try (KeyProvider another = openAnother()) {
            if (keysOutliveInstance()) {
                assertThat(another.describe(handle(key))).isEqualTo(key);
            } else {
                assertNotFound(() -> another.describe(handle(key)));
            }
        }
        assertThat(provider().describe(handle(key))).isEqualTo(key);
    }

    @Test
    default void health_openProvider_up() {
        assertThat(provider().health()).isEqualTo(new Health.Up());
    }

    @Test
    default void close_twice_doesNothingMore() {
        KeyProvider another = openAnother();
        another.close();

        assertThatCode(another::close).doesNotThrowAnyException();
    }
}
