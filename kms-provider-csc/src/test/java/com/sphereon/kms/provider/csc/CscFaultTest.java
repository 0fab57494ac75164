package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.RemoteProviderFaultContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Through the exchange of tokens, which is the longest way. Tokens are had elsewhere, as from Digidentity, so that the
 * connections counted are those to the service.
 */
class CscFaultTest extends RemoteProviderFaultContract<FaultyHttpServer> {
    @TempDir
    private Path folder;

    private TestCsc test;
    private FaultyHttpServer tokens;

    @Override
    protected FaultyHttpServer startBackend() {
        FakeCsc fake = new FakeCsc(new FakeTokens(true), "v1");
        fake.add("seal", "P-256").withPin(TestCsc.PIN);
        test = new TestCsc(fake, folder);
        tokens = FaultyHttpServer.start(fake);
        return test.server;
    }

    @Override
    protected KeyProvider open(FaultyHttpServer backend, Map<String, String> limits, CallObserver observer) {
        Map<String, String> settings = test.csc(
                "variant", "digidentity", "token-url", tokens.url() + FakeTokens.TOKEN_PATH, "esign-url", tokens.url());
        settings.putAll(limits);
        return new CscKeyProviderFactory().create(TestCsc.provider(settings, observer));
    }

    /** Its PIN is accepted already, so that calls need not wait for each other. */
    @Override
    protected ProviderKey key(KeyProvider opened, TenantId owner) {
        KeyHandle seal = new KeyHandle(owner, "seal");
        opened.sign(seal, TestCsc.INPUT);
        return opened.describe(seal);
    }

    /** What signs answers with nothing but the signature; that it is of another key the core sees. */
    @Override
    protected Set<Fault> impossible() {
        return Set.of(Fault.OTHER_KEY, Fault.OTHER_ALGORITHM);
    }

    @AfterEach
    void close() {
        test.close();
        tokens.close();
    }
}
