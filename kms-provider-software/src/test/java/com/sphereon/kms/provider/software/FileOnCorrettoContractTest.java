package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.testkit.provider.KeyProviderContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class FileOnCorrettoContractTest extends KeyProviderContract {
    @TempDir
    static Path dataDirectory;

    @Override
    protected KeyProvider open() {
        return new SoftwareKeyProviderFactory()
                .create(ProviderSettings.of(
                        "file-accp",
                        Map.of("key-store.type", "file", "cryptography-provider", Platform.accp()),
                        dataDirectory));
    }
}
