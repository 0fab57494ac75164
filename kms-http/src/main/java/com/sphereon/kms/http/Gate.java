package com.sphereon.kms.http;

import com.sphereon.kms.core.service.AuditLogs;
import com.sphereon.kms.http.token.TokenRefusedException;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where access is checked, twice on purpose. {@link #enter} comes before routing, so that whoever may not come in does not
 * even learn which routes exist. {@link #guarded} is part of each route, so that no way of writing a path can lead past
 * the check.
 */
final class Gate {
    private final Access access;
    private final AuditLogs audit;
    private final String basePath;
    private final Set<String> openPaths;

    Gate(Access access, AuditLogs audit, String basePath, List<Route> operations) {
        this.access = access;
        this.audit = audit;
        this.basePath = basePath;
        this.openPaths = operations.stream()
                .filter(route -> route.right().isOpen())
                .map(Route::path)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws com.sphereon.kms.http.token.TokenRefusedException when the path is below the base path and nobody may enter */
    void enter(Context context) {
        if (isOfApi(context.path())) {
            access.authenticate(context);
        }
    }

    /** The route, with the check of its right before all else. */
    Route guarded(Route route) {
        return route.right().isOpen()
                ? route
                : new Route(route.right(), route.method(), route.path(), context -> {
                    require(context, route.right());
                    route.handler().handle(context);
                });
    }

    /** A refusal of what would use or change keys is recorded before it is answered. */
    private void require(Context context, Right right) {
        try {
            access.require(context, right);
        } catch (TokenRefusedException e) {
            right.recordedAs()
                    .ifPresent(operation ->
                            access.callerIfAny(context).ifPresent(caller -> audit.denied(caller, operation)));
            throw e;
        }
    }

    private boolean isOfApi(String path) {
        if (basePath.isEmpty()) {
            return !openPaths.contains(path);
        }
        return path.equals(basePath) || path.startsWith(basePath + "/");
    }
}
