package com.sphereon.kms.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * AWS KMS and STS, as far as the provider uses them: AWS JSON 1.1 with signatures checked, real cryptography, tags, aliases and
 * the states of keys. Safe for use by many threads.
 */
final class FakeAwsKms implements Script {
    static final String REGION = "eu-west-1";
    static final String ACCOUNT = "111122223333";
    static final String ACCESS_KEY_ID = "AKIACANARY0000000001";
    static final String SECRET_ACCESS_KEY = "CANARY/secret+access+key+0123456789abcdef";

    private static final String TARGET = "TrentService.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SignatureCheck signatures = new SignatureCheck(Clock.systemUTC());
    private final FakeSts sts = new FakeSts(signatures, Clock.systemUTC());
    private final FakeActions kms = new FakeActions();
    private final List<String> actions = new CopyOnWriteArrayList<>();
    private final Map<String, AwsRefusal> refusals = new ConcurrentHashMap<>();
    private final Map<String, AwsRefusal> passingRefusals = new ConcurrentHashMap<>();

    /** Changes the answer to an action before it leaves. */
    final Map<String, UnaryOperator<ObjectNode>> lies = new ConcurrentHashMap<>();

    FakeAwsKms() {
        signatures.accept(ACCESS_KEY_ID, SECRET_ACCESS_KEY, "");
    }

    /** Serves at a port of this machine. */
    FaultyHttpServer start() {
        return FaultyHttpServer.start(this);
    }

    SignatureCheck signatures() {
        return signatures;
    }

    FakeSts sts() {
        return sts;
    }

    /** A key someone made without us. */
    FakeKey addKey(String spec, String usage, Map<String, String> tags) {
        FakeKey key = new FakeKey(spec, usage, "AWS_KMS", tags);
        kms.keys().put(key.id(), key);
        return key;
    }

    void addAlias(String alias, FakeKey key) {
        kms.aliases().put(alias, key.id());
    }

    FakeKey key(String id) {
        return kms.find(id);
    }

    Collection<FakeKey> keys() {
        return kms.keys().values();
    }

    Map<String, String> aliases() {
        return kms.aliases();
    }

    /** The actions that were asked for, in that order. */
    List<String> actions() {
        return actions;
    }

    /** The encryption contexts that came. */
    List<JsonNode> contexts() {
        return kms.contexts();
    }

    /** From now on it refuses that action; with no refusal, it does not any more. */
    void refuse(String action, Optional<AwsRefusal> refusal) {
        refusal.ifPresentOrElse(with -> refusals.put(action, with), () -> refusals.remove(action));
    }

    /** The next time it refuses that action. */
    void refuseOnce(String action, AwsRefusal refusal) {
        passingRefusals.put(action, refusal);
    }

    /** From now on it describes that key whatever it is asked for, and has its public key for all. */
    void tellInPlace(FakeKey key) {
        kms.tellInPlace(key);
    }

    @Override
    public boolean isForToken(Ask ask) {
        return FakeSts.isFor(ask);
    }

    @Override
    public Reply serverError() {
        return refusal(500, "KMSInternalException", "");
    }

    @Override
    public Reply credentialsExpired() {
        return refusal(400, "ExpiredTokenException", "The security token included in the request is expired");
    }

    @Override
    public Reply throttle() {
        Reply plain = refusal(400, "ThrottlingException", "Rate exceeded");
        Map<String, String> headers = new HashMap<>(plain.headers());
        headers.put("Retry-After", Integer.toString(FaultyBackend.RETRY_AFTER_SECONDS));
        return new Reply(plain.status(), headers, plain.body());
    }

    @Override
    public Reply answer(Ask ask, Optional<Fault> lie) {
        if (FakeSts.isFor(ask)) {
            return sts.answer(ask, REGION);
        }
        String action = ask.headers().getOrDefault("x-amz-target", "").replace(TARGET, "");
        actions.add(action);
        try {
            signatures.require(ask, REGION, "kms");
            AwsRefusal refusal = passingRefusals.remove(action);
            if (refusal == null) {
                refusal = refusals.get(action);
            }
            if (refusal != null) {
                throw refusal;
            }
            ObjectNode told = kms.perform(action, JSON.readTree(ask.body()), lie);
            return reply(200, lies.getOrDefault(action, answer -> answer).apply(told));
        } catch (AwsRefusal refusal) {
            return refusal(400, refusal.code(), String.valueOf(refusal.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply refusal(int status, String code, String message) {
        return reply(status, JSON.createObjectNode().put("__type", code).put("message", message));
    }

    private static Reply reply(int status, ObjectNode document) {
        return new Reply(
                status,
                Map.of("Content-Type", "application/x-amz-json-1.1"),
                document.toString().getBytes(StandardCharsets.UTF_8));
    }
}
