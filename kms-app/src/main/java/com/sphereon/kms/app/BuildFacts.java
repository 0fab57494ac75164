package com.sphereon.kms.app;

import com.sphereon.kms.http.BuildInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build wrote down about itself. */
final class BuildFacts {
    private static final String RESOURCE = "/META-INF/kms-build.properties";

    private BuildFacts() {}

    static BuildInfo read() {
        Properties facts = new Properties();
        try (InputStream stream = BuildFacts.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            facts.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(
                "kms",
                facts.getProperty("version", "unknown"),
                facts.getProperty("git.commit", "unknown"),
                facts.getProperty("build.time", "unknown"));
    }
}
