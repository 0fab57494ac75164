package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.service.Encryption;
import com.sphereon.kms.core.service.KeyResult;
import com.sphereon.kms.core.service.KeySelection;
import com.sphereon.kms.wire.Base64Text;
import com.sphereon.kms.wire.DecryptRequest;
import com.sphereon.kms.wire.EncryptRequest;
import com.sphereon.kms.wire.EncryptionMapping;
import com.sphereon.kms.wire.KeyAgreementRequest;
import com.sphereon.kms.wire.KeyInfo;
import com.sphereon.kms.wire.KeyInfoMapping;
import com.sphereon.kms.wire.UnwrapKeyRequest;
import com.sphereon.kms.wire.WrapKeyRequest;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Contract section 6: encryption, key wrapping and key agreement. */
final class EncryptionHttpAdapter {
    private final Encryption encryption;
    private final Callers callers;
    private final Body body;
    private final Forwarding forwarding;

    EncryptionHttpAdapter(Encryption encryption, Callers callers, Body body, Forwarding forwarding) {
        this.encryption = encryption;
        this.callers = callers;
        this.body = body;
        this.forwarding = forwarding;
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
                    key(context, caller, "keyInfo", request.keyInfo()),
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
                        key(context, caller, "keyInfo", request.keyInfo()),
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
                    key(context, caller, "wrappingKeyInfo", request.wrappingKeyInfo()),
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
                        key(context, caller, "unwrappingKeyInfo", request.unwrappingKeyInfo()),
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
                        key(context, caller, "privateKeyInfo", request.privateKeyInfo()),
                        KeyInfoMapping.toSelection("publicKeyInfo", request.publicKeyInfo()),
                        EncryptionMapping.derivation(request)),
                EncryptionMapping::agreed);
    }

    /** Which key is meant; refused where that would lead back to where the call came from. */
    private KeySelection key(Context context, Caller caller, String field, @Nullable KeyInfo keyInfo) {
        KeySelection key = KeyInfoMapping.toSelection(field, keyInfo);
        forwarding.require(context, caller.tenant(), key.provider());
        return key;
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
