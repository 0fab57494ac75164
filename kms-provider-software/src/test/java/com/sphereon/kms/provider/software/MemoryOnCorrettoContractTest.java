package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.testkit.provider.KeyProviderContract;
import java.nio.file.Path;
import java.util.Map;

class MemoryOnCorrettoContractTest extends KeyProviderContract {
    @Override
    protected KeyProvider open() {
        return new SoftwareKeyProviderFactory()
                .create(ProviderSettings.of(
                        "memory-accp",
                        Map.of("key-store.type", "memory", "cryptography-provider", Platform.accp()),
                        Path.of("unused")));
    }

    @Override
    public boolean keysOutliveInstance() {
        return false;
    }
}
