package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the server is: a URL, or the parts of one.
 *
 * @param url a JDBC URL; holds no credentials. The parts are made from it where it is not given itself
 * @param shown host and port as messages and logs may show them
 * @param local whether the server is on this machine
 */
public record ServerAddress(String url, String shown, boolean local) {
    static final String URL = "url";
    static final String HOST = "host";
    static final String PORT = "port";
    static final String DATABASE = "database";

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+]?");
    private static final Pattern DATABASE_NAME = Pattern.compile("[A-Za-z0-9_$-]{1,63}");
    private static final Pattern LOCAL = Pattern.compile("(localhost|127(\\.[0-9]+){3}|\\[::1])(:[0-9]+)?");
    private static final int MAX_PORT = 65_535;

    /** What a URL must not say, because a setting of its own does, or because nobody may. */
    private static final Set<String> REFUSED_PARAMETERS = Set.of(
            "user",
            "username",
            "password",
            "password1",
            "password2",
            "password3",
            "sslpassword",
            "clientcertificatekeystorepassword",
            "trustcertificatekeystorepassword");

    /** What would lead elsewhere than the hosts in the URL, or to a server that does not have the latest writes. */
    private static final Set<String> PLACE_PARAMETERS = Set.of(
            "host",
            "port",
            "pghost",
            "pgport",
            "pgdbname",
            "service",
            "targetservertype",
            "loadbalancehosts",
            "address");

    private static final Set<String> TLS_PARAMETERS = Set.of("ssl", "usessl", "requiressl", "verifyservercertificate");

    static ServerAddress parse(Settings settings, ServerKind kind) {
        Optional<String> url = settings.text(URL);
        if (url.isEmpty()) {
            return ofParts(settings, kind);
        }
        Stream.of(HOST, PORT, DATABASE)
                .filter(name -> settings.text(name).isPresent())
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidSettingException(name, "is part of the setting url; set one of them only");
                });
        return ofUrl(url.get(), kind);
    }

    private static ServerAddress ofParts(Settings settings, ServerKind kind) {
        String host = settings.requireText(HOST);
        if (!HOST_NAME.matcher(host).matches()) {
            throw new InvalidSettingException(HOST, "must be one host name or address");
        }
        int port = settings.number(PORT, kind.defaultPort(), 1, MAX_PORT);
        String database = kind.databaseRequired()
                ? settings.requireText(DATABASE)
                : settings.text(DATABASE).orElse("");
        if (!database.isEmpty() && !DATABASE_NAME.matcher(database).matches()) {
            throw new InvalidSettingException(
                    DATABASE, "must be 1 to 63 letters, digits, underscores, dashes and dollar signs");
        }
        String shown = (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
        return new ServerAddress(kind.urlPrefix() + shown + "/" + database, shown, isLocal(shown));
    }

    private static ServerAddress ofUrl(String url, ServerKind kind) {
        if (!url.startsWith(kind.urlPrefix())) {
            throw new InvalidSettingException(URL, "must begin with " + kind.urlPrefix());
        }
        String rest = url.substring(kind.urlPrefix().length());
        String hosts = rest.split("[/?]", 2)[0];
        if (hosts.isEmpty() || !Stream.of(hosts.split(",", -1)).allMatch(ServerAddress::isHost)) {
            throw new InvalidSettingException(
                    URL, "must name hosts as host:port, without a user; user and password have settings of their own");
        }
        if (hosts.contains(",") && !kind.severalHosts()) {
            throw new InvalidSettingException(
                    URL, "must name one host: this driver may go on with one that does not have the latest writes");
        }
        int question = rest.indexOf('?');
        if (question >= 0) {
            Stream.of(rest.substring(question + 1).split("&", -1)).forEach(ServerAddress::requireHarmless);
        }
        return new ServerAddress(url, hosts, Stream.of(hosts.split(",", -1)).allMatch(ServerAddress::isLocal));
    }

    private static boolean isHost(String hostAndPort) {
        return HOST_NAME.matcher(hostAndPort.replaceFirst(":[0-9]+$", "")).matches();
    }

    private static boolean isLocal(String hostAndPort) {
        return LOCAL.matcher(hostAndPort).matches();
    }

    /** The value is never shown: it may be the very secret that does not belong here. */
    private static void requireHarmless(String parameter) {
        String name = parameter.split("=", 2)[0].toLowerCase(Locale.ROOT);
        if (name.contains("%")) {
            throw new InvalidSettingException(URL, "has a parameter whose name is encoded; write it plainly");
        }
        if (REFUSED_PARAMETERS.contains(name)) {
            throw new InvalidSettingException(URL, "holds credentials; set username and password instead");
        }
        if (PLACE_PARAMETERS.contains(name)) {
            throw new InvalidSettingException(
                    URL,
                    "says where the server is in its parameters; only the hosts before them may, and the primary is used");
        }
        if (TLS_PARAMETERS.contains(name) || name.startsWith("ssl") || name.contains("keystore")) {
            throw new InvalidSettingException(
                    URL, "says how to use TLS; set tls.mode and the others beside it instead");
        }
    }
}
