package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schema {@code Jwk} (RFC 7517). The members from {@code d} to {@code k} are write-only: read from requests, never set in
 * a response.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Jwk(
        @Nullable String kty,
        @Nullable String kid,
        @Nullable String alg,
        @Nullable String use,
        @JsonProperty("key_ops") @Nullable List<String> keyOps,
        @Nullable String crv,
        @Nullable String x,
        @Nullable String y,
        @Nullable String n,
        @Nullable String e,
        @Nullable String d,
        @Nullable String p,
        @Nullable String q,
        @Nullable String dp,
        @Nullable String dq,
        @Nullable String qi,
        @Nullable String k,
        @Nullable List<String> x5c,
        @Nullable String x5t,
        @JsonProperty("x5t#S256") @Nullable String x5tS256,
        @Nullable String x5u) {

    /** The members that make up the key itself, private ones too, by their JWK names. */
    Map<String, String> keyMembers() {
        Map<String, String> members = new LinkedHashMap<>();
        put(members, "kty", kty);
        put(members, "crv", crv);
        put(members, "x", x);
        put(members, "y", y);
        put(members, "n", n);
        put(members, "e", e);
        put(members, "d", d);
        put(members, "p", p);
        put(members, "q", q);
        put(members, "dp", dp);
        put(members, "dq", dq);
        put(members, "qi", qi);
        put(members, "k", k);
        return members;
    }

    private static void put(Map<String, String> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** Only what may be seen in a log. */
    @Override
    public String toString() {
        return "Jwk[kty=" + kty + ", kid=" + kid + ", crv=" + crv + "]";
    }
}
