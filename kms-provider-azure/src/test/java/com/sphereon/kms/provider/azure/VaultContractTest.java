package com.sphereon.kms.provider.azure;

import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.provider.KeyProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

class VaultContractTest extends KeyProviderContract {
    @TempDir
    static Path folder;

    private OpenVault vault;

    @Override
    protected KeyProvider open() {
        if (vault == null) {
            vault = OpenVault.start(HsmType.KEYVAULT, folder);
        }
        return vault.open();
    }

    @AfterAll
    void closeVault() {
        vault.close();
    }
}
