package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.service.Publication;
import com.sphereon.kms.core.service.Publication.Scope;
import com.sphereon.kms.core.service.PublishedKeys;
import com.sphereon.kms.wire.JsonWebKeySet;
import com.sphereon.kms.wire.PublicKeyMapping;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** Public signing keys for verifiers (RFC 7517 section 5). */
final class JwksHttpAdapter {
    private static final String MEDIA_TYPE = "application/jwk-set+json";

    private final Publication publication;
    private final Callers callers;

    JwksHttpAdapter(Publication publication, Callers callers) {
        this.publication = publication;
        this.callers = callers;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.READ_KEYS, "/jwks", this::ofTenant),
                Route.get(Right.READ_KEYS, "/keys/{aliasOrKid}/jwks", this::ofKey));
    }

    private void ofTenant(Context context) {
        Caller caller = callers.of(context);
        answer(context, publication.ofTenant(caller, scope(context)));
    }

    private void ofKey(Context context) {
        Caller caller = callers.of(context);
        answer(context, publication.ofKey(caller, context.pathParam("aliasOrKid"), scope(context)));
    }

    private static Scope scope(Context context) {
        String versions = Parameters.query(context, "versions").orElse("current");
        return switch (versions) {
            case "current" -> Scope.CURRENT;
            case "all" -> Scope.ALL;
            default -> throw new InvalidRequestException("versions must be current or all");
        };
    }

    private static void answer(Context context, PublishedKeys keys) {
        byte[] body = Json.write(new JsonWebKeySet(
                keys.versions().stream().map(PublicKeyMapping::jwk).toList()));
        String tag = tag(body);
        long maxAgeSeconds = keys.maxAge().toSeconds();
        context.header("ETag", "\"" + tag + "\"");
        context.header("Cache-Control", maxAgeSeconds == 0 ? "no-cache" : "max-age=" + maxAgeSeconds);
        if (isKnown(context, tag)) {
            context.status(HttpStatus.NOT_MODIFIED);
        } else {
            context.contentType(MEDIA_TYPE).result(body);
        }
    }

    /** What a verifier says it has in no form we know is sent again (RFC 9110 section 13.1.2). */
    private static boolean isKnown(Context context, String tag) {
        return Parameters.headerList(context, "If-None-Match")
                .flatMap(EntityTags::parse)
                .filter(known -> known.matchesWeakly(tag))
                .isPresent();
    }

    private static String tag(byte[] body) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
