package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.service.KeySelection;
import com.sphereon.kms.core.service.Signatures;
import com.sphereon.kms.core.service.Signed;
import com.sphereon.kms.core.service.Verified;
import com.sphereon.kms.wire.Base64Text;
import com.sphereon.kms.wire.CreateRawSignatureRequest;
import com.sphereon.kms.wire.KeyInfoMapping;
import com.sphereon.kms.wire.SignatureMapping;
import com.sphereon.kms.wire.VerifyRawSignatureRequest;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;

/** Contract section 5: raw signatures. */
final class SignaturesHttpAdapter {
    private final Signatures signatures;
    private final Callers callers;
    private final Body body;
    private final Forwarding forwarding;

    SignaturesHttpAdapter(Signatures signatures, Callers callers, Body body, Forwarding forwarding) {
        this.signatures = signatures;
        this.callers = callers;
        this.body = body;
        this.forwarding = forwarding;
    }

    List<Route> routes() {
        return List.of(
                Route.post(Right.SIGN, "/signatures/raw/create", this::create),
                Route.post(Right.VERIFY, "/signatures/raw/verify", this::verify));
    }

    private void create(Context context) {
        Caller caller = callers.of(context);
        CreateRawSignatureRequest request = body.read(context, CreateRawSignatureRequest.class);
        KeySelection key = KeyInfoMapping.toSelection("keyInfo", request.keyInfo());
        forwarding.require(context, caller.tenant(), key.provider());
        Signed signed = signatures.sign(
                caller,
                key,
                KeyInfoMapping.inputType("keyInfo", request.keyInfo()),
                Base64Text.decode("input", request.input()));
        context.header(AuditHttpAdapter.INDEX_HEADER, Long.toString(signed.auditIndex()));
        Answer.json(context, HttpStatus.CREATED, SignatureMapping.toWire(signed));
    }

    private void verify(Context context) {
        Caller caller = callers.of(context);
        VerifyRawSignatureRequest request = body.read(context, VerifyRawSignatureRequest.class);
        Verified verified = signatures.verify(
                caller,
                KeyInfoMapping.toSelection("keyInfo", request.keyInfo()),
                KeyInfoMapping.inputType("keyInfo", request.keyInfo()),
                Base64Text.decode("input", request.input()),
                Base64Text.decode("signature", request.signature()));
        context.header(AuditHttpAdapter.INDEX_HEADER, Long.toString(verified.auditIndex()));
        Answer.ok(context, SignatureMapping.toWire(verified));
    }
}
