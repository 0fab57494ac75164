package com.sphereon.kms.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.wire.CreateRawSignatureRequest;
import com.sphereon.kms.wire.CreateRawSignatureResponse;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * What the product is measured against: the same server library on virtual threads, the same JSON, the same signature, and
 * nothing else; no token, no tenant, no database, no audit trail.
 */
final class BareEndpoint implements AutoCloseable {
    static final String SIGN_PATH = "/sign";
    static final String KEY_PATH = "/key";
    private static final int ACCEPT_QUEUE_SIZE = 1024;

    private final JsonMapper json = JsonMapper.builder().build();
    private final JcaEngine engine = JcaEngine.find();
    private final KeyPair pair = engine.newKey();
    private final PublicKeyMaterial.Ec key = publicKey(pair);
    private final String kid = key.thumbprint().value();
    /** One is kept, as the product does; whoever finds it taken makes another. */
    private final AtomicReference<@Nullable Signature> idle = new AtomicReference<>();

    private final Javalin javalin;

    private BareEndpoint(int port) {
        javalin = Javalin.create(config -> configure(config, port)).start();
    }

    /** Listens on this machine. */
    static BareEndpoint start(int port) {
        return new BareEndpoint(port);
    }

    /** Waits for as long as the process lives. */
    void awaitEnd() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private void configure(JavalinConfig config, int port) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.addConnector((server, http) -> connector(server, http, port));
        config.routes.get("/ready", context -> context.status(HttpStatus.OK));
        config.routes.get(KEY_PATH, context -> context.json(key.toJwk()));
        config.routes.post(SIGN_PATH, this::sign);
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, int port) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE_SIZE);
        return connector;
    }

    private void sign(Context context) throws IOException, SignatureException {
        CreateRawSignatureRequest request = json.readValue(context.bodyAsBytes(), CreateRawSignatureRequest.class);
        byte[] signed = sign(Base64.getDecoder().decode(Objects.requireNonNull(request.input())));
        String text = Base64.getEncoder().encodeToString(signed);
        byte[] body = json.writeValueAsBytes(new CreateRawSignatureResponse(text, kid, "ECDSA_SHA256", 1));
        context.status(HttpStatus.CREATED).contentType("application/json").result(body);
    }

    private byte[] sign(byte[] message) throws SignatureException {
        Signature signature = idle.getAndSet(null);
        if (signature == null) {
            signature = engine.signing(pair.getPrivate());
        }
        signature.update(message);
        byte[] signed = signature.sign();
        idle.set(signature);
        return signed;
    }

    private static PublicKeyMaterial.Ec publicKey(KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return new PublicKeyMaterial.Ec(
                Curve.P_256, key.getW().getAffineX(), key.getW().getAffineY());
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
