package com.sphereon.kms.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The servers of a run, and what they need; closed in the reverse order. Not safe for use by several threads. */
final class Targets implements AutoCloseable {
    private static final String ALIAS = "issuer:credential-signing";
    private static final String TENANT = "bench";
    private static final int TOKENS = 8;

    private final Launcher launcher;
    private final WorkFolder folder;
    private final LocalIssuer issuer;
    private final KmsClient client = new KmsClient();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<String> tokens;
    private Optional<String> durability = Optional.empty();

    Targets(Launcher launcher, WorkFolder folder, LocalIssuer issuer) {
        this.launcher = launcher;
        this.folder = folder;
        this.issuer = issuer;
        this.tokens = IntStream.range(0, TOKENS)
                .mapToObj(number -> issuer.token(TENANT, "service-" + number))
                .toList();
    }

    /** All that {@code load} compares. */
    List<Target> all() throws InterruptedException {
        return List.of(bare(), embedded(), postgresql());
    }

    private Target bare() throws InterruptedException {
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(launcher.jvmFlags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "."), Main.class.getName()));
        command.addAll(List.of("bare", "--port", Integer.toString(port)));
        ServerProcess process = own(ServerProcess.start(command, Map.of(), port, folder.resolve("bare.log")));
        var key = client.bareKey(process.uri(BareEndpoint.KEY_PATH));
        return new Target(
                Results.BARE, new OneKeyWorkload(process.uri(BareEndpoint.SIGN_PATH), ALIAS, tokens, key), process);
    }

    private Target embedded() throws InterruptedException {
        return product(Results.EMBEDDED, own(product(Results.EMBEDDED).startEmbedded()));
    }

    private Target postgresql() throws InterruptedException {
        PostgresqlServer server = own(PostgresqlServer.open(folder));
        durability = Optional.of(server.durability());
        PostgresqlServer.Database database = own(server.database());
        return product(Results.POSTGRESQL, own(product(Results.POSTGRESQL).startPostgresql(database.server())));
    }

    private Product product(String name) {
        return new Product(launcher, issuer, folder.resolve(name));
    }

    private Target product(String name, ServerProcess process) throws InterruptedException {
        var key = client.dutyKey(process, tokens.getFirst(), ALIAS);
        return new Target(name, new OneKeyWorkload(process.uri(Product.SIGN_PATH), ALIAS, tokens, key), process);
    }

    /** What holds of commits on the server database, once it runs. */
    Optional<String> durability() {
        return durability;
    }

    private <T extends AutoCloseable> T own(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        client.close();
        RuntimeException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure = new IllegalStateException("something of the run is left behind", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
