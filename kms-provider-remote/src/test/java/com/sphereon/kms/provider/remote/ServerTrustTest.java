package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers over TLS, with certificates no authority has signed. */
class ServerTrustTest {
    private static final String PASSWORD = "changeit";
    private static final String HERE = "san=ip:127.0.0.1";

    @TempDir
    private Path folder;

    private final List<HttpsServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void send_certificateInTheFile_answered() throws Exception {
        HttpsServer server = serve("own", HERE);

        assertThat(ask(server, Optional.of(certificate("own"))).status()).isEqualTo(204);
    }

    @Test
    void send_certificateNotInTheFile_refused() throws Exception {
        HttpsServer server = serve("own", HERE);
        serve("another", HERE);

        assertRefused(server, Optional.of(certificate("another")));
    }

    @Test
    void send_noFile_onlyWhatTheJdkTrusts() throws Exception {
        assertRefused(serve("own", HERE), Optional.empty());
    }

    @Test
    void send_certificateOfAnotherHost_refused() throws Exception {
        HttpsServer server = serve("elsewhere", "san=dns:elsewhere.example");

        assertRefused(server, Optional.of(certificate("elsewhere")));
    }

    @Test
    void from_fileWithoutCertificates_refusedByName() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
        for (Path file : List.of(empty, folder.resolve("missing.pem"), folder)) {
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> endpoint("https://127.0.0.1", Optional.of(file)))
                    .withMessageContaining("must name a PEM file with certificates")
                    .satisfies(refusal -> assertThat(refusal.setting()).isEqualTo("ca"));
        }
    }

    private static void assertRefused(HttpsServer server, Optional<Path> trusted) {
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> ask(server, trusted))
                .withMessageContaining("no trusted connection")
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(RemoteFailure.Kind.UNAVAILABLE));
    }

    private static BackendAnswer ask(HttpsServer server, Optional<Path> trusted) {
        String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/";
        HttpEndpoint endpoint = endpoint(url, trusted);
        RemoteSettings limits = RemoteSettings.from(new Settings(Map.of()));
        try (HttpTransport transport = HttpTransport.open(limits, endpoint.certificates())) {
            return transport.send(new Request.Builder().url(endpoint.url()).build(), Duration.ofSeconds(10));
        }
    }

    private static HttpEndpoint endpoint(String url, Optional<Path> trusted) {
        Map<String, String> settings =
                trusted.map(file -> Map.of("url", url, "ca", file.toString())).orElseGet(() -> Map.of("url", url));
        return HttpEndpoint.from(new Settings(settings), "url", "ca");
    }

    private HttpsServer serve(String name, String alternativeName) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                alternativeName,
                "-keystore",
                store(name).toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-file",
                certificate(name).toString(),
                "-keystore",
                store(name).toString());
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(name)));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return server;
    }

    private SSLContext context(String name) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store(name))) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    private Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** The JDK's own, so that nothing else is needed to make a certificate. */
    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
