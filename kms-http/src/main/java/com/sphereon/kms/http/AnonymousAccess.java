package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.TenantId;
import io.javalin.http.Context;
import java.util.Optional;

/** No authentication: whoever reaches the address may do everything, for one tenant; but web pages of others may not. */
final class AnonymousAccess implements Access {
    private final Caller caller;
    private final WebPages pages;

    /** @param host the server listens at */
    AnonymousAccess(TenantId tenant, String host) {
        this.caller = new Caller(tenant, "anonymous");
        this.pages = new WebPages(host);
    }

    @Override
    public Caller of(Context context) {
        return caller.correlatedBy(CorrelationId.recorded(context));
    }

    @Override
    public Optional<Caller> callerIfAny(Context context) {
        return Optional.of(of(context));
    }

    @Override
    public void authenticate(Context context) {
        pages.refuse(context);
    }

    @Override
    public void require(Context context, Right right) {}
}
