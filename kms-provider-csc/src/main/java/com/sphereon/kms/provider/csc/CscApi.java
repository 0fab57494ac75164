package com.sphereon.kms.provider.csc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.provider.remote.BackendRequest;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the versions of the API say differently. */
enum CscApi {
    /** 1.0.4.0, sections 11.5, 11.6 and 11.9. */
    V1("1.", "hash", "hashAlgo") {
        @Override
        Activation activation(JsonNode info) {
            boolean explicit = isExplicit(info.path("authMode").asText(""));
            if (explicit && isRequired(info, "OTP")) {
                throw needsPerson();
            }
            // Where nothing is said of the PIN, as by Digidentity, explicit means that there is one.
            boolean needsPin = explicit && (!info.has("PIN") || isRequired(info, "PIN"));
            return new Activation(needsPin, bindsHashes(info), maxHashes(info));
        }

        @Override
        void putAuthorized(ObjectNode body, DigestAlgorithm algorithm, List<byte[]> digests) {
            putHashes(body, digests);
        }

        @Override
        void putPin(ObjectNode body, String pin) {
            body.put("PIN", pin);
        }
    },
    /** 2.0.0.2, sections 11.5, 11.6 and 11.10. */
    V2("2.", "hashes", "hashAlgorithmOID") {
        @Override
        Activation activation(JsonNode info) {
            JsonNode auth = info.path("auth");
            boolean explicit = isExplicit(auth.path("mode").asText(""));
            for (JsonNode factor : auth.path("objects")) {
                if (explicit && !factor.path("id").asText("").equals("PIN")) {
                    throw needsPerson();
                }
            }
            return new Activation(explicit, bindsHashes(info), maxHashes(info));
        }

        @Override
        void putAuthorized(ObjectNode body, DigestAlgorithm algorithm, List<byte[]> digests) {
            putSigned(body, algorithm, digests);
        }

        @Override
        void putPin(ObjectNode body, String pin) {
            body.putArray("authData").addObject().put("id", "PIN").put("value", pin);
        }
    };

    private final String specs;
    private final String hashes;
    private final String hashAlgorithm;

    CscApi(String specs, String hashes, String hashAlgorithm) {
        this.specs = specs;
        this.hashes = hashes;
        this.hashAlgorithm = hashAlgorithm;
    }

    /** What {@code specs} begins with where this version is spoken. */
    String specs() {
        return specs;
    }

    /**
     * A call.
     *
     * @param method such as {@code signatures/signHash}
     */
    BackendRequest request(String method, ObjectNode body) {
        String[] path = Stream.of(List.of("csc", name().toLowerCase(Locale.ROOT)), List.of(method.split("/", -1)))
                .flatMap(List::stream)
                .toArray(String[]::new);
        return BackendRequest.postJson(ServiceAnswers.bytes(body), path).header("Accept", "application/json");
    }

    /** Adds the hashes that are to be signed, and how they were made. */
    void putSigned(ObjectNode body, DigestAlgorithm algorithm, List<byte[]> digests) {
        putHashes(body, digests);
        putAlgorithm(body, algorithm);
    }

    /** Adds the hashes that are to be authorized, and how they were made where that is wanted. */
    abstract void putAuthorized(ObjectNode body, DigestAlgorithm algorithm, List<byte[]> digests);

    final void putHashes(ObjectNode body, List<byte[]> digests) {
        ArrayNode array = body.putArray(hashes);
        digests.forEach(digest -> array.add(Base64.getEncoder().encodeToString(digest)));
    }

    final void putAlgorithm(ObjectNode body, DigestAlgorithm algorithm) {
        body.put(hashAlgorithm, SignatureOids.name(algorithm));
    }

    /** Adds the PIN to an authorization. */
    abstract void putPin(ObjectNode body, String pin);

    /**
     * What it takes to sign with the credential.
     *
     * @throws RemoteFailure when it takes more than this process has
     */
    abstract Activation activation(JsonNode info);

    private static boolean isExplicit(String mode) {
        return switch (mode) {
            case "implicit" -> false;
            case "explicit" -> true;
            case "" -> throw ServiceAnswers.unexpected("the answer does not say how the credential is authorized");
            default -> throw needsPerson();
        };
    }

    private static boolean isRequired(JsonNode info, String factor) {
        return info.path(factor).path("presence").asText("").equals("true");
    }

    private static boolean bindsHashes(JsonNode info) {
        return switch (info.path("SCAL").asText("1")) {
            case "1" -> false;
            case "2" -> true;
            default -> throw ServiceAnswers.unexpected("SCAL in the answer is neither 1 nor 2");
        };
    }

    private static int maxHashes(JsonNode info) {
        return info.path("multisign").asInt(1);
    }

    private static RemoteFailure needsPerson() {
        return RemoteFailure.of(
                Kind.INVALID, "the credential is authorized by a person, and a PIN is all that can be given here");
    }
}
