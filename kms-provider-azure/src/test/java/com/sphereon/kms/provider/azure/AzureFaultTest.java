package com.sphereon.kms.provider.azure;

import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.RemoteProviderFaultContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

class AzureFaultTest extends RemoteProviderFaultContract<FaultyHttpServer> {
    @TempDir
    Path folder;

    private OpenVault vault;

    @Override
    protected FaultyHttpServer startBackend() {
        vault = OpenVault.start(HsmType.KEYVAULT, folder);
        return vault.server();
    }

    @Override
    protected KeyProvider open(FaultyHttpServer backend, Map<String, String> limits, CallObserver observer) {
        Map<String, String> settings = new HashMap<>(vault.settings());
        settings.putAll(limits);
        return OpenVault.open(settings, observer);
    }

    /** Key Vault does not say which algorithm it used. */
    @Override
    protected Set<Fault> impossible() {
        return Set.of(Fault.OTHER_ALGORITHM);
    }
}
