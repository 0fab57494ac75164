package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.Platform.CLOUD;
import static com.sphereon.kms.core.service.Platform.DECLARED;
import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.spi.KeyProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That nobody can use up a provider's calls by asking how it is. */
@Timeout(60)
class KnownHealthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IMPATIENCE = Duration.ofMillis(50);

    private final TestClock clock = new TestClock(Instant.parse("2030-01-01T00:00:00Z"));
    private final KnownHealth known = new KnownHealth(clock);
    private final CountDownLatch over = new CountDownLatch(1);

    /** Counts who asks, and answers when it may. */
    private static final class Asked extends FakeProvider {
        final AtomicInteger times = new AtomicInteger();
        private final CountDownLatch until;

        Asked(CountDownLatch until) {
            this.until = until;
        }

        @Override
        public Health health() {
            times.incrementAndGet();
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return health;
        }
    }

    private final Asked quick = new Asked(new CountDownLatch(0));
    private final Asked hanging = new Asked(over);

    @AfterEach
    void letGo() {
        over.countDown();
    }

    private static RegisteredProvider registered(ProviderId id, KeyProvider provider) {
        return new RegisteredProvider(id, "fake", "Fake", ProviderVisibility.tenants(), provider);
    }

    private Health health(KeyProvider provider, Duration patience) {
        return known.of(List.of(registered(CLOUD, provider)), patience)
                .getFirst()
                .health();
    }

    @Test
    void of_askedAgain_isAskedOnceInAWhile() {
        assertThat(health(quick, PATIENCE)).isEqualTo(new Health.Up());
        quick.health = new Health.Down("since then");
        clock.advance(KnownHealth.KEPT.minusMillis(1));
        assertThat(health(quick, PATIENCE)).isEqualTo(new Health.Up());
        assertThat(quick.times).hasValue(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(health(quick, PATIENCE)).isEqualTo(new Health.Down("since then"));
        assertThat(quick.times).hasValue(2);
    }

    @Test
    void of_oneThatHangs_isAskedOnceHoweverManyAskAndHoweverLong() {
        Health down = new Health.Down("did not answer within " + IMPATIENCE);
        for (int i = 0; i < 100; i++) {
            assertThat(health(hanging, IMPATIENCE)).isEqualTo(down);
            clock.advance(KnownHealth.KEPT);
        }
        assertThat(hanging.times).hasValueLessThanOrEqualTo(1);

        over.countDown();
        assertThat(health(hanging, PATIENCE)).isEqualTo(new Health.Up());
        assertThat(hanging.times).hasValue(1);
    }

    @Test
    void of_oneThatHangs_keepsNobodyElseFromBeingHeard() {
        var both = List.of(registered(CLOUD, hanging), registered(DECLARED, quick));

        assertThat(known.of(both, Duration.ofSeconds(1)))
                .containsExactly(
                        new ProviderHealth(CLOUD, new Health.Down("did not answer within PT1S")),
                        new ProviderHealth(DECLARED, new Health.Up()));
    }

    @Test
    void of_anotherInstance_isAskedAnew() {
        SwitchableProvider provider = new SwitchableProvider(quick);
        assertThat(health(provider, PATIENCE)).isEqualTo(new Health.Up());
        Asked next = new Asked(new CountDownLatch(0));
        next.health = new Health.Down("with other settings");

        provider.switchTo(next);

        assertThat(health(provider, PATIENCE)).isEqualTo(next.health);
        assertThat(quick.times).hasValue(1);
    }

    @Test
    void of_oneThatThrowsOrLacksAClass_isDownWithoutItsWords() {
        FakeProvider throwing = new FakeProvider() {
            @Override
            public Health health() {
                throw new NoClassDefFoundError("password=secret");
            }
        };

        assertThat(health(throwing, PATIENCE)).isEqualTo(new Health.Down("failed: java.lang.NoClassDefFoundError"));
    }
}
