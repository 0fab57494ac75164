package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link KeyProvider} promises: what it declares works, and what it does not declare is refused as
 * unsupported. The rules are grouped in the interfaces this class implements. One instance serves all tests, with tenants
 * of its own; keys that take long to make are made once.
 *
 * <p>A provider that cannot generate keys overrides {@link #sharedKey}, and hands out those it has.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class KeyProviderContract
        implements CapabilityRules,
                KeyRules,
                ImportRules,
                SignRules,
                MacRules,
                ContentEncryptionRules,
                KeyWrapRules,
                KeyAgreementRules {
    private static final int SIGNATURES_PER_THREAD = 20;
    private static final int MEBIBYTE = 1 << 20;

    private final TestData data = TestData.fresh();
    private final TenantId tenant = new TenantId("t-" + UUID.randomUUID());
    private final TenantId stranger = new TenantId("s-" + UUID.randomUUID());
    private final Map<KeySpec, ProviderKey> keys = new ConcurrentHashMap<>();
    private final Map<KeySpec, ProviderKey> encryptionKeys = new ConcurrentHashMap<>();
    private @Nullable KeyProvider provider;

    /** Opens the provider; a second time to see whether two instances see the same keys. */
    protected abstract KeyProvider open();

    @Override
    public boolean keysOutliveInstance() {
        return true;
    }

    @Override
    public int maxMessageBytes() {
        return MEBIBYTE;
    }

    @Override
    public int minMessageBytes() {
        return 0;
    }

    @Override
    public boolean fits(SignatureAlgorithm algorithm, KeySpec spec) {
        return algorithm.fits(spec);
    }

    @Override
    public boolean sealsAsPublished() {
        return true;
    }

    @Override
    public ProviderKey sharedKey(KeySpec spec) {
        return keys.computeIfAbsent(spec, wanted -> provider().generate(newKey(wanted)));
    }

    /** Imported where possible: to make an RSA key takes long. */
    @Override
    public ProviderKey sharedEncryptionKey(KeySpec spec) {
        return encryptionKeys.computeIfAbsent(spec, wanted -> {
            if (!canImport(wanted)) {
                return provider().generate(newKey(wanted, KeyUse.ENC));
            }
            try (PrivateKeyMaterial material = SampleKeys.of(wanted, data())) {
                return imported(material);
            }
        });
    }

    @Override
    public final KeyProvider openAnother() {
        return open();
    }

    @Override
    public final KeyProvider provider() {
        if (provider == null) {
            throw new IllegalStateException("not open");
        }
        return provider;
    }

    @Override
    public final TestData data() {
        return data;
    }

    @Override
    public final TenantId tenant() {
        return tenant;
    }

    @Override
    public final TenantId stranger() {
        return stranger;
    }

    @BeforeAll
    final void openProvider() {
        provider = open();
    }

    @AfterAll
    final void closeProvider() {
        if (provider != null) {
            provider.close();
        }
    }

    @Test
    void sign_manyThreadsOneKey_allSignaturesRight() {
        ProviderKey key = sharedKey(anySigningSpec());
        SignatureAlgorithm algorithm = signingAlgorithm(key.spec()).orElseThrow();

        List<Boolean> results = Together.run(() -> {
            boolean right = true;
            for (int i = 0; i < SIGNATURES_PER_THREAD; i++) {
                byte[] message = data.message();
                byte[] signature = sign(key, algorithm, message);
                right &= key.publicKey().isEmpty()
                        || IndependentSignatures.verify(key.publicKey().get(), algorithm, message, signature);
            }
            return right;
        });

        assertThat(results).as(data.toString()).hasSize(Together.THREADS).containsOnly(true);
    }
}
