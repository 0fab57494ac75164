package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.KeyProviderContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract with a credential for each kind of key, which belong to the tests' tenant. */
abstract class CscContract extends KeyProviderContract {
    private static final List<String> KINDS = List.of("P-256", "P-384", "P-521", "2048", "3072", "4096");

    @TempDir
    private static Path folder;

    private @Nullable TestCsc test;

    abstract FakeCsc fake();

    /** Decides what the credential is like. */
    abstract void prepare(FakeCredential credential);

    abstract Map<String, String> settings(TestCsc opened, String tenantCredentials);

    @Override
    protected final KeyProvider open() {
        if (test == null) {
            FakeCsc fake = fake();
            KINDS.forEach(kind -> prepare(fake.add(id(kind), kind)));
            test = new TestCsc(fake, folder);
        }
        String owned = KINDS.stream().map(kind -> tenant() + "=" + id(kind)).collect(Collectors.joining(", "));
        return TestCsc.open(settings(test, owned));
    }

    private static String id(String kind) {
        return "GX0112==/" + kind;
    }

    @Override
    public final ProviderKey sharedKey(KeySpec spec) {
        String kind = switch (spec) {
            case KeySpec.Ec ec -> ec.curve().jwkName();
            case KeySpec.Rsa rsa -> Integer.toString(rsa.sizeBits());
            default -> throw new IllegalArgumentException("no credential has such a key");
        };
        return provider().describe(new KeyHandle(tenant(), id(kind)));
    }

    @AfterAll
    final void closeFake() {
        if (test != null) {
            test.close();
        }
    }
}
