package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.RotationPolicies;
import com.sphereon.kms.wire.RotationPolicyMapping;
import com.sphereon.kms.wire.RotationPolicyRequest;
import io.javalin.http.Context;
import java.util.List;

/** How keys rotate by themselves. */
final class RotationPoliciesHttpAdapter {
    private static final String NAME = "aliasOrKid";
    private static final String PATH = "/keys/{aliasOrKid}/rotation-policy";

    private final KeyManagementService kms;
    private final Callers callers;
    private final Body body;

    RotationPoliciesHttpAdapter(KeyManagementService kms, Callers callers, Body body) {
        this.kms = kms;
        this.callers = callers;
        this.body = body;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_ADMINISTRATION, PATH, this::get),
                Route.put(Right.ADMINISTER_KEYS, PATH, this::put),
                Route.delete(Right.ADMINISTER_KEYS, PATH, this::delete));
    }

    private void get(Context context) {
        Caller caller = callers.of(context);
        answer(context, caller, kms.rotationPolicies().get(caller, context.pathParam(NAME)));
    }

    private void put(Context context) {
        Caller caller = callers.of(context);
        Tag.Precondition expected = IfMatch.requiredIfPresent(context);
        RotationPolicyRequest request = body.read(context, RotationPolicyRequest.class);
        answer(
                context,
                caller,
                kms.rotationPolicies()
                        .put(
                                caller,
                                context.pathParam(NAME),
                                RotationPolicyMapping.schedule(request),
                                RotationPolicyMapping.target(request),
                                expected));
    }

    private void delete(Context context) {
        Caller caller = callers.of(context);
        kms.rotationPolicies().delete(caller, context.pathParam(NAME), IfMatch.required(context));
        Answer.noContent(context);
    }

    private void answer(Context context, Caller caller, RotationPolicy policy) {
        var current = kms.keys().versions(caller, context.pathParam(NAME)).primary();
        Answer.tagged(context, RotationPolicies.tag(policy), RotationPolicyMapping.toWire(policy, current));
    }
}
