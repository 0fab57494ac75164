package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.ServiceName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token for one service's duties reaches the keys of these and no others of its tenant. */
class NarrowedCallerTest {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
    private static final Caller ISSUER =
            new Caller(ALICE.tenant(), "alice:issuer", Optional.of(new ServiceName("issuer")));
    private static final List<String> OUT_OF_REACH = List.of(
            "verifier:request-object-signing", "issuer", "issuer-2:credential-signing", "Issuer:x", "x:issuer:y");

    private final KmsFixture fixture = new KmsFixture();
    private final Keys keys = fixture.kms.keys();
    private KeyReference own;

    @BeforeEach
    void makeKeys() {
        own = fixture.generate(ALICE, "issuer:credential-signing");
        OUT_OF_REACH.forEach(alias -> fixture.generate(ALICE, alias));
    }

    private static KeySelection kid(KeyReference reference) {
        return new KeySelection(
                Optional.empty(), Optional.empty(), Optional.of(reference.kid()), Optional.empty(), Optional.empty());
    }

    @Test
    void ownDuty_everything_works() {
        KeyReference made = keys.generate(ISSUER, named("issuer:other"));

        assertThat(keys.list(ISSUER, Optional.empty())).containsExactly(own, made);
        assertThat(keys.get(ISSUER, own.kid().value(), Optional.empty())).isEqualTo(own);
        Signed signed =
                fixture.kms.signatures().sign(ISSUER, KeySelection.of(own.name().alias()), InputType.RAW, MESSAGE);
        assertThat(fixture.kms
                        .signatures()
                        .verify(ISSUER, kid(own), InputType.RAW, MESSAGE, signed.signature())
                        .valid())
                .isTrue();
        keys.delete(ISSUER, "issuer:other", Optional.empty());
    }

    @Test
    void othersDuty_use_isNotFound() {
        for (String alias : OUT_OF_REACH) {
            KeyReference key = keys.get(ALICE, alias, Optional.empty());
            for (String name : List.of(alias, key.kid().value())) {
                assertThatExceptionOfType(NotFoundException.class)
                        .isThrownBy(() -> keys.get(ISSUER, name, Optional.empty()))
                        .withMessage("Key not found: " + name);
                assertThatExceptionOfType(NotFoundException.class)
                        .isThrownBy(() -> keys.delete(ISSUER, name, Optional.empty()));
            }
            for (KeySelection selection : List.of(KeySelection.of(key.name().alias()), kid(key))) {
                assertThatExceptionOfType(InvalidRequestException.class)
                        .isThrownBy(() -> fixture.kms.signatures().sign(ISSUER, selection, InputType.RAW, MESSAGE))
                        .withMessageContaining("no key found");
                assertThatExceptionOfType(InvalidRequestException.class)
                        .isThrownBy(() -> fixture.kms
                                .signatures()
                                .verify(ISSUER, selection, InputType.RAW, MESSAGE, new byte[64]));
                assertThatExceptionOfType(InvalidRequestException.class)
                        .isThrownBy(() -> fixture.kms
                                .publicKeys()
                                .resolve(
                                        ISSUER,
                                        new ResolveKey(selection, Optional.empty(), List.of(), List.of(), false)));
            }
        }
    }

    /** A kid is a name too: signing by it would use the key of another service. */
    @Test
    void import_kidThatIsNoNameOfTheService_isDenied() {
        for (String kid : List.of("verifier:request-object-signing", "issuer", "Issuer:x", "x")) {
            assertThatExceptionOfType(DeniedException.class)
                    .isThrownBy(() -> keys.importKey(ISSUER, imported(kid)))
                    .withMessageContaining("'issuer:'");
            assertThatExceptionOfType(DeniedException.class)
                    .isThrownBy(() -> keys.register(
                            ISSUER,
                            new RegisterKey(
                                    new ProviderId(KmsFixture.FAKE),
                                    new KeyAlias("issuer:x"),
                                    Optional.of(new Kid(kid)))));
        }
    }

    private ImportKey imported(String kid) {
        return new ImportKey(
                Optional.empty(),
                Optional.of(new KeyAlias("issuer:imported")),
                Optional.of(new Kid(kid)),
                new PrivateKeyMaterial.Oct(SecretBytes.copyOf(new byte[32])),
                own.parameters(),
                List.of());
    }

    @Test
    void othersDuty_create_isDenied() {
        for (String alias : List.of("verifier:x", "issuer", "issue:r")) {
            assertThatExceptionOfType(DeniedException.class)
                    .isThrownBy(() -> keys.generate(ISSUER, named(alias)))
                    .withMessageContaining("'issuer:'");
            assertThatExceptionOfType(DeniedException.class)
                    .isThrownBy(() -> keys.register(
                            ISSUER,
                            new RegisterKey(new ProviderId(KmsFixture.FAKE), new KeyAlias(alias), Optional.empty())));
        }
        assertThatExceptionOfType(DeniedException.class)
                .isThrownBy(() ->
                        keys.generate(ISSUER, new GenerateKey(Optional.empty(), Optional.empty(), own.parameters())));
    }
}
