package com.sphereon.kms.core.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import java.lang.reflect.Method;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are in flight while a provider is changed or removed. */
class ProviderInstanceTest {
    private static final SigningInput INPUT =
            new SigningInput(SignatureAlgorithm.ECDSA_SHA256, InputType.RAW, new byte[] {1});

    private final FakeProvider provider = new FakeProvider();
    private final ProviderInstance instance = new ProviderInstance(provider);

    private static KeyHandle key(KeyProvider at) {
        return key(at, KmsFixture.p256(Set.of()));
    }

    private static KeyHandle key(KeyProvider at, KeyParameters parameters) {
        NewKey wish =
                new NewKey(UUID.randomUUID(), new KeyName(new TenantId("acme"), new KeyAlias("key"), 1), parameters);
        return new KeyHandle(wish.name().tenant(), at.generate(wish).providerKeyId());
    }

    @Test
    void retire_noCallIn_closes() {
        instance.retire();

        assertThat(provider.closed).isTrue();
        assertThat(instance.enter()).isFalse();
    }

    @Test
    void retire_callsIn_closesWhenTheLastOneEnds() {
        assertThat(instance.enter()).isTrue();
        assertThat(instance.enter()).isTrue();
        instance.retire();
        assertThat(instance.enter()).isFalse();
        assertThat(provider.closed).isFalse();

        instance.leave();
        assertThat(provider.closed).isFalse();
        instance.leave();
        assertThat(provider.closed).isTrue();
    }

    @Test
    void retire_again_closesOnce() {
        instance.retire();
        provider.closed.set(false);
        instance.retire();
        instance.enter();

        assertThat(provider.closed).isFalse();
    }

    @Test
    void leave_notRetired_staysOpen() {
        instance.enter();
        instance.leave();

        assertThat(provider.closed).isFalse();
        assertThat(instance.enter()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void enterWhileRetiring_manyThreads_nobodyIsInWhenItCloses(int threads) throws Exception {
        for (int round = 0; round < 200; round++) {
            FakeProvider fake = new FakeProvider();
            ProviderInstance shared = new ProviderInstance(fake);
            AtomicBoolean seenClosed = new AtomicBoolean();
            CountDownLatch started = new CountDownLatch(threads);
            try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
                for (int i = 0; i < threads; i++) {
                    var unused = pool.submit(() -> {
                        started.countDown();
                        while (shared.enter()) {
                            seenClosed.compareAndSet(false, fake.closed.get());
                            shared.leave();
                        }
                    });
                }
                started.await();
                shared.retire();
            }
            assertThat(seenClosed).isFalse();
            assertThat(fake.closed).isTrue();
        }
    }

    @Test
    void switchTo_whileACallIsIn_theCallEndsAsItBegan() {
        Map<String, KeyPair> backend = new ConcurrentHashMap<>();
        FakeProvider first = new FakeProvider(backend);
        FakeProvider second = new FakeProvider(backend);
        SwitchableProvider shown = new SwitchableProvider(first);
        KeyHandle key = key(shown);
        List<Boolean> closedMeanwhile = new ArrayList<>();
        first.duringSign = () -> {
            shown.switchTo(second);
            closedMeanwhile.add(first.closed.get());
        };

        assertThat(shown.sign(key, INPUT)).hasSize(64);

        assertThat(closedMeanwhile).containsExactly(false);
        assertThat(first.closed).isTrue();
        assertThat(shown.sign(key, INPUT)).hasSize(64);
        assertThat(second.closed).isFalse();
    }

    @Test
    void switchTo_whileADecryptionIsIn_theCallEndsAsItBegan() {
        FakeEncryptor first = new FakeEncryptor();
        FakeProvider second = new FakeProvider();
        SwitchableProvider shown = new SwitchableProvider(first);
        KeySpec spec = new KeySpec.Oct(256);
        KeyUsage usage = KeyUsage.of(spec, Optional.of(KeyUse.ENC), Set.of());
        KeyHandle key = key(shown, KeyParameters.of(spec, usage, Optional.empty()));
        KeyCipher cipher = shown.cipher().orElseThrow();
        SealedText sealed = encrypted(cipher, key);
        List<Boolean> closedMeanwhile = new ArrayList<>();
        first.before = () -> {
            shown.switchTo(second);
            closedMeanwhile.add(first.closed.get());
        };

        try (SecretBytes opened = cipher.decrypt(key, ContentEncryptionAlgorithm.A256GCM, sealed, new byte[0])) {
            assertThat(opened.expose(byte[]::clone)).containsExactly(1, 2, 3);
        }
        assertThat(closedMeanwhile).containsExactly(false);
        assertThat(first.closed).isTrue();
        assertThat(shown.cipher()).isEmpty();
        assertThatThrownBy(() -> encrypted(cipher, key))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("encrypts no more");
    }

    private static SealedText encrypted(KeyCipher cipher, KeyHandle key) {
        try (SecretBytes plaintext = SecretBytes.copyOf(new byte[] {1, 2, 3})) {
            return cipher.encrypt(key, ContentEncryptionAlgorithm.A256GCM, plaintext, new byte[0]);
        }
    }

    @Test
    void isRemote_whatItShowsIs_isThat() {
        SwitchableProvider shown = new SwitchableProvider(provider);
        assertThat(shown.isRemote()).isFalse();

        provider.remote = true;
        assertThat(shown.isRemote()).isTrue();
    }

    /** Nobody is told "closed", and nobody uses what is closed: {@link FakeProvider} would say so. */
    @Test
    void switchTo_fiftyTimesWhileManySign_noCallFails() throws Exception {
        Map<String, KeyPair> backend = new ConcurrentHashMap<>();
        List<FakeProvider> all = new ArrayList<>(List.of(new FakeProvider(backend)));
        SwitchableProvider shown = new SwitchableProvider(all.getFirst());
        KeyHandle key = key(shown);
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(64);
        List<Future<Integer>> signers = new ArrayList<>();
        // Not virtual ones: these would keep one another from the few processors there are.
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 64; i++) {
                signers.add(pool.submit(() -> {
                    int signed = 0;
                    while (!done.get()) {
                        assertThat(shown.sign(key, INPUT)).hasSize(64);
                        if (signed++ == 0) {
                            started.countDown();
                        }
                    }
                    return signed;
                }));
            }
            started.await();
            for (int i = 0; i < 50; i++) {
                all.add(new FakeProvider(backend));
                shown.switchTo(all.getLast());
            }
            done.set(true);
        }
        for (Future<Integer> signer : signers) {
            assertThat(result(signer)).isPositive();
        }
        assertThat(all.subList(0, 50)).allMatch(old -> old.closed.get());
        assertThat(all.getLast().closed).isFalse();
    }

    private static int result(Future<Integer> signer) throws InterruptedException {
        try {
            return signer.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void close_thenCall_isRefused() {
        SwitchableProvider shown = new SwitchableProvider(provider);
        shown.close();

        assertThat(provider.closed).isTrue();
        assertThatThrownBy(shown::capabilities)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the provider is closed");
    }

    /** A method with a default body that is not passed on would be an ability that gets lost without a word. */
    @ParameterizedTest
    @ValueSource(classes = {SwitchableProvider.class, UnusableProvider.class})
    void standIn_everyMethodOfThePort_isItsOwn(Class<?> standIn) {
        for (Method method : KeyProvider.class.getMethods()) {
            assertThat(Arrays.stream(standIn.getDeclaredMethods())
                            .filter(own -> !own.isBridge())
                            .anyMatch(own -> own.getName().equals(method.getName())
                                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes())))
                    .as("%s.%s", standIn.getSimpleName(), method)
                    .isTrue();
        }
    }

    @Test
    void unusable_anyCall_isUnavailableAndDoesNotSayWhy() {
        UnusableProvider unusable = new UnusableProvider("aws-eu", "access-key names file /secret, which is empty");

        assertThatThrownBy(unusable::capabilities)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("Provider aws-eu cannot be used now");
        assertThatThrownBy(unusable::cipher).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> unusable.sign(new KeyHandle(new TenantId("acme"), "id"), INPUT))
                .isInstanceOf(UnavailableException.class);
        assertThat(unusable.health()).isEqualTo(new Health.Down("access-key names file /secret, which is empty"));
    }
}
