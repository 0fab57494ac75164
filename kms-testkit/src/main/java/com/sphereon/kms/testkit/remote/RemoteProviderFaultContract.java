package com.sphereon.kms.testkit.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.GenerateKey;
import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.KeySelection;
import com.sphereon.kms.core.service.RegisterKey;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.CallObserver.BreakerState;
import com.sphereon.kms.core.spi.CallObserver.Outcome;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.TestData;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a remote provider promises whatever its backend does: a result or the right failure within the deadline, good work as
 * soon as the backend works again, no more load than was allowed, nothing left behind, and no signature that is a lie. Each
 * test has a backend and a provider of its own.
 *
 * @param <B> the backend of the provider under test
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class RemoteProviderFaultContract<B extends FaultyBackend> {
    private static final int FAILURES = 10_000;
    private static final int MAX_CONCURRENT_CALLS = 2;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int CALLS_TO_OPEN_BREAKER = 20;

    /** Threads of the JVM and of libraries that may come and go by themselves. */
    private static final int STRAY_THREADS = 8;

    private static final String BREAKER_WAIT = "breaker-wait-in-ms";
    private static final Set<Fault> ANSWERED_WITH_UNAVAILABLE =
            Set.of(Fault.HANG, Fault.SERVER_ERROR, Fault.THROTTLE, Fault.RESET, Fault.CREDENTIALS_EXPIRED);

    private final TestData data = TestData.fresh();
    private final TenantId tenant = new TenantId("t-" + UUID.randomUUID());
    private final ObservedCalls observed = new ObservedCalls();
    private @Nullable B backend;
    private @Nullable KeyProvider provider;

    /** Starts a backend without faults. */
    protected abstract B startBackend();

    /**
     * Opens the provider on that backend.
     *
     * @param limits settings to add to those of the provider, under the names all remote providers share
     * @param observer to be given to the provider with its settings
     */
    protected abstract KeyProvider open(B backend, Map<String, String> limits, CallObserver observer);

    /** Faults that the backend cannot have, because its protocol leaves no room for them. */
    protected Set<Fault> impossible() {
        return Set.of();
    }

    /** A key that can sign, of the tenant; a new one, unless the provider cannot make keys. */
    protected ProviderKey key(KeyProvider opened, TenantId owner) {
        UUID reference = UUID.randomUUID();
        KeyName name = new KeyName(owner, new KeyAlias("fault:" + reference), 1);
        return opened.generate(new NewKey(reference, name, parameters(opened)));
    }

    @BeforeEach
    final void startFaultyBackend() {
        backend = startBackend();
    }

    @AfterEach
    final void closeBoth() {
        if (provider != null) {
            provider.close();
        }
        if (backend != null) {
            backend.close();
        }
    }

    private B backend() {
        if (backend == null) {
            throw new IllegalStateException("not started");
        }
        return backend;
    }

    /** With time for a process that has everything to load yet, but short pauses, no repetitions and little room. */
    private KeyProvider open(String... others) {
        Map<String, String> limits = new HashMap<>(Map.of(
                "deadline",
                "PT20S",
                "max-retries",
                "0",
                "base-delay-in-ms",
                "1",
                "max-delay-in-ms",
                "2",
                "max-concurrent-calls",
                Integer.toString(MAX_CONCURRENT_CALLS),
                BREAKER_WAIT,
                "1"));
        for (int i = 0; i < others.length; i += 2) {
            limits.put(others[i], others[i + 1]);
        }
        provider = open(backend(), limits, observed);
        return provider;
    }

    private static KeyParameters parameters(KeyProvider opened) {
        SignatureAlgorithm algorithm = opened.capabilities().algorithmsFor(ProviderOperation.SIGN).stream()
                .filter(candidate ->
                        candidate.defaultKeySpec().equals(SignatureAlgorithm.ECDSA_SHA256.defaultKeySpec()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the provider signs with no key on P-256; override key"));
        return KeyParameters.of(
                algorithm.defaultKeySpec(),
                KeyUsage.of(algorithm.defaultKeySpec(), Optional.empty(), Set.of()),
                Optional.of(algorithm));
    }

    private byte[] sign(KeyProvider opened, ProviderKey key) {
        SignatureAlgorithm algorithm = SignatureAlgorithm.fitting(key.spec()).getFirst();
        return opened.sign(
                new KeyHandle(tenant, key.providerKeyId()), new SigningInput(algorithm, InputType.RAW, data.message()));
    }

    private boolean signs(KeyProvider opened, ProviderKey key) {
        try {
            return sign(opened, key).length > 0;
        } catch (UnavailableException e) {
            return false;
        }
    }

    @Test
    void isRemote_always_true() {
        assertThat(open().isRemote()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HANG", "OTHER_KEYS_SIGNATURE"})
    void sign_eachFault_rightFailureAndThenWorksAgain(Fault fault) {
        KeyProvider opened = open();
        ProviderKey key = key(opened, tenant);
        if (impossible().contains(fault)) {
            backend().inject(fault, FaultyBackend.ALWAYS);
            assertThat(signs(opened, key))
                    .as("no answer there could be wrong that way")
                    .isTrue();
        } else {
            failsAndThenWorksAgain(opened, key, fault);
        }
    }

    @Test
    void sign_hangs_failsAtTheDeadlineAndThenWorksAgain() {
        KeyProvider first = open();
        ProviderKey key = key(first, tenant);
        sign(first, key);
        first.close();
        failsAndThenWorksAgain(open("deadline", "PT1S"), key, Fault.HANG);
    }

    private void failsAndThenWorksAgain(KeyProvider opened, ProviderKey key, Fault fault) {
        backend().inject(fault, FaultyBackend.ALWAYS);
        KmsException failure = failure(opened, key);

        assertThat(failure)
                .isInstanceOf(
                        ANSWERED_WITH_UNAVAILABLE.contains(fault)
                                ? UnavailableException.class
                                : ProviderFailedException.class);
        if (failure instanceof UnavailableException unavailable) {
            assertThat(unavailable.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
        backend().heal();
        await("the provider to work again", () -> signs(opened, key));
    }

    @Test
    void sign_throttled_retryAfterHandedOn() {
        KeyProvider opened = open("max-retries", "5");
        ProviderKey key = key(opened, tenant);

        backend().inject(Fault.THROTTLE, FaultyBackend.ALWAYS);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> sign(opened, key))
                .satisfies(failure -> assertThat(failure.retryAfter())
                        .isEqualTo(Duration.ofSeconds(FaultyBackend.RETRY_AFTER_SECONDS)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_ERROR", "RESET"})
    void sign_passingFault_repeatedUnseen(Fault fault) {
        KeyProvider opened = open("max-retries", "1");
        ProviderKey key = key(opened, tenant);

        backend().inject(fault, 1);

        assertThat(sign(opened, key)).isNotEmpty();
        assertThat(observed.outcomes()).containsOnly(Outcome.SUCCEEDED);
    }

    @Test
    void sign_lastingFault_notSentMoreOftenThanAllowed() {
        KeyProvider opened = open("max-retries", "0");
        ProviderKey key = key(opened, tenant);
        backend().inject(Fault.SERVER_ERROR, FaultyBackend.ALWAYS);
        int before = backend().requestsReceived();

        failure(opened, key);

        assertThat(backend().requestsReceived() - before)
                .as("a client library must not repeat by itself")
                .isEqualTo(1);
    }

    @Test
    void sign_backendDown_breakerOpensAndBackendIsLeftAlone() {
        KeyProvider opened = open(BREAKER_WAIT, "600000");
        ProviderKey key = key(opened, tenant);
        backend().inject(Fault.SERVER_ERROR, FaultyBackend.ALWAYS);
        for (int i = 0; i < CALLS_TO_OPEN_BREAKER; i++) {
            failure(opened, key);
        }
        int before = backend().requestsReceived();

        assertThat(failure(opened, key)).isInstanceOf(UnavailableException.class);

        assertThat(backend().requestsReceived()).isEqualTo(before);
        assertThat(observed.breakerStates()).containsExactly(BreakerState.OPEN);
        assertThat(observed.outcomes()).endsWith(Outcome.BREAKER_OPEN);
    }

    @Test
    void sign_backendBack_breakerClosesByItself() {
        KeyProvider opened = open();
        ProviderKey key = key(opened, tenant);
        backend().inject(Fault.SERVER_ERROR, FaultyBackend.ALWAYS);
        await("the breaker to open", () -> {
            failure(opened, key);
            return observed.breakerStates().contains(BreakerState.OPEN);
        });

        backend().heal();

        await("the breaker to close", () -> {
            signs(opened, key);
            return observed.breakerStates().getLast() == BreakerState.CLOSED;
        });
        assertThat(signs(opened, key)).isTrue();
    }

    @Test
    void sign_callsHang_noMoreThanAllowedAreUnderWay() {
        KeyProvider opened = open();
        ProviderKey key = key(opened, tenant);
        backend().inject(Fault.HANG, FaultyBackend.ALWAYS);
        int before = backend().requestsReceived();
        List<Thread> hanging = new ArrayList<>();
        for (int i = 0; i < MAX_CONCURRENT_CALLS; i++) {
            hanging.add(Thread.startVirtualThread(() -> signs(opened, key)));
        }
        await("calls to hang", () -> backend().requestsReceived() == before + MAX_CONCURRENT_CALLS);

        assertThat(failure(opened, key)).isInstanceOf(UnavailableException.class);

        assertThat(observed.outcomes()).endsWith(Outcome.LIMIT_REACHED);
        assertThat(backend().requestsReceived()).isEqualTo(before + MAX_CONCURRENT_CALLS);
        backend().close();
        await("hanging calls to end", () -> hanging.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void health_backendDownAndUp_saysSo() {
        KeyProvider opened = open();
        assertThat(opened.health()).isInstanceOf(Health.Up.class);

        backend().inject(Fault.SERVER_ERROR, FaultyBackend.ALWAYS);
        assertThat(opened.health()).isInstanceOf(Health.Down.class);

        backend().heal();
        assertThat(opened.health()).isInstanceOf(Health.Up.class);
    }

    @Test
    void sign_tenThousandFailures_nothingIsLeft() {
        KeyProvider opened = open();
        ProviderKey key = key(opened, tenant);
        sign(opened, key);
        List<Fault> faults =
                List.of(Fault.SERVER_ERROR, Fault.RESET, Fault.TRUNCATED, Fault.CREDENTIALS_EXPIRED).stream()
                        .filter(fault -> !impossible().contains(fault))
                        .toList();
        long threadsBefore = LiveThreads.count();

        for (int i = 0; i < FAILURES; i++) {
            backend().inject(faults.get(i * faults.size() / FAILURES), FaultyBackend.ALWAYS);
            failure(opened, key);
        }

        backend().heal();
        await("the provider to work again", () -> signs(opened, key));
        await("connections to be closed", () -> backend().openConnections() <= MAX_CONCURRENT_CALLS);
        await("threads to end", () -> LiveThreads.count() <= threadsBefore + STRAY_THREADS);
    }

    /** What only the core can see: the answer looks well, but does not verify. */
    @Test
    void sign_backendUsesAnotherKey_noSignatureLeavesTheService() {
        KeyProvider opened = open();
        KeyManagementService kms = KeyManagementService.builder()
                .persistence(new InMemoryPersistence())
                .defaultProvider("remote-one", "remote", opened)
                .verifier(new IndependentVerifier())
                .build();
        Caller caller = new Caller(tenant, "contract");
        KeySelection selection = KeySelection.of(managedKey(kms, caller, opened));
        byte[] message = data.message();
        assertThat(kms.signatures()
                        .sign(caller, selection, InputType.RAW, message)
                        .signature())
                .isNotEmpty();

        backend().inject(Fault.OTHER_KEYS_SIGNATURE, FaultyBackend.ALWAYS);

        assertThatExceptionOfType(ProviderFailedException.class)
                .isThrownBy(() -> kms.signatures().sign(caller, selection, InputType.RAW, message));
    }

    private KeyAlias managedKey(KeyManagementService kms, Caller caller, KeyProvider opened) {
        if (opened.capabilities().supports(ProviderOperation.GENERATE_KEY)) {
            KeyAlias alias = new KeyAlias("managed");
            kms.keys().generate(caller, new GenerateKey(Optional.empty(), Optional.of(alias), parameters(opened)));
            return alias;
        }
        KeyAlias alias = new KeyAlias(key(opened, tenant).providerKeyId());
        kms.keys().register(caller, new RegisterKey(new ProviderId("remote-one"), alias, Optional.empty()));
        return alias;
    }

    private KmsException failure(KeyProvider opened, ProviderKey key) {
        Throwable thrown = catchThrowable(() -> sign(opened, key));
        assertThat(thrown).as("%s", data).isInstanceOf(KmsException.class);
        return (KmsException) thrown;
    }

    /** Asks again and again, for a time that is only there to end a test that would not end. */
    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
