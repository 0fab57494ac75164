package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.provider.KeyProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of all providers, through our own server. */
class RestContractTest extends KeyProviderContract {
    private static final int MAX_MESSAGE_BYTES = 1 << 19;

    @TempDir
    static Path folder;

    private OpenKms kms;

    @Override
    protected KeyProvider open() {
        if (kms == null) {
            kms = OpenKms.start(folder);
        }
        return kms.open();
    }

    /** An answer has at most a mebibyte, and is in Base64. */
    @Override
    public int maxMessageBytes() {
        return MAX_MESSAGE_BYTES;
    }

    @AfterAll
    void closeKms() {
        kms.close();
    }
}
