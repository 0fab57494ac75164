package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.KeyProviderContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

class AutoSignerContractTest extends KeyProviderContract {
    @TempDir
    private static Path folder;

    private @Nullable TestCsc test;

    @Override
    protected KeyProvider open() {
        if (test == null) {
            test = new TestCsc(new FakeAutoSigner(), folder);
        }
        return TestCsc.open(test.automatic("tenant-credentials", tenant() + "=" + FakeAutoSigner.ID));
    }

    @Override
    public ProviderKey sharedKey(KeySpec spec) {
        return provider().describe(new KeyHandle(tenant(), FakeAutoSigner.ID));
    }

    @AfterAll
    final void closeFake() {
        if (test != null) {
            test.close();
        }
    }
}
