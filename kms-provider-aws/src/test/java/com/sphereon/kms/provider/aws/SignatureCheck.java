package com.sphereon.kms.provider.aws;

import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks who sends a request: Signature Version 4 of AWS, computed anew from what was sent and the secret that is known. */
final class SignatureCheck {
    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([a-z0-9-]+)/"
                    + "([a-z]+)/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<String, Credential> credentials = new ConcurrentHashMap<>();

    private record Credential(String secret, String token, boolean expired) {}

    SignatureCheck(Clock clock) {
        this.clock = clock;
    }

    /** @param token empty for lasting credentials */
    void accept(String id, String secret, String token) {
        credentials.put(id, new Credential(secret, token, false));
    }

    void expire(String id) {
        credentials.computeIfPresent(id, (key, known) -> new Credential(known.secret(), known.token(), true));
    }

    void forget(String id) {
        credentials.remove(id);
    }

    /** The secrets and tokens that are good. */
    Set<String> secrets() {
        return credentials.values().stream()
                .flatMap(credential -> Stream.of(credential.secret(), credential.token()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toSet());
    }

    /** @throws AwsRefusal when the request is not signed by someone known */
    void require(Ask ask, String region, String service) {
        Matcher given = AUTHORIZATION.matcher(ask.headers().getOrDefault("authorization", ""));
        if (!given.matches()) {
            throw new AwsRefusal("MissingAuthenticationTokenException", "Request is missing Authentication Token");
        }
        Credential credential = credentials.get(given.group(1));
        if (credential == null || !credential.token().equals(ask.headers().getOrDefault("x-amz-security-token", ""))) {
            throw new AwsRefusal(
                    "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        if (credential.expired()) {
            throw new AwsRefusal("ExpiredTokenException", "The security token included in the request is expired");
        }
        List<String> signedHeaders = Arrays.asList(given.group(5).split(";"));
        List<String> expected = Stream.of("host", "x-amz-date", "x-amz-target", "x-amz-security-token")
                .filter(ask.headers()::containsKey)
                .toList();
        String time = ask.headers().getOrDefault("x-amz-date", "");
        String scope = "%s/%s/%s/aws4_request".formatted(given.group(2), region, service);
        String canonical = canonical(ask, signedHeaders);
        String signature = HexFormat.of()
                .formatHex(signature(
                        credential.secret(),
                        scope,
                        "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hash(canonical)));
        boolean right = signedHeaders.containsAll(expected)
                && time.startsWith(given.group(2))
                && isNow(time)
                && MessageDigest.isEqual(
                        signature.getBytes(StandardCharsets.US_ASCII),
                        given.group(6).getBytes(StandardCharsets.US_ASCII));
        if (!right) {
            // as AWS does, headers and all
            throw new AwsRefusal(
                    "InvalidSignatureException",
                    "The request signature we calculated does not match the signature you provided. "
                            + "The Canonical String for this request should have been '" + canonical + "'");
        }
    }

    private boolean isNow(String time) {
        Instant sent = TIME.parse(time, Instant::from);
        return Duration.between(sent, clock.instant()).abs().compareTo(LARGEST_SKEW) <= 0;
    }

    private static String canonical(Ask ask, List<String> signedHeaders) {
        String headers = signedHeaders.stream()
                .map(name -> name + ":" + ask.headers().getOrDefault(name, "").replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                ask.method(),
                ask.target(),
                "",
                headers,
                String.join(";", signedHeaders),
                HexFormat.of().formatHex(sha256(ask.body())));
    }

    private static byte[] signature(String secret, String scope, String text) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return hmac(key, text);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
