package com.sphereon.kms.provider.azure;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.testkit.provider.KeyProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

class HsmContractTest extends KeyProviderContract {
    private static final int MAX_MESSAGE_BYTES = 1 << 16;

    @TempDir
    static Path folder;

    private OpenVault vault;

    @Override
    protected KeyProvider open() {
        if (vault == null) {
            vault = OpenVault.start(HsmType.MANAGED_HSM, folder);
        }
        return vault.open("hsm-type", "managed-hsm");
    }

    /** Plaintexts go to the HSM as they are. */
    @Override
    public int maxMessageBytes() {
        return MAX_MESSAGE_BYTES;
    }

    /** Symmetric keys do nothing but encrypt here. */
    @Override
    public NewKey newKey(KeySpec spec) {
        return spec instanceof KeySpec.Oct ? newKey(spec, KeyUse.ENC) : super.newKey(spec);
    }

    @AfterAll
    void closeVault() {
        vault.close();
    }
}
