package com.sphereon.kms.provider.software;

/** What this machine must be able to do. */
final class Platform {

    private Platform() {}

    /** {@code accp} where its library is a test dependency for certain, so that its absence fails; else what there is. */
    static String accp() {
        boolean linux = System.getProperty("os.name").equals("Linux");
        boolean x86 = System.getProperty("os.arch").equals("amd64");
        return linux && x86 ? "accp" : "auto";
    }
}
