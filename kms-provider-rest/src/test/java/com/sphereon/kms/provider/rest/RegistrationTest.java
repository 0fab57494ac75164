package com.sphereon.kms.provider.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.service.GenerateKey;
import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.KeySelection;
import com.sphereon.kms.core.service.RegisterKey;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.provider.software.SoftwareSignatureVerifier;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that were made over there, used through a service of ours. */
class RegistrationTest {
    private static final Caller CALLER = new Caller(OpenKms.TENANT, "test");
    private static final ProviderId REST = new ProviderId("rest-one");
    private static final KeyAlias ALIAS = new KeyAlias("made-over-there");
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    Path folder;

    private OpenKms kms;
    private KeyProvider provider;
    private KeyManagementService service;
    private KeyReference overThere;

    @BeforeEach
    void start() {
        kms = OpenKms.start(folder);
        provider = kms.open();
        service = KeyManagementService.builder()
                .persistence(new InMemoryPersistence())
                .defaultProvider(REST.value(), "rest", provider)
                .verifier(new SoftwareSignatureVerifier())
                .build();
        overThere = kms.other()
                .service()
                .keys()
                .generate(
                        CALLER,
                        new GenerateKey(
                                Optional.empty(),
                                Optional.of(ALIAS),
                                OpenKms.newKey().parameters()));
    }

    @AfterEach
    void stop() {
        provider.close();
        kms.close();
    }

    private KeyReference register(Optional<Kid> kid) {
        return service.keys().register(CALLER, new RegisterKey(REST, ALIAS, kid));
    }

    @Test
    void register_aliasOverThere_signsWithThatKey() {
        KeyReference registered = register(Optional.empty());

        assertThat(registered.kid()).isEqualTo(overThere.kid());
        assertThat(registered.existing().publicKey())
                .isEqualTo(overThere.existing().publicKey());
        for (InputType type : InputType.values()) {
            byte[] input = type == InputType.RAW ? MESSAGE : new byte[32];
            assertThat(service.signatures()
                            .sign(CALLER, KeySelection.of(ALIAS), type, input)
                            .signature())
                    .hasSize(64);
        }
    }

    @Test
    void register_anotherKid_refused() {
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> register(Optional.of(new Kid("another"))));
    }

    @Test
    void register_noSuchKeyOverThere_notFound() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> service.keys()
                        .register(CALLER, new RegisterKey(REST, new KeyAlias("nobody"), Optional.empty())));
    }

    @Test
    void register_keyOfAnotherTenantOverThere_notFound() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> service.keys()
                        .register(
                                new Caller(OpenKms.STRANGER, "test"), new RegisterKey(REST, ALIAS, Optional.empty())));
    }

    /** The alias over there may name another key tomorrow; ours goes on meaning the one that was registered. */
    @Test
    void sign_aliasNamesAnotherKeyNow_refusedInsteadOfSignedWithTheOther() {
        register(Optional.empty());
        var keys = kms.other().service().keys();
        keys.delete(CALLER, ALIAS.value(), Optional.empty());
        keys.generate(
                CALLER,
                new GenerateKey(
                        Optional.empty(), Optional.of(ALIAS), OpenKms.newKey().parameters()));

        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> service.signatures().sign(CALLER, KeySelection.of(ALIAS), InputType.RAW, MESSAGE));
    }

    @Test
    void delete_registeredKey_staysOverThere() {
        register(Optional.empty());

        service.keys().delete(CALLER, ALIAS.value(), Optional.empty());

        assertThat(kms.other()
                        .service()
                        .keys()
                        .get(CALLER, ALIAS.value(), Optional.empty())
                        .kid())
                .isEqualTo(overThere.kid());
    }
}
