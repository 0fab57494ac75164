package com.sphereon.kms.persistence.jdbi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {
    private static final ServerKind KIND =
            new ServerKind("jdbc:some://", 1234, true, true, 63, List.of("public", "sys_x"));

    @TempDir
    Path folder;

    private static ServerSettings parse(String... pairs) {
        Map<String, String> values = new HashMap<>(
                Map.of("host", "db.example", "database", "kms", "username", "kms", "password", "env:KMS_PASSWORD"));
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return ServerSettings.parse(new Settings(values), KIND);
    }

    private static ServerSettings parseUrl(String url, String... pairs) {
        String[] all = new String[pairs.length + 6];
        System.arraycopy(new String[] {"host", "", "database", "", "url", url}, 0, all, 0, 6);
        System.arraycopy(pairs, 0, all, 6, pairs.length);
        return parse(all);
    }

    private static void assertRefused(String setting, String... pairs) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> parse(pairs))
                .satisfies(e -> assertThat(e.setting()).isEqualTo(setting));
    }

    @Test
    void parse_onlyWhatIsRequired_defaults() {
        ServerSettings settings = parse();

        assertThat(settings.address())
                .isEqualTo(new ServerAddress("jdbc:some://db.example:1234/kms", "db.example:1234", false));
        assertThat(settings.tenantSchemas()).isEqualTo(new SchemaPattern("tenant_", "", 63));
        assertThat(settings.platformSchema()).isEqualTo("kms_platform");
        assertThat(settings.createSchemas()).isTrue();
        assertThat(settings.pool()).isEqualTo(new PoolSettings(10, 2, Duration.ofSeconds(5), Duration.ofMinutes(30)));
        assertThat(settings.tls())
                .isEqualTo(new TlsSettings(TlsMode.PREFER, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void parse_everything_taken() throws IOException {
        Path file = Files.writeString(folder.resolve("file.pem"), "x");
        ServerSettings settings = parse(
                "port",
                "77",
                "schema-pattern",
                "x{id}",
                "schema",
                "p",
                "create-schemas",
                "false",
                "isolation",
                "schema",
                "pool.max-size",
                "3",
                "pool.min-idle",
                "0",
                "pool.connection-timeout",
                "PT0.25S",
                "pool.max-lifetime",
                "PT1H",
                "tls.mode",
                "verify-ca",
                "tls.ca-certificate",
                file.toString(),
                "tls.certificate",
                file.toString(),
                "tls.key",
                file.toString());

        assertThat(settings.address().shown()).isEqualTo("db.example:77");
        assertThat(settings.tenantSchemas().before()).isEqualTo("x");
        assertThat(settings.platformSchema()).isEqualTo("p");
        assertThat(settings.createSchemas()).isFalse();
        assertThat(settings.pool()).isEqualTo(new PoolSettings(3, 0, Duration.ofMillis(250), Duration.ofHours(1)));
        assertThat(settings.tls())
                .isEqualTo(new TlsSettings(TlsMode.VERIFY_CA, Optional.of(file), Optional.of(file), Optional.of(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,true",
        "127.0.0.1,true",
        "127.8.9.10,true",
        "[::1],true",
        "::1,true",
        "localhost.example,false",
        "127.0.0.1.example,false",
        "10.0.0.1,false",
        "postgres,false"
    })
    void parse_noTlsMode_asTheDriversDo(String host, boolean local) {
        ServerSettings settings = parse("host", host);

        assertThat(settings.address().local()).isEqualTo(local);
        assertThat(settings.tls().mode()).isEqualTo(TlsMode.PREFER);
    }

    @Test
    void parse_ipv6_inBrackets() {
        assertThat(parse("host", "2001:db8::1").address().url()).isEqualTo("jdbc:some://[2001:db8::1]:1234/kms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:some://a/kms",
                "jdbc:some://a:1/kms",
                "jdbc:some://a:1,b:2/kms?x=y",
                "jdbc:some://[::1]:1/kms",
                "jdbc:some://a?x=y&z=%41"
            })
    void parse_url_asItIs(String url) {
        ServerAddress address = parseUrl(url).address();

        assertThat(address.url()).isEqualTo(url);
        assertThat(address.shown()).doesNotContain("?", "/", "=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:other://a/kms",
                "a/kms",
                "jdbc:some:///kms",
                "jdbc:some://user:hidden@a/kms",
                "jdbc:some://address=(host=a)(password=hidden)/kms",
                "jdbc:some://a/kms?user=u",
                "jdbc:some://a/kms?x=y&password=hidden",
                "jdbc:some://a/kms?PassWord=hidden",
                "jdbc:some://a/kms?password1=hidden",
                "jdbc:some://a/kms?p%61ssword=hidden",
                "jdbc:some://a/kms?host=hidden",
                "jdbc:some://a/kms?PGHOST=hidden",
                "jdbc:some://a/kms?service=hidden",
                "jdbc:some://a/kms?targetServerType=hidden",
                "jdbc:some://a/kms?x=y&loadBalanceHosts=hidden",
                "jdbc:some://a/kms?sslmode=hidden",
                "jdbc:some://a/kms?useSSL=hidden",
                "jdbc:some://a/kms?sslpassword=hidden",
                "jdbc:some://a/kms?trustCertificateKeyStorePassword=hidden",
                "jdbc:some://a/kms?clientCertificateKeyStoreUrl=hidden"
            })
    void parse_urlWithWhatDoesNotBelongThere_refusedWithoutShowingIt(String url) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> parseUrl(url))
                .withMessageStartingWith("url ")
                .withMessageNotContaining("hidden");
    }

    @Test
    void parse_urlAndParts_refused() {
        assertRefused("host", "url", "jdbc:some://a/kms");
        assertRefused("port", "url", "jdbc:some://a/kms", "host", "", "database", "", "port", "1");
        assertRefused("database", "url", "jdbc:some://a/kms", "host", "");
    }

    @Test
    void parse_requiredMissing_refused() {
        for (String name : List.of("host", "database", "username", "password")) {
            assertRefused(name, name, "");
        }
    }

    @Test
    void parse_passwordItself_refusedWithoutShowingIt() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> parse("password", "hunter2"))
                .withMessageStartingWith("password must say where the secret is")
                .withMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "host, a b",
        "host, a/b",
        "host, a?b",
        "host, user@a",
        "port, 0",
        "port, 65536",
        "database, a/b",
        "database, a?password=x",
        "isolation, shared",
        "isolation, database",
        "schema, Public",
        "schema, public",
        "schema, a-b",
        "schema, tenant_x",
        "schema-pattern, sys_{id}",
        "create-schemas, maybe",
        "pool.max-size, 0",
        "pool.max-size, 1001",
        "pool.min-idle, 11",
        "pool.connection-timeout, 5",
        "pool.connection-timeout, PT0.2S",
        "pool.connection-timeout, PT31S",
        "pool.connection-timeout, -PT5S",
        "pool.max-lifetime, PT29S",
        "pool.max-lifetime, P2D",
        "tls.mode, full",
        "tls.mode, VERIFY_FULL",
        "tls.ca-certificate, /no/such/file",
        "tls.ca-certificate, /",
        "tls.certificate, /no/such/file",
        "tls.key, /no/such/file"
    })
    void parse_wrongValue_refusedNamingTheSetting(String setting, String value) {
        assertRefused(setting, setting, value);
    }

    @Test
    void parse_zeroLifetime_never() {
        assertThat(parse("pool.max-lifetime", "PT0S").pool().maxLifetime()).isZero();
    }

    @Test
    void parse_tlsFilesThatDoNotFit_refused() throws IOException {
        String file = Files.writeString(folder.resolve("file.pem"), "x").toString();

        assertRefused("tls.key", "tls.certificate", file);
        assertRefused("tls.certificate", "tls.key", file);
        assertRefused("tls.ca-certificate", "tls.ca-certificate", file, "tls.mode", "require");
        assertRefused("tls.certificate", "tls.certificate", file, "tls.key", file, "tls.mode", "disable");
        assertThat(parse("tls.ca-certificate", file, "host", "localhost").tls().mode())
                .isEqualTo(TlsMode.VERIFY_FULL);
    }

    /** The schema of a tenant must never be the platform's. */
    @Test
    void parse_platformSchemaWithinThePattern_refused() {
        assertRefused("schema", "schema-pattern", "kms_{id}");
        assertThat(parse("schema-pattern", "kms_{id}", "schema", "platform").platformSchema())
                .isEqualTo("platform");
    }
}
