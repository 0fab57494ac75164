package com.sphereon.kms.testkit.database;

import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** Servers in containers, which Testcontainers removes when the JVM ends. */
final class Containers {
    private static final DockerImageName POSTGRESQL = DockerImageName.parse("postgres:18");
    private static final DockerImageName MYSQL = DockerImageName.parse("mysql:8.4");

    private Containers() {}

    static TestServer postgresql() {
        return started(new PostgreSQLContainer(POSTGRESQL).withUsername("kms"), "kms");
    }

    static TestServer mysql() {
        return started(new MySQLContainer(MYSQL), "root");
    }

    private static TestServer started(JdbcDatabaseContainer<?> container, String username) {
        container.start();
        String url = container.getJdbcUrl().split("\\?", 2)[0];
        return new TestServer(url, username, container.getPassword(), "container " + container.getDockerImageName());
    }
}
