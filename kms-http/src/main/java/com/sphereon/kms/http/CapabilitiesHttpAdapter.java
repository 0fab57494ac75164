package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderQuery;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.Providers;
import com.sphereon.kms.core.service.RegisteredProvider;
import com.sphereon.kms.wire.ListCapabilitiesResponse;
import com.sphereon.kms.wire.ProviderCapabilitiesResponse;
import com.sphereon.kms.wire.ProviderMapping;
import com.sphereon.kms.wire.ProviderMatch;
import com.sphereon.kms.wire.ProviderQueryMapping;
import com.sphereon.kms.wire.ProviderQueryRequest;
import com.sphereon.kms.wire.QueryBestProviderResponse;
import com.sphereon.kms.wire.QueryProvidersResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Contract section 3: what providers can do, and which can do what is wanted. */
final class CapabilitiesHttpAdapter {
    private final Providers providers;
    private final Access access;
    private final Body body;
    private final Forwarding forwarding;

    CapabilitiesHttpAdapter(Providers providers, Access access, Body body) {
        this.providers = providers;
        this.access = access;
        this.body = body;
        this.forwarding = new Forwarding(providers);
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_CAPABILITIES, "/capabilities", this::list),
                Route.get(Right.READ_CAPABILITIES, "/providers/{providerId}/capabilities", this::get),
                Route.post(Right.READ_CAPABILITIES, "/providers/query", this::query),
                Route.post(Right.READ_CAPABILITIES, "/providers/query/best", this::queryBest));
    }

    private void list(Context context) {
        // Nobody knows what a disabled provider could do, so both values list the same; anything else is a mistake.
        Parameters.flag(context, "includeDisabled");
        Answer.ok(
                context,
                new ListCapabilitiesResponse(providers.list(tenant(context)).stream()
                        .flatMap(CapabilitiesHttpAdapter::capabilities)
                        .toList()));
    }

    /** Of one that cannot be used now nothing is known; the others are listed all the same. */
    private static Stream<ProviderCapabilitiesResponse> capabilities(RegisteredProvider provider) {
        try {
            return Stream.of(ProviderMapping.capabilities(provider));
        } catch (UnavailableException e) {
            return Stream.empty();
        }
    }

    private void get(Context context) {
        ProviderId id = Parameters.provider(context.pathParam("providerId"));
        RegisteredProvider provider = providers.get(tenant(context), id);
        forwarding.require(context, tenant(context), id);
        Answer.ok(context, ProviderMapping.capabilities(provider));
    }

    private void query(Context context) {
        List<ProviderMatch> matches = matches(context);
        int total = providers.list(tenant(context)).size();
        Answer.ok(context, new QueryProvidersResponse(matches, total, matches.size()));
    }

    private void queryBest(Context context) {
        Answer.ok(
                context,
                new QueryBestProviderResponse(
                        matches(context).stream().findFirst().orElse(null)));
    }

    private List<ProviderMatch> matches(Context context) {
        Optional<ProviderQuery> query = ProviderQueryMapping.toDomain(body.read(context, ProviderQueryRequest.class));
        return query.stream()
                .flatMap(wanted -> providers.matching(tenant(context), wanted).stream())
                .flatMap(CapabilitiesHttpAdapter::capabilities)
                .map(ProviderMapping::match)
                .toList();
    }

    private Optional<TenantId> tenant(Context context) {
        return access.callerIfAny(context).map(Caller::tenant);
    }
}
