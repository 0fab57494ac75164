package com.sphereon.kms.testkit.database;

import org.testcontainers.DockerClientFactory;

/** Whether a Docker engine answers. Looking for one is left to Testcontainers, which knows all the places. */
final class Docker {

    private Docker() {}

    static boolean answers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }
}
