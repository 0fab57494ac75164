package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Main of another process: opens a data directory, says so, and keeps it open until it is told a line or killed. */
final class OpeningProcess {
    static final String OPEN = "open: ";
    static final String REFUSED = "refused: ";

    private OpeningProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (Persistence persistence =
                new EmbeddedPersistenceFactory().open(new Settings(Map.of()), Path.of(arguments[0]))) {
            System.out.println(OPEN + persistence.health());
            System.in.read();
        } catch (InvalidSettingException e) {
            System.out.println(REFUSED + e.getMessage());
        }
    }
}
