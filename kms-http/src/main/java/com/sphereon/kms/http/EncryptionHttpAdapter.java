package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.service.Encryption;
import com.sphereon.kms.core.service.KeyResult;
import com.sphereon.kms.wire.Base64Text;
import com.sphereon.kms.wire.DecryptRequest;
import com.sphereon.kms.wire.EncryptRequest;
import com.sphereon.kms.wire.EncryptionMapping;
import com.sphereon.kms.wire.KeyAgreementRequest;
import com.sphereon.kms.wire.KeyInfoMapping;
import com.sphereon.kms.wire.UnwrapKeyRequest;
import com.sphereon.kms.wire.WrapKeyRequest;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;

/** Contract section 6: encryption, key wrapping and key agreement. */
final class EncryptionHttpAdapter {
    private final Encryption encryption;
    private final Callers callers;
    private final Body body;

    EncryptionHttpAdapter(Encryption encryption, Callers callers, Body body) {
        this.encryption = encryption;
        this.callers = callers;
        this.body = body;
    }

    List<Route> routes() {
        return List.of(
                Route.post(Right.ENCRYPT, "/encryption/encrypt", this::encrypt),
                Route.post(Right.DECRYPT, "/encryption/decrypt", this::decrypt),
                Route.post(Right.ENCRYPT, "/encryption/wrap", this::wrap),
                Route.post(Right.DECRYPT, "/encryption/unwrap", this::unwrap),
                Route.post(Right.DECRYPT, "/encryption/key-agreement", this::agree));
    }

    private void encrypt(Context context) {
        Caller caller = callers.of(context);
        EncryptRequest request = body.read(context, EncryptRequest.class);
        try (SecretBytes plaintext = EncryptionMapping.secret("plaintext", request.plaintext())) {
            var encrypted = encryption.encrypt(
                    caller,
                    KeyInfoMapping.toSelection("keyInfo", request.keyInfo()),
                    EncryptionMapping.content(request.algorithm()),
                    plaintext,
                    EncryptionMapping.optional("additionalAuthenticatedData", request.additionalAuthenticatedData()));
            answer(context, encrypted, EncryptionMapping::encrypted);
        }
    }

    private void decrypt(Context context) {
        Caller caller = callers.of(context);
        DecryptRequest request = body.read(context, DecryptRequest.class);
        answerSecret(
                context,
                encryption.decrypt(
                        caller,
                        KeyInfoMapping.toSelection("keyInfo", request.keyInfo()),
                        EncryptionMapping.content(request.algorithm()),
                        EncryptionMapping.sealed(request),
                        EncryptionMapping.optional(
                                "additionalAuthenticatedData", request.additionalAuthenticatedData())),
                EncryptionMapping::decrypted);
    }

    private void wrap(Context context) {
        Caller caller = callers.of(context);
        WrapKeyRequest request = body.read(context, WrapKeyRequest.class);
        try (SecretBytes keyToWrap = EncryptionMapping.secret("keyToWrap", request.keyToWrap())) {
            var wrapped = encryption.wrap(
                    caller,
                    KeyInfoMapping.toSelection("wrappingKeyInfo", request.wrappingKeyInfo()),
                    EncryptionMapping.wrapping(request.algorithm()),
                    keyToWrap);
            answer(context, wrapped, EncryptionMapping::wrapped);
        }
    }

    private void unwrap(Context context) {
        Caller caller = callers.of(context);
        UnwrapKeyRequest request = body.read(context, UnwrapKeyRequest.class);
        answerSecret(
                context,
                encryption.unwrap(
                        caller,
                        KeyInfoMapping.toSelection("unwrappingKeyInfo", request.unwrappingKeyInfo()),
                        EncryptionMapping.wrapping(request.algorithm()),
                        Base64Text.decode("wrappedKey", request.wrappedKey())),
                EncryptionMapping::unwrapped);
    }

    private void agree(Context context) {
        Caller caller = callers.of(context);
        KeyAgreementRequest request = body.read(context, KeyAgreementRequest.class);
        answerSecret(
                context,
                encryption.agree(
                        caller,
                        KeyInfoMapping.toSelection("privateKeyInfo", request.privateKeyInfo()),
                        KeyInfoMapping.toSelection("publicKeyInfo", request.publicKeyInfo()),
                        EncryptionMapping.derivation(request)),
                EncryptionMapping::agreed);
    }

    private static void answerSecret(
            Context context, KeyResult<SecretBytes> result, Function<KeyResult<SecretBytes>, Object> mapping) {
        try {
            context.header("Cache-Control", "no-store");
            answer(context, result, mapping);
        } finally {
            result.result().close();
        }
    }

    private static <R> void answer(Context context, KeyResult<R> result, Function<KeyResult<R>, Object> mapping) {
        context.header(AuditHttpAdapter.INDEX_HEADER, Long.toString(result.auditIndex()));
        Answer.ok(context, mapping.apply(result));
    }
}
