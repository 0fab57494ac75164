package com.sphereon.kms.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where and with what it was measured. */
final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private Machine() {}

    /** Facts by name, each a text for people. */
    static Map<String, String> facts(Launcher launcher) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("git commit", commit(launcher.home()));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("processor", line(CPU, "model name"));
        facts.put("memory", line(MEMORY, "MemTotal"));
        facts.put("system", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        facts.put("java", property("java.vm.name") + " " + property("java.vm.version"));
        facts.put("JVM flags of the servers", String.join(" ", launcher.jvmFlags()));
        facts.put("load average before", loadAverage());
        return facts;
    }

    /** How busy the machine was in the last minute; others' work makes every number here worse. */
    static String loadAverage() {
        return Double.toString(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String line(Path file, String name) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String commit(Path home) {
        try {
            Process git = new ProcessBuilder(
                            List.of("git", "-C", home.toString(), "describe", "--always", "--dirty", "--abbrev=40"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return commit.isEmpty() ? "unknown" : commit;
        } catch (IOException e) {
            return "unknown";
        }
    }
}
