package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.IdempotencyStore;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import com.sphereon.kms.core.spi.RotationStore;
import com.sphereon.kms.core.spi.TenantConfigStore;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KmsHttpLifecycleTest {

    @Test
    void basePath_rootOrAnother_isWhereTheApiStarts() {
        for (String basePath : List.of("", "/t/x")) {
            try (HttpFixture kms = new HttpFixture(basePath)) {
                assertThat(kms.post("/keys", "{\"alias\":\"a\"}").headers().firstValue("Location"))
                        .contains(basePath + "/keys/a");
                assertThat(json(kms.send("GET", "/openapi.json", null))
                                .at("/servers/0/url")
                                .asText())
                        .isEqualTo(basePath.isEmpty() ? "/" : basePath);
            }
        }
    }

    @Test
    void settings_outOfRange_areRefused() {
        for (String basePath : List.of("/", "api", "/a/", "/a b", "/{x}")) {
            assertThatThrownBy(() -> HttpFixture.settings(basePath)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void databaseDown_ready_saysSoAndCallsAnswer503() {
        try (HttpFixture kms = new HttpFixture("", new ControlledPersistence())) {
            HttpResponse<String> ready = kms.send("GET", "/ready", null);
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(json(ready).at("/checks/0/reason").asText()).isEqualTo("switched off");
            HttpResponse<String> answer = kms.get("/keys");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("7");
            assertThat(json(answer).get("code").asText()).isEqualTo("SERVICE_UNAVAILABLE");
        }
    }

    @Test
    void unexpectedFailure_ofAnyKind_tellsNothing() {
        ControlledPersistence broken = new ControlledPersistence();
        broken.failure = new IllegalStateException("jdbc:secret");
        try (HttpFixture kms = new HttpFixture("", broken)) {
            HttpResponse<String> answer = kms.get("/keys");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret");
            assertThat(json(answer).get("code").asText()).isEqualTo("INTERNAL_ERROR");
        }
    }

    @Test
    void close_whileARequestRuns_letsItFinish() throws InterruptedException {
        ControlledPersistence slow = new ControlledPersistence();
        slow.entered = new CountDownLatch(1);
        slow.mayGoOn = new CountDownLatch(1);
        CompletableFuture<HttpResponse<String>> running;
        CompletableFuture<Void> closing;
        HttpFixture kms = new HttpFixture("", slow);
        running = CompletableFuture.supplyAsync(() -> kms.get("/keys"));
        assertThat(slow.entered.await(10, TimeUnit.SECONDS)).isTrue();
        closing = CompletableFuture.runAsync(kms::closeServer);
        slow.mayGoOn.countDown();
        assertThat(running.orTimeout(10, TimeUnit.SECONDS).join().statusCode()).isEqualTo(503);
        closing.orTimeout(20, TimeUnit.SECONDS).join();
        kms.close();
    }

    /** A database that fails every read, after waiting where it is told to. */
    private static final class ControlledPersistence implements Persistence, KeyReferenceStore {
        private final Persistence real = new InMemoryPersistence();
        private RuntimeException failure = new UnavailableException(
                "The database does not answer", Duration.ofSeconds(7), new IllegalStateException());
        private CountDownLatch entered = new CountDownLatch(0);
        private CountDownLatch mayGoOn = new CountDownLatch(0);

        @Override
        public KeyReferenceStore keyReferences() {
            return this;
        }

        @Override
        public TenantConfigStore tenantConfiguration() {
            return real.tenantConfiguration();
        }

        @Override
        public ProviderIntegrationStore providerIntegrations() {
            return real.providerIntegrations();
        }

        @Override
        public RotationStore rotations() {
            return real.rotations();
        }

        @Override
        public RotationPolicyStore rotationPolicies() {
            return real.rotationPolicies();
        }

        @Override
        public IdempotencyStore idempotency() {
            return real.idempotency();
        }

        @Override
        public AuditLog auditLog() {
            return real.auditLog();
        }

        @Override
        public List<TenantId> tenantsWithDueWork(Instant now) {
            return real.tenantsWithDueWork(now);
        }

        @Override
        public Health health() {
            return new Health.Down("switched off");
        }

        @Override
        public boolean shared() {
            return false;
        }

        @Override
        public void close() {}

        private RuntimeException fail() {
            entered.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return failure;
        }

        @Override
        public Optional<Key> findByAlias(TenantId tenant, KeyAlias alias) {
            throw fail();
        }

        @Override
        public List<KeyReference> findByKid(TenantId tenant, Kid kid) {
            throw fail();
        }

        @Override
        public List<KeyReference> list(TenantId tenant, Optional<ProviderId> provider) {
            throw fail();
        }

        @Override
        public Optional<KeyReference> findById(TenantId tenant, UUID id) {
            throw fail();
        }

        @Override
        public List<KeyReference> findHeldAs(TenantId tenant, ProviderId provider, String providerKeyId) {
            throw fail();
        }

        @Override
        public Optional<KeyReference> findDeleted(TenantId tenant, String aliasOrKid) {
            throw fail();
        }

        @Override
        public List<KeyReference> listPublished(TenantId tenant, Instant now) {
            throw fail();
        }

        @Override
        public List<KeyReference> findDueDestructions(TenantId tenant, Instant now) {
            throw fail();
        }

        @Override
        public void insert(KeyReference reference) {
            throw fail();
        }

        @Override
        public void update(List<KeyReference> changed) {
            throw fail();
        }

        @Override
        public boolean isCurrent(KeyReference reference) {
            throw fail();
        }

        @Override
        public long count(ProviderId provider, Optional<TenantId> owner) {
            throw fail();
        }

        @Override
        public List<KeyReference> findUnfinished(Instant before) {
            throw fail();
        }
    }
}
