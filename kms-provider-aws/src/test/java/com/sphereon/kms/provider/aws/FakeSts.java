package com.sphereon.kms.provider.aws;

import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The part of AWS that gives temporary credentials to those who may have a role: the Query protocol, with XML. */
final class FakeSts {
    static final String ROLE = "arn:aws:iam::111122223333:role/kms";
    static final String EXTERNAL_ID = "external-7";
    static final String WEB_IDENTITY_TOKEN = "CANARY.web.identity";

    private static final Duration LIFE = Duration.ofHours(1);

    private final SignatureCheck signatures;
    private final Clock clock;
    private final CopyOnWriteArrayList<String> issued = new CopyOnWriteArrayList<>();

    FakeSts(SignatureCheck signatures, Clock clock) {
        this.signatures = signatures;
        this.clock = clock;
    }

    static boolean isFor(Ask ask) {
        return ask.headers().getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded");
    }

    /** The ids of the keys it gave out. */
    CopyOnWriteArrayList<String> issued() {
        return issued;
    }

    Reply answer(Ask ask, String region) {
        Map<String, String> form = form(ask);
        String action = form.getOrDefault("Action", "");
        try {
            switch (action) {
                case "AssumeRole" -> {
                    signatures.require(ask, region, "sts");
                    requireThat(EXTERNAL_ID.equals(form.get("ExternalId")), "AccessDenied");
                }
                case "AssumeRoleWithWebIdentity" ->
                    requireThat(WEB_IDENTITY_TOKEN.equals(form.get("WebIdentityToken")), "InvalidIdentityToken");
                default -> throw new AwsRefusal("InvalidAction", action);
            }
            requireThat(ROLE.equals(form.get("RoleArn")), "AccessDenied");
            return xml(200, credentials(action));
        } catch (AwsRefusal refusal) {
            return xml(403, """
                    <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>\
                    <Code>%s</Code><Message>refused</Message></Error><RequestId>1</RequestId></ErrorResponse>""".formatted(refusal.code()));
        }
    }

    private String credentials(String action) {
        String id = "ASIA" + UUID.randomUUID().toString().substring(0, 8);
        String secret = UUID.randomUUID().toString();
        String token = "CANARY-session-" + UUID.randomUUID();
        signatures.accept(id, secret, token);
        issued.add(id);
        return """
                <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>\
                <AccessKeyId>%2$s</AccessKeyId><SecretAccessKey>%3$s</SecretAccessKey>\
                <SessionToken>%4$s</SessionToken><Expiration>%5$s</Expiration></Credentials></%1$sResult>\
                <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></%1$sResponse>""".formatted(action, id, secret, token, clock.instant().plus(LIFE));
    }

    private static void requireThat(boolean allowed, String code) {
        if (!allowed) {
            throw new AwsRefusal(code, "refused");
        }
    }

    private static Reply xml(int status, String document) {
        return new Reply(status, Map.of("Content-Type", "text/xml"), document.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> form(Ask ask) {
        Map<String, String> form = new HashMap<>();
        for (String field : new String(ask.body(), StandardCharsets.UTF_8).split("&")) {
            String[] both = field.split("=", 2);
            form.put(
                    both[0],
                    Optional.of(both)
                            .filter(b -> b.length == 2)
                            .map(b -> decoded(b[1]))
                            .orElse(""));
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
