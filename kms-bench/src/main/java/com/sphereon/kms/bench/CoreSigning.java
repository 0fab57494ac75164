package com.sphereon.kms.bench;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.GenerateKey;
import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.KeySelection;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.provider.software.SoftwareKeyProviderFactory;
import com.sphereon.kms.provider.software.SoftwareSignatureVerifier;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The service as a library, with software keys and a database in memory: everything a signature passes but for HTTP, tokens
 * and the disk. Its audit log stays in memory too, so it is for some hundred thousand signatures. Safe for use by many threads.
 */
public final class CoreSigning implements AutoCloseable {
    private static final KeyAlias ALIAS = new KeyAlias("issuer:credential-signing");

    private final Caller caller = new Caller(new TenantId("bench"), "bench");
    private final KeyProvider provider = new SoftwareKeyProviderFactory()
            .create(ProviderSettings.of("software-default", Map.of("key-store.type", "memory"), Path.of("unused")));
    private final KeyManagementService kms = KeyManagementService.builder()
            .persistence(new InMemoryPersistence())
            .verifier(new SoftwareSignatureVerifier())
            .defaultProvider("software-default", "software", provider)
            .build();

    /** With one P-256 key. */
    public CoreSigning() {
        kms.keys().generate(caller, new GenerateKey(Optional.empty(), Optional.of(ALIAS), p256()));
    }

    /** What a P-256 key for signatures is. */
    static KeyParameters p256() {
        KeySpec spec = new KeySpec.Ec(Curve.P_256);
        return KeyParameters.of(spec, KeyUsage.of(spec, Optional.empty(), Set.of()), Optional.empty());
    }

    /** Signs with ES256. */
    public byte[] sign(byte[] message) {
        return kms.signatures()
                .sign(caller, KeySelection.of(ALIAS), InputType.RAW, message)
                .signature();
    }

    @Override
    public void close() {
        provider.close();
    }
}
