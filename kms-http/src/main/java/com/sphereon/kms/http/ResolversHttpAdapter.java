package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.service.PublicKeys;
import com.sphereon.kms.wire.ListResolversResponse;
import com.sphereon.kms.wire.ResolvePublicKeyRequest;
import com.sphereon.kms.wire.Resolver;
import com.sphereon.kms.wire.ResolverMapping;
import io.javalin.http.Context;
import java.util.List;

/** Contract section 4: public keys by reference. */
final class ResolversHttpAdapter {
    private final PublicKeys publicKeys;
    private final Callers callers;
    private final Body body;

    ResolversHttpAdapter(PublicKeys publicKeys, Callers callers, Body body) {
        this.publicKeys = publicKeys;
        this.callers = callers;
        this.body = body;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.RESOLVE, "/resolvers", this::list),
                Route.get(Right.RESOLVE, "/resolvers/{resolverId}", this::get),
                Route.post(Right.RESOLVE, "/resolvers/{resolverId}/resolve", this::resolve));
    }

    private void list(Context context) {
        Answer.ok(context, new ListResolversResponse(List.of(ResolverMapping.RESOLVER)));
    }

    private void get(Context context) {
        Answer.ok(context, resolver(context));
    }

    private void resolve(Context context) {
        Caller caller = callers.of(context);
        resolver(context);
        ResolvePublicKeyRequest request = body.read(context, ResolvePublicKeyRequest.class);
        var resolved = publicKeys.resolve(caller, ResolverMapping.toDomain(request));
        Answer.ok(context, ResolverMapping.toWire(request, resolved));
    }

    private static Resolver resolver(Context context) {
        String id = context.pathParam("resolverId");
        if (!id.equals(ResolverMapping.RESOLVER.resolverId())) {
            throw new NotFoundException("Resolver not found; the resolvers are listed at /resolvers");
        }
        return ResolverMapping.RESOLVER;
    }
}
