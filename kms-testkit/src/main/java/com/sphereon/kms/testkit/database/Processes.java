package com.sphereon.kms.testkit.database;

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
}
