package com.sphereon.kms.app;

import com.sphereon.kms.core.audit.Checkpoint;
import com.sphereon.kms.core.service.CheckpointSchedule;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The keys below {@code kms.audit}.
 *
 * @param origin the name of this deployment in checkpoints
 * @param witness the folder where the last checkpoints are remembered, outside of the database
 * @param logLines whether events are written to the log as well
 */
record AuditConfiguration(String origin, CheckpointSchedule schedule, Path witness, boolean logLines) {
    private static final String PREFIX = "kms.audit";
    private static final String ORIGIN = "origin";
    private static final String EVENTS = "checkpoint-events";
    private static final String WITNESS = "witness-dir";
    private static final String LOG_LINES = "log-lines";
    private static final DurationSetting INTERVAL = new DurationSetting(
            "checkpoint-interval", CheckpointSchedule.MIN_INTERVAL, CheckpointSchedule.MAX_INTERVAL);
    private static final int MAX_EVENTS = 1_000_000_000;

    /** All keys. */
    static final List<String> KEYS = List.of(
            PREFIX + "." + ORIGIN,
            PREFIX + "." + INTERVAL.name(),
            PREFIX + "." + EVENTS,
            PREFIX + "." + WITNESS,
            PREFIX + "." + LOG_LINES);

    /** @throws ConfigurationException when a value is wrong */
    static AuditConfiguration read(Configuration configuration, Path dataDirectory) {
        Settings settings = configuration.below(PREFIX, Set.of(ORIGIN, INTERVAL.name(), EVENTS, WITNESS, LOG_LINES));
        return configuration.explaining(
                PREFIX,
                () -> new AuditConfiguration(
                        origin(settings),
                        new CheckpointSchedule(
                                INTERVAL.read(settings, CheckpointSchedule.DEFAULT.interval()),
                                settings.number(EVENTS, (int) CheckpointSchedule.DEFAULT.events(), 1, MAX_EVENTS)),
                        dataDirectory.resolve(settings.path(WITNESS, Path.of("audit-witness"))),
                        settings.flag(LOG_LINES, false)));
    }

    /** What of this concerns the service. */
    void set(KeyManagementService.Builder builder) {
        builder.auditOrigin(origin).checkpointSchedule(schedule).checkpointWitness(new FileWitness(witness));
        if (logLines) {
            builder.auditFollower(new AuditLines());
        }
    }

    private static String origin(Settings settings) {
        String origin = settings.text(ORIGIN).orElse("kms.localhost");
        if (!Checkpoint.isOrigin(origin)) {
            throw new InvalidSettingException(
                    ORIGIN, "must be visible ASCII characters without plus, such as kms.example.com");
        }
        return origin;
    }
}
