package com.sphereon.kms.http.token;

/**
 * Why a call is refused for what its token is or lacks, or, where no tokens are wanted, for where it comes from. The sentences are all there is to be told: they never hold
 * anything of the token.
 */
public enum Refusal {
    /** There is no bearer token. */
    MISSING(Kind.NO_CREDENTIALS, "A bearer token is required"),
    /** Not one header with one token in it, or no JWT of the accepted form. */
    MALFORMED(Kind.INVALID_TOKEN, "The token is not one signed JWT of the accepted form"),
    /** An algorithm that is not allowed. */
    ALGORITHM(Kind.INVALID_TOKEN, "The algorithm of the token is not accepted"),
    /** Nobody we know. */
    ISSUER(Kind.INVALID_TOKEN, "The issuer of the token is not accepted"),
    /** No key of the issuer, or none of it for this algorithm. */
    KEY(Kind.INVALID_TOKEN, "No key of the issuer fits the token"),
    /** Not signed by that key. */
    SIGNATURE(Kind.INVALID_TOKEN, "The signature of the token is not valid"),
    /** {@code exp} is over or missing. */
    EXPIRED(Kind.INVALID_TOKEN, "The token has expired or does not say when it expires"),
    /** {@code nbf} or {@code iat} is to come. */
    NOT_YET_VALID(Kind.INVALID_TOKEN, "The token is not valid yet"),
    /** Nobody to name in the audit trail. */
    SUBJECT(Kind.INVALID_TOKEN, "The token has no subject that can be recorded"),
    /** Meant for another service. */
    AUDIENCE(Kind.FORBIDDEN, "The token is not meant for this service"),
    /** No tenant, or more than one, or something that cannot be one. */
    TENANT(Kind.FORBIDDEN, "The token does not name one valid tenant"),
    /** Narrowed to something that cannot be a service. */
    SERVICE(Kind.FORBIDDEN, "The token is narrowed to a service whose name is not valid"),
    /** Without tokens: made by a browser, for a page that is not ours. */
    WEB_PAGE(Kind.FORBIDDEN, "A web page of another origin is not served without a token"),
    /** Without tokens: under a name that somebody else may have made lead here. */
    HOST(
            Kind.FORBIDDEN,
            "The Host of the call is not known here; without a token it must be localhost, an IP address or the configured host"),
    /** No role we know. */
    ROLE(Kind.INSUFFICIENT_SCOPE, "The token has no role of this service"),
    /** Roles that do not allow this. */
    RIGHT(Kind.INSUFFICIENT_SCOPE, "The roles of the token do not allow this"),
    /** The keys of the issuer cannot be had, which is not the caller's fault. */
    ISSUER_UNAVAILABLE(Kind.UNAVAILABLE, "The keys of the token's issuer cannot be reached now");

    private final Kind kind;
    private final String sentence;

    Refusal(Kind kind, String sentence) {
        this.kind = kind;
        this.sentence = sentence;
    }

    /** What it amounts to. */
    public Kind kind() {
        return kind;
    }

    /** For the caller; ASCII without quotation marks, fit for a header. */
    public String sentence() {
        return sentence;
    }

    TokenRefusedException asException() {
        return new TokenRefusedException(this);
    }

    /** The answers a refusal can have (RFC 6750 section 3). */
    public enum Kind {
        /** 401 without an error code. */
        NO_CREDENTIALS,
        /** 401 {@code invalid_token}. */
        INVALID_TOKEN,
        /** 403. */
        FORBIDDEN,
        /** 403 {@code insufficient_scope}. */
        INSUFFICIENT_SCOPE,
        /** 503. */
        UNAVAILABLE
    }
}
