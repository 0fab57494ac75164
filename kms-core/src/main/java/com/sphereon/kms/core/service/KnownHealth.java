package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.ProviderId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How providers are, or were a short while ago. Whoever asks needs no token, and each question takes one of the calls to the
 * backend that keys need: so of each provider at most one is under way, however many ask. Safe for use by many threads.
 */
final class KnownHealth {
    /** For how long an answer is good. */
    static final Duration KEPT = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(KnownHealth.class.getName());
    private static final Health UP = new Health.Up();

    private final Clock clock;
    private final Map<ProviderId, Health> last = new ConcurrentHashMap<>();

    /** By what answers: the instance a provider has now, not the one it had before its settings changed. */
    private final Map<Object, Question> questions = new ConcurrentHashMap<>();

    KnownHealth(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param answered when, by the clock; null while it is under way
     */
    private record Question(FutureTask<Health> task, long begunNanos, AtomicReference<@Nullable Instant> answered) {
        boolean isGood(Instant now) {
            Instant at = answered.get();
            return at == null || now.isBefore(at.plus(KEPT));
        }

        /** Whoever comes late waits for the rest of the time only. */
        Health answer(Duration patience) {
            return ProviderHealth.answer(task, patience.minusNanos(System.nanoTime() - begunNanos), patience);
        }
    }

    /** All of them, asked at the same time, so that one that hangs keeps nobody else from being heard. */
    List<ProviderHealth> of(List<RegisteredProvider> providers, Duration patience) {
        List<Object> instances = providers.stream().map(KnownHealth::instance).toList();
        List<Question> asked = IntStream.range(0, instances.size())
                .mapToObj(i -> question(instances.get(i), providers.get(i)))
                .toList();
        questions.keySet().retainAll(instances.stream().collect(Collectors.toUnmodifiableSet()));
        return IntStream.range(0, asked.size())
                .mapToObj(i -> told(providers.get(i).id(), asked.get(i).answer(patience)))
                .toList();
    }

    /** The reason is for the log alone, and once is enough. */
    private ProviderHealth told(ProviderId id, Health health) {
        Health before = Optional.ofNullable(last.put(id, health)).orElse(UP);
        if (health instanceof Health.Down down && !health.equals(before)) {
            LOG.log(Level.WARNING, "provider {0} is down: {1}", id, down.reason());
        } else if (health instanceof Health.Up && before instanceof Health.Down) {
            LOG.log(Level.INFO, "provider {0} is up again", id);
        }
        return new ProviderHealth(id, health);
    }

    private static Object instance(RegisteredProvider provider) {
        return provider.provider() instanceof SwitchableProvider switchable
                ? switchable.instance()
                : provider.provider();
    }

    private Question question(Object instance, RegisteredProvider provider) {
        return questions.compute(
                instance, (same, before) -> before != null && before.isGood(clock.instant()) ? before : ask(provider));
    }

    private Question ask(RegisteredProvider provider) {
        AtomicReference<@Nullable Instant> answered = new AtomicReference<>();
        FutureTask<Health> task = ProviderHealth.ask(() -> {
            try {
                return provider.provider().health();
            } finally {
                answered.set(clock.instant());
            }
        });
        return new Question(task, System.nanoTime(), answered);
    }
}
