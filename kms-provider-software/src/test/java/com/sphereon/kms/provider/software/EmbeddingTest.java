package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;

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
import com.sphereon.kms.core.service.Signed;
import com.sphereon.kms.core.spi.ProviderSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The service as a library: core and software provider, no server, no database. */
class EmbeddingTest {

    @Test
    void embeddedService_tenLines_signsAndVerifies() {
        var settings = ProviderSettings.of("in-memory", Map.of("key-store.type", "memory"), Path.of("unused"));
        var kms = KeyManagementService.builder()
                .persistence(new InMemoryPersistence())
                .verifier(new SoftwareSignatureVerifier())
                .defaultProvider("in-memory", "software", new SoftwareKeyProviderFactory().create(settings))
                .build();
        Caller caller = new Caller(new TenantId("acme"), "issuer");
        KeyAlias alias = new KeyAlias("issuer:credential-signing");
        KeySpec p256 = new KeySpec.Ec(Curve.P_256);
        KeyUsage usage = KeyUsage.of(p256, Optional.empty(), Set.of());
        KeyParameters parameters = KeyParameters.of(p256, usage, Optional.empty());
        kms.keys().generate(caller, new GenerateKey(Optional.empty(), Optional.of(alias), parameters));
        byte[] message = "hello".getBytes(StandardCharsets.UTF_8);
        Signed signed = kms.signatures().sign(caller, KeySelection.of(alias), InputType.RAW, message);

        assertThat(isValid(kms, caller, alias, message, signed)).isTrue();
        assertThat(isValid(kms, caller, alias, new byte[] {1}, signed)).isFalse();
    }

    private static boolean isValid(
            KeyManagementService kms, Caller caller, KeyAlias alias, byte[] message, Signed signed) {
        return kms.signatures()
                .verify(caller, KeySelection.of(alias), InputType.RAW, message, signed.signature())
                .valid();
    }
}
