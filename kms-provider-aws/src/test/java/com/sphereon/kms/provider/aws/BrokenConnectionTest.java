package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that end, without a reset, before the answer does: on each the first request is answered, the second is not. */
class BrokenConnectionTest {
    private static final String NO_ALIASES = "{\"Aliases\":[],\"Truncated\":false}";

    private static final NewKey ORDER = TestAws.order(new KeySpec.Ec(Curve.P_256));

    private final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket server = listen();
    private volatile String lastWords = "";

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket connection = server.accept()) {
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
                    readRequest(in);
                    write(connection, answer(NO_ALIASES.length(), NO_ALIASES));
                    readRequest(in);
                    write(connection, lastWords);
                } catch (IOException e) {
                    // the client is done, or the test
                }
            }
        });
    }

    private void readRequest(BufferedReader in) throws IOException {
        int length = 0;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
        requests.incrementAndGet();
    }

    private static String readLine(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("the client is done");
        }
        return line;
    }

    private static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        connection.getOutputStream().flush();
    }

    private static String answer(int length, String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(length, body);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private KeyProvider open() {
        return TestAws.open(TestAws.accessKeySettings("http://127.0.0.1:" + server.getLocalPort()), "max-retries", "3");
    }

    /** CreateKey is no request to send twice, whatever the JDK's HTTP client thinks of POST. */
    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"KeyMetadata\":"})
    void create_connectionEndsInAnswer_unavailableAndSentOnce(String words) {
        lastWords = words;
        try (KeyProvider provider = open()) {
            assertThat(provider.health()).isInstanceOf(Health.Up.class);

            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.generate(ORDER));
        }
        assertThat(requests).hasValue(2);
    }

    /** Which the JDK's HTTP client takes for the end of them, and so for an answer without a document. */
    @Test
    void create_connectionEndsInHeaders_failedAndSentOnce() {
        lastWords = "HTTP/1.1 200 OK\r\nContent-Le";
        try (KeyProvider provider = open()) {
            assertThat(provider.health()).isInstanceOf(Health.Up.class);

            assertThatExceptionOfType(KmsException.class).isThrownBy(() -> provider.generate(ORDER));
        }
        assertThat(requests).hasValue(2);
    }
}
