package com.sphereon.kms.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Ends processes that tests started, by their numbers. */
final class Processes {

    private Processes() {}

    /** A process and all it started, without a chance to tidy up; returns when they are gone. */
    static void kill(long pid) {
        ProcessHandle parent =
                ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("the server is gone already"));
        List<ProcessHandle> all = new ArrayList<>(parent.descendants().toList());
        all.addFirst(parent);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** Sends a signal, such as {@code STOP}, to a process and all it started. */
    static void signal(String name, long pid) {
        ProcessHandle parent =
                ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("the server is gone already"));
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "kill -" + name + " \"$@\"", "kill", Long.toString(pid)));
        parent.descendants().map(process -> Long.toString(process.pid())).forEach(command::add);
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new AssertionError("the server cannot be sent " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
